// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace spw::ui {

/// Does file work on its own thread, in order: an fsync may take a tenth of a second and the window must not wait for it.
/// Destroying it finishes what was asked for.
class FileWriter : public QObject {
    Q_OBJECT
public:
    using Done = std::function<void(const QString& error)>;   // empty: written; called on this object's thread

    explicit FileWriter(QObject* parent = nullptr);
    ~FileWriter() override;

    /// Replaces `file` atomically.
    void write(const QString& file, std::string content, Done done = {});
    /// Any work, e.g. of core's Autosave. A waiting task of the same key is replaced: only the newest state matters.
    void run(const QString& key, std::function<void()> work, Done done = {});
    void waitForDone();

private:
    void work();
    struct Task {
        QString key;
        std::function<void()> work;
        Done done;
    };

    std::mutex m_mutex;
    std::condition_variable m_wake, m_idle;
    std::deque<Task> m_tasks;
    bool m_busy = false, m_end = false;
    std::thread m_thread;
};

} // namespace spw::ui
