// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"
#include "core/nodes/neurons/variants.h"
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& mpbnLifSpec()
{
    static const NodeSpec spec{
        .id = "neuron.mpbn_lif",
        .title = "MPBN-LIF",
        .category = Category::Neuron,
        .caption = "Normalise the membrane, then hide the norm inside the threshold.",
        .doc = std::string("Charges as the LIF does, then batch-normalises the charged membrane over the batch (and the "
                           "axes of an image) at every step: H <- BN(H). Fires against v_threshold, or against exp(a) "
                           "of each channel with learnable_vth. With fold_bn the norm is left out and each channel "
                           "fires against (threshold - beta) sqrt(var + eps) / gamma + mean instead; what did not fire "
                           "is normalised afterwards with normalize_residual.") +
               neurons::kFireAndReset,
        .source = "SpikingJelly, neuron.MPBNLIFNode; Guo and others 2023",
        .inputs = neurons::inputs(),
        .outputs = neurons::outputs(),
        .params = neurons::retuned(neurons::withCommonParams({
            neurons::timeConstant("tau", "Time constant", "Larger values forget input more slowly."),
            neurons::decayInput(),
            {.name = "mpbn", .caption = "Normalise", .type = ParamType::Bool, .initial = true,
             .doc = "Off: an ordinary LIF, whose threshold may still learn.", .applies = Applies::Rebuild},
            {.name = "learnable_vth", .caption = "Learn thresholds", .type = ParamType::Bool, .initial = false,
             .doc = "Each channel learns the logarithm of its threshold, from 0.", .applies = Applies::Rebuild},
            {.name = "bn_momentum", .caption = "Momentum", .type = ParamType::Real, .initial = 0.1,
             .range = between(0, 1), .doc = "How fast the running mean and variance follow.", .common = false},
            {.name = "fold_bn", .caption = "Fold into threshold", .type = ParamType::Bool, .initial = false,
             .doc = "Leave the norm out and move the thresholds instead. For networks that are trained.",
             .applies = Applies::Live, .common = false},
            {.name = "normalize_residual", .caption = "Normalise what is left", .type = ParamType::Bool,
             .initial = false, .doc = "When folded: normalise the membrane of neurons that did not fire.",
             .applies = Applies::Live, .common = false},
        }), {{"decay_input", false}}),
        .shape = [](const ShapeQuery& query, NodeReport& report) {
            ShapeAnswer answer = shapes::like(query, PortType::Spikes);
            if (!shapes::knowsAxes(query))
                return answer;
            const std::vector<Dim>& features = query.inputs[0]->features;
            if (features.size() != 1 && features.size() != 3) {
                report.error("x", "This neuron takes flat lists or images.",
                             "It normalises over the batch, or over the batch and both axes of an image.",
                             "Insert a Flatten node before it.", "SPW-S015");
                return shapes::refused(PortType::Spikes);
            }
            if (features[0])
                answer.parameterCount = *features[0] * ((query.values.flag("mpbn") ? 2 : 0) +
                                                        (query.values.flag("learnable_vth") ? 1 : 0));
            return answer;
        },
        .check = neurons::check,
        .states = {"v"},
        .learns = true,
    };
    return spec;
}

} // namespace spw
