// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/file_writer.h"

#include "core/base/atomic_file.h"

#include <QFile>
#include <QMetaObject>

namespace spw::ui {

FileWriter::FileWriter(QObject* parent) : QObject(parent), m_thread([this] { work(); }) {}

FileWriter::~FileWriter()
{
    {
        const std::lock_guard lock(m_mutex);
        m_end = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void FileWriter::write(const QString& file, std::string content, Done done)
{
    const std::lock_guard lock(m_mutex);
    // Only the newest content of a file matters to those who do not ask for an answer.
    if (!m_tasks.empty() && m_tasks.back().file == file && !m_tasks.back().done)
        m_tasks.pop_back();
    m_tasks.push_back({file, std::move(content), false, std::move(done)});
    m_wake.notify_one();
}

void FileWriter::remove(const QString& file)
{
    const std::lock_guard lock(m_mutex);
    m_tasks.push_back({file, {}, true, {}});
    m_wake.notify_one();
}

void FileWriter::waitForDone()
{
    std::unique_lock lock(m_mutex);
    m_idle.wait(lock, [this] { return m_tasks.empty() && !m_busy; });
}

void FileWriter::work()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_end || !m_tasks.empty(); });
        if (m_tasks.empty())
            return;
        Task task = std::move(m_tasks.front());
        m_tasks.pop_front();
        m_busy = true;
        lock.unlock();
        QString error;
        try {
            if (task.removes)
                QFile::remove(task.file);
            else
                writeFileAtomically(task.file.toStdString(), task.content);
        } catch (const std::exception& e) {
            error = QString::fromUtf8(e.what());
        }
        if (task.done)
            QMetaObject::invokeMethod(this, [done = std::move(task.done), error] { done(error); }, Qt::QueuedConnection);
        lock.lock();
        m_busy = false;
        if (m_tasks.empty())
            m_idle.notify_all();
    }
}

} // namespace spw::ui
