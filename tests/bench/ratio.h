// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <ctime>
#include <vector>

namespace spw::bench {

inline double cpuSeconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

/// Median of time(baseline) / time(work) over alternating rounds; the first round warms up and is dropped.
template <class Work, class Baseline>
double pairedRatio(const Work& work, const Baseline& baseline, int rounds = 9)
{
    std::vector<double> ratios;
    for (int round = 0; round <= rounds; ++round) {
        const double start = cpuSeconds();
        work();
        const double middle = cpuSeconds();
        baseline();
        const double end = cpuSeconds();
        if (round > 0)
            ratios.push_back((end - middle) / std::max(middle - start, 1e-9));
    }
    std::sort(ratios.begin(), ratios.end());
    return ratios[ratios.size() / 2];
}

} // namespace spw::bench
