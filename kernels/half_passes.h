// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/neuron_kernels.h"

namespace spw::kernels {

/// The passes of neuron_kernels.h over sequences of 16-bit numbers: pieces that stay in cache are turned into float32,
/// run through the float32 pass and turned back. So every neuron and surrogate has them without being compiled again.
void forwardHalfCpu(const NeuronModel& model, const ForwardBuffers& buffers, std::int64_t begin, std::int64_t end);
void backwardHalfCpu(const NeuronModel& model, const BackwardBuffers& buffers, std::int64_t begin, std::int64_t end,
                     double* gradLearnables);

} // namespace spw::kernels
