// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/lava_chain.h"
#include "kernels/torch/aten.h"

#include <cmath>

namespace spw::engine::golden {

namespace {

/// "cuba.Dense" of "cuba.Dense/plain".
std::pair<std::string, std::string> blockOf(const GoldenCase& golden)
{
    const std::string kind = golden.kind();
    const std::size_t dot = kind.find('.');
    if (dot == std::string::npos)
        throw Skip{"there is no block " + kind};
    return {kind.substr(0, dot), kind.substr(dot + 1)};
}

ParamValue oneOrTwo(const Value& value)
{
    if (value.isList())
        return value.integers();
    return value.integer();
}

/// weight_scale and the rest of a synapse as the block was given it.
ParamMap blockSynapseParams(const GoldenCase& golden)
{
    ParamMap params;
    const Value& given = golden.params;
    if (given["note"] && given["note"].text().find("pre_hook_fx=None") != std::string::npos)
        params["pre_hook_fx"] = std::string("none");
    if (const Value scale = given["neuron"]["scale"])
        params["scale"] = scale.integer();
    if (given["weight_norm"])
        params["weight_norm"] = given["weight_norm"].flag();
    return params;
}

/// Out of a tensor's name "weight": that, or what a norm of the weights has in its place.
at::Tensor weightOf(const std::map<std::string, at::Tensor>& tensors, const std::string& name)
{
    for (const char* ending : {"", "_v"})
        if (const auto found = tensors.find(name + ending); found != tensors.end())
            return found->second;
    return {};
}

void refuseUnknown(const GoldenCase& golden)
{
    static const std::set<std::string> known{
        "neuron", "arrays", "note", "delay", "delay_shift", "kernel", "kernel_size", "stride", "padding", "dilation", "groups",
        "weight_norm", "weight_scale", "weight", "bias", "num_winners", "self_excitation", "num_outputs", "factor", "dynamics",
        "requires_grad", "in_neurons", "out_neurons", "in_features", "out_features"};
    for (const std::string& name : golden.params.names())
        if (!known.count(name) && golden.params[name] && !(golden.params[name].isFlag() && !golden.params[name].flag()))
            throw Skip{"the blocks have no setting " + name};
}

const std::map<std::string, std::string>& windowIds()
{
    static const std::map<std::string, std::string> ids{
        {"Conv", "conv"}, {"Pool", "pool"}, {"ConvT", "conv_transpose"}, {"Unpool", "unpool"}};
    return ids;
}

/// Tensors of the block that begin with `prefix`, by their names in the node.
std::map<std::string, at::Tensor> tensorsOf(const GoldenCase& golden, const std::string& prefix)
{
    std::map<std::string, at::Tensor> tensors;
    for (const auto& [name, tensor] : golden.arrays())
        if (name.rfind(prefix, 0) == 0)
            tensors[name.substr(prefix.size())] = tensor;
    return tensors;
}

void addSynapse(LavaChain& chain, const GoldenCase& golden, const std::string& family, const std::string& block)
{
    const std::string id = std::string("synapse.lava_") + (isComplex(family) ? "complex_" : "");
    const std::map<std::string, at::Tensor> tensors = tensorsOf(golden, "synapse.");
    ParamMap params = blockSynapseParams(golden);
    const at::Tensor weight = weightOf(tensors, isComplex(family) ? "real.weight" : "weight");
    const auto window = windowIds().find(block);
    if (window == windowIds().end()) {
        if (weight.defined())
            params["out_neurons"] = weight.size(0);
        return chain.add(id + "dense", params, tensors);
    }
    const std::map<std::string, std::string> names{{"kernel", "kernel_size"}, {"kernel_size", "kernel_size"},
                                                   {"stride", "stride"}, {"padding", "padding"},
                                                   {"dilation", "dilation"}};
    for (const auto& [theirs, ours] : names)
        if (const Value value = golden.params[theirs])
            params[ours] = oneOrTwo(value);
    if (block == "Conv" || block == "ConvT") {
        const std::int64_t groups = golden.params["groups"].integer(1);
        params["groups"] = groups;
        if (weight.defined())
            params["out_features"] = block == "Conv" ? weight.size(0) : weight.size(1) * groups;
    }
    chain.add(id + window->second, params, tensors);
}

/// The neuron's parameters where the node of a loop takes them.
ParamMap loopParams(const std::string& id, const GoldenCase& golden, const std::string& family)
{
    ParamMap params = lavaNeuronParams(id, golden.params.at("neuron"), {"persistent_state"});
    for (const auto& [name, value] : blockSynapseParams(golden))
        params[name] = value;
    params["neuron"] = family;
    return params;
}

void addNeuron(LavaChain& chain, const GoldenCase& golden, const std::string& id)
{
    const Value neuron = golden.params.at("neuron");
    std::set<std::string> leaveOut;
    if (id == "layer.lava_affine" || id == "layer.lava_rf_affine")
        leaveOut = {"threshold", "threshold_step", "threshold_decay", "refractory_decay", "tau_grad", "scale_grad",
                    "graded_spike", "norm", "dropout"};
    chain.add(id, lavaNeuronParams(id, neuron, leaveOut), tensorsOf(golden, "neuron."), true);
}

/// Each as lava-dl builds it: synapse, neuron, one step, learned delay.
void build(LavaChain& chain, const GoldenCase& golden, const std::string& family, const std::string& block)
{
    const Value& params = golden.params;
    if (block == "Flatten")
        return chain.add("layer.flatten", {});
    if (block == "Average")
        return chain.add("layer.average", {{"num_outputs", params.at("num_outputs").integer()}});
    if (block == "TimeDecimation")
        return chain.add("layer.time_decimation", {{"factor", params.at("factor").integer()}});
    const bool sigmaDelta = family == "sigma_delta";
    if (block == "Recurrent" || block == "KWTA") {
        const std::string id = block == "KWTA" ? "container.lava_kwta" : "container.lava_recurrent";
        ParamMap loop = loopParams(id, golden, family);
        std::map<std::string, at::Tensor> tensors = golden.arrays();
        tensors.erase("delay");
        const at::Tensor weight = weightOf(tensors, block == "KWTA" ? "synapse.weight" : "input_synapse.weight");
        if (weight.defined())
            loop["out_neurons"] = weight.size(0);
        if (block == "KWTA") {
            loop["num_winners"] = params.at("num_winners").integer();
            loop["self_excitation"] = params["self_excitation"].real(0.5);
        }
        chain.add(id, loop, tensors);
        if (block == "KWTA" && params["delay_shift"].flag(true))
            return chain.addTwice("synapse.step_delay");
    } else if (block == "Input") {
        const std::map<std::string, at::Tensor> own = golden.arrays();
        ParamMap scaling = blockSynapseParams(golden);
        for (const char* name : {"weight", "bias"})
            if (own.count(name))
                scaling[name] = own.at(name).item<double>();
            else if (params[name])
                scaling[name] = params[name].real();
        chain.add("layer.lava_input", scaling, own, true);
        if (sigmaDelta) {
            ParamMap delta = paramsFrom("encoder.delta", params.at("neuron"), {"activation", "norm", "dropout", "scale"});
            const std::int64_t scale = params.at("neuron")["scale"].integer(64);
            delta["scale"] = 64 * scale;
            delta["threshold"] = std::trunc(params.at("neuron").at("threshold").real() * double(scale)) / double(scale);
            return chain.add("encoder.delta", delta);
        }
        addNeuron(chain, golden, lavaNeuronId(family));
    } else {
        addSynapse(chain, golden, family, block);
        if (block == "Affine") {
            if (params["dynamics"].flag(true))
                addNeuron(chain, golden, isComplex(family) ? "layer.lava_rf_affine" : "layer.lava_affine");
            return;
        }
        if (block == "Output")
            return chain.add("layer.sigma", {});
        addNeuron(chain, golden, lavaNeuronId(family));
    }
    if (params["delay_shift"].flag(!sigmaDelta))
        chain.add("synapse.step_delay", {});
    if (params["delay"].flag(false))
        chain.add("synapse.axon_delay", {{"max_delay", 62.0}},
                  {{"delay", golden.arrays().at("delay")}});
}

/// What lava-dl calls a tensor, in our nodes.
std::string ourName(const std::string& theirs, bool loop)
{
    if (theirs == "delay.delay")
        return "delay";
    for (const std::string prefix : {"synapse.", "neuron."})
        if (!loop && theirs.rfind(prefix, 0) == 0)
            return theirs.substr(prefix.size());
    return theirs;
}

} // namespace

CaseResult runLavaBlock(const GoldenCase& golden)
{
    const auto [family, block] = blockOf(golden);
    lavaNeuronId(family);   // known
    refuseUnknown(golden);
    const bool loop = block == "Recurrent" || block == "KWTA", normed = bool(golden.params["neuron"]["norm"]);
    Checks checks(golden);
    forBothTypes(checks, [&, family = family, block = block](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        LavaChain chain(timeFirst(x), true);
        build(chain, golden, family, block);
        const at::Tensor y = timeLast(chain.value());
        if (isWhole(golden.output("y")))
            checks.spikes("y", y.reshape(golden.output("y").sizes()));
        else
            checks.analog("y", y.reshape(golden.output("y").sizes()));
        if (golden.hasInput("w"))
            (y * golden.input("w").to(type).reshape(y.sizes())).sum().backward();
        for (const std::string& name : golden.grads.names()) {
            at::Tensor grad = name == "x" ? x.grad() : chain.gradient(ourName(name, loop));
            if (grad.defined())
                grad = grad.reshape(golden.grad(name).sizes());
            checks.gradient(name, grad);
        }
        if (block != "TimeDecimation" && !normed)   // a norm in training sees other statistics step by step
            chain.checkAdvance(checks);
    });
    return checks.result();
}

} // namespace spw::engine::golden
