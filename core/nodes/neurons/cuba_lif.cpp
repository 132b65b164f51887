// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/cuba_lif.h"

#include "core/nodes/neurons/variants.h"
#include "core/nodes/shape_rules.h"

namespace spw {
namespace neurons {

std::vector<ParamSpec> cubaLifParams()
{
    return withCommonParams({
        {.name = "current_decay", .caption = "Current decay", .type = ParamType::Real, .initial = 0.25,
         .range = between(0, 1), .doc = "Share of the synaptic current that is lost each step, kept as n/4096."},
        {.name = "voltage_decay", .caption = "Voltage decay", .type = ParamType::Real, .initial = 0.05,
         .range = between(0, 1), .doc = "Share of the membrane that is lost each step, kept as n/4096."},
        {.name = "scale", .caption = "Scale", .type = ParamType::Int, .initial = 64, .range = between(1, 1 << 16),
         .doc = "Weights are whole numbers divided by this; states are 64 times finer.", .common = false},
        {.name = "requires_grad", .caption = "Learn decays", .type = ParamType::Bool, .initial = false,
         .doc = "Learn both decays by gradient.", .applies = Applies::Rebuild},
        {.name = "norm", .caption = "Normalise the current", .type = ParamType::Choice, .initial = "none",
         .doc = "Batch norm of the current inside the step, with a scale that is a power of two.",
         .choices = {{"none", "No"}, {"batch_norm", "Batch norm"}}, .applies = Applies::Rebuild, .common = false},
        {.name = "lava_rule", .caption = "Fire as lava does", .type = ParamType::Bool, .initial = false,
         .doc = "Round the threshold down to the grid of the weights and fire strictly above it, bit for bit as lava.",
         .common = false},
    });
}

void checkCubaLif(const ParamValues& values, NodeReport& report)
{
    checkSurrogate(values, report);
    if (values.isNone("v_reset") || values.real("v_reset") != 0)
        report.error("v_reset", "This neuron resets to 0 only.", "The neuron it stands for on the chip does.",
                     "Set the reset to 0.");
}

} // namespace neurons

const NodeSpec& cubaLifSpec()
{
    static const NodeSpec spec{
        .id = "neuron.cuba_lif",
        .title = "CubaLIF (exchange)",
        .category = Category::Neuron,
        .caption = "LIF with a synaptic current in front - the neuron Loihi implements.",
        .doc = "I[t] = (1 - current_decay) I[t-1] + X[t], H[t] = (1 - voltage_decay) V[t-1] + I[t], in whole numbers of "
               "1/(64 scale): states are multiplied by 4096 - round(4096 decay), shifted right by 12 bits towards "
               "zero, and added to the input cut to the same grid. Fires where H[t] >= v_threshold + 0.01/(64 scale), "
               "so just at the threshold it does not; then V[t] = 0. Backward, a leak is 1 - decay to the state and "
               "-state/4096 to the decay (counted in 1/4096).",
        .source = "SpikingJelly, lava_exchange.CubaLIFNode",
        .inputs = neurons::inputs(),
        .outputs = neurons::outputs(),
        .params = neurons::cubaLifParams(),
        .shape = [](const ShapeQuery& query, NodeReport& report) {
            ShapeAnswer answer = shapes::like(query, PortType::Spikes);
            answer.parameterCount = query.values.flag("requires_grad") ? 2 : 0;
            if (query.values.text("norm") != "none" && shapes::knowsAxes(query) &&
                query.inputs[0]->features.size() != 3) {
                report.error("norm", "Batch norm of the current needs images.",
                             "It averages over the batch and both axes of an image.", "Set it to 'No'.");
                return shapes::refused(PortType::Spikes);
            }
            return answer;
        },
        .check = neurons::checkCubaLif,
        .states = {"v", "i"},
        .learns = true,
    };
    return spec;
}

} // namespace spw
