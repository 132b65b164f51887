// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/hdf5_heap.h"

#include <algorithm>
#include <fstream>
#include <memory>

namespace spw::h5 {

namespace {

constexpr const char* kCopyHeapAgain = "The file is cut or damaged: copy it again.";

std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;)
        value = value << 8 | std::uint8_t(bytes[at + i]);
    return value;
}

std::uint64_t upToEight(std::uint64_t bytes) { return (bytes + 7) / 8 * 8; }

} // namespace

RawBytes rawBytesOf(hid_t object, const std::string& where)
{
    const Hdf5Lock lock;
    const ssize_t size = H5Fget_name(object, nullptr, 0);
    std::string name(size > 0 ? std::size_t(size) + 1 : 0, '\0');
    if (size > 0)
        H5Fget_name(object, name.data(), name.size());
    auto in = std::make_shared<std::ifstream>(name.substr(0, name.find('\0')), std::ios::binary | std::ios::ate);
    require(bool(*in), "The file cannot be read.", where, "Check that it is still there and may be read.");
    RawBytes bytes;
    bytes.size = std::uint64_t(in->tellg());
    bytes.read = [in](std::uint64_t from, std::size_t count) {
        std::string out(count, '\0');
        in->clear();
        in->seekg(std::streamoff(from));
        in->read(out.data(), std::streamsize(count));
        out.resize(std::size_t(std::max<std::streamsize>(in->gcount(), 0)));
        return out;
    };
    return bytes;
}

GlobalHeap::GlobalHeap(hid_t file, RawBytes bytes, const std::string& where, std::uint64_t mostBytes)
    : m_bytes(std::move(bytes))
    , m_left(mostBytes)
{
    const Hdf5Lock lock;
    const Handle made(H5Fget_create_plist(file));
    require(made.valid() && H5Pget_sizes(made, &m_addressBytes, &m_lengthBytes) >= 0 && H5Pget_userblock(made, &m_base) >= 0
                && m_addressBytes >= 2 && m_addressBytes <= 8 && m_lengthBytes >= 2 && m_lengthBytes <= 8,
            "The file's own description cannot be read.", where, kCopyHeapAgain);
}

std::uint64_t GlobalHeap::countAt(std::string_view place) { return number(place, 0, 4); }

std::string_view GlobalHeap::at(std::string_view place, std::size_t valueBytes, const std::string& where)
{
    require(place.size() == placeBytes(), "A place in the file is cut.", where, kCopyHeapAgain);
    const std::uint64_t count = countAt(place), address = number(place, 4, m_addressBytes), object = number(place, 4 + m_addressBytes, 4);
    if (count == 0)
        return {};
    openCollection(address, where);
    const auto found = m_places.find(object);
    require(found != m_places.end() && count <= found->second.size / valueBytes,
            std::to_string(count) + " values are not where they should be (object " + std::to_string(object) + " at "
                + std::to_string(address) + ").",
            where, kCopyHeapAgain);
    return std::string_view(m_collection).substr(found->second.offset, std::size_t(count) * valueBytes);
}

void GlobalHeap::openCollection(std::uint64_t address, const std::string& where)
{
    if (address == m_address)
        return;
    m_address = ~std::uint64_t(0);
    m_places.clear();
    require(m_base <= m_bytes.size && address <= m_bytes.size - m_base,
            "A place lies at " + std::to_string(address) + ", behind the end of the file.", where, kCopyHeapAgain);
    const std::uint64_t start = m_base + address;
    const std::string head = m_bytes.read(start, 8 + m_lengthBytes);
    require(head.size() == 8 + m_lengthBytes && head.compare(0, 4, "GCOL") == 0 && head[4] == 1,
            "There is no collection of values at byte " + std::to_string(start) + ".", where, kCopyHeapAgain);
    const std::uint64_t size = number(head, 8, m_lengthBytes);
    require(size <= m_bytes.size - start, "A collection promises " + std::to_string(size) + " bytes, more than are left.", where,
            kCopyHeapAgain);
    require(size <= m_left, "The collections of values are read over and over.", where, kCopyHeapAgain);
    m_left -= size;
    m_collection = m_bytes.read(start, std::size_t(size));
    // Each object: number 2, references 2, reserved 4, length, then its bytes, padded to 8. Number 0 is what is free.
    std::uint64_t at = upToEight(head.size());
    while (at + head.size() <= m_collection.size()) {
        const std::uint64_t index = number(m_collection, at, 2), bytes = number(m_collection, at + 8, m_lengthBytes);
        if (index == 0)
            break;
        const std::uint64_t from = at + upToEight(head.size());
        if (from > m_collection.size() || bytes > m_collection.size() - from)
            break;   // what is asked for behind it is refused by number
        m_places[index] = {from, bytes};
        at = from + upToEight(bytes);
    }
    m_address = address;
}

} // namespace spw::h5
