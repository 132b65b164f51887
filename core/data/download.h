// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace spw {

struct DownloadRequest {
    std::string url;                       // http or https
    std::filesystem::path file;
    std::string checksum = {};             // "md5:...", "sha256:..."; empty: not checked
    std::uint64_t mostBytes = std::uint64_t(1) << 40;
    /// Told now and then. @param total  0: not known. @return false: stop.
    std::function<bool(std::uint64_t done, std::uint64_t total)> progress = {};
    int attempts = 4;                      // at going on where the connection broke
};

/// Fetches a file. It appears under its name when it is whole and its checksum right; until then it is `file`.part, with which
/// a later call goes on if the server still has the same. A file that is there with the right checksum is left as it is.
/// @return false if it was stopped.
/// @throws Error naming the address, what the server or the network said, and the remedy.
bool download(const DownloadRequest& request);

/// True if the file's bytes have that checksum ("md5:...", "sha256:...").
bool hasChecksum(const std::filesystem::path& file, const std::string& checksum);

} // namespace spw
