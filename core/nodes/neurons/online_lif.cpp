// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"
#include "core/nodes/neurons/variants.h"

namespace spw {
namespace {

std::vector<ParamSpec> onlineParams()
{
    return neurons::retuned(neurons::withCommonParams({
        neurons::timeConstant("tau", "Time constant", "Larger values forget input more slowly."),
        neurons::decayInput(),
    }, {.vReset = std::monostate{}, .detachReset = true}), {{"decay_input", false}});
}

} // namespace

const NodeSpec& otttLifSpec()
{
    static const NodeSpec spec{
        .id = "neuron.ottt_lif",
        .title = "OTTT-LIF",
        .category = Category::Neuron,
        .caption = "Learns online: the past is compressed into one trace.",
        .doc = std::string("The LIF whose membrane carries no gradient from one step to the next. It also sends the "
                           "trace A[t] = (1 - 1/tau) A[t-1] + S[t], which a synapse uses in place of S[t] in its "
                           "weight gradient.") +
               neurons::kFireAndReset,
        .source = "SpikingJelly, neuron.OTTTLIFNode; Xiao and others 2022",
        .inputs = neurons::inputs(),
        .outputs = {{"s", PortType::Spikes, "Spikes, 0 or 1, in the shape of the input."},
                    {"trace", PortType::Sequence, "Fading count of the spikes; carries no gradient."}},
        .params = onlineParams(),
        .shape = neurons::shapeRule("neuron.ottt_lif"),
        .check = neurons::check,
        .states = {"v", "trace"},
    };
    return spec;
}

const NodeSpec& slttLifSpec()
{
    static const NodeSpec spec{
        .id = "neuron.sltt_lif",
        .title = "SLTT-LIF",
        .category = Category::Neuron,
        .caption = "Backpropagates through space only; memory does not grow with T.",
        .doc = std::string("The LIF whose membrane carries no gradient from one step to the next.") +
               neurons::kFireAndReset,
        .source = "SpikingJelly, neuron.SLTTLIFNode; Meng and others 2023",
        .inputs = neurons::inputs(),
        .outputs = neurons::outputs(),
        .params = onlineParams(),
        .shape = neurons::shapeRule("neuron.sltt_lif"),
        .check = neurons::check,
        .states = {"v"},
    };
    return spec;
}

} // namespace spw
