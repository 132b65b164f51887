// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/nir/exporter.h"

#include "plugins/nir/graph_writer.h"
#include "plugins/nir/kept_json.h"

namespace spw::nir {

namespace {

/// The version of the reader whose rules the file keeps.
constexpr const char* kVersion = "1.0.6";

GraphWriter::Options optionsOf(const ParamValues& values)
{
    return {.dt = values.real("dt"), .foldNorms = values.flag("fold_norms"), .exactThresholds = values.text("thresholds") == "exact"};
}

} // namespace

std::string NirExporter::doc() const
{
    return "A graph of equations in volts and seconds, which Norse, snnTorch, sinabs, Rockpool, Nengo, SpikingJelly, Lava and others read. "
           "Each of them cuts the equations into steps of its own.";
}

std::vector<ParamSpec> NirExporter::options() const
{
    return {
        {.name = "dt", .caption = "Time of a step", .type = ParamType::Real, .initial = 1e-4, .range = above(0), .unit = Unit::Seconds,
         .doc = "How long a step lasts: NIR has seconds, not steps. Give the reading program the same number."},
        {.name = "fold_norms", .caption = "Fold batch norms", .type = ParamType::Bool, .initial = true,
         .doc = "Multiply batch norms into the weights before them. Off: they become layers of their own."},
        {.name = "thresholds", .caption = "Thresholds", .type = ParamType::Choice, .initial = "as_is",
         .doc = "NIR fires above the threshold, most neurons here when it is reached. 'Exact' writes the next smaller 32-bit number, "
                "which makes both the same.",
         .choices = {{"as_is", "As they are"}, {"exact", "Exact"}}},
    };
}

Diagnostics NirExporter::limits(const Plan& plan, const ParamValues& options) const
{
    return GraphWriter(plan, optionsOf(options), nullptr).diagnostics();
}

ExchangeReport NirExporter::write(const ExportRequest& request) const
{
    request.progress(0.1, "Translating the network");
    const Plan plan = makePlan(request.document.graph);
    GraphWriter writer(plan, optionsOf(request.options), &request.weights);
    ExchangeReport report = writer.report();
    if (!report.complete())
        return report;
    for (const auto& [id, node] : request.document.graph.nodes())
        writer.keepMetadata(id, keptOf(node.extra).metadata);
    if (request.stop.stop_requested())
        throw CancelledError();
    request.progress(0.7, "Writing the file");
    File file{kVersion, writer.graph()};
    for (const auto& [name, item] : keptOf(request.document.extra).metadata)
        file.node.metadata.emplace(name, item);
    writeNir(request.out, file);
    report.files = {request.out};
    return report;
}

} // namespace spw::nir
