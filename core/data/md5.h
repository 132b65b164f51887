// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace spw {

/// MD5 (RFC 1321) of bytes that come in pieces: publishers of datasets give it to tell a whole download from a broken one.
/// No protection against forgery.
class Md5 {
public:
    void add(const void* data, std::size_t size);
    /// Ends the message. @return 32 lower-case hexadecimal digits.
    std::string hex();

private:
    void block(const std::uint8_t* bytes);

    std::array<std::uint32_t, 4> m_state = {0x67452301u, 0xefcdab89u, 0x98badcfeu, 0x10325476u};
    std::array<std::uint8_t, 64> m_buffer{};
    std::size_t m_used = 0;
    std::uint64_t m_total = 0;
};

} // namespace spw
