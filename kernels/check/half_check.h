// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/check/kernel_check.h"
#include "kernels/check/place.h"

namespace spw::kernels {

/// The passes over float16 sequences (and bfloat16 ones where they exist: on the CPU) against the reference on the same
/// rounded numbers. Spikes must be equal; the saved membrane must be near and on its side of the threshold; gradients
/// must be those of that membrane, rounded.
void checkHalf(const NeuronModel& model, const ReferencePass& input, const Place& place, const std::string& name,
               CheckReport& report);

} // namespace spw::kernels
