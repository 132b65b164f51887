// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/plugin_api.h"
#include "plugins/lynxi/lynxi_exporter.h"

extern "C" bool spwRegisterPlugin(int api, spw::PluginRegistry* registry, const char** reason)
{
    return spw::registerPlugin(api, reason, [&] { registry->add(std::make_unique<spw::lynxi::LynxiExporter>()); });
}
