// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/convert/conversion_parts.h"

#include "core/base/error.h"
#include "core/convert/weight_names.h"
#include "core/exchange/inference_weights.h"

#include <cmath>
#include <set>

namespace spw {

namespace {

/// Convolution or linear layer that a norm may go into; nullptr: none, `why` says what is against it.
const PlannedNode* foldableBefore(const Plan& plan, const PlannedNode& norm, std::string& why)
{
    static const std::set<std::pair<std::string, std::string>> kPairs{{"layer.conv1d", "layer.batch_norm1d"},
                                                                      {"layer.conv2d", "layer.batch_norm2d"},
                                                                      {"layer.conv3d", "layer.batch_norm3d"},
                                                                      {"layer.linear", "layer.batch_norm1d"}};
    if (norm.inputs.at(0).from.empty())
        return nullptr;
    const EdgeEnd source = norm.inputs[0].from[0];
    const PlannedNode* synapse = plan.find(source.node);
    if (!synapse || !kPairs.count({synapse->spec->id, norm.spec->id})) {
        why = "Only a convolution or linear layer right before it can take it in.";
        return nullptr;
    }
    if (norm.values.has("track_running_stats") && !norm.values.flag("track_running_stats")) {
        why = "It has no running statistics.";
        return nullptr;
    }
    std::int64_t readers = 0;
    for (const PlannedNode& node : plan.nodes)
        for (const PlannedInput& input : node.inputs)
            for (const EdgeEnd& from : input.from)
                readers += from == source;
    if (readers != 1) {
        why = "Others read '" + synapse->name + "' as well.";
        return nullptr;
    }
    return synapse;
}

std::vector<double> numbers(const Weights& weights, const PlannedNode& node, const char* name, std::size_t count, double otherwise)
{
    const auto found = weights.arrays.find(node.name + "/" + name);
    if (found == weights.arrays.end())
        return std::vector<double>(count, otherwise);
    std::vector<double> out;
    std::visit([&](const auto& data) { out.assign(data.begin(), data.end()); }, found->second.data);
    if (out.size() != count)
        throw Error("'" + found->first + "' has " + std::to_string(out.size()) + " numbers for " + std::to_string(count) + " channels.",
                    "the weights", "Use weights of this project.");
    return out;
}

} // namespace

TrainedDocument foldNorms(const TrainedDocument& trained, const std::function<void(const std::string&, const std::string&)>& folded,
                          const std::function<void(const std::string&, const std::string&)>& kept)
{
    TrainedDocument out = trained;
    const Plan plan = makePlan(trained.document.graph);
    Graph& graph = out.document.graph;
    for (const PlannedNode& norm : plan.nodes) {
        if (norm.spec->id.rfind("layer.batch_norm", 0) != 0 || norm.spec->id.find("through_time") != std::string::npos)
            continue;
        std::string why;
        const PlannedNode* synapse = foldableBefore(plan, norm, why);
        if (!synapse) {
            kept(norm.name, why);
            continue;
        }
        const NetArray before = synapseWeight(trained.weights, *synapse);
        const std::size_t channels = std::size_t(before.shape.at(0)), each = before.data.size() / channels;
        const std::vector<double> gamma = numbers(trained.weights, norm, "weight", channels, 1), beta = numbers(trained.weights, norm, "bias", channels, 0),
                                  mean = numbers(trained.weights, norm, "running_mean", channels, 0),
                                  variance = numbers(trained.weights, norm, "running_var", channels, 1),
                                  offset = numbers(trained.weights, *synapse, "bias", channels, 0);
        std::vector<float> weight(before.data.begin(), before.data.end()), bias(channels);
        for (std::size_t c = 0; c < channels; ++c) {
            const double factor = gamma[c] / std::sqrt(variance[c] + norm.values.real("eps"));
            for (std::size_t i = 0; i < each; ++i)
                weight[c * each + i] = float(weight[c * each + i] * factor);
            bias[c] = float((offset[c] - mean[c]) * factor + beta[c]);
        }
        eraseWeights(out.weights, synapse->name);
        eraseWeights(out.weights, norm.name);
        out.weights.arrays[synapse->name + "/weight"] = {before.shape, std::move(weight)};
        out.weights.arrays[synapse->name + "/bias"] = {{std::int64_t(channels)}, std::move(bias)};
        // What the weights now hold must not be done to them again.
        graph.apply(Batch{{SetParam{synapse->id, "bias", true}, SetParam{synapse->id, "weight_norm", false},
                           SetParam{synapse->id, "weight_bits", std::int64_t(0)}, SetParam{synapse->id, "mask", std::string("all")}}});
        const std::vector<Edge> readers(graph.outgoing(norm.id).begin(), graph.outgoing(norm.id).end());
        graph.apply(RemoveNode{norm.id});
        for (const Edge& edge : readers)
            graph.apply(Connect{{{synapse->id, synapse->spec->outputs.at(0).name}, edge.to}});
        folded(synapse->name, norm.name);
    }
    // Names of nodes that are left may be shorter now: two of a title had their ids in theirs.
    out.weights = renamedWeights(out.weights, plan, makePlan(graph));
    return out;
}

} // namespace spw
