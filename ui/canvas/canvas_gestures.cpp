// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/add_popup.h"
#include "ui/canvas/canvas_view.h"
#include "ui/model/texts.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QToolTip>
#include <QUrl>

#include <cmath>

namespace spw::ui {

// ---- mouse

void CanvasView::mousePressEvent(QMouseEvent* event)
{
    setFocus(Qt::MouseFocusReason);
    m_pressAt = m_lastAt = event->position();
    m_refusal.clear();
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_space)) {
        m_gesture = Gesture::Pan;
        updateCursor();
        return;
    }
    if (event->button() != Qt::LeftButton)
        return;
    const QPointF at = toCanvas(event->position());
    if (const auto port = portAt(at)) {
        startWire(*port, true);
        return;
    }
    if (const NodeId node = nodeAt(at)) {
        pressOnNode(node, event->modifiers());
        return;
    }
    m_edge = edgeAt(at);
    if (m_edge) {
        m_selection.setNodes({});
        update();
        return;
    }
    m_gesture = Gesture::Marquee;
    update();
}

void CanvasView::pressOnNode(NodeId node, Qt::KeyboardModifiers modifiers)
{
    m_edge.reset();
    m_pressed = node;
    m_pressSelectsOnly = false;
    std::set<NodeId> nodes = m_selection.nodes();
    if (modifiers & Qt::ControlModifier) {
        if (!nodes.erase(node))
            nodes.insert(node);
        m_selection.setNodes(nodes, node);
    } else if (modifiers & Qt::ShiftModifier) {
        nodes.insert(node);
        m_selection.setNodes(nodes, node);
    } else if (nodes.count(node)) {
        m_pressSelectsOnly = nodes.size() > 1;      // decided on release: it may become a drag of all of them
        m_selection.setNodes(nodes, node);
    } else {
        m_selection.setNode(node);
    }
    m_gesture = Gesture::Press;
}

void CanvasView::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF at = event->position();
    switch (m_gesture) {
    case Gesture::None: setHover(toCanvas(at)); break;
    case Gesture::Pan: panBy(at - m_lastAt); break;
    case Gesture::Press:
        if ((at - m_pressAt).manhattanLength() < QApplication::startDragDistance() / 2.0 || !m_selection.contains(m_pressed))
            break;
        m_gesture = Gesture::Move;
        updateCursor();
        [[fallthrough]];
    case Gesture::Move: {
        m_offset = (at - m_pressAt) / m_zoom;
        if (!(event->modifiers() & Qt::ControlModifier))
            if (const NodeGeometry* g = geometry(m_pressed)) {
                // The node under the pointer lands on the grid; the others keep their distance to it.
                const QPointF place = g->frame.topLeft() + m_offset;
                m_offset = QPointF(snapToGrid(place.x()), snapToGrid(place.y())) - g->frame.topLeft();
            }
        update();
        break;
    }
    case Gesture::Marquee: update(); break;
    case Gesture::Wire: updateWire(at); break;
    }
    m_lastAt = at;
}

void CanvasView::mouseReleaseEvent(QMouseEvent* event)
{
    m_lastAt = event->position();
    switch (m_gesture) {
    case Gesture::None: break;
    case Gesture::Pan: m_gesture = Gesture::None; break;
    case Gesture::Press:
        if (m_pressSelectsOnly)
            m_selection.setNode(m_pressed);
        m_gesture = Gesture::None;
        break;
    case Gesture::Move: finishMove(); break;
    case Gesture::Marquee: finishMarquee(event->modifiers()); break;
    case Gesture::Wire: finishWire(event->position()); break;
    }
    updateCursor();
    update();
}

void CanvasView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    cancelGesture();
    const QPointF at = toCanvas(event->position());
    if (portAt(at))
        return;
    if (const NodeId node = nodeAt(at)) {
        m_selection.setNode(node);
        if (geometry(node)->header().contains(at) || detailAt(m_zoom) == Detail::Chip)
            startRename(node);
        else
            Q_EMIT editRequested();
        return;
    }
    if (edgeAt(at))
        return;
    m_addAt = at;
    m_addWire.reset();
    m_popup->open(event->position().toPoint(), {});
}

void CanvasView::wheelEvent(QWheelEvent* event)
{
    // A touchpad scrolls, a wheel zooms; both can do the other with Ctrl or Shift.
    const bool isTouchpad = !event->pixelDelta().isNull() && event->phase() != Qt::NoScrollPhase;
    if (isTouchpad && !(event->modifiers() & Qt::ControlModifier))
        panBy(event->pixelDelta());
    else
        setZoom(m_zoom * std::pow(1.2, event->angleDelta().y() / 120.0), event->position());
    event->accept();
}

void CanvasView::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    m_hover = 0;
    m_hoverPort.reset();
    m_hoverEdge.reset();
    update();
}

void CanvasView::setHover(QPointF canvas)
{
    const auto port = portAt(canvas);
    const NodeId node = port ? port->end.node : nodeAt(canvas);
    const auto edge = node ? std::nullopt : edgeAt(canvas);
    const bool samePort = port.has_value() == m_hoverPort.has_value() && (!port || port->end == m_hoverPort->end);
    if (node == m_hover && samePort && edge == m_hoverEdge)
        return;
    m_hover = node;
    m_hoverPort = port;
    m_hoverEdge = edge;
    updateCursor();
    update();
}

void CanvasView::updateCursor()
{
    if (m_gesture == Gesture::Pan)
        setCursor(Qt::ClosedHandCursor);
    else if (m_space)
        setCursor(Qt::OpenHandCursor);
    else if (m_gesture == Gesture::Wire)
        setCursor(m_refusal.isEmpty() ? Qt::CrossCursor : Qt::ForbiddenCursor);
    else if (m_gesture == Gesture::Move)
        setCursor(Qt::SizeAllCursor);
    else if (m_hoverPort)
        setCursor(Qt::CrossCursor);
    else
        unsetCursor();
}

void CanvasView::finishMove()
{
    const QPointF offset = m_offset;
    m_gesture = Gesture::None;
    m_offset = {};
    if (offset.isNull())
        return;
    Batch batch;
    for (const NodeId id : m_selection.nodes())
        if (const NodeGeometry* g = geometry(id))
            batch.edits.push_back(MoveNode{id, {g->frame.left() + offset.x(), g->frame.top() + offset.y()}});
    if (!batch.edits.empty())
        m_project.apply(batch, tr("Move"));
}

void CanvasView::finishMarquee(Qt::KeyboardModifiers modifiers)
{
    m_gesture = Gesture::None;
    const QRectF area = QRectF(toCanvas(m_pressAt), toCanvas(m_lastAt)).normalized();
    std::set<NodeId> nodes;
    if (modifiers & (Qt::ControlModifier | Qt::ShiftModifier))
        nodes = m_selection.nodes();
    if (area.width() * m_zoom > 3 || area.height() * m_zoom > 3)
        for (const auto& [id, g] : m_geometry)
            if (area.intersects(g.frame)) {
                if ((modifiers & Qt::ControlModifier) && m_selection.contains(id))
                    nodes.erase(id);
                else
                    nodes.insert(id);
            }
    m_selection.setNodes(std::move(nodes));
}

// ---- wires

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
    if (m_target && m_wire && m_target->end != m_wire->end && !(m_taken && m_target->end == m_taken->to)) {
        const auto edge = wireTo(*m_target);
        if (!edge)
            reason = m_wire->isOutput ? tr("This is an output as well. A wire ends at an input.")
                                      : tr("This is an input as well. A wire starts at an output.");
        else
            reason = toQString(m_project.graph().whyNotConnect(*edge));
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
        m_refusalTimer.start();
    if (!reason.isEmpty())
        Q_EMIT hint(reason);
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
            m_project.apply(Batch{{Disconnect{*taken}, Connect{*edge}}}, tr("Move wire"));
        else
            m_project.apply(Connect{*edge}, tr("Connect"));
        return;
    }
    if (taken) {
        m_wire.reset();
        m_project.apply(Disconnect{*taken}, tr("Disconnect"));
        return;
    }
    // Dropped on empty canvas: add what fits. The wire stays painted while the popup is open.
    m_addAt = toCanvas(widget);
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
    m_dropEdge.reset();
    updateCursor();
    update();
}

// ---- keys

void CanvasView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Space:
        if (!event->isAutoRepeat()) {
            m_space = true;
            updateCursor();
        }
        return;
    case Qt::Key_Escape:
        if (m_gesture != Gesture::None)
            cancelGesture();
        else
            selectNone();
        return;
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down: {
        if (event->modifiers() & Qt::ControlModifier) {
            const int far = event->modifiers() & Qt::ShiftModifier ? 5 : 1;
            const int dx = event->key() == Qt::Key_Left ? -far : event->key() == Qt::Key_Right ? far : 0;
            const int dy = event->key() == Qt::Key_Up ? -far : event->key() == Qt::Key_Down ? far : 0;
            nudge(dx, dy);
            return;
        }
        if (moveFocus(event->key()))
            return;
        break;
    }
    case Qt::Key_A:
        if (event->modifiers() == Qt::ShiftModifier) {
            openAddPopup();
            return;
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_selection.node()) {
            Q_EMIT editRequested();
            return;
        }
        break;
    default: break;
    }
    QWidget::keyPressEvent(event);
}

void CanvasView::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        m_space = false;
        updateCursor();
        return;
    }
    QWidget::keyReleaseEvent(event);
}

/// Selects the nearest node in the direction of an arrow key.
bool CanvasView::moveFocus(int key)
{
    const NodeGeometry* from = geometry(m_selection.node());
    if (!from) {
        if (m_geometry.empty())
            return false;
        m_selection.setNode(m_geometry.begin()->first);
        return true;
    }
    NodeId best = 0;
    double nearest = 1e300;
    for (const auto& [id, g] : m_geometry) {
        const QPointF way = g.frame.center() - from->frame.center();
        const double along = key == Qt::Key_Left ? -way.x() : key == Qt::Key_Right ? way.x() : key == Qt::Key_Up ? -way.y() : way.y();
        const double across = std::abs(key == Qt::Key_Left || key == Qt::Key_Right ? way.y() : way.x());
        if (id == m_selection.node() || along <= 1)
            continue;
        const double cost = along + 2 * across;
        if (cost < nearest) {
            nearest = cost;
            best = id;
        }
    }
    if (!best)
        return true;
    m_selection.setNode(best);
    if (!rect().contains(visibleFrame(best)))
        centreOn(best);
    return true;
}

void CanvasView::contextMenuEvent(QContextMenuEvent* event)
{
    if (event->reason() == QContextMenuEvent::Mouse)
        if (const NodeId node = nodeAt(toCanvas(event->pos())); node && !m_selection.contains(node))
            m_selection.setNode(node);
    Q_EMIT menuRequested(event->globalPos());
}

// ---- drag and drop

void CanvasView::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasFormat(kNodeMime) || event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void CanvasView::dragMoveEvent(QDragMoveEvent* event)
{
    if (event->mimeData()->hasFormat(kNodeMime)) {
        m_dropEdge = edgeAt(toCanvas(event->position()));
        update();
    }
    event->acceptProposedAction();
}

void CanvasView::dragLeaveEvent(QDragLeaveEvent*)
{
    m_dropEdge.reset();
    update();
}

void CanvasView::dropEvent(QDropEvent* event)
{
    const auto edge = std::exchange(m_dropEdge, std::nullopt);
    if (event->mimeData()->hasFormat(kNodeMime)) {
        const std::string id = event->mimeData()->data(kNodeMime).toStdString();
        const NodeSpec* spec = m_project.graph().catalog().find(id);
        if (!spec)
            return;
        const QPointF at = toCanvas(event->position()) - QPointF(NodeGeometry::kWidth / 2, NodeGeometry::kHeader / 2);
        event->acceptProposedAction();
        setFocus();
        // On a wire: in between, if the types allow both halves.
        if (edge) {
            Added added = addNode(m_project.graph(), *spec, {at.x(), at.y()});
            for (const PortSpec& in : spec->inputs)
                for (const PortSpec& out : spec->outputs) {
                    Batch batch{{added.edit, Connect{{edge->from, {added.node, in.name}}}, Connect{{{added.node, out.name}, edge->to}}}};
                    const auto from = typeOf(edge->from, true), to = typeOf(edge->to, false);
                    if (from && to && canConnect(*from, in.type) && canConnect(out.type, *to)) {
                        if (m_project.apply(batch, tr("Insert %1").arg(catalogText(spec->title))))
                            m_selection.setNode(added.node);
                        return;
                    }
                }
        }
        add(spec, at, {});
        return;
    }
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) {
            event->acceptProposedAction();
            Q_EMIT fileDropped(url.toLocalFile());
            return;
        }
}

// ---- hover cards

bool CanvasView::event(QEvent* event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        m_space = false;
        update();
    }
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QPointF at = toCanvas(help->pos());
    QString card;
    if (const NodeId node = nodeAt(at))
        card = nodeCard(node);
    else if (const auto edge = edgeAt(at))
        card = wireCard(*edge);
    if (card.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), card, this);
    return true;
}

QString CanvasView::nodeCard(NodeId node) const
{
    const Graph& graph = m_project.graph();
    const NodeSpec* spec = graph.spec(node);
    if (!spec)
        return tr("Unknown node type '%1'. The node and its wires are kept.").arg(toQString(graph.node(node).type).toHtmlEscaped());
    QString card = QStringLiteral("<b>%1</b> · %2<br>%3")
                       .arg(toQString(graph.node(node).title).toHtmlEscaped(), catalogText(spec->title).toHtmlEscaped(),
                            catalogText(spec->caption).toHtmlEscaped());
    if (const PlannedNode* planned = m_project.plan().find(node)) {
        if (planned->parameterCount > 0)
            card += QStringLiteral("<br>") + tr("%1 parameters").arg(shortNumber(double(planned->parameterCount)));
        if (planned->multiplications > 0)
            card += QStringLiteral("<br>") + tr("%1 multiplications a step").arg(shortNumber(planned->multiplications));
    }
    for (const Diagnostic& d : m_project.plan().diagnostics)
        if (d.node == node)
            card += QStringLiteral("<br><b>%1</b> %2 %3")
                        .arg(toQString(d.code).toHtmlEscaped(), toQString(d.what).toHtmlEscaped(), toQString(d.fix).toHtmlEscaped());
    return card;
}

QString CanvasView::wireCard(const Edge& edge) const
{
    const auto& ports = m_project.plan().ports;
    const auto it = ports.find(edge.from);
    const auto type = typeOf(edge.from, true);
    QString card = QStringLiteral("<b>%1.%2 → %3.%4</b>")
                       .arg(toQString(m_project.graph().node(edge.from.node).title).toHtmlEscaped(), toQString(edge.from.port),
                            toQString(m_project.graph().node(edge.to.node).title).toHtmlEscaped(), toQString(edge.to.port));
    if (type)
        card += QStringLiteral("<br>") + portTypeText(*type);
    if (it != ports.end()) {
        if (it->second.steps)
            card += QStringLiteral(" · T=%1").arg(*it->second.steps);
        if (!it->second.features.empty())
            card += QStringLiteral(" · ") + toQString(shapeText(it->second.features));
    }
    return card;
}

} // namespace spw::ui
