// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

/// Cross-entropy with rates as logits (models.md O1).
class CrossEntropyLoss final : public NodeModule {
public:
    explicit CrossEntropyLoss(const PlannedNode& node)
        : NodeModule(node), m_smoothing(node.values.real("label_smoothing"))
    {
    }

    Tensors forward(const Tensors& inputs) override
    {
        return {at::cross_entropy_loss(inputs.at(0), inputs.at(1), {}, at::Reduction::Mean, -100, m_smoothing)};
    }

    Tensors step(const Tensors& inputs) override { return forward(inputs); }

private:
    double m_smoothing;
};

} // namespace

std::unique_ptr<NodeModule> buildCrossEntropyLoss(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<CrossEntropyLoss>(node);
}

} // namespace spw::engine
