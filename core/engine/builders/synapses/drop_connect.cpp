// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/init.h"
#include "core/engine/seeds.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"

#include <ATen/CPUGeneratorImpl.h>

namespace spw::engine {

namespace {

/// A linear layer whose wires are cut at random, for each sample by itself (models.md L16).
class DropConnectLinear final : public NodeModule {
public:
    DropConnectLinear(const PlannedNode& node, BuildContext& context)
        : NodeModule(node), m_p(node.values.real("p")), m_samples(node.values.integer("samples_num")),
          m_invariant(node.values.flag("invariant")), m_relu(node.values.text("activation") == "relu"),
          m_seed(std::uint64_t(node.values.integer("seed"))), m_draws(at::make_generator<at::CPUGeneratorImpl>(m_seed))
    {
        const std::int64_t in = node.inputs.at(0).info->features.back().value();
        m_weights = initialWeights({node.values.integer("out_features"), in}, in, node.values.flag("bias"), context.init);
    }

    Tensors forward(const Tensors& inputs) override
    {
        Tensors steps;   // each step draws its own cuts, and has far more to do than a call costs
        for (const at::Tensor& x : inputs.at(0).unbind(0))
            steps.push_back(advance(x));
        return {at::stack(steps)};
    }

    Tensors step(const Tensors& inputs) override { return {advance(inputs.at(0))}; }

    void reset() override
    {
        m_weightMask.reset();
        m_biasMask.reset();
    }
    void reseed(std::uint64_t seed) override { m_draws.set_current_seed(mixSeeds(seed, m_seed)); }

    /// The cuts, and where the draws stand.
    std::vector<NamedTensor> saveState() const override
    {
        std::vector<NamedTensor> list{{"draws", m_draws.get_state()}};
        if (m_weightMask.defined())
            list.push_back({"weight_mask", m_weightMask});
        if (m_biasMask.defined())
            list.push_back({"bias_mask", m_biasMask});
        return list;
    }

    void restoreState(const std::vector<NamedTensor>& state) override
    {
        reset();
        for (const NamedTensor& entry : state) {
            if (entry.name == "draws")
                m_draws.set_state(entry.tensor);
            else
                (entry.name == "bias_mask" ? m_biasMask : m_weightMask) = entry.tensor;
        }
    }

    std::vector<NamedTensor> parameters() const override
    {
        std::vector<NamedTensor> list{{"weight", m_weights.weight}};
        if (m_weights.bias.defined())
            list.push_back({"bias", m_weights.bias});
        return list;
    }

    void toDevice(c10::Device device) override
    {
        moveLeaf(m_weights.weight, device);
        moveLeaf(m_weights.bias, device);
    }

private:
    at::Tensor advance(const at::Tensor& x)
    {
        const at::Tensor y = training() ? cut(x) : averaged(x);
        return training() && m_relu ? y.relu() : y;
    }

    at::Tensor draw(const at::Tensor& weights, std::int64_t samples)
    {
        std::vector<std::int64_t> sizes = weights.sizes().vec();
        sizes.insert(sizes.begin(), samples);
        return at::empty(sizes, at::kFloat).bernoulli_(1.0 - m_p, m_draws).to(weights.options());
    }

    at::Tensor cut(const at::Tensor& x)
    {
        if (!m_invariant || !m_weightMask.defined()) {
            m_weightMask = draw(m_weights.weight, x.size(0));
            if (m_weights.bias.defined())
                m_biasMask = draw(m_weights.bias, x.size(0));
        }
        const at::Tensor y = at::bmm(m_weights.weight * m_weightMask, x.unsqueeze(-1)).squeeze(-1);
        return m_weights.bias.defined() ? y + m_weights.bias * m_biasMask : y;
    }

    at::Tensor averaged(const at::Tensor& x)
    {
        const at::Tensor& bias = m_weights.bias;
        const at::Tensor mean = at::linear(x, m_weights.weight, bias) * (1.0 - m_p);
        const at::Tensor variance =
            at::linear(x.square(), m_weights.weight.square(), bias.defined() ? bias.square() : bias) * (m_p * (1.0 - m_p));
        at::Tensor noise = at::empty({m_samples, x.size(0), m_weights.weight.size(0)}, at::kFloat);
        noise = noise.normal_(0, 1, m_draws).to(x.options());
        const at::Tensor drawn = mean + variance.sqrt() * noise;
        return (m_relu ? drawn.relu() : drawn).mean(0);
    }

    double m_p;
    std::int64_t m_samples;
    bool m_invariant, m_relu;
    std::uint64_t m_seed;
    at::Generator m_draws;
    SynapseWeights m_weights;
    at::Tensor m_weightMask, m_biasMask;   // one for each sample
};

} // namespace

std::unique_ptr<NodeModule> buildDropConnectLinear(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<DropConnectLinear>(node, context);
}

} // namespace spw::engine
