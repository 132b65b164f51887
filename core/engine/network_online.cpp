// SPDX-License-Identifier: GPL-3.0-or-later
// One step of a network that learns while time goes on.
#include "core/engine/network.h"

#include "core/engine/network_stage.h"
#include "core/engine/trace_gradient.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

/// Layers that do the same to a trace as to spikes. Norms, attention and the like are none, but they stand behind a
/// synapse, and no trace comes past one.
bool carriesTraces(const NodeModule& module) { return dynamic_cast<const StatelessModule*>(&module) != nullptr; }

bool learns(const NodeModule& module)
{
    for (const NamedTensor& entry : module.parameters())
        if (entry.tensor.requires_grad())
            return true;
    return false;
}

} // namespace

/// `stage` reads spikes of which there is a trace: its weights learn from the trace; without weights, the trace goes on.
Tensors Network::learnFromTrace(const Stage& stage, const Tensors& inputs, std::vector<at::Tensor>& traces) const
{
    const at::Tensor& trace = traces[std::size_t(stage.inputs[0])];
    if (learns(*stage.module))
        return {withTraceGradient(*stage.module, inputs.at(0), trace)};
    const Tensors outputs = run(stage, inputs, true);
    const at::NoGradGuard noGrad;
    traces[std::size_t(stage.outputs[0])] = run(stage, {trace}, true).at(0);
    return outputs;
}

PortValues Network::onlineStep(const PortValues& feeds, std::int64_t t, const std::set<EdgeEnd>& keep, PortValues& encoded)
{
    std::vector<at::Tensor> slots = slotsOfStep(feeds, t), traces(slots.size());
    const bool given = !encoded.empty();
    Tensors inputs;
    for (std::size_t s = 0; s < m_stages.size(); ++s) {
        const Stage& stage = m_stages[s];
        const PlannedNode& node = m_planned[s];
        const auto port = [&](std::size_t i) { return EdgeEnd{node.id, node.spec->outputs[i].name}; };
        if (given && stage.encoder && !stage.outputs.empty() && encoded.count(port(0))) {
            for (std::size_t i = 0; i < stage.outputs.size(); ++i)
                slots[std::size_t(stage.outputs[i])] = encoded.at(port(i));
            continue;
        }
        const Category category = node.spec->category;
        if (category == Category::Readout || category == Category::Loss || category == Category::Metric)
            stage.module->reset();   // it has seen no step but this one
        readInputs(stage, slots, inputs);
        const bool traced = inputs.size() == 1 && traces[std::size_t(stage.inputs[0])].defined() && category == Category::Layer &&
                            carriesTraces(*stage.module);
        const Tensors outputs = traced ? learnFromTrace(stage, inputs, traces) : run(stage, inputs, true);
        if (stage.loop >= 0 && stage.delays)
            continue;   // shown before the step
        for (std::size_t i = 0; i < stage.outputs.size(); ++i)
            slots[std::size_t(stage.outputs[i])] = outputs[i];
        if (stage.encoder)
            for (std::size_t i = 0; i < stage.outputs.size(); ++i)
                encoded[port(i)] = outputs[i];
        if (node.spec->id == "neuron.ottt_lif")
            traces[std::size_t(stage.outputs[0])] = outputs.at(1).detach();
    }
    PortValues result;
    for (const EdgeEnd& end : keep)
        if (const at::Tensor& value = slots[std::size_t(m_slots.at(end))]; value.defined())
            result[end] = value;
    return result;
}

} // namespace spw::engine
