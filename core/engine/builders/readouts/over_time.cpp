// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/losses/sequence_loss.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

/// A readout that keeps tensors from step to step and can say all of them.
class OverTime : public NodeModule {
public:
    using NodeModule::NodeModule;

    void reset() override { m_kept.clear(); }
    void detach() override
    {
        for (at::Tensor& one : m_kept)
            one = one.detach();
    }
    std::vector<NamedTensor> saveState() const override
    {
        std::vector<NamedTensor> list;
        for (const at::Tensor& one : m_kept)
            list.push_back({"kept" + std::to_string(list.size()), one.detach().clone()});
        return list;
    }
    void restoreState(const std::vector<NamedTensor>& state) override
    {
        reset();
        for (const NamedTensor& entry : state)
            m_kept.push_back(entry.tensor.clone());
    }

protected:
    Tensors m_kept;
};

/// Sum over all steps since the last reset (models.md R2).
class SpikeCount final : public OverTime {
public:
    using OverTime::OverTime;

    Tensors forward(const Tensors& inputs) override { return add(inputs.at(0).sum(0)); }
    Tensors step(const Tensors& inputs) override { return add(inputs.at(0)); }

private:
    Tensors add(const at::Tensor& count)
    {
        m_kept = {m_kept.empty() ? count : m_kept[0] + count};
        return {m_kept[0]};
    }
};

/// Mean, largest or last value since the last reset (models.md R4).
class MembraneReadout final : public OverTime {
public:
    using OverTime::OverTime;

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        const std::string& how = values().text("reduce");
        return add(how == "max" ? x.amax(0) : how == "last" ? x.select(0, -1) : x.sum(0), x.size(0));
    }
    Tensors step(const Tensors& inputs) override { return add(inputs.at(0), 1); }

private:
    Tensors add(const at::Tensor& value, std::int64_t steps)
    {
        const std::string& how = values().text("reduce");
        if (how == "last")
            return {value};
        if (how == "max") {
            m_kept = {m_kept.empty() ? value : at::maximum(m_kept[0], value)};
            return {m_kept[0]};
        }
        const at::Tensor count = at::scalar_tensor(double(steps), at::TensorOptions(at::kDouble));
        m_kept = m_kept.empty() ? Tensors{value, count} : Tensors{m_kept[0] + value, m_kept[1] + count};
        return {m_kept[0] / m_kept[1].item<double>()};
    }
};

/// The first spike of each neuron, and how early it came (models.md R5).
class FirstSpike final : public OverTime {
public:
    using OverTime::OverTime;

    Tensors forward(const Tensors& inputs) override { return add(inputs.at(0)); }
    Tensors step(const Tensors& inputs) override
    {
        Tensors out = add(inputs.at(0).unsqueeze(0));
        out[1] = out[1].squeeze(0);
        return out;
    }

private:
    /// State: whether each neuron has fired, the sum of the steps at which they first did, and the steps so far.
    Tensors add(const at::Tensor& x)
    {
        const at::Tensor spikes = x.detach().ne(0);
        if (m_kept.empty())
            m_kept = {at::zeros_like(spikes[0]), at::zeros_like(x[0]), at::scalar_tensor(0.0, at::TensorOptions(at::kDouble)),
                      at::zeros_like(x[0])};
        const double before = m_kept[2].item<double>();
        const at::Tensor first = spikes & spikes.to(at::kInt).cumsum(0).eq(1) & m_kept[0].logical_not().unsqueeze(0);
        std::vector<std::int64_t> shape(std::size_t(x.dim()), 1);
        shape[0] = x.size(0);
        const at::Tensor time = at::arange(x.size(0), x.options()).add(before).view(shape);
        // 1 whatever the size of the spike; the gradient reaches the spike that decided.
        const at::Tensor chosen = first * (x - x.detach() + 1);
        m_kept[0] = m_kept[0] | first.any(0);
        m_kept[1] = m_kept[1] + (chosen * time).sum(0);
        m_kept[3] = m_kept[3] + chosen.sum(0);
        m_kept[2] = m_kept[2] + double(x.size(0));
        return {m_kept[3] - m_kept[1] / m_kept[2].item<double>(), chosen};
    }
};

/// Mean over the steps that the mask [T, N] or [T, N, 1] allows (models.md R8).
class MaskedMean final : public OverTime {
public:
    using OverTime::OverTime;

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        at::Tensor mask = inputs.at(1).to(x.scalar_type());
        mask = mask.reshape({x.size(0), x.size(1), 1});
        return add((x * mask).sum(0), mask.sum(0));
    }
    Tensors step(const Tensors& inputs) override { return forward({inputs.at(0).unsqueeze(0), inputs.at(1).unsqueeze(0)}); }

private:
    Tensors add(const at::Tensor& sum, const at::Tensor& steps)
    {
        m_kept = m_kept.empty() ? Tensors{sum, steps} : Tensors{m_kept[0] + sum, m_kept[1] + steps};
        return {m_kept[0] / m_kept[1].clamp_min(1)};
    }
};

/// Rate of the last steps, at every step (models.md R7).
class MovingWindow final : public OverTime {
public:
    using OverTime::OverTime;

    Tensors forward(const Tensors& inputs) override
    {
        const std::int64_t window = values().integer("time_window");
        const at::Tensor& x = inputs.at(0);
        const at::Tensor all = m_kept.empty() ? x : at::cat({m_kept[0], x});
        const std::int64_t back = std::min(window - 1, all.size(0));
        m_kept = {all.narrow(0, all.size(0) - back, back)};
        return {losses::movingRate(all, window).narrow(0, all.size(0) - x.size(0), x.size(0))};
    }
    // step(): the base class's, which makes a sequence of one
};

/// Rates as probabilities over the last axis.
class Confidence final : public NodeModule {
public:
    using NodeModule::NodeModule;

    Tensors forward(const Tensors& inputs) override
    {
        constexpr double kEpsilon = 1e-6;
        const at::Tensor& rate = inputs.at(0);
        return {values().text("mode") == "softmax" ? rate.softmax(-1) : rate.div(rate.sum(-1, true).add(kEpsilon))};
    }
    Tensors step(const Tensors& inputs) override { return forward(inputs); }
};

} // namespace

std::unique_ptr<NodeModule> buildSpikeCount(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<SpikeCount>(node);
}

std::unique_ptr<NodeModule> buildMembraneReadout(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<MembraneReadout>(node);
}

std::unique_ptr<NodeModule> buildFirstSpike(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<FirstSpike>(node);
}

std::unique_ptr<NodeModule> buildMaskedMean(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<MaskedMean>(node);
}

std::unique_ptr<NodeModule> buildMovingWindow(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<MovingWindow>(node);
}

std::unique_ptr<NodeModule> buildConfidence(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<Confidence>(node);
}

} // namespace spw::engine
