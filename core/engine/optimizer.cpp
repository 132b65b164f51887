// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/optimizer.h"

#include "core/base/error.h"

#include <ATen/ATen.h>

#include <cmath>
#include <numbers>

namespace spw::engine {

namespace {

constexpr double kBeta1 = 0.9, kBeta2 = 0.999, kEps = 1e-8; // PyTorch's defaults

} // namespace

Optimizer::Optimizer(std::vector<Network::Entry> parameters, const ParamValues& values)
    : m_momentum(values.real("momentum"))
    , m_weightDecay(values.real("weight_decay"))
{
    const std::string& name = values.text("optimizer");
    m_kind = name == "sgd" ? Kind::Sgd : name == "adamw" ? Kind::AdamW : Kind::Adam;
    for (Network::Entry& parameter : parameters) {
        Slot slot{std::move(parameter), {}, {}};
        if (m_kind != Kind::Sgd || m_momentum != 0.0)
            slot.first = at::zeros_like(slot.parameter.tensor, at::TensorOptions().requires_grad(false));
        if (m_kind != Kind::Sgd)
            slot.second = at::zeros_like(slot.parameter.tensor, at::TensorOptions().requires_grad(false));
        m_slots.push_back(std::move(slot));
    }
}

void Optimizer::step(double learningRate)
{
    const at::NoGradGuard noGrad;
    ++m_steps;
    for (Slot& slot : m_slots) {
        at::Tensor& parameter = slot.parameter.tensor;
        if (!parameter.grad().defined())
            continue;
        const at::Tensor grad = parameter.grad();
        if (m_kind == Kind::Sgd)
            sgd(slot, grad, learningRate);
        else
            adam(slot, grad, learningRate);
        parameter.mutable_grad().reset();
    }
}

void Optimizer::sgd(Slot& slot, const at::Tensor& given, double learningRate) const
{
    at::Tensor& parameter = slot.parameter.tensor;
    at::Tensor grad = m_weightDecay != 0.0 ? given.add(parameter, m_weightDecay) : given;
    if (slot.first.defined()) {
        if (m_steps == 1)
            slot.first.copy_(grad);
        else
            slot.first.mul_(m_momentum).add_(grad);
        grad = slot.first;
    }
    parameter.add_(grad, -learningRate);
}

void Optimizer::adam(Slot& slot, const at::Tensor& given, double learningRate) const
{
    at::Tensor& parameter = slot.parameter.tensor;
    at::Tensor grad = given;
    if (m_weightDecay != 0.0) {
        if (m_kind == Kind::AdamW)
            parameter.mul_(1.0 - learningRate * m_weightDecay);
        else
            grad = grad.add(parameter, m_weightDecay);
    }
    const double correction1 = 1.0 - std::pow(kBeta1, double(m_steps));
    const double correction2 = 1.0 - std::pow(kBeta2, double(m_steps));
    slot.first.mul_(kBeta1).add_(grad, 1.0 - kBeta1);
    slot.second.mul_(kBeta2).addcmul_(grad, grad, 1.0 - kBeta2);
    const at::Tensor denominator = (slot.second.sqrt() / std::sqrt(correction2)).add_(kEps);
    parameter.addcdiv_(slot.first, denominator, -learningRate / correction1);
}

std::vector<Network::Entry> Optimizer::state() const
{
    const std::string first = m_kind == Kind::Sgd ? "#momentum" : "#exp_avg";
    std::vector<Network::Entry> list;
    for (const Slot& slot : m_slots) {
        if (slot.first.defined())
            list.push_back({slot.parameter.node, slot.parameter.name + first, slot.first});
        if (slot.second.defined())
            list.push_back({slot.parameter.node, slot.parameter.name + "#exp_avg_sq", slot.second});
    }
    return list;
}

void Optimizer::restore(const std::vector<Network::Entry>& saved, std::int64_t steps)
{
    const at::NoGradGuard noGrad;
    for (Network::Entry& mine : state()) {
        bool found = false;
        for (const Network::Entry& entry : saved)
            if (entry.name == mine.name && entry.tensor.sizes() == mine.tensor.sizes()) {
                mine.tensor.copy_(entry.tensor); // shares memory with the slot
                found = true;
            }
        if (!found)
            throw Error("The optimizer's state lacks '" + mine.name + "' in the shape of this network.",
                        "optimizer.h5", "Resume from a checkpoint that this graph and optimizer wrote.");
    }
    m_steps = steps;
}

double scheduledRate(double base, const ParamValues& learner, std::int64_t epoch, std::int64_t epochs)
{
    const std::string& schedule = learner.text("schedule");
    if (schedule == "step")
        return base * std::pow(learner.real("gamma"), double((epoch - 1) / learner.integer("step_size")));
    if (schedule == "cosine")
        return base * 0.5 *
               (1.0 +
                std::cos(std::numbers::pi * double(epoch - 1) / double(std::max<std::int64_t>(epochs, 1))));
    return base;
}

} // namespace spw::engine
