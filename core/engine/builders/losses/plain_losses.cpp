// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/losses/sequence_loss.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

/// lam times the sum over layers of relu(mean |x| - max_rate)^2 (models.md O13).
class EventRateLoss final : public SequenceLoss {
public:
    using SequenceLoss::SequenceLoss;

protected:
    at::Tensor judge(const Tensors& inputs) override
    {
        at::Tensor sum;
        for (const at::Tensor& x : inputs) {
            const at::Tensor excess = x.abs().mean().sub(values().real("max_rate")).relu().square();
            sum = sum.defined() ? sum + excess : excess;
        }
        return sum.mul(values().real("lam"));
    }
    bool applyParam(const std::string& name) override { return name == "lam"; }
};

/// Distance of two signals (models.md O16).
class RegressionLoss final : public SequenceLoss {
public:
    using SequenceLoss::SequenceLoss;

protected:
    at::Tensor judge(const Tensors& inputs) override
    {
        const std::string& kind = values().text("kind");
        const auto how = values().text("reduction") == "mean" ? at::Reduction::Mean : at::Reduction::Sum;
        if (kind == "mae")
            return at::l1_loss(inputs.at(0), inputs.at(1), how);
        if (kind == "huber")
            return at::huber_loss(inputs.at(0), inputs.at(1), how, values().real("delta"));
        return at::mse_loss(inputs.at(0), inputs.at(1), how);
    }
};

class LossSum final : public NodeModule {
public:
    using NodeModule::NodeModule;

    Tensors forward(const Tensors& inputs) override
    {
        at::Tensor sum = inputs.at(0);
        for (std::size_t i = 1; i < inputs.size(); ++i)
            sum = sum + inputs[i];
        return {sum};
    }

    Tensors step(const Tensors& inputs) override { return forward(inputs); }
};

} // namespace

std::unique_ptr<NodeModule> buildEventRateLoss(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<EventRateLoss>(node);
}

std::unique_ptr<NodeModule> buildRegressionLoss(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<RegressionLoss>(node);
}

std::unique_ptr<NodeModule> buildLossSum(const PlannedNode& node, BuildContext&) { return std::make_unique<LossSum>(node); }

} // namespace spw::engine
