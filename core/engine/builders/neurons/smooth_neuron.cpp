// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/neurons/smooth_neuron.h"

#include "core/base/error.h"
#include "core/engine/formula.h"
#include "kernels/torch/aten.h"

#include <map>

namespace spw::engine {

namespace {

/// H of V and X in the names of the neuron's parameters; r is the rest, k the share that ParametricLIF learns.
const char* chargeOf(const std::string& neuron, bool decayInput)
{
    if (neuron == "neuron.if")
        return "v + x";
    if (neuron == "neuron.lif")
        return decayInput ? "v + (x - (v - r)) / tau" : "v - (v - r) / tau + x";
    if (neuron == "neuron.parametric_lif")
        return decayInput ? "v + (x - (v - r)) * k" : "v - (v - r) * k + x";
    if (neuron == "neuron.qif")
        return "v + (x + a0 * (v - v_rest) * (v - v_c)) / tau";
    if (neuron == "neuron.eif")
        return "v + (x - (v - v_rest) + delta_T * exp((v - theta_rh) / delta_T)) / tau";
    throw Error("It can only send spikes.", neuron, "Switch 'Spikes' on.");
}

} // namespace

SmoothOutput runSmooth(const ops::NeuronConfig& config, const at::Tensor& x, const at::Tensor& state,
                       const at::Tensor& learnable)
{
    const auto number = [&](const char* name, double otherwise) {
        const auto found = config.params.find(name);
        return found == config.params.end() ? otherwise : found->second;
    };
    static const std::vector<std::string> names{"v", "x", "r", "k", "tau", "a0", "v_rest", "v_c", "delta_T", "theta_rh"};
    const Expression charge = Expression::parse(chargeOf(config.neuron, number("decay_input", 1.0) != 0.0), names);
    const bool hard = config.params.count("v_reset") != 0;
    const double threshold = number("v_threshold", 1.0), rest = number("v_reset", 0.0);
    at::Tensor v = state.defined() ? state : at::full(x.sizes().slice(1), rest, x.options());
    if (v.sizes() != x.sizes().slice(1))
        throw Error("The input has another batch size or shape than the one before it.", config.neuron,
                    "Reset the network between batches of different sizes.");
    const FormulaValue share = learnable.defined() ? FormulaValue(learnable.sigmoid().to(x.scalar_type())) : FormulaValue(0.0);
    std::vector<at::Tensor> sent, membrane;
    for (std::int64_t t = 0; t < x.size(0); ++t) {
        std::vector<FormulaValue> values{v, x[t], rest, share};
        for (std::size_t i = values.size(); i < names.size(); ++i)
            values.push_back(number(names[i].c_str(), 0.0));
        const at::Tensor h = evaluate(charge, values, v);
        const at::Tensor y = ops::surrogatePrimitive(h - threshold, config.surrogate, config.surrogateParams, threshold);
        const at::Tensor s = config.detachReset ? y.detach() : y;
        v = hard ? h * (1.0 - s) + s * rest : h - s * threshold;
        sent.push_back(y);
        membrane.push_back(v);
    }
    if (sent.empty())
        return {at::empty_like(x), v, at::empty_like(x)};
    return {at::stack(sent), v, at::stack(membrane)};
}

ops::SequenceOutput runSmoothSequence(const ops::SequenceConfig& config, const at::Tensor& x, const std::vector<at::Tensor>& state,
                                      const std::vector<at::Tensor>& learnables)
{
    const auto number = [&](const char* name, double otherwise) {
        const auto found = config.params.find(name);
        return found == config.params.end() ? otherwise : found->second;
    };
    const std::string& id = config.neuron;
    const bool gains = id == "neuron.klif", adapts = id == "neuron.adaptive" || id == "neuron.izhikevich";
    if (!gains && !adapts && id != "neuron.clif")
        throw Error("It can only send spikes.", id, "Switch 'Spikes' on.");
    const bool hard = config.params.count("v_reset") != 0, detach = number("detach_reset", 0) != 0, undo = number("scale_reset", 0) != 0;
    const double threshold = number("v_threshold", 1.0), rest = number("v_reset", 0.0), tau = number("tau", 1.0);
    const at::IntArrayRef sizes = x.sizes().slice(1);
    std::vector<at::Tensor> now = state;
    if (now.empty()) {
        now.push_back(at::full(sizes, rest, x.options()));
        if (!gains)
            now.push_back(at::full(sizes, adapts ? number("w_rest", 0.0) : 0.0, x.options()));
    }
    if (now[0].sizes() != sizes)
        throw Error("The input has another batch size or shape than the one before it.", id,
                    "Reset the network between batches of different sizes.");
    const at::Tensor k = gains ? learnables.at(0).to(x.scalar_type()) : at::Tensor();
    std::vector<at::Tensor> sent;
    std::vector<std::vector<at::Tensor>> sequences(now.size());
    for (std::int64_t t = 0; t < x.size(0); ++t) {
        const at::Tensor v = now[0];
        at::Tensor h;
        if (gains) {
            const at::Tensor leak = v - rest;
            h = ((number("decay_input", 1) != 0 ? v + (x[t] - leak) / tau : v - leak / tau + x[t]) * k).relu();
        } else if (id == "neuron.clif") {
            now[1] = now[1] * number("c_decay", 0.5) + x[t];
            h = v * number("v_decay", 0.75) + now[1];
        } else if (id == "neuron.adaptive") {
            h = v + x[t] - now[1];
        } else {
            h = v + (x[t] + number("a0", 1) * (v - number("v_rest", 0)) * (v - number("v_c", 0)) - now[1]) / tau;
        }
        const at::Tensor y = ops::surrogatePrimitive(h - threshold, config.surrogate, config.surrogateParams, threshold);
        const at::Tensor s = detach ? y.detach() : y, kept = gains && undo && hard ? h / k : h;
        now[0] = hard ? kept * (1.0 - s) + (adapts ? y : s) * rest : kept - s * threshold;   // the jump to v_reset is never detached there
        if (gains && undo && !hard)
            now[0] = now[0] / k;
        if (adapts)
            now[1] = now[1] + (number("a", 0) * (h - number("v_rest", 0)) - now[1]) / number("tau_w", 1) + number("b", 0) * y;
        sent.push_back(y);
        for (std::size_t i = 0; i < now.size(); ++i)
            sequences[i].push_back(now[i]);
    }
    ops::SequenceOutput out;
    out.outputs = {sent.empty() ? at::empty_like(x) : at::stack(sent)};
    out.state = now;
    for (const std::vector<at::Tensor>& list : sequences)
        out.stateSeq.push_back(list.empty() ? at::empty_like(x) : at::stack(list));
    return out;
}

} // namespace spw::engine
