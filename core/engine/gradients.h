// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/network.h"

#include <vector>

namespace spw::engine {

/// Euclidean norm of all gradients together.
double gradientNorm(const std::vector<Network::Entry>& parameters);

/// Scales all gradients down together so that their norm is at most `maxNorm` (0: no limit), then cuts each number at
/// +-`maxValue` (0: no limit).  @return the norm before; NaN or infinite gradients stay as they are.
/// Source: torch.nn.utils.clip_grad_norm_, clip_grad_value_.
double clipGradients(const std::vector<Network::Entry>& parameters, double maxNorm, double maxValue);

/// Keeps half-precision gradients from vanishing: the loss is multiplied before, the gradients are divided after
/// backward; the factor halves when a gradient overflows and doubles after 2000 good steps. On the CPU and in float32
/// it is not used. Source: torch.cuda.amp.GradScaler.
class LossScaler {
public:
    double factor() const { return m_factor; }
    void setFactor(double factor) { m_factor = factor; }
    /// Divides the gradients.  @return false if they overflowed: skip this update.
    bool unscale(const std::vector<Network::Entry>& parameters);

private:
    double m_factor = 65536.0;
    std::int64_t m_good = 0;
};

} // namespace spw::engine
