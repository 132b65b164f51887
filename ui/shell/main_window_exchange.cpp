// SPDX-License-Identifier: GPL-3.0-or-later
// Networks and recordings of other programs.
#include "ui/canvas/canvas_view.h"
#include "ui/exchange/convert_window.h"
#include "ui/exchange/export_window.h"
#include "ui/exchange/import_window.h"
#include "ui/model/texts.h"
#include "ui/shell/main_window.h"

#include <QActionGroup>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QUrl>

#include <algorithm>

namespace spw::ui {

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (std::any_of(urls.begin(), urls.end(), [](const QUrl& url) { return url.isLocalFile(); }))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) {
            event->acceptProposedAction();
            openAny(url.toLocalFile());
            return;
        }
}

void MainWindow::openAny(const QString& file)
{
    if (QFileInfo(file).suffix().toLower() == QStringLiteral("spw")) {
        openFile(file);
        return;
    }
    if (const PluginHost* plugins = m_loader.plugins()) {
        bool network = true;
        try {
            plugins->importerOf(file.toStdString());
        } catch (const std::exception&) {
            network = false;   // then it is a recording, or its reader says what is wrong
        }
        if (network) {
            importModel(file);
            return;
        }
    }
    openRecording(file);
}

void MainWindow::importDialog()
{
    if (!m_loader.plugins()) {
        report(Severity::Info, tr("The engine is not ready yet."));
        return;
    }
    QStringList patterns;
    for (const auto& importer : m_loader.plugins()->registry().importers())
        for (const std::string& suffix : importer->suffixes())
            patterns << u'*' + toQString(suffix);
    patterns.removeDuplicates();
    const QString file = QFileDialog::getOpenFileName(this, tr("Import Model"), QSettings().value(QStringLiteral("lastFolder")).toString(),
                                                      tr("Networks (%1);;All files (*)").arg(patterns.join(u' ')));
    if (!file.isEmpty())
        importModel(file);
}

void MainWindow::importModel(const QString& file)
{
    try {
        auto* window = new ImportWindow(file, m_project, m_controller, *m_loader.plugins(), this);
        window->setAttribute(Qt::WA_DeleteOnClose);
        connect(window, &ImportWindow::imported, this, &MainWindow::openFile);
        window->show();
    } catch (const std::exception& e) {
        report(Severity::Error, QString::fromUtf8(e.what()));
    }
}

void MainWindow::exportDialog()
{
    if (!m_loader.plugins() || m_loader.plugins()->registry().exporters().empty()) {
        report(Severity::Info, m_loader.plugins() ? tr("No exporter could be loaded. The console says why.") : tr("The engine is not ready yet."));
        return;
    }
    auto* window = new ExportWindow(m_project, m_controller, *m_loader.plugins(), this);
    window->setAttribute(Qt::WA_DeleteOnClose);
    connect(window, &ExportWindow::nodeChosen, this, [this](qint64 node) { goTo(node); });
    connect(window, &ExportWindow::exported, this, [this](const QString& path) { report(Severity::Info, tr("Exported to %1").arg(path)); });
    window->show();
}

void MainWindow::convertDialog()
{
    if (!m_controller.engine()) {
        report(Severity::Info, tr("The engine is not ready yet."));
        return;
    }
    auto* window = new ConvertWindow(m_project, m_controller, this);
    window->setAttribute(Qt::WA_DeleteOnClose);
    connect(window, &ConvertWindow::nodeChosen, this, [this](qint64 node) { goTo(node); });
    connect(window, &ConvertWindow::converted, this, &MainWindow::openFile);
    window->show();
}

void MainWindow::setLimitsTarget(const QString& exporter)
{
    const Exporter* target = nullptr;
    if (m_loader.plugins())
        for (const auto& one : m_loader.plugins()->registry().exporters())
            if (one->id() == exporter.toStdString())
                target = one.get();
    if (m_loader.plugins())
        QSettings().setValue(QStringLiteral("limitsTarget"), target ? exporter : QString());
    if (!target)
        m_project.setLimits({});
    else
        m_project.setLimits([target](const Plan& plan) {
            ParamValues options;
            for (const ParamSpec& spec : target->options())
                options.set(spec.name, spec.initial);
            Diagnostics limits = target->limits(plan, options);
            for (Diagnostic& d : limits) {   // the network runs; it only cannot leave
                d.severity = Severity::Warning;
                d.what = target->title() + ": " + d.what;
            }
            return limits;
        });
    fillLimits();
}

void MainWindow::fillLimits()
{
    m_limitsMenu->clear();
    const QString chosen = QSettings().value(QStringLiteral("limitsTarget")).toString();
    auto* group = new QActionGroup(m_limitsMenu);
    const auto add = [&](const QString& text, const QString& id) {
        QAction* entry = m_limitsMenu->addAction(text);
        entry->setObjectName(QStringLiteral("limits.") + id);
        entry->setCheckable(true);
        entry->setChecked(id == chosen);
        group->addAction(entry);
        connect(entry, &QAction::triggered, this, [this, id] { setLimitsTarget(id); });
    };
    add(tr("No target"), QString());
    if (m_loader.plugins())
        for (const auto& one : m_loader.plugins()->registry().exporters())
            add(catalogText(one->title()), toQString(one->id()));
}

} // namespace spw::ui
