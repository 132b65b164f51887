// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nodes/synapses/lava_common.h"

/// What the lava-dl neurons share (models.md N29), so that a neuron's file says only what is its own.
namespace spw::lava {

/// Parameters of a family, in the order of the originals; each decay with its upper end for values that differ.
std::vector<ParamSpec> decayParams(const std::vector<std::string>& names);
std::vector<ParamSpec> resonatorParams();
std::vector<ParamSpec> adaptationParams();
ParamSpec threshold();
/// Those of every neuron after its own; the affine readouts have no spikes to grade.
std::vector<ParamSpec> commonParams(bool spiking);
/// Adds the choice between lava-dl's slope and the surrogates that all neurons share.
std::vector<ParamSpec> withSlope(std::vector<ParamSpec> params);
ParamSpec fixedPoint();
ParamSpec persistentState();
ParamSpec requiresGrad();

/// Ports of real and complex neurons.
std::vector<PortSpec> neuronInputs(bool complex);
std::vector<PortSpec> neuronOutputs();

/// Output like the input, as spikes unless graded; `decays` learned numbers, for the layer or for each channel.
ShapeRule neuronShape(std::int64_t decays, bool complex, bool spiking);
/// A threshold that the chip cannot hold.
void checkNeuron(const ParamValues& values, NodeReport& report);

/// Ends the documentation of every neuron.
std::string aboutSlope(const char* tau, const char* scale);

} // namespace spw::lava
