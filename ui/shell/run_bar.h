// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/model/run_controller.h"

#include <QToolBar>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QSlider;

namespace spw::ui {

class Actions;

/// Mode, run, pause, stop, step, device, seed, and what the run is doing.
class RunBar : public QToolBar {
    Q_OBJECT
public:
    RunBar(ProjectModel& project, RunController& run, RunView& view, Actions& actions, QWidget* parent = nullptr);

    /// What the run does in words: "running  epoch 3/20".
    QString stateText() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void refresh();         // what may be done
    void show();            // what the snapshot says
    void fillDevices();
    void showSpeed();
    void takeTypedSpeed();

    ProjectModel& m_project;
    RunController& m_run;
    RunView& m_view;
    Actions& m_actions;
    QComboBox* m_mode;
    QLabel* m_speedName;
    QSlider* m_speed;
    QLineEdit* m_speedText;
    std::vector<QAction*> m_speedParts;     // shown in the modes that have a speed
    QComboBox* m_device;
    QLineEdit* m_seed;
    QLabel* m_deviceName;
    QLabel* m_seedName;
    QLabel* m_state;
    QProgressBar* m_progress;
    QLabel* m_numbers;
    QLabel* m_changed;
};

QString runStateText(RunState state);

/// Position of the speed slider, 0 to kSpeedPositions, for steps a second: logarithmic from 1 to 10,000; the last: no limit.
inline constexpr int kSpeedPositions = 100;
int speedPosition(double stepsPerSecond);
double speedAt(int position);

} // namespace spw::ui
