// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/learners/formula_range.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace spw::learners {

namespace {

using Op = Expression::Op;
constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr int kHalvings = 44;          // of a range of 200: places 1e-11 apart
constexpr int kMostLooks = 20'000;     // a formula that stays in doubt everywhere, such as 1/(w-w), is refused sooner

/// All values that something may have.
struct Range {
    double low = 0, high = 0;
    bool has(double x) const { return low <= x && x <= high; }
};

/// Arithmetic of ranges; notes what could not be computed somewhere in them.
class RangeMath {
public:
    bool divides = false, leaves = false;   // by zero; some other way

    Range one(Op op, Range x)
    {
        switch (op) {
        case Op::Negate: return {-x.high, -x.low};
        case Op::Log:
            leaves = leaves || x.low <= 0;
            return rising(op, {std::max(x.low, 0.0), std::max(x.high, 0.0)});
        case Op::Sqrt:
            leaves = leaves || x.low < 0;
            return rising(op, {std::max(x.low, 0.0), std::max(x.high, 0.0)});
        case Op::Abs: return x.has(0) ? Range{0, std::max(-x.low, x.high)} : ends(std::abs(x.low), std::abs(x.high));
        case Op::Sin:
        case Op::Cos: return x.high - x.low > 0.5 ? Range{-1, 1} : wave(op, x);
        default: return rising(op, x);   // exp, tanh, sigmoid, relu, floor
        }
    }

    Range two(Op op, Range x, Range y)
    {
        switch (op) {
        case Op::Add: return {x.low + y.low, x.high + y.high};
        case Op::Subtract: return {x.low - y.high, x.high - y.low};
        case Op::Multiply: return corners(op, x, y);
        case Op::Min: return {std::min(x.low, y.low), std::min(x.high, y.high)};
        case Op::Max: return {std::max(x.low, y.low), std::max(x.high, y.high)};
        case Op::Divide:
            if (y.has(0)) {
                divides = true;
                return {-kInfinite, kInfinite};
            }
            return corners(op, x, y);
        default: return power(x, y);
        }
    }

private:
    static Range ends(double a, double b) { return {std::min(a, b), std::max(a, b)}; }
    static Range rising(Op op, Range x) { return {Expression::apply(op, x.low), Expression::apply(op, x.high)}; }

    /// A short piece: what lies between its ends can be beyond them by half a square of the length.
    static Range wave(Op op, Range x)
    {
        const Range at = ends(Expression::apply(op, x.low), Expression::apply(op, x.high));
        const double bulge = (x.high - x.low) * (x.high - x.low) / 2;
        return {std::max(at.low - bulge, -1.0), std::min(at.high + bulge, 1.0)};
    }

    static Range corners(Op op, Range x, Range y)
    {
        Range all{kInfinite, -kInfinite};
        for (const double a : {x.low, x.high})
            for (const double b : {y.low, y.high}) {
                double value = Expression::apply(op, a, b);
                if (std::isnan(value))   // 0 times infinity
                    return {-kInfinite, kInfinite};
                all = {std::min(all.low, value), std::max(all.high, value)};
            }
        return all;
    }

    Range power(Range x, Range y)
    {
        const bool whole = y.low == y.high && std::floor(y.low) == y.low;
        if (x.has(0) && y.low < 0) {
            divides = true;
            return {-kInfinite, kInfinite};
        }
        if (x.low < 0 && !whole) {
            leaves = true;
            x = {0, std::max(x.high, 0.0)};
        }
        Range all = corners(Op::Power, x, y);
        if (x.has(0))
            all = {std::min(all.low, y.low == 0 ? 1.0 : 0.0), std::max(all.high, 0.0)};
        return all;
    }
};

struct Search {
    const Expression& formula;
    const std::vector<double>& others;
    Failing what;
    int looks = 0;

    bool inDoubt(double low, double high) const
    {
        RangeMath math;
        std::vector<Range> values{{low, high}};
        for (const double other : others)
            values.push_back({other, other});
        const Range all = formula.evaluate<Range>(
            values, [](double number) { return Range{number, number}; }, [&](Op op, const Range& x) { return math.one(op, x); },
            [&](Op op, const Range& x, const Range& y) { return math.two(op, x, y); });
        if (what == Failing::DivisionByZero)
            return math.divides;
        return math.divides || math.leaves || !std::isfinite(all.low) || !std::isfinite(all.high);
    }

    std::optional<double> find(double low, double high, int depth)
    {
        if (!inDoubt(low, high))
            return std::nullopt;
        const double middle = low + (high - low) / 2;
        if (depth == 0 || ++looks > kMostLooks)
            return middle;
        if (const auto found = find(low, middle, depth - 1))
            return found;
        return find(middle, high, depth - 1);
    }
};

} // namespace

std::optional<double> whereUndefined(const Expression& formula, double low, double high, const std::vector<double>& others, Failing what)
{
    if (low > high)
        std::swap(low, high);
    for (const double end : {low, high, 0.0})   // the places that one thinks of, told as they are
        if (end >= low && end <= high && Search{formula, others, what}.inDoubt(end, end))
            return end;
    return Search{formula, others, what}.find(low, high, kHalvings);
}

} // namespace spw::learners
