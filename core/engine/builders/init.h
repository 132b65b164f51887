// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/aten.h"

#include <ATen/core/Generator.h>

#include <cstdint>

namespace spw::engine {

/// Weight and bias of a synapse layer as PyTorch starts them: kaiming uniform with a = sqrt(5), which comes to
/// U(-1/sqrt(fanIn), 1/sqrt(fanIn)) for both (models.md, kaiming initialiser). Leaves that ask for a gradient.
struct SynapseWeights {
    at::Tensor weight, bias;   // bias undefined if not wanted
};
SynapseWeights initialWeights(at::IntArrayRef shape, std::int64_t fanIn, bool bias, at::Generator generator);

} // namespace spw::engine
