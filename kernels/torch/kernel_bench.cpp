// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/kernel_bench.h"

#include "kernels/cpu/isa.h"
#include "kernels/events/events.h"
#include "kernels/neuron_kernels.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/bench_case.h"
#include "kernels/torch/caching_allocator.h"
#include "kernels/torch/lif_loops.h"
#include "kernels/torch/neuron_ops.h"
#include "kernels/torch/threads.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <ctime>
#include <fstream>
#include <memory>
#include <optional>
#include <random>
#include <span>

namespace spw::ops {

namespace {

double secondsNow(int threads)
{
    if (threads > 1)
        return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);   // on a shared machine the wall clock times the neighbours
    return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

double timeOf(const Work& work, int repeats, int threads)
{
    const double start = secondsNow(threads);
    for (int i = 0; i < repeats; ++i)
        work();
    return (secondsNow(threads) - start) / repeats;
}

/// Repeats that make one sample at least 20 ms long.
int repeatsFor(const Work& work, int threads)
{
    const double once = std::max(timeOf(work, 1, threads), 1e-7);
    return std::clamp(int(0.02 / once), 1, 20000);
}

double quantile(std::vector<double> values, double q)
{
    std::sort(values.begin(), values.end());
    const double place = q * double(values.size() - 1);
    const std::size_t low = std::size_t(place);
    const std::size_t high = std::min(low + 1, values.size() - 1);
    return values[low] + (place - double(low)) * (values[high] - values[low]);
}

/// A case of memory: what it takes hardly varies, so once is enough.
void compareMemory(const Case& c, BenchResult& r)
{
    r.ratioName = "of the baseline's memory";
    r.megabytes = c.megabytes();
    r.baselineMegabytes = c.baselineMegabytes();
    r.verified = true;
    if (r.megabytes <= 0 || r.baselineMegabytes <= 0) {
        r.ratioName = "(this system does not tell a process's memory)";
        r.goal = 0.0;
        return;
    }
    r.ratio = r.ratioLow = r.ratioHigh = r.megabytes / r.baselineMegabytes;
    r.met = r.goal == 0.0 || r.ratio <= r.goal;
}

BenchResult runCase(const Case& c, const BenchOptions& options)
{
    BenchResult r;
    r.id = c.id;
    r.name = c.name;
    r.baseline = c.baseline;
    r.item = c.item;
    r.goal = options.smoke ? 0.0 : c.goal;   // the goals are stated for the full shapes
    r.lessIsBetter = c.lessIsBetter;
    r.ratioName = c.bytes > 0 ? "share of the baseline's bytes per second"
                  : c.lessIsBetter ? "times the baseline's time"
                                   : "times faster than the baseline";
    if (c.megabytes) {
        compareMemory(c, r);
        return r;
    }
    r.verified = c.verify();
    if (!r.verified)
        return r;
    const int threads = c.threads ? c.threads : options.threads;
    const int repeatsA = repeatsFor(c.work, threads), repeatsB = repeatsFor(c.baselineWork, threads);
    const int rounds = (c.rounds ? std::min(c.rounds, options.rounds) : options.rounds) + 1;
    std::vector<double> timesA, timesB, ratios;
    for (int round = 0; round < rounds && !options.stop.stop_requested(); ++round) {
        const double a = timeOf(c.work, repeatsA, threads), b = timeOf(c.baselineWork, repeatsB, threads);
        if (round == 0 && rounds > 1)
            continue;   // caches and pages are warm from the second round on
        timesA.push_back(a);
        timesB.push_back(b);
        ratios.push_back(c.bytes > 0       ? (c.bytes / a) / (c.baselineBytes / b)
                         : c.lessIsBetter ? a / b
                                          : b / a);
    }
    if (ratios.empty())
        return r;
    r.nsPerItem = quantile(timesA, 0.5) / c.items * 1e9;
    r.baselineNsPerItem = quantile(timesB, 0.5) / c.items * 1e9;
    r.ratio = quantile(ratios, 0.5);
    r.ratioLow = quantile(ratios, 0.25);
    r.ratioHigh = quantile(ratios, 0.75);
    if (c.bytes > 0) {
        r.gigabytesPerSecond = c.bytes / quantile(timesA, 0.5) * 1e-9;
        r.copyShare = r.ratio;
    }
    r.met = r.goal == 0.0 || (r.lessIsBetter ? r.ratioLow <= r.goal : r.ratioHigh >= r.goal);
    return r;
}

NeuronConfig lifConfig(bool detach)
{
    return {"neuron.lif",
            {{"tau", 2.0}, {"v_threshold", 1.0}, {"v_reset", 0.0}, {"decay_input", 1.0}},
            "sigmoid", {{"alpha", 4.0}}, detach, false};
}

std::string shapeText(std::int64_t steps, std::int64_t neurons)
{
    return "[" + std::to_string(steps) + ", " + std::to_string(neurons) + "]";
}

/// Input that makes a LIF of tau 2 fire at about one step in ten.
at::Tensor benchInput(std::int64_t steps, std::int64_t neurons) { return at::randn({steps, neurons}).add_(0.4); }

Work train(const at::Tensor& x, const std::function<at::Tensor(const at::Tensor&)>& forward, const at::Tensor& grad)
{
    return [=] {
        at::Tensor input = x.detach().requires_grad_();
        forward(input).backward(grad);
    };
}

bool trainingAgrees(const at::Tensor& x, bool detach, const at::Tensor& grad)
{
    const at::Tensor a = x.slice(1, 0, 1000).clone().requires_grad_(), b = a.detach().clone().requires_grad_();
    const at::Tensor fused = runNeuron(a, {}, {}, lifConfig(detach)).spikes, loop = lifLoop(b, detach, true);
    fused.backward(grad.slice(1, 0, a.size(1)));
    loop.backward(grad.slice(1, 0, a.size(1)));
    const double error = (a.grad() - b.grad()).abs().max().item<double>();
    return at::equal(fused, loop) && error <= 1e-5 * std::max(1.0, b.grad().abs().max().item<double>());
}

void addTrainingCases(std::vector<Case>& cases, const BenchOptions& options)
{
    const std::int64_t steps = options.smoke ? 50 : 500, big = options.smoke ? 8192 : 65536, small = 4096;
    const auto add = [&](std::string id, std::int64_t neurons, bool detach, bool unbind, bool caching, double goal) {
        const at::Tensor x = benchInput(steps, neurons), grad = at::randn_like(x);
        const auto prepared = [caching](const Work& work) -> Work {
            return [=] {
                const bool before = cachingAllocatorEnabled();
                setCachingAllocatorEnabled(caching);
                work();
                setCachingAllocatorEnabled(before);
            };
        };
        Case c;
        c.id = id;
        c.name = "LIF forward and backward " + shapeText(steps, neurons) + (detach ? ", detach_reset" : "")
                 + (caching ? ", caching allocator" : ", default allocator");
        c.baseline = unbind ? "per-step LibTorch loop over unbind(), same allocator"
                            : "per-step LibTorch loop that indexes x[t], same allocator";
        c.items = double(steps * neurons);
        c.goal = goal;
        c.rounds = unbind ? 0 : 3;   // quadratic in time: seconds a call
        c.work = prepared(train(x, [detach](const at::Tensor& in) {
            return runNeuron(in, {}, {}, lifConfig(detach)).spikes;
        }, grad));
        c.baselineWork = prepared(train(x, [detach, unbind](const at::Tensor& in) {
            return lifLoop(in, detach, unbind);
        }, grad));
        c.verify = [=] { return trainingAgrees(x, detach, grad); };
        cases.push_back(std::move(c));
    };
    add("G1", big, true, true, true, 6.0);
    add("G1", big, false, true, true, 6.0);
    add("G2", small, true, true, false, 12.0);
    add("G3", small, true, false, false, 0.0);
}

void addInferenceCases(std::vector<Case>& cases, const BenchOptions& options)
{
    const std::int64_t steps = options.smoke ? 50 : 500, neurons = options.smoke ? 8192 : 65536;
    const at::Tensor x = benchInput(steps, neurons);
    for (const bool inPlace : {false, true}) {
        Case c;
        c.id = "G4";
        c.name = "LIF inference " + shapeText(steps, neurons);
        c.baseline = inPlace ? "per-step LibTorch loop, in place, written by hand" : "per-step LibTorch loop, naive";
        c.items = double(steps * neurons);
        c.goal = inPlace ? 3.0 : 7.0;
        c.work = [=] { runNeuron(x, {}, {}, lifConfig(true)); };
        c.baselineWork = [=] { inPlace ? lifLoopInPlace(x) : lifLoopInference(x); };
        c.verify = [=] {
            return at::equal(runNeuron(x, {}, {}, lifConfig(true)).spikes,
                             inPlace ? lifLoopInPlace(x) : lifLoopInference(x));
        };
        cases.push_back(std::move(c));
    }
}

/// Raw passes on one thread against a copy: memory made once, so that only the kernels are timed.
struct RawLif {
    at::Tensor x, spikes, h, grad, gradX, state, copy;
    kernels::NeuronModel model;
    kernels::ForwardBuffers forward;
    kernels::BackwardBuffers backward;

    RawLif(std::int64_t steps, std::int64_t neurons, bool saveH, const std::string& surrogate, bool detach)
        : x(benchInput(steps, neurons))
        , spikes(at::zeros_like(x))
        , h(at::zeros_like(x))
        , grad(at::randn_like(x))
        , gradX(at::zeros_like(x))
        , state(at::zeros({neurons}))
        , copy(at::zeros_like(x))
        , model(kernels::NeuronModel::make("neuron.lif", lifConfig(detach).params, {}, surrogate, {{"alpha", 2.0}}, detach))
    {
        forward.steps = backward.steps = steps;
        forward.neurons = backward.neurons = neurons;
        forward.x = x.data_ptr();
        forward.spikes = spikes.data_ptr();
        forward.h = h.data_ptr();
        forward.state[0] = state.data_ptr();
        runForward();   // makes h for the backward pass
        if (!saveH)
            forward.h = nullptr;
        backward.h = h.data_ptr();
        backward.gradSpikes = grad.data_ptr();
        backward.gradX = gradX.data_ptr();
        backward.gradState[0] = state.data_ptr();
    }
    void runForward()
    {
        state.zero_();
        kernels::forwardCpu(model, forward, 0, forward.neurons);
    }
    void runBackward()
    {
        state.zero_();
        kernels::backwardCpu(model, backward, 0, backward.neurons, nullptr);
    }
    void runCopy() { std::memcpy(copy.data_ptr(), x.data_ptr(), std::size_t(x.numel()) * 4); }
    bool verify()
    {
        runForward();
        return at::equal(spikes, lifLoopInPlace(x));
    }
};

void addBandwidthCases(std::vector<Case>& cases, const BenchOptions& options)
{
    const std::int64_t steps = options.smoke ? 50 : 500, neurons = options.smoke ? 32768 : 65536;
    const double items = double(steps * neurons);
    const auto add = [&](std::string id, std::string name, double bytes, double goal, bool saveH,
                         const std::string& surrogate, bool detach, bool backward) {
        auto lif = std::make_shared<std::optional<RawLif>>();   // 0.8 GB: made when its turn comes
        const auto get = [=]() -> RawLif& {
            if (!*lif)
                lif->emplace(steps, neurons, saveH, surrogate, detach);
            return **lif;
        };
        Case c;
        c.id = id;
        c.name = name + " " + shapeText(steps, neurons);
        c.baseline = "memcpy of the input";
        c.items = items;
        c.bytes = bytes * items;
        c.baselineBytes = 8 * items;
        c.goal = goal;
        c.work = backward ? Work([=] { get().runBackward(); }) : Work([=] { get().runForward(); });
        c.baselineWork = [=] { get().runCopy(); };
        c.verify = [=] { return get().verify(); };
        cases.push_back(std::move(c));
    };
    add("G5", "LIF forward, 8 bytes a step", 8, 0.80, false, "sigmoid", true, false);
    add("G6", "LIF forward that saves h, 12 bytes a step", 12, 0.85, true, "sigmoid", true, false);
    for (const char* surrogate : {"sigmoid", "atan", "piecewise_quadratic", "erf"})
        for (const bool detach : {true, false})
            add("G7", std::string("LIF backward, ") + surrogate + (detach ? ", detach_reset" : ""), 12,
                detach ? 0.70 : 0.58, true, surrogate, detach, true);
}

void addInstructionSetCases(std::vector<Case>& cases)
{
    if (kernels::availableIsas().back() != kernels::Isa::Avx512)
        return;
    for (const bool backward : {false, true}) {
        auto lif = std::make_shared<RawLif>(8, 4096, true, "sigmoid", true);
        const auto on = [=](kernels::Isa isa) -> Work {
            return [=] {
                const kernels::Isa before = kernels::activeIsa();
                kernels::setActiveIsa(isa);
                backward ? lif->runBackward() : lif->runForward();
                kernels::setActiveIsa(before);
            };
        };
        Case c;
        c.id = "G8";
        c.name = std::string("LIF ") + (backward ? "backward" : "forward") + " on AVX2, data in L2 [8, 4096]";
        c.baseline = "the same on AVX-512";
        c.items = 8 * 4096;
        c.goal = 2.5;
        c.lessIsBetter = true;
        c.work = on(kernels::Isa::Avx2);
        c.baselineWork = on(kernels::Isa::Avx512);
        c.verify = [=] {
            on(kernels::Isa::Avx2)();
            const at::Tensor first = (backward ? lif->gradX : lif->h).clone();
            on(kernels::Isa::Avx512)();
            return at::equal(first, backward ? lif->gradX : lif->h);
        };
        cases.push_back(std::move(c));
    }
}

template <class T>
std::span<T> spanOf(const at::Tensor& tensor)
{
    return {static_cast<T*>(tensor.data_ptr()), std::size_t(tensor.numel())};
}

/// Random events of an N-MNIST-like sensor, more than the cache holds: a data set is read once, in order. The arrays
/// are tensors for their alignment.
struct EventData {
    kernels::FrameShape shape{2, 34, 34};
    at::Tensor x, y, p, t;
    std::vector<std::byte> bytes, copy;
    std::vector<float> frames;
    static constexpr std::int64_t kEvents = 4'000'000;
    static constexpr std::int64_t kDuration = 8'000'000, kFrames = 20;

    EventData()
        : x(at::zeros({kEvents}, at::kShort))
        , y(at::zeros({kEvents}, at::kShort))
        , p(at::zeros({kEvents}, at::kByte))
        , t(at::zeros({kEvents}, at::kLong))
        , bytes(kEvents * kernels::kBs2RecordBytes)
        , copy(bytes.size())
        , frames(std::size_t(kFrames * shape.size()))
    {
        std::mt19937 random(5);
        for (std::int64_t i = 0; i < kEvents; ++i) {
            const std::uint32_t time = std::uint32_t(i * kDuration / kEvents);
            const std::uint32_t low = (random() % 2) << 23 | time;
            const std::uint8_t record[5] = {std::uint8_t(random() % 34), std::uint8_t(random() % 34),
                                            std::uint8_t(low >> 16), std::uint8_t(low >> 8), std::uint8_t(low)};
            std::memcpy(&bytes[std::size_t(i) * 5], record, 5);
        }
    }
};

void addEventCases(std::vector<Case>& cases)
{
    auto data = std::make_shared<EventData>();
    const double size = double(data->bytes.size());
    const bool avx512 = kernels::availableIsas().back() == kernels::Isa::Avx512;
    const Work copy = [=] { std::memcpy(data->copy.data(), data->bytes.data(), data->bytes.size()); };
    const Work decode = [=] { kernels::decodeBs2(data->bytes, spanOf<std::uint16_t>(data->x), spanOf<std::uint16_t>(data->y),
                           spanOf<std::uint8_t>(data->p), spanOf<std::int64_t>(data->t)); };
    const Work bin = [=] {
        kernels::accumulateBs2(data->bytes, 0, EventData::kDuration, EventData::kFrames, data->shape, data->frames);
    };
    const auto sumIsRight = [=] {
        decode();
        bin();
        double sum = 0;
        for (const float count : data->frames)
            sum += count;
        return sum == double(EventData::kEvents) && spanOf<std::int64_t>(data->t).back() == EventData::kDuration - 2;
    };
    const auto add = [&](std::string id, std::string name, double goal, const Work& work) {
        Case c;
        c.id = id;
        c.name = name;
        c.baseline = "memcpy of the packed bytes";
        c.item = "event";
        c.items = double(EventData::kEvents);
        c.bytes = c.baselineBytes = size;
        c.goal = goal;
        c.work = work;
        c.baselineWork = copy;
        c.verify = sumIsRight;
        cases.push_back(std::move(c));
    };
    add("G15", "bs2 to arrays, packed bytes in", avx512 ? 0.35 : 0.15, decode);
    if (avx512)
        add("G15", "bs2 to arrays, packed bytes in, scalar", 0.15, [=] {
            kernels::setActiveIsa(kernels::Isa::Scalar);
            decode();
            kernels::setActiveIsa(kernels::Isa::Avx512);
        });
    add("G16", "bs2 to 20 frames of 34 x 34 x 2, packed bytes in", 0.125, bin);
}

/// What matters of the choices: the one that costs most.
void tellWorstChoice(std::vector<BenchResult>& results)
{
    const BenchResult* worst = nullptr;
    for (const BenchResult& r : results)
        if (r.id == kChoiceId && (!worst || r.ratio > worst->ratio))
            worst = &r;
    if (!worst)
        return;
    BenchResult told = *worst;
    told.name = "worst choice of all: " + told.name;
    results.push_back(told);
}

} // namespace

std::vector<std::pair<std::string, std::string>> benchConditions()
{
    std::vector<std::pair<std::string, std::string>> lines;
    std::ifstream cpu("/proc/cpuinfo");
    for (std::string line; std::getline(cpu, line);)
        if (line.rfind("model name", 0) == 0) {
            lines.emplace_back("processor", line.substr(line.find(':') + 2));
            break;
        }
    lines.emplace_back("instruction set", kernels::isaName(kernels::activeIsa()));
    lines.emplace_back("threads", std::to_string(parallelThreads()));
    lines.emplace_back("caching allocator", cachingAllocatorEnabled() ? "on" : "off");
    std::ifstream load("/proc/loadavg");
    if (std::string line; std::getline(load, line))
        lines.emplace_back("load average", line);
    return lines;
}

std::vector<BenchResult> benchKernels(const BenchOptions& options)
{
    const bool cachingBefore = cachingAllocatorEnabled();
    const int threadsBefore = at::get_num_threads();
    setCachingAllocatorEnabled(true);
    at::manual_seed(1);

    std::vector<std::function<void(std::vector<Case>&)>> groups{
        [&](std::vector<Case>& c) { addTrainingCases(c, options); },
        [&](std::vector<Case>& c) { addInferenceCases(c, options); },
        [&](std::vector<Case>& c) { addBandwidthCases(c, options); },
        [&](std::vector<Case>& c) { addInstructionSetCases(c); },
        [&](std::vector<Case>& c) { addSparseCases(c, options); },
        [&](std::vector<Case>& c) { addPeerCases(c, options); },
        [&](std::vector<Case>& c) { addChoiceCases(c, options); },
        [&](std::vector<Case>& c) { addSrmCases(c, options); },
        [&](std::vector<Case>& c) { addPlasticityCases(c, options); },
        [&](std::vector<Case>& c) { addSequenceCases(c, options); },
        [&](std::vector<Case>& c) { addEventCases(c); }};
    std::vector<BenchResult> results;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        std::vector<Case> cases;
        groups[g](cases);
        for (std::size_t i = 0; i < cases.size(); ++i) {
            if (options.stop.stop_requested())
                break;
            Case& c = cases[i];
            if (options.only.empty() || c.id == options.only || c.name.find(options.only) != std::string::npos) {
                options.report(c.id + " " + c.name,
                               (double(g) + double(i) / double(cases.size())) / double(groups.size()));
                setComputeThreads(c.threads ? c.threads : options.threads);
                results.push_back(runCase(c, options));
            }
            c = Case();   // drops its memory before the next one
        }
    }
    tellWorstChoice(results);
    setComputeThreads(threadsBefore);
    setCachingAllocatorEnabled(cachingBefore);
    return results;
}

} // namespace spw::ops
