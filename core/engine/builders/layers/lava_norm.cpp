// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/layers/lava_norm.h"

#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/synapses/lava_weights.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"

namespace spw::engine {
namespace lava {

Norm::Norm(std::int64_t channels, const Config& config)
    : m_config(config), m_mean(at::zeros({channels}, at::kFloat)), m_variance(at::zeros({1}, at::kFloat))
{
}

at::Tensor Norm::operator()(const at::Tensor& x, bool training)
{
    at::Tensor mean = m_mean.to(x.scalar_type()), variance = m_variance.to(x.scalar_type());
    if (training && x.numel() > 0) {
        std::vector<std::int64_t> axes{0, 1};
        for (std::int64_t axis = 3; axis < x.dim(); ++axis)
            axes.push_back(axis);
        mean = x.mean(axes);
        const at::NoGradGuard noGrad;
        m_mean.mul_(1.0 - m_config.momentum).add_(mean.detach(), m_config.momentum);
        if (m_config.scales) {
            variance = x.detach().var(false).reshape({1});
            const double n = double(x.numel()) / double(x.size(2));
            m_variance.mul_(1.0 - m_config.momentum).add_(variance, m_config.momentum * n / (n + 1.0));
        }
    }
    std::vector<std::int64_t> sizes(std::size_t(x.dim() - 2), 1);
    sizes[0] = mean.size(0);
    mean = mean.view(sizes);
    const at::Tensor centred = x - (m_config.rounds ? quantized8Bit(mean, m_config.scale) : mean);
    if (!m_config.scales)
        return centred;
    const at::Tensor exponent =
        (variance + m_config.eps).sqrt().log2().ceil().clamp(-m_config.exponentBits, m_config.exponentBits);
    return centred / at::exp2(exponent).reshape({});
}

std::vector<NamedTensor> Norm::buffers(const std::string& prefix) const
{
    std::vector<NamedTensor> list{{prefix + "running_mean", m_mean}};
    if (m_config.scales)
        list.push_back({prefix + "running_var", m_variance});
    return list;
}

void Norm::toDevice(c10::Device device)
{
    moveTensor(m_mean, device);
    moveTensor(m_variance, device);
}

} // namespace lava

namespace {

class LavaNorm final : public NodeModule {
public:
    LavaNorm(const PlannedNode& node, const lava::Norm::Config& config)
        : NodeModule(node), m_norm(node.inputs.at(0).info->features.at(0).value(), config)
    {
    }

    Tensors forward(const Tensors& inputs) override { return {m_norm(inputs.at(0), training())}; }
    std::vector<NamedTensor> buffers() const override { return m_norm.buffers(""); }
    void toDevice(c10::Device device) override { m_norm.toDevice(device); }

private:
    lava::Norm m_norm;
};

lava::Norm::Config configOf(const ParamValues& values, bool scales)
{
    lava::Norm::Config config;
    config.scales = scales;
    config.rounds = values.flag("quantize");
    config.scale = double(values.integer("scale"));
    config.momentum = values.real("momentum");
    if (scales) {
        config.eps = values.real("eps");
        config.exponentBits = double(values.integer("weight_exp_bits"));
    }
    return config;
}

} // namespace

std::unique_ptr<NodeModule> buildMeanOnlyBatchNorm(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<LavaNorm>(node, configOf(node.values, false));
}

std::unique_ptr<NodeModule> buildWgtScaleBatchNorm(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<LavaNorm>(node, configOf(node.values, true));
}

} // namespace spw::engine
