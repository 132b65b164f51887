// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cpu/simd.h"
#include "kernels/sparse/sparse.h"

/// The loops of sparse.h for one instruction set. Included by the per-level files alone.
namespace spw::kernels {
inline namespace SPW_LEVEL {

using Wide = VectorOf<float>::Type;
inline constexpr std::int64_t kWide = std::int64_t(sizeof(Wide) / sizeof(float));

/// One word of up to 64 numbers. `strange` becomes true if one is neither 0 nor 1 (-0 counts as 0).
SPW_HOST_DEVICE std::uint64_t packWord(const float* x, std::int64_t count, bool& strange)
{
    std::uint64_t word = 0;
#if defined(__AVX512F__)
    if (count == 64) {
        const __m512 one = _mm512_set1_ps(1.0f), zero = _mm512_setzero_ps();
        std::uint64_t odd = 0;
        for (int k = 0; k < 4; ++k) {
            const __m512 v = _mm512_loadu_ps(x + 16 * k);
            const __mmask16 ones = _mm512_cmp_ps_mask(v, one, _CMP_EQ_OQ);
            odd |= std::uint64_t(std::uint16_t(ones ^ _mm512_cmp_ps_mask(v, zero, _CMP_NEQ_UQ)));
            word |= std::uint64_t(std::uint16_t(ones)) << (16 * k);
        }
        strange |= odd != 0;
        return word;
    }
#elif defined(__AVX2__)
    if (count == 64) {
        const __m256 one = _mm256_set1_ps(1.0f), zero = _mm256_setzero_ps();
        int odd = 0;
        for (int k = 0; k < 8; ++k) {
            const __m256 v = _mm256_loadu_ps(x + 8 * k);
            const int ones = _mm256_movemask_ps(_mm256_cmp_ps(v, one, _CMP_EQ_OQ));
            odd |= ones ^ _mm256_movemask_ps(_mm256_cmp_ps(v, zero, _CMP_NEQ_UQ));
            word |= std::uint64_t(unsigned(ones)) << (8 * k);
        }
        strange |= odd != 0;
        return word;
    }
#endif
    for (std::int64_t i = 0; i < count; ++i) {
        const bool one = x[i] == 1.0f;
        strange |= !one && !(x[i] == 0.0f);
        word |= std::uint64_t(one) << i;
    }
    return word;
}

std::int64_t packSpikes(const float* x, std::int64_t columns, std::int64_t first, std::int64_t last,
                        std::uint64_t* bits)
{
    const std::int64_t words = wordsOf(columns);
    std::int64_t ones = 0;
    for (std::int64_t row = first; row < last; ++row) {
        bool strange = false;
        for (std::int64_t w = 0; w < words; ++w) {
            const float* from = x + row * columns + w * 64;
            __builtin_prefetch(from + 512);
            __builtin_prefetch(from + 528);
            __builtin_prefetch(from + 544);
            __builtin_prefetch(from + 560);
            const std::uint64_t word = packWord(from, w + 1 < words ? 64 : columns - w * 64, strange);
            bits[row * words + w] = word;
            ones += __builtin_popcountll(word);
        }
        if (strange)
            return -1;
    }
    return ones;
}

/// Positions of the ones of `words` words, plus `base`. May write up to 15 numbers past the end.
/// @return how many there are.
std::int64_t listSpikes(const std::uint64_t* bits, std::int64_t words, std::uint16_t base, std::uint16_t* out)
{
    std::uint16_t* to = out;
#if defined(__AVX512F__)
    const __m512i lanes = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    for (std::int64_t w = 0; w < words; ++w) {
        std::uint64_t word = bits[w];
        for (int at = base + int(w) * 64; word != 0; word >>= 16, at += 16) {
            const __mmask16 mask = __mmask16(word & 0xffff);
            const __m512i places = _mm512_add_epi32(lanes, _mm512_set1_epi32(at));
            _mm256_storeu_si256(reinterpret_cast<__m256i*>(to),
                                _mm512_cvtepi32_epi16(_mm512_maskz_compress_epi32(mask, places)));
            to += __builtin_popcount(unsigned(mask));
        }
    }
#else
    for (std::int64_t w = 0; w < words; ++w)
        for (std::uint64_t word = bits[w]; word; word &= word - 1)
            *to++ = std::uint16_t(base + w * 64 + __builtin_ctzll(word));
#endif
    return to - out;
}

/// sums[k] += the vectors at `from` of every row that the list names, each row kPanel numbers. Two sums take turns and
/// are joined at the end: one chain of additions would wait four cycles for each spike, twice what its loads take.
template <int kCount, class Place>
SPW_HOST_DEVICE void gatherVectors(const Place* at, const Place* end, const float* from, Wide* sums)
{
    Wide other[kCount] = {};
    for (; end - at >= 2; at += 2) {
        const float *even = from + std::int64_t(at[0]) * kPanel, *odd = from + std::int64_t(at[1]) * kPanel;
        for (int k = 0; k < kCount; ++k)
            sums[k] = sums[k] + load<Wide>(even + k * kWide);
        for (int k = 0; k < kCount; ++k)
            other[k] = other[k] + load<Wide>(odd + k * kWide);
    }
    if (at != end)
        for (int k = 0; k < kCount; ++k)
            sums[k] = sums[k] + load<Wide>(from + std::int64_t(*at) * kPanel + k * kWide);
    for (int k = 0; k < kCount; ++k)
        sums[k] = sums[k] + other[k];
}

/// The same for two panels, the second `apart` numbers behind the first.
template <int kCount, class Place>
SPW_HOST_DEVICE void gatherVectors(const Place* at, const Place* end, const float* from, Wide* sums, std::int64_t apart,
                                   Wide* second)
{
    Wide other[kCount] = {}, otherSecond[kCount] = {};
    for (; end - at >= 2; at += 2) {
        const float *even = from + std::int64_t(at[0]) * kPanel, *odd = from + std::int64_t(at[1]) * kPanel;
        for (int k = 0; k < kCount; ++k) {
            sums[k] = sums[k] + load<Wide>(even + k * kWide);
            second[k] = second[k] + load<Wide>(even + apart + k * kWide);
        }
        for (int k = 0; k < kCount; ++k) {
            other[k] = other[k] + load<Wide>(odd + k * kWide);
            otherSecond[k] = otherSecond[k] + load<Wide>(odd + apart + k * kWide);
        }
    }
    if (at != end)
        for (int k = 0; k < kCount; ++k) {
            sums[k] = sums[k] + load<Wide>(from + std::int64_t(*at) * kPanel + k * kWide);
            second[k] = second[k] + load<Wide>(from + apart + std::int64_t(*at) * kPanel + k * kWide);
        }
    for (int k = 0; k < kCount; ++k) {
        sums[k] = sums[k] + other[k];
        second[k] = second[k] + otherSecond[k];
    }
}

/// Rows [first, last) of one tile: sums[row - first] = (start ? 0 : what is there) + the rows its list names.
/// @param fetch  memory that will be read next, some of it asked for with each row; may be nullptr.
SPW_HOST_DEVICE void gatherTile(const SpikeLists& lists, std::int64_t tile, const float* panel, bool start,
                                std::int64_t first, std::int64_t last, float* sums, const char* fetch,
                                std::int64_t fetchBytes)
{
    constexpr int kVectors = int(kPanel / kWide), kGroup = 4;   // with two sums each as many as the registers hold
    const float* tileRows = panel + tile * lists.tileColumns * kPanel;
    const std::uint64_t* place = lists.begin.data() + tile * lists.rows;
    const std::int64_t fetchEach = fetch ? (fetchBytes / (last - first) + 63) / 64 * 64 : 0;
    for (std::int64_t row = first; row < last; ++row) {
        const std::uint16_t *list = lists.places.data() + place[row], *end = lists.places.data() + place[row + 1];
        float* to = sums + (row - first) * kPanel;
        for (std::int64_t byte = 0; byte < fetchEach; byte += 64)
            __builtin_prefetch(fetch + (row - first) * fetchEach + byte, 0, 2);
        for (int g = 0; g < kVectors; g += kGroup) {
            Wide s[kGroup];
            for (int k = 0; k < kGroup; ++k)
                s[k] = start ? Wide{} : load<Wide>(to + (g + k) * kWide);
            gatherVectors<kGroup>(list, end, tileRows + g * kWide, s);
            for (int k = 0; k < kGroup; ++k)
                store<false>(to + (g + k) * kWide, s[k]);
        }
    }
}

void gatherPanel(const SpikeLists& lists, const float* panel, const float* bias, std::int64_t first,
                 std::int64_t last, std::int64_t used, float* sums, float* y, std::int64_t stride, const float* next)
{
    for (std::int64_t tile = 0; tile < lists.tiles; ++tile) {
        // What is read next is asked for bit by bit, or its first reader waits for the memory at each spike.
        const bool end = tile + 1 == lists.tiles;
        const std::int64_t size = lists.tileColumns, left = lists.columns - (end ? 0 : (tile + 1) * size);
        const float* then = end ? next : panel + (tile + 1) * size * kPanel;
        gatherTile(lists, tile, panel, tile == 0, first, last, sums, reinterpret_cast<const char*>(then),
                   (left < size ? left : size) * kPanel * std::int64_t(sizeof(float)));
    }
    for (std::int64_t row = first; row < last; ++row) {
        float* out = y + row * stride;
        const float* from = sums + (row - first) * kPanel;
        if (used == kPanel && !bias)
            for (std::int64_t i = 0; i < kPanel; i += kWide)
                store<false>(out + i, load<Wide>(from + i));
        else if (used == kPanel)
            for (std::int64_t i = 0; i < kPanel; i += kWide)
                store<false>(out + i, load<Wide>(from + i) + load<Wide>(bias + i));
        else
            for (std::int64_t i = 0; i < used; ++i)
                out[i] = bias ? from[i] + bias[i] : from[i];
    }
}

/// Positions of the ones of a word, plus `base`. May write up to 12 numbers past the end.
SPW_HOST_DEVICE std::uint32_t* listWord(std::uint64_t word, std::uint32_t base, std::uint32_t* out)
{
    constexpr std::uint64_t kStop = std::uint64_t(1) << 63;   // so that there is always a lowest one
    const int count = __builtin_popcountll(word);
    std::uint32_t* const end = out + count;
    for (int k = 0; k < 4; ++k, word &= word - 1)   // without a branch to guess wrong: few words have more
        out[k] = base + std::uint32_t(__builtin_ctzll(word | kStop));
    if (count > 4)
        for (int k = 4; k < 12; ++k, word &= word - 1)
            out[k] = base + std::uint32_t(__builtin_ctzll(word | kStop));
    if (count > 12)
        for (out += 12; word; word &= word - 1)
            *out++ = base + std::uint32_t(__builtin_ctzll(word));
    return end;
}

void gatherWindows(const std::uint64_t* bits, const SpikeWindows& w, const float* panels, const float* bias,
                   std::int64_t outputs, std::int64_t first, std::int64_t last, std::uint32_t* list, float* y)
{
    constexpr int kVectors = int(kPanel / kWide), kGroup = 4;
    const std::int64_t words = wordsOf(w.channels), inputs = w.words() * 64;
    for (std::int64_t row = first; row < last; ++row) {
        const std::int64_t image = row / (w.outHeight * w.outWidth), pixel = row % (w.outHeight * w.outWidth);
        const std::int64_t top = pixel / w.outWidth * w.strideHeight - w.padHeight;
        const std::int64_t left = pixel % w.outWidth * w.strideWidth - w.padWidth;
        std::uint32_t *end = list, base = 0;
        for (std::int64_t ky = 0; ky < w.kernelHeight; ++ky)
            for (std::int64_t kx = 0; kx < w.kernelWidth; ++kx) {
                const std::int64_t py = top + ky * w.dilationHeight, px = left + kx * w.dilationWidth;
                const bool inside = py >= 0 && py < w.height && px >= 0 && px < w.width;
                const std::uint64_t* from = bits + ((image * w.height + py) * w.width + px) * words;
                for (std::int64_t k = 0; k < words; ++k, base += 64)
                    if (inside)
                        end = listWord(from[k], base, end);
            }
        std::int64_t p = 0;
        if constexpr (kVectors <= 4)   // two panels a walk along the list: half the walking, and reads enough to wait for together
            for (; (p + 2) * kPanel <= outputs; p += 2) {
                Wide s[kVectors] = {}, second[kVectors] = {};
                gatherVectors<kVectors>(list, end, panels + p * inputs * kPanel, s, inputs * kPanel, second);
                float* out = y + row * outputs + p * kPanel;
                for (int k = 0; k < kVectors; ++k) {
                    store<false>(out + k * kWide, bias ? s[k] + load<Wide>(bias + p * kPanel + k * kWide) : s[k]);
                    store<false>(out + kPanel + k * kWide,
                                 bias ? second[k] + load<Wide>(bias + (p + 1) * kPanel + k * kWide) : second[k]);
                }
            }
        for (; p * kPanel < outputs; ++p) {
            const float* panel = panels + p * inputs * kPanel;
            const std::int64_t used = outputs - p * kPanel < kPanel ? outputs - p * kPanel : kPanel;
            float* out = y + row * outputs + p * kPanel;
            alignas(64) float edge[kPanel];
            float* to = used == kPanel ? out : edge;
            for (int g = 0; g < kVectors; g += kGroup) {
                Wide s[kGroup] = {};
                gatherVectors<kGroup>(list, end, panel + g * kWide, s);
                for (int k = 0; k < kGroup; ++k)
                    store<false>(to + (g + k) * kWide, s[k]);
            }
            if (bias)
                for (std::int64_t i = 0; i < used; ++i)
                    to[i] += bias[p * kPanel + i];
            if (used != kPanel)
                __builtin_memcpy(out, edge, std::size_t(used) * sizeof(float));
        }
    }
}

/// 16 rows of 16 numbers to their transpose. Streaming needs rows of `out` on whole cache lines.
template <bool Stream>
SPW_HOST_DEVICE void transpose16(const float* in, std::int64_t inStride, float* out, std::int64_t outStride)
{
#if defined(__AVX512F__)
    __m512 a[16], b[16];
    for (int i = 0; i < 16; ++i)
        a[i] = _mm512_loadu_ps(in + i * inStride);
    for (int i = 0; i < 16; i += 2) {
        b[i] = _mm512_unpacklo_ps(a[i], a[i + 1]);
        b[i + 1] = _mm512_unpackhi_ps(a[i], a[i + 1]);
    }
    for (int g = 0; g < 16; g += 4)
        for (int half = 0; half < 2; ++half) {
            const __m512d low = _mm512_castps_pd(b[g + half]), high = _mm512_castps_pd(b[g + half + 2]);
            a[g + 2 * half] = _mm512_castpd_ps(_mm512_unpacklo_pd(low, high));
            a[g + 2 * half + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(low, high));
        }
    for (int j = 0; j < 4; ++j) {   // a[4 g + j], quarter q: column 4 q + j of rows 4 g to 4 g + 3
        const __m512 even1 = _mm512_shuffle_f32x4(a[j], a[4 + j], 0x88), odd1 = _mm512_shuffle_f32x4(a[j], a[4 + j], 0xdd);
        const __m512 even2 = _mm512_shuffle_f32x4(a[8 + j], a[12 + j], 0x88);
        const __m512 odd2 = _mm512_shuffle_f32x4(a[8 + j], a[12 + j], 0xdd);
        store<Stream>(out + j * outStride, Wide(_mm512_shuffle_f32x4(even1, even2, 0x88)));
        store<Stream>(out + (4 + j) * outStride, Wide(_mm512_shuffle_f32x4(odd1, odd2, 0x88)));
        store<Stream>(out + (8 + j) * outStride, Wide(_mm512_shuffle_f32x4(even1, even2, 0xdd)));
        store<Stream>(out + (12 + j) * outStride, Wide(_mm512_shuffle_f32x4(odd1, odd2, 0xdd)));
    }
#else
    for (int i = 0; i < 16; ++i)
        for (int k = 0; k < 16; ++k)
            out[i * outStride + k] = in[k * inStride + i];
#endif
}

void packTransposed(const float* weight, std::int64_t outputs, std::int64_t inputs, std::int64_t first,
                    std::int64_t last, float* panels)
{
    for (std::int64_t p = first; p < last; ++p) {
        float* panel = panels + p * inputs * kPanel;
        const float* from = weight + p * kPanel * inputs;
        const std::int64_t used = outputs - p * kPanel < kPanel ? outputs - p * kPanel : kPanel;
        for (std::int64_t i = 0; i < inputs; i += 16)
            for (std::int64_t n = 0; n < kPanel; n += 16) {
                if (n + 16 <= used && i + 16 <= inputs) {
                    for (std::int64_t k = 0; k < 16; ++k)
                        __builtin_prefetch(from + (n + k) * inputs + i + 64);
                    transpose16<false>(from + n * inputs + i, inputs, panel + i * kPanel + n, kPanel);
                    continue;
                }
                for (std::int64_t k = i; k < inputs && k < i + 16; ++k)
                    for (std::int64_t m = n; m < n + 16; ++m)
                        panel[k * kPanel + m] = m < used ? from[m * inputs + k] : 0.0f;
            }
    }
}

void gatherTransposed(const SpikeLists& lists, const float* panel, std::int64_t first, std::int64_t last,
                      std::int64_t used, float* sums, float* y, std::int64_t stride, bool large)
{
    // No line of y is read here or soon after; unlike in other places streaming pays even where it is slow, as it
    // does not wait in the queue of the reads.
    const bool stream = large && reinterpret_cast<std::uintptr_t>(y) % 64 == 0 && stride % 16 == 0;
    for (std::int64_t tile = 0; tile + 1 < lists.tiles; ++tile)
        gatherTile(lists, tile, panel, tile == 0, first, last, sums, nullptr, 0);
    for (std::int64_t row = first; row < last; row += 16) {
        const std::int64_t count = last - row < 16 ? last - row : 16;
        float* part = sums + (row - first) * kPanel;
        gatherTile(lists, lists.tiles - 1, panel, lists.tiles == 1, row, row + count, part, nullptr, 0);
        for (std::int64_t n = 0; n < used; n += 16) {
            float* out = y + n * stride + row;
            if (count == 16 && n + 16 <= used) {
                stream ? transpose16<true>(part + n, kPanel, out, stride)
                       : transpose16<false>(part + n, kPanel, out, stride);
                continue;
            }
            for (std::int64_t m = n; m < used && m < n + 16; ++m)
                for (std::int64_t r = 0; r < count; ++r)
                    y[m * stride + row + r] = part[r * kPanel + m];
        }
    }
    if (stream)
        streamFence();
}

} // namespace SPW_LEVEL
} // namespace spw::kernels
