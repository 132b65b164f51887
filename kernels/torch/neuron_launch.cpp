// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/neuron_launch.h"

#include "kernels/torch/aten.h"
#include "kernels/torch/neuron_ops.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <array>
#include <vector>

#if defined(SPW_TORCH_CUDA)
#include "kernels/cuda/neuron_cuda.h"

#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#endif

namespace spw::ops {

namespace {

constexpr std::int64_t kGrain = 32 * 1024;   // neuron-steps a thread should get at least: 20 us of work

/// Neurons per piece: enough work, and a multiple of the alignment that keeps vector stores aligned. Fixed by the
/// shape alone, so that sums over pieces do not depend on the number of threads.
std::int64_t pieceSize(std::int64_t steps, std::int64_t neurons)
{
    const std::int64_t least = (kGrain + steps - 1) / steps;
    const std::int64_t wanted = std::max(least, (neurons + 63) / 64);   // at most 64 pieces
    return (wanted + kernels::kRangeAlignment - 1) / kernels::kRangeAlignment * kernels::kRangeAlignment;
}

template <class Run>
void overPieces(std::int64_t steps, std::int64_t neurons, const Run& run)
{
    const std::int64_t size = pieceSize(steps, neurons);
    const std::int64_t pieces = (neurons + size - 1) / size;
    at::parallel_for(0, pieces, 1, [&](std::int64_t first, std::int64_t last) {
        run(first, last, size);
    });
}

void checkPlace(c10::Device device)
{
    TORCH_CHECK(device.is_cpu(), "Fused neurons run on the CPU", hasCudaNeurons() ? " and on CUDA" : "",
                " in this build, not on ", device.str(), ".");
}

} // namespace

bool hasCudaNeurons()
{
#if defined(SPW_TORCH_CUDA)
    return true;
#else
    return false;
#endif
}

void launchForward(const kernels::NeuronModel& model, const kernels::ForwardBuffers& buffers, c10::Device device)
{
#if defined(SPW_TORCH_CUDA)
    if (device.is_cuda()) {
        const c10::cuda::CUDAGuard guard(device);
        return kernels::forwardCuda(model, buffers, device.index(), c10::cuda::getCurrentCUDAStream().stream());
    }
#endif
    checkPlace(device);
    overPieces(buffers.steps, buffers.neurons, [&](std::int64_t first, std::int64_t last, std::int64_t size) {
        // Neighbouring pieces of one thread are one range: longer rows, fewer starts.
        kernels::forwardCpu(model, buffers, first * size, std::min(last * size, buffers.neurons));
    });
}

void launchBackward(const kernels::NeuronModel& model, const kernels::BackwardBuffers& buffers, c10::Device device,
                    double* sums)
{
#if defined(SPW_TORCH_CUDA)
    if (device.is_cuda()) {
        const c10::cuda::CUDAGuard guard(device);
        return kernels::backwardCuda(model, buffers, device.index(), c10::cuda::getCurrentCUDAStream().stream(), sums);
    }
#endif
    checkPlace(device);
    const std::int64_t size = pieceSize(buffers.steps, buffers.neurons);
    std::vector<std::array<double, kernels::kMaxLearnables>> parts(
        std::size_t((buffers.neurons + size - 1) / size));
    overPieces(buffers.steps, buffers.neurons, [&](std::int64_t first, std::int64_t last, std::int64_t) {
        if (model.learnableCount == 0) {
            double none[kernels::kMaxLearnables] = {};
            kernels::backwardCpu(model, buffers, first * size, std::min(last * size, buffers.neurons), none);
            return;
        }
        for (std::int64_t piece = first; piece < last; ++piece)
            kernels::backwardCpu(model, buffers, piece * size, std::min((piece + 1) * size, buffers.neurons),
                                 parts[std::size_t(piece)].data());
    });
    for (const auto& part : parts)
        for (int k = 0; k < kernels::kMaxLearnables; ++k)
            sums[k] += part[std::size_t(k)];
}

void launchForward(const kernels::SequenceModel& model, const kernels::SequenceForward& buffers, c10::Device device)
{
#if defined(SPW_TORCH_CUDA)
    if (device.is_cuda()) {
        const c10::cuda::CUDAGuard guard(device);
        return kernels::forwardCuda(model, buffers, device.index(), c10::cuda::getCurrentCUDAStream().stream());
    }
#endif
    checkPlace(device);
    overPieces(buffers.steps, buffers.neurons, [&](std::int64_t first, std::int64_t last, std::int64_t size) {
        kernels::sequenceForwardCpu(model, buffers, first * size, std::min(last * size, buffers.neurons));
    });
}

void launchBackward(const kernels::SequenceModel& model, const kernels::SequenceBackward& buffers, c10::Device device)
{
#if defined(SPW_TORCH_CUDA)
    if (device.is_cuda()) {
        const c10::cuda::CUDAGuard guard(device);
        return kernels::backwardCuda(model, buffers, device.index(), c10::cuda::getCurrentCUDAStream().stream());
    }
#endif
    checkPlace(device);
    overPieces(buffers.steps, buffers.neurons, [&](std::int64_t first, std::int64_t last, std::int64_t size) {
        kernels::sequenceBackwardCpu(model, buffers, first * size, std::min(last * size, buffers.neurons));
    });
}

} // namespace spw::ops
