// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace spw {

/// Prepared samples on disk, by keys that name everything they depend on. What is not there is made again, so nothing here ever
/// stops a run: a full disk, a damaged or missing file only costs time. May be used from several threads and programs at once.
class SampleCache {
public:
    /// @param mostBytes  what is kept; beyond it those not used for longest go.
    SampleCache(std::filesystem::path folder, std::uint64_t mostBytes);

    /// The user's: $SPW_SAMPLE_CACHE, else spikewright/samples in the folder for caches; at most 8 GiB and a quarter of what the disk
    /// has free. @return nothing if SPW_SAMPLE_CACHE is "off", or there is no such folder.
    static std::unique_ptr<SampleCache> standard();

    /// @param key  hexadecimal, as Sha256 gives it.
    std::optional<std::string> find(const std::string& key) const;
    /// The file appears whole or not at all.
    void store(const std::string& key, std::string_view bytes);

    const std::filesystem::path& folder() const { return m_folder; }
    std::uint64_t bytes() const;           // on disk now
    void clear();

private:
    std::filesystem::path placeOf(const std::string& key) const;
    void makeRoom();

    std::filesystem::path m_folder;
    std::uint64_t m_mostBytes;
    std::mutex m_mutex;                    // guards what follows
    std::optional<std::uint64_t> m_bytes;  // counted at the first store
    std::uint64_t m_number = 0;
};

} // namespace spw
