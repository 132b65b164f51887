// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cuda/neuron_cuda.h"

#include "kernels/cuda/cuda_error.h"

#include <stdexcept>
#include <vector>

namespace spw::kernels {

void checkCuda(cudaError_t code, const char* what)
{
    if (code != cudaSuccess)
        throw std::runtime_error(std::string("CUDA refused ") + what + ": " + cudaGetErrorString(code) + ".");
}

BlockSums::BlockSums(unsigned blocks, cudaStream_t stream) : m_blocks(blocks), m_stream(stream)
{
    if (m_blocks == 0)
        return;
    const std::size_t bytes = std::size_t(m_blocks) * kMaxLearnables * sizeof(double);
    checkCuda(cudaMallocAsync(reinterpret_cast<void**>(&m_data), bytes, m_stream), "memory for sums");
    checkCuda(cudaMemsetAsync(m_data, 0, bytes, m_stream), "clearing sums");
}

BlockSums::~BlockSums()
{
    if (m_data)
        cudaFreeAsync(m_data, m_stream);
}

void BlockSums::addTo(double* sums) const
{
    if (m_blocks == 0)
        return;
    std::vector<double> parts(std::size_t(m_blocks) * kMaxLearnables);
    checkCuda(cudaMemcpyAsync(parts.data(), m_data, parts.size() * sizeof(double), cudaMemcpyDeviceToHost, m_stream),
              "reading sums");
    checkCuda(cudaStreamSynchronize(m_stream), "waiting for sums");
    for (std::size_t i = 0; i < parts.size(); ++i)
        sums[i % kMaxLearnables] += parts[i];
}

bool cudaUsable(std::string* reason)
{
    int count = 0;
    const cudaError_t code = cudaGetDeviceCount(&count);
    if (code == cudaSuccess && count > 0)
        return true;
    cudaGetLastError();   // clears it: not finding a device is no error to carry on
    if (reason)
        *reason = std::string("No CUDA device can be used: ")
                  + (code == cudaSuccess ? "the machine has none" : cudaGetErrorString(code)) + ".";
    return false;
}

std::string cudaDeviceName(int device)
{
    cudaDeviceProp properties{};
    checkCuda(cudaGetDeviceProperties(&properties, device), "the device's properties");
    return properties.name;
}

namespace {

[[noreturn]] void refuseBFloat16()
{
    throw std::runtime_error("Neurons on CUDA take float16, float32 and float64 sequences, not bfloat16.");
}

} // namespace

void forwardCuda(const NeuronModel& model, const ForwardBuffers& buffers, int device, CUstream_st* stream)
{
    checkCuda(cudaSetDevice(device), "the device");
    switch (buffers.type) {
    case RealType::Float32: return forwardCudaFloat(model, buffers, stream);
    case RealType::Float64: return forwardCudaDouble(model, buffers, stream);
    case RealType::Float16: return forwardCudaHalf(model, buffers, stream);
    case RealType::BFloat16: break;
    }
    refuseBFloat16();
}

void backwardCuda(const NeuronModel& model, const BackwardBuffers& buffers, int device, CUstream_st* stream,
                  double* sums)
{
    checkCuda(cudaSetDevice(device), "the device");
    switch (buffers.type) {
    case RealType::Float32: return backwardCudaFloat(model, buffers, stream, sums);
    case RealType::Float64: return backwardCudaDouble(model, buffers, stream, sums);
    case RealType::Float16: return backwardCudaHalf(model, buffers, stream, sums);
    case RealType::BFloat16: break;
    }
    refuseBFloat16();
}

void* cudaTake(std::size_t bytes)
{
    void* memory = nullptr;
    checkCuda(cudaMalloc(&memory, bytes), "memory");
    return memory;
}

void cudaGive(void* memory) { cudaFree(memory); }

void cudaCopyIn(void* device, const void* host, std::size_t bytes)
{
    checkCuda(cudaMemcpy(device, host, bytes, cudaMemcpyHostToDevice), "a copy to the device");
}

void cudaCopyOut(void* host, const void* device, std::size_t bytes)
{
    checkCuda(cudaMemcpy(host, device, bytes, cudaMemcpyDeviceToHost), "a copy from the device");
}

void cudaCopyWithin(void* to, const void* from, std::size_t bytes)
{
    checkCuda(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice), "a copy on the device");
}

double cudaSeconds(const std::function<void()>& work)
{
    cudaEvent_t start, stop;
    checkCuda(cudaEventCreate(&start), "an event");
    checkCuda(cudaEventCreate(&stop), "an event");
    cudaEventRecord(start);
    work();
    cudaEventRecord(stop);
    checkCuda(cudaEventSynchronize(stop), "waiting");
    float milliseconds = 0.0f;
    cudaEventElapsedTime(&milliseconds, start, stop);
    cudaEventDestroy(start);
    cudaEventDestroy(stop);
    return double(milliseconds) * 1e-3;
}

} // namespace spw::kernels
