// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/plan/learner_ties.h"
#include "ui/canvas/node_geometry.h"
#include "ui/model/group_view.h"

#include <QPainter>

#include <optional>
#include <set>

namespace spw::ui {

/// How much of a node is painted, by zoom.
enum class Detail { Full, Compact, Chip, Block };
Detail detailAt(double zoom);

/// Who changes the weights of a node, as its badge says; what the node itself asks for, before a plan knows better.
TrainedBy trainedBy(const Node& node, const NodeSpec* spec);

/// What the face of a node shows besides its type and values.
struct NodeLook {
    bool selected = false, current = false, hovered = false, dimmed = false;
    std::optional<Severity> problem;
    int problems = 0;
    std::optional<StackActivity> activity;
    int hoveredInput = -1, hoveredOutput = -1;
    bool off = false;                                  // a learner that is switched off
    double stuck = 0;                                  // share of a learner's weights at their bounds
    std::set<int> refusedInputs{}, refusedOutputs{};   // while a wire is dragged: ports it cannot go to
};

/// Paints in canvas coordinates; `zoom` decides the detail.
void paintNode(QPainter& painter, const Node& node, const NodeSpec* spec, const NodeGeometry& geometry, const NodeLook& look,
               double zoom);

struct WireLook {
    PortType type = PortType::Sequence;
    QString shape;              // badge at the middle; empty: none
    bool selected = false, hovered = false, dimmed = false, wrong = false;
    bool learner = false;       // it tells a learner what happens: dashed, an arrow at the learner
    bool muted = false;         // that learner is switched off
};
void paintWire(QPainter& painter, QPointF from, QPointF to, const WireLook& look, double zoom);

/// What flows through a wire, at its middle. Painted after the nodes, so that it can be read between close neighbours.
void paintShapeBadge(QPainter& painter, QPointF from, QPointF to, const WireLook& look, double zoom);

/// The shape of what reaches a learner: a triangle that points into it.
void paintLearnerPort(QPainter& painter, QPointF center, double radius);
/// The shape of a data kind: circle with bar, diamond, square, split circle, pentagon, triangle, hexagon.
void paintPort(QPainter& painter, QPointF center, PortType type, double radius, bool filled);

} // namespace spw::ui
