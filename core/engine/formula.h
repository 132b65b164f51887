// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expression.h"

#include <ATen/core/Tensor.h>

#include <vector>

namespace spw::engine {

/// A value of a formula: a tensor, or a number where that is undefined.
struct FormulaValue {
    FormulaValue() = default;
    FormulaValue(double value) : number(value) {}                           // NOLINT: stands for itself
    FormulaValue(at::Tensor value) : tensor(std::move(value)) {}            // NOLINT

    at::Tensor tensor;
    double number = 0;
};

/// The formula on tensors, differentiable. @return in the shape of `like`.
at::Tensor evaluate(const Expression& formula, const std::vector<FormulaValue>& values, const at::Tensor& like);

} // namespace spw::engine
