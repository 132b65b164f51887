// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/srm/srm.h"

#include <vector>

/// The same kernels written down as their definitions say, for checks and as what benchmarks compare with.
namespace spw::kernels::reference {

/// y[t] = ts sum_k kernel[k] x[t - k], x and y [steps, neurons].
std::vector<double> psp(const std::vector<double>& kernel, double ts, const std::vector<double>& x,
                        std::int64_t neurons);

/// SLAYER's threshold: `u` receives the refractory responses in place; spikes of 1/ts come back.
std::vector<double> spikes(const SrmModel& model, std::vector<double>& u, std::int64_t neurons);

/// The two passes of a neuron done apart, one number at a time and each neuron's steps together in memory, as a
/// program without fused kernels does: the psp as a recursion, then a scan that adds a whole refractory kernel for
/// each spike. x, u and spikes are [neurons, steps].
void srmApart(const SrmModel& model, const float* x, float* u, float* spikes, std::int64_t steps,
              std::int64_t neurons);

} // namespace spw::kernels::reference
