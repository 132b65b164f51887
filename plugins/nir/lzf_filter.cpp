// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/nir/lzf_filter.h"

#include "core/base/error.h"
#include "core/data/containers/chunk_filters.h"

#include <hdf5.h>

#include <cstdlib>
#include <cstring>

namespace spw::nir {

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
    std::string out;
    try {
        out = unpackedLzf({static_cast<const char*>(*buffer), bytes}, limit, "");
    } catch (const std::exception&) {   // not through HDF5
    }
    if (out.empty())
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
