// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/neurons/own_neuron.h"

#include "core/base/error.h"
#include "kernels/torch/aten.h"

#include <cmath>

namespace spw::engine {

namespace {

/// The gates and sigmoids are elementwise and differentiated by LibTorch; the loop over time is fused.
class GatedLif final : public OwnNeuron {
public:
    GatedLif(const PlannedNode& node, BuildContext& context) : OwnNeuron(node), m_steps(values().integer("T"))
    {
        const std::optional<PortInfo>& input = node.inputs.at(0).info;
        if (m_steps == 0 && input && input->steps)
            m_steps = *input->steps;
        if (m_steps <= 0)
            throw Error("It is not known for how many steps this neuron is made.", node.name,
                        "Set 'Steps' (T) above 0.");
        std::vector<std::int64_t> set;
        if (values().flag("channel_wise"))
            set.push_back(input.value().features.at(0).value());
        for (at::Tensor* gate : {&m_alpha, &m_beta, &m_gamma})
            *gate = at::empty(set, at::kFloat).uniform_(-0.1, 0.1, context.init).set_requires_grad(true);

        const double threshold = values().real("init_v_threshold");
        const auto chosen = [this](const char* name, double usual) {
            return values().isNone(name) ? usual : values().real(name);
        };
        m_tau = raw(values().real("init_tau"), set);
        m_threshold = raw(threshold, set);
        m_linearDecay = raw(chosen("init_linear_decay", threshold / (2.0 * double(m_steps))), set);
        m_subtract = raw(chosen("init_v_subreset", threshold), set);
        set.insert(set.begin(), m_steps);
        m_conduct = raw(values().real("init_conduct"), set);

        learns("alpha", m_alpha);
        learns("beta", m_beta);
        learns("gamma", m_gamma);
        learns("tau", m_tau);
        learns("v_threshold", m_threshold);
        learns("linear_decay", m_linearDecay);
        learns("v_subreset", m_subtract);
        learns("conduct", m_conduct);
        remembers("v", m_v);
        remembers("s", m_spike);
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        const std::int64_t steps = x.size(0);
        requireSteps(steps, m_steps);
        // A set of one number a channel meets [N, C, ...]: C, then ones.
        const auto gate = [&](const at::Tensor& parameter) {
            std::vector<std::int64_t> shape = parameter.sizes().vec();
            if (!shape.empty())
                shape.resize(std::size_t(x.dim() - 2), 1);
            return parameter.sigmoid().view(shape);
        };
        const at::Tensor a = gate(m_alpha), b = gate(m_beta), c = gate(m_gamma);
        std::vector<std::int64_t> stepShape(std::size_t(x.dim()), 1);
        stepShape[0] = steps;
        if (m_conduct.dim() == 2)
            stepShape.at(2) = m_conduct.size(1);
        const at::Tensor conduct = m_conduct.narrow(0, time(), steps).sigmoid().view(stepShape);
        const at::Tensor current = x * (1 - b * (1 - conduct));

        const at::Tensor leak = 1 - a * (1 - gate(m_tau));
        const ops::SequenceConfig config = fusedConfig("neuron.glif");
        std::vector<at::Tensor> state;
        if (m_v.defined())
            state = {m_v, m_spike};
        ops::SequenceOutput out =
            ops::runSequence({current}, state,
                             {leak, (1 - a) * gate(m_linearDecay), leak * c, (1 - c) * gate(m_subtract),
                              gate(m_threshold)},
                             config);
        m_v = out.state.at(0);
        m_spike = out.state.at(1);
        if (config.keepStates)
            show("v", out.stateSeq.at(0));
        advance(steps);
        return {out.outputs.at(0)};
    }

private:
    static at::Tensor raw(double share, at::IntArrayRef shape)
    {
        return at::full(shape, -std::log(1.0 / share - 1.0), at::kFloat).set_requires_grad(true);
    }

    std::int64_t m_steps;
    at::Tensor m_alpha, m_beta, m_gamma, m_tau, m_threshold, m_linearDecay, m_subtract, m_conduct;
    at::Tensor m_v, m_spike;
};

} // namespace

std::unique_ptr<NodeModule> buildGlif(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<GatedLif>(node, context);
}

} // namespace spw::engine
