// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/charts_panel.h"

#include "ui/charts/curve_chart.h"
#include "ui/charts/curve_data.h"
#include "ui/model/run_view.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QSaveFile>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

#include <cmath>

namespace spw::ui {
namespace {

constexpr int kUpdateMs = 200, kMostPoints = 600;

} // namespace

ChartsPanel::ChartsPanel(RunView& run, QWidget* parent) : QWidget(parent), m_run(run)
{
    setObjectName(QStringLiteral("charts"));
    setAccessibleName(tr("Training charts"));
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    m_pages = new QStackedWidget(this);
    column->addWidget(m_pages);
    m_emptyText = new QLabel(tr("Curves appear when training starts (F5)."), m_pages);
    m_emptyText->setObjectName(QStringLiteral("charts.emptyText"));
    m_emptyText->setAlignment(Qt::AlignCenter);
    m_emptyText->setWordWrap(true);
    m_pages->addWidget(m_emptyText);

    auto* const page = new QWidget(m_pages);
    auto* const rows = new QVBoxLayout(page);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    auto* const bar = new QHBoxLayout;
    bar->setContentsMargins(6, 2, 6, 2);
    m_log = new QCheckBox(tr("log loss"), page);
    m_log->setObjectName(QStringLiteral("charts.log"));
    m_log->setToolTip(tr("Loss on a logarithmic axis; zero and negative values are left out"));
    m_value = new QLabel(page);
    m_value->setObjectName(QStringLiteral("charts.value"));
    m_value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_export = new QToolButton(page);
    m_export->setObjectName(QStringLiteral("charts.export"));
    m_export->setText(tr("Export"));
    m_export->setPopupMode(QToolButton::InstantPopup);
    auto* const menu = new QMenu(m_export);
    menu->setObjectName(QStringLiteral("charts.exportMenu"));
    menu->addAction(tr("Numbers as CSV..."), this, [this] { askAndExport(true); })->setObjectName(QStringLiteral("charts.exportCsv"));
    menu->addAction(tr("Picture as PNG..."), this, [this] { askAndExport(false); })->setObjectName(QStringLiteral("charts.exportPng"));
    m_export->setMenu(menu);
    bar->addWidget(m_log);
    bar->addWidget(m_value, 1);
    bar->addWidget(m_export);
    rows->addLayout(bar);

    m_loss = new CurveChart(tr("Loss"), QString(), page);
    m_loss->setObjectName(QStringLiteral("charts.loss"));
    m_accuracy = new CurveChart(tr("Accuracy, %"), tr("%"), page);
    m_accuracy->setObjectName(QStringLiteral("charts.accuracy"));
    m_batches = m_loss->addCurve(tr("train batches"), 0, true);
    m_trainLoss = m_loss->addCurve(tr("train"), 0, false);
    m_testLoss = m_loss->addCurve(tr("test"), 1, false);
    m_trainAccuracy = m_accuracy->addCurve(tr("train"), 0, false);
    m_testAccuracy = m_accuracy->addCurve(tr("test"), 1, false);
    m_accuracy->setLimits(0, 100);
    auto* const both = new QSplitter(Qt::Horizontal, page);
    both->setObjectName(QStringLiteral("charts.split"));
    both->setChildrenCollapsible(false);
    both->addWidget(m_loss);
    both->addWidget(m_accuracy);
    rows->addWidget(both, 1);
    m_pages->addWidget(page);

    connect(m_log, &QCheckBox::toggled, m_loss, &CurveChart::setLog);
    for (CurveChart* chart : {m_loss, m_accuracy})
        connect(chart, &CurveChart::hovered, m_value, &QLabel::setText);
    m_limit.setSingleShot(true);
    m_limit.setInterval(kUpdateMs);
    connect(&m_limit, &QTimer::timeout, this, &ChartsPanel::refresh);
    const auto later = [this] {
        if (!m_limit.isActive())
            m_limit.start();
    };
    connect(&m_run, &RunView::snapshotChanged, this, later);
    connect(&m_run, &RunView::runChanged, this, later);
    refresh();
}

void ChartsPanel::refresh()
{
    m_limit.stop();
    if (!isVisible() && m_shown && m_run.hasSnapshot())
        return;                          // showEvent catches up
    m_shown = m_run.snapshot();
    static const std::vector<EpochMetrics> noEpochs;
    static const std::vector<float> noBatches;
    const auto& epochs = m_shown && m_shown->epochsDone ? *m_shown->epochsDone : noEpochs;
    const auto& batches = m_shown && m_shown->batchLoss ? *m_shown->batchLoss : noBatches;
    m_pages->setCurrentIndex(epochs.empty() && batches.empty() ? 0 : 1);
    // A resumed run may report only its own batches: they end where the run is now.
    const std::int64_t perEpoch = m_shown ? std::max<std::int64_t>(1, m_shown->batches) : 1;
    const double now = m_shown ? double(m_shown->epoch - 1) + double(m_shown->batch) / double(perEpoch) : 0.0;
    const auto before = std::max<std::int64_t>(0, std::llround(now - double(batches.size()) / double(perEpoch)));
    m_loss->setPoints(m_batches, batchCurve(batches, perEpoch, kMostPoints, before));
    m_loss->setPoints(m_trainLoss, epochCurve(epochs, &EpochMetrics::trainLoss));
    m_loss->setPoints(m_testLoss, epochCurve(epochs, &EpochMetrics::testLoss));
    m_accuracy->setPoints(m_trainAccuracy, epochCurve(epochs, &EpochMetrics::trainAccuracy, 100));
    m_accuracy->setPoints(m_testAccuracy, epochCurve(epochs, &EpochMetrics::testAccuracy, 100));
    const double upTo = m_shown ? double(std::max<std::int64_t>(1, m_shown->epoch)) : 1.0;
    m_loss->fitAxes(upTo);
    m_accuracy->fitAxes(upTo);
    if (!epochs.empty()) {
        const EpochMetrics& last = epochs.back();
        const QLocale locale;
        setAccessibleDescription(tr("Epoch %1: test accuracy %2 percent, test loss %3")
                                     .arg(locale.toString(qlonglong(last.epoch)), locale.toString(last.testAccuracy * 100, 'f', 1), locale.toString(last.testLoss, 'g', 3)));
    }
}

void ChartsPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void ChartsPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (!m_limit.isActive())
        m_limit.start();                 // the number of ticks depends on the room
}

bool ChartsPanel::exportCsv(const QString& file, QString* reason) const
{
    QSaveFile out(file);
    const bool written = out.open(QIODevice::WriteOnly)
        && out.write(epochsCsv(m_shown && m_shown->epochsDone ? *m_shown->epochsDone : std::vector<EpochMetrics>()).toUtf8()) >= 0 && out.commit();
    if (!written && reason)
        *reason = out.errorString();
    return written;
}

bool ChartsPanel::exportPng(const QString& file, QString* reason) const
{
    const int caption = fontMetrics().height() + 8;
    QImage image((QSize(m_loss->width() + m_accuracy->width(), std::max(m_loss->height(), m_accuracy->height()) + caption)) * 2, QImage::Format_RGB32);
    image.setDevicePixelRatio(2);
    image.fill(palette().color(QPalette::Base));
    QPainter painter(&image);
    painter.setPen(palette().color(QPalette::Text));
    if (m_shown)
        painter.drawText(QPointF(8, caption - 8), tr("Run %1, epoch %2").arg(QString::fromStdString(m_shown->runDir.filename().string())).arg(m_shown->epoch));
    m_loss->render(&painter, QRectF(0, caption, m_loss->width(), m_loss->height()));
    m_accuracy->render(&painter, QRectF(m_loss->width(), caption, m_accuracy->width(), m_accuracy->height()));
    painter.end();
    QSaveFile out(file);
    const bool written = out.open(QIODevice::WriteOnly) && image.save(&out, "PNG") && out.commit();
    if (!written && reason)
        *reason = out.errorString();
    return written;
}

void ChartsPanel::askAndExport(bool csv)
{
    const QString file = QFileDialog::getSaveFileName(this, csv ? tr("Export numbers") : tr("Export picture"), csv ? QStringLiteral("metrics.csv") : QStringLiteral("curves.png"),
                                                      csv ? tr("CSV (*.csv)") : tr("PNG (*.png)"));
    QString reason;
    if (!file.isEmpty() && !(csv ? exportCsv(file, &reason) : exportPng(file, &reason)))
        QMessageBox::warning(this, tr("Export"), tr("%1 could not be written: %2. Choose another folder.").arg(file, reason));
}

QJsonObject ChartsPanel::describe() const
{
    return {{QStringLiteral("empty"), m_pages->currentIndex() == 0},
            {QStringLiteral("emptyText"), m_emptyText->text()},
            {QStringLiteral("loss"), m_loss->describe()},
            {QStringLiteral("accuracy"), m_accuracy->describe()}};
}

} // namespace spw::ui
