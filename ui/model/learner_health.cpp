// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/learner_health.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spw::ui {
namespace {

constexpr std::size_t kMostLooks = 100'000;

} // namespace

double stuckShare(const SynapseView& view)
{
    if ((!view.least && !view.most) || view.weights.empty())
        return 0;
    const double low = view.least.value_or(-std::numeric_limits<double>::infinity()), high = view.most.value_or(std::numeric_limits<double>::infinity());
    const double near = std::isfinite(high - low) ? 1e-3 * (high - low) : 1e-6;
    const std::size_t stride = std::max<std::size_t>(1, view.weights.size() / kMostLooks);
    std::int64_t looked = 0, stuck = 0;
    for (std::size_t i = 0; i < view.weights.size(); i += stride, ++looked)
        stuck += double(view.weights[i]) <= low + near || double(view.weights[i]) >= high - near;
    return double(stuck) / double(looked);
}

} // namespace spw::ui
