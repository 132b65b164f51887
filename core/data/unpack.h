// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

namespace spw {

/// Unpacks a .zip, .tar, .tar.gz (.tgz), or the one file of a .gz into a folder, each member whole or not at all; files that are
/// there are replaced. Links and devices are left out. Memory stays bounded.
/// @param progress  told the share that is done, 0 to 1. @return false: stop.
/// @return the number of files, -1 if it was stopped.
/// @throws Error for damaged archives, and for members that would lie outside the folder.
std::int64_t unpackArchive(const std::filesystem::path& archive, const std::filesystem::path& folder,
                           const std::function<bool(double)>& progress = {});

/// True if the name ends like an archive that unpackArchive knows.
bool isArchive(const std::filesystem::path& file);

} // namespace spw
