// SPDX-License-Identifier: GPL-3.0-or-later
// The protocol that Python libraries for spiking networks are timed with, on this engine's operators: Linear n -> n and
// LIF over T = 500 steps at batch 16, forward and backward, two threads. Also the peak memory of training, of this
// network and of the N-MNIST one, beside the same networks with the operations of SpikingJelly's torch backend.
// README.md says how to repeat it beside the peers.
//
//     peer_protocol [--threads 2] [--rounds 5] [--only TEXT] [--no-memory]
#include "kernels/torch/aten.h"
#include "kernels/torch/caching_allocator.h"
#include "kernels/torch/lif_loops.h"
#include "kernels/torch/neuron_ops.h"
#include "kernels/torch/sparse_ops.h"
#include "kernels/torch/spiking_block.h"

#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

namespace {

using namespace spw::ops;

constexpr std::int64_t kSteps = 500, kBatch = 16;

NeuronConfig lif(const char* surrogate = "sigmoid")
{
    return {"neuron.lif", {{"tau", 2.0}, {"v_threshold", 1.0}, {"v_reset", 0.0}, {"decay_input", 1.0}}, surrogate, {},
            true, false};
}

at::Tensor weights(std::int64_t n, double gain)
{
    return at::randn({n, n}).mul_(gain / std::sqrt(double(n))).requires_grad_();
}

double processorSeconds()
{
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return double(t.tv_sec) + 1e-9 * double(t.tv_nsec);
}

struct Times {
    double wall, processor;   // the second divided by the threads: about the first, were nobody else on the machine
};

Times timesOf(const std::function<void()>& work, int threads)
{
    const auto start = std::chrono::steady_clock::now();
    const double before = processorSeconds();
    work();
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
            (processorSeconds() - before) / threads};
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

struct Measure {
    std::string name;
    std::int64_t n;
    double density;        // 0: dense input; < 0: the neuron alone
    double peer, share;    // seconds of the fastest Python library on a quiet machine of this kind; ours at most
};

void measure(const Measure& m, int rounds, int threads)
{
    const at::Tensor input = m.density > 0 ? at::rand({kSteps, kBatch, m.n}).lt_(m.density)
                                           : at::randn({kSteps, kBatch, m.n});
    const at::Tensor weight = m.density < 0 ? at::Tensor() : weights(m.n, m.density > 0 ? 4.0 : 1.5);
    const at::Tensor grad = at::randn_like(input);
    PackedWeights packed;
    at::Tensor fired;   // of the last pass; looked at when the clock stands
    const auto pass = [&] {
        const at::Tensor x = m.density < 0 ? input.detach().requires_grad_() : input;
        const at::Tensor current = m.density < 0 ? x : adaptiveLinear(x, weight, {}, packed);
        const at::Tensor spikes = runNeuron(current, {}, {}, lif()).spikes;
        spikes.backward(grad);
        fired = spikes.detach();
        if (!weight.defined())
            return;
        weight.mutable_grad() = at::Tensor();
        const at::NoGradGuard guard;
        weight.mul_(1.0);   // as an optimiser does: the weights are new at every pass
    };
    pass();
    std::vector<double> walls, processors;
    for (int i = 0; i < rounds; ++i) {
        const Times t = timesOf(pass, threads);
        walls.push_back(t.wall);
        processors.push_back(t.processor);
    }
    const double time = median(walls), goal = m.peer * m.share;
    std::printf("%-34s %8.3f s (%.3f s of each processor)   peer %5.2f s   ratio %.2f   goal %.2f   %s   rate %.3f\n",
                m.name.c_str(), time, median(processors), m.peer, time / m.peer, m.share,
                time <= goal ? "met" : "missed", fired.mean().item<double>());
    std::fflush(stdout);
}

void trainProtocolOnce(bool ours)
{
    const at::Tensor input = at::rand({kSteps, kBatch, 1024}).lt_(0.05), weight = weights(1024, 4.0);
    PackedWeights packed;
    const at::Tensor current = ours ? adaptiveLinear(input, weight, {}, packed) : at::linear(input, weight);
    const at::Tensor spikes = ours ? runNeuron(current, {}, {}, lif()).spikes : lifLoopOfPeer(current);
    spikes.mean().backward();
}

/// Conv-BN-LIF-MaxPool twice, then Linear-LIF, on 16 frames of a batch of 64.
void trainPicturesOnce(bool ours)
{
    const std::int64_t steps = 16, batch = 64;
    const at::Tensor x = at::rand({steps * batch, 2, 34, 34}).lt_(0.05).contiguous(at::MemoryFormat::ChannelsLast);
    const at::Tensor w1 = at::randn({16, 2, 3, 3}).mul_(0.3).requires_grad_(),
                     w2 = at::randn({32, 16, 3, 3}).mul_(0.1).requires_grad_(),
                     w3 = at::randn({10, 32 * 8 * 8}).mul_(0.05).requires_grad_();
    const auto ones = [](std::int64_t n) { return at::ones({n}).requires_grad_(); };
    const auto zeros = [](std::int64_t n) { return at::zeros({n}).requires_grad_(); };
    PackedWeights p2, p3;
    const auto layer = [&](const at::Tensor& in, const at::Tensor& w, PackedWeights& packed) {
        const at::Tensor y = ours ? adaptiveConv2d(in, w, {}, {{1, 1}, {1, 1}, {1, 1}}, 1, packed)
                                  : at::conv2d(in, w, {}, {1, 1}, {1, 1});
        const std::int64_t c = w.size(0);
        if (!ours) {
            const at::Tensor normal = at::batch_norm(y, ones(c), zeros(c), at::zeros({c}), at::ones({c}), true, 0.1, 1e-5, false);
            return at::max_pool2d(lifLoopOfPeer(normal.unflatten(0, {steps, batch})).flatten(0, 1), {2, 2});
        }
        BlockConfig block;
        block.norm = BlockNorm{ones(c), zeros(c), at::zeros({c}), at::ones({c}), true, 0.1, 1e-5};
        block.neuron = lif("atan");
        block.pool = BlockPool{{2, 2}, {2, 2}, {0, 0}, false};
        return runBlock(y.unflatten(0, {steps, batch}), block).spikes.flatten(0, 1);
    };
    PackedWeights p1;
    const at::Tensor features = layer(layer(x, w1, p1), w2, p2).flatten(1).unflatten(0, {steps, batch});
    const at::Tensor current = ours ? adaptiveLinear(features, w3, {}, p3) : at::linear(features, w3);
    const at::Tensor spikes = ours ? runNeuron(current, {}, {}, lif("atan")).spikes : lifLoopOfPeer(current);
    spikes.mean().backward();
}

/// Megabytes that `work` adds at its peak, measured in a process of its own so that nothing else counts.
double peakOf(const char* program, const char* what)
{
    int ends[2];
    if (pipe(ends) != 0)
        return 0.0;
    const pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        execl(program, program, "--memory", what, static_cast<char*>(nullptr));
        _exit(1);
    }
    close(ends[1]);
    char text[64] = {};
    const ssize_t length = read(ends[0], text, sizeof text - 1);
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return length > 0 ? std::atof(text) : 0.0;
}

/// Of this program image alone: what getrusage says also counts the process that started it.
double peakMegabytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind("VmHWM:", 0) == 0)
            return std::atof(line.c_str() + 6) / 1024.0;
    return 0.0;
}

int memoryOf(const std::string& what)
{
    const bool ours = what.rfind("ours", 0) == 0, pictures = what.find("pictures") != std::string::npos;
    if (ours)
        installCachingAllocator();
    const double before = peakMegabytes();
    for (int i = 0; i < 2; ++i)
        pictures ? trainPicturesOnce(ours) : trainProtocolOnce(ours);
    std::printf("%.1f\n", peakMegabytes() - before);
    return 0;
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
        if (option == "--memory")
            return memoryOf(value);
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
    at::set_num_threads(threads);
    if (void* function = dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))
        reinterpret_cast<void (*)(int)>(function)(threads);
    installCachingAllocator();
    at::manual_seed(1);
    std::printf("T = %d, batch %d, forward and backward, %d threads, median of %d\n", int(kSteps), int(kBatch), threads, rounds);
    for (const Measure& m : {Measure{"Linear + LIF, n = 512", 512, 0, 0.31, 0.5},
                             Measure{"Linear + LIF, n = 1024", 1024, 0, 0.50, 0.5},
                             Measure{"Linear + LIF, n = 4096", 4096, 0, 4.2, 0.75},
                             Measure{"Linear + LIF, n = 4096, 5 % spikes", 4096, 0.05, 4.2, 0.35},
                             Measure{"LIF alone, n = 4096", 4096, -1, 0.33, 0.2}})
        if (only.empty() || m.name.find(only) != std::string::npos)
            measure(m, rounds, threads);
    if (memory)
        for (const char* network : {"protocol", "pictures"}) {
            const double ours = peakOf(argv[0], (std::string("ours ") + network).c_str());
            const double plain = peakOf(argv[0], (std::string("loop ") + network).c_str());
            std::printf("peak memory, %-9s %8.0f MB   peer's loop %8.0f MB   ratio %.2f   goal 0.60   %s\n", network, ours,
                        plain, ours / plain, ours <= 0.6 * plain ? "met" : "missed");
        }
    return 0;
}
