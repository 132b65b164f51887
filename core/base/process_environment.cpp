// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/process_environment.h"

#include <cstdlib>

#include <unistd.h>

namespace spw {
namespace {

bool setIfUnset(const char* name, const char* value)
{
    if (std::getenv(name))
        return false;
    return setenv(name, value, 0) == 0;
}

bool hasSkylakeKernels()
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512cd");
#else
    return false;
#endif
}

} // namespace

void prepareProcessEnvironment(char** argv)
{
    bool changed = setIfUnset("OMP_WAIT_POLICY", "passive");
    // OpenBLAS's helper threads otherwise spin for tens of milliseconds after every product, on a core that the
    // convolutions or the window need.
    changed = setIfUnset("OPENBLAS_THREAD_TIMEOUT", "4") || changed;
    if (hasSkylakeKernels())
        changed = setIfUnset("OPENBLAS_CORETYPE", "SkylakeX") || changed;
    // All are set in the new process, so it does not come here again.
    if (changed)
        execv("/proc/self/exe", argv);
    // Where /proc is missing we go on: slower, not wrong.
}

} // namespace spw
