// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/init.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"

#include <cmath>

namespace spw::engine {

namespace {

/// Neurons driven by the times of single spikes (models.md LR5).
class Tempotron final : public NodeModule {
public:
    Tempotron(const PlannedNode& node, BuildContext& context)
        : NodeModule(node), m_steps(node.values.integer("T")), m_tau(node.values.real("tau")),
          m_tauS(node.values.real("tau_s"))
    {
        std::int64_t in = 1;
        for (const Dim& dim : node.inputs.at(0).info->features)
            in *= dim.value();
        m_weight = initialWeights({node.values.integer("out_features"), in}, in, false, context.init).weight;
        const double peak = m_tau * m_tauS * std::log(m_tau / m_tauS) / (m_tau - m_tauS);
        m_v0 = node.values.real("v_threshold") / (std::exp(-peak / m_tau) - std::exp(-peak / m_tauS));
    }

    Tensors forward(const Tensors& inputs) override
    {
        m_v = potentials(inputs.at(0).flatten(1));
        const at::ScalarType type = inputs.at(0).scalar_type();
        return {m_v.to(type), firingTimes(m_v).to(type)};
    }

    Tensors step(const Tensors& inputs) override
    {
        if (m_next == 0)
            m_v = potentials(inputs.at(0).flatten(1));
        const at::Tensor now = m_v.select(0, m_next % m_steps);
        ++m_next;
        const at::ScalarType type = inputs.at(0).scalar_type();
        return {now.to(type), firingTimes(m_v).to(type)};
    }

    void reset() override
    {
        m_v.reset();
        m_next = 0;
    }

    void detach() override
    {
        if (m_v.defined())
            m_v = m_v.detach();
    }

    std::vector<NamedTensor> saveState() const override
    {
        if (!m_v.defined())
            return {};
        return {{"v", m_v.detach().clone()}, {"t", at::full({1}, m_next, at::kLong)}};
    }

    void restoreState(const std::vector<NamedTensor>& state) override
    {
        reset();
        if (state.size() == 2) {
            m_v = state[0].tensor.clone();
            m_next = state[1].tensor.item<std::int64_t>();
        }
    }

    std::vector<NamedTensor> parameters() const override { return {{"weight", m_weight}}; }
    void toDevice(c10::Device device) override { moveLeaf(m_weight, device); }

private:
    /// [N, in] spike times -> [T, N, out], in float64: the slope of the firing times has the potentials in an exponent, times T.
    at::Tensor potentials(const at::Tensor& arrivals) const
    {
        const at::Tensor times = arrivals.to(at::kDouble);
        const at::Tensor t = at::arange(m_steps, times.options()).view({m_steps, 1, 1}) - times.unsqueeze(0);
        const at::Tensor heard = t.ge(0) & times.ge(0).unsqueeze(0);
        const at::Tensor since = t.clamp_min(0);   // before the spike the exponentials grow without bound
        const at::Tensor kernel = (since.div(-m_tau).exp() - since.div(-m_tauS).exp()).mul(m_v0);
        return at::linear(kernel * heard.to(times.scalar_type()), m_weight.to(at::kDouble));
    }

    /// [T, N, out] -> [N, out].
    at::Tensor firingTimes(const at::Tensor& v) const
    {
        const at::Tensor place = at::arange(m_steps, v.options()).view({m_steps, 1, 1});
        const at::Tensor soft = (v.mul(double(m_steps)).softmax(0) * place).sum(0);
        const at::Tensor plain = v.detach();
        const at::Tensor exact = plain.argmax(0).to(v.scalar_type());
        const at::Tensor sign = plain.amax(0).ge(values().real("v_threshold")).to(v.scalar_type()).mul(2).sub(1);
        return (soft - soft.detach() + exact) * sign;
    }

    std::int64_t m_steps, m_next = 0;
    double m_tau, m_tauS, m_v0 = 1;
    at::Tensor m_weight, m_v;
};

} // namespace

std::unique_ptr<NodeModule> buildTempotron(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<Tempotron>(node, context);
}

} // namespace spw::engine
