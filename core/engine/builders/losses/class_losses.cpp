// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/losses/sequence_loss.h"
#include "kernels/torch/aten.h"

#include <cmath>

#include <c10/core/DispatchKeySet.h>
#include <c10/core/impl/LocalDispatchKeySet.h>

namespace spw::engine {

namespace {

/// Cross-entropy with the mean, largest or last membrane as logits (models.md O3).
class CrossEntropyMembraneLoss final : public SequenceLoss {
public:
    using SequenceLoss::SequenceLoss;

protected:
    at::Tensor judge(const Tensors& inputs) override
    {
        const std::string& how = values().text("reduce");
        const at::Tensor& x = inputs.at(0);
        const at::Tensor logits = how == "max" ? x.amax(0) : how == "last" ? x.select(0, -1) : x.mean(0);
        return at::cross_entropy_loss(logits, inputs.at(1), {}, at::Reduction::Mean, -100, values().real("label_smoothing"));
    }
};

/// Mean cross-entropy of all steps, and a pull of the outputs towards a constant (models.md O4).
/// x [T, N, C, ...] with labels [N, ...].
class TetLoss final : public SequenceLoss {
public:
    using SequenceLoss::SequenceLoss;

protected:
    at::Tensor judge(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        const at::Tensor& label = inputs.at(1);
        std::vector<std::int64_t> sizes{x.size(0)};
        sizes.insert(sizes.end(), label.sizes().begin(), label.sizes().end());
        // Every step has as many terms, so one mean over all is the mean of the means.
        at::Tensor loss = at::cross_entropy_loss(x.flatten(0, 1), label.unsqueeze(0).expand(sizes).flatten(0, 1));
        if (const double weight = values().real("lamb"); weight > 0)
            loss = loss + x.sub(values().real("means")).square().mean().mul(weight);
        return loss;
    }
};

/// Similar patterns for equal labels (models.md O11).
class SpikeSimilarLoss final : public SequenceLoss {
public:
    using SequenceLoss::SequenceLoss;

protected:
    at::Tensor judge(const Tensors& inputs) override
    {
        const std::string &kernel = values().text("kernel_type"), &distance = values().text("loss_type");
        const at::ScalarType type = inputs.at(0).scalar_type();
        // [N, everything]. Slope and logarithm of what is nearly 1: beside 1 float32 has too few numbers.
        const at::Tensor spikes = inputs.at(0).transpose(0, 1).flatten(1).to(at::kDouble);
        at::Tensor p = losses::kernelDotProduct(spikes, spikes, kernel,
                                                kernel == "gaussian" ? values().real("sigma") : values().real("alpha"));
        if (kernel == "linear") {
            const at::Tensor lengths = spikes.norm(2, at::IntArrayRef{1}, true);
            p = p / (lengths.mm(lengths.t()) + 1e-8);
        }
        const at::Tensor& label = inputs.at(1);
        const at::Tensor similar = label.dim() == 1
                                       ? label.unsqueeze(0).eq(label.unsqueeze(1)).to(p.scalar_type())
                                       : label.to(p.scalar_type()).mm(label.to(p.scalar_type()).t()).clamp_max(1);
        if (distance == "mse")
            return at::mse_loss(p, similar).to(type);
        if (distance == "l1")
            return at::l1_loss(p, similar).to(type);
        // Autocast refuses this function on a GPU, for 16-bit numbers' sake; these have 64.
        const c10::impl::ExcludeDispatchKeyGuard plain(c10::autocast_dispatch_keyset);
        return at::binary_cross_entropy(p.clamp(0, 1), similar).to(type);
    }
};

/// Squared distance of the largest membrane to the threshold, where the answer is wrong (models.md O12).
class TempotronLoss final : public NodeModule {
public:
    using NodeModule::NodeModule;

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& most = inputs.at(0);
        const double threshold = values().real("v_threshold");
        const at::Tensor wrong = most.detach().ge(threshold).ne(losses::target(inputs.at(1), most).gt(0.5));
        return {most.sub(threshold).square().mul(wrong.to(most.scalar_type())).sum().div(double(most.size(0)))};
    }

    Tensors step(const Tensors& inputs) override { return forward(inputs); }
};

} // namespace

std::unique_ptr<NodeModule> buildCrossEntropyMembraneLoss(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<CrossEntropyMembraneLoss>(node);
}

std::unique_ptr<NodeModule> buildTetLoss(const PlannedNode& node, BuildContext&) { return std::make_unique<TetLoss>(node); }

std::unique_ptr<NodeModule> buildSpikeSimilarLoss(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<SpikeSimilarLoss>(node);
}

std::unique_ptr<NodeModule> buildTempotronLoss(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<TempotronLoss>(node);
}

} // namespace spw::engine
