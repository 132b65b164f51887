// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spw::slayeryaml {

/// A value of a YAML file: text, or entries with keys, or items without.
struct Yaml {
    std::string text;
    struct Entry;
    std::vector<Entry> entries;   // of a map; a list has empty keys
    int line = 0;

    const Yaml* find(std::string_view key) const;
    bool isList() const;
};

struct Yaml::Entry {
    std::string first;
    Yaml second;
};

inline bool Yaml::isList() const
{
    return !entries.empty() && entries.front().first.empty();
}

/// The part of YAML that SLAYER's descriptors use: maps and lists by indentation, {a: b} and [a, b] in a line, comments,
/// quoted texts. Anchors, tags and texts over several lines are refused.
/// @throws Error naming the line.
Yaml parseYaml(std::string_view text, const std::string& file);

} // namespace spw::slayeryaml
