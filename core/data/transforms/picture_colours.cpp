// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/transforms/picture_colours.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace spw {

namespace {

constexpr double kWidest = 0.99;   // of TrivialAugmentWide

struct Picture {
    const PlainTensor& x;
    std::size_t height = x.shape.size() < 2 ? 1 : std::size_t(x.shape[x.shape.size() - 2]);
    std::size_t width = x.shape.empty() ? 1 : std::size_t(x.shape.back());
    std::size_t plane = height * width;
    std::size_t planes = plane > 0 ? x.data.size() / plane : 0;

    /// ITU-R 601, as pictures with one channel have it by themselves.
    float grey(std::size_t at) const
    {
        return planes == 3 ? 0.2989f * x.data[at] + 0.587f * x.data[plane + at] + 0.114f * x.data[2 * plane + at] : x.data[at % x.data.size()];
    }
};

/// factor x + (1 - factor) other, within 0 to 1.
template <class Other>
PlainTensor blended(const PlainTensor& x, float factor, const Other& other)
{
    PlainTensor out{x.shape, std::vector<float>(x.data.size())};
    for (std::size_t i = 0; i < x.data.size(); ++i)
        out.data[i] = std::clamp(factor * x.data[i] + (1 - factor) * other(i), 0.0f, 1.0f);
    return out;
}

/// The mean of a pixel and its neighbours, the pixel five times; edges stay.
PlainTensor smoothed(const Picture& p)
{
    PlainTensor out = p.x;
    for (std::size_t plane = 0; plane < p.planes; ++plane)
        for (std::size_t row = 1; row + 1 < p.height; ++row)
            for (std::size_t column = 1; column + 1 < p.width; ++column) {
                const std::size_t at = plane * p.plane + row * p.width + column;
                float sum = 4 * p.x.data[at];
                for (const std::size_t from : {at - p.width - 1, at - 1, at + p.width - 1})
                    sum += p.x.data[from] + p.x.data[from + 1] + p.x.data[from + 2];
                out.data[at] = sum / 13;
            }
    return out;
}

template <class Change>
PlainTensor byChannel(const Picture& p, const Change& change)
{
    PlainTensor out = p.x;
    for (std::size_t plane = 0; plane < p.planes; ++plane)
        change(out.data.begin() + std::ptrdiff_t(plane * p.plane), out.data.begin() + std::ptrdiff_t((plane + 1) * p.plane));
    return out;
}

PlainTensor stretched(const Picture& p)
{
    return byChannel(p, [](auto begin, auto end) {
        const auto [least, most] = std::minmax_element(begin, end);
        const float low = *least, range = *most - *least;
        if (range > 0)
            std::for_each(begin, end, [&](float& v) { v = (v - low) / range; });
    });
}

/// Every brightness as often as every other, as far as 256 steps allow (the rule of PIL's equalize).
PlainTensor equalized(const Picture& p)
{
    return byChannel(p, [](auto begin, auto end) {
        const auto level = [](float v) { return std::size_t(std::clamp(std::lround(v * 255), 0L, 255L)); };
        std::array<std::size_t, 256> count{};
        std::for_each(begin, end, [&](float v) { ++count[level(v)]; });
        std::size_t last = 255;
        while (last > 0 && count[last] == 0)
            --last;
        const std::size_t step = (std::size_t(end - begin) - count[last]) / 255;
        if (step == 0)
            return;
        std::array<float, 256> table{};
        std::size_t sum = step / 2;
        for (std::size_t k = 0; k < 256; ++k) {
            table[k] = float(std::min<std::size_t>(sum / step, 255)) / 255;
            sum += count[k];
        }
        std::for_each(begin, end, [&](float& v) { v = table[level(v)]; });
    });
}

} // namespace

PlainTensor recoloured(const PlainTensor& x, ColourChange change, double around, double strength)
{
    const Picture p{x};
    if (x.data.empty())
        return x;
    const auto factor = float(1 + around * kWidest);
    switch (change) {
    case ColourChange::Brightness: return blended(x, factor, [](std::size_t) { return 0.0f; });
    case ColourChange::Colour: return p.planes == 3 ? blended(x, factor, [&](std::size_t i) { return p.grey(i % p.plane); }) : x;
    case ColourChange::Contrast: {
        double sum = 0;
        const std::size_t many = p.planes == 3 ? p.plane : x.data.size();
        for (std::size_t i = 0; i < many; ++i)
            sum += double(p.grey(i));
        const auto mean = float(sum / double(many));
        return blended(x, factor, [&](std::size_t) { return mean; });
    }
    case ColourChange::Sharpness: {
        const PlainTensor soft = smoothed(p);
        return blended(x, factor, [&](std::size_t i) { return soft.data[i]; });
    }
    case ColourChange::Posterize: {
        const int bits = 8 - int(std::lround(strength * 6));
        PlainTensor out = x;
        for (float& v : out.data)
            v = float((std::clamp(std::lround(v * 255), 0L, 255L) >> (8 - bits)) << (8 - bits)) / 255;
        return out;
    }
    case ColourChange::Solarize: {
        PlainTensor out = x;
        for (float& v : out.data)
            v = v >= float(1 - strength) ? 1 - v : v;
        return out;
    }
    case ColourChange::AutoContrast: return stretched(p);
    case ColourChange::Equalize: return equalized(p);
    }
    return x;
}

} // namespace spw
