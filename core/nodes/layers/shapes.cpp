// SPDX-License-Identifier: GPL-3.0-or-later
// Layers without weights that change sizes, values or time one by one.
#include "core/nodes/layers/common.h"

#include <cmath>

namespace spw {
namespace {

std::size_t dimsOf(const std::string& mode)
{
    return mode == "linear" ? 1 : mode == "bilinear" || mode == "bicubic" ? 2 : mode == "trilinear" ? 3 : 0;
}

ShapeAnswer upsampled(const ShapeQuery& q, NodeReport& report)
{
    const std::size_t dims = dimsOf(q.values.text("mode"));
    if (dims > 0 && !layers::isMaps(q, int(dims), report))
        return shapes::refused(PortType::Sequence);
    if (shapes::knowsAxes(q) && (q.inputs[0]->features.size() < 2 || q.inputs[0]->features.size() > 4)) {
        layers::isMaps(q, 2, report);
        return shapes::refused(PortType::Sequence);
    }
    ShapeAnswer answer = shapes::like(q, PortType::Sequence);
    const std::int64_t size = q.values.integer("size");
    for (std::size_t i = 1; shapes::knowsAxes(q) && i < q.inputs[0]->features.size(); ++i) {
        Dim& dim = answer.outputs[0].features[i];
        if (size > 0)
            dim = size;
        else if (dim)
            dim = std::int64_t(std::floor(double(*dim) * q.values.real("scale_factor")));
        if (dim && *dim < 1) {
            report.error("scale_factor", "Nothing of a map of " + shapeText(q.inputs[0]->features) + " would be left.", "",
                         "Choose a larger factor.", "SPW-S014");
            return shapes::refused(PortType::Sequence);
        }
    }
    return answer;
}

/// Time divided or multiplied by num_slots.
NodeSpec timeSpec(bool expands)
{
    NodeSpec spec{
        .id = expands ? "layer.spike_count_to_binary" : "layer.temporal_bin_sum",
        .title = expands ? "Counts to binary steps" : "Sum of time bins",
        .category = Category::Layer,
        .caption = expands ? "Integers unfolded into binary steps." : "Binary steps folded into integers.",
        .doc = expands ? "Each step becomes num_slots steps; of a count n the first n of them hold a spike. Backward each slot's "
                         "slope is 1 / num_slots."
                       : "Each num_slots steps are added into one; a last incomplete bin is filled up with zeros. Between "
                         "'Counts to binary steps' and this node layers must have no bias.",
        .source = expands ? "SpikingJelly, layer.SpikeCountToBinary" : "SpikingJelly, layer.TemporalBinSum",
        .inputs = {{"x", PortType::Sequence, expands ? "Spike counts over time." : "Any sequence."}},
        .outputs = {{"y", expands ? PortType::Spikes : PortType::Sequence,
                     expands ? "Spikes, num_slots times as many steps." : "Sums, one for each bin."}},
        .params = {layers::number("num_slots", "Slots", 4, between(1, 1024), "Fine steps for each coarse one.")},
        .shape = [expands](const ShapeQuery& q, NodeReport&) {
            ShapeAnswer answer = shapes::like(q, expands ? PortType::Spikes : PortType::Sequence);
            const std::int64_t slots = q.values.integer("num_slots");
            if (Dim& steps = answer.outputs[0].steps)
                steps = expands ? shapes::saturatingProduct({*steps, slots}) : (*steps + slots - 1) / slots;
            return answer;
        },
    };
    spec.wholeSequence = true;
    return spec;
}

} // namespace

const NodeSpec& upsampleSpec()
{
    static const NodeSpec spec{
        .id = "layer.upsample",
        .title = "Upsample",
        .category = Category::Layer,
        .caption = "Make maps larger again.",
        .doc = "Each side becomes size, or floor(L scale_factor), filled by the nearest value or by a straight line (plane, "
               "cube) or cubic curve between values, at each step by itself.",
        .source = "SpikingJelly, layer.Upsample; LibTorch, torch::nn::Upsample",
        .inputs = {{"x", PortType::Sequence, "Maps over time: channels, then one to three sides."}},
        .outputs = {{"y", PortType::Sequence, "Larger maps."}},
        .params = {
            layers::number("size", "Size", 0, between(0, 65536), "Each side of the result; 0 uses the factor."),
            {.name = "scale_factor", .caption = "Factor", .type = ParamType::Real, .initial = 2.0, .range = between(0.001, 1024),
             .doc = "Each side is multiplied by it.", .applies = Applies::Rebuild},
            {.name = "mode", .caption = "Method", .type = ParamType::Choice, .initial = "nearest",
             .doc = "How values between are found.",
             .choices = {{"nearest", "Nearest"}, {"linear", "Linear (lines)"}, {"bilinear", "Bilinear (pictures)"},
                         {"bicubic", "Bicubic (pictures)"}, {"trilinear", "Trilinear (volumes)"}},
             .applies = Applies::Rebuild},
            layers::flag("align_corners", "Align corners", false, "Keep the values at the corners where they are. Not for 'nearest'."),
        },
        .shape = upsampled,
        .check = [](const ParamValues& values, NodeReport& report) {
            if (values.flag("align_corners") && values.text("mode") == "nearest")
                report.error("align_corners", "The nearest value has no corners to align.", "", "Switch it off, or choose another method.");
        },
    };
    return spec;
}

const NodeSpec& reluSpec()
{
    static const NodeSpec spec{
        .id = "layer.relu",
        .title = "ReLU",
        .category = Category::Layer,
        .caption = "What is below zero stays silent.",
        .doc = "y[t] = max(x[t], 0): the activation of analog networks, which conversion replaces by IF neurons.",
        .source = "LibTorch, torch::nn::ReLU",
        .inputs = {{"x", PortType::Sequence, "Any sequence."}},
        .outputs = {{"y", PortType::Sequence, "The same values, none below 0."}},
        .shape = [](const ShapeQuery& q, NodeReport&) { return shapes::like(q, PortType::Sequence); },
    };
    return spec;
}

const NodeSpec& printShapeSpec()
{
    static const NodeSpec spec{
        .id = "layer.print_shape",
        .title = "Print shape",
        .category = Category::Layer,
        .caption = "A spy that reports shapes.",
        .doc = "y = x. Writes the steps, samples and features that pass to the error output whenever they change.",
        .source = "SpikingJelly, layer.PrintShapeModule",
        .inputs = {{"x", PortType::Sequence, "Any sequence."}},
        .outputs = {{"y", PortType::Sequence, "The same; spikes stay spikes."}},
        .params = {{.name = "ext_str", .caption = "Prefix", .type = ParamType::Text, .initial = std::string("shape"),
                    .doc = "Written before the numbers.", .common = false}},
        .shape = [](const ShapeQuery& q, NodeReport&) {
            return shapes::like(q, q.inputs[0] ? q.inputs[0]->type : PortType::Sequence);
        },
    };
    return spec;
}

const NodeSpec& spikeCountToBinarySpec()
{
    static const NodeSpec spec = timeSpec(true);
    return spec;
}

const NodeSpec& temporalBinSumSpec()
{
    static const NodeSpec spec = timeSpec(false);
    return spec;
}

} // namespace spw
