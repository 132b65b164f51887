// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/project_model.h"

#include "ui/model/edit_command.h"
#include "ui/model/texts.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

#include <utility>

namespace spw::ui {
namespace {

constexpr int kRecentMost = 10;
constexpr int kAutosaveMs = 60'000;
const QString kRecentKey = QStringLiteral("recentFiles");

} // namespace

ProjectModel::ProjectModel(QObject* parent) : QObject(parent), m_autosave(std::make_shared<Autosave>(std::filesystem::path()))
{
    m_document.graph.addListener([this](const GraphEdit& edit) {
        m_planIsOld = true;
        m_changed.start();
        Q_EMIT edited(edit);
    });
    // Zero: views learn of a paste of a hundred nodes once, when control is back at the event loop.
    m_changed.setSingleShot(true);
    m_changed.setInterval(0);
    connect(&m_changed, &QTimer::timeout, this, &ProjectModel::graphChanged);
    connect(&m_undo, &QUndoStack::cleanChanged, this, [this](bool clean) { Q_EMIT dirtyChanged(!clean); });
    connect(&m_undo, &QUndoStack::indexChanged, this, &ProjectModel::journal);
    m_autosaveTimer.setInterval(kAutosaveMs);
    connect(&m_autosaveTimer, &QTimer::timeout, this, &ProjectModel::journal);
}

ProjectModel::~ProjectModel()
{
    m_undo.disconnect(this);
}

const Plan& ProjectModel::plan() const
{
    if (m_planIsOld) {
        m_plan = makePlan(m_document.graph);
        m_problems = m_plan.diagnostics;
        if (m_limits && m_plan.ok()) {
            const Diagnostics limits = m_limits(m_plan);
            m_problems.insert(m_problems.end(), limits.begin(), limits.end());
        }
        m_planIsOld = false;
    }
    return m_plan;
}

const Diagnostics& ProjectModel::problems() const
{
    plan();
    return m_problems;
}

void ProjectModel::setLimits(std::function<Diagnostics(const Plan&)> limits)
{
    m_limits = std::move(limits);
    m_planIsOld = true;
    m_changed.start();
}

bool ProjectModel::apply(const GraphEdit& edit, const QString& text)
{
    try {
        GraphEdit inverse = m_document.graph.apply(edit);
        m_undo.push(new EditCommand(m_document.graph, edit, std::move(inverse), text));
        return true;
    } catch (const std::exception& e) {
        Q_EMIT failed(errorText(e));
        return false;
    }
}

void ProjectModel::setRunSettings(const RunSettings& settings)
{
    if (settings == m_document.run)
        return;
    m_undo.push(new RunSettingsCommand(m_document, settings, [this] { Q_EMIT runSettingsChanged(); }, tr("Run settings")));
}

QString ProjectModel::title() const
{
    if (!m_file.isEmpty())
        return QFileInfo(m_file).completeBaseName();
    return m_title.isEmpty() ? tr("untitled") : m_title;
}

std::filesystem::path ProjectModel::base() const
{
    return m_file.isEmpty() ? std::filesystem::path() : std::filesystem::path(QFileInfo(m_file).absolutePath().toStdString());
}

QString ProjectModel::runsFolder() const
{
    if (!m_file.isEmpty()) {
        const QFileInfo info(m_file);
        return info.absolutePath() + u'/' + info.completeBaseName() + QStringLiteral(".runs");
    }
    const QString name = m_title.isEmpty() ? QStringLiteral("untitled") : m_title;
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/runs/") + name +
           QStringLiteral(".runs");
}

void ProjectModel::replaceDocument(Document document, const QString& file, const QString& title)
{
    m_undo.clear();
    m_document = std::move(document);
    m_file = file;
    m_title = title;
    m_planIsOld = true;
    m_changed.stop();
    renewJournal();
    Q_EMIT reset();
    Q_EMIT runSettingsChanged();
    Q_EMIT fileChanged();
    Q_EMIT graphChanged();
    Q_EMIT dirtyChanged(isDirty());
}

void ProjectModel::newProject()
{
    replaceDocument(Document{Graph(), {}, {}, {}}, {}, {});
}

void ProjectModel::adopt(Document document, const QString& title, const QString& file, bool dirty)
{
    replaceDocument(std::move(document), file, title);
    if (dirty)
        m_undo.resetClean();
}

bool ProjectModel::open(const QString& file)
{
    const QString path = QFileInfo(file).absoluteFilePath();
    try {
        Diagnostics warnings;
        Document document = loadDocument(path.toStdString(), builtinCatalog(), &warnings);
        replaceDocument(std::move(document), path, {});
        for (const Diagnostic& warning : warnings)
            Q_EMIT noticed(QString::fromStdString(toText(warning)));
    } catch (const std::exception& e) {
        Q_EMIT failed(errorText(e));
        return false;
    }
    addRecent(path);
    return true;
}

bool ProjectModel::save()
{
    if (m_file.isEmpty())
        return false;
    saveAs(m_file);
    return true;
}

void ProjectModel::saveAs(const QString& file)
{
    QString path = QFileInfo(file).absoluteFilePath();
    if (QFileInfo(path).suffix().isEmpty())
        path += QStringLiteral(".spw");
    std::string text;
    try {
        text = writeDocument(m_document);
    } catch (const std::exception& e) {
        Q_EMIT failed(errorText(e));
        return;
    }
    const int index = m_undo.index();
    m_writer.write(path, std::move(text), [this, path, index](const QString& error) {
        if (!error.isEmpty()) {
            Q_EMIT failed(error);
            return;
        }
        if (m_file != path) {
            m_file = path;
            renewJournal();
            Q_EMIT fileChanged();
        }
        // Edits made while the file was being written are not in it.
        if (m_undo.index() == index) {
            m_undo.setClean();
            forgetJournal();
        }
        addRecent(path);
        Q_EMIT saved(path);
    });
}

void ProjectModel::journal()
{
    if (!isDirty()) {
        forgetJournal();
        return;
    }
    m_journaled = true;
    m_writer.run(QStringLiteral("journal"), [autosave = m_autosave, document = m_document] { autosave->write(document); },
                 [this](const QString& error) {
                     if (!error.isEmpty())
                         Q_EMIT noticed(error);
                 });
    if (!m_autosaveTimer.isActive())
        m_autosaveTimer.start();
}

void ProjectModel::forgetJournal()
{
    m_autosaveTimer.stop();
    if (std::exchange(m_journaled, false))
        m_writer.run(QStringLiteral("journal"), [autosave = m_autosave] { autosave->discard(); });
}

/// The copy lies beside the project's file: another file, another copy.
void ProjectModel::renewJournal()
{
    const bool goesOn = m_journaled && isDirty();
    forgetJournal();
    m_autosave = std::make_shared<Autosave>(std::filesystem::path(m_file.toStdString()));
    if (goesOn)
        journal();
}

bool ProjectModel::restore(const Recoverable& entry)
{
    try {
        Document document = loadDocument(entry.autosave);
        discard(entry);     // before the new copy is written to the same place
        adopt(std::move(document), tr("recovered"), QString::fromStdString(entry.project.string()), true);
        journal();
    } catch (const std::exception& e) {
        Q_EMIT failed(errorText(e));
        return false;
    }
    return true;
}

QStringList ProjectModel::recentFiles() const
{
    return QSettings().value(kRecentKey).toStringList();
}

void ProjectModel::addRecent(const QString& file)
{
    QSettings settings;
    QStringList list = settings.value(kRecentKey).toStringList();
    list.removeAll(file);
    list.prepend(file);
    settings.setValue(kRecentKey, QStringList(list.mid(0, kRecentMost)));
    Q_EMIT recentChanged();
}

void ProjectModel::clearRecent()
{
    QSettings().remove(kRecentKey);
    Q_EMIT recentChanged();
}

} // namespace spw::ui
