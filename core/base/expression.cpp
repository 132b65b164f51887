// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/expression.h"

#include "core/base/error.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <map>

namespace spw {

namespace {

using Op = Expression::Op;

const std::map<std::string, Op>& functions()
{
    static const std::map<std::string, Op> map{
        {"exp", Op::Exp}, {"log", Op::Log}, {"sqrt", Op::Sqrt}, {"abs", Op::Abs}, {"tanh", Op::Tanh},
        {"sigmoid", Op::Sigmoid}, {"relu", Op::Relu}, {"sin", Op::Sin}, {"cos", Op::Cos}, {"floor", Op::Floor},
        {"min", Op::Min}, {"max", Op::Max}};
    return map;
}

} // namespace

/// By descent: sum, product, sign, power, atom. Every level writes its operands before its operation.
class ExpressionParser {
public:
    ExpressionParser(const std::string& text, const std::vector<std::string>& names) : m_text(text)
    {
        m_result.m_names = names;
    }

    Expression run()
    {
        if (m_text.size() > kLongest)
            fail("The formula is longer than " + std::to_string(kLongest) + " letters.", 0);
        sum();
        if (next() != '\0')
            fail("'" + std::string(1, next()) + "' cannot stand there.", m_at);
        return std::move(m_result);
    }

private:
    static constexpr std::size_t kLongest = 4096;
    static constexpr int kDeepest = 100;   // brackets in brackets

    [[noreturn]] void fail(const std::string& what, std::size_t at) const
    {
        std::string names;
        for (const std::string& name : m_result.m_names)
            names += (names.empty() ? "" : ", ") + name;
        throw Error(what, "the formula '" + m_text.substr(0, 200) + "', letter " + std::to_string(at + 1),
                    "Use numbers, + - * / ^, brackets, the functions exp log sqrt abs tanh sigmoid relu sin cos floor min max, "
                    "and the names " + names + ".");
    }

    char next()
    {
        while (m_at < m_text.size() && std::isspace(static_cast<unsigned char>(m_text[m_at])))
            ++m_at;
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }

    bool take(char c)
    {
        if (next() != c)
            return false;
        ++m_at;
        return true;
    }

    void require(char c)
    {
        if (!take(c))
            fail(std::string("'") + c + "' is missing.", m_at);
    }

    void emit(Op op, double number = 0, std::size_t name = 0) { m_result.m_steps.push_back({op, number, name}); }

    void sum()
    {
        if (++m_depth > kDeepest)
            fail("Too many brackets stand in each other.", m_at);
        product();
        for (;;) {
            const Op op = take('+') ? Op::Add : take('-') ? Op::Subtract : Op::Number;
            if (op == Op::Number)
                break;
            product();
            emit(op);
        }
        --m_depth;
    }

    void product()
    {
        sign();
        for (;;) {
            const Op op = take('*') ? Op::Multiply : take('/') ? Op::Divide : Op::Number;
            if (op == Op::Number)
                return;
            sign();
            emit(op);
        }
    }

    void sign()
    {
        bool negative = false;
        while (next() == '-' || next() == '+')
            negative = (m_text[m_at++] == '-') != negative;
        power();
        if (negative)
            emit(Op::Negate);
    }

    void power()
    {
        atom();
        if (!take('^'))
            return;
        if (++m_depth > kDeepest)
            fail("Too many powers stand on each other.", m_at);
        sign();   // from the right, as is usual
        --m_depth;
        emit(Op::Power);
    }

    void atom()
    {
        const char c = next();
        if (take('(')) {
            sum();
            require(')');
        } else if (std::isdigit(static_cast<unsigned char>(c)) || c == '.') {
            double value = 0;
            const char* begin = m_text.data() + m_at;
            const auto [end, problem] = std::from_chars(begin, m_text.data() + m_text.size(), value);
            if (problem != std::errc() || !std::isfinite(value))
                fail("That is no number.", m_at);
            m_at += std::size_t(end - begin);
            emit(Op::Number, value);
        } else if (std::isalpha(static_cast<unsigned char>(c)) || c == '_') {
            name();
        } else if (c == '\0') {
            fail(m_text.empty() ? "There is no formula." : "Something is missing at the end.", m_at);
        } else {
            fail("'" + std::string(1, c) + "' cannot stand there.", m_at);
        }
    }

    void name()
    {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && (std::isalnum(static_cast<unsigned char>(m_text[m_at])) || m_text[m_at] == '_'))
            ++m_at;
        const std::string word = m_text.substr(begin, m_at - begin);
        if (const auto function = functions().find(word); function != functions().end() && next() == '(') {
            ++m_at;
            sum();
            if (Expression::takesTwo(function->second)) {
                require(',');
                sum();
            }
            require(')');
            return emit(function->second);
        }
        const std::vector<std::string>& names = m_result.m_names;
        const auto known = std::find(names.begin(), names.end(), word);
        if (known == names.end())
            fail("There is nothing called '" + word + "'.", begin);
        emit(Op::Name, 0, std::size_t(known - names.begin()));
    }

    const std::string& m_text;
    std::size_t m_at = 0;
    int m_depth = 0;
    Expression m_result;
};

Expression Expression::parse(const std::string& text, const std::vector<std::string>& names)
{
    return ExpressionParser(text, names).run();
}

bool Expression::uses(const std::string& name) const
{
    return std::any_of(m_steps.begin(), m_steps.end(),
                       [&](const Step& step) { return step.op == Op::Name && m_names[step.name] == name; });
}

double Expression::evaluate(const std::vector<double>& values) const
{
    return evaluate<double>(
        values, [](double number) { return number; }, [](Op op, double x) { return apply(op, x); },
        [](Op op, double x, double y) { return apply(op, x, y); });
}

double Expression::apply(Op op, double x)
{
    switch (op) {
    case Op::Negate: return -x;
    case Op::Exp: return std::exp(x);
    case Op::Log: return std::log(x);
    case Op::Sqrt: return std::sqrt(x);
    case Op::Abs: return std::fabs(x);
    case Op::Tanh: return std::tanh(x);
    case Op::Sigmoid: return 1.0 / (1.0 + std::exp(-x));
    case Op::Relu: return std::max(x, 0.0);
    case Op::Sin: return std::sin(x);
    case Op::Cos: return std::cos(x);
    case Op::Floor: return std::floor(x);
    default: return x;
    }
}

double Expression::apply(Op op, double x, double y)
{
    switch (op) {
    case Op::Add: return x + y;
    case Op::Subtract: return x - y;
    case Op::Multiply: return x * y;
    case Op::Divide: return x / y;
    case Op::Power: return std::pow(x, y);
    case Op::Min: return std::min(x, y);
    default: return std::max(x, y);
    }
}

bool Expression::takesTwo(Op op)
{
    switch (op) {
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::Divide:
    case Op::Power:
    case Op::Min:
    case Op::Max: return true;
    default: return false;
    }
}

const std::vector<std::string>& Expression::functionNames()
{
    static const std::vector<std::string> names = [] {
        std::vector<std::string> list;
        for (const auto& [name, op] : functions())
            list.push_back(name);
        return list;
    }();
    return names;
}

} // namespace spw
