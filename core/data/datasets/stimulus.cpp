// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/datasets/stimulus.h"

#include "core/base/error.h"
#include "core/data/random.h"

#include <cmath>
#include <numbers>
#include <stdexcept>

namespace spw {

namespace {

constexpr std::int64_t kMaxValues = std::int64_t(1) << 28;   // 1 GiB of floats

PlainTensor makeStimulus(const ParamValues& values)
{
    const std::string& kind = values.text("kind");
    const std::int64_t steps = values.integer("T"), units = values.integer("units");
    const std::int64_t start = values.integer("start"), stop = values.integer("stop");
    const std::int64_t period = values.integer("period");
    const double amplitude = values.real("amplitude"), noise = values.real("noise");
    if (steps < 1 || units < 1 || period < 1 || steps > kMaxValues / units)
        throw Error("A stimulus of " + std::to_string(steps) + " steps and " + std::to_string(units)
                        + " units with period " + std::to_string(period) + " cannot be made.",
                    "dataset 'Stimulus'", "Choose T, units and period of at least 1, with at most 2^28 values in all.");

    Random random(std::uint64_t(values.integer("seed")));
    PlainTensor x{{steps, units}, std::vector<float>(std::size_t(steps * units))};
    for (std::int64_t t = 0; t < steps; ++t) {
        const bool inside = t >= start && t < stop;
        double common = 0;
        if (kind == "constant")
            common = amplitude;
        else if (kind == "step")
            common = inside ? amplitude : 0;
        else if (kind == "ramp")
            common = inside ? amplitude * double(t - start) / double(stop - start) : 0;
        else if (kind == "sine")
            common = inside ? amplitude * std::sin(2 * std::numbers::pi * double(t - start) / double(period)) : 0;
        else if (kind == "pulses")
            common = inside && (t - start) % period == 0 ? amplitude : 0;
        else if (kind != "noise")
            throw Error("The kind \"" + kind + "\" is not known.", "dataset 'Stimulus'",
                        "Choose constant, step, ramp, sine, pulses or noise.");
        for (std::int64_t u = 0; u < units; ++u) {
            double value = common;
            if (kind == "noise" && inside)
                value += amplitude * random.normal();
            if (noise != 0)
                value += noise * random.normal();
            x.data[std::size_t(t * units + u)] = float(value);
        }
    }
    return x;
}

class Stimulus final : public Dataset {
public:
    explicit Stimulus(const ParamValues& values)
        : m_name(values.text("kind"))
        , m_x(makeStimulus(values))
    {
    }

    std::int64_t size(Split) const override { return 1; }
    std::int64_t label(Split, std::int64_t index) const override { return check(index), 0; }
    std::vector<std::string> classNames() const override { return {m_name}; }
    Sample sample(Split, std::int64_t index) const override
    {
        check(index);
        Sample sample;
        sample.values["x"] = m_x;
        sample.name = m_name;
        return sample;
    }

private:
    static void check(std::int64_t index)
    {
        if (index != 0)
            throw std::out_of_range("a stimulus has one sample");
    }

    std::string m_name;
    PlainTensor m_x;
};

} // namespace

std::unique_ptr<Dataset> openStimulus(const ParamValues& values) { return std::make_unique<Stimulus>(values); }

} // namespace spw
