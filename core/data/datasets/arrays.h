// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"

#include <optional>

namespace spw {

/// "2x34x34" as numbers: one to four of them, each above 0, with at most 2^28 values together. nullopt: it is none.
std::optional<std::vector<std::int64_t>> shapeFromText(const std::string& text);

/// Sequences of a NumPy file (core/nodes/datasets/arrays.cpp says which arrays); without a file one sample of zeros.
/// Everything is read when it opens. @throws Error naming file, array, what was found and what was expected.
std::unique_ptr<Dataset> openArrays(const ParamValues& values, const std::filesystem::path& base);

} // namespace spw
