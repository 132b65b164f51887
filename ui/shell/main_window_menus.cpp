// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/document/examples.h"
#include "ui/canvas/canvas_view.h"
#include "ui/inspector/inspector_panel.h"
#include "ui/library/library_panel.h"
#include "ui/model/learner_edits.h"
#include "ui/model/synapse_choice.h"
#include "ui/model/texts.h"
#include "ui/shell/actions.h"
#include "ui/shell/console_panel.h"
#include "ui/shell/language.h"
#include "ui/shell/main_window.h"
#include "ui/shell/problems_panel.h"
#include "ui/shell/run_bar.h"
#include "ui/theme/theme.h"
#include "ui/weights/weights_panel.h"

#include <QApplication>
#include <QDockWidget>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <QMenuBar>
#include <QStatusBar>
#include <QToolButton>

#include <algorithm>

namespace spw::ui {

void MainWindow::buildMenus()
{
    const auto fill = [this](QMenu* menu, std::initializer_list<const char*> ids) {
        for (const char* id : ids)
            id ? (void)menu->addAction(m_actions->get(id)) : (void)menu->addSeparator();
    };
    const auto top = [this](const char* name) {
        QMenu* menu = menuBar()->addMenu(QString());
        menu->setObjectName(QLatin1String(name));
        menu->setToolTipsVisible(true);
        m_menus.push_back(menu);
        return menu;
    };
    const auto sub = [this](QMenu* parent, const char* name) {
        QMenu* menu = parent->addMenu(QString());
        menu->setObjectName(QLatin1String(name));
        m_menus.push_back(menu);
        return menu;
    };
    QMenu* file = top("menu.file");
    fill(file, {"file.new", "file.newTemplate"});
    m_exampleMenu = sub(file, "menu.examples");
    fill(file, {"file.open"});
    m_recentMenu = sub(file, "file.recent");
    fill(file, {nullptr, "file.save", "file.saveAs", nullptr, "file.importModel", "file.importRecording", "file.exportModel", "file.convert"});
    m_limitsMenu = sub(file, "file.limits");
    fill(file, {nullptr, "file.quit"});
    QMenu* edit = top("menu.edit");
    fill(edit, {"edit.undo", "edit.redo", nullptr, "edit.cut", "edit.copy", "edit.paste", "edit.duplicate", "edit.duplicateInputs",
                "edit.delete", "edit.dissolve", nullptr, "edit.selectAll", "edit.selectNone"});
    QMenu* view = top("menu.view");
    fill(view, {"view.zoomIn", "view.zoomOut", "view.zoom100", "view.frameAll", "view.frameSelection", nullptr, "view.overlay1", nullptr});
    QMenu* docks = sub(view, "menu.docks");
    fill(docks, {"view.dock1", "view.dock2", "view.dock3", "view.dock4", "view.dock5", "view.dock7", "view.dock8", "view.dockWeights"});
    fill(view, {"view.wsReset", nullptr});
    QMenu* theme = sub(view, "view.theme");
    fill(theme, {"view.themeLight", "view.themeDark"});
    QMenu* language = sub(view, "view.language");
    fill(language, {"view.languageEn", "view.languageZh"});
    fill(view, {nullptr, "view.fullScreen"});
    QMenu* graph = top("menu.graph");
    fill(graph, {"graph.add", "graph.rename", "graph.probe", nullptr, "graph.trainStdp", "graph.freeze", nullptr, "graph.group", "graph.ungroup", "graph.repeat", nullptr, "graph.layout", nullptr, "graph.validate", "graph.nextProblem", "graph.prevProblem"});
    QMenu* run = top("menu.run");
    fill(run, {"run.toggle", "run.stop", nullptr, "run.stepTick", "run.stepBack", "run.stepSample", "run.stepBatch", "run.stepEpoch", nullptr,
               "run.checkpoint", "run.resume"});
    QMenu* window = top("menu.window");
    fill(window, {"window.nextArea", "window.prevArea"});
    QMenu* help = top("menu.help");
    fill(help, {"help.about"});

    m_canvasMenu = new QMenu(this);
    m_canvasMenu->setObjectName(QStringLiteral("menu.canvas"));
    fill(m_canvasMenu, {"graph.add", nullptr, "edit.cut", "edit.copy", "edit.paste", "edit.duplicate", "edit.delete", "edit.dissolve",
                        nullptr, "graph.trainStdp", "graph.freeze", nullptr, "graph.rename", "graph.group", "graph.ungroup", "graph.repeat", nullptr, "graph.layout", "view.frameSelection"});
    connect(m_canvas, &CanvasView::menuRequested, this, [this](QPoint at) { m_canvasMenu->popup(at); });
    fillRecent();
}

void MainWindow::fillRecent()
{
    m_recentMenu->clear();
    const QStringList files = m_project.recentFiles();
    for (const QString& file : files) {
        QAction* entry = m_recentMenu->addAction(QFileInfo(file).fileName());
        entry->setToolTip(file);
        entry->setStatusTip(file);
        connect(entry, &QAction::triggered, this, [this, file] { openFile(file); });
    }
    if (files.isEmpty())
        m_recentMenu->addAction(tr("No files yet"))->setEnabled(false);
    m_recentMenu->addSeparator();
    m_recentMenu->addAction(m_actions->get("file.clearRecent"));
    m_exampleMenu->clear();
    for (const Example& example : builtinExamples()) {
        QAction* entry = m_exampleMenu->addAction(QCoreApplication::translate("examples", example.title.c_str()));
        entry->setStatusTip(QCoreApplication::translate("examples", example.description.c_str()));
        connect(entry, &QAction::triggered, this, [this, name = QString::fromStdString(example.id)] { openExample(name); });
    }
}

void MainWindow::buildStatusBar()
{
    const auto item = [this](const char* name) {
        auto* button = new QToolButton(this);
        button->setObjectName(QLatin1String(name));
        button->setAutoRaise(true);
        statusBar()->addPermanentWidget(button);
        return button;
    };
    m_statusNodes = item("status.nodes");
    m_statusParameters = item("status.parameters");
    m_statusSave = item("status.save");
    m_statusEngine = item("status.engine");
    m_statusZoom = item("status.zoom");
    connect(m_statusNodes, &QToolButton::clicked, this, [this] { m_canvas->fitAll(); });
    connect(m_statusParameters, &QToolButton::clicked, this, [this] { showDock("dock.inspector", m_inspector); });
    connect(m_statusSave, &QToolButton::clicked, this, [this] { saveOrAsk(); });
    connect(m_statusEngine, &QToolButton::clicked, this, [this] { showDock("dock.console", m_console); });
    connect(m_statusZoom, &QToolButton::clicked, this, [this] { m_canvas->setZoom(1, QRectF(m_canvas->rect()).center()); });
}

void MainWindow::connectActions()
{
    const auto on = [this](const char* id, auto&& call) { connect(m_actions->get(id), &QAction::triggered, this, call); };
    on("file.new", [this] { newProject(); });
    on("file.newTemplate", [this] { templatesDialog(); });
    on("file.open", [this] { openDialog(); });
    on("file.save", [this] { saveOrAsk(); });
    on("file.saveAs", [this] { saveAsDialog(); });
    on("file.importModel", [this] { importDialog(); });
    on("file.importRecording", [this] { recordingDialog(); });
    on("file.exportModel", [this] { exportDialog(); });
    on("file.convert", [this] { convertDialog(); });
    on("file.clearRecent", [this] { m_project.clearRecent(); });
    on("file.quit", [this] { close(); });
    on("edit.undo", [this] { m_project.undoStack().undo(); });
    on("edit.redo", [this] { m_project.undoStack().redo(); });
    on("edit.cut", [this] { m_canvas->cut(); });
    on("edit.copy", [this] { m_canvas->copy(); });
    on("edit.paste", [this] { m_canvas->paste(); });
    on("edit.duplicate", [this] { m_canvas->duplicate(); });
    on("edit.duplicateInputs", [this] { m_canvas->duplicateWithInputs(); });
    on("edit.delete", [this] { m_canvas->deleteSelection(); });
    on("edit.dissolve", [this] { m_canvas->dissolveSelection(); });
    on("edit.selectAll", [this] { m_canvas->selectAll(); });
    on("edit.selectNone", [this] { m_canvas->selectNone(); });
    const auto zoomBy = [this](double factor) { m_canvas->setZoom(m_canvas->zoom() * factor, QRectF(m_canvas->rect()).center()); };
    on("view.zoomIn", [zoomBy] { zoomBy(1.25); });
    on("view.zoomOut", [zoomBy] { zoomBy(0.8); });
    on("view.zoom100", [this] { m_canvas->setZoom(1, QRectF(m_canvas->rect()).center()); });
    on("view.frameAll", [this] { m_canvas->fitAll(); });
    on("view.frameSelection", [this] { m_canvas->fitSelection(); });
    on("view.panUp", [this] { m_canvas->panBy({0, m_canvas->height() / 2.0}); });
    on("view.panDown", [this] { m_canvas->panBy({0, -m_canvas->height() / 2.0}); });
    on("view.panLeft", [this] { m_canvas->panBy({m_canvas->width() / 2.0, 0}); });
    on("view.panRight", [this] { m_canvas->panBy({-m_canvas->width() / 2.0, 0}); });
    m_actions->get("view.overlay1")->setChecked(true);
    on("view.overlay1", [this](bool shown) { m_canvas->setBadgesVisible(shown); });
    on("view.dock1", [this] { showDock("dock.library", m_library); });
    on("view.dock2", [this] { m_canvas->setFocus(); });
    on("view.dock3", [this] { showDock("dock.inspector", m_inspector); });
    on("view.dock4", [this] { showDock("dock.scopes", dock("dock.scopes")->widget()); });
    on("view.dock5", [this] { showDock("dock.charts", dock("dock.charts")->widget()); });
    on("view.dock7", [this] { showDock("dock.problems", m_problems); });
    on("view.dock8", [this] { showDock("dock.console", m_console); });
    on("view.dockWeights", [this] { showDock("dock.weights", m_weights); });
    on("view.wsReset", [this] {
        restoreState(m_defaultState, 2);
        resetLayout();
    });
    on("view.themeLight", [this] { setTheme(QStringLiteral("light")); });
    on("view.themeDark", [this] { setTheme(QStringLiteral("dark")); });
    on("view.languageEn", [this] { setLanguage(QStringLiteral("en")); });
    on("view.languageZh", [this] { setLanguage(QStringLiteral("zh_CN")); });
    on("view.fullScreen", [this](bool full) { full ? showFullScreen() : showNormal(); });
    on("graph.add", [this] { m_canvas->openAddPopup(); });
    on("graph.rename", [this] { m_canvas->renameCurrent(); });
    on("graph.probe", [this] { m_canvas->probeSelection(); });
    on("graph.trainStdp", [this] { m_canvas->trainWithStdp(); });
    on("graph.freeze", [this] { m_canvas->toggleLearning(); });
    on("graph.group", [this] { m_canvas->groupSelection(); });
    on("graph.ungroup", [this] { m_canvas->ungroupSelection(); });
    on("graph.repeat", [this] { m_canvas->repeatGroup(); });
    on("graph.layout", [this] { m_canvas->layoutNodes(); });
    on("graph.validate", [this] { showDock("dock.problems", m_problems); });
    on("graph.nextProblem", [this] { m_problems->walk(1); });
    on("graph.prevProblem", [this] { m_problems->walk(-1); });
    on("run.toggle", [this] { m_controller.toggle(); });
    on("run.stop", [this] { m_controller.stop(); });
    on("run.stepTick", [this] { stepTick(); });
    on("run.stepBack", [this] { stepBack(); });
    on("run.stepSample", [this] { m_controller.step(StepUnit::Sample); });
    on("run.stepBatch", [this] { m_controller.step(StepUnit::Batch); });
    on("run.stepEpoch", [this] { m_controller.step(StepUnit::Epoch); });
    on("run.checkpoint", [this] { m_controller.checkpointNow(); });
    on("run.resume", [this] { resumeDialog(); });
    on("window.nextArea", [this] { cycleAreas(1); });
    on("window.prevArea", [this] { cycleAreas(-1); });
    on("help.about", [this] { about(); });
}

void MainWindow::showDock(const char* name, QWidget* focus)
{
    QDockWidget* target = dock(name);
    target->show();
    target->raise();
    if (!focus)
        return;
    // The panel itself, or the first thing in it that takes keys.
    if (focus->focusPolicy() == Qt::NoFocus)
        for (QWidget* child : focus->findChildren<QWidget*>())
            if ((child->focusPolicy() & Qt::TabFocus) && child->isVisibleTo(focus) && child->isEnabled()) {
                focus = child;
                break;
            }
    focus->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::cycleAreas(int direction)
{
    std::vector<QWidget*> areas{m_canvas};
    for (const char* name : {"dock.library", "dock.inspector", "dock.scopes", "dock.charts", "dock.weights", "dock.problems", "dock.console"})
        if (dock(name)->isVisible())
            areas.push_back(dock(name)->widget());
    size_t now = 0;
    for (size_t i = 0; i < areas.size(); ++i)
        if (areas[i] == QApplication::focusWidget() || areas[i]->isAncestorOf(QApplication::focusWidget()))
            now = i;
    const size_t next = (now + areas.size() + size_t(direction)) % areas.size();
    if (areas[next] == m_canvas)
        m_canvas->setFocus(Qt::ShortcutFocusReason);
    else
        for (const char* name : {"dock.library", "dock.inspector", "dock.scopes", "dock.charts", "dock.weights", "dock.problems", "dock.console"})
            if (dock(name)->widget() == areas[next])
                showDock(name, areas[next]);
}

void MainWindow::retranslate()
{
    m_actions->retranslate();
    const auto title = [this](const char* name, const QString& text) {
        for (QMenu* menu : m_menus)
            if (menu->objectName() == QLatin1String(name))
                menu->setTitle(text);
    };
    title("menu.file", tr("&File"));
    title("menu.examples", tr("Examples"));
    title("file.recent", tr("Open Recent"));
    title("file.limits", tr("Export Limits"));
    fillLimits();
    title("menu.edit", tr("&Edit"));
    title("menu.view", tr("&View"));
    title("menu.docks", tr("Docks"));
    title("view.theme", tr("Theme"));
    title("view.language", tr("Language"));
    title("menu.graph", tr("&Graph"));
    title("menu.run", tr("&Run"));
    title("menu.window", tr("&Window"));
    title("menu.help", tr("&Help"));
    dock("dock.library")->setWindowTitle(tr("Node Library"));
    dock("dock.inspector")->setWindowTitle(tr("Inspector"));
    dock("dock.scopes")->setWindowTitle(tr("Scopes"));
    dock("dock.charts")->setWindowTitle(tr("Training Charts"));
    dock("dock.weights")->setWindowTitle(tr("Weights"));
    dock("dock.problems")->setWindowTitle(m_problems->title());
    dock("dock.console")->setWindowTitle(tr("Console"));
    action("view.themeLight")->setChecked(!Theme::current().isDark());
    action("view.themeDark")->setChecked(Theme::current().isDark());
    action("view.languageEn")->setChecked(currentLanguage() == QStringLiteral("en"));
    action("view.languageZh")->setChecked(currentLanguage() == QStringLiteral("zh_CN"));
    fillRecent();
    refreshTitle();
    refreshStatus();
    refreshActions();
    Q_EMIT m_controller.changed();       // the run bar's tooltips
}

void MainWindow::refreshTitle()
{
    QString state;
    if (const auto snapshot = m_run.snapshot(); snapshot && m_run.isActive())
        state = QStringLiteral(" - ") + runStateText(snapshot->state);
    setWindowTitle(QStringLiteral("%1[*]%2 - Spikewright").arg(m_project.title(), state));
    setWindowModified(m_project.isDirty());
    setWindowFilePath(m_project.file());
}

void MainWindow::refreshStatus()
{
    const Plan& plan = m_project.plan();
    m_statusNodes->setText(tr("%n nodes", nullptr, int(m_project.graph().nodes().size())));
    m_statusNodes->setToolTip(tr("Nodes of the graph. Click to show all of it."));
    m_statusParameters->setText(tr("%1 parameters").arg(shortNumber(double(plan.parameterCount()))));
    m_statusParameters->setToolTip(tr("Numbers that training changes; %1 multiplications a sample")
                                       .arg(shortNumber(plan.multiplicationsPerSample())));
    m_statusSave->setText(m_project.isDirty() ? tr("not saved") : m_savedAt.isEmpty() ? (m_project.file().isEmpty() ? tr("new") : tr("saved"))
                                                                                      : tr("saved %1").arg(m_savedAt));
    m_statusSave->setToolTip(m_project.file().isEmpty() ? tr("This project has no file yet. Click to save it.") : m_project.file());
    QString engine, tip;
    switch (m_loader.state()) {
    case EngineLoader::State::Idle:
    case EngineLoader::State::Starting: engine = tr("engine starting"); break;
    case EngineLoader::State::Ready: {
        bool cuda = false;
        for (const std::string& device : m_loader.info().devices)
            cuda = cuda || device.rfind("cuda", 0) == 0;
        engine = cuda ? tr("engine ready (CUDA)") : tr("engine ready (CPU)");
        tip = tr("LibTorch %1, %2").arg(toQString(m_loader.info().torchVersion), toQString(m_loader.info().blas));
        break;
    }
    case EngineLoader::State::Failed:
        engine = tr("engine failed");
        tip = m_loader.reason();
        break;
    }
    m_statusEngine->setText(engine);
    m_statusEngine->setToolTip(tip.isEmpty() ? tr("What computes the runs. Click for the console.") : tip);
    m_statusZoom->setText(tr("zoom %1 %").arg(qRound(100 * m_canvas->zoom())));
    m_statusZoom->setToolTip(tr("Click for 100 %"));
    for (QToolButton* button : {m_statusNodes, m_statusParameters, m_statusSave, m_statusEngine, m_statusZoom})
        button->setAccessibleName(button->text());
}

void MainWindow::refreshActions()
{
    QUndoStack& undo = m_project.undoStack();
    m_actions->setReason("edit.undo", undo.canUndo() ? QString() : tr("Nothing to undo."));
    m_actions->setReason("edit.redo", undo.canRedo() ? QString() : tr("Nothing to redo."));
    if (undo.canUndo())
        action("edit.undo")->setText(tr("Undo: %1").arg(undo.undoText()));
    if (undo.canRedo())
        action("edit.redo")->setText(tr("Redo: %1").arg(undo.redoText()));
    const QString none = m_selection.nodes().empty() ? tr("No node is selected.") : QString();
    for (const char* id : {"edit.cut", "edit.copy", "edit.duplicate", "edit.duplicateInputs", "edit.dissolve", "graph.rename", "graph.probe", "graph.group"})
        m_actions->setReason(id, none);
    const Graph& graph = m_project.graph();
    const NodeId synapse = synapseFor(graph, m_selection.node());
    m_actions->setReason("graph.trainStdp", none.isEmpty() ? tieLearner(graph, graph.catalog().find("learner.stdp"), synapse, {}).whyNot : none);
    m_actions->setReason("graph.freeze", !none.isEmpty()                            ? none
                                         : switchLearning(graph, m_selection.nodes()) ? QString()
                                                                                      : tr("None of the selected nodes learns."));
    const auto inGroup = [this](NodeId id) { return m_project.graph().groupOf(id) != nullptr; };
    const bool some = std::any_of(m_selection.nodes().begin(), m_selection.nodes().end(), inGroup);
    m_actions->setReason("graph.ungroup", some ? QString() : tr("No selected node is in a group."));
    m_actions->setReason("graph.repeat", m_canvas->groupOfSelection() ? QString() : tr("The selected nodes are not of one group."));
}

} // namespace spw::ui
