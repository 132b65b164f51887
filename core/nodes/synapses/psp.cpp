// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"
#include "core/nodes/slayer_common.h"
#include "kernels/srm/alpha_kernel.h"

#include <limits>

namespace spw {
namespace {

std::vector<PortSpec> inputs() { return {{"x", PortType::Sequence, "Spikes or anything else over time, any shape."}}; }

} // namespace

const NodeSpec& pspSpec()
{
    static const NodeSpec spec{
        .id = "synapse.psp",
        .title = "psp",
        .category = Category::Synapse,
        .caption = "Each spike becomes a bump.",
        .doc = "y = (eps * x) Ts with eps(t) = t/tauSr exp(1 - t/tauSr) for t >= 0, cut off at the first t > tauSr where "
               "it is below 0.01. Computed as a recursion of two sums that equals the direct sum; backward it runs in "
               "reverse.",
        .source = "SLAYER PyTorch, spikeLayer.psp",
        .inputs = inputs(),
        .outputs = {{"y", PortType::Sequence, "The responses, in the shape of the input."}},
        .params = {slayer::responseTime(), slayer::samplingTime()},
        .shape = [](const ShapeQuery& query, NodeReport&) { return shapes::like(query, PortType::Sequence); },
        .check = [](const ParamValues& values, NodeReport& report) { slayer::checkKernel(values, report, "tauSr"); },
    };
    return spec;
}

const NodeSpec& pspLayerSpec()
{
    static const NodeSpec spec{
        .id = "synapse.psp_layer",
        .title = "Learned psp",
        .category = Category::Synapse,
        .caption = "Start from the textbook bump, then learn it.",
        .doc = "y[t] = Ts sum_k w[k] x[t - k] with one learned kernel for all, starting as the psp's eps. Its values are "
               "stored last first, as SLAYER stores them.",
        .source = "SLAYER PyTorch, spikeLayer.pspLayer",
        .inputs = inputs(),
        .outputs = {{"y", PortType::Sequence, "The responses, in the shape of the input."}},
        .params = {slayer::responseTime(), slayer::samplingTime()},
        .shape =
            [](const ShapeQuery& query, NodeReport&) {
                ShapeAnswer answer = shapes::like(query, PortType::Sequence);
                const double tau = query.values.real("tauSr"), ts = query.values.real("Ts");
                if (tau / ts <= 100'000)   // else the check below speaks
                    answer.parameterCount =
                        kernels::alphaKernel(tau, 1.0, ts, 0.01, std::numeric_limits<double>::infinity()).length;
                return answer;
            },
        .check = [](const ParamValues& values, NodeReport& report) { slayer::checkKernel(values, report, "tauSr"); },
        .learns = true,
    };
    return spec;
}

const NodeSpec& pspFilterSpec()
{
    static const NodeSpec spec{
        .id = "synapse.psp_filter",
        .title = "Filter bank",
        .category = Category::Synapse,
        .caption = "Learn the bump.",
        .doc = "y[t, f C + c] = Ts sum_j w[f, j] x[t - (filterLength - 1) + j, c]: each of nFilter learned filters over "
               "every channel. They start uniform within filterScale / sqrt(filterLength).",
        .source = "SLAYER PyTorch, spikeLayer.pspFilter",
        .inputs = inputs(),
        .outputs = {{"y", PortType::Sequence, "nFilter times as many channels."}},
        .params = {
            {.name = "nFilter", .caption = "Filters", .type = ParamType::Int, .initial = 4,
             .range = between(1, 65'536), .doc = "How many filters look at each channel.",
             .applies = Applies::Rebuild},
            {.name = "filterLength", .caption = "Length", .type = ParamType::Int, .initial = 20,
             .range = between(1, 100'000), .unit = Unit::Steps, .doc = "How many steps a filter looks back.",
             .applies = Applies::Rebuild},
            {.name = "filterScale", .caption = "First scale", .type = ParamType::Real, .initial = 1.0,
             .range = anyReal(), .doc = "Factor on the first values of the filters.", .applies = Applies::Rebuild,
             .common = false},
            slayer::samplingTime(),
        },
        .shape =
            [](const ShapeQuery& query, NodeReport&) {
                ShapeAnswer answer = shapes::like(query, PortType::Sequence);
                const std::int64_t filters = query.values.integer("nFilter");
                if (!answer.outputs[0].features.empty() && answer.outputs[0].features[0]) {
                    Dim& channels = answer.outputs[0].features[0];
                    channels = shapes::saturatingProduct({*channels, filters});
                }
                answer.parameterCount = shapes::saturatingProduct({filters, query.values.integer("filterLength")});
                return answer;
            },
        .learns = true,
    };
    return spec;
}

} // namespace spw
