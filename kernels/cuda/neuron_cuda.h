// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/sequence_kernels.h"

#include <functional>

struct CUstream_st;   // cudaStream_t is a pointer to it

/// The CUDA driver of the neurons, raw pointers only. Builds without a CUDA compiler have these functions too: then
/// cudaUsable() says so and the others throw.
namespace spw::kernels {

/// True if this build has CUDA kernels and the machine a device for them; else `reason` says what is missing.
bool cudaUsable(std::string* reason = nullptr);
std::string cudaDeviceName(int device = 0);

/// Both passes on device memory, all neurons, asynchronous on `stream` (null: the default stream).
/// @throws std::runtime_error with CUDA's own message if a launch fails.
void forwardCuda(const NeuronModel& model, const ForwardBuffers& buffers, int device, CUstream_st* stream);

/// @param sums  kMaxLearnables sums, added to; waits for the stream if the neuron has learnables. Deterministic.
void backwardCuda(const NeuronModel& model, const BackwardBuffers& buffers, int device, CUstream_st* stream,
                  double* sums);

/// The same for the neurons of sequence_list.h, whose gradients of learnables are one for each neuron.
void forwardCuda(const SequenceModel& model, const SequenceForward& buffers, int device, CUstream_st* stream);
void backwardCuda(const SequenceModel& model, const SequenceBackward& buffers, int device, CUstream_st* stream);

/// Memory and time on the current device, for checks that have no LibTorch.
void* cudaTake(std::size_t bytes);
void cudaGive(void* memory);
void cudaCopyIn(void* device, const void* host, std::size_t bytes);
void cudaCopyOut(void* host, const void* device, std::size_t bytes);
void cudaCopyWithin(void* to, const void* from, std::size_t bytes);   // asynchronous
/// Seconds that `work` takes on the default stream, measured on the device.
double cudaSeconds(const std::function<void()>& work);

} // namespace spw::kernels
