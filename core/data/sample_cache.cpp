// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sample_cache.h"

#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <vector>

namespace spw {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCacheMagic = "SPWSAMPLE1\n";
constexpr std::uint64_t kMostSampleBytes = std::uint64_t(4) << 30;
constexpr const char* kUnfinished = ".new";

struct Kept {
    fs::path path;
    std::uint64_t bytes = 0;
    fs::file_time_type used;
};

/// Only files that are named as ours are: the folder may be one that holds other things as well.
bool isOurs(const fs::path& file)
{
    const std::string name = file.filename().string(), folder = file.parent_path().filename().string();
    return name.size() >= 64 && name.find_first_not_of("0123456789abcdef") >= 64 && name.compare(0, 2, folder) == 0;
}

std::vector<Kept> keptIn(const fs::path& folder)
{
    std::vector<Kept> list;
    std::error_code problem;
    for (fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, problem), end; !problem && at != end;
         at.increment(problem)) {
        std::error_code gone;   // another program may be clearing up as well
        if (!isOurs(at->path()) || !at->is_regular_file(gone) || gone)
            continue;
        Kept kept{at->path(), at->file_size(gone), at->last_write_time(gone)};
        if (!gone)
            list.push_back(std::move(kept));
    }
    return list;
}

} // namespace

SampleCache::SampleCache(fs::path folder, std::uint64_t mostBytes) : m_folder(std::move(folder)), m_mostBytes(mostBytes) {}

std::unique_ptr<SampleCache> SampleCache::standard()
{
    constexpr std::uint64_t kMost = std::uint64_t(8) << 30;
    fs::path folder;
    if (const char* given = std::getenv("SPW_SAMPLE_CACHE"); given && *given) {
        if (std::string_view(given) == "off")
            return nullptr;
        folder = given;
    } else if (const char* caches = std::getenv("XDG_CACHE_HOME"); caches && *caches == '/') {
        folder = fs::path(caches) / "spikewright" / "samples";
    } else if (const char* home = std::getenv("HOME"); home && *home == '/') {
        folder = fs::path(home) / ".cache" / "spikewright" / "samples";
    } else {
        return nullptr;
    }
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem)
        return nullptr;
    const fs::space_info space = fs::space(folder, problem);
    return problem ? nullptr : std::make_unique<SampleCache>(folder, std::min<std::uint64_t>(kMost, space.available / 4));
}

fs::path SampleCache::placeOf(const std::string& key) const { return m_folder / key.substr(0, 2) / key; }

std::optional<std::string> SampleCache::find(const std::string& key) const
{
    const fs::path file = placeOf(key);
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return {};
    const std::string packed{std::istreambuf_iterator<char>(in), {}};
    std::error_code ignored;
    if (packed.compare(0, kCacheMagic.size(), kCacheMagic) == 0) {
        const char* const frame = packed.data() + kCacheMagic.size();
        const std::size_t size = packed.size() - kCacheMagic.size();
        const unsigned long long bytes = ZSTD_getFrameContentSize(frame, size);
        // Zstandard cannot make more than about 2^17 times as much, so a damaged length takes no memory.
        if (bytes != ZSTD_CONTENTSIZE_ERROR && bytes != ZSTD_CONTENTSIZE_UNKNOWN && bytes <= kMostSampleBytes && bytes >> 18 <= size) {
            std::string sample(std::size_t(bytes), '\0');
            const std::size_t got = ZSTD_decompress(sample.data(), sample.size(), frame, size);   // checks the checksum
            if (!ZSTD_isError(got) && got == sample.size()) {
                fs::last_write_time(file, fs::file_time_type::clock::now(), ignored);   // used now
                return sample;
            }
        }
    }
    fs::remove(file, ignored);
    return {};
}

void SampleCache::store(const std::string& key, std::string_view bytes)
{
    if (bytes.size() > kMostSampleBytes)
        return;
    std::string packed(kCacheMagic);
    packed.resize(kCacheMagic.size() + ZSTD_compressBound(bytes.size()));
    ZSTD_CCtx* const context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, 1);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    const std::size_t size = ZSTD_compress2(context, packed.data() + kCacheMagic.size(), packed.size() - kCacheMagic.size(), bytes.data(), bytes.size());
    ZSTD_freeCCtx(context);
    if (ZSTD_isError(size) || kCacheMagic.size() + size > m_mostBytes)
        return;
    packed.resize(kCacheMagic.size() + size);

    const fs::path file = placeOf(key);
    fs::path unfinished;
    {
        const std::lock_guard lock(m_mutex);
        unfinished = file.parent_path() / (key + "." + std::to_string(::getpid()) + "." + std::to_string(++m_number) + kUnfinished);
    }
    std::error_code problem;
    fs::create_directories(file.parent_path(), problem);
    {
        std::ofstream out(unfinished, std::ios::binary);
        out.write(packed.data(), std::streamsize(packed.size()));
        out.close();
        if (!out) {
            fs::remove(unfinished, problem);
            return;
        }
    }
    fs::rename(unfinished, file, problem);   // a checksum tells whether the bytes reached the disk
    if (problem) {
        fs::remove(unfinished, problem);
        return;
    }
    const std::lock_guard lock(m_mutex);
    if (m_bytes)
        *m_bytes += packed.size();
    else
        m_bytes = this->bytes();
    if (*m_bytes > m_mostBytes)
        makeRoom();
}

void SampleCache::makeRoom()
{
    std::vector<Kept> list = keptIn(m_folder);
    std::sort(list.begin(), list.end(), [](const Kept& a, const Kept& b) { return a.used < b.used; });
    std::uint64_t total = 0;
    for (const Kept& kept : list)
        total += kept.bytes;
    // Somewhat below the limit, so that not every later sample looks through the folder again. What a program that was killed left
    // unfinished goes when it is an hour old.
    const auto old = fs::file_time_type::clock::now() - std::chrono::hours(1);
    std::error_code ignored;
    for (const Kept& kept : list) {
        const bool unfinished = kept.path.extension() == kUnfinished;
        if (unfinished ? kept.used < old : total > m_mostBytes / 10 * 9) {
            fs::remove(kept.path, ignored);
            total -= kept.bytes;
        }
    }
    m_bytes = total;
}

std::uint64_t SampleCache::bytes() const
{
    std::uint64_t total = 0;
    for (const Kept& kept : keptIn(m_folder))
        total += kept.bytes;
    return total;
}

void SampleCache::clear()
{
    std::error_code ignored;
    for (const Kept& kept : keptIn(m_folder))
        fs::remove(kept.path, ignored);
    const std::lock_guard lock(m_mutex);
    m_bytes.reset();
}

} // namespace spw
