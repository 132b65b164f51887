// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace spw {

/// A value written as Python source: what the header of a NumPy file is made of. Parsed, never evaluated.
struct PythonLiteral {
    using List = std::vector<PythonLiteral>;                                  // also a tuple
    struct Entry;
    using Dictionary = std::vector<Entry>;
    std::variant<std::monostate, bool, std::int64_t, std::string, List, Dictionary> value;

    const std::string* text() const { return std::get_if<std::string>(&value); }
    const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value); }
    const bool* truth() const { return std::get_if<bool>(&value); }
    const List* list() const { return std::get_if<List>(&value); }
    /// The value of a key; null if this is no dictionary or has no such key.
    const PythonLiteral* find(std::string_view key) const;
};

struct PythonLiteral::Entry {
    PythonLiteral first, second;
};

/// Strings (quotes ' and ", prefixes u and b, escapes), True, False, None, integers, tuples, lists, dictionaries.
/// @throws Error naming `where` and the offset of what is no such literal, of a nesting deeper than 32, and of text after it.
PythonLiteral parsePythonLiteral(std::string_view source, const std::string& where);

} // namespace spw
