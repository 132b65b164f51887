// SPDX-License-Identifier: GPL-3.0-or-later
#define SPW_LEVEL level_cuda_half
#include "kernels/cuda/neuron_driver.cuh"

namespace spw::kernels {

void forwardCudaHalf(const NeuronModel& m, const ForwardBuffers& b, cudaStream_t stream)
{
    forwardOf<float, __half>(m, b, stream);
}

void backwardCudaHalf(const NeuronModel& m, const BackwardBuffers& b, cudaStream_t stream, double* sums)
{
    backwardOf<float, __half>(m, b, stream, sums);
}

} // namespace spw::kernels
