// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/byte_source.h"
#include "core/data/containers/chunk_filters.h"
#include "core/data/containers/scalar_type.h"
#include "core/run/hdf5_file.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Reading foreign HDF5 files by rows. For sources of core only (it shows hdf5.h). Takes the Hdf5Lock itself.
namespace spw::h5 {

/// An HDF5 file opened for reading; of bytes in memory as well.
struct InputFile {
    std::shared_ptr<const ByteSource> bytes;
    Handle id;
};
/// @throws Error: no HDF5 file, damaged, a Git LFS pointer.
std::shared_ptr<const InputFile> openInput(std::shared_ptr<const ByteSource> bytes);
/// The signature at byte 0, 512, 1024, ... (formats.md section 0).
bool isHdf5(std::string_view head, const ByteSource* source);

/// One value, or one field of a record, in the data set's own type.
struct TableField {
    std::string name;             // of a compound type; empty: the value itself
    ScalarType type;
    std::size_t offset = 0;
};

/// A data set of one axis (or n x 1, or 1 x n; as a matrix also n x 16 at most), read by rows as they lie in the file, chunk by chunk, in bounded memory.
class Table {
public:
    /// @param path  from the file's root, e.g. "events/t".
    /// @throws Error naming file and path: missing, links out of the file, no such shape, a filter that is not known (by number).
    /// @param rawRowBytes  not 0: rows of so many bytes, as they lie in the file, of a type that is not looked at.
    /// @param matrix  n x 2 to n x 16 as well: rows of fields "0", "1", ...
    Table(std::shared_ptr<const InputFile> file, const std::string& path, std::size_t rawRowBytes = 0, bool matrix = false);

    std::uint64_t rows() const { return m_rows; }
    std::size_t rowBytes() const { return m_rowBytes; }
    const std::vector<TableField>& fields() const { return m_fields; }
    const TableField* field(std::string_view name) const;
    const std::string& where() const { return m_where; }
    /// Whether reading some rows anywhere is cheap enough for a search.
    std::uint64_t rowsPerChunk() const { return m_chunkRows; }

    /// Rows [first, first + count), which must exist: one after the other in `out`, replaced.
    void read(std::uint64_t first, std::size_t count, std::string& out);
    /// Such rows as a column of their values.
    static Column column(const std::string& rows, const TableField& field, std::size_t rowBytes);

    hid_t id() const { return m_dataset; }

private:
    const std::string& chunk(std::uint64_t index);

    std::shared_ptr<const InputFile> m_file;
    std::string m_where;
    Handle m_dataset, m_type;
    std::vector<TableField> m_fields;
    std::uint64_t m_rows = 0, m_chunkRows = 0;   // chunk rows 0: in one piece
    int m_axes = 1, m_long = 0;                   // of two axes one is 1 or m_columns; the long one has the rows
    std::uint64_t m_columns = 1;
    std::size_t m_rowBytes = 0;
    std::vector<ChunkFilter> m_filters;
    std::optional<std::uint64_t> m_rawOffset;     // of raw rows that lie in one piece
    bool m_byHdf5 = false;                        // filters of HDF5's own that are left to it
    bool m_plainEdge = false;                     // an incomplete last chunk is not filtered
    std::string m_chunk;
    std::uint64_t m_chunkIndex = ~std::uint64_t(0);
};

/// Fields of a type; of none that can be read the kind is Void.
std::vector<TableField> fieldsOf(hid_t type);
/// What lies at a path, every step of which is a hard link: others could lead out of the file. Invalid if there is nothing.
Handle openPath(const InputFile& file, const std::string& path);
bool hasDataset(const InputFile& file, const std::string& path);
bool hasGroup(const InputFile& file, const std::string& path);
/// The single integer (or first of one axis) of a data set. @throws Error
std::int64_t integerAt(const std::shared_ptr<const InputFile>& file, const std::string& path);
/// An attribute's text, of fixed or variable length.
std::optional<std::string> anyText(hid_t object, const char* name);

} // namespace spw::h5
