// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/neuron_kernels.h"

#include <cuda_runtime.h>

namespace spw::kernels {

/// @throws std::runtime_error "CUDA refused <what>: <CUDA's words>" unless the call went well.
void checkCuda(cudaError_t code, const char* what);

/// Memory for one set of sums per block of a launch, and their total.
class BlockSums {
public:
    BlockSums(unsigned blocks, cudaStream_t stream);
    ~BlockSums();
    BlockSums(const BlockSums&) = delete;
    BlockSums& operator=(const BlockSums&) = delete;
    double* data() const { return m_data; }
    /// Waits for the stream and adds the blocks up in order, so that the result repeats. Nothing without blocks.
    void addTo(double* sums) const;

private:
    unsigned m_blocks;
    cudaStream_t m_stream;
    double* m_data = nullptr;
};

/// The passes of one number type, each compiled in a file of its own. Half: sequences of float16, computed in float32.
void forwardCudaFloat(const NeuronModel&, const ForwardBuffers&, cudaStream_t);
void forwardCudaDouble(const NeuronModel&, const ForwardBuffers&, cudaStream_t);
void forwardCudaHalf(const NeuronModel&, const ForwardBuffers&, cudaStream_t);
void backwardCudaFloat(const NeuronModel&, const BackwardBuffers&, cudaStream_t, double* sums);
void backwardCudaDouble(const NeuronModel&, const BackwardBuffers&, cudaStream_t, double* sums);
void backwardCudaHalf(const NeuronModel&, const BackwardBuffers&, cudaStream_t, double* sums);

} // namespace spw::kernels
