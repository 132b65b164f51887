// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/module.h"

#include "core/base/error.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

Tensors NodeModule::step(const Tensors& inputs)
{
    Tensors sequences;
    for (const at::Tensor& input : inputs)
        sequences.push_back(input.unsqueeze(0));
    Tensors outputs = forward(sequences);
    for (at::Tensor& output : outputs)
        output = output.squeeze(0);
    return outputs;
}

void NodeModule::restoreState(const std::vector<NamedTensor>& state)
{
    if (!state.empty())
        throw Error("A state was given to a node that has none.", m_name, "Restore states saved from the same graph.");
}

at::Tensor NodeModule::stateSequence(const std::string&) const { return {}; }

void NodeModule::setParam(const std::string& name, const ParamValue& value)
{
    const ParamValue old = m_values.at(name);
    m_values.set(name, value);
    if (!applyParam(name)) {
        m_values.set(name, old);
        throw Error("'" + name + "' cannot change while the network runs.", m_name, "Stop the run and start it again.");
    }
}

bool NodeModule::applyParam(const std::string&) { return false; }

Tensors StatelessModule::forward(const Tensors& inputs)
{
    const at::Tensor& x = inputs.at(0);
    const at::Tensor y = apply(x.flatten(0, 1));
    std::vector<std::int64_t> sizes{x.size(0), x.size(1)};
    sizes.insert(sizes.end(), y.sizes().begin() + 1, y.sizes().end());
    return {y.view(sizes)};
}

Tensors StatelessModule::step(const Tensors& inputs) { return {apply(inputs.at(0))}; }

Tensors WholeSequenceModule::step(const Tensors&)
{
    throw Error("It needs all steps of a sequence at once, so it cannot be stepped through.", name(),
                "Run whole sequences, or take another node for live steps.");
}

} // namespace spw::engine
