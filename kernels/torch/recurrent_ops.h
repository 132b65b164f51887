// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/sequence_ops.h"

namespace spw::ops {

/// A layer of neurons that feeds its own output of the step before back through a weight matrix:
/// input[t] = x[t] + y[t-1] weight^T (+ bias). Any neuron of sequence_list.h with one input and one output.
/// One matrix product and one kernel step for each time step, forward and backward; the gradient of the weight is one
/// product over all steps.
struct RecurrentOutput {
    SequenceOutput sequence;   // one output; state and stateSeq as in runSequence
    at::Tensor last;           // output of the last step, for the call that goes on from here
};

/// @param x       [T, N, ...] float32 or float64.   @param weight  [M, M], M numbers in x[0, 0].
/// @param bias    [M] or undefined.
/// @param last    output before the first step, like x[0]; undefined: zeros.
RecurrentOutput runRecurrent(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                             const at::Tensor& last, const std::vector<at::Tensor>& state,
                             const std::vector<at::Tensor>& learnables, const SequenceConfig& config);

} // namespace spw::ops
