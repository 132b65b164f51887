// SPDX-License-Identifier: GPL-3.0-or-later
// Loops of wires, which run step by step inside a network that runs layer by layer; and repeated groups.
#include "core/engine/network.h"
#include "core/engine/run_order.h"
#include "kernels/torch/aten.h"
#include "tests/engine/test_graphs.h"
#include "tests/runner/registry.h"

#include <QtTest/QtTest>

namespace tst_loops {

using namespace spw;
using namespace spw::engine;
using namespace spw::test;

namespace {

/// A layer whose spikes come back one step later: x + step_delay(s) -> IF -> s, then a linear layer behind the loop.
struct Recurrent {
    GraphBuilder b;
    NodeId in = 0, sum = 0, neuron = 0, delay = 0, out = 0;

    Recurrent()
    {
        in = b.add("dataset.stimulus", "In", {{"units", std::int64_t(3)}});
        sum = b.add("container.merge", "Sum");
        neuron = b.add("neuron.if", "IF", {{"v_reset", ParamValue{}}, {"surrogate", std::string("atan")}});
        delay = b.add("synapse.step_delay", "Back");
        out = b.add("layer.linear", "Out", {{"out_features", std::int64_t(2)}});
        b.wire(in, "x", sum, inputOf(sum, 0));
        b.wire(sum, "y", neuron, "x");
        b.wire(neuron, "s", delay, "x");
        b.wire(delay, "y", sum, inputOf(sum, 1));
        b.wire(neuron, "s", out, "x");
    }
    std::string inputOf(NodeId node, std::size_t i) const
    {
        const NodeSpec* spec = b.graph.spec(node);
        return spec->inputs.size() > i ? spec->inputs[i].name : spec->inputs.at(0).name;
    }
};

} // namespace

class tst_Loops final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { at::set_num_threads(1); }
    void init() { at::manual_seed(5); }

    void aLoopIsOrderedAsOneUnit()
    {
        const Recurrent net;
        const Plan plan = makePlan(net.b.graph);
        QVERIFY2(plan.ok(), plan.diagnostics.empty() ? "" : toText(plan.diagnostics.front()).c_str());
        std::vector<int> loops;
        std::vector<NodeId> ids;
        for (const OrderedNode& ordered : runOrder(plan)) {
            ids.push_back(ordered.node->id);
            loops.push_back(ordered.loop);
        }
        QCOMPARE(ids.back(), net.out);
        QCOMPARE(loops, (std::vector<int>{0, 0, 0, -1}));
    }

    void aLoopEqualsTheSameLoopWrittenByHand()
    {
        const Recurrent net;
        Network network(makePlan(net.b.graph), 1, at::kCPU);
        const at::Tensor x = (at::rand({12, 2, 3}) * 0.7).set_requires_grad(true);
        const EdgeEnd spikes{net.neuron, "s"}, y{net.out, "y"};
        const PortValues values = network.forward({{{net.in, "x"}, x}}, {spikes, y});
        at::Tensor v = at::zeros({2, 3}), last = at::zeros({2, 3});
        for (std::int64_t t = 0; t < 12; ++t) {
            const at::Tensor h = v + x[t].detach() + last;
            last = h.ge(1.0).to(at::kFloat);
            v = h - last;
            QVERIFY(values.at(spikes)[t].equal(last));
        }
        QVERIFY(values.at(spikes).sum().item<double>() > 5);
        values.at(y).sum().backward();
        QVERIFY(x.grad().defined() && x.grad().abs().sum().item<double>() > 0);
        QVERIFY(x.grad()[0].abs().sum().item<double>() > 0);   // through the loop, back to the first step
    }

    void stepsAndHalvesGiveTheSame()
    {
        const Recurrent net;
        Network network(makePlan(net.b.graph), 1, at::kCPU);
        const at::NoGradGuard noGrad;
        const EdgeEnd y{net.out, "y"};
        const PortValues feeds{{{net.in, "x"}, at::rand({9, 2, 3})}};
        const at::Tensor whole = network.forward(feeds, {y}).at(y);
        network.reset();
        QVERIFY(network.forwardByStep(feeds, {y}).at(y).equal(whole));
        network.reset();
        const at::Tensor first = network.forward(network.window(feeds, 0, 4), {y}).at(y),
                         second = network.forward(network.window(feeds, 4, 5), {y}).at(y);
        QVERIFY(at::cat({first, second}).equal(whole));
        network.reset();
        QVERIFY(network.forward(feeds, {y}).at(y).equal(whole));   // a reset forgets what was held
    }

    void membranesOfALoopCanBeSeen()
    {
        const Recurrent net;
        Network network(makePlan(net.b.graph), 1, at::kCPU);
        network.keepStates(true);
        network.countSpikes(true);
        network.forward({{{net.in, "x"}, at::rand({7, 2, 3})}}, {{net.out, "y"}});
        const at::Tensor v = network.stateSequence(net.neuron, "v");
        QCOMPARE(v.sizes().vec(), (std::vector<std::int64_t>{7, 2, 3}));
        QCOMPARE(network.spikeCounts().at(net.neuron).steps, std::int64_t(7));
    }

    void recomputingKeepsALoopWhole()
    {
        const Recurrent net;
        const at::Tensor x = at::rand({8, 2, 3});
        std::vector<at::Tensor> grads;
        for (const int segments : {0, 2, 4}) {
            Network network(makePlan(net.b.graph), 1, at::kCPU);
            const at::Tensor in = x.clone().set_requires_grad(true);
            const EdgeEnd y{net.out, "y"};
            const PortValues feeds{{{net.in, "x"}, in}};
            (segments ? network.forwardRecomputed(feeds, {y}, segments) : network.forward(feeds, {y})).at(y).sum().backward();
            grads.push_back(in.grad());
        }
        QVERIFY(grads[1].equal(grads[0]) && grads[2].equal(grads[0]));
    }

    void aLoopWithoutADelayIsRefused()
    {
        Recurrent net;
        net.b.graph.apply(RemoveNode{net.delay});
        QVERIFY(!net.b.graph.whyNotConnect({{net.neuron, "s"}, {net.sum, net.inputOf(net.sum, 1)}}).empty());
    }

    void aRepeatedGroupEqualsTheLayersDrawnOut()
    {
        const auto build = [](bool drawnOut) {
            GraphBuilder b;
            const NodeId in = b.add("dataset.stimulus", "In", {{"units", std::int64_t(5)}});
            b.from(in, "x");
            const Values wide{{"out_features", std::int64_t(5)}};
            const NodeId fc = b.then("layer.linear", "Fc", wide), lif = b.then("neuron.lif", "LIF", lif2());
            for (int copy = 2; drawnOut && copy <= 3; ++copy) {
                b.then("layer.linear", "Fc [" + std::to_string(copy) + "]", wide);
                b.then("neuron.lif", "LIF [" + std::to_string(copy) + "]", lif2());
            }
            b.then("readout.rate", "Rate");
            if (!drawnOut)
                b.graph.apply(SetGroup{{.id = 0, .title = "Block", .members = {fc, lif}, .repeat = 3}});
            return b.graph;
        };
        const at::Tensor x = at::rand({10, 2, 5}) * 4;
        std::vector<at::Tensor> found;
        for (const bool drawnOut : {false, true}) {
            const Plan plan = makePlan(build(drawnOut));
            Network network(plan, 3, at::kCPU);
            EdgeEnd rate;
            for (const PlannedNode& node : plan.nodes)
                if (node.name == "Rate")
                    rate = {node.id, "y"};
            // The same weights by name: their random start depends on the order of the nodes.
            at::manual_seed(8);
            std::map<std::string, at::Tensor> byName;
            for (const Network::Entry& entry : network.parameters())
                byName[entry.name] = entry.tensor;
            QCOMPARE(byName.size(), std::size_t(6));
            const at::NoGradGuard noGrad;
            for (auto& [name, tensor] : byName)
                tensor.copy_(at::rand(tensor.sizes()) * 0.6);
            found.push_back(network.forward({{{1, "x"}, x}}, {rate}).at(rate));
        }
        QVERIFY(found[0].equal(found[1]));
        QVERIFY(found[0].sum().item<double>() > 0);
    }

private:
    static Values lif2() { return {{"tau", 2.0}}; }
};

SPW_TEST_GUILESS(tst_Loops)

} // namespace tst_loops

#include "tst_loops.moc"
