// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/event_columns.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace spw {

namespace {

class RowReader final : public EventReader {
public:
    RowReader(std::unique_ptr<RowStore> store, RecordingFacts facts, std::uint64_t dropped, std::vector<std::string> warnings)
        : m_store(std::move(store)), m_rows(m_store->rows())
    {
        m_facts = std::move(facts);
        m_dropped = dropped;
        for (std::string& sentence : warnings)
            warn(std::move(sentence));
    }

    EventView next() override
    {
        while (m_row < m_rows) {
            const std::size_t count = std::size_t(std::min<std::uint64_t>(kBlock, m_rows - m_row));
            fill(m_row, count);
            m_row += count;
            std::size_t from = 0;
            if (m_from) {
                while (from < m_buffer.count && m_buffer.t[from] < *m_from)
                    ++from;
                if (from == m_buffer.count)
                    continue;
                m_from.reset();
            }
            return m_buffer.view(from);
        }
        return {};
    }

    void seek(std::int64_t time) override
    {
        m_from.reset();
        if (time == std::numeric_limits<std::int64_t>::min()) {
            m_row = 0;
            return;
        }
        // What was read from the front on is known exactly, also where times go back.
        const auto known = std::partition_point(m_known.begin(), m_known.end(), [&](const Known& k) { return k.maxTime < time; });
        m_row = known == m_known.begin() ? 0 : (known - 1)->end;
        if (known == m_known.end() && m_store->anywhere()) {
            std::uint64_t low = m_row, high = m_rows;
            while (high - low > kBlock) {
                const std::uint64_t middle = low + (high - low) / 2;
                if (timeAt(middle) < time)
                    low = middle + 1;
                else
                    high = middle;
            }
            m_row = low;
        }
        m_from = time;
    }

    std::optional<std::int64_t> lastTime() override
    {
        if (m_rows == 0 || !m_store->anywhere())
            return {};
        return timeAt(m_rows - 1);
    }

    double position() const override { return m_rows == 0 ? 1.0 : double(m_row) / double(m_rows); }

private:
    static constexpr std::uint64_t kBlock = 65536;
    /// Rows before `end` that were read, and the latest time among them.
    struct Known {
        std::uint64_t end;
        std::int64_t maxTime;
    };

    void fill(std::uint64_t first, std::size_t count)
    {
        m_buffer.reserveEmpty(count);
        m_store->read(first, count, m_buffer);
        const std::uint64_t knownEnd = m_known.empty() ? 0 : m_known.back().end;
        if (first == knownEnd && m_buffer.count > 0) {
            std::int64_t most = *std::max_element(m_buffer.t.get(), m_buffer.t.get() + m_buffer.count);
            if (!m_known.empty())
                most = std::max(most, m_known.back().maxTime);
            m_known.push_back({first + count, most});
        }
    }

    std::int64_t timeAt(std::uint64_t row)
    {
        m_probe.reserveEmpty(1);
        m_store->read(row, 1, m_probe);
        return m_probe.t[0];
    }

    std::unique_ptr<RowStore> m_store;
    std::uint64_t m_rows, m_row = 0;
    std::optional<std::int64_t> m_from;
    std::vector<Known> m_known;
    EventBuffer m_buffer, m_probe;
};

} // namespace

std::optional<EventField> eventFieldOf(std::string_view name)
{
    std::string lower;
    for (const char c : name)
        lower += c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    const auto isOneOf = [&](std::initializer_list<std::string_view> names) {
        return std::find(names.begin(), names.end(), lower) != names.end();
    };
    if (isOneOf({"t", "ts", "time", "times", "timestamp", "timestamps", "time_stamp"}))
        return EventField::Time;
    if (isOneOf({"x", "xs", "col", "column", "x_pos", "x_addr", "px"}))
        return EventField::X;
    if (isOneOf({"y", "ys", "row", "y_pos", "y_addr", "py"}))
        return EventField::Y;
    if (isOneOf({"p", "ps", "pol", "pols", "polarity", "polarities", "on", "is_on", "sign"}))
        return EventField::Polarity;
    return {};
}

double microsecondsOf(const std::string& unit, const std::string& where)
{
    if (unit == "s")
        return 1e6;
    if (unit == "ms")
        return 1e3;
    if (unit == "us")
        return 1;
    if (unit == "ns")
        return 1e-3;
    throw Error("The unit of time is \"" + unit + "\".", where, "Choose one of: s, ms, us, ns.");
}

bool looksLikeSeconds(const Column& times)
{
    if (times.type.kind != ScalarKind::Float)
        return false;
    const std::vector<double> values = realsOf(times);
    return std::any_of(values.begin(), values.end(), [](double t) { return t != std::floor(t); });
}

ReadOptionSpec timeUnitOption()
{
    return {"time_unit", "the unit of the times in the file", {"auto", "s", "ms", "us", "ns"}};
}

std::string optionOr(const ReadOptions& options, const char* name, const std::string& otherwise)
{
    const auto found = options.find(name);
    return found == options.end() ? otherwise : found->second;
}

ReadOptionSpec placeOption()
{
    return {"path", "which events, where the file holds those of several cameras: davis/right/events", {}};
}

std::size_t chosenPlace(const std::vector<std::string>& places, const ReadOptions& options, const std::string& where,
                        std::vector<std::string>& notes)
{
    constexpr std::size_t kMostNamed = 8;
    const auto shown = [](const std::string& place) { return place.empty() ? std::string("/") : place; };
    const auto named = [&](std::size_t without) {
        std::string text;
        std::size_t told = 0;
        for (std::size_t i = 0; i < places.size(); ++i)
            if (i != without && told++ < kMostNamed)
                text += (text.empty() ? "" : ", ") + shown(places[i]);
        return told > kMostNamed ? text + " and " + std::to_string(told - kMostNamed) + " more" : text;
    };
    std::string asked = optionOr(options, "path", "");
    if (asked.empty()) {
        if (places.size() > 1)
            notes.push_back(where + ": these are the events of " + shown(places[0]) + ". The file also holds those of " + named(0)
                            + ": 'events' commands and datasets read them with the option path=" + shown(places[1]) + ".");
        return 0;
    }
    while (asked.size() > 1 && asked.back() == '/')
        asked.pop_back();
    while (!asked.empty() && asked.front() == '/')
        asked.erase(0, 1);
    const auto found = std::find(places.begin(), places.end(), asked);
    if (found == places.end())
        throw Error("There are no events at \"" + asked + "\".", where, "Choose one of: " + named(places.size()) + ".");
    return std::size_t(found - places.begin());
}

std::string polarityConventionOf(const Column& polarities)
{
    if (polarities.count == 0)
        return "0/1";
    if (polarities.type.kind == ScalarKind::Bool)
        return "bool";
    bool two = false, zero = false;
    for (const std::int64_t p : integersOf(polarities)) {
        if (p < 0)
            return "-1/1";
        two = two || p == 2;
        zero = zero || p == 0;
    }
    return two && !zero ? "1/2" : "0/1";
}

std::string EventColumns::unitJson() const
{
    return m_scale == 1e6 ? "\"s\"" : m_scale == 1e3 ? "\"ms\"" : m_scale == 1 ? "\"us\"" : "\"ns\"";
}

void EventColumns::convert(const std::array<Column, 4>& columns, std::uint64_t firstRow, EventBuffer& out) const
{
    const Column& times = columns[0];
    out.reserveEmpty(times.count);
    out.count = times.count;
    if (m_scale == 1)
        toIntegers(times, out.t.get());
    else
        toScaledIntegers(times, m_scale, out.t.get());
    std::vector<std::int64_t> values(times.count);
    const auto coordinate = [&](const Column& column, std::uint16_t* to, const char* name) {
        if (column.count == 0) {
            std::fill_n(to, times.count, std::uint16_t(0));
            return;
        }
        toIntegers(column, values.data());
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] < 0 || values[i] > 65535)
                throw Error(std::string(name) + " is " + std::to_string(values[i]) + ", a pixel from 0 to 65535 was expected.",
                            m_where + ", event " + std::to_string(firstRow + i),
                            "The file is damaged, or holds something else than events.");
            to[i] = std::uint16_t(values[i]);
        }
    };
    coordinate(columns[1], out.x.get(), "x");
    coordinate(columns[2], out.y.get(), "y");
    if (columns[3].count == 0) {
        std::fill_n(out.p.get(), times.count, std::uint8_t(1));
        return;
    }
    toIntegers(columns[3], values.data());
    const std::int64_t above = m_convention == "1/2" ? 1 : 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        out.p[i] = values[i] > above;
}

std::unique_ptr<EventReader> readerOf(std::unique_ptr<RowStore> store, RecordingFacts facts, std::uint64_t droppedBytes,
                                      std::vector<std::string> warnings)
{
    return std::make_unique<RowReader>(std::move(store), std::move(facts), droppedBytes, std::move(warnings));
}

} // namespace spw
