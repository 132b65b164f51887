// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/aten.h"
#include "kernels/torch/caching_allocator.h"
#include "kernels/torch/lif_loops.h"
#include "kernels/torch/neuron_ops.h"
#include "tests/bench/ratio.h"

#include <benchmark/benchmark.h>

using namespace spw;

namespace {

const ops::NeuronConfig kLif{"neuron.lif",
                             {{"tau", 2.0}, {"v_threshold", 1.0}, {"v_reset", 0.0}, {"decay_input", 1.0}},
                             "sigmoid", {{"alpha", 4.0}}, true, false};

/// LIF forward and backward through autograd, [steps, neurons]; `speedup` is against the per-step loop over unbind().
void lifTraining(benchmark::State& state)
{
    const at::Tensor x = at::randn({state.range(0), state.range(1)}).add_(0.4), grad = at::randn_like(x);
    const auto fused = [&] {
        at::Tensor in = x.detach().requires_grad_();
        ops::runNeuron(in, {}, {}, kLif).spikes.backward(grad);
        return in.grad();
    };
    const auto loop = [&] {
        at::Tensor in = x.detach().requires_grad_();
        ops::lifLoop(in, true, true).backward(grad);
        return in.grad();
    };
    if (!at::allclose(fused(), loop(), 1e-4, 1e-5)) {
        state.SkipWithError("the fused gradient differs from the loop's");
        return;
    }
    for (auto _ : state)
        benchmark::DoNotOptimize(fused().data_ptr());
    state.SetItemsProcessed(state.iterations() * x.numel());   // neuron-steps
    state.counters["speedup"] = bench::pairedRatio(fused, loop);
}
BENCHMARK(lifTraining)->Args({8, 4096})->Args({100, 4096})->Args({100, 65536})->Unit(benchmark::kMillisecond);

/// LIF forward alone; `speedup` is against the loop that a careful user writes, in place.
void lifInference(benchmark::State& state)
{
    const at::Tensor x = at::randn({state.range(0), state.range(1)}).add_(0.4);
    const auto fused = [&] { return ops::runNeuron(x, {}, {}, kLif).spikes; };
    const auto loop = [&] { return ops::lifLoopInPlace(x); };
    if (!at::equal(fused(), loop())) {
        state.SkipWithError("the fused spikes differ from the loop's");
        return;
    }
    for (auto _ : state)
        benchmark::DoNotOptimize(fused().data_ptr());
    state.SetItemsProcessed(state.iterations() * x.numel());
    state.counters["speedup"] = bench::pairedRatio(fused, loop);
}
BENCHMARK(lifInference)->Args({8, 4096})->Args({100, 4096})->Args({100, 65536})->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char** argv)
{
    ops::installCachingAllocator();
    at::set_num_threads(1);
    at::manual_seed(1);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
