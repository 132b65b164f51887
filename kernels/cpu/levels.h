// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/sequence_kernels.h"

/// What the generated compile units define: a forward and a backward pass of one neuron for one instruction set (and,
/// for neurons of neuron_list.h, one number type). `large`: the outputs do not fit the cache, so stores should bypass it.
namespace spw::kernels {

using NeuronForwardPass = void (*)(const NeuronModel&, const ForwardBuffers&, std::int64_t begin, std::int64_t end,
                                   bool large);
using NeuronBackwardPass = void (*)(const NeuronModel&, const BackwardBuffers&, std::int64_t begin, std::int64_t end,
                                    bool large, double* gradLearnables);
using SequenceForwardPass = void (*)(const SequenceModel&, const SequenceForward&, std::int64_t begin,
                                     std::int64_t end, bool large);
using SequenceBackwardPass = void (*)(const SequenceModel&, const SequenceBackward&, std::int64_t begin,
                                      std::int64_t end, bool large);

} // namespace spw::kernels
