// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with AVX2 flags: includes nothing that other files share as inline functions.
#include "kernels/events/decode.h"

#include <immintrin.h>

namespace spw::kernels {

namespace {

/// 32-bit elements of two registers whose halves are those of consecutive events, back in their order.
__m256i inOrder(__m256i mixed) { return _mm256_permute4x64_epi64(mixed, 0xd8); }

__m256i lowWords(__m256i a, __m256i b)
{
    return inOrder(_mm256_castps_si256(_mm256_shuffle_ps(_mm256_castsi256_ps(a), _mm256_castsi256_ps(b), 0x88)));
}

__m256i highWords(__m256i a, __m256i b)
{
    return inOrder(_mm256_castps_si256(_mm256_shuffle_ps(_mm256_castsi256_ps(a), _mm256_castsi256_ps(b), 0xdd)));
}

/// Eight events' x, y (below 2^16) and polarity, each in 32 bits.
void store(__m256i xs, __m256i ys, __m256i ps, std::uint16_t* x, std::uint16_t* y, std::uint8_t* polarity)
{
    const __m256i both = inOrder(_mm256_packus_epi32(xs, ys));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(x), _mm256_castsi256_si128(both));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(y), _mm256_extracti128_si256(both, 1));
    const __m128i halves = _mm256_castsi256_si128(inOrder(_mm256_packus_epi32(ps, ps)));
    _mm_storel_epi64(reinterpret_cast<__m128i*>(polarity), _mm_packus_epi16(halves, halves));
}

void storeTimes(__m256i a, __m256i b, std::int64_t* t)
{
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(t), a);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(t + 4), b);
}

/// Four records from `in` on as numbers of 40 bits: x, y, polarity, time. Reads 26 bytes.
__m256i fourRecords(const std::uint8_t* in)
{
    const __m256i turn = _mm256_broadcastsi128_si256(_mm_setr_epi8(4, 3, 2, 1, 0, -1, -1, -1, 9, 8, 7, 6, 5, -1, -1, -1));
    const __m128i first = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in)),
                  second = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in + 10));
    return _mm256_shuffle_epi8(_mm256_inserti128_si256(_mm256_castsi128_si256(first), second, 1), turn);
}

} // namespace

std::size_t decodeBs2Avx2(const std::uint8_t* in, std::size_t byteCount, std::size_t count, std::uint16_t* x, std::uint16_t* y,
                          std::uint8_t* polarity, std::int64_t* t)
{
    const __m256i timeMask = _mm256_set1_epi64x(0x7fffff), one = _mm256_set1_epi32(1);
    std::size_t i = 0;
    for (; i + 8 <= count && i * 5 + 46 <= byteCount; i += 8) {
        const __m256i a = fourRecords(in + i * 5), b = fourRecords(in + i * 5 + 20);
        storeTimes(_mm256_and_si256(a, timeMask), _mm256_and_si256(b, timeMask), t + i);
        const __m256i low = lowWords(a, b);
        store(highWords(a, b), _mm256_srli_epi32(low, 24), _mm256_and_si256(_mm256_srli_epi32(low, 23), one), x + i, y + i,
              polarity + i);
    }
    return i;
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

/// Four events of any frames. @return the frame of the last one that fits, or `before`.
std::uint64_t binMixed(__m256i record, const Bs2Bins& bins, Bs2Frames& frames, std::uint64_t before)
{
    const auto all = [](std::uint64_t value) { return _mm256_set1_epi64x(static_cast<long long>(value)); };
    const __m256i none = _mm256_setzero_si256(), polarity = all(1 << 23), unfit = bins.polarities > 1 ? none : polarity;
    const __m256i time = _mm256_sub_epi64(_mm256_and_si256(record, all(0x7fffff)), all(bins.first));   // negative if before
    const __m256i x = _mm256_srli_epi64(record, 32), y = _mm256_and_si256(_mm256_srli_epi64(record, 24), all(0xff));
    const __m256i wrong = _mm256_or_si256(_mm256_cmpgt_epi64(none, time), _mm256_cmpgt_epi64(_mm256_and_si256(record, unfit), none));
    const __m256i inside = _mm256_and_si256(_mm256_cmpgt_epi64(all(bins.duration), time),
                                            _mm256_and_si256(_mm256_cmpgt_epi64(all(bins.width), x), _mm256_cmpgt_epi64(all(bins.height), y)));
    const int fits = _mm256_movemask_pd(_mm256_castsi256_pd(_mm256_andnot_si256(wrong, inside)));
    // The product of 23 and 64 bits in two halves; what is above 64 bits is lost, and never there for times that fit.
    const __m256i frame = _mm256_srli_epi64(
        _mm256_add_epi64(_mm256_mul_epu32(time, all(bins.reciprocal & 0xffffffff)),
                         _mm256_slli_epi64(_mm256_mul_epu32(time, all(bins.reciprocal >> 32)), 32)), 47);
    const __m256i positive = _mm256_cmpeq_epi64(_mm256_and_si256(record, polarity), polarity);
    alignas(32) std::uint64_t places[4], numbers[4];
    _mm256_store_si256(reinterpret_cast<__m256i*>(places),
                       _mm256_add_epi64(_mm256_add_epi64(_mm256_mul_epu32(frame, all(bins.frameSize)), _mm256_and_si256(positive, all(bins.plane))),
                                        _mm256_add_epi64(_mm256_mul_epu32(y, all(bins.width)), x)));
    _mm256_store_si256(reinterpret_cast<__m256i*>(numbers), frame);
    for (int k = 0; k < 4; ++k) {
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

// As binBs2Avx512, eight events at a time.
std::size_t binBs2Avx2(const std::uint8_t* in, std::size_t byteCount, std::size_t count, const Bs2Bins& bins, Bs2Frames& frames)
{
    constexpr unsigned kList = 256;
    const auto all = [](std::uint64_t value) { return _mm256_set1_epi32(static_cast<int>(value)); };
    // Compared as numbers with a sign: x and y have 8 bits, so a larger sensor is as good as one of 256 pixels.
    const __m256i timeMask = all(0x7fffff), width = all(bins.width), lastX = all(bins.width < 256 ? bins.width : 256),
                  lastY = all(bins.height < 256 ? bins.height : 256), plane = all(bins.plane), unfit = all(bins.polarities > 1 ? 0 : 1 << 23),
                  polarity = all(1 << 23), none = _mm256_setzero_si256();
    alignas(32) std::uint32_t list[kList];
    unsigned listed = 0;
    std::uint64_t frame = 0;
    float* to = frames.data;   // of `frame`
    bool found = false;
    const auto countListed = [&]() __attribute__((always_inline)) {
        for (unsigned k = 0; k < listed; k += 8)
            for (unsigned j = 0; j < 8; ++j)
                to[list[k + j]] += 1.0f;
        listed = 0;
    };
    __m256i begin = none, end = none;   // of `frame` in time, the end not included; no event fits before the first is found
    std::size_t i = 0;
    for (; i + 8 <= count && i * 5 + 46 <= byteCount; i += 8) {
        const __m256i a = fourRecords(in + i * 5), b = fourRecords(in + i * 5 + 20);
        const __m256i low = lowWords(a, b), x = highWords(a, b), y = _mm256_srli_epi32(low, 24), time = _mm256_and_si256(low, timeMask);
        const __m256i inside = _mm256_and_si256(_mm256_and_si256(_mm256_cmpgt_epi32(end, time), _mm256_cmpgt_epi32(lastX, x)),
                                                _mm256_cmpgt_epi32(lastY, y));
        const __m256i wrong = _mm256_or_si256(_mm256_cmpgt_epi32(begin, time), _mm256_cmpgt_epi32(_mm256_and_si256(low, unfit), none));
        if (_mm256_movemask_epi8(_mm256_andnot_si256(wrong, inside)) == -1) [[likely]] {
            const __m256i positive = _mm256_cmpgt_epi32(_mm256_and_si256(low, polarity), none);
            _mm256_store_si256(reinterpret_cast<__m256i*>(list + listed),
                               _mm256_add_epi32(_mm256_add_epi32(_mm256_mullo_epi32(y, width), x), _mm256_and_si256(positive, plane)));
            listed += 8;
            if (listed == kList)
                countListed();
            continue;
        }
        const std::uint64_t now = binMixed(b, bins, frames, binMixed(a, bins, frames, frame));
        if (now < frames.cleared && (now != frame || !found)) {
            countListed();
            found = true;
            frame = now;
            to = frames.data + frame * bins.frameSize;
            begin = all(bins.first + (frame * bins.duration + bins.frameCount - 1) / bins.frameCount);
            end = all(bins.first + ((frame + 1) * bins.duration + bins.frameCount - 1) / bins.frameCount);
        }
    }
    countListed();
    return i;
}

std::size_t decodeAedat3Avx2(const std::uint8_t* in, std::size_t count, std::int64_t overflow, bool keepInvalid,
                             std::uint16_t* x, std::uint16_t* y, std::uint8_t* polarity, std::int64_t* t, std::size_t& done)
{
    const __m256i side = _mm256_set1_epi32(0x7fff), one = _mm256_set1_epi32(1), later = _mm256_set1_epi64x(overflow);
    std::size_t read = 0, written = 0;
    for (; read + 8 <= count; read += 8) {
        const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(in + 8 * read)),
                      b = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(in + 8 * read + 32));
        const __m256i data = lowWords(a, b), times = highWords(a, b);
        const int valid = keepInvalid ? 0xff : _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_slli_epi32(data, 31)));
        const __m256i early = _mm256_add_epi64(later, _mm256_cvtepi32_epi64(_mm256_castsi256_si128(times))),
                      late = _mm256_add_epi64(later, _mm256_cvtepi32_epi64(_mm256_extracti128_si256(times, 1)));
        storeTimes(early, late, t + written);
        store(_mm256_srli_epi32(data, 17), _mm256_and_si256(_mm256_srli_epi32(data, 2), side),
              _mm256_and_si256(_mm256_srli_epi32(data, 1), one), x + written, y + written, polarity + written);
        if (valid == 0xff) {
            written += 8;
            continue;
        }
        for (int k = 0; k < 8; ++k) {   // those that count move together, over those that do not
            const std::size_t from = written + std::size_t(k), to = written + std::size_t(__builtin_popcount(valid & ((1 << k) - 1)));
            x[to] = x[from], y[to] = y[from], polarity[to] = polarity[from], t[to] = t[from];
        }
        written += std::size_t(__builtin_popcount(valid));
    }
    done = read;
    return written;
}

} // namespace spw::kernels
