// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/neuron_kernels.h"
#include "kernels/torch/aten.h"

/// What operators ask of tensors before they choose a way.
namespace spw::ops {

inline constexpr std::int64_t kLargeBytes = 4 * 1024 * 1024;   // of a result: above, it leaves the cache anyway and stores bypass it

inline kernels::RealType realType(const at::Tensor& x)
{
    switch (x.scalar_type()) {
    case at::kHalf: return kernels::RealType::Float16;
    case at::kBFloat16: return kernels::RealType::BFloat16;
    case at::kDouble: return kernels::RealType::Float64;
    default: return kernels::RealType::Float32;
    }
}

/// Whether autograd records what is done with it. An undefined tensor needs none.
inline bool needsGrad(const at::Tensor& x)
{
    return at::GradMode::is_enabled() && x.defined() && x.requires_grad();
}

inline bool anyNeedsGrad(at::TensorList tensors)
{
    for (const at::Tensor& tensor : tensors)
        if (needsGrad(tensor))
            return true;
    return false;
}

} // namespace spw::ops
