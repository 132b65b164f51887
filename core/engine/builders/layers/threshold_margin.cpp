// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/losses/sequence_loss.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

/// Thresholds of the output neurons, seen from their input (models.md O15).
class ThresholdMargin final : public NodeModule {
public:
    using NodeModule::NodeModule;

    Tensors forward(const Tensors& inputs) override { return scaled(inputs.at(0), inputs.at(1)); }
    Tensors step(const Tensors& inputs) override { return scaled(inputs.at(0), inputs.at(1)); }

private:
    /// @param x  [..., N, C].
    Tensors scaled(const at::Tensor& x, const at::Tensor& label) const
    {
        if (!training())
            return {x};
        const double one = values().real("eval_threshold") / values().real("threshold1");
        const double others = values().real("eval_threshold") / values().real("threshold0");
        return {x * losses::target(label, x).mul(one - others).add(others)};
    }
};

} // namespace

std::unique_ptr<NodeModule> buildThresholdMargin(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<ThresholdMargin>(node);
}

} // namespace spw::engine
