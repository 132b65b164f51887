// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/synapses/delay_line.h"

#include "core/engine/builders/init.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/srm_ops.h"

#include <limits>

namespace spw::engine {

namespace {

kernels::AlphaKernel responseOf(const PlannedNode& node)
{
    return kernels::alphaKernel(node.values.real("tauSr"), 1.0, node.values.real("Ts"), 0.01,
                                std::numeric_limits<double>::infinity());
}

class Psp final : public NodeModule {
public:
    explicit Psp(const PlannedNode& node)
        : NodeModule(node), m_kernel(responseOf(node)), m_ts(node.values.real("Ts"))
    {
    }

    Tensors forward(const Tensors& inputs) override
    {
        return {ops::pspFilter(inputs.at(0), m_kernel, m_ts, &m_state)};
    }

    void reset() override { m_state = {}; }

    std::vector<NamedTensor> saveState() const override
    {
        if (!m_state.p.defined())
            return {};
        return {{"p", m_state.p.clone()}, {"q", m_state.q.clone()}, {"past", m_state.past.inOrder()}};
    }

    void restoreState(const std::vector<NamedTensor>& state) override
    {
        m_state = {};
        for (const NamedTensor& entry : state) {
            if (entry.name == "past")
                m_state.past.restore(entry.tensor, m_kernel.length);
            else
                (entry.name == "p" ? m_state.p : m_state.q) = entry.tensor.clone();
        }
    }

private:
    kernels::AlphaKernel m_kernel;
    double m_ts;
    ops::PspState m_state;
};

/// Learned filters over time: one for all, or a bank.
class FilterBank final : public NodeModule {
public:
    FilterBank(const PlannedNode& node, at::Tensor weight)
        : NodeModule(node), m_weight(std::move(weight)), m_ts(node.values.real("Ts"))
    {
        m_weight.set_requires_grad(true);
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        const std::int64_t depth = m_weight.size(1) - 1;
        if (m_fresh && x.size(0) > depth) {   // a whole sequence needs no zeros before it
            m_fresh = false;
            m_line.extend(x.narrow(0, x.size(0) - depth, depth), depth, name());
            return {ops::filterBank(x, m_weight, m_ts)};
        }
        m_fresh = false;
        const at::Tensor extended = m_line.extend(x, depth, name());
        return {ops::filterBank(extended, m_weight, m_ts).narrow(0, depth, x.size(0))};
    }

    void reset() override
    {
        m_line.reset();
        m_fresh = true;
    }
    void detach() override { m_line.detach(); }
    std::vector<NamedTensor> saveState() const override { return m_line.save(); }
    void restoreState(const std::vector<NamedTensor>& state) override
    {
        m_line.restore(state);
        m_fresh = state.empty();
    }

    std::vector<NamedTensor> parameters() const override { return {{"weight", m_weight}}; }
    void toDevice(c10::Device device) override { moveLeaf(m_weight, device); }

private:
    at::Tensor m_weight;   // [filters, taps], the last tap first
    double m_ts;
    DelayLine m_line;
    bool m_fresh = true;
};

} // namespace

std::unique_ptr<NodeModule> buildPsp(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<Psp>(node);
}

std::unique_ptr<NodeModule> buildPspLayer(const PlannedNode& node, BuildContext&)
{
    const at::Tensor kernel = at::tensor(responseOf(node).values(), at::kDouble);
    return std::make_unique<FilterBank>(node, kernel.flip(0).unsqueeze(0).to(at::kFloat).contiguous());
}

std::unique_ptr<NodeModule> buildPspFilter(const PlannedNode& node, BuildContext& context)
{
    const std::int64_t taps = node.values.integer("filterLength");
    const SynapseWeights weights =
        initialWeights({node.values.integer("nFilter"), taps}, taps, false, context.init);
    return std::make_unique<FilterBank>(node, weights.weight.detach().mul(node.values.real("filterScale")));
}

} // namespace spw::engine
