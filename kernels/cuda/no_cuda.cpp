// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the place of the .cu files where there is no CUDA compiler.
#include "kernels/cuda/neuron_cuda.h"

#include <stdexcept>

namespace spw::kernels {

namespace {

constexpr const char* kReason = "This build has no CUDA kernels: no CUDA compiler was found when it was configured.";
[[noreturn]] void refuse() { throw std::runtime_error(kReason); }

} // namespace

bool cudaUsable(std::string* reason)
{
    if (reason)
        *reason = kReason;
    return false;
}

std::string cudaDeviceName(int) { refuse(); }
void forwardCuda(const NeuronModel&, const ForwardBuffers&, int, CUstream_st*) { refuse(); }
void backwardCuda(const NeuronModel&, const BackwardBuffers&, int, CUstream_st*, double*) { refuse(); }
void forwardCuda(const SequenceModel&, const SequenceForward&, int, CUstream_st*) { refuse(); }
void backwardCuda(const SequenceModel&, const SequenceBackward&, int, CUstream_st*) { refuse(); }
void* cudaTake(std::size_t) { refuse(); }
void cudaGive(void*) {}
void cudaCopyIn(void*, const void*, std::size_t) { refuse(); }
void cudaCopyOut(void*, const void*, std::size_t) { refuse(); }
void cudaCopyWithin(void*, const void*, std::size_t) { refuse(); }
double cudaSeconds(const std::function<void()>&) { refuse(); }

} // namespace spw::kernels
