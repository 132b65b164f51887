// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

/// Speed of the kernels as ratios against a named baseline that runs in the same process, in alternation: absolute
/// times move with the machine and its other users, ratios much less. Every result is verified before it is timed.
namespace spw::ops {

struct BenchOptions {
    bool smoke = false;        // small shapes and few rounds, under 20 s: shows that the order is right, no more
    int rounds = 9;            // one more runs first and is dropped
    int threads = 1;           // one thread is timed by CPU time, several by wall time
    std::string only;          // run the cases whose id or name contains this
    std::stop_token stop;
    std::function<void(const std::string& name, double fraction)> report = [](const std::string&, double) {};
};

/// One case: what ran, against what, and how they compare.
struct BenchResult {
    std::string id;             // goal it measures, "G1" ...; several cases may share one
    std::string name;           // "LIF forward and backward, [500, 65536], detach_reset"
    std::string baseline;       // "per-step loop over unbind()"
    std::string item;           // what is counted: "neuron-step", "event", "multiplication", ...
    double nsPerItem = 0.0, baselineNsPerItem = 0.0;   // medians
    double gigabytesPerSecond = 0.0;                   // 0 where bytes are not the point
    double copyShare = 0.0;     // of the bandwidth of a copy in the same run; 0 where bytes are not the point
    double megabytes = 0.0, baselineMegabytes = 0.0;   // at the peak; 0 where memory is not the point
    std::string ratioName;      // "times faster than the baseline", "share of the copy bandwidth", ...
    double ratio = 0.0, ratioLow = 0.0, ratioHigh = 0.0;   // median and quartiles of the ratio of each round
    double goal = 0.0;          // 0: reported only
    bool lessIsBetter = false;
    bool met = false;           // the better quartile reaches the goal
    bool verified = false;      // results were right; if not, nothing was timed
};

/// Machine and settings that belong beside any number: processor, instruction set, threads, allocator, load.
std::vector<std::pair<std::string, std::string>> benchConditions();

/// Runs all cases: G1-G16 of the performance notes, "peers" and "memory" (what Python libraries are measured by), "choice"
/// (events or dense), "neurons" (each neuron's speed). Stops early, with what it has, when told to.
std::vector<BenchResult> benchKernels(const BenchOptions& options);

} // namespace spw::ops
