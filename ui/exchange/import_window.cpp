// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/exchange/import_window.h"

#include "core/exchange/exchange_job.h"
#include "ui/exchange/exchange_task.h"
#include "ui/exchange/options_form.h"
#include "ui/exchange/report_view.h"
#include "ui/model/texts.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace spw::ui {

ImportWindow::ImportWindow(const QString& file, ProjectModel& project, RunController& run, const PluginHost& plugins, QWidget* parent)
    : QDialog(parent), m_file(file), m_project(project), m_run(run), m_importer(plugins.importerOf(file.toStdString()))
{
    setObjectName(QStringLiteral("import"));
    setWindowTitle(tr("Import Model"));
    resize(760, 480);
    auto* name = new QLabel(file, this);
    name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_out = new QLineEdit(QFileInfo(file).absolutePath() + u'/' + QFileInfo(file).completeBaseName() + QStringLiteral(".spw"), this);
    m_out->setObjectName(QStringLiteral("import.project"));
    m_browse = new QPushButton(tr("Browse..."), this);
    m_options = new OptionsForm(this);
    m_options->setObjectName(QStringLiteral("import.options"));
    m_options->setSpecs(m_importer.options());
    m_summary = new QLabel(this);
    m_summary->setObjectName(QStringLiteral("import.summary"));
    m_summary->setWordWrap(true);
    m_report = new ReportView(this);
    m_import = new QPushButton(tr("Import"), this);
    m_import->setObjectName(QStringLiteral("import.start"));
    m_import->setDefault(true);
    m_open = new QPushButton(tr("Open Project"), this);
    m_open->setObjectName(QStringLiteral("import.open"));
    m_open->setEnabled(false);
    m_close = new QPushButton(tr("Close"), this);

    auto* where = new QHBoxLayout;
    where->addWidget(m_out, 1);
    where->addWidget(m_browse);
    auto* form = new QFormLayout;
    form->addRow(tr("File"), name);
    form->addRow(tr("Kind"), new QLabel(catalogText(m_importer.title()), this));
    form->addRow(tr("Project"), where);
    if (!m_options->isEmpty())
        form->addRow(tr("Options"), m_options);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    for (QPushButton* button : {m_import, m_open, m_close})
        buttons->addWidget(button);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(m_summary);
    column->addWidget(m_report, 1);
    column->addLayout(buttons);
    if (m_importer.needsNetwork())
        m_summary->setText(tr("This file holds weights alone. They are put into a copy of the open project, by name and shape."));

    connect(m_browse, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getSaveFileName(this, tr("Save project"), m_out->text(), tr("Spikewright projects (*.spw)"));
        if (!path.isEmpty())
            m_out->setText(path);
    });
    connect(m_import, &QPushButton::clicked, this, [this] { importTo(m_out->text()); });
    connect(m_open, &QPushButton::clicked, this, [this] {
        Q_EMIT imported(m_out->text());
        close();
    });
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
}

ImportWindow::~ImportWindow() = default;

void ImportWindow::importTo(const QString& project)
{
    if (isBusy())
        return;
    m_out->setText(project);
    ImportRequest request;
    request.file = m_file.toStdString();
    request.options = m_options->values();
    request.base = m_project.base();
    if (m_importer.needsNetwork())
        request.onto = m_project.document();
    request.open = [engine = m_run.engine()](const NetworkRequest& network) { return engine->open(network); };
    m_task = new ExchangeTask(
        [importer = &m_importer, request, out = std::filesystem::path(project.toStdString())](const ExchangeProgress& progress,
                                                                                             const std::stop_token& stop) {
            ImportRequest mine = request;
            mine.progress = progress;
            mine.stop = stop;
            ImportResult result = importer->read(mine);
            if (result.report.complete())
                saveImport(result, out);
            return result.report;
        },
        this);
    connect(m_task, &ExchangeTask::finished, this, [this, project] { finish(project); });
    connect(m_task, &ExchangeTask::progress, this, [this](double, const QString& doing) { m_summary->setText(doing); });
    setBusy(true);
}

void ImportWindow::finish(const QString& project)
{
    ExchangeTask* task = std::exchange(m_task, nullptr);
    task->deleteLater();
    setBusy(false);
    if (!task->report()) {
        m_summary->setText(task->isCancelled() ? tr("Stopped; nothing was written.") : task->error());
        return;
    }
    m_report->show(*task->report());
    const bool whole = task->report()->complete();
    m_summary->setText(whole ? tr("Wrote %1 and its weights.").arg(project) : tr("Nothing was written: see the lines marked ×."));
    m_open->setEnabled(whole);
    if (whole)
        m_open->setFocus();
}

void ImportWindow::setBusy(bool busy)
{
    for (QWidget* widget : std::initializer_list<QWidget*>{m_out, m_browse, m_options, m_import})
        widget->setEnabled(!busy);
}

} // namespace spw::ui
