// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/sequence_kernels.h"

#include <c10/core/Device.h>

namespace spw::ops {

/// Runs a pass where its memory lies: on LibTorch's threads, or on LibTorch's current CUDA stream.
void launchForward(const kernels::NeuronModel& model, const kernels::ForwardBuffers& buffers, c10::Device device);

/// @param sums  receives kMaxLearnables gradient sums. They do not depend on the number of threads.
void launchBackward(const kernels::NeuronModel& model, const kernels::BackwardBuffers& buffers, c10::Device device,
                    double* sums);

/// The same for the neurons of sequence_list.h, whose gradients of learnables are one for each neuron.
void launchForward(const kernels::SequenceModel& model, const kernels::SequenceForward& buffers, c10::Device device);
void launchBackward(const kernels::SequenceModel& model, const kernels::SequenceBackward& buffers, c10::Device device);

} // namespace spw::ops
