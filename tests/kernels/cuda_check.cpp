// SPDX-License-Identifier: GPL-3.0-or-later
// Checks and times the CUDA kernels on a machine that has a GPU and little else: needs neither Qt nor LibTorch.
// Compares every kernel with the double-precision reference, then prints GB/s and the share of a device copy's
// bandwidth. The last line is "N passed, M failed, K skipped"; the exit code is 0 if nothing failed.
#include "kernels/check/kernel_check.h"
#include "kernels/cuda/neuron_cuda.h"
#include "kernels/plasticity/stdp_cuda.h"
#include "kernels/surrogate/surrogate.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

using namespace spw::kernels;

namespace {

/// Median seconds of `work`, after one run to warm up.
double medianSeconds(const std::function<void()>& work)
{
    work();
    std::vector<double> times;
    for (int i = 0; i < 15; ++i)
        times.push_back(cudaSeconds(work));
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

class DeviceArray {
public:
    explicit DeviceArray(std::size_t floats) : m_data(static_cast<float*>(cudaTake(floats * sizeof(float)))) {}
    ~DeviceArray() { cudaGive(m_data); }
    DeviceArray(const DeviceArray&) = delete;
    DeviceArray& operator=(const DeviceArray&) = delete;
    float* data() const { return m_data; }

private:
    float* m_data;
};

void line(const std::string& name, double bytes, double seconds, double copyRate)
{
    std::printf("%-44s %8.1f us %8.1f GB/s %6.1f %% of device copy\n", name.c_str(), seconds * 1e6,
                bytes / seconds * 1e-9, 100.0 * bytes / seconds / copyRate);
}

void timeShape(std::int64_t steps, std::int64_t neurons)
{
    const std::size_t size = std::size_t(steps) * std::size_t(neurons);
    const double floats = double(size) * sizeof(float);
    const DeviceArray x(size), spikes(size), h(size), grad(size), gradX(size), state{std::size_t(neurons)};
    std::vector<float> values(size);
    std::uint32_t seed = 1;
    for (float& value : values) {
        seed = seed * 1664525u + 1013904223u;
        value = float(seed >> 8) / float(1 << 24) * 3.0f - 0.6f;   // a LIF of tau 2 fires now and then
    }
    cudaCopyIn(x.data(), values.data(), size * sizeof(float));
    cudaCopyIn(grad.data(), values.data(), size * sizeof(float));
    const std::vector<float> zeros(static_cast<std::size_t>(neurons), 0.0f);
    cudaCopyIn(state.data(), zeros.data(), zeros.size() * sizeof(float));

    const double copyRate =
        2 * floats / medianSeconds([&] { cudaCopyWithin(h.data(), x.data(), size * sizeof(float)); });
    std::printf("\n[%lld, %lld] float32, device copy %.1f GB/s\n", static_cast<long long>(steps),
                static_cast<long long>(neurons), copyRate * 1e-9);
    ForwardBuffers f;
    f.steps = steps;
    f.neurons = neurons;
    f.x = x.data();
    f.spikes = spikes.data();
    f.state[0] = state.data();
    BackwardBuffers b;
    b.steps = steps;
    b.neurons = neurons;
    b.h = h.data();
    b.gradSpikes = grad.data();
    b.gradX = gradX.data();
    b.gradState[0] = state.data();
    for (const SurrogateInfo& surrogate : surrogates()) {
        const NeuronModel lif = NeuronModel::make(
            "neuron.lif", {{"tau", 2.0}, {"v_threshold", 1.0}, {"v_reset", 0.0}}, {}, surrogate.id, {},
            true);
        if (surrogate.id == surrogates().front().id) {
            f.h = nullptr;
            line("LIF forward, 8 bytes a step", 2 * floats, medianSeconds([&] { forwardCuda(lif, f, 0, nullptr); }),
                 copyRate);
            f.h = h.data();
            line("LIF forward that saves h, 12 bytes a step", 3 * floats,
                 medianSeconds([&] { forwardCuda(lif, f, 0, nullptr); }), copyRate);
        }
        double sums[kMaxLearnables] = {};
        line("LIF backward, " + std::string(surrogate.id), 3 * floats,
             medianSeconds([&] { backwardCuda(lif, b, 0, nullptr, sums); }), copyRate);
    }
}

/// STDP on the GPU against the CPU's dense steps. @return how many weights differ.
int checkStdp()
{
    constexpr std::int64_t kPre = 300, kPost = 70, kStdpSteps = 50;
    std::mt19937 random(5);
    std::uniform_real_distribution<float> uniform(0, 1);
    std::vector<float> weights(std::size_t(kPre * kPost)), pre(std::size_t(kStdpSteps * kPre)), post(std::size_t(kStdpSteps * kPost));
    for (float& w : weights)
        w = uniform(random);
    for (float& s : pre)
        s = float(uniform(random) < 0.05f);
    for (float& s : post)
        s = float(uniform(random) < 0.05f);
    StdpRule rule;
    rule.plusOf = {.offset = 1, .slope = -1};
    rule.minusOf = {.offset = 0, .slope = 1};
    rule.target = 0.1f;
    std::vector<float> tracesPre(std::size_t(kPre), 0.0f), tracesPost(std::size_t(kPost), 0.0f), slow(std::size_t(kPost), 0.0f);
    const auto onDevice = [](const std::vector<float>& values) {
        auto array = std::make_unique<DeviceArray>(values.size());
        cudaCopyIn(array->data(), values.data(), values.size() * sizeof(float));
        return array;
    };
    const auto w = onDevice(weights), x = onDevice(pre), y = onDevice(post), a = onDevice(tracesPre), b = onDevice(tracesPost), c = onDevice(slow);
    stdpStepsCuda(rule, {kPre, kPost, w->data(), a->data(), b->data(), c->data()}, x->data(), y->data(), kStdpSteps, nullptr);
    const StdpLayer layer{kPre, kPost, weights.data(), tracesPre.data(), tracesPost.data(), slow.data()};
    for (std::int64_t t = 0; t < kStdpSteps; ++t)
        stdpDenseStep(rule, layer, pre.data() + t * kPre, post.data() + t * kPost);
    std::vector<float> found(weights.size());
    cudaCopyOut(found.data(), w->data(), found.size() * sizeof(float));
    int wrong = 0;
    for (std::size_t i = 0; i < found.size(); ++i)
        wrong += std::abs(found[i] - weights[i]) > 1e-5f;
    std::printf("%s STDP, %d of %zu weights differ\n", wrong ? "FAILED" : "checked", wrong, found.size());
    return wrong;
}

} // namespace

int main()
{
    try {
        CheckReport report = checkNeuronKernels("cuda", {}, [last = std::string()](const std::string& name,
                                                                                   double) mutable {
            if (name != last)
                std::printf("checking %s\n", (last = name).c_str());
        });
        for (const std::string& failure : report.failures)
            std::printf("FAILED %s\n", failure.c_str());
        for (const std::string& note : report.notes)
            std::printf("%s\n", note.c_str());
        if (cudaUsable()) {
            std::printf("device: %s\n", cudaDeviceName().c_str());
            report.failed += checkStdp() != 0;
            for (const std::int64_t neurons : {16 * 512, 16 * 4096, 16 * 16384})
                timeShape(500, neurons);
        }
        std::printf("%s\n", report.summary().c_str());
        return report.failed == 0 ? 0 : 1;
    } catch (const std::exception& error) {
        std::printf("FAILED %s\n0 passed, 1 failed, 0 skipped\n", error.what());
        return 1;
    }
}
