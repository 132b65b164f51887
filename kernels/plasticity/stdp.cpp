// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/plasticity/stdp.h"

#include "kernels/cpu/flush_denormals.h"
#include "kernels/cpu/isa.h"

namespace spw::kernels {

#define SPW_DECLARE_STDP(Level)                                                                                   \
    namespace Level {                                                                                              \
    void stdpEventStep(const StdpRule&, const StdpLayer&, const StepSpikes&);                                      \
    void stdpDenseStep(const StdpRule&, const StdpLayer&, const float*, const float*);                             \
    }
SPW_DECLARE_STDP(level_scalar)
SPW_DECLARE_STDP(level_avx2)
SPW_DECLARE_STDP(level_avx512)
#undef SPW_DECLARE_STDP

#if defined(SPW_HAVE_X86_LEVELS)
#define SPW_CALL_LEVEL(...)                                                                                        \
    if (activeIsa() == Isa::Avx512)                                                                                \
        return level_avx512::__VA_ARGS__;                                                                          \
    if (activeIsa() == Isa::Avx2)                                                                                  \
        return level_avx2::__VA_ARGS__;                                                                            \
    level_scalar::__VA_ARGS__
#else
#define SPW_CALL_LEVEL(...) level_scalar::__VA_ARGS__
#endif

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

} // namespace spw::kernels
