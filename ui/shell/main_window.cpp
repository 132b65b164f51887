// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "ui/canvas/canvas_view.h"
#include "ui/charts/charts_panel.h"
#include "ui/inspector/inspector_panel.h"
#include "ui/library/library_panel.h"
#include "ui/model/texts.h"
#include "ui/scopes/scopes_panel.h"
#include "ui/shell/actions.h"
#include "ui/shell/console_panel.h"
#include "ui/shell/language.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/problems_panel.h"
#include "ui/shell/run_bar.h"
#include "ui/shell/welcome.h"
#include "ui/theme/theme.h"
#include "ui/weights/weights_panel.h"

#include <QDockWidget>
#include <QEvent>
#include <QSettings>
#include <QStatusBar>
#include <QTime>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace spw::ui {
namespace {

constexpr int kLayoutVersion = 2;

} // namespace

MainWindow::MainWindow(QWidget* parent) : QMainWindow(parent), m_controller(m_project, m_run)
{
    setObjectName(QStringLiteral("mainWindow"));
    setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks);
    setAcceptDrops(true);
    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_messages = new MessageBar(centre);
    m_canvas = new CanvasView(m_project, m_selection, m_run, m_usage, centre);
    column->addWidget(m_messages);
    column->addWidget(m_canvas, 1);
    setCentralWidget(centre);

    m_selection.setDrawn([this](NodeId id) { return m_project.graph().contains(id) ? id : copyRef(id).member; });
    m_actions = new Actions(*this, *m_canvas);
    m_runBar = new RunBar(m_project, m_controller, m_run, *m_actions, this);
    addToolBar(Qt::TopToolBarArea, m_runBar);
    m_welcome = new Welcome(m_project, m_canvas);
    buildDocks();
    buildMenus();
    buildStatusBar();
    connectActions();
    connectModels();

    resize(1440, 900);
    resetLayout();
    m_defaultState = saveState(kLayoutVersion);
    const QSettings settings;
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    const QByteArray layout = settings.value(QStringLiteral("window/layout")).toByteArray();
    if (!layout.isEmpty() && !restoreState(layout, kLayoutVersion))
        resetLayout();
    retranslate();
    m_canvas->setFocus();
}

MainWindow::~MainWindow()
{
    m_run.clear();      // before the views that look at it
    m_project.undoStack().disconnect(this);     // it is emptied after the selection is gone, which the actions ask
}

QAction* MainWindow::action(const char* id) const
{
    return m_actions->get(id);
}

QDockWidget* MainWindow::dock(const char* name) const
{
    return findChild<QDockWidget*>(QLatin1String(name));
}

void MainWindow::buildDocks()
{
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    m_library = new LibraryPanel(m_project.graph().catalog(), m_usage, this);
    m_inspector = new InspectorPanel(m_project, m_selection, m_run, this);
    m_problems = new ProblemsPanel(m_project, this);
    m_console = new ConsolePanel(this);
    const auto add = [this](const char* name, Qt::DockWidgetArea area, QWidget* content) {
        auto* dock = new QDockWidget(this);
        dock->setObjectName(QLatin1String(name));
        dock->setWidget(content);
        addDockWidget(area, dock);
    };
    add("dock.library", Qt::LeftDockWidgetArea, m_library);
    add("dock.inspector", Qt::RightDockWidgetArea, m_inspector);
    auto* scopes = new ScopesPanel(m_run, m_time, m_selection, this);
    connect(scopes, &ScopesPanel::probeAllRequested, this, [this] {
        const int added = m_canvas->probeAllNeurons();
        report(Severity::Info, added ? tr("%n probes added. Start the run (F5) to see what they record.", nullptr, added)
                                     : tr("Every neuron layer is recorded already. Start the run (F5)."));
    });
    connect(scopes, &ScopesPanel::openRecordingRequested, this, &MainWindow::recordingDialog);
    connect(scopes, &ScopesPanel::eventsShown, this, [this](qint64 from, qint64 to) {
        if (m_recording)
            m_recording->need(from, to);
    });
    add("dock.scopes", Qt::BottomDockWidgetArea, scopes);
    add("dock.charts", Qt::BottomDockWidgetArea, new ChartsPanel(m_run, this));
    m_weights = new WeightsPanel(m_project, m_run, m_time, m_selection, this);
    add("dock.weights", Qt::BottomDockWidgetArea, m_weights);
    add("dock.problems", Qt::BottomDockWidgetArea, m_problems);
    add("dock.console", Qt::BottomDockWidgetArea, m_console);
}

void MainWindow::resetLayout()
{
    for (const auto& [name, area] : {std::pair{"dock.library", Qt::LeftDockWidgetArea}, {"dock.inspector", Qt::RightDockWidgetArea},
                                     {"dock.scopes", Qt::BottomDockWidgetArea}, {"dock.charts", Qt::BottomDockWidgetArea},
                                     {"dock.weights", Qt::BottomDockWidgetArea},
                                     {"dock.problems", Qt::BottomDockWidgetArea}, {"dock.console", Qt::BottomDockWidgetArea}}) {
        dock(name)->setFloating(false);
        addDockWidget(area, dock(name));
        dock(name)->show();
    }
    splitDockWidget(dock("dock.scopes"), dock("dock.charts"), Qt::Horizontal);
    tabifyDockWidget(dock("dock.charts"), dock("dock.weights"));
    tabifyDockWidget(dock("dock.charts"), dock("dock.problems"));
    tabifyDockWidget(dock("dock.charts"), dock("dock.console"));
    dock("dock.charts")->raise();
    resizeDocks({dock("dock.library"), dock("dock.inspector")}, {210, 340}, Qt::Horizontal);
    resizeDocks({dock("dock.scopes"), dock("dock.charts")}, {900, 520}, Qt::Horizontal);
    resizeDocks({dock("dock.scopes")}, {310}, Qt::Vertical);
}

void MainWindow::connectModels()
{
    connect(&m_project, &ProjectModel::failed, this, [this](const QString& text) { report(Severity::Error, text); });
    connect(&m_project, &ProjectModel::noticed, this, [this](const QString& text) { report(Severity::Warning, text); });
    connect(&m_project, &ProjectModel::fileChanged, this, &MainWindow::refreshTitle);
    connect(&m_project, &ProjectModel::dirtyChanged, this, [this] {
        refreshTitle();
        refreshStatus();
    });
    connect(&m_project, &ProjectModel::graphChanged, this, [this] {
        refreshStatus();
        refreshActions();
    });
    connect(&m_project, &ProjectModel::saved, this, [this](const QString& file) {
        m_savedAt = QTime::currentTime().toString(QStringLiteral("HH:mm"));
        m_console->log(Severity::Info, tr("Saved %1").arg(file));
        refreshStatus();
    });
    connect(&m_project, &ProjectModel::reset, this, [this] {
        m_savedAt.clear();
        if (!m_run.isActive())
            m_run.clear();
    });
    connect(&m_project, &ProjectModel::recentChanged, this, &MainWindow::fillRecent);
    connect(&m_project.undoStack(), &QUndoStack::indexChanged, this, &MainWindow::refreshActions);
    connect(&m_selection, &Selection::changed, this, &MainWindow::refreshActions);
    connect(&m_controller, &RunController::failed, this, [this](const QString& text) { report(Severity::Error, text); });
    connect(&m_controller, &RunController::informed, this, [this](const QString& text) { report(Severity::Info, text); });
    connect(&m_controller, &RunController::noticed, this, [this](const QString& text) {
        m_console->log(Severity::Info, text);
        statusBar()->showMessage(text, 4000);
    });
    connect(&m_time, &TimeCursor::changed, this, [this] {
        if (m_time.follow())
            m_run.showNewest();
    });
    connect(&m_run, &RunView::stateChanged, this, [this] {
        refreshTitle();
        if (m_run.hasSnapshot())
            m_console->log(Severity::Info, tr("Run: %1").arg(m_runBar->stateText()));
        if (m_closing && !m_run.isActive())
            close();
    });
    connect(&m_loader, &EngineLoader::changed, this, [this] {
        refreshStatus();
        if (m_loader.state() == EngineLoader::State::Ready) {
            m_controller.setEngine(m_loader.engine());
            for (const PluginHost::Outcome& plugin : m_loader.plugins()->outcomes())
                if (!plugin.reason.empty())
                    m_console->log(Severity::Warning, tr("The plugin %1 is not used: %2")
                                                          .arg(toQString(plugin.file.filename().string()), toQString(plugin.reason)));
            setLimitsTarget(QSettings().value(QStringLiteral("limitsTarget")).toString());
            const EngineInfo& info = m_loader.info();
            m_console->log(Severity::Info, tr("Engine ready: LibTorch %1, %2, %n threads", nullptr, info.threads)
                                               .arg(toQString(info.torchVersion), toQString(info.blas)));
            if (info.blasIsReference)
                report(Severity::Warning, tr("The linear algebra library in use is the slow reference BLAS. Install libopenblas0-pthread; "
                                             "training becomes many times faster."));
            if (std::exchange(m_trainWhenReady, false))
                m_controller.start();
        } else if (m_loader.state() == EngineLoader::State::Failed) {
            report(Severity::Error, tr("The engine could not be loaded: %1 You can edit and save, but not run.").arg(m_loader.reason()));
        }
    });
    connect(m_canvas, &CanvasView::hint, this, [this](const QString& text) { statusBar()->showMessage(text, 4000); });
    connect(m_canvas, &CanvasView::zoomChanged, this, &MainWindow::refreshStatus);
    connect(m_canvas, &CanvasView::fileDropped, this, &MainWindow::openAny);
    connect(m_canvas, &CanvasView::editRequested, this, [this] {
        showDock("dock.inspector", nullptr);
        m_inspector->focusFirst();
    });
    connect(m_library, &LibraryPanel::chosen, m_canvas, &CanvasView::addAtCentre);
    connect(m_problems, &ProblemsPanel::jumpTo, this, &MainWindow::goTo);
    connect(m_problems, &ProblemsPanel::jumpToGroup, this, &MainWindow::goToGroup);
    connect(m_problems, &ProblemsPanel::titleChanged, this, [this] { dock("dock.problems")->setWindowTitle(m_problems->title()); });
    connect(m_welcome, &Welcome::exampleChosen, this, &MainWindow::openExample);
    connect(m_welcome, &Welcome::openChosen, this, &MainWindow::openDialog);
    connect(m_welcome, &Welcome::templateChosen, this, &MainWindow::templatesDialog);
    connect(m_welcome, &Welcome::fileChosen, this, &MainWindow::openFile);
}

void MainWindow::goTo(NodeId node)
{
    if (!m_project.graph().contains(node))
        return;
    m_selection.setNode(node);
    m_canvas->centreOn(node);
}

void MainWindow::goToGroup(std::int64_t id)
{
    const auto group = m_project.graph().groups().find(id);
    if (group == m_project.graph().groups().end())
        return;
    m_selection.setGroup(id, group->second.members);
    m_canvas->centreOnGroup(id);
}

void MainWindow::report(Severity severity, const QString& text)
{
    m_console->log(severity, text);
    m_messages->show(severity, text);
}

void MainWindow::startWhenReady()
{
    if (m_loader.state() == EngineLoader::State::Ready)
        m_controller.start();
    else
        m_trainWhenReady = true;
}

void MainWindow::setTheme(const QString& name)
{
    Theme::current().setName(name);
    QSettings().setValue(QStringLiteral("theme"), name);
    action("view.themeLight")->setChecked(!Theme::current().isDark());
    action("view.themeDark")->setChecked(Theme::current().isDark());
}

void MainWindow::setLanguage(const QString& language)
{
    spw::ui::setLanguage(language);
    QSettings().setValue(QStringLiteral("language"), currentLanguage());
    action("view.languageEn")->setChecked(currentLanguage() == QStringLiteral("en"));
    action("view.languageZh")->setChecked(currentLanguage() == QStringLiteral("zh_CN"));
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void MainWindow::paintEvent(QPaintEvent* event)
{
    QMainWindow::paintEvent(event);
    if (m_painted)
        return;
    m_painted = true;
    // Once this paint is on the screen: the engine takes a second to load and nobody shall wait for it.
    QTimer::singleShot(0, this, [this] {
        Q_EMIT firstPainted();
        m_loader.start();
    });
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    // On low windows the scopes give way, so that the canvas keeps half of the height.
    if (height() != event->oldSize().height() && dock("dock.scopes")->height() > height() * 4 / 10)
        resizeDocks({dock("dock.scopes")}, {height() * 3 / 10}, Qt::Vertical);
    // On narrow windows the canvas keeps its room: the library gives way first.
    if (width() < 1100 && event->oldSize().width() >= 1100)
        resizeDocks({dock("dock.library"), dock("dock.inspector")}, {170, 260}, Qt::Horizontal);
}

} // namespace spw::ui
