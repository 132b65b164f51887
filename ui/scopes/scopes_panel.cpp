// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scopes/scopes_panel.h"

#include "ui/model/run_view.h"
#include "ui/model/selection.h"
#include "ui/model/time_cursor.h"
#include "ui/scopes/dvs_player.h"
#include "ui/scopes/elided_label.h"
#include "ui/scopes/heatmap_view.h"
#include "ui/scopes/media_icon.h"
#include "ui/scopes/output_bars.h"
#include "ui/scopes/raster_view.h"
#include "ui/scopes/trace_view.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyle>
#include <QToolButton>

#include <cmath>

namespace spw::ui {
namespace {

constexpr int kRefreshMs = 33;           // at most 30 pictures a second

} // namespace

ScopesPanel::ScopesPanel(RunView& run, TimeCursor& cursor, Selection& selection, QWidget* parent)
    : QWidget(parent), m_run(run), m_cursor(cursor), m_selection(selection)
{
    setObjectName(QStringLiteral("scopes"));
    setAccessibleName(tr("Scopes"));
    setFocusPolicy(Qt::StrongFocus);
    m_cursor.setFollow(true);
    build();
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, &ScopesPanel::refresh);
    connect(&m_replay, &QTimer::timeout, this, [this] {
        if (m_cursor.isLooping() && (step() + 1 >= std::int64_t(m_cursor.loopTo()) || step() < std::int64_t(m_cursor.loopFrom())))
            stepTo(std::int64_t(m_cursor.loopFrom()));
        else if (step() + 1 >= std::int64_t(m_cursor.length()))
            setReplaying(false);
        else
            stepTo(step() + 1);
    });
    connect(&m_run, &RunView::sampleChanged, this, &ScopesPanel::sampleArrived);
    connect(&m_run, &RunView::wentBack, this, &ScopesPanel::refresh);
    connect(&m_run, &RunView::stateChanged, this, &ScopesPanel::updateChip);
    connect(&m_cursor, &TimeCursor::changed, this, &ScopesPanel::updatePosition);
    connect(&m_selection, &Selection::changed, this, &ScopesPanel::takeSelection);
    connect(&Theme::current(), &Theme::changed, this, [this] {
        refreshMediaIcons(this);
        update();
    });
    m_sinceRefresh.start();
    refresh();
}

void ScopesPanel::build()
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_pages = new QStackedWidget(this);
    column->addWidget(m_pages);

    auto* const empty = new QWidget(m_pages);
    empty->setObjectName(QStringLiteral("scopes.empty"));
    auto* const emptyColumn = new QVBoxLayout(empty);
    m_emptyText = new QLabel(tr("Nothing is recorded yet. Start the run (F5), or select a node and press P to probe it."), empty);
    m_emptyText->setObjectName(QStringLiteral("scopes.emptyText"));
    m_emptyText->setAlignment(Qt::AlignCenter);
    m_emptyText->setWordWrap(true);
    auto* const probeAll = new QPushButton(tr("Probe all neuron layers"), empty);
    probeAll->setObjectName(QStringLiteral("scopes.probeAll"));
    connect(probeAll, &QPushButton::clicked, this, &ScopesPanel::probeAllRequested);
    emptyColumn->addStretch();
    emptyColumn->addWidget(m_emptyText);
    emptyColumn->addWidget(probeAll, 0, Qt::AlignHCenter);
    emptyColumn->addStretch();
    m_pages->addWidget(empty);

    auto* const page = new QWidget(m_pages);
    auto* const rows = new QVBoxLayout(page);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);

    m_raster = new RasterView(m_cursor);
    m_heatmap = new HeatmapView(m_cursor);
    m_trace = new TraceView(m_cursor);
    m_player = new DvsPlayer(m_cursor);
    m_output = new OutputBars;
    auto* const stack = new QSplitter(Qt::Vertical);
    stack->setObjectName(QStringLiteral("scopes.stack"));
    stack->setChildrenCollapsible(false);
    int stretch = 3;
    for (TimePlot* view : std::initializer_list<TimePlot*>{m_raster, m_heatmap, m_trace}) {
        stack->addWidget(view);
        stack->setStretchFactor(stack->count() - 1, stretch);
        stretch = 2;
        connect(view, &TimePlot::panned, this, [this] { m_cursor.setFollow(false); });
    }
    auto* const scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("scopes.scroll"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(stack);
    scroll->installEventFilter(this);    // it would take Left, Right, Page Up and Down for scrolling
    scroll->setMinimumWidth(stack->minimumSizeHint().width());
    auto* const side = new QSplitter(Qt::Vertical);
    side->setObjectName(QStringLiteral("scopes.side"));
    side->setChildrenCollapsible(false);
    side->addWidget(m_player);
    side->addWidget(m_output);
    side->setStretchFactor(0, 3);
    side->setStretchFactor(1, 2);
    side->setSizes({360, 190});
    auto* const sideScroll = new QScrollArea;    // else the first sample would push the canvas up on low windows
    m_side = sideScroll;
    sideScroll->setObjectName(QStringLiteral("scopes.sideScroll"));
    sideScroll->setFrameShape(QFrame::NoFrame);
    sideScroll->setWidgetResizable(true);
    sideScroll->setFocusPolicy(Qt::NoFocus);
    sideScroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    sideScroll->setWidget(side);
    sideScroll->installEventFilter(this);
    sideScroll->setMinimumWidth(side->minimumSizeHint().width());
    auto* const body = new QSplitter(Qt::Horizontal);
    body->setObjectName(QStringLiteral("scopes.body"));
    body->setChildrenCollapsible(false);
    body->addWidget(scroll);
    body->addWidget(sideScroll);
    body->setStretchFactor(0, 3);
    body->setStretchFactor(1, 1);

    rows->addWidget(buildHeader());
    rows->addWidget(body, 1);
    rows->addWidget(buildTransport());
    m_pages->addWidget(page);

    const auto share = [this](std::shared_ptr<const SpikeIndex> index) {
        m_heatmap->setSpikes(index);
        m_trace->setSpikes(std::move(index));
    };
    connect(m_raster, &RasterView::indexChanged, this, share);
    connect(m_raster, &RasterView::unitsSelected, this, &ScopesPanel::chooseUnits);
    connect(m_heatmap, &HeatmapView::unitsSelected, this, &ScopesPanel::chooseUnits);
    connect(m_player, &DvsPlayer::playingChanged, this, &ScopesPanel::updatePosition);
    connect(m_player, &DvsPlayer::openRequested, this, &ScopesPanel::openRecordingRequested);
    connect(m_player, &DvsPlayer::shown, this, &ScopesPanel::eventsShown);
}

void ScopesPanel::sampleArrived()
{
    if (!m_run.sample() || (m_record && !m_cursor.follow())) {
        if (!m_run.sample())
            refresh();                   // another run: what was shown belongs to none
        updateChip();
        return;
    }
    if (m_limit.isActive())
        return;
    const qint64 since = m_sinceRefresh.elapsed();
    if (since >= kRefreshMs)
        refresh();
    else
        m_limit.start(int(kRefreshMs - since));
}

void ScopesPanel::refresh()
{
    if (!isVisible() && m_record && m_run.sample()) {
        m_stale = true;                  // a closed dock costs nothing; it catches up when shown
        return;
    }
    m_stale = false;
    m_sinceRefresh.restart();
    const bool another = m_record != m_run.sample();
    // A sample under way grows with each step: the cursor goes along until the user takes it elsewhere.
    const auto older = m_record;
    const auto newest = m_run.sample();
    const bool grows = older && newest && older->index == newest->index && older->split == newest->split && older->epoch == newest->epoch &&
                       older->batch == newest->batch && newest->steps > older->steps;
    if (grows && m_cursor.follow() && m_led >= 0 && step() != m_led) {
        m_led = -1;
        m_cursor.setFollow(false);
        return;
    }
    m_record = newest;
    const bool anything = m_record && (!m_record->probes.empty() || m_record->events.size() > 0);
    m_pages->setCurrentIndex(anything ? 1 : 0);
    if (!another && m_record)
        return;

    m_layers.clear();
    if (m_record) {
        for (std::size_t i = 0; i < m_record->probes.size(); ++i) {
            const ProbeRecord& probe = m_record->probes[i];
            auto found = std::find_if(m_layers.begin(), m_layers.end(), [&](const Layer& l) { return l.node == probe.node; });
            if (found == m_layers.end())
                found = m_layers.insert(m_layers.end(), {.node = probe.node, .name = QString::fromStdString(probe.nodeName)});
            if (probe.spikes && found->spikes < 0)
                found->spikes = int(i);
            // The membrane if it is there, otherwise any other dense quantity.
            if (!probe.spikes && (found->dense < 0 || probe.quantity == "v"))
                found->dense = int(i);
            if (!probe.spikes)
                found->others.push_back(int(i));
        }
        m_cursor.setLength(double(std::max<std::int64_t>(1, m_record->steps)));
    }
    m_led = grows && m_cursor.follow() ? m_record->steps - 1 : -1;
    if (m_led >= 0)
        stepTo(m_led);
    QStringList names;
    for (const Layer& l : m_layers)
        names << l.name;
    QStringList before;
    for (int i = 0; i < m_layerBox->count(); ++i)
        before << m_layerBox->itemText(i);
    if (names != before) {
        m_layerBox->clear();
        m_layerBox->addItems(names);
    }
    if (!layer()) {
        const bool selected = std::any_of(m_layers.begin(), m_layers.end(), [this](const Layer& l) { return l.node == m_selection.recorded(); });
        m_node = m_layers.empty() ? 0 : selected ? m_selection.recorded() : m_layers.front().node;
        m_firstUnit = m_lastUnit = -1;
    }
    m_player->setRecord(m_record);
    m_output->setRecord(m_record);
    showLayer();
    updateHeader();
    updateChip();
    updatePosition();
}

const ScopesPanel::Layer* ScopesPanel::layer() const
{
    const auto found = std::find_if(m_layers.begin(), m_layers.end(), [this](const Layer& l) { return l.node == m_node; });
    return found == m_layers.end() ? nullptr : &*found;
}

/// What the user chose, where the layer has it.
int ScopesPanel::denseOf(const Layer& layer) const
{
    for (const int probe : layer.others)
        if (QString::fromStdString(m_record->probes[std::size_t(probe)].quantity) == m_quantity)
            return probe;
    return layer.dense;
}

void ScopesPanel::fillQuantities(const Layer* layer)
{
    QStringList names, before;
    if (layer)
        for (const int probe : layer->others)
            names << QString::fromStdString(m_record->probes[std::size_t(probe)].quantity);
    for (int i = 0; i < m_quantityBox->count(); ++i)
        before << m_quantityBox->itemText(i);
    if (names != before) {
        m_quantityBox->clear();
        m_quantityBox->addItems(names);
    }
    m_quantityBox->setVisible(names.size() > 1);
    if (layer && layer->dense >= 0)
        m_quantityBox->setCurrentText(QString::fromStdString(m_record->probes[std::size_t(denseOf(*layer))].quantity));
}

/// A view that could only say that there is nothing leaves its room to the others.
void ScopesPanel::leaveOutEmpty()
{
    const Layer* const shown = layer();
    m_raster->setVisible(m_wantsRaster && (!shown || shown->spikes >= 0 || shown->dense < 0));
    const bool events = m_wantsPlayer && (!m_record || m_record->events.size() > 0), output = m_wantsOutput && (!m_record || !m_record->output.empty());
    m_player->setVisible(events);
    m_output->setVisible(output);
    m_side->setVisible(events || output);
}

void ScopesPanel::showLayer()
{
    const Layer* const shown = layer();
    fillQuantities(shown);
    const int dense = shown ? denseOf(*shown) : -1;
    if (shown)
        m_layerBox->setCurrentIndex(int(shown - m_layers.data()));
    const bool range = m_lastUnit > m_firstUnit;
    m_heatmap->setUnitRange(range ? m_firstUnit : -1, range ? m_lastUnit : -1);
    m_heatmap->setRecord(m_record, dense);
    m_trace->setRecord(m_record, dense);
    m_trace->setUnit(m_firstUnit);
    m_raster->setSelectedUnits(m_firstUnit, m_lastUnit);
    m_raster->setRecord(m_record, shown ? shown->spikes : -1);   // last: it hands its index to the others
    leaveOutEmpty();
}

void ScopesPanel::updateHeader()
{
    if (!m_record) {
        m_header->clear();
        return;
    }
    const SampleRecord& r = *m_record;
    if (r.label < 0) {   // a file by itself: no sample of a dataset
        m_header->setText(tr("Recording %1").arg(QString::fromStdString(r.name).section(u'/', -1)));
        m_header->setToolTip(QString::fromStdString(r.name));
        return;
    }
    const QLocale locale;
    const auto className = [&r](std::int64_t index) {
        return index >= 0 && std::size_t(index) < r.classNames.size() ? QString::fromStdString(r.classNames[std::size_t(index)]) : QString::number(index);
    };
    const QString split = r.split == Split::Test ? tr("Test sample %1").arg(locale.toString(qlonglong(r.index))) : tr("Training sample %1").arg(locale.toString(qlonglong(r.index)));
    QString verdict = tr("label %1").arg(className(r.label));
    if (r.prediction >= 0)
        verdict = r.prediction == r.label ? tr("label %1, predicted %2 (right)").arg(className(r.label), className(r.prediction))
                                          : tr("label %1, predicted %2 (wrong)").arg(className(r.label), className(r.prediction));
    m_header->setText(tr("%1: %2; epoch %3").arg(split, verdict, locale.toString(qlonglong(r.epoch))));
    m_header->setToolTip(r.name.empty() ? m_header->text() : m_header->text() + QLatin1Char('\n') + QString::fromStdString(r.name));
}

void ScopesPanel::updateChip()
{
    const bool newer = m_record && m_run.sample() && m_run.sample()->serial != m_record->serial;
    QString text, tip;
    if (!m_record) {
    } else if (newer && !m_cursor.follow()) {
        text = tr("\u25a0 Held");
        tip = tr("A newer sample is there. Press Live (G) to see it.");
    } else if (m_run.isActive() && m_cursor.follow()) {
        text = tr("\u25cf Live");
        tip = tr("Each new sample of the run is shown as it comes.");
    } else if (m_run.isActive()) {
        text = tr("\u25a0 Held");
        tip = tr("New samples of the run are not shown. Press Live (G).");
    } else {
        text = tr("\u25cb Last sample");
        tip = tr("The run has ended; this is its last sample.");
    }
    m_chip->setText(text);
    m_chip->setToolTip(tip);
    const QSignalBlocker blocker(m_follow);
    m_follow->setChecked(m_cursor.follow());
}

void ScopesPanel::updatePosition()
{
    if (m_followed != m_cursor.follow()) {
        m_followed = m_cursor.follow();
        if (m_followed && m_record != m_run.sample())
            refresh();
        updateChip();
    }
    {
        const QSignalBlocker blocker(m_loop);
        m_loop->setChecked(m_cursor.isLooping());
    }
    const bool playing = m_player->isPlaying() || m_replay.isActive();
    setMediaIcon(m_play, playing ? QStyle::SP_MediaPause : QStyle::SP_MediaPlay);
    m_play->setToolTip(playing ? tr("Pause (Space)") : tr("Play (Space)"));
    if (!m_record) {
        m_position->clear();
        return;
    }
    const QLocale locale;
    QString text = tr("step %1 of %2").arg(locale.toString(qlonglong(step())), locale.toString(qlonglong(m_cursor.length())));
    const auto& edges = m_record->frameEdges;
    if (std::size_t(step()) + 1 < edges.size())
        text = tr("step %1 of %2, %3 to %4 ms")
                   .arg(locale.toString(qlonglong(step())), locale.toString(qlonglong(m_cursor.length())),
                        locale.toString(double(edges[std::size_t(step())]) / 1000, 'f', 1), locale.toString(double(edges[std::size_t(step()) + 1]) / 1000, 'f', 1));
    m_position->setText(text);
    m_position->setToolTip(text);
}

void ScopesPanel::takeSelection()
{
    const NodeId node = m_selection.recorded();
    if (std::none_of(m_layers.begin(), m_layers.end(), [node](const Layer& l) { return l.node == node; }))
        return;                          // a node without probes: the scopes keep what they show
    const std::int64_t unit = m_selection.unit();
    const bool inside = node == m_node && unit >= 0 && unit == m_firstUnit;      // our own range, told back
    const bool another = node != m_node;
    m_node = node;
    if (!inside)
        m_firstUnit = m_lastUnit = unit;
    if (another) {
        showLayer();
        return;
    }
    const bool range = m_lastUnit > m_firstUnit;
    m_heatmap->setUnitRange(range ? m_firstUnit : -1, range ? m_lastUnit : -1);
    if (m_raster->index())
        m_heatmap->setSpikes(m_raster->sharedIndex());
    m_trace->setUnit(m_firstUnit);
    m_raster->setSelectedUnits(m_firstUnit, m_lastUnit);
}

void ScopesPanel::chooseUnits(qint64 first, qint64 last)
{
    m_firstUnit = first;
    m_lastUnit = last;
    m_selection.setUnit(m_node, first);
    takeSelection();                     // the range may be new although its first unit is not
}

void ScopesPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_stale)
        refresh();
}

QJsonObject ScopesPanel::describe() const
{
    return {{QStringLiteral("empty"), m_pages->currentIndex() == 0},
            {QStringLiteral("emptyText"), m_emptyText->text()},
            {QStringLiteral("header"), m_header->text()},
            {QStringLiteral("chip"), m_chip->text()},
            {QStringLiteral("position"), m_position->text()},
            {QStringLiteral("layer"), m_layerBox->currentText()},
            {QStringLiteral("quantity"), m_quantityBox->currentText()},
            {QStringLiteral("cursorStep"), qint64(step())},
            {QStringLiteral("looping"), m_cursor.isLooping()},
            {QStringLiteral("loopFrom"), m_cursor.loopFrom()},
            {QStringLiteral("loopTo"), m_cursor.loopTo()},
            {QStringLiteral("markers"), qint64(m_cursor.markers().size())},
            {QStringLiteral("raster"), m_raster->describe()},
            {QStringLiteral("heatmap"), m_heatmap->describe()},
            {QStringLiteral("trace"), m_trace->describe()},
            {QStringLiteral("dvs"), m_player->describe()},
            {QStringLiteral("output"), m_output->describe()}};
}

} // namespace spw::ui
