// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/sequence_kernels.h"

/// What the compile units of one instruction set define. `large`: the outputs do not fit the cache, so stores should
/// bypass it.
namespace spw::kernels {

using SequenceForwardPass = void (*)(const SequenceModel&, const SequenceForward&, std::int64_t begin,
                                     std::int64_t end, bool large);
using SequenceBackwardPass = void (*)(const SequenceModel&, const SequenceBackward&, std::int64_t begin,
                                      std::int64_t end, bool large);

} // namespace spw::kernels
