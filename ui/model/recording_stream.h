// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/snapshot.h"

#include <QObject>
#include <QString>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace spw::ui {

/// A recording on disk that is played: some million events around the time that is looked at lie in memory, however long
/// it is. The first of them are there at once; more are read on a thread of its own while they are shown.
class RecordingStream : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t kWindowEvents = std::size_t(4) << 20;   // 13 bytes each

    explicit RecordingStream(const QString& file, QObject* parent = nullptr);
    ~RecordingStream() override;

    /// Microseconds [from, to) are looked at: where they are not in memory, they are fetched. Returns at once.
    void need(std::int64_t from, std::int64_t to);

Q_SIGNALS:
    /// Its frame edges span the whole recording as far as its end is known, its events are those in memory.
    void loaded(std::shared_ptr<const spw::SampleRecord> record);
    void noticed(const QString& text);   // what was odd in the file
    void failed(const QString& message);

private:
    /// What the thread and the window share; the thread may outlive the object by the piece it is reading.
    struct Shared {
        std::mutex mutex;
        std::condition_variable wake;
        std::int64_t wanted = 0;
        std::int64_t from = 0, to = 0;   // microseconds whose events are in memory; the last window has no end
        bool asked = false, end = false;
        RecordingStream* owner = nullptr;   // valid while `end` is false
        /// Runs `task` on the owner's thread, if there still is an owner.
        void tell(std::function<void(RecordingStream&)> task);
    };
    static void work(const std::shared_ptr<Shared>& shared, const QString& file);
    static void read(Shared& shared, const QString& file);

    std::shared_ptr<Shared> m_shared = std::make_shared<Shared>();
};

} // namespace spw::ui
