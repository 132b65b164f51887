// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_view.h"

#include "ui/canvas/add_popup.h"
#include "ui/model/learner_edits.h"
#include "ui/model/texts.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QResizeEvent>

#include <algorithm>
#include <cmath>

namespace spw::ui {
namespace {

constexpr double kMinZoom = 0.04, kMaxZoom = 4;
constexpr int kBadgeMs = 100;       // badges refresh at most 10 times a second

} // namespace

CanvasView::CanvasView(ProjectModel& project, Selection& selection, RunView& run, NodeUsage& usage, QWidget* parent)
    : QWidget(parent), m_project(project), m_selection(selection), m_run(run), m_usage(usage),
      m_popup(new AddPopup(project.graph().catalog(), usage, this))
{
    setObjectName(QStringLiteral("view.canvas"));
    setAccessibleName(tr("Canvas"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAcceptDrops(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_InputMethodEnabled, false);    // single keys are commands here
    setMinimumSize(240, 160);
    m_refusalTimer.setSingleShot(true);
    m_refusalTimer.setInterval(4000);
    connect(&m_refusalTimer, &QTimer::timeout, this, [this] {
        m_refusal.clear();
        m_offer = nullptr;
        update();
    });
    connect(&m_project, &ProjectModel::edited, this, &CanvasView::follow);
    connect(&m_project, &ProjectModel::reset, this, [this] {
        cancelGesture();
        m_selection.setNodes({});
        m_edge.reset();
        rebuild();
        m_fitPending = true;
        if (isVisible())
            fitAll();
    });
    connect(&m_project, &ProjectModel::graphChanged, this, [this] {
        m_problems.clear();
        m_groupProblems.clear();
        for (const Diagnostic& d : m_project.problems()) {
            if (d.node == 0 || d.severity == Severity::Info)
                continue;
            if (const Group* group = groupOf(m_project.graph(), d)) {
                m_groupProblems[group->id] = d.severity;
                continue;
            }
            auto& entry = m_problems.try_emplace(d.node, d.severity, 0).first->second;
            entry.first = std::max(entry.first, d.severity);
            ++entry.second;
        }
        update();
    });
    connect(&m_selection, &Selection::changed, this, qOverload<>(&QWidget::update));
    connect(&m_run, &RunView::snapshotChanged, this, [this] {
        if (m_badgeAge.isValid() && m_badgeAge.elapsed() < kBadgeMs && m_run.isActive())
            return;
        m_badgeAge.start();
        readHealth();
        for (const auto& [id, g] : m_geometry)
            if (g.hasRate || m_stuck.count(id))
                update(visibleFrame(id));
    });
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
    connect(m_popup, &AddPopup::chosen, this, &CanvasView::addFromPopup);
    connect(m_popup, &AddPopup::closed, this, [this] {
        m_wire.reset();
        setFocus();
        update();
    });
    rebuild();
}

CanvasView::~CanvasView()
{
    // The popup's last words would reach a half-destroyed view.
    m_popup->disconnect(this);
}

// ---- what is where

void CanvasView::rebuild()
{
    m_geometry.clear();
    for (const auto& [id, node] : m_project.graph().nodes())
        m_geometry.emplace(id, NodeGeometry(node, m_project.graph().spec(id)));
    update();
}

void CanvasView::follow(const GraphEdit& edit)
{
    const Graph& graph = m_project.graph();
    const auto refresh = [&](NodeId id) {
        if (graph.contains(id))
            m_geometry.insert_or_assign(id, NodeGeometry(graph.node(id), graph.spec(id)));
    };
    if (const auto* move = std::get_if<MoveNode>(&edit.value))
        refresh(move->node);
    else if (const auto* remove = std::get_if<RemoveNode>(&edit.value)) {
        m_geometry.erase(remove->node);
        if (m_selection.contains(remove->node)) {
            std::set<NodeId> rest = m_selection.nodes();
            rest.erase(remove->node);
            m_selection.setNodes(std::move(rest));
        }
        if (m_hover == remove->node)
            m_hover = 0;
        if (m_wire && m_wire->end.node == remove->node)
            cancelGesture();
        m_hoverPort.reset();
    } else if (const auto* add = std::get_if<AddNode>(&edit.value)) {
        if (add->node.id)
            refresh(add->node.id);
        else
            rebuild();
    } else if (const auto* set = std::get_if<SetGroup>(&edit.value)) {
        followGroup(set->group);
    }
    if (m_edge && !std::binary_search(graph.edges().begin(), graph.edges().end(), *m_edge))
        m_edge.reset();
    m_hoverEdge.reset();
    update();
}

const NodeGeometry* CanvasView::geometry(NodeId node) const
{
    const auto it = m_geometry.find(node);
    return it == m_geometry.end() ? nullptr : &it->second;
}

QPointF CanvasView::endPoint(const EdgeEnd& end, bool isOutput) const
{
    const NodeGeometry* g = geometry(end.node);
    if (!g)
        return {};
    const NodeSpec* spec = m_project.graph().spec(end.node);
    const int index = !spec ? -1 : isOutput ? spec->outputIndex(end.port) : spec->inputIndex(end.port);
    QPointF at = index < 0 ? QPointF(isOutput ? g->frame.right() : g->frame.left(), g->frame.center().y())
                 : isOutput ? g->output(index)
                            : g->input(index);
    if (m_gesture == Gesture::Move && m_selection.contains(end.node))
        at += m_offset;
    return at;
}

std::optional<PortType> CanvasView::typeOf(const EdgeEnd& end, bool isOutput) const
{
    const NodeSpec* spec = m_project.graph().contains(end.node) ? m_project.graph().spec(end.node) : nullptr;
    const int index = !spec ? -1 : isOutput ? spec->outputIndex(end.port) : spec->inputIndex(end.port);
    if (index < 0)
        return std::nullopt;
    return (isOutput ? spec->outputs : spec->inputs)[size_t(index)].type;
}

NodeId CanvasView::nodeAt(QPointF canvas) const
{
    for (auto it = m_geometry.rbegin(); it != m_geometry.rend(); ++it)
        if (it->second.frame.contains(canvas))
            return it->first;
    return 0;
}

std::optional<CanvasView::PortHit> CanvasView::portAt(QPointF canvas) const
{
    if (detailAt(m_zoom) == Detail::Chip || detailAt(m_zoom) == Detail::Block)
        return std::nullopt;
    const double reach = std::max(10.0, 8 / m_zoom);
    std::optional<PortHit> best;
    double nearest = reach;
    for (const auto& [id, g] : m_geometry) {
        if (!g.frame.adjusted(-reach, -reach, reach, reach).contains(canvas))
            continue;
        const NodeSpec* spec = m_project.graph().spec(id);
        for (int i = 0; spec && i < g.inputs + g.outputs; ++i) {
            const bool isOutput = i >= g.inputs;
            const int index = isOutput ? i - g.inputs : i;
            const double distance = QLineF(canvas, isOutput ? g.output(index) : g.input(index)).length();
            if (distance >= nearest)
                continue;
            nearest = distance;
            const PortSpec& port = (isOutput ? spec->outputs : spec->inputs)[size_t(index)];
            best = PortHit{{id, port.name}, index, port.type, isOutput};
        }
    }
    return best;
}

std::optional<Edge> CanvasView::edgeAt(QPointF canvas) const
{
    std::optional<Edge> best;
    double nearest = 6 / std::min(1.0, m_zoom);
    for (const Edge& edge : m_project.graph().edges()) {
        const QPointF from = endPoint(edge.from, true), to = endPoint(edge.to, false);
        const QRectF box = wirePath(from, to).controlPointRect().adjusted(-nearest, -nearest, nearest, nearest);
        if (!box.contains(canvas))
            continue;
        const double distance = wireDistance(from, to, canvas);
        if (distance < nearest) {
            nearest = distance;
            best = edge;
        }
    }
    return best;
}

QRectF CanvasView::bounds(const std::set<NodeId>& nodes) const
{
    QRectF all;
    for (const auto& [id, g] : m_geometry)
        if (nodes.empty() || nodes.count(id))
            all = all.united(g.frame);
    for (const auto& [id, group] : m_project.graph().groups())
        if (nodes.empty() || std::includes(nodes.begin(), nodes.end(), group.members.begin(), group.members.end()))
            all = all.united(groupGeometry(group).frame);
    return all;
}

QPoint CanvasView::portPosition(NodeId node, const std::string& port) const
{
    const NodeSpec* spec = m_project.graph().spec(node);
    const bool isOutput = spec && spec->outputIndex(port) >= 0 && spec->inputIndex(port) < 0;
    return toWidget(endPoint({node, port}, isOutput)).toPoint();
}

QPoint CanvasView::titlePosition(NodeId node) const
{
    const NodeGeometry* g = geometry(node);
    return g ? toWidget(g->header().center()).toPoint() : QPoint();
}

QPoint CanvasView::bodyPosition(NodeId node) const
{
    const NodeGeometry* g = geometry(node);
    return g ? toWidget({g->frame.center().x(), g->frame.top() + NodeGeometry::kHeader + 8}).toPoint() : QPoint();
}

QRect CanvasView::visibleFrame(NodeId node) const
{
    const NodeGeometry* g = geometry(node);
    return g ? QRectF(toWidget(g->frame.topLeft()), g->frame.size() * m_zoom).toAlignedRect() : QRect();
}

// ---- view

void CanvasView::setZoom(double zoom, QPointF anchor)
{
    zoom = std::clamp(zoom, kMinZoom, kMaxZoom);
    const QPointF fixed = toCanvas(anchor);
    m_zoom = zoom;
    m_origin = fixed - anchor / m_zoom;
    Q_EMIT zoomChanged(m_zoom);
    update();
}

void CanvasView::panBy(QPointF pixels)
{
    m_origin -= pixels / m_zoom;
    update();
}

void CanvasView::fit(QRectF area)
{
    if (area.isEmpty()) {
        m_zoom = 1;
        m_origin = -QPointF(width(), height()) / 2;
    } else {
        area.adjust(-32, -56, 32, 32);      // shape badges stand above the highest nodes
        m_zoom = std::clamp(std::min(width() / area.width(), height() / area.height()), kMinZoom, 1.25);
        m_origin = area.center() - QPointF(width(), height()) / (2 * m_zoom);
    }
    Q_EMIT zoomChanged(m_zoom);
    update();
}

void CanvasView::fitAll()
{
    m_fitPending = width() < 250;       // before the first layout the size means nothing
    fit(bounds({}));
}

void CanvasView::fitSelection()
{
    fit(bounds(m_selection.nodes()));
}

void CanvasView::centreOn(NodeId node)
{
    const NodeGeometry* g = geometry(node);
    if (!g)
        return;
    if (m_zoom < 0.6)
        m_zoom = 1;
    m_origin = g->frame.center() - QPointF(width(), height()) / (2 * m_zoom);
    Q_EMIT zoomChanged(m_zoom);
    update();
}

void CanvasView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (m_fitPending) {
        fit(bounds({}));
        return;
    }
    // What was in the middle stays in the middle while docks move.
    const QSizeF before = event->oldSize(), now = event->size();
    if (before.isValid())
        m_origin -= QPointF(now.width() - before.width(), now.height() - before.height()) / (2 * m_zoom);
}

void CanvasView::setBadgesVisible(bool visible)
{
    m_badges = visible;
    update();
}

QString CanvasView::shapeBadge(const Edge& edge) const
{
    const auto info = wireInfo(m_project.graph(), m_project.plan(), edge);
    const PortInfo* known = info.first ? info.first : info.second;
    if (known && known->type == PortType::Label)
        return known->classes ? tr("%n classes", nullptr, int(*known->classes)) : QString();
    if (known && known->type == PortType::Scalar)
        return {};
    return stackShape(info);
}

// ---- painting

void CanvasView::paintEvent(QPaintEvent* event)
{
    QPainter p(this);
    p.fillRect(event->rect(), Theme::current().color(QStringLiteral("canvas")));
    p.setRenderHint(QPainter::Antialiasing, m_zoom >= 0.25);     // what is a few pixels high gains nothing
    p.setRenderHint(QPainter::TextAntialiasing);
    const QRectF visible(toCanvas(event->rect().topLeft()), QSizeF(event->rect().size()) / m_zoom);
    p.scale(m_zoom, m_zoom);
    p.translate(-m_origin);
    paintGrid(p, visible);
    paintGroups(p, visible);
    paintWires(p, visible, false);
    paintNodes(p, visible);
    if (m_badges && m_zoom >= 0.3)
        paintWires(p, visible, true);
    paintGesture(p);
    p.resetTransform();
    paintRefusal(p);
    if (hasFocus()) {
        p.setRenderHint(QPainter::Antialiasing, false);
        p.setPen(QPen(Theme::current().color(QStringLiteral("focus")), 2));
        p.setBrush(Qt::NoBrush);
        p.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void CanvasView::paintGrid(QPainter& p, const QRectF& visible) const
{
    if (m_zoom < 0.25)
        return;
    const double step = m_zoom < 0.6 ? 128 : 32;
    p.setPen(QPen(Theme::current().color(QStringLiteral("grid")), 1 / m_zoom));
    QVector<QLineF> lines;
    for (double x = std::floor(visible.left() / step) * step; x < visible.right(); x += step)
        lines << QLineF(x, visible.top(), x, visible.bottom());
    for (double y = std::floor(visible.top() / step) * step; y < visible.bottom(); y += step)
        lines << QLineF(visible.left(), y, visible.right(), y);
    p.drawLines(lines);
}

void CanvasView::paintWires(QPainter& p, const QRectF& visible, bool badges)
{
    const QRectF clip = visible.adjusted(-20, -20, 20, 20);
    for (const Edge& edge : m_project.graph().edges()) {
        if (m_gesture == Gesture::Wire && m_taken && *m_taken == edge)
            continue;
        const QPointF from = endPoint(edge.from, true), to = endPoint(edge.to, false);
        if (!wirePath(from, to).controlPointRect().adjusted(-1, -1, 1, 1).intersects(clip))
            continue;
        WireLook look;
        look.type = typeOf(edge.from, true).value_or(PortType::Scalar);
        const NodeSpec* target = m_project.graph().spec(edge.to.node);
        if (badges) {
            // What a learner is told has the shape of what it looks at: the badge there says it already.
            look.shape = trainsSynapse(target) ? QString() : shapeBadge(edge);
            if (look.shape.isEmpty())
                continue;
        }
        look.selected = m_edge && *m_edge == edge;
        look.hovered = (m_hoverEdge && *m_hoverEdge == edge) || (m_dropEdge && *m_dropEdge == edge);
        look.dimmed = m_hover && m_gesture == Gesture::None && edge.from.node != m_hover && edge.to.node != m_hover;
        const int index = target ? target->inputIndex(edge.to.port) : -1;
        if (target && target->category == Category::Learner) {
            look.learner = true;
            look.muted = !isSwitchedOn(m_project.graph(), edge.to.node);
        }
        look.wrong = index >= 0 && typeOf(edge.from, true) && !canConnect(look.type, target->inputs[size_t(index)].type);
        if (badges)
            paintShapeBadge(p, from, to, look, m_zoom);
        else
            paintWire(p, from, to, look, m_zoom);
    }
}

void CanvasView::paintNodes(QPainter& p, const QRectF& visible)
{
    const QRectF clip = visible.adjusted(-20, -20, 20, 20);
    const auto snapshot = m_run.snapshot();
    const auto paintOne = [&](NodeId id, const NodeGeometry& original) {
        NodeGeometry g = original;
        const bool moves = m_gesture == Gesture::Move && m_selection.contains(id);
        if (moves)
            g.frame.translate(m_offset);
        if (!g.frame.intersects(clip))
            return;
        NodeLook look;
        look.selected = m_selection.contains(id);
        look.current = hasFocus() && m_selection.node() == id;
        look.hovered = m_hover == id;
        if (const auto it = m_problems.find(id); it != m_problems.end()) {
            look.problem = it->second.first;
            look.problems = it->second.second;
        }
        if (snapshot)
            look.activity = stackActivity(*snapshot, id);
        if (const NodeSpec* type = m_project.graph().spec(id); type && type->category == Category::Learner) {
            look.off = !isSwitchedOn(m_project.graph(), id);
            if (const auto stuck = m_stuck.find(id); stuck != m_stuck.end())
                look.stuck = stuck->second;
        }
        const auto mark = [&](const std::optional<PortHit>& port) {
            if (port && port->end.node == id)
                (port->isOutput ? look.hoveredOutput : look.hoveredInput) = port->index;
        };
        mark(m_hoverPort);
        mark(m_target);
        const NodeSpec* spec = m_project.graph().spec(id);
        if (m_gesture == Gesture::Wire && m_wire && spec) {
            for (int i = 0; i < g.inputs; ++i)
                if (!m_wire->isOutput || id == m_wire->end.node || !canConnect(m_wire->type, spec->inputs[size_t(i)].type))
                    look.refusedInputs.insert(i);
            for (int i = 0; i < g.outputs; ++i)
                if (m_wire->isOutput ? !(id == m_wire->end.node && m_wire->index == i)
                                     : id == m_wire->end.node || !canConnect(spec->outputs[size_t(i)].type, m_wire->type))
                    look.refusedOutputs.insert(i);
        }
        paintNode(p, m_project.graph().node(id), spec, g, look, m_zoom);
    };
    for (const auto& [id, g] : m_geometry)
        if (!m_selection.contains(id))
            paintOne(id, g);
    for (const auto& [id, g] : m_geometry)      // what is selected lies on top while it is moved
        if (m_selection.contains(id))
            paintOne(id, g);
}

void CanvasView::paintGesture(QPainter& p) const
{
    const Theme& theme = Theme::current();
    if (m_gesture == Gesture::Marquee) {
        const QRectF area = QRectF(toCanvas(m_pressAt), toCanvas(m_lastAt)).normalized();
        QColor fill = theme.color(QStringLiteral("select"));
        p.setPen(QPen(fill, 1 / m_zoom, Qt::DashLine));
        fill.setAlpha(30);
        p.setBrush(fill);
        p.drawRect(area);
    }
    if (m_wire && (m_gesture == Gesture::Wire || m_popup->isVisible())) {
        const QPointF fixed = endPoint(m_wire->end, m_wire->isOutput);
        const QPointF loose = m_target ? endPoint(m_target->end, m_target->isOutput) : m_wireAt;
        WireLook look;
        look.type = m_wire->type;
        look.wrong = !m_refusal.isEmpty();
        paintWire(p, m_wire->isOutput ? fixed : loose, m_wire->isOutput ? loose : fixed, look, m_zoom);
    }
}

QRect CanvasView::refusalBox() const
{
    const QFontMetrics metrics(font());
    const QRect room(0, 0, std::max(120, std::min(420, width() - 24)), 400);
    QSize words = metrics.boundingRect(room, Qt::TextWordWrap, m_refusal).size();
    if (const QString more = offer(); !more.isEmpty()) {
        const QSize below = metrics.boundingRect(room, Qt::TextWordWrap, more).size();
        words = QSize(std::max(words.width(), below.width()), words.height() + 6 + below.height());
    }
    QRect box(m_refusalAt.toPoint() + QPoint(16, 16), words + QSize(20, 14));
    box.moveLeft(std::clamp(box.left(), 4, std::max(4, width() - box.width() - 4)));
    box.moveTop(std::clamp(box.top(), 4, std::max(4, height() - box.height() - 4)));
    return box;
}

void CanvasView::paintRefusal(QPainter& p) const
{
    if (m_refusal.isEmpty())
        return;
    const Theme& theme = Theme::current();
    const QRect box = refusalBox();
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(theme.color(QStringLiteral("error")), 1.5));
    p.setBrush(theme.color(QStringLiteral("node")));
    p.drawRoundedRect(box, 5, 5);
    p.setFont(font());
    p.setPen(theme.color(QStringLiteral("text")));
    const QRect words = box.adjusted(10, 7, -10, -7);
    p.drawText(words, Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignTop, m_refusal);
    p.setPen(theme.color(QStringLiteral("focus")));
    p.drawText(words, Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignBottom, offer());
}

} // namespace spw::ui
