// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/node_spec.h"

/// What all charge-fire-reset neurons share (models.md 0.8), so that a neuron's file says only what is its own.
namespace spw::neurons {

/// `own` parameters first, then threshold, reset, surrogate and the rest.
std::vector<ParamSpec> withCommonParams(std::vector<ParamSpec> own);
std::vector<PortSpec> inputs();
std::vector<PortSpec> outputs();
/// Output like the input, as spikes; learnable scalars as the kernels list them for `id`.
ShapeRule shapeRule(const std::string& id);
/// A threshold that is not above the reset (models.md K6).
void check(const ParamValues& values, NodeReport& report);

/// The two parameters of leaky neurons.
ParamSpec timeConstant(const char* name, const char* caption, const char* doc);
ParamSpec decayInput();

/// Ends the documentation of every such neuron.
inline constexpr const char* kFireAndReset =
    " Fires S[t] = 1 where H[t] >= v_threshold; then V[t] = v_reset where it fired (hard reset) or, with v_reset none, "
    "V[t] = H[t] - v_threshold S[t] (soft reset); else V[t] = H[t]. V[-1] is v_reset, or 0. Backward the surrogate's "
    "slope takes the place of the step's.";

} // namespace spw::neurons
