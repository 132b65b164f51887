// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/lava_common.h"

namespace spw {

const NodeSpec& lavaCubaSpec()
{
    static const NodeSpec spec{
        .id = "neuron.lava_cuba",
        .title = "CUBA (lava)",
        .category = Category::Neuron,
        .caption = "The Loihi neuron, in the integer arithmetic of the chip.",
        .doc = "I[t] = (1 - current_decay) I[t-1] + x[t]; V[t] = (1 - voltage_decay) V[t-1] + norm(I[t]); a spike where "
               "V > threshold, then V = 0. The voltage shown is that before the reset." +
               lava::aboutSlope("100", "0.1"),
        .source = "lava-dl, slayer.neuron.cuba.Neuron; Intel Loihi",
        .inputs = lava::neuronInputs(false),
        .outputs = lava::neuronOutputs(),
        .params = lava::joined({{lava::threshold()}, lava::decayParams({"current_decay", "voltage_decay"}),
                                lava::commonParams(true)}),
        .shape = lava::neuronShape(2, false, true),
        .check = lava::checkNeuron,
        .states = {"voltage", "current"},
        .learns = true,
    };
    return spec;
}

const NodeSpec& lavaAlifSpec()
{
    static const NodeSpec spec{
        .id = "neuron.lava_alif",
        .title = "ALIF (lava)",
        .category = Category::Neuron,
        .caption = "Every spike raises the bar for the next one.",
        .doc = "r[t] = (1 - refractory_decay) r; th[t] = (1 - threshold_decay) (th - threshold) + threshold; current and "
               "voltage as of the CUBA, without reset; a spike where V >= th + r, then r += 2 th and th += "
               "threshold_step. Threshold and refractory term carry no gradient." +
               lava::aboutSlope("100", "0.1"),
        .source = "lava-dl, slayer.neuron.alif.Neuron",
        .inputs = lava::neuronInputs(false),
        .outputs = lava::neuronOutputs(),
        .params = lava::joined({{lava::threshold()}, lava::decayParams({"current_decay", "voltage_decay"}),
                                lava::adaptationParams(), lava::commonParams(true)}),
        .shape = lava::neuronShape(4, false, true),
        .check = lava::checkNeuron,
        .states = {"voltage", "current", "threshold", "refractory"},
        .learns = true,
    };
    return spec;
}

const NodeSpec& lavaAffineSpec()
{
    static const NodeSpec spec{
        .id = "layer.lava_affine",
        .title = "Affine (lava)",
        .category = Category::Layer,
        .caption = "The membrane is the answer.",
        .doc = "The CUBA without spikes and reset: I[t] = (1 - current_decay) I[t-1] + x[t], y[t] = (1 - voltage_decay) "
               "y[t-1] + I[t]. Put it behind the last synapse.",
        .source = "lava-dl, slayer.block.cuba.Affine",
        .inputs = lava::neuronInputs(false),
        .outputs = {{"y", PortType::Sequence, "The voltage over time."}},
        .params = lava::joined({lava::decayParams({"current_decay", "voltage_decay"}), lava::commonParams(false)}),
        .shape = lava::neuronShape(2, false, false),
        .states = {"voltage", "current"},
        .learns = true,
    };
    return spec;
}

} // namespace spw
