// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/containers/mat_file.h"
#include "core/data/readers/event_columns.h"

#include <nlohmann/json.hpp>

#include <numeric>

namespace spw {

const EventFormat& aslDvsFormat();
const EventFormat& stmnistFormat();

namespace {

/// Type, shape and sum of every variable of numbers.
void tellVariables(const MatFile& file, RecordingFacts& facts)
{
    nlohmann::ordered_json variables = nlohmann::ordered_json::object(), sums = variables;
    for (const MatVariable& v : file.variables()) {
        variables[v.name] = {v.type, v.shape};
        if (v.isNumeric()) {
            const std::vector<double> values = realsOf(v.values);
            sums[v.name] = std::accumulate(values.begin(), values.end(), 0.0);
        }
    }
    const auto replace = nlohmann::json::error_handler_t::replace;
    facts.more.emplace_back("variables", variables.dump(-1, ' ', false, replace));
    facts.more.emplace_back("sums", sums.dump(-1, ' ', false, replace));
}

std::string namesIn(const MatFile& file)
{
    std::string names;
    for (const MatVariable& v : file.variables())
        names += (names.empty() ? "" : ", ") + v.name;
    return names.empty() ? "none" : names;
}

/// Columns that are variables of their own: ts, x, y, pol.
class MatRows final : public RowStore {
public:
    MatRows(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
        : m_file(bytes), m_name(bytes->name())
    {
        for (const MatVariable& v : m_file.variables())
            if (const auto field = eventFieldOf(v.name); field && v.isNumeric() && m_columns[std::size_t(*field)].count == 0)
                m_columns[std::size_t(*field)] = v.values;
        const std::size_t count = m_columns[0].count;
        for (const EventField field : {EventField::Time, EventField::X, EventField::Y})
            if (m_columns[std::size_t(field)].data == nullptr)
                throw Error("The file has no variables ts, x and y; it has: " + namesIn(m_file) + ".", m_name,
                            "Choose a recording of ASL-DVS, or save these variables in MATLAB.");
        for (const Column& column : m_columns)
            if (column.data != nullptr && column.count != count)
                throw Error("The variables differ in length: " + std::to_string(count) + " and " + std::to_string(column.count)
                                + " values.", m_name, "The file is damaged: copy it again.");
        const std::string unit = optionOr(options, "time_unit", "auto");
        const double scale = unit != "auto" ? microsecondsOf(unit, m_name) : looksLikeSeconds(m_columns[0]) ? 1e6 : 1;
        m_convert.emplace(m_name, scale, polarityConventionOf(m_columns[3]));
        m_flip = optionOr(options, "flip", "none");
    }

    const MatFile& file() const { return m_file; }
    const std::string& convention() const { return m_convert->convention(); }
    std::uint64_t rows() const override { return m_columns[0].count; }
    void read(std::uint64_t first, std::size_t count, EventBuffer& out) override
    {
        std::array<Column, 4> part;
        for (std::size_t i = 0; i < 4; ++i)
            if (m_columns[i].data != nullptr)
                part[i] = m_columns[i].part(std::size_t(first), count);
        m_convert->convert(part, first, out);
        if (m_flip == "none")
            return;
        for (std::size_t i = 0; i < out.count; ++i) {
            if (out.x[i] > 239 || out.y[i] > 179)
                throw Error("Pixel " + std::to_string(out.x[i]) + ", " + std::to_string(out.y[i])
                                + " lies outside 240 x 180 and cannot be mirrored.", m_name, "Leave the option flip out.");
            if (m_flip == "xy")
                out.x[i] = std::uint16_t(239 - out.x[i]);
            out.y[i] = std::uint16_t(179 - out.y[i]);
        }
    }

private:
    MatFile m_file;
    std::string m_name, m_flip;
    std::array<Column, 4> m_columns;
    std::optional<EventColumns> m_convert;
};

bool hasVariable(const FileHead& head, const std::function<bool(const MatFile&)>& fits)
{
    if (!isMat5(head.bytes) || !head.source)
        return false;
    try {
        return fits(MatFile(std::shared_ptr<const ByteSource>(std::shared_ptr<void>(), head.source)));
    } catch (const Error&) {
        return false;
    }
}

bool isSpikeTrain(const MatFile& file)
{
    const MatVariable* const train = file.find("spiketrain");
    return train && train->isNumeric() && train->shape.size() == 2;
}

Match recogniseAslDvs(const FileHead& head)
{
    return !isMat5(head.bytes) || hasVariable(head, isSpikeTrain) ? Match::No : Match::Likely;
}

std::unique_ptr<EventReader> openAslDvs(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
{
    auto rows = std::make_unique<MatRows>(std::move(bytes), options);
    RecordingFacts facts;
    facts.format = aslDvsFormat().id;
    facts.polarity = rows->convention();
    tellVariables(rows->file(), facts);
    const std::uint64_t dropped = rows->file().droppedBytes();
    return readerOf(std::move(rows), std::move(facts), dropped);
}

Match recogniseStmnist(const FileHead& head)
{
    return hasVariable(head, isSpikeTrain) ? Match::Sure : Match::No;
}

std::unique_ptr<EventReader> openStmnist(std::shared_ptr<const ByteSource> bytes, const ReadOptions&)
{
    constexpr std::size_t kTaxels = 10;
    const std::string name = bytes->name();
    const MatFile file(std::move(bytes));
    const MatVariable* const train = file.find("spiketrain");
    if (!train || !train->isNumeric() || train->shape.size() != 2 || train->shape[0] < 2)
        throw Error("The file has no matrix 'spiketrain' with channels and a row of times; it has: " + namesIn(file) + ".", name,
                    "Choose a recording of ST-MNIST.");
    const std::size_t height = std::size_t(train->shape[0]), channels = height - 1, columns = std::size_t(train->shape[1]);
    const std::vector<double> values = realsOf(train->values);
    const bool square = channels == kTaxels * kTaxels;
    if (!square && channels > 65536)
        throw Error("The matrix has " + std::to_string(channels) + " channels, 100 were expected.", train->where,
                    "Choose a recording of ST-MNIST.");
    Events events;
    for (std::size_t c = 0; c < columns; ++c)
        for (std::size_t channel = 0; channel < channels; ++channel)
            if (const double value = values[c * height + channel]; value != 0) {
                events.t.push_back(roundedToInteger(values[c * height + channels] * 1e6));
                events.x.push_back(std::uint16_t(square ? channel % kTaxels : channel));
                events.y.push_back(std::uint16_t(square ? channel / kTaxels : 0));
                events.p.push_back(value > 0);
            }
    events.width = square ? std::int64_t(kTaxels) : std::int64_t(channels);
    events.height = square ? std::int64_t(kTaxels) : 1;
    RecordingFacts facts;
    facts.format = stmnistFormat().id;
    tellVariables(file, facts);
    return readerOf(std::move(events), std::move(facts), file.droppedBytes());
}

} // namespace

/// ASL-DVS (formats.md 5.8), and any MATLAB file with variables ts, x, y, pol. Coordinates as stored unless asked.
const EventFormat& aslDvsFormat()
{
    static const EventFormat format{
        "asl_dvs", "MATLAB columns (ASL-DVS)", {".mat"}, recogniseAslDvs, openAslDvs,
        {{"flip", "mirror 240 x 180 pixels: xy as SpikingJelly, y as Tonic", {"none", "xy", "y"}}, timeUnitOption()}};
    return format;
}

/// ST-MNIST (formats.md 5.8): a matrix of 100 taxels and a row of times in seconds; taxel n is x = n mod 10, y = n div 10.
/// A column tells which taxels changed, +1 or -1; polarities -1 come as 0.
const EventFormat& stmnistFormat()
{
    static const EventFormat format{"stmnist", "ST-MNIST tactile recordings", {".mat"}, recogniseStmnist, openStmnist};
    return format;
}

} // namespace spw
