// SPDX-License-Identifier: GPL-3.0-or-later
#define SPW_LEVEL level_cuda_float
#include "kernels/cuda/neuron_driver.cuh"

namespace spw::kernels {

void forwardCudaFloat(const NeuronModel& m, const ForwardBuffers& b, cudaStream_t stream)
{
    forwardOf<float>(m, b, stream);
}

void backwardCudaFloat(const NeuronModel& m, const BackwardBuffers& b, cudaStream_t stream, double* sums)
{
    backwardOf<float>(m, b, stream, sums);
}

} // namespace spw::kernels
