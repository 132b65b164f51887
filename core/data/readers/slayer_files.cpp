// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/slayer_files.h"

#include "core/base/error.h"

#include <array>

namespace spw {

namespace {

constexpr std::size_t kBs1Bytes = 5, kBs3Bytes = 7, kRegionBytes = 10;

/// `count` bytes at `offset`, the first the highest.
std::uint64_t bigEndian(std::string_view bytes, std::size_t offset, std::size_t count)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value = value << 8 | std::uint8_t(bytes[offset + i]);
    return value;
}

void append(std::string& bytes, std::uint64_t value, std::size_t count)
{
    for (std::size_t i = count; i-- > 0;)
        bytes += char(std::uint8_t(value >> (8 * i)));
}

/// A number of `bits` bits, or an error that says which of which record is too large.
std::uint64_t fitted(std::int64_t value, int bits, const char* what, std::size_t record)
{
    if (value < 0 || value >= std::int64_t(1) << bits)
        throw Error(std::string(what) + " is " + std::to_string(value) + ", the format holds 0 to " +
                        std::to_string((std::int64_t(1) << bits) - 1) + ".",
                    "record " + std::to_string(record), "Write another format, or leave out what does not fit.");
    return std::uint64_t(value);
}

EventFile sized(std::string_view bytes, std::size_t recordBytes)
{
    EventFile file;
    const std::size_t count = bytes.size() / recordBytes;
    file.events.t.resize(count);
    file.events.x.resize(count);
    file.events.y.resize(count);
    file.events.p.resize(count);
    file.droppedBytes = bytes.size() - count * recordBytes;
    return file;
}

/// Polarity and time of bs1 and bs2 share 24 bits.
std::uint64_t polarityAndTime(const Events& e, std::size_t i)
{
    return fitted(e.p[i], 1, "The polarity", i) << 23 | fitted(e.t[i], 23, "The time in microseconds", i);
}

} // namespace

EventFile decodeBs1File(std::string_view bytes, const std::string&)
{
    EventFile file = sized(bytes, kBs1Bytes);
    Events& e = file.events;
    for (std::size_t i = 0; i < e.size(); ++i) {
        const std::uint64_t record = bigEndian(bytes, i * kBs1Bytes, kBs1Bytes);
        e.x[i] = std::uint16_t(record >> 24);
        e.p[i] = std::uint8_t(record >> 23 & 1);
        e.t[i] = std::int64_t(record & 0x7FFFFF);
    }
    return file;
}

EventFile decodeBs3File(std::string_view bytes, const std::string&)
{
    EventFile file = sized(bytes, kBs3Bytes);
    Events& e = file.events;
    for (std::size_t i = 0; i < e.size(); ++i) {
        const std::uint64_t record = bigEndian(bytes, i * kBs3Bytes, kBs3Bytes);
        e.x[i] = std::uint16_t(record >> 44 & 0xFFF);
        e.y[i] = std::uint16_t(record >> 32 & 0xFFF);
        e.p[i] = std::uint8_t(record >> 24 & 0xFF);
        e.t[i] = std::int64_t(record & 0xFFFFFF);
    }
    return file;
}

std::string encodeBs1(const Events& e)
{
    std::string bytes;
    bytes.reserve(e.size() * kBs1Bytes);
    for (std::size_t i = 0; i < e.size(); ++i)
        append(bytes, fitted(e.x[i], 16, "The neuron", i) << 24 | polarityAndTime(e, i), kBs1Bytes);
    return bytes;
}

std::string encodeBs2(const Events& e)
{
    std::string bytes;
    bytes.reserve(e.size() * kBs1Bytes);
    for (std::size_t i = 0; i < e.size(); ++i)
        append(bytes, fitted(e.x[i], 8, "x", i) << 32 | fitted(e.y[i], 8, "y", i) << 24 | polarityAndTime(e, i),
               kBs1Bytes);
    return bytes;
}

std::string encodeBs3(const Events& e)
{
    std::string bytes;
    bytes.reserve(e.size() * kBs3Bytes);
    for (std::size_t i = 0; i < e.size(); ++i)
        append(bytes,
               fitted(e.x[i], 12, "x", i) << 44 | fitted(e.y[i], 12, "y", i) << 32 |
                   fitted(e.p[i], 8, "The channel", i) << 24 | fitted(e.t[i], 24, "The time in microseconds", i),
               kBs3Bytes);
    return bytes;
}

std::vector<SpikeRegion> decodeSpikeRegions(std::string_view bytes)
{
    std::vector<SpikeRegion> regions(bytes.size() / kRegionBytes);
    for (std::size_t i = 0; i < regions.size(); ++i) {
        const std::size_t at = i * kRegionBytes;
        regions[i] = {std::int64_t(bigEndian(bytes, at, 2)), std::int64_t(bigEndian(bytes, at + 2, 3)),
                      std::int64_t(bigEndian(bytes, at + 5, 3)), std::int64_t(bigEndian(bytes, at + 8, 2))};
    }
    return regions;
}

std::string encodeSpikeRegions(const std::vector<SpikeRegion>& regions)
{
    std::string bytes;
    bytes.reserve(regions.size() * kRegionBytes);
    for (std::size_t i = 0; i < regions.size(); ++i) {
        append(bytes, fitted(regions[i].neuron, 16, "The neuron", i), 2);
        append(bytes, fitted(regions[i].startMicros, 24, "The start in microseconds", i), 3);
        append(bytes, fitted(regions[i].endMicros, 24, "The end in microseconds", i), 3);
        append(bytes, fitted(regions[i].count, 16, "The count", i), 2);
    }
    return bytes;
}

} // namespace spw
