// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace spw::kernels {

/// The kernel of SLAYER's synapses and refractoriness (models.md N28): scale (t/tau) exp(1 - t/tau), t = k Ts, cut off
/// at the first t > tau where it is smaller than `cut`.
///
/// It is gain k decay^k for k = 0 .. length - 1, so a convolution with it needs two running sums and no window:
///     p[t] = sum decay^k x[t-k]    = decay p[t-1] + x[t]              - decay^length x[t-length]
///     q[t] = sum k decay^k x[t-k]  = decay (q[t-1] + p[t-1])          - length decay^length x[t-length]
/// The last terms take out what leaves the window, which makes the cut exact instead of an error of one per cent.
struct AlphaKernel {
    double gain = 0.0;
    double decay = 0.0;
    std::int64_t length = 0;

    double value(std::int64_t k) const;
    /// All `length` values, first to last.
    std::vector<double> values() const;
};

/// @param duration  longest kernel in the unit of `tau`: SLAYER ends it with the sample; infinity for no limit.
/// @throws std::invalid_argument if tau or ts are not above 0 or not finite, or the kernel would have more than
///         kMaxKernelLength values.
AlphaKernel alphaKernel(double tau, double scale, double ts, double cut, double duration);

inline constexpr std::int64_t kMaxKernelLength = std::int64_t(1) << 24;

} // namespace spw::kernels
