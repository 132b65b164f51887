// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/snapshot.h"

#include <chrono>
#include <set>
#include <string>

namespace spw::cli {

enum class ProgressStyle {
    None,    // --quiet
    Bar,     // a line that is rewritten, on a terminal
    Lines,   // one line an epoch, for logs
    Json,    // one object a line on standard output
};

/// Shows how a run goes on. Text goes to standard error.
class ProgressPrinter {
public:
    explicit ProgressPrinter(ProgressStyle style) : m_style(style) {}
    /// Call it often; it prints what is new, the bar and the JSON line at most five times a second.
    void show(const Snapshot& snapshot);
    /// Last call: what is still unsaid, and the bar goes away.
    void finish(const Snapshot& snapshot);

private:
    void printEpochs(const Snapshot& snapshot);
    void printBar(const Snapshot& snapshot);
    void printJsonLine(const Snapshot& snapshot);
    void clearBar();

    ProgressStyle m_style;
    std::size_t m_epochsPrinted = 0;
    std::uint64_t m_serial = ~std::uint64_t(0);
    std::set<std::string> m_said;
    bool m_barShown = false;
    std::chrono::steady_clock::time_point m_last{};
};

/// "02:13", "1:02:03", "?" if negative.
std::string durationText(double seconds);

} // namespace spw::cli
