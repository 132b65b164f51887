// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/init.h"

#include "kernels/torch/aten.h"

#include <cmath>

namespace spw::engine {

SynapseWeights initialWeights(at::IntArrayRef shape, std::int64_t fanIn, bool bias, at::Generator generator)
{
    const double bound = fanIn > 0 ? 1.0 / std::sqrt(double(fanIn)) : 0.0;
    SynapseWeights result;
    result.weight = at::empty(shape, at::kFloat).uniform_(-bound, bound, generator).set_requires_grad(true);
    if (bias)
        result.bias = at::empty({shape[0]}, at::kFloat).uniform_(-bound, bound, generator).set_requires_grad(true);
    return result;
}

} // namespace spw::engine
