// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "ui/canvas/add_popup.h"
#include "ui/canvas/canvas_view.h"
#include "ui/canvas/name_edit.h"
#include "ui/model/node_usage.h"
#include "ui/model/texts.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

#include <algorithm>
#include <utility>

namespace spw::ui {

// ---- add

void CanvasView::openAddPopup()
{
    const QPoint pointer = mapFromGlobal(QCursor::pos());
    QPoint at = rect().contains(pointer) ? pointer : rect().center();
    m_addWire.reset();
    m_addTarget.reset();
    if (m_refused && !offer().isEmpty()) {
        // Another converter than the one offered: what takes the wire, wired on if its output fits.
        at = m_refusalAt.toPoint();
        m_addWire = WireEnd{m_refused->from, *typeOf(m_refused->from, true), true};
        m_addTarget = m_refused->to;
        refuse({}, {}, false);
    }
    m_addAt = toCanvas(at);
    if (m_addTarget)
        m_addAt = (endPoint(m_addWire->end, true) + endPoint(*m_addTarget, false)) / 2 - QPointF(NodeGeometry::kWidth / 2, 0);
    m_popup->open(at, m_addWire);
}

void CanvasView::add(const NodeSpec* spec, QPointF at, const std::optional<Edge>& wire)
{
    const Added added = addNode(m_project.graph(), *spec, {at.x(), at.y()}, wire);
    if (!m_project.apply(joined(added.edit), tr("Add %1").arg(catalogText(spec->title))))
        return;
    m_selection.setNode(added.node);
    m_usage.use(toQString(spec->id));
}

void CanvasView::addFromPopup(const NodeSpec* spec, int port, bool keepOpen)
{
    std::optional<Edge> wire;
    QPointF at = m_addAt;
    if (m_addWire && port >= 0) {
        // The new node's port lands where the wire was dropped.
        const double row = NodeGeometry::kHeader + NodeGeometry::kPad + NodeGeometry::kRow * (port + 0.5);
        if (m_addWire->isOutput) {
            wire = Edge{m_addWire->end, {0, spec->inputs[size_t(port)].name}};
            at -= QPointF(0, row);
        } else {
            wire = Edge{{0, spec->outputs[size_t(port)].name}, m_addWire->end};
            at -= QPointF(NodeGeometry::kWidth, row);
        }
    }
    m_wire.reset();
    add(spec, m_addTarget ? freePlace(at) : at, wire);
    if (const auto target = std::exchange(m_addTarget, std::nullopt)) {
        const auto wanted = typeOf(*target, false);
        for (const PortSpec& out : spec->outputs)
            if (wanted && canConnect(out.type, *wanted)) {
                m_project.apply(Connect{{{m_selection.node(), out.name}, *target}}, tr("Connect"));
                break;
            }
    }
    m_addAt += QPointF(24, 24);
    if (!keepOpen)
        m_addWire.reset();
}

void CanvasView::addAtCentre(const NodeSpec* spec)
{
    QPointF at = toCanvas(rect().center()) - QPointF(NodeGeometry::kWidth / 2, 40);
    std::optional<Edge> wire;
    const Graph& graph = m_project.graph();
    const NodeId current = m_selection.node();
    const NodeSpec* from = graph.contains(current) ? graph.spec(current) : nullptr;
    if (from) {
        for (const PortSpec& out : from->outputs) {
            for (const PortSpec& in : spec->inputs)
                if (!wire && canConnect(out.type, in.type))
                    wire = Edge{{current, out.name}, {0, in.name}};
        }
        if (wire)
            at = geometry(current)->frame.topRight() + QPointF(72, 0);
    }
    add(spec, freePlace(at), wire);
    if (!rect().contains(visibleFrame(m_selection.node())))
        centreOn(m_selection.node());
}

/// The first place at or below `wanted` where a node lies on no other.
QPointF CanvasView::freePlace(QPointF wanted, const std::vector<QRectF>& taken) const
{
    const auto lies = [&](const QRectF& frame) {
        return std::any_of(m_geometry.begin(), m_geometry.end(), [&](const auto& e) { return e.second.frame.intersects(frame); }) ||
               std::any_of(taken.begin(), taken.end(), [&](const QRectF& other) { return other.intersects(frame); });
    };
    while (lies(QRectF(wanted, QSizeF(NodeGeometry::kWidth, 96))))
        wanted += QPointF(0, 32);
    return wanted;
}

// ---- clipboard

void CanvasView::copy()
{
    if (m_selection.nodes().empty())
        return;
    QGuiApplication::clipboard()->setText(QString::fromStdString(fragmentText(m_project.graph(), m_selection.nodes())));
    m_pasteCount = 0;
}

void CanvasView::cut()
{
    copy();
    deleteSelection();
}

void CanvasView::place(const Paste& paste, const QString& text)
{
    if (!m_project.apply(joined(paste.edit), text))
        return;
    m_selection.setNodes(paste.nodes);
    if (const Group* group = groupOfSelection(); group && group->members == paste.nodes)
        m_selection.setGroup(group->id, group->members);
}

void CanvasView::paste()
{
    const std::string text = QGuiApplication::clipboard()->text().toStdString();
    if (text.empty())
        return;
    const QPointF step(32.0 * m_pasteCount, 32.0 * m_pasteCount);
    const QPoint pointer = mapFromGlobal(QCursor::pos());
    const QPointF middle = toCanvas(rect().contains(pointer) ? pointer : rect().center()) + step;
    try {
        const auto fragment = pasteFragment(m_project.graph(), text, Point{middle.x() - NodeGeometry::kWidth / 2, middle.y() - 40});
        if (!fragment)
            return;
        ++m_pasteCount;
        place(*fragment, tr("Paste"));
    } catch (const Error&) {
        Q_EMIT hint(tr("The clipboard holds no nodes."));
    }
}

void CanvasView::duplicate()
{
    if (const auto copies = duplicateNodes(m_project.graph(), m_selection.nodes(), false))
        place(*copies, tr("Duplicate"));
}

void CanvasView::duplicateWithInputs()
{
    if (const auto copies = duplicateNodes(m_project.graph(), m_selection.nodes(), true))
        place(*copies, tr("Duplicate with inputs"));
}

// ---- delete, select, rename, move

void CanvasView::deleteSelection()
{
    if (m_edge) {
        m_project.apply(Disconnect{*m_edge}, tr("Disconnect"));
        return;
    }
    const bool wholeGroup = m_selection.group() != 0;
    if (const auto edit = removeNodes(m_project.graph(), m_selection.nodes()); edit && m_project.apply(*edit, tr("Delete")) && wholeGroup)
        Q_EMIT hint(tr("The group and its nodes are deleted. To take only its frame away: undo, then Ungroup (Ctrl+Shift+G)."));
}

void CanvasView::dissolveSelection()
{
    if (const auto edit = dissolveNodes(m_project.graph(), m_selection.nodes()))
        m_project.apply(*edit, tr("Delete and reconnect"));
}

void CanvasView::selectAll()
{
    std::set<NodeId> all;
    for (const auto& [id, g] : m_geometry)
        all.insert(id);
    m_selection.setNodes(std::move(all));
}

void CanvasView::selectNone()
{
    m_edge.reset();
    m_selection.setNodes({});
    update();
}

void CanvasView::renameCurrent()
{
    if (const Group* group = groupById(m_selection.group()))
        editGroup(*group, false);
    else if (m_selection.node())
        startRename(m_selection.node());
}

void CanvasView::startRename(NodeId node)
{
    const NodeGeometry* g = geometry(node);
    if (!g)
        return;
    m_renaming = node;
    if (!m_rename) {
        m_rename = new NameEdit(this);
        m_rename->setObjectName(QStringLiteral("canvas.rename"));
        m_rename->setAccessibleName(tr("Node name"));
        connect(m_rename, &QLineEdit::editingFinished, this, [this] {
            const NodeId id = std::exchange(m_renaming, 0);
            const std::string title = m_rename->text().trimmed().toStdString();
            const bool hadFocus = m_rename->hasFocus();
            m_rename->hide();
            if (hadFocus)
                setFocus();
            if (id && m_project.graph().contains(id) && !title.empty() && title != m_project.graph().node(id).title)
                m_project.apply(RenameNode{id, title}, tr("Rename"));
        });
    }
    const QRectF header = g->header();
    QRect place = QRectF(toWidget(header.topLeft()), header.size() * m_zoom).toRect();
    place.setHeight(std::max(place.height(), m_rename->sizeHint().height()));
    place.setWidth(std::max(place.width(), 140));
    m_rename->setGeometry(place);
    m_rename->setText(toQString(m_project.graph().node(node).title));
    m_rename->selectAll();
    m_rename->show();
    m_rename->setFocus();
}

void CanvasView::cancelEdit()
{
    m_renaming = 0;
    m_editedGroup = 0;
    for (QLineEdit* edit : {m_rename, m_groupEdit})
        if (edit)
            edit->hide();
    setFocus();
}

void CanvasView::layoutNodes()
{
    std::map<NodeId, Point> sizes;
    for (const auto& [id, g] : m_geometry)
        sizes[id] = {g.frame.width(), g.frame.height()};
    const std::set<NodeId> chosen = m_selection.nodes().size() > 1 ? m_selection.nodes() : std::set<NodeId>{};
    if (const auto edit = autoLayout(m_project.graph(), chosen, sizes); edit && m_project.apply(*edit, tr("Auto-layout")))
        if (chosen.empty())
            fitAll();
}

int CanvasView::probe(const std::vector<NodeId>& nodes, const QString& text)
{
    const Graph& graph = m_project.graph();
    const NodeSpec* probe = graph.catalog().find("probe.probe");
    if (!probe || probe->inputs.empty())
        return 0;
    Batch batch;
    std::vector<QRectF> taken;
    std::map<std::int64_t, Group> groups;
    NodeId next = graph.nextId();
    for (const NodeId id : nodes) {
        const NodeGeometry* g = geometry(id);
        const NodeSpec* spec = g ? graph.spec(id) : nullptr;
        if (!spec)
            continue;
        for (const PortSpec& out : spec->outputs)
            if (canConnect(out.type, probe->inputs[0].type)) {
                const QPointF at = freePlace({snapToGrid(g->frame.right() + 48), snapToGrid(g->frame.bottom() + 32)}, taken);
                taken.emplace_back(at, QSizeF(NodeGeometry::kWidth, 96));
                batch.edits.push_back(AddNode{Node{next, probe->id, {}, {}, {at.x(), at.y()}, {}}});
                batch.edits.push_back(Connect{{{id, out.name}, {next, probe->inputs[0].name}}});
                // In the group of what it looks at: each copy is recorded, and no second way leads out of the group.
                if (const Group* group = graph.groupOf(id)) {
                    Group& larger = groups.try_emplace(group->id, *group).first->second;
                    larger.members.insert(next);
                }
                ++next;
                break;
            }
    }
    for (auto& [id, group] : groups)
        batch.edits.push_back(SetGroup{std::move(group)});
    if (!batch.edits.empty() && !m_project.apply(batch, text))
        return 0;
    return int(taken.size());
}

void CanvasView::probeSelection()
{
    const auto& chosen = m_selection.nodes();
    if (probe({chosen.begin(), chosen.end()}, tr("Probe")) == 0)
        Q_EMIT hint(tr("The selected nodes give nothing that a probe records."));
}

int CanvasView::probeAllNeurons()
{
    const Graph& graph = m_project.graph();
    std::set<NodeId> probed;
    for (const Edge& edge : graph.edges())
        if (const NodeSpec* to = graph.spec(edge.to.node); to && to->category == Category::Probe)
            probed.insert(edge.from.node);
    std::vector<NodeId> neurons;
    for (const auto& [id, node] : graph.nodes())
        if (const NodeSpec* spec = graph.spec(id); spec && spec->category == Category::Neuron && !probed.count(id))
            neurons.push_back(id);
    return probe(neurons, tr("Probe all neuron layers"));
}

void CanvasView::nudge(int dx, int dy)
{
    Batch batch;
    for (const NodeId id : m_selection.nodes())
        if (const NodeGeometry* g = geometry(id))
            batch.edits.push_back(MoveNode{id, {g->frame.left() + 8.0 * dx, g->frame.top() + 8.0 * dy}});
    if (!batch.edits.empty())
        m_project.apply(batch, tr("Move"));
}

} // namespace spw::ui
