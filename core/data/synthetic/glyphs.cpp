// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/synthetic/glyphs.h"

#include "core/data/portable_math.h"
#include "core/data/random.h"
#include "core/data/synthetic/shapes.h"

#include <algorithm>
#include <stdexcept>

namespace spw {

namespace {

class Glyphs final : public Dataset {
public:
    explicit Glyphs(const ParamValues& values)
        : m_width(values.integer("width")), m_height(values.integer("height")), m_train(values.integer("train_samples")),
          m_test(values.integer("test_samples")), m_classes(values.integer("classes")), m_brightness(float(values.real("brightness"))), m_onOff(values.flag("on_off")), m_shift(values.real("shift")), m_turn(values.real("turn")),
          m_zoom(values.real("zoom")), m_noise(values.real("noise")), m_seed(std::uint64_t(values.integer("seed")))
    {
    }

    std::int64_t size(Split split) const override { return split == Split::Train ? m_train : m_test; }

    std::int64_t label(Split split, std::int64_t index) const override
    {
        if (index < 0 || index >= size(split))
            throw std::out_of_range("no sample " + std::to_string(index));
        return index % m_classes;   // equally many of each class
    }

    std::vector<std::string> classNames() const override { return {ShapeAtlas::names().begin(), ShapeAtlas::names().begin() + m_classes}; }

    Sample sample(Split split, std::int64_t index) const override
    {
        Sample sample;
        sample.label = label(split, index);
        sample.name = std::string(ShapeAtlas::names()[std::size_t(sample.label)]) + " " + std::to_string(index);
        Random random(m_seed, split == Split::Train ? 3 : 4, std::uint64_t(index));
        PlainTensor image{{1, m_height, m_width}, std::vector<float>(std::size_t(m_width * m_height))};
        draw(int(sample.label), random, image.data);
        if (m_noise > 0)
            for (float& pixel : image.data)
                pixel = std::clamp(pixel + float(m_noise * random.normal()), 0.0f, 1.0f);
        if (m_onOff) {
            image.shape[0] = 2;
            const std::size_t pixels = image.data.size();
            image.data.resize(2 * pixels);
            for (std::size_t i = 0; i < pixels; ++i)
                image.data[pixels + i] = 1.0f - image.data[i];
        }
        for (float& pixel : image.data)
            pixel *= m_brightness;
        sample.values["image"] = std::move(image);
        return sample;
    }

private:
    void draw(int shape, Random& random, std::vector<float>& pixels) const
    {
        constexpr int kSide = ShapeAtlas::kSide;
        const double side = double(std::min(m_width, m_height));
        const double radius = side * 0.34 * (1 + m_zoom * random.uniform(-1, 1)), angle = m_turn * random.uniform(-1, 1);
        const double x = double(m_width) / 2 + m_shift * random.uniform(-1, 1), y = double(m_height) / 2 + m_shift * random.uniform(-1, 1);
        const double cosine = portable::cos(angle), sine = portable::sin(angle);
        const double perPixel = double(kSide - 1) / (2 * double(ShapeAtlas::kExtent) * radius), middle = 0.5 * double(kSide - 1);
        const float* table = shapeAtlas().table(shape);
        for (std::int64_t row = 0; row < m_height; ++row)
            for (std::int64_t column = 0; column < m_width; ++column) {
                const double dx = double(column) + 0.5 - x, dy = double(row) + 0.5 - y;
                const double u = (dx * cosine + dy * sine) * perPixel + middle, v = (dy * cosine - dx * sine) * perPixel + middle;
                float& pixel = pixels[std::size_t(row * m_width + column)];
                if (u < 0 || v < 0 || u >= kSide - 1 || v >= kSide - 1) {
                    pixel = 0;
                    continue;
                }
                const int iu = int(u), iv = int(v);
                const double a = u - iu, b = v - iv;
                const float* corner = table + iv * kSide + iu;
                const double distance = (1 - b) * ((1 - a) * double(corner[0]) + a * double(corner[1]))
                                        + b * ((1 - a) * double(corner[kSide]) + a * double(corner[kSide + 1]));
                pixel = float(std::clamp(0.5 - distance * radius, 0.0, 1.0));
            }
    }

    std::int64_t m_width, m_height, m_train, m_test, m_classes;
    float m_brightness;
    bool m_onOff;
    double m_shift, m_turn, m_zoom, m_noise;
    std::uint64_t m_seed;
};

} // namespace

std::unique_ptr<Dataset> openGlyphs(const ParamValues& values) { return std::make_unique<Glyphs>(values); }

} // namespace spw
