// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/stateful_module.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/sequence_ops.h"

#include <cmath>

namespace spw::engine {

namespace {

class GroupNorm final : public StatelessModule {
public:
    explicit GroupNorm(const PlannedNode& node)
        : StatelessModule(node), m_groups(node.values.integer("num_groups")), m_eps(node.values.real("eps"))
    {
        const std::int64_t channels = node.inputs.at(0).info->features.at(0).value();
        if (node.values.flag("affine")) {
            m_weight = at::ones({channels}, at::kFloat).set_requires_grad(true);
            m_bias = at::zeros({channels}, at::kFloat).set_requires_grad(true);
        }
    }

    std::vector<NamedTensor> parameters() const override
    {
        if (!m_weight.defined())
            return {};
        return {{"weight", m_weight}, {"bias", m_bias}};
    }

    void toDevice(c10::Device device) override
    {
        moveLeaf(m_weight, device);
        moveLeaf(m_bias, device);
    }

protected:
    at::Tensor apply(const at::Tensor& x) override { return at::group_norm(x, m_groups, m_weight, m_bias, m_eps, false); }

private:
    std::int64_t m_groups;
    double m_eps;
    at::Tensor m_weight, m_bias;
};

/// Takes off what all channels fired at a place, remembered over time.
class NeuNorm final : public StatefulModule {
public:
    NeuNorm(const PlannedNode& node, BuildContext& context) : StatefulModule(node, {"x"})
    {
        const std::vector<Dim>& features = node.inputs.at(0).info->features;
        const std::int64_t channels = features.at(0).value(), height = features.at(1).value(), width = features.at(2).value();
        m_share = (1.0 - node.values.real("k")) / double(channels * channels);
        m_config.neuron = "part.leaky_sum";
        m_config.params = {{"k", node.values.real("k")}};
        // kaiming uniform with a = sqrt(5) takes height x width as the inputs of one output.
        const double bound = 1.0 / std::sqrt(double(height * width));
        m_w = at::empty({node.values.flag("shared_across_channels") ? 1 : channels, height, width}, at::kFloat)
                  .uniform_(-bound, bound, context.init)
                  .set_requires_grad(true);
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        const at::Tensor fired = (x.sum(2, true) * m_share).contiguous();
        ops::SequenceOutput out = ops::runSequence({fired}, m_state, {}, m_config);
        m_state = std::move(out.state);
        return {x - m_w * out.outputs.at(0)};
    }

    std::vector<NamedTensor> parameters() const override { return {{"w", m_w}}; }
    void toDevice(c10::Device device) override { moveLeaf(m_w, device); }

private:
    double m_share = 0;
    ops::SequenceConfig m_config;
    at::Tensor m_w;
};

} // namespace

std::unique_ptr<NodeModule> buildGroupNorm(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<GroupNorm>(node);
}

std::unique_ptr<NodeModule> buildNeuNorm(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<NeuNorm>(node, context);
}

} // namespace spw::engine
