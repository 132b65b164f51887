// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the place of stdp_cuda.cu where there is no CUDA compiler.
#include "kernels/plasticity/stdp_cuda.h"

#include <stdexcept>

namespace spw::kernels {

void stdpStepsCuda(const StdpRule&, const StdpLayer&, const float*, const float*, std::int64_t, CUstream_st*)
{
    throw std::runtime_error("This build has no CUDA kernels: no CUDA compiler was found when it was configured.");
}

} // namespace spw::kernels
