// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace spw {

/// Bytes; what a container allows if that is less. 0: the system does not tell.
struct SystemMemory {
    std::int64_t total = 0, available = 0;
};

SystemMemory systemMemory();

} // namespace spw
