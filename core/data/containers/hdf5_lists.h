// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/containers/hdf5_table.h"
#include "core/run/hdf5_heap.h"

namespace spw::h5 {

/// A data set of lists of numbers, each of a length of its own ("variable length"), read from the file's heap by ourselves.
class Lists {
public:
    /// @throws Error naming file and path: missing, no such type, a filter that is not known.
    Lists(std::shared_ptr<const InputFile> file, const std::string& path);

    std::uint64_t size() const { return m_table.rows(); }
    const std::string& where() const { return m_table.where(); }
    /// @throws Error if the list does not lie in the file.
    std::vector<double> read(std::uint64_t index);

private:
    GlobalHeap m_heap;
    Table m_table;
    ScalarType m_type;
    std::string m_row;
};

} // namespace spw::h5
