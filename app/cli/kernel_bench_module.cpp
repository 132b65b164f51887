// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/kernel_bench_module.h"

namespace spw::cli {

extern "C" void spwBenchKernels(const ops::BenchOptions& options, BenchRun& out)
{
    out.results = ops::benchKernels(options);
    out.conditions = ops::benchConditions();
}

} // namespace spw::cli
