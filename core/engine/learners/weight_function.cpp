// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/learners/weight_function.h"

#include "core/engine/formula.h"
#include "core/nodes/learners/local_learner.h"

#include <algorithm>
#include <cmath>

namespace spw::engine {

WeightFunction::WeightFunction(const ParamValues& learner, const std::string& side)
    : m_strengthens(side == "f_post"), m_strength(learner.real(side + "_strength")), m_low(learner.real(side + "_low")),
      m_high(learner.real(side + "_high")), m_power(learner.real(side + "_power")),
      m_least(learner.isNone("w_min") ? -1.0 : learner.real("w_min")),
      m_most(learner.isNone("w_max") ? 1.0 : learner.real("w_max"))
{
    const std::string& kind = learner.text(side);
    m_kind = kind == "weight" ? Kind::Weight : kind == "clamp" ? Kind::Clamp : kind == "soft" ? Kind::Soft
             : kind == "power" ? Kind::Power : kind == "expression" ? Kind::Formula : Kind::Constant;
    if (m_kind == Kind::Formula)
        m_formula = learners::weightFormula(learner, side);
}

at::Tensor WeightFunction::operator()(const at::Tensor& w) const
{
    switch (m_kind) {
    case Kind::Constant: return at::full({1}, m_strength, w.options().requires_grad(false));
    case Kind::Weight: return w * m_strength;
    case Kind::Clamp: return w.clamp(m_low, m_high) * m_strength;
    case Kind::Soft: return (m_strengthens ? m_most - w : w - m_least) * m_strength;
    case Kind::Power: return (m_strengthens ? m_most - w : w - m_least).clamp_min(0).pow(m_power) * m_strength;
    case Kind::Formula: break;
    }
    return evaluate(*m_formula, {w, m_least, m_most}, w) * m_strength;
}

double WeightFunction::operator()(double w) const
{
    return (*this)(at::full({1}, w, at::kDouble)).item<double>();
}

std::optional<kernels::StdpWeighting> WeightFunction::straight() const
{
    const float strength = float(m_strength);
    switch (m_kind) {
    case Kind::Constant: return kernels::StdpWeighting{.offset = strength};
    case Kind::Weight: return kernels::StdpWeighting{.offset = 0, .slope = strength};
    case Kind::Clamp: {
        const float one = float(m_low * m_strength), other = float(m_high * m_strength);
        return kernels::StdpWeighting{.offset = 0, .slope = strength, .least = std::min(one, other), .most = std::max(one, other)};
    }
    case Kind::Soft:
        if (m_strengthens)
            return kernels::StdpWeighting{.offset = float(m_most * m_strength), .slope = -strength};
        return kernels::StdpWeighting{.offset = float(-m_least * m_strength), .slope = strength};
    default: return {};
    }
}

} // namespace spw::engine
