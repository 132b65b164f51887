// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// Looking through the folders of a dataset.
namespace spw {

/// The folder that a parameter 'Folder' names. @throws Error if none is chosen or it does not exist.
/// @param node  its title, for messages.
std::filesystem::path dataFolder(const std::string& text, const std::filesystem::path& base, const std::string& node);

/// Folders and files directly inside, without hidden ones, by name (numbers by value, so that 2 comes before 10).
std::vector<std::filesystem::path> subfolders(const std::filesystem::path& folder);
std::vector<std::filesystem::path> files(const std::filesystem::path& folder);

/// The first of `names` in `folder`, or in its folders down to `depth`: archives unpack into folders of their own.
/// Case does not count. @return empty: there is none.
std::filesystem::path findInside(const std::filesystem::path& folder, const std::vector<std::string>& names, int depth = 2);

/// Absolute path, size and time of change of a file; empty if it cannot be asked.
std::string fileIdentity(const std::filesystem::path& file);

/// `.ending` in lower case.
std::string endingOf(const std::filesystem::path& file);
std::string lowerCase(std::string_view text);
/// "a, b, c and 4 more"
std::string someOf(const std::vector<std::string>& names);

} // namespace spw
