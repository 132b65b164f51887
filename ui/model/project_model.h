// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/document/autosave.h"
#include "core/document/document.h"
#include "core/plan/plan.h"
#include "ui/model/file_writer.h"

#include <QObject>
#include <QStringList>
#include <QTimer>
#include <QUndoStack>

#include <filesystem>
#include <functional>
#include <memory>

namespace spw::ui {

/// The project that is open: its document, its undo stack, its file, and the plan of its graph.
/// All changes go through apply() or setRunSettings(); views listen to edited() and reset().
class ProjectModel : public QObject {
    Q_OBJECT
public:
    explicit ProjectModel(QObject* parent = nullptr);
    ~ProjectModel() override;

    const Document& document() const { return m_document; }
    const Graph& graph() const { return m_document.graph; }
    QUndoStack& undoStack() { return m_undo; }

    /// Checked shapes, order and problems; made anew at most once after each edit.
    const Plan& plan() const;
    /// What is wrong with the graph, and what of it the chosen export target cannot express.
    const Diagnostics& problems() const;
    /// What an export target cannot express; empty: no target is chosen. Called with every new plan that is sound.
    void setLimits(std::function<Diagnostics(const Plan&)> limits);

    /// Applies and records one edit. @return false if it was refused; failed() then says why.
    bool apply(const GraphEdit& edit, const QString& text);
    void setRunSettings(const RunSettings& settings);

    const QString& file() const { return m_file; }            // empty: never saved
    QString title() const;                                    // "shapes", "untitled"
    std::filesystem::path base() const;                       // for relative data paths; may be empty
    QString runsFolder() const;
    bool isDirty() const { return !m_undo.isClean(); }

    void newProject();
    bool open(const QString& file);
    /// A document from elsewhere (an example, a recovered journal) as a new project.
    void adopt(Document document, const QString& title, const QString& file = {}, bool dirty = false);
    /// Returns at once; saved() or failed() follows. @return false: there is no file name yet.
    bool save();
    void saveAs(const QString& file);
    void waitForSaves() { m_writer.waitForDone(); }

    QStringList recentFiles() const;
    void clearRecent();

    /// Opens what a session that ended unexpectedly left behind, as a change not saved yet.
    bool restore(const Recoverable& entry);
    /// The user chose to lose the changes: no copy stays behind.
    void abandonChanges() { forgetJournal(); }
    /// Where the automatic copy of the document is written.
    QString journalFile() const { return QString::fromStdString(m_autosave->file().string()); }

Q_SIGNALS:
    void edited(const spw::GraphEdit& edit);                  // after each elementary edit, also by undo and redo
    void reset();                                             // another document
    void graphChanged();                                      // once after any number of edits; plan() is new
    void runSettingsChanged();
    void fileChanged();
    void dirtyChanged(bool dirty);
    void saved(const QString& file);
    void recentChanged();
    void failed(const QString& message);
    void noticed(const QString& message);

private:
    void addRecent(const QString& file);
    void journal();
    void forgetJournal();
    void renewJournal();
    void replaceDocument(Document document, const QString& file, const QString& title);

    Document m_document;
    QUndoStack m_undo;
    QString m_file, m_title;
    FileWriter m_writer;
    std::shared_ptr<Autosave> m_autosave;         // used on the writer's thread
    bool m_journaled = false;
    QTimer m_changed, m_autosaveTimer;
    mutable Plan m_plan;
    mutable Diagnostics m_problems;
    mutable bool m_planIsOld = true;
    std::function<Diagnostics(const Plan&)> m_limits;
};

} // namespace spw::ui
