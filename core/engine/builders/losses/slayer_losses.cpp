// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/losses/sequence_loss.h"
#include "kernels/torch/aten.h"

#include <algorithm>
#include <cmath>

namespace spw::engine {

namespace {

/// psp of SLAYER: convolution with t/tau exp(1 - t/tau), cut where it has fallen below 0.01, times Ts.
at::Tensor psp(const at::Tensor& x, double tau, double step)
{
    constexpr double kCutOff = 0.01;
    std::vector<double> kernel;
    for (std::int64_t k = 0; k < x.size(0); ++k) {
        const double t = double(k) * step, value = t / tau * std::exp(1 - t / tau);
        if (std::abs(value) < kCutOff && t > tau)
            break;
        kernel.push_back(value * step);
    }
    return losses::causalFilter(x, kernel);
}

/// Half the squared psp of what differs (models.md O6).
class SlayerSpikeTimeLoss final : public SequenceLoss {
public:
    using SequenceLoss::SequenceLoss;

protected:
    at::Tensor judge(const Tensors& inputs) override
    {
        const double step = values().real("Ts");
        const at::Tensor error = psp(inputs.at(0) - inputs.at(1), values().real("tauSr"), step);
        return error.square().sum().mul(step / 2);
    }
};

/// The count within a window, silence outside (models.md O5, code behaviour).
class NumSpikesLoss final : public SequenceLoss {
public:
    using SequenceLoss::SequenceLoss;

protected:
    at::Tensor judge(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);   // [T, N, C]
        const double step = values().real("Ts");
        const auto index = [&](const char* name) {   // half to even, as numpy's rint
            return std::int64_t(std::clamp(std::nearbyint(values().real(name) / step), 0.0, 1e15));
        };
        const std::int64_t first = std::min(index("region_start"), x.size(0)), stop = index("region_stop");
        const std::int64_t last = std::min(stop, x.size(0));
        const at::Tensor plain = x.detach();
        const at::Tensor inside = at::zeros({x.size(0)}, x.options());
        if (last > first)
            inside.narrow(0, first, last - first).fill_(1);
        std::vector<std::int64_t> perStep(std::size_t(x.dim()), 1);
        perStep[0] = x.size(0);
        const at::Tensor region = inside.view(perStep);

        const double yes = values().real("count_true"), no = values().real("count_false");
        const at::Tensor wanted = losses::target(inputs.at(1), plain.select(0, 0)).mul(yes - no).add(no);
        const at::Tensor count = plain.mul(region).sum(0).mul(step);
        const double length = double(std::max<std::int64_t>(stop - index("region_start"), 1));
        const at::Tensor perStepError = count.sub(wanted).mul(values().real("numSpikesScale") / length);
        // The count's own error is a constant to the gradient, which reaches the spikes through the psp.
        const at::Tensor error = psp(x - plain * region, values().real("tauSr"), step) + perStepError.unsqueeze(0) * region;
        return error.square().sum().mul(step / 2);
    }
};

} // namespace

std::unique_ptr<NodeModule> buildSlayerSpikeTimeLoss(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<SlayerSpikeTimeLoss>(node);
}

std::unique_ptr<NodeModule> buildNumSpikesLoss(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<NumSpikesLoss>(node);
}

} // namespace spw::engine
