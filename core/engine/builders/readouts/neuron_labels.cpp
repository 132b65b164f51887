// SPDX-License-Identifier: GPL-3.0-or-later
// Readouts that see the labels: whom neurons belong to, and what is rewarded.
#include "core/base/error.h"
#include "core/engine/builders/builder_list.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"

#include <cmath>

namespace spw::engine {

namespace {

class NeuronLabels final : public NodeModule {
public:
    explicit NeuronLabels(const PlannedNode& node)
        : NodeModule(node)
    {
        if (node.outputs.at(0).features.empty())
            throw Error("It is not known how many classes there are.", node.name, "Give their number in 'Classes'.");
        m_classes = node.outputs[0].features[0].value();
        std::int64_t neurons = 1;
        for (const Dim& dim : node.inputs.at(0).info->features)
            neurons *= dim.value();
        m_responses = at::zeros({m_classes, neurons}, at::kFloat);
        m_steps = at::zeros({m_classes}, at::kFloat);
    }

    std::vector<NamedTensor> buffers() const override { return {{"responses", m_responses}, {"steps", m_steps}}; }
    void toDevice(c10::Device device) override
    {
        moveTensor(m_responses, device);
        moveTensor(m_steps, device);
    }

    Tensors forward(const Tensors& inputs) override
    {
        return advance(inputs.at(0).flatten(2).sum(0), inputs.at(0).size(0), inputs.at(1));
    }
    Tensors step(const Tensors& inputs) override { return advance(inputs.at(0).flatten(1), 1, inputs.at(1)); }

    void reset() override
    {
        m_sum.reset();
        m_share.reset();
        m_seen = 0;
    }
    void detach() override
    {
        if (m_sum.defined())
            m_sum = m_sum.detach();
    }
    std::vector<NamedTensor> saveState() const override
    {
        if (!m_sum.defined())
            return {};
        return {{"sum", m_sum.detach().clone()}, {"share", m_share.clone()}, {"steps", at::full({1}, m_seen, at::kLong)}};
    }
    void restoreState(const std::vector<NamedTensor>& state) override
    {
        reset();
        if (state.size() == 3) {
            m_sum = state[0].tensor.clone();
            m_share = state[1].tensor.clone();
            m_seen = state[2].tensor.item<std::int64_t>();
        }
    }

protected:
    bool applyParam(const std::string&) override { return true; }

private:
    /// [neurons, classes]: each column adds up to 1 or 0.
    at::Tensor shares(at::ScalarType type) const
    {
        const at::NoGradGuard noGrad;
        const at::Tensor rates = m_responses / m_steps.clamp_min(1e-9).unsqueeze(1);
        const auto [most, label] = rates.max(0);
        const at::Tensor classes = at::arange(m_classes, label.options());
        const at::Tensor belongs = label.unsqueeze(1).eq(classes).logical_and(most.gt(0).unsqueeze(1)).to(type);
        return belongs / belongs.sum(0, true).clamp_min(1);
    }

    Tensors advance(const at::Tensor& counts, std::int64_t steps, const at::Tensor& label)
    {
        if (!m_share.defined())   // before these samples are counted: they must not answer for themselves
            m_share = shares(counts.scalar_type());
        if (training())
            remember(counts, steps, label);
        m_sum = m_sum.defined() ? m_sum + counts : counts;
        m_seen += steps;
        return {m_sum.matmul(m_share) / double(m_seen)};
    }

    void remember(const at::Tensor& counts, std::int64_t steps, const at::Tensor& label)
    {
        const at::NoGradGuard noGrad;
        if (m_seen == 0) {
            const double keep = std::pow(1.0 - 1.0 / values().real("memory"), double(counts.size(0)));
            m_responses.mul_(keep);
            m_steps.mul_(keep);
        }
        const at::Tensor known = label.ge(0).logical_and(label.lt(m_classes));
        const at::Tensor of = at::arange(m_classes, label.options()).unsqueeze(1).eq(label.unsqueeze(0)).logical_and(known.unsqueeze(0)).to(at::kFloat);
        m_responses.add_(of.matmul(counts.detach().to(at::kFloat)));
        m_steps.add_(of.sum(1), double(steps));
    }

    std::int64_t m_classes = 0, m_seen = 0;
    at::Tensor m_responses, m_steps;   // by class: spikes of each neuron, steps looked at
    at::Tensor m_sum, m_share;
};

class Reward final : public NodeModule {
public:
    explicit Reward(const PlannedNode& node) : NodeModule(node)
    {
        const std::int64_t neurons = node.inputs.at(0).info->features.at(0).value(), wanted = node.values.integer("num_classes");
        m_classes = wanted > 0 ? wanted : node.inputs.at(1).info->classes.value_or(neurons);
        m_ofClass = neurons / m_classes;
    }

    Tensors forward(const Tensors& inputs) override
    {
        Tensors rewards;
        for (std::int64_t t = 0; t < inputs.at(0).size(0); ++t)
            rewards.push_back(of(inputs[0].select(0, t), inputs.at(1)));
        return {at::stack(rewards)};
    }
    Tensors step(const Tensors& inputs) override { return {of(inputs.at(0), inputs.at(1))}; }

    void reset() override { m_counts.reset(); }
    void detach() override
    {
        if (m_counts.defined())
            m_counts = m_counts.detach();
    }
    std::vector<NamedTensor> saveState() const override
    {
        return m_counts.defined() ? std::vector<NamedTensor>{{"counts", m_counts.detach().clone()}} : std::vector<NamedTensor>();
    }
    void restoreState(const std::vector<NamedTensor>& state) override
    {
        reset();
        if (!state.empty())
            m_counts = state[0].tensor.clone();
    }

protected:
    bool applyParam(const std::string&) override { return true; }

private:
    at::Tensor of(const at::Tensor& spikes, const at::Tensor& label)
    {
        const at::Tensor now = spikes.view({spikes.size(0), m_classes, m_ofClass}).sum(2);
        const at::Tensor right = at::arange(m_classes, label.options()).unsqueeze(0).eq(label.unsqueeze(1)).to(now.scalar_type());
        const double reward = values().real("reward"), punishment = values().real("punishment");
        if (values().text("judge") == "spikes")
            return (now * (right * (reward + punishment) - punishment)).sum(1, true);
        m_counts = m_counts.defined() ? m_counts + now : now;
        const at::Tensor mine = (m_counts * right).sum(1, true), others = std::get<0>((m_counts * (1 - right)).max(1, true));
        return (mine.gt(others) * reward - mine.lt(others) * punishment).to(now.scalar_type());
    }

    std::int64_t m_classes = 1, m_ofClass = 1;
    at::Tensor m_counts;
};

} // namespace

std::unique_ptr<NodeModule> buildNeuronLabels(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<NeuronLabels>(node);
}

std::unique_ptr<NodeModule> buildReward(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<Reward>(node);
}

} // namespace spw::engine
