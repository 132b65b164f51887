// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spw {

/// What flows through a port (models.md 0.3). Batch is never part of a shape here.
enum class PortType {
    Spikes,     // [T, N, ...] of 0/1 (or integers where declared)
    Sequence,   // [T, N, ...] analog
    Static,     // [N, ...] without time
    Events,     // (t, x, y, p) lists of an event camera
    Label,      // [N] class indices
    Scalar,     // one number: a loss
    Readout,    // [N, F] one value per class or unit and sample
};

/// Whether a value of this type has one entry a step.
constexpr bool hasSteps(PortType type) { return type == PortType::Sequence || type == PortType::Spikes; }
/// Spikes may enter where an analog sequence is expected; everything else must be equal.
bool canConnect(PortType from, PortType to);
/// "spikes", "an analog sequence", ...
const char* portTypeName(PortType type);
/// What to put between two ports that do not fit, one sentence.
std::string connectAdvice(PortType from, PortType to);

using Dim = std::optional<std::int64_t>;   // nullopt: unknown, shown as ?

/// What is known about the values at a port.
struct PortInfo {
    PortType type = PortType::Sequence;
    std::vector<Dim> features;              // per step and sample: C,H,W or F; empty = not known at all
    Dim steps;                              // T of sequences
    Dim classes;                            // number of classes of a label
    bool operator==(const PortInfo&) const = default;
};

/// "2x34x34", "?" if nothing is known.
std::string shapeText(const std::vector<Dim>& features);

struct PortSpec {
    std::string name;                       // stored in edges: never rename
    PortType type = PortType::Sequence;
    std::string doc{};
    bool optional = false;                  // an input that may stay open
    bool bundle = false;                    // an input that takes many wires
};

} // namespace spw
