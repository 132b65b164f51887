// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

/// Mean over all steps since the last reset (models.md R1).
class RateReadout final : public NodeModule {
public:
    using NodeModule::NodeModule;

    Tensors forward(const Tensors& inputs) override { return advance(inputs.at(0).sum(0), inputs.at(0).size(0)); }
    Tensors step(const Tensors& inputs) override { return advance(inputs.at(0), 1); }

    void reset() override
    {
        m_sum.reset();
        m_steps = 0;
    }

    void detach() override
    {
        if (m_sum.defined())
            m_sum = m_sum.detach();
    }

    std::vector<NamedTensor> saveState() const override
    {
        if (!m_sum.defined())
            return {};
        return {{"sum", m_sum.detach().clone()}, {"steps", at::full({1}, m_steps, at::kLong)}};
    }

    void restoreState(const std::vector<NamedTensor>& state) override
    {
        reset();
        if (state.size() == 2) {
            m_sum = state[0].tensor.clone();
            m_steps = state[1].tensor.item<std::int64_t>();
        }
    }

private:
    Tensors advance(const at::Tensor& sum, std::int64_t steps)
    {
        m_sum = m_sum.defined() ? m_sum + sum : sum;
        m_steps += steps;
        return {m_sum / double(m_steps)};
    }

    at::Tensor m_sum;
    std::int64_t m_steps = 0;
};

} // namespace

std::unique_ptr<NodeModule> buildRateReadout(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<RateReadout>(node);
}

} // namespace spw::engine
