// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine_api.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>

namespace spw::engine {

/// How the outside steers a worker: pause, step, stop, and commands that run on the worker's thread between two
/// pieces of work. The outside functions never wait for the worker.
class RunControl {
public:
    using Command = std::function<void()>;

    explicit RunControl(bool startPaused) : m_pauseWanted(startPaused) {}

    void pause();
    void resume();
    void step(StepUnit unit);
    void stop();
    void post(Command command);

    RunState state() const { return m_state.load(); }
    /// For the worker: what a snapshot says, Paused already while the pause is being shown.
    RunState shownState() const { return m_isAtGate ? RunState::Paused : m_state.load(); }
    void setState(RunState state) { m_state = state; }
    bool stopping() const { return m_stop.load(); }

    /// For the worker, after each piece of work (a batch, an epoch, a step): runs commands and waits while paused.
    /// Steps of the units `finest` to `done` end here.  @param changed  called when the state changed, for a snapshot.
    void gate(StepUnit finest, StepUnit done, const std::function<void()>& changed);
    /// As gate(), before the first piece of work.
    void begin(const std::function<void()>& changed);
    /// Whether someone goes forward step by step.
    bool stepping();
    /// Waits until the next tick is due at this speed (0: no wait), counted from when the last one was. Commands run
    /// meanwhile; pause, step, stop and another speed end it.
    void pace();
    void setSpeed(double stepsPerSecond);
    double speed() const { return m_speed.load(); }
    /// Seconds spent paused so far.
    double pausedSeconds() const { return m_pausedSeconds; }

private:
    void setRunning();
    void waitAtGate(std::unique_lock<std::mutex>& lock, const std::function<void()>& changed);
    void runCommands(std::unique_lock<std::mutex>& lock);

    std::atomic<RunState> m_state{RunState::Preparing};
    bool m_isAtGate = false;   // the worker alone reads and writes it
    std::atomic<bool> m_stop{false};
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_pauseWanted;
    std::optional<StepUnit> m_step;
    std::deque<Command> m_commands;
    double m_pausedSeconds = 0;   // worker only
    std::atomic<double> m_speed{0};
    std::chrono::steady_clock::time_point m_lastTick{};   // worker only
};

} // namespace spw::engine
