// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// Inner loops that unpack the words of event cameras into one array a field.
namespace spw::kernels {

/// Where events go; the arrays have room for as many as the caller knows may come.
struct EventColumns {
    std::uint16_t* x;
    std::uint16_t* y;
    std::uint8_t* polarity;
    std::int64_t* t;
};

/// `count` polarity events of AEDAT 3.x: 8 bytes, little-endian; bit 0 valid, 1 polarity, 2-16 y, 17-31 x, then the time,
/// to which `overflow` is added. Invalid events are left out unless `keepInvalid`.
/// @return  the number of events written, at most `count`.
std::size_t decodeAedat3(const std::uint8_t* bytes, std::size_t count, std::int64_t overflow, bool keepInvalid, EventColumns to);

/// What earlier EVT2 and EVT2.1 words left. Times are microseconds.
struct Evt2State {
    std::int64_t high = 0;           // time of the last TIME_HIGH, with the turns of its counter
    bool known = false;              // there was one
    std::uint64_t strange = 0;       // words of a type that the format does not have
};

/// Time after which the counters of EVT2 and EVT2.1, and of EVT3, start again.
inline constexpr std::int64_t kEvt2Turn = std::int64_t(1) << 34, kEvt3Turn = std::int64_t(1) << 24;

/// `count` little-endian EVT2 words of 32 bits. Room for `count` events.
/// @return  the number of events written.
std::size_t decodeEvt2(const std::uint8_t* words, std::size_t count, Evt2State& state, EventColumns to);

/// `count` EVT2.1 words of 64 bits, each up to 32 events; `swapped`: the old order of their halves. Room for 32 `count`.
std::size_t decodeEvt21(const std::uint8_t* words, std::size_t count, bool swapped, Evt2State& state, EventColumns to);

/// What earlier EVT3 words left.
struct Evt3State {
    std::int64_t turns = 0;          // of the counter, in microseconds
    std::uint32_t high = 0, low = 0; // 12 bits each
    std::uint16_t y = 0, base = 0;
    std::uint8_t polarity = 0;       // of the vectors
    bool timeKnown = false, rowKnown = false;
    std::uint64_t strange = 0;       // words of a reserved type

    std::int64_t time() const { return turns + (std::int64_t(high) << 12 | low); }
};

/// `count` little-endian EVT3 words of 16 bits, each up to 12 events. Rows from `height` on are skipped (2048: none).
/// Room for 12 `count` events.
std::size_t decodeEvt3(const std::uint8_t* words, std::size_t count, std::uint16_t height, Evt3State& state, EventColumns to);

} // namespace spw::kernels
