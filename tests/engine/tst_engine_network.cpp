// SPDX-License-Identifier: GPL-3.0-or-later
// Modules, networks, optimizers: torch-side, without a run around them.
#include "core/data/transforms/sample_transform.h"
#include "core/engine/builders/builder_list.h"
#include "core/engine/goal.h"
#include "core/engine/network.h"
#include "core/engine/optimizer.h"
#include "core/engine/schedule.h"
#include "core/engine/seeds.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/neuron_ops.h"
#include "tests/engine/test_graphs.h"
#include "tests/runner/registry.h"

#include <torch/optim/adagrad.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/sgd.h>

#include <QtTest/QtTest>

#include <algorithm>
#include <numeric>

namespace tst_engine_network {

using namespace spw;
using namespace spw::engine;
using namespace spw::test;

namespace {

/// A network on a stimulus of the given picture shape: images come as a Sequence feed made by hand.
struct Probe {
    GraphBuilder builder;
    NodeId data = 0;

    explicit Probe(std::int64_t size = 8)
    {
        data = builder.add("dataset.synthetic_dvs", "Shapes", {{"width", size}, {"height", size}});
        builder.from(data, "events");
        m_frames = builder.then("transform.frames", "Frames", {{"T", std::int64_t(5)}});
    }
    EdgeEnd feed() const { return {m_frames, "x"}; }
    /// Event counts, [T, N, 2, size, size].
    at::Tensor counts(std::int64_t size = 8, std::int64_t samples = 3) const
    {
        return at::randint(0, 4, {5, samples, 2, size, size}, at::kFloat);
    }

private:
    NodeId m_frames = 0;
};

void compare(const at::Tensor& a, const at::Tensor& b, double tolerance = 0)
{
    QVERIFY(a.defined() && b.defined());
    QCOMPARE(a.sizes().vec(), b.sizes().vec());
    const double difference = (a - b).abs().max().item<double>();
    QVERIFY2(difference <= tolerance, qPrintable(QString("largest difference %1").arg(difference)));
}

} // namespace

class tst_EngineNetwork final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { at::set_num_threads(1); }
    void init() { at::manual_seed(7); }

    void everyCatalogueEntryIsServedByExactlyOnePartOfTheEngine()
    {
        for (const NodeSpec* spec : builtinCatalog().all()) {
            const int servers = (findBuilder(spec->id) != nullptr) + isDataset(spec->id) + isSampleTransform(spec->id) +
                                (spec->category == Category::Learner) + (spec->category == Category::Probe);
            QVERIFY2(servers == 1, spec->id.c_str());
        }
        for (const Builder& builder : builders())
            QVERIFY2(builtinCatalog().find(std::string(builder.id)), std::string(builder.id).c_str());
    }

    void layerByLayerEqualsStepByStep_data()
    {
        QTest::addColumn<QString>("layer");
        for (const char* id : {"layer.conv2d", "layer.max_pool2d", "layer.avg_pool2d", "layer.sum_pool2d",
                               "layer.batch_norm2d", "layer.dropout", "layer.voting", "neuron.if",
                               "neuron.lif", "neuron.parametric_lif"})
            QTest::newRow(id) << id;
    }
    void layerByLayerEqualsStepByStep()
    {
        QFETCH(QString, layer);
        Probe probe;
        GraphBuilder& b = probe.builder;
        const bool voting = layer == "layer.voting";
        NodeId under = 0;
        if (voting) {
            b.then("layer.flatten", "Flatten");
            under = b.then("layer.voting", "Under test", {{"voting_size", std::int64_t(4)}});
        } else {
            under = b.then(layer.toStdString(), "Under test");
            b.then("layer.flatten", "Flatten");
        }
        b.then("layer.linear", "Linear");
        b.then("neuron.lif", "LIF", {{"v_threshold", 0.1}});
        const NodeId rate = b.then("readout.rate", "Rate");
        const Plan plan = makePlan(b.graph);
        Network network(plan, 3, at::kCPU);
        network.setTraining(false);
        const at::NoGradGuard noGrad;
        const PlannedNode* node = plan.find(under);
        const std::set<EdgeEnd> keep{outputOf(*node), {rate, "y"}};
        const PortValues feeds{{probe.feed(), probe.counts()}};
        const PortValues whole = network.forward(feeds, keep);
        network.reset();
        const PortValues steps = network.forwardByStep(feeds, keep);
        compare(whole.at(outputOf(*node)), steps.at(outputOf(*node)), 1e-6);
        compare(whole.at({rate, "y"}), steps.at({rate, "y"}), 1e-6);
        QVERIFY(whole.at(outputOf(*node)).abs().sum().item<double>() > 0);
    }

    void encodersGiveTheSameSpikesBothWays()
    {
        for (const char* id : {"encoder.direct", "encoder.poisson"}) {
            GraphBuilder b;
            const NodeId data = b.add("dataset.synthetic_dvs", "Shapes",
                                      {{"width", std::int64_t(8)}, {"height", std::int64_t(8)}});
            b.from(data, "image");
            const NodeId encoder = b.then(id, "Encoder", {{"T", std::int64_t(7)}});
            const NodeId neuron = b.then("neuron.lif", "LIF", {{"v_threshold", 0.4}});
            const Plan plan = makePlan(b.graph);
            Network network(plan, 0, at::kCPU);
            const EdgeEnd out = outputOf(*plan.find(encoder));
            const PortValues feeds{{{data, "image"}, at::rand({2, 1, 8, 8})}};
            QCOMPARE(network.stepsOf(feeds), std::int64_t(7));
            network.reseed(5);
            const PortValues whole = network.forward(feeds, {out, {neuron, "s"}});
            network.reset();
            network.reseed(5);
            const PortValues steps = network.forwardByStep(feeds, {out, {neuron, "s"}});
            compare(whole.at(out), steps.at(out));
            compare(whole.at({neuron, "s"}), steps.at({neuron, "s"}));
            if (std::string(id) == "encoder.poisson")
                QVERIFY(whole.at(out).eq(1).logical_or(whole.at(out).eq(0)).all().item<bool>());
        }
    }

    void aSequenceCutInTwoGoesOnWhereItStopped()
    {
        Probe probe;
        const NodeId neuron = probe.builder.then("neuron.lif", "LIF", {{"tau", 4.0}});
        const Plan plan = makePlan(probe.builder.graph);
        Network network(plan, 0, at::kCPU);
        const at::Tensor x = probe.counts();
        const at::Tensor whole = network.forward({{probe.feed(), x}}, {{neuron, "s"}}).at({neuron, "s"});
        network.reset();
        const at::Tensor first =
            network.forward({{probe.feed(), x.slice(0, 0, 2)}}, {{neuron, "s"}}).at({neuron, "s"});
        const std::vector<NamedTensor> saved = network.find(neuron)->saveState();
        network.reset();
        network.find(neuron)->restoreState(saved);
        const at::Tensor second =
            network.forward({{probe.feed(), x.slice(0, 2)}}, {{neuron, "s"}}).at({neuron, "s"});
        compare(at::cat({first, second}), whole);
    }

    void fusedChainsEqualTheirPartsInValueAndGradient()
    {
        Probe probe(12);
        GraphBuilder& b = probe.builder;
        const NodeId conv = b.then("layer.conv2d", "Conv", {{"out_channels", std::int64_t(16)}});
        const NodeId norm = b.then("layer.batch_norm2d", "BN");
        const NodeId neuron = b.then("neuron.lif", "LIF", lif());
        const NodeId pool = b.then("layer.max_pool2d", "Pool");
        Q_UNUSED(conv);
        const Plan plan = makePlan(b.graph);
        Network network(plan, 11, at::kCPU);
        network.setTraining(true);
        const at::Tensor x = probe.counts(12)
                                 .contiguous()
                                 .flatten(0, 1)
                                 .contiguous(at::MemoryFormat::ChannelsLast)
                                 .view({5, 3, 2, 12, 12});
        const at::Tensor weightOfOutput = at::rand({5, 3, 16, 5, 5});
        std::vector<at::Tensor> values, counts, gradients[2];
        for (int apart = 0; apart < 2; ++apart) {
            network.reset();
            network.countSpikes(true);
            // Asking for what lies between makes the network run the parts one by one.
            const std::set<EdgeEnd> keep = apart ? std::set<EdgeEnd>{{norm, "y"}, {neuron, "s"}, {pool, "y"}}
                                                 : std::set<EdgeEnd>{{pool, "y"}};
            const at::Tensor y = network.forward({{probe.feed(), x}}, keep).at({pool, "y"});
            (y * weightOfOutput).sum().backward();
            values.push_back(y.detach());
            counts.push_back(network.spikeCounts().at(neuron).perNeuron.sum());
            for (Network::Entry& entry : network.parameters()) {
                gradients[apart].push_back(entry.tensor.grad().clone());
                entry.tensor.mutable_grad().reset();
            }
        }
        compare(values[0], values[1]);
        compare(counts[0], counts[1]);
        QVERIFY(counts[0].item<double>() > 0);
        QVERIFY(gradients[0].size() == 4);
        for (std::size_t i = 0; i < gradients[0].size(); ++i)
            compare(gradients[0][i], gradients[1][i],
                    1e-3 * gradients[1][i].abs().max().item<double>() +
                        1e-4); // a bias before BN has none: rounding is left
    }

    void gradientsEqualPlainLibTorch()
    {
        Probe probe;
        GraphBuilder& b = probe.builder;
        b.then("layer.conv2d", "Conv", {{"out_channels", std::int64_t(4)}});
        b.then("neuron.lif", "LIF 1", lif());
        b.then("layer.avg_pool2d", "Pool");
        b.then("layer.flatten", "Flatten");
        b.then("layer.linear", "Linear", {{"out_features", std::int64_t(10)}});
        b.then("neuron.lif", "LIF 2", lif());
        b.then("readout.rate", "Rate");
        const NodeId loss = b.then("loss.mse", "Loss");
        b.wire(probe.data, "label", loss, "label");
        const Plan plan = makePlan(b.graph);
        Network network(plan, 5, at::kCPU);
        network.setTraining(true);
        const at::Tensor x = probe.counts(), labels = at::tensor({1, 5, 9}, at::kLong);
        const at::Tensor mine =
            network.forward({{probe.feed(), x}, {{probe.data, "label"}, labels}}, {{loss, "loss"}})
                .at({loss, "loss"});
        mine.backward();

        std::map<std::string, at::Tensor> weights;
        for (const Network::Entry& entry : network.parameters())
            weights[entry.name] = entry.tensor.detach().clone().set_requires_grad(true);
        const auto run = [](const at::Tensor& in) { // step by step with LibTorch operations alone
            at::Tensor v = at::zeros_like(in[0]);
            Tensors spikes;
            for (const at::Tensor& current : in.unbind(0)) {
                v = v + (current - v) / 2;
                const at::Tensor z = v - 1.0;
                const at::Tensor soft = (z * M_PI).atan() / M_PI; // its slope is that of ATan, alpha 2
                const at::Tensor spike = (z >= 0).to(at::kFloat).detach() + soft - soft.detach();
                spikes.push_back(spike);
                v = v * (1 - spike.detach());
            }
            return at::stack(spikes);
        };
        at::Tensor h =
            at::conv2d(x.flatten(0, 1), weights["Conv/weight"], weights["Conv/bias"]).view({5, 3, 4, 6, 6});
        h = at::avg_pool2d(run(h).flatten(0, 1), {2, 2}).flatten(1).view({5, 3, 36});
        h = run(at::linear(h, weights["Linear/weight"], weights["Linear/bias"])).mean(0);
        const at::Tensor theirs = (h - at::one_hot(labels, 10).to(at::kFloat)).square().mean();
        theirs.backward();

        compare(mine.detach(), theirs.detach(), 1e-6);
        for (const Network::Entry& entry : network.parameters()) {
            const at::Tensor expected = weights[entry.name].grad();
            QVERIFY2(expected.abs().max().item<double>() > 0, entry.name.c_str());
            compare(entry.tensor.grad(), expected, 2e-6 + 1e-4 * expected.abs().max().item<double>());
        }
    }

    void crossEntropySmoothsLabels()
    {
        GraphBuilder b;
        const NodeId data = b.add("dataset.synthetic_dvs", "Shapes",
                                  {{"width", std::int64_t(8)}, {"height", std::int64_t(8)}});
        b.from(data, "image");
        b.then("encoder.direct", "Repeat", {{"T", std::int64_t(3)}});
        b.then("layer.flatten", "Flatten");
        b.then("layer.linear", "Linear");
        const NodeId rate = b.then("readout.rate", "Rate");
        const NodeId loss = b.then("loss.cross_entropy", "Loss", {{"label_smoothing", 0.1}});
        b.wire(data, "label", loss, "label");
        const Plan plan = makePlan(b.graph);
        Network network(plan, 1, at::kCPU);
        const at::Tensor labels = at::tensor({3, 0}, at::kLong);
        const PortValues out =
            network.forward({{{data, "image"}, at::rand({2, 1, 8, 8})}, {{data, "label"}, labels}},
                            {{rate, "y"}, {loss, "loss"}});
        const at::Tensor logs = out.at({rate, "y"}).log_softmax(1);
        const at::Tensor target = at::one_hot(labels, 10).to(at::kFloat) * 0.9 + 0.01;
        compare(out.at({loss, "loss"}).detach(), (-(logs * target).sum(1)).mean().detach(), 1e-6);
    }

    void initialWeightsAreSeededAndBoundedAsInPyTorch()
    {
        Probe probe;
        probe.builder.then("layer.conv2d", "Conv", {{"out_channels", std::int64_t(64)}});
        const Plan plan = makePlan(probe.builder.graph);
        const Network a(plan, 1, at::kCPU), same(plan, 1, at::kCPU), other(plan, 2, at::kCPU);
        const double bound = 1.0 / std::sqrt(2.0 * 9.0);
        for (std::size_t i = 0; i < a.parameters().size(); ++i) {
            const at::Tensor weight = a.parameters()[i].tensor.detach();
            QVERIFY(weight.abs().max().item<double>() <= bound);
            QVERIFY(weight.abs().max().item<double>() > 0.9 * bound);
            QVERIFY(weight.equal(same.parameters()[i].tensor.detach()));
            QVERIFY(!weight.equal(other.parameters()[i].tensor.detach()));
        }
    }

    void dropoutKeepsOneMaskForTheWholeSequence()
    {
        Probe probe;
        const NodeId drop = probe.builder.then("layer.dropout", "Dropout", {{"p", 0.5}});
        const Plan plan = makePlan(probe.builder.graph);
        Network network(plan, 0, at::kCPU);
        network.setTraining(true);
        network.reseed(9);
        const PortValues feeds{{probe.feed(), at::ones({5, 3, 2, 8, 8})}};
        const at::Tensor y = network.forward(feeds, {{drop, "y"}}).at({drop, "y"});
        QVERIFY(y.eq(0).any().item<bool>() && y.eq(2).any().item<bool>());
        for (int t = 1; t < 5; ++t)
            QVERIFY(y[t].equal(y[0]));
        network.reset();
        network.reseed(10);
        QVERIFY(!network.forward(feeds, {{drop, "y"}}).at({drop, "y"}).equal(y));
        network.setTraining(false);
        QVERIFY(network.forward(feeds, {{drop, "y"}}).at({drop, "y"}).eq(1).all().item<bool>());
    }

    void optimizersStepAsLibTorchsDo_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<double>("decay");
        for (const char* kind : {"sgd", "adam", "adamw", "rmsprop", "adagrad"}) {
            QTest::newRow(kind) << kind << 0.0;
            QTest::newRow((std::string(kind) + ", weight decay").c_str()) << kind << 0.05;
        }
    }
    void optimizersStepAsLibTorchsDo()
    {
        QFETCH(QString, kind);
        QFETCH(double, decay);
        ParamValues values = builtinCatalog().find("learner.bptt")->initialValues();
        values.set("optimizer", kind.toStdString());
        values.set("weight_decay", decay);
        const at::Tensor start = at::randn({40, 3});
        at::Tensor mine = start.clone().set_requires_grad(true),
                   theirs = start.clone().set_requires_grad(true);
        Optimizer optimizer({{1, "w", mine}}, values);
        std::unique_ptr<torch::optim::Optimizer> reference;
        if (kind == "sgd")
            reference = std::make_unique<torch::optim::SGD>(
                std::vector{theirs}, torch::optim::SGDOptions(0.01).momentum(0.9).weight_decay(decay));
        else if (kind == "adam")
            reference = std::make_unique<torch::optim::Adam>(
                std::vector{theirs}, torch::optim::AdamOptions(0.01).weight_decay(decay));
        else if (kind == "rmsprop")
            reference = std::make_unique<torch::optim::RMSprop>(
                std::vector{theirs}, torch::optim::RMSpropOptions(0.01).weight_decay(decay));
        else if (kind == "adagrad")
            reference = std::make_unique<torch::optim::Adagrad>(
                std::vector{theirs}, torch::optim::AdagradOptions(0.01).weight_decay(decay));
        else
            reference = std::make_unique<torch::optim::AdamW>(
                std::vector{theirs}, torch::optim::AdamWOptions(0.01).weight_decay(decay));
        for (int i = 0; i < 20; ++i) {
            const at::Tensor grad = at::randn({40, 3});
            mine.mutable_grad() = grad.clone();
            theirs.mutable_grad() = grad.clone();
            optimizer.step(0.01);
            reference->step();
        }
        QCOMPARE(optimizer.steps(), std::int64_t(20));
        compare(mine.detach(), theirs.detach(), 1e-6);
        QVERIFY((mine - start).abs().min().item<double>() > 0);
    }

    void schedulesFollowTheirFormula()
    {
        ParamValues values = builtinCatalog().find("learner.bptt")->initialValues();
        QCOMPARE(scheduledRate(0.1, values, 17, 30, {}), 0.1);
        values.set("schedule", std::string("step"));
        values.set("step_size", std::int64_t(10));
        QCOMPARE(scheduledRate(0.1, values, 10, 30, {}), 0.1);
        QVERIFY(std::abs(scheduledRate(0.1, values, 11, 30, {}) - 0.01) < 1e-12);
        values.set("schedule", std::string("cosine"));
        QCOMPARE(scheduledRate(0.1, values, 1, 30, {}), 0.1);
        QVERIFY(std::abs(scheduledRate(0.1, values, 16, 30, {}) - 0.05) < 1e-12);
    }

    void orderOfSamplesFollowsFromSeedAndEpochAlone()
    {
        const std::vector<std::int64_t> order = shuffledOrder(100, 4, 2);
        QCOMPARE(order, shuffledOrder(100, 4, 2));
        QVERIFY(order != shuffledOrder(100, 4, 3));
        QVERIFY(order != shuffledOrder(100, 5, 2));
        std::vector<std::int64_t> sorted = order;
        std::sort(sorted.begin(), sorted.end());
        std::vector<std::int64_t> all(100);
        std::iota(all.begin(), all.end(), 0);
        QCOMPARE(sorted, all);
    }
};

SPW_TEST_GUILESS(tst_EngineNetwork)

} // namespace tst_engine_network

#include "tst_engine_network.moc"
