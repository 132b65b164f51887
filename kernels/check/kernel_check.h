// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/check/reference.h"

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace spw::kernels {

/// What a run of checks found.
struct CheckReport {
    int passed = 0, failed = 0, skipped = 0;
    std::vector<std::string> failures;   // one sentence each: which case, which result, how far off
    std::vector<std::string> notes;      // why something was skipped
    bool cancelled = false;
    std::string summary() const;         // "N passed, M failed, K skipped"
};

/// Called before each group of cases with its name and the fraction done.
using CheckProgress = std::function<void(const std::string& name, double fraction)>;

/// Compares every fused neuron with the reference: neuron x surrogate x reset x detach_reset x decay_input x number
/// type (float32, float64; float16 with sequences stored in 16 bits), forward and backward, on random input of several
/// shapes; on the CPU also on every instruction set.
/// Spikes must be equal wherever the reference is not within rounding of the threshold.
/// @param device  "cpu" or "cuda". Without a usable CUDA device everything is skipped, with the reason in the notes.
/// @param quick   small shapes only.
CheckReport checkNeuronKernels(const std::string& device, std::stop_token stop = {},
                               const CheckProgress& progress = {}, bool quick = false);

} // namespace spw::kernels
