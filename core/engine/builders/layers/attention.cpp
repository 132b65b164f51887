// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/init.h"
#include "core/engine/builders/planned_sizes.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

void requireSteps(const at::Tensor& x, std::int64_t steps, const std::string& node)
{
    if (x.size(0) != steps)
        throw Error("It is made for " + std::to_string(steps) + " steps, this sequence has " + std::to_string(x.size(0)) + ".",
                    node, "Plan the network for sequences of this length.");
}

/// Two layers without bias, n -> n / reduction (ReLU) -> n, applied to means and maxima alike.
struct SharedMlp {
    at::Tensor first, second;   // [n / r, n], [n, n / r]

    SharedMlp(std::int64_t n, std::int64_t reduction, BuildContext& context)
    {
        first = initialWeights({n / reduction, n}, n, false, context.init).weight;
        second = initialWeights({n, n / reduction}, n / reduction, false, context.init).weight;
    }
    at::Tensor operator()(const at::Tensor& x) const { return at::linear(at::linear(x, first).relu(), second); }
    at::Tensor score(const at::Tensor& mean, const at::Tensor& max) const
    {
        return at::sigmoid((*this)(mean) + (*this)(max));
    }
    void toDevice(c10::Device device)
    {
        moveLeaf(first, device);
        moveLeaf(second, device);
    }
};

/// `score` [N, n] shaped to multiply x where n is its axis `axis` and samples are axis 1.
at::Tensor spread(const at::Tensor& score, const at::Tensor& x, std::int64_t axis)
{
    std::vector<std::int64_t> sizes(std::size_t(x.dim()), 1);
    sizes[1] = x.size(1);
    sizes[std::size_t(axis)] = x.size(axis);
    return (axis == 0 ? score.t() : score).reshape(sizes);
}

class TemporalWiseAttention final : public WholeSequenceModule {
public:
    TemporalWiseAttention(const PlannedNode& node, BuildContext& context)
        : WholeSequenceModule(node), m_steps(plannedSteps(node)), m_mlp(m_steps, node.values.integer("reduction"), context)
    {
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        requireSteps(x, m_steps, name());
        const at::Tensor flat = x.flatten(2);   // [T, N, values]
        return {x * spread(m_mlp.score(flat.mean(2).t(), flat.amax(2).t()), x, 0)};
    }

    std::vector<NamedTensor> parameters() const override
    {
        return {{"sharedMLP.0.weight", m_mlp.first}, {"sharedMLP.2.weight", m_mlp.second}};
    }
    void toDevice(c10::Device device) override { m_mlp.toDevice(device); }

private:
    std::int64_t m_steps;
    SharedMlp m_mlp;
};

class MultiDimensionalAttention final : public WholeSequenceModule {
public:
    MultiDimensionalAttention(const PlannedNode& node, BuildContext& context)
        : WholeSequenceModule(node), m_steps(plannedSteps(node)), m_kernel(node.values.text("kernel_size") == "7" ? 7 : 3),
          m_time(m_steps, node.values.integer("reduction_t"), context),
          m_channel(node.inputs.at(0).info->features.at(0).value(), node.values.integer("reduction_c"), context),
          m_place(initialWeights({1, 2, m_kernel, m_kernel}, 2 * m_kernel * m_kernel, false, context.init).weight)
    {
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);   // [T, N, C, H, W]
        requireSteps(x, m_steps, name());
        const at::Tensor steps = x.flatten(2);
        at::Tensor y = x * spread(m_time.score(steps.mean(2).t(), steps.amax(2).t()), x, 0);
        y = y * spread(m_channel.score(y.mean({0, 3, 4}), y.amax({0, 3, 4})), x, 2);
        const std::vector<std::int64_t> stepsAndChannels{0, 2};
        const at::Tensor both = at::stack({y.mean(stepsAndChannels), y.amax(stepsAndChannels)}, 1);   // [N, 2, H, W]
        const at::Tensor place = at::sigmoid(at::conv2d(both, m_place, {}, 1, m_kernel / 2));
        return {(y * place.unsqueeze(0)).relu()};
    }

    std::vector<NamedTensor> parameters() const override
    {
        return {{"ta.sharedMLP.0.weight", m_time.first},    {"ta.sharedMLP.2.weight", m_time.second},
                {"ca.sharedMLP.0.weight", m_channel.first}, {"ca.sharedMLP.2.weight", m_channel.second},
                {"sa.conv.weight", m_place}};
    }

    void toDevice(c10::Device device) override
    {
        m_time.toDevice(device);
        m_channel.toDevice(device);
        moveLeaf(m_place, device);
    }

private:
    std::int64_t m_steps, m_kernel;
    SharedMlp m_time, m_channel;
    at::Tensor m_place;
};

} // namespace

std::unique_ptr<NodeModule> buildTemporalWiseAttention(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<TemporalWiseAttention>(node, context);
}

std::unique_ptr<NodeModule> buildMultiDimensionalAttention(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<MultiDimensionalAttention>(node, context);
}

} // namespace spw::engine
