// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/synthetic/scene.h"

#include "core/data/synthetic/shapes.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace spw {

namespace {

/// Every shape fits into a circle of this many radii. With one pixel more this stays below ShapeAtlas::kExtent, as no
/// shape has a radius below 1.8 pixels.
constexpr float kReach = 1.25f;

/// Path of least jerk between two points of rest, as eyes and hands move (Flash and Hogan 1985).
double leastJerk(double u) { return u * u * u * (10 + u * (6 * u - 15)); }

} // namespace

Scene::Scene(int shape, std::int64_t width, std::int64_t height, Random& random)
    : m_shape(shape)
    , m_width(width)
    , m_height(height)
{
    const double side = double(std::min(width, height));
    m_radius = side * random.uniform(0.26, 0.34);
    m_angle = random.uniform(-0.3, 0.3);
    m_swing = random.uniform(-0.4, 0.4);
    m_zoom = random.uniform(-0.06, 0.06);
    // A triangle of saccades, about closed, in any direction and either sense.
    constexpr double kThird = 2.0943951023931953;
    const double direction = random.uniform(-3.141592653589793, 3.141592653589793);
    const double sense = random.uniform() < 0.5 ? -1 : 1;
    double x = 0, y = 0, sumX = 0, sumY = 0;
    for (int i = 0; i < kSaccades; ++i) {
        double heading = direction + sense * kThird * i + random.uniform(-0.35, 0.35);
        while (heading > 3.141592653589793)
            heading -= 6.283185307179586;
        while (heading < -3.141592653589793)
            heading += 6.283185307179586;
        const double length = side * random.uniform(0.10, 0.18);
        m_moveX[std::size_t(i)] = length * portable::cos(heading);
        m_moveY[std::size_t(i)] = length * portable::sin(heading);
        x += m_moveX[std::size_t(i)], y += m_moveY[std::size_t(i)];
        sumX += x / kSaccades, sumY += y / kSaccades;
    }
    m_startX = double(width) / 2 + side * random.uniform(-0.05, 0.05);
    m_startY = double(height) / 2 + side * random.uniform(-0.05, 0.05);
    const double contrast = random.uniform(0.7, 1.6);   // natural logarithm of foreground over background
    m_background = 0.15f;
    m_foreground = float(0.15 * portable::exp(contrast));
    for (int i = 0; i <= kLogSteps; ++i)
        m_logs[std::size_t(i)] =
            float(portable::ln(double(m_background) + double(m_foreground - m_background) * i / kLogSteps));
    m_logs[kLogSteps + 1] = m_logs[kLogSteps];

    // A letter H has twice the outline of a disc and would give twice the events. So that the number of events says
    // nothing about the class, how far a shape moves is set so that its edges sweep a share of the sensor that is
    // drawn without regard to the class.
    const double wanted = random.uniform(0.40, 0.70);
    m_gain = std::clamp(wanted / std::max(sweptShare(), 1e-6), 0.25, 2.5);
    m_startX -= m_gain * sumX;   // the path stays about the middle
    m_startY -= m_gain * sumY;
}

Scene::Pose Scene::pose(double u) const
{
    double x = m_startX, y = m_startY;
    for (int i = 0; i < kSaccades; ++i) {
        const double part = leastJerk(std::clamp(u * kSaccades - i, 0.0, 1.0)) * m_gain;
        x += part * m_moveX[std::size_t(i)];
        y += part * m_moveY[std::size_t(i)];
    }
    const double angle = m_angle + m_gain * m_swing * (u - 0.5);
    return {float(x), float(y), float(m_radius * (1 + m_gain * m_zoom * (u - 0.5))), float(portable::cos(angle)),
            float(portable::sin(angle))};
}

void Scene::render(double u, std::span<float> coverage) const { renderRows(pose(u), 1, coverage); }

void Scene::renderRows(const Pose& at, std::int64_t stride, std::span<float> coverage) const
{
    constexpr int kSide = ShapeAtlas::kSide;
    constexpr int kBlock = 32;
    const float* table = shapeAtlas().table(m_shape);
    const float perPixel = float(kSide - 1) / (2 * ShapeAtlas::kExtent * at.radius);   // table samples a pixel
    const float du = at.cosine * perPixel, dv = -at.sine * perPixel;
    const float reach = kReach * at.radius + 1;
    const std::int64_t columns = m_width / stride, rows = m_height / stride;
    for (std::int64_t row = 0; row < rows; ++row) {
        float* out = coverage.data() + row * columns;
        std::fill(out, out + columns, 0.0f);
        const float dy = float(row * stride) + 0.5f - at.y;
        if (dy < -reach || dy > reach)
            continue;
        // Only pixels within reach: their places in the table need no clamping.
        const float half = std::sqrt(reach * reach - dy * dy);
        const auto from = std::max<std::int64_t>(
            0, std::int64_t(std::ceil((at.x - half - 0.5f) / float(stride))));
        const auto to = std::min<std::int64_t>(
            columns, std::int64_t(std::floor((at.x + half - 0.5f) / float(stride))) + 1);
        const float middle = 0.5f * float(kSide - 1);
        const float u0 = dy * at.sine * perPixel + middle, v0 = dy * at.cosine * perPixel + middle;
        // In blocks, arithmetic apart from table look-ups: the compiler turns the two outer loops into vector code.
        for (std::int64_t column = from; column < to; column += kBlock) {
            const int count = int(std::min<std::int64_t>(kBlock, to - column));
            float a[kBlock], b[kBlock], corners[4][kBlock];
            int cell[kBlock];
            for (int i = 0; i < kBlock; ++i) {
                const float dx = float(int(column + i) * int(stride)) + 0.5f - at.x;
                const float fu = u0 + dx * du;
                const float fv = v0 + dx * dv;
                const int iu = int(fu), iv = int(fv);
                a[i] = fu - float(iu);
                b[i] = fv - float(iv);
                cell[i] = iv * kSide + iu;
            }
            for (int i = 0; i < count; ++i) {
                const float* corner = table + cell[i];
                corners[0][i] = corner[0];
                corners[1][i] = corner[1];
                corners[2][i] = corner[kSide];
                corners[3][i] = corner[kSide + 1];
            }
            for (int i = 0; i < count; ++i) {
                const float top = corners[0][i] + a[i] * (corners[1][i] - corners[0][i]);
                const float bottom = corners[2][i] + a[i] * (corners[3][i] - corners[2][i]);
                const float distance = (top + b[i] * (bottom - top)) * at.radius;   // pixels
                out[column + i] = std::min(std::max(0.5f - distance, 0.0f), 1.0f);
            }
        }
    }
}

/// Sum of all changes of coverage over the recording, per pixel; estimated on every second pixel.
double Scene::sweptShare() const
{
    const std::int64_t stride = std::max<std::int64_t>(2, std::min(m_width, m_height) / 17);
    constexpr int kTimes = 60;
    const auto points = std::size_t((m_width / stride) * (m_height / stride));
    std::vector<float> before(points), after(points);
    renderRows(pose(0), stride, before);
    double sum = 0;
    for (int k = 1; k <= kTimes; ++k) {
        renderRows(pose(double(k) / kTimes), stride, after);
        float change = 0;
        for (std::size_t i = 0; i < points; ++i)
            change += std::fabs(after[i] - before[i]);
        sum += double(change);
        before.swap(after);
    }
    return sum / double(points);
}

void Scene::toLog(std::span<const float> coverage, std::span<float> logs) const
{
    for (std::size_t i = 0; i < coverage.size(); ++i) {
        const float at = coverage[i] * kLogSteps;
        const int k = int(at);
        logs[i] = m_logs[std::size_t(k)] + (at - float(k)) * (m_logs[std::size_t(k) + 1] - m_logs[std::size_t(k)]);
    }
}

void Scene::toLuminance(std::span<const float> coverage, std::span<float> luminance) const
{
    for (std::size_t i = 0; i < coverage.size(); ++i)
        luminance[i] = m_background + coverage[i] * (m_foreground - m_background);
}

} // namespace spw
