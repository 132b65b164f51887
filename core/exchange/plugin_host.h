// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/plugin_api.h"

#include <filesystem>
#include <string>
#include <vector>

namespace spw {

/// The plugins of this process. A library that cannot be loaded is named with its reason; the others go on.
class PluginHost {
public:
    /// Loads every *.so of the folders, sorted by name. Libraries stay loaded until the process ends.
    explicit PluginHost(const std::vector<std::filesystem::path>& folders);

    /// "lib/spikewright/plugins" beside the libraries of the program, then those in SPW_PLUGINS (separated by ':').
    static std::vector<std::filesystem::path> standardFolders(const std::filesystem::path& libraries);

    struct Outcome {
        std::filesystem::path file;
        std::string reason;   // empty: loaded
    };
    const std::vector<Outcome>& outcomes() const { return m_outcomes; }
    const PluginRegistry& registry() const { return m_registry; }

    /// @throws Error listing what there is.
    const Exporter& exporter(const std::string& id) const;
    const Importer& importer(const std::string& id) const;
    /// The importer that recognises the file. @throws Error naming the file if none or it cannot be read.
    const Importer& importerOf(const std::filesystem::path& file) const;

private:
    void load(const std::filesystem::path& file);

    PluginRegistry m_registry;
    std::vector<Outcome> m_outcomes;
};

} // namespace spw
