// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace spw::kernels {

/// The AVX-512 path of decodeBs2: whole groups of 8 events that can be read without passing the end of the input.
/// @return  the number of events done; the caller does the rest.
std::size_t decodeBs2Avx512(const std::uint8_t* in, std::size_t byteCount, std::size_t count, std::uint16_t* x,
                            std::uint16_t* y, std::uint8_t* polarity, std::int64_t* t);

/// The same with AVX2.
std::size_t decodeBs2Avx2(const std::uint8_t* in, std::size_t byteCount, std::size_t count, std::uint16_t* x,
                          std::uint16_t* y, std::uint8_t* polarity, std::int64_t* t);

/// Where accumulateBs2 counts an event: frame floor((t - first) * reciprocal / 2^47), and what fits in a frame.
struct Bs2Bins {
    std::uint64_t first, duration, frameCount, reciprocal;   // duration and first below 2^24; frames below 2^17
    std::uint64_t width, height, polarities, plane, frameSize;   // all below 2^32
};

/// The frames while they are filled. Those from `cleared` on hold what was in memory before: a frame is cleared when the
/// first event reaches it, so that it is still in the cache when its events come.
struct Bs2Frames {
    float* data;
    std::uint64_t cleared;
    std::size_t outside;   // events that do not fit
};

/// The AVX-512 path of accumulateBs2: as decodeBs2Avx512.
std::size_t binBs2Avx512(const std::uint8_t* in, std::size_t byteCount, std::size_t count, const Bs2Bins& bins, Bs2Frames& frames);

/// The same with AVX2.
std::size_t binBs2Avx2(const std::uint8_t* in, std::size_t byteCount, std::size_t count, const Bs2Bins& bins, Bs2Frames& frames);

/// The AVX-512 path of decodeAedat3: whole groups of 8 events.
/// @param done  the number of events read; the caller does the rest.  @return the number written.
std::size_t decodeAedat3Avx512(const std::uint8_t* in, std::size_t count, std::int64_t overflow, bool keepInvalid,
                               std::uint16_t* x, std::uint16_t* y, std::uint8_t* polarity, std::int64_t* t, std::size_t& done);

/// The same with AVX2.
std::size_t decodeAedat3Avx2(const std::uint8_t* in, std::size_t count, std::int64_t overflow, bool keepInvalid,
                             std::uint16_t* x, std::uint16_t* y, std::uint8_t* polarity, std::int64_t* t, std::size_t& done);

} // namespace spw::kernels
