// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/containers/hdf5_table.h"

#include "core/run/hdf5_probe.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace spw::h5 {

namespace {

constexpr std::int64_t kMostMatrixColumns = 16;
constexpr std::size_t kMostRowBytes = 4096;   // readers ask for 65,536 rows at a time, and chunks never written cost a file nothing
constexpr std::size_t kMostChunkBytes = std::size_t(1) << 30;
constexpr std::size_t kMostImageBytes = std::size_t(1) << 30;
constexpr std::string_view kSignature = "\x89HDF\r\n\x1a\n";
const char* const kTableCopyAgain = "The file is damaged: copy it again.";

ScalarType scalarOf(hid_t type)
{
    ScalarType result;
    result.size = H5Tget_size(type);
    result.bigEndian = result.size > 1 && H5Tget_order(type) == H5T_ORDER_BE;
    switch (H5Tget_class(type)) {
    case H5T_INTEGER:
        // Fewer bits than the bytes hold would need shifting; nobody writes events so.
        if (H5Tget_precision(type) == result.size * 8)
            result.kind = H5Tget_sign(type) == H5T_SGN_NONE ? ScalarKind::UInt : ScalarKind::Int;
        break;
    case H5T_BITFIELD:
        result.kind = ScalarKind::UInt;
        break;
    case H5T_ENUM: {   // h5py writes truth values so
        const Handle base(H5Tget_super(type));
        if (base.valid())
            result.kind = result.size == 1 ? ScalarKind::Bool
                          : H5Tget_sign(base) == H5T_SGN_NONE ? ScalarKind::UInt : ScalarKind::Int;
        break;
    }
    case H5T_FLOAT: {
        std::size_t sign = 0, exponent = 0, exponentBits = 0, mantissa = 0, mantissaBits = 0;
        H5Tget_fields(type, &sign, &exponent, &exponentBits, &mantissa, &mantissaBits);
        const std::size_t expected = result.size == 2 ? 5 : result.size == 4 ? 8 : 11;
        if (exponentBits == expected && exponentBits + mantissaBits + 1 == result.size * 8)
            result.kind = ScalarKind::Float;
        break;
    }
    case H5T_STRING:
        if (H5Tis_variable_str(type) == 0)
            result.kind = ScalarKind::Bytes;
        break;
    default:
        break;
    }
    return result;
}

std::vector<ChunkFilter> filtersOf(hid_t properties)
{
    std::vector<ChunkFilter> filters;
    const int count = H5Pget_nfilters(properties);
    for (int i = 0; i < count; ++i) {
        unsigned flags = 0, config = 0;
        unsigned values[32] = {};
        std::size_t valueCount = 32;
        char name[128] = {};
        ChunkFilter filter;
        filter.id = H5Pget_filter2(properties, unsigned(i), &flags, &valueCount, values, sizeof name - 1, name, &config);
        filter.name = name;
        filter.parameters.assign(values, values + std::min<std::size_t>(valueCount, 32));
        filters.push_back(std::move(filter));
    }
    return filters;
}

/// How much smaller than what they unpack to these filters can make data, generously.
std::uint64_t mostRatio(const std::vector<ChunkFilter>& filters)
{
    std::uint64_t ratio = 1;
    for (const ChunkFilter& filter : filters)
        ratio = std::max<std::uint64_t>(ratio, filter.id == 2 || filter.id == 3 ? 1 : filter.id >= 32001 && filter.id != 36559 ? 100000 : 1100);
    return ratio;
}

} // namespace

bool isHdf5(std::string_view head, const ByteSource* source)
{
    if (head.substr(0, kSignature.size()) == kSignature)
        return true;
    if (head.size() >= 520 && head.substr(512, kSignature.size()) == kSignature)
        return true;
    for (std::uint64_t at = 1024; source && at < source->size() && at <= (1u << 20); at *= 2)
        if (source->text(at, kSignature.size()) == kSignature)
            return true;
    return false;
}

std::shared_ptr<const InputFile> openInput(std::shared_ptr<const ByteSource> bytes)
{
    const Hdf5Lock lock;
    auto file = std::make_shared<InputFile>();
    if (!bytes->path().empty()) {
        file->id = openFile(bytes->path());
    } else {
        std::string image = bytes->text(0, kMostImageBytes);
        requireSound(image, bytes->name());
        const Handle access(H5Pcreate(H5P_FILE_ACCESS));
        H5Pset_fapl_core(access, 64 << 10, false);
        require(!image.empty() && H5Pset_file_image(access, image.data(), image.size()) >= 0,
                "The file cannot be held in memory.", bytes->name(), "Save it, and open it from there.");
        file->id = Handle(H5Fopen("image", H5F_ACC_RDONLY, access));
        require(file->id.valid(), "The file is no readable HDF5 file, or it is damaged.", bytes->name() + ", byte 0", kTableCopyAgain);
    }
    file->bytes = std::move(bytes);
    return file;
}

Handle openPath(const InputFile& file, const std::string& path)
{
    const Hdf5Lock lock;
    Handle at;
    std::size_t begin = 0;
    while (begin <= path.size()) {
        const std::size_t slash = std::min(path.find('/', begin), path.size());
        const std::string step = path.substr(begin, slash - begin);
        begin = slash + 1;
        if (step.empty())
            continue;
        const hid_t parent = at.valid() ? hid_t(at) : hid_t(file.id);
        Handle next = openGroup(parent, step);
        if (!next.valid())
            next = openDataset(parent, step);
        at = std::move(next);
        if (!at.valid())
            return Handle();
    }
    return at;
}

bool hasDataset(const InputFile& file, const std::string& path)
{
    const Handle found = openPath(file, path);
    return found.valid() && H5Iget_type(found) == H5I_DATASET;
}

bool hasGroup(const InputFile& file, const std::string& path)
{
    const Handle found = openPath(file, path);
    return found.valid() && H5Iget_type(found) == H5I_GROUP;
}

std::vector<TableField> fieldsOf(hid_t type)
{
    const Hdf5Lock lock;
    std::vector<TableField> fields;
    if (H5Tget_class(type) != H5T_COMPOUND) {
        fields.push_back({"", scalarOf(type), 0});
        return fields;
    }
    const int count = H5Tget_nmembers(type);
    for (int i = 0; i < count; ++i) {
        const Handle member(H5Tget_member_type(type, unsigned(i)));
        char* const name = H5Tget_member_name(type, unsigned(i));
        if (member.valid() && name)
            fields.push_back({name, scalarOf(member), H5Tget_member_offset(type, unsigned(i))});
        H5free_memory(name);
    }
    return fields;
}

Table::Table(std::shared_ptr<const InputFile> file, const std::string& path, std::size_t rawRowBytes, bool matrix)
    : m_file(std::move(file)), m_where(m_file->bytes->name() + " > " + path)
{
    const Hdf5Lock lock;
    m_dataset = openPath(*m_file, path);
    require(m_dataset.valid() && H5Iget_type(m_dataset) == H5I_DATASET, "The file has no such data set.", m_where,
            "Choose a file that has it.");
    const std::vector<std::int64_t> shape = shapeOf(m_dataset, m_where, std::numeric_limits<std::int64_t>::max() / 64);
    m_axes = int(shape.size());
    if (matrix && m_axes == 2 && shape[1] >= 2 && shape[1] <= kMostMatrixColumns)
        m_columns = std::uint64_t(shape[1]);
    m_long = m_axes == 2 && m_columns == 1 && shape[0] == 1 && shape[1] != 1 ? 1 : 0;   // MATLAB 7.3 writes lists as 1 x n
    require(m_axes <= 1 || (m_axes == 2 && shape[std::size_t(1 - m_long)] == std::int64_t(m_columns)),
            "The data set has " + std::to_string(shape.size()) + " axes, one was expected.", m_where,
            "Choose a file with a list of values there.");
    m_rows = shape.empty() ? 1 : std::uint64_t(shape[std::size_t(m_long)]);
    m_type = Handle(H5Dget_type(m_dataset));
    require(m_type.valid(), "The values have no readable type.", m_where, kTableCopyAgain);
    const std::size_t itemBytes = rawRowBytes > 0 ? rawRowBytes : H5Tget_size(m_type);
    m_rowBytes = itemBytes * std::size_t(m_columns);
    require(m_rowBytes > 0 && itemBytes <= kMostRowBytes && m_rowBytes <= kMostRowBytes
                && (rawRowBytes > 0 || (H5Tdetect_class(m_type, H5T_VLEN) <= 0 && H5Tdetect_class(m_type, H5T_REFERENCE) <= 0)),
            "The values have a type that cannot be read as a list.", m_where, "Choose a file with numbers there.");
    if (rawRowBytes == 0)
        m_fields = fieldsOf(m_type);
    if (m_columns > 1) {
        require(m_fields.size() == 1, "The matrix holds records, not numbers.", m_where, "Choose a file with numbers there.");
        for (std::uint64_t c = 0; c < m_columns; ++c)
            m_fields.push_back({std::to_string(c), m_fields[0].type, std::size_t(c) * itemBytes});
        m_fields.erase(m_fields.begin());
    }
    for (const TableField& field : m_fields)
        require(field.offset <= m_rowBytes && field.type.size <= m_rowBytes - field.offset,
                "The field '" + field.name + "' does not lie in its record.", m_where, kTableCopyAgain);

    const Handle properties(H5Dget_create_plist(m_dataset));
    if (H5Pget_layout(properties) == H5D_CHUNKED) {
        hsize_t extent[2] = {0, 1};
        require(H5Pget_chunk(properties, 2, extent) == m_axes, "The data set has no readable chunks.", m_where, kTableCopyAgain);
        const hsize_t rows = extent[m_long], others = m_axes == 2 ? extent[1 - m_long] : 1;
        require(rows > 0 && others > 0 && rows <= kMostChunkBytes / itemBytes && others <= kMostChunkBytes / itemBytes / rows,
                "The data set has chunks of more than 1 GiB.", m_where, kTableCopyAgain);
        m_filters = filtersOf(properties);
        if (others == m_columns)
            m_chunkRows = rows;
        else
            m_byHdf5 = true;
        unsigned options = 0;
        m_plainEdge = H5Pget_chunk_opts(properties, &options) >= 0 && (options & H5D_CHUNK_DONT_FILTER_PARTIAL_CHUNKS) != 0;
    }
    for (const ChunkFilter& filter : m_filters)
        if (!canUndo(filter) || (m_byHdf5 && filter.id > 6)) {
            require(filter.id <= 6 && H5Zfilter_avail(filter.id) > 0,
                    "The values are packed by " + nameOf(filter) + ", which cannot be read here.", m_where,
                    "Write the file again with gzip on a machine that has the filter: h5repack -f GZIP=4 in.h5 out.h5.");
            m_byHdf5 = true;
        }
    hsize_t fileBytes = 0;
    H5Fget_filesize(m_file->id, &fileBytes);
    if (rawRowBytes > 0 && m_chunkRows == 0 && m_rows > 0) {
        const haddr_t offset = H5Dget_offset(m_dataset);
        require(!m_byHdf5 && offset != HADDR_UNDEF && offset <= fileBytes && m_rows <= (fileBytes - offset) / m_rowBytes,
                "The rows do not lie in the file where they can be read.", m_where, kTableCopyAgain);
        m_rawOffset = offset;
    }
    require(rawRowBytes == 0 || !m_byHdf5, "The rows are packed in a way that is left to HDF5.", m_where,
            "Write the file again with gzip: h5repack -f GZIP=4 in.h5 out.h5.");
    require(m_rows <= std::numeric_limits<std::uint64_t>::max() / m_rowBytes / 2
                && (m_rows == 0 || m_rows * m_rowBytes / mostRatio(m_filters) <= fileBytes),
            "The data set promises " + std::to_string(m_rows) + " values of " + std::to_string(m_rowBytes)
                + " bytes, more than the file can hold.", m_where, "The file is cut or damaged: copy it again.");
}

const TableField* Table::field(std::string_view name) const
{
    const auto found = std::find_if(m_fields.begin(), m_fields.end(), [&](const TableField& f) { return f.name == name; });
    return found == m_fields.end() ? nullptr : &*found;
}

Column Table::column(const std::string& rows, const TableField& field, std::size_t rowBytes)
{
    return {rows.data() + field.offset, rowBytes, rows.size() / rowBytes, field.type};
}

const std::string& Table::chunk(std::uint64_t index)
{
    if (index == m_chunkIndex)
        return m_chunk;
    const std::size_t bytes = std::size_t(m_chunkRows) * m_rowBytes;
    const std::string where = m_where + ", chunk " + std::to_string(index);
    m_chunkIndex = ~std::uint64_t(0);
    std::string packed;
    std::uint32_t skipped = 0;
    {
        const Hdf5Lock lock;
        hsize_t offset[2] = {0, 0};
        offset[m_long] = index * m_chunkRows;
        hsize_t stored = 0, fileBytes = 0;
        require(H5Dget_chunk_storage_size(m_dataset, offset, &stored) >= 0 && H5Fget_filesize(m_file->id, &fileBytes) >= 0
                    && stored <= fileBytes,
                "The chunk cannot be found, or is longer than the file.", where, kTableCopyAgain);
        if (stored == 0) {   // never written
            m_chunk.assign(std::size_t(std::min(m_chunkRows, m_rows - index * m_chunkRows)) * m_rowBytes, '\0');
            m_chunkIndex = index;
            return m_chunk;
        }
        packed.resize(stored);
        require(H5Dread_chunk(m_dataset, H5P_DEFAULT, offset, &skipped, packed.data()) >= 0, "The chunk cannot be read.",
                where, "The file is cut or damaged: copy it again.");
    }
    if (m_plainEdge && (index + 1) * m_chunkRows > m_rows)
        skipped = ~std::uint32_t(0);
    m_chunk = undoFilters(std::move(packed), m_filters, skipped, bytes, where);   // outside the lock: others read meanwhile
    const std::uint64_t rows = std::min(m_chunkRows, m_rows - index * m_chunkRows);
    require(m_chunk.size() >= rows * m_rowBytes,
            "The chunk unpacks to " + std::to_string(m_chunk.size()) + " bytes, " + std::to_string(rows * m_rowBytes)
                + " were expected.", where, kTableCopyAgain);
    m_chunkIndex = index;
    return m_chunk;
}

void Table::read(std::uint64_t first, std::size_t count, std::string& out)
{
    require(first <= m_rows && count <= m_rows - first, "Rows beyond the end were asked for.", m_where, kTableCopyAgain);
    if (m_chunkRows > 0 && !m_byHdf5) {
        out.clear();
        while (count > 0) {
            const std::uint64_t index = first / m_chunkRows, within = first % m_chunkRows;
            const std::size_t some = std::size_t(std::min<std::uint64_t>(count, m_chunkRows - within));
            out.append(chunk(index), std::size_t(within) * m_rowBytes, some * m_rowBytes);
            first += some;
            count -= some;
        }
        return;
    }
    out.resize(count * m_rowBytes);
    if (count == 0)
        return;
    if (m_rawOffset) {
        require(m_file->bytes->read(*m_rawOffset + first * m_rowBytes, out.data(), out.size()) == out.size(),
                "The file ends inside its rows.", m_where, kTableCopyAgain);
        return;
    }
    const Hdf5Lock lock;
    const Handle space(H5Dget_space(m_dataset));
    const int axes = m_axes;
    hsize_t offset[] = {0, 0}, extent[] = {1, 1};
    offset[m_long] = first, extent[m_long] = count, extent[1 - m_long] = m_columns;
    const Handle memory(H5Screate_simple(std::max(axes, 1), extent, nullptr));
    if (axes > 0)
        H5Sselect_hyperslab(space, H5S_SELECT_SET, offset, nullptr, extent, nullptr);
    require(H5Dread(m_dataset, m_type, axes > 0 ? hid_t(memory) : H5S_ALL, axes > 0 ? hid_t(space) : H5S_ALL, H5P_DEFAULT,
                    out.data()) >= 0,
            "The values cannot be read.", m_where, "The file is cut or damaged: copy it again.");
}

std::int64_t integerAt(const std::shared_ptr<const InputFile>& file, const std::string& path)
{
    Table table(file, path);
    require(table.rows() >= 1 && table.fields().size() == 1 && table.fields()[0].type.isNumber(),
            "A number was expected.", table.where(), "Choose a file that has it.");
    std::string row;
    table.read(0, 1, row);
    std::int64_t value = 0;
    toIntegers(Table::column(row, table.fields()[0], table.rowBytes()), &value);
    return value;
}

std::optional<std::string> anyText(hid_t object, const char* name)
{
    const Hdf5Lock lock;
    if (H5Aexists(object, name) <= 0)
        return std::nullopt;
    const Handle attribute(H5Aopen(object, name, H5P_DEFAULT));
    const Handle type(H5Aget_type(attribute)), space(H5Aget_space(attribute));
    if (!type.valid() || H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) <= 0)
        return text(object, name);
    if (!space.valid() || H5Sget_simple_extent_npoints(space) != 1)
        return std::nullopt;
    char* value = nullptr;
    const Handle memory(H5Tcopy(H5T_C_S1));
    H5Tset_size(memory, H5T_VARIABLE);
    H5Tset_cset(memory, H5Tget_cset(type));
    if (H5Aread(attribute, memory, &value) < 0 || !value)
        return std::nullopt;
    const std::string result(value, strnlen(value, 1 << 20));
    H5free_memory(value);
    return result;
}

} // namespace spw::h5
