// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/random.h"

#include <array>
#include <cstdint>
#include <span>

namespace spw {

/// One shape on its way over the sensor: three saccades (quick moves that start and end at rest), turning and zooming
/// a little. Time u runs from 0 to 1.
class Scene {
public:
    Scene(int shape, std::int64_t width, std::int64_t height, Random& random);

    /// Share of every pixel that the shape covers, [height][width], anti-aliased over one pixel.
    void render(double u, std::span<float> coverage) const;
    /// Natural logarithm of the luminance.
    void toLog(std::span<const float> coverage, std::span<float> logs) const;
    /// Luminance, 0..1.
    void toLuminance(std::span<const float> coverage, std::span<float> luminance) const;

private:
    static constexpr int kSaccades = 3;
    static constexpr int kLogSteps = 512;

    struct Pose {
        float x, y, radius, cosine, sine;   // pixels; rotation
    };
    Pose pose(double u) const;
    void renderRows(const Pose& pose, std::int64_t stride, std::span<float> coverage) const;
    double sweptShare() const;

    int m_shape;
    std::int64_t m_width, m_height;
    double m_startX, m_startY, m_radius, m_angle, m_swing, m_zoom;
    double m_gain = 1;   // of all motion
    std::array<double, kSaccades> m_moveX{}, m_moveY{};
    float m_background, m_foreground;
    std::array<float, kLogSteps + 2> m_logs{};
};

} // namespace spw
