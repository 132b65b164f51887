// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>

/// Spike-timing dependent plasticity with traces, one step at a time.
///
/// Each side has a trace that decays and grows by one at a spike. Weights lie [pre][post], so that what one
/// presynaptic spike changes is a row. Per step: traces first; then weights of presynaptic spikes fall by
/// minus * F_minus(w) * trace(post), those of postsynaptic spikes rise by plus * F_plus(w) * trace(pre), both seen from
/// the weight before the step; then those are held within their limits.
namespace spw::kernels {

/// F(w) = offset + slope * w, cut at least and most: constant (0 w + 1), w itself, w between limits, distance to a bound.
struct StdpWeighting {
    float offset = 1.0f, slope = 0.0f;
    float least = -std::numeric_limits<float>::max(), most = std::numeric_limits<float>::max();
};

struct StdpRule {
    float decayPre = 0.95f, decayPost = 0.95f;   // what is left of a trace after a step
    float plus = 0.01f, minus = 0.012f;
    float least = 0.0f, most = 1.0f;             // limits of a weight
    StdpWeighting plusOf, minusOf;
    float target = 0.0f;                         // taken from trace(pre) where a rise is computed
    bool nearest = false;                        // a spike sets its trace to one: only the last one counts
    // With a slow trace of the postsynaptic side, a rise is multiplied by pair + triplet * what was left of it before
    // this spike.
    float decaySlow = 0.99f, pair = 0.0f, triplet = 1.0f;
};

struct StdpLayer {
    std::int64_t pre = 0, post = 0;
    float* weights = nullptr;                        // [pre][post]
    float *tracesPre = nullptr, *tracesPost = nullptr;
    float* tracesSlow = nullptr;                     // nullptr: pairs only
};

/// Indices of the neurons that fire in this step, rising.
struct StepSpikes {
    const std::int32_t* pre = nullptr;
    const std::int32_t* post = nullptr;
    std::int64_t preCount = 0, postCount = 0;
};

/// Visits only the weights of neurons that fire.
void stdpEventStep(const StdpRule& rule, const StdpLayer& layer, const StepSpikes& spikes);

/// The same for spikes as rows of zeros and ones, all weights in one pass: quicker once a tenth of the neurons fires.
void stdpDenseStep(const StdpRule& rule, const StdpLayer& layer, const float* preSpikes, const float* postSpikes);

/// Puts the indices of all numbers that are not 0 into `list`, which has room for `count`.  @return how many there are.
std::int64_t listSpikes(const float* spikes, std::int64_t count, std::int32_t* list);

} // namespace spw::kernels
