// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace spw {

/// Events of one recording, one array per field, in the order of the file. Times in microseconds.
struct Events {
    std::vector<std::int64_t> t;
    std::vector<std::uint16_t> x, y;
    std::vector<std::uint8_t> p;            // 0 or 1
    std::int64_t width = 0, height = 0;     // sensor; 0: not told by the file

    std::size_t size() const { return t.size(); }
};

/// A dense array without LibTorch: row-major floats.
struct PlainTensor {
    std::vector<std::int64_t> shape;
    std::vector<float> data;
};

} // namespace spw
