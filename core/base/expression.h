// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace spw {

/// A formula that a user types: "v + (x - v) / tau". Knows + - * / ^, brackets, numbers, the names it is told and the
/// functions of functionNames(). Whoever evaluates it brings the arithmetic, so the same formula serves numbers and
/// tensors.
class Expression {
public:
    enum class Op { Number, Name, Negate, Add, Subtract, Multiply, Divide, Power, Exp, Log, Sqrt, Abs, Tanh, Sigmoid, Relu,
                    Sin, Cos, Floor, Min, Max };

    /// @param names  what the formula may use.
    /// @throws Error that says at which letter it cannot be read.
    static Expression parse(const std::string& text, const std::vector<std::string>& names);

    /// The formula uses this name.
    bool uses(const std::string& name) const;

    /// @param values  one for each of the names, in their order.
    /// @param one, two  calculate `Op` of one or two values; `number` makes one of a constant.
    template <class Value, class Number, class One, class Two>
    Value evaluate(const std::vector<Value>& values, const Number& number, const One& one, const Two& two) const
    {
        std::vector<Value> stack;
        for (const Step& step : m_steps) {
            if (step.op == Op::Number) {
                stack.push_back(number(step.number));
            } else if (step.op == Op::Name) {
                stack.push_back(values.at(step.name));
            } else if (takesTwo(step.op)) {
                Value right = std::move(stack.back());
                stack.pop_back();
                stack.back() = two(step.op, stack.back(), right);
            } else {
                stack.back() = one(step.op, stack.back());
            }
        }
        return stack.back();
    }

    /// With plain numbers.
    double evaluate(const std::vector<double>& values) const;
    static double apply(Op op, double x);
    static double apply(Op op, double x, double y);

    static bool takesTwo(Op op);
    static const std::vector<std::string>& functionNames();

private:
    friend class ExpressionParser;
    struct Step {   // in the order of evaluation: operands before what is done with them
        Op op;
        double number;
        std::size_t name;
    };
    std::vector<Step> m_steps;
    std::vector<std::string> m_names;
};

} // namespace spw
