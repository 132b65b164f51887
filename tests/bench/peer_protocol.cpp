// SPDX-License-Identifier: GPL-3.0-or-later
// The protocol that Python libraries for spiking networks are timed with, as one program to be run beside them
// (README.md says how): seconds against theirs. `kernels bench` runs the same networks against a loop in this process.
//
//     peer_protocol [--threads 2] [--rounds 5] [--only TEXT] [--no-memory]
#include "kernels/torch/aten.h"
#include "kernels/torch/caching_allocator.h"
#include "kernels/torch/peer_protocol.h"
#include "kernels/torch/threads.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

namespace {

using namespace spw::ops;

constexpr std::int64_t kSteps = 500;

double processorSeconds()
{
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return double(t.tv_sec) + 1e-9 * double(t.tv_nsec);
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void measure(const PeerCase& which, int rounds, int threads)
{
    PeerNetwork network(which, kSteps, which.n);
    const double rate = network.ours().mean().item<double>();   // the first pass warms up
    std::vector<double> walls, processors;   // the second divided by the threads: about the first on a quiet machine
    for (int i = 0; i < rounds; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const double before = processorSeconds();
        network.ours();
        walls.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        processors.push_back((processorSeconds() - before) / threads);
    }
    const double time = median(walls);
    std::printf("%-36s %8.3f s (%.3f s of each processor)   peer %5.2f s   ratio %.2f   goal %.2f   %s   rate %.3f\n",
                which.name.c_str(), time, median(processors), which.peer, time / which.peer, which.share,
                time <= which.share * which.peer ? "met" : "missed", rate);
    std::fflush(stdout);
}

void measureMemory(const MemoryCase& which)
{
    const double ours = trainingMegabytes(which, true), peer = trainingMegabytes(which, false);
    std::printf("memory, %-36s %6.0f MB   peer's operations %6.0f MB   ratio %.2f   goal %.2f   %s\n", which.name.c_str(),
                ours, peer, ours / peer, kMemoryShare, ours <= kMemoryShare * peer ? "met" : "missed");
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv)
{
    int threads = 2, rounds = 5;
    bool memory = true;
    std::string only;
    for (int i = 1; i < argc; ++i) {
        const std::string option = argv[i];
        const char* value = i + 1 < argc ? argv[i + 1] : "";
        if (option == "--no-memory")
            memory = false;
        else if (option == "--threads")
            threads = std::max(1, std::atoi(value)), ++i;
        else if (option == "--rounds")
            rounds = std::max(1, std::atoi(value)), ++i;
        else if (option == "--only")
            only = value, ++i;
        else {
            std::fprintf(stderr, "usage: %s [--threads N] [--rounds N] [--only TEXT] [--no-memory]\n", argv[0]);
            return 2;
        }
    }
    installCachingAllocator();
    at::manual_seed(1);
    if (memory)
        for (const MemoryCase& which : memoryCases())
            if (which.name.find(only) != std::string::npos)
                measureMemory(which);
    setComputeThreads(threads);
    std::printf("T = %d, batch 16, forward and backward, %d threads, median of %d\n", int(kSteps), threads, rounds);
    for (const PeerCase& which : peerCases())
        if (which.name.find(only) != std::string::npos)
            measure(which, rounds, threads);
    return 0;
}
