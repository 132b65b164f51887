// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/md5.h"

#include <bit>
#include <cmath>

namespace spw {

namespace {

/// floor(2^32 |sin(i + 1)|), as the standard defines them.
const std::array<std::uint32_t, 64>& constants()
{
    static const std::array<std::uint32_t, 64> table = [] {
        std::array<std::uint32_t, 64> values{};
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = std::uint32_t(std::uint64_t(std::floor(std::abs(std::sin(double(i + 1))) * 4294967296.0)));
        return values;
    }();
    return table;
}

constexpr int kTurns[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

} // namespace

void Md5::block(const std::uint8_t* bytes)
{
    std::uint32_t words[16];
    for (int i = 0; i < 16; ++i)
        words[i] = std::uint32_t(bytes[4 * i]) | std::uint32_t(bytes[4 * i + 1]) << 8 | std::uint32_t(bytes[4 * i + 2]) << 16
                   | std::uint32_t(bytes[4 * i + 3]) << 24;
    auto [a, b, c, d] = m_state;
    for (std::uint32_t i = 0; i < 64; ++i) {
        const std::uint32_t round = i / 16;
        const std::uint32_t mixed = round == 0 ? (b & c) | (~b & d) : round == 1 ? (d & b) | (~d & c) : round == 2 ? b ^ c ^ d : c ^ (b | ~d);
        const std::uint32_t word = words[(round == 0 ? i : round == 1 ? 5 * i + 1 : round == 2 ? 3 * i + 5 : 7 * i) % 16];
        const std::uint32_t turned = b + std::rotl(a + mixed + constants()[i] + word, kTurns[round][i % 4]);
        a = d, d = c, c = b, b = turned;
    }
    m_state = {m_state[0] + a, m_state[1] + b, m_state[2] + c, m_state[3] + d};
}

std::string Md5::hex()
{
    end(false);
    std::string text;
    for (const std::uint32_t word : m_state)
        for (int i = 0; i < 4; ++i) {
            const std::uint8_t byte = std::uint8_t(word >> (8 * i));
            text += "0123456789abcdef"[byte >> 4];
            text += "0123456789abcdef"[byte & 15];
        }
    return text;
}

} // namespace spw
