// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& batchNorm2dSpec()
{
    static const NodeSpec spec{
        .id = "layer.batch_norm2d",
        .title = "BatchNorm2d",
        .category = Category::Layer,
        .caption = "Centre and scale every feature.",
        .doc = "y = weight (x - mean) / sqrt(var + eps) + bias for each channel. In training mean and variance are taken "
               "over all steps, samples and pixels; otherwise the running values are used, which follow with "
               "running = (1 - momentum) running + momentum batch.",
        .source = "SpikingJelly, layer.BatchNorm2d; Ioffe, Szegedy 2015",
        .inputs = {{"x", PortType::Sequence, "Maps over time: channels x height x width."}},
        .outputs = {{"y", PortType::Sequence, "The same maps, normalised."}},
        .params = {
            {.name = "num_features", .caption = "Channels", .type = ParamType::Int, .initial = 0,
             .range = between(0, 65536), .doc = "Maps of the input; 0 takes the number from what is connected.",
             .applies = Applies::Rebuild, .common = false},
            {.name = "eps", .caption = "Epsilon", .type = ParamType::Real, .initial = 1e-5, .range = above(0),
             .doc = "Keeps the division finite where the variance is 0.", .common = false},
            {.name = "momentum", .caption = "Momentum", .type = ParamType::Real, .initial = 0.1,
             .range = between(0, 1), .doc = "Share of each new batch in the running mean and variance."},
            {.name = "affine", .caption = "Learn scale and shift", .type = ParamType::Bool, .initial = true,
             .doc = "Give each channel a learned weight and bias.", .applies = Applies::Rebuild, .common = false},
            {.name = "track_running_stats", .caption = "Keep running statistics", .type = ParamType::Bool,
             .initial = true, .doc = "Off: the statistics of the batch at hand are used in tests too.",
             .applies = Applies::Rebuild, .common = false},
        },
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            const std::int64_t wanted = q.values.integer("num_features");
            if (!shapes::hasAxes(q, 3, "channels x height x width", "Connect it before Flatten.", report, "SPW-S011"))
                return shapes::refused(PortType::Sequence);
            ShapeAnswer answer = shapes::like(q, PortType::Sequence);
            Dim channels;
            if (shapes::knowsAxes(q))
                channels = q.inputs[0]->features[0];
            if (wanted != 0 && channels && *channels != wanted) {
                report.error("num_features", "It expects " + std::to_string(wanted) + " channels, its input has " +
                                                 std::to_string(*channels) + ".",
                             "Both must be equal.", "Set 'Channels' to 0 to take them from the input.", "SPW-S012");
                return shapes::refused(PortType::Sequence);
            }
            if (wanted != 0)
                channels = wanted;
            if (channels && q.values.flag("affine"))
                answer.parameterCount = 2 * *channels;
            return answer;
        },
        .learns = true,
    };
    return spec;
}

} // namespace spw
