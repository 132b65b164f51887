// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/plugin_host.h"

namespace spw::cli {

/// The plugins of the program and of SPW_PLUGINS, loaded when first asked for.
const PluginHost& plugins();

} // namespace spw::cli
