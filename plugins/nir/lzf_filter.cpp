// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/nir/lzf_filter.h"

#include <hdf5.h>

#include <cstdlib>
#include <cstring>

namespace spw::nir {

bool unpackLzf(const std::uint8_t* from, std::size_t size, std::size_t limit, std::vector<std::uint8_t>& to)
{
    to.clear();
    std::size_t at = 0;
    while (at < size) {
        const unsigned control = from[at++];
        if (control < 32) {   // a run of control + 1 bytes as they are
            const std::size_t run = control + 1;
            if (size - at < run || limit - to.size() < run)
                return false;
            to.insert(to.end(), from + at, from + at + run);
            at += run;
            continue;
        }
        std::size_t length = control >> 5;   // a repeat of what was `distance` bytes ago
        if (length == 7) {
            if (at == size)
                return false;
            length += from[at++];
        }
        length += 2;
        if (at == size)
            return false;
        const std::size_t distance = ((control & 31u) << 8 | from[at++]) + 1;
        if (distance > to.size() || limit - to.size() < length)
            return false;
        for (std::size_t i = 0; i < length; ++i)   // may overlap itself
            to.push_back(to[to.size() - distance]);
    }
    return true;
}

namespace {

constexpr H5Z_filter_t kLzf = 32000;
constexpr std::size_t kLargestChunk = std::size_t(1) << 30;

/// HDF5 calls it with a chunk that it may replace. Values of `options`: revision, version, bytes of a chunk.
std::size_t lzfFilter(unsigned flags, std::size_t count, const unsigned options[], std::size_t bytes, std::size_t* capacity,
                      void** buffer)
{
    if (!(flags & H5Z_FLAG_REVERSE))
        return 0;   // nothing here writes it
    const std::size_t limit = count >= 3 && options[2] != 0 && options[2] < kLargestChunk ? options[2] : kLargestChunk;
    std::vector<std::uint8_t> out;
    if (!unpackLzf(static_cast<const std::uint8_t*>(*buffer), bytes, limit, out) || out.empty())
        return 0;
    void* fresh = H5allocate_memory(out.size(), false);
    if (!fresh)
        return 0;
    std::memcpy(fresh, out.data(), out.size());
    H5free_memory(*buffer);
    *buffer = fresh;
    *capacity = out.size();
    return out.size();
}

} // namespace

void registerLzf()
{
    if (H5Zfilter_avail(kLzf) > 0)
        return;
    static const H5Z_class2_t filter{H5Z_CLASS_T_VERS, kLzf, 0, 1, "lzf", nullptr, nullptr, lzfFilter};
    H5Zregister(&filter);
}

} // namespace spw::nir
