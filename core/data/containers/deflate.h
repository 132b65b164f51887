// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Deflate and its wrappings, by zlib. Memory grows with what has really come out, never by a promised size.
namespace spw {

enum class DeflateWrapping { Raw, Zlib, Gzip };

/// The bytes that `packed` holds. What follows the end of the compressed data is ignored.
/// @param limit  the most that may come out.
/// @throws Error if the data are damaged, cut, or more than `limit`.
std::string inflated(std::string_view packed, DeflateWrapping wrapping, std::uint64_t limit, const std::string& where);

/// A gzip file: any number of members, one after the other. @throws Error as above.
std::string gunzipped(std::string_view file, std::uint64_t limit, const std::string& where);
inline bool isGzip(std::string_view start) { return start.substr(0, 2) == "\x1f\x8b"; }

/// Raw or zlib or gzip data; the same bytes for the same input (gzip without a time).
std::string deflated(std::string_view bytes, DeflateWrapping wrapping, int level = 6);

/// CRC-32 as zip and gzip use it; `before` continues an earlier piece.
std::uint32_t crc32Of(std::string_view bytes, std::uint32_t before = 0);

} // namespace spw
