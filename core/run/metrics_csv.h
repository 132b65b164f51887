// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/snapshot.h"

#include <filesystem>
#include <vector>

namespace spw {

/// Adds one line to a run's `metrics.csv`, writing the header first if the file is new. The line goes out in one
/// write, so a reader (or a crash) sees it whole or not at all; a last line that a crash cut is removed first.
/// @throws Error naming the file.
void appendMetrics(const std::filesystem::path& file, const EpochMetrics& metrics);

/// All whole lines. Columns are found by name; a missing column or an empty field is NaN, others are ignored.
/// @throws Error naming file and line if a field is no number.
std::vector<EpochMetrics> readMetrics(const std::filesystem::path& file);

} // namespace spw
