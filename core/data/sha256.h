// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace spw {

/// SHA-256 (FIPS 180-4) of bytes that come in pieces. Not for secrets: it names the content of files.
class Sha256 {
public:
    Sha256();
    void add(const void* data, std::size_t size);
    /// Ends the message. @return 64 lower-case hexadecimal digits.
    std::string hex();

private:
    void block(const std::uint8_t* bytes);

    std::array<std::uint32_t, 8> m_state;
    std::array<std::uint8_t, 64> m_buffer{};
    std::size_t m_used = 0;
    std::uint64_t m_total = 0;
};

} // namespace spw
