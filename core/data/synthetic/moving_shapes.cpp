// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/synthetic/moving_shapes.h"

#include "core/base/error.h"
#include "core/data/random.h"
#include "core/data/synthetic/dvs_pixels.h"
#include "core/data/synthetic/scene.h"
#include "core/data/synthetic/shapes.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace spw {

namespace {

/// Pixel updates of one sample; beyond this a sample would take seconds.
constexpr double kMaxWork = double(1 << 30);

struct Options {
    std::int64_t width, height, train, test, durationMicros, refractoryMicros;
    double threshold, noiseRate;
    std::uint64_t seed;
    std::int64_t steps;

    static Options from(const ParamValues& v)
    {
        Options o{v.integer("width"), v.integer("height"), v.integer("train_samples"), v.integer("test_samples"),
                  0, v.integer("refractory_us"), v.real("contrast_threshold"), v.real("noise_rate"),
                  std::uint64_t(v.integer("seed")), 0};
        const double durationMs = v.real("duration_ms");
        const auto refuse = [](const std::string& what, const std::string& fix) {
            throw Error(what, "dataset 'Moving shapes'", fix);
        };
        if (o.width < 8 || o.height < 8 || o.width > 1024 || o.height > 1024)
            refuse("The sensor has " + std::to_string(o.width) + " x " + std::to_string(o.height) + " pixels.",
                   "Choose a width and a height from 8 to 1024.");
        if (!(durationMs >= 1 && durationMs <= 60000))
            refuse("The duration is out of range.", "Choose from 1 to 60000 milliseconds.");
        if (!(o.threshold >= 0.01 && o.threshold <= 10))
            refuse("The contrast threshold is out of range.", "Choose from 0.01 to 10.");
        if (!(o.noiseRate >= 0 && o.noiseRate <= 10000))
            refuse("The noise rate is out of range.", "Choose from 0 to 10000 Hertz per pixel.");
        if (o.refractoryMicros < 0 || o.refractoryMicros > 1000000)
            refuse("The refractory time is out of range.", "Choose from 0 to 1000000 microseconds.");
        if (o.train < 1 || o.test < 0 || o.train > 10000000 || o.test > 10000000)
            refuse("The number of samples is out of range.", "Choose from 1 to 10 million training samples.");
        o.durationMicros = std::int64_t(durationMs * 1000);
        // One step a millisecond moves an edge by about half a pixel of a small sensor; large ones need more.
        const double perMs = std::max(1.0, double(std::min(o.width, o.height)) / 48);
        o.steps = std::max<std::int64_t>(8, std::int64_t(std::ceil(durationMs * perMs)));
        if (double(o.steps) * double(o.width) * double(o.height) > kMaxWork)
            refuse("So long a recording of so many pixels takes too long to make.",
                   "Choose a smaller sensor or a shorter duration.");
        return o;
    }
};

class MovingShapes final : public Dataset {
public:
    explicit MovingShapes(const ParamValues& values)
        : m_options(Options::from(values))
        , m_sensor({m_options.width, m_options.height, m_options.threshold, m_options.refractoryMicros,
                    m_options.noiseRate},
                   m_options.seed)
    {
    }

    std::int64_t size(Split split) const override { return split == Split::Train ? m_options.train : m_options.test; }

    std::int64_t label(Split split, std::int64_t index) const override
    {
        if (index < 0 || index >= size(split))
            throw std::out_of_range("no sample " + std::to_string(index));
        return index % ShapeAtlas::kShapes;   // equally many of each class
    }

    std::vector<std::string> classNames() const override
    {
        return {ShapeAtlas::names().begin(), ShapeAtlas::names().end()};
    }

    Sample sample(Split split, std::int64_t index) const override
    {
        const Options& o = m_options;
        Sample sample;
        sample.label = label(split, index);
        sample.name = std::string(ShapeAtlas::names()[std::size_t(sample.label)]) + " " + std::to_string(index);
        Random random(o.seed, split == Split::Train ? 1 : 2, std::uint64_t(index));
        const Scene scene(int(sample.label), o.width, o.height, random);

        DvsRecorder recorder(m_sensor, random);
        std::vector<float> coverage(std::size_t(o.width * o.height)), logs(coverage.size());
        for (std::int64_t step = 0; step <= o.steps; ++step) {
            scene.render(double(step) / double(o.steps), coverage);
            scene.toLog(coverage, logs);
            recorder.advance(o.durationMicros * step / o.steps, logs);
        }
        sample.values["events"] = recorder.take();

        PlainTensor image{{1, o.height, o.width}, std::vector<float>(coverage.size())};
        scene.render(0.5, coverage);
        scene.toLuminance(coverage, image.data);
        sample.values["image"] = std::move(image);
        return sample;
    }

private:
    Options m_options;
    DvsSensor m_sensor;
};

} // namespace

std::unique_ptr<Dataset> openMovingShapes(const ParamValues& values)
{
    return std::make_unique<MovingShapes>(values);
}

} // namespace spw
