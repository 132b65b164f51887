// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/plasticity/stdp.h"

#include "kernels/cpu/call_level.h"
#include "kernels/cpu/flush_denormals.h"

namespace spw::kernels {

#define SPW_STDP_PASSES                                                                                                \
    void stdpEventStep(const StdpRule&, const StdpLayer&, const StepSpikes&);                                          \
    void stdpDenseStep(const StdpRule&, const StdpLayer&, const float*, const float*);                                 \
    std::int64_t listSpikes(const float*, std::int64_t, std::int32_t*);
SPW_DECLARE_LEVELS(SPW_STDP_PASSES)
#undef SPW_STDP_PASSES

void stdpEventStep(const StdpRule& rule, const StdpLayer& layer, const StepSpikes& spikes)
{
    const FlushDenormals guard;   // a trace that decays into silence would run 37 times slower
    SPW_CALL_LEVEL(stdpEventStep(rule, layer, spikes));
}

void stdpDenseStep(const StdpRule& rule, const StdpLayer& layer, const float* preSpikes, const float* postSpikes)
{
    const FlushDenormals guard;
    SPW_CALL_LEVEL(stdpDenseStep(rule, layer, preSpikes, postSpikes));
}

std::int64_t listSpikes(const float* spikes, std::int64_t count, std::int32_t* list)
{
    SPW_CALL_LEVEL(listSpikes(spikes, count, list));
}

} // namespace spw::kernels
