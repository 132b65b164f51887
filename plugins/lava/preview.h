// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange.h"
#include "plugins/lava/chain.h"

namespace spw::lavanet {

/// Distance of two spike trains (or sequences) [T, ...]: both are smoothed, f[t] = exp(-1/5) f[t-1] + x[t] (van Rossum, tau = 5
/// steps), then sum (f - g)^2 / (sum f^2 + sum g^2) over all neurons and steps. 0: equal; 1: nothing in common; both silent: 0.
class TrainDistance {
public:
    /// @param steps  T; the values of a step lie together.
    void add(const std::vector<float>& x, const std::vector<float>& y, std::int64_t steps);
    double value() const { return m_size > 0 ? m_difference / m_size : 0; }
    double sumX() const { return m_x; }
    double sumY() const { return m_y; }

private:
    double m_difference = 0, m_size = 0, m_x = 0, m_y = 0;
};

/// Runs the blocks, as the importer would make a project of them, beside the project itself on samples of its data. Adds to
/// the report: accuracy of both, and for each layer the distance of its spike trains.
void addPreview(const ExportRequest& request, const Chain& chain, const Net& net, std::int64_t samples, ExchangeReport& report);

} // namespace spw::lavanet
