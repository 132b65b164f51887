// SPDX-License-Identifier: GPL-3.0-or-later
// Mouse and keys: which gesture an event begins, moves and ends.
#include "ui/canvas/add_popup.h"
#include "ui/canvas/canvas_view.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMouseEvent>

#include <cmath>

namespace spw::ui {

// ---- mouse

void CanvasView::mousePressEvent(QMouseEvent* event)
{
    setFocus(Qt::MouseFocusReason);
    m_pressAt = m_lastAt = event->position();
    if (event->button() == Qt::LeftButton && !offer().isEmpty() && refusalBox().contains(event->position().toPoint())) {
        acceptOffer();
        return;
    }
    m_refusal.clear();
    m_offer = nullptr;
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
    if (const Group* group = groupAt(at)) {
        pressOnGroup(*group, event->modifiers());
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
    m_pressedGroup = 0;
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
        if (const Group* group = m_pressSelectsOnly ? groupById(m_pressedGroup) : nullptr)
            m_selection.setGroup(group->id, group->members);
        else if (m_pressSelectsOnly)
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
    if (const Group* group = groupAt(at)) {
        m_selection.setGroup(group->id, group->members);
        editGroup(*group, groupGeometry(*group).badge().contains(at));
        return;
    }
    if (edgeAt(at))
        return;
    m_addAt = at;
    m_addWire.reset();
    m_addTarget.reset();
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
    m_hoverGroup = 0;
    update();
}

void CanvasView::setHover(QPointF canvas)
{
    const auto port = portAt(canvas);
    const NodeId node = port ? port->end.node : nodeAt(canvas);
    const Group* frame = node ? nullptr : groupAt(canvas);
    const std::int64_t group = frame ? frame->id : 0;
    const auto edge = node || group ? std::nullopt : edgeAt(canvas);
    const bool samePort = port.has_value() == m_hoverPort.has_value() && (!port || port->end == m_hoverPort->end);
    if (node == m_hover && samePort && edge == m_hoverEdge && group == m_hoverGroup)
        return;
    m_hover = node;
    m_hoverPort = port;
    m_hoverEdge = edge;
    m_hoverGroup = group;
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
        m_project.apply(joined(batch), tr("Move"));
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
        if ((m_rename && m_rename->isVisible()) || (m_groupEdit && m_groupEdit->isVisible()))
            cancelEdit();
        else if (m_gesture != Gesture::None || !m_refusal.isEmpty())
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
        if (!offer().isEmpty()) {
            acceptOffer();
            return;
        }
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
    {
        const QPointF at = toCanvas(event->pos());
        const NodeId node = nodeAt(at);
        if (node && !m_selection.contains(node))
            m_selection.setNode(node);
        if (const Group* group = node ? nullptr : groupAt(at))
            m_selection.setGroup(group->id, group->members);
    }
    Q_EMIT menuRequested(event->globalPos());
}

} // namespace spw::ui
