// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/events/packed_events.h"

#include "kernels/cpu/isa.h"
#include "kernels/events/decode.h"

#include <bit>
#include <cstring>

namespace spw::kernels {

namespace {

/// The two 32-bit words of an event, as a number: data below, time above.
std::uint64_t wordAt(const std::uint8_t* bytes)
{
    std::uint64_t word;
    std::memcpy(&word, bytes, sizeof word);
    if constexpr (std::endian::native == std::endian::big)
        word = __builtin_bswap64(word);
    return word;
}

} // namespace

std::size_t decodeAedat3(const std::uint8_t* bytes, std::size_t count, std::int64_t overflow, bool keepInvalid, EventColumns to)
{
    std::size_t done = 0, first = 0;
#if defined(SPW_HAVE_X86_LEVELS)
    if (activeIsa() == Isa::Avx512)
        done = decodeAedat3Avx512(bytes, count, overflow, keepInvalid, to.x, to.y, to.polarity, to.t, first);
    else if (activeIsa() == Isa::Avx2)
        done = decodeAedat3Avx2(bytes, count, overflow, keepInvalid, to.x, to.y, to.polarity, to.t, first);
#endif
    const std::uint64_t taken = keepInvalid ? 1 : 0;
    for (std::size_t i = first; i < count; ++i) {
        const std::uint64_t word = wordAt(bytes + 8 * i);
        to.x[done] = std::uint16_t(word >> 17 & 0x7fff);
        to.y[done] = std::uint16_t(word >> 2 & 0x7fff);
        to.polarity[done] = std::uint8_t(word >> 1 & 1);
        to.t[done] = overflow + std::int32_t(word >> 32);
        done += (word | taken) & 1;   // an invalid one is written over by the next
    }
    return done;
}

} // namespace spw::kernels
