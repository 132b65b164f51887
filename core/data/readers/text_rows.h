// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/readers/column_guess.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spw {

/// How the lines of a text file are to be read, told by its first lines (formats.md 5.8).
struct TextLayout {
    char separator = ',';           // ' ' stands for any run of spaces and tabs
    char lineEnd = '\n';            // '\r' in files of old Macs
    std::uint16_t width = 0, height = 0;   // of the sensor, where a first line of two numbers says so (rpg_e2vid)
    ColumnOrder order;
    std::string unit = "us";        // of time
    std::string polarity = "0/1";
    bool guessed = true;            // the order comes from the values, not from a header or an option
    std::uint64_t dataOffset = 0;   // of the first line with values
    std::vector<std::string> warnings;
};

/// '\r' if the text has no other line ends.
char lineEndOf(std::string_view start);

/// Looks like lines of numbers: no control characters, and a first row of at least 3 numbers.
bool looksLikeEventText(std::string_view start);

/// @param start  the first bytes of the file, ending with a whole line unless they are all.
/// @param columns, unit  what the user says; empty and "auto": found out.
/// @throws Error naming `where`, the line and what was found.
TextLayout layoutOf(std::string_view start, const std::string& columns, const std::string& unit, const std::string& where);

/// One row's event. False: no such row. @param micros  microseconds of one unit of time.
struct TextEvent {
    std::int64_t t = 0;
    std::uint16_t x = 0, y = 0;
    std::int8_t p = 1;              // as written
};
bool parseRow(std::string_view line, const TextLayout& layout, double micros, TextEvent& event);

/// Nothing to read on it: empty, or a comment (#, %, //).
bool isCommentOrEmpty(std::string_view line);

} // namespace spw
