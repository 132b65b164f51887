// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/block_part.h"
#include "core/engine/builders/builder_list.h"
#include "core/engine/to_device.h"
#include "kernels/torch/layer_ops.h"

#include <ATen/ATen.h>

namespace spw::engine {

namespace {

/// Statistics over time, batch and pixels in forward(), over one step in step() while training (models.md 11).
class BatchNorm2d final : public StatelessModule, public BlockPart {
public:
    explicit BatchNorm2d(const PlannedNode& node)
        : StatelessModule(node), m_eps(node.values.real("eps")), m_momentum(node.values.real("momentum"))
    {
        const std::int64_t channels = node.inputs.at(0).info->features.at(0).value();
        if (node.values.flag("affine")) {
            m_weight = at::ones({channels}, at::kFloat).set_requires_grad(true);
            m_bias = at::zeros({channels}, at::kFloat).set_requires_grad(true);
        }
        if (node.values.flag("track_running_stats")) {
            m_mean = at::zeros({channels}, at::kFloat);
            m_var = at::ones({channels}, at::kFloat);
        }
    }

    std::vector<NamedTensor> parameters() const override
    {
        if (!m_weight.defined())
            return {};
        return {{"weight", m_weight}, {"bias", m_bias}};
    }

    std::vector<NamedTensor> buffers() const override
    {
        if (!m_mean.defined())
            return {};
        return {{"running_mean", m_mean}, {"running_var", m_var}};
    }

    void toDevice(c10::Device device) override
    {
        moveLeaf(m_weight, device);
        moveLeaf(m_bias, device);
        moveTensor(m_mean, device);
        moveTensor(m_var, device);
    }

    Kind kind() const override { return Kind::Norm; }
    bool addTo(ops::BlockConfig& config) const override
    {
        config.norm = ops::BlockNorm{m_weight, m_bias, m_mean, m_var, training(), m_momentum, m_eps};
        return true;
    }

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        return ops::batchNorm2d(x, m_weight, m_bias, m_mean, m_var, training(), m_momentum, m_eps);
    }

private:
    double m_eps, m_momentum;
    at::Tensor m_weight, m_bias, m_mean, m_var;
};

} // namespace

std::unique_ptr<NodeModule> buildBatchNorm2d(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<BatchNorm2d>(node);
}

} // namespace spw::engine
