// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/containers/hdf5_lists.h"

namespace spw::h5 {

namespace {

const char* const kCopyListsAgain = "The file is cut or damaged: copy it again.";

struct Sizes {
    std::size_t address = 8, length = 8;
    hsize_t userBlock = 0;
};

Sizes sizesOf(const InputFile& file)
{
    const Hdf5Lock lock;
    Sizes sizes;
    const Handle properties(H5Fget_create_plist(file.id));
    require(properties.valid() && H5Pget_sizes(properties, &sizes.address, &sizes.length) >= 0
                && H5Pget_userblock(properties, &sizes.userBlock) >= 0 && sizes.address >= 2 && sizes.address <= 8
                && sizes.length >= 2 && sizes.length <= 8,
            "The file's own description cannot be read.", file.bytes->name(), kCopyListsAgain);
    return sizes;
}

std::uint64_t number(const char* at, std::size_t bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = bytes; i-- > 0;)
        value = value << 8 | std::uint8_t(at[i]);
    return value;
}

} // namespace

Lists::Lists(std::shared_ptr<const InputFile> file, const std::string& path)
    : m_file(file)
    , m_addressBytes(sizesOf(*file).address)
    , m_lengthBytes(sizesOf(*file).length)
    , m_base(sizesOf(*file).userBlock)
    , m_table(file, path, 4 + m_addressBytes + 4)
{
    const Hdf5Lock lock;
    const Handle type(H5Dget_type(m_table.id()));
    const Handle base(type.valid() && H5Tget_class(type) == H5T_VLEN ? H5Tget_super(type) : H5I_INVALID_HID);
    const std::vector<TableField> fields = base.valid() ? fieldsOf(base) : std::vector<TableField>();
    require(fields.size() == 1 && fields[0].type.isNumber() && fields[0].type.kind != ScalarKind::Complex,
            "Lists of numbers were expected.", m_table.where(), "Choose a file with such lists.");
    m_type = fields[0].type;
}

void Lists::openCollection(std::uint64_t address, const std::string& where)
{
    if (address == m_collectionAddress)
        return;
    m_collectionAddress = ~std::uint64_t(0);
    m_places.clear();
    const std::uint64_t fileBytes = m_file->bytes->size();
    const std::size_t headBytes = 8 + m_lengthBytes;
    require(address <= fileBytes && m_base <= fileBytes - address, "The list lies at " + std::to_string(address)
                + ", behind the end of the file.", where, kCopyListsAgain);
    const std::string head = m_file->bytes->text(m_base + address, headBytes);
    require(head.size() == headBytes && head.substr(0, 4) == "GCOL" && head[4] == 1, "There is no collection of lists at byte "
                + std::to_string(m_base + address) + ".", where, kCopyListsAgain);
    const std::uint64_t size = number(head.data() + 8, m_lengthBytes);
    require(size <= fileBytes - m_base - address, "The collection of lists promises " + std::to_string(size)
                + " bytes, more than are left.", where, kCopyListsAgain);
    m_collection = m_file->bytes->text(m_base + address, std::size_t(size));
    // Each object: number 2, references 2, reserved 4, length, then its bytes, padded to 8. Number 0 is what is free.
    const std::size_t objectHead = 8 + m_lengthBytes;
    std::uint64_t at = (headBytes + 7) / 8 * 8;
    while (at + objectHead <= m_collection.size()) {
        const std::uint64_t index = number(m_collection.data() + at, 2), bytes = number(m_collection.data() + at + 8, m_lengthBytes);
        if (index == 0)
            break;
        const std::uint64_t start = at + (objectHead + 7) / 8 * 8;
        if (start > m_collection.size() || bytes > m_collection.size() - start)
            break;   // what is asked for behind it is refused by number
        m_places[index] = {start, bytes};
        at = start + (bytes + 7) / 8 * 8;
    }
    m_collectionAddress = address;
}

std::vector<double> Lists::read(std::uint64_t index)
{
    const std::string where = m_table.where() + "[" + std::to_string(index) + "]";
    m_table.read(index, 1, m_row);
    const std::uint64_t count = number(m_row.data(), 4), address = number(m_row.data() + 4, m_addressBytes),
                        object = number(m_row.data() + 4 + m_addressBytes, 4);
    if (count == 0)
        return {};
    openCollection(address, where);
    const auto place = m_places.find(object);
    require(place != m_places.end() && fits(count, m_type.size, place->second.size),
            "The list of " + std::to_string(count) + " values is not where it should be (object " + std::to_string(object)
                + " at " + std::to_string(address) + ").", where, kCopyListsAgain);
    return realsOf({m_collection.data() + place->second.offset, m_type.size, std::size_t(count), m_type});
}

} // namespace spw::h5
