// SPDX-License-Identifier: GPL-3.0-or-later
// Who trains which weights: tying learners to synapses, switching them, what is wrong with them.
#include "ui/canvas/canvas_view.h"
#include "ui/model/learner_edits.h"
#include "ui/model/learner_health.h"
#include "ui/model/synapse_choice.h"
#include "ui/model/texts.h"

namespace spw::ui {

bool CanvasView::tie(const NodeSpec& learner, NodeId synapse, const QString& text)
{
    const Graph& graph = m_project.graph();
    const NodeGeometry* from = geometry(synapse);
    const NodeGeometry* to = geometry(neuronAfter(graph, synapse));
    QPointF at;
    if (from)
        at = to ? QPointF((from->frame.left() + to->frame.left()) / 2, std::max(from->frame.bottom(), to->frame.bottom()) + 48)
                : from->frame.bottomLeft() + QPointF(0, 48);
    at = freePlace({snapToGrid(at.x()), snapToGrid(at.y())});
    const Tie tie = tieLearner(graph, &learner, synapse, {at.x(), at.y()}, &m_project.plan());
    if (!tie.edit) {
        Q_EMIT hint(tie.whyNot);
        return false;
    }
    if (!m_project.apply(*tie.edit, text))
        return false;
    m_selection.setNode(tie.learner);
    return true;
}

void CanvasView::trainWithStdp()
{
    const Graph& graph = m_project.graph();
    const NodeId synapse = synapseFor(graph, m_selection.node());
    const NodeSpec* stdp = graph.catalog().find("learner.stdp");
    if (!stdp || !synapse) {
        Q_EMIT hint(tieLearner(graph, stdp, synapse, {}).whyNot);
        return;
    }
    tie(*stdp, synapse, tr("Train with %1").arg(catalogText(stdp->title)));
}

void CanvasView::toggleLearning()
{
    if (const auto edit = switchLearning(m_project.graph(), m_selection.nodes()))
        m_project.apply(*edit, tr("Freeze or learn"));
    else
        Q_EMIT hint(tr("None of the selected nodes learns."));
}

void CanvasView::readHealth()
{
    m_stuck.clear();
    if (const auto snapshot = m_run.snapshot())
        for (const auto& view : snapshot->synapses)
            if (view && view->learner)
                m_stuck[view->learner] = stuckShare(*view);
}

} // namespace spw::ui
