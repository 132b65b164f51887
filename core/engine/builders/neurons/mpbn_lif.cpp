// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/neurons/own_neuron.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

/// The batch norm inside the step looks at the whole batch, so the steps follow one another.
class MembraneNormLif final : public OwnNeuron {
public:
    explicit MembraneNormLif(const PlannedNode& node) : OwnNeuron(node)
    {
        const std::int64_t channels = node.inputs.at(0).info->features.at(0).value();
        if (values().flag("learnable_vth")) {
            m_logThreshold = at::zeros({channels}, at::kFloat).set_requires_grad(true);
            learns("a", m_logThreshold);
        }
        if (values().flag("mpbn")) {
            m_weight = at::ones({channels}, at::kFloat).set_requires_grad(true);
            m_bias = at::zeros({channels}, at::kFloat).set_requires_grad(true);
            m_mean = at::zeros({channels}, at::kFloat);
            m_var = at::ones({channels}, at::kFloat);
            learns("vbn.weight", m_weight);
            learns("vbn.bias", m_bias);
            keeps("vbn.running_mean", m_mean);
            keeps("vbn.running_var", m_var);
        }
        remembers("v", m_v);
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        const bool keeps = keepsStates() || values().flag("store_v_seq");
        std::vector<at::Tensor> spikes, voltages;
        for (std::int64_t t = 0; t < x.size(0); ++t) {
            spikes.push_back(advanceOne(x.select(0, t)));
            if (keeps)
                voltages.push_back(m_v);
        }
        if (keeps)
            show("v", stacked(voltages, x));
        return {stacked(spikes, x)};
    }

protected:
    bool applyParam(const std::string&) override { return true; }

private:
    static constexpr double kEps = 1e-5;

    at::Tensor advanceOne(const at::Tensor& x)
    {
        const bool soft = values().isNone("v_reset");
        const double rest = soft ? 0.0 : values().real("v_reset"), keep = 1.0 - 1.0 / values().real("tau");
        if (!m_v.defined())
            m_v = at::full_like(x, rest);
        const at::Tensor input = values().flag("decay_input") ? x / values().real("tau") : x;
        at::Tensor h = m_v * keep + input + rest * (1.0 - keep);

        std::vector<std::int64_t> perChannel(std::size_t(x.dim()), 1);
        perChannel[1] = x.size(1);
        at::Tensor threshold = m_logThreshold.defined() ? m_logThreshold.exp()
                                                        : at::full({1}, values().real("v_threshold"), x.options());
        const bool folded = m_weight.defined() && values().flag("fold_bn");
        const at::Tensor deviation = folded ? (m_var + kEps).sqrt() : at::Tensor();
        if (folded)
            threshold = (threshold - m_bias) * deviation / m_weight + m_mean;
        else if (m_weight.defined())
            h = at::batch_norm(h, m_weight, m_bias, m_mean, m_var, training(), values().real("bn_momentum"), kEps,
                               false);
        const at::Tensor excess = h - (threshold.numel() == 1 ? threshold : threshold.view(perChannel));
        const at::Tensor spike = fire(excess.unsqueeze(0)).squeeze(0);
        if (folded && values().flag("normalize_residual")) {
            const auto channel = [&](const at::Tensor& t) { return t.view(perChannel); };
            const at::Tensor normalised =
                (h - channel(m_mean)) / channel(deviation) * channel(m_weight) + channel(m_bias);
            h = at::where(excess.le(0), normalised, h);
        }
        const at::Tensor fired = values().flag("detach_reset") ? spike.detach() : spike;
        m_v = soft ? h - fired * values().real("v_threshold") : (1.0 - fired) * h + fired * rest;
        return spike;
    }

    at::Tensor m_logThreshold, m_weight, m_bias, m_mean, m_var, m_v;
};

} // namespace

std::unique_ptr<NodeModule> buildMpbnLif(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<MembraneNormLif>(node);
}

} // namespace spw::engine
