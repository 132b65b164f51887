// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <hdf5.h>

#include <optional>
#include <string>
#include <vector>

namespace spw::nir {

/// Texts of variable length, taken from the file's global heap with every length and place checked. HDF5's own reader
/// trusts a damaged heap and crashes.
/// @return nullopt if the data set is not stored in one piece, which HDF5 then has to read.
/// @throws Error naming `where` if the heap is damaged.
std::optional<std::vector<std::string>> readHeapTexts(hid_t dataset, std::size_t count, const std::string& where);

} // namespace spw::nir
