// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/model/project_model.h"
#include "ui/model/run_view.h"

#include <QObject>

#include <filesystem>
#include <map>
#include <optional>
#include <set>

namespace spw::ui {

/// Starts runs of the open project and steers the one under way. What the run bar and the Run menu do.
class RunController : public QObject {
    Q_OBJECT
public:
    RunController(ProjectModel& project, RunView& view, QObject* parent = nullptr);

    /// nullptr: not loaded (yet). The engine must outlive this object.
    void setEngine(Engine* engine);
    Engine* engine() const { return m_engine; }

    RunMode mode() const { return m_mode; }
    void setMode(RunMode mode);
    /// Empty: a run can be started. Else why not, for tooltips.
    QString whyNotStart() const;
    bool isActive() const { return m_view.isActive(); }
    /// The graph is no longer what the run under way was started with.
    bool graphChanged() const { return m_graphChanged; }

    /// Starts, pauses or resumes.
    void toggle();
    bool start(std::optional<std::filesystem::path> resumeFrom = {}, bool paused = false);
    void stop();
    /// Starts paused if nothing runs; then advances by one.
    void step(StepUnit unit);
    /// Ticks a second of simulations and live runs, the one under way as well; 0: as fast as possible.
    void setSpeed(double stepsPerSecond);
    double speed() const { return m_speed; }
    void checkpointNow();
    /// Checkpoints of this project that fit its graph, newest first.
    std::vector<std::filesystem::path> checkpoints() const;
    /// Epochs of the next run instead of the learner's.
    void setEpochs(std::optional<std::int64_t> epochs) { m_epochs = epochs; }

Q_SIGNALS:
    void changed();                            // what may be done now is different
    void failed(const QString& message);
    void noticed(const QString& message);
    void informed(const QString& message);     // what the user should not miss

private:
    void passOn(const GraphEdit& edit);
    void reportEnd();
    std::filesystem::path newRunFolder() const;

    ProjectModel& m_project;
    RunView& m_view;
    Engine* m_engine = nullptr;
    RunMode m_mode = RunMode::Train;
    std::optional<std::int64_t> m_epochs;
    double m_speed = 0;
    std::map<std::set<NodeId>, std::int64_t> m_stacks;      // groups that the run repeats, and how often
    bool m_graphChanged = false;
};

} // namespace spw::ui
