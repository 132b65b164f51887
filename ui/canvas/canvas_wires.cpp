// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing a wire: from which end, to which port, why not, and what to do about it.
#include "ui/canvas/add_popup.h"
#include "ui/canvas/canvas_view.h"
#include "ui/model/learner_edits.h"
#include "ui/model/texts.h"

#include <QApplication>

#include <utility>

namespace spw::ui {

void CanvasView::startWire(const PortHit& port, bool moveEnd)
{
    m_gesture = Gesture::Wire;
    m_wire = port;
    m_taken.reset();
    m_target.reset();
    m_hoverEdge.reset();
    // Dragging from an input that is wired takes hold of that wire's end.
    if (!port.isOutput && moveEnd)
        if (const auto source = m_project.graph().source(port.end)) {
            const NodeSpec* spec = m_project.graph().spec(source->node);
            const int index = spec ? spec->outputIndex(source->port) : -1;
            if (index >= 0) {
                m_taken = Edge{*source, port.end};
                m_wire = PortHit{*source, index, spec->outputs[size_t(index)].type, true};
            }
        }
    m_wireAt = toCanvas(m_pressAt);
    updateCursor();
    update();
}

std::optional<Edge> CanvasView::wireTo(const PortHit& target) const
{
    if (!m_wire || target.isOutput == m_wire->isOutput)
        return std::nullopt;
    return m_wire->isOutput ? Edge{m_wire->end, target.end} : Edge{target.end, m_wire->end};
}

/// The port under the pointer; over a node's body its first port that would take the wire.
std::optional<CanvasView::PortHit> CanvasView::wireTarget(QPointF canvas) const
{
    if (const auto port = portAt(canvas))
        return port;
    const NodeId node = nodeAt(canvas);
    const NodeSpec* spec = node && m_wire && node != m_wire->end.node ? m_project.graph().spec(node) : nullptr;
    if (!spec)
        return std::nullopt;
    const auto& ports = m_wire->isOutput ? spec->inputs : spec->outputs;
    std::optional<PortHit> first;
    for (int i = 0; i < int(ports.size()); ++i) {
        const PortHit port{{node, ports[size_t(i)].name}, i, ports[size_t(i)].type, !m_wire->isOutput};
        const auto edge = wireTo(port);
        if (edge && m_project.graph().whyNotConnect(*edge).empty())
            return port;
        if (!first)
            first = port;
    }
    return first;
}

void CanvasView::updateWire(QPointF widget)
{
    m_wireAt = toCanvas(widget);
    m_target = wireTarget(m_wireAt);
    QString reason;
    m_offer = nullptr;
    m_refused.reset();
    if (m_target && m_wire && m_target->end != m_wire->end && !(m_taken && m_target->end == m_taken->to)) {
        const auto edge = wireTo(*m_target);
        if (!edge)
            reason = m_wire->isOutput ? tr("This is an output as well. A wire ends at an input.")
                                      : tr("This is an input as well. A wire starts at an output.");
        else
            reason = toQString(m_project.graph().whyNotConnect(*edge));
        // A wire that is already there is moved as a whole or not at all: nothing is offered for its end.
        const auto from = edge ? typeOf(edge->from, true) : std::nullopt, to = edge ? typeOf(edge->to, false) : std::nullopt;
        if (!reason.isEmpty() && from && to && !m_taken && !canConnect(*from, *to)) {
            m_refused = edge;
            m_offer = converter(m_project.graph().catalog(), *from, *to);
        }
    }
    refuse(reason, widget, false);
    updateCursor();
    update();
}

void CanvasView::refuse(const QString& reason, QPointF widget, bool stays)
{
    m_refusal = reason;
    m_refusalAt = widget;
    if (reason.isEmpty() || !stays)
        m_refusalTimer.stop();
    else
        m_refusalTimer.start(m_offer ? 15'000 : 4'000);      // time to decide
    if (!reason.isEmpty())
        Q_EMIT hint(reason);
}

QString CanvasView::offer() const
{
    return m_offer && !m_refusal.isEmpty() ? tr("Enter: insert %1    Tab: choose another    Esc: cancel").arg(catalogText(m_offer->title)) : QString();
}

/// Puts the converter halfway between the ends that did not fit, wires both sides: one undo step.
void CanvasView::acceptOffer()
{
    const Edge wire = *m_refused;
    const NodeSpec* spec = std::exchange(m_offer, nullptr);
    refuse({}, {}, false);
    const QPointF from = endPoint(wire.from, true), to = endPoint(wire.to, false);
    const double row = NodeGeometry::kHeader + NodeGeometry::kPad + NodeGeometry::kRow / 2;
    const QPointF at = freePlace((from + to) / 2 - QPointF(NodeGeometry::kWidth / 2, row));
    const Added added = addNode(m_project.graph(), *spec, {at.x(), at.y()});
    const Batch batch{{added.edit, Connect{{wire.from, {added.node, spec->inputs[0].name}}},
                       Connect{{{added.node, spec->outputs[0].name}, wire.to}}}};
    if (m_project.apply(joined(batch, wire), tr("Insert %1").arg(catalogText(spec->title))))
        m_selection.setNode(added.node);
    update();
}

void CanvasView::finishWire(QPointF widget)
{
    updateWire(widget);
    m_gesture = Gesture::None;
    const auto wire = m_wire;
    const auto taken = m_taken;
    const auto target = m_target;
    m_target.reset();
    m_taken.reset();
    const bool dragged = (widget - m_pressAt).manhattanLength() >= QApplication::startDragDistance() / 2.0;
    if (!wire || !dragged || (target && (target->end == wire->end || (taken && target->end == taken->to)))) {
        m_wire.reset();
        m_refusal.clear();
        return;
    }
    if (target) {
        const auto edge = wireTo(*target);
        m_wire.reset();
        if (!m_refusal.isEmpty() || !edge) {
            refuse(m_refusal, widget, true);
            return;
        }
        if (taken)
            m_project.apply(Batch{{Disconnect{*taken}, connectEdit(m_project.graph(), *edge, &m_project.plan())}}, tr("Move wire"));
        else
            m_project.apply(connectEdit(m_project.graph(), *edge, &m_project.plan()), tr("Connect"));
        return;
    }
    if (taken) {
        m_wire.reset();
        m_project.apply(Disconnect{*taken}, tr("Disconnect"));
        return;
    }
    // Dropped on empty canvas: add what fits. The wire stays painted while the popup is open.
    m_addAt = toCanvas(widget);
    m_addTarget.reset();
    m_addWire = WireEnd{wire->end, wire->type, wire->isOutput};
    m_popup->open(widget.toPoint(), m_addWire);
}

void CanvasView::cancelGesture()
{
    m_gesture = Gesture::None;
    m_wire.reset();
    m_taken.reset();
    m_target.reset();
    m_offset = {};
    m_refusal.clear();
    m_offer = nullptr;
    m_dropEdge.reset();
    updateCursor();
    update();
}

} // namespace spw::ui
