// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/exchange/convert_window.h"

#include "core/base/error.h"
#include "ui/charts/curve_chart.h"
#include "ui/exchange/exchange_task.h"
#include "ui/exchange/export_window.h"
#include "ui/exchange/report_view.h"
#include "ui/model/texts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace spw::ui {

ConvertWindow::ConvertWindow(ProjectModel& project, RunController& run, QWidget* parent)
    : QDialog(parent), m_project(project), m_run(run)
{
    setObjectName(QStringLiteral("convert"));
    setWindowTitle(tr("Convert to SNN"));
    resize(900, 640);
    const auto named = [](auto* widget, const char* name) {
        widget->setObjectName(QLatin1String(name));
        return widget;
    };
    m_weights = named(new QComboBox(this), "convert.weights");
    ExportWindow::fillWeights(*m_weights, m_project, m_run);
    m_mode = named(new QComboBox(this), "convert.mode");
    m_mode->setEditable(true);
    m_mode->addItems({QStringLiteral("99.9%"), QStringLiteral("99%"), QStringLiteral("max"), QStringLiteral("0.5")});
    m_mode->setToolTip(tr("Which activation one spike a step stands for: the largest, a percentile, or a share of the largest. "
                          "Less than the largest answers sooner, but cuts what is above."));
    m_steps = named(new QSpinBox(this), "convert.steps");
    m_steps->setRange(1, 4096);
    m_steps->setValue(64);
    m_steps->setToolTip(tr("Steps of the spiking network, and the end of the curve"));
    m_samples = named(new QSpinBox(this), "convert.samples");
    m_samples->setRange(0, 10'000'000);
    m_samples->setSpecialValueText(tr("all"));
    m_samples->setToolTip(tr("Test samples for the curve"));
    m_fold = named(new QCheckBox(tr("Fold batch normalisation into the layers before it"), this), "convert.fold");
    m_fold->setChecked(true);
    m_summary = named(new QLabel(this), "convert.summary");
    m_summary->setWordWrap(true);
    m_report = new ReportView(this);
    m_chart = named(new CurveChart(tr("Accuracy against steps"), QStringLiteral("%"), this), "convert.chart");
    m_chart->setAbscissa(tr("steps"));
    m_chart->setLimits(0, 100);
    m_spiking = m_chart->addCurve(tr("spiking"), 0, false);
    m_analog = m_chart->addCurve(tr("analog"), 1, true);
    m_progress = named(new QProgressBar(this), "convert.progress");
    m_progress->setRange(0, 1000);
    m_doing = named(new QLabel(this), "convert.doing");
    m_convert = named(new QPushButton(tr("Convert"), this), "convert.start");
    m_convert->setDefault(true);
    m_cancel = named(new QPushButton(tr("Cancel"), this), "convert.cancel");
    m_open = named(new QPushButton(tr("Open as Project..."), this), "convert.open");
    m_open->setToolTip(tr("Write the spiking network with its weights, and open it"));
    m_close = named(new QPushButton(tr("Close"), this), "convert.close");

    auto* form = new QFormLayout;
    form->addRow(tr("Weights"), m_weights);
    form->addRow(tr("Scale of a layer"), m_mode);
    form->addRow(tr("Steps"), m_steps);
    form->addRow(tr("Test samples"), m_samples);
    form->addRow(QString(), m_fold);
    auto* halves = new QSplitter(Qt::Horizontal, this);
    halves->addWidget(m_report);
    halves->addWidget(m_chart);
    halves->setSizes({400, 500});
    auto* work = new QHBoxLayout;
    work->addWidget(m_progress, 1);
    work->addWidget(m_doing, 1);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    for (QPushButton* button : {m_cancel, m_convert, m_open, m_close})
        buttons->addWidget(button);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(m_summary);
    column->addWidget(halves, 1);
    column->addLayout(work);
    column->addLayout(buttons);

    connect(&m_project, &ProjectModel::graphChanged, this, [this] {
        if (!isBusy())
            showLimits();
    });
    connect(m_mode, &QComboBox::currentTextChanged, this, &ConvertWindow::showLimits);
    connect(m_report, &ReportView::nodeChosen, this, &ConvertWindow::nodeChosen);
    connect(m_convert, &QPushButton::clicked, this, &ConvertWindow::convert);
    connect(m_open, &QPushButton::clicked, this, &ConvertWindow::chooseAndOpen);
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_task)
            m_task->cancel();
    });
    showLimits();
    setBusy(false);
}

ConvertWindow::~ConvertWindow() = default;

void ConvertWindow::showLimits()
{
    m_allowed = false;
    const Plan& plan = m_project.plan();
    if (!plan.ok()) {
        m_report->show(plan.diagnostics, {});
        m_summary->setText(tr("The graph has errors. The Problems list names them (F4)."));
    } else {
        const Diagnostics limits = conversionLimits(plan);
        const auto errors = std::count_if(limits.begin(), limits.end(), [](const Diagnostic& d) { return d.severity == Severity::Error; });
        m_report->show(limits, tr("Every node can take part."));
        m_summary->setText(limits.empty() ? tr("Pre-flight: nothing stands in the way.")
                                          : tr("Pre-flight: %1 in the way, %2 to think about.").arg(errors).arg(qlonglong(limits.size()) - qlonglong(errors)));
        m_allowed = errors == 0;
        try {
            conversionMode(m_mode->currentText().trimmed().toStdString());
        } catch (const Error& e) {
            m_summary->setText(catalogText(e.fix()));
            m_allowed = false;
        }
    }
    m_convert->setEnabled(m_allowed && !isBusy());
}

void ConvertWindow::convert()
{
    if (isBusy() || !m_allowed || !m_run.engine())
        return;
    ConversionRequest request;
    request.document = m_project.document();
    request.base = m_project.base();
    request.options.mode = m_mode->currentText().trimmed().toStdString();
    request.options.steps = m_steps->value();
    request.options.testSamples = m_samples->value();
    request.options.foldNorms = m_fold->isChecked();
    if (const QString file = m_weights->currentData().toString(); !file.isEmpty())
        request.weights = file.toStdString();
    request.open = [engine = m_run.engine()](const NetworkRequest& network) { return engine->open(network); };
    m_result.reset();
    m_making = std::make_shared<ConversionResult>();
    m_task = new ExchangeTask(
        [request, making = m_making](const ExchangeProgress& progress, const std::stop_token& stop) {
            ConversionRequest mine = request;
            mine.progress = progress;
            mine.stop = stop;
            *making = convertToSpiking(mine);
            return making->report;
        },
        this);
    connect(m_task, &ExchangeTask::progress, this, &ConvertWindow::showProgress);
    connect(m_task, &ExchangeTask::finished, this, &ConvertWindow::finish);
    m_clock.start();
    m_summary->setText(tr("The network is measured and converted; this may take a while."));
    setBusy(true);
}

void ConvertWindow::showProgress(double share, const QString& doing)
{
    m_progress->setValue(int(1000 * share));
    const double seconds = double(m_clock.elapsed()) / 1000;
    const double left = share > 0.02 && seconds > 1 ? std::ceil(seconds * (1 - share) / share) : -1;
    m_doing->setText(left < 0 ? catalogText(doing.toStdString())
                              : tr("%1 (%2 s left)").arg(catalogText(doing.toStdString()), QLocale().toString(left, 'f', 0)));
}

void ConvertWindow::finish()
{
    ExchangeTask* task = std::exchange(m_task, nullptr);
    task->deleteLater();
    if (task->report() && task->report()->complete())
        m_result = m_making;
    m_making.reset();
    setBusy(false);
    if (!task->report()) {
        m_summary->setText(task->isCancelled() ? tr("Stopped; there is no result.") : task->error());
        return;
    }
    m_report->show(*task->report());
    if (!m_result) {
        m_summary->setText(tr("The network could not be converted: see the lines marked ×."));
        return;
    }
    showCurve();
    m_open->setFocus();
}

void ConvertWindow::showCurve()
{
    const ConversionResult& result = *m_result;
    QList<QPointF> spiking;
    for (std::size_t t = 0; t < result.accuracy.size(); ++t)
        spiking.append({double(t + 1), 100 * result.accuracy[t]});
    const double steps = double(result.accuracy.size());
    m_chart->setPoints(m_spiking, spiking);
    m_chart->setPoints(m_analog, {{1, 100 * result.analogAccuracy}, {steps, 100 * result.analogAccuracy}});
    m_chart->fitAxes(steps);
    const QLocale locale;
    m_summary->setText(tr("%1 % after %2 steps; %3 % before the conversion, on %4 samples.")
                           .arg(locale.toString(100 * (result.accuracy.empty() ? 0 : result.accuracy.back()), 'f', 1), locale.toString(int(steps)),
                                locale.toString(100 * result.analogAccuracy, 'f', 1), locale.toString(qlonglong(result.samples))));
}

void ConvertWindow::chooseAndOpen()
{
    const QFileInfo own(m_project.file());
    const QString name = m_project.title() + QStringLiteral("_snn.spw");
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the spiking network"),
                                                      m_project.file().isEmpty() ? name : own.absolutePath() + u'/' + name,
                                                      tr("Spikewright projects (*.spw)"));
    if (!path.isEmpty())
        openAs(path);
}

void ConvertWindow::openAs(const QString& project)
{
    if (!m_result)
        return;
    ConversionResult copy = *m_result;
    try {
        saveConversion(copy, project.toStdString());
    } catch (const Error& e) {
        m_summary->setText(toQString(e.where()) + QStringLiteral(": ") + toQString(e.happened()) + u' ' + toQString(e.fix()));
        return;
    }
    Q_EMIT converted(project);
    close();
}

void ConvertWindow::setBusy(bool busy)
{
    for (QWidget* widget : std::initializer_list<QWidget*>{m_weights, m_mode, m_steps, m_samples, m_fold})
        widget->setEnabled(!busy);
    m_convert->setEnabled(m_allowed && !busy);
    m_open->setEnabled(!busy && m_result != nullptr);
    m_cancel->setVisible(busy);
    m_progress->setVisible(busy);
    m_doing->setVisible(busy);
    m_progress->setValue(0);
    m_doing->clear();
}

} // namespace spw::ui
