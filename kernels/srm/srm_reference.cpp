// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/srm/srm_reference.h"

#include <algorithm>
#include <cmath>

namespace spw::kernels::reference {

std::vector<double> psp(const std::vector<double>& kernel, double ts, const std::vector<double>& x,
                        std::int64_t neurons)
{
    std::vector<double> y(x.size(), 0.0);
    const std::int64_t steps = std::int64_t(x.size()) / std::max<std::int64_t>(neurons, 1);
    for (std::int64_t t = 0; t < steps; ++t)
        for (std::int64_t k = 0; k <= t && k < std::int64_t(kernel.size()); ++k)
            for (std::int64_t n = 0; n < neurons; ++n)
                y[std::size_t(t * neurons + n)] +=
                    ts * kernel[std::size_t(k)] * x[std::size_t((t - k) * neurons + n)];
    return y;
}

std::vector<double> spikes(const SrmModel& model, std::vector<double>& u, std::int64_t neurons)
{
    const std::vector<double> response = model.refractory.values();
    std::vector<double> spikes(u.size(), 0.0);
    const std::int64_t steps = std::int64_t(u.size()) / std::max<std::int64_t>(neurons, 1);
    for (std::int64_t n = 0; n < neurons; ++n)
        for (std::int64_t t = 0; t < steps; ++t) {
            if (u[std::size_t(t * neurons + n)] < model.theta)
                continue;
            spikes[std::size_t(t * neurons + n)] = 1.0 / model.ts;
            for (std::int64_t j = 1; j < std::int64_t(response.size()) && t + j < steps; ++j)
                u[std::size_t((t + j) * neurons + n)] += response[std::size_t(j)];
        }
    return spikes;
}

void srmApart(const SrmModel& model, const float* x, float* u, float* spikes, std::int64_t steps,
              std::int64_t neurons)
{
    const float decay = float(model.psp.decay), gain = float(model.psp.gain * model.ts);
    const std::int64_t window = model.psp.length;
    const float outOfP = float(std::pow(model.psp.decay, double(window))), outOfQ = outOfP * float(window);
    for (std::int64_t n = 0; n < neurons; ++n) {
        float p = 0.0f, q = 0.0f;
        for (std::int64_t t = 0; t < steps; ++t) {
            q = decay * (q + p);
            p = decay * p + x[n * steps + t];
            if (t >= window) {   // what leaves the kernel, which is cut off
                p -= outOfP * x[n * steps + t - window];
                q -= outOfQ * x[n * steps + t - window];
            }
            u[n * steps + t] = gain * q;
        }
    }
    const std::vector<double> values = model.refractory.values();
    const std::vector<float> response(values.begin(), values.end());
    const std::int64_t length = std::int64_t(response.size());
    const float theta = float(model.theta), amplitude = float(1.0 / model.ts);
    for (std::int64_t n = 0; n < neurons; ++n)
        for (std::int64_t t = 0; t < steps; ++t) {
            float& out = spikes[n * steps + t];
            out = 0.0f;
            if (u[n * steps + t] < theta)
                continue;
            out = amplitude;
            for (std::int64_t j = 1; j < length && t + j < steps; ++j)
                u[n * steps + t + j] += response[std::size_t(j)];
        }
}

} // namespace spw::kernels::reference
