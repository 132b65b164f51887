// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/plan.h"
#include "plugins/nir/neuron_form.h"

/// Layers of the catalogue as NIR has them.
namespace spw::nir {

/// Whether there is anything in NIR for this type of layer.
bool isNirLayer(const std::string& type);

/// @throws Error with reason and remedy if these parameters cannot be said in NIR.
NeuronForm layerForm(const NodeSource& source, const std::vector<std::int64_t>& outputs);

/// A batch norm with its running statistics: y = factor x + shift for each channel.
struct NormForm {
    std::vector<double> factor, shift;
};
bool isFoldableNorm(const std::string& type);
/// @throws Error if it has no statistics of its own.
NormForm normForm(const NodeSource& source);
/// Multiplies it into a weight layer that runs before it. @return false if `layer` is none.
bool fold(const NormForm& norm, Node& layer);
/// The norm as a layer of its own.
Node normNode(const NormForm& norm, const std::vector<std::int64_t>& features);

/// Puts the values of one input of a concatenation to their place among all. Flat features only.
Node placed(std::int64_t inputs, std::int64_t outputs, std::int64_t first);

} // namespace spw::nir
