// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/hdf5_file.h"

namespace spw::h5 {

/// The one text of a data set, fixed or of variable length. A variable one is looked up in the file by ourselves: HDF5's own
/// look-up reads past the end of a damaged heap and crashes.
/// @throws Error if it is no text, is longer than 4096 bytes, or the file is damaged.
std::string textOf(hid_t dataset, const std::string& where);

} // namespace spw::h5
