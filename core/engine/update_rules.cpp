// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/update_rules.h"

#include "kernels/torch/aten.h"

#include <cmath>
#include <stdexcept>

namespace spw::engine {

namespace {

at::Tensor decayed(const UpdateSlot& slot, const at::Tensor& grad, const UpdateSettings& s)
{
    return s.weightDecay != 0.0 ? grad.add(slot.parameter, s.weightDecay) : grad;
}

void sgd(UpdateSlot& slot, const at::Tensor& given, const UpdateSettings& s, double rate, std::int64_t step)
{
    at::Tensor grad = decayed(slot, given, s);
    if (s.momentum != 0.0) {
        at::Tensor& buffer = slot.memory[0];
        if (step == 1)
            buffer.copy_(grad);
        else
            buffer.mul_(s.momentum).add_(grad, 1.0 - s.dampening);
        grad = s.nesterov ? grad.add(buffer, s.momentum) : buffer;
    }
    slot.parameter.add_(grad, -rate);
}

void moments(UpdateSlot& slot, const at::Tensor& grad, const UpdateSettings& s)
{
    slot.memory[0].mul_(s.beta1).add_(grad, 1.0 - s.beta1);
    slot.memory[1].mul_(s.beta2).addcmul_(grad, grad, 1.0 - s.beta2);
}

void adamStep(UpdateSlot& slot, const at::Tensor& grad, const UpdateSettings& s, double rate, std::int64_t step)
{
    const double correction1 = 1.0 - std::pow(s.beta1, double(step));
    const double correction2 = 1.0 - std::pow(s.beta2, double(step));
    moments(slot, grad, s);
    const at::Tensor denominator = (slot.memory[1].sqrt() / std::sqrt(correction2)).add_(s.eps);
    slot.parameter.addcdiv_(slot.memory[0], denominator, -rate / correction1);
}

void adam(UpdateSlot& slot, const at::Tensor& grad, const UpdateSettings& s, double rate, std::int64_t step)
{
    adamStep(slot, decayed(slot, grad, s), s, rate, step);
}

void adamw(UpdateSlot& slot, const at::Tensor& grad, const UpdateSettings& s, double rate, std::int64_t step)
{
    if (s.weightDecay != 0.0)
        slot.parameter.mul_(1.0 - rate * s.weightDecay);
    adamStep(slot, grad, s, rate, step);
}

void nadam(UpdateSlot& slot, const at::Tensor& given, const UpdateSettings& s, double rate, std::int64_t step)
{
    constexpr double kMomentumDecay = 4e-3;   // PyTorch's default
    const auto momentumAt = [&](std::int64_t t) {
        return s.beta1 * (1.0 - 0.5 * std::pow(0.96, double(t) * kMomentumDecay));
    };
    at::Tensor& product = slot.memory[2];
    const double before = step == 1 ? 1.0 : product.item<double>();
    const double momentum = momentumAt(step), next = momentumAt(step + 1);
    product.fill_(before * momentum);
    const at::Tensor grad = decayed(slot, given, s);
    moments(slot, grad, s);
    const double correction2 = 1.0 - std::pow(s.beta2, double(step));
    const at::Tensor denominator = slot.memory[1].div(correction2).sqrt_().add_(s.eps);
    slot.parameter.addcdiv_(grad, denominator, -rate * (1.0 - momentum) / (1.0 - before * momentum));
    slot.parameter.addcdiv_(slot.memory[0], denominator, -rate * next / (1.0 - before * momentum * next));
}

void radam(UpdateSlot& slot, const at::Tensor& given, const UpdateSettings& s, double rate, std::int64_t step)
{
    moments(slot, decayed(slot, given, s), s);
    const double power = std::pow(s.beta2, double(step));
    const double correction1 = 1.0 - std::pow(s.beta1, double(step)), correction2 = 1.0 - power;
    const double longest = 2.0 / (1.0 - s.beta2) - 1.0;
    const double length = longest - 2.0 * double(step) * power / correction2;
    if (length <= 5.0) {   // too few gradients to know their variance
        slot.parameter.add_(slot.memory[0], -rate / correction1);
        return;
    }
    const double rectification = std::sqrt((length - 4.0) * (length - 2.0) * longest
                                           / ((longest - 4.0) * (longest - 2.0) * length));
    const at::Tensor denominator = slot.memory[1].sqrt().add_(s.eps);
    slot.parameter.addcdiv_(slot.memory[0], denominator,
                            -rate * rectification * std::sqrt(correction2) / correction1);
}

void adamax(UpdateSlot& slot, const at::Tensor& given, const UpdateSettings& s, double rate, std::int64_t step)
{
    const at::Tensor grad = decayed(slot, given, s);
    slot.memory[0].mul_(s.beta1).add_(grad, 1.0 - s.beta1);
    slot.memory[1].copy_(at::maximum(slot.memory[1].mul(s.beta2), grad.abs().add_(s.eps)));
    slot.parameter.addcdiv_(slot.memory[0], slot.memory[1], -rate / (1.0 - std::pow(s.beta1, double(step))));
}

void rmsprop(UpdateSlot& slot, const at::Tensor& given, const UpdateSettings& s, double rate, std::int64_t)
{
    const at::Tensor grad = decayed(slot, given, s);
    slot.memory[0].mul_(s.alpha).addcmul_(grad, grad, 1.0 - s.alpha);
    const at::Tensor average = slot.memory[0].sqrt().add_(s.eps);
    slot.parameter.addcdiv_(grad, average, -rate);
}

void adagrad(UpdateSlot& slot, const at::Tensor& given, const UpdateSettings& s, double rate, std::int64_t)
{
    const at::Tensor grad = decayed(slot, given, s);
    slot.memory[0].addcmul_(grad, grad, 1.0);
    slot.parameter.addcdiv_(grad, slot.memory[0].sqrt().add_(s.eps), -rate);
}

} // namespace

const std::vector<UpdateRule>& updateRules()
{
    static const std::vector<UpdateRule> rules{
        {"sgd", {"momentum"}, 0.0, sgd},
        {"adam", {"exp_avg", "exp_avg_sq"}, 1e-8, adam},
        {"adamw", {"exp_avg", "exp_avg_sq"}, 1e-8, adamw},
        {"nadam", {"exp_avg", "exp_avg_sq", "mu_product"}, 1e-8, nadam},
        {"radam", {"exp_avg", "exp_avg_sq"}, 1e-8, radam},
        {"adamax", {"exp_avg", "exp_inf"}, 1e-8, adamax},
        {"rmsprop", {"square_avg"}, 1e-8, rmsprop},
        {"adagrad", {"sum"}, 1e-10, adagrad},
    };
    return rules;
}

const UpdateRule& updateRule(std::string_view id)
{
    for (const UpdateRule& rule : updateRules())
        if (rule.id == id)
            return rule;
    throw std::out_of_range("no optimizer '" + std::string(id) + "'");
}

UpdateSettings updateSettings(const UpdateRule& rule, const ParamValues& learner)
{
    UpdateSettings s;
    s.momentum = learner.real("momentum");
    s.dampening = learner.real("dampening");
    s.nesterov = learner.flag("nesterov");
    s.weightDecay = learner.real("weight_decay");
    s.beta1 = learner.real("beta1");
    s.beta2 = learner.real("beta2");
    s.alpha = learner.real("alpha");
    s.eps = learner.isNone("eps") ? rule.defaultEps : learner.real("eps");
    return s;
}

} // namespace spw::engine
