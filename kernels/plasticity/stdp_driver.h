// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cpu/simd.h"
#include "kernels/plasticity/stdp.h"

#include <cstddef>
#include <vector>

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

template <class V> SPW_HOST_DEVICE V weighted(const StdpWeighting& f, V w)
{
    return within(fmadd(splat<V>(f.slope), w, splat<V>(f.offset)), splat<V>(f.least), splat<V>(f.most));
}

SPW_HOST_DEVICE float weighted(const StdpWeighting& f, float w)
{
    return heldWithin(fmadd(f.slope, w, f.offset), f.least, f.most);
}

inline bool isConstant(const StdpWeighting& f) { return f.slope == 0.0f && f.least <= f.offset && f.offset <= f.most; }

/// Rises of the neurons that fire, before weights and traces of inputs are looked at.
inline const float* risesOf(const StdpRule& r, const StdpLayer& l, const StepSpikes& s, std::vector<float>& rises)
{
    rises.resize(std::size_t(s.postCount));
    for (std::int64_t k = 0; k < s.postCount; ++k)
        rises[std::size_t(k)] = l.tracesSlow ? r.plus * fmadd(r.triplet, l.tracesSlow[s.post[k]], r.pair) : r.plus;
    return rises.data();
}

/// @tparam kConstant  neither half of the rule depends on the weight: offsets are in `plus` and `minus`.
template <bool kConstant>
void stdpVisit(const StdpRule& r, const StdpLayer& l, const StepSpikes& s, const float* rises)
{
    static thread_local std::vector<float> both;   // weights between two neurons that fire fall and rise at once
    both.resize(std::size_t(s.postCount));
    const StdpVector minus = splat<StdpVector>(-r.minus), least = splat<StdpVector>(r.least), most = splat<StdpVector>(r.most);
    for (std::int64_t i = 0; i < s.preCount; ++i) {
        float* row = l.weights + std::int64_t(s.pre[i]) * l.post;
        const float trace = l.tracesPre[s.pre[i]] - r.target;
        for (std::int64_t k = 0; k < s.postCount; ++k) {
            const float w = row[s.post[k]];
            const float fall = kConstant ? -r.minus : -r.minus * weighted(r.minusOf, w);
            const float rise = kConstant ? rises[k] : rises[k] * weighted(r.plusOf, w);
            both[std::size_t(k)] = heldWithin(fmadd(rise, trace, fmadd(fall, l.tracesPost[s.post[k]], w)), r.least, r.most);
        }
        std::int64_t n = 0;
        for (; n + kStdpLanes <= l.post; n += kStdpLanes) {
            const StdpVector w = load<StdpVector>(row + n);
            const StdpVector fall = kConstant ? minus : minus * weighted(r.minusOf, w);
            store<false>(row + n, within(fmadd(fall, load<StdpVector>(l.tracesPost + n), w), least, most));
        }
        for (; n < l.post; ++n) {
            const float fall = kConstant ? -r.minus : -r.minus * weighted(r.minusOf, row[n]);
            row[n] = heldWithin(fmadd(fall, l.tracesPost[n], row[n]), r.least, r.most);
        }
        for (std::int64_t k = 0; k < s.postCount; ++k)
            row[s.post[k]] = both[std::size_t(k)];
    }
    if (s.postCount == 0)
        return;
    std::int64_t next = 0;   // of the inputs that fire: their rows are done
    for (std::int64_t i = 0; i < l.pre; ++i) {
        if (next < s.preCount && s.pre[next] == i) {
            ++next;
            continue;
        }
        float* row = l.weights + i * l.post;
        const float trace = l.tracesPre[i] - r.target;
        for (std::int64_t k = 0; k < s.postCount; ++k) {   // rows ahead are in no pattern a prefetcher knows
            __builtin_prefetch(row + 8 * l.post + s.post[k], 1);
            float& w = row[s.post[k]];
            const float rise = kConstant ? rises[k] : rises[k] * weighted(r.plusOf, w);
            w = heldWithin(fmadd(rise, trace, w), r.least, r.most);
        }
    }
}

/// Constant functions of the weight are factors.
inline StdpRule withoutConstants(const StdpRule& rule)
{
    StdpRule r = rule;
    r.plus *= r.plusOf.offset;
    r.minus *= r.minusOf.offset;
    r.plusOf = r.minusOf = StdpWeighting();
    return r;
}

void stdpEventStep(const StdpRule& r, const StdpLayer& l, const StepSpikes& s)
{
    static thread_local std::vector<float> rises;
    decayTraces(l.tracesPre, l.pre, r.decayPre);
    decayTraces(l.tracesPost, l.post, r.decayPost);
    if (l.tracesSlow)
        decayTraces(l.tracesSlow, l.post, r.decaySlow);
    for (std::int64_t i = 0; i < s.preCount; ++i)
        l.tracesPre[s.pre[i]] = r.nearest ? 1.0f : l.tracesPre[s.pre[i]] + 1.0f;
    for (std::int64_t i = 0; i < s.postCount; ++i)
        l.tracesPost[s.post[i]] = r.nearest ? 1.0f : l.tracesPost[s.post[i]] + 1.0f;
    if (isConstant(r.plusOf) && isConstant(r.minusOf)) {
        const StdpRule plain = withoutConstants(r);
        stdpVisit<true>(plain, l, s, risesOf(plain, l, s, rises));
    } else {
        stdpVisit<false>(r, l, s, risesOf(r, l, s, rises));
    }
    for (std::int64_t i = 0; l.tracesSlow && i < s.postCount; ++i)
        l.tracesSlow[s.post[i]] += 1.0f;
}

template <bool kConstant>
void stdpSweep(const StdpRule& r, const StdpLayer& l, const float* preSpikes, const float* rises)
{
    for (std::int64_t i = 0; i < l.pre; ++i) {
        float* row = l.weights + i * l.post;
        const float fall = -r.minus * preSpikes[i], trace = l.tracesPre[i] - r.target;
        std::int64_t n = 0;
        for (; n + kStdpLanes <= l.post; n += kStdpLanes) {
            const StdpVector w = load<StdpVector>(row + n);
            StdpVector down = splat<StdpVector>(fall), up = splat<StdpVector>(trace) * load<StdpVector>(rises + n);
            if constexpr (!kConstant) {
                down = down * weighted(r.minusOf, w);
                up = up * weighted(r.plusOf, w);
            }
            store<false>(row + n, within(fmadd(down, load<StdpVector>(l.tracesPost + n), w) + up, splat<StdpVector>(r.least),
                                         splat<StdpVector>(r.most)));
        }
        for (; n < l.post; ++n) {
            const float down = kConstant ? fall : fall * weighted(r.minusOf, row[n]);
            const float up = trace * rises[n] * (kConstant ? 1.0f : weighted(r.plusOf, row[n]));
            row[n] = heldWithin(fmadd(down, l.tracesPost[n], row[n]) + up, r.least, r.most);
        }
    }
}

void stdpDenseStep(const StdpRule& rule, const StdpLayer& l, const float* preSpikes, const float* postSpikes)
{
    static thread_local std::vector<float> rises;
    const bool constant = isConstant(rule.plusOf) && isConstant(rule.minusOf);
    const StdpRule r = constant ? withoutConstants(rule) : rule;
    for (std::int64_t i = 0; i < l.pre; ++i)
        l.tracesPre[i] = r.nearest && preSpikes[i] != 0.0f ? 1.0f : fmadd(l.tracesPre[i], r.decayPre, preSpikes[i]);
    for (std::int64_t n = 0; n < l.post; ++n)
        l.tracesPost[n] = r.nearest && postSpikes[n] != 0.0f ? 1.0f : fmadd(l.tracesPost[n], r.decayPost, postSpikes[n]);
    rises.resize(std::size_t(l.post));
    for (std::int64_t n = 0; n < l.post; ++n) {
        float factor = r.plus;
        if (l.tracesSlow) {
            const float slow = l.tracesSlow[n] * r.decaySlow;
            factor *= fmadd(r.triplet, slow, r.pair);
            l.tracesSlow[n] = slow + postSpikes[n];
        }
        rises[std::size_t(n)] = factor * postSpikes[n];
    }
    constant ? stdpSweep<true>(r, l, preSpikes, rises.data()) : stdpSweep<false>(r, l, preSpikes, rises.data());
}

std::int64_t listSpikes(const float* spikes, std::int64_t count, std::int32_t* list)
{
    std::int64_t found = 0, i = 0;
    for (; i + kStdpLanes <= count; i += kStdpLanes) {   // most blocks are silent
        std::uint32_t any = 0;
        for (std::int64_t k = 0; k < kStdpLanes; ++k) {
            std::uint32_t bits;
            __builtin_memcpy(&bits, spikes + i + k, sizeof bits);
            any |= bits;
        }
        if ((any << 1) == 0)   // signs do not count: -0 is no spike
            continue;
        for (std::int64_t k = 0; k < kStdpLanes; ++k)
            if (spikes[i + k] != 0.0f)
                list[found++] = std::int32_t(i + k);
    }
    for (; i < count; ++i)
        if (spikes[i] != 0.0f)
            list[found++] = std::int32_t(i);
    return found;
}

} // namespace SPW_LEVEL
} // namespace spw::kernels
