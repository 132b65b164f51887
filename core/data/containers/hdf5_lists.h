// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/containers/hdf5_table.h"

#include <unordered_map>

namespace spw::h5 {

/// A data set of lists of numbers, each of a length of its own ("variable length"). Read by us from where HDF5 keeps them
/// (its global heap): the library itself follows places that a damaged file names without checking them.
class Lists {
public:
    /// @throws Error naming file and path: missing, no such type, a filter that is not known.
    Lists(std::shared_ptr<const InputFile> file, const std::string& path);

    std::uint64_t size() const { return m_table.rows(); }
    const std::string& where() const { return m_table.where(); }
    /// @throws Error if the list does not lie in the file.
    std::vector<double> read(std::uint64_t index);

private:
    /// Where an object of a collection lies in `m_collection`.
    struct Place {
        std::uint64_t offset, size;
    };
    void openCollection(std::uint64_t address, const std::string& where);

    std::shared_ptr<const InputFile> m_file;
    std::size_t m_addressBytes, m_lengthBytes;
    std::uint64_t m_base;                          // addresses count from the end of the user block
    Table m_table;
    ScalarType m_type;
    std::string m_row, m_collection;
    std::uint64_t m_collectionAddress = ~std::uint64_t(0);
    std::unordered_map<std::uint64_t, Place> m_places;
};

} // namespace spw::h5
