// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/golden_case.h"
#include "core/engine/goldens/surrogate_names.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/exchange_ops.h"

#include <regex>

namespace spw::engine::golden {

namespace {

CaseResult runNeuron(const GoldenCase& golden)
{
    const char* id = "neuron.cuba_lif";
    ParamMap params = paramsFrom(id, golden.params, {"surrogate", "parameters"});
    addSurrogateText(params, id, golden.params.at("surrogate").text());
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        const auto module = makeModule(id, params, Tensors{x});
        overrideTensors(*module, golden.arrays(), type);
        module->keepStates(true);
        const at::Tensor y = runWhole(*module, {x}).at(0);
        (y * golden.input("w").to(type)).sum().backward();
        checks.spikes("y", y);
        checks.analog("v_seq", module->stateSequence("v"));
        checks.analog("i_seq", module->stateSequence("i"));
        for (const std::string& name : golden.grads.names())
            checks.gradient(name, name == "x" ? x.grad() : gradientOf(*module, name));
        checkAdvance(checks, *module, {x}, {y}, true);
    });
    return checks.result();
}

/// "name=3" or "name=(3, 2)" of a printed module, nothing if it is not there.
std::vector<std::int64_t> printed(const std::string& text, const std::string& name)
{
    std::smatch found;
    if (!std::regex_search(text, found, std::regex("\\b" + name + "=\\(?(\\d+)(?:, ?(\\d+))?")))
        return {};
    std::vector<std::int64_t> values{std::stoll(found[1])};
    if (found[2].matched)
        values.push_back(std::stoll(found[2]));
    return values;
}

/// Kernel, stride and so on as the case prints them; the window of a pooling, which it does not print, is the factor
/// by which the image shrinks.
ParamMap synapseParams(const GoldenCase& golden)
{
    const std::string text = golden.params.at("synapse").text();
    const auto starts = [&](const char* name) { return text.rfind(name, 0) == 0; };
    ParamMap params;
    if (starts("Linear")) {
        params["synapse"] = "linear";
        params["out_features"] = golden.output("y").size(2);
        return params;
    }
    if (starts("Conv2d"))
        params["synapse"] = "conv2d";
    else if (starts("SumPool2d"))
        params["synapse"] = "sum_pool2d";
    else
        throw Skip{"there is no exchange block with " + text};
    for (const char* name : {"kernel_size", "stride", "padding", "dilation"}) {
        std::vector<std::int64_t> pair = printed(text, name);
        if (pair.size() == 1)
            pair.push_back(pair[0]);
        if (pair.empty() && starts("SumPool2d") && (name == std::string("kernel_size") || name == std::string("stride")))
            for (std::int64_t axis : {3, 4})
                pair.push_back(golden.input("x").size(axis) / golden.output("y").size(axis));
        if (!pair.empty())
            params[name] = pair;
    }
    if (starts("Conv2d")) {
        params["out_channels"] = golden.output("y").size(2);
        if (const auto groups = printed(text, "groups"); !groups.empty())
            params["groups"] = groups[0];
    }
    return params;
}

CaseResult runBlock(const GoldenCase& golden)
{
    const char* id = "container.cuba_block";
    ParamMap params = synapseParams(golden);
    // "BlockContainer(Linear, CubaLIFNode(0.25, 0.05, threshold 1, ATan))"
    std::smatch neuron;
    if (!std::regex_search(golden.call, neuron,
                           std::regex("CubaLIFNode\\(([0-9.eE+-]+), *([0-9.eE+-]+), *threshold *([0-9.eE+-]+), *(\\w+)")))
        throw Skip{"the call does not say which neuron: " + golden.call};
    params["current_decay"] = std::stod(neuron[1]);
    params["voltage_decay"] = std::stod(neuron[2]);
    params["v_threshold"] = std::stod(neuron[3]);
    addSurrogateText(params, id, neuron[4]);

    std::map<std::string, at::Tensor> weights;
    for (const auto& [name, tensor] : golden.arrays())
        if (name == "weight")
            weights["synapse.weight"] = tensor;
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        const auto module = makeModule(id, params, Tensors{x});
        overrideTensors(*module, weights, type);
        const at::Tensor y = runWhole(*module, {x}).at(0);
        (y * golden.input("w").to(type)).sum().backward();
        checks.spikes("y", y);
        for (const std::string& name : golden.grads.names())
            checks.gradient(name, name == "x" ? x.grad() : gradientOf(*module, "synapse." + name));
        if (const Value quantised = golden.params["arrays"]["weight_quantised"])
            checks.equal("quantised weight", ops::quantize8b(weights.at("synapse.weight"), 64.0), quantised.tensor());
        checkAdvance(checks, *module, {x}, {y}, true);
    });
    return checks.result();
}

CaseResult runNorm(const GoldenCase& golden)
{
    const char* id = "layer.exchange_batch_norm2d";
    const ParamMap params = paramsFrom(id, golden.params, {"training"});
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).unsqueeze(0);   // one step
        const auto module = makeModule(id, params, Tensors{x});
        overrideTensors(*module,
                        {{"running_mean", golden.input("running_mean")}, {"running_var", golden.input("running_var")}},
                        type);
        module->setTraining(golden.params.at("training").flag());
        checks.analog("y", runWhole(*module, {x}).at(0).squeeze(0));
        for (const NamedTensor& buffer : module->buffers())
            checks.analog(buffer.name + "_after", buffer.tensor);
    });
    return checks.result();
}

} // namespace

CaseResult runSjLavaExchange(const GoldenCase& golden)
{
    if (golden.isKind("CubaLIFNode"))
        return runNeuron(golden);
    if (golden.isKind("BlockContainer"))
        return runBlock(golden);
    if (golden.isKind("BatchNorm2d"))
        return runNorm(golden);
    Checks checks(golden);
    if (golden.isKind("quantize_8b")) {
        forBothTypes(checks, [&](at::ScalarType type) {
            checks.spikes("y", ops::quantize8b(golden.input("x").to(type), golden.params.at("scale").real(),
                                               golden.params.at("descale").flag()));
        });
        return checks.result();
    }
    if (golden.isKind("right_shift_to_zero")) {
        for (const at::ScalarType type : {at::kInt, at::kLong})
            checks.spikes("y", ops::rightShiftToZero(golden.input("x").to(type), golden.params.at("bits").integer()));
        return checks.result();
    }
    throw Skip{"there is no " + golden.kind()};
}

} // namespace spw::engine::golden
