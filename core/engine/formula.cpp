// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/formula.h"

#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

using Op = Expression::Op;

FormulaValue one(Op op, const FormulaValue& x)
{
    if (!x.tensor.defined())
        return Expression::apply(op, x.number);
    switch (op) {
    case Op::Negate: return x.tensor.neg();
    case Op::Exp: return x.tensor.exp();
    case Op::Log: return x.tensor.log();
    case Op::Sqrt: return x.tensor.sqrt();
    case Op::Abs: return x.tensor.abs();
    case Op::Tanh: return x.tensor.tanh();
    case Op::Sigmoid: return x.tensor.sigmoid();
    case Op::Relu: return x.tensor.relu();
    case Op::Sin: return x.tensor.sin();
    case Op::Cos: return x.tensor.cos();
    case Op::Floor: return x.tensor.floor();
    default: return x;
    }
}

FormulaValue two(Op op, const FormulaValue& x, const FormulaValue& y)
{
    if (!x.tensor.defined() && !y.tensor.defined())
        return Expression::apply(op, x.number, y.number);
    if (x.tensor.defined() && !y.tensor.defined())
        switch (op) {   // without a tensor for the number
        case Op::Add: return x.tensor.add(y.number);
        case Op::Subtract: return x.tensor.sub(y.number);
        case Op::Multiply: return x.tensor.mul(y.number);
        case Op::Divide: return x.tensor.div(y.number);
        case Op::Power: return x.tensor.pow(y.number);
        case Op::Min: return x.tensor.clamp_max(y.number);
        default: return x.tensor.clamp_min(y.number);
        }
    const at::Tensor left = x.tensor.defined() ? x.tensor : at::full({}, x.number, y.tensor.options());
    const at::Tensor& right = y.tensor;
    switch (op) {
    case Op::Add: return left.add(right);
    case Op::Subtract: return left.sub(right);
    case Op::Multiply: return left.mul(right);
    case Op::Divide: return left.div(right);
    case Op::Power: return left.pow(right);
    case Op::Min: return left.minimum(right);
    default: return left.maximum(right);
    }
}

} // namespace

at::Tensor evaluate(const Expression& formula, const std::vector<FormulaValue>& values, const at::Tensor& like)
{
    const FormulaValue result =
        formula.evaluate<FormulaValue>(values, [](double number) { return FormulaValue(number); }, one, two);
    if (!result.tensor.defined())
        return at::full(like.sizes(), result.number, like.options());
    return result.tensor.sizes() == like.sizes() ? result.tensor : result.tensor.expand(like.sizes());
}

} // namespace spw::engine
