// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/aten.h"

/// What users write without fused kernels: LIF (tau 2, decay_input, threshold 1, hard reset to 0, sigmoid of
/// steepness 4) as loops of LibTorch operations. The baselines of the benchmarks; each is the best of its kind.
namespace spw::ops {

/// Differentiable. `unbind` splits the sequence once; with `unbind` false each step takes x[t], whose backward adds
/// a whole sequence per step: what most code does, and quadratic in time.
at::Tensor lifLoop(const at::Tensor& x, bool detachReset, bool unbind);

/// Differentiable, reset detached: the operations of SpikingJelly's multi-step torch backend, one for one, over unbind().
/// Slower than lifLoop and larger: it keeps h - threshold beside h. What that library's memory use is measured by.
at::Tensor lifLoopOfPeer(const at::Tensor& x);

/// Without gradients: new tensors at every step.
at::Tensor lifLoopInference(const at::Tensor& x);

/// Without gradients, tuned by hand: every operation writes into memory that exists.
at::Tensor lifLoopInPlace(const at::Tensor& x);

} // namespace spw::ops
