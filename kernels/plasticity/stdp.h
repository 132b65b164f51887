// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

/// Spike-timing dependent plasticity with traces, one step at a time.
///
/// Each side has a trace that decays and grows by one at a spike. Weights lie [pre][post], so that what one
/// presynaptic spike changes is a row. Per step: traces first; then weights of presynaptic spikes fall by
/// minus * trace(post), those of postsynaptic spikes rise by plus * trace(pre); then those are held within their limits.
namespace spw::kernels {

struct StdpRule {
    float decayPre = 0.95f, decayPost = 0.95f;   // what is left of a trace after a step
    float plus = 0.01f, minus = 0.012f;
    float least = 0.0f, most = 1.0f;             // limits of a weight
};

struct StdpLayer {
    std::int64_t pre = 0, post = 0;
    float* weights = nullptr;                        // [pre][post]
    float *tracesPre = nullptr, *tracesPost = nullptr;
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

} // namespace spw::kernels
