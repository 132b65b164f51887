// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/aten.h"

namespace spw::engine {

/// Moves a learnable tensor; what comes out is again a leaf that asks for a gradient. Undefined stays undefined.
void moveLeaf(at::Tensor& leaf, c10::Device device);

/// Moves a buffer or a state.
void moveTensor(at::Tensor& tensor, c10::Device device);

} // namespace spw::engine
