// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/module.h"

namespace spw::engine {

/// One step of a layer without state for online learning (OTTT, models.md N18): the output is that of `spikes`, and so
/// is the gradient that goes on to them; what the layer learns from is their trace.
/// @param trace  of the spikes, detached from their past, in the shape of `spikes`.
at::Tensor withTraceGradient(NodeModule& layer, const at::Tensor& spikes, const at::Tensor& trace);

} // namespace spw::engine
