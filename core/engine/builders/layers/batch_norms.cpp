// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/engine/block_part.h"
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/planned_sizes.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/layer_ops.h"

namespace spw::engine {

namespace {

/// Weight, bias and running statistics of `count` features.
struct NormTensors {
    at::Tensor weight, bias, mean, var;

    NormTensors(const PlannedNode& node, at::IntArrayRef shape, double firstWeight, bool hasBias)
    {
        if (!node.values.has("affine") || node.values.flag("affine")) {
            weight = at::full(shape, firstWeight, at::kFloat).set_requires_grad(true);
            if (hasBias)
                bias = at::zeros(shape, at::kFloat).set_requires_grad(true);
        }
        if (node.values.flag("track_running_stats")) {
            mean = at::zeros(shape, at::kFloat);
            var = at::ones(shape, at::kFloat);
        }
    }

    std::vector<NamedTensor> parameters() const
    {
        std::vector<NamedTensor> list;
        if (weight.defined())
            list.push_back({"weight", weight});
        if (bias.defined())
            list.push_back({"bias", bias});
        return list;
    }

    std::vector<NamedTensor> buffers() const
    {
        if (!mean.defined())
            return {};
        return {{"running_mean", mean}, {"running_var", var}};
    }

    void toDevice(c10::Device device)
    {
        moveLeaf(weight, device);
        moveLeaf(bias, device);
        moveTensor(mean, device);
        moveTensor(var, device);
    }
};

double firstWeight(const ParamValues& values)
{
    if (values.has("v_th"))
        return values.real("alpha") * values.real("v_th");
    return values.has("initial_weight") ? values.real("initial_weight") : 1.0;
}

/// Statistics over time, batch and places in forward(), over one step in step() while training (models.md 11).
class BatchNorm : public StatelessModule {
public:
    explicit BatchNorm(const PlannedNode& node)
        : StatelessModule(node), m_eps(node.values.real("eps")), m_momentum(node.values.real("momentum")),
          m_tensors(node, {plannedChannels(node)}, firstWeight(node.values), true)
    {
    }

    std::vector<NamedTensor> parameters() const override { return m_tensors.parameters(); }
    std::vector<NamedTensor> buffers() const override { return m_tensors.buffers(); }
    void toDevice(c10::Device device) override { m_tensors.toDevice(device); }

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        const NormTensors& t = m_tensors;
        if (x.dim() == 4)
            return ops::batchNorm2d(x, t.weight, t.bias, t.mean, t.var, training(), m_momentum, m_eps);
        return at::batch_norm(x, t.weight, t.bias, t.mean, t.var, training() || !t.mean.defined(), m_momentum, m_eps, false);
    }

    double m_eps, m_momentum;
    NormTensors m_tensors;
};

/// On pictures it may run in one pass with the neurons that follow.
class BatchNorm2d final : public BatchNorm, public BlockPart {
public:
    using BatchNorm::BatchNorm;

    Kind kind() const override { return Kind::Norm; }
    bool addTo(ops::BlockConfig& config) const override
    {
        const NormTensors& t = m_tensors;
        config.norm = ops::BlockNorm{t.weight, t.bias, t.mean, t.var, training(), m_momentum, m_eps};
        return true;
    }
};

/// Knows which step of the sequence comes next, for layers with numbers for each step.
class StepCounter {
public:
    StepCounter(std::string node, std::int64_t steps) : m_node(std::move(node)), m_steps(steps) {}

    /// Takes `count` steps.  @return the first of them.
    std::int64_t take(std::int64_t count)
    {
        const std::int64_t first = m_next;
        if (first + count > m_steps)
            throw Error("It has numbers for " + std::to_string(m_steps) + " steps, this would be step " +
                            std::to_string(first + count) + ".",
                        m_node, "Reset it between sequences, or raise its parameter 'Steps'.");
        m_next += count;
        return first;
    }
    void reset() { m_next = 0; }
    std::vector<NamedTensor> save() const { return {{"t", at::full({1}, m_next, at::kLong)}}; }
    void restore(const std::vector<NamedTensor>& state)
    {
        m_next = state.empty() ? 0 : state.front().tensor.item<std::int64_t>();
    }
    std::int64_t steps() const { return m_steps; }

private:
    std::string m_node;
    std::int64_t m_steps, m_next = 0;
};

/// A batch norm whose result is scaled step by step.
class TemporalEffectiveNorm final : public BatchNorm {
public:
    explicit TemporalEffectiveNorm(const PlannedNode& node)
        : BatchNorm(node), m_steps(node.name, plannedSteps(node)),
          m_scale(at::ones({m_steps.steps()}, at::kFloat).set_requires_grad(true)),
          m_firstOnly(node.values.flag("first_scale_only"))
    {
    }

    Tensors forward(const Tensors& inputs) override
    {
        const std::int64_t count = inputs.at(0).size(0), first = m_steps.take(count);
        const at::Tensor y = BatchNorm::forward(inputs).at(0);
        std::vector<std::int64_t> shape(std::size_t(y.dim()), 1);
        shape[0] = count;
        if (m_firstOnly)
            return {y * m_scale[0]};
        return {y * m_scale.narrow(0, first, count).view(shape)};
    }

    Tensors step(const Tensors& inputs) override { return NodeModule::step(inputs); }
    void reset() override { m_steps.reset(); }
    std::vector<NamedTensor> saveState() const override { return m_steps.save(); }
    void restoreState(const std::vector<NamedTensor>& state) override { m_steps.restore(state); }

    std::vector<NamedTensor> parameters() const override
    {
        std::vector<NamedTensor> list = BatchNorm::parameters();
        list.push_back({"scale", m_scale});
        return list;
    }

    void toDevice(c10::Device device) override
    {
        BatchNorm::toDevice(device);
        moveLeaf(m_scale, device);
    }

private:
    StepCounter m_steps;
    at::Tensor m_scale;
    bool m_firstOnly;
};

/// A batch norm for each step: with the steps laid beside the channels one call does them all.
class ThroughTimeNorm final : public NodeModule {
public:
    explicit ThroughTimeNorm(const PlannedNode& node)
        : NodeModule(node), m_eps(node.values.real("eps")), m_momentum(node.values.real("momentum")),
          m_steps(node.name, plannedSteps(node)), m_tensors(node, {m_steps.steps(), plannedChannels(node)}, 1.0, false)
    {
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);   // [T, N, C, ...]
        const std::int64_t count = x.size(0), first = m_steps.take(count);
        const at::Tensor beside = x.transpose(0, 1);   // [N, T, C, ...]
        const auto now = [&](const at::Tensor& numbers) {
            return numbers.defined() ? numbers.narrow(0, first, count).view({-1}) : numbers;
        };
        const NormTensors& t = m_tensors;
        const at::Tensor y = at::batch_norm(beside.flatten(1, 2), now(t.weight), {}, now(t.mean), now(t.var),
                                            training() || !t.mean.defined(), m_momentum, m_eps, false);
        return {y.reshape(beside.sizes()).transpose(0, 1)};
    }

    void reset() override { m_steps.reset(); }
    std::vector<NamedTensor> saveState() const override { return m_steps.save(); }
    void restoreState(const std::vector<NamedTensor>& state) override { m_steps.restore(state); }
    std::vector<NamedTensor> parameters() const override { return m_tensors.parameters(); }
    std::vector<NamedTensor> buffers() const override { return m_tensors.buffers(); }
    void toDevice(c10::Device device) override { m_tensors.toDevice(device); }

private:
    double m_eps, m_momentum;
    StepCounter m_steps;
    NormTensors m_tensors;
};

} // namespace

#define SPW_NORM_BUILDER(name, Class)                                                                                   \
    std::unique_ptr<NodeModule> name(const PlannedNode& node, BuildContext&) { return std::make_unique<Class>(node); }
SPW_NORM_BUILDER(buildBatchNorm, BatchNorm)
SPW_NORM_BUILDER(buildBatchNorm2d, BatchNorm2d)
SPW_NORM_BUILDER(buildTemporalBatchNorm, TemporalEffectiveNorm)
SPW_NORM_BUILDER(buildBatchNormThroughTime, ThroughTimeNorm)
#undef SPW_NORM_BUILDER

} // namespace spw::engine
