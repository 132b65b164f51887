// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/named_values.h"
#include "kernels/torch/aten.h"

#include <map>
#include <string>
#include <vector>

/// Spiking neurons as LibTorch functions: all time steps in one fused pass, with gradients.
///
/// Example: 16 steps of a LIF layer.
///     NeuronConfig lif{.neuron = "neuron.lif",
///                      .params = {{"tau", 2.0}, {"v_threshold", 1.0}, {"v_reset", 0.0}, {"decay_input", 1.0}},
///                      .surrogate = "atan", .detachReset = true};
///     NeuronOutput out = runNeuron(x, {}, {}, lif);         // x [16, N, ...]
///     NeuronOutput more = runNeuron(x2, out.state, {}, lif);  // goes on where it stopped
namespace spw::ops {

/// Which neuron to run; ids as in kernels/dynamics/neuron_list.h and kernels/surrogate/surrogate_list.h.
struct NeuronConfig {
    std::string neuron = "neuron.lif";
    std::map<std::string, double> params;   // booleans as 0 or 1; without "v_reset" the reset is soft
    std::string surrogate = "sigmoid";
    std::map<std::string, double> surrogateParams;   // "alpha", ...; the surrogate's own where absent
    bool detachReset = false;               // no gradient through the reset
    bool storeV = false;                    // fill NeuronOutput::vSeq
};

struct NeuronOutput {
    at::Tensor spikes;               // like x, 0 or 1
    at::Tensor vSeq;                 // like x: membrane after reset; undefined unless storeV
    std::vector<at::Tensor> state;   // final state variables, like x[0]; the first is the membrane
};

/// Runs all steps of `x`.
///
/// @param x           [T, N, ...] float32, float64, float16 or bfloat16, CPU or (where compiled) CUDA. Any dense layout
///                    with time outermost is used as it is, so channels-last stays channels-last; others are copied.
///                    16-bit input is computed in float32: the spikes are those of the same numbers in float32; spikes,
///                    vSeq and the gradient of x are of its type, what backward needs is kept in float16, states are
///                    float32.
/// @param state       initial state variables, shaped like x[0] or broadcastable to it; empty: the reset value.
/// @param learnables  one single-element tensor for each of learnableSpecs().
/// @return  spikes and states. Gradients flow to x, state and learnables from all of them; if none of those needs a
///          gradient, nothing is kept for a backward pass. Second derivatives are refused.
/// @throws c10::Error for wrong shapes or types; std::invalid_argument for wrong ids or parameters.
/// Source of the equations: models.md 0.7, 0.8, N01-N03, checked against SpikingJelly.
NeuronOutput runNeuron(const at::Tensor& x, const std::vector<at::Tensor>& state,
                       const std::vector<at::Tensor>& learnables, const NeuronConfig& config);

/// Number of state variables of a neuron. @throws std::invalid_argument for an unknown id.
int stateCount(const std::string& neuron);

/// Name and initial value of each learnable scalar, from the parameters of the configuration.
std::vector<kernels::LearnableSpec> learnableSpecs(const std::string& neuron,
                                                   const std::map<std::string, double>& params);

/// True if runNeuron also runs on CUDA tensors in this build.
bool hasCudaNeurons();

/// Smooth primitive g(x) of a surrogate (differentiable, with g' as gradient) and its derivative g'(x), elementwise.
/// @param x  membrane minus threshold, floating point, any shape, CPU or CUDA (computed on the CPU).
/// @param params     its numbers by name; its own where absent.
/// @param threshold  of the neuron, for surrogates that scale with it.
at::Tensor surrogatePrimitive(const at::Tensor& x, const std::string& id,
                              const std::map<std::string, double>& params = {}, double threshold = 1.0);
at::Tensor surrogateDerivative(const at::Tensor& x, const std::string& id,
                               const std::map<std::string, double>& params = {}, double threshold = 1.0);

} // namespace spw::ops
