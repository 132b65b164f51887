// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/node_geometry.h"

#include "ui/model/texts.h"

#include <QLineF>

#include <algorithm>
#include <cmath>

namespace spw::ui {
namespace {

struct Bezier {
    QPointF a, b, c, d;
};

Bezier bezier(QPointF from, QPointF to)
{
    const double dx = to.x() - from.x();
    // Backward wires swing out so that they do not hide behind their nodes.
    const double reach = dx >= 0 ? std::max(32.0, dx * 0.5) : std::min(220.0, 64.0 - dx * 0.5);
    return {from, from + QPointF(reach, 0), to - QPointF(reach, 0), to};
}

QPointF at(const Bezier& z, double t)
{
    const double s = 1 - t;
    return z.a * (s * s * s) + z.b * (3 * s * s * t) + z.c * (3 * s * t * t) + z.d * (t * t * t);
}

constexpr double kTurn = 24;   // how far a wire that turns back runs out and in

/// A wire to a row above or below whose reader lies to the left: a curve would cross the nodes of both rows.
bool turnsBack(QPointF from, QPointF to)
{
    return to.x() < from.x() + 2 * kTurn && std::abs(to.y() - from.y()) > 3 * NodeGeometry::kHeader;
}

/// Nearer to the reader: what hangs below the writer is not crossed, and the lane stays above the reader's header.
double laneOf(QPointF from, QPointF to)
{
    return to.y() - 0.3 * (to.y() - from.y());
}

} // namespace

NodeGeometry::NodeGeometry(const Node& node, const NodeSpec* spec)
{
    double height = kHeader + 2 * kPad;
    if (spec) {
        inputs = int(spec->inputs.size());
        outputs = int(spec->outputs.size());
        hasRate = spec->category == Category::Neuron;
        hasPins = !pinnedParams(*spec, spec->initialValues()).empty();
    }
    height += kRow * std::max({inputs, outputs, 1});
    if (hasPins)
        height += kPins;
    if (hasRate)
        height += kRate;
    frame = QRectF(node.position.x, node.position.y, kWidth, std::ceil(height / 8) * 8);
}

QRectF NodeGeometry::pins() const
{
    const double bottom = frame.bottom() - 4 - (hasRate ? kRate : 0);
    return {frame.left() + 12, bottom - kPins, frame.width() - 24, kPins};
}

QRectF NodeGeometry::rateStrip() const
{
    return {frame.left() + 12, frame.bottom() - kRate - 2, frame.width() - 24, kRate - 4};
}

QPainterPath wirePath(QPointF from, QPointF to)
{
    if (!turnsBack(from, to)) {
        const Bezier z = bezier(from, to);
        QPainterPath path(z.a);
        path.cubicTo(z.b, z.c, z.d);
        return path;
    }
    // Out, along the lane between the rows, and in: four round corners.
    const double lane = laneOf(from, to), down = to.y() > from.y() ? 1 : -1;
    const double radius = std::min({kTurn, std::abs(lane - from.y()) / 2, std::abs(to.y() - lane) / 2});
    const double right = from.x() + kTurn, left = to.x() - kTurn, r = radius * down;
    QPainterPath path(from);
    path.lineTo(right - radius, from.y());
    path.quadTo(right, from.y(), right, from.y() + r);
    path.lineTo(right, lane - r);
    path.quadTo(right, lane, right - radius, lane);
    path.lineTo(left + radius, lane);
    path.quadTo(left, lane, left, lane + r);
    path.lineTo(left, to.y() - r);
    path.quadTo(left, to.y(), left + radius, to.y());
    path.lineTo(to);
    return path;
}

QPointF wireMiddle(QPointF from, QPointF to)
{
    return turnsBack(from, to) ? QPointF((from.x() + to.x()) / 2, laneOf(from, to)) : at(bezier(from, to), 0.5);
}

double wireDistance(QPointF from, QPointF to, QPointF point)
{
    double best = 1e300;
    const auto segment = [&](QPointF a, QPointF b) {
        const QPointF along = b - a, away = point - a;
        const double length = along.x() * along.x() + along.y() * along.y();
        const double t = length > 0 ? std::clamp((away.x() * along.x() + away.y() * along.y()) / length, 0.0, 1.0) : 0;
        best = std::min(best, QLineF(point, a + along * t).length());
    };
    if (turnsBack(from, to)) {
        const double lane = laneOf(from, to), right = from.x() + kTurn, left = to.x() - kTurn;
        const QPointF corners[] = {from, {right, from.y()}, {right, lane}, {left, lane}, {left, to.y()}, to};
        for (int i = 1; i < 6; ++i)
            segment(corners[i - 1], corners[i]);
        return best;
    }
    const Bezier z = bezier(from, to);
    QPointF previous = z.a;
    constexpr int pieces = 24;
    for (int i = 1; i <= pieces; ++i) {
        const QPointF next = at(z, double(i) / pieces);
        segment(previous, next);
        previous = next;
    }
    return best;
}

std::vector<const ParamSpec*> pinnedParams(const NodeSpec& spec, const ParamValues& values)
{
    std::vector<const ParamSpec*> pinned;
    for (const ParamSpec& param : spec.params)
        if (param.common && param.type != ParamType::Path && param.type != ParamType::Text && isShown(param, values)) {
            pinned.push_back(&param);
            if (pinned.size() == 3)
                break;
        }
    return pinned;
}

} // namespace spw::ui
