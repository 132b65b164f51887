// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cpu/simd.h"
#include "kernels/cpu/store_policy.h"
#include "kernels/cpu/surrogate_rows.h"
#include "kernels/sequence_kernels.h"

/// The CPU driver of the neurons of dynamics/sequence_list.h: like neuron_driver.h blocks of neurons whose state stays
/// in cache, all steps inside a block, vectors over neighbouring neurons; large calls read ahead and store past the
/// cache. Slopes come from a row of surrogate arguments, computed a block at a time just before they are needed.
/// Included by the generated files, one per neuron and instruction set.
namespace spw::kernels {
inline namespace SPW_LEVEL {

template <class V>
struct SequenceTag {
    using Type = V;
};

/// Calls `body(tag, n)` over [begin, end) with vectors, then single numbers; `ahead(n)` once for each 256 bytes.
template <class R, class Ahead, class Body>
SPW_HOST_DEVICE void overNeurons(std::int64_t begin, std::int64_t end, const Ahead& ahead, const Body& body)
{
    using V = typename VectorOf<R>::Type;
    constexpr std::int64_t kLanes = sizeof(V) / sizeof(R), kGroup = 256 / std::int64_t(sizeof(R));
    std::int64_t n = begin;
    if constexpr (kLanes > 1)
        while (n + kLanes <= end) {
            const std::int64_t stop = n + kGroup < end ? n + kGroup : end;
            ahead(n);
#pragma GCC unroll 1
            for (; n + kLanes <= stop; n += kLanes)
                body(SequenceTag<V>{}, n);
        }
#pragma GCC unroll 1
    for (; n < end; ++n)
        body(SequenceTag<R>{}, n);
}

/// Asks for the 256 bytes of `row` that lie 2 KB after position n; past `end` for the start of `nextRow`.
template <class R, bool Write = false>
SPW_HOST_DEVICE void readAhead(const R* row, const R* nextRow, std::int64_t begin, std::int64_t end, std::int64_t n)
{
    const std::int64_t ahead = n + 2048 / std::int64_t(sizeof(R));
    const R* p = ahead < end ? row + ahead : nextRow + begin + (ahead - end);
    for (int byte = 0; byte < 256; byte += 64)
        __builtin_prefetch(reinterpret_cast<const char*>(p) + byte, Write ? 1 : 0);
}

/// The same for each row that is written, where there is one.
template <class R>
SPW_HOST_DEVICE void writeAhead(R* const* rows, int count, std::int64_t step, std::int64_t begin, std::int64_t end,
                                std::int64_t n)
{
    for (int i = 0; i < count; ++i)
        if (rows[i])
            readAhead<R, true>(rows[i], rows[i] + step, begin, end, n);
}

/// Neurons in a block: at most 16 K floats, fewer when a neuron keeps many numbers, so that all stay in cache.
template <class R>
constexpr std::int64_t sequenceBlock(int numbersPerNeuron)
{
    std::int64_t block = 192 * 1024 / std::int64_t(sizeof(R)) / (numbersPerNeuron > 0 ? numbersPerNeuron : 1);
    if (block > 64 * 1024 / std::int64_t(sizeof(R)))
        block = 64 * 1024 / std::int64_t(sizeof(R));
    return block / 64 * 64;
}

/// True if rows of every given pointer can be written by streaming vector stores from neuron `begin` on.
template <class R>
bool sequenceStreamable(void* const* pointers, int count, std::int64_t neurons, std::int64_t begin)
{
    for (int i = 0; i < count; ++i)
        if (reinterpret_cast<std::uintptr_t>(pointers[i]) % 64 != 0)
            return false;
    return neurons * std::int64_t(sizeof(R)) % 64 == 0 && begin * std::int64_t(sizeof(R)) % 64 == 0;
}

template <class R>
SPW_HOST_DEVICE R* rowOf(void* base, std::int64_t row)
{
    return base ? static_cast<R*>(base) + row : nullptr;
}
template <class R>
SPW_HOST_DEVICE const R* rowOf(const void* base, std::int64_t row)
{
    return base ? static_cast<const R*>(base) + row : nullptr;
}

constexpr int atLeastOne(int count) { return count > 0 ? count : 1; }

template <class Neuron, class R, bool Stream>
void sequenceForwardRange(const SequenceModel& model, const SequenceForward& b, std::int64_t begin, std::int64_t end,
                          [[maybe_unused]] bool large)
{
    using Parameters = typename Neuron::template Parameters<R>;
    const Parameters p = *static_cast<const Parameters*>(
        model.parameters(sizeof(R) == 4 ? RealType::Float32 : RealType::Float64));
    constexpr int kStates = Neuron::kStates, kSaved = Neuron::kSaved, kLearn = Neuron::kLearnables;
    constexpr std::int64_t kBlock = sequenceBlock<R>(kStates + kLearn);

    for (std::int64_t from = begin; from < end; from += kBlock) {
        const std::int64_t to = from + kBlock < end ? from + kBlock : end;
        for (std::int64_t t = 0; t < b.steps; ++t) {
            const std::int64_t row = t * b.neurons, next = t + 1 < b.steps ? b.neurons : 0;
            const R* x[Neuron::kInputs];
            R *y[Neuron::kOutputs], *saved[atLeastOne(kSaved)] = {}, *stateSeq[atLeastOne(kStates)] = {};
            for (int i = 0; i < Neuron::kInputs; ++i)
                x[i] = rowOf<R>(b.x[i], row);
            for (int i = 0; i < Neuron::kOutputs; ++i)
                y[i] = rowOf<R>(b.y[i], row);
            for (int i = 0; i < kSaved; ++i)
                saved[i] = rowOf<R>(b.saved[i], row);
            for (int i = 0; i < kStates; ++i)
                stateSeq[i] = rowOf<R>(b.stateSeq[i], row);
            const auto ahead = [&](std::int64_t n) __attribute__((always_inline))
            {
                if (Stream || large)
                    for (int i = 0; i < Neuron::kInputs; ++i)
                        readAhead(x[i], x[i] + next, from, to, n);
                if (!Stream && large) {
                    writeAhead(y, Neuron::kOutputs, next, from, to, n);
                    writeAhead(saved, kSaved, next, from, to, n);
                    writeAhead(stateSeq, kStates, next, from, to, n);
                }
            };
            overNeurons<R>(from, to, ahead, [&](auto tag, std::int64_t n) __attribute__((always_inline)) {
                using V = typename decltype(tag)::Type;
                V in[Neuron::kInputs], out[Neuron::kOutputs], state[atLeastOne(kStates)], keep[atLeastOne(kSaved)],
                    learn[atLeastOne(kLearn)];
                for (int i = 0; i < Neuron::kInputs; ++i)
                    in[i] = load<V>(x[i] + n);
                for (int i = 0; i < kStates; ++i)
                    state[i] = load<V>(static_cast<const R*>(b.state[i]) + n);
                for (int i = 0; i < kLearn; ++i)
                    learn[i] = load<V>(static_cast<const R*>(b.learn[i]) + n);
                Neuron::template step<R, V>(p, learn, state, in, out, keep);
                for (int i = 0; i < Neuron::kOutputs; ++i)
                    store<Stream>(y[i] + n, out[i]);
                for (int i = 0; i < kSaved; ++i)
                    if (saved[i])
                        store<Stream>(saved[i] + n, keep[i]);
                for (int i = 0; i < kStates; ++i) {
                    store<false>(static_cast<R*>(b.state[i]) + n, state[i]);
                    if (stateSeq[i])
                        store<Stream>(stateSeq[i] + n, state[i]);
                }
            });
        }
    }
    if constexpr (Stream)
        streamFence();   // other threads may read the output as soon as we return
}

template <class Neuron, class R, bool Stream>
void sequenceBackwardRange(const SequenceModel& model, const SequenceBackward& b, std::int64_t begin, std::int64_t end,
                           [[maybe_unused]] bool large)
{
    using Parameters = typename Neuron::template Parameters<R>;
    const Parameters p = *static_cast<const Parameters*>(
        model.parameters(sizeof(R) == 4 ? RealType::Float32 : RealType::Float64));
    constexpr int kStates = Neuron::kStates, kSaved = Neuron::kSaved, kLearn = Neuron::kLearnables;
    constexpr std::int64_t kBlock = sequenceBlock<R>(kStates + 2 * kLearn);
    constexpr std::int64_t kSlopes = 8 * 1024 / std::int64_t(sizeof(R));   // a piece of a row: stays in the first cache
    alignas(64) R slopes[Neuron::kSpikes ? kSlopes : 1];

    for (std::int64_t from = begin; from < end; from += kBlock) {
        const std::int64_t to = from + kBlock < end ? from + kBlock : end;
        for (std::int64_t t = b.steps - 1; t >= 0; --t) {
            const std::int64_t row = t * b.neurons, next = t > 0 ? -b.neurons : 0;
            const R *saved[atLeastOne(kSaved)] = {}, *gradY[Neuron::kOutputs], *gradSeq[atLeastOne(kStates)] = {};
            R* gradX[Neuron::kInputs];
            for (int i = 0; i < kSaved; ++i)
                saved[i] = rowOf<R>(b.saved[i], row);
            for (int i = 0; i < Neuron::kOutputs; ++i)
                gradY[i] = rowOf<R>(b.gradY[i], row);
            for (int i = 0; i < kStates; ++i)
                gradSeq[i] = rowOf<R>(b.gradStateSeq[i], row);
            for (int i = 0; i < Neuron::kInputs; ++i)
                gradX[i] = rowOf<R>(b.gradX[i], row);
            const auto aheadSaved = [&](std::int64_t n) __attribute__((always_inline))
            {
                if (Stream || large)
                    for (int i = 0; i < kSaved; ++i)
                        readAhead(saved[i], saved[i] + next, from, to, n);
            };
            const auto aheadAll = [&](std::int64_t n) __attribute__((always_inline))
            {
                if (Stream || large) {
                    if constexpr (!Neuron::kSpikes)
                        aheadSaved(n);
                    for (int i = 0; i < Neuron::kOutputs; ++i)
                        if (gradY[i])
                            readAhead(gradY[i], gradY[i] + next, from, to, n);
                }
                if (!Stream && large)
                    writeAhead(gradX, Neuron::kInputs, next, from, to, n);
            };
            const auto step = [&](auto tag, std::int64_t n, const R* slopeAt) __attribute__((always_inline))
            {
                using V = typename decltype(tag)::Type;
                V keep[atLeastOne(kSaved)], grad[atLeastOne(kStates)], gradOut[Neuron::kOutputs],
                    gradIn[Neuron::kInputs], learn[atLeastOne(kLearn)], gradLearn[atLeastOne(kLearn)];
                for (int i = 0; i < kSaved; ++i)
                    keep[i] = load<V>(saved[i] + n);
                for (int i = 0; i < kStates; ++i) {
                    grad[i] = load<V>(static_cast<const R*>(b.gradState[i]) + n);
                    if (gradSeq[i])
                        grad[i] = grad[i] + load<V>(gradSeq[i] + n);
                }
                for (int i = 0; i < Neuron::kOutputs; ++i)
                    gradOut[i] = gradY[i] ? load<V>(gradY[i] + n) : V{};
                for (int i = 0; i < kLearn; ++i) {
                    learn[i] = load<V>(static_cast<const R*>(b.learn[i]) + n);
                    gradLearn[i] = load<V>(static_cast<const R*>(b.gradLearn[i]) + n);
                }
                for (int i = 0; i < Neuron::kInputs; ++i)
                    gradIn[i] = V{};
                const V slope = slopeAt ? load<V>(slopeAt) : V{};
                Neuron::template back<R, V>(p, learn, keep, slope, gradOut, grad, gradIn, gradLearn);
                for (int i = 0; i < Neuron::kInputs; ++i)
                    store<Stream>(gradX[i] + n, gradIn[i]);
                for (int i = 0; i < kStates; ++i)
                    store<false>(static_cast<R*>(b.gradState[i]) + n, grad[i]);
                for (int i = 0; i < kLearn; ++i)
                    store<false>(static_cast<R*>(b.gradLearn[i]) + n, gradLearn[i]);
            };
            if constexpr (Neuron::kSpikes) {
                for (std::int64_t first = from; first < to; first += kSlopes) {
                    const std::int64_t last = first + kSlopes < to ? first + kSlopes : to;
                    overNeurons<R>(first, last, aheadSaved,
                                   [&](auto tag, std::int64_t n) __attribute__((always_inline)) {
                        using V = typename decltype(tag)::Type;
                        V keep[atLeastOne(kSaved)], learn[atLeastOne(kLearn)];
                        for (int i = 0; i < kSaved; ++i)
                            keep[i] = load<V>(saved[i] + n);
                        for (int i = 0; i < kLearn; ++i)
                            learn[i] = load<V>(static_cast<const R*>(b.learn[i]) + n);
                        store<false>(slopes + (n - first), Neuron::template surrogateArgument<R, V>(p, learn, keep));
                    });
                    surrogateRow(model.surrogate, slopes, slopes, last - first);
                    overNeurons<R>(first, last, aheadAll, [&](auto tag, std::int64_t n) __attribute__((always_inline)) {
                        step(tag, n, slopes + (n - first));
                    });
                }
            } else {
                overNeurons<R>(from, to, aheadAll, [&](auto tag, std::int64_t n) __attribute__((always_inline)) {
                    step(tag, n, static_cast<const R*>(nullptr));
                });
            }
        }
    }
    if constexpr (Stream)
        streamFence();
}

/// Doubles are for checks, not for speed: no code of their own for writing past the cache.
template <class R>
inline constexpr bool kSequenceStreams = sizeof(R) == sizeof(float) && sizeof(typename VectorOf<R>::Type) > sizeof(R);

template <class Neuron, class R>
void sequenceForwardOf(const SequenceModel& m, const SequenceForward& b, std::int64_t begin, std::int64_t end,
                       bool large)
{
    if constexpr (kSequenceStreams<R>)
        if (large && streamingStoresPay() && sequenceStreamable<R>(b.y, Neuron::kOutputs, b.neurons, begin)
            && sequenceStreamable<R>(b.saved, Neuron::kSaved, b.neurons, begin)
            && sequenceStreamable<R>(b.stateSeq, Neuron::kStates, b.neurons, begin))
            return sequenceForwardRange<Neuron, R, true>(m, b, begin, end, large);
    sequenceForwardRange<Neuron, R, false>(m, b, begin, end, large);
}

template <class Neuron, class R>
void sequenceBackwardOf(const SequenceModel& m, const SequenceBackward& b, std::int64_t begin, std::int64_t end,
                        bool large)
{
    if constexpr (kSequenceStreams<R>)
        if (large && streamingStoresPay() && sequenceStreamable<R>(b.gradX, Neuron::kInputs, b.neurons, begin))
            return sequenceBackwardRange<Neuron, R, true>(m, b, begin, end, large);
    sequenceBackwardRange<Neuron, R, false>(m, b, begin, end, large);
}

/// The two passes that a generated file exports for its neuron.
template <class Neuron>
void sequenceForward(const SequenceModel& m, const SequenceForward& b, std::int64_t begin, std::int64_t end,
                     bool large)
{
    b.type == RealType::Float32 ? sequenceForwardOf<Neuron, float>(m, b, begin, end, large)
                                : sequenceForwardOf<Neuron, double>(m, b, begin, end, large);
}

template <class Neuron>
void sequenceBackward(const SequenceModel& m, const SequenceBackward& b, std::int64_t begin, std::int64_t end,
                      bool large)
{
    b.type == RealType::Float32 ? sequenceBackwardOf<Neuron, float>(m, b, begin, end, large)
                                : sequenceBackwardOf<Neuron, double>(m, b, begin, end, large);
}

} // namespace SPW_LEVEL
} // namespace spw::kernels
