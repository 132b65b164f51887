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

} // namespace spw::kernels
