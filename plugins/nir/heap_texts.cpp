// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/nir/heap_texts.h"

#include "core/run/hdf5_file.h"

#include <fstream>
#include <map>

namespace spw::nir {

namespace {

constexpr std::uint64_t kLargestHeap = std::uint64_t(1) << 28;
constexpr const char* kDamaged = "The file is damaged: copy it again.";

/// Little-endian numbers in bytes of the file.
std::uint64_t number(const std::string& bytes, std::size_t at, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;)
        value = value << 8 | std::uint8_t(bytes[at + i]);
    return value;
}

/// The part of the HDF5 file format that texts of variable length need: "III.E. Global Heap" of its specification.
class Heaps {
public:
    Heaps(const std::string& file, std::uint64_t base, std::size_t lengthSize, const std::string& where)
        : m_in(file, std::ios::binary | std::ios::ate), m_base(base), m_lengthSize(lengthSize), m_where(where)
    {
        h5::require(bool(m_in), "The file cannot be read.", where, "Check that it may be read.");
        m_size = std::uint64_t(m_in.tellg());
    }

    std::string bytes(std::uint64_t at, std::uint64_t count)
    {
        h5::require(at <= m_size && count <= m_size - at && count <= kLargestHeap, "A text lies outside of the file.", m_where, kDamaged);
        std::string out(std::size_t(count), '\0');
        m_in.clear();
        m_in.seekg(std::streamoff(at));
        m_in.read(out.data(), std::streamsize(count));
        h5::require(std::uint64_t(m_in.gcount()) == count, "The file cannot be read.", m_where, kDamaged);
        return out;
    }

    std::string text(std::uint64_t heap, std::uint64_t index, std::uint64_t length)
    {
        if (length == 0)
            return {};
        const auto& objects = collection(heap);
        const auto found = objects.find(std::uint16_t(index));
        h5::require(index <= 0xFFFF && found != objects.end() && length <= found->second.size(), "A text is not where it should be.", m_where, kDamaged);
        std::string out = found->second.substr(0, std::size_t(length));
        out.erase(std::min(out.find('\0'), out.size()));
        return out;
    }

private:
    using Objects = std::map<std::uint16_t, std::string>;

    const Objects& collection(std::uint64_t address)
    {
        const auto known = m_collections.find(address);
        if (known != m_collections.end())
            return known->second;
        const std::size_t head = 8 + m_lengthSize;
        h5::require(address <= m_size && m_base <= m_size, "A text lies outside of the file.", m_where, kDamaged);
        const std::string start = bytes(m_base + address, head);
        h5::require(start.compare(0, 4, "GCOL") == 0 && start[4] == 1, "A text is not where it should be.", m_where, kDamaged);
        const std::uint64_t size = number(start, 8, m_lengthSize);
        m_total += size;
        h5::require(size >= head && m_total <= kLargestHeap, "A heap of texts has an impossible size.", m_where, kDamaged);
        const std::string all = bytes(m_base + address, size);
        Objects objects;
        const std::size_t objectHead = 8 + m_lengthSize;
        for (std::size_t at = head; all.size() - at >= objectHead;) {
            const std::uint64_t index = number(all, at, 2), length = number(all, at + 8, m_lengthSize);
            if (index == 0)
                break;   // the free space at the end
            at += objectHead;
            h5::require(length <= all.size() - at, "A text is longer than its heap.", m_where, kDamaged);
            objects[std::uint16_t(index)] = all.substr(at, std::size_t(length));
            at += std::min<std::size_t>((std::size_t(length) + 7) / 8 * 8, all.size() - at);
        }
        return m_collections[address] = std::move(objects);
    }

    std::ifstream m_in;
    std::uint64_t m_base, m_size = 0, m_total = 0;
    std::size_t m_lengthSize;
    std::string m_where;
    std::map<std::uint64_t, Objects> m_collections;
};

} // namespace

std::optional<std::vector<std::string>> readHeapTexts(hid_t dataset, std::size_t count, const std::string& where)
{
    const h5::Handle properties(H5Dget_create_plist(dataset));
    if (!properties.valid() || H5Pget_layout(properties) != H5D_CONTIGUOUS)
        return std::nullopt;
    const h5::Handle file(H5Iget_file_id(dataset));
    const h5::Handle creation(H5Fget_create_plist(file));
    std::size_t addressSize = 0, lengthSize = 0;
    hsize_t base = 0;
    std::string name(4096, '\0');
    const ssize_t nameSize = H5Fget_name(file, name.data(), name.size());
    h5::require(creation.valid() && H5Pget_sizes(creation, &addressSize, &lengthSize) >= 0 && H5Pget_userblock(creation, &base) >= 0 &&
                    nameSize > 0 && std::size_t(nameSize) < name.size() && addressSize >= 2 && addressSize <= 8 && lengthSize >= 2 && lengthSize <= 8,
                "The file cannot be read.", where, kDamaged);
    name.resize(std::size_t(nameSize));
    const haddr_t offset = H5Dget_offset(dataset);
    if (offset == HADDR_UNDEF)
        return std::vector<std::string>(count);   // never written
    const std::size_t each = 4 + addressSize + 4;
    Heaps heaps(name, base, lengthSize, where);
    h5::require(count <= kLargestHeap / each && H5Dget_storage_size(dataset) >= count * each, "The texts are not all there.", where, kDamaged);
    const std::string places = heaps.bytes(offset, count * each);
    std::vector<std::string> out;
    out.reserve(count);
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = i * each;
        const std::uint64_t length = number(places, at, 4);
        total += length;
        h5::require(total <= kLargestHeap, "The texts are too long.", where, kDamaged);
        out.push_back(heaps.text(number(places, at + 4, addressSize), number(places, at + 4 + addressSize, 4), length));
    }
    return out;
}

} // namespace spw::nir
