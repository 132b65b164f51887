// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace spw::cli {

/// While it lives, the first Ctrl+C (SIGINT) or SIGTERM is only noted, so that work can end cleanly; a second one ends
/// the program at once.
class InterruptGuard {
public:
    InterruptGuard();
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;
    static bool interrupted();
};

} // namespace spw::cli
