// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/exchange_ops.h"

namespace spw::engine {

namespace {

/// Step by step, as the neuron that it stands in front of uses it: statistics are of one step.
class ExchangeNorm2d final : public NodeModule {
public:
    explicit ExchangeNorm2d(const PlannedNode& node) : NodeModule(node)
    {
        m_norm = {.eps = values().real("eps"),
                  .momentum = values().real("momentum"),
                  .weightExpBits = int(values().integer("weight_exp_bits")),
                  .meanScale = values().flag("quantise_mean") ? 64.0 : 0.0};
        m_mean = at::zeros({node.inputs.at(0).info->features.at(0).value()}, at::kFloat);
        m_var = at::zeros({1}, at::kFloat);
    }

    Tensors forward(const Tensors& inputs) override
    {
        std::vector<at::Tensor> steps;
        for (std::int64_t t = 0; t < inputs.at(0).size(0); ++t)
            steps.push_back(step({inputs[0].select(0, t)}).at(0));
        return {steps.empty() ? at::empty_like(inputs[0]) : at::stack(steps)};
    }

    Tensors step(const Tensors& inputs) override
    {
        const bool learns = training() && values().flag("track_running_stats");
        return {ops::exchangeNorm(inputs.at(0), m_mean, m_var, m_norm, learns)};
    }

    std::vector<NamedTensor> buffers() const override { return {{"running_mean", m_mean}, {"running_var", m_var}}; }

    void toDevice(c10::Device device) override
    {
        moveTensor(m_mean, device);
        moveTensor(m_var, device);
    }

private:
    ops::ExchangeNorm m_norm;
    at::Tensor m_mean, m_var;
};

} // namespace

std::unique_ptr<NodeModule> buildExchangeNorm(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<ExchangeNorm2d>(node);
}

} // namespace spw::engine
