// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/text_rows.h"

#include "core/base/error.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace spw {

namespace {

constexpr std::size_t kTextProbeRows = 2000;
constexpr std::size_t kMostColumns = 64;

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

std::string_view withoutQuotes(std::string_view cell)
{
    return cell.size() >= 2 && cell.front() == '"' && cell.back() == '"' ? trimmed(cell.substr(1, cell.size() - 2)) : cell;
}

/// Takes the next cell off the line; false at its end.
bool nextCell(std::string_view& line, char separator, std::string_view& cell)
{
    if (separator == ' ') {
        line = trimmed(line);
        if (line.empty())
            return false;
        const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
        cell = withoutQuotes(line.substr(0, end));
        line.remove_prefix(end);
        return true;
    }
    if (line.data() == nullptr)
        return false;
    const std::size_t end = line.find(separator);
    cell = withoutQuotes(trimmed(line.substr(0, end)));
    line = end == std::string_view::npos ? std::string_view() : line.substr(end + 1);
    return true;
}

std::vector<std::string_view> cellsOf(std::string_view line, char separator)
{
    std::vector<std::string_view> cells;
    line = trimmed(line);
    for (std::string_view cell; cells.size() < kMostColumns && nextCell(line, separator, cell);)
        cells.push_back(cell);
    if (!cells.empty() && cells.back().empty())   // a separator at the end of the line
        cells.pop_back();
    return cells;
}

/// The comma is the decimal point of half the world; a cell has one only where it does not separate the cells.
bool parseReal(std::string_view text, double& value)
{
    if (!text.empty() && text.front() == '+')
        text.remove_prefix(1);
    char pointed[32];
    if (const std::size_t comma = text.find(','); comma != std::string_view::npos && text.size() <= sizeof pointed) {
        text.copy(pointed, text.size());
        pointed[comma] = '.';
        text = {pointed, text.size()};
    }
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem == std::errc() && end == text.data() + text.size() && std::isfinite(value))
        return true;
    if (text == "True" || text == "true" || text == "ON" || text == "On" || text == "on")
        value = 1;
    else if (text == "False" || text == "false" || text == "OFF" || text == "Off" || text == "off")
        value = 0;
    else
        return false;
    return true;
}

/// A plain decimal number of seconds or the like, without the rounding of a double: "1468939993.067416".
bool parseTime(std::string_view text, double micros, std::int64_t& time)
{
    std::int64_t whole = 0;
    const char* const end = text.data() + text.size();
    auto [at, problem] = std::from_chars(text.data(), end, whole);
    if (problem == std::errc() && at == end && micros == 1) {
        time = whole;
        return true;
    }
    if (problem == std::errc() && at != end && (*at == '.' || *at == ',') && micros == 1e6 && text.front() != '-'
        && whole < std::int64_t(9'000'000'000'000)) {
        std::int64_t fraction = 0;
        int digits = 0;
        bool up = false, plain = true;
        for (++at; at != end; ++at) {
            if (*at < '0' || *at > '9') {
                plain = false;
                break;
            }
            if (digits < 6)
                fraction = fraction * 10 + (*at - '0');
            else if (digits == 6)
                up = *at >= '5';
            ++digits;
        }
        if (plain) {
            for (int i = digits; i < 6; ++i)
                fraction *= 10;
            time = whole * 1'000'000 + fraction + up;
            return true;
        }
    }
    double value = 0;
    if (!parseReal(text, value) || std::abs(value * micros) > 9e18)
        return false;
    time = roundedToInteger(value * micros);
    return true;
}

/// Between two digits of a line with tabs a comma is a decimal point.
bool hasSeparatingComma(std::string_view line)
{
    const auto isDigit = [&](std::size_t i) { return i < line.size() && line[i] >= '0' && line[i] <= '9'; };
    const bool tabs = std::count(line.begin(), line.end(), '\t') >= 2;
    for (std::size_t at = line.find(','); at != std::string_view::npos; at = line.find(',', at + 1))
        if (!tabs || at == 0 || !isDigit(at - 1) || !isDigit(at + 1))
            return true;
    return false;
}

char separatorOf(std::string_view line)
{
    if (line.find(';') != std::string_view::npos)
        return ';';
    return hasSeparatingComma(line) ? ',' : ' ';   // tabs and spaces
}

/// A header's names, without units and quotes: "timestamp [us]" is timestamp and us.
ColumnOrder orderOfNames(const std::vector<std::string_view>& cells, std::string& unit)
{
    ColumnOrder order;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        std::string name;
        for (const char c : cells[i])
            if (c != '"' && c != '\'')
                name += c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
        std::string told;
        if (const std::size_t bracket = name.find_first_of("[("); bracket != std::string::npos) {
            told = name.substr(bracket + 1, name.find_first_of("])", bracket) - bracket - 1);
            name.resize(bracket);
        } else {
            for (const char* const ending : {"_us", "_ms", "_ns", "_s", "_usec", "_sec"})
                if (const std::string_view e = ending; name.size() > e.size() && std::string_view(name).substr(name.size() - e.size()) == e) {
                    told = e.substr(1);
                    name.resize(name.size() - e.size());
                    break;
                }
        }
        const auto field = eventFieldOf(trimmed(name));
        if (!field || order.of[std::size_t(*field)] >= 0)
            continue;
        order.of[std::size_t(*field)] = int(i);
        if (*field == EventField::Time && !told.empty())
            unit = told == "usec" || told == "\xc2\xb5s" || told == "microseconds" ? "us"
                   : told == "sec" || told == "seconds" ? "s"
                   : told == "us" || told == "ms" || told == "ns" || told == "s" ? told : unit;
    }
    return order;
}

bool isHeader(const ColumnOrder& order) { return order.of[0] >= 0 && order.of[1] >= 0; }

/// The numbers of a row. With a heading only its columns must be numbers: others may hold names.
bool numbersOf(const std::vector<std::string_view>& cells, const ColumnOrder& named, std::vector<double>& row)
{
    row.assign(cells.size(), 0);
    bool all = true;
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (!parseReal(cells[i], row[i]) && (!isHeader(named) || std::find(named.of.begin(), named.of.end(), int(i)) != named.of.end()))
            all = false;
    return all;
}

/// "240 180": the sensor's size before the first event.
bool isSize(const std::vector<std::string_view>& cells, const std::vector<double>& row)
{
    return cells.size() == 2 && std::all_of(row.begin(), row.end(), [](double v) { return v >= 1 && v <= 65535 && v == std::floor(v); });
}

} // namespace

bool isCommentOrEmpty(std::string_view line)
{
    line = trimmed(line);
    return line.empty() || line.front() == '#' || line.front() == '%' || line.substr(0, 2) == "//";
}

char lineEndOf(std::string_view start)
{
    return start.find('\n') == std::string_view::npos && start.find('\r') != std::string_view::npos ? '\r' : '\n';
}

bool looksLikeEventText(std::string_view start)
{
    const char lineEnd = lineEndOf(start);
    if (start.substr(0, 3) == "\xef\xbb\xbf")
        start.remove_prefix(3);
    for (const char c : start)
        if (std::uint8_t(c) < 0x20 && c != '\n' && c != '\r' && c != '\t')
            return false;
    int names = 0, sizes = 0;
    ColumnOrder named;
    std::vector<double> row;
    while (!start.empty()) {
        const std::size_t end = std::min(start.find(lineEnd), start.size());
        const std::string_view line = trimmed(start.substr(0, end));
        start.remove_prefix(std::min(end + 1, start.size()));
        if (isCommentOrEmpty(line))
            continue;
        const auto cells = cellsOf(line, separatorOf(line));
        const bool numbers = numbersOf(cells, named, row);
        if (numbers && cells.size() >= 3)
            return true;
        if (numbers && names == 0 && isSize(cells, row) && ++sizes == 1)
            continue;
        std::string unit;
        named = orderOfNames(cells, unit);
        if (++names > 1 || !isHeader(named))
            return false;
    }
    return names == 1;   // a heading alone: no events
}

TextLayout layoutOf(std::string_view start, const std::string& columns, const std::string& unit, const std::string& where)
{
    TextLayout layout;
    ColumnOrder named;
    std::string namedUnit = "auto";
    std::vector<std::vector<double>> values;
    std::vector<std::string_view> times;   // as written, to see whether they have a fraction
    std::vector<std::vector<std::string_view>> rows;
    layout.lineEnd = lineEndOf(start);
    std::string_view rest = start;
    if (rest.substr(0, 3) == "\xef\xbb\xbf")
        rest.remove_prefix(3);
    std::string_view comment;
    for (std::size_t lineNumber = 1; !rest.empty() && rows.size() < kTextProbeRows; ++lineNumber) {
        const std::size_t end = std::min(rest.find(layout.lineEnd), rest.size());
        const std::string_view line = trimmed(rest.substr(0, end));
        const auto offset = std::uint64_t(rest.data() - start.data());
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (isCommentOrEmpty(line)) {
            if (rows.empty() && !line.empty())
                comment = line;
            continue;
        }
        if (rows.empty())
            layout.separator = separatorOf(line);
        const auto cells = cellsOf(line, layout.separator);
        std::vector<double> row;
        const bool numbers = numbersOf(cells, named, row);
        if (rows.empty()) {
            if (numbers && layout.width == 0 && !isHeader(named) && columns.empty() && isSize(cells, row)) {
                layout.width = std::uint16_t(row[0]);
                layout.height = std::uint16_t(row[1]);
                layout.dataOffset = start.size();   // unless an event follows
                continue;
            }
            if (!numbers) {
                const ColumnOrder order = orderOfNames(cells, namedUnit);
                if (!isHeader(order) || isHeader(named))
                    throw Error("Line " + std::to_string(lineNumber) + " holds neither numbers nor the names of columns: \""
                                    + std::string(line.substr(0, 60)) + "\".", where + ", byte " + std::to_string(offset),
                                "Choose a text file with one event a line.");
                named = order;
                continue;
            }
            layout.dataOffset = offset;
            if (cells.size() < 3 && !isHeader(named) && columns.empty())
                throw Error("Line " + std::to_string(lineNumber) + " has " + std::to_string(cells.size())
                                + " numbers, at least 3 were expected.", where + ", byte " + std::to_string(offset),
                            "Choose a text file with one event a line.");
            values.resize(cells.size());
        }
        if (!numbers || cells.size() != values.size())
            continue;   // told when the row is read
        for (std::size_t i = 0; i < row.size(); ++i)
            values[i].push_back(row[i]);
        rows.push_back(cells);
    }
    if (rows.empty()) {
        layout.dataOffset = start.size();
        if (isHeader(named))
            layout.order = named;
        else
            layout.order = columnOrderOf("t,x,y,p", where);
        return layout;
    }
    if (!isHeader(named) && !comment.empty()) {   // "# timestamp;x;y;polarity"
        const std::string_view words = trimmed(comment.substr(comment.find_first_not_of("#%/ ") == std::string_view::npos
                                                                  ? comment.size() : comment.find_first_not_of("#%/ ")));
        for (const char separator : {layout.separator, ',', ';', ' '}) {
            std::string told = "auto";
            const auto cells = cellsOf(words, separator);
            const ColumnOrder order = orderOfNames(cells, told);
            if (isHeader(order) && cells.size() == values.size()) {
                named = order;
                namedUnit = told;
                break;
            }
        }
    }
    layout.guessed = false;
    if (!columns.empty()) {
        layout.order = columnOrderOf(columns, where);
    } else if (isHeader(named)) {
        layout.order = named;
    } else {
        layout.order = guessColumns(values, where);
        layout.guessed = true;
    }
    for (const int column : layout.order.of)
        if (column >= int(values.size()))
            throw Error("The columns name " + std::to_string(column + 1) + " columns, the rows have " + std::to_string(values.size())
                            + ".", where + ", byte " + std::to_string(layout.dataOffset), "Name as many columns as there are.");

    const std::size_t time = std::size_t(layout.order.of[0]);
    layout.unit = unit != "auto" ? unit : namedUnit;
    if (layout.unit == "auto") {
        const bool point = std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
            return row[time].find_first_of(".,eE") != std::string_view::npos;
        });
        const bool fraction = std::any_of(values[time].begin(), values[time].end(), [](double t) { return t != std::floor(t); });
        // A decimal point means seconds; only a table of whole numbers with ".0" behind each is of microseconds.
        layout.unit = point && (fraction || rows.size() < 3) ? "s" : "us";
        if (point && !fraction && rows.size() >= 3)
            layout.warnings.push_back("The times have a decimal point but no fraction: they are taken for microseconds.");
    }
    microsecondsOf(layout.unit, where);
    if (layout.order.of[3] >= 0) {
        const std::vector<double>& p = values[std::size_t(layout.order.of[3])];
        layout.polarity = polarityConventionOf({reinterpret_cast<const char*>(p.data()), 8, p.size(), {ScalarKind::Float, 8, false}});
    }
    return layout;
}

bool parseRow(std::string_view line, const TextLayout& layout, double micros, TextEvent& event)
{
    line = trimmed(line);
    std::string_view cell;
    unsigned found = 0;
    for (int column = 0; nextCell(line, layout.separator, cell); ++column) {
        if (column == layout.order.of[0]) {
            if (!parseTime(cell, micros, event.t))
                return false;
            found |= 1;
        }
        const bool x = column == layout.order.of[1], y = column == layout.order.of[2], p = column == layout.order.of[3];
        if (!x && !y && !p)
            continue;
        std::int64_t value = 0;
        const char* const end = cell.data() + cell.size();
        if (const auto [at, problem] = std::from_chars(cell.data(), end, value); problem != std::errc() || at != end) {
            double real = 0;   // "172.0", "True"
            if (!parseReal(cell, real) || real != std::floor(real) || std::abs(real) > 1e9)
                return false;
            value = std::int64_t(real);
        }
        if (p) {
            if (value < -1 || value > 2)
                return false;
            event.p = std::int8_t(value);
            found |= 8;
        } else {
            if (value < 0 || value > 65535)
                return false;
            (x ? event.x : event.y) = std::uint16_t(value);
            found |= x ? 2 : 4;
        }
    }
    unsigned wanted = 0;
    for (unsigned i = 0; i < 4; ++i)
        wanted |= layout.order.of[i] >= 0 ? 1u << i : 0;
    return found == wanted;
}

} // namespace spw
