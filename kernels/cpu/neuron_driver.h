// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cpu/simd.h"
#include "kernels/cpu/store_policy.h"
#include "kernels/cpu/surrogate_rows.h"
#include "kernels/dynamics/hot.h"
#include "kernels/neuron_kernels.h"
#include "kernels/surrogate/surrogate_list.h"

/// The CPU driver: any neuron functor over [steps, neurons]. Blocks of neurons whose state stays in cache, all
/// steps inside a block, vectors over neighbouring neurons (neighbours in memory are neurons, not steps).
///
/// Large calls are bound by memory, so two things count there (each is worth up to 2x): reading some KB ahead by
/// software prefetch, and not waiting for the lines that are written: stores bypass the cache, or, where the machine
/// is slow at that (store_policy.h), lines are fetched for writing as far ahead. Small calls must do neither: their
/// output is read next. Included by the generated files: one per neuron, number type and instruction set.
namespace spw::kernels {
inline namespace SPW_LEVEL {

inline constexpr std::int64_t kForwardBytes = 16 * 1024;    // of a block's state: stays in the first cache
inline constexpr std::int64_t kBackwardBytes = 32 * 1024;   // of one state variable of a block
inline constexpr int kUnroll = 4;

/// State variable i of a functor's State, which is a struct of kStateCount values of type V.
template <class V, class State>
SPW_HOST_DEVICE V& variable(State& s, int i)
{
    static_assert(alignof(State) == alignof(V), "State must hold nothing but values of its own type.");
    return reinterpret_cast<V*>(&s)[i];
}

/// Fetches ahead of position n of a row: the rest of this row, then the start of the row that is worked on next.
/// How far and into which cache was measured: a pass with one input and its state in the first cache runs 1.2 times as
/// fast when the second one is filled, 4 KB ahead; a pass with two inputs is slower by that.
template <class R, std::int64_t kBytesAhead, int kLocality>
struct FetchAhead {
    const R* row;
    const R* nextRow;
    std::int64_t begin, end;

    template <bool Write>
    SPW_HOST_DEVICE void fetch(std::int64_t n) const
    {
        constexpr std::int64_t kAhead = kBytesAhead / std::int64_t(sizeof(R));
        const std::int64_t ahead = n + kAhead;
        const R* p = ahead < end ? row + ahead : nextRow + begin + (ahead - end);
        constexpr std::int64_t kGroupBytes = kUnroll * std::int64_t(sizeof(typename VectorOf<R>::Type));
        for (std::int64_t byte = 0; byte < kGroupBytes; byte += 64)
            __builtin_prefetch(reinterpret_cast<const char*>(p) + byte, Write ? 1 : 0, kLocality);
    }
    SPW_HOST_DEVICE void toRead(std::int64_t n) const { fetch<false>(n); }
    SPW_HOST_DEVICE void toWrite(std::int64_t n) const { fetch<true>(n); }
};

/// Calls `body(Tag<V>, n)` over [begin, end): groups of vectors with prefetch, single vectors, then single numbers.
template <class V>
struct Tag {
    using Type = V;
};
template <class R, class Prefetch, class Body>
SPW_HOST_DEVICE void overRow(std::int64_t begin, std::int64_t end, const Prefetch& prefetch, const Body& body)
{
    using V = typename VectorOf<R>::Type;
    constexpr std::int64_t kLanes = sizeof(V) / sizeof(R);
    std::int64_t n = begin;
    for (; n + kUnroll * kLanes <= end; n += kUnroll * kLanes) {
        prefetch(n);
        for (int k = 0; k < kUnroll; ++k)
            body(Tag<V>{}, n + k * kLanes);
    }
    for (; n + kLanes <= end; n += kLanes)
        body(Tag<V>{}, n);
    for (; n < end; ++n)
        body(Tag<R>{}, n);
}

/// True if rows of `pointer` can be written by streaming vector stores from neuron `begin` on.
SPW_HOST_DEVICE bool streamable(const void* pointer, std::int64_t neurons, std::int64_t begin, std::int64_t size)
{
    return reinterpret_cast<std::uintptr_t>(pointer) % 64 == 0 && neurons * size % 64 == 0 && begin * size % 64 == 0;
}

template <class Neuron, class R, bool Soft, bool Stream>
void forwardRange(const NeuronModel& model, const ForwardBuffers& b, std::int64_t begin, std::int64_t end,
                  [[maybe_unused]] bool large)
{
    using Parameters = typename Neuron::template Parameters<R>;
    const Parameters p = *static_cast<const Parameters*>(
        model.parameters(sizeof(R) == 4 ? RealType::Float32 : RealType::Float64));
    const R vThreshold = R(model.vThreshold), vReset = R(model.vReset);
    using Fetch = FetchAhead<R, 4096, 2>;
    constexpr std::int64_t kBlock = kForwardBytes / (64 * Neuron::kStateCount * std::int64_t(sizeof(R))) * 64;

    for (std::int64_t from = begin; from < end; from += kBlock) {
        const std::int64_t to = from + kBlock < end ? from + kBlock : end;
        for (std::int64_t t = 0; t < b.steps; ++t) {
            const std::int64_t row = t * b.neurons;
            const R* x = static_cast<const R*>(b.x) + row;
            R* spikes = static_cast<R*>(b.spikes) + row;
            R* h = b.h ? static_cast<R*>(b.h) + row : nullptr;
            R* vSeq = b.vSeq ? static_cast<R*>(b.vSeq) + row : nullptr;
            const std::int64_t step = t + 1 < b.steps ? b.neurons : 0;
            const Fetch input{x, x + step, from, to}, output{spikes, spikes + step, from, to};
            const Fetch outputH{h, h ? h + step : nullptr, from, to};
            const auto prefetch = [&](std::int64_t n) __attribute__((always_inline))
            {
                if (Stream || large)
                    input.toRead(n);
                if (!Stream && large) {
                    output.toWrite(n);
                    if (h)
                        outputH.toWrite(n);
                }
            };
            overRow<R>(from, to, prefetch, [&](auto tag, std::int64_t n) __attribute__((always_inline)) {
                using V = typename decltype(tag)::Type;
                typename Neuron::template State<V> s;
                for (int i = 0; i < Neuron::kStateCount; ++i)
                    variable<V>(s, i) = load<V>(static_cast<const R*>(b.state[i]) + n);
                const V charged = Neuron::charge(p, s, load<V>(x + n));
                const auto fires = charged >= vThreshold;   // equality fires, as in SpikingJelly; lava differs
                store<Stream>(spikes + n, select(fires, splat<V>(R(1)), V{}));
                if (h)
                    store<Stream>(h + n, charged);
                if constexpr (Soft)
                    s.v = select(fires, charged - vThreshold, charged);
                else
                    s.v = select(fires, splat<V>(vReset), charged);
                if (vSeq)
                    store<Stream>(vSeq + n, s.v);
                for (int i = 0; i < Neuron::kStateCount; ++i)
                    store<false>(static_cast<R*>(b.state[i]) + n, variable<V>(s, i));
                for (int i = 1; i < Neuron::kStateCount; ++i)
                    if (b.extraSeq[i])
                        store<Stream>(static_cast<R*>(b.extraSeq[i]) + row + n, variable<V>(s, i));
            });
        }
    }
    if constexpr (Stream)
        streamFence();   // other threads may read the output as soon as we return
}

/// In place of a surrogate functor: its slopes come from a row, so that no pair of neuron and surrogate is compiled.
struct SlopeRow {};

/// The slopes that a pass needs beside its surrogate.
template <class Surrogate, class R, std::int64_t kSize>
struct Slopes {
    void fill(const NeuronModel&, const R*, R, std::int64_t, std::int64_t) {}
    template <class V>
    SPW_HOST_DEVICE V at(const SurrogateNumbers<R>& numbers, V x, std::int64_t) const
    {
        return Surrogate::derivative(numbers, x);
    }
};
template <class R, std::int64_t kSize>
struct Slopes<SlopeRow, R, kSize> {
    alignas(64) R row[kSize];

    void fill(const NeuronModel& model, const R* h, R vThreshold, std::int64_t from, std::int64_t to)
    {
        for (std::int64_t n = from; n < to; ++n)
            row[n - from] = h[n] - vThreshold;
        surrogateRow(model.surrogate, row, row, to - from);
    }
    template <class V>
    SPW_HOST_DEVICE V at(const SurrogateNumbers<R>&, V, std::int64_t n) const
    {
        return load<V>(row + n);
    }
};

template <class Neuron, class Surrogate, class R, bool Soft, bool Stream>
void backwardRange(const NeuronModel& model, const BackwardBuffers& b, std::int64_t begin, std::int64_t end,
                   [[maybe_unused]] bool large, double* gradLearnables)
{
    using Parameters = typename Neuron::template Parameters<R>;
    const Parameters p = *static_cast<const Parameters*>(
        model.parameters(sizeof(R) == 4 ? RealType::Float32 : RealType::Float64));
    const R vThreshold = R(model.vThreshold), vReset = R(model.vReset);
    const SurrogateNumbers<R> numbers = numbersAs<R>(model.surrogate.numbers);
    const bool detach = model.detachReset;
    using Fetch = FetchAhead<R, 2048, 3>;
    constexpr std::int64_t kBlock = kBackwardBytes / std::int64_t(sizeof(R));
    constexpr int kSums = Neuron::kLearnableCount > 0 ? Neuron::kLearnableCount : 1;
    using Wide = typename VectorOf<R>::Type;
    Slopes<Surrogate, R, kBlock> slopes;

    for (std::int64_t from = begin; from < end; from += kBlock) {
        const std::int64_t to = from + kBlock < end ? from + kBlock : end;
        for (std::int64_t t = b.steps - 1; t >= 0; --t) {
            const std::int64_t row = t * b.neurons;
            const R* h = static_cast<const R*>(b.h) + row;
            const R* gradSpikes = b.gradSpikes ? static_cast<const R*>(b.gradSpikes) + row : nullptr;
            const R* gradVSeq = b.gradVSeq ? static_cast<const R*>(b.gradVSeq) + row : nullptr;
            R* gradX = static_cast<R*>(b.gradX) + row;
            const std::int64_t step = t > 0 ? -b.neurons : 0;
            const R* spikesOrH = gradSpikes ? gradSpikes : h;
            const Fetch inputH{h, h + step, from, to}, inputG{spikesOrH, spikesOrH + step, from, to};
            const Fetch output{gradX, gradX + step, from, to};
            const auto prefetch = [&](std::int64_t n) __attribute__((always_inline))
            {
                if (Stream || large) {
                    inputH.toRead(n);
                    inputG.toRead(n);
                }
                if (!Stream && large)
                    output.toWrite(n);
            };
            slopes.fill(model, h, vThreshold, from, to);
            Wide wideSums[kSums] = {};
            R tailSums[kSums] = {};
            overRow<R>(from, to, prefetch, [&](auto tag, std::int64_t n) __attribute__((always_inline)) {
                using V = typename decltype(tag)::Type;
                using State = typename Neuron::template State<V>;
                State grad, before{};
                for (int i = 0; i < Neuron::kStateCount; ++i)
                    variable<V>(grad, i) = load<V>(static_cast<const R*>(b.gradState[i]) + n);
                const V charged = load<V>(h + n);
                const V gradSpike = gradSpikes ? load<V>(gradSpikes + n) : V{};
                const V gradV = gradVSeq ? grad.v + load<V>(gradVSeq + n) : grad.v;
                const V slope = slopes.at(numbers, charged - vThreshold, n - from);
                const auto fires = charged >= vThreshold;
                V resetSlope;   // dV/dH of models.md 0.7
                if constexpr (Soft) {
                    resetSlope = splat<V>(R(1));
                    if (!detach)
                        resetSlope = fmadd(slope, splat<V>(-vThreshold), resetSlope);
                } else {
                    resetSlope = select(fires, V{}, splat<V>(R(1)));
                    if (!detach)
                        resetSlope = fmadd(vReset - charged, slope, resetSlope);
                }
                const V gradH = fmadd(gradSpike, slope, gradV * resetSlope);
                if constexpr (Neuron::kAdjointReadsState) {
                    if (t > 0) {
                        const V last = load<V>(h - b.neurons + n);
                        before.v = select(last >= vThreshold, Soft ? last - vThreshold : splat<V>(vReset), last);
                    } else {
                        before.v = load<V>(static_cast<const R*>(b.initialState[0]) + n);
                    }
                    for (int i = 1; i < Neuron::kStateCount; ++i)
                        variable<V>(before, i) =
                            t > 0 ? load<V>(static_cast<const R*>(b.extraSeq[i]) + row - b.neurons + n)
                                  : load<V>(static_cast<const R*>(b.initialState[i]) + n);
                }
                V gradInput{};
                V sums[kSums] = {};
                Neuron::adjoint(p, before, charged, gradH, grad, gradInput, sums);
                store<Stream>(gradX + n, gradInput);
                for (int i = 0; i < Neuron::kStateCount; ++i)
                    store<false>(static_cast<R*>(b.gradState[i]) + n, variable<V>(grad, i));
                if constexpr (Neuron::kLearnableCount > 0) {
                    for (int k = 0; k < Neuron::kLearnableCount; ++k) {
                        if constexpr (sizeof(V) == sizeof(Wide))
                            wideSums[k] += sums[k];
                        else
                            tailSums[k] += sums[k];
                    }
                }
            });
            for (int k = 0; k < Neuron::kLearnableCount; ++k)
                gradLearnables[k] += laneSum(wideSums[k]) + double(tailSums[k]);
        }
    }
    if constexpr (Stream)
        streamFence();
}

/// Doubles are for checks, not for speed: no code of their own for writing past the cache.
template <class R>
inline constexpr bool kStreams = sizeof(R) == sizeof(float) && sizeof(typename VectorOf<R>::Type) > sizeof(R);

template <class Neuron, class R, bool Soft>
void chooseForward(const NeuronModel& m, const ForwardBuffers& b, std::int64_t begin, std::int64_t end, bool large)
{
    const std::int64_t size = sizeof(R);
    bool stream = kStreams<R> && large && streamingStoresPay();
    for (const void* output : {static_cast<const void*>(b.spikes), static_cast<const void*>(b.h),
                               static_cast<const void*>(b.vSeq)})
        stream = stream && streamable(output, b.neurons, begin, size);
    for (int i = 1; i < Neuron::kStateCount; ++i)
        stream = stream && streamable(b.extraSeq[i], b.neurons, begin, size);
    stream ? forwardRange<Neuron, R, Soft, kStreams<R>>(m, b, begin, end, large)
           : forwardRange<Neuron, R, Soft, false>(m, b, begin, end, large);
}

template <class Neuron, class Surrogate, class R, bool Soft>
void chooseBackward(const NeuronModel& m, const BackwardBuffers& b, std::int64_t begin, std::int64_t end, bool large,
                    double* gradLearnables)
{
    if (kStreams<R> && large && streamable(b.gradX, b.neurons, begin, sizeof(R)) && streamingStoresPay())
        backwardRange<Neuron, Surrogate, R, Soft, kStreams<R>>(m, b, begin, end, large, gradLearnables);
    else
        backwardRange<Neuron, Surrogate, R, Soft, false>(m, b, begin, end, large, gradLearnables);
}

template <class Neuron, class Surrogate, class R>
void backwardWith(const NeuronModel& m, const BackwardBuffers& b, std::int64_t begin, std::int64_t end, bool large,
                  double* sums)
{
    m.softReset ? chooseBackward<Neuron, Surrogate, R, true>(m, b, begin, end, large, sums)
                : chooseBackward<Neuron, Surrogate, R, false>(m, b, begin, end, large, sums);
}

/// The two passes that a generated file exports for its neuron and number type.
template <class Neuron, class R>
void forwardNeuron(const NeuronModel& m, const ForwardBuffers& b, std::int64_t begin, std::int64_t end, bool large)
{
    m.softReset ? chooseForward<Neuron, R, true>(m, b, begin, end, large)
                : chooseForward<Neuron, R, false>(m, b, begin, end, large);
}

template <class Neuron, class R>
void backwardNeuron(const NeuronModel& m, const BackwardBuffers& b, std::int64_t begin, std::int64_t end, bool large,
                    double* sums)
{
    if constexpr (kIsHot<Neuron> && sizeof(R) == sizeof(float)) {   // double is for checks: rows will do
        int index = m.surrogate.index;
#define SPW_SURROGATE(Functor, id, title)
#define SPW_SURROGATE_HOT(Functor, id, title)                                                                     \
    if (index-- == 0)                                                                                              \
        return backwardWith<Neuron, Functor, R>(m, b, begin, end, large, sums);
#include "kernels/surrogate/surrogate_list.h"
    }
    backwardWith<Neuron, SlopeRow, R>(m, b, begin, end, large, sums);
}

} // namespace SPW_LEVEL
} // namespace spw::kernels
