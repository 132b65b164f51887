// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/kernel_bench.h"

/// The benchmark needs LibTorch, the command line starts without it: so it lives in a library of its own that
/// 'kernels bench' loads.
namespace spw::cli {

struct BenchRun {
    std::vector<ops::BenchResult> results;
    std::vector<std::pair<std::string, std::string>> conditions;
};

extern "C" void spwBenchKernels(const ops::BenchOptions& options, BenchRun& out);
using BenchKernelsFunction = void (*)(const ops::BenchOptions&, BenchRun&);

} // namespace spw::cli
