// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/hdf5_file.h"

namespace spw::h5 {

/// The one text of a data set, fixed or of variable length. A variable one is looked up in the file by ourselves (hdf5_heap.h).
/// @throws Error if it is no text, is longer than 4096 bytes, or the file is damaged.
std::string textOf(hid_t dataset, const std::string& where);

/// `count` texts of variable length, looked up by ourselves as well.
/// @return nullopt if the data set is not stored in one piece, which HDF5 then has to read.
/// @throws Error if the file is damaged, or the texts are larger than 256 MiB.
std::optional<std::vector<std::string>> variableTexts(hid_t dataset, std::size_t count, const std::string& where);

} // namespace spw::h5
