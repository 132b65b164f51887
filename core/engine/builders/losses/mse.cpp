// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

/// Mean over samples and classes of (rate - one-hot)^2 (models.md O2).
class MseLoss final : public NodeModule {
public:
    using NodeModule::NodeModule;

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& rate = inputs.at(0);
        const at::Tensor target = at::one_hot(inputs.at(1), rate.size(1)).to(rate.scalar_type());
        return {at::mse_loss(rate, target)};
    }

    Tensors step(const Tensors& inputs) override { return forward(inputs); }
};

} // namespace

std::unique_ptr<NodeModule> buildMseLoss(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<MseLoss>(node);
}

} // namespace spw::engine
