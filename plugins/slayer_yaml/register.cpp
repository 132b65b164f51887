// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/plugin_api.h"
#include "plugins/slayer_yaml/slayer_yaml_importer.h"

extern "C" bool spwRegisterPlugin(int api, spw::PluginRegistry* registry, const char** reason)
{
    return spw::registerPlugin(api, reason, [&] { registry->add(std::make_unique<spw::slayeryaml::SlayerYamlImporter>()); });
}
