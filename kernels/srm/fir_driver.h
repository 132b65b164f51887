// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cpu/simd.h"
#include "kernels/srm/srm.h"

/// Direct filters with arbitrary taps for one instruction set. Eight steps of output stay in registers while a column
/// of the input runs past them: each number is loaded once for eight products instead of once for each.
namespace spw::kernels {
inline namespace SPW_LEVEL {

inline constexpr int kFirSteps = 8;

/// Outputs first .. first + count - 1 of one column of vectors.
template <class V, class R>
SPW_HOST_DEVICE void firColumn(const FirBuffers& b, std::int64_t n, std::int64_t first)
{
    const R* x = static_cast<const R*>(b.x) + n;
    const R* taps = static_cast<const R*>(b.taps);
    R* y = static_cast<R*>(b.y) + n;
    const std::int64_t count = first + kFirSteps <= b.steps ? kFirSteps : b.steps - first;
    V sums[kFirSteps] = {};
    // Step s of the input meets output first + r with tap k = first + r - s, adjoint k = s - (first + r).
    const std::int64_t low = b.adjoint ? first : (first - b.tapCount + 1 > 0 ? first - b.tapCount + 1 : 0);
    const std::int64_t last = b.adjoint ? first + count - 1 + b.tapCount - 1 : first + count - 1;
    const std::int64_t high = last < b.steps - 1 ? last : b.steps - 1;
    for (std::int64_t s = low; s <= high; ++s) {
        const V in = load<V>(x + s * b.xStride);
        const std::int64_t k0 = b.adjoint ? s - first : first - s;
        const bool whole = b.adjoint ? k0 - (kFirSteps - 1) >= 0 && k0 < b.tapCount
                                     : k0 >= 0 && k0 + kFirSteps - 1 < b.tapCount;
        if (whole) {
            for (int r = 0; r < kFirSteps; ++r)
                sums[r] = fmadd(in, splat<V>(taps[b.adjoint ? k0 - r : k0 + r]), sums[r]);
        } else {
            for (int r = 0; r < kFirSteps; ++r) {
                const std::int64_t k = b.adjoint ? k0 - r : k0 + r;
                if (k >= 0 && k < b.tapCount)
                    sums[r] = fmadd(in, splat<V>(taps[k]), sums[r]);
            }
        }
    }
    for (std::int64_t r = 0; r < count; ++r) {
        R* to = y + (first + r) * b.yStride;
        store<false>(to, b.add ? sums[r] + load<V>(to) : sums[r]);
    }
}

template <class R>
void firFilterReal(const FirBuffers& b, std::int64_t begin, std::int64_t end)
{
    using V = typename VectorOf<R>::Type;
    constexpr std::int64_t kLanes = sizeof(V) / sizeof(R);
    constexpr std::int64_t kBlock = 2 * 1024 / std::int64_t(sizeof(R));   // its rows of one window fit an L2
    for (std::int64_t from = begin; from < end; from += kBlock) {
        const std::int64_t to = from + kBlock < end ? from + kBlock : end;
        for (std::int64_t first = 0; first < b.steps; first += kFirSteps) {
            std::int64_t n = from;
            for (; n + kLanes <= to; n += kLanes)
                firColumn<V, R>(b, n, first);
            for (; n < to; ++n)
                firColumn<R, R>(b, n, first);
        }
    }
}

/// The filter as everyone writes it first, a pass over the row for each tap.
template <class R>
void firDirectReal(const FirBuffers& b, std::int64_t begin, std::int64_t end)
{
    using V = typename VectorOf<R>::Type;
    constexpr std::int64_t kLanes = sizeof(V) / sizeof(R);
    constexpr std::int64_t kBlock = 8 * 1024 / std::int64_t(sizeof(R));
    const R* taps = static_cast<const R*>(b.taps);
    for (std::int64_t from = begin; from < end; from += kBlock) {
        const std::int64_t to = from + kBlock < end ? from + kBlock : end;
        for (std::int64_t t = 0; t < b.steps; ++t) {
            R* y = static_cast<R*>(b.y) + t * b.yStride;
            for (std::int64_t k = 0; k < b.tapCount && k <= t; ++k) {
                const R* x = static_cast<const R*>(b.x) + (t - k) * b.xStride;
                std::int64_t n = from;
                for (; n + kLanes <= to; n += kLanes)
                    store<false>(y + n, k == 0 ? load<V>(x + n) * taps[0]
                                               : fmadd(load<V>(x + n), splat<V>(taps[k]), load<V>(y + n)));
                for (; n < to; ++n)
                    y[n] = k == 0 ? x[n] * taps[0] : fmadd(x[n], taps[k], y[n]);
            }
        }
    }
}

/// Sums of y[t] x[t - k] for eight taps from k0 on, added to `sums` in double once a row.
template <class R>
void firTapGradientReal(const FirBuffers& b, double* sums, std::int64_t begin, std::int64_t end)
{
    using V = typename VectorOf<R>::Type;
    constexpr std::int64_t kLanes = sizeof(V) / sizeof(R);
    const R *x = static_cast<const R*>(b.x), *grad = static_cast<const R*>(b.y);
    for (std::int64_t t = 0; t < b.steps; ++t) {
        const std::int64_t reach = t + 1 < b.tapCount ? t + 1 : b.tapCount;
        for (std::int64_t k0 = 0; k0 < reach; k0 += kFirSteps) {
            const std::int64_t count = k0 + kFirSteps <= reach ? kFirSteps : reach - k0;
            V wide[kFirSteps] = {};
            double tail[kFirSteps] = {};
            std::int64_t n = begin;
            for (; n + kLanes <= end; n += kLanes) {
                const V g = load<V>(grad + t * b.yStride + n);
                for (std::int64_t r = 0; r < count; ++r)
                    wide[r] = fmadd(g, load<V>(x + (t - k0 - r) * b.xStride + n), wide[r]);
            }
            for (; n < end; ++n)
                for (std::int64_t r = 0; r < count; ++r)
                    tail[r] += double(grad[t * b.yStride + n]) * double(x[(t - k0 - r) * b.xStride + n]);
            for (std::int64_t r = 0; r < count; ++r)
                sums[k0 + r] += laneSum(wide[r]) + tail[r];
        }
    }
}

/// Entry points of this level.
void firFilter(const FirBuffers& b, std::int64_t begin, std::int64_t end)
{
    b.type == RealType::Float32 ? firFilterReal<float>(b, begin, end) : firFilterReal<double>(b, begin, end);
}

void firDirect(const FirBuffers& b, std::int64_t begin, std::int64_t end)
{
    b.type == RealType::Float32 ? firDirectReal<float>(b, begin, end) : firDirectReal<double>(b, begin, end);
}

void firTapGradient(const FirBuffers& b, double* sums, std::int64_t begin, std::int64_t end)
{
    b.type == RealType::Float32 ? firTapGradientReal<float>(b, sums, begin, end)
                                : firTapGradientReal<double>(b, sums, begin, end);
}

} // namespace SPW_LEVEL
} // namespace spw::kernels
