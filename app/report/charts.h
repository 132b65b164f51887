// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine_api.h"

#include <string>
#include <vector>

/// The pictures of a report. Each returns a PNG; empty if there is nothing to show.
namespace spw::report {

/// Loss and accuracy of training and test over the epochs, side by side.
std::string curvesPng(const std::vector<EpochMetrics>& epochs);
/// Accuracy after 1, 2, ... steps of a converted network, with that of the analog one beside it.
std::string stepsPng(const std::vector<double>& accuracy, double analog);
/// Spikes of every probed layer over the steps of one sample, one panel a layer. Where a layer has more neurons than the
/// panel has rows, darkness is the share of a row's neurons that fire: no spike is left out.
std::string rasterPng(const SampleRecord& sample);
/// The events of the sample, in four spans of its time.
std::string samplePng(const SampleRecord& sample);
std::string confusionPng(const Evaluation& evaluation);
/// Mean firing rate of every layer.
std::string ratesPng(const Evaluation& evaluation);

} // namespace spw::report
