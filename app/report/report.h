// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine_api.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

/// What one training run found, as a page for people: curves, a raster, the confusion matrix, rates and settings.
namespace spw::report {

struct Input {
    std::string title;                          // name of the project
    Document document;
    RunResult result;
    EngineInfo engine;
    std::vector<EpochMetrics> epochs;
    std::shared_ptr<const SampleRecord> sample; // null: no raster
};

/// Writes `folder/index.html` (complete in itself, pictures inlined) and beside it each picture as a PNG:
/// curves.png, and, where there is something to show, raster.png, sample.png, confusion.png, rates.png.
/// @return the page.  @throws Error if the folder cannot be written.
std::filesystem::path write(const Input& input, const std::filesystem::path& folder);

} // namespace spw::report
