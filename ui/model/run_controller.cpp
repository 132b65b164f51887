// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/run_controller.h"

#include "core/base/error.h"
#include "core/exchange/exchange_job.h"
#include "core/plan/learner_ties.h"
#include "ui/model/texts.h"

#include <QDateTime>
#include <QDir>

namespace spw::ui {
namespace {

/// Groups as far as they make the network another one.
std::map<std::set<NodeId>, std::int64_t> stacks(const Graph& graph)
{
    std::map<std::set<NodeId>, std::int64_t> repeated;
    for (const auto& [id, group] : graph.groups())
        if (group.repeat > 1)
            repeated[group.members] = group.repeat;
    return repeated;
}

/// Spikes and states of the neurons as ever, and what learners remember of spikes.
std::vector<EdgeEnd> liveProbes(const Plan& plan)
{
    std::vector<EdgeEnd> probes;
    for (const PlannedNode& node : plan.nodes) {
        if (!node.spec || (node.spec->category != Category::Neuron && node.spec->category != Category::Learner))
            continue;
        if (node.spec->category == Category::Neuron && !node.spec->outputs.empty())
            probes.push_back({node.id, node.spec->outputs[0].name});
        for (const std::string& state : node.spec->states)
            probes.push_back({node.id, state});
    }
    return probes;
}

/// What a live run leaves as it is, in words; empty: everything that learns is taught by a local learner.
QString standsStill(const Plan& plan)
{
    if (learnerTies(plan).empty())
        return RunController::tr("No learner is tied to a synapse, so a live run changes nothing. Drop STDP onto a synapse, or choose the mode Train.");
    QStringList still;
    for (const PlannedNode& node : plan.nodes)
        if (trainedBy(plan, node) == TrainedBy::Gradient)
            still << toQString(node.name);
    if (still.isEmpty())
        return {};
    constexpr qsizetype kNamed = 3;
    const QString names = still.size() > kNamed ? RunController::tr("%1 and %2 more").arg(still.mid(0, kNamed).join(QStringLiteral(", "))).arg(still.size() - kNamed)
                                                : still.join(QStringLiteral(", "));
    return RunController::tr("Learns by gradients and stands still in a live run: %1. The mode Train trains all of it.").arg(names);
}

} // namespace

RunController::RunController(ProjectModel& project, RunView& view, QObject* parent)
    : QObject(parent), m_project(project), m_view(view)
{
    connect(&m_project, &ProjectModel::edited, this, &RunController::passOn);
    connect(&m_project, &ProjectModel::graphChanged, this, &RunController::changed);
    connect(&m_view, &RunView::stateChanged, this, &RunController::reportEnd);
    // A graph without a learner can only be looked at.
    connect(&m_project, &ProjectModel::reset, this, [this] {
        bool learns = m_project.graph().nodes().empty();
        for (const auto& [id, node] : m_project.graph().nodes())
            if (const NodeSpec* spec = m_project.graph().spec(id))
                learns = learns || spec->category == Category::Learner;
        if (!isActive())
            setMode(learns ? RunMode::Train : RunMode::Simulate);
    });
}

void RunController::setEngine(Engine* engine)
{
    m_engine = engine;
    Q_EMIT changed();
}

void RunController::setMode(RunMode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    Q_EMIT changed();
}

QString RunController::whyNotStart() const
{
    if (!m_engine)
        return tr("The engine is not ready yet.");
    if (m_project.graph().nodes().empty())
        return tr("The graph is empty. Add nodes or open an example.");
    if (!m_project.plan().ok())
        return tr("The graph has errors. The Problems list names them (F4).");
    return {};
}

void RunController::toggle()
{
    if (!isActive()) {
        start();
        return;
    }
    const RunState state = m_view.state();
    if (state == RunState::Paused || state == RunState::Pausing)
        m_view.run()->resume();
    else
        m_view.run()->pause();
    m_view.poll();
}

std::filesystem::path RunController::newRunFolder() const
{
    const QString stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    const QString mode = m_mode == RunMode::Train  ? QStringLiteral("train")
                         : m_mode == RunMode::Live ? QStringLiteral("live")
                                                   : QStringLiteral("evaluate");
    const QString base = m_project.runsFolder() + u'/' + stamp + u'-' + mode;
    QString folder = base;
    for (int n = 2; QDir(folder).exists(); ++n)
        folder = base + u'-' + QString::number(n);
    return folder.toStdString();
}

bool RunController::start(std::optional<std::filesystem::path> resumeFrom, bool paused)
{
    if (isActive())
        return false;
    const QString reason = whyNotStart();
    if (!reason.isEmpty()) {
        Q_EMIT failed(reason);
        return false;
    }
    RunRequest request;
    request.mode = m_mode;
    request.document = m_project.document();
    request.base = m_project.base();
    request.name = m_project.title().toStdString();
    request.epochs = m_epochs;
    request.resume = std::move(resumeFrom);
    request.startPaused = paused;
    request.background = true;
    request.stepsPerSecond = m_speed;
    if (m_mode == RunMode::Live)
        request.probes = liveProbes(m_project.plan());
    if (m_mode != RunMode::Simulate)
        request.runDir = newRunFolder();
    // An imported project brings its weights along: training goes on from them.
    if (!m_project.file().isEmpty()) {
        const std::filesystem::path own = weightsBeside(m_project.file().toStdString());
        if (std::filesystem::exists(own)) {
            request.weights = own;
            Q_EMIT noticed(tr("Weights of %1").arg(toQString(own.string())));
        }
    }
    if (m_mode != RunMode::Train && m_mode != RunMode::Live) {
        // What was learned last is what is looked at; without it a simulation shows the network as it was born.
        const auto trained = checkpoints();
        if (!trained.empty()) {
            request.weights = trained.front();
            Q_EMIT noticed(tr("Weights of %1").arg(toQString(trained.front().string())));
        } else if (m_mode == RunMode::Evaluate && !request.weights) {
            Q_EMIT failed(tr("There are no trained weights of this graph yet. Train it first, then evaluate."));
            return false;
        }
    }
    try {
        m_graphChanged = false;
        m_stacks = stacks(m_project.graph());
        m_view.setRun(m_engine->start(std::move(request)));
    } catch (const Error& e) {
        Q_EMIT failed(toQString(e.where().empty() ? e.happened() : e.where() + ": " + e.happened()) + u' ' + toQString(e.fix()));
        return false;
    } catch (const std::exception& e) {
        Q_EMIT failed(QString::fromUtf8(e.what()));
        return false;
    }
    if (m_mode == RunMode::Live)
        if (const QString still = standsStill(m_project.plan()); !still.isEmpty())
            Q_EMIT informed(still);
    Q_EMIT changed();
    return true;
}

void RunController::stop()
{
    if (!isActive())
        return;
    m_view.run()->stop();
    m_view.poll();
}

void RunController::step(StepUnit unit)
{
    if (!isActive() && !start({}, true))
        return;
    m_view.run()->step(unit);
    m_view.poll();
}

void RunController::setSpeed(double stepsPerSecond)
{
    if (stepsPerSecond == m_speed)
        return;
    m_speed = stepsPerSecond;
    if (isActive())
        m_view.run()->setSpeed(m_speed);
    Q_EMIT changed();
}

void RunController::checkpointNow()
{
    if (!isActive())
        return;
    m_view.run()->checkpointNow();
    Q_EMIT noticed(m_mode == RunMode::Live ? tr("A checkpoint is written after this step.") : tr("A checkpoint is written after this batch."));
}

std::vector<std::filesystem::path> RunController::checkpoints() const
{
    if (!m_engine)
        return {};
    try {
        return m_engine->checkpoints(m_project.runsFolder().toStdString(), m_project.graph());
    } catch (const std::exception&) {
        return {};      // no runs folder yet
    }
}

void RunController::passOn(const GraphEdit& edit)
{
    if (!isActive())
        return;
    if (std::holds_alternative<MoveNode>(edit.value) || std::holds_alternative<RenameNode>(edit.value))
        return;
    if (std::holds_alternative<SetGroup>(edit.value) && stacks(m_project.graph()) == m_stacks)
        return;         // another name or frame: the network is the same
    if (const auto* set = std::get_if<SetParam>(&edit.value)) {
        const NodeSpec* spec = m_project.graph().spec(set->node);
        const ParamSpec* param = spec ? spec->param(set->name) : nullptr;
        if (param && param->applies == Applies::Live) {
            try {
                m_view.run()->setParam(set->node, set->name, set->value);
                return;
            } catch (const std::exception& e) {
                Q_EMIT noticed(QString::fromUtf8(e.what()));    // the node is newer than the run
            }
        }
    }
    if (!m_graphChanged) {
        m_graphChanged = true;
        Q_EMIT noticed(tr("The run goes on with the graph it was started with. Start it again to use the changes."));
        Q_EMIT changed();
    }
}

void RunController::reportEnd()
{
    const auto snapshot = m_view.snapshot();
    if (snapshot && snapshot->state == RunState::Failed) {
        QString text = toQString(snapshot->errorWhere.empty() ? snapshot->message : snapshot->errorWhere + ": " + snapshot->message);
        if (!snapshot->errorFix.empty())
            text += u' ' + toQString(snapshot->errorFix);
        Q_EMIT failed(text);
    } else if (snapshot && isOver(snapshot->state)) {
        const QString folder = QString::fromStdString(snapshot->runDir.string());
        Q_EMIT noticed(m_mode == RunMode::Live && !learnerTies(m_project.plan()).empty()
                           ? tr("Live run stopped. Its weights are kept; Resume from Checkpoint goes on with them. %1").arg(folder)
                       : snapshot->state == RunState::Cancelled ? tr("Run stopped. %1").arg(folder)
                                                                : tr("Run finished. %1").arg(folder));
    }
    Q_EMIT changed();
}

} // namespace spw::ui
