// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/plan.h"

#include <QString>

#include <map>
#include <optional>
#include <set>

/// Edits about who changes which weights. They compute a GraphEdit and change nothing.
namespace spw::ui {

/// True of learners that train one synapse from the spikes on both of its sides.
bool trainsSynapse(const NodeSpec* spec);
/// True of learners that can be switched on and off while they are at work.
bool canSwitch(const NodeSpec* spec);
/// True unless the learner of this node is switched off.
bool isSwitchedOn(const Graph& graph, NodeId learner);

struct Tie {
    std::optional<GraphEdit> edit;           // nothing: see whyNot
    NodeId learner = 0, neuron = 0;
    QString whyNot;
};
/// A new learner at `at` that trains `synapse`: its wires, first values, and the synapse's weights become the learner's.
/// @param plan  of the graph, for firstValues(); nullptr: the learner has its initial values.
Tie tieLearner(const Graph& graph, const NodeSpec* learner, NodeId synapse, Point at, const Plan* plan = nullptr);

/// A wire; where it ties a learner to a synapse, the synapse's weights become the learner's in the same step, and a
/// learner that nobody has touched yet gets its first values.
GraphEdit connectEdit(const Graph& graph, const Edge& edge, const Plan* plan = nullptr);

/// Values with which a learner shows something wherever it is tied: weights that begin small, positive and random, so that
/// the neurons behind fire, and keep their sum, so that they stay so. A layer's own weights are as often negative, and
/// then nothing fires and nothing is learned. Empty where shapes are not known.
std::map<std::string, ParamValue> firstValues(const Plan& plan, const NodeSpec& learner, NodeId synapse, NodeId neuron);

/// Learners among the nodes: all on, or all off if all are on. Synapses: frozen, or back to whoever trained them.
/// nullopt: none of the nodes learns.
std::optional<GraphEdit> switchLearning(const Graph& graph, const std::set<NodeId>& nodes);

} // namespace spw::ui
