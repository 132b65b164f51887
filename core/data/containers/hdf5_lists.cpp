// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/containers/hdf5_lists.h"

namespace spw::h5 {

namespace {

RawBytes rawBytesOf(const InputFile& file)
{
    return {file.bytes->size(), [bytes = file.bytes](std::uint64_t from, std::size_t count) { return bytes->text(from, count); }};
}

} // namespace

Lists::Lists(std::shared_ptr<const InputFile> file, const std::string& path)
    : m_heap(file->id, rawBytesOf(*file), file->bytes->name())
    , m_table(file, path, m_heap.placeBytes())
{
    const Hdf5Lock lock;
    const Handle type(H5Dget_type(m_table.id()));
    const Handle base(type.valid() && H5Tget_class(type) == H5T_VLEN ? H5Tget_super(type) : H5I_INVALID_HID);
    const std::vector<TableField> fields = base.valid() ? fieldsOf(base) : std::vector<TableField>();
    require(fields.size() == 1 && fields[0].type.isNumber() && fields[0].type.kind != ScalarKind::Complex,
            "Lists of numbers were expected.", m_table.where(), "Choose a file with such lists.");
    m_type = fields[0].type;
}

std::vector<double> Lists::read(std::uint64_t index)
{
    m_table.read(index, 1, m_row);
    const std::string_view bytes = m_heap.at(m_row, m_type.size, m_table.where() + "[" + std::to_string(index) + "]");
    return realsOf({bytes.data(), m_type.size, bytes.size() / m_type.size, m_type});
}

} // namespace spw::h5
