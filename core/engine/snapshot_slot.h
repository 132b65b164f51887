// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/snapshot.h"

#include <atomic>
#include <chrono>
#include <memory>

namespace spw::engine {

/// The latest snapshot of a run. The worker fills `draft` and publishes; everyone else takes what is there, at any
/// time and without waiting. A published snapshot never changes.
class SnapshotSlot {
public:
    SnapshotSlot() { publish(); }

    Snapshot draft;   // worker's thread only

    std::shared_ptr<const Snapshot> latest() const { return m_latest.load(); }

    void publish()
    {
        ++draft.serial;
        m_latest.store(std::make_shared<const Snapshot>(draft));
        m_last = std::chrono::steady_clock::now();
    }
    /// At most 20 times a second: views look no more often than 60 times, and copies cost.
    bool isDue() const { return std::chrono::steady_clock::now() - m_last >= std::chrono::milliseconds(50); }

private:
    std::atomic<std::shared_ptr<const Snapshot>> m_latest;
    std::chrono::steady_clock::time_point m_last;
};

} // namespace spw::engine
