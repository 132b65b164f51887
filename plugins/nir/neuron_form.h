// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/catalog.h"
#include "core/run/weights_file.h"
#include "plugins/nir/nir_file.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Neurons of the catalogue as NIR has them, and the way back.
namespace spw::nir {

/// A node of a project, seen by itself.
struct NodeSource {
    const NodeSpec* spec = nullptr;
    const ParamValues* values = nullptr;
    std::vector<std::int64_t> features;                                       // of its input
    std::function<const WeightArray*(const std::string& name)> weight;        // nullptr: not there
    double dt = 1e-4;                                                         // seconds
    bool dry = false;                                                         // only what cannot be said: large arrays stay empty
};

/// What is not quite the same over there.
struct Remark {
    std::string what, why, fix;
};

struct NeuronForm {
    std::vector<Node> before;       // nodes in front of it, one after the other
    Node node;
    std::vector<Remark> changes;
};

/// Whether there is anything in NIR for this type of neuron.
bool isNirNeuron(const std::string& type);

/// @throws Error with reason and remedy if these parameters cannot be said in NIR.
NeuronForm neuronForm(const NodeSource& source);

/// The catalogue's node that a form was made of: what neuronForm() left in the metadata.
struct Origin {
    const NodeSpec* spec = nullptr;
    ParamValues values;
    std::map<std::string, WeightArray> weights;
    double dt = 0;
};
/// nullopt if there is no such metadata, or it says another neuron than the node's own numbers do: then these count.
/// @param features  of the node's input.
std::optional<Origin> originOf(const Node& node, const std::vector<std::int64_t>& features, const Catalog& catalog);

/// Numbers of a weight, in double.
std::vector<double> numbersOf(const WeightArray& array);
std::int64_t countOf(const std::vector<std::int64_t>& shape);
/// Rounds to what the array is stored as.
Array arrayOf(std::vector<std::int64_t> shape, std::vector<double> values, Number number = Number::Float32);

} // namespace spw::nir
