// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cuda/cuda_error.h"
#include "kernels/cuda/surrogate_slope.cuh"
#include "kernels/sequence_kernels.h"

#include <cuda_runtime.h>

/// The CUDA driver of the neurons of dynamics/sequence_list.h: one thread per W neighbouring neurons (16 bytes per
/// access), all steps inside, state, learnables and their gradients in registers. The last neurons and unaligned memory
/// are read one by one by the same kernel. Included by the generated files.
namespace spw::kernels {
inline namespace SPW_LEVEL {

constexpr int atLeastOne(int count) { return count > 0 ? count : 1; }

/// W numbers of a row, in one access where `wide`; only the first `count` exist.
template <class R, int W>
struct Lane {
    R v[W];

    __device__ __forceinline__ void load(const void* from, long long at, bool wide, int count)
    {
        struct alignas(sizeof(R) * W) Pack {
            R v[W];
        };
        const R* p = static_cast<const R*>(from) + at;
        if (wide) {
            const Pack pack = *reinterpret_cast<const Pack*>(p);
#pragma unroll
            for (int w = 0; w < W; ++w)
                v[w] = pack.v[w];
        } else {
#pragma unroll
            for (int w = 0; w < W; ++w)
                v[w] = w < count ? p[w] : R(0);
        }
    }
    __device__ __forceinline__ void store(void* to, long long at, bool wide, int count) const
    {
        struct alignas(sizeof(R) * W) Pack {
            R v[W];
        };
        R* p = static_cast<R*>(to) + at;
        if (wide) {
            Pack pack;
#pragma unroll
            for (int w = 0; w < W; ++w)
                pack.v[w] = v[w];
            *reinterpret_cast<Pack*>(p) = pack;
        } else {
#pragma unroll
            for (int w = 0; w < W; ++w)
                if (w < count)
                    p[w] = v[w];
        }
    }
};

template <class Neuron, class R>
__global__ void __launch_bounds__(128)
    sequenceForwardKernel(typename Neuron::template Parameters<R> p, SequenceForward b, bool aligned)
{
    constexpr int W = 16 / sizeof(R), kAhead = Neuron::kInputs > 1 ? 2 : 4;
    constexpr int kStates = Neuron::kStates, kSaved = Neuron::kSaved, kLearn = Neuron::kLearnables;
    const long long n = (blockIdx.x * static_cast<long long>(blockDim.x) + threadIdx.x) * W;
    if (n >= b.neurons)
        return;
    const int count = b.neurons - n < W ? int(b.neurons - n) : W;
    const bool wide = aligned && count == W;
    Lane<R, W> state[atLeastOne(kStates)], learn[atLeastOne(kLearn)];
#pragma unroll
    for (int i = 0; i < kStates; ++i)
        state[i].load(b.state[i], n, wide, count);
#pragma unroll
    for (int i = 0; i < kLearn; ++i)
        learn[i].load(b.learn[i], n, wide, count);
    for (long long first = 0; first < b.steps; first += kAhead) {
        Lane<R, W> x[kAhead][Neuron::kInputs];
#pragma unroll
        for (int k = 0; k < kAhead; ++k)
            if (first + k < b.steps)
#pragma unroll
                for (int i = 0; i < Neuron::kInputs; ++i)
                    x[k][i].load(b.x[i], (first + k) * b.neurons + n, wide, count);
#pragma unroll
        for (int k = 0; k < kAhead; ++k) {
            if (first + k >= b.steps)
                break;
            const long long at = (first + k) * b.neurons + n;
            Lane<R, W> y[Neuron::kOutputs], saved[atLeastOne(kSaved)];
#pragma unroll
            for (int w = 0; w < W; ++w) {
                R in[Neuron::kInputs], out[Neuron::kOutputs], now[atLeastOne(kStates)], keep[atLeastOne(kSaved)],
                    l[atLeastOne(kLearn)];
#pragma unroll
                for (int i = 0; i < Neuron::kInputs; ++i)
                    in[i] = x[k][i].v[w];
#pragma unroll
                for (int i = 0; i < kStates; ++i)
                    now[i] = state[i].v[w];
#pragma unroll
                for (int i = 0; i < kLearn; ++i)
                    l[i] = learn[i].v[w];
                Neuron::template step<R, R>(p, l, now, in, out, keep);
#pragma unroll
                for (int i = 0; i < kStates; ++i)
                    state[i].v[w] = now[i];
#pragma unroll
                for (int i = 0; i < Neuron::kOutputs; ++i)
                    y[i].v[w] = out[i];
#pragma unroll
                for (int i = 0; i < kSaved; ++i)
                    saved[i].v[w] = keep[i];
            }
#pragma unroll
            for (int i = 0; i < Neuron::kOutputs; ++i)
                y[i].store(b.y[i], at, wide, count);
#pragma unroll
            for (int i = 0; i < kSaved; ++i)
                if (b.saved[i])
                    saved[i].store(b.saved[i], at, wide, count);
#pragma unroll
            for (int i = 0; i < kStates; ++i)
                if (b.stateSeq[i])
                    state[i].store(b.stateSeq[i], at, wide, count);
        }
    }
#pragma unroll
    for (int i = 0; i < kStates; ++i)
        state[i].store(b.state[i], n, wide, count);
}

template <class Neuron, class R>
__global__ void __launch_bounds__(128)
    sequenceBackwardKernel(typename Neuron::template Parameters<R> p, int surrogate, SurrogateNumbers<R> numbers,
                           SequenceBackward b, bool aligned)
{
    constexpr int W = 16 / sizeof(R);
    constexpr int kStates = Neuron::kStates, kSaved = Neuron::kSaved, kLearn = Neuron::kLearnables;
    constexpr int kAhead = kSaved + Neuron::kOutputs > 4 ? 1 : 2;
    const long long n = (blockIdx.x * static_cast<long long>(blockDim.x) + threadIdx.x) * W;
    if (n >= b.neurons)
        return;
    const int count = b.neurons - n < W ? int(b.neurons - n) : W;
    const bool wide = aligned && count == W;
    Lane<R, W> grad[atLeastOne(kStates)], learn[atLeastOne(kLearn)], gradLearn[atLeastOne(kLearn)];
#pragma unroll
    for (int i = 0; i < kStates; ++i)
        grad[i].load(b.gradState[i], n, wide, count);
#pragma unroll
    for (int i = 0; i < kLearn; ++i) {
        learn[i].load(b.learn[i], n, wide, count);
        gradLearn[i].load(b.gradLearn[i], n, wide, count);
    }
    for (long long last = b.steps - 1; last >= 0; last -= kAhead) {
        Lane<R, W> saved[kAhead][atLeastOne(kSaved)], gradY[kAhead][Neuron::kOutputs];
#pragma unroll
        for (int k = 0; k < kAhead; ++k)
            if (last - k >= 0) {
                const long long at = (last - k) * b.neurons + n;
#pragma unroll
                for (int i = 0; i < kSaved; ++i)
                    saved[k][i].load(b.saved[i], at, wide, count);
#pragma unroll
                for (int i = 0; i < Neuron::kOutputs; ++i) {
                    gradY[k][i] = {};
                    if (b.gradY[i])
                        gradY[k][i].load(b.gradY[i], at, wide, count);
                }
            }
#pragma unroll
        for (int k = 0; k < kAhead; ++k) {
            if (last - k < 0)
                break;
            const long long at = (last - k) * b.neurons + n;
#pragma unroll
            for (int i = 0; i < kStates; ++i)
                if (b.gradStateSeq[i]) {
                    Lane<R, W> more;
                    more.load(b.gradStateSeq[i], at, wide, count);
#pragma unroll
                    for (int w = 0; w < W; ++w)
                        grad[i].v[w] += more.v[w];
                }
            Lane<R, W> gradX[Neuron::kInputs];
#pragma unroll
            for (int w = 0; w < W; ++w) {
                R keep[atLeastOne(kSaved)], l[atLeastOne(kLearn)], gl[atLeastOne(kLearn)], g[atLeastOne(kStates)],
                    gy[Neuron::kOutputs], gx[Neuron::kInputs] = {};
#pragma unroll
                for (int i = 0; i < kSaved; ++i)
                    keep[i] = saved[k][i].v[w];
#pragma unroll
                for (int i = 0; i < kLearn; ++i) {
                    l[i] = learn[i].v[w];
                    gl[i] = gradLearn[i].v[w];
                }
#pragma unroll
                for (int i = 0; i < kStates; ++i)
                    g[i] = grad[i].v[w];
#pragma unroll
                for (int i = 0; i < Neuron::kOutputs; ++i)
                    gy[i] = gradY[k][i].v[w];
                R slope = R(0);
                if constexpr (Neuron::kSpikes)
                    slope = surrogateSlope(surrogate, numbers,
                                           Neuron::template surrogateArgument<R, R>(p, l, keep));
                Neuron::template back<R, R>(p, l, keep, slope, gy, g, gx, gl);
#pragma unroll
                for (int i = 0; i < kLearn; ++i)
                    gradLearn[i].v[w] = gl[i];
#pragma unroll
                for (int i = 0; i < kStates; ++i)
                    grad[i].v[w] = g[i];
#pragma unroll
                for (int i = 0; i < Neuron::kInputs; ++i)
                    gradX[i].v[w] = gx[i];
            }
#pragma unroll
            for (int i = 0; i < Neuron::kInputs; ++i)
                gradX[i].store(b.gradX[i], at, wide, count);
        }
    }
#pragma unroll
    for (int i = 0; i < kStates; ++i)
        grad[i].store(b.gradState[i], n, wide, count);
#pragma unroll
    for (int i = 0; i < kLearn; ++i)
        gradLearn[i].store(b.gradLearn[i], n, wide, count);
}

/// True if every row of every given pointer can be read 16 bytes at a time.
template <class R, class Pointer, int kCount>
bool rowsAligned(const Pointer (&pointers)[kCount], long long neurons)
{
    if (neurons % (16 / static_cast<long long>(sizeof(R))) != 0)
        return false;
    for (const void* pointer : pointers)
        if (reinterpret_cast<std::uintptr_t>(pointer) % 16 != 0)
            return false;
    return true;
}

struct Launch {
    unsigned block, grid;
};

/// Narrow blocks spread few neurons over all multiprocessors.
template <class R>
Launch launchFor(long long neurons)
{
    constexpr long long W = 16 / sizeof(R);
    const long long threads = (neurons + W - 1) / W;
    const unsigned block = threads < 128 * 1024 ? 64 : 128;
    return {block, unsigned((threads + block - 1) / block)};
}

template <class Neuron, class R>
void sequenceForwardOn(const SequenceModel& m, const SequenceForward& b, cudaStream_t stream)
{
    const auto& p = *static_cast<const typename Neuron::template Parameters<R>*>(m.parameters(b.type));
    const bool aligned = rowsAligned<R>(b.x, b.neurons) && rowsAligned<R>(b.learn, b.neurons)
                         && rowsAligned<R>(b.state, b.neurons) && rowsAligned<R>(b.y, b.neurons)
                         && rowsAligned<R>(b.saved, b.neurons) && rowsAligned<R>(b.stateSeq, b.neurons);
    const Launch launch = launchFor<R>(b.neurons);
    sequenceForwardKernel<Neuron, R><<<launch.grid, launch.block, 0, stream>>>(p, b, aligned);
    checkCuda(cudaGetLastError(), "sequence forward");
}

template <class Neuron, class R>
void sequenceBackwardOn(const SequenceModel& m, const SequenceBackward& b, cudaStream_t stream)
{
    const auto& p = *static_cast<const typename Neuron::template Parameters<R>*>(m.parameters(b.type));
    const bool aligned = rowsAligned<R>(b.learn, b.neurons) && rowsAligned<R>(b.saved, b.neurons)
                         && rowsAligned<R>(b.gradY, b.neurons) && rowsAligned<R>(b.gradStateSeq, b.neurons)
                         && rowsAligned<R>(b.gradState, b.neurons) && rowsAligned<R>(b.gradX, b.neurons)
                         && rowsAligned<R>(b.gradLearn, b.neurons);
    const Launch launch = launchFor<R>(b.neurons);
    sequenceBackwardKernel<Neuron, R><<<launch.grid, launch.block, 0, stream>>>(
        p, m.surrogate.index, numbersAs<R>(m.surrogate.numbers), b, aligned);
    checkCuda(cudaGetLastError(), "sequence backward");
}

} // namespace SPW_LEVEL
} // namespace spw::kernels
