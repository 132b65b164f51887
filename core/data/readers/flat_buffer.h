// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/byte_source.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace spw {

/// A table of a FlatBuffer from a file: every offset is checked, what does not fit is as if it were not there.
class FlatTable {
public:
    /// The root of the bytes (without a size in front). @return nothing if they are no FlatBuffer or have another `ident`
    /// (four letters; empty: any).
    static std::optional<FlatTable> root(std::span<const std::uint8_t> bytes, std::string_view ident)
    {
        if (bytes.size() < 8 || bytes.size() > 0x7fffffff)
            return {};
        if (!ident.empty() && std::string_view(reinterpret_cast<const char*>(bytes.data()) + 4, 4) != ident)
            return {};
        return at(bytes, littleEndian<std::uint32_t>(bytes.data()));
    }

    template <class Number>
    Number number(int field, Number absent) const
    {
        const auto place = find(field, sizeof(Number));
        return place ? littleEndian<Number>(m_bytes.data() + *place) : absent;
    }

    std::string text(int field) const
    {
        const auto bytes = vector(field, 1);
        return bytes ? std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()) : std::string();
    }

    /// The bytes of a vector of structs or numbers; nothing if it is absent or reaches beyond the buffer.
    std::optional<std::span<const std::uint8_t>> vector(int field, std::size_t elementBytes) const
    {
        const auto place = target(field, 4);
        if (!place)
            return {};
        const std::uint64_t count = littleEndian<std::uint32_t>(m_bytes.data() + *place);
        if (count * elementBytes > m_bytes.size() - *place - 4)
            return {};
        return m_bytes.subspan(*place + 4, std::size_t(count * elementBytes));
    }

    /// Element `i` of a vector of tables.
    std::optional<FlatTable> tableOf(std::span<const std::uint8_t> offsets, std::size_t i) const
    {
        const auto from = std::uint64_t(offsets.data() - m_bytes.data()) + 4 * i;
        return at(m_bytes, from + littleEndian<std::uint32_t>(m_bytes.data() + from));
    }

    /// Where a field's own bytes (a number or struct) lie.
    std::optional<std::size_t> find(int field, std::size_t bytes) const
    {
        const std::uint64_t entry = 4 + 2 * std::uint64_t(field);
        if (entry + 2 > m_slots)
            return {};
        const std::uint64_t offset = littleEndian<std::uint16_t>(m_bytes.data() + m_slotTable + entry);
        if (offset == 0 || m_at + offset + bytes > m_bytes.size())
            return {};
        return std::size_t(m_at + offset);
    }
    const std::uint8_t* data() const { return m_bytes.data(); }

private:
    static std::optional<FlatTable> at(std::span<const std::uint8_t> bytes, std::uint64_t place)
    {
        if (place + 4 > bytes.size())
            return {};
        const std::int64_t slots = std::int64_t(place) - littleEndian<std::int32_t>(bytes.data() + place);
        if (slots < 0 || std::uint64_t(slots) + 4 > bytes.size())
            return {};
        FlatTable table;
        table.m_bytes = bytes;
        table.m_at = place;
        table.m_slotTable = std::uint64_t(slots);
        table.m_slots = littleEndian<std::uint16_t>(bytes.data() + slots);
        if (table.m_slots < 4 || table.m_slotTable + table.m_slots > bytes.size())
            return {};
        return table;
    }

    /// Where a field's offset leads, with room for `bytes`.
    std::optional<std::size_t> target(int field, std::size_t bytes) const
    {
        const auto place = find(field, 4);
        if (!place)
            return {};
        const std::uint64_t there = *place + std::uint64_t(littleEndian<std::uint32_t>(m_bytes.data() + *place));
        if (there + bytes > m_bytes.size())
            return {};
        return std::size_t(there);
    }

    std::span<const std::uint8_t> m_bytes;
    std::uint64_t m_at = 0, m_slotTable = 0, m_slots = 0;
};

} // namespace spw
