// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/neurons/own_neuron.h"

#include "core/base/error.h"
#include "kernels/torch/aten.h"

#include <algorithm>
#include <cmath>

namespace spw::engine {

namespace {

/// kaiming uniform with a = sqrt(5) of a matrix with `fanIn` columns.
at::Tensor uniformWeights(at::IntArrayRef shape, std::int64_t fanIn, BuildContext& context)
{
    const double bound = 1.0 / std::sqrt(double(fanIn));
    return at::empty(shape, at::kFloat).uniform_(-bound, bound, context.init).set_requires_grad(true);
}

/// Steps the weights are made for: the parameter, else the input's.
std::int64_t plannedSteps(const PlannedNode& node)
{
    if (const std::int64_t steps = node.values.integer("T"); steps > 0)
        return steps;
    if (const Dim steps = node.inputs.at(0).info ? node.inputs.at(0).info->steps : Dim(); steps && *steps > 0)
        return *steps;
    throw Error("It is not known for how many steps this neuron is made.", node.name, "Set 'Steps' (T) above 0.");
}

at::Tensor joined(const at::Tensor& history, const at::Tensor& x)
{
    return history.defined() ? at::cat({history, x}) : x;
}

/// The last `count` steps.
at::Tensor lastSteps(const at::Tensor& x, std::int64_t count)
{
    return count > 0 ? x.narrow(0, std::max<std::int64_t>(0, x.size(0) - count), std::min(count, x.size(0)))
                     : at::Tensor();
}

/// Weights over the whole of time, causal or not.
class ParallelNeuron final : public OwnNeuron {
public:
    ParallelNeuron(const PlannedNode& node, BuildContext& context, bool masked)
        : OwnNeuron(node), m_steps(plannedSteps(node)), m_masked(masked)
    {
        m_weight = uniformWeights({m_steps, m_steps}, m_steps, context);
        m_bias = at::full({m_steps, 1}, -1.0, at::kFloat).set_requires_grad(true);
        learns("weight", m_weight);
        learns("bias", m_bias);
        if (!m_masked)
            return;
        const at::Tensor ones = at::ones({m_steps, m_steps}, at::kFloat);
        m_band = ones.tril() * ones.triu(1 - values().integer("k"));
        m_lambda = at::full({}, values().real("lambda_init"), at::kFloat);
        keeps("_lambda_", m_lambda);
        remembers("queue", m_queue);
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        const std::int64_t steps = x.size(0), start = time();
        const bool causal = m_masked && m_lambda.item<double>() >= 1.0;
        at::Tensor weight = m_weight, seen = x;
        if (causal) {
            requireSteps(steps, m_steps);
            seen = joined(m_queue, x);
            const std::int64_t first = start + steps - seen.size(0);
            weight = (m_weight * m_band.to(m_weight)).narrow(0, start, steps).narrow(1, first, seen.size(0));
            m_queue = lastSteps(seen, values().integer("k") - 1);
            advance(steps);
        } else {
            if (steps != m_steps)
                throw Error("This neuron sees all of its " + std::to_string(m_steps) + " steps at once, and was given " +
                                std::to_string(steps) + ".",
                            name(), "Run it over whole sequences, not step by step, and match 'Steps' to the input.");
            if (m_masked) {
                const at::Tensor strength = m_lambda.to(m_weight);
                weight = (strength * m_band.to(m_weight) + (1 - strength)) * m_weight;
            }
        }
        const at::Tensor bias = causal ? m_bias.narrow(0, start, steps) : m_bias;
        const at::Tensor h = at::addmm(bias, weight, seen.flatten(1));
        return {fire(h).view(x.sizes())};
    }

    Tensors step(const Tensors& inputs) override
    {
        if (!m_masked || m_lambda.item<double>() < 1.0)
            throw Error("This neuron sees all of its steps at once, so it cannot be stepped through.", name(),
                        "Run whole sequences, or take the sliding PSN or a masked PSN with lambda 1.");
        return OwnNeuron::step(inputs);
    }

protected:
    bool applyParam(const std::string& param) override
    {
        if (param != "lambda_init")
            return false;
        m_lambda.fill_(values().real("lambda_init"));
        return true;
    }

private:
    std::int64_t m_steps;
    bool m_masked;
    at::Tensor m_weight, m_bias, m_band, m_lambda, m_queue;
};

/// One set of k weights for all steps.
class SlidingNeuron final : public OwnNeuron {
public:
    SlidingNeuron(const PlannedNode& node, BuildContext& context)
        : OwnNeuron(node), m_order(values().integer("k")), m_convolves(values().text("backend") == "conv")
    {
        if (values().flag("exp_init")) {
            m_weight = at::pow(0.5, at::arange(m_order - 1, -1, -1, at::kDouble)).to(at::kFloat);
            m_weight.set_requires_grad(true);
        } else {
            m_weight = uniformWeights({m_order}, m_order, context);
        }
        m_bias = at::full({}, -1.0, at::kFloat).set_requires_grad(true);
        learns("weight", m_weight);
        learns("bias", m_bias);
        remembers("queue", m_queue);
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        const at::Tensor seen = joined(m_queue, x), flat = seen.flatten(1);
        m_queue = lastSteps(seen, m_order - 1);
        const at::Tensor h = m_convolves ? convolved(flat, x.size(0)) : multiplied(flat, x.size(0));
        return {fire(h + m_bias).view(x.sizes())};
    }

private:
    at::Tensor convolved(const at::Tensor& flat, std::int64_t steps) const
    {
        const std::int64_t missing = m_order - 1 - (flat.size(0) - steps);   // inputs before the first step are 0
        const at::Tensor series = at::constant_pad_nd(flat.t().unsqueeze(1), {missing, 0});
        return at::conv1d(series, m_weight.view({1, 1, -1})).squeeze(1).t();
    }

    at::Tensor multiplied(const at::Tensor& flat, std::int64_t steps) const
    {
        const std::int64_t before = flat.size(0) - steps;
        const auto ints = flat.options().dtype(at::kLong);
        const at::Tensor tap = at::arange(flat.size(0), ints) - at::arange(steps, ints).unsqueeze(1) +
                               (m_order - 1 - before);
        const at::Tensor used = tap.ge(0).logical_and(tap.lt(m_order)).to(m_weight.scalar_type());
        const at::Tensor toeplitz =
            m_weight.index_select(0, tap.clamp(0, m_order - 1).flatten()).view(tap.sizes()) * used;
        return at::mm(toeplitz, flat);
    }

    std::int64_t m_order;
    bool m_convolves;
    at::Tensor m_weight, m_bias, m_queue;
};

} // namespace

std::unique_ptr<NodeModule> buildPsn(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<ParallelNeuron>(node, context, false);
}

std::unique_ptr<NodeModule> buildMaskedPsn(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<ParallelNeuron>(node, context, true);
}

std::unique_ptr<NodeModule> buildSlidingPsn(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<SlidingNeuron>(node, context);
}

} // namespace spw::engine
