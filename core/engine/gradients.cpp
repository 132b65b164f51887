// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/gradients.h"

#include "kernels/torch/aten.h"

#include <cmath>

namespace spw::engine {

double gradientNorm(const std::vector<Network::Entry>& parameters)
{
    const at::NoGradGuard noGrad;
    double squares = 0.0;
    for (const Network::Entry& entry : parameters)
        if (const at::Tensor grad = entry.tensor.grad(); grad.defined()) {
            const double norm = grad.norm().item<double>();
            squares += norm * norm;
        }
    return std::sqrt(squares);
}

double clipGradients(const std::vector<Network::Entry>& parameters, double maxNorm, double maxValue)
{
    const at::NoGradGuard noGrad;
    const double norm = gradientNorm(parameters);
    if (!std::isfinite(norm))
        return norm;
    const double factor = maxNorm > 0.0 ? maxNorm / (norm + 1e-6) : 1.0;
    for (const Network::Entry& entry : parameters) {
        at::Tensor grad = entry.tensor.grad();
        if (!grad.defined())
            continue;
        if (factor < 1.0)
            grad.mul_(factor);
        if (maxValue > 0.0)
            grad.clamp_(-maxValue, maxValue);
    }
    return norm;
}

bool LossScaler::unscale(const std::vector<Network::Entry>& parameters)
{
    const at::NoGradGuard noGrad;
    bool finite = true;
    for (const Network::Entry& entry : parameters)
        if (at::Tensor grad = entry.tensor.grad(); grad.defined()) {
            grad.div_(m_factor);
            finite = finite && std::isfinite(grad.sum().item<double>());
        }
    if (!finite) {
        m_factor = std::max(m_factor * 0.5, 1.0);
        m_good = 0;
    } else if (++m_good == 2000) {
        m_factor *= 2.0;
        m_good = 0;
    }
    return finite;
}

} // namespace spw::engine
