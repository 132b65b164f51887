// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange.h"

namespace spw::pythonweights {

/// Weights of PyTorch, SpikingJelly and NumPy files onto a project with the same layers.
class PythonWeightsImporter final : public Importer {
public:
    std::string id() const override { return "python-weights"; }
    std::string title() const override { return "Python weights (PyTorch, NumPy, safetensors)"; }
    std::vector<std::string> suffixes() const override { return {".pt", ".pth", ".npz", ".safetensors"}; }
    std::vector<ParamSpec> options() const override;
    bool needsNetwork() const override { return true; }
    bool recognises(const std::filesystem::path& file, std::string_view head) const override;
    ImportResult read(const ImportRequest& request) const override;
};

} // namespace spw::pythonweights
