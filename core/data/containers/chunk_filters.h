// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What HDF5 files pack their chunks with, undone here instead of in HDF5: so that files with filters that are not part of
/// HDF5 open, no code is loaded for them, and every size is checked.
namespace spw {

/// One step of a data set's filters, in the order in which they were applied.
struct ChunkFilter {
    int id = 0;
    std::string name;                          // as the file tells it; may be empty
    std::vector<std::uint32_t> parameters;
};

/// Deflate 1, shuffle 2, Fletcher-32 3, LZF 32000, Metavision ECF 36559, and Blosc 32001 where it is part of the build.
bool canUndo(const ChunkFilter& filter);
/// "filter 32001 (Blosc)": for errors.
std::string nameOf(const ChunkFilter& filter);

/// @param skipped  bit i: filter i was not applied to this chunk (HDF5's filter mask).
/// @param bytes  that the chunk has when it is unpacked.
/// @return at most `bytes` bytes; the last chunk of a data set may have fewer.
/// @throws Error naming `where` and the filter: damaged, or more than `bytes`.
std::string undoFilters(std::string chunk, const std::vector<ChunkFilter>& filters, std::uint32_t skipped,
                        std::size_t bytes, const std::string& where);

/// LZF, h5py's own compression. @throws Error naming `where`: damaged, or more than `most` bytes.
std::string unpackedLzf(std::string_view packed, std::size_t most, const std::string& where);

} // namespace spw
