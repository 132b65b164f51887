// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/hdf5_file.h"

#include <functional>
#include <string_view>
#include <unordered_map>

namespace spw::h5 {

/// The bytes of an HDF5 file, as they lie in it.
struct RawBytes {
    std::uint64_t size = 0;
    /// Gives fewer than `count` at the end of the file.
    std::function<std::string(std::uint64_t from, std::size_t count)> read;
};
/// The bytes of the file that an object belongs to. @throws Error naming `where` if it cannot be read.
RawBytes rawBytesOf(hid_t object, const std::string& where);

/// Where HDF5 keeps texts and lists of any length (III.E, "Global Heap", of its file format). Looked up by us with every place
/// and length checked: the library itself follows what a damaged file says, and crashes.
class GlobalHeap {
public:
    /// @param mostBytes  of collections that are read in all: places that jump to and fro must not keep a reader busy.
    GlobalHeap(hid_t file, RawBytes bytes, const std::string& where, std::uint64_t mostBytes = ~std::uint64_t(0));

    /// Bytes of what a data set stores of one text or list.
    std::size_t placeBytes() const { return 4 + m_addressBytes + 4; }
    /// Values that such a place promises.
    static std::uint64_t countAt(std::string_view place);
    /// The bytes of `count` values of `valueBytes` there, valid until the next call.
    /// @throws Error naming `where` if they do not lie in the file.
    std::string_view at(std::string_view place, std::size_t valueBytes, const std::string& where);
    const RawBytes& bytes() const { return m_bytes; }

private:
    /// Where an object lies in `m_collection`.
    struct Place {
        std::uint64_t offset, size;
    };
    void openCollection(std::uint64_t address, const std::string& where);

    RawBytes m_bytes;
    std::size_t m_addressBytes = 8, m_lengthBytes = 8;
    hsize_t m_base = 0;                            // addresses count from the end of the user block
    std::uint64_t m_left;                          // bytes of collections that may still be read
    std::string m_collection;
    std::uint64_t m_address = ~std::uint64_t(0);   // of m_collection
    std::unordered_map<std::uint64_t, Place> m_places;
};

} // namespace spw::h5
