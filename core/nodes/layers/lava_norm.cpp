// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"
#include "core/nodes/synapses/lava_common.h"

namespace spw {
namespace {

NodeSpec normOf(bool scales)
{
    std::vector<ParamSpec> params{
        {.name = "momentum", .caption = "Momentum", .type = ParamType::Real, .initial = 0.1, .range = between(0, 1),
         .doc = "Share of each new batch in the running figures."},
        {.name = "quantize", .caption = "Round the mean", .type = ParamType::Bool, .initial = true,
         .doc = "Round the mean as an 8-bit bias of the chip."},
        lava::scaleParam(),
    };
    if (scales) {
        params.push_back({.name = "weight_exp_bits", .caption = "Largest exponent", .type = ParamType::Int,
                          .initial = 3, .range = between(0, 30),
                          .doc = "The divisor stays within 2^-bits and 2^bits.", .common = false});
        params.push_back({.name = "eps", .caption = "Epsilon", .type = ParamType::Real, .initial = 1e-5,
                          .range = above(0), .doc = "Added to the variance.", .common = false});
    }
    return {
        .id = scales ? "layer.wgt_scale_batch_norm" : "layer.mean_only_batch_norm",
        .title = scales ? "Power-of-two batch norm" : "Mean-only batch norm",
        .category = Category::Layer,
        .caption = "Batch normalisation the chip can do.",
        .doc = scales ? "y = (x - mean) / 2^clamp(ceil(log2(std)), -bits, bits): the mean of each channel over batch, "
                        "time and places, rounded to 8 bits; one standard deviation for everything. Training uses the "
                        "batch and keeps running figures, testing uses those."
                      : "y = x - mean: the mean of each channel over batch, time and places, rounded to 8 bits. "
                        "Training uses the batch and keeps a running mean, testing uses that.",
        .source = scales ? "lava-dl, slayer.neuron.norm.WgtScaleBatchNorm"
                         : "lava-dl, slayer.neuron.norm.MeanOnlyBatchNorm",
        .inputs = {{"x", PortType::Sequence, "Values over time, channels first."}},
        .outputs = {{"y", PortType::Sequence, "The same, normalised."}},
        .params = std::move(params),
        .shape = [](const ShapeQuery& q, NodeReport&) { return shapes::like(q, PortType::Sequence); },
    };
}

} // namespace

const NodeSpec& meanOnlyBatchNormSpec()
{
    static const NodeSpec spec = normOf(false);
    return spec;
}

const NodeSpec& wgtScaleBatchNormSpec()
{
    static const NodeSpec spec = normOf(true);
    return spec;
}

} // namespace spw
