// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/run_bar.h"

#include "ui/model/texts.h"
#include "ui/shell/actions.h"
#include "ui/shell/icons.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QSlider>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace spw::ui {

QString runStateText(RunState state)
{
    switch (state) {
    case RunState::Preparing: return RunBar::tr("preparing");
    case RunState::Running: return RunBar::tr("running");
    case RunState::Pausing: return RunBar::tr("pausing");
    case RunState::Paused: return RunBar::tr("paused");
    case RunState::Cancelling: return RunBar::tr("stopping");
    case RunState::Finished: return RunBar::tr("finished");
    case RunState::Cancelled: return RunBar::tr("stopped");
    case RunState::Failed: return RunBar::tr("failed");
    }
    return {};
}

namespace {

constexpr double kFastest = 10'000;      // steps a second at the last position but one

} // namespace

int speedPosition(double stepsPerSecond)
{
    if (stepsPerSecond <= 0)
        return kSpeedPositions;
    const double share = std::log(std::clamp(stepsPerSecond, 1.0, kFastest)) / std::log(kFastest);
    return int(std::lround(share * (kSpeedPositions - 1)));
}

double speedAt(int position)
{
    if (position >= kSpeedPositions)
        return 0;
    const double speed = std::pow(kFastest, double(std::max(0, position)) / (kSpeedPositions - 1));
    const double digit = std::pow(10, std::floor(std::log10(speed)) - 1);      // two digits: nobody wants 37.2759 steps
    return std::round(speed / digit) * digit;
}

RunBar::RunBar(ProjectModel& project, RunController& run, RunView& view, Actions& actions, QWidget* parent)
    : QToolBar(parent), m_project(project), m_run(run), m_view(view), m_actions(actions)
{
    setObjectName(QStringLiteral("toolbar.run"));
    setMovable(false);
    setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_mode = new QComboBox(this);
    m_mode->setObjectName(QStringLiteral("run.mode"));
    m_mode->addItem(QString(), int(RunMode::Train));
    m_mode->addItem(QString(), int(RunMode::Evaluate));
    m_mode->addItem(QString(), int(RunMode::Simulate));
    m_mode->addItem(QString(), int(RunMode::Live));
    addWidget(m_mode);
    addAction(actions.get("run.toggle"));
    addAction(actions.get("run.stop"));
    addAction(actions.get("run.stepBack"));
    addAction(actions.get("run.stepTick"));
    addAction(actions.get("run.stepSample"));
    addAction(actions.get("run.stepBatch"));
    addAction(actions.get("run.checkpoint"));
    addAction(actions.get("run.resume"));
    m_speedName = new QLabel(this);
    m_speed = new QSlider(Qt::Horizontal, this);
    m_speed->setObjectName(QStringLiteral("run.speed"));
    m_speed->setRange(0, kSpeedPositions);
    m_speed->setPageStep(kSpeedPositions / 10);
    m_speed->setFixedWidth(110);
    m_speedText = new QLineEdit(this);
    m_speedText->setObjectName(QStringLiteral("run.speedText"));
    m_speedText->setFixedWidth(62);
    for (QWidget* part : std::initializer_list<QWidget*>{m_speedName, m_speed, m_speedText})
        m_speedParts.push_back(addWidget(part));
    addSeparator();
    m_deviceName = new QLabel(this);
    addWidget(m_deviceName);
    m_device = new QComboBox(this);
    m_device->setObjectName(QStringLiteral("run.device"));
    m_device->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    addWidget(m_device);
    m_seedName = new QLabel(this);
    addWidget(m_seedName);
    m_seed = new QLineEdit(this);
    m_seed->setObjectName(QStringLiteral("run.seed"));
    m_seed->setMaximumWidth(64);
    addWidget(m_seed);
    addSeparator();
    m_state = new QLabel(this);
    m_state->setObjectName(QStringLiteral("run.state"));
    addWidget(m_state);
    m_progress = new QProgressBar(this);
    m_progress->setObjectName(QStringLiteral("run.progress"));
    m_progress->setRange(0, 1000);
    m_progress->setMinimumWidth(80);
    m_progress->setMaximumWidth(220);
    m_progress->setFormat(QStringLiteral("%p %"));
    m_progress->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    addWidget(m_progress);
    m_numbers = new QLabel(this);
    m_numbers->setObjectName(QStringLiteral("run.numbers"));
    addWidget(m_numbers);
    m_changed = new QLabel(this);
    m_changed->setObjectName(QStringLiteral("run.graphChanged"));
    addWidget(m_changed);

    connect(m_mode, &QComboBox::currentIndexChanged, this,
            [this] { m_run.setMode(static_cast<RunMode>(m_mode->currentData().toInt())); });
    connect(m_speed, &QSlider::valueChanged, this, [this](int position) {
        // A typed speed lies between two positions: only a moved slider sets one.
        if (position != speedPosition(m_run.speed()))
            m_run.setSpeed(speedAt(position));
    });
    connect(m_speedText, &QLineEdit::editingFinished, this, &RunBar::takeTypedSpeed);
    connect(m_device, &QComboBox::activated, this, [this](int index) {
        RunSettings settings = m_project.document().run;
        settings.device = m_device->itemData(index).toString().toStdString();
        m_project.setRunSettings(settings);
    });
    connect(m_seed, &QLineEdit::editingFinished, this, [this] {
        bool ok = false;
        const qulonglong seed = m_seed->text().trimmed().toULongLong(&ok);
        if (!ok) {
            m_seed->setText(QString::number(m_project.document().run.seed));
            return;
        }
        RunSettings settings = m_project.document().run;
        settings.seed = seed;
        m_project.setRunSettings(settings);
    });
    connect(&m_run, &RunController::changed, this, &RunBar::refresh);
    connect(&m_view, &RunView::snapshotChanged, this, &RunBar::show);
    connect(&m_view, &RunView::stateChanged, this, &RunBar::refresh);
    connect(&m_view, &RunView::sampleChanged, this, [this] {
        if (m_view.sample() && !m_actions.get("run.stepBack")->isEnabled())
            m_actions.setReason("run.stepBack", {});
    });
    connect(&m_project, &ProjectModel::runSettingsChanged, this, &RunBar::fillDevices);
    connect(&Theme::current(), &Theme::changed, this, &RunBar::refresh);
    retranslate();
}

void RunBar::changeEvent(QEvent* event)
{
    QToolBar::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void RunBar::retranslate()
{
    setWindowTitle(tr("Run bar"));
    m_mode->setItemText(0, tr("Train"));
    m_mode->setItemText(1, tr("Evaluate"));
    m_mode->setItemText(2, tr("Simulate"));
    m_mode->setItemText(3, tr("Live"));
    m_mode->setToolTip(tr("Train: learn from all samples. Evaluate: measure the last trained weights on the test samples. "
                          "Simulate: run one test sample through the network. Live: run step by step over the training samples and watch the "
                          "learners at work."));
    m_speedName->setText(QStringLiteral(" ") + tr("speed"));
    m_speed->setAccessibleName(tr("Speed of the run"));
    m_speed->setToolTip(tr("Steps a second, from 1 to 10,000; at the right end as fast as possible"));
    m_speedText->setAccessibleName(tr("Steps a second"));
    m_speedText->setToolTip(tr("Steps a second: a number, or max for as fast as possible"));
    m_mode->setAccessibleName(tr("Run mode"));
    m_deviceName->setText(QStringLiteral(" ") + tr("device"));
    m_seedName->setText(QStringLiteral(" ") + tr("seed"));
    m_device->setAccessibleName(tr("Compute device"));
    m_device->setToolTip(tr("What computes the run"));
    m_seed->setAccessibleName(tr("Seed"));
    m_seed->setToolTip(tr("Start of all random numbers of a run: same seed, same run"));
    m_progress->setAccessibleName(tr("Progress of the run"));
    m_changed->setToolTip(tr("The run goes on with the graph it was started with. Start it again to use the changes."));
    fillDevices();
    refresh();
}

void RunBar::fillDevices()
{
    m_seed->setText(QString::number(m_project.document().run.seed));
    const QString wanted = toQString(m_project.document().run.device);
    m_device->clear();
    if (Engine* engine = m_run.engine()) {
        const EngineInfo info = engine->info();
        for (size_t i = 0; i < info.devices.size(); ++i) {
            const QString id = toQString(info.devices[i]);
            m_device->addItem(id.toUpper(), id);
            if (i < info.deviceNames.size())
                m_device->setItemData(int(i), toQString(info.deviceNames[i]), Qt::ToolTipRole);
        }
    }
    int index = m_device->findData(wanted);
    if (index < 0 && wanted == QStringLiteral("cuda"))
        index = m_device->findData(QStringLiteral("cuda:0"));
    if (index < 0) {
        m_device->addItem(wanted.toUpper(), wanted);     // of another machine: the run will say so
        index = m_device->count() - 1;
    }
    m_device->setCurrentIndex(index);
}

void RunBar::showSpeed()
{
    const bool hasSpeed = m_run.mode() == RunMode::Live || m_run.mode() == RunMode::Simulate;
    for (QAction* part : m_speedParts)
        part->setVisible(hasSpeed);
    const QSignalBlocker quiet(m_speed);
    m_speed->setValue(speedPosition(m_run.speed()));
    if (!m_speedText->hasFocus() || !m_speedText->isModified())
        m_speedText->setText(m_run.speed() <= 0 ? tr("max") : QLocale().toString(m_run.speed(), 'g', 6));
}

void RunBar::takeTypedSpeed()
{
    const QString text = m_speedText->text().trimmed();
    bool isNumber = false;
    double speed = QLocale().toDouble(text, &isNumber);
    if (!isNumber)
        speed = text.toDouble(&isNumber);
    m_speedText->setModified(false);
    if (text.compare(tr("max"), Qt::CaseInsensitive) == 0 || text.compare(QStringLiteral("max"), Qt::CaseInsensitive) == 0)
        m_run.setSpeed(0);
    else if (isNumber && std::isfinite(speed) && speed > 0)
        m_run.setSpeed(std::clamp(speed, 1.0, 1e6));
    showSpeed();
}

void RunBar::refresh()
{
    const bool active = m_run.isActive();
    const RunState state = m_view.state();
    const bool goesOn = active && state != RunState::Paused && state != RunState::Pausing;
    if (m_device->count() == 0 || (m_run.engine() && m_device->property("filled").toBool() == false)) {
        m_device->setProperty("filled", m_run.engine() != nullptr);
        fillDevices();
    }
    m_actions.get("run.toggle")->setIcon(themedIcon(goesOn ? QStringLiteral("pause") : QStringLiteral("play")));
    m_actions.get("run.stop")->setIcon(themedIcon(QStringLiteral("stop")));
    m_actions.get("run.stepBack")->setIcon(themedIcon(QStringLiteral("stepBack")));
    m_actions.get("run.stepSample")->setIcon(themedIcon(QStringLiteral("stepSample")));
    m_actions.get("run.stepTick")->setIcon(themedIcon(QStringLiteral("step")));
    m_actions.get("run.stepBatch")->setIcon(themedIcon(QStringLiteral("stepBatch")));
    m_actions.get("run.checkpoint")->setIcon(themedIcon(QStringLiteral("checkpoint")));
    m_actions.get("run.resume")->setIcon(themedIcon(QStringLiteral("resume")));

    const QString whyNot = m_run.whyNotStart();
    const QString idle = active ? QString() : tr("No run is under way.");
    m_actions.setReason("run.toggle", active ? (state == RunState::Cancelling ? tr("The run is being stopped.") : QString()) : whyNot);
    m_actions.setReason("run.stop", idle);
    m_actions.setReason("run.stepBack", m_view.sample() ? QString() : tr("Nothing is recorded yet."));
    for (const char* id : {"run.stepTick", "run.stepSample", "run.stepBatch", "run.stepEpoch"})
        m_actions.setReason(id, active ? QString() : whyNot);
    const bool learns = m_run.mode() == RunMode::Train || m_run.mode() == RunMode::Live;
    m_actions.setReason("run.checkpoint", active && learns ? QString() : idle.isEmpty() ? tr("Only runs that learn have checkpoints.") : idle);
    m_actions.setReason("run.resume", active ? tr("A run is under way.") : whyNot);
    showSpeed();
    m_mode->setEnabled(!active);
    m_mode->setCurrentIndex(m_mode->findData(int(m_run.mode())));
    m_device->setEnabled(!active);
    m_seed->setEnabled(!active);
    m_changed->setText(active && m_run.graphChanged() ? tr("graph changed") : QString());
    show();
}

QString RunBar::stateText() const
{
    const auto snapshot = m_view.snapshot();
    if (!snapshot)
        return tr("idle");
    QString text = runStateText(snapshot->state);
    if (snapshot->epochs > 0)
        text += QStringLiteral("  ") + tr("epoch %1/%2").arg(snapshot->epoch).arg(snapshot->epochs);
    else if (m_run.mode() == RunMode::Live && snapshot->epoch > 0)   // it has no end
        text += QStringLiteral("  ") + tr("epoch %1").arg(snapshot->epoch);
    return text;
}

void RunBar::show()
{
    const auto snapshot = m_view.snapshot();
    m_state->setText(QStringLiteral(" ") + stateText() + QStringLiteral(" "));
    if (!snapshot) {
        m_progress->setValue(0);
        m_numbers->clear();
        return;
    }
    m_progress->setValue(int(std::lround(1000 * snapshot->progress)));
    const QLocale locale;
    QString text = QStringLiteral(" ") + durationText(snapshot->elapsedSeconds);
    if (!isOver(snapshot->state) && snapshot->etaSeconds >= 0)
        text += QStringLiteral("  ") + tr("ETA %1").arg(durationText(snapshot->etaSeconds));
    const bool tested = m_run.mode() == RunMode::Evaluate && isOver(snapshot->state) && snapshot->accuracy > 0;
    if (tested || (m_run.mode() == RunMode::Train && snapshot->epoch > 0)) {
        if (std::isfinite(snapshot->loss))   // local learners have none
            text += QStringLiteral("  ") + tr("loss %1").arg(locale.toString(snapshot->loss, 'f', 4));
        text += QStringLiteral("  ") + tr("acc %1 %").arg(locale.toString(100 * snapshot->accuracy, 'f', 1));
    }
    if (m_run.mode() == RunMode::Live && snapshot->accuracy > 0)
        text += QStringLiteral("  ") + tr("acc %1 %").arg(locale.toString(100 * snapshot->accuracy, 'f', 1));
    m_numbers->setText(text);
    m_numbers->setToolTip(toQString(snapshot->message));
}

} // namespace spw::ui
