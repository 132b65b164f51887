// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/byte_source.h"
#include "core/data/containers/scalar_type.h"

#include <string>
#include <vector>

namespace spw {

/// An array of MNIST's and Fashion-MNIST's files (formats.md 6.4): row-major, big-endian.
struct IdxArray {
    ScalarType type;
    std::vector<std::int64_t> shape;
    std::string bytes;                   // exactly the items that the shape promises
    std::uint64_t extraBytes = 0;        // behind them

    std::uint64_t itemCount() const { return type.size == 0 ? 0 : bytes.size() / type.size; }
    Column values() const { return {bytes.data(), type.size, std::size_t(itemCount()), type}; }
};

/// Reads such a file, plain or gzipped.
/// @throws Error naming the file, the offset, what was found and expected; at most `limit` bytes are taken.
IdxArray readIdx(const std::shared_ptr<const ByteSource>& file, std::uint64_t limit = std::uint64_t(4) << 30);

} // namespace spw
