// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/neuron_ops.h"
#include "kernels/torch/sequence_ops.h"

#include <ATen/core/Tensor.h>

namespace spw::engine {

struct SmoothOutput {
    at::Tensor y, v, vSeq;   // what is sent; membrane after the last step and after each
};

/// A charge-fire-reset neuron that sends the primitive of its surrogate instead of spikes (`spiking` off): everything is
/// smooth, so automatic differentiation gives the exact gradient. Step by step, for finding mistakes.
/// @param state      undefined: from rest.
/// @param learnable  the one that the neuron has, or undefined.
SmoothOutput runSmooth(const ops::NeuronConfig& config, const at::Tensor& x, const at::Tensor& state,
                       const at::Tensor& learnable);

/// The same for KLIF, the adaptive neurons and CLIF; as ops::runSequence. State sequences are always made.
ops::SequenceOutput runSmoothSequence(const ops::SequenceConfig& config, const at::Tensor& x, const std::vector<at::Tensor>& state,
                                      const std::vector<at::Tensor>& learnables);

} // namespace spw::engine
