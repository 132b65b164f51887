// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/byte_source.h"

#include <string>
#include <vector>

namespace spw {

/// A sound as it lies in a WAV file (formats.md 6.4).
struct WavSound {
    int formatTag = 0;                   // 1 integers, 3 reals, 0xFFFE extensible: then subformatTag is 1 or 3
    int subformatTag = 0;                // 0 where the file has none
    int channels = 0;
    std::int64_t rate = 0;               // frames a second
    int blockAlign = 0;                  // bytes of a frame
    int bits = 0;                        // of one sample, as stored
    std::vector<std::string> chunks;     // their names, in the order of the file
    std::string data;                    // whole frames
    std::uint64_t droppedBytes = 0;      // a last frame that is cut
    bool cut = false;                    // the file ends before the data do

    std::int64_t frames() const { return blockAlign == 0 ? 0 : std::int64_t(data.size()) / blockAlign; }
    /// One channel, -1 to 1.
    std::vector<float> channel(int index) const;
    /// The mean of all channels.
    std::vector<float> mono() const;
};

/// Integers of 8, 16, 24 and 32 bits, reals of 32 and 64, extensible headers; unknown chunks are skipped; a data length of 0
/// or 2^32 - 1 means: to the end of the file.
/// @throws Error naming the file, the offset, what was found and expected.
WavSound readWav(const ByteSource& file);

} // namespace spw
