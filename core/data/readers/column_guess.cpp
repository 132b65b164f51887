// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/column_guess.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace spw {

namespace {

const char* const kSay = "Say what the columns are, for example with the option columns=t,x,y,p.";

struct Traits {
    bool sign = true;        // every value is a polarity: 0/1, -1/1 or 1/2
    bool pixel = true;       // every value is a whole number from 0 to 65535
    bool rising = true;
    double most = 0;
};

Traits traitsOf(const std::vector<double>& column)
{
    Traits traits;
    bool minus = false, zero = false, two = false;
    for (std::size_t i = 0; i < column.size(); ++i) {
        const double v = column[i];
        minus = minus || v == -1, zero = zero || v == 0, two = two || v == 2;
        traits.sign = traits.sign && (v == -1 || v == 0 || v == 1 || v == 2);
        traits.pixel = traits.pixel && v >= 0 && v <= 65535 && v == std::floor(v);
        traits.rising = traits.rising && (i == 0 || v >= column[i - 1]);
        traits.most = std::max(traits.most, v);
    }
    traits.sign = traits.sign && minus + zero + two <= 1;
    return traits;
}

bool fits(const ColumnOrder& order, const std::vector<Traits>& traits)
{
    const auto at = [&](EventField field) -> const Traits& { return traits[std::size_t(order.of[std::size_t(field)])]; };
    for (const int column : order.of)
        if (column >= int(traits.size()))
            return false;
    return at(EventField::Time).rising && at(EventField::X).pixel && (order.of[2] < 0 || at(EventField::Y).pixel)
           && at(EventField::Polarity).sign;
}

} // namespace

std::string ColumnOrder::text() const
{
    static const char kLetters[] = {'t', 'x', 'y', 'p'};
    std::string result(std::size_t(*std::max_element(of.begin(), of.end()) + 1), '-');
    for (std::size_t i = 0; i < 4; ++i)
        if (of[i] >= 0)
            result[std::size_t(of[i])] = kLetters[i];
    std::string spaced;
    for (const char c : result)
        spaced += (spaced.empty() ? "" : ",") + std::string(1, c);
    return spaced;
}

ColumnOrder columnOrderOf(const std::string& names, const std::string& where)
{
    ColumnOrder order;
    std::size_t begin = 0;
    for (int column = 0; begin <= names.size() && column < 1000; ++column) {
        const std::size_t comma = std::min(names.find(',', begin), names.size());
        if (const auto field = eventFieldOf(std::string_view(names).substr(begin, comma - begin));
            field && order.of[std::size_t(*field)] < 0)
            order.of[std::size_t(*field)] = column;
        begin = comma + 1;
    }
    if (order.of[0] < 0 || order.of[1] < 0)
        throw Error("The columns \"" + names + "\" name no t and x.", where, kSay);
    return order;
}

ColumnOrder guessColumns(const std::vector<std::vector<double>>& columns, const std::string& where)
{
    std::vector<Traits> traits;
    for (const auto& column : columns)
        traits.push_back(traitsOf(column));
    const bool three = columns.size() == 3;
    const ColumnOrder common4[] = {{{0, 1, 2, 3}}, {{3, 0, 1, 2}}, {{2, 0, 1, 3}}, {{0, 2, 3, 1}}, {{1, 2, 3, 0}}, {{3, 1, 2, 0}}};
    const ColumnOrder common3[] = {{{2, 0, -1, 1}}, {{0, 1, -1, 2}}, {{1, 0, -1, 2}}, {{0, 2, -1, 1}}};
    ColumnOrder best;
    double bestMost = -1;
    const auto consider = [&](const ColumnOrder& order) {
        if (!fits(order, traits))
            return;
        const double most = traits[std::size_t(order.of[0])].most;
        // Times of few events can rise by chance in a column of pixels; the real ones are larger, or have a fraction.
        const bool fraction = !traits[std::size_t(order.of[0])].pixel;
        const double score = fraction ? 1e300 : most;
        if (score > bestMost) {
            bestMost = score;
            best = order;
        }
    };
    if (three)
        for (const ColumnOrder& order : common3)
            consider(order);
    else
        for (const ColumnOrder& order : common4)
            consider(order);
    if (bestMost < 0 && columns.size() >= 4) {   // times that step back: the largest column, if a polarity is told apart
        std::size_t time = 0;
        for (std::size_t i = 1; i < 4; ++i)
            if (traits[i].most > traits[time].most || (!traits[i].pixel && traits[time].pixel))
                time = i;
        for (const ColumnOrder& order : common4)
            if (order.of[0] == int(time) && bestMost < 0) {
                std::vector<Traits> forgiving = traits;
                forgiving[time].rising = true;
                if (fits(order, forgiving)) {
                    best = order;
                    bestMost = 0;
                }
            }
    }
    if (bestMost < 0) {
        std::string row;
        for (const auto& column : columns)
            row += (row.empty() ? "" : ", ") + (column.empty() ? "-" : std::to_string(column[0]));
        throw Error("It cannot be told which column is the time and which the polarity; the first row is " + row + ".", where, kSay);
    }
    return best;
}

std::string firstRowsJson(const EventView& events, std::size_t rows)
{
    std::string text = "[";
    for (std::size_t i = 0; i < std::min(rows, events.size()); ++i)
        text += (i ? ", [" : "[") + std::to_string(events.t[i]) + ", " + std::to_string(events.x[i]) + ", "
                + std::to_string(events.y[i]) + ", " + std::to_string(events.p[i]) + "]";
    return text + "]";
}

} // namespace spw
