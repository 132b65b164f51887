// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "kernels/torch/aten.h"

#include <ATen/CPUGeneratorImpl.h>

namespace spw::engine {

namespace {

/// The mask is drawn at the first step and kept until reset (models.md L15): of each value, or of whole maps.
class Dropout final : public NodeModule {
public:
    Dropout(const PlannedNode& node, bool maps)
        : NodeModule(node), m_p(node.values.real("p")), m_maps(maps), m_draws(at::make_generator<at::CPUGeneratorImpl>())
    {
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        if (!training() || m_p == 0.0)
            return {x};
        if (!m_mask.defined()) {   // drawn on the CPU, so that a GPU run sees the same masks
            std::vector<std::int64_t> sizes = x.sizes().slice(1).vec();
            if (m_maps)
                std::fill(sizes.begin() + 2, sizes.end(), 1);
            m_mask = at::empty(sizes, at::kFloat)
                         .bernoulli_(1.0 - m_p, m_draws)
                         .div_(1.0 - m_p)
                         .to(x.options());
        }
        return {x * m_mask};
    }

    void reset() override { m_mask.reset(); }
    void reseed(std::uint64_t seed) override { m_draws.set_current_seed(seed); }

    std::vector<NamedTensor> saveState() const override
    {
        if (!m_mask.defined())
            return {};
        return {{"mask", m_mask}};
    }

    void restoreState(const std::vector<NamedTensor>& state) override
    {
        m_mask = state.empty() ? at::Tensor() : state.front().tensor;
    }

private:
    double m_p;
    bool m_maps;
    at::Generator m_draws;
    at::Tensor m_mask;
};

} // namespace

std::unique_ptr<NodeModule> buildDropout(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<Dropout>(node, false);
}

std::unique_ptr<NodeModule> buildMapDropout(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<Dropout>(node, true);
}

} // namespace spw::engine
