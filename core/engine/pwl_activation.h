// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/module.h"

#include <vector>

namespace spw::engine {

/// The rate of spiking neurons as a function of their mean input, learned from samples: a piecewise linear curve through
/// the middle of the points (models.md LR7).
class PwlActivation {
public:
    static constexpr std::int64_t kCenters = 5;
    static constexpr double kLow = 0.1, kHigh = 0.9, kEps = 1e-5, kAlpha = 0.1;

    /// Takes in points: mean output and mean input over the first axis (steps).
    void append(const at::Tensor& spikes, const at::Tensor& input);
    std::int64_t points() const { return m_z.defined() ? m_z.numel() : 0; }
    /// The curve through the points so far; where there were centres before, new ones move them by a tenth only.
    void fit();
    /// Forgets half of the points, drawn by `seed`.
    void softClear(std::uint64_t seed);
    bool fitted() const { return !m_centers.empty(); }

    /// a(z): 0 below the first centre, the maximum above the last. Backward the slope times z / a of the last centre,
    /// plus 1e-5.
    at::Tensor operator()(const at::Tensor& z) const;

    struct Point {
        double z, a;
    };
    const std::vector<Point>& centers() const { return m_centers; }   // with the ends of the curve
    const std::vector<double>& slopes() const { return m_slopes; }    // of the pieces, and the last one again
    double most() const { return m_most; }

    /// What a resumed run needs.
    std::vector<NamedTensor> state() const;
    void restore(const std::vector<NamedTensor>& state);

private:
    at::Tensor m_z, m_a;   // doubles
    std::vector<Point> m_centers;
    std::vector<double> m_slopes;
    double m_most = 1;
};

} // namespace spw::engine
