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
    const Bezier z = bezier(from, to);
    QPainterPath path(z.a);
    path.cubicTo(z.b, z.c, z.d);
    return path;
}

QPointF wireMiddle(QPointF from, QPointF to)
{
    return at(bezier(from, to), 0.5);
}

double wireDistance(QPointF from, QPointF to, QPointF point)
{
    const Bezier z = bezier(from, to);
    double best = 1e300;
    QPointF previous = z.a;
    constexpr int pieces = 24;
    for (int i = 1; i <= pieces; ++i) {
        const QPointF next = at(z, double(i) / pieces);
        const QPointF along = next - previous, away = point - previous;
        const double length = along.x() * along.x() + along.y() * along.y();
        const double t = length > 0 ? std::clamp((away.x() * along.x() + away.y() * along.y()) / length, 0.0, 1.0) : 0;
        best = std::min(best, QLineF(point, previous + along * t).length());
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
