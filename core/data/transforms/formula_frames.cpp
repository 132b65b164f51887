// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/transforms/formula_frames.h"

#include "core/base/error.h"
#include "core/base/expression.h"
#include "core/data/transforms/event_changes.h"

#include <cmath>

namespace spw {

const std::vector<std::string>& formulaFrameNames()
{
    static const std::vector<std::string> names = {"n", "m", "age", "p", "f", "T"};
    return names;
}

PlainTensor formulaFrames(const FrameOptions& options, const std::string& formula, const Events& given)
{
    constexpr double kNever = 1e18;
    const Expression expression = Expression::parse(formula, formulaFrameNames());
    const Events events = orderedByTime(given);
    PlainTensor frames = makeFrames(options, events);   // also says what does not fit
    const std::vector<std::int64_t> cuts = frameCuts(options, events), edges = frameEdges(options, events);
    const std::size_t plane = std::size_t(frames.shape[2] * frames.shape[3]);
    std::vector<double> last(2 * plane, kNever);   // time of the last event; kNever: none
    std::vector<double> values(formulaFrameNames().size());
    values[5] = double(options.steps);
    std::vector<float> result(frames.data.size());
    for (std::size_t f = 0; f < std::size_t(options.steps); ++f) {
        for (std::int64_t i = cuts[f]; i < cuts[f + 1]; ++i) {
            const auto e = std::size_t(i);
            last[(events.p[e] != 0) * plane + std::size_t(events.y[e]) * std::size_t(frames.shape[3]) + events.x[e]] = double(events.t[e]);
        }
        const double end = double(edges[f + 1]);
        for (std::size_t k = 0; k < 2 * plane; ++k) {
            const std::size_t other = k < plane ? k + plane : k - plane;
            values[0] = double(frames.data[f * 2 * plane + k]);
            values[1] = double(frames.data[f * 2 * plane + other]);
            values[2] = last[k] == kNever ? kNever : end - last[k];
            values[3] = k < plane ? 0 : 1;
            values[4] = double(f);
            const double value = expression.evaluate(values);
            if (!std::isfinite(value))
                throw Error("The formula gives no number in frame " + std::to_string(f) + " for n = " + std::to_string(values[0]) + ", m = "
                                + std::to_string(values[1]) + ", age = " + std::to_string(values[2]) + ".",
                            "the formula '" + formula + "'", "Keep it from dividing by 0 and from logarithms of 0: log(1 + n), n / (n + m + 1).");
            result[f * 2 * plane + k] = float(value);
        }
    }
    frames.data = std::move(result);
    return frames;
}

} // namespace spw
