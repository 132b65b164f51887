// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/catalog.h"
#include "core/exchange/exchange_report.h"
#include "core/run/weights_file.h"
#include "plugins/nir/neuron_form.h"

/// One NIR node as nodes of the catalogue.
namespace spw::nir {

struct ImportOptions {
    double dt = 1e-4;
    std::string method = "euler", fires = "above", ifGain = "time";
    bool softReset = false, restore = true;
    std::int64_t steps = 100;
};

struct ImportedNode {
    const NodeSpec* spec = nullptr;
    ParamValues values;
    std::map<std::string, WeightArray> weights;   // by parameter
    /// Quantities of neurons, whose number follows from the shape of the input.
    std::map<std::string, Array> quantities;
    bool restored = false;                        // from what we wrote into the metadata
    std::vector<std::string> unused;              // fields that nothing here reads
    std::vector<Remark> remarks;
};

/// @param node  no NIRGraph.  @throws Error naming `name`, the parameter, what is wrong with it and the remedy.
ImportedNode importNode(const Node& node, const std::string& name, const ImportOptions& options, const Catalog& catalog);

/// Fits quantities to the neurons: one value for the layer, each channel or each neuron (parameter `per`, and weights).
/// @throws Error if they do not fit.
void fitQuantities(ImportedNode& node, const std::string& name, const std::vector<std::int64_t>& features);

} // namespace spw::nir
