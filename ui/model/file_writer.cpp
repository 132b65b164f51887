// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/file_writer.h"

#include "core/base/atomic_file.h"

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
    run({}, [file, content = std::move(content)] { writeFileAtomically(file.toStdString(), content); }, std::move(done));
}

void FileWriter::run(const QString& key, std::function<void()> work, Done done)
{
    const std::lock_guard lock(m_mutex);
    if (!key.isEmpty() && !m_tasks.empty() && m_tasks.back().key == key)
        m_tasks.pop_back();
    m_tasks.push_back({key, std::move(work), std::move(done)});
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
            task.work();
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
