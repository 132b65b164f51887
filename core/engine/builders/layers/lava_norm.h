// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/module.h"

namespace spw::engine::lava {

/// The batch norms of lava-dl (models.md L18): the mean of each channel is taken off, rounded as a bias is; with
/// scaling, the whole is divided by a power of two near its standard deviation. Used alone and inside neurons.
class Norm {
public:
    struct Config {
        bool scales = false;        // WgtScaleBatchNorm
        bool rounds = true;         // the mean, to 8 bits
        double scale = 64.0;        // of the rounding
        double momentum = 0.1, eps = 1e-5, exponentBits = 3.0;
    };

    Norm(std::int64_t channels, const Config& config);

    /// @param x  [T, N, C, ...]; statistics over all but C.
    at::Tensor operator()(const at::Tensor& x, bool training);
    std::vector<NamedTensor> buffers(const std::string& prefix) const;
    void toDevice(c10::Device device);

private:
    Config m_config;
    at::Tensor m_mean, m_variance;   // running; variance of all channels together
};

} // namespace spw::engine::lava
