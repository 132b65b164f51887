// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/neurons/kernel_params.h"
#include "core/engine/builders/neurons/own_neuron.h"
#include "core/engine/formula.h"
#include "core/nodes/neurons/custom.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/neuron_ops.h"

#include "core/base/error.h"

namespace spw::engine {

namespace {

/// Three formulas in a loop over time (models.md N10).
class CustomNeuron final : public OwnNeuron {
public:
    explicit CustomNeuron(const PlannedNode& node) : OwnNeuron(node), m_formulas(neurons::formulasOf(values()))
    {
        remembers("v", m_v);
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        const double rest = values().isNone("v_reset") ? 0.0 : values().real("v_reset");
        if (!m_v.defined())
            m_v = at::full(x.sizes().slice(1), rest, x.options());
        if (m_v.sizes() != x.sizes().slice(1))
            throw Error("The input has another batch size or shape than the one before it.", name(),
                        "Reset the network between batches of different sizes.");
        std::vector<at::Tensor> spikes, membrane;
        for (std::int64_t t = 0; t < x.size(0); ++t) {
            std::vector<FormulaValue> now{x[t], m_v, {}, {}, values().real("v_threshold"), rest, values().real("tau"),
                                          values().real("a"), values().real("b"), double(time() + t)};
            now[2] = evaluate(m_formulas.charge, now, m_v);
            const at::Tensor above = evaluate(m_formulas.fire, now, m_v);
            const at::Tensor spike = values().flag("spiking") ? fire(above.unsqueeze(0)).squeeze(0) : primitive(above);
            now[3] = values().flag("detach_reset") ? spike.detach() : spike;
            m_v = evaluate(m_formulas.reset, now, m_v);
            spikes.push_back(spike);
            if (keepsStates())
                membrane.push_back(m_v.detach());
        }
        advance(x.size(0));
        if (keepsStates())
            show("v", stacked(membrane, x));
        return {stacked(spikes, x)};
    }

protected:
    bool applyParam(const std::string&) override
    {
        m_formulas = neurons::formulasOf(values());
        return true;
    }

private:
    at::Tensor primitive(const at::Tensor& above) const
    {
        const SurrogateSetting surrogate = surrogateSetting(values());
        return ops::surrogatePrimitive(above, surrogate.id, surrogate.params, values().real("v_threshold"));
    }

    neurons::NeuronFormulas m_formulas;
    at::Tensor m_v;
};

} // namespace

std::unique_ptr<NodeModule> buildCustomNeuron(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<CustomNeuron>(node);
}

} // namespace spw::engine
