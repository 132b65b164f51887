// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/threads.h"

#include "kernels/torch/aten.h"

#include <ATen/Parallel.h>

#include <mutex>
#include <set>
#include <thread>

namespace spw::ops {

int parallelThreads()
{
    std::mutex mutex;
    std::set<std::thread::id> seen;
    at::parallel_for(0, at::get_num_threads(), 1, [&](std::int64_t, std::int64_t) {
        const std::lock_guard lock(mutex);
        seen.insert(std::this_thread::get_id());
    });
    return int(seen.size());
}

} // namespace spw::ops
