// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/block_hash.h"

#include <array>
#include <cstdint>
#include <string>

namespace spw {

/// MD5 (RFC 1321) of bytes that come in pieces: publishers of datasets give it to tell a whole download from a broken one.
/// No protection against forgery.
class Md5 : public BlockHash<Md5> {
public:
    /// Ends the message. @return 32 lower-case hexadecimal digits.
    std::string hex();

private:
    friend BlockHash;
    void block(const std::uint8_t* bytes);

    std::array<std::uint32_t, 4> m_state = {0x67452301u, 0xefcdab89u, 0x98badcfeu, 0x10325476u};
};

} // namespace spw
