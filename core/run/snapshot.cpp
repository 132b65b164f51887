// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/snapshot.h"

namespace spw {

const char* runStateName(RunState state)
{
    switch (state) {
    case RunState::Preparing: return "preparing";
    case RunState::Running: return "running";
    case RunState::Pausing: return "pausing";
    case RunState::Paused: return "paused";
    case RunState::Cancelling: return "cancelling";
    case RunState::Finished: return "finished";
    case RunState::Cancelled: return "cancelled";
    case RunState::Failed: return "failed";
    }
    return "unknown";
}

} // namespace spw
