// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with AVX-512 flags: includes nothing that other files share as inline functions.
#include "kernels/events/decode.h"

#include <immintrin.h>

namespace spw::kernels {

std::size_t decodeBs2Avx512(const std::uint8_t* in, std::size_t byteCount, std::size_t count, std::uint16_t* x,
                            std::uint16_t* y, std::uint8_t* polarity, std::int64_t* t)
{
    // 8 records are 40 bytes. Lane k of the register receives the words from byte 10 k on (records 2k and 2k+1),
    // then each record is turned round into the low 40 bits of a 64-bit element.
    alignas(64) static constexpr std::uint16_t kSpread[32] = {
        0,  1,  2,  3,  4,  5,  6,  7,  5,  6,  7,  8,  9,  10, 11, 12,
        10, 11, 12, 13, 14, 15, 16, 17, 15, 16, 17, 18, 19, 20, 21, 22};
    const __m512i spread = _mm512_load_si512(kSpread);
    const __m512i turn =
        _mm512_broadcast_i32x4(_mm_setr_epi8(4, 3, 2, 1, 0, -1, -1, -1, 9, 8, 7, 6, 5, -1, -1, -1));
    const __m512i timeMask = _mm512_set1_epi64(0x7fffff);
    const __m512i byteMask = _mm512_set1_epi64(0xff);
    const __m512i bitMask = _mm512_set1_epi64(1);
    std::size_t i = 0;
    for (; i + 8 <= count && i * 5 + 64 <= byteCount; i += 8) {
        const __m512i raw = _mm512_loadu_si512(in + i * 5);
        const __m512i record = _mm512_shuffle_epi8(_mm512_permutexvar_epi16(spread, raw), turn);
        _mm512_storeu_si512(t + i, _mm512_and_si512(record, timeMask));
        _mm_storel_epi64(reinterpret_cast<__m128i*>(polarity + i),
                         _mm512_cvtepi64_epi8(_mm512_and_si512(_mm512_srli_epi64(record, 23), bitMask)));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(y + i),
                         _mm512_cvtepi64_epi16(_mm512_and_si512(_mm512_srli_epi64(record, 24), byteMask)));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(x + i), _mm512_cvtepi64_epi16(_mm512_srli_epi64(record, 32)));
    }
    return i;
}

} // namespace spw::kernels
