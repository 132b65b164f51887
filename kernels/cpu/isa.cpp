// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/isa.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>

namespace spw::kernels {

namespace {

std::vector<Isa> findIsas()
{
    std::vector<Isa> found{Isa::Scalar};
#if defined(SPW_HAVE_X86_LEVELS)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {   // those have f16c, too
        found.push_back(Isa::Avx2);
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
            found.push_back(Isa::Avx512);
    }
#endif
    return found;
}

Isa chosenAtStart()
{
    // An unknown or impossible wish is ignored: the variable is a testing aid, not a setting.
    if (const char* wish = std::getenv("SPW_ISA"))
        for (const Isa isa : availableIsas())
            if (isaName(isa) == wish)
                return isa;
    return availableIsas().back();
}

std::atomic<Isa>& active()
{
    static std::atomic<Isa> isa{chosenAtStart()};
    return isa;
}

} // namespace

std::string_view isaName(Isa isa)
{
    switch (isa) {
    case Isa::Avx2: return "avx2";
    case Isa::Avx512: return "avx512";
    case Isa::Scalar: break;
    }
    return "scalar";
}

const std::vector<Isa>& availableIsas()
{
    static const std::vector<Isa> isas = findIsas();
    return isas;
}

Isa activeIsa() { return active().load(std::memory_order_relaxed); }

bool setActiveIsa(Isa isa)
{
    const auto& isas = availableIsas();
    if (std::find(isas.begin(), isas.end(), isa) == isas.end())
        return false;
    active().store(isa, std::memory_order_relaxed);
    return true;
}

} // namespace spw::kernels
