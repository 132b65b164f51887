// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string>

namespace spw {

struct Progress {
    double fraction = 0.0;   // 0..1; negative: length unknown
    std::string message;
};

/// What every long operation receives: how to report, and when to give up.
struct RunContext {
    std::stop_token stop;
    std::function<void(const Progress&)> report = [](const Progress&) {};
    bool cancelled() const { return stop.stop_requested(); }
};

} // namespace spw
