// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/check/kernel_check.h"
#include "kernels/check/place.h"
#include "kernels/sequence_kernels.h"

namespace spw::kernels {

/// Checks one neuron of sequence_list.h with one surrogate, in every variant of typicalValues(), both number types and
/// (on the CPU) every instruction set:
/// * every result of both passes against the functor run one number at a time, neuron by neuron;
/// * the functor's `back` against finite differences of its `step`, in double precision, wherever that is smooth. With
///   the slope set to 0 that is every path but the surrogate's own. Not for those of standInGradient().
void checkSequenceNeuron(const SequenceInfo& neuron, std::string_view surrogate, const Place& place, bool quick,
                         CheckReport& report);

} // namespace spw::kernels
