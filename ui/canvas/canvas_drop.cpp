// SPDX-License-Identifier: GPL-3.0-or-later
// What is dropped on the canvas: node types of the library, files.
#include "ui/canvas/canvas_view.h"
#include "ui/model/learner_edits.h"
#include "ui/model/synapse_choice.h"
#include "ui/model/texts.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QUrl>

#include <utility>

namespace spw::ui {

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
        // A learner on a synapse, on its neuron or on the wire between them: tied to both.
        if (trainsSynapse(spec)) {
            const NodeId node = nodeAt(toCanvas(event->position()));
            const NodeId synapse = synapseFor(m_project.graph(), node ? node : edge ? edge->from.node : 0);
            if (synapse && tie(*spec, synapse, tr("Train with %1").arg(catalogText(spec->title))))
                return;
        }
        // On a wire: in between, if the types allow both halves.
        if (edge) {
            Added added = addNode(m_project.graph(), *spec, {at.x(), at.y()});
            for (const PortSpec& in : spec->inputs)
                for (const PortSpec& out : spec->outputs) {
                    Batch batch{{added.edit, Connect{{edge->from, {added.node, in.name}}}, Connect{{{added.node, out.name}, edge->to}}}};
                    const auto from = typeOf(edge->from, true), to = typeOf(edge->to, false);
                    if (from && to && canConnect(*from, in.type) && canConnect(out.type, *to)) {
                        if (m_project.apply(joined(batch, edge), tr("Insert %1").arg(catalogText(spec->title))))
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

} // namespace spw::ui
