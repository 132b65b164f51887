// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/transforms/spike_bins.h"

#include "core/base/error.h"

#include <cmath>

namespace spw {

namespace {

/// To the nearest whole number, halves to the even one, whatever rounding mode the program is in.
double roundedToEven(double x)
{
    const double low = std::floor(x), part = x - low;
    if (part != 0.5)
        return part < 0.5 ? low : low + 1.0;
    return std::fmod(low, 2.0) == 0.0 ? low : low + 1.0;
}

} // namespace

PlainTensor binEvents(const BinOptions& o, const Events& events)
{
    if (!(o.samplingMillis > 0.0) || !std::isfinite(o.samplingMillis))
        throw Error("The sampling time is " + std::to_string(o.samplingMillis) + " ms.", "binning of events",
                    "Give a time above 0.");
    std::int64_t size = 1;
    for (const std::int64_t side : {o.channels, o.height, o.width, o.steps})
        if (side <= 0 || __builtin_mul_overflow(size, side, &size) || size > std::int64_t(1) << 31)
            throw Error("An array of " + std::to_string(o.channels) + " x " + std::to_string(o.height) + " x " +
                            std::to_string(o.width) + " x " + std::to_string(o.steps) + " cannot be made.",
                        "binning of events", "Give sizes above 0 that fit in memory.");
    PlainTensor bins{{o.channels, o.height, o.width, o.steps}, std::vector<float>(std::size_t(size), 0.0f)};
    const float amplitude = float(1.0 / o.samplingMillis);
    for (std::size_t i = 0; i < events.size(); ++i) {
        const double step = roundedToEven(double(events.t[i]) / 1000.0 / o.samplingMillis);
        const std::int64_t x = events.x[i], y = events.y[i], p = events.p[i];
        if (!(step >= 0.0 && step < double(o.steps)) || x >= o.width || y >= o.height || p >= o.channels)
            continue;
        float& bin = bins.data[std::size_t(((p * o.height + y) * o.width + x) * o.steps + std::int64_t(step))];
        bin = o.count ? bin + amplitude : amplitude;
    }
    return bins;
}

} // namespace spw
