// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/neurons/lava_delta.h"

#include "core/base/error.h"
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/planned_sizes.h"
#include "core/engine/builders/layers/lava_norm.h"
#include "core/engine/builders/neurons/kernel_params.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace spw::engine {
namespace lava {

Unit::Unit(const char* functor, std::vector<std::string> states, bool persistent, const std::string& node)
    : m_names(std::move(states)), m_persistent(persistent), m_node(node)
{
    m_config.neuron = functor;
}

at::Tensor Unit::run(const at::Tensor& x, const Tensors& learnables)
{
    if (!m_state.empty() && m_state[0].sizes() != x.sizes().slice(1)) {
        if (!m_persistent)
            throw Error("The input has another batch size or shape than the one before it.", m_node,
                        "Reset the network between batches of different sizes.");
        m_state.clear();
    }
    ops::SequenceOutput out = ops::runSequence({x}, m_state, learnables, m_config);
    m_state = std::move(out.state);
    m_sequences = std::move(out.stateSeq);
    return out.outputs[0];
}

void Unit::reset()
{
    m_sequences.clear();
    if (m_persistent)
        detach();
    else
        m_state.clear();
}

void Unit::detach()
{
    for (at::Tensor& state : m_state)
        state = state.detach();
}

std::vector<NamedTensor> Unit::saveState(const std::string& prefix) const
{
    std::vector<NamedTensor> list;
    for (std::size_t i = 0; i < m_state.size(); ++i)
        list.push_back({prefix + m_names[i], m_state[i].detach().clone()});
    return list;
}

void Unit::restoreState(const std::vector<NamedTensor>& state, const std::string& prefix)
{
    m_state.clear();
    for (const std::string& name : m_names)
        for (const NamedTensor& entry : state)
            if (entry.name == prefix + name)
                m_state.push_back(entry.tensor.clone());
}

at::Tensor Unit::stateSequence(const std::string& state) const
{
    for (std::size_t i = 0; i < m_sequences.size(); ++i)
        if (m_names[i] == state)
            return m_sequences[i];
    return {};
}

DeltaUnit::DeltaUnit(const ParamValues& values, double threshold, double scale, std::int64_t channels,
                     const std::string& node)
    : Unit("lava.delta", {"previous", "residual", "error"}, values.flag("persistent_state"), node), m_scale(scale),
      m_learns(values.flag("requires_grad")),
      m_threshold(at::full({values.flag("shared_param") ? 1 : channels}, threshold, at::kFloat)
                      .set_requires_grad(m_learns))
{
    m_config.params = {
        {"scale", scale},
        {"tau_grad", values.real("tau_grad")},
        {"scale_grad", values.real("scale_grad")},
        {"cum_error", values.flag("cum_error") ? 1.0 : 0.0},
        {"fixed_point", values.flag("fixed_point") ? 1.0 : 0.0},
        {"common_slope", takesCommonSlope(values) ? 1.0 : 0.0},
        {"v_threshold", std::max(threshold, 1.0 / scale)},   // for surrogates that scale with it; cut off it may be 0
    };
    m_config.surrogate = "deterministic_pass";
    if (takesCommonSlope(values)) {
        const SurrogateSetting surrogate = surrogateSetting(values);
        m_config.surrogate = surrogate.id;
        m_config.surrogateParams = surrogate.params;
    }
}

at::Tensor DeltaUnit::run(const at::Tensor& x)
{
    {
        const at::NoGradGuard noGrad;
        m_threshold.clamp_min_(1.0 / m_scale);
    }
    at::Tensor threshold = m_threshold.to(x.scalar_type());
    if (threshold.numel() > 1) {
        std::vector<std::int64_t> sizes(std::size_t(x.dim() - 2), 1);
        sizes[0] = threshold.numel();
        threshold = threshold.view(sizes);
    }
    return Unit::run(x, {threshold});
}

std::vector<NamedTensor> DeltaUnit::parameters(const std::string& prefix) const
{
    return m_learns ? std::vector<NamedTensor>{{prefix + "threshold", m_threshold}} : std::vector<NamedTensor>{};
}

std::vector<NamedTensor> DeltaUnit::buffers(const std::string& prefix) const
{
    return m_learns ? std::vector<NamedTensor>{} : std::vector<NamedTensor>{{prefix + "threshold", m_threshold}};
}

void DeltaUnit::toDevice(c10::Device device)
{
    m_learns ? moveLeaf(m_threshold, device) : moveTensor(m_threshold, device);
}

} // namespace lava

namespace {

/// Shows a kept sequence without its first axis after a single step.
class SteppedModule : public NodeModule {
public:
    using NodeModule::NodeModule;

    Tensors step(const Tensors& inputs) override
    {
        Tensors outputs = NodeModule::step(inputs);
        m_stepped = true;
        return outputs;
    }

protected:
    at::Tensor shown(const at::Tensor& sequence) const
    {
        return sequence.defined() && m_stepped ? sequence.squeeze(0) : sequence;
    }
    bool m_stepped = false;
};

class Sigma final : public SteppedModule {
public:
    explicit Sigma(const PlannedNode& node)
        : SteppedModule(node), m_unit(node.values.flag("persistent_state"), node.name)
    {
    }

    Tensors forward(const Tensors& inputs) override
    {
        m_stepped = false;
        m_unit.keepStates(keepsStates());
        return {m_unit.run(inputs.at(0))};
    }

    void reset() override { m_unit.reset(); }
    void detach() override { m_unit.detach(); }
    std::vector<NamedTensor> saveState() const override { return m_unit.saveState(""); }
    void restoreState(const std::vector<NamedTensor>& state) override { m_unit.restoreState(state, ""); }
    at::Tensor stateSequence(const std::string& state) const override { return shown(m_unit.stateSequence(state)); }

private:
    lava::SigmaUnit m_unit;
};

class Delta final : public SteppedModule {
public:
    explicit Delta(const PlannedNode& node)
        : SteppedModule(node), m_unit(node.values, node.values.real("threshold"),
                                      double(node.values.integer("scale")), plannedChannels(node), node.name)
    {
    }

    Tensors forward(const Tensors& inputs) override
    {
        m_stepped = false;
        m_unit.keepStates(keepsStates());
        return {m_unit.run(inputs.at(0))};
    }

    void reset() override { m_unit.reset(); }
    void detach() override { m_unit.detach(); }
    std::vector<NamedTensor> saveState() const override { return m_unit.saveState(""); }
    void restoreState(const std::vector<NamedTensor>& state) override { m_unit.restoreState(state, ""); }
    std::vector<NamedTensor> parameters() const override { return m_unit.parameters(""); }
    std::vector<NamedTensor> buffers() const override { return m_unit.buffers(""); }
    void toDevice(c10::Device device) override { m_unit.toDevice(device); }
    at::Tensor stateSequence(const std::string& state) const override { return shown(m_unit.stateSequence(state)); }

private:
    lava::DeltaUnit m_unit;
};

/// sigma, norm, bias, activation, delta, dropout.
class SigmaDelta final : public SteppedModule {
public:
    explicit SigmaDelta(const PlannedNode& node)
        : SteppedModule(node), m_activation(node.values.text("activation")),
          m_sigma(node.values.flag("persistent_state"), node.name),
          m_delta(node.values, startOf(node.values), 64.0 * double(node.values.integer("scale")), plannedChannels(node),
                  node.name),
          m_draws(at::make_generator<at::CPUGeneratorImpl>())
    {
        std::vector<std::int64_t> features;
        for (const Dim& dim : node.inputs.at(0).info->features)
            features.push_back(dim.value());
        if (node.values.flag("bias"))
            m_bias = at::zeros(features, at::kFloat).set_requires_grad(node.values.flag("requires_grad"));
        if (node.values.text("norm") != "none") {
            lava::Norm::Config config;
            config.scales = node.values.text("norm") == "WgtScaleBatchNorm";
            config.scale = double(node.values.integer("scale"));
            m_norm.emplace(features.at(0), config);
        }
    }

    Tensors forward(const Tensors& inputs) override
    {
        m_stepped = false;
        m_sigma.keepStates(keepsStates());
        m_delta.keepStates(keepsStates());
        at::Tensor value = m_sigma.run(inputs.at(0));
        if (m_norm)
            value = (*m_norm)(value, training());
        if (m_bias.defined())
            value = value + m_bias.to(value.scalar_type());
        at::Tensor sent = m_delta.run(activated(value));
        const double p = values().real("dropout");
        if (training() && p > 0.0) {
            if (!m_mask.defined() || m_mask.sizes() != sent.sizes().slice(1))
                m_mask = at::empty(sent.sizes().slice(1), at::kFloat).bernoulli_(1.0 - p, m_draws).div_(1.0 - p);
            m_mask = m_mask.to(sent.options());
            sent = sent * m_mask;
        }
        return {sent};
    }

    void reset() override
    {
        m_sigma.reset();
        m_delta.reset();
        m_mask.reset();
    }

    void detach() override
    {
        m_sigma.detach();
        m_delta.detach();
    }

    void reseed(std::uint64_t seed) override { m_draws.set_current_seed(seed); }

    std::vector<NamedTensor> saveState() const override
    {
        std::vector<NamedTensor> list = m_sigma.saveState("sigma.");
        for (NamedTensor& entry : m_delta.saveState("delta."))
            list.push_back(std::move(entry));
        if (m_mask.defined())
            list.push_back({"mask", m_mask});
        return list;
    }

    void restoreState(const std::vector<NamedTensor>& state) override
    {
        m_sigma.restoreState(state, "sigma.");
        m_delta.restoreState(state, "delta.");
        m_mask.reset();
        for (const NamedTensor& entry : state)
            if (entry.name == "mask")
                m_mask = entry.tensor;
    }

    std::vector<NamedTensor> parameters() const override
    {
        std::vector<NamedTensor> list = m_delta.parameters("delta.");
        if (m_bias.defined() && m_bias.requires_grad())
            list.push_back({"bias", m_bias});
        return list;
    }

    std::vector<NamedTensor> buffers() const override
    {
        std::vector<NamedTensor> list = m_delta.buffers("delta.");
        if (m_bias.defined() && !m_bias.requires_grad())
            list.push_back({"bias", m_bias});
        if (m_norm)
            for (NamedTensor& entry : m_norm->buffers("norm."))
                list.push_back(std::move(entry));
        return list;
    }

    void toDevice(c10::Device device) override
    {
        m_delta.toDevice(device);
        if (m_bias.defined())
            m_bias.requires_grad() ? moveLeaf(m_bias, device) : moveTensor(m_bias, device);
        if (m_norm)
            m_norm->toDevice(device);
    }

    at::Tensor stateSequence(const std::string& state) const override
    {
        return shown(state == "sigma" ? m_sigma.stateSequence(state) : m_delta.stateSequence(state));
    }

private:
    /// As the chip keeps it: a whole multiple of 1 / scale.
    static double startOf(const ParamValues& values)
    {
        const double threshold = values.real("threshold"), scale = double(values.integer("scale"));
        return values.flag("fixed_point") ? std::trunc(threshold * scale) / scale : threshold;
    }

    at::Tensor activated(const at::Tensor& x) const
    {
        if (m_activation == "relu")
            return at::relu(x);
        if (m_activation == "sigmoid")
            return at::sigmoid(x);
        if (m_activation == "tanh")
            return at::tanh(x);
        return x;
    }

    std::string m_activation;
    lava::SigmaUnit m_sigma;
    lava::DeltaUnit m_delta;
    std::optional<lava::Norm> m_norm;
    at::Tensor m_bias, m_mask;
    at::Generator m_draws;
};

} // namespace

std::unique_ptr<NodeModule> buildSigma(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<Sigma>(node);
}

std::unique_ptr<NodeModule> buildDeltaEncoder(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<Delta>(node);
}

std::unique_ptr<NodeModule> buildLavaSigmaDelta(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<SigmaDelta>(node);
}

} // namespace spw::engine
