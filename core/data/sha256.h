// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/block_hash.h"

#include <array>
#include <cstdint>
#include <string>

namespace spw {

/// SHA-256 (FIPS 180-4) of bytes that come in pieces. Not for secrets: it names the content of files.
class Sha256 : public BlockHash<Sha256> {
public:
    Sha256();
    /// Ends the message. @return 64 lower-case hexadecimal digits.
    std::string hex();

private:
    friend BlockHash;
    void block(const std::uint8_t* bytes);

    std::array<std::uint32_t, 8> m_state;
};

} // namespace spw
