// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

/// What makes LibTorch fast and well-behaved on this machine (README, "Start-up").
namespace spw::engine {

/// Once per process: heap settings and the caching allocator. Further calls do nothing.
void setUpProcess();

/// Cores that this process may use.
int allowedCores();

/// Threads of LibTorch's pool for the calling thread and of OpenBLAS's own pool, which LibTorch does not reach.
/// @param threads  0: the cores this process may use.  @return the number chosen.
int setThreads(int threads);

/// Denormal numbers count as zero, and with `background` the priority is lower, on the calling thread and on all
/// threads that compute for it. Call after setThreads, on each worker.
void setUpWorker(bool background);

/// The BLAS library that was loaded: "OpenBLAS 0.3.21", or "reference BLAS".
std::string blasName();
bool blasIsReference();

/// Largest memory this process has used.
long long peakRssBytes();

} // namespace spw::engine
