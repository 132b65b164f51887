// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/synapses/delay_line.h"

#include "core/base/error.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"

#include <algorithm>
#include <cmath>

namespace spw::engine {

namespace {

/// Anything with a delay line: its state is the line's.
class LineModule : public NodeModule {
public:
    using NodeModule::NodeModule;

    void reset() override { m_line.reset(); }
    void detach() override { m_line.detach(); }
    std::vector<NamedTensor> saveState() const override { return m_line.save(); }
    void restoreState(const std::vector<NamedTensor>& state) override { m_line.restore(state); }

protected:
    DelayLine m_line;
};

/// The same whole number of steps for all: Delay, and the one step between lava blocks.
class FixedDelay final : public LineModule {
public:
    FixedDelay(const PlannedNode& node, std::int64_t steps) : LineModule(node), m_steps(steps) {}

    Tensors forward(const Tensors& inputs) override
    {
        return {delayedBy(m_line.extend(inputs.at(0), m_steps, name()), m_steps, m_steps)};
    }

    at::Tensor held() const override { return m_steps > 0 ? m_line.oldest() : at::Tensor(); }

private:
    std::int64_t m_steps;
};

/// Shape of one delay a channel or a neuron.
std::vector<std::int64_t> delayShape(const PlannedNode& node)
{
    const std::vector<Dim>& features = node.inputs.at(0).info->features;
    std::vector<std::int64_t> shape;
    for (const Dim& dim : features)
        shape.push_back(dim.value());
    if (node.values.text("per") == "channel")
        shape.resize(1);
    else if (node.values.text("per") == "all")
        shape = {1};
    return shape;
}

/// Whole steps in a delay given in units of time; toward zero, as SLAYER and lava-dl count.
at::Tensor wholeSteps(const at::Tensor& delay, double samplingTime)
{
    return (delay.detach() / samplingTime).trunc().to(at::kCPU, at::kLong);
}

std::int64_t largest(const at::Tensor& steps, const std::string& node)
{
    const std::int64_t most = std::max<std::int64_t>(0, steps.max().item<std::int64_t>());
    if (most > kLongestDelay || steps.min().item<std::int64_t>() < -kLongestDelay)
        throw Error("A delay of more than " + std::to_string(kLongestDelay) + " steps cannot be kept.", node,
                    "Check the delays in the weights file, or set 'Longest delay'.");
    return most;
}

/// delayShift: fixed, fractions of a step are cut off, one number or one for each channel or neuron.
class DelayShift final : public LineModule {
public:
    explicit DelayShift(const PlannedNode& node)
        : LineModule(node), m_samplingTime(node.values.real("sampling_time")),
          m_delay(at::full(delayShape(node), node.values.real("delay"), at::kFloat))
    {
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor steps = wholeSteps(m_delay, m_samplingTime);
        const std::int64_t depth = largest(steps, name());
        const at::Tensor extended = m_line.extend(inputs.at(0), depth, name());
        if (values().text("per") == "all")
            return {delayedBy(extended, depth, steps.item<std::int64_t>())};
        return {delayedBy(extended, depth, steps)};
    }

    Tensors step(const Tensors& inputs) override
    {
        if (m_delay.min().item<double>() <= -m_samplingTime)
            throw Error("A delay below 0 looks ahead, which one step at a time cannot.", name(),
                        "Run the whole sequence at once, or use delays from 0.");
        return NodeModule::step(inputs);
    }

    std::vector<NamedTensor> buffers() const override { return {{"delay", m_delay}}; }
    void toDevice(c10::Device device) override { moveTensor(m_delay, device); }

protected:
    bool applyParam(const std::string& parameter) override
    {
        if (parameter != "delay")
            return false;
        m_delay.fill_(values().real("delay"));
        return true;
    }

private:
    double m_samplingTime;
    at::Tensor m_delay;
};

/// The learnable delay of SLAYER and lava-dl: y[t] = x[t - floor(d / Ts)].
class AxonDelay final : public LineModule {
public:
    AxonDelay(const PlannedNode& node, BuildContext& context)
        : LineModule(node), m_samplingTime(node.values.real("sampling_time")),
          m_delay(at::empty(delayShape(node), at::kFloat).uniform_(0.0, 1.0, context.init).set_requires_grad(true))
    {
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        clamp();
        const at::Tensor steps = wholeSteps(m_delay, m_samplingTime);
        const std::int64_t longest = largest(steps, name());
        const bool learns = at::GradMode::is_enabled() && m_delay.requires_grad();
        const std::int64_t depth = learns ? longest + 1 : longest;   // the slope needs y[t - 1] of the first step too
        const at::Tensor extended = m_line.extend(x, depth, name());
        at::Tensor y = delayedBy(extended, depth, steps);
        if (learns) {
            // dy/dd is taken as the backward difference y[t-1] - y[t]; the value stays y because d - d is 0.
            const at::Tensor slope = (delayedBy(extended, depth, steps + 1) - y).detach();
            std::vector<std::int64_t> sizes = m_delay.sizes().vec();
            sizes.resize(std::size_t(x.dim() - 2), 1);
            const at::Tensor delay = m_delay.view(sizes);
            y = y + slope * ((delay - delay.detach()) * values().real("grad_scale")).to(y.scalar_type());
        }
        return {y};
    }

    std::vector<NamedTensor> parameters() const override { return {{"delay", m_delay}}; }
    void toDevice(c10::Device device) override { moveLeaf(m_delay, device); }

private:
    /// As lava-dl does before each use, so that no optimizer leaves a delay below 0.
    void clamp()
    {
        const at::NoGradGuard noGrad;
        if (!m_delay.isfinite().all().item<bool>())
            throw Error("A delay is not a number.", name(), "Lower the learning rate or clip the gradient.");
        const ParamValue& most = values().at("max_delay");
        if (const double* limit = std::get_if<double>(&most))
            m_delay.clamp_(0.0, *limit);
        else
            m_delay.clamp_(0.0);
    }

    double m_samplingTime;
    at::Tensor m_delay;
};

} // namespace

std::unique_ptr<NodeModule> buildDelay(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<FixedDelay>(node, node.values.integer("delay_steps"));
}

std::unique_ptr<NodeModule> buildStepDelay(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<FixedDelay>(node, 1);
}

std::unique_ptr<NodeModule> buildDelayShift(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<DelayShift>(node);
}

std::unique_ptr<NodeModule> buildAxonDelay(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<AxonDelay>(node, context);
}

} // namespace spw::engine
