// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/readers/column_guess.h"
#include "core/data/readers/npy_rows.h"

#include <algorithm>

namespace spw {

const EventFormat& npyFormat();

namespace {

constexpr std::uint64_t kNpyProbeRows = 4096;

class PartOfSource final : public ByteSource {
public:
    PartOfSource(std::shared_ptr<const ByteSource> whole, std::uint64_t offset, std::uint64_t size, std::string name)
        : m_whole(std::move(whole)), m_offset(offset), m_size(size), m_name(std::move(name))
    {
    }
    const std::string& name() const override { return m_name; }
    std::uint64_t size() const override { return m_size; }
    const std::filesystem::path& path() const override { return m_path; }
    std::size_t read(std::uint64_t offset, void* out, std::size_t count) const override
    {
        if (offset >= m_size)
            return 0;
        return m_whole->read(m_offset + offset, out, std::size_t(std::min<std::uint64_t>(count, m_size - offset)));
    }

private:
    std::shared_ptr<const ByteSource> m_whole;
    std::uint64_t m_offset, m_size;
    std::string m_name;
    std::filesystem::path m_path;
};

/// Rows of records, or of a matrix in either order, read where they lie.
class NpyRows final : public RowStore {
public:
    NpyRows(std::shared_ptr<const ByteSource> npy, NpyHeader header)
        : m_npy(std::move(npy)), m_header(std::move(header))
    {
        m_rows = m_header.structured() ? m_header.itemCount() : std::uint64_t(m_header.shape[0]);
        m_columns = m_header.structured() ? 1 : std::size_t(m_header.shape[1]);
    }

    void setConversion(const std::array<int, 4>& fields, EventColumns convert)
    {
        m_fields = fields;
        m_convert.emplace(std::move(convert));
    }

    /// One field of the records, or one column of the matrix, of the rows that were fetched last.
    Column column(int index) const
    {
        if (index < 0)
            return {};
        const std::size_t item = m_header.itemBytes, count = m_fetched;
        if (m_header.structured()) {
            const NpyField& field = m_header.fields[std::size_t(index)];
            return {m_bytes.data() + field.offset, item, count, field.type};
        }
        if (m_header.fortranOrder)
            return {m_bytes.data() + std::size_t(index) * count * item, item, count, m_header.type};
        return {m_bytes.data() + std::size_t(index) * item, item * m_columns, count, m_header.type};
    }

    void fetch(std::uint64_t first, std::size_t count)
    {
        const std::size_t item = m_header.itemBytes;
        m_bytes.resize(count * m_columns * item);
        m_fetched = count;
        const auto get = [&](std::uint64_t offset, char* to, std::size_t bytes) {
            if (m_npy->read(m_header.dataOffset + offset, to, bytes) != bytes)
                throw Error("The file ends inside its data.", m_npy->name(), "It was cut while it was open: copy it again.");
        };
        if (m_header.fortranOrder && !m_header.structured())
            for (std::size_t c = 0; c < m_columns; ++c)
                get((c * m_rows + first) * item, m_bytes.data() + c * count * item, count * item);
        else
            get(first * m_columns * item, m_bytes.data(), m_bytes.size());
    }

    std::uint64_t rows() const override { return m_rows; }
    void read(std::uint64_t first, std::size_t count, EventBuffer& out) override
    {
        fetch(first, count);
        m_convert->convert({column(m_fields[0]), column(m_fields[1]), column(m_fields[2]), column(m_fields[3])}, first, out);
    }

private:
    std::shared_ptr<const ByteSource> m_npy;
    NpyHeader m_header;
    std::uint64_t m_rows = 0;
    std::size_t m_columns = 1, m_fetched = 0;
    std::string m_bytes;
    std::array<int, 4> m_fields{-1, -1, -1, -1};
    std::optional<EventColumns> m_convert;
};

bool isMatrix(const NpyHeader& header)
{
    return !header.structured() && header.shape.size() == 2 && (header.shape[1] == 3 || header.shape[1] == 4)
           && header.type.isNumber() && header.type.kind != ScalarKind::Complex;
}

/// Fields by their names; nothing if there is no time or no x.
std::optional<std::array<int, 4>> fieldsOf(const NpyHeader& header)
{
    std::array<int, 4> found{-1, -1, -1, -1};
    for (std::size_t i = 0; i < header.fields.size(); ++i) {
        const NpyField& field = header.fields[i];
        const auto role = eventFieldOf(field.name);
        if (role && field.shape.empty() && field.type.isNumber() && field.type.kind != ScalarKind::Complex
            && found[std::size_t(*role)] < 0)
            found[std::size_t(*role)] = int(i);
    }
    if (found[0] < 0 || found[1] < 0)
        return {};
    return found;
}

Match recogniseNpy(const FileHead& head)
{
    if (!head.startsWith("\x93NUMPY"))
        return head.extension == ".npy" && head.size > 0 ? Match::ByName : Match::No;   // so that the wrong magic is told
    return Match::Likely;   // other arrays are refused by name when they are opened
}

std::unique_ptr<EventReader> openNpy(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
{
    RecordingFacts facts;
    facts.format = npyFormat().id;
    return openNpyEvents(std::move(bytes), std::move(facts), options);
}

} // namespace

std::shared_ptr<const ByteSource> partOf(std::shared_ptr<const ByteSource> whole, std::uint64_t offset, std::uint64_t size,
                                         std::string name)
{
    return std::make_shared<PartOfSource>(std::move(whole), offset, size, std::move(name));
}

NpyHeader npyHeaderOf(const ByteSource& npy)
{
    constexpr std::size_t kMostHeaderBytes = std::size_t(1) << 20;
    return parseNpyHeader(npy.text(0, kMostHeaderBytes), npy.size(), npy.name());
}

std::string asWords(const NpyHeader& header)
{
    std::string extents;
    for (const std::int64_t extent : header.shape)
        extents += (extents.empty() ? "" : " x ") + std::to_string(extent);
    const std::string kind = header.structured() ? "records" : header.type.name();
    if (header.shape.size() == 4 && !header.structured())
        return "frames: " + std::to_string(header.shape[0]) + " steps of " + std::to_string(header.shape[1]) + " channels, "
               + std::to_string(header.shape[2]) + " x " + std::to_string(header.shape[3]) + " pixels (" + kind + ")";
    return "an array of " + (extents.empty() ? "one value" : extents) + " (" + kind + ")";
}

bool mayHoldEvents(const NpyHeader& header)
{
    return header.structured() ? fieldsOf(header).has_value() : isMatrix(header);
}

std::unique_ptr<EventReader> openNpyEvents(std::shared_ptr<const ByteSource> npy, RecordingFacts facts, const ReadOptions& options,
                                           std::vector<std::string> notes)
{
    const std::string name = npy->name();
    const NpyHeader header = npyHeaderOf(*npy);
    const std::string unitAsked = optionOr(options, "time_unit", "auto"), columnsAsked = optionOr(options, "columns", "");
    if (!header.structured() && !isMatrix(header))
        throw Error("This is " + asWords(header) + ", no list of events.", name,
                    "Choose records with fields t, x, y, p, or a matrix with the columns x, y, p, t.");
    auto rows = std::make_unique<NpyRows>(npy, header);
    if (header.structured()) {
        const auto fields = fieldsOf(header);
        if (!fields) {
            std::string names;
            for (const NpyField& field : header.fields)
                names += (names.empty() ? "" : ", ") + field.name;
            throw Error("The records have no fields t and x; they have: " + (names.empty() ? "none" : names) + ".", name,
                        "Choose an array of events, with fields t, x, y and p.");
        }
        rows->fetch(0, std::size_t(std::min(rows->rows(), kNpyProbeRows)));
        const Column times = rows->column((*fields)[0]);
        const double scale = unitAsked != "auto" ? microsecondsOf(unitAsked, name) : looksLikeSeconds(times) ? 1e6 : 1;
        const std::string convention = polarityConventionOf(rows->column((*fields)[3]));
        facts.polarity = convention;
        const EventColumns convert(name, scale, convention);
        facts.more.emplace_back("time_unit", convert.unitJson());
        rows->setConversion(*fields, convert);
        return readerOf(std::move(rows), std::move(facts), 0, std::move(notes));
    }
    rows->fetch(0, std::size_t(std::min(rows->rows(), kNpyProbeRows)));
    std::vector<std::vector<double>> start;
    for (int c = 0; c < int(header.shape[1]); ++c)
        start.push_back(realsOf(rows->column(c)));
    const ColumnOrder slayer = columnOrderOf(header.shape[1] == 4 ? "x,y,p,t" : "x,p,t", name);
    const ColumnOrder order = !columnsAsked.empty() ? columnOrderOf(columnsAsked, name)
                              : start[0].empty() ? slayer : guessColumns(start, name);
    for (const int column : order.of)
        if (column >= int(header.shape[1]))
            throw Error("The columns \"" + columnsAsked + "\" are more than the " + std::to_string(header.shape[1]) + " in the file.",
                        name, "Name as many columns as there are.");
    // SLAYER keeps milliseconds in such matrices; whole numbers in another order are microseconds.
    const Column times = rows->column(order.of[0]);
    const std::string unit = unitAsked != "auto" ? unitAsked
                             : order == slayer && header.type.kind == ScalarKind::Float ? "ms"
                             : looksLikeSeconds(times) ? "s" : "us";
    facts.variant = order == slayer && unit == "ms" ? "SLAYER event matrix" : "matrix";
    facts.more.emplace_back("columns", "\"" + order.text() + "\"");
    facts.more.emplace_back("time_unit", "\"" + unit + "\"");
    facts.more.emplace_back("guessed", columnsAsked.empty() || unitAsked == "auto" ? "true" : "false");
    const std::string convention = polarityConventionOf(rows->column(order.of[3]));
    facts.polarity = convention;
    rows->setConversion(order.of, EventColumns(name, microsecondsOf(unit, name), convention));
    EventBuffer first;
    rows->read(0, std::size_t(std::min<std::uint64_t>(rows->rows(), 5)), first);
    facts.more.emplace_back("first_rows", firstRowsJson(first.view()));
    return readerOf(std::move(rows), std::move(facts), 0, std::move(notes));
}

/// NumPy arrays (formats.md 5.8): structured ones of Tonic, Metavision and others go by field names; SLAYER's and Lava's
/// matrices have the columns x, y, p, t in milliseconds (or x, p, t).
const EventFormat& npyFormat()
{
    static const EventFormat format{"npy", "NumPy array of events", {".npy"}, recogniseNpy, openNpy,
                                    {{"columns", "what the columns of a matrix are, e.g. t,x,y,p", {}}, timeUnitOption()}};
    return format;
}

} // namespace spw
