// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with AVX-512 flags: includes nothing that other files share as inline functions.
#include "kernels/events/decode.h"

#include <immintrin.h>

namespace spw::kernels {

namespace {

/// Above this the output cannot stay in the cache, and stores that bypass it save reading it first.
constexpr std::size_t kLargeEvents = 4 * 1024 * 1024 / 13;

bool aligned(const void* pointer, std::size_t bytes) { return reinterpret_cast<std::uintptr_t>(pointer) % bytes == 0; }

__m512i joined(const __m128i (&parts)[4])
{
    const __m512i low = _mm512_inserti64x2(_mm512_castsi128_si512(parts[0]), parts[1], 1);
    return _mm512_inserti64x2(_mm512_inserti64x2(low, parts[2], 2), parts[3], 3);
}

// 8 records are 40 bytes. Lane k of the register receives the words from byte 10 k on (records 2k and 2k+1),
// then each record is turned round into the low 40 bits of a 64-bit element.
alignas(64) constexpr std::uint16_t kSpread[32] = {0,  1,  2,  3,  4,  5,  6,  7,  5,  6,  7,  8,  9,  10, 11, 12,
                                                   10, 11, 12, 13, 14, 15, 16, 17, 15, 16, 17, 18, 19, 20, 21, 22};

__m512i turnRound()
{
    return _mm512_broadcast_i32x4(_mm_setr_epi8(4, 3, 2, 1, 0, -1, -1, -1, 9, 8, 7, 6, 5, -1, -1, -1));
}

__m512i all(std::uint64_t value) { return _mm512_set1_epi64(static_cast<long long>(value)); }

template <bool Stream>
std::size_t decode(const std::uint8_t* in, std::size_t byteCount, std::size_t count, std::uint16_t* x,
                   std::uint16_t* y, std::uint8_t* polarity, std::int64_t* t)
{
    const __m512i spread = _mm512_load_si512(kSpread);
    const __m512i turn = turnRound();
    const __m512i timeMask = _mm512_set1_epi64(0x7fffff);
    const __m512i byteMask = _mm512_set1_epi64(0xff);
    const __m512i bitMask = _mm512_set1_epi64(1);
    const auto group = [&](std::size_t at, __m512i& time, __m128i& xs, __m128i& ys) __attribute__((always_inline))
    {
        const __m512i raw = _mm512_loadu_si512(in + at * 5);
        const __m512i record = _mm512_shuffle_epi8(_mm512_permutexvar_epi16(spread, raw), turn);
        time = _mm512_and_si512(record, timeMask);
        ys = _mm512_cvtepi64_epi16(_mm512_and_si512(_mm512_srli_epi64(record, 24), byteMask));
        xs = _mm512_cvtepi64_epi16(_mm512_srli_epi64(record, 32));
        _mm_storel_epi64(reinterpret_cast<__m128i*>(polarity + at),
                         _mm512_cvtepi64_epi8(_mm512_and_si512(_mm512_srli_epi64(record, 23), bitMask)));
    };
    std::size_t i = 0;
    if constexpr (Stream) {   // four groups fill whole cache lines of x and y; half lines would be slower than none
        for (; i + 32 <= count && i * 5 + 24 * 5 + 64 <= byteCount; i += 32) {
            for (int line = 0; line < 3; ++line)
                _mm_prefetch(reinterpret_cast<const char*>(in + i * 5) + 1024 + 64 * line, _MM_HINT_T0);
            __m128i xs[4], ys[4];
            for (int k = 0; k < 4; ++k) {
                __m512i time;
                group(i + 8 * std::size_t(k), time, xs[k], ys[k]);
                _mm512_stream_si512(reinterpret_cast<__m512i*>(t + i + 8 * k), time);
            }
            _mm512_stream_si512(reinterpret_cast<__m512i*>(x + i), joined(xs));
            _mm512_stream_si512(reinterpret_cast<__m512i*>(y + i), joined(ys));
        }
        _mm_sfence();
    }
    for (; i + 8 <= count && i * 5 + 64 <= byteCount; i += 8) {
        __m512i time;
        __m128i xs, ys;
        group(i, time, xs, ys);
        _mm512_storeu_si512(t + i, time);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(y + i), ys);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(x + i), xs);
    }
    return i;
}

} // namespace

std::size_t decodeBs2Avx512(const std::uint8_t* in, std::size_t byteCount, std::size_t count, std::uint16_t* x,
                            std::uint16_t* y, std::uint8_t* polarity, std::int64_t* t)
{
    if (count >= kLargeEvents && aligned(t, 64) && aligned(x, 64) && aligned(y, 64))
        return decode<true>(in, byteCount, count, x, y, polarity, t);
    return decode<false>(in, byteCount, count, x, y, polarity, t);
}

std::size_t binBs2Avx512(const std::uint8_t* in, std::size_t byteCount, std::size_t count, const Bs2Bins& bins, float* frames,
                         std::size_t& outside)
{
    const __m512i spread = _mm512_load_si512(kSpread), turn = turnRound();
    const __m512i timeMask = all(0x7fffff), byteMask = all(0xff), polarity = all(1 << 23);
    const __m512i first = all(bins.first), duration = all(bins.duration), reciprocal = all(bins.reciprocal), width = all(bins.width),
                  height = all(bins.height), plane = all(bins.plane), frameSize = all(bins.frameSize);
    const unsigned positiveFits = bins.polarities > 1 ? 0xff : 0;
    std::size_t i = 0;
    for (; i + 8 <= count && i * 5 + 64 <= byteCount; i += 8) {
        const __m512i record = _mm512_shuffle_epi8(_mm512_permutexvar_epi16(spread, _mm512_loadu_si512(in + i * 5)), turn);
        const __m512i time = _mm512_sub_epi64(_mm512_and_si512(record, timeMask), first);   // huge if before
        const __m512i x = _mm512_srli_epi64(record, 32), y = _mm512_and_si512(_mm512_srli_epi64(record, 24), byteMask);
        const __mmask8 positive = _mm512_test_epi64_mask(record, polarity);
        const unsigned fits = _mm512_cmplt_epu64_mask(time, duration) & _mm512_cmplt_epu64_mask(x, width)
                              & _mm512_cmplt_epu64_mask(y, height) & (positiveFits | ~unsigned(positive)) & 0xff;
        const __m512i frame = _mm512_srli_epi64(_mm512_mullo_epi64(time, reciprocal), 47);
        const __m512i place =
            _mm512_add_epi64(_mm512_mul_epu32(frame, frameSize), _mm512_add_epi64(_mm512_mul_epu32(y, width), x));
        alignas(64) std::uint64_t places[8];
        _mm512_store_si512(places, _mm512_mask_add_epi64(place, positive, place, plane));
        if (fits == 0xff) [[likely]] {
            for (int k = 0; k < 8; ++k)
                frames[places[k]] += 1.0f;
        } else {
            for (int k = 0; k < 8; ++k)
                if ((fits >> k & 1) != 0)
                    frames[places[k]] += 1.0f;
                else
                    ++outside;
        }
    }
    return i;
}

std::size_t decodeAedat3Avx512(const std::uint8_t* in, std::size_t count, std::int64_t overflow, bool keepInvalid,
                               std::uint16_t* x, std::uint16_t* y, std::uint8_t* polarity, std::int64_t* t, std::size_t& done)
{
    const __m512i side = _mm512_set1_epi64(0x7fff), one = _mm512_set1_epi64(1), later = _mm512_set1_epi64(overflow);
    const __mmask8 all = keepInvalid ? 0xff : 0;
    std::size_t read = 0, written = 0;
    for (; read + 8 <= count; read += 8) {
        __m512i word = _mm512_loadu_si512(in + 8 * read);
        const __mmask8 valid = __mmask8(_mm512_test_epi64_mask(word, one) | all);
        if (valid != 0xff)   // those that count move together; what is written behind them is written over
            word = _mm512_maskz_compress_epi64(valid, word);
        _mm512_storeu_si512(t + written, _mm512_add_epi64(later, _mm512_srai_epi64(word, 32)));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(x + written),
                         _mm512_cvtepi64_epi16(_mm512_and_si512(_mm512_srli_epi64(word, 17), side)));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(y + written),
                         _mm512_cvtepi64_epi16(_mm512_and_si512(_mm512_srli_epi64(word, 2), side)));
        _mm_storel_epi64(reinterpret_cast<__m128i*>(polarity + written),
                         _mm512_cvtepi64_epi8(_mm512_and_si512(_mm512_srli_epi64(word, 1), one)));
        written += std::size_t(__builtin_popcount(valid));
    }
    done = read;
    return written;
}

} // namespace spw::kernels
