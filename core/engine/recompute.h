// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/module.h"

#include <functional>

namespace spw::engine {

/// A computation that can be done once more: `again` is false the first time and true in the backward pass.
using Recomputable = std::function<Tensors(const Tensors& inputs, bool again)>;

/// Runs `run` without keeping what its backward needs; backward runs it again, with gradients, and goes on from there.
/// Learnable tensors inside get their gradients as usual. Source: torch.utils.checkpoint (its re-entrant form).
Tensors recomputed(const Recomputable& run, const Tensors& inputs);

} // namespace spw::engine
