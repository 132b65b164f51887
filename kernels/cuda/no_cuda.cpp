// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the place of the .cu files in builds without CUDA.
#include "kernels/cuda/no_cuda.h"

#include "kernels/cuda/neuron_cuda.h"

namespace spw::kernels {

bool cudaUsable(std::string* reason)
{
    if (reason)
        *reason = kNoCuda;
    return false;
}

std::string cudaDeviceName(int) { refuseCuda(); }
void forwardCuda(const NeuronModel&, const ForwardBuffers&, int, CUstream_st*) { refuseCuda(); }
void backwardCuda(const NeuronModel&, const BackwardBuffers&, int, CUstream_st*, double*) { refuseCuda(); }
void forwardCuda(const SequenceModel&, const SequenceForward&, int, CUstream_st*) { refuseCuda(); }
void backwardCuda(const SequenceModel&, const SequenceBackward&, int, CUstream_st*) { refuseCuda(); }
void* cudaTake(std::size_t) { refuseCuda(); }
void cudaGive(void*) {}
void cudaCopyIn(void*, const void*, std::size_t) { refuseCuda(); }
void cudaCopyOut(void*, const void*, std::size_t) { refuseCuda(); }
void cudaCopyWithin(void*, const void*, std::size_t) { refuseCuda(); }
double cudaSeconds(const std::function<void()>&) { refuseCuda(); }

} // namespace spw::kernels
