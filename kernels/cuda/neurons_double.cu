// SPDX-License-Identifier: GPL-3.0-or-later
#define SPW_LEVEL level_cuda_double
#include "kernels/cuda/neuron_driver.cuh"

namespace spw::kernels {

void forwardCudaDouble(const NeuronModel& m, const ForwardBuffers& b, cudaStream_t stream)
{
    forwardOf<double>(m, b, stream);
}

void backwardCudaDouble(const NeuronModel& m, const BackwardBuffers& b, cudaStream_t stream, double* sums)
{
    backwardOf<double>(m, b, stream, sums);
}

} // namespace spw::kernels
