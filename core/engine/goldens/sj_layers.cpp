// SPDX-License-Identifier: GPL-3.0-or-later
// SpikingJelly's layers and wrappers. Recurrent containers and online learning have a handler of their own.
#include "core/engine/goldens/call_text.h"
#include "core/engine/goldens/golden_case.h"
#include "kernels/torch/aten.h"

#include <cmath>

namespace spw::engine::golden {

namespace {

using Arrays = std::map<std::string, at::Tensor>;

/// One layer: x in, y out, loss sum(y w), gradients at x and at what is learned.
struct Layer {
    std::string id;
    ParamMap params;
    Arrays tensors;                              // set before the call, by our names
    std::map<std::string, std::string> renamed;  // gradient's name in the file: ours, where they differ
    bool training = true;
    bool steps = true;                           // stepping gives the same
};

CaseResult run(const GoldenCase& golden, const Layer& layer)
{
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        const auto module = makeModule(layer.id, layer.params, Tensors{x});
        overrideTensors(*module, layer.tensors, type);
        module->setTraining(layer.training);
        const at::Tensor y = runWhole(*module, {x}).at(0);
        checks.analog("y", y);
        if (golden.hasInput("w"))
            (y * golden.input("w").to(type)).sum().backward();
        for (const std::string& name : golden.grads.names()) {
            const auto ours = layer.renamed.find(name);
            at::Tensor grad = name == "x" ? x.grad()
                                          : gradientOf(*module, ours == layer.renamed.end() ? name : ours->second);
            if (grad.defined())
                grad = grad.reshape(golden.grad(name).sizes());
            checks.gradient(name, grad);
        }
        for (const NamedTensor& buffer : module->buffers())
            if (golden.hasOutput(buffer.name + "_after"))
                checks.analog(buffer.name + "_after", buffer.tensor);
        if (layer.steps)
            checkAdvance(checks, *module, {x}, {y}, false);
    });
    return checks.result();
}

/// Padding that makes sides of `out` from sides of `in` with stride 1. @throws Skip if there is none.
std::vector<std::int64_t> paddingFor(const at::Tensor& x, const at::Tensor& y, const at::Tensor& weight)
{
    std::vector<std::int64_t> padding;
    for (std::int64_t d = 2; d < weight.dim(); ++d) {
        const std::int64_t both = y.size(d + 1) - x.size(d + 1) + weight.size(d) - 1;
        if (both < 0 || both % 2 != 0)
            throw Skip{"stride and padding are not told, and stride 1 does not fit"};
        padding.push_back(both / 2);
    }
    return padding;
}

/// Stride and the like as `told(place, name)` gives them; where nothing is told, stride 1 and the padding that fits.
template <class Told>
ParamMap convParams(const at::Tensor& x, const at::Tensor& y, const at::Tensor& weight, bool bias, const Told& told)
{
    ParamMap params{{"out_channels", weight.size(0)},
                    {"kernel_size", weight.sizes().slice(2).vec()},
                    {"groups", x.size(2) / weight.size(1)},
                    {"bias", bias}};
    const char* const names[] = {"stride", "padding", "dilation"};
    bool any = false;
    for (std::size_t i = 0; i < 3; ++i)   // after channels in, channels out and kernel size
        if (const std::string value = told(3 + i, names[i]); !value.empty()) {
            params[names[i]] = wholePair(value);
            any = true;
        }
    if (!any)
        params["padding"] = paddingFor(x, y, weight);
    return params;
}

std::string textOf(const Value& value)
{
    if (!value)
        return {};
    std::string text;
    for (const std::int64_t number : value.integers())
        text += (text.empty() ? "" : ",") + std::to_string(number);
    return text;
}

CaseResult batchNorm(const GoldenCase& golden)
{
    const std::string kind = golden.kind(), dims = kind.substr(kind.size() - 2);
    const bool temporal = kind.rfind("Temporal", 0) == 0;
    Layer layer;
    layer.id = (temporal ? "layer.temporal_effective_batch_norm" : "layer.threshold_dependent_batch_norm") + dims;
    layer.training = golden.params.at("training").flag();
    layer.steps = !layer.training;   // otherwise the statistics of one step
    if (temporal)
        layer.params["first_scale_only"] = true;   // what the library does with whole sequences
    for (const char* name : {"alpha", "v_th", "eps", "momentum"})
        if (golden.params[name])
            layer.params[name] = golden.params[name].real();
    for (const auto& [name, value] : golden.arrays()) {
        const std::string ours = name.rfind("bn.", 0) == 0 ? name.substr(3) : name;
        layer.tensors[ours] = value;
        layer.renamed[name] = ours;
    }
    for (const char* name : {"running_mean", "running_var"})
        if (golden.hasInput(name))
            layer.tensors[name] = golden.input(name);
    return run(golden, layer);
}

/// The mask depends on the random generator, so what it must obey is looked at.
CaseResult dropout(const GoldenCase& golden)
{
    const double p = golden.params.at("p").real();
    const at::Tensor x = at::ones(golden.inputs.at("shape").integers(), at::kDouble);
    const bool maps = golden.isKind("Dropout2d");
    const auto module = makeModule(maps ? "layer.dropout2d" : "layer.dropout", {{"p", p}}, Tensors{x});
    Checks checks(golden);
    const at::Tensor y = runWhole(*module, {x}).at(0), kept = y.max();
    const auto holds = [&](const std::string& name, bool ours) {
        checks.leaveOut("outputs." + name);
        checks.require(ours == golden.outputs.at(name).flag(), name + " does not hold");
    };
    holds("constant_over_time", y.eq(y.select(0, 0)).all().item<bool>());
    checks.analog("kept_value", kept);
    checks.require(y.eq(0).logical_or(y.eq(kept)).all().item<bool>(), "kept values differ");
    const at::Tensor drawn = maps ? y.select(0, 0).flatten(2).select(2, 0) : y.select(0, 0);
    if (maps)
        checks.require(y.eq(y.flatten(3).amax(3).view({y.size(0), y.size(1), y.size(2), 1, 1})).all().item<bool>(),
                       "a map is silenced in part");
    const double share = drawn.eq(0).to(at::kDouble).mean().item<double>();
    checks.leaveOut("outputs.zero_fraction");   // of other draws: ours must agree with p itself
    checks.require(std::abs(share - p) <= 5 * std::sqrt(p * (1 - p) / double(drawn.numel())),
                   "the silenced share is " + std::to_string(share) + " instead of " + std::to_string(p));
    module->setTraining(false);
    holds("eval_is_identity", runWhole(*module, {x}).at(0).eq(x).all().item<bool>());
    return checks.result();
}

/// Conv2d and ReLU, folded over time or step by step.
CaseResult container(const GoldenCase& golden)
{
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type), weight = golden.input("weight");
        Arrays given{{"weight", weight}};
        if (golden.hasInput("bias"))
            given["bias"] = golden.input("bias");
        const ParamMap params = convParams(x, golden.output("y"), weight, golden.hasInput("bias"),
                                           [&](std::size_t, const char* name) { return textOf(golden.params[name]); });
        const auto conv = makeModule("layer.conv2d", params, Tensors{x});
        overrideTensors(*conv, given, type);
        const bool folds = golden.isKind("SeqToANNContainer");
        const Tensors maps = folds ? runWhole(*conv, {x}) : runSteps(*conv, {x});
        const auto relu = makeModule("layer.relu", {}, maps);
        checks.analog("y", (folds ? runWhole(*relu, maps) : runSteps(*relu, maps)).at(0));
    });
    return checks.result();
}

} // namespace

CaseResult runSjLayers(const GoldenCase& golden)
{
    const std::string kind = golden.kind();
    const Value& p = golden.params;
    if (kind == "SynapseFilter")
        return run(golden, {"synapse.synapse_filter", {{"tau", p.at("tau").real()}, {"learnable", p["learnable"].flag(false)}},
                            golden.arrays(), {}});
    if (kind == "NeuNorm")
        return run(golden, {"layer.neu_norm", {{"k", p["k"].real(0.9)}, {"shared_across_channels", p["shared"].flag(false)}},
                            golden.arrays(), {}});
    if (kind == "Delay")
        return run(golden, {"synapse.delay", {{"delay_steps", p.at("delay_steps").integer()}}, {}, {}});
    if (kind == "TemporalWiseAttention")
        return run(golden, {"layer.temporal_wise_attention",
                            {{"T", p.at("T").integer()}, {"reduction", p["reduction"].integer(16)},
                             {"dimension", std::to_string(p["dimension"].integer(4))}},
                            golden.arrays(), {}, true, false});
    if (kind == "MultiDimensionalAttention")
        return run(golden, {"layer.multi_dimensional_attention",
                            {{"T", p.at("T").integer()}, {"C", p.at("C").integer()}, {"reduction_t", p["reduction_t"].integer(16)},
                             {"reduction_c", p["reduction_c"].integer(16)}, {"kernel_size", std::to_string(p["kernel_size"].integer(3))}},
                            golden.arrays(), {}, true, false});
    if (kind.find("BatchNorm") != std::string::npos)
        return batchNorm(golden);
    if (kind == "VotingLayer")
        return run(golden, {"layer.voting", {{"voting_size", p.at("voting_size").integer()}}, {}, {}});
    if (kind == "Dropout" || kind == "Dropout2d")
        return dropout(golden);
    if (kind == "WSConv2d") {
        const Arrays arrays = golden.arrays();
        const at::Tensor& weight = arrays.at("weight");
        const CallText call = CallText::of(golden.call);
        ParamMap params = convParams(golden.input("x"), golden.output("y"), weight, arrays.count("bias") != 0,
                                     [&](std::size_t place, const char* name) { return call.argument(place, name); });
        params["gain"] = p["gain"].flag(arrays.count("gain") != 0);
        params["eps"] = p["eps"].real(1e-4);
        return run(golden, {"layer.ws_conv2d", params, arrays, {}});
    }
    if (kind == "SeqToANNContainer" || kind == "MultiStepContainer")
        return container(golden);
    throw Skip{"there is no layer " + kind};
}

} // namespace spw::engine::golden
