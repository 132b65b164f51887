// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/convert/conversion_parts.h"
#include "core/exchange/exchange.h"

#include <optional>
#include <vector>

namespace spw {

struct ConversionOptions {
    std::string mode = "99.9%";         // conversionMode(); the largest alone makes long waits
    double momentum = 0.1;              // of the running scale over the batches of the calibration
    bool foldNorms = true;
    std::int64_t steps = 64;            // T of the spiking network, and the end of the curve
    std::int64_t calibrationSamples = 1000, batchSize = 50;   // of the training set; 0: all of it
    std::int64_t testSamples = 0;       // for the curve; 0: all
};

struct ConversionRequest {
    Document document;                  // the analog network
    std::filesystem::path base;         // folder of the project file
    std::optional<std::filesystem::path> weights;   // file or checkpoint folder; none: the initial ones
    ConversionOptions options;
    OpenNetwork open;
    ExchangeProgress progress = [](double, const std::string&) {};
    std::stop_token stop{};
};

struct ConversionResult {
    Document document;                  // the spiking network
    Weights weights;                    // by the names of its nodes
    ExchangeReport report;              // what became of each node; if something was refused, there is no more than this
    std::vector<ConvertedLayer> layers;
    double analogAccuracy = 0;
    std::vector<double> accuracy;       // [t]: of the spiking network after t + 1 steps
    std::int64_t samples = 0;           // that were tested
};

/// Makes a spiking network of a trained analog one (models.md LR6): batch normalisation is folded into convolutions,
/// every ReLU is measured on training samples and replaced by Scale(1/s), IF with soft reset, Scale(s); then the accuracy
/// is measured against the number of steps.
/// @throws Error if the mode is none, the graph has problems or has no classes to tell apart; CancelledError.
ConversionResult convertToSpiking(const ConversionRequest& request);

/// Writes project and weights beside it (saveImport()).
void saveConversion(ConversionResult& result, const std::filesystem::path& project);

} // namespace spw
