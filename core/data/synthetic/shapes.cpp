// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/synthetic/shapes.h"

#include "core/data/portable_math.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace spw {

namespace {

struct Point {
    double x, y;
};
using Outline = std::vector<Point>;   // closed polygon, y down

/// Exact signed distance to a simple polygon: distance to the nearest edge, sign by crossing number.
double polygon(const Outline& corners, Point p)
{
    double nearest = 1e9;
    bool inside = false;
    for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
        const Point a = corners[j], b = corners[i];
        const double ex = b.x - a.x, ey = b.y - a.y, wx = p.x - a.x, wy = p.y - a.y;
        const double along = std::clamp((wx * ex + wy * ey) / (ex * ex + ey * ey), 0.0, 1.0);
        const double dx = wx - ex * along, dy = wy - ey * along;
        nearest = std::min(nearest, dx * dx + dy * dy);
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x)
            inside = !inside;
    }
    return inside ? -std::sqrt(nearest) : std::sqrt(nearest);   // sqrt is exact to the last bit everywhere (IEEE)
}

double disc(Point p, double radius) { return std::sqrt(p.x * p.x + p.y * p.y) - radius; }

Outline box(double halfWidth, double halfHeight)
{
    return {{-halfWidth, -halfHeight}, {halfWidth, -halfHeight}, {halfWidth, halfHeight}, {-halfWidth, halfHeight}};
}

Outline plus(double arm, double half)
{
    return {{-half, -arm}, {half, -arm}, {half, -half}, {arm, -half}, {arm, half},   {half, half},
            {half, arm},   {-half, arm}, {-half, half}, {-arm, half}, {-arm, -half}, {-half, -half}};
}

Outline star(int points, double outer, double inner)
{
    Outline corners;
    for (int i = 0; i < 2 * points; ++i) {
        const double angle = 3.141592653589793 * i / points - 3.141592653589793;
        const double radius = i % 2 ? inner : outer;
        corners.push_back({radius * portable::sin(angle), radius * portable::cos(angle)});
    }
    return corners;
}

double letterT(Point p)
{
    return polygon({{-0.8, -0.9}, {0.8, -0.9}, {0.8, -0.5}, {0.2, -0.5}, {0.2, 0.9}, {-0.2, 0.9}, {-0.2, -0.5},
                    {-0.8, -0.5}},
                   p);
}

double letterH(Point p)
{
    return polygon({{-0.8, -0.9}, {-0.4, -0.9}, {-0.4, -0.2}, {0.4, -0.2}, {0.4, -0.9}, {0.8, -0.9}, {0.8, 0.9},
                    {0.4, 0.9}, {0.4, 0.2}, {-0.4, 0.2}, {-0.4, 0.9}, {-0.8, 0.9}},
                   p);
}

double distance(int shape, Point p)
{
    switch (shape) {
    case 0: return disc(p, 0.85);
    case 1: return std::max(disc(p, 0.95), -disc(p, 0.55));   // ring
    case 2: return polygon(box(0.78, 0.78), p);
    case 3: return polygon({{0, -1.0}, {0.95, 0.75}, {-0.95, 0.75}}, p);
    case 4: return polygon(plus(0.95, 0.26), p);
    case 5: return polygon(star(5, 1.05, 0.45), p);
    case 6: return polygon(box(1.1, 0.3), p);
    case 7: return std::max(disc(p, 0.95), -disc({p.x - 0.5, p.y}, 0.8));   // crescent
    case 8: return letterT(p);
    default: return letterH(p);
    }
}

} // namespace

const std::array<const char*, ShapeAtlas::kShapes>& ShapeAtlas::names()
{
    static const std::array<const char*, kShapes> list = {"disc", "ring", "square", "triangle", "cross",
                                                          "star", "bar",  "crescent", "letter T", "letter H"};
    return list;
}

ShapeAtlas::ShapeAtlas()
{
    for (int shape = 0; shape < kShapes; ++shape)
        for (int row = 0; row < kSide; ++row)
            for (int column = 0; column < kSide; ++column) {
                const double scale = 2.0 * double(kExtent) / (kSide - 1);
                const Point p{column * scale - double(kExtent), row * scale - double(kExtent)};
                m_tables[std::size_t(shape)][std::size_t(row * kSide + column)] = float(distance(shape, p));
            }
}

const ShapeAtlas& shapeAtlas()
{
    static const ShapeAtlas atlas;
    return atlas;
}

} // namespace spw
