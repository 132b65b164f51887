// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/aten.h"

#include <string>

namespace spw::engine {

/// Mixed precision: products of matrices and convolutions in 16 bits, weights, states and sums in float32.
enum class Precision { Float32, BFloat16, Float16 };

/// Of the learner's parameter.  @throws Error if the device cannot: float16 needs CUDA.
Precision precisionOf(const std::string& id, c10::Device device, const std::string& node);

/// While it lives, LibTorch chooses 16 bits where that is safe (autocast).
class PrecisionScope {
public:
    PrecisionScope(Precision precision, c10::Device device);
    ~PrecisionScope();
    PrecisionScope(const PrecisionScope&) = delete;
    PrecisionScope& operator=(const PrecisionScope&) = delete;

private:
    bool m_active, m_cuda;
};

inline bool isHalf(at::ScalarType type) { return type == at::kHalf || type == at::kBFloat16; }

/// Mixed precision makes 16-bit products; what follows them (statistics, losses, most membranes) is float32, and
/// autocast brings the inputs of the next product down again.
inline at::Tensor inFullPrecision(const at::Tensor& value)
{
    return value.defined() && isHalf(value.scalar_type()) ? value.to(at::kFloat) : value;
}

} // namespace spw::engine
