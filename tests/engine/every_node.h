// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/catalog.h"
#include "core/engine/builders/builder_list.h"
#include "core/engine/network.h"
#include "kernels/torch/aten.h"

#include <random>

/// Ways to put any node of the catalogue to work by itself, knowing nothing but its spec.
namespace spw::test {

using engine::PortValues;

/// One node with parameters and inputs that its own checks and shape rule accept.
struct NodeCase {
    Plan plan;                          // of this one node, fed from outside
    std::vector<EdgeEnd> feeds;         // in the order in which the module reads
    std::vector<PortInfo> feedInfos;

    const PlannedNode& node() const { return plan.nodes.front(); }
    std::set<EdgeEnd> outputs() const
    {
        std::set<EdgeEnd> list;
        for (const PortSpec& port : node().spec->outputs)
            list.insert({node().id, port.name});
        return list;
    }
    /// "layer.conv2d kernel_size=2, 1 of 2x8x8": says in a failure what was run. Only changed parameters.
    std::string text() const
    {
        std::string text = node().spec->id;
        for (const ParamSpec& param : node().spec->params)
            if (node().values.at(param.name) != param.initial)
                text += " " + param.name + "=" + toText(node().values.at(param.name));
        for (const PortInfo& info : feedInfos)
            text += (&info == &feedInfos.front() ? " of " : " and ") + shapeText(info.features);
        return text + (feedInfos.empty() || !feedInfos[0].steps ? "" : ", T=" + std::to_string(*feedInfos[0].steps));
    }
};


/// A case, or nothing if the node refuses these parameters or shapes.
/// @param features  one for each input of the spec.
inline std::optional<NodeCase> makeCase(const NodeSpec& spec, const ParamValues& values,
                                        const std::vector<std::vector<Dim>>& features, std::int64_t steps, bool spikes,
                                        bool withOptional)
{
    NodeReport report;
    for (const ParamSpec& param : spec.params)
        if (!whyIllegal(param, values.at(param.name)).empty())
            return {};
    if (spec.check)
        spec.check(values, report);
    NodeCase made;
    PlannedNode node;
    node.id = 1;
    node.spec = &spec;
    node.name = spec.title;
    node.values = values;
    ShapeQuery query{.values = node.values, .inputs = {}};
    for (std::size_t i = 0; i < spec.inputs.size(); ++i) {
        const PortSpec& port = spec.inputs[i];
        PlannedInput input;
        if (port.type == PortType::Readout && features[i].size() != 1)
            return {};
        if (!port.optional || withOptional) {
            PortInfo info{.type = port.type, .features = features[i], .steps = {}, .classes = {}};
            if (port.type == PortType::Sequence && spikes)
                info.type = PortType::Spikes;
            if (hasSteps(port.type))
                info.steps = steps;
            if (port.type == PortType::Label) {
                info.features = {1};
                info.classes = features[0].back();
            }
            if (port.type == PortType::Scalar)
                info.features = {};
            for (int wire = 0; wire < (port.bundle ? 2 : 1); ++wire) {
                input.from.push_back({NodeId(100 + made.feeds.size()), "v"});
                made.feeds.push_back(input.from.back());
                made.feedInfos.push_back(info);
            }
            input.info = info;
        }
        query.inputs.push_back(input.info);
        node.inputs.push_back(input);
    }
    if (hasErrors(report.list()))
        return {};
    if (spec.shape) {
        const ShapeAnswer answer = spec.shape(query, report);
        if (!answer.valid || hasErrors(report.list()))
            return {};
        node.outputs = answer.outputs;
        node.parameterCount = answer.parameterCount;
        node.multiplications = answer.multiplications;
    }
    made.plan.nodes.push_back(std::move(node));
    return made;
}

/// Shapes that some node may like: lists, channels x length, pictures (also odd ones), volumes.
inline const std::vector<std::vector<Dim>>& featureCandidates()
{
    static const std::vector<std::vector<Dim>> list{{12}, {6},       {20},      {4, 9},       {4, 7, 8},
                                                    {8, 4}, {2, 9, 7}, {2, 8, 8}, {4, 5, 6, 5}, {6, 8, 8},
                                                    {16, 8}, {2, 5, 4, 6}};
    return list;
}

/// Cases of a node: its fresh parameters with every shape it likes, then random legal parameters.
inline std::vector<NodeCase> casesOf(const NodeSpec& spec, std::size_t mostRandom = 24)
{
    std::vector<NodeCase> cases;
    std::mt19937_64 random(std::hash<std::string>{}(spec.id));
    const auto whole = [&](std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, std::max(low, high))(random);
    };
    const auto add = [&](const ParamValues& values, const std::vector<Dim>& first, std::int64_t steps) {
        const bool spikes = whole(0, 1) == 1, withOptional = whole(0, 1) == 1;
        auto made = makeCase(spec, values, std::vector(spec.inputs.size(), first), steps, spikes, withOptional);
        for (std::size_t other = 0; !made && spec.inputs.size() > 1 && other < featureCandidates().size(); ++other) {
            std::vector<std::vector<Dim>> mixed(spec.inputs.size(), featureCandidates()[other]);
            mixed[0] = first;
            made = makeCase(spec, values, mixed, steps, spikes, withOptional);
        }
        if (!made && spec.inputs.size() > 1)   // a mask is one value
            made = makeCase(spec, values, [&] {
                std::vector<std::vector<Dim>> mixed(spec.inputs.size(), std::vector<Dim>{1});
                mixed[0] = first;
                return mixed;
            }(), steps, spikes, withOptional);
        if (made)
            cases.push_back(std::move(*made));
        return !cases.empty();
    };
    const auto draw = [&](const ParamSpec& param) -> ParamValue {
        const double low = std::max(param.range.low, -1e6), high = std::min(param.range.high, 1e6);
        const auto small = [&] {
            return whole(std::int64_t(std::ceil(std::max(low, 0.0))), std::int64_t(std::min(high, std::max(low, 0.0) + 4)));
        };
        switch (param.type) {
        case ParamType::Bool: return whole(0, 1) == 1;
        case ParamType::Choice: return param.choices[std::size_t(whole(0, std::int64_t(param.choices.size()) - 1))].id;
        case ParamType::Int:
            // 0 mostly stands for "from the input"; another number would only be refused.
            return param.initial == ParamValue(std::int64_t(0)) && whole(0, 3) > 0 ? param.initial : small();
        case ParamType::IntPair: return std::vector{small(), small()};
        case ParamType::IntTriple: return std::vector{small(), small(), small()};
        case ParamType::OptionalReal:
            if (whole(0, 2) == 0)
                return std::monostate{};
            [[fallthrough]];
        case ParamType::Real: {
            const double* initial = std::get_if<double>(&param.initial);
            const double start = initial && *initial != 0 ? *initial * double(whole(5, 15)) / 10 : double(whole(-10, 10)) / 10;
            return whyIllegal(param, start).empty() ? ParamValue(start) : param.initial;
        }
        default: return param.initial;
        }
    };
    const ParamValues fresh = spec.initialValues();
    for (const std::int64_t steps : {4, 16, 1})   // attention wants many steps
        for (const std::vector<Dim>& features : featureCandidates())
            if ((steps != 16 || cases.empty()) && (steps != 1 || cases.size() < 12))
                add(fresh, features, steps);
    const std::size_t freshCases = cases.size();
    for (int attempt = 0; attempt < 400 && cases.size() < freshCases + mostRandom; ++attempt) {
        ParamValues values = fresh;
        for (const ParamSpec& param : spec.params)
            if (param.name != "train" && param.name != "requires_grad" && param.name != "persistent_state" && whole(0, 2) > 0)   // freezing has its own tests
                values.set(param.name, draw(param));
        add(values, featureCandidates()[std::size_t(whole(0, std::int64_t(featureCandidates().size()) - 1))],
            whole(1, 5));
    }
    return cases;
}

/// Values that suit a feed: spikes, analog numbers, classes; positions for what reads positions.
inline at::Tensor valueFor(const NodeCase& made, std::size_t feed, std::int64_t samples = 2)
{
    const PortInfo& info = made.feedInfos[feed];
    std::vector<std::int64_t> sizes;
    if (hasSteps(info.type))
        sizes.push_back(*info.steps);
    if (info.type != PortType::Scalar)
        sizes.push_back(samples);
    for (const Dim& dim : info.features)
        sizes.push_back(*dim);
    switch (info.type) {
    case PortType::Label: return at::randint(0, info.classes.value_or(2), {samples}, at::kLong);
    case PortType::Spikes: return at::bernoulli(at::full(sizes, 0.4));
    case PortType::Static: return at::rand(sizes);
    default: break;
    }
    return at::randn(sizes);
}

inline PortValues valuesFor(const NodeCase& made, std::int64_t samples = 2)
{
    PortValues values;
    for (std::size_t i = 0; i < made.feeds.size(); ++i)
        values[made.feeds[i]] = valueFor(made, i, samples);
    // An unpool reads where each value came from: positions within one map, each once.
    const NodeSpec& spec = *made.node().spec;
    for (std::size_t i = 0; i < spec.inputs.size() && i < made.feeds.size(); ++i)
        if (spec.inputs[i].name == "indices") {
            at::Tensor& value = values[made.feeds[i]];
            std::int64_t room = 1;
            for (std::size_t d = 1; d < made.node().outputs[0].features.size(); ++d)
                room *= *made.node().outputs[0].features[d];
            const at::Tensor map = value[0][0][0];
            const at::Tensor places = at::arange(map.numel(), at::kFloat).remainder(double(room)).view(map.sizes());
            value = places.expand(value.sizes()).contiguous();
        }
    return values;
}

/// What the plan says about an output, as LibTorch sizes.
inline std::vector<std::int64_t> plannedSizes(const NodeCase& made, std::size_t output, std::int64_t samples = 2)
{
    const PortInfo& info = made.node().outputs[output];
    std::vector<std::int64_t> sizes;
    if (hasSteps(info.type))
        sizes.push_back(info.steps.value_or(-1));
    if (info.type != PortType::Scalar)
        sizes.push_back(samples);
    if (info.type != PortType::Label)
        for (const Dim& dim : info.features)
            sizes.push_back(dim.value_or(-1));
    return sizes;
}

} // namespace spw::test
