// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of groups: where they are, what a click on them does, how they are made, named, repeated and dissolved.
#include "core/plan/group_expansion.h"
#include "ui/canvas/canvas_view.h"
#include "ui/canvas/name_edit.h"
#include "ui/model/group_edits.h"
#include "ui/model/group_view.h"
#include "ui/model/texts.h"

#include <algorithm>
#include <utility>

namespace spw::ui {

// ---- what is where

const Group* CanvasView::groupById(std::int64_t id) const
{
    const auto& groups = m_project.graph().groups();
    const auto it = groups.find(id);
    return it == groups.end() ? nullptr : &it->second;
}

/// Around its members wherever they are, also while they are being moved.
GroupGeometry CanvasView::groupGeometry(const Group& group) const
{
    QRectF box;
    for (const NodeId member : group.members)
        if (const NodeGeometry* g = geometry(member)) {
            const bool moves = m_gesture == Gesture::Move && m_selection.contains(member);
            box = box.united(moves ? g->frame.translated(m_offset) : g->frame);
        }
    return GroupGeometry(box);
}

const Group* CanvasView::groupAt(QPointF canvas) const
{
    const double reach = 4 / std::min(1.0, m_zoom);
    const auto& groups = m_project.graph().groups();
    for (auto it = groups.rbegin(); it != groups.rend(); ++it) {     // the last is painted on top
        const GroupGeometry g = groupGeometry(it->second);
        if (g.header().contains(canvas))
            return &it->second;
        const bool onBorder = g.frame.adjusted(-reach, -reach, reach, reach).contains(canvas) &&
                              !g.frame.adjusted(reach, reach, -reach, -reach).contains(canvas);
        if (onBorder && !edgeAt(canvas))
            return &it->second;
    }
    return nullptr;
}

const Group* CanvasView::groupOfSelection() const
{
    if (const Group* group = groupById(m_selection.group()))
        return group;
    const std::set<NodeId>& nodes = m_selection.nodes();
    const Group* group = nodes.empty() ? nullptr : m_project.graph().groupOf(*nodes.begin());
    const bool all = group && std::includes(group->members.begin(), group->members.end(), nodes.begin(), nodes.end());
    return all ? group : nullptr;
}

QPoint CanvasView::groupTitlePosition(std::int64_t group) const
{
    const Group* known = groupById(group);
    return known ? toWidget(groupGeometry(*known).frame.topLeft() + QPointF(24, GroupGeometry::kHeader / 2)).toPoint() : QPoint();
}

QPoint CanvasView::groupBadgePosition(std::int64_t group) const
{
    const Group* known = groupById(group);
    return known ? toWidget(groupGeometry(*known).badge().center()).toPoint() : QPoint();
}

QRect CanvasView::visibleGroup(std::int64_t group) const
{
    const Group* known = groupById(group);
    if (!known)
        return {};
    const QRectF frame = groupGeometry(*known).frame;
    return QRectF(toWidget(frame.topLeft()), frame.size() * m_zoom).toAlignedRect();
}

void CanvasView::centreOnGroup(std::int64_t group)
{
    if (const Group* known = groupById(group))
        fit(groupGeometry(*known).frame);
}

/// After an edit of a group, also by undo: a selected frame stays selected with the members it has now.
void CanvasView::followGroup(const Group& group)
{
    m_hoverGroup = 0;
    if (m_selection.group() != group.id)
        return;
    if (const Group* now = groupById(group.id))
        m_selection.setGroup(now->id, now->members);
    else
        m_selection.setNodes(m_selection.nodes(), m_selection.node());
}

void CanvasView::paintGroups(QPainter& p, const QRectF& visible) const
{
    for (const auto& [id, group] : m_project.graph().groups()) {
        const GroupGeometry g = groupGeometry(group);
        if (!g.frame.adjusted(-12, -12, 12, 12).intersects(visible))
            continue;
        GroupLook look;
        look.selected = m_selection.group() == id;
        look.hovered = m_hoverGroup == id;
        if (const auto problem = m_groupProblems.find(id); problem != m_groupProblems.end())
            look.problem = problem->second;
        paintGroup(p, group, g, look, m_zoom);
    }
}

QString CanvasView::groupCard(const Group& group) const
{
    QString card = QStringLiteral("<b>%1</b> · %2").arg(toQString(group.title).toHtmlEscaped(), tr("%n nodes", nullptr, int(group.members.size())));
    if (group.repeat > 1)
        card += QStringLiteral("<br>") + tr("Repeated: %n copies, one after the other, each with weights of its own.", nullptr, int(group.repeat));
    card += QStringLiteral("<br>") + tr("Drag moves all of it. Double-click the title to rename, x%1 to change how often it is repeated.").arg(group.repeat);
    for (const Diagnostic& d : m_project.problems())
        if (groupOf(m_project.graph(), d) == &group)
            card += QStringLiteral("<br><b>%1</b> %2 %3 %4")
                        .arg(toQString(d.code).toHtmlEscaped(), toQString(d.what).toHtmlEscaped(), toQString(d.why).toHtmlEscaped(),
                             toQString(d.fix).toHtmlEscaped());
    return card;
}

// ---- gestures

void CanvasView::pressOnGroup(const Group& group, Qt::KeyboardModifiers modifiers)
{
    m_edge.reset();
    m_pressSelectsOnly = false;
    m_pressedGroup = group.id;
    m_pressed = *group.members.begin();
    if (modifiers & (Qt::ControlModifier | Qt::ShiftModifier)) {
        // With others selected the frame stands for its nodes: all of them join, or leave if they are there already.
        std::set<NodeId> nodes = m_selection.nodes();
        const bool there = std::includes(nodes.begin(), nodes.end(), group.members.begin(), group.members.end());
        for (const NodeId member : group.members)
            there && (modifiers & Qt::ControlModifier) ? (void)nodes.erase(member) : (void)nodes.insert(member);
        m_selection.setNodes(std::move(nodes));
    } else if (m_selection.group() != 0 || !m_selection.contains(m_pressed) || m_selection.nodes().size() <= group.members.size()) {
        m_selection.setGroup(group.id, group.members);
    } else {
        m_pressSelectsOnly = true;      // part of a larger selection: decided on release, it may become a drag of all of it
    }
    m_gesture = Gesture::Press;
}

/// A loose node that is put down inside a frame joins that group, and so does a node put into a wire of a group:
/// what is seen inside is inside. `edit` and the joining are one step.
GraphEdit CanvasView::joined(GraphEdit edit, const std::optional<Edge>& wire) const
{
    const Graph& graph = m_project.graph();
    if (graph.groups().empty())
        return edit;
    std::vector<std::pair<Node, bool>> put;         // what comes to lie where; true: it was there before
    std::set<NodeId> taken;
    const auto scan = [&](auto&& self, const GraphEdit& part) -> void {
        if (const auto* add = std::get_if<AddNode>(&part.value))
            put.emplace_back(add->node, false);
        else if (const auto* set = std::get_if<SetGroup>(&part.value))
            taken.insert(set->group.members.begin(), set->group.members.end());
        else if (const auto* batch = std::get_if<Batch>(&part.value))
            for (const GraphEdit& one : batch->edits)
                self(self, one);
        else if (const auto* move = std::get_if<MoveNode>(&part.value)) {
            Node node = graph.node(move->node);
            node.position = move->position;
            put.emplace_back(std::move(node), true);
        }
    };
    scan(scan, edit);
    std::map<std::int64_t, Group> larger;
    for (const auto& [id, group] : graph.groups()) {
        const bool moves = std::any_of(put.begin(), put.end(), [&, &members = group.members](const auto& entry) {
            return entry.second && members.count(entry.first.id) != 0;
        });
        const bool hasWire = wire && group.members.count(wire->from.node) && group.members.count(wire->to.node);
        const QRectF frame = groupGeometry(group).frame;
        for (const auto& [node, existed] : put) {
            const bool loose = !taken.count(node.id) && !(existed && graph.groupOf(node.id));
            const QPointF centre = NodeGeometry(node, graph.catalog().find(node.type)).frame.center();
            if (!loose || !((!moves && frame.contains(centre)) || (hasWire && !existed)))
                continue;
            larger.try_emplace(id, group).first->second.members.insert(node.id);
            taken.insert(node.id);
        }
    }
    if (larger.empty())
        return edit;
    Batch all{{std::move(edit)}};
    for (auto& [id, group] : larger)
        all.edits.push_back(SetGroup{std::move(group)});
    return all;
}

// ---- commands

void CanvasView::groupSelection()
{
    const auto group = groupOfNodes(m_project.graph(), m_selection.nodes());
    if (!group) {
        Q_EMIT hint(m_selection.nodes().empty() ? tr("Select the nodes that shall become a group.") : tr("These nodes are a group already."));
        return;
    }
    if (m_project.apply(SetGroup{*group}, tr("Group")))
        m_selection.setGroup(group->id, group->members);
}

void CanvasView::ungroupSelection()
{
    const auto done = ungroup(m_project.graph(), m_selection.nodes());
    if (!done) {
        Q_EMIT hint(tr("No selected node is in a group."));
        return;
    }
    if (!m_project.apply(done->edit, tr("Ungroup")))
        return;
    if (done->left > 0)
        Q_EMIT hint(tr("%n nodes left their group. To dissolve a group, select it by its title first.", nullptr, done->left));
}

void CanvasView::repeatGroup()
{
    const Group* group = groupOfSelection();
    if (!group)
        return;
    m_selection.setGroup(group->id, group->members);
    if (!rect().contains(visibleGroup(group->id).topRight()))
        centreOnGroup(group->id);
    editGroup(*group, true);
}

void CanvasView::editGroup(const Group& group, bool repeat)
{
    if (!m_groupEdit) {
        m_groupEdit = new NameEdit(this);
        m_groupEdit->setObjectName(QStringLiteral("canvas.group"));
        connect(m_groupEdit, &QLineEdit::editingFinished, this, &CanvasView::finishGroupEdit);
    }
    m_editedGroup = 0;          // an edit under way elsewhere ends without a word
    m_editsRepeat = repeat;
    const GroupGeometry g = groupGeometry(group);
    QRectF part = repeat ? g.badge() : g.header().adjusted(4, 0, -GroupGeometry::kBadge - 10, 0);
    QRect place = QRectF(toWidget(part.topLeft()), part.size() * m_zoom).toRect();
    place.setHeight(std::max(place.height(), m_groupEdit->sizeHint().height()));
    const int wide = repeat ? 72 : 160;
    if (place.width() < wide)
        repeat ? place.setLeft(place.right() - wide) : place.setWidth(wide);
    m_groupEdit->setAccessibleName(repeat ? tr("How often the group is repeated") : tr("Group name"));
    m_groupEdit->setToolTip(repeat ? tr("1 to %1 copies, one after the other, each with weights of its own").arg(kMostRepeats) : QString());
    m_groupEdit->setGeometry(place);
    m_groupEdit->setText(repeat ? QString::number(group.repeat) : toQString(group.title));
    m_groupEdit->selectAll();
    m_groupEdit->show();
    m_groupEdit->setFocus();
    m_editedGroup = group.id;
}

void CanvasView::finishGroupEdit()
{
    const Group* known = groupById(std::exchange(m_editedGroup, 0));
    const bool hadFocus = m_groupEdit->hasFocus();
    m_groupEdit->hide();
    if (hadFocus)
        setFocus();
    if (!known)
        return;
    Group group = *known;
    const QString text = m_groupEdit->text().trimmed();
    if (!m_editsRepeat) {
        if (text.isEmpty() || text.toStdString() == group.title)
            return;
        group.title = text.toStdString();
        m_project.apply(SetGroup{group}, tr("Rename group"));
        return;
    }
    // "x4" is what the badge says, so it may be typed as well.
    bool isNumber = false;
    const QString digits = text.startsWith(u'x', Qt::CaseInsensitive) || text.startsWith(u'×') ? text.mid(1) : text;
    const qlonglong repeat = digits.toLongLong(&isNumber);
    const QPointF at = groupBadgePosition(group.id);
    if (!isNumber || repeat < 1 || repeat > kMostRepeats) {
        refuse(tr("A group is repeated 1 to %1 times. '%2' is not such a number; it stays x%3.").arg(kMostRepeats).arg(text).arg(group.repeat), at, true);
        update();
        return;
    }
    if (repeat == group.repeat)
        return;
    group.repeat = repeat;
    if (!m_project.apply(SetGroup{group}, tr("Repeat group")))
        return;
    if (const std::string why = repeat > 1 ? whyNotRepeat(m_project.graph(), group) : std::string(); !why.empty())
        refuse(toQString(why), at, true);
    update();
}

} // namespace spw::ui
