// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/srm/alpha_kernel.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace spw::kernels {

double AlphaKernel::value(std::int64_t k) const
{
    return gain * double(k) * std::pow(decay, double(k));
}

std::vector<double> AlphaKernel::values() const
{
    std::vector<double> list;
    list.reserve(std::size_t(length));
    for (std::int64_t k = 0; k < length; ++k)
        list.push_back(value(k));
    return list;
}

AlphaKernel alphaKernel(double tau, double scale, double ts, double cut, double duration)
{
    const auto mustBePositive = [](double value, const char* name) {
        if (!(value > 0.0) || !std::isfinite(value))
            throw std::invalid_argument(std::string(name) + " must be a finite number above 0; it is " +
                                        std::to_string(value) + ".");
    };
    mustBePositive(tau, "The time constant of a kernel");
    mustBePositive(ts, "The sampling time");
    if (!std::isfinite(scale))
        throw std::invalid_argument("The scale of a kernel must be finite.");
    const auto small = [&](std::int64_t k) {
        const double t = double(k) * ts / tau;
        return std::abs(scale * t * std::exp(1.0 - t)) < cut;
    };
    if (tau / ts > double(kMaxKernelLength) / 64.0)
        throw std::invalid_argument("The time constant " + std::to_string(tau) + " is too long for the sampling time " +
                                    std::to_string(ts) + ".");
    // Behind its peak the kernel only falls, so the first small value can be searched for by halving.
    std::int64_t low = std::int64_t(std::floor(tau / ts)) - 1;
    while (double(low) * ts <= tau)
        ++low;
    std::int64_t high = low + 1;
    while (!small(high) && high < kMaxKernelLength)
        high *= 2;
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        if (small(middle))
            high = middle;
        else
            low = middle + 1;
    }
    if (std::isfinite(duration))
        low = std::min(low, std::max<std::int64_t>(1, std::int64_t(std::ceil(duration / ts))));
    if (low > kMaxKernelLength)
        throw std::invalid_argument("A kernel of " + std::to_string(low) + " steps is too long.");
    return {scale * ts / tau * std::exp(1.0), std::exp(-ts / tau), low};
}

} // namespace spw::kernels
