// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the place of stdp_cuda.cu in builds without CUDA.
#include "kernels/cuda/no_cuda.h"
#include "kernels/plasticity/stdp_cuda.h"

namespace spw::kernels {

void stdpStepsCuda(const StdpRule&, const StdpLayer&, const float*, const float*, std::int64_t, CUstream_st*)
{
    refuseCuda();
}

} // namespace spw::kernels
