// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace spw {

/// Replaces `file` by `content` as one step: temporary file beside it, fsync, rename, fsync of the folder.
/// @throws Error naming the file and the system's reason; the old file then stays.
void writeFileAtomically(const std::filesystem::path& file, std::string_view content);

/// Fills a new folder beside `folder` and swaps it in; an existing `folder` is replaced.
/// @throws whatever `fill` throws (the old folder then stays), or Error.
void writeFolderAtomically(const std::filesystem::path& folder,
                           const std::function<void(const std::filesystem::path&)>& fill);

/// Whole file as bytes. @throws Error if it cannot be read or is larger than `limit`.
std::string readFile(const std::filesystem::path& file, std::uintmax_t limit);

} // namespace spw
