// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/catalog.h"
#include "core/engine/network_access.h"
#include "core/exchange/exchange.h"
#include "core/exchange/exchange_job.h"
#include "tests/engine/test_graphs.h"

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

/// Small networks that between them use every layer which plain exporters know, and inputs for them.
namespace spw::test {

using Sides = std::vector<std::int64_t>;

inline std::int64_t whole(std::int64_t value) { return value; }

inline NodeId putData(GraphBuilder& b, const std::string& shape, std::int64_t steps)
{
    const NodeId data = b.add("dataset.arrays", "Data", {{"shape", shape}, {"T", steps}, {"classes", whole(10)}});
    b.from(data, "x");
    return data;
}

inline Graph pictureNet()
{
    GraphBuilder b;
    putData(b, "2x11x11", 5);
    b.then("layer.conv2d", "Conv 1", {{"out_channels", whole(8)}, {"padding", Sides{1, 1}}, {"bias", false}});
    b.then("layer.batch_norm2d", "BN 1");
    b.then("neuron.lif", "LIF 1", {{"tau", 2.0}, {"v_threshold", 0.5}});
    b.then("layer.max_pool2d", "Pool 1", {{"ceil_mode", true}});
    b.then("layer.conv2d", "Conv 2", {{"out_channels", whole(6)}, {"groups", whole(2)}, {"dilation", Sides{2, 1}}, {"padding", Sides{2, 1}}});
    b.then("neuron.if", "IF", {{"v_reset", std::monostate{}}, {"v_threshold", 0.75}});
    b.then("layer.avg_pool2d", "Pool 2", {{"kernel_size", Sides{3, 3}}, {"stride", Sides{2, 2}}, {"padding", Sides{1, 1}}});
    b.then("layer.flatten", "Flatten");
    b.then("layer.dropout", "Dropout");
    b.then("layer.linear", "Linear", {{"out_features", whole(12)}});
    b.then("layer.batch_norm1d", "BN 2");
    b.then("neuron.parametric_lif", "PLIF", {{"init_tau", 3.0}, {"v_threshold", 0.25}});
    b.then("layer.voting", "Voting", {{"voting_size", whole(3)}});
    b.then("readout.rate", "Rate");
    return b.graph;
}

/// Branches that meet again, pools of other kinds, a reset that is not 0.
inline Graph branchedNet(double reset = -0.25)
{
    GraphBuilder b;
    putData(b, "2x8x8", 4);
    b.then("layer.conv2d", "Stem", {{"out_channels", whole(4)}, {"padding", Sides{1, 1}}, {"weight_norm", true}});
    const NodeId stem = b.then("neuron.lif", "Stem LIF", {{"tau", 4.0}, {"decay_input", false}, {"v_reset", reset}, {"v_threshold", 0.5}});
    const auto branch = [&](const std::string& name, const Values& conv) {
        b.from(stem, "s");
        Values all = conv;
        all["out_channels"] = whole(4);
        all["padding"] = Sides{1, 1};
        b.then("layer.conv2d", name + " conv", all);
        return b.then("neuron.if", name + " IF", {{"v_threshold", 0.25}});
    };
    const NodeId one = branch("One", {{"weight_bits", whole(4)}, {"per_channel", true}});
    const NodeId two = branch("Two", {{"mask", std::string("random")}, {"density", 0.5}});
    const auto meet = [&](const std::string& type, const std::string& name, const Values& values, std::vector<EdgeEnd> from) {
        const NodeId id = b.add(type, name, values);
        for (std::size_t i = 0; i < from.size(); ++i)
            b.wire(from[i].node, from[i].port, id, std::string(1, char('a' + i)));
        return EdgeEnd{id, "y"};
    };
    const EdgeEnd sum = meet("container.residual", "Sum", {{"connect", std::string("ADD")}}, {{one, "s"}, {stem, "s"}});
    const EdgeEnd both = meet("container.residual", "Both", {{"connect", std::string("AND")}}, {{one, "s"}, {two, "s"}});
    const EdgeEnd other = meet("container.residual", "Other", {{"connect", std::string("IAND")}}, {{one, "s"}, {two, "s"}});
    const EdgeEnd less = meet("container.merge", "Less", {{"op", std::string("subtract")}}, {sum, both, other});
    const EdgeEnd mean = meet("container.merge", "Middle", {{"op", std::string("mean")}}, {sum, both, other});
    const EdgeEnd most = meet("container.merge", "Most", {{"op", std::string("max")}}, {less, mean});
    const EdgeEnd beside = meet("container.concat", "Beside", {{"dim", whole(1)}}, {most, sum, other});
    b.from(beside.node, beside.port);
    const NodeId pooled = b.then("layer.sum_pool2d", "Sum pool");
    b.then("layer.adaptive_avg_pool2d", "Adaptive", {{"output_size", Sides{2, 1}}});
    b.then("layer.flatten", "Flatten");
    b.then("layer.linear", "Linear", {{"out_features", whole(5)}});
    b.then("readout.membrane", "Last", {{"reduce", std::string("last")}});
    b.from(pooled, "y");
    b.then("layer.adaptive_avg_pool2d", "Global");
    b.then("layer.relu", "ReLU");
    b.then("layer.flatten", "Flatten 2");
    b.then("readout.spike_count", "Count");
    return b.graph;
}

inline Graph lineNet()
{
    GraphBuilder b;
    putData(b, "3x17", 3);
    b.then("layer.conv1d", "Conv", {{"out_channels", whole(6)}, {"stride", whole(2)}, {"padding", whole(2)}, {"kernel_size", whole(5)},
                                    {"padding_mode", std::string("reflect")}});
    b.then("layer.threshold_dependent_batch_norm1d", "tdBN");
    b.then("neuron.lif", "LIF", {{"tau", 1.5}, {"v_reset", std::monostate{}}, {"v_threshold", 0.3}});
    b.then("layer.max_pool1d", "Max", {{"kernel_size", whole(3)}, {"stride", whole(2)}, {"padding", whole(1)}});
    b.then("layer.conv_transpose1d", "Wider", {{"out_channels", whole(4)}, {"stride", whole(2)}, {"padding", whole(1)}, {"groups", whole(2)},
                                              {"output_padding", whole(1)}});
    b.then("layer.batch_norm1d", "BN");
    b.then("layer.avg_pool1d", "Mean");
    b.then("layer.flatten", "Flatten");
    b.then("layer.linear", "Linear", {{"out_features", whole(4)}, {"mask", std::string("random")}, {"weight_bits", whole(1)}});
    b.then("readout.membrane", "Largest", {{"reduce", std::string("max")}});
    return b.graph;
}

inline Graph volumeNet()
{
    GraphBuilder b;
    putData(b, "2x5x6x7", 3);
    b.then("layer.conv3d", "Conv", {{"out_channels", whole(3)}, {"padding", Sides{1, 0, 1}}});
    b.then("layer.batch_norm3d", "BN");
    b.then("neuron.if", "IF", {{"v_threshold", 0.5}});
    b.then("layer.max_pool3d", "Max");
    b.then("layer.flatten", "Flatten");
    b.then("layer.linear", "Linear", {{"out_features", whole(4)}});
    b.then("neuron.lif", "LIF", {{"v_threshold", 0.1}});
    b.then("readout.rate", "Rate");
    return b.graph;
}

/// A picture without time, shown at every step.
inline Graph imageNet()
{
    GraphBuilder b;
    const NodeId data = b.add("dataset.synthetic_dvs", "Shapes", {{"width", whole(9)}, {"height", whole(8)}, {"test_samples", whole(4)}});
    b.from(data, "image");
    b.then("encoder.direct", "Encoder", {{"T", whole(4)}});
    b.then("layer.conv2d", "Conv", {{"out_channels", whole(4)}});
    b.then("layer.batch_norm2d", "BN");
    b.then("neuron.if", "IF", {{"v_threshold", 0.5}});
    b.then("layer.flatten", "Flatten");
    b.then("layer.linear", "Linear", {{"out_features", whole(3)}});
    b.then("neuron.lif", "LIF", {{"v_threshold", 0.05}});
    b.then("readout.rate", "Rate");
    return b.graph;
}

inline Graph namedNet(const std::string& name)
{
    return name == "picture" ? pictureNet() : name == "branched" ? branchedNet() : name == "line" ? lineNet() : name == "image" ? imageNet() : volumeNet();
}

/// Every node of the catalogue that computes, by itself: on data of the first shape that it takes (ok), and where its inputs are open or
/// the shape is wrong.
struct OneNode {
    std::string type, shape;
    Graph graph;
    bool ok = false;
};

inline std::vector<OneNode> everyNodeAlone()
{
    std::vector<OneNode> out;
    for (const NodeSpec* known : builtinCatalog().all()) {
        const NodeSpec& spec = *known;
        const std::string start = spec.id.substr(0, spec.id.find('.'));
        if (start == "dataset" || start == "transform" || start == "loss" || start == "learner" || start == "metric" || start == "probe")
            continue;
        GraphBuilder alone;
        alone.add(spec.id, "Node");
        out.push_back({spec.id, "nothing", alone.graph, false});
        for (const char* shape : {"8", "4x8", "4x8x8", "4x6x8x8"}) {
            GraphBuilder b;
            const NodeId data = putData(b, shape, 4), id = b.add(spec.id, "Node");
            try {
                for (const PortSpec& input : spec.inputs)
                    if (!input.optional)
                        b.wire(data, "x", id, input.name);
            } catch (const Error&) {
                continue;   // takes no sequence
            }
            const bool ok = makePlan(b.graph).ok();
            out.push_back({spec.id, shape, b.graph, ok});
            if (ok)
                break;
        }
    }
    return out;
}

/// The same numbers everywhere: a generator of our own.
class Draws {
public:
    explicit Draws(std::uint64_t seed) : m_state(seed * 2 + 1) {}
    float uniform()
    {
        m_state = m_state * 6364136223846793005u + 1442695040888963407u;
        return float(m_state >> 40) / 16777216.0f;
    }

private:
    std::uint64_t m_state;
};

/// Weights of a network that has seen data: running statistics are no longer 0 and 1.
inline Weights trainedWeights(const Document& document)
{
    Weights weights = engine::openNetwork({document, {}, std::nullopt})->weights();
    Draws draws(7);
    for (auto& [name, array] : weights.arrays) {
        const std::string what = name.substr(name.rfind('/') + 1);
        const bool norm = name.find("BN") != std::string::npos;
        if (!norm)
            continue;
        for (float& value : std::get<std::vector<float>>(array.data))
            value = what == "running_var" ? 0.25f + draws.uniform() : what == "weight" ? 0.5f + draws.uniform() : draws.uniform() - 0.5f;
    }
    return weights;
}

/// @param spikes  0 and 1, else numbers from 0 to 1.
inline PlainTensor drawn(const std::vector<std::int64_t>& shape, std::uint64_t seed, bool spikes)
{
    std::int64_t count = 1;
    for (const std::int64_t side : shape)
        count *= side;
    PlainTensor out{shape, std::vector<float>(std::size_t(count))};
    Draws draws(seed);
    for (float& value : out.data)
        value = spikes ? float(draws.uniform() < 0.4f) : draws.uniform();
    return out;
}

inline ExportRequest requestFor(const Exporter& exporter, const Document& document, const Weights& weights, const std::filesystem::path& out,
                                const std::map<std::string, std::string>& options = {})
{
    return {.document = document, .base = {}, .weights = weights, .out = out,
            .options = exchangeOptions(exporter.options(), options, "the test"), .open = engine::openNetwork};
}

} // namespace spw::test
