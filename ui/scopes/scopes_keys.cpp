// SPDX-License-Identifier: GPL-3.0-or-later
// What keys and buttons do in the scopes: stepping, playing, zooming, jumping.
#include "ui/model/run_view.h"
#include "ui/model/time_cursor.h"
#include "ui/scopes/dvs_player.h"
#include "ui/scopes/heatmap_view.h"
#include "ui/scopes/raster_view.h"
#include "ui/scopes/scopes_panel.h"
#include "ui/scopes/trace_view.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QRegularExpression>
#include <QStackedWidget>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace spw::ui {
namespace {

constexpr double kReplayStepsPerSecond = 100;        // at speed 1, for samples without events

} // namespace

std::int64_t ScopesPanel::step() const { return std::max<std::int64_t>(0, m_raster->cursorStep()); }

void ScopesPanel::stepTo(std::int64_t step)
{
    const auto last = std::max<std::int64_t>(0, std::int64_t(m_cursor.length()) - 1);
    m_cursor.setTime(double(std::clamp<std::int64_t>(step, 0, last)) + 0.5);
    // Zoomed in, the window goes along.
    const double size = m_cursor.windowTo() - m_cursor.windowFrom();
    if (m_cursor.time() < m_cursor.windowFrom() || m_cursor.time() > m_cursor.windowTo())
        m_cursor.setWindow(m_cursor.time() - size / 2, m_cursor.time() + size / 2);
}

/// "12" is a step, "12.5 ms", "300 us", "1 s" are times of the recording.
void ScopesPanel::goToTyped()
{
    static const QRegularExpression form(QStringLiteral("^\\s*([0-9.,]+)\\s*(us|µs|ms|s)?\\s*$"), QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(m_goTo->text());
    bool isNumber = false;
    double value = QLocale().toDouble(match.captured(1), &isNumber);
    if (!isNumber)
        value = match.captured(1).toDouble(&isNumber);
    const QString unit = match.captured(2).toLower();
    if (isNumber && !unit.isEmpty()) {
        const double time = value * (unit == QLatin1String("s") ? 1e6 : unit == QLatin1String("ms") ? 1e3 : 1);
        const auto& edges = m_record->frameEdges;
        isNumber = edges.size() > 1;
        value = double(std::upper_bound(edges.begin(), edges.end(), std::int64_t(time)) - edges.begin()) - 1;
    }
    if (!isNumber) {
        m_goTo->selectAll();
        m_goTo->setToolTip(tr("'%1' is no step and no time of this sample. Type 12 or 12 ms.").arg(m_goTo->text()));
        QToolTip::showText(m_goTo->mapToGlobal(QPoint(0, m_goTo->height())), m_goTo->toolTip(), m_goTo);
        return;
    }
    stepTo(std::int64_t(value));
    setFocus();
}

void ScopesPanel::togglePlaying()
{
    if (m_player->hasEvents())
        m_player->togglePlaying();
    else
        setReplaying(!m_replay.isActive());
}

void ScopesPanel::setReplaying(bool replaying)
{
    if (replaying && step() + 1 >= std::int64_t(m_cursor.length()))
        stepTo(0);
    if (replaying)
        m_replay.start(std::clamp(int(1000 / (kReplayStepsPerSecond * m_player->speed())), 16, 2000));
    else
        m_replay.stop();
    updatePosition();
}

void ScopesPanel::jumpToSpike(bool forward)
{
    const SpikeIndex* const index = m_raster->index();
    if (!index)
        return;
    const std::int64_t first = m_firstUnit < 0 ? 0 : m_firstUnit, last = m_firstUnit < 0 ? index->units() : m_lastUnit + 1;
    const std::int64_t found = forward ? index->nextSpike(step(), first, last) : index->previousSpike(step(), first, last);
    if (found >= 0)
        stepTo(found);
}

void ScopesPanel::zoomBy(double factor)
{
    const bool inView = m_cursor.time() >= m_cursor.windowFrom() && m_cursor.time() <= m_cursor.windowTo();
    m_raster->zoomTime(factor, inView ? m_cursor.time() : (m_cursor.windowFrom() + m_cursor.windowTo()) / 2);
}

void ScopesPanel::page(int direction)
{
    const double by = direction * 0.9 * (m_cursor.windowTo() - m_cursor.windowFrom());
    m_cursor.setWindow(m_cursor.windowFrom() + by, m_cursor.windowTo() + by);
    m_cursor.setFollow(false);
}

void ScopesPanel::fitSelection()
{
    if (m_firstUnit < 0 || !m_raster->index())
        return;
    const double room = std::max(2.0, double(m_lastUnit + 1 - m_firstUnit)), centre = double(m_firstUnit + m_lastUnit + 1) / 2;
    m_raster->yAxis->setRange(std::max(0.0, centre - room / 2), std::min(double(m_raster->index()->units()), centre + room / 2));
    m_raster->replot(QCustomPlot::rpQueuedReplot);
}

/// One table for what a key does and for whether it is ours (so that no shortcut of the window takes it first).
bool ScopesPanel::handleKey(int key, Qt::KeyboardModifiers modifiers, bool act)
{
    modifiers &= ~Qt::KeypadModifier;
    const bool ctrl = modifiers == Qt::ControlModifier, shift = modifiers == Qt::ShiftModifier, plain = modifiers == Qt::NoModifier;
    const auto run = [act](auto action) {
        if (act)
            action();
        return true;
    };
    if (m_pages->currentIndex() == 0 || (m_goTo->hasFocus() && key != Qt::Key_Escape))
        return false;                    // letters and arrows belong to the field
    const TimePlot* const plot = m_raster;
    switch (key) {
    case Qt::Key_Space: return plain && run([&] { togglePlaying(); });
    case Qt::Key_Left: return ctrl ? run([&] { jumpToSpike(false); }) : (plain || shift) && run([&] { stepTo(step() - (shift ? 10 : 1)); });
    case Qt::Key_Right: return ctrl ? run([&] { jumpToSpike(true); }) : (plain || shift) && run([&] { stepTo(step() + (shift ? 10 : 1)); });
    case Qt::Key_Home: return plain && run([&] { stepTo(0); });
    case Qt::Key_End: return plain && run([&] { stepTo(std::int64_t(m_cursor.length()) - 1); });
    case Qt::Key_Equal:
    case Qt::Key_Plus:
        if (ctrl || modifiers == (Qt::ControlModifier | Qt::ShiftModifier))
            return run([&] { m_raster->zoomUnits(0.8, plot->yAxis->range().center()); });
        return run([&] { zoomBy(0.8); });
    case Qt::Key_Minus:
        return ctrl ? run([&] { m_raster->zoomUnits(1.25, plot->yAxis->range().center()); }) : plain && run([&] { zoomBy(1.25); });
    case Qt::Key_PageUp: return ctrl ? run([&] { m_cursor.goToMarker(-1); }) : plain && run([&] { page(-1); });
    case Qt::Key_PageDown: return ctrl ? run([&] { m_cursor.goToMarker(1); }) : plain && run([&] { page(1); });
    case Qt::Key_F:
        if (shift)
            return run([&] { fitSelection(); });
        return plain && run([&] {
            m_cursor.fitAll();
            m_raster->fitUnits();
            m_heatmap->fitUnits();
            m_trace->fitUnits();
        });
    case Qt::Key_BracketLeft: return plain && run([&] { m_cursor.setLoopStart(m_cursor.time()); });
    case Qt::Key_BracketRight: return plain && run([&] { m_cursor.setLoopEnd(m_cursor.time()); });
    case Qt::Key_L: return plain && run([&] { m_cursor.setLooping(!m_cursor.isLooping()); });
    case Qt::Key_M: return plain && run([&] { m_cursor.toggleMarker(m_cursor.time()); });
    case Qt::Key_T: return ctrl && run([&] {
        m_goTo->setFocus(Qt::ShortcutFocusReason);
        m_goTo->selectAll();
    });
    case Qt::Key_G: return plain && run([&] { m_cursor.setFollow(true); });
    case Qt::Key_S: return plain && run([&] { m_player->slower(); });
    case Qt::Key_D: return plain && run([&] { m_player->faster(); });
    case Qt::Key_Backspace: return plain && run([&] { m_player->setSpeed(1); });
    case Qt::Key_Escape: return plain && run([&] {
        if (m_goTo->hasFocus())
            setFocus();
        m_raster->cancelGesture();
        m_heatmap->cancelGesture();
        m_trace->cancelGesture();
    });
    default: return false;
    }
}

bool ScopesPanel::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* const key = static_cast<QKeyEvent*>(event);
        if (handleKey(key->key(), key->modifiers(), false)) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

bool ScopesPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto* const key = static_cast<QKeyEvent*>(event);
        if (handleKey(key->key(), key->modifiers(), true))
            return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ScopesPanel::keyPressEvent(QKeyEvent* event)
{
    if (handleKey(event->key(), event->modifiers(), true))
        event->accept();
    else
        QWidget::keyPressEvent(event);
}

} // namespace spw::ui
