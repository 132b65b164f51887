// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/catalog.h"
#include "core/engine/goldens/golden_case.h"
#include "core/engine/learners/synapse_learner.h"
#include "kernels/torch/aten.h"

#include <algorithm>

namespace spw::engine::golden {

namespace {

/// "f(w)=clamp(w,-1,1)" of the files as parameters of a learner.
void addWeightFunction(ParamMap& params, const std::string& side, std::string text)
{
    if (const auto equals = text.find('='); equals != std::string::npos)
        text = text.substr(equals + 1);
    std::erase(text, ' ');
    for (const char* prefix : {"torch."})
        if (text.rfind(prefix, 0) == 0)
            text.erase(0, std::string(prefix).size());
    double low = 0, high = 0;
    int length = 0;
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    if (text == "w") {
        params[side] = std::string("weight");
    } else if (!text.empty() && *end == '\0') {
        params[side + "_strength"] = number;
    } else if (std::sscanf(text.c_str(), "clamp(w,%lf,%lf)%n", &low, &high, &length) == 2 && std::size_t(length) == text.size()) {
        params[side] = std::string("clamp");
        params[side + "_low"] = low;
        params[side + "_high"] = high;
    } else {
        for (std::size_t at = 0; (at = text.find("**", at)) != std::string::npos;)
            text.replace(at, 2, "^");
        params[side] = std::string("expression");
        params[side + "_formula"] = text;
    }
}

PlannedNode planned(const std::string& id, const ParamMap& params)
{
    PlannedNode node;
    node.id = 1;
    node.spec = builtinCatalog().find(id);
    node.name = node.spec->title;
    node.values = node.spec->initialValues();
    for (const auto& [name, value] : params)
        node.values.set(name, value);
    NodeReport report;
    node.spec->check(node.values, report);
    if (hasErrors(report.list()))
        throw Skip{report.list().front().what};
    return node;
}

struct Part {
    std::string id;
    ParamMap params;
};

/// The synapse of the case; its bias is off.
Part synapseOf(const GoldenCase& golden, const at::Tensor& weight)
{
    const Value layer = golden.params["layer"];
    const std::string kind = layer ? layer["kind"].text("linear") : "linear";
    Part part{"layer." + kind, {{"bias", false}}};
    if (kind == "linear") {
        part.params["out_features"] = weight.size(0);
        return part;
    }
    if (kind != "conv1d" && kind != "conv2d")
        throw Skip{"STDP on '" + kind + "' is not defined"};
    part.params["out_channels"] = weight.size(0);
    const auto sizes = [&](const char* name, std::int64_t otherwise) -> ParamValue {
        std::vector<std::int64_t> list = layer[name] ? layer[name].integers() : std::vector<std::int64_t>{otherwise};
        if (kind == "conv1d")
            return list.at(0);
        list.resize(2, list.at(0));
        return list;
    };
    part.params["stride"] = sizes("stride", 1);
    part.params["padding"] = sizes("padding", 0);
    if (kind == "conv1d")
        part.params["kernel_size"] = weight.size(2);
    else
        part.params["kernel_size"] = std::vector<std::int64_t>{weight.size(2), weight.size(3)};
    if (layer["padding_mode"])
        part.params["padding_mode"] = layer["padding_mode"].text("zeros");
    return part;
}

struct Trajectory {
    Tensors spikes, changes, weights, tracesPre, tracesPost;
};

/// Runs synapse, neuron and learner over the case.
/// @param atOnce   all steps in one pass, one update at the end
/// @param changes  note each change of the weights, which an update by events does not make
Trajectory run(const GoldenCase& golden, at::ScalarType type, bool atOnce, bool changes)
{
    const at::NoGradGuard noGrad;
    const at::Tensor x = golden.input("x").to(type), start = golden.input("weight0").to(type);
    const Part synapse = synapseOf(golden, start);
    const auto layer = makeModule(synapse.id, synapse.params, Tensors{x});
    overrideTensors(*layer, {{"weight", start}}, type);
    const at::Tensor currents = runWhole(*layer, {x}).at(0);
    const auto neuron = makeModule("neuron.lif", paramsFrom("neuron.lif", golden.params.at("lif"), {}), Tensors{currents});

    const bool trace = golden.isKind("MSTDPET");
    const std::string id = trace ? "learner.mstdpet" : golden.isKind("MSTDP") ? "learner.mstdp" : "learner.stdp";
    ParamMap params{{"tau_pre", golden.params.at("tau_pre").real()}, {"tau_post", golden.params.at("tau_post").real()},
                    {"learning_rate", golden.params.at("lr").real()}, {"update", std::string(atOnce ? "batch" : "step")}};
    if (golden.params["tau_trace"])
        params["tau_trace"] = golden.params["tau_trace"].real();
    if (golden.params["scale"])
        params["scale"] = golden.params["scale"].real();
    for (const char* name : {"w_min", "w_max"})
        if (golden.params[name])
            params[name] = golden.params[name].real();
    addWeightFunction(params, "f_pre", golden.params.at("f_pre").text());
    addWeightFunction(params, "f_post", golden.params.at("f_post").text());

    PlannedNode synapseNode;
    synapseNode.spec = builtinCatalog().find(synapse.id);
    synapseNode.values = synapseNode.spec->initialValues();
    for (const auto& [name, value] : synapse.params)
        synapseNode.values.set(name, value);
    at::Tensor weight = layer->parameters().at(0).tensor;
    SynapseLearner learner(planned(id, params), synapseNode, weight);
    learner.keepChange(changes);
    const at::Tensor reward = golden.hasInput("reward") ? golden.input("reward").to(type) : at::Tensor();

    Trajectory path;
    const auto note = [&] {
        path.changes.push_back(learner.change().defined() ? learner.change().clone() : at::zeros_like(start));
    };
    const auto noteTraces = [&] {
        path.weights.push_back(weight.detach().clone().contiguous());
        path.tracesPre.push_back(learner.trace("trace_pre"));
        path.tracesPost.push_back(learner.trace("trace_post"));
    };
    if (atOnce) {
        const at::Tensor spikes = neuron->forward(layer->forward({x})).at(0);
        path.spikes = spikes.unbind(0);
        learner.observe(x, spikes, reward);
        note();
        learner.apply(1);
        noteTraces();
        return path;
    }
    for (std::int64_t t = 0; t < x.size(0); ++t) {
        const at::Tensor spikes = neuron->step(layer->step({x.select(0, t)})).at(0);
        path.spikes.push_back(spikes);
        learner.observeStep(x.select(0, t), spikes, reward.defined() ? reward.select(0, t) : reward);
        note();
        learner.apply(1);
        noteTraces();
    }
    return path;
}

void compare(Checks& checks, const GoldenCase& golden, const Trajectory& path)
{
    const auto like = [&](const char* name, const Tensors& list) {
        return at::stack(list).reshape(golden.output(name).sizes());
    };
    checks.spikes("out_spike", like("out_spike", path.spikes));
    checks.analog("delta_w", like("delta_w", path.changes));
    checks.analog("weight", like("weight", path.weights));
    if (golden.hasOutput("trace_pre"))
        checks.analog("trace_pre", like("trace_pre", path.tracesPre));
    if (golden.hasOutput("trace_post"))
        checks.analog("trace_post", like("trace_post", path.tracesPost));
}

} // namespace

CaseResult runSjLearning(const GoldenCase& golden)
{
    if (!golden.isKind("STDP") && !golden.isKind("MSTDP") && !golden.isKind("MSTDPET"))
        throw Skip{"there is nothing like " + golden.kind()};
    const bool atOnce = golden.output("delta_w").size(0) == 1 && golden.input("x").size(0) > 1;
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        compare(checks, golden, run(golden, type, atOnce, true));
        checks.analog("weight", at::stack(run(golden, type, atOnce, false).weights).reshape(golden.output("weight").sizes()));
    });
    return checks.result();
}

} // namespace spw::engine::golden
