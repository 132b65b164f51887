// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

/// Where the parts of the program lie, seen from the running executable: the same in the build folder, in a package
/// and in an unpacked archive.
namespace spw {

std::filesystem::path executableFolder();
/// Full path of a shared library of ours; its plain name if it is not beside us (the system's search then decides).
std::filesystem::path libraryFile(const std::string& name);   // "spw_engine"

} // namespace spw
