// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/events/events.h"

#include "kernels/cpu/isa.h"
#include "kernels/events/decode.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <initializer_list>

namespace spw::kernels {

namespace {

__extension__ typedef unsigned __int128 Wide;

/// Spans that disagree in length are a caller's mistake; the shortest decides, so none is overrun.
std::size_t shortest(std::initializer_list<std::size_t> sizes) { return std::min(sizes); }

constexpr std::int64_t kLastTime = 0x7fffff;

/// One record as a number: x in bits 32-39, y 24-31, polarity 23, time 0-22.
std::uint64_t recordAt(const std::uint8_t* b)
{
    return (std::uint64_t(b[0]) << 32) | (std::uint64_t(b[1]) << 24) | (std::uint64_t(b[2]) << 16)
           | (std::uint64_t(b[3]) << 8) | b[4];
}

/// The same by one load that reads three bytes past the record.
std::uint64_t recordBefore(const std::uint8_t* b)
{
    std::uint64_t raw;
    std::memcpy(&raw, b, sizeof raw);
    if constexpr (std::endian::native == std::endian::little)
        raw = __builtin_bswap64(raw);
    return raw >> 24;
}

/// Clears the frames before `end` that no event has reached yet.
void clearUpTo(std::uint64_t end, std::size_t frameSize, Bs2Frames& frames)
{
    if (end <= frames.cleared)
        return;
    std::fill(frames.data + frames.cleared * frameSize, frames.data + end * frameSize, 0.0f);
    frames.cleared = end;
}

template <class FrameOf>
void binBs2(std::span<const std::byte> bytes, std::size_t from, std::int64_t first, std::int64_t duration, FrameShape shape,
            Bs2Frames& frames, const FrameOf& frameOf)
{
    const auto* in = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const std::size_t count = bs2EventCount(bytes.size());
    const std::size_t width = std::size_t(shape.width), height = std::size_t(shape.height);
    const std::size_t plane = width * height, frameSize = std::size_t(shape.size());
    const std::size_t polarities = std::size_t(shape.polarities);
    const auto add = [&](std::uint64_t record) {
        const std::uint64_t time = (record & std::uint64_t(kLastTime)) - std::uint64_t(first);   // wraps if before
        const std::size_t x = record >> 32, y = (record >> 24) & 0xff, polarity = (record >> 23) & 1;
        if ((time >= std::uint64_t(duration)) | (x >= width) | (y >= height) | (polarity >= polarities)) {
            ++frames.outside;
            return;
        }
        const std::uint64_t frame = frameOf(time);
        clearUpTo(frame + 1, frameSize, frames);
        frames.data[frame * frameSize + polarity * plane + y * width + x] += 1.0f;
    };
    const std::size_t fast = count > 0 ? count - 1 : 0;   // the last one has no bytes after it
    for (std::size_t i = from; i < fast; ++i)
        add(recordBefore(in + i * kBs2RecordBytes));
    for (std::size_t i = std::max(from, fast); i < count; ++i)
        add(recordAt(in + i * kBs2RecordBytes));
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
    else if (activeIsa() == Isa::Avx2)
        done = decodeBs2Avx2(in, bytes.size(), count, x.data(), y.data(), polarity.data(), t.data());
#endif
    const auto unpack = [&](std::size_t i, std::uint64_t record) {
        x[i] = std::uint16_t(record >> 32);
        y[i] = std::uint16_t((record >> 24) & 0xff);
        polarity[i] = std::uint8_t((record >> 23) & 1);
        t[i] = std::int64_t(record) & kLastTime;
    };
    for (; done + 1 < count; ++done)
        unpack(done, recordBefore(in + done * kBs2RecordBytes));
    if (done < count)
        unpack(done, recordAt(in + done * kBs2RecordBytes));
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
    const std::size_t count = bs2EventCount(bytes.size());
    if (duration <= 0 || frameCount <= 0 || shape.size() <= 0
        || frames.size() / std::size_t(shape.size()) < std::size_t(frameCount)) {
        std::fill(frames.begin(), frames.end(), 0.0f);
        return count;
    }
    Bs2Frames filled{frames.data(), 0, 0};
    const auto clearRest = [&] {
        std::fill(frames.begin() + std::ptrdiff_t(filled.cleared * std::size_t(shape.size())), frames.end(), 0.0f);
        return filled.outside;
    };
    // The product with a fixed-point reciprocal, rounded up, has the floor of the division as long as its error,
    // time * 2^-47, stays below the smallest fraction, 1 / duration: true for all 23-bit times. A division per event
    // would cost a third of the pass.
    const bool fits = first >= 0 && duration <= kLastTime + 1 && frameCount < (1 << 17);
    const std::uint64_t reciprocal =
        fits ? ((std::uint64_t(frameCount) << 47) + std::uint64_t(duration) - 1) / std::uint64_t(duration) : 0;
    if (!fits) {
        binBs2(bytes, 0, first, duration, shape, filled,
               [=](std::uint64_t time) { return std::uint64_t(Wide(time) * Wide(frameCount) / Wide(duration)); });
        return clearRest();
    }
    std::size_t done = 0;
#if defined(SPW_HAVE_X86_LEVELS)
    constexpr std::int64_t kWord = std::int64_t(1) << 32;
    if (first <= kLastTime && shape.width > 0 && shape.width < kWord && shape.height < kWord && shape.size() < kWord) {
        const Bs2Bins bins{std::uint64_t(first), std::uint64_t(duration), std::uint64_t(frameCount), reciprocal, std::uint64_t(shape.width),
                           std::uint64_t(shape.height), std::uint64_t(shape.polarities), std::uint64_t(shape.width * shape.height),
                           std::uint64_t(shape.size())};
        const auto* in = reinterpret_cast<const std::uint8_t*>(bytes.data());
        if (activeIsa() == Isa::Avx512)
            done = binBs2Avx512(in, bytes.size(), count, bins, filled);
        else if (activeIsa() == Isa::Avx2)
            done = binBs2Avx2(in, bytes.size(), count, bins, filled);
    }
#endif
    binBs2(bytes, done, first, duration, shape, filled, [=](std::uint64_t time) { return (time * reciprocal) >> 47; });
    return clearRest();
}

} // namespace spw::kernels
