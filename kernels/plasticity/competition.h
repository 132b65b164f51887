// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

/// Leaky integrators that compete: see the node neuron.competing_lif.
namespace spw::kernels {

struct CompetitionRule {
    float keep = 0.5f, gain = 0.5f, rest = 0.0f;   // H = keep V + gain x + (1 - keep) rest
    float threshold = 1.0f, reset = 0.0f;
    bool soft = false;                             // V = H - threshold after a spike instead of reset
    float inhibition = 0.0f;
    std::int64_t winners = 0;                      // 0: no limit
    std::int32_t refractory = 0;
};

/// One sample at one step. A group is every `places`-th neuron: places 1 is the whole layer, else neuron (c, place) is at
/// c * places + place.
struct CompetitionStep {
    std::int64_t members = 0, places = 1;   // of a group; groups
    const float* input = nullptr;
    const float* theta = nullptr;           // of neuron (c, place): theta[c * thetaPlaces + place % thetaPlaces]
    std::int64_t thetaPlaces = 1;
    float* membrane = nullptr;
    std::int32_t* silent = nullptr;         // steps of refractoriness left; nullptr without
    float* spikes = nullptr;
};

void competeStep(const CompetitionRule& rule, const CompetitionStep& step);

} // namespace spw::kernels
