// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/model/node_usage.h"
#include "ui/model/project_model.h"
#include "ui/model/recording_stream.h"
#include "ui/model/run_controller.h"
#include "ui/model/run_view.h"
#include "ui/model/selection.h"
#include "ui/model/time_cursor.h"
#include "ui/shell/engine_loader.h"

#include <QElapsedTimer>
#include <QMainWindow>

class QDockWidget;
class QLabel;
class QMenu;
class QToolButton;

namespace spw::ui {

class Actions;
class CanvasView;
class ConsolePanel;
class InspectorPanel;
class LibraryPanel;
class MessageBar;
class ProblemsPanel;
class RunBar;
class WeightsPanel;
class Welcome;

/// The studio's window: canvas, docks, menus, run bar, status bar, and what connects them.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    ProjectModel& project() { return m_project; }
    RunController& run() { return m_controller; }
    RunView& runView() { return m_run; }
    Selection& selection() { return m_selection; }
    TimeCursor& time() { return m_time; }
    EngineLoader& loader() { return m_loader; }
    CanvasView& canvas() { return *m_canvas; }
    InspectorPanel& inspector() { return *m_inspector; }
    LibraryPanel& library() { return *m_library; }
    ProblemsPanel& problems() { return *m_problems; }
    WeightsPanel& weights() { return *m_weights; }
    MessageBar& messages() { return *m_messages; }
    QAction* action(const char* id) const;
    QDockWidget* dock(const char* name) const;

    void openFile(const QString& file);
    /// Reads an event recording in the background and shows it in the scopes.
    void openRecording(const QString& file);
    /// Whatever it is: a project, a network of another program, a recording.
    void openAny(const QString& file);
    /// Shows what the exporter of this id cannot express among the problems, while drawing; empty: none.
    void setLimitsTarget(const QString& exporter);
    bool openExample(const QString& name);
    /// Starts the run as soon as the engine is ready.
    void startWhenReady();
    /// Offers what a crashed session left; called once after start.
    void offerRecovery();
    bool firstPaintDone() const { return m_painted; }

    void setTheme(const QString& name);
    void setLanguage(const QString& language);

Q_SIGNALS:
    void firstPainted();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;   // files, wherever the canvas does not take them
    void dropEvent(QDropEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildDocks();
    void buildMenus();
    void buildStatusBar();
    void connectActions();
    void connectModels();
    void retranslate();
    void refreshTitle();
    void refreshStatus();
    void refreshActions();
    void fillRecent();
    void goTo(NodeId node);
    void goToGroup(std::int64_t group);
    void showDock(const char* name, QWidget* focus);
    void cycleAreas(int direction);
    void report(Severity severity, const QString& text);
    void resetLayout();

    /// Forward through what was recorded, at its end on with the run; back through what was recorded.
    void stepTick();
    void stepBack();

    void templatesDialog();
    /// A project that nobody wrote to a file yet.
    void adopt(const Document& document, const QString& title);
    void openDialog();
    bool saveOrAsk();
    void saveAsDialog();
    void newProject();
    void resumeDialog();
    void recordingDialog();
    void importDialog();
    void importModel(const QString& file);
    void exportDialog();
    void convertDialog();
    void fillLimits();
    void about();
    /// True: nothing is lost by going on. Else asks by an inline bar; `then` runs once the user decided.
    bool safeToLose(std::function<void()> then);

    ProjectModel m_project;
    RunView m_run;
    Selection m_selection;
    TimeCursor m_time;
    NodeUsage m_usage;
    RunController m_controller;
    EngineLoader m_loader;
    std::unique_ptr<RecordingStream> m_recording;   // the one that the scopes play

    CanvasView* m_canvas = nullptr;
    Actions* m_actions = nullptr;
    MessageBar* m_messages = nullptr;
    InspectorPanel* m_inspector = nullptr;
    LibraryPanel* m_library = nullptr;
    ProblemsPanel* m_problems = nullptr;
    ConsolePanel* m_console = nullptr;
    WeightsPanel* m_weights = nullptr;
    RunBar* m_runBar = nullptr;
    Welcome* m_welcome = nullptr;
    QMenu* m_recentMenu = nullptr;
    QMenu* m_exampleMenu = nullptr;
    QMenu* m_limitsMenu = nullptr;
    QMenu* m_canvasMenu = nullptr;
    std::vector<QMenu*> m_menus;
    QToolButton *m_statusNodes = nullptr, *m_statusParameters = nullptr, *m_statusSave = nullptr, *m_statusEngine = nullptr,
                *m_statusZoom = nullptr;
    QString m_savedAt;
    bool m_painted = false, m_trainWhenReady = false, m_closing = false;
    QByteArray m_defaultState;
};

} // namespace spw::ui
