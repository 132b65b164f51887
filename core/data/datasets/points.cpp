// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/datasets/points.h"

#include "core/data/random.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace spw {

namespace {

class Points final : public Dataset {
public:
    explicit Points(const ParamValues& values)
        : m_classes(values.integer("classes"))
        , m_features(values.integer("features"))
        , m_train(values.integer("train_samples"))
        , m_test(values.integer("test_samples"))
        , m_spread(values.real("spread"))
        , m_seed(std::uint64_t(values.integer("seed")))
    {
    }

    std::int64_t size(Split split) const override { return split == Split::Train ? m_train : m_test; }

    std::int64_t label(Split split, std::int64_t index) const override
    {
        if (index < 0 || index >= size(split))
            throw std::out_of_range("there is no point " + std::to_string(index));
        return index % m_classes;
    }

    std::vector<std::string> classNames() const override
    {
        std::vector<std::string> names;
        for (std::int64_t k = 0; k < m_classes; ++k)
            names.push_back("cloud " + std::to_string(k + 1));
        return names;
    }

    Sample sample(Split split, std::int64_t index) const override
    {
        Sample sample;
        sample.label = label(split, index);
        Random random(m_seed, std::uint64_t(split), std::uint64_t(index));
        PlainTensor x{{m_features}, std::vector<float>(std::size_t(m_features))};
        for (std::int64_t d = 0; d < m_features; ++d) {
            const double angle = 2 * std::numbers::pi * (double(sample.label) + 0.5) * double(d + 1) / double(m_classes) + double(d);
            const double value = 0.5 + 0.35 * std::sin(angle) + m_spread * random.normal();
            x.data[std::size_t(d)] = float(std::clamp(value, 0.0, 1.0));
        }
        sample.values["x"] = std::move(x);
        sample.name = classNames()[std::size_t(sample.label)];
        return sample;
    }

private:
    std::int64_t m_classes, m_features, m_train, m_test;
    double m_spread;
    std::uint64_t m_seed;
};

} // namespace

std::unique_ptr<Dataset> openPoints(const ParamValues& values) { return std::make_unique<Points>(values); }

} // namespace spw
