// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/call_text.h"
#include "core/engine/goldens/golden_case.h"
#include "core/engine/goldens/sinabs_encoders.h"
#include "kernels/torch/aten.h"

#include <algorithm>
#include <regex>
#include <sstream>

namespace spw::engine::golden {

namespace {

/// sinabs has the batch first; the second turn goes back.
at::Tensor turned(const at::Tensor& x) { return x.transpose(0, 1).contiguous(); }

/// "SingleExponential(width=.5, scale=1)" as the node's choice and numbers.
void addSlope(ParamMap& params, const std::string& text)
{
    static const std::map<std::string, std::string> choices{{"SingleExponential", "single_exponential"},
                                                            {"Heaviside", "heaviside"},
                                                            {"Gaussian", "gaussian"},
                                                            {"MultiGaussian", "multi_gaussian"},
                                                            {"PeriodicExponential", "periodic_exponential"}};
    const CallText call = CallText::of(text);
    const auto choice = choices.find(call.name);
    if (choice == choices.end())
        throw Skip{"there is no slope " + text};
    params["surrogate_grad_fn"] = choice->second;
    if (!call.places.empty())
        throw Skip{"it is not said which number of " + call.name + " " + call.places[0] + " is"};
    for (const auto& [name, value] : call.named) {
        const ParamValue number = plainValue(value);
        if (!std::holds_alternative<double>(number))
            throw Skip{"'" + value + "' is no number of " + call.name};
        params[name == "width" ? "grad_width" : name == "scale" ? "grad_scale" : name] = number;
    }
}

/// "sub", "reset", "MembraneSubtract(subtract_value=0.5)", "MembraneReset(reset_value=-0.1)".
void addReset(ParamMap& params, const std::string& text)
{
    const CallText call = CallText::of(text);
    const bool subtracts = call.name == "sub" || call.name == "subtract" || call.name == "MembraneSubtract";
    if (!subtracts && call.name != "reset" && call.name != "MembraneReset")
        throw Skip{"there is no reset " + text};
    params["reset_fn"] = std::string(subtracts ? "subtract" : "reset");
    const char* const name = subtracts ? "subtract_value" : "reset_value";
    if (const std::string value = call.argument(0, name); !value.empty())
        params[name] = plainValue(value);
    if (!subtracts && params.count(name) && params[name] != ParamValue(0.0))
        throw Skip{"the library adds a reset value to all neurons, those that did not spike too"};
}

/// "multi", "single", "MaxSpike(2)", or the classes' own names.
void addSpikeFunction(ParamMap& params, const std::string& text)
{
    const CallText call = CallText::of(text);
    const std::string most = call.argument(0, "max_num_spikes_per_bin");
    std::string choice = call.name == "MultiSpike" ? "multi" : call.name == "SingleSpike" ? "single" : call.name;
    if (call.name == "MaxSpike")
        choice = most.empty() || most == "None" ? "multi" : "max";
    if (choice == "max")
        params["max_num_spikes_per_bin"] = wholeNumbers(most).at(0);
    params["spike_fn"] = choice;
}

/// The case's plain settings as parameters of node `id`.
ParamMap neuronParams(const GoldenCase& golden, const std::string& id)
{
    ParamMap params;
    for (const std::string& name : golden.params.names()) {
        const Value value = golden.params[name];
        if (name == "arrays" || name == "parameters")
            continue;
        if (name == "surrogate") {
            addSlope(params, value.text());
        } else if (name == "reset") {
            addReset(params, value.text());
        } else if (name == "spike_fn") {
            addSpikeFunction(params, value.text());
        } else if (!value) {
            params[name] = std::monostate{};
        } else if (value.isFlag()) {
            params[name] = value.flag();
        } else if (value.isNumber()) {
            params[name] = value.real();
        } else {
            throw Skip{id + " has no parameter " + name};
        }
    }
    return params;
}

/// Values of the case that are one for each channel or neuron need a node that has so many.
void addSharing(ParamMap& params, const std::map<std::string, at::Tensor>& arrays, const at::Tensor& x)
{
    std::int64_t most = 1;
    for (const auto& [name, value] : arrays)
        if (name.rfind("rec_connect", 0) != 0)
            most = std::max(most, value.numel());
    if (most > 1)
        params["per"] = most == x[0][0].numel() ? "neuron" : "channel";
}

at::Tensor decayOf(const std::map<std::string, at::Tensor>& arrays)
{
    const auto tau = arrays.find("tau_mem");
    if (tau != arrays.end())
        return tau->second.reciprocal().neg().exp();
    const auto alpha = arrays.find("alpha_mem");
    return alpha == arrays.end() ? at::ones({}, at::kDouble) : alpha->second;
}

/// What sinabs recorded. Its ALIF and its recurrent layers record a state that the next step still changes: there the
/// membrane of step t is that of step t + 1 before its spikes, and so is the synaptic current; only the last is right.
struct Recorded {
    at::Tensor v, i;
};
Recorded recordedLate(const GoldenCase& golden, const at::Tensor& v, const at::Tensor& current, bool adapts, bool leaks)
{
    at::Tensor added = current;   // what a step adds to the membrane
    const at::Tensor decay = decayOf(golden.arrays()).to(v.scalar_type());
    if (leaks && !adapts && golden.params["norm_input"].flag(true))
        added = current * (1 - decay);
    const std::int64_t steps = v.size(0);
    const at::Tensor charged = v.narrow(0, 0, steps - 1) * decay + added.narrow(0, 1, steps - 1);
    return {at::cat({charged, v.narrow(0, steps - 1, 1)}),
            at::cat({current.narrow(0, 1, steps - 1), current.narrow(0, steps - 1, 1)})};
}

/// Where some values of a node are one for each channel and others one for all, all get as many.
std::map<std::string, at::Tensor> spread(const NodeModule& module, std::map<std::string, at::Tensor> arrays)
{
    std::vector<NamedTensor> tensors = module.parameters();
    for (NamedTensor& buffer : module.buffers())
        tensors.push_back(std::move(buffer));
    for (const NamedTensor& tensor : tensors)
        if (const auto found = arrays.find(tensor.name);
            found != arrays.end() && found->second.numel() == 1 && tensor.tensor.numel() > 1)
            found->second = found->second.reshape({1}).expand({tensor.tensor.numel()}).contiguous();
    return arrays;
}

CaseResult runNeuron(const GoldenCase& golden, const std::string& id)
{
    const bool adapts = id.find("alif") != std::string::npos, recurrent = id.find("recurrent") != std::string::npos,
               leaks = id.find("iaf") == std::string::npos, spikes = id.find("exp_leak") == std::string::npos;
    std::map<std::string, at::Tensor> arrays = golden.arrays();
    arrays.erase("min_v_mem");
    ParamMap params = neuronParams(golden, id);
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        const at::Tensor sequence = turned(x);
        addSharing(params, arrays, sequence);
        if (arrays.count("rec_connect.bias"))
            params["rec_bias"] = true;
        const auto module = makeModule(id, params, Tensors{sequence});
        overrideTensors(*module, spread(*module, arrays), type);
        module->keepStates(true);
        const at::Tensor y = runWhole(*module, {sequence}).at(0);
        (turned(y) * golden.input("w").to(type)).sum().backward();
        spikes ? checks.spikes("y", turned(y)) : checks.analog("y", turned(y));
        checks.gradient("x", x.grad());
        for (const std::string& name : golden.grads.names())
            if (name != "x") {
                at::Tensor grad = gradientOf(*module, name);
                if (grad.defined() && golden.grad(name).numel() == 1)   // one number that all channels share
                    grad = grad.sum();
                checks.gradient(name, grad.defined() ? grad.reshape(golden.grad(name).sizes()) : grad);
            }

        at::Tensor v = module->stateSequence("v_mem").detach(), i;
        if (leaks) {
            i = module->stateSequence("i_syn").detach();
        } else {   // the input, with what came back
            i = sequence.detach();
            if (recurrent) {
                const at::Tensor last = at::cat({at::zeros_like(y.narrow(0, 0, 1)), y.detach().narrow(0, 0, y.size(0) - 1)});
                const at::Tensor weight = arrays.at("rec_connect.weight").to(type);
                at::Tensor back = at::linear(last.flatten(2), weight);
                if (arrays.count("rec_connect.bias"))
                    back.narrow(0, 1, y.size(0) - 1).add_(arrays.at("rec_connect.bias").to(type));
                i = i + back.view(i.sizes());
            }
        }
        if (adapts || recurrent) {
            const Recorded late = recordedLate(golden, v, i, adapts, leaks);
            v = late.v;
            i = late.i;
        }
        if (golden.hasOutput("rec_v_mem"))
            checks.analog("rec_v_mem", turned(v));
        if (golden.hasOutput("rec_i_syn"))
            checks.analog("rec_i_syn", turned(i));
        if (golden.hasOutput("rec_b")) {
            const at::Tensor b = turned(module->stateSequence("b").detach());
            checks.analog("rec_b", b);
            if (golden.hasOutput("rec_spike_threshold"))
                checks.analog("rec_spike_threshold", b * golden.params["adapt_scale"].real(1.8) +
                                                         golden.params["spike_threshold"].real(1.0));
        }
        module->keepStates(false);
        checkAdvance(checks, *module, {sequence.detach()}, {y.detach()}, spikes);
    });
    return checks.result();
}

/// A node without state of its own over one step: a case without time.
CaseResult runLayer(const GoldenCase& golden, const std::string& id, const ParamMap& params, bool whole)
{
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        const at::Tensor sequence = x.dim() == 1 ? x.view({1, 1, -1}) : x.unsqueeze(0);
        const auto module = makeModule(id, params, Tensors{sequence});
        const at::Tensor y = runWhole(*module, {sequence}).at(0);
        const at::Tensor flat = x.dim() == 1 ? y.view({-1}) : y.squeeze(0);
        whole ? checks.spikes("y", flat) : checks.analog("y", flat);
        if (golden.hasGrad("x")) {
            (flat * golden.input("w").to(type)).sum().backward();
            checks.gradient("x", x.grad());
        }
    });
    return checks.result();
}

/// One step of an IAF from rest: its membrane is the input, the gradient of its spikes the slope there.
CaseResult runOneStep(const GoldenCase& golden, bool slope)
{
    ParamMap params{{"spike_threshold", golden.params["spike_threshold"].real(1.0)}};
    if (slope)
        addSlope(params, golden.call.substr(0, golden.call.find(')') + 1));
    else
        params["spike_fn"] = golden.id.find("Single") != std::string::npos ? "single" : "multi";
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const auto ran = [&](double shift) {
            const at::Tensor v = (golden.input("v") + shift).to(type).requires_grad_();
            const auto module = makeModule("neuron.sinabs_iaf", params, Tensors{v.view({1, 1, -1})});
            overrideTensors(*module, {}, type);
            const at::Tensor y = runWhole(*module, {v.view({1, 1, -1})}).at(0).view({-1});
            if (!slope)
                return y.detach();
            y.sum().backward();
            return v.grad();
        };
        at::Tensor best = ran(0.0);
        if (slope) {   // beside a kink the library's rounding decides: both sides count
            const at::Tensor expected = golden.output("y").to(type);
            for (const double shift : {-1e-6, 1e-6}) {
                const at::Tensor other = ran(shift);
                const at::Tensor kink = (best - expected).abs().gt(0.01);
                best = at::where(kink.logical_and((other - expected).abs().lt((best - expected).abs())), other, best);
            }
            checks.analog("y", best);
        } else {
            checks.spikes("y", best);
        }
    });
    return checks.result();
}

std::vector<std::int64_t> pairOf(const std::vector<std::int64_t>& values)
{
    return values.size() == 1 ? std::vector<std::int64_t>{values[0], values[0]} : values;
}

/// "pad1", "stride=2", "bias" of a layer in a list of layers. @throws Skip for what no node has.
void addWord(ParamMap& params, const std::string& layer, const std::string& word)
{
    static const std::map<std::string, std::string> names{{"pad", "padding"}, {"padding", "padding"}, {"stride", "stride"},
                                                          {"dil", "dilation"}, {"dilation", "dilation"}};
    if (word == "bias" || word == "no bias")
        return;   // the arrays tell
    static const std::regex setting("([a-z]+) *=? *([0-9]+)");
    std::smatch found;
    if (!std::regex_match(word, found, setting))
        throw Skip{layer + " has no setting " + word};
    if (found[1] == "groups")
        params["groups"] = std::int64_t(std::stoll(found[2]));
    else if (const auto name = names.find(found[1]); name != names.end())
        params[name->second] = pairOf({std::stoll(found[2])});
    else
        throw Skip{layer + " has no setting " + word};
}

/// "SumPool2d(3, stride=2)".
CaseResult runSumPool(const GoldenCase& golden)
{
    const CallText call = CallText::of(golden.call);
    const char* const names[] = {"kernel_size", "stride", "ceil_mode"};
    ParamMap params;
    for (std::size_t i = 0; i < 3; ++i)
        if (const std::string value = call.argument(i, names[i]); !value.empty())
            params[names[i]] = i == 2 ? plainValue(value) : ParamValue(wholePair(value));
    if (!params.count("kernel_size"))
        throw Skip{"the call does not tell the window"};
    return runLayer(golden, "layer.sum_pool2d", params, false);
}

CaseResult runCropping(const GoldenCase& golden)
{
    const std::vector<std::int64_t> rows = golden.params.at("cropping").item(0).integers(),
                                    columns = golden.params.at("cropping").item(1).integers();
    return runLayer(golden, "layer.cropping2d",
                    {{"top", rows.at(0)}, {"bottom", rows.at(1)}, {"left", columns.at(0)}, {"right", columns.at(1)}},
                    false);
}

/// Time is the first axis; the sample axis that our sequences have is put in.
CaseResult runSpikingMaxPool(const GoldenCase& golden)
{
    ParamMap params{{"pool_size", pairOf(golden.params.at("pool").integers())}};
    if (golden.params["strides"])
        params["strides"] = pairOf(golden.params["strides"].integers());
    if (golden.params["padding"]) {
        const std::vector<std::int64_t> border = golden.params["padding"].integers();
        const char* const names[] = {"left", "right", "top", "bottom"};
        for (std::size_t i = 0; i < 4; ++i)
            params[names[i]] = border.at(i);
    }
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).unsqueeze(1);
        const auto module = makeModule("layer.spiking_max_pool2d", params, Tensors{x});
        const at::Tensor y = runWhole(*module, {x}).at(0);
        checks.spikes("y", y.squeeze(1));
        checkAdvance(checks, *module, {x}, {y}, true);
    });
    return checks.result();
}

/// A converted network as the case's text lists it: every ReLU becomes an IAF that subtracts, bounded at -1.
CaseResult runConverted(const GoldenCase& golden)
{
    std::vector<std::string> names;   // "Conv2d(4,3,3,no bias)" is one, spaces inside included
    int depth = 0;
    names.emplace_back();
    for (const char c : golden.params.at("layers").text()) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (c == ' ' && depth == 0)
            names.emplace_back();
        else
            names.back() += c;
    }
    const std::map<std::string, at::Tensor> arrays = golden.arrays();
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const auto run = [&](at::Tensor x, bool spiking) {
            for (std::size_t i = 0; i < names.size(); ++i) {
                const std::string& name = names[i];
                const CallText call = CallText::of(name);
                const std::string prefix = std::to_string(i) + ".";
                std::map<std::string, at::Tensor> own;
                for (const char* part : {"weight", "bias"})
                    if (arrays.count(prefix + part))
                        own[part] = arrays.at(prefix + part);
                const bool bias = own.count("bias") != 0;
                std::string id;
                ParamMap params;
                if ((call.name == "Conv2d" || call.name == "Linear") && !own.count("weight"))
                    throw Skip{"layer " + std::to_string(i) + " has no weight"};
                if (call.name == "Conv2d") {
                    id = "layer.conv2d";
                    params = {{"out_channels", own.at("weight").size(0)},
                              {"kernel_size", std::vector<std::int64_t>{own.at("weight").size(2), own.at("weight").size(3)}},
                              {"bias", bias}};
                    for (std::size_t word = 3; word < call.places.size(); ++word)   // after channels and kernel
                        addWord(params, call.name, call.places[word]);
                } else if (call.name == "SumPool2d" || call.name == "AvgPool2d") {
                    id = call.name == "SumPool2d" ? "layer.sum_pool2d" : "layer.avg_pool2d";
                    params = {{"kernel_size", wholePair(call.argument(0, "kernel_size"))}};
                    for (std::size_t word = 1; word < call.places.size(); ++word)
                        addWord(params, call.name, call.places[word]);
                } else if (name == "Flatten") {
                    id = "layer.flatten";
                } else if (call.name == "Linear") {
                    id = "layer.linear";
                    params = {{"out_features", own.at("weight").size(0)}, {"bias", bias}};
                } else if (name == "ReLU" && spiking) {
                    id = "neuron.sinabs_iaf";
                    params = {{"min_v_mem", -1.0}};
                } else if (name == "ReLU") {
                    x = x.relu();
                    continue;
                } else {
                    throw Skip{"no layer " + name};
                }
                const auto module = makeModule(id, params, Tensors{x});
                overrideTensors(*module, own, type);
                x = runWhole(*module, {x}).at(0);
            }
            return x;
        };
        const at::Tensor y = run(golden.input("spikes").to(type).unsqueeze(1), true).squeeze(1);
        isWhole(golden.output("y")) ? checks.spikes("y", y) : checks.analog("y", y);   // it may end in weights
        checks.analog("analog_out", run(golden.input("analog").to(type).unsqueeze(0), false).squeeze(0));
    });
    return checks.result();
}

} // namespace

CaseResult runSinabs(const GoldenCase& golden)
{
    static const std::map<std::string, std::string> neurons{{"IAF", "neuron.sinabs_iaf"},
                                                            {"LIF", "neuron.sinabs_lif"},
                                                            {"ALIF", "neuron.sinabs_alif"},
                                                            {"ExpLeak", "neuron.sinabs_exp_leak"},
                                                            {"IAFRecurrent", "neuron.sinabs_iaf_recurrent"},
                                                            {"LIFRecurrent", "neuron.sinabs_lif_recurrent"},
                                                            {"ALIFRecurrent", "neuron.sinabs_alif_recurrent"}};
    const auto neuron = neurons.find(golden.kind());
    if (neuron != neurons.end())
        return runNeuron(golden, neuron->second);
    if (golden.isKind("SumPool2d"))
        return runSumPool(golden);
    if (golden.isKind("Cropping2d"))
        return runCropping(golden);
    if (golden.isKind("SpikingMaxPooling2d"))
        return runSpikingMaxPool(golden);
    if (golden.isKind("NeuromorphicReLU"))
        return runLayer(golden, "layer.neuromorphic_relu", {{"quantize", golden.params["quantize"].flag(true)}}, false);
    if (golden.isKind("QuantizeLayer"))
        return runLayer(golden, "layer.quantize", {}, true);
    if (golden.isKind("surrogate"))
        return runOneStep(golden, true);
    if (golden.isKind("spike_fn"))
        return runOneStep(golden, false);
    if (golden.isKind("from_model"))
        return runConverted(golden);
    if (golden.isKind("Img2SpikeLayer"))
        return runImageToSpikes(golden);
    if (golden.isKind("Sig2SpikeLayer"))
        return runSignalToSpikes(golden);
    throw Skip{"sinabs " + golden.kind() + " is not one of these nodes"};
}

CaseResult runSinabsV020(const GoldenCase& golden)
{
    const std::string id = "neuron.sinabs_spiking_layer";
    const bool layer = golden.isKind("SpikingLayer");
    if (!layer && !golden.isKind("threshold_subtract") && !golden.isKind("threshold_reset"))
        throw Skip{"sinabs 0.2 " + golden.kind() + " is not one of these nodes"};
    ParamMap params = paramsFrom(id, golden.params, {});
    if (!layer) {   // the function of one step from rest
        params["threshold_low"] = std::monostate{};
        params["membrane_reset"] = golden.isKind("threshold_reset");
    }
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        const at::Tensor sequence = layer ? x : x.view({1, 1, -1});
        const auto module = makeModule(id, params, Tensors{sequence});
        module->keepStates(true);
        const at::Tensor y = runWhole(*module, {sequence}).at(0);
        (y.view(x.sizes()) * golden.input("w").to(type)).sum().backward();
        checks.spikes("y", y.view(x.sizes()));
        checks.gradient("x", x.grad());
        if (golden.hasOutput("state_last"))
            checks.analog("state_last", module->stateSequence("state").select(0, x.size(0) - 1).detach());
        module->keepStates(false);
        checkAdvance(checks, *module, {sequence.detach()}, {y.detach()}, true);
    });
    return checks.result();
}

} // namespace spw::engine::golden
