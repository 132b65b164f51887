// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/hdf5_text.h"

#include <algorithm>
#include <fstream>

namespace spw::h5 {

namespace {

constexpr std::uint64_t kLongest = 4096;

[[noreturn]] void damaged(const std::string& where)
{
    throw Error("The text cannot be read.", where, "The file is damaged: copy it again.");
}

/// Bytes of a file; every read is checked against its size.
class Bytes {
public:
    Bytes(const std::string& file, const std::string& where)
        : m_in(file, std::ios::binary)
        , m_where(where)
    {
        m_in.seekg(0, std::ios::end);
        if (!m_in)
            damaged(where);
        m_size = std::uint64_t(m_in.tellg());
    }

    std::string read(std::uint64_t from, std::uint64_t count)
    {
        if (from > m_size || count > m_size - from)
            damaged(m_where);
        std::string bytes(std::size_t(count), '\0');
        m_in.seekg(std::streamoff(from));
        m_in.read(bytes.data(), std::streamsize(count));
        if (!m_in)
            damaged(m_where);
        return bytes;
    }

    std::uint64_t number(std::uint64_t from, std::uint64_t count)
    {
        const std::string bytes = read(from, count);
        std::uint64_t value = 0;
        for (std::size_t i = bytes.size(); i-- > 0;)
            value = value << 8 | static_cast<unsigned char>(bytes[i]);
        return value;
    }

private:
    std::ifstream m_in;
    std::string m_where;
    std::uint64_t m_size = 0;
};

std::string fileOf(hid_t object)
{
    const ssize_t size = H5Fget_name(object, nullptr, 0);
    std::string name(size > 0 ? std::size_t(size) + 1 : 0, '\0');
    if (size > 0)
        H5Fget_name(object, name.data(), name.size());
    return name.substr(0, name.find('\0'));
}

/// The element holds length, address of a global heap collection, and index in it (HDF5 file format, III.E and IV.B).
std::string fromHeap(hid_t dataset, const std::string& where)
{
    const Handle file(H5Iget_file_id(dataset)), made(file.valid() ? H5Fget_create_plist(file) : H5I_INVALID_HID);
    std::size_t address = 0, length = 0;
    hsize_t block = 0;
    const haddr_t place = H5Dget_offset(dataset);
    if (!made.valid() || H5Pget_sizes(made, &address, &length) < 0 || H5Pget_userblock(made, &block) < 0 ||
        place == HADDR_UNDEF || address < 2 || address > 8 || length < 2 || length > 8)
        damaged(where);
    Bytes bytes(fileOf(dataset), where);
    const std::uint64_t size = bytes.number(place, 4);
    if (size == 0)
        return {};
    const std::uint64_t relative = bytes.number(place + 4, address), index = bytes.number(place + 4 + address, 4);
    const std::uint64_t heap = block + relative;
    if (size > kLongest || heap < relative || bytes.read(heap, 4) != "GCOL")
        damaged(where);
    const std::uint64_t end = heap + bytes.number(heap + 8, length), head = 8 + length;
    for (std::uint64_t at = heap + head; at > heap && at < end && end - at >= head;) {
        const std::uint64_t found = bytes.number(at, 2), stored = bytes.number(at + 8, length);
        if (found == index) {
            if (stored < size)
                damaged(where);
            return bytes.read(at + head, size);
        }
        if (found == 0 || stored > end) // free space ends the list
            break;
        at += head + (stored + 7) / 8 * 8;
    }
    damaged(where);
}

} // namespace

std::string textOf(hid_t dataset, const std::string& where)
{
    const Handle type(H5Dget_type(dataset));
    require(type.valid() && H5Tget_class(type) == H5T_STRING && valueCount(shapeOf(dataset, where, 1)) == 1,
            "The data set holds no text.", where, "Choose a file of the right kind, or make it again.");
    std::string text;
    if (H5Tis_variable_str(type) > 0) {
        text = fromHeap(dataset, where);
    } else {
        const std::size_t size = H5Tget_size(type);
        require(size > 0 && size <= kLongest, "The text is " + std::to_string(size) + " bytes long.", where,
                "The file is damaged: copy it again.");
        text.resize(size);
        if (H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text.data()) < 0)
            damaged(where);
    }
    text = text.substr(0, text.find('\0'));
    return text.substr(0, text.find_last_not_of(' ') + 1); // some writers pad with spaces
}

} // namespace spw::h5
