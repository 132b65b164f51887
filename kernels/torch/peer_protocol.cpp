// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/peer_protocol.h"

#include "kernels/torch/caching_allocator.h"
#include "kernels/torch/lif_loops.h"
#include "kernels/torch/neuron_ops.h"
#include "kernels/torch/spiking_block.h"
#include "kernels/torch/threads.h"

#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <fstream>

namespace spw::ops {

namespace {

constexpr std::int64_t kBatch = 16;

NeuronConfig lif(const char* surrogate = "sigmoid")
{
    return {"neuron.lif", {{"tau", 2.0}, {"v_threshold", 1.0}, {"v_reset", 0.0}, {"decay_input", 1.0}}, surrogate, {},
            true, false};
}

at::Tensor weights(std::int64_t n, double gain)
{
    return at::randn({n, n}).mul_(gain / std::sqrt(double(n))).requires_grad_();
}

void trainLinear(bool ours)
{
    const std::int64_t steps = 500, n = 1024;
    const at::Tensor input = at::rand({steps, kBatch, n}).lt_(0.05), weight = weights(n, 4.0);
    PackedWeights packed;
    const at::Tensor current = ours ? adaptiveLinear(input, weight, {}, packed) : at::linear(input, weight);
    const at::Tensor spikes = ours ? runNeuron(current, {}, {}, lif()).spikes : lifLoopOfPeer(current);
    spikes.mean().backward();
}

/// Conv-BN-LIF-MaxPool twice, then Linear-LIF, on 16 frames of a batch of 64.
void trainPictures(bool ours)
{
    const std::int64_t steps = 16, batch = 64;
    const at::Tensor x = at::rand({steps * batch, 2, 34, 34}).lt_(0.05).contiguous(at::MemoryFormat::ChannelsLast);
    const at::Tensor w1 = at::randn({16, 2, 3, 3}).mul_(0.3).requires_grad_(),
                     w2 = at::randn({32, 16, 3, 3}).mul_(0.1).requires_grad_(),
                     w3 = at::randn({10, 32 * 8 * 8}).mul_(0.05).requires_grad_();
    const auto ones = [](std::int64_t n) { return at::ones({n}).requires_grad_(); };
    const auto zeros = [](std::int64_t n) { return at::zeros({n}).requires_grad_(); };
    PackedWeights p1, p2, p3;
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
    const at::Tensor features = layer(layer(x, w1, p1), w2, p2).flatten(1).unflatten(0, {steps, batch});
    const at::Tensor current = ours ? adaptiveLinear(features, w3, {}, p3) : at::linear(features, w3);
    const at::Tensor spikes = ours ? runNeuron(current, {}, {}, lif("atan")).spikes : lifLoopOfPeer(current);
    spikes.mean().backward();
}

/// Of this process since the mark was set.
double peakMegabytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind("VmHWM:", 0) == 0)
            return std::atof(line.c_str() + 6) / 1024.0;
    return 0.0;
}

/// Makes the memory in use now the highest seen. @return false where the system does not know how.
bool markPeak()
{
    std::ofstream clear("/proc/self/clear_refs");
    clear << "5" << std::flush;
    return bool(clear);
}

} // namespace

const std::vector<PeerCase>& peerCases()
{
    static const std::vector<PeerCase> cases{{"Linear and LIF, n = 512", 512, 0, 0.31, 0.5},
                                             {"Linear and LIF, n = 1024", 1024, 0, 0.50, 0.5},
                                             {"Linear and LIF, n = 4096", 4096, 0, 4.2, 0.75},
                                             {"Linear and LIF, n = 4096, 5 % spikes", 4096, 0.05, 4.2, 0.35},
                                             {"LIF alone, n = 4096", 4096, -1, 0.33, 0.2}};
    return cases;
}

PeerNetwork::PeerNetwork(const PeerCase& which, std::int64_t steps, std::int64_t n)
    : m_input(which.density > 0 ? at::rand({steps, kBatch, n}).lt_(which.density) : at::randn({steps, kBatch, n}))
    , m_weight(which.density < 0 ? at::Tensor() : weights(n, which.density > 0 ? 4.0 : 1.5))
    , m_grad(at::randn_like(m_input))
{
}

at::Tensor PeerNetwork::input() const { return m_weight.defined() ? m_input : m_input.detach().requires_grad_(); }

at::Tensor PeerNetwork::backward(const at::Tensor& spikes)
{
    spikes.backward(m_grad);
    if (m_weight.defined()) {
        m_weight.mutable_grad() = at::Tensor();
        const at::NoGradGuard guard;
        m_weight.mul_(1.0);   // as an optimiser does: the weights are new at every pass
    }
    return spikes.detach();
}

at::Tensor PeerNetwork::ours()
{
    const at::Tensor x = input();
    return backward(
        runNeuron(m_weight.defined() ? adaptiveLinear(x, m_weight, {}, m_packed) : x, {}, {}, lif()).spikes);
}

at::Tensor PeerNetwork::loop()
{
    const at::Tensor x = input();
    return backward(lifLoopOfPeer(m_weight.defined() ? at::linear(x, m_weight) : x));
}

const std::vector<MemoryCase>& memoryCases()
{
    static const std::vector<MemoryCase> cases{{"Linear and LIF, n = 1024, 5 % spikes", trainLinear},
                                               {"the N-MNIST network, batch 64", trainPictures}};
    return cases;
}

double trainingMegabytes(const MemoryCase& which, bool ours)
{
    int ends[2];
    if (pipe(ends) != 0)
        return 0.0;
    trimCachingAllocator();   // or the child takes what we have kept, and it does not count
    malloc_trim(0);
    const pid_t child = fork();
    if (child == 0) {
        alarm(300);                         // rather no figure than a benchmark that hangs
        setCachingAllocatorEnabled(ours);   // part of this program, no part of the other
        setComputeThreads(1);               // the helpers did not come along
        double megabytes = 0.0;
        if (markPeak()) {
            const double before = peakMegabytes();
            for (int i = 0; i < 2; ++i)
                which.train(ours);
            megabytes = peakMegabytes() - before;
        }
        const ssize_t written = write(ends[1], &megabytes, sizeof megabytes);
        _exit(written == ssize_t(sizeof megabytes) ? 0 : 1);
    }
    close(ends[1]);
    double megabytes = 0.0;
    if (child < 0 || read(ends[0], &megabytes, sizeof megabytes) != ssize_t(sizeof megabytes))
        megabytes = 0.0;
    close(ends[0]);
    if (child > 0)
        waitpid(child, nullptr, 0);
    return megabytes;
}

} // namespace spw::ops
