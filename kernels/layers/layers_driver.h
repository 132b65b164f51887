// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cpu/simd.h"
#include "kernels/layers/layers.h"

#include <limits>

/// The loops of layers.h for one instruction set. Included by the per-level files alone.
namespace spw::kernels {
inline namespace SPW_LEVEL {

template <class V>
struct Tag {
    using Type = V;
};

using Wide = VectorOf<float>::Type;
inline constexpr std::int64_t kWide = std::int64_t(sizeof(Wide) / sizeof(float));
inline constexpr std::int64_t kAhead = 2048 / std::int64_t(sizeof(float));   // prefetch distance, performance.md 2

/// Float sums are kept for this many periods, then added to doubles: error stays that of a short sum.
inline constexpr std::int64_t kPeriodsPerFlush = 128;

/// Two sums per position over whole periods: term(x index, position, first, second) adds to both.
template <class Term>
SPW_HOST_DEVICE void sumPeriods(std::int64_t period, std::int64_t count, double* out1, double* out2, const Term& term)
{
    // The few accumulators of one column of vectors stay in registers: columns outside, periods inside a flush.
    const std::int64_t periods = count / period;
    for (std::int64_t base = 0; base < periods; base += kPeriodsPerFlush) {
        const std::int64_t stop = base + kPeriodsPerFlush < periods ? base + kPeriodsPerFlush : periods;
        for (std::int64_t i = 0; i < period; i += kWide) {
            Wide sum1{}, sum2{};
            for (std::int64_t k = base; k < stop; ++k)
                term(Tag<Wide>{}, k * period + i, i, sum1, sum2);   // each term reads ahead
            float lanes1[kWide], lanes2[kWide];
            __builtin_memcpy(lanes1, &sum1, sizeof sum1);
            __builtin_memcpy(lanes2, &sum2, sizeof sum2);
            for (std::int64_t lane = 0; lane < kWide; ++lane) {
                out1[i + lane] += double(lanes1[lane]);
                out2[i + lane] += double(lanes2[lane]);
            }
        }
    }
    for (std::int64_t n = periods * period; n < count; ++n) {
        float sum1 = 0, sum2 = 0;
        term(Tag<float>{}, n, n - periods * period, sum1, sum2);
        out1[n - periods * period] += double(sum1);
        out2[n - periods * period] += double(sum2);
    }
}

void moments(const float* x, const float* shift, std::int64_t period, std::int64_t count, double* sum,
             double* sumSquares)
{
    sumPeriods(period, count, sum, sumSquares,
               [&](auto tag, std::int64_t n, std::int64_t i, auto& sum1, auto& sum2) __attribute__((always_inline)) {
                   using V = typename decltype(tag)::Type;
                   __builtin_prefetch(x + n + kAhead);
                   const V d = load<V>(x + n) - load<V>(shift + i);
                   sum1 += d;
                   sum2 = fmadd(d, d, sum2);
               });
}

void gradientSums(const float* grad, const float* x, const float* shift, std::int64_t period, std::int64_t count,
                  double* sumGrad, double* sumGradX)
{
    sumPeriods(period, count, sumGrad, sumGradX,
               [&](auto tag, std::int64_t n, std::int64_t i, auto& sum1, auto& sum2) __attribute__((always_inline)) {
                   using V = typename decltype(tag)::Type;
                   __builtin_prefetch(x + n + kAhead);
                   __builtin_prefetch(grad + n + kAhead);
                   const V g = load<V>(grad + n);
                   sum1 += g;
                   sum2 = fmadd(g, load<V>(x + n) - load<V>(shift + i), sum2);
               });
}

/// body(tag, n, position in the period) over all numbers.
template <class Body>
SPW_HOST_DEVICE void overPeriods(std::int64_t period, std::int64_t count, const Body& body)
{
    std::int64_t n = 0;
    for (; n + period <= count; n += period)
        for (std::int64_t i = 0; i < period; i += kWide)
            body(Tag<Wide>{}, n + i, i);
    for (std::int64_t i = 0; n < count; ++n, ++i)
        body(Tag<float>{}, n, i);
}

template <bool Stream>
void affineRange(const float* x, const float* scale, const float* shift, std::int64_t period, std::int64_t count,
                 float* y)
{
    overPeriods(period, count, [&](auto tag, std::int64_t n, std::int64_t i) __attribute__((always_inline)) {
        using V = typename decltype(tag)::Type;
        __builtin_prefetch(x + n + kAhead);
        store<Stream>(y + n, fmadd(load<V>(x + n), load<V>(scale + i), load<V>(shift + i)));
    });
    if constexpr (Stream)
        streamFence();
}

void affine(const float* x, const float* scale, const float* shift, std::int64_t period, std::int64_t count, float* y,
            bool stream)
{
    stream ? affineRange<true>(x, scale, shift, period, count, y)
           : affineRange<false>(x, scale, shift, period, count, y);
}

template <bool Stream>
void affine2Range(const float* grad, const float* x, const float* a, const float* b, const float* c,
                  std::int64_t period, std::int64_t count, float* y)
{
    overPeriods(period, count, [&](auto tag, std::int64_t n, std::int64_t i) __attribute__((always_inline)) {
        using V = typename decltype(tag)::Type;
        __builtin_prefetch(x + n + kAhead);
        __builtin_prefetch(grad + n + kAhead);
        const V fromX = fmadd(load<V>(x + n), load<V>(b + i), load<V>(c + i));
        store<Stream>(y + n, fmadd(load<V>(grad + n), load<V>(a + i), fromX));
    });
    if constexpr (Stream)
        streamFence();
}

void affine2(const float* grad, const float* x, const float* a, const float* b, const float* c, std::int64_t period,
             std::int64_t count, float* y, bool stream)
{
    stream ? affine2Range<true>(grad, x, a, b, c, period, count, y)
           : affine2Range<false>(grad, x, a, b, c, period, count, y);
}

/// body(tag, channel) over the channels of one pixel.
template <class Body>
SPW_HOST_DEVICE void overChannels(std::int64_t channels, const Body& body)
{
    std::int64_t c = 0;
    for (; c + kWide <= channels; c += kWide)
        body(Tag<Wide>{}, c);
    for (; c < channels; ++c)
        body(Tag<float>{}, c);
}

/// Index bytes of as many channels as V has lanes, as numbers of V (0..255 are exact) and back.
#if defined(__AVX2__)
using Bytes = std::uint8_t __attribute__((vector_size(sizeof(Wide) / sizeof(float))));
SPW_HOST_DEVICE Wide bytesToReal(const std::uint8_t* from, Tag<Wide>)
{
    Bytes bytes;
    __builtin_memcpy(&bytes, from, sizeof bytes);
    return __builtin_convertvector(__builtin_convertvector(bytes, Int32Vector), Wide);
}
SPW_HOST_DEVICE void realToBytes(std::uint8_t* to, Wide v)
{
    const Bytes bytes = __builtin_convertvector(__builtin_convertvector(v, Int32Vector), Bytes);
    __builtin_memcpy(to, &bytes, sizeof bytes);
}
#endif
SPW_HOST_DEVICE float bytesToReal(const std::uint8_t* from, Tag<float>) { return float(*from); }
SPW_HOST_DEVICE void realToBytes(std::uint8_t* to, float v) { *to = std::uint8_t(v); }

/// The usual window, 2 x 2 and whole, without loops: several times as fast.
template <class V>
SPW_HOST_DEVICE void maxOfFour(Tag<V> tag, const float* corner, std::int64_t right, std::int64_t down, float* y,
                               std::uint8_t* index)
{
    static_cast<void>(tag);
    V best = load<V>(corner), where{};
    const V others[3] = {load<V>(corner + right), load<V>(corner + down), load<V>(corner + down + right)};
    for (int k = 0; k < 3; ++k) {
        const auto wins = (others[k] > best) | (others[k] != others[k]);
        best = select(wins, others[k], best);
        where = select(wins, splat<V>(float(k + 1)), where);
    }
    store<false>(y, best);
    if (index)
        realToBytes(index, where);
}

/// Its gradient where windows do not overlap: each of the four cells is written once.
template <class V>
SPW_HOST_DEVICE void gradientOfFour(Tag<V> tag, const float* gradY, const std::uint8_t* index, std::int64_t right,
                                    std::int64_t down, float* corner)
{
    const V grad = load<V>(gradY), where = bytesToReal(index, tag);
    store<false>(corner, select(where == splat<V>(0.0f), grad, V{}));
    store<false>(corner + right, select(where == splat<V>(1.0f), grad, V{}));
    store<false>(corner + down, select(where == splat<V>(2.0f), grad, V{}));
    store<false>(corner + down + right, select(where == splat<V>(3.0f), grad, V{}));
}

void maxPoolForward(const Pool2d& p, const float* x, float* y, std::uint8_t* index, std::int64_t first,
                    std::int64_t last)
{
    const std::int64_t inSize = p.height * p.width * p.channels, outSize = p.outHeight * p.outWidth * p.channels;
    for (std::int64_t image = first; image < last; ++image) {
        const float* in = x + image * inSize;
        for (std::int64_t oy = 0; oy < p.outHeight; ++oy) {
            const std::int64_t top = oy * p.strideHeight - p.padHeight;
            const std::int64_t y0 = top < 0 ? 0 : top;
            const std::int64_t y1 = top + p.kernelHeight < p.height ? top + p.kernelHeight : p.height;
            for (std::int64_t ox = 0; ox < p.outWidth; ++ox) {
                const std::int64_t left = ox * p.strideWidth - p.padWidth;
                const std::int64_t x0 = left < 0 ? 0 : left;
                const std::int64_t x1 = left + p.kernelWidth < p.width ? left + p.kernelWidth : p.width;
                const std::int64_t out = image * outSize + (oy * p.outWidth + ox) * p.channels;
                if (p.kernelHeight == 2 && p.kernelWidth == 2 && y1 - y0 == 2 && x1 - x0 == 2) {
                    const float* corner = in + (y0 * p.width + x0) * p.channels;
                    overChannels(p.channels, [&](auto tag, std::int64_t c) __attribute__((always_inline)) {
                        maxOfFour(tag, corner + c, p.channels, p.width * p.channels, y + out + c,
                                  index ? index + out + c : nullptr);
                    });
                    continue;
                }
                overChannels(p.channels, [&](auto tag, std::int64_t c) __attribute__((always_inline)) {
                    using V = typename decltype(tag)::Type;
                    V best = splat<V>(-std::numeric_limits<float>::infinity());
                    V where = splat<V>(float((y0 - top) * p.kernelWidth + (x0 - left)));
                    for (std::int64_t iy = y0; iy < y1; ++iy)
                        for (std::int64_t ix = x0; ix < x1; ++ix) {
                            __builtin_prefetch(in + (iy * p.width + ix) * p.channels + c + kAhead);
                            const V v = load<V>(in + (iy * p.width + ix) * p.channels + c);
                            const auto wins = (v > best) | (v != v);
                            best = select(wins, v, best);
                            where = select(wins, splat<V>(float((iy - top) * p.kernelWidth + (ix - left))), where);
                        }
                    store<false>(y + out + c, best);
                    if (index)
                        realToBytes(index + out + c, where);
                });
            }
        }
    }
}

void maxPoolBackward(const Pool2d& p, const float* gradY, const std::uint8_t* index, float* gradX, std::int64_t first,
                     std::int64_t last)
{
    const std::int64_t inSize = p.height * p.width * p.channels, outSize = p.outHeight * p.outWidth * p.channels;
    const bool direct = p.disjoint() && p.strideHeight == p.kernelHeight && p.strideWidth == p.kernelWidth;
    for (std::int64_t image = first; image < last; ++image) {
        float* to = gradX + image * inSize;
        const std::int64_t coveredHeight = p.outHeight * p.kernelHeight, coveredWidth = p.outWidth * p.kernelWidth;
        const bool whole = direct && coveredHeight <= p.height && coveredWidth <= p.width;
        if (!whole) {
            for (std::int64_t i = 0; i < inSize; ++i)
                to[i] = 0.0f;
        } else {   // windows write all they cover; only the rim beyond them needs zeros
            for (std::int64_t iy = 0; iy < p.height; ++iy) {
                const std::int64_t from = iy < coveredHeight ? coveredWidth : 0;
                for (std::int64_t i = from * p.channels; i < p.width * p.channels; ++i)
                    to[iy * p.width * p.channels + i] = 0.0f;
            }
        }
        for (std::int64_t oy = 0; oy < p.outHeight; ++oy)
            for (std::int64_t ox = 0; ox < p.outWidth; ++ox) {
                const std::int64_t out = image * outSize + (oy * p.outWidth + ox) * p.channels;
                const std::int64_t top = oy * p.strideHeight - p.padHeight;
                const std::int64_t left = ox * p.strideWidth - p.padWidth;
                if (whole && p.kernelHeight == 2 && p.kernelWidth == 2) {
                    float* corner = to + (top * p.width + left) * p.channels;
                    overChannels(p.channels, [&](auto tag, std::int64_t c) __attribute__((always_inline)) {
                        gradientOfFour(tag, gradY + out + c, index + out + c, p.channels, p.width * p.channels,
                                       corner + c);
                    });
                    continue;
                }
                overChannels(p.channels, [&](auto tag, std::int64_t c) __attribute__((always_inline)) {
                    using V = typename decltype(tag)::Type;
                    const V grad = load<V>(gradY + out + c);
                    const V where = bytesToReal(index + out + c, tag);
                    for (std::int64_t ky = 0; ky < p.kernelHeight; ++ky)
                        for (std::int64_t kx = 0; kx < p.kernelWidth; ++kx) {
                            const std::int64_t iy = top + ky, ix = left + kx;
                            if (iy < 0 || iy >= p.height || ix < 0 || ix >= p.width)
                                continue;
                            float* cell = to + (iy * p.width + ix) * p.channels + c;
                            const V here = select(where == splat<V>(float(ky * p.kernelWidth + kx)), grad, V{});
                            store<false>(cell, whole ? here : load<V>(cell) + here);
                        }
                });
            }
    }
}

} // namespace SPW_LEVEL
} // namespace spw::kernels
