// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cuda/cuda_error.h"
#include "kernels/cuda/surrogate_slope.cuh"
#include "kernels/dynamics/hot.h"
#include "kernels/dynamics/neuron_list.h"
#include "kernels/neuron_kernels.h"

#include <cuda_fp16.h>
#include <cuda_runtime.h>

/// The CUDA driver: one thread per W neighbouring neurons (16 bytes per access), all steps inside, state in registers,
/// several steps of input requested ahead of the arithmetic. R is computed with, S is how sequences are stored. Detaching the reset is a run-time factor here: the
/// kernels are bound by memory, and half as many of them compile.
namespace spw::kernels {
inline namespace SPW_LEVEL {

template <class R, int W>
struct alignas(sizeof(R) * W < 16 ? sizeof(R) * W : 16) Pack {
    R v[W];
};

template <class V, class State>
__device__ __forceinline__ V& variable(State& s, int i)
{
    return reinterpret_cast<V*>(&s)[i];
}

template <class R, int W>
__device__ __forceinline__ Pack<R, W> loadPack(const void* from, long long i)
{
    return *reinterpret_cast<const Pack<R, W>*>(static_cast<const R*>(from) + i);
}

template <class R, int W>
__device__ __forceinline__ void storePack(void* to, long long i, const Pack<R, W>& pack)
{
    *reinterpret_cast<Pack<R, W>*>(static_cast<R*>(to) + i) = pack;
}

template <class R, class S>
__device__ __forceinline__ R unpacked(S value)
{
    if constexpr (std::is_same_v<R, S>)
        return value;
    else
        return __half2float(value);
}

template <class S, class R>
__device__ __forceinline__ S packed(R value)
{
    if constexpr (std::is_same_v<R, S>)
        return value;
    else
        return __float2half_rn(value);
}

/// The membrane as it is saved: rounding never takes it across the threshold (as floatToHalfBeside on the CPU).
template <class S, class R>
__device__ __forceinline__ S packedBeside(R value, bool fires, R threshold)
{
    if constexpr (std::is_same_v<R, S>) {
        return value;
    } else {
        const R bounded = value > R(65504) ? R(65504) : value < R(-65504) ? R(-65504) : value;
        const S near = __float2half_rn(bounded);
        if ((__half2float(near) >= threshold) == fires)
            return near;
        return fires ? __float2half_ru(bounded) : __float2half_rd(bounded);
    }
}

template <class R>
struct Rule {   // what all neurons share
    R vThreshold, vReset, attached;
    int surrogate;
    SurrogateNumbers<R> numbers;
};

/// In place of a surrogate functor: chosen while running, so that no pair of neuron and surrogate is compiled.
struct AnySurrogate {};

template <class Surrogate, class R>
__device__ __forceinline__ R slopeAt(const Rule<R>& rule, R x)
{
    if constexpr (std::is_same_v<Surrogate, AnySurrogate>)
        return surrogateSlope(rule.surrogate, rule.numbers, x);
    else
        return Surrogate::derivative(rule.numbers, x);
}

template <class Neuron, class R, class S, bool Soft, int W>
__global__ void forwardKernel(typename Neuron::template Parameters<R> p, Rule<R> rule, ForwardBuffers b)
{
    constexpr int kAhead = 8;
    const long long n = (blockIdx.x * static_cast<long long>(blockDim.x) + threadIdx.x) * W;
    if (n >= b.neurons)
        return;
    typename Neuron::template State<R> state[W];
    for (int i = 0; i < Neuron::kStateCount; ++i) {
        const Pack<R, W> values = loadPack<R, W>(b.state[i], n);
#pragma unroll
        for (int w = 0; w < W; ++w)
            variable<R>(state[w], i) = values.v[w];
    }
    for (long long first = 0; first < b.steps; first += kAhead) {
        Pack<S, W> x[kAhead];
#pragma unroll
        for (int k = 0; k < kAhead; ++k)
            if (first + k < b.steps)
                x[k] = loadPack<S, W>(b.x, (first + k) * b.neurons + n);
#pragma unroll
        for (int k = 0; k < kAhead; ++k) {
            if (first + k >= b.steps)
                break;
            const long long at = (first + k) * b.neurons + n;
            Pack<S, W> spikes, h, v;
#pragma unroll
            for (int w = 0; w < W; ++w) {
                const R charged = Neuron::charge(p, state[w], unpacked<R>(x[k].v[w]));
                const bool fires = charged >= rule.vThreshold;   // equality fires, as on the CPU
                state[w].v = fires ? (Soft ? charged - rule.vThreshold : rule.vReset) : charged;
                spikes.v[w] = packed<S>(fires ? R(1) : R(0));
                h.v[w] = packedBeside<S>(charged, fires, rule.vThreshold);
                v.v[w] = packed<S>(state[w].v);
            }
            storePack(b.spikes, at, spikes);
            if (b.h)
                storePack(b.h, at, h);
            if (b.vSeq)
                storePack(b.vSeq, at, v);
            for (int i = 1; i < Neuron::kStateCount; ++i) {
                if (!b.extraSeq[i])
                    continue;
                Pack<R, W> values;
#pragma unroll
                for (int w = 0; w < W; ++w)
                    values.v[w] = variable<R>(state[w], i);
                storePack(b.extraSeq[i], at, values);
            }
        }
    }
    for (int i = 0; i < Neuron::kStateCount; ++i) {
        Pack<R, W> values;
#pragma unroll
        for (int w = 0; w < W; ++w)
            values.v[w] = variable<R>(state[w], i);
        storePack(b.state[i], n, values);
    }
}

/// Adds up one double of every thread of the block; the sum is right in thread 0.
__device__ inline double blockSum(double value)
{
    __shared__ double warps[32];
    for (int offset = 16; offset > 0; offset /= 2)
        value += __shfl_down_sync(0xffffffffu, value, offset);
    __syncthreads();
    if (threadIdx.x % 32 == 0)
        warps[threadIdx.x / 32] = value;
    __syncthreads();
    if (threadIdx.x == 0)
        for (unsigned warp = 1; warp < blockDim.x / 32; ++warp)
            value += warps[warp];
    return value;
}

template <class Neuron, class Surrogate, class R, class S, bool Soft, int W>
__global__ void backwardKernel(typename Neuron::template Parameters<R> p, Rule<R> rule, BackwardBuffers b,
                               double* blockSums)
{
    constexpr int kAhead = W > 4 ? 2 : W > 1 ? 4 : 8;
    constexpr int kSums = Neuron::kLearnableCount > 0 ? Neuron::kLearnableCount : 1;
    const long long n = (blockIdx.x * static_cast<long long>(blockDim.x) + threadIdx.x) * W;
    double sums[kSums] = {};
    if (n < b.neurons) {   // no early return: the block sums below need every thread
        typename Neuron::template State<R> grad[W];
        for (int i = 0; i < Neuron::kStateCount; ++i) {
            const Pack<R, W> values = loadPack<R, W>(b.gradState[i], n);
#pragma unroll
            for (int w = 0; w < W; ++w)
                variable<R>(grad[w], i) = values.v[w];
        }
        for (long long last = b.steps - 1; last >= 0; last -= kAhead) {
            Pack<S, W> h[kAhead], gradSpikes[kAhead];
#pragma unroll
            for (int k = 0; k < kAhead; ++k)
                if (last - k >= 0) {
                    const long long at = (last - k) * b.neurons + n;
                    h[k] = loadPack<S, W>(b.h, at);
                    gradSpikes[k] = b.gradSpikes ? loadPack<S, W>(b.gradSpikes, at) : Pack<S, W>{};
                }
#pragma unroll
            for (int k = 0; k < kAhead; ++k) {
                const long long t = last - k;
                if (t < 0)
                    break;
                const long long at = t * b.neurons + n;
                const Pack<S, W> gradV = b.gradVSeq ? loadPack<S, W>(b.gradVSeq, at) : Pack<S, W>{};
                Pack<S, W> gradX;
                Pack<R, W> before{};
                if (Neuron::kAdjointReadsState) {
                    if (t > 0) {
                        const Pack<S, W> last = loadPack<S, W>(b.h, at - b.neurons);
#pragma unroll
                        for (int w = 0; w < W; ++w) {
                            const R charged = unpacked<R>(last.v[w]);
                            before.v[w] = charged >= rule.vThreshold
                                              ? (Soft ? charged - rule.vThreshold : rule.vReset)
                                              : charged;
                        }
                    } else {
                        before = loadPack<R, W>(b.initialState[0], n);
                    }
                }
#pragma unroll
                for (int w = 0; w < W; ++w) {
                    typename Neuron::template State<R> earlier{};
                    earlier.v = before.v[w];
                    if (Neuron::kAdjointReadsState)
                        for (int i = 1; i < Neuron::kStateCount; ++i)
                            variable<R>(earlier, i) =
                                t > 0 ? static_cast<const R*>(b.extraSeq[i])[at - b.neurons + w]
                                      : static_cast<const R*>(b.initialState[i])[n + w];
                    const R charged = unpacked<R>(h[k].v[w]);
                    const R slope = slopeAt<Surrogate>(rule, charged - rule.vThreshold);
                    const bool fires = charged >= rule.vThreshold;
                    const R through = slope * rule.attached;
                    const R resetSlope = Soft ? fmadd(through, -rule.vThreshold, R(1))
                                              : fmadd(rule.vReset - charged, through, fires ? R(0) : R(1));
                    const R gradH = fmadd(unpacked<R>(gradSpikes[k].v[w]), slope,
                                          (grad[w].v + unpacked<R>(gradV.v[w])) * resetSlope);
                    R gradInput, learnables[kSums] = {};
                    Neuron::adjoint(p, earlier, charged, gradH, grad[w], gradInput, learnables);
                    gradX.v[w] = packed<S>(gradInput);
                    if (Neuron::kLearnableCount > 0)
                        for (int i = 0; i < kSums; ++i)
                            sums[i] += double(learnables[i]);
                }
                storePack(b.gradX, at, gradX);
            }
        }
        for (int i = 0; i < Neuron::kStateCount; ++i) {
            Pack<R, W> values;
#pragma unroll
            for (int w = 0; w < W; ++w)
                values.v[w] = variable<R>(grad[w], i);
            storePack(b.gradState[i], n, values);
        }
    }
    if (Neuron::kLearnableCount > 0)
        for (int i = 0; i < kSums; ++i) {
            const double total = blockSum(sums[i]);
            if (threadIdx.x == 0)
                blockSums[blockIdx.x * static_cast<long long>(kMaxLearnables) + i] = total;
        }
}

/// Threads per block: narrow blocks spread few neurons over all multiprocessors.
inline unsigned blockSizeFor(long long threads) { return threads < 128 * 1024 ? 64 : 256; }

inline bool packable(const void* pointer) { return reinterpret_cast<std::uintptr_t>(pointer) % 16 == 0; }

template <class R>
Rule<R> ruleOf(const NeuronModel& m)
{
    return {R(m.vThreshold), R(m.vReset), m.detachReset ? R(0) : R(1), m.surrogate.index,
            numbersAs<R>(m.surrogate.numbers)};
}

template <class Neuron, class R, class S, int W>
void launchForward(const NeuronModel& m, const ForwardBuffers& b, cudaStream_t stream)
{
    const auto& p = *static_cast<const typename Neuron::template Parameters<R>*>(m.parameters(b.type));
    const long long threads = (b.neurons + W - 1) / W;
    const unsigned block = blockSizeFor(threads), grid = unsigned((threads + block - 1) / block);
    if (m.softReset)
        forwardKernel<Neuron, R, S, true, W><<<grid, block, 0, stream>>>(p, ruleOf<R>(m), b);
    else
        forwardKernel<Neuron, R, S, false, W><<<grid, block, 0, stream>>>(p, ruleOf<R>(m), b);
    checkCuda(cudaGetLastError(), "neuron forward");
}

template <class Neuron, class Surrogate, class R, class S, int W>
void launchBackward(const NeuronModel& m, const BackwardBuffers& b, cudaStream_t stream, double* sums)
{
    const auto& p = *static_cast<const typename Neuron::template Parameters<R>*>(m.parameters(b.type));
    const long long threads = (b.neurons + W - 1) / W;
    const unsigned block = blockSizeFor(threads), grid = unsigned((threads + block - 1) / block);
    BlockSums blocks(Neuron::kLearnableCount > 0 ? grid : 0, stream);
    if (m.softReset)
        backwardKernel<Neuron, Surrogate, R, S, true, W>
            <<<grid, block, 0, stream>>>(p, ruleOf<R>(m), b, blocks.data());
    else
        backwardKernel<Neuron, Surrogate, R, S, false, W>
            <<<grid, block, 0, stream>>>(p, ruleOf<R>(m), b, blocks.data());
    checkCuda(cudaGetLastError(), "neuron backward");
    blocks.addTo(sums);
}

template <class Neuron, class R, class S>
void forwardNeuron(const NeuronModel& m, const ForwardBuffers& b, cudaStream_t stream)
{
    constexpr int kWide = 16 / sizeof(S);
    bool wide = b.neurons % kWide == 0 && packable(b.x) && packable(b.spikes) && packable(b.h) && packable(b.vSeq);
    for (int i = 0; i < Neuron::kStateCount; ++i)
        wide = wide && packable(b.state[i]) && packable(b.extraSeq[i]);
    wide ? launchForward<Neuron, R, S, kWide>(m, b, stream) : launchForward<Neuron, R, S, 1>(m, b, stream);
}

template <class Neuron, class R, class S>
void backwardNeuron(const NeuronModel& m, const BackwardBuffers& b, cudaStream_t stream, double* sums)
{
    constexpr int kWide = 16 / sizeof(S);
    bool wide = b.neurons % kWide == 0 && packable(b.h) && packable(b.gradSpikes) && packable(b.gradVSeq)
                && packable(b.gradX);
    for (int i = 0; i < Neuron::kStateCount; ++i)
        wide = wide && packable(b.gradState[i]) && packable(b.initialState[i]);
    if constexpr (kIsHot<Neuron> && sizeof(S) == sizeof(float)) {
        int index = m.surrogate.index;
#define SPW_SURROGATE(Functor, id, title)
#define SPW_SURROGATE_HOT(Functor, id, title)                                                                     \
    if (index-- == 0)                                                                                              \
        return wide ? launchBackward<Neuron, Functor, R, S, kWide>(m, b, stream, sums)                               \
                    : launchBackward<Neuron, Functor, R, S, 1>(m, b, stream, sums);
#include "kernels/surrogate/surrogate_list.h"
    }
    wide ? launchBackward<Neuron, AnySurrogate, R, S, kWide>(m, b, stream, sums)
         : launchBackward<Neuron, AnySurrogate, R, S, 1>(m, b, stream, sums);
}

template <class R, class S = R>
void forwardOf(const NeuronModel& m, const ForwardBuffers& b, cudaStream_t stream)
{
    int index = m.neuron;
#define SPW_NEURON(Functor, id, spec)                                                                             \
    if (index-- == 0)                                                                                              \
        forwardNeuron<Functor, R, S>(m, b, stream);
#include "kernels/dynamics/neuron_list.h"
}

template <class R, class S = R>
void backwardOf(const NeuronModel& m, const BackwardBuffers& b, cudaStream_t stream, double* sums)
{
    int index = m.neuron;
#define SPW_NEURON(Functor, id, spec)                                                                             \
    if (index-- == 0)                                                                                              \
        backwardNeuron<Functor, R, S>(m, b, stream, sums);
#include "kernels/dynamics/neuron_list.h"
}

} // namespace SPW_LEVEL
} // namespace spw::kernels
