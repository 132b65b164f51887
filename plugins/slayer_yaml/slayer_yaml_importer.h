// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange.h"

namespace spw::slayeryaml {

/// SLAYER's yaml descriptors (models.md 13.4): the neuron, simulation and training sections as a network of its layers.
class SlayerYamlImporter final : public Importer {
public:
    std::string id() const override { return "slayer-yaml"; }
    std::string title() const override { return "SLAYER descriptor"; }
    std::vector<std::string> suffixes() const override { return {".yaml", ".yml"}; }
    std::vector<ParamSpec> options() const override;
    bool recognises(const std::filesystem::path& file, std::string_view head) const override;
    ImportResult read(const ImportRequest& request) const override;
};

} // namespace spw::slayeryaml
