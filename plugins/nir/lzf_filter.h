// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace spw::nir {

/// Unpacks LZF, h5py's own compression. @return false if the input is damaged or gives more than `limit` bytes.
bool unpackLzf(const std::uint8_t* from, std::size_t size, std::size_t limit, std::vector<std::uint8_t>& to);

/// Lets HDF5 read data sets that h5py compressed with "lzf" (filter 32000). Call with the HDF5 lock held.
void registerLzf();

} // namespace spw::nir
