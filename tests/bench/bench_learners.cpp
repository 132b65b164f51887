// SPDX-License-Identifier: GPL-3.0-or-later
// Local learners: steps a second of STDP as a run uses it, and what live views cost.
#include "core/catalog/catalog.h"
#include "core/document/document.h"
#include "core/engine/learners/synapse_learner.h"
#include "core/engine_api.h"
#include "kernels/torch/aten.h"
#include "tests/bench/ratio.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <ctime>
#include <memory>
#include <vector>

using namespace spw;
using namespace spw::engine;

namespace {

constexpr std::int64_t kInputs = 784, kOutputs = 400, kSteps = 100;

PlannedNode planned(const std::string& type)
{
    PlannedNode node;
    node.id = 1;
    node.spec = builtinCatalog().find(type);
    node.name = node.spec->title;
    node.values = node.spec->initialValues();
    return node;
}

/// The rule as Python libraries write it: operations on whole matrices, one after the other, at each step.
void stepByOperations(at::Tensor& w, at::Tensor& tracePre, at::Tensor& tracePost, const at::Tensor& in, const at::Tensor& out, double rate)
{
    tracePre = tracePre - tracePre / 20.0 + in;
    tracePost = tracePost - tracePost / 20.0 + out;
    const at::Tensor pre = -(tracePost.unsqueeze(2) * in.unsqueeze(1)).sum(0), post = (tracePre.unsqueeze(1) * out.unsqueeze(2)).sum(0);
    w = (w + rate * (pre + post)).clamp(0, 1);
}

/// Linear(784, 400), batch 1, 100 steps, weights that change at every step: G14 of the design, through the learner of the
/// engine, lists of spikes and all. `over_operations` is how many times quicker it is than the same rule by operations.
void stdp(benchmark::State& state)
{
    const at::NoGradGuard noGrad;
    at::set_num_threads(1);
    at::manual_seed(1);
    PlannedNode learner = planned("learner.stdp"), linear = planned("layer.linear");
    learner.values.set("update", std::string("step"));
    learner.values.set("w_min", 0.0);
    learner.values.set("w_max", 1.0);
    if (state.range(0) == 1)
        learner.values.set("f_post", std::string("soft"));
    const at::Tensor start = at::rand({kOutputs, kInputs}), pre = at::rand({kSteps, 1, kInputs}).lt(0.02).to(at::kFloat),
                     post = at::rand({kSteps, 1, kOutputs}).lt(0.01).to(at::kFloat);
    at::Tensor weight = start.clone();
    SynapseLearner rule(learner, linear, weight);
    const auto work = [&] { rule.observe(pre, post, {}); };
    at::Tensor w = start.clone(), tracePre = at::zeros({1, kInputs}), tracePost = at::zeros({1, kOutputs});
    const auto byOperations = [&] {
        for (std::int64_t t = 0; t < kSteps; ++t)
            stepByOperations(w, tracePre, tracePost, pre[t], post[t], 0.01);
    };
    work();
    byOperations();
    if (state.range(0) == 0 && !at::allclose(weight, w, 1e-4, 1e-5))
        state.SkipWithError("the two rules differ");
    for (auto _ : state)
        work();
    state.SetItemsProcessed(state.iterations() * kSteps);
    state.counters["over_operations"] = bench::pairedRatio(work, byOperations, 5);
}
BENCHMARK(stdp)->Arg(0)->Arg(1)->ArgName("soft")->Unit(benchmark::kMillisecond);

Document digits(std::int64_t samples)
{
    Document document;
    Graph& graph = document.graph;
    const auto add = [&graph](const char* type, const char* title, const std::vector<std::pair<std::string, ParamValue>>& values) {
        Node node;
        node.id = graph.nextId();
        node.type = type;
        node.title = title;
        for (const auto& [name, value] : values)
            node.values.set(name, value);
        graph.apply(AddNode{node});
        return node.id;
    };
    const NodeId data = add("dataset.glyphs", "Glyphs", {{"on_off", true}, {"brightness", 0.3}, {"train_samples", samples}}),
                 poisson = add("encoder.poisson", "Poisson", {{"T", std::int64_t(100)}}), flat = add("layer.flatten", "Flatten", {}),
                 synapse = add("layer.linear", "Synapse", {{"out_features", std::int64_t(100)}, {"bias", false}}),
                 neurons = add("neuron.competing_lif", "Neurons", {{"tau", 10.0}, {"v_threshold", 60.0}, {"inhibition", 300.0}}),
                 learner = add("learner.stdp", "STDP", {{"learning_rate", 0.001}, {"w_min", 0.0}, {"w_max", 1.0}, {"update", std::string("step")}});
    const auto wire = [&graph](NodeId from, const char* out, NodeId to, const char* in) { graph.apply(Connect{{{from, out}, {to, in}}}); };
    wire(data, "image", poisson, "image");
    wire(poisson, "s", flat, "x");
    wire(flat, "y", synapse, "x");
    wire(synapse, "y", neurons, "x");
    wire(synapse, "y", learner, "synapse");
    wire(neurons, "s", learner, "post");
    document.run.threads = 1;
    return document;
}

/// Processor seconds of a live run at full speed.
double liveSeconds(Engine& engine, double monitorSeconds)
{
    RunRequest request;
    request.mode = RunMode::Live;
    request.document = digits(150);
    request.epochs = 1;
    request.monitorSeconds = monitorSeconds;
    const std::unique_ptr<Run> run = engine.start(request);
    const std::clock_t start = std::clock();
    run->wait();
    return double(std::clock() - start) / CLOCKS_PER_SEC;
}

/// `views_cost` is the share that looking adds to a live run, median of some pairs.
void liveViews(benchmark::State& state)
{
    const char* reason = nullptr;
    const std::unique_ptr<Engine> engine(spwCreateEngine(kEngineApi, &reason));
    std::vector<double> shares;
    liveSeconds(*engine, 0);
    for (auto _ : state) {
        const double without = liveSeconds(*engine, 0), with = liveSeconds(*engine, 0.5);
        shares.push_back(with / without - 1);
    }
    std::sort(shares.begin(), shares.end());
    state.counters["views_cost"] = shares[shares.size() / 2];
}
BENCHMARK(liveViews)->Iterations(7)->Unit(benchmark::kSecond);

} // namespace

BENCHMARK_MAIN();
