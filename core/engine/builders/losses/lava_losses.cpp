// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/losses/sequence_loss.h"
#include "kernels/torch/aten.h"

#include <algorithm>
#include <cmath>

namespace spw::engine {

namespace {

/// Losses on the rate of each class: one rate [1, N, C] of all steps, or one at every step [T, N, C]. Labels are [N] or,
/// one for each step, [N, T]; or masks [N, C] or [T, N, C].
class LavaRateLoss : public SequenceLoss {
public:
    using SequenceLoss::SequenceLoss;

protected:
    at::Tensor judge(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        const std::int64_t window = values().integer("moving_window");
        const at::Tensor rate = window > 0 ? losses::movingRate(x, window) : x.mean(0, true);
        at::Tensor label = inputs.at(1);
        if (!label.is_floating_point() && label.dim() == 2)
            label = label.narrow(1, 0, std::min(label.size(1), rate.size(0))).t();   // of the steps so far
        if (label.is_floating_point() && label.dim() == 3)
            label = label.narrow(0, 0, std::min(label.size(0), rate.size(0)));
        const at::Tensor target = losses::target(label, rate);
        return losses::reduced(errors(rate, target.dim() == 2 ? target.unsqueeze(0).expand_as(rate) : target),
                               values().text("reduction"));
    }

    /// @param target  one-hot, like rate.
    virtual at::Tensor errors(const at::Tensor& rate, const at::Tensor& target) = 0;
};

class LavaSpikeRateLoss final : public LavaRateLoss {
public:
    using LavaRateLoss::LavaRateLoss;

protected:
    at::Tensor errors(const at::Tensor& rate, const at::Tensor& target) override
    {
        const double yes = values().real("true_rate"), no = values().real("false_rate");
        return rate.sub(target.mul(yes - no).add(no)).square();
    }
};

class LavaSpikeMaxLoss final : public LavaRateLoss {
public:
    using LavaRateLoss::LavaRateLoss;

protected:
    at::Tensor errors(const at::Tensor& rate, const at::Tensor& target) override
    {
        constexpr double kEpsilon = 1e-6, kLeast = 1e-12;   // silent classes would make the loss infinite
        const at::Tensor logs = values().text("mode") == "softmax"
                                    ? rate.log_softmax(-1)
                                    : rate.div(rate.sum(-1, true).add(kEpsilon)).clamp_min(kLeast).log();
        return logs.mul(target).sum(-1).neg();
    }
};

class LavaSpikeMoidLoss final : public LavaRateLoss {
public:
    using LavaRateLoss::LavaRateLoss;

protected:
    at::Tensor errors(const at::Tensor& rate, const at::Tensor& target) override
    {
        const at::Tensor logits = rate.sub(values().real("theta")).div(values().real("alpha"));
        return at::binary_cross_entropy_with_logits(logits, target, {}, {}, at::Reduction::None);
    }
};

/// Both trains filtered, then squared differences (models.md O7).
class LavaSpikeTimeLoss final : public SequenceLoss {
public:
    explicit LavaSpikeTimeLoss(const PlannedNode& node) : SequenceLoss(node)
    {
        const std::int64_t length = node.values.integer("length");
        std::vector<double> once(std::size_t(length), 0.0);
        for (std::int64_t t = 0; t < length; ++t)
            once[std::size_t(t)] = std::exp(-double(t) / node.values.real("time_constant"));
        // exp convolved with itself n - 1 times has a closed form: it gains the factor (t+1)(t+2)...(t+n-1)/(n-1)!.
        m_kernel = once;
        for (std::int64_t n = 1; n < node.values.integer("filter_order"); ++n)
            for (std::int64_t t = 0; t < length; ++t)
                m_kernel[std::size_t(t)] *= double(t + n) / double(n);
    }

protected:
    at::Tensor judge(const Tensors& inputs) override
    {
        const at::Tensor error = losses::causalFilter(inputs.at(0) - inputs.at(1), m_kernel);
        return losses::reduced(error.square(), values().text("reduction"));
    }

private:
    std::vector<double> m_kernel;
};

} // namespace

std::unique_ptr<NodeModule> buildLavaSpikeRateLoss(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<LavaSpikeRateLoss>(node);
}

std::unique_ptr<NodeModule> buildLavaSpikeMaxLoss(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<LavaSpikeMaxLoss>(node);
}

std::unique_ptr<NodeModule> buildLavaSpikeMoidLoss(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<LavaSpikeMoidLoss>(node);
}

std::unique_ptr<NodeModule> buildLavaSpikeTimeLoss(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<LavaSpikeTimeLoss>(node);
}

} // namespace spw::engine
