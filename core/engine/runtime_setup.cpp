// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/runtime_setup.h"

#include "kernels/torch/aten.h"
#include "kernels/torch/caching_allocator.h"

#include <dlfcn.h>
#include <link.h>
#include <malloc.h>
#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

namespace spw::engine {

namespace {

/// Files of all loaded libraries whose name contains "blas" or "mkl".
std::vector<std::string> loadedBlasLibraries()
{
    std::vector<std::string> files;
    dl_iterate_phdr(
        [](dl_phdr_info* info, std::size_t, void* data) {
            const std::string_view path = info->dlpi_name;
            const std::string_view file = path.substr(path.rfind('/') + 1);
            if (file.find("blas") != std::string_view::npos || file.find("mkl_core") != std::string_view::npos)
                static_cast<std::vector<std::string>*>(data)->emplace_back(path);
            return 0;
        },
        &files);
    return files;
}

/// A function of OpenBLAS, wherever it was loaded: the studio opens the engine with RTLD_LOCAL, so a search of the
/// global names is not enough.
void* openBlasFunction(const char* name)
{
    for (const std::string& file : loadedBlasLibraries())
        if (void* library = dlopen(file.c_str(), RTLD_LAZY | RTLD_NOLOAD)) {
            void* function = dlsym(library, name);
            dlclose(library);   // only the count: it stays loaded
            if (function)
                return function;
        }
    return dlsym(RTLD_DEFAULT, name);
}

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
    // LibTorch makes another pool of helpers at each call, and each new helper spins for 50 ms before it sleeps. The number
    // is of this thread and, for threads to come, of the process.
    static std::atomic<int> ofTheProcess{0};
    const int ofThisThread = at::get_num_threads();   // asked for the first time it makes a pool, too: not after ours
    if (ofTheProcess.exchange(wanted) != wanted || ofThisThread != wanted)
        at::set_num_threads(wanted);
    if (void* function = openBlasFunction("openblas_set_num_threads"))
        reinterpret_cast<void (*)(int)>(function)(wanted);
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
    if (void* function = openBlasFunction("openblas_get_config")) {
        const std::string config = reinterpret_cast<char* (*)()>(function)();   // "OpenBLAS 0.3.21 DYNAMIC_ARCH ..."
        return config.substr(0, config.find(' ', config.find(' ') + 1));
    }
    for (const std::string& file : loadedBlasLibraries())
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
