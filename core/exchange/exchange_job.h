// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange.h"

#include <map>

/// What the command line and the studio do alike around an exporter or importer.
namespace spw {

/// Options as given ("name" -> text), the rest at their defaults.
/// @param owner  who has them, for messages: "the exporter 'lava'".  @throws Error naming what is wrong or not there.
ParamValues exchangeOptions(const std::vector<ParamSpec>& specs, const std::map<std::string, std::string>& given,
                            const std::string& owner);

/// Exports a project: checks the graph, completes the weights, asks the exporter.
/// @param weights  a weights file or a checkpoint folder; none: the initial weights of the project's seed.
/// @param request  document, base, out, options, open, progress and stop are set by the caller.
/// With errors among Exporter::limits() nothing is written, and all of them are in the report.
/// @throws Error if the graph has problems or the weights do not fit.
ExchangeReport exportProject(const Exporter& exporter, const std::optional<std::filesystem::path>& weights, ExportRequest request);

/// All weights of a project.
/// @param file  a weights file or a checkpoint folder; none: the initial weights of the project's seed.
/// @throws Error naming the file if it lacks some.
Weights completeWeights(const Document& document, const std::filesystem::path& base, const std::optional<std::filesystem::path>& file,
                        const OpenNetwork& open);

/// @throws Error with all errors of the plan.
void requirePlan(const Plan& plan);

/// Where the weights of an imported project lie: "net.spw" has "net.weights.h5" beside it.
std::filesystem::path weightsBeside(const std::filesystem::path& project);

/// Writes project and weights; both are complete or as they were. Adds them to `report.files`.
void saveImport(ImportResult& result, const std::filesystem::path& project);

} // namespace spw
