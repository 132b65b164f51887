// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/plugins.h"

#include "app/program_files.h"

namespace spw::cli {

const PluginHost& plugins()
{
    static const PluginHost host(PluginHost::standardFolders(libraryFile("spw_core").parent_path()));
    return host;
}

} // namespace spw::cli
