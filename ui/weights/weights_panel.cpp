// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/weights/weights_panel.h"

#include "core/plan/learner_ties.h"
#include "ui/model/learner_health.h"
#include "ui/model/project_model.h"
#include "ui/model/run_view.h"
#include "ui/model/selection.h"
#include "ui/model/texts.h"
#include "ui/model/time_cursor.h"
#include "ui/scopes/elided_label.h"
#include "ui/weights/pair_traces.h"
#include "ui/weights/receptive_sheet.h"
#include "ui/model/synapse_choice.h"
#include "ui/weights/weight_histogram.h"
#include "ui/weights/weight_matrix.h"
#include "ui/weights/window_plot.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QPointer>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QThreadPool>
#include <QToolButton>

#include <utility>

namespace spw::ui {
namespace {

constexpr int kWeightsMs = 33;               // at most 30 pictures a second

} // namespace

WeightsPanel::WeightsPanel(ProjectModel& project, RunView& run, TimeCursor& cursor, Selection& selection, QWidget* parent)
    : QWidget(parent), m_project(project), m_run(run), m_cursor(cursor), m_selection(selection)
{
    setObjectName(QStringLiteral("weights"));
    m_traces = new PairTraces(cursor);
    build();
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, &WeightsPanel::look);
    connect(&m_run, &RunView::snapshotChanged, this, [this] {
        if (!m_limit.isActive())
            m_limit.start(std::max<int>(0, kWeightsMs - int(m_sinceLook.elapsed())));
    });
    connect(&m_run, &RunView::runChanged, this, [this] {
        m_start.clear();
        m_newest.reset();
        m_seesStart = true;
        watch();
        updateTexts();
    });
    connect(&m_run, &RunView::stateChanged, this, &WeightsPanel::updateTexts);
    connect(&m_run, &RunView::sampleChanged, this, &WeightsPanel::showTraces);
    connect(&m_run, &RunView::wentBack, this, [this] {
        m_record = m_run.sample();
        showTraces();
    });
    connect(&m_cursor, &TimeCursor::changed, this, [this] {
        if (m_cursor.follow() && m_record != m_run.sample())
            showTraces();
    });
    connect(&m_project, &ProjectModel::graphChanged, this, &WeightsPanel::fillChoices);
    connect(&m_project, &ProjectModel::reset, this, [this] {
        m_pin->setChecked(false);
        m_start.clear();
        fillChoices();
        setSynapse(m_choice->currentData().toLongLong());
    });
    connect(&m_selection, &Selection::changed, this, &WeightsPanel::takeSelection);
    m_sinceLook.start();
    retranslate();
    fillChoices();
    takeSelection();
}

void WeightsPanel::build()
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* const bar = new QWidget(this);
    auto* const row = new QHBoxLayout(bar);
    row->setContentsMargins(6, 2, 6, 2);
    row->setSpacing(4);
    m_choice = new QComboBox(bar);
    m_choice->setObjectName(QStringLiteral("weights.synapse"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(m_choice, &QComboBox::activated, this, [this](int index) {
        const NodeId chosen = m_choice->itemData(index).toLongLong();
        setSynapse(chosen);
        if (!m_pin->isChecked())
            m_selection.setNode(chosen);     // one selection everywhere
    });
    row->addWidget(m_choice);
    const auto toggle = [&](const char* name) {
        auto* const button = new QToolButton(bar);
        button->setObjectName(QLatin1String(name));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
        return button;
    };
    m_pin = toggle("weights.pin");
    m_change = toggle("weights.change");
    m_own = toggle("weights.own");
    m_fit = toggle("weights.fit");
    m_fit->setCheckable(false);
    m_state = new ElidedLabel(bar);
    m_state->setObjectName(QStringLiteral("weights.state"));
    m_state->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(m_state, 1);
    column->addWidget(bar);

    m_pages = new QStackedWidget(this);
    m_empty = new QLabel(m_pages);
    m_empty->setObjectName(QStringLiteral("weights.empty"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(12);
    m_pages->addWidget(m_empty);
    m_fields = new ReceptiveSheet;
    m_matrix = new WeightMatrix;
    m_histogram = new WeightHistogram;
    m_window = new WindowPlot;
    const auto tabs = [this](const char* name, std::initializer_list<QWidget*> views) {
        auto* const widget = new QTabWidget;
        widget->setObjectName(QLatin1String(name));
        widget->setDocumentMode(true);
        for (QWidget* view : views)
            widget->addTab(view, QString());
        connect(widget, &QTabWidget::currentChanged, this, &WeightsPanel::showTraces);
        return widget;
    };
    m_left = tabs("weights.left", {m_fields, m_matrix});
    m_right = tabs("weights.right", {m_window, m_histogram, m_traces});
    auto* const body = new QSplitter(Qt::Horizontal);
    body->setObjectName(QStringLiteral("weights.body"));
    body->addWidget(m_left);
    body->addWidget(m_right);
    body->setStretchFactor(0, 3);
    body->setStretchFactor(1, 2);
    m_pages->addWidget(body);
    column->addWidget(m_pages, 1);

    connect(m_change, &QToolButton::toggled, this, [this](bool on) {
        m_options.change = on;
        make();
    });
    connect(m_own, &QToolButton::toggled, this, [this](bool on) {
        m_options.ownRange = on;
        make();
    });
    connect(m_pin, &QToolButton::toggled, this, [this](bool on) {
        if (!on)
            takeSelection();
    });
    connect(m_fit, &QToolButton::clicked, this, [this] {
        m_fields->fit();
        for (WeightPlot* plot : std::initializer_list<WeightPlot*>{m_matrix, m_histogram, m_window})
            plot->fit();
    });
    connect(m_fields, &ReceptiveSheet::chosen, this, &WeightsPanel::choose);
    connect(m_matrix, &WeightMatrix::chosen, this, &WeightsPanel::choose);
}

void WeightsPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void WeightsPanel::retranslate()
{
    setAccessibleName(tr("Weights"));
    m_choice->setAccessibleName(tr("Synapse"));
    m_choice->setToolTip(tr("Synapse whose weights are shown"));
    const auto words = [](QToolButton* button, const QString& text, const QString& tip) {
        button->setText(text);
        button->setToolTip(tip);
        button->setAccessibleName(text);
    };
    words(m_pin, tr("Pin"), tr("Keep this synapse, whatever is selected"));
    words(m_change, tr("Change"), tr("Show what the weights have changed since the run began, or since they were first looked at"));
    words(m_own, tr("Own range"), tr("Colour each field by its own weights instead of all by the same scale"));
    words(m_fit, tr("Fit"), tr("Show all of each view (double-click in a view does the same for that one)"));
    m_left->setTabText(0, tr("Fields"));
    m_left->setTabText(1, tr("Matrix"));
    m_right->setTabText(0, tr("STDP window"));
    m_right->setTabText(1, tr("Histogram"));
    m_right->setTabText(2, tr("Traces"));
    fillChoices();
    updateTexts();
    make();
}

void WeightsPanel::fillChoices()
{
    const Graph& graph = m_project.graph();
    m_choice->clear();
    for (const NodeId id : synapsesOf(graph)) {
        QString text = toQString(graph.node(id).title);
        if (const NodeId learner = learnerOf(graph, id))
            text += QStringLiteral(" · ") + toQString(graph.node(learner).title);
        m_choice->addItem(text, qlonglong(id));
    }
    m_choice->setEnabled(m_choice->count() > 0);
    if (m_choice->findData(qlonglong(m_synapse)) < 0) {
        // What a learner trains is what one wants to see first.
        NodeId first = m_choice->count() > 0 ? m_choice->itemData(0).toLongLong() : 0;
        for (int i = m_choice->count() - 1; i >= 0; --i)
            if (learnerOf(graph, m_choice->itemData(i).toLongLong()))
                first = m_choice->itemData(i).toLongLong();
        m_pin->setChecked(false);
        setSynapse(first);
    }
    m_choice->setCurrentIndex(m_choice->findData(qlonglong(m_synapse)));
    updateTexts();
}

void WeightsPanel::takeSelection()
{
    if (m_pin->isChecked())
        return;
    const NodeId wanted = synapseFor(m_project.graph(), m_selection.node());
    if (wanted && wanted != m_synapse)
        setSynapse(wanted);
    // A neuron that was chosen elsewhere is a field here.
    const NodeSpec* spec = m_project.graph().contains(m_selection.node()) ? m_project.graph().spec(m_selection.node()) : nullptr;
    if (spec && spec->category == Category::Neuron && wanted && m_selection.unit() >= 0 && m_selection.unit() != m_post) {
        m_post = m_selection.unit();
        m_pre = -1;
        m_fields->setSelected(m_post, m_pre);
        m_matrix->setSelected(m_post, m_pre);
        m_traces->setUnits(m_pre, m_post);
    }
}

void WeightsPanel::setSynapse(NodeId synapse)
{
    if (synapse == m_synapse)
        return;
    m_synapse = synapse;
    m_choice->setCurrentIndex(m_choice->findData(qlonglong(synapse)));
    m_newest.reset();
    m_post = m_pre = -1;
    m_fields->setSelected(-1, -1);
    m_matrix->setSelected(-1, -1);
    m_traces->setUnits(-1, -1);
    take(nullptr);
    if (m_right->currentWidget() != m_traces)
        m_right->setCurrentWidget(learnerOf(m_project.graph(), synapse) ? static_cast<QWidget*>(m_window) : m_histogram);
    watch();
    look();
}

/// Asks the run for this synapse; nothing while nobody can see it, but for the first look, which changes are told from.
void WeightsPanel::watch()
{
    if (m_run.run())
        m_run.run()->watchWeights((isVisible() || m_seesStart) && m_synapse ? std::vector<NodeId>{m_synapse} : std::vector<NodeId>{});
}

void WeightsPanel::look()
{
    m_sinceLook.restart();
    const auto snapshot = m_run.snapshot();
    if (!snapshot)
        return;
    for (const auto& view : snapshot->synapses) {
        if (!view)
            continue;
        m_start.try_emplace(view->synapse, view);            // also of those not shown: they may be later
        if (view->synapse == m_synapse && (!m_newest || view->serial != m_newest->serial)) {
            m_newest = view;
            if (std::exchange(m_seesStart, false) && !isVisible())
                watch();
            make();
        }
    }
}

void WeightsPanel::make()
{
    if (m_working || !m_newest || !isVisible())
        return;
    m_working = true;
    const auto start = m_start.find(m_synapse);
    QThreadPool::globalInstance()->start([guard = QPointer<WeightsPanel>(this), view = m_newest,
                                          start = start == m_start.end() ? nullptr : start->second, options = m_options] {
        auto picture = makeWeightPicture(view, start, options);
        QMetaObject::invokeMethod(qApp, [guard, picture, view, options] {
            if (!guard)
                return;
            guard->m_working = false;
            if (guard->m_newest && guard->m_newest->synapse == view->synapse)
                guard->take(picture);
            const bool other = options.change != guard->m_options.change || options.ownRange != guard->m_options.ownRange;
            if (guard->m_newest && (other || guard->m_newest != view))
                guard->make();               // meanwhile there is something newer
        });
    });
}

void WeightsPanel::take(std::shared_ptr<const WeightPicture> picture)
{
    QElapsedTimer timer;
    timer.start();
    m_picture = std::move(picture);
    m_fields->setPicture(m_picture);
    m_matrix->setPicture(m_picture);
    m_histogram->setPicture(m_picture);
    m_window->setView(m_picture ? m_picture->view : nullptr);
    updateTexts();
    showTraces();
    if (m_picture) {
        ++m_updates;
        m_longestUpdate = std::max(m_longestUpdate, double(timer.nsecsElapsed()) / 1e6);
    }
}

void WeightsPanel::showTraces()
{
    if (m_cursor.follow() || !m_record || !m_run.sample())
        m_record = m_run.sample();
    if (m_traces->isVisible())
        m_traces->setRecord(m_record, m_picture ? m_picture->view->learner : learnerOf(m_project.graph(), m_synapse));
}

void WeightsPanel::choose(qint64 post, qint64 pre)
{
    m_post = post;
    m_pre = pre;
    m_fields->setSelected(post, pre);
    m_matrix->setSelected(post, pre);
    m_traces->setUnits(pre, post);
    // The neuron behind the synapse, so that raster and membrane show the same unit.
    const Graph& graph = m_project.graph();
    NodeId neuron = 0;
    if (const NodeId learner = learnerOf(graph, m_synapse))
        if (const auto source = graph.source({learner, "post"}))
            neuron = source->node;
    for (const Edge& edge : graph.contains(m_synapse) ? graph.outgoing(m_synapse) : std::span<const Edge>{})
        if (const NodeSpec* to = graph.spec(edge.to.node); !neuron && to && to->category == Category::Neuron)
            neuron = edge.to.node;
    // A row of a convolution is a channel and not a neuron.
    std::int64_t units = 0;
    if (const PlannedNode* planned = m_project.plan().find(m_synapse); planned && !planned->outputs.empty()) {
        units = 1;
        for (const Dim& dim : planned->outputs[0].features)
            units *= dim.value_or(0);
    }
    if (neuron && m_picture && units == m_picture->view->post)
        m_selection.setUnit(neuron, post);
}

void WeightsPanel::updateTexts()
{
    const bool anything = m_picture != nullptr;
    m_pages->setCurrentIndex(anything ? 1 : 0);
    if (!anything) {
        m_empty->setText(m_choice->count() == 0 ? tr("This graph has no synapses. Add a Linear or a convolution to see its weights here.")
                         : m_run.isActive()     ? tr("The weights come with the next look at the run.")
                                                : tr("Start a run (F5) to see the weights of this synapse form. In the mode Live each step can be watched."));
        m_state->clear();
        m_state->setToolTip({});
        return;
    }
    const SynapseView& v = *m_picture->view;
    const QLocale locale;
    QStringList parts{tr("step %1").arg(locale.toString(qlonglong(v.step)))};
    if (v.learner)
        parts << (v.enabled ? tr("learns") : tr("switched off"));
    else if (const PlannedNode* planned = m_project.plan().find(v.synapse)) {
        if (trainedBy(m_project.plan(), *planned) == TrainedBy::Gradient)
            parts << tr("trained by gradients");
        else if (trainedBy(m_project.plan(), *planned) == TrainedBy::Frozen)
            parts << tr("frozen");
    }
    if (m_picture->stuck >= kStuckShare)
        parts << tr("stuck: %1 % of the weights are at a bound").arg(locale.toString(100 * m_picture->stuck, 'f', 0));
    m_state->setText(parts.join(QStringLiteral(" · ")));
    m_state->setToolTip(m_state->text());
}

void WeightsPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    watch();
    look();
    make();
}

void WeightsPanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    watch();
}

QJsonObject WeightsPanel::describe() const
{
    return {{QStringLiteral("synapse"), qint64(m_synapse)},
            {QStringLiteral("choice"), m_choice->currentText()},
            {QStringLiteral("empty"), m_pages->currentIndex() == 0},
            {QStringLiteral("emptyText"), m_empty->text()},
            {QStringLiteral("state"), m_state->text()},
            {QStringLiteral("pinned"), m_pin->isChecked()},
            {QStringLiteral("fields"), m_fields->describe()},
            {QStringLiteral("matrix"), m_matrix->describe()},
            {QStringLiteral("histogram"), m_histogram->describe()},
            {QStringLiteral("window"), m_window->describe()},
            {QStringLiteral("traces"), m_traces->describe()}};
}

} // namespace spw::ui
