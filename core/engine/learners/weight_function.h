// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expression.h"
#include "core/catalog/param.h"
#include "kernels/plasticity/stdp.h"
#include "kernels/torch/aten.h"

#include <optional>
#include <string>

namespace spw::engine {

/// F_post or F_pre of a local learner: how much its half of the rule counts at a weight.
class WeightFunction {
public:
    /// @param side  "f_pre" or "f_post".
    WeightFunction(const ParamValues& learner, const std::string& side);

    /// In the shape of w, or one number for all.
    at::Tensor operator()(const at::Tensor& w) const;
    double operator()(double w) const;

    /// The same for the event kernels; nothing if it is no straight line between two limits.
    std::optional<kernels::StdpWeighting> straight() const;

private:
    enum class Kind { Constant, Weight, Clamp, Soft, Power, Formula };
    Kind m_kind = Kind::Constant;
    bool m_strengthens = false;
    double m_strength = 1, m_low = 0, m_high = 0, m_power = 1;
    double m_least = 0, m_most = 0;   // bounds of the weight
    std::optional<Expression> m_formula;
};

} // namespace spw::engine
