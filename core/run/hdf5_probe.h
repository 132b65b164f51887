// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace spw::h5 {

/// Damaged files make the HDF5 library itself crash, not only fail. So a child process looks through a foreign file first: its
/// groups, data sets, attributes. A file that was found sound is remembered by path, size and time. The caller holds an Hdf5Lock.
/// @throws Error if the child crashed or did not end: after 5 seconds of work, or a minute of waiting.
void requireSound(const std::filesystem::path& file);
/// The same for the bytes of a file; `name` is what errors call them.
void requireSound(std::string_view image, const std::string& name);

} // namespace spw::h5
