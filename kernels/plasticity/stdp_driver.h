// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cpu/simd.h"
#include "kernels/plasticity/stdp.h"

/// The loops of stdp.h for one instruction set. Included by the per-level files alone.
namespace spw::kernels {
inline namespace SPW_LEVEL {

using StdpVector = VectorOf<float>::Type;
inline constexpr std::int64_t kStdpLanes = std::int64_t(sizeof(StdpVector) / sizeof(float));

SPW_HOST_DEVICE void decayTraces(float* traces, std::int64_t count, float decay)
{
    std::int64_t i = 0;
    for (; i + kStdpLanes <= count; i += kStdpLanes)
        store<false>(traces + i, load<StdpVector>(traces + i) * decay);
    for (; i < count; ++i)
        traces[i] *= decay;
}

template <class V>
SPW_HOST_DEVICE V within(V w, V least, V most)
{
    w = select(w < least, least, w);
    return select(w > most, most, w);
}

SPW_HOST_DEVICE float heldWithin(float w, float least, float most)
{
    w = w < least ? least : w;
    return w > most ? most : w;
}

void stdpEventStep(const StdpRule& r, const StdpLayer& l, const StepSpikes& s)
{
    decayTraces(l.tracesPre, l.pre, r.decayPre);
    decayTraces(l.tracesPost, l.post, r.decayPost);
    for (std::int64_t i = 0; i < s.preCount; ++i)
        l.tracesPre[s.pre[i]] += 1.0f;
    for (std::int64_t i = 0; i < s.postCount; ++i)
        l.tracesPost[s.post[i]] += 1.0f;

    // A weight between two neurons that fire falls, then rises, and is held within its limits only after both.
    for (std::int64_t i = 0; i < s.preCount; ++i) {
        float* row = l.weights + std::int64_t(s.pre[i]) * l.post;
        std::int64_t n = 0;
        for (; n + kStdpLanes <= l.post; n += kStdpLanes)
            store<false>(row + n, fmadd(splat<StdpVector>(-r.minus), load<StdpVector>(l.tracesPost + n),
                                        load<StdpVector>(row + n)));
        for (; n < l.post; ++n)
            row[n] = fmadd(-r.minus, l.tracesPost[n], row[n]);
    }
    if (s.postCount > 0)
        for (std::int64_t i = 0; i < l.pre; ++i) {
            float* row = l.weights + i * l.post;
            for (std::int64_t k = 0; k < s.postCount; ++k) {   // rows ahead are in no pattern a prefetcher knows
                __builtin_prefetch(row + 8 * l.post + s.post[k], 1);
                float& w = row[s.post[k]];
                w = heldWithin(fmadd(r.plus, l.tracesPre[i], w), r.least, r.most);
            }
        }
    for (std::int64_t i = 0; i < s.preCount; ++i) {
        float* row = l.weights + std::int64_t(s.pre[i]) * l.post;
        std::int64_t n = 0;
        for (; n + kStdpLanes <= l.post; n += kStdpLanes)
            store<false>(row + n, within(load<StdpVector>(row + n), splat<StdpVector>(r.least), splat<StdpVector>(r.most)));
        for (; n < l.post; ++n)
            row[n] = heldWithin(row[n], r.least, r.most);
    }
}

void stdpDenseStep(const StdpRule& r, const StdpLayer& l, const float* preSpikes, const float* postSpikes)
{
    for (std::int64_t i = 0; i < l.pre; ++i)
        l.tracesPre[i] = fmadd(l.tracesPre[i], r.decayPre, preSpikes[i]);
    for (std::int64_t n = 0; n < l.post; ++n)
        l.tracesPost[n] = fmadd(l.tracesPost[n], r.decayPost, postSpikes[n]);
    for (std::int64_t i = 0; i < l.pre; ++i) {
        float* row = l.weights + i * l.post;
        const float fall = -r.minus * preSpikes[i], rise = r.plus * l.tracesPre[i];
        std::int64_t n = 0;
        for (; n + kStdpLanes <= l.post; n += kStdpLanes) {
            const StdpVector w = fmadd(splat<StdpVector>(fall), load<StdpVector>(l.tracesPost + n), load<StdpVector>(row + n));
            store<false>(row + n, within(fmadd(splat<StdpVector>(rise), load<StdpVector>(postSpikes + n), w),
                                         splat<StdpVector>(r.least), splat<StdpVector>(r.most)));
        }
        for (; n < l.post; ++n)
            row[n] = heldWithin(fmadd(rise, postSpikes[n], fmadd(fall, l.tracesPost[n], row[n])), r.least, r.most);
    }
}

} // namespace SPW_LEVEL
} // namespace spw::kernels
