// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/event_reader.h"
#include "core/data/readers/event_columns.h"

#include <array>
#include <string>
#include <vector>

namespace spw {

/// Which column of a table without names is what; -1: none.
struct ColumnOrder {
    std::array<int, 4> of{-1, -1, -1, -1};   // time, x, y, polarity

    /// "x,y,p,t"; other columns are "-".
    std::string text() const;
    bool operator==(const ColumnOrder&) const = default;
};

/// @param names  e.g. "t,x,y,p" (any names of the fields; others are ignored).  @throws Error if t or x is missing.
ColumnOrder columnOrderOf(const std::string& names, const std::string& where);

/// Guesses from the values, column by column: polarity has at most two values of -1, 0, 1, 2, time never falls and is the
/// largest, x is left of y. The common orders (t x y p; x y p t) are tried first.
/// @throws Error if nothing fits, with the first row.
ColumnOrder guessColumns(const std::vector<std::vector<double>>& columns, const std::string& where);

/// The first rows as JSON, in the order t, x, y, p: what the user checks a guess by.
std::string firstRowsJson(const EventView& events, std::size_t rows = 5);

} // namespace spw
