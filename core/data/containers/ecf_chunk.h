// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace spw {

/// One chunk of Prophesee's event coding (formats.md 5.6; HDF5 filter 36559): how Metavision's HDF5 files pack events.
/// @param most  events that the chunk may hold.
/// @return records of 16 bytes: x u16, y u16, p i16, 2 bytes of padding, t i64, little-endian.
/// @throws Error naming `where`, the offset and what is wrong.
std::string decodeEcfChunk(std::string_view chunk, std::size_t most, const std::string& where);

/// The same coding for at most 65535 such records; packed like Prophesee's own encoder may, not always as small.
std::string encodeEcfChunk(std::string_view records);

} // namespace spw
