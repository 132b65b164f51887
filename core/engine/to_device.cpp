// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/to_device.h"

#include "kernels/torch/aten.h"

namespace spw::engine {

void moveLeaf(at::Tensor& leaf, c10::Device device)
{
    if (leaf.defined() && leaf.device() != device)
        leaf = leaf.detach().to(device).set_requires_grad(true);
}

void moveTensor(at::Tensor& tensor, c10::Device device)
{
    if (tensor.defined() && tensor.device() != device)
        tensor = tensor.to(device);
}

} // namespace spw::engine
