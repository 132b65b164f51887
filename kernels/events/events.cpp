// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/events/events.h"

#include "kernels/cpu/isa.h"
#include "kernels/events/decode.h"

#include <algorithm>
#include <initializer_list>

namespace spw::kernels {

namespace {

__extension__ typedef unsigned __int128 Wide;

/// Spans that disagree in length are a caller's mistake; the shortest decides, so none is overrun.
std::size_t shortest(std::initializer_list<std::size_t> sizes) { return std::min(sizes); }

std::uint32_t bigEndian32(const std::uint8_t* b)
{
    return (std::uint32_t(b[0]) << 24) | (std::uint32_t(b[1]) << 16) | (std::uint32_t(b[2]) << 8) | b[3];
}

} // namespace

std::size_t decodeBs2(std::span<const std::byte> bytes, std::span<std::uint16_t> x, std::span<std::uint16_t> y,
                      std::span<std::uint8_t> polarity, std::span<std::int64_t> t)
{
    const std::size_t count =
        shortest({bs2EventCount(bytes.size()), x.size(), y.size(), polarity.size(), t.size()});
    const auto* in = reinterpret_cast<const std::uint8_t*>(bytes.data());
    std::size_t done = 0;
#if defined(SPW_HAVE_X86_LEVELS)
    if (activeIsa() == Isa::Avx512)
        done = decodeBs2Avx512(in, bytes.size(), count, x.data(), y.data(), polarity.data(), t.data());
#endif
    for (std::size_t i = done; i < count; ++i) {
        const std::uint8_t* record = in + i * kBs2RecordBytes;
        const std::uint32_t rest = bigEndian32(record + 1);   // y 8, polarity 1, time 23
        x[i] = record[0];
        y[i] = std::uint16_t(rest >> 24);
        polarity[i] = std::uint8_t((rest >> 23) & 1);
        t[i] = rest & 0x7fffff;
    }
    return count;
}

std::size_t accumulateFrame(std::span<const std::uint16_t> x, std::span<const std::uint16_t> y,
                            std::span<const std::uint8_t> polarity, FrameShape shape, std::span<float> frame)
{
    const std::size_t count = shortest({x.size(), y.size(), polarity.size()});
    if (shape.size() <= 0 || frame.size() < std::size_t(shape.size()))
        return count;
    const std::uint32_t width = std::uint32_t(std::min<std::int64_t>(shape.width, 65536));
    const std::uint32_t height = std::uint32_t(std::min<std::int64_t>(shape.height, 65536));
    const std::uint32_t polarities = std::uint32_t(std::min<std::int64_t>(shape.polarities, 256));
    const std::size_t rowStride = std::size_t(shape.width);
    const std::size_t planeStride = rowStride * std::size_t(shape.height);
    std::size_t outside = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (x[i] >= width || y[i] >= height || polarity[i] >= polarities) {
            ++outside;
            continue;
        }
        frame[polarity[i] * planeStride + y[i] * rowStride + x[i]] += 1.0f;
    }
    return outside;
}

std::size_t accumulateFrames(std::span<const std::uint16_t> x, std::span<const std::uint16_t> y,
                             std::span<const std::uint8_t> polarity, std::span<const std::size_t> edges,
                             FrameShape shape, std::span<float> frames)
{
    std::fill(frames.begin(), frames.end(), 0.0f);
    const std::size_t count = shortest({x.size(), y.size(), polarity.size()});
    if (shape.size() <= 0)
        return count;
    const std::size_t frameSize = std::size_t(shape.size());
    std::size_t outside = 0;
    for (std::size_t f = 0; f + 1 < edges.size() && (f + 1) * frameSize <= frames.size(); ++f) {
        const std::size_t begin = std::min(edges[f], count);
        const std::size_t length = std::max(std::min(edges[f + 1], count), begin) - begin;
        outside += accumulateFrame(x.subspan(begin, length), y.subspan(begin, length),
                                   polarity.subspan(begin, length), shape,
                                   frames.subspan(f * frameSize, frameSize));
    }
    return outside;
}

std::size_t accumulateBs2(std::span<const std::byte> bytes, std::int64_t first, std::int64_t duration,
                          std::int64_t frameCount, FrameShape shape, std::span<float> frames)
{
    std::fill(frames.begin(), frames.end(), 0.0f);
    const std::size_t count = bs2EventCount(bytes.size());
    if (duration <= 0 || frameCount <= 0 || shape.size() <= 0
        || frames.size() / std::size_t(shape.size()) < std::size_t(frameCount))
        return count;
    const auto* in = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const std::size_t planeStride = std::size_t(shape.height * shape.width);
    const std::size_t frameStride = std::size_t(shape.size());
    // A division per event costs a third of the pass: a 64.64 fixed-point reciprocal, rounded up, gives the same
    // floor for all 23-bit times (the error is below time * 2^-64, the nearest fraction 1/duration away).
    const Wide reciprocal = ((Wide(1) << 64) * Wide(frameCount) + Wide(duration) - 1) / Wide(duration);
    std::size_t outside = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint8_t* record = in + i * kBs2RecordBytes;
        const std::uint32_t rest = bigEndian32(record + 1);
        const std::int64_t time = std::int64_t(rest & 0x7fffff) - first;
        const std::int64_t x = record[0], y = rest >> 24, polarity = (rest >> 23) & 1;
        if (time < 0 || time >= duration || x >= shape.width || y >= shape.height
            || polarity >= shape.polarities) {
            ++outside;
            continue;
        }
        const auto frame = std::size_t((Wide(time) * reciprocal) >> 64);
        frames[frame * frameStride + std::size_t(polarity) * planeStride + std::size_t(y * shape.width + x)] += 1.0f;
    }
    return outside;
}

} // namespace spw::kernels
