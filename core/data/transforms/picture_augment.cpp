// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/transforms/picture_augment.h"

#include "core/base/error.h"
#include "core/data/transforms/picture_colours.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace spw {

namespace {

/// Where a pixel of the result comes from: (x, y) -> (a x + b y + c, d x + e y + f), in pixels from the upper left one's middle.
struct PlaneMap {
    double a = 1, b = 0, c = 0, d = 0, e = 1, f = 0;

    bool isIdentity() const { return a == 1 && b == 0 && c == 0 && d == 0 && e == 1 && f == 0; }
    /// First `inner`, then this.
    PlaneMap after(const PlaneMap& inner) const
    {
        return {a * inner.a + b * inner.d, a * inner.b + b * inner.e, a * inner.c + b * inner.f + c,
                d * inner.a + e * inner.d, d * inner.b + e * inner.e, d * inner.c + e * inner.f + f};
    }
    /// The same about the middle of the picture.
    PlaneMap about(double x, double y) const
    {
        return PlaneMap{1, 0, x, 0, 1, y}.after(*this).after({1, 0, -x, 0, 1, -y});
    }
};

struct Planes {
    std::int64_t count = 1, height = 0, width = 0;
};

Planes planesOf(const PlainTensor& x)
{
    if (x.shape.size() < 2)
        throw Error("These values have no height and width.", "", "Wire pictures or frames to it.");
    Planes planes;
    planes.height = x.shape[x.shape.size() - 2];
    planes.width = x.shape.back();
    for (std::size_t i = 0; i + 2 < x.shape.size(); ++i)
        planes.count *= x.shape[i];
    return planes;
}

PlainTensor mapped(const PlainTensor& x, const PlaneMap& map, bool smooth)
{
    const Planes planes = planesOf(x);
    const std::int64_t h = planes.height, w = planes.width;
    PlainTensor out{x.shape, std::vector<float>(x.data.size(), 0.0f)};
    for (std::int64_t row = 0; row < h; ++row)
        for (std::int64_t column = 0; column < w; ++column) {
            const double sx = map.a * double(column) + map.b * double(row) + map.c;
            const double sy = map.d * double(column) + map.e * double(row) + map.f;
            if (!(sx > -1 && sy > -1 && sx < double(w) && sy < double(h)))
                continue;
            const double left = smooth ? std::floor(sx) : std::floor(sx + 0.5), top = smooth ? std::floor(sy) : std::floor(sy + 0.5);
            const float right = smooth ? float(sx - left) : 0.0f, below = smooth ? float(sy - top) : 0.0f;
            const auto x0 = std::int64_t(left), y0 = std::int64_t(top);
            const struct {
                std::int64_t x, y;
                float share;
            } corners[] = {{x0, y0, (1 - right) * (1 - below)}, {x0 + 1, y0, right * (1 - below)},
                           {x0, y0 + 1, (1 - right) * below}, {x0 + 1, y0 + 1, right * below}};
            for (const auto& corner : corners)
                if (corner.share > 0 && corner.x >= 0 && corner.y >= 0 && corner.x < w && corner.y < h)
                    for (std::int64_t p = 0; p < planes.count; ++p)
                        out.data[std::size_t((p * h + row) * w + column)] +=
                            corner.share * x.data[std::size_t((p * h + corner.y) * w + corner.x)];
        }
    return out;
}

/// A part of `share` of the area, its sides apart by at most 3 : 4, somewhere; the whole if ten tries find none.
PlaneMap cutOut(const AugmentOptions& options, const Planes& planes, Random& random)
{
    const double w = double(planes.width), h = double(planes.height);
    for (int tries = 0; tries < 10; ++tries) {
        const double area = random.uniform(options.smallestArea, 1) * w * h;
        const double ratio = std::exp(random.uniform(std::log(0.75), -std::log(0.75)));
        const double width = std::sqrt(area * ratio), height = std::sqrt(area / ratio);
        if (width > w || height > h)
            continue;
        const double sx = width / w, sy = height / h;   // pixel middles: (x + 0.5) s - 0.5
        return {sx, 0, random.uniform() * (w - width) + 0.5 * sx - 0.5, 0, sy, random.uniform() * (h - height) + 0.5 * sy - 0.5};
    }
    return {};
}

/// As torchvision's RandomErasing: 2 to 33 % of the area, sides 0.3 to 3.3 to one.
void eraseIn(PlainTensor& x, Random& random)
{
    const Planes planes = planesOf(x);
    for (int tries = 0; tries < 10; ++tries) {
        const double area = random.uniform(0.02, 0.33) * double(planes.width * planes.height);
        const double ratio = std::exp(random.uniform(std::log(0.3), std::log(3.3)));
        const auto height = std::int64_t(std::floor(std::sqrt(area * ratio) + 0.5)), width = std::int64_t(std::floor(std::sqrt(area / ratio) + 0.5));
        if (height >= planes.height || width >= planes.width || height < 1 || width < 1)
            continue;
        const auto top = std::int64_t(random.below(std::uint64_t(planes.height - height + 1)));
        const auto left = std::int64_t(random.below(std::uint64_t(planes.width - width + 1)));
        for (std::int64_t p = 0; p < planes.count; ++p)
            for (std::int64_t row = top; row < top + height; ++row)
                std::fill_n(x.data.begin() + std::ptrdiff_t((p * planes.height + row) * planes.width + left), width, 0.0f);
        return;
    }
}

PlaneMap turned(double degrees)
{
    const double angle = degrees * std::numbers::pi / 180;
    return {std::cos(angle), -std::sin(angle), 0, std::sin(angle), std::cos(angle), 0};
}

/// One of the 14 changes of TrivialAugmentWide. Shifts are of a picture of 224 pixels there, and the same share of it here.
PlainTensor changedTrivially(const PlainTensor& x, const AugmentOptions& options, Random& random)
{
    const Planes planes = planesOf(x);
    const double middleX = 0.5 * double(planes.width - 1), middleY = 0.5 * double(planes.height - 1);
    const std::uint64_t which = random.below(14), strength = random.below(31);
    const double sign = random.uniform() < 0.5 ? -1 : 1, m = double(strength) / 30;
    switch (which) {
    case 0: return x;
    case 1: return mapped(x, PlaneMap{1, sign * m * 0.99, 0, 0, 1, 0}.about(middleX, middleY), options.smooth);
    case 2: return mapped(x, PlaneMap{1, 0, 0, sign * m * 0.99, 1, 0}.about(middleX, middleY), options.smooth);
    case 3: return mapped(x, {1, 0, std::round(sign * m * 32 / 224 * double(planes.width)), 0, 1, 0}, options.smooth);
    case 4: return mapped(x, {1, 0, 0, 0, 1, std::round(sign * m * 32 / 224 * double(planes.height))}, options.smooth);
    case 5: return mapped(x, turned(sign * m * 135).about(middleX, middleY), options.smooth);
    default: return recoloured(x, ColourChange(which - 6), sign * m, m);
    }
}

} // namespace

AugmentOptions AugmentOptions::from(const ParamValues& values)
{
    AugmentOptions options;
    const std::string mirror = values.text("mirror");
    options.mirrorColumns = mirror == "columns" || mirror == "both" ? 0.5 : 0;
    options.mirrorRows = mirror == "rows" || mirror == "both" ? 0.5 : 0;
    options.shift = values.integer("shift");
    options.smallestArea = values.real("smallest_area");
    options.largestTurn = values.real("turn");
    options.eraseChance = values.real("erase");
    options.smooth = values.text("between") == "smooth";
    options.trivial = values.has("policy") && values.text("policy") == "trivial";
    return options;
}

PlainTensor augmented(const PlainTensor& x, const AugmentOptions& options, Random& random)
{
    const Planes planes = planesOf(x);
    const double middleX = 0.5 * double(planes.width - 1), middleY = 0.5 * double(planes.height - 1);
    PlaneMap map;
    if (options.smallestArea < 1)
        map = map.after(cutOut(options, planes, random));
    if (options.shift > 0) {
        const auto far = [&] { return double(std::int64_t(random.below(2 * std::uint64_t(options.shift) + 1)) - options.shift); };
        const double right = far();
        map = map.after({1, 0, right, 0, 1, far()});
    }
    const bool columns = random.uniform() < options.mirrorColumns, rows = random.uniform() < options.mirrorRows;
    if (columns || rows)
        map = map.after(PlaneMap{columns ? -1.0 : 1.0, 0, 0, 0, rows ? -1.0 : 1.0, 0}.about(middleX, middleY));
    if (options.largestTurn > 0)
        map = map.after(turned(random.uniform(-options.largestTurn, options.largestTurn)).about(middleX, middleY));
    PlainTensor out = map.isIdentity() ? x : mapped(x, map, options.smooth);
    if (options.trivial)
        out = changedTrivially(out, options, random);
    if (random.uniform() < options.eraseChance)
        eraseIn(out, random);
    return out;
}

} // namespace spw
