// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/seeds.h"
#include "kernels/torch/aten.h"

#include <ATen/CPUGeneratorImpl.h>

namespace spw::engine {

namespace {

/// A spike where a fresh uniform number is at most the brightness (models.md E2). Draws go step by step, so that
/// forward() and step() see the same ones; on the CPU, so that a GPU run does too.
class PoissonEncoder final : public NodeModule {
public:
    explicit PoissonEncoder(const PlannedNode& node)
        : NodeModule(node), m_steps(node.values.integer("T")), m_seed(std::uint64_t(node.values.integer("seed"))),
          m_draws(at::make_generator<at::CPUGeneratorImpl>(m_seed))
    {
    }

    Tensors forward(const Tensors& inputs) override
    {
        Tensors steps;
        for (std::int64_t t = 0; t < m_steps; ++t)
            steps.push_back(draw(inputs.at(0)));
        return {at::stack(steps)};
    }

    Tensors step(const Tensors& inputs) override { return {draw(inputs.at(0))}; }
    void reseed(std::uint64_t seed) override { m_draws.set_current_seed(mixSeeds(seed, m_seed)); }

private:
    at::Tensor draw(const at::Tensor& image)
    {
        const at::Tensor uniform = at::rand(image.sizes(), m_draws, at::TensorOptions(at::kFloat));
        return uniform.to(image.device()).le(image).to(at::kFloat);
    }

    std::int64_t m_steps;
    std::uint64_t m_seed;
    at::Generator m_draws;
};

} // namespace

std::unique_ptr<NodeModule> buildPoissonEncoder(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<PoissonEncoder>(node);
}

} // namespace spw::engine
