// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/node_spec.h"
#include "kernels/surrogate/surrogate.h"

#include <optional>

/// What all charge-fire-reset neurons share (models.md 0.8), so that a neuron's file says only what is its own.
namespace spw::neurons {

/// Where a neuron starts that does not start where most do.
struct CommonDefaults {
    double vThreshold = 1.0;
    ParamValue vReset = 0.0;
    const char* surrogate = "sigmoid";
    bool detachReset = false;
    bool smooth = false;   // its module can send the surrogate's primitive instead of spikes
};

/// `own` parameters first, then threshold, reset, surrogate and the rest.
std::vector<ParamSpec> withCommonParams(std::vector<ParamSpec> own, const CommonDefaults& defaults = {});

/// The choice `surrogate` and the numbers of all surrogates, each none until the user sets it (the surrogate's own) and
/// shown only with the surrogates that have it. Already part of withCommonParams().
std::vector<ParamSpec> surrogateParams(const char* initial = "sigmoid");
/// The choice `slope` between one that the neuron brings itself and `common`, with the surrogates that this opens. For
/// neurons whose originals know only their own; `common` is off at first.
std::vector<ParamSpec> ownOrCommonSlope(const char* id, const char* title, const char* doc);
/// Adds the rows of ownOrCommonSlope() at the end.
std::vector<ParamSpec> withSlopeChoice(std::vector<ParamSpec> own, const char* id, const char* title, const char* doc);
/// Name that the surrogate gives to the number in parameter `name` ("alpha", "surrogate_beta" -> "beta"), nullopt for
/// parameters that are not a surrogate's.
std::optional<std::string> surrogateNumber(const std::string& name);
/// The same in a node that may have an alpha of its own; the surrogate's is then surrogate_alpha.
std::optional<std::string> surrogateNumber(const ParamValues& values, const std::string& name);
/// What the numbers of a second surrogate are set to, by the names that it has for them: alpha2, surrogate2_beta.
kernels::NamedValues secondSurrogateNumbers(const ParamValues& values);
/// The surrogate that the values of a node choose. @throws std::invalid_argument saying which number is wrong.
kernels::SurrogateChoice surrogateOf(const ParamValues& values);
/// The same as a diagnostic. Part of check().
void checkSurrogate(const ParamValues& values, NodeReport& report);

std::vector<PortSpec> inputs();
std::vector<PortSpec> outputs();
/// Outputs like the first input, the first of type `type`, others as sequences of numbers; learnables as the kernels
/// list them for `id` (neuron_list.h or sequence_list.h), times the channels where `shared_param` is off. Two inputs must
/// have the same features.
ShapeRule shapeRule(const std::string& id, PortType type = PortType::Spikes);
/// A surrogate with a wrong number, a threshold that is not above the reset (models.md K6).
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
