// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the place of srm_cuda.cu where there is no CUDA compiler.
#include "kernels/srm/srm.h"

#include <stdexcept>

namespace spw::kernels {

namespace {

[[noreturn]] void refuse()
{
    throw std::runtime_error("This build has no CUDA kernels: no CUDA compiler was found when it was configured.");
}

} // namespace

void pspForwardCuda(const AlphaKernel&, double, const PspBuffers&, int, CUstream_st*) { refuse(); }
void pspBackwardCuda(const AlphaKernel&, double, const PspBuffers&, int, CUstream_st*) { refuse(); }
void srmForwardCuda(const SrmModel&, const SrmBuffers&, int, CUstream_st*) { refuse(); }
void srmBackwardCuda(const SrmModel&, const SrmGradient&, int, CUstream_st*) { refuse(); }
void firFilterCuda(const FirBuffers&, std::int64_t, int, CUstream_st*) { refuse(); }
void loihiForwardCuda(const LoihiModel&, const LoihiBuffers&, int, CUstream_st*) { refuse(); }

} // namespace spw::kernels
