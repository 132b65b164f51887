// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph.h"

#include <QPainterPath>
#include <QPointF>
#include <QRectF>

namespace spw::ui {

/// Where the parts of a node lie on the canvas, in canvas units (pixels at zoom 100 %).
/// Depends on the node's type and position alone, so hit tests, painting and layout agree.
struct NodeGeometry {
    explicit NodeGeometry(const Node& node, const NodeSpec* spec);

    QRectF frame;
    int inputs = 0, outputs = 0;
    bool hasRate = false;                   // a strip for the firing rate
    bool hasPins = false;                   // a line of parameters

    QRectF header() const { return {frame.left(), frame.top(), frame.width(), kHeader}; }
    QPointF input(int index) const { return {frame.left(), portY(index)}; }
    QPointF output(int index) const { return {frame.right(), portY(index)}; }
    QRectF pins() const;
    QRectF rateStrip() const;

    static constexpr double kWidth = 208, kHeader = 32, kRow = 20, kPad = 6, kPins = 20, kRate = 24;

private:
    double portY(int index) const { return frame.top() + kHeader + kPad + kRow * (index + 0.5); }
};

/// The curve of a wire between two port positions.
QPainterPath wirePath(QPointF from, QPointF to);
/// Its middle, where the shape badge sits.
QPointF wireMiddle(QPointF from, QPointF to);
/// Distance from a point to the curve, in canvas units.
double wireDistance(QPointF from, QPointF to, QPointF point);

/// Parameters on the node's face: the first common ones that are shown for these values, at most three.
std::vector<const ParamSpec*> pinnedParams(const NodeSpec& spec, const ParamValues& values);

} // namespace spw::ui
