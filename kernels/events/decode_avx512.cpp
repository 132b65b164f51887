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

namespace {

/// Clears the frames before `end` that no event has reached yet.
void clearUpTo(std::uint64_t end, const Bs2Bins& bins, Bs2Frames& frames)
{
    if (end <= frames.cleared)
        return;
    __builtin_memset(frames.data + frames.cleared * bins.frameSize, 0, (end - frames.cleared) * bins.frameSize * sizeof(float));
    frames.cleared = end;
}

/// Eight events of any frames. @return the frame of the last one that fits, or `before`.
std::uint64_t binMixed(__m512i record, const Bs2Bins& bins, Bs2Frames& frames, std::uint64_t before)
{
    const __m512i time = _mm512_sub_epi64(_mm512_and_si512(record, all(0x7fffff)), all(bins.first));   // huge if before
    const __m512i x = _mm512_srli_epi64(record, 32), y = _mm512_and_si512(_mm512_srli_epi64(record, 24), all(0xff));
    const __mmask8 positive = _mm512_test_epi64_mask(record, all(1 << 23));
    const unsigned positiveFits = bins.polarities > 1 ? 0xff : 0;
    const unsigned fits = _mm512_cmplt_epu64_mask(time, all(bins.duration)) & _mm512_cmplt_epu64_mask(x, all(bins.width))
                          & _mm512_cmplt_epu64_mask(y, all(bins.height)) & (positiveFits | ~unsigned(positive)) & 0xff;
    const __m512i frame = _mm512_srli_epi64(_mm512_mullo_epi64(time, all(bins.reciprocal)), 47);
    const __m512i place =
        _mm512_add_epi64(_mm512_mul_epu32(frame, all(bins.frameSize)), _mm512_add_epi64(_mm512_mul_epu32(y, all(bins.width)), x));
    alignas(64) std::uint64_t places[8], numbers[8];
    _mm512_store_si512(places, _mm512_mask_add_epi64(place, positive, place, all(bins.plane)));
    _mm512_store_si512(numbers, frame);
    for (int k = 0; k < 8; ++k) {
        if ((fits >> k & 1) == 0) {
            ++frames.outside;
            continue;
        }
        before = numbers[k];
        clearUpTo(before + 1, bins, frames);
        frames.data[places[k]] += 1.0f;
    }
    return before;
}

} // namespace

// Events come in the order of time, so nearly always sixteen lie in one frame, whose first and last time are known: no
// frame is computed for them. Their places are gathered in a list and counted a little later, for a count that must
// wait for its place holds up the loads behind it.
std::size_t binBs2Avx512(const std::uint8_t* in, std::size_t byteCount, std::size_t count, const Bs2Bins& bins, Bs2Frames& frames)
{
    alignas(64) static constexpr std::uint32_t kLow[16] = {0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30},
                                               kHigh[16] = {1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31};
    constexpr unsigned kList = 256;
    const auto all32 = [](std::uint64_t value) { return _mm512_set1_epi32(static_cast<int>(value)); };
    const __m512i spread = _mm512_load_si512(kSpread), turn = turnRound(), lows = _mm512_load_si512(kLow), highs = _mm512_load_si512(kHigh);
    const __m512i timeMask = all32(0x7fffff), polarity = all32(1 << 23), width = all32(bins.width), height = all32(bins.height),
                  plane = all32(bins.plane);
    const unsigned positiveFits = bins.polarities > 1 ? 0xffff : 0;
    alignas(64) std::uint32_t list[kList];
    unsigned listed = 0;
    std::uint64_t frame = 0;
    float* to = frames.data;   // of `frame`
    const auto countListed = [&]() __attribute__((always_inline)) {
        for (unsigned k = 0; k < listed; k += 16)
            for (unsigned j = 0; j < 16; ++j)
                to[list[k + j]] += 1.0f;
        listed = 0;
    };
    __m512i begin = all32(0), length = all32(0);   // of `frame` in time; no event fits before the first is found
    std::size_t i = 0;
    for (; i + 16 <= count && i * 5 + 40 + 64 <= byteCount; i += 16) {
        const __m512i a = _mm512_shuffle_epi8(_mm512_permutexvar_epi16(spread, _mm512_loadu_si512(in + i * 5)), turn),
                      b = _mm512_shuffle_epi8(_mm512_permutexvar_epi16(spread, _mm512_loadu_si512(in + i * 5 + 40)), turn);
        const __m512i low = _mm512_permutex2var_epi32(a, lows, b), x = _mm512_permutex2var_epi32(a, highs, b);
        const __m512i y = _mm512_srli_epi32(low, 24), time = _mm512_sub_epi32(_mm512_and_si512(low, timeMask), begin);   // huge if before
        const __mmask16 positive = _mm512_test_epi32_mask(low, polarity);
        const unsigned fits = _mm512_cmplt_epu32_mask(time, length) & _mm512_cmplt_epu32_mask(x, width)
                              & _mm512_cmplt_epu32_mask(y, height) & (positiveFits | ~unsigned(positive)) & 0xffff;
        if (fits == 0xffff) [[likely]] {
            const __m512i place = _mm512_add_epi32(_mm512_mullo_epi32(y, width), x);
            _mm512_store_si512(list + listed, _mm512_mask_add_epi32(place, positive, place, plane));
            listed += 16;
            if (listed == kList)
                countListed();
            continue;
        }
        const std::uint64_t now = binMixed(b, bins, frames, binMixed(a, bins, frames, frame));
        if (now < frames.cleared && (now != frame || _mm512_cmpeq_epi32_mask(length, all32(0)) != 0)) {
            countListed();
            frame = now;
            to = frames.data + frame * bins.frameSize;
            const std::uint64_t from = (frame * bins.duration + bins.frameCount - 1) / bins.frameCount,
                                end = ((frame + 1) * bins.duration + bins.frameCount - 1) / bins.frameCount;
            begin = all32(bins.first + from);
            length = all32(end - from);
        }
    }
    countListed();
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
