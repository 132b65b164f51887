// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cpu/simd.h"
#include "kernels/srm/srm_dynamics.h"

#include <memory>
#include <new>
#include <type_traits>

/// The loops of srm.h for one instruction set. Blocks of neurons whose running sums stay in cache, all steps inside a
/// block, vectors over neighbouring neurons. Included by the per-level files alone.
namespace spw::kernels {
inline namespace SPW_LEVEL {

inline constexpr std::int64_t kSrmBlockBytes = 4 * 1024;   // of one running sum
inline constexpr std::int64_t kWindowBytes = 256 * 1024;   // of the values that are still to leave a window

template <class V>
struct LaneTag {
    using Type = V;
};

/// body(LaneTag<V>, n) over [begin, end): four vectors at a time with `ahead` before them, then single ones.
template <class R, class Ahead, class Body>
SPW_HOST_DEVICE void overColumns(std::int64_t begin, std::int64_t end, const Ahead& ahead, const Body& body)
{
    using V = typename VectorOf<R>::Type;
    constexpr std::int64_t kLanes = sizeof(V) / sizeof(R);
    std::int64_t n = begin;
    for (; n + 4 * kLanes <= end; n += 4 * kLanes) {
        ahead(n);
        for (int k = 0; k < 4; ++k)
            body(LaneTag<V>{}, n + k * kLanes);
    }
    for (; n + kLanes <= end; n += kLanes)
        body(LaneTag<V>{}, n);
    for (; n < end; ++n)
        body(LaneTag<R>{}, n);
}

/// Reads 2 KB ahead of a row, running on into the row that comes next.
template <class R>
struct RowAhead {
    const R* row;
    std::int64_t next, begin, end;   // next: distance of the row that is worked on next, 0 if there is none

    SPW_HOST_DEVICE void operator()(std::int64_t n) const
    {
        constexpr std::int64_t kAhead = 2048 / std::int64_t(sizeof(R));
        constexpr std::int64_t kGroup = 4 * std::int64_t(sizeof(typename VectorOf<R>::Type));
        const std::int64_t ahead = n + kAhead;
        const R* p = row + (ahead < end ? ahead : next + begin + (ahead - end));
        for (std::int64_t byte = 0; byte < kGroup; byte += 64)
            __builtin_prefetch(reinterpret_cast<const char*>(p) + byte);
    }
};

/// What a kernel of `length` steps still needs of the rows that went by, for one block of neurons. A copy of its own,
/// because rows of a sequence are often a power of two apart and would push each other out of the cache.
template <class R>
class Window {
public:
    Window(std::int64_t steps, std::int64_t length, std::int64_t block)
        : m_length(length), m_block(block), m_steps(steps)
    {
        if (steps > length)   // else nothing leaves the window
            m_rows.reset(static_cast<R*>(::operator new[](std::size_t(length * block) * sizeof(R),
                                                          std::align_val_t(64))));
    }

    /// Where to keep the row of step t for later, or null if it will not be asked for.
    R* keep(std::int64_t t) const { return t + m_length < m_steps ? m_rows.get() + t % m_length * m_block : nullptr; }
    /// The row that leaves at step t, or null if there is none in this call.
    const R* leaving(std::int64_t t) const
    {
        return t >= m_length ? m_rows.get() + t % m_length * m_block : nullptr;
    }

private:
    struct Free {
        void operator()(R* rows) const { ::operator delete[](rows, std::align_val_t(64)); }
    };
    std::int64_t m_length, m_block, m_steps;
    std::unique_ptr<R[], Free> m_rows;
};

/// Neurons of a block: as many as keep the window in the cache, between one and sixteen groups of vectors.
template <class R>
std::int64_t blockFor(std::int64_t steps, std::int64_t length)
{
    constexpr std::int64_t kGroup = 256 / std::int64_t(sizeof(R)), kMost = kSrmBlockBytes / std::int64_t(sizeof(R));
    if (steps <= length)
        return kMost;
    const std::int64_t fits = kWindowBytes / (length * std::int64_t(sizeof(R))) / kGroup * kGroup;
    return fits < kGroup ? kGroup : fits > kMost ? kMost : fits;
}

/// The row that is `length` steps before step t of this call, from before it; null if there is none.
template <class R>
const R* rowOfPast(std::int64_t neurons, std::int64_t t, std::int64_t length, const PastRows& past)
{
    const std::int64_t back = length - t;
    if (back <= 0 || back > past.filled)
        return nullptr;
    return static_cast<const R*>(past.rows) + ((past.start - back + past.capacity) % past.capacity) * neurons;
}

/// Doubles are for checks, not for speed: no code of their own for writing past the cache.
template <class R>
inline constexpr bool kStreams = std::is_same_v<R, float>;

/// True if rows from neuron `begin` on can be written past the cache, which pays when they do not fit it.
template <class R>
bool writesPastCache(const void* to, std::int64_t steps, std::int64_t neurons, std::int64_t begin)
{
    constexpr std::int64_t kSize = sizeof(R), kLarge = 4 * 1024 * 1024;
    return kStreams<R> && sizeof(typename VectorOf<R>::Type) > sizeof(R) && steps * neurons * kSize > kLarge
           && reinterpret_cast<std::uintptr_t>(to) % 64 == 0 && neurons * kSize % 64 == 0 && begin * kSize % 64 == 0;
}

/// Stands for a row where none leaves the window: reading zeros costs less than loops of their own for every case.
template <class R>
alignas(64) inline constexpr R kNothing[kSrmBlockBytes / sizeof(R)] = {};

/// The row that leaves at a step, indexed like the neurons of the block from `from` on.
template <class R>
const R* leavingRow(const R* kept, const R* past, std::int64_t from)
{
    return kept ? kept - from : past ? past : kNothing<R> - from;
}

template <class R, bool Stream>
void pspForwardRange(const AlphaKernel& kernel, double ts, const PspBuffers& b, std::int64_t begin, std::int64_t end)
{
    const AlphaStep<R> alpha(kernel, ts);
    const std::int64_t block = blockFor<R>(b.steps, kernel.length);
    const Window<R> window(b.steps, kernel.length, block);
    R *p = static_cast<R*>(b.p), *q = static_cast<R*>(b.q);
    for (std::int64_t from = begin; from < end; from += block) {
        const std::int64_t to = from + block < end ? from + block : end;
        for (std::int64_t t = 0; t < b.steps; ++t) {
            const R* x = static_cast<const R*>(b.x) + t * b.neurons;
            R* y = static_cast<R*>(b.y) + t * b.neurons;
            const R* old = leavingRow(window.leaving(t), rowOfPast<R>(b.neurons, t, kernel.length, b.past), from);
            R* keep = window.keep(t);
            const RowAhead<R> ahead{x, t + 1 < b.steps ? b.neurons : 0, from, to};
            overColumns<R>(from, to, ahead, [&](auto tag, std::int64_t n) __attribute__((always_inline)) {
                using V = typename decltype(tag)::Type;
                const V in = load<V>(x + n);
                V pn = load<V>(p + n), qn = load<V>(q + n);
                store<Stream>(y + n, alpha.filter(pn, qn, in, load<V>(old + n)));
                if (keep)
                    store<false>(keep + n - from, in);
                store<false>(p + n, pn);
                store<false>(q + n, qn);
            });
        }
    }
    if constexpr (Stream)
        streamFence();
}

/// The correlation with a kernel: its recursion run backward in time. `gradient(tag, t, n)` is what comes in at step t.
template <class R, bool Stream, class Gradient>
void correlateRange(const AlphaKernel& kernel, double ts, std::int64_t steps, std::int64_t neurons, void* gradX,
                    std::int64_t begin, std::int64_t end, const Gradient& gradient)
{
    const AlphaStep<R> alpha(kernel, ts);
    const std::int64_t block = blockFor<R>(steps, kernel.length);
    const Window<R> window(steps, kernel.length, block);
    alignas(64) R p[kSrmBlockBytes / sizeof(R)], q[kSrmBlockBytes / sizeof(R)];
    for (std::int64_t from = begin; from < end; from += block) {
        const std::int64_t to = from + block < end ? from + block : end;
        __builtin_memset(p, 0, sizeof p);
        __builtin_memset(q, 0, sizeof q);
        for (std::int64_t back = 0; back < steps; ++back) {
            const std::int64_t t = steps - 1 - back;
            R* out = static_cast<R*>(gradX) + t * neurons;
            const R* old = leavingRow<R>(window.leaving(back), nullptr, from);
            R* keep = window.keep(back);
            overColumns<R>(from, to, gradient.ahead(t, from, to),
                           [&](auto tag, std::int64_t n) __attribute__((always_inline)) {
                using V = typename decltype(tag)::Type;
                const std::int64_t i = n - from;
                const V in = gradient(tag, t, n);
                V pn = load<V>(p + i), qn = load<V>(q + i);
                const V response = alpha.filter(pn, qn, in, load<V>(old + n));
                if (keep)
                    store<false>(keep + i, in);
                store<Stream>(out + n, response);
                store<false>(p + i, pn);
                store<false>(q + i, qn);
            });
        }
    }
    if constexpr (Stream)
        streamFence();
}

template <class R>
struct PlainGradient {
    const R* grad;
    std::int64_t neurons;

    template <class Tag>
    SPW_HOST_DEVICE auto operator()(Tag, std::int64_t t, std::int64_t n) const
    {
        return load<typename Tag::Type>(grad + t * neurons + n);
    }
    RowAhead<R> ahead(std::int64_t t, std::int64_t from, std::int64_t to) const
    {
        return {grad + t * neurons, t > 0 ? -neurons : 0, from, to};
    }
};

/// Gradient of the spikes times the slope of the threshold, given or of the escape density.
template <class R, bool GivenSlope>
struct SpikeGradient {
    const R *grad, *potential, *slope;
    std::int64_t neurons;
    EscapeSlope<R> escape;

    template <class Tag>
    SPW_HOST_DEVICE auto operator()(Tag, std::int64_t t, std::int64_t n) const
    {
        using V = typename Tag::Type;
        const std::int64_t at = t * neurons + n;
        if constexpr (GivenSlope)
            return load<V>(grad + at) * load<V>(slope + at);
        else
            return load<V>(grad + at) * escape(load<V>(potential + at));
    }
    auto ahead(std::int64_t t, std::int64_t from, std::int64_t to) const
    {
        const std::int64_t next = t > 0 ? -neurons : 0;
        const RowAhead<R> first{grad + t * neurons, next, from, to};
        const RowAhead<R> second{(GivenSlope ? slope : potential) + t * neurons, next, from, to};
        return [=](std::int64_t n) __attribute__((always_inline))
        {
            first(n);
            second(n);
        };
    }
};

template <class R, bool Filter, bool Stream>
void srmForwardRange(const SrmModel& m, const SrmBuffers& b, std::int64_t begin, std::int64_t end)
{
    const AlphaStep<R> psp(m.psp, m.ts), refractory(m.refractory, m.ts);   // spikes of 1/ts have a response of 1
    const R theta = R(m.theta), amplitude = R(1.0 / m.ts);
    const std::int64_t length = Filter ? m.psp.length : 1, spikeLength = m.refractory.length;
    const std::int64_t block = blockFor<R>(b.steps, Filter && b.steps > length ? length : spikeLength);
    const Window<R> window(Filter ? b.steps : 0, length, block), spikeWindow(b.steps, spikeLength, block);
    R *p = static_cast<R*>(b.state[0]), *q = static_cast<R*>(b.state[1]);
    R *spikeP = static_cast<R*>(b.state[2]), *spikeQ = static_cast<R*>(b.state[3]);
    for (std::int64_t from = begin; from < end; from += block) {
        const std::int64_t to = from + block < end ? from + block : end;
        for (std::int64_t t = 0; t < b.steps; ++t) {
            const R* x = static_cast<const R*>(b.x) + t * b.neurons;
            R* spikes = static_cast<R*>(b.spikes) + t * b.neurons;
            R* potential = b.potential ? static_cast<R*>(b.potential) + t * b.neurons : nullptr;
            const R* old = nullptr;
            R *keep = nullptr, *keepSpikes = spikeWindow.keep(t);
            if constexpr (Filter) {
                old = leavingRow(window.leaving(t), rowOfPast<R>(b.neurons, t, length, b.pastInput), from);
                keep = window.keep(t);
            }
            const R* oldSpikes =
                leavingRow(spikeWindow.leaving(t), rowOfPast<R>(b.neurons, t, spikeLength, b.pastSpikes), from);
            const RowAhead<R> ahead{x, t + 1 < b.steps ? b.neurons : 0, from, to};
            overColumns<R>(from, to, ahead, [&](auto tag, std::int64_t n) __attribute__((always_inline)) {
                using V = typename decltype(tag)::Type;
                V u = load<V>(x + n);
                if constexpr (Filter) {
                    const V in = u;
                    V pn = load<V>(p + n), qn = load<V>(q + n);
                    u = psp.filter(pn, qn, in, load<V>(old + n));
                    if (keep)
                        store<false>(keep + n - from, in);
                    store<false>(p + n, pn);
                    store<false>(q + n, qn);
                }
                const V leaves = load<V>(oldSpikes + n);
                V sp = load<V>(spikeP + n), sq = (load<V>(spikeQ + n) + sp) * refractory.decay;
                sq = fmadd(leaves, splat<V>(refractory.outOfQ), sq);
                u = fmadd(sq, splat<V>(refractory.gain), u);
                const V spike = select(u >= theta, splat<V>(amplitude), V{});
                sp = fmadd(leaves, splat<V>(refractory.outOfP), fmadd(sp, splat<V>(refractory.decay), spike));
                store<Stream>(spikes + n, spike);
                if (keepSpikes)
                    store<false>(keepSpikes + n - from, spike);
                if (potential)
                    store<Stream>(potential + n, u);
                store<false>(spikeP + n, sp);
                store<false>(spikeQ + n, sq);
            });
        }
    }
    if constexpr (Stream)
        streamFence();
}

template <class R>
void srmForwardReal(const SrmModel& m, const SrmBuffers& b, std::int64_t begin, std::int64_t end)
{
    const bool stream = writesPastCache<R>(b.spikes, b.steps, b.neurons, begin)
                        && (!b.potential || writesPastCache<R>(b.potential, b.steps, b.neurons, begin));
    constexpr bool kMayStream = kStreams<R>;
    if (m.filtersInput)
        stream ? srmForwardRange<R, true, kMayStream>(m, b, begin, end)
               : srmForwardRange<R, true, false>(m, b, begin, end);
    else
        stream ? srmForwardRange<R, false, kMayStream>(m, b, begin, end)
               : srmForwardRange<R, false, false>(m, b, begin, end);
}

template <class R, bool GivenSlope>
void srmBackwardReal(const SrmModel& m, const SrmGradient& b, std::int64_t begin, std::int64_t end)
{
    const SpikeGradient<R, GivenSlope> gradient{static_cast<const R*>(b.gradSpikes),
                                                static_cast<const R*>(b.potential), static_cast<const R*>(b.slope),
                                                b.neurons, EscapeSlope<R>(m)};
    if (m.filtersInput) {
        writesPastCache<R>(b.gradX, b.steps, b.neurons, begin)
            ? correlateRange<R, kStreams<R>>(m.psp, m.ts, b.steps, b.neurons, b.gradX, begin, end, gradient)
            : correlateRange<R, false>(m.psp, m.ts, b.steps, b.neurons, b.gradX, begin, end, gradient);
        return;
    }
    for (std::int64_t t = 0; t < b.steps; ++t)
        overColumns<R>(begin, end, gradient.ahead(t, begin, end),
                       [&](auto tag, std::int64_t n) __attribute__((always_inline)) {
                           store<false>(static_cast<R*>(b.gradX) + t * b.neurons + n, gradient(tag, t, n));
                       });
}

template <class R>
void loihiForwardReal(const LoihiModel& m, const LoihiBuffers& b, std::int64_t begin, std::int64_t end)
{
    const R ts = R(b.ts), amplitude = R(1.0 / b.ts);
    for (std::int64_t t = 0; t < b.steps; ++t) {
        const std::int64_t row = t * b.neurons;
        const bool waits = b.first && t == 0;
        for (std::int64_t n = begin; n < end; ++n) {
            std::int64_t shown = 0;
            const std::int64_t weighted = std::int64_t(static_cast<const R*>(b.x)[row + n] * ts);
            const bool spikes =
                !waits && loihiStep(m, b.state[0][n], b.state[1][n], b.state[2][n], weighted, shown);
            static_cast<R*>(b.spikes)[row + n] = spikes ? amplitude : R(0);
            if (b.voltage)
                static_cast<R*>(b.voltage)[row + n] = R(shown);
            if (b.current)
                static_cast<R*>(b.current)[row + n] = R(b.state[0][n]);
        }
    }
}

/// Entry points of this level.
void pspForward(const AlphaKernel& k, double ts, const PspBuffers& b, std::int64_t begin, std::int64_t end)
{
    if (b.type == RealType::Float32)
        writesPastCache<float>(b.y, b.steps, b.neurons, begin) ? pspForwardRange<float, true>(k, ts, b, begin, end)
                                                               : pspForwardRange<float, false>(k, ts, b, begin, end);
    else
        pspForwardRange<double, false>(k, ts, b, begin, end);
}

void pspBackward(const AlphaKernel& k, double ts, const PspBuffers& b, std::int64_t begin, std::int64_t end)
{
    if (b.type == RealType::Float32) {
        const PlainGradient<float> gradient{static_cast<const float*>(b.x), b.neurons};
        writesPastCache<float>(b.y, b.steps, b.neurons, begin)
            ? correlateRange<float, true>(k, ts, b.steps, b.neurons, b.y, begin, end, gradient)
            : correlateRange<float, false>(k, ts, b.steps, b.neurons, b.y, begin, end, gradient);
    } else {
        const PlainGradient<double> gradient{static_cast<const double*>(b.x), b.neurons};
        correlateRange<double, false>(k, ts, b.steps, b.neurons, b.y, begin, end, gradient);
    }
}

void srmForward(const SrmModel& m, const SrmBuffers& b, std::int64_t begin, std::int64_t end)
{
    b.type == RealType::Float32 ? srmForwardReal<float>(m, b, begin, end) : srmForwardReal<double>(m, b, begin, end);
}

void srmBackward(const SrmModel& m, const SrmGradient& b, std::int64_t begin, std::int64_t end)
{
    if (b.type == RealType::Float32)
        b.slope ? srmBackwardReal<float, true>(m, b, begin, end) : srmBackwardReal<float, false>(m, b, begin, end);
    else
        b.slope ? srmBackwardReal<double, true>(m, b, begin, end) : srmBackwardReal<double, false>(m, b, begin, end);
}

void loihiForward(const LoihiModel& m, const LoihiBuffers& b, std::int64_t begin, std::int64_t end)
{
    b.type == RealType::Float32 ? loihiForwardReal<float>(m, b, begin, end)
                                : loihiForwardReal<double>(m, b, begin, end);
}

} // namespace SPW_LEVEL
} // namespace spw::kernels
