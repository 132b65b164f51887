// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/lava/lava_exporter.h"

#include "core/base/atomic_file.h"
#include "plugins/lava/preview.h"
#include "plugins/lava/quantise.h"

#include <algorithm>

namespace spw::lavanet {

std::vector<ParamSpec> LavaExporter::options() const
{
    return {
        {.name = "target",
         .caption = "Read by",
         .type = ParamType::Choice,
         .initial = "slayer",
         .doc = "slayer: everything that lava-dl can write. netx: only what Lava's loader takes; pools become a part of the "
                "layers behind "
                "them, and the size of the input is written as a block of its own.",
         .choices = {{"slayer", "slayer (lava-dl)"}, {"netx", "netx (Loihi 2)"}}},
        {.name = "rules",
         .caption = "Rules",
         .type = ParamType::Choice,
         .initial = "spikingjelly",
         .doc = "Which plain layers and neurons are taken. spikingjelly: as its own exchange with Lava, without biases and with "
                "inputs that do not "
                "leak. wider: biases are written, and a threshold times tau stands for leaking inputs, with the same spikes.",
         .choices = {{"spikingjelly", "SpikingJelly's"}, {"wider", "Wider"}}},
        {.name = "scale",
         .caption = "Whole numbers in 1.0",
         .type = ParamType::Int,
         .initial = 64,
         .range = between(0, 1 << 20),
         .doc = "Weights and thresholds of plain layers times this are rounded. 0: each layer its own, the largest with which "
                "nothing is "
                "clipped; the spikes are the same. lava nodes have a scale of their own."},
        {.name = "fold_batch_norm",
         .caption = "Put batch norm into weights",
         .type = ParamType::Bool,
         .initial = true,
         .doc = "Its factors go into the weights before it, its shift into a bias."},
        {.name = "preview",
         .caption = "Hardware preview",
         .type = ParamType::Int,
         .initial = 16,
         .range = between(0, 1'000'000),
         .doc = "Samples of the project on which the network runs in the whole numbers of the chip, beside this one, before "
                "anything is "
                "written. 0: none."},
    };
}

Diagnostics LavaExporter::limits(const Plan& plan, const ParamValues& options) const
{
    Diagnostics found;
    chainOf(plan, options, found);
    return found;
}

ExchangeReport LavaExporter::write(const ExportRequest& request) const
{
    ExchangeReport report;
    report.format = id();
    const Plan plan = makePlan(request.document.graph);
    Diagnostics found;
    const Chain chain = chainOf(plan, request.options, found);
    if (hasErrors(found)) {
        report.add(found);
        return report;
    }
    request.progress(0.1, "Rounding the weights");
    const Net net = quantised(chain, request.weights, request.options, report);
    report.add(found);
    for (const Chain::Skipped& skipped : chain.skipped)
        report.add(Outcome::Skipped, skipped.node->id, skipped.node->name, skipped.node->spec->title, skipped.why);
    for (const PlannedNode* node : networkView(plan).skipped)
        report.add(Outcome::Skipped, node->id, node->name, node->spec ? node->spec->title : "",
                   "It belongs to data or training.");
    report.numbers.emplace_back("blocks", double(net.blocks.size()));
    const bool shifts = std::any_of(chain.links.begin(), chain.links.end(), [](const Link& link) { return link.stepDelay; });
    if (!shifts)
        report.numbers.emplace_back("steps later on the chip", double(chain.links.size()));
    if (!report.complete())
        return report;
    if (request.options.integer("preview") > 0 && request.open)
        addPreview(request, chain, net, request.options.integer("preview"), report);
    if (request.stop.stop_requested())
        throw CancelledError();
    request.progress(0.95, "Writing the file");
    writeFileAtomically(request.out, netBytes(net));
    report.files = {request.out};
    return report;
}

} // namespace spw::lavanet
