// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/runtime_setup.h"

#include "kernels/torch/aten.h"
#include "kernels/torch/caching_allocator.h"
#include "kernels/torch/threads.h"

#include <malloc.h>
#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <mutex>
#include <thread>

namespace spw::engine {

namespace {

constexpr int kBackgroundNice = 10;   // 0 frames missed at 60 per second, where the default priority missed 3-10 of 360

} // namespace

int allowedCores()
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        return std::max(1, CPU_COUNT(&set));
    return int(std::max(1u, std::thread::hardware_concurrency()));
}

void setUpProcess()
{
    static std::once_flag once;
    std::call_once(once, [] {
        // Without these, glibc gives the heap back after every layer and takes 1,100 page faults to get it again.
        mallopt(M_MMAP_THRESHOLD, 1 << 30);
        mallopt(M_TRIM_THRESHOLD, 2000 * 1024 * 1024);
        mallopt(M_TOP_PAD, 64 * 1024 * 1024);
        ops::installCachingAllocator();
    });
}

int setThreads(int threads)
{
    const int wanted = threads > 0 ? threads : allowedCores();
    ops::setComputeThreads(wanted);
    return wanted;
}

void setUpWorker(bool background)
{
    const auto setUpThisThread = [background] {
        at::globalContext().setFlushDenormal(true);
        if (background)
            setpriority(PRIO_PROCESS, 0, kBackgroundNice);   // on Linux: of this thread alone
    };
    setUpThisThread();
    const int threads = at::get_num_threads();
    at::parallel_for(0, threads, 1, [&](std::int64_t, std::int64_t) { setUpThisThread(); });
}

std::string blasName()
{
    if (void* function = ops::openBlasFunction("openblas_get_config")) {
        const std::string config = reinterpret_cast<char* (*)()>(function)();   // "OpenBLAS 0.3.21 DYNAMIC_ARCH ..."
        return config.substr(0, config.find(' ', config.find(' ') + 1));
    }
    for (const std::string& file : ops::loadedBlasLibraries())
        if (file.find("mkl") != std::string::npos)
            return "MKL";
    return at::globalContext().hasMKL() ? "MKL" : "reference BLAS";
}

bool blasIsReference() { return blasName() == "reference BLAS"; }

long long peakRssBytes()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss * 1024LL;
}

} // namespace spw::engine
