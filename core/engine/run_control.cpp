// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/run_control.h"

#include <chrono>

namespace spw::engine {

void RunControl::pause()
{
    const std::lock_guard lock(m_mutex);
    m_pauseWanted = true;
    m_step.reset();
    RunState running = RunState::Running;
    m_state.compare_exchange_strong(running, RunState::Pausing);
}

void RunControl::resume()
{
    const std::lock_guard lock(m_mutex);
    m_pauseWanted = false;
    m_step.reset();
    setRunning();
}

void RunControl::step(StepUnit unit)
{
    const std::lock_guard lock(m_mutex);
    m_pauseWanted = false;
    m_step = unit;
    setRunning();
}

/// At once, not when the worker wakes: whoever waits for the next pause must not see the last one.
void RunControl::setRunning()
{
    for (RunState from : {RunState::Pausing, RunState::Paused})
        m_state.compare_exchange_strong(from, RunState::Running);
    m_wake.notify_all();
}

void RunControl::stop()
{
    const std::lock_guard lock(m_mutex);
    m_stop = true;
    RunState state = m_state.load();
    while (!isOver(state) && !m_state.compare_exchange_weak(state, RunState::Cancelling)) {}
    m_wake.notify_all();
}

void RunControl::post(Command command)
{
    const std::lock_guard lock(m_mutex);
    m_commands.push_back(std::move(command));
    m_wake.notify_all();
}

void RunControl::begin(const std::function<void()>& changed)
{
    std::unique_lock lock(m_mutex);
    RunState preparing = RunState::Preparing;
    m_state.compare_exchange_strong(preparing, RunState::Running);
    waitAtGate(lock, changed);
}

void RunControl::gate(StepUnit finest, StepUnit done, const std::function<void()>& changed)
{
    std::unique_lock lock(m_mutex);
    if (m_step && *m_step >= finest && *m_step <= done) {
        m_step.reset();
        m_pauseWanted = true;
    }
    waitAtGate(lock, changed);
}

bool RunControl::stepping()
{
    const std::lock_guard lock(m_mutex);
    return m_step.has_value();
}

void RunControl::setSpeed(double stepsPerSecond)
{
    const std::lock_guard lock(m_mutex);
    m_speed = stepsPerSecond;
    m_wake.notify_all();
}

void RunControl::pace()
{
    std::unique_lock lock(m_mutex);
    while (!m_stop && !m_pauseWanted && !m_step) {
        const double speed = m_speed;
        if (!(speed > 0))
            break;
        const auto due = m_lastTick + std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                                          std::chrono::duration<double>(1.0 / speed));
        if (std::chrono::steady_clock::now() >= due)
            break;
        m_wake.wait_until(lock, due, [this, speed] {
            return m_stop || m_pauseWanted || m_step || m_speed != speed || !m_commands.empty();
        });
        runCommands(lock);
    }
    m_lastTick = std::chrono::steady_clock::now();
}

void RunControl::runCommands(std::unique_lock<std::mutex>& lock)
{
    while (!m_commands.empty()) {
        const Command command = std::move(m_commands.front());
        m_commands.pop_front();
        lock.unlock();
        command();
        lock.lock();
    }
}

void RunControl::waitAtGate(std::unique_lock<std::mutex>& lock, const std::function<void()>& changed)
{
    runCommands(lock);
    if (!m_pauseWanted || m_stop)
        return;
    const auto start = std::chrono::steady_clock::now();
    // Shown first, called paused then: who sees the state finds the snapshot of where the run stands.
    m_isAtGate = true;
    lock.unlock();
    changed();
    lock.lock();
    if (m_pauseWanted && !m_stop)
        m_state = RunState::Paused;
    while (m_pauseWanted && !m_stop) {
        m_wake.wait(lock, [this] { return !m_pauseWanted || m_stop || !m_commands.empty(); });
        runCommands(lock);
    }
    m_pausedSeconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    m_isAtGate = false;
    if (!m_stop)
        m_state = RunState::Running;
    lock.unlock();
    changed();
    lock.lock();
}

} // namespace spw::engine
