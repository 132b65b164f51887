// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/document/autosave.h"
#include "core/document/examples.h"
#include "ui/canvas/canvas_view.h"
#include "ui/model/texts.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/templates/templates_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QCoreApplication>
#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QSettings>
#include <QStatusBar>

#include <utility>

namespace spw::ui {
namespace {

QString filter()
{
    return MainWindow::tr("Spikewright projects (*.spw)");
}

} // namespace

bool MainWindow::safeToLose(std::function<void()> then)
{
    if (!m_project.isDirty())
        return true;
    m_messages->show(Severity::Warning, tr("%1 has changes that are not saved.").arg(m_project.title()),
                     {{tr("Save"),
                       [this, then] {
                           if (!saveOrAsk())
                               return;
                           m_project.waitForSaves();
                           QCoreApplication::sendPostedEvents(nullptr, QEvent::MetaCall);
                           if (!m_project.isDirty())
                               then();
                       }},
                      {tr("Discard changes"),
                       [this, then] {
                           m_project.abandonChanges();
                           m_project.undoStack().setClean();
                           then();
                       }}});
    return false;
}

void MainWindow::newProject()
{
    if (safeToLose([this] { newProject(); }))
        m_project.newProject();
}

void MainWindow::openFile(const QString& file)
{
    if (safeToLose([this, file] { openFile(file); }))
        m_project.open(file);
}

bool MainWindow::openExample(const QString& name)
{
    try {
        const Example example = findExample(name.toStdString());
        if (!safeToLose([this, name] { openExample(name); }))
            return false;
        m_project.adopt(loadDocument(example.file), name);
        return true;
    } catch (const std::exception& e) {
        report(Severity::Error, QString::fromUtf8(e.what()));
        return false;
    }
}

void MainWindow::templatesDialog()
{
    auto* window = new TemplatesWindow(this);
    window->setAttribute(Qt::WA_DeleteOnClose);
    connect(window, &TemplatesWindow::chosen, this, [this](const QString& title, const Document& project) { adopt(project, title); });
    window->open();
}

void MainWindow::adopt(const Document& document, const QString& title)
{
    if (safeToLose([this, document, title] { adopt(document, title); }))
        m_project.adopt(document, title, {}, true);
}

void MainWindow::openDialog()
{
    const QString start = m_project.file().isEmpty() ? QSettings().value(QStringLiteral("lastFolder")).toString() : m_project.file();
    const QString file = QFileDialog::getOpenFileName(this, tr("Open project"), start, filter());
    if (file.isEmpty())
        return;
    QSettings().setValue(QStringLiteral("lastFolder"), QFileInfo(file).absolutePath());
    openFile(file);
}

bool MainWindow::saveOrAsk()
{
    if (!m_project.save())
        saveAsDialog();
    return !m_project.file().isEmpty();
}

void MainWindow::saveAsDialog()
{
    QString start = m_project.file();
    if (start.isEmpty())
        start = QSettings().value(QStringLiteral("lastFolder")).toString() + u'/' + m_project.title() + QStringLiteral(".spw");
    const QString file = QFileDialog::getSaveFileName(this, tr("Save project"), start, filter());
    if (file.isEmpty())
        return;
    QSettings().setValue(QStringLiteral("lastFolder"), QFileInfo(file).absolutePath());
    m_project.saveAs(file);
    m_project.waitForSaves();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::MetaCall);
}

void MainWindow::offerRecovery()
{
    const std::vector<Recoverable> found = recoverable();
    if (found.empty())
        return;
    const Recoverable entry = found.front();
    const QString name = entry.project.empty() ? tr("a project that was never saved") : QString::fromStdString(entry.project.filename().string());
    m_messages->show(Severity::Warning,
                     tr("The last session ended unexpectedly. This can be recovered: %1, as of %2.")
                         .arg(name, QLocale().toString(QDateTime::fromSecsSinceEpoch(entry.time), QLocale::ShortFormat)),
                     {{tr("Restore"),
                       [this, entry] {
                           if (safeToLose([this, entry] { m_project.restore(entry); }))
                               m_project.restore(entry);
                       }},
                      {tr("Discard"), [this, entry] {
                           discard(entry);
                           offerRecovery();      // there may be another
                       }}});
}

void MainWindow::resumeDialog()
{
    const auto folders = m_controller.checkpoints();
    if (folders.empty()) {
        report(Severity::Info, tr("No checkpoint of this project fits the graph. Train first; checkpoints are in %1.").arg(m_project.runsFolder()));
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("menu.checkpoints"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const auto& folder : folders) {
        const QFileInfo info(QString::fromStdString(folder.string()));
        // "<time>-train/checkpoints/latest": the run and which one of it.
        QString name = info.fileName();
        const QFileInfo parent(info.absolutePath());
        const QFileInfo run(parent.absolutePath());
        if (parent.fileName() == QStringLiteral("checkpoints"))
            name = run.fileName() + QStringLiteral(" · ") + name;
        QAction* entry = menu->addAction(tr("%1, written %2").arg(name, QLocale().toString(info.lastModified(), QLocale::ShortFormat)));
        connect(entry, &QAction::triggered, this, [this, folder] {
            if (m_controller.mode() != RunMode::Live)
                m_controller.setMode(RunMode::Train);
            m_controller.start(folder);
        });
    }
    menu->popup(m_canvas->mapToGlobal(QPoint(20, 10)));
}

void MainWindow::recordingDialog()
{
    if (m_run.isActive()) {
        report(Severity::Info, tr("A run is under way. Stop it to look at a recording."));
        return;
    }
    const QString file = QFileDialog::getOpenFileName(this, tr("Open recording"), QSettings().value(QStringLiteral("lastFolder")).toString(),
                                                      tr("Recordings (*)"));
    if (!file.isEmpty())
        openRecording(file);
}

void MainWindow::openRecording(const QString& file)
{
    statusBar()->showMessage(tr("Reading %1").arg(file));
    m_recording = std::make_unique<RecordingStream>(file);
    connect(m_recording.get(), &RecordingStream::loaded, this, [this, first = true](const std::shared_ptr<const SampleRecord>& record) mutable {
        statusBar()->clearMessage();
        if (m_run.isActive()) {   // its samples take the scopes
            m_recording.release()->deleteLater();
            return;
        }
        auto snapshot = std::make_shared<Snapshot>();
        snapshot->state = RunState::Finished;
        snapshot->sample = record;
        if (first)
            m_run.clear();
        m_run.show(snapshot);
        if (std::exchange(first, false))
            showDock("dock.scopes", nullptr);
    });
    connect(m_recording.get(), &RecordingStream::noticed, this, [this](const QString& text) { m_console->log(Severity::Warning, text); });
    connect(m_recording.get(), &RecordingStream::failed, this, [this](const QString& text) {
        statusBar()->clearMessage();
        report(Severity::Error, text);
    });
}

void MainWindow::about()
{
    QMessageBox box(QMessageBox::NoIcon, tr("About Spikewright"),
                    tr("<b>Spikewright %1</b><br>A design studio for spiking neural networks.<br><br>"
                       "Free software under the GNU General Public License, version 3 or later.<br>"
                       "Built on Qt %2 (LGPL 3; Qt Charts: GPL 3), QCustomPlot (GPL 3), LibTorch (BSD), HDF5 (BSD), nlohmann-json (MIT).")
                        .arg(QCoreApplication::applicationVersion(), QLatin1String(qVersion())),
                    QMessageBox::Ok, this);
    box.exec();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!safeToLose([this] { close(); })) {
        event->ignore();
        return;
    }
    if (m_run.isActive()) {
        event->ignore();
        if (m_closing)
            return;
        m_messages->show(Severity::Warning, tr("A run is under way."),
                         {{tr("Checkpoint, stop and close"),
                           [this] {
                               m_closing = true;
                               m_controller.stop();
                           }},
                          {tr("Go back"), [] {}}});
        return;
    }
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/layout"), saveState(1));
    m_project.waitForSaves();
    event->accept();
}

} // namespace spw::ui
