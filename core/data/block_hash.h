// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace spw {

/// What MD5 and SHA-256 have in common: a message that comes in pieces is worked on in blocks of 64 bytes, and ends with
/// a one bit, zeros and its length in bits. `Hash` has block(bytes).
template <class Hash>
class BlockHash {
public:
    void add(const void* data, std::size_t size)
    {
        const auto* bytes = static_cast<const std::uint8_t*>(data);
        m_total += size;
        while (size > 0) {
            if (m_used == 0 && size >= m_buffer.size()) {
                static_cast<Hash*>(this)->block(bytes);
                bytes += m_buffer.size(), size -= m_buffer.size();
                continue;
            }
            const std::size_t part = std::min(size, m_buffer.size() - m_used);
            std::memcpy(m_buffer.data() + m_used, bytes, part);
            m_used += part, bytes += part, size -= part;
            if (m_used == m_buffer.size()) {
                static_cast<Hash*>(this)->block(m_buffer.data());
                m_used = 0;
            }
        }
    }

protected:
    void end(bool bigEndian)
    {
        const std::uint64_t bits = m_total * 8;
        const std::uint8_t one = 0x80, zero = 0;
        add(&one, 1);
        while (m_used != 56)
            add(&zero, 1);
        std::uint8_t length[8];
        for (int i = 0; i < 8; ++i)
            length[i] = std::uint8_t(bits >> (bigEndian ? 56 - 8 * i : 8 * i));
        add(length, 8);
    }

private:
    std::array<std::uint8_t, 64> m_buffer{};
    std::size_t m_used = 0;
    std::uint64_t m_total = 0;
};

} // namespace spw
