// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/lava_common.h"

namespace spw {
namespace {

constexpr const char* kTurn =
    "re = c re - s im + x_re and im = s re + c im + x_im at each step, with s = sin(2 pi / period) (1 - decay) and c "
    "likewise of the cosine. ";
constexpr const char* kPhaseSlope =
    " Backward a phase spike is a smooth step in re times a smooth peak in im, both exponential: dS/dre = k d_re d_im, "
    "dS/dim = -(k / tau) sgn(im) d_im step_re with d = exp(-|.| / tau) / (2 tau).";
constexpr const char* kAdapts =
    "The threshold is th + r: each spike adds 2 th to r and threshold_step to th, both decay to 0 and threshold. ";

NodeSpec resonatorOf(const char* id, const char* title, const char* caption, const std::string& doc, const char* source,
                     bool adaptive)
{
    NodeSpec spec{
        .id = id,
        .title = title,
        .category = Category::Neuron,
        .caption = caption,
        .doc = doc,
        .source = source,
        .inputs = lava::neuronInputs(true),
        .outputs = lava::neuronOutputs(),
        .params = lava::joined({{lava::threshold()}, lava::resonatorParams(),
                                adaptive ? lava::adaptationParams() : std::vector<ParamSpec>{},
                                lava::commonParams(true)}),
        .shape = lava::neuronShape(adaptive ? 4 : 2, true, true),
        .check = lava::checkNeuron,
        .states = {"real", "imag"},
        .learns = true,
    };
    if (adaptive)
        spec.states.insert(spec.states.end(), {"threshold", "refractory"});
    return spec;
}

} // namespace

const NodeSpec& lavaRfSpec()
{
    static const NodeSpec spec = resonatorOf(
        "neuron.lava_rf", "RF (lava)", "A pendulum that clicks once per swing if it swings high enough.",
        std::string(kTurn) + "A spike where re >= threshold while im crosses from below 0 to 0 or above. No reset; graded "
                             "spikes send re." + lava::aboutSlope("0.5", "10") + kPhaseSlope,
        "lava-dl, slayer.neuron.rf.Neuron", false);
    return spec;
}

const NodeSpec& lavaRfIzSpec()
{
    static const NodeSpec spec = resonatorOf(
        "neuron.lava_rf_iz", "RF Izhikevich (lava)", "The same oscillator with a threshold on its phase axis.",
        std::string(kTurn) + "A spike where im >= threshold; then re = 0 and im lies one smallest number below the "
                             "threshold. Graded spikes send im." + lava::aboutSlope("100", "0.1"),
        "lava-dl, slayer.neuron.rf_iz.Neuron; Izhikevich 2001", false);
    return spec;
}

const NodeSpec& lavaAdrfSpec()
{
    static const NodeSpec spec = resonatorOf(
        "neuron.lava_adrf", "Adaptive RF (lava)", "A resonator that tires.",
        std::string(kTurn) + kAdapts + "A spike where re >= th + r while im crosses from below 0 to 0 or above." +
            lava::aboutSlope("100", "0.1") + kPhaseSlope,
        "lava-dl, slayer.neuron.adrf.Neuron", true);
    return spec;
}

const NodeSpec& lavaAdrfIzSpec()
{
    static const NodeSpec spec = resonatorOf(
        "neuron.lava_adrf_iz", "Adaptive RF Izhikevich (lava)", "A tiring resonator with a threshold on its phase axis.",
        std::string(kTurn) + kAdapts + "A spike where im >= th + r. No reset." + lava::aboutSlope("100", "0.1"),
        "lava-dl, slayer.neuron.adrf_iz.Neuron", true);
    return spec;
}

const NodeSpec& lavaRfAffineSpec()
{
    static const NodeSpec spec{
        .id = "layer.lava_rf_affine",
        .title = "Resonator affine (lava)",
        .category = Category::Layer,
        .caption = "The swing is the answer.",
        .doc = std::string(kTurn) + "y[t] = im[t]: the resonator without spikes. Put it behind the last complex synapse.",
        .source = "lava-dl, slayer.block.rf.Affine",
        .inputs = lava::neuronInputs(true),
        .outputs = {{"y", PortType::Sequence, "The imaginary part over time."}},
        .params = lava::joined({lava::resonatorParams(), lava::commonParams(false)}),
        .shape = lava::neuronShape(2, true, false),
        .states = {"imag", "real"},
        .learns = true,
    };
    return spec;
}

} // namespace spw
