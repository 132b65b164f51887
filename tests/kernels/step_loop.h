// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/neuron_ops.h"

namespace spw::test {

/// The same neuron as a loop of plain LibTorch operations, differentiated by autograd: slow and independent of the
/// kernels. The spike's own derivative is written with tensor operations from the formulas of models.md section 2.
ops::NeuronOutput runStepLoop(const at::Tensor& x, const std::vector<at::Tensor>& state,
                              const std::vector<at::Tensor>& learnables, const ops::NeuronConfig& config);

} // namespace spw::test
