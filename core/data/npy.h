// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/events.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace spw {

/// An array of a NumPy file, row-major.
struct NpyArray {
    std::vector<std::int64_t> shape;
    std::variant<std::vector<float>, std::vector<std::int64_t>> data;
};

/// The bytes of a `.npy` file, version 1, `<f4` or `<i8` (formats.md 6.1).
std::string npyBytes(const NpyArray& array);

/// Writes one array. The file is complete or not there. @throws Error.
void writeNpy(const std::filesystem::path& file, const NpyArray& array);
void writeNpy(const std::filesystem::path& file, const PlainTensor& tensor);

/// Reads any numeric array (containers/npy_array.h): integers as they are, all others as float, in row-major order.
/// @throws Error naming file, offset and what was found.
NpyArray readNpy(const std::filesystem::path& file);

} // namespace spw
