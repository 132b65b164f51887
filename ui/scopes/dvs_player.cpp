// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scopes/dvs_player.h"

#include "ui/model/time_cursor.h"
#include "ui/scopes/elided_label.h"
#include "ui/scopes/media_icon.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStyle>
#include <QToolButton>

#include <cmath>

namespace spw::ui {
namespace {

constexpr int kFrameMs = 16;             // 60 pictures a second

} // namespace

DvsPlayer::DvsPlayer(TimeCursor& cursor, QWidget* parent) : QWidget(parent), m_cursor(cursor)
{
    setObjectName(QStringLiteral("scopes.dvs"));
    setAccessibleName(tr("Event player"));
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(4, 2, 4, 2);
    column->setSpacing(3);
    m_title = new ElidedLabel(this);
    m_title->setObjectName(QStringLiteral("dvs.title"));
    m_canvas = new DvsCanvas(this);
    m_strip = new DvsRateStrip(this);
    m_info = new ElidedLabel(this);
    m_info->setObjectName(QStringLiteral("dvs.info"));
    auto* const open = new QPushButton(tr("Open recording..."), this);
    open->setObjectName(QStringLiteral("dvs.open"));
    m_open = open;
    connect(open, &QPushButton::clicked, this, &DvsPlayer::openRequested);

    m_controls = new QWidget(this);
    auto* const grid = new QGridLayout(m_controls);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(3);
    auto* const transport = new QHBoxLayout;
    transport->setSpacing(2);
    const auto button = [&](const char* name, QStyle::StandardPixmap icon, const QString& tip, auto action) {
        auto* const b = new QToolButton(m_controls);
        b->setObjectName(QLatin1String(name));
        setMediaIcon(b, icon);
        b->setToolTip(tip);
        b->setAccessibleName(tip);
        b->setFocusPolicy(Qt::TabFocus);
        connect(b, &QToolButton::clicked, this, action);
        transport->addWidget(b);
        return b;
    };
    button("dvs.back", QStyle::SP_MediaSeekBackward, tr("One window back"), [this] { stepBy(-1); });
    m_play = button("dvs.play", QStyle::SP_MediaPlay, tr("Play (Space)"), [this] { togglePlaying(); });
    button("dvs.forward", QStyle::SP_MediaSeekForward, tr("One window forward"), [this] { stepBy(1); });
    m_speedBox = new QComboBox(m_controls);
    m_speedBox->setObjectName(QStringLiteral("dvs.speed"));
    m_speedBox->setAccessibleName(tr("Speed"));
    m_speedBox->setToolTip(tr("Speed against real time, 1/1000 to 50 (S slower, D faster)"));
    m_speedBox->setEditable(true);
    m_speedBox->setInsertPolicy(QComboBox::NoInsert);
    m_speedBox->setMinimumContentsLength(6);
    m_speedBox->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    for (const double speed : {1.0 / 1000, 1.0 / 100, 1.0 / 20, 1.0 / 10, 1.0 / 4, 1.0, 2.0, 10.0, 50.0})
        m_speedBox->addItem(speedText(speed));
    const auto typed = [this] {
        if (const auto speed = parseSpeed(m_speedBox->currentText()))
            setSpeed(*speed);
        else
            m_speedBox->setEditText(speedText(m_speed));
    };
    connect(m_speedBox->lineEdit(), &QLineEdit::editingFinished, this, typed);
    connect(m_speedBox, &QComboBox::activated, this, typed);
    transport->addWidget(m_speedBox);
    transport->addStretch();
    m_window = new QSpinBox(m_controls);
    m_window->setObjectName(QStringLiteral("dvs.window"));
    m_window->setAccessibleName(tr("Window"));
    m_window->setToolTip(tr("Length of the window whose events are shown together"));
    m_window->setRange(0, 10'000'000);
    m_window->setSpecialValueText(tr("per step"));
    m_window->setSuffix(tr(" \u00b5s"));
    m_window->setSingleStep(1000);
    m_window->setKeyboardTracking(false);
    connect(m_window, &QSpinBox::valueChanged, this, [this](int value) { setAccumulation(value); });
    m_paletteBox = new QComboBox(m_controls);
    m_paletteBox->setObjectName(QStringLiteral("dvs.palette"));
    m_paletteBox->setAccessibleName(tr("Polarity colours"));
    m_paletteBox->addItems({tr("blue/orange"), tr("white/black"), tr("purple/green")});
    connect(m_paletteBox, &QComboBox::currentIndexChanged, this, [this](int index) { setPalette(PolarityPalette(index)); });
    m_onBox = new QCheckBox(tr("ON"), this);
    m_onBox->setObjectName(QStringLiteral("dvs.on"));
    m_offBox = new QCheckBox(tr("OFF"), this);
    m_offBox->setObjectName(QStringLiteral("dvs.off"));
    for (QCheckBox* box : {m_onBox, m_offBox}) {
        box->setChecked(true);
        connect(box, &QCheckBox::toggled, this, [this] { setPolarity(m_onBox->isChecked(), m_offBox->isChecked()); });
    }
    auto* const look = new QHBoxLayout;
    look->setSpacing(4);
    look->addWidget(m_window);
    look->addWidget(m_paletteBox);
    look->addStretch();
    auto* const info = new QHBoxLayout;
    info->setSpacing(4);
    info->addWidget(m_info, 1);
    info->addWidget(m_onBox);
    info->addWidget(m_offBox);
    grid->addLayout(transport, 0, 0);
    grid->addLayout(look, 1, 0);

    column->addWidget(m_title);
    column->addWidget(m_canvas, 1);
    column->addWidget(open, 0, Qt::AlignHCenter);
    column->addLayout(info);
    column->addWidget(m_strip);
    column->addWidget(m_controls);

    m_tick.setInterval(kFrameMs);
    connect(&m_tick, &QTimer::timeout, this, &DvsPlayer::advance);
    connect(&m_cursor, &TimeCursor::changed, this, &DvsPlayer::followCursor);
    connect(m_strip, &DvsRateStrip::sought, this, &DvsPlayer::setTime);
    connect(m_canvas, &DvsCanvas::hovered, this, [this](int x, int y) {
        if (x < 0 || x >= m_frame.width || y < 0 || y >= m_frame.height) {
            m_canvas->setToolTip({});
            return;
        }
        const std::size_t i = std::size_t(y) * std::size_t(m_frame.width) + std::size_t(x);
        m_canvas->setToolTip(tr("pixel %1, %2: %3 ON, %4 OFF").arg(x).arg(y).arg(m_frame.count[1][i]).arg(m_frame.count[0][i]));
    });
    connect(&Theme::current(), &Theme::changed, this, [this] {
        refreshMediaIcons(this);
        refresh();
    });
    setSpeed(m_speed);
    setRecord(nullptr);
}

void DvsPlayer::setRecord(std::shared_ptr<const SampleRecord> record)
{
    m_record = std::move(record);
    m_timeline = m_record ? EventTimeline(m_record, m_record->events) : EventTimeline();
    m_edges.clear();
    if (hasEvents()) {
        const std::int64_t steps = std::max<std::int64_t>(1, m_record->steps);
        const std::vector<std::int64_t>& known = m_record->frameEdges;
        if (std::int64_t(known.size()) == steps + 1 && std::is_sorted(known.begin(), known.end())) {
            m_edges = known;
        } else {
            for (std::int64_t step = 0; step <= steps; ++step)
                m_edges.push_back(m_timeline.begin() + std::int64_t(double(m_timeline.end() - m_timeline.begin()) * double(step) / double(steps)));
        }
        const QLocale locale;
        m_title->setText(tr("%1 x %2 pixels, %3 events, %4 ms")
                             .arg(m_timeline.width()).arg(m_timeline.height())
                             .arg(locale.toString(qulonglong(m_timeline.size())), locale.toString(double(end() - begin()) / 1000, 'f', 1)));
        m_time = timeOfStep(m_cursor.time());
    } else {
        setPlaying(false);
        m_title->setText(tr("Event player"));
        m_time = 0;
        m_canvas->setNotice(m_record ? tr("This sample has no events.")
                                     : tr("No recording yet. The events of the sample appear here; recordings: AEDAT, EVT, DAT, bin, HDF5, bs2."));
    }
    m_title->setToolTip(m_title->text());
    m_strip->setTimeline(hasEvents() ? &m_timeline : nullptr, hasEvents() ? begin() : 0, hasEvents() ? end() : 1);
    m_strip->setVisible(hasEvents());
    m_controls->setVisible(hasEvents());
    for (QWidget* widget : std::initializer_list<QWidget*>{m_info, m_onBox, m_offBox})
        widget->setVisible(hasEvents());
    m_open->setVisible(!m_record);
    refresh();
}

std::int64_t DvsPlayer::stepAt(std::int64_t time) const
{
    const auto after = std::upper_bound(m_edges.begin(), m_edges.end(), time);
    return std::clamp<std::int64_t>(after - m_edges.begin() - 1, 0, std::int64_t(m_edges.size()) - 2);
}

std::int64_t DvsPlayer::timeOfStep(double step) const
{
    const auto whole = std::clamp<std::int64_t>(std::int64_t(std::floor(step)), 0, std::int64_t(m_edges.size()) - 2);
    return m_edges[std::size_t(whole)];
}

std::int64_t DvsPlayer::windowEnd() const
{
    if (!hasEvents())
        return m_time;
    if (!m_perStep)
        return m_time + m_accumulation;
    const std::int64_t step = stepAt(m_time);
    // The last frame takes what is left: frames by count often end at the time of the last event.
    return step + 2 == std::int64_t(m_edges.size()) ? std::max(m_edges.back(), m_timeline.end()) : m_edges[std::size_t(step) + 1];
}

std::int64_t DvsPlayer::begin() const { return std::min(m_edges.front(), m_timeline.begin()); }
std::int64_t DvsPlayer::end() const { return std::max(m_edges.back(), m_timeline.end()); }

void DvsPlayer::setTime(std::int64_t time)
{
    if (!hasEvents())
        return;
    time = std::clamp(time, begin(), end() - 1);
    if (m_perStep)
        m_exactTime = double(time);
    m_time = time;
    const std::int64_t step = stepAt(time);
    const std::int64_t from = m_edges[std::size_t(step)], to = m_edges[std::size_t(step) + 1];
    m_moving = true;                     // the cursor's answer must not pull the time back to the start of its step
    m_cursor.setTime(double(step) + (to > from ? std::clamp(double(time - from) / double(to - from), 0.0, 0.999) : 0.0));
    m_moving = false;
    refresh();
}

void DvsPlayer::followCursor()
{
    if (m_moving || !hasEvents())
        return;
    const double step = std::floor(m_cursor.time()), part = m_cursor.time() - step;
    const std::int64_t from = timeOfStep(step), to = m_edges[std::size_t(stepAt(from)) + 1];
    const std::int64_t time = m_perStep ? from : from + std::int64_t(part * double(std::max<std::int64_t>(0, to - from)));
    if (time == m_time && !isPlaying())
        return;
    m_time = time;
    m_exactTime = double(time);
    refresh();
}

void DvsPlayer::setPlaying(bool playing)
{
    playing = playing && hasEvents();
    if (playing == isPlaying())
        return;
    if (playing) {
        if (m_time >= end() - 1 || (m_perStep && stepAt(m_time) + 2 == std::int64_t(m_edges.size())))
            setTime(begin()); // play at the end starts again
        m_exactTime = double(m_time);
        m_clock.start();
        m_tick.start();
    } else {
        m_tick.stop();
    }
    setMediaIcon(m_play, playing ? QStyle::SP_MediaPause : QStyle::SP_MediaPlay);
    m_play->setToolTip(playing ? tr("Pause (Space)") : tr("Play (Space)"));
    m_play->setAccessibleName(m_play->toolTip());
    Q_EMIT playingChanged(playing);
}

void DvsPlayer::advance()
{
    const double exact = m_exactTime + double(m_clock.nsecsElapsed()) / 1000.0 * m_speed;
    m_clock.restart();
    if (m_cursor.isLooping()) {
        const std::int64_t from = timeOfStep(m_cursor.loopFrom());
        const std::int64_t to = m_edges[std::size_t(std::clamp<std::int64_t>(std::int64_t(m_cursor.loopTo()), 1, std::int64_t(m_edges.size()) - 1))];
        if (exact >= double(to) || exact < double(from)) {
            setTime(from);
            m_exactTime = double(from);
            return;
        }
    }
    if (exact >= double(end() - 1)) {
        setTime(end() - 1);
        setPlaying(false);
        return;
    }
    setTime(std::int64_t(exact));
    m_exactTime = exact;
}

void DvsPlayer::stepBy(int windows)
{
    if (!hasEvents())
        return;
    setPlaying(false);
    if (m_perStep)
        setTime(m_edges[std::size_t(std::clamp<std::int64_t>(stepAt(m_time) + windows, 0, std::int64_t(m_edges.size()) - 2))]);
    else
        setTime(m_time + windows * m_accumulation);
}

void DvsPlayer::setSpeed(double speed)
{
    m_speed = std::clamp(speed, kSlowest, kFastest);
    m_speedBox->setEditText(speedText(m_speed));
}

std::optional<double> DvsPlayer::parseSpeed(QString text)
{
    text = text.trimmed();
    text.remove(QLatin1Char('x'), Qt::CaseInsensitive);
    const QStringList parts = text.split(QLatin1Char('/'));
    bool topOk = false, bottomOk = true;
    const double top = parts.front().trimmed().toDouble(&topOk), bottom = parts.size() == 2 ? parts[1].trimmed().toDouble(&bottomOk) : 1.0;
    if (!topOk || !bottomOk || parts.size() > 2 || !(top > 0) || !(bottom > 0) || !std::isfinite(top / bottom))
        return std::nullopt;
    return std::clamp(top / bottom, kSlowest, kFastest);
}

QString DvsPlayer::speedText(double speed)
{
    const double inverse = 1 / speed;
    if (speed < 1 && std::abs(inverse - std::round(inverse)) < 1e-6 * inverse)
        return QStringLiteral("1/%1 x").arg(std::llround(inverse));
    return QStringLiteral("%1 x").arg(speed, 0, 'g', 4);
}

void DvsPlayer::setAccumulation(std::int64_t microseconds)
{
    m_perStep = microseconds <= 0;
    m_accumulation = std::max<std::int64_t>(0, microseconds);
    if (m_window->value() != microseconds)
        m_window->setValue(int(std::min<std::int64_t>(m_accumulation, m_window->maximum())));
    refresh();
}

void DvsPlayer::setPalette(PolarityPalette palette)
{
    m_palette = palette;
    m_paletteBox->setCurrentIndex(int(palette));
    refresh();
}

void DvsPlayer::setPolarity(bool on, bool off)
{
    m_on = on;
    m_off = off;
    const QSignalBlocker first(m_onBox), second(m_offBox);
    m_onBox->setChecked(on);
    m_offBox->setChecked(off);
    refresh();
}

void DvsPlayer::refresh()
{
    if (!hasEvents()) {
        m_frame = {};
        m_canvas->setImage({});
        return;
    }
    const std::int64_t from = m_perStep ? m_edges[std::size_t(stepAt(m_time))] : m_time;
    m_frame = m_timeline.accumulate(from, windowEnd());
    m_canvas->setImage(eventImage(m_frame, polarityColors(m_palette), m_on, m_off));
    m_strip->setWindow(from, windowEnd());
    Q_EMIT shown(from, windowEnd());
    const QLocale locale;
    m_info->setText(tr("events in window %1, t = %2 ms").arg(locale.toString(qulonglong(m_frame.events)), locale.toString(double(m_time) / 1000, 'f', 2)));
    m_info->setToolTip(m_info->text());
}

QJsonObject DvsPlayer::describe() const
{
    return {{QStringLiteral("view"), QStringLiteral("dvs")},
            {QStringLiteral("time"), qint64(m_time)},
            {QStringLiteral("windowEnd"), qint64(windowEnd())},
            {QStringLiteral("step"), qint64(hasEvents() ? stepAt(m_time) : -1)},
            {QStringLiteral("events"), qint64(m_frame.events)},
            {QStringLiteral("playing"), isPlaying()},
            {QStringLiteral("speed"), m_speed},
            {QStringLiteral("label"), m_info->text()}};
}

} // namespace spw::ui
