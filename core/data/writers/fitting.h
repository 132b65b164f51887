// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <string>

namespace spw {

/// Says which field of which event a format cannot hold. @param least, most  what it can.
[[noreturn]] inline void refuseEvent(const std::string& where, const char* what, std::int64_t index, std::int64_t value,
                                     std::int64_t least, std::int64_t most)
{
    throw Error(std::string(what) + " of event " + std::to_string(index) + " is " + std::to_string(value) + ", the format holds "
                    + std::to_string(least) + " to " + std::to_string(most) + ".",
                where,
                "Write another format, cut the recording to what fits, or, if only the times are too large, let them start at zero "
                "(--start-at-zero).");
}

/// `value` of `bits` bits. @throws Error as above.
inline std::uint64_t fitted(const std::string& where, const char* what, std::int64_t index, std::int64_t value, int bits)
{
    if (value < 0 || value >> bits != 0)
        refuseEvent(where, what, index, value, 0, (std::int64_t(1) << bits) - 1);
    return std::uint64_t(value);
}

} // namespace spw
