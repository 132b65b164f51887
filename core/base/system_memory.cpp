// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/system_memory.h"

#include <algorithm>
#include <fstream>
#include <string>

namespace spw {

SystemMemory systemMemory()
{
    SystemMemory out;
    std::ifstream info("/proc/meminfo");
    std::string key, unit;
    std::int64_t kilobytes = 0;
    while (info >> key >> kilobytes) {
        std::getline(info, unit);
        if (key == "MemTotal:")
            out.total = kilobytes * 1024;
        else if (key == "MemAvailable:")
            out.available = kilobytes * 1024;
    }
    std::int64_t limit = 0, used = 0;
    if ((std::ifstream("/sys/fs/cgroup/memory.max") >> limit) && limit > 0 && limit < out.total) {
        out.total = limit;
        if (std::ifstream("/sys/fs/cgroup/memory.current") >> used)
            out.available = std::min(out.available, std::max<std::int64_t>(limit - used, 0));
    }
    return out;
}

} // namespace spw
