// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/exchange/export_window.h"

#include "core/exchange/exchange_job.h"
#include "ui/exchange/exchange_task.h"
#include "ui/exchange/options_form.h"
#include "ui/exchange/report_view.h"
#include "ui/model/texts.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QVBoxLayout>

#include <algorithm>

namespace spw::ui {

ExportWindow::ExportWindow(ProjectModel& project, RunController& run, const PluginHost& plugins, QWidget* parent)
    : QDialog(parent), m_project(project), m_run(run), m_plugins(plugins)
{
    setObjectName(QStringLiteral("export"));
    setWindowTitle(tr("Export Model"));
    resize(820, 560);
    m_target = new QComboBox(this);
    m_target->setObjectName(QStringLiteral("export.target"));
    for (const auto& exporter : m_plugins.registry().exporters())
        m_target->addItem(catalogText(exporter->title()), toQString(exporter->id()));
    m_doc = new QLabel(this);
    m_doc->setWordWrap(true);
    m_weights = new QComboBox(this);
    m_weights->setObjectName(QStringLiteral("export.weights"));
    fillWeights(*m_weights, m_project, m_run);
    m_options = new OptionsForm(this);
    m_options->setObjectName(QStringLiteral("export.options"));
    m_summary = new QLabel(this);
    m_summary->setObjectName(QStringLiteral("export.summary"));
    m_summary->setWordWrap(true);
    m_report = new ReportView(this);
    m_progress = new QProgressBar(this);
    m_progress->setRange(0, 1000);
    m_doing = new QLabel(this);
    m_preview = new QPushButton(tr("Preview Report"), this);
    m_preview->setObjectName(QStringLiteral("export.preview"));
    m_preview->setToolTip(tr("Do everything but write: shows what would become of each node, and what is measured"));
    m_export = new QPushButton(tr("Export..."), this);
    m_export->setObjectName(QStringLiteral("export.write"));
    m_export->setDefault(true);
    m_cancel = new QPushButton(tr("Cancel"), this);
    m_cancel->setObjectName(QStringLiteral("export.cancel"));
    m_close = new QPushButton(tr("Close"), this);
    m_close->setObjectName(QStringLiteral("export.close"));

    auto* form = new QFormLayout;
    form->addRow(tr("Target"), m_target);
    form->addRow(QString(), m_doc);
    form->addRow(tr("Weights"), m_weights);
    form->addRow(tr("Options"), m_options);
    auto* work = new QHBoxLayout;
    work->addWidget(m_progress, 1);
    work->addWidget(m_doing, 2);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    for (QPushButton* button : {m_cancel, m_preview, m_export, m_close})
        buttons->addWidget(button);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(m_summary);
    column->addWidget(m_report, 1);
    column->addLayout(work);
    column->addLayout(buttons);

    connect(m_target, &QComboBox::currentIndexChanged, this, &ExportWindow::targetChanged);
    connect(m_options, &OptionsForm::changed, this, &ExportWindow::showLimits);
    connect(&m_project, &ProjectModel::graphChanged, this, [this] {
        if (!isBusy())
            showLimits();
    });
    connect(m_report, &ReportView::nodeChosen, this, &ExportWindow::nodeChosen);
    connect(m_preview, &QPushButton::clicked, this, &ExportWindow::preview);
    connect(m_export, &QPushButton::clicked, this, &ExportWindow::chooseAndExport);
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_task)
            m_task->cancel();
    });
    setTarget(QSettings().value(QStringLiteral("exportTarget"), QStringLiteral("lava")).toString());
    targetChanged();
    setBusy(false);
}

void ExportWindow::fillWeights(QComboBox& box, ProjectModel& project, RunController& run)
{
    for (const std::filesystem::path& folder : run.checkpoints()) {
        const QFileInfo info(toQString(folder.string()));
        const QString name = QFileInfo(QFileInfo(info.absolutePath()).absolutePath()).fileName() + QStringLiteral(" · ") + info.fileName();
        box.addItem(tr("%1, written %2").arg(name, QLocale().toString(info.lastModified(), QLocale::ShortFormat)), info.filePath());
    }
    if (!project.file().isEmpty())
        if (const std::filesystem::path own = weightsBeside(project.file().toStdString()); std::filesystem::exists(own))
            box.addItem(tr("Weights of the project (%1)").arg(toQString(own.filename().string())), toQString(own.string()));
    box.addItem(tr("Initial weights, not trained"), QString());
}

ExportWindow::~ExportWindow() = default;

const Exporter& ExportWindow::target() const { return m_plugins.exporter(m_target->currentData().toString().toStdString()); }

void ExportWindow::setTarget(const QString& id)
{
    if (const int index = m_target->findData(id); index >= 0)
        m_target->setCurrentIndex(index);
}

void ExportWindow::targetChanged()
{
    QSettings().setValue(QStringLiteral("exportTarget"), m_target->currentData());
    m_doc->setText(catalogText(target().doc()));
    m_options->setSpecs(target().options());
    showLimits();
}

void ExportWindow::showLimits()
{
    const Plan& plan = m_project.plan();
    if (!plan.ok()) {
        m_report->show(plan.diagnostics, {});
        m_summary->setText(tr("The graph has errors. The Problems list names them (F4)."));
        allow(false);
        return;
    }
    const Diagnostics limits = target().limits(plan, m_options->values());
    const auto errors = std::count_if(limits.begin(), limits.end(), [](const Diagnostic& d) { return d.severity == Severity::Error; });
    m_report->show(limits, tr("Everything can be expressed there."));
    m_summary->setText(limits.empty() ? tr("Pre-flight: nothing stands in the way.")
                                      : tr("Pre-flight: %1 refused, %2 changed.").arg(errors).arg(qlonglong(limits.size()) - qlonglong(errors)));
    allow(errors == 0);
}

void ExportWindow::allow(bool allowed)
{
    m_allowed = allowed;
    m_export->setEnabled(allowed && !isBusy());
    m_preview->setEnabled(allowed && !isBusy());
}

void ExportWindow::chooseAndExport()
{
    const QString folder = QSettings().value(QStringLiteral("exportFolder")).toString();
    const QString name = m_project.title() + toQString(target().suffix());
    const QString path = QFileDialog::getSaveFileName(this, tr("Export to"), folder.isEmpty() ? name : folder + u'/' + name,
                                                      target().folder() ? tr("Folder (*)") : tr("File (*%1)").arg(toQString(target().suffix())));
    if (path.isEmpty())
        return;
    QSettings().setValue(QStringLiteral("exportFolder"), QFileInfo(path).absolutePath());
    exportTo(path);
}

void ExportWindow::exportTo(const QString& path) { start(path, true); }

void ExportWindow::preview() { start(m_project.title() + toQString(target().suffix()), false); }

void ExportWindow::start(const QString& path, bool keep)
{
    if (isBusy())
        return;
    ExportRequest request;
    request.document = m_project.document();
    request.base = m_project.base();
    request.options = m_options->values();
    request.open = [engine = m_run.engine()](const NetworkRequest& network) { return engine->open(network); };
    std::optional<std::filesystem::path> weights;
    if (const QString file = m_weights->currentData().toString(); !file.isEmpty())
        weights = file.toStdString();
    auto scratch = keep ? nullptr : std::make_shared<QTemporaryDir>();
    request.out = (keep ? path : scratch->filePath(path)).toStdString();
    m_task = new ExchangeTask(
        [exporter = &target(), weights, request, scratch](const ExchangeProgress& progress, const std::stop_token& stop) {
            ExportRequest mine = request;
            mine.progress = progress;
            mine.stop = stop;
            return exportProject(*exporter, weights, std::move(mine));
        },
        this);
    connect(m_task, &ExchangeTask::progress, this, [this](double share, const QString& doing) {
        m_progress->setValue(int(1000 * share));
        m_doing->setText(doing);
    });
    connect(m_task, &ExchangeTask::finished, this, [this, path, keep] { finish(path, keep); });
    setBusy(true);
}

void ExportWindow::finish(const QString& path, bool keep)
{
    ExchangeTask* task = std::exchange(m_task, nullptr);
    task->deleteLater();
    setBusy(false);
    if (task->isCancelled()) {
        m_summary->setText(tr("Stopped; nothing was written."));
        return;
    }
    if (!task->error().isEmpty()) {
        m_summary->setText(task->error());
        return;
    }
    m_report->show(*task->report());
    if (!task->report()->complete())
        m_summary->setText(tr("Nothing was written: see the lines marked ×."));
    else if (keep) {
        m_summary->setText(tr("Wrote %1").arg(path));
        Q_EMIT exported(path);
    } else
        m_summary->setText(tr("Preview: nothing was written."));
}

void ExportWindow::setBusy(bool busy)
{
    for (QWidget* widget : std::initializer_list<QWidget*>{m_target, m_weights, m_options})
        widget->setEnabled(!busy);
    allow(m_allowed);
    m_cancel->setVisible(busy);
    m_progress->setVisible(busy);
    m_doing->setVisible(busy);
    m_progress->setValue(0);
    m_doing->clear();
}

} // namespace spw::ui
