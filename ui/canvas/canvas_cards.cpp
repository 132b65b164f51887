// SPDX-License-Identifier: GPL-3.0-or-later
// What the pointer learns when it rests: cards of nodes and wires.
#include "ui/canvas/canvas_view.h"
#include "ui/model/learner_health.h"
#include "ui/model/synapse_choice.h"
#include "ui/model/texts.h"

#include <QHelpEvent>
#include <QLocale>
#include <QToolTip>

namespace spw::ui {

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
    else if (const Group* group = groupAt(at))
        card = groupCard(*group);
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
    if (const std::int64_t copies = copiesOf(graph, node); copies > 1)
        card += QStringLiteral("<br>") + tr("stands for %n copies, each with weights of its own", nullptr, int(copies));
    if (const auto snapshot = m_run.snapshot())
        if (const auto activity = stackActivity(*snapshot, node); activity && activity->copies.size() > 1)
            for (size_t i = 0; i < activity->copies.size() && i < 8; ++i)
                card += QStringLiteral("<br>") + tr("copy %1: %2 % firing").arg(i + 1).arg(QLocale().toString(100 * activity->copies[i].rate, 'f', 1));
    if (const NodeSpec* type = graph.spec(node); trainedBy(graph.node(node), type) != TrainedBy::Nothing)
        card += QStringLiteral("<br>") + trainedText(node);
    if (const auto stuck = m_stuck.find(node); stuck != m_stuck.end() && stuck->second >= kStuckShare)
        card += QStringLiteral("<br>") + tr("<b>Stuck:</b> %1 % of the weights are at a bound and cannot move further. Lower the learning rate, widen "
                                            "the bounds, or balance what strengthens against what weakens.").arg(qRound(100 * stuck->second));
    for (const Diagnostic& d : m_project.problems())
        if (d.node == node && !groupOf(graph, d))
            card += QStringLiteral("<br><b>%1</b> %2 %3")
                        .arg(toQString(d.code).toHtmlEscaped(), toQString(d.what).toHtmlEscaped(), toQString(d.fix).toHtmlEscaped());
    return card;
}

QString CanvasView::trainedText(NodeId node) const
{
    const Graph& graph = m_project.graph();
    const NodeId learner = learnerOf(graph, node);
    switch (trainedBy(graph.node(node), graph.spec(node))) {
    case TrainedBy::Gradient: return tr("weights are trained by gradient");
    case TrainedBy::Learner:
        return learner ? tr("weights are trained by %1").arg(toQString(graph.node(learner).title).toHtmlEscaped()) : tr("weights wait for a learner");
    case TrainedBy::Frozen: return tr("weights are frozen");
    case TrainedBy::Nothing: break;
    }
    return {};
}

QString CanvasView::wireCard(const Edge& edge) const
{
    const auto info = wireInfo(m_project.graph(), m_project.plan(), edge);
    const auto type = typeOf(edge.from, true);
    QString card = QStringLiteral("<b>%1.%2 → %3.%4</b>")
                       .arg(toQString(m_project.graph().node(edge.from.node).title).toHtmlEscaped(), toQString(edge.from.port),
                            toQString(m_project.graph().node(edge.to.node).title).toHtmlEscaped(), toQString(edge.to.port));
    if (type)
        card += QStringLiteral("<br>") + portTypeText(*type);
    if (info.first) {
        if (info.first->steps)
            card += QStringLiteral(" · T=%1").arg(*info.first->steps);
        if (!info.first->features.empty())
            card += QStringLiteral(" · ") + stackShape(info);
    }
    return card;
}

} // namespace spw::ui
