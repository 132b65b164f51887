// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

/// Inner loops over event-camera data, free of files and tensors: packed records to arrays, arrays to frames.
///
/// Example: 20 frames of an N-MNIST sample.
///     const std::size_t count = bs2EventCount(bytes.size());
///     ... resize x, y, p, t to count ...
///     decodeBs2(bytes, x, y, p, t);
///     for (int f = 0; f < 20; ++f)
///         accumulateFrame(sub(x, f), sub(y, f), sub(p, f), {2, 34, 34}, frame(f));
namespace spw::kernels {

/// Bytes of one bs2 (and ATIS `.bin`) record: x 8 bit, y 8 bit, polarity 1 bit, time 23 bit, big-endian.
inline constexpr std::size_t kBs2RecordBytes = 5;

/// Whole records in a file of `byteCount` bytes; a remainder of 1-4 bytes is not an event.
inline constexpr std::size_t bs2EventCount(std::size_t byteCount) { return byteCount / kBs2RecordBytes; }

/// Unpacks bs2 records into one array per field. Times are microseconds, in the order of the file.
/// Stops at the last whole record or at the end of the shortest output, whichever comes first.
/// @return  the number of events written.
std::size_t decodeBs2(std::span<const std::byte> bytes, std::span<std::uint16_t> x, std::span<std::uint16_t> y,
                      std::span<std::uint8_t> polarity, std::span<std::int64_t> t);

/// Extent of one frame, memory order [polarity, y, x].
struct FrameShape {
    std::int64_t polarities = 2, height = 0, width = 0;
    std::int64_t size() const { return polarities * height * width; }
};

/// Adds 1 to `frame[p, y, x]` for every event. The frame is not cleared first.
/// @return  events outside the frame; they are skipped, so a wrong sensor size cannot write out of bounds.
std::size_t accumulateFrame(std::span<const std::uint16_t> x, std::span<const std::uint16_t> y,
                            std::span<const std::uint8_t> polarity, FrameShape shape, std::span<float> frame);

/// All frames of a sample: events [edges[f], edges[f+1]) go to frame f; `frames` is [F, polarity, y, x] with
/// F = edges.size() - 1 and is cleared first. Edges that are not increasing or lie past the events are clipped.
/// @return  events outside the frames, as above.
std::size_t accumulateFrames(std::span<const std::uint16_t> x, std::span<const std::uint16_t> y,
                             std::span<const std::uint8_t> polarity, std::span<const std::size_t> edges,
                             FrameShape shape, std::span<float> frames);

/// bs2 bytes straight to frames of equal length in time, in one pass and without arrays in between:
/// event -> frame floor((t - first) * F / duration), events outside [first, first + duration) are skipped.
/// @return  events that were skipped.
std::size_t accumulateBs2(std::span<const std::byte> bytes, std::int64_t first, std::int64_t duration,
                          std::int64_t frameCount, FrameShape shape, std::span<float> frames);

} // namespace spw::kernels
