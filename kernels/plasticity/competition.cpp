// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/plasticity/competition.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace spw::kernels {

namespace {

/// Charges everybody; spikes hold by how much a neuron is above its threshold, or -1.  @return some neuron is.
bool charge(const CompetitionRule& r, const CompetitionStep& s)
{
    const float rest = (1.0f - r.keep) * r.rest;
    float any = -1.0f;
    for (std::int64_t c = 0; c < s.members; ++c) {
        const std::int64_t row = c * s.places;
        if (s.thetaPlaces == 1) {
            const float threshold = r.threshold + s.theta[c];
            for (std::int64_t p = 0; p < s.places; ++p) {
                const float h = r.keep * s.membrane[row + p] + r.gain * s.input[row + p] + rest, above = h - threshold;
                s.membrane[row + p] = h;
                s.spikes[row + p] = above >= 0.0f ? above : -1.0f;
                any = std::max(any, s.spikes[row + p]);
            }
        } else {
            for (std::int64_t p = 0; p < s.places; ++p) {
                const float h = r.keep * s.membrane[row + p] + r.gain * s.input[row + p] + rest;
                const float above = h - r.threshold - s.theta[row + p];
                s.membrane[row + p] = h;
                s.spikes[row + p] = above >= 0.0f ? above : -1.0f;
                any = std::max(any, s.spikes[row + p]);
            }
        }
    }
    return any >= 0.0f;
}

void settleGroup(const CompetitionRule& r, const CompetitionStep& s, std::int64_t place, std::vector<std::pair<float, std::int64_t>>& able)
{
    able.clear();
    for (std::int64_t c = 0; c < s.members; ++c) {
        float& above = s.spikes[c * s.places + place];
        if (above >= 0.0f)
            able.emplace_back(above, c);
        above = 0.0f;
    }
    if (able.empty())
        return;
    std::size_t firing = able.size();
    if (r.winners > 0 && std::int64_t(firing) > r.winners) {
        firing = std::size_t(r.winners);
        std::partial_sort(able.begin(), able.begin() + std::ptrdiff_t(firing), able.end(), [](const auto& a, const auto& b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;   // of equals the first
        });
    }
    for (std::size_t k = 0; k < firing; ++k)
        s.spikes[able[k].second * s.places + place] = 1.0f;
    const float fall = r.inhibition * float(firing), floor = std::min(r.reset - r.inhibition, r.reset);
    for (std::int64_t c = 0; c < s.members; ++c) {
        const std::int64_t i = c * s.places + place;
        float& v = s.membrane[i];
        if (s.spikes[i] != 0.0f) {
            v = r.soft ? v - r.threshold : r.reset;
            if (s.silent)
                s.silent[i] = r.refractory;
        } else if (fall > 0.0f) {
            v = std::min(v, std::max(v - fall, floor));
        }
    }
}

} // namespace

void competeStep(const CompetitionRule& r, const CompetitionStep& s)
{
    const std::int64_t neurons = s.members * s.places;
    bool any = charge(r, s);
    if (s.silent) {
        any = false;
        for (std::int64_t i = 0; i < neurons; ++i) {
            if (s.silent[i] > 0) {
                --s.silent[i];
                s.membrane[i] = r.reset;
                s.spikes[i] = -1.0f;
            }
            any = any || s.spikes[i] >= 0.0f;
        }
    }
    if (!any) {
        std::fill(s.spikes, s.spikes + neurons, 0.0f);
        return;
    }
    static thread_local std::vector<std::pair<float, std::int64_t>> able;
    for (std::int64_t place = 0; place < s.places; ++place)
        settleGroup(r, s, place, able);
}

} // namespace spw::kernels
