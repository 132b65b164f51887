// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/containers/mat_file.h"
#include "core/data/readers/column_guess.h"
#include "core/data/readers/event_columns.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
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
        if (names.size() < 400)
            names += (names.empty() ? "" : ", ") + v.name + (v.isNumeric() ? "" : " (" + v.type + ")");
    return names.empty() ? "none" : names;
}

/// Where the columns of events lie: "" for variables of their own, else the structure whose fields they are.
struct MatPlace {
    std::string path;
    std::array<const MatVariable*, 4> columns{};
};

/// All places with a time, x and y. Variables of their own come first, then structures in the order of the file.
std::vector<MatPlace> placesIn(const MatFile& file)
{
    std::vector<MatPlace> places;
    std::map<std::string, std::size_t> known;
    for (const MatVariable& v : file.variables()) {
        if (!v.isNumeric())
            continue;
        const std::size_t dot = v.name.rfind('.');
        const std::string path = dot == std::string::npos ? "" : v.name.substr(0, dot);
        const auto field = eventFieldOf(v.name.substr(dot == std::string::npos ? 0 : dot + 1));
        if (!field)
            continue;
        const auto [at, isNew] = known.try_emplace(path, places.size());
        if (isNew)
            places.push_back({path, {}});
        if (const MatVariable*& column = places[at->second].columns[std::size_t(*field)]; column == nullptr)
            column = &v;
    }
    std::erase_if(places, [](const MatPlace& p) { return !p.columns[0] || !p.columns[1] || !p.columns[2]; });
    std::stable_partition(places.begin(), places.end(), [](const MatPlace& p) { return p.path.empty(); });
    return places;
}

/// Matrices with a row for each event, of 3 or 4 columns.
std::vector<const MatVariable*> matricesIn(const MatFile& file)
{
    std::vector<const MatVariable*> matrices;
    for (const MatVariable& v : file.variables())
        if (v.isNumeric() && !v.isComplex && v.shape.size() == 2 && v.shape[0] > 0 && (v.shape[1] == 3 || v.shape[1] == 4))
            matrices.push_back(&v);
    return matrices;
}

/// Its columns, told by its first rows or by option "columns". @param told  the order, for the user.
std::array<Column, 4> columnsOf(const MatVariable& matrix, const ReadOptions& options, std::string& told)
{
    constexpr std::size_t kProbeRows = 2000;
    const auto rows = std::size_t(matrix.rows());
    std::vector<Column> all;
    for (std::size_t c = 0; c < std::size_t(matrix.shape[1]); ++c)
        all.push_back(matrix.values.part(c * rows, rows));
    const std::string asked = optionOr(options, "columns", "");
    ColumnOrder order;
    if (asked.empty()) {
        std::vector<std::vector<double>> start;
        for (const Column& column : all)
            start.push_back(realsOf(column.part(0, std::min(rows, kProbeRows))));
        order = guessColumns(start, matrix.where);
    } else {
        order = columnOrderOf(asked, matrix.where);
    }
    std::array<Column, 4> columns;
    for (std::size_t i = 0; i < 4; ++i)
        if (order.of[i] >= int(all.size()))
            throw Error("The columns \"" + asked + "\" are more than the " + std::to_string(all.size()) + " in the file.", matrix.where,
                        "Name as many columns as there are.");
        else if (order.of[i] >= 0)
            columns[i] = all[std::size_t(order.of[i])];
    told = order.text();
    return columns;
}

/// Columns that are variables of their own, ts, x, y, pol, or the fields of a structure; else those of a matrix.
class MatRows final : public RowStore {
public:
    MatRows(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
        : m_file(bytes), m_name(bytes->name())
    {
        const std::vector<MatPlace> places = placesIn(m_file);
        const std::vector<const MatVariable*> matrices = places.empty() ? matricesIn(m_file) : std::vector<const MatVariable*>();
        if (places.empty() && matrices.empty())
            throw Error("The file has no variables ts, x and y, and no structure with such fields; it has: " + namesIn(m_file) + ".", m_name,
                        "Choose a recording of ASL-DVS, or save these variables in MATLAB.");
        std::vector<std::string> paths;
        for (const MatPlace& place : places)
            paths.push_back(place.path);
        for (const MatVariable* const matrix : matrices)
            paths.push_back(matrix->name);
        const std::size_t chosen = chosenPlace(paths, options, m_name, m_others);
        m_path = paths[chosen];
        if (places.empty())
            m_columns = columnsOf(*matrices[chosen], options, m_order);
        for (std::size_t i = 0; i < 4 && !places.empty(); ++i)
            if (const MatVariable* const v = places[chosen].columns[i])
                m_columns[i] = v->values;
        const std::size_t count = m_columns[0].count;
        for (const Column& column : m_columns)
            if (column.data != nullptr && column.count != count)
                throw Error("The variables differ in length: " + std::to_string(count) + " and " + std::to_string(column.count)
                                + " values.", m_path.empty() ? m_name : m_name + " > " + m_path, "The file is damaged: copy it again.");
        const std::string unit = optionOr(options, "time_unit", "auto");
        const double scale = unit != "auto" ? microsecondsOf(unit, m_name) : looksLikeSeconds(m_columns[0]) ? 1e6 : 1;
        m_convert.emplace(m_name, scale, polarityConventionOf(m_columns[3]));
        m_flip = optionOr(options, "flip", "none");
    }

    const std::string& path() const { return m_path; }
    /// Of a matrix: what its columns are.
    const std::string& order() const { return m_order; }
    const std::vector<std::string>& notes() const { return m_others; }
    const MatFile& file() const { return m_file; }
    const std::string& convention() const { return m_convert->convention(); }
    std::string unitJson() const { return m_convert->unitJson(); }
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
    std::string m_name, m_flip, m_path, m_order;
    std::vector<std::string> m_others;
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
    facts.more.emplace_back("time_unit", rows->unitJson());
    if (!rows->path().empty())
        facts.more.emplace_back("path", nlohmann::json(rows->path()).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    if (!rows->order().empty())
        facts.more.emplace_back("columns", "\"" + rows->order() + "\"");
    tellVariables(rows->file(), facts);
    const std::uint64_t dropped = rows->file().droppedBytes();
    std::vector<std::string> notes = rows->notes();
    return readerOf(std::move(rows), std::move(facts), dropped, std::move(notes));
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

/// ASL-DVS (formats.md 5.8), and any MATLAB file with variables ts, x, y, pol or structures with such fields (TD.ts, TD.x, ...).
/// Coordinates as stored unless asked.
const EventFormat& aslDvsFormat()
{
    static const EventFormat format{
        "asl_dvs", "MATLAB columns (ASL-DVS)", {".mat"}, recogniseAslDvs, openAslDvs,
        {{"flip", "mirror 240 x 180 pixels: xy as SpikingJelly, y as Tonic", {"none", "xy", "y"}}, {"columns", "what the columns of a matrix are, e.g. t,x,y,p", {}}, timeUnitOption(), placeOption()}};
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
