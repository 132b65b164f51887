// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

namespace spw::kernels {

/// Parameters of a neuron by their names in models.md; booleans as 0 or 1; `v_reset` absent means soft reset.
using NamedValues = std::map<std::string, double>;

/// A number that training may change: one scalar per layer, with the value it starts from.
struct LearnableSpec {
    std::string name;
    double initial;
};

/// @throws std::invalid_argument naming the parameter if it is missing, not finite, or not above `low`.
double requiredValue(const NamedValues& values, const std::string& name);
double requiredAbove(const NamedValues& values, const std::string& name, double low);

/// A switch; absent means `fallback`.
bool flagValue(const NamedValues& values, const std::string& name, bool fallback);

/// Resting potential of the leak term: v_reset, or 0 with soft reset (models.md N02).
double restValue(const NamedValues& values);

} // namespace spw::kernels
