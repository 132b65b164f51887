// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/network.h"
#include "core/engine/sample_source.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <span>
#include <stop_token>
#include <thread>

namespace spw::engine {

/// Some samples as the network takes them.
struct Batch {
    std::int64_t index = 0;               // of the epoch, 0 for the first
    PortValues values;                    // on the CPU: sequences [T, N, ...], static values [N, ...], labels [N]
    std::vector<std::int64_t> labels;
};

/// Puts samples together, images channels-last in memory.
/// @throws Error if their shapes differ.
Batch makeBatch(const std::set<EdgeEnd>& feeds, const Plan& plan,
                const std::vector<std::shared_ptr<const PreparedSample>>& samples);

/// Reads ahead: prepares the batches of one pass over `order`, a few at a time, on a thread of its own and some that help it.
class BatchStream {
public:
    BatchStream(const SampleSource& source, const Plan& plan, std::set<EdgeEnd> feeds, Split split,
                std::vector<std::int64_t> order, std::int64_t batchSize, std::int64_t firstBatch = 0,
                std::int64_t epoch = 0);
    ~BatchStream();   // stops reading

    /// Waits for the next batch.  @return nothing after the last one.  @throws whatever reading threw.
    std::optional<Batch> next();
    std::int64_t batches() const { return m_batches; }

private:
    void read(std::stop_token stop);
    std::vector<std::shared_ptr<const PreparedSample>> prepare(std::int64_t first, std::int64_t end, const std::stop_token& stop) const;

    const SampleSource& m_source;
    const Plan& m_plan;
    std::set<EdgeEnd> m_feeds;
    Split m_split;
    std::vector<std::int64_t> m_order;
    std::int64_t m_batchSize, m_firstBatch, m_batches, m_epoch;

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Batch> m_ready;
    std::exception_ptr m_error;
    bool m_done = false;
    std::jthread m_thread;   // last: it uses all of the above
};

} // namespace spw::engine
