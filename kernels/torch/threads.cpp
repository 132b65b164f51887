// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/threads.h"

#include "kernels/torch/aten.h"

#include <ATen/Parallel.h>

#include <dlfcn.h>
#include <link.h>

#include <atomic>
#include <mutex>
#include <set>
#include <string_view>
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

void setComputeThreads(int threads)
{
    // LibTorch makes another pool of helpers at each call, and each new helper spins for 50 ms before it sleeps. The number
    // is of this thread and, for threads to come, of the process.
    static std::atomic<int> ofTheProcess{0};
    const int ofThisThread = at::get_num_threads();   // asked for the first time it makes a pool, too: not after ours
    if (ofTheProcess.exchange(threads) != threads || ofThisThread != threads)
        at::set_num_threads(threads);
    if (void* function = openBlasFunction("openblas_set_num_threads"))
        reinterpret_cast<void (*)(int)>(function)(threads);
}

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

// The studio opens the engine with RTLD_LOCAL, so a search of the global names is not enough.
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

} // namespace spw::ops
