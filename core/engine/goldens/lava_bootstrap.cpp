// SPDX-License-Identifier: GPL-3.0-or-later
// Bootstrapped training: curves fitted to samples, two dense blocks as spiking and as analog network, the schedule.
#include "core/engine/bootstrap.h"
#include "core/engine/goldens/case_graph.h"
#include "core/engine/goldens/golden_case.h"
#include "kernels/torch/aten.h"

namespace spw::engine::golden {

namespace {

at::Tensor curveCenters(const PwlActivation& curve)
{
    at::Tensor out = at::empty({std::int64_t(curve.centers().size()), 2}, at::kDouble);
    for (std::size_t i = 0; i < curve.centers().size(); ++i) {
        out[std::int64_t(i)][0] = curve.centers()[i].z;
        out[std::int64_t(i)][1] = curve.centers()[i].a;
    }
    return out;
}

at::Tensor curveSlopes(const PwlActivation& curve)
{
    return at::tensor(curve.slopes(), at::kDouble);
}

at::Tensor scalarOf(double value) { return at::full({}, value, at::kDouble); }

/// Replaces the points: each is the mean over one step.
void setCurvePoints(PwlActivation& curve, const at::Tensor& a, const at::Tensor& z)
{
    curve.restore({{"a", at::empty({0}, at::kDouble)}, {"z", at::empty({0}, at::kDouble)}});
    curve.append(a.unsqueeze(0), z.unsqueeze(0));
}

CaseResult checkBootstrapCurve(const GoldenCase& golden)
{
    Checks checks(golden);
    PwlActivation curve;
    setCurvePoints(curve, golden.input("a"), golden.input("z"));
    curve.fit();
    checks.analog("centers", curveCenters(curve));
    checks.analog("slopes", curveSlopes(curve));
    checks.analog("max", scalarOf(curve.most()));
    const at::Tensor x = golden.input("x").requires_grad_();
    const at::Tensor y = curve(x);
    checks.analog("y", y);
    (y * golden.input("w")).sum().backward();
    checks.gradient("x", x.grad());
    setCurvePoints(curve, golden.input("a2"), golden.input("z2"));
    curve.fit();
    checks.analog("centers_again", curveCenters(curve));
    checks.analog("slopes_again", curveSlopes(curve));
    checks.analog("max_again", scalarOf(curve.most()));
    return checks.result();
}

CaseResult checkBootstrapBlocks(const GoldenCase& golden)
{
    std::map<std::string, at::Tensor> arrays = golden.arrays();
    const at::Tensor x = golden.input("x").to(at::kFloat);
    Graph graph;
    EdgeEnd last{addCaseNode(graph, "dataset.arrays", {{"shape", std::to_string(x.size(2))}, {"T", x.size(0)}}), "x"};
    const EdgeEnd data = last;
    std::vector<NodeId> dense;
    for (const char* name : {"w1", "w2"}) {
        dense.push_back(addCaseNode(graph, "synapse.lava_dense", {{"out_neurons", arrays.at(name).size(0)}}));
        const NodeId neuron = addCaseNode(graph, "neuron.lava_cuba",
                                  {{"threshold", golden.params["threshold"].real()},
                                   {"current_decay", golden.params["current_decay"].real()},
                                   {"voltage_decay", golden.params["voltage_decay"].real()}});
        const NodeId delay = addCaseNode(graph, "synapse.delay_shift", {});
        graph.apply(Connect{{last, {dense.back(), "x"}}});
        graph.apply(Connect{{{dense.back(), "y"}, {neuron, "x"}}});
        graph.apply(Connect{{{neuron, "s"}, {delay, "x"}}});
        last = {delay, graph.spec(delay)->outputs.at(0).name};
    }
    const Plan plan = makePlan(graph);
    Network network(plan, 0, at::kCPU);
    network.setTraining(true);
    std::map<std::string, at::Tensor> weights;
    for (const Network::Entry& entry : network.parameters())
        for (std::size_t i = 0; i < dense.size(); ++i)
            if (entry.node == dense[i]) {
                const at::NoGradGuard noGrad;
                const std::string name = i == 0 ? "w1" : "w2";
                weights[name] = entry.tensor;
                weights[name].copy_(arrays.at(name).reshape(entry.tensor.sizes()));
            }

    ParamValues learner = builtinCatalog().find("learner.bptt")->initialValues();
    learner.set("num_sample_iter", std::int64_t(1));
    Bootstrap bootstrap(network, plan, learner);
    Checks checks(golden);
    const EdgeEnd middle{*graph.source({dense[1], "x"})};
    {
        const PortValues feeds = bootstrap.begin({{data, x}}, 0, 0);
        const PortValues out = network.forward(feeds, {middle, last});
        checks.spikes("snn_h", out.at(middle).detach());
        checks.spikes("snn_y", out.at(last).detach());
        bootstrap.end(0);
        network.reset();
    }
    const PortValues feeds = bootstrap.begin({{data, x}}, 0, 1);
    checks.analog("centers1", curveCenters(bootstrap.curves().at(0)));
    checks.analog("centers2", curveCenters(bootstrap.curves().at(1)));
    const at::Tensor y = network.forward(feeds, {last}).at(last);
    checks.analog("ann_y", y.detach());
    (y * golden.input("w").to(at::kFloat)).sum().backward();
    for (const auto& [name, tensor] : weights)
        checks.gradient(name, tensor.grad().reshape(arrays.at(name).sizes()));
    bootstrap.end(0);
    return checks.result();
}

CaseResult checkBootstrapSchedule(const GoldenCase& golden)
{
    BootstrapSchedule schedule{golden.params.at("num_sample_iter").integer(), golden.params.at("sample_period").integer(), {}};
    for (const std::int64_t epoch : golden.params.at("crossover_epochs").integers())
        schedule.crossovers.insert(epoch);
    std::vector<std::int64_t> modes;
    const std::int64_t blocks = golden.params.at("blocks").integer();
    for (std::int64_t epoch = 0; epoch < golden.params.at("epochs").integer(); ++epoch)
        for (std::int64_t i = 0; i < golden.params.at("iterations").integer(); ++i)
            for (std::int64_t block = 0; block < blocks; ++block)
                modes.push_back(std::int64_t(schedule.mode(epoch, i, block)));
    Checks checks(golden);
    checks.spikes("modes", at::tensor(modes, at::kLong).view({-1, blocks}));
    return checks.result();
}

} // namespace

CaseResult runLavaBootstrap(const GoldenCase& golden)
{
    if (golden.isKind("AnnSampler"))
        return checkBootstrapCurve(golden);
    if (golden.isKind("Dense"))
        return checkBootstrapBlocks(golden);
    if (golden.isKind("Scheduler"))
        return checkBootstrapSchedule(golden);
    throw Skip{"there is nothing like " + golden.kind()};
}

} // namespace spw::engine::golden
