// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/named_values.h"
#include "kernels/torch/aten.h"

#include <string>
#include <vector>

/// The neurons of kernels/dynamics/sequence_list.h as LibTorch functions: all time steps in one fused pass, with
/// gradients.
///
/// Example: 16 steps of a KLIF layer.
///     SequenceConfig klif{.neuron = "neuron.klif",
///                         .params = {{"tau", 2.0}, {"v_threshold", 1.0}, {"v_reset", 0.0}}, .surrogate = "atan"};
///     at::Tensor k = at::ones({1}).set_requires_grad(true);
///     SequenceOutput out = runSequence({x}, {}, {k}, klif);            // x [16, N, ...]
///     SequenceOutput more = runSequence({x2}, out.state, {k}, klif);   // goes on where it stopped
namespace spw::ops {

struct SequenceConfig {
    std::string neuron;
    kernels::NamedValues params;            // booleans as 0 or 1; without "v_reset" the reset is soft
    std::string surrogate = "sigmoid";      // not read by neurons that have a slope of their own
    kernels::NamedValues surrogateParams;   // "alpha", ...; the surrogate's own where absent
    bool keepStates = false;                // fill SequenceOutput::stateSeq
};

struct SequenceOutput {
    std::vector<at::Tensor> outputs;    // like x
    std::vector<at::Tensor> state;      // final state variables, like x[0]
    std::vector<at::Tensor> stateSeq;   // like x: each state variable after each step; empty unless keepStates
};

/// Runs all steps.
///
/// @param inputs      [T, N, ...] float32, float64, float16 or bfloat16, CPU or (where compiled) CUDA, all of one shape
///                    and type. Any dense layout with time outermost is used as it is, so channels-last stays
///                    channels-last. 16 bits are computed in float32; then sequences are of the type of the inputs,
///                    states float32.
/// @param state       initial state variables, shaped like x[0] or broadcastable to it; empty: the reset values.
/// @param learnables  one tensor for each of sequenceLearnables(), broadcastable to x[0]: a scalar for the layer,
///                    [C, 1, 1] for each channel of pictures, or one value for each neuron.
/// @return  Gradients flow to inputs, state and learnables from all results; if none of those needs a gradient,
///          nothing is kept for a backward pass. Second derivatives are refused.
/// @throws c10::Error for wrong shapes or types; std::invalid_argument for wrong ids or parameters.
SequenceOutput runSequence(const std::vector<at::Tensor>& inputs, const std::vector<at::Tensor>& state,
                           const std::vector<at::Tensor>& learnables, const SequenceConfig& config);

} // namespace spw::ops
