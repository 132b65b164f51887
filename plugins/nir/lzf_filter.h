// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace spw::nir {

/// Lets HDF5 read data sets that h5py compressed with "lzf" (filter 32000). Call with the HDF5 lock held.
void registerLzf();

} // namespace spw::nir
