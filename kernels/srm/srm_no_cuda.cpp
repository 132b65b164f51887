// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the place of srm_cuda.cu in builds without CUDA.
#include "kernels/cuda/no_cuda.h"
#include "kernels/srm/srm.h"

namespace spw::kernels {

void pspForwardCuda(const AlphaKernel&, double, const PspBuffers&, int, CUstream_st*) { refuseCuda(); }
void pspBackwardCuda(const AlphaKernel&, double, const PspBuffers&, int, CUstream_st*) { refuseCuda(); }
void srmForwardCuda(const SrmModel&, const SrmBuffers&, int, CUstream_st*) { refuseCuda(); }
void srmBackwardCuda(const SrmModel&, const SrmGradient&, int, CUstream_st*) { refuseCuda(); }
void firFilterCuda(const FirBuffers&, std::int64_t, int, CUstream_st*) { refuseCuda(); }
void loihiForwardCuda(const LoihiModel&, const LoihiBuffers&, int, CUstream_st*) { refuseCuda(); }

} // namespace spw::kernels
