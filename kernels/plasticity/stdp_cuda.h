// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/plasticity/stdp.h"

struct CUstream_st;

/// stdpDenseStep() on a GPU, all steps in a row. Memory is the device's.
namespace spw::kernels {

/// @param preSpikes, postSpikes  [steps][pre], [steps][post], zeros and ones.
/// @param layer  as for stdpDenseStep(); tracesSlow may be nullptr.
/// @throws std::runtime_error without CUDA, or if it refuses.
void stdpStepsCuda(const StdpRule& rule, const StdpLayer& layer, const float* preSpikes, const float* postSpikes,
                   std::int64_t steps, CUstream_st* stream);

} // namespace spw::kernels
