// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/synthetic/glyphs.h"

#include "core/data/random.h"
#include "core/data/synthetic/scene.h"
#include "core/data/synthetic/shapes.h"

#include <algorithm>
#include <stdexcept>

namespace spw {

namespace {

class Glyphs final : public Dataset {
public:
    explicit Glyphs(const ParamValues& values)
        : m_width(values.integer("width")), m_height(values.integer("height")), m_train(values.integer("train_samples")),
          m_test(values.integer("test_samples")), m_brightness(float(values.real("brightness"))), m_noise(values.real("noise")), m_seed(std::uint64_t(values.integer("seed")))
    {
    }

    std::int64_t size(Split split) const override { return split == Split::Train ? m_train : m_test; }

    std::int64_t label(Split split, std::int64_t index) const override
    {
        if (index < 0 || index >= size(split))
            throw std::out_of_range("no sample " + std::to_string(index));
        return index % ShapeAtlas::kShapes;   // equally many of each class
    }

    std::vector<std::string> classNames() const override { return {ShapeAtlas::names().begin(), ShapeAtlas::names().end()}; }

    Sample sample(Split split, std::int64_t index) const override
    {
        Sample sample;
        sample.label = label(split, index);
        sample.name = std::string(ShapeAtlas::names()[std::size_t(sample.label)]) + " " + std::to_string(index);
        Random random(m_seed, split == Split::Train ? 3 : 4, std::uint64_t(index));
        const Scene scene(int(sample.label), m_width, m_height, random);
        PlainTensor image{{1, m_height, m_width}, std::vector<float>(std::size_t(m_width * m_height))};
        scene.render(0.0, image.data);
        for (float& pixel : image.data) {
            pixel *= m_brightness;
            if (m_noise > 0)
                pixel = std::clamp(pixel + float(m_noise * random.normal()), 0.0f, 1.0f);
        }
        sample.values["image"] = std::move(image);
        return sample;
    }

private:
    std::int64_t m_width, m_height, m_train, m_test;
    float m_brightness;
    double m_noise;
    std::uint64_t m_seed;
};

} // namespace

std::unique_ptr<Dataset> openGlyphs(const ParamValues& values) { return std::make_unique<Glyphs>(values); }

} // namespace spw
