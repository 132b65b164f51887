// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/containers/scalar_type.h"
#include "core/data/event_reader.h"
#include "core/data/readers/byte_stream_reader.h"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Recordings that keep time, x, y and polarity in columns: tables of HDF5, NumPy and MATLAB files, text.
namespace spw {

enum class EventField { Time, X, Y, Polarity };

/// Which field a column of this name holds, whatever its case: "timestamps", "ts" and "t" are the time.
std::optional<EventField> eventFieldOf(std::string_view name);

/// Microseconds of one unit of time: "s", "ms", "us", "ns". @throws Error for another name.
double microsecondsOf(const std::string& unit, const std::string& where);
/// Whether times look like seconds: some of them have a fraction.
bool looksLikeSeconds(const Column& times);
/// Option "time_unit", shared by the formats that do not tell: auto, s, ms, us, ns.
ReadOptionSpec timeUnitOption();
std::string optionOr(const ReadOptions& options, const char* name, const std::string& otherwise);

/// Option "path", shared by the formats that may hold events of several cameras: which group or structure.
ReadOptionSpec placeOption();
/// Which of the places with events is read: the one that option "path" names, else the first.
/// @param notes  gets a sentence that names the others where none was asked for.
/// @throws Error if there is no such place, naming those there are.
std::size_t chosenPlace(const std::vector<std::string>& places, const ReadOptions& options, const std::string& where,
                        std::vector<std::string>& notes);

/// "-1/1", "1/2", "bool" or "0/1", from the polarities at the start of a recording.
std::string polarityConventionOf(const Column& polarities);

/// Turns columns into events, checked.
class EventColumns {
public:
    EventColumns(std::string where, double microsecondsPerUnit, std::string convention)
        : m_where(std::move(where)), m_scale(microsecondsPerUnit), m_convention(std::move(convention))
    {
    }
    /// Columns of equal length; y without values: 0; polarity without values: 1.
    /// @param firstRow  of the columns, for errors.
    /// @throws Error naming a coordinate that is no pixel (0 to 65535).
    void convert(const std::array<Column, 4>& columns, std::uint64_t firstRow, EventBuffer& out) const;
    const std::string& convention() const { return m_convention; }
    /// What a unit of the file's times is, for RecordingFacts::more: "\"s\"". It may be a guess, so it is told.
    std::string unitJson() const;

private:
    std::string m_where;
    double m_scale;
    std::string m_convention;
};

/// Rows of events that can be asked for by number.
class RowStore {
public:
    virtual ~RowStore() = default;
    virtual std::uint64_t rows() const = 0;
    /// Rows [first, first + count) into `out`, which has room for them and is replaced.
    virtual void read(std::uint64_t first, std::size_t count, EventBuffer& out) = 0;
    /// False: reading backwards starts again from the front (packed without places to enter).
    virtual bool anywhere() const { return true; }
};

/// A reader of such rows: in blocks, seeking by looking for the time (halving where rows can be read anywhere).
std::unique_ptr<EventReader> readerOf(std::unique_ptr<RowStore> store, RecordingFacts facts,
                                      std::uint64_t droppedBytes = 0, std::vector<std::string> warnings = {});

} // namespace spw
