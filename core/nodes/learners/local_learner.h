// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expression.h"
#include "core/catalog/node_spec.h"

#include <string>
#include <vector>

/// Learners of one synapse by what happens at its two sides: STDP and its kin.
namespace spw::learners {

/// True for nodes whose input `synapse` says which weights they change; all other learners train by a loss.
bool isLocal(const NodeSpec& spec);

/// Whether a local learner can train the weights of nodes of this type.
bool canTrain(const std::string& synapseType);

/// Parameters that all local learners share, behind `first`.
std::vector<ParamSpec> localParams(std::vector<ParamSpec> first);
/// Checks what no range can say of them.
void checkLocal(const ParamValues& values, NodeReport& report);

/// What the formula of a weight function may use: w, w_min, w_max.
const std::vector<std::string>& weightNames();
/// @param side  "f_pre" or "f_post".  @throws Error at a formula that cannot be read.
Expression weightFormula(const ParamValues& values, const std::string& side);

} // namespace spw::learners
