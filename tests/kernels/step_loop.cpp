// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/step_loop.h"

#include "kernels/torch/aten.h"

#include <torch/csrc/autograd/custom_function.h>

#include <cmath>
#include <stdexcept>

namespace spw::test {

namespace {

constexpr double kPi = 3.14159265358979323846;

at::Tensor slopeOf(const at::Tensor& x, const std::string& id, double alpha)
{
    if (id == "sigmoid") {
        const at::Tensor s = x.mul(alpha).sigmoid();
        return s.mul(1 - s).mul(alpha);
    }
    if (id == "atan")
        return alpha / 2 / (1 + x.mul(kPi * alpha / 2).square());
    if (id == "piecewise_quadratic")
        return (alpha - x.abs().mul(alpha * alpha)).clamp_min(0);
    if (id == "erf")
        return x.mul(alpha).square().neg().exp().mul(alpha / std::sqrt(kPi));
    throw std::invalid_argument("step_loop.cpp has no surrogate " + id);
}

struct Spike : torch::autograd::Function<Spike> {
    static at::Tensor forward(torch::autograd::AutogradContext* ctx, const at::Tensor& x, const std::string& id,
                              double alpha)
    {
        ctx->save_for_backward({x});
        ctx->saved_data["id"] = id;
        ctx->saved_data["alpha"] = alpha;
        return x.ge(0).to(x.scalar_type());
    }
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx,
                                                   torch::autograd::variable_list grads)
    {
        return {grads[0] * slopeOf(ctx->get_saved_variables()[0], ctx->saved_data["id"].toStringRef(),
                                   ctx->saved_data["alpha"].toDouble()),
                at::Tensor(), at::Tensor()};
    }
};

at::Tensor charge(const at::Tensor& v, const at::Tensor& x, const std::vector<at::Tensor>& learnables,
                  const ops::NeuronConfig& config)
{
    if (config.neuron == "neuron.if")
        return v + x;
    const auto number = [&](const char* name) { return config.params.at(name); };
    if (config.neuron == "neuron.qif")
        return v + (x + number("a0") * (v - number("v_rest")) * (v - number("v_c"))) / number("tau");
    if (config.neuron == "neuron.eif")
        return v + (x - (v - number("v_rest")) +
                    number("delta_T") * ((v - number("theta_rh")) / number("delta_T")).exp()) / number("tau");
    const auto reset = config.params.find("v_reset");
    const at::Tensor leak = v - (reset == config.params.end() ? 0.0 : reset->second);
    const bool decayInput = config.params.at("decay_input") != 0.0;
    const at::Tensor rate = config.neuron == "neuron.lif" ? at::scalar_tensor(1.0 / config.params.at("tau"), x.options())
                                                          : learnables.at(0).sigmoid();
    if (config.neuron == "neuron.lif" || config.neuron == "neuron.parametric_lif")
        return decayInput ? v + (x - leak) * rate : v - leak * rate + x;
    throw std::invalid_argument("step_loop.cpp has no neuron " + config.neuron);
}

} // namespace

ops::NeuronOutput runStepLoop(const at::Tensor& x, const std::vector<at::Tensor>& state,
                              const std::vector<at::Tensor>& learnables, const ops::NeuronConfig& config)
{
    const double threshold = config.params.at("v_threshold");
    const auto reset = config.params.find("v_reset");
    const bool soft = reset == config.params.end();
    at::Tensor v = state.empty() ? at::full_like(x[0], soft ? 0.0 : reset->second) : state[0].expand_as(x[0]);
    std::vector<at::Tensor> spikes, vs;
    for (const at::Tensor& input : x.unbind(0)) {
        const at::Tensor h = charge(v, input, learnables, config);
        const at::Tensor s = Spike::apply(h - threshold, config.surrogate, config.surrogateParams.at("alpha"));
        const at::Tensor forReset = config.detachReset ? s.detach() : s;
        v = soft ? h - threshold * forReset : h * (1 - forReset) + reset->second * forReset;
        spikes.push_back(s);
        vs.push_back(v);
    }
    return {at::stack(spikes), at::stack(vs), {v}};
}

} // namespace spw::test
