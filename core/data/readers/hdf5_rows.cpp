// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/hdf5_rows.h"

#include "core/data/readers/column_guess.h"

#include <algorithm>
#include <charconv>

namespace spw {

namespace {

constexpr std::uint64_t kHdf5ProbeRows = 65536;
constexpr std::uint64_t kMatrixProbeRows = 2000;

class Hdf5Rows final : public RowStore {
public:
    Hdf5Rows(const std::shared_ptr<const h5::InputFile>& file, const Hdf5Columns& columns, const std::string& unit)
        : m_where(file->bytes->name())
    {
        for (std::size_t i = 0; i < 4; ++i) {
            const std::string& path = columns.paths[i];
            if (path.empty())
                continue;
            std::size_t at = 0;
            while (at < m_tables.size() && m_paths[at] != path)
                ++at;
            if (at == m_tables.size()) {
                m_tables.push_back(std::make_unique<h5::Table>(file, path, 0, columns.matrix));
                m_paths.push_back(path);
            }
            const h5::TableField* const field = m_tables[at]->field(columns.fields[i]);
            h5::require(field && field->type.isNumber() && field->type.kind != ScalarKind::Complex,
                        "The values of '" + (columns.fields[i].empty() ? path : columns.fields[i]) + "' are no numbers.",
                        m_tables[at]->where(), "Choose a file with numbers there.");
            m_use[i] = {at, *field, true};
        }
        m_rows = m_tables.front()->rows();
        for (std::size_t i = 0; i < m_tables.size(); ++i)
            h5::require(m_tables[i]->rows() == m_rows,
                        "The columns differ in length: " + m_paths[0] + " has " + std::to_string(m_rows) + " rows, "
                            + m_paths[i] + " has " + std::to_string(m_tables[i]->rows()) + ".",
                        m_where, "The file is damaged, or was not closed when it was written.");
        const auto start = rowsAt(0, std::size_t(std::min(m_rows, kHdf5ProbeRows)));
        const double scale = unit != "auto" ? microsecondsOf(unit, m_where) : looksLikeSeconds(start[0]) ? 1e6 : 1;
        m_convert.emplace(m_where, scale, polarityConventionOf(start[3]));
    }

    const std::string& convention() const { return m_convert->convention(); }
    std::string unitJson() const { return m_convert->unitJson(); }
    std::uint64_t rows() const override { return m_rows; }
    void read(std::uint64_t first, std::size_t count, EventBuffer& out) override
    {
        m_convert->convert(rowsAt(first, count), first, out);
    }

private:
    struct Use {
        std::size_t table = 0;
        h5::TableField field;
        bool there = false;
    };

    std::array<Column, 4> rowsAt(std::uint64_t first, std::size_t count)
    {
        m_bytes.resize(m_tables.size());
        for (std::size_t i = 0; i < m_tables.size(); ++i)
            m_tables[i]->read(first, count, m_bytes[i]);
        std::array<Column, 4> columns;
        for (std::size_t i = 0; i < 4; ++i)
            if (m_use[i].there)
                columns[i] = h5::Table::column(m_bytes[m_use[i].table], m_use[i].field, m_tables[m_use[i].table]->rowBytes());
        return columns;
    }

    std::string m_where;
    std::vector<std::unique_ptr<h5::Table>> m_tables;
    std::vector<std::string> m_paths, m_bytes;
    std::array<Use, 4> m_use;
    std::uint64_t m_rows = 0;
    std::optional<EventColumns> m_convert;
};

} // namespace

std::optional<Hdf5Columns> findColumns(const h5::InputFile& file, const std::string& path)
{
    const Hdf5Lock lock;
    const h5::Handle at = path.empty() ? h5::Handle(H5Gopen2(file.id, "/", H5P_DEFAULT)) : h5::openPath(file, path);
    Hdf5Columns columns;
    if (!at.valid())
        return {};
    const auto put = [&](const std::string& name, const std::string& where, const std::string& field) {
        if (const auto role = eventFieldOf(name); role && columns.paths[std::size_t(*role)].empty()) {
            columns.paths[std::size_t(*role)] = where;
            columns.fields[std::size_t(*role)] = field;
        }
    };
    if (H5Iget_type(at) == H5I_DATASET) {
        const h5::Handle type(H5Dget_type(at));
        if (type.valid() && H5Tget_class(type) == H5T_COMPOUND)
            for (const h5::TableField& field : h5::fieldsOf(type))
                put(field.name, path, field.name);
    } else {
        for (const std::string& name : h5::childNames(at, path.empty() ? "the root of the file" : path)) {
            const h5::Handle child = h5::openDataset(at, name);
            const h5::Handle space(child.valid() ? H5Dget_space(child) : H5I_INVALID_HID);
            if (space.valid() && H5Sget_simple_extent_ndims(space) >= 1)   // height and width may stand beside as single numbers
                put(name, path.empty() ? name : path + "/" + name, "");
        }
    }
    if (columns.paths[0].empty() || columns.paths[1].empty())
        return {};
    return columns;
}

bool isMatrixOfEvents(const h5::InputFile& file, const std::string& path)
{
    const Hdf5Lock lock;
    const h5::Handle at = path.empty() ? h5::Handle() : h5::openPath(file, path);
    if (!at.valid() || H5Iget_type(at) != H5I_DATASET)
        return false;
    const h5::Handle space(H5Dget_space(at));
    hsize_t shape[2] = {0, 0};
    return space.valid() && H5Sget_simple_extent_ndims(space) == 2 && H5Sget_simple_extent_dims(space, shape, nullptr) == 2
           && (shape[1] == 3 || shape[1] == 4);
}

std::optional<Hdf5Columns> findMatrix(const std::shared_ptr<const h5::InputFile>& file, const std::string& path,
                                      const ReadOptions& options)
{
    if (!isMatrixOfEvents(*file, path))
        return {};
    h5::Table table(file, path, 0, true);
    for (const h5::TableField& field : table.fields())
        if (!field.type.isNumber() || field.type.kind == ScalarKind::Complex)
            return {};
    const std::string asked = optionOr(options, "columns", "");
    ColumnOrder order = columnOrderOf(table.fields().size() == 4 ? "x,y,t,p" : "x,t,p", table.where());
    if (!asked.empty()) {
        order = columnOrderOf(asked, table.where());
    } else if (table.rows() > 0) {
        std::string rows;
        table.read(0, std::size_t(std::min<std::uint64_t>(table.rows(), kMatrixProbeRows)), rows);
        std::vector<std::vector<double>> start;
        for (const h5::TableField& field : table.fields())
            start.push_back(realsOf(h5::Table::column(rows, field, table.rowBytes())));
        order = guessColumns(start, table.where());
    }
    Hdf5Columns columns;
    columns.matrix = true;
    for (std::size_t i = 0; i < 4; ++i)
        if (order.of[i] >= 0) {
            if (order.of[i] >= int(table.fields().size()))
                throw Error("The columns \"" + asked + "\" are more than the " + std::to_string(table.fields().size()) + " in the file.",
                            table.where(), "Name as many columns as there are.");
            columns.paths[i] = path;
            columns.fields[i] = std::to_string(order.of[i]);
        }
    return columns;
}

std::unique_ptr<EventReader> openHdf5Columns(const std::shared_ptr<const h5::InputFile>& file, const Hdf5Columns& columns,
                                             RecordingFacts facts, const ReadOptions& options, std::vector<std::string> notes)
{
    auto rows = std::make_unique<Hdf5Rows>(file, columns, optionOr(options, "time_unit", "auto"));
    facts.polarity = rows->convention();
    facts.more.emplace_back("time_unit", rows->unitJson());
    return readerOf(std::move(rows), std::move(facts), 0, std::move(notes));
}

bool hdf5Fits(const FileHead& head, const std::function<bool(const h5::InputFile&)>& fits)
{
    if (!h5::isHdf5(head.bytes, head.source) || !head.source)
        return false;
    try {
        // The head does not own its bytes; the file is closed before this returns.
        const std::shared_ptr<const ByteSource> bytes(std::shared_ptr<void>(), head.source);
        return fits(*h5::openInput(bytes));
    } catch (const Error&) {
        return false;
    }
}

std::uint64_t itemOf(const ReadOptions& options, std::uint64_t count, const std::string& where)
{
    const std::string text = optionOr(options, "item", "0");
    std::uint64_t item = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), item);
    if (problem != std::errc() || end != text.data() + text.size() || item >= count)
        throw Error("Recording \"" + text + "\" was asked for, the file has " + std::to_string(count) + ".", where,
                    count == 0 ? "Choose another file." : "Choose one from 0 to " + std::to_string(count - 1) + ".");
    return item;
}

} // namespace spw
