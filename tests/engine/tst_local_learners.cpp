// SPDX-License-Identifier: GPL-3.0-or-later
// STDP and its kin: the rule against the rule written out, ties that cannot work, whole runs, live mode.
#include "core/base/error.h"
#include "core/engine/learners/synapse_learner.h"
#include "core/engine/network.h"
#include "core/engine_api.h"
#include "core/plan/learner_ties.h"
#include "core/run/weights_file.h"
#include "kernels/torch/aten.h"
#include "tests/engine/test_graphs.h"
#include "tests/runner/registry.h"

#include <QtTest/QtTest>

#include <cmath>
#include <functional>
#include <memory>

namespace tst_local_learners {

using namespace spw;
using namespace spw::engine;
using namespace spw::test;
namespace fs = std::filesystem;

namespace {

PlannedNode planned(const std::string& type, const Values& values = {})
{
    PlannedNode node;
    node.id = 7;
    node.spec = builtinCatalog().find(type);
    node.name = node.spec->title;
    node.values = node.spec->initialValues();
    for (const auto& [name, value] : values)
        node.values.set(name, value);
    return node;
}

const PlannedNode& linearNode()
{
    static const PlannedNode node = planned("layer.linear", {{"out_features", std::int64_t(5)}});
    return node;
}

at::Tensor spikes(at::IntArrayRef sizes, double density) { return at::rand(sizes).lt(density).to(at::kFloat); }

/// Ten glyphs, STDP, a competing layer: small enough for a test.
struct StdpNet {
    GraphBuilder b;
    NodeId data = 0, synapse = 0, neurons = 0, labels = 0, stdp = 0, schedule = 0;

    explicit StdpNet(const Values& learner = {}, std::int64_t samples = 60, std::int64_t epochs = 2)
    {
        data = b.add("dataset.glyphs", "Glyphs", {{"width", std::int64_t(12)}, {"height", std::int64_t(12)}, {"on_off", true}, {"brightness", 0.3},
                                                  {"train_samples", samples}, {"test_samples", std::int64_t(20)}, {"shift", 0.5}});
        b.from(data, "image");
        b.then("encoder.poisson", "Poisson", {{"T", std::int64_t(12)}});
        b.then("layer.flatten", "Flatten");
        synapse = b.then("layer.linear", "Synapse", {{"out_features", std::int64_t(20)}, {"bias", false}, {"train", std::string("learner")}});
        neurons = b.then("neuron.competing_lif", "Neurons", {{"tau", 5.0}, {"v_threshold", 10.0}, {"inhibition", 40.0}, {"theta_plus", 0.1}});
        labels = b.then("readout.neuron_labels", "Labels");
        b.wire(data, "label", labels, "label");
        Values values{{"learning_rate", 0.01}, {"tau_pre", 5.0}, {"trace_target", 0.8}, {"f_pre_strength", 0.0}, {"w_min", 0.0}, {"w_max", 1.0},
                      {"initial", std::string("uniform")}, {"initial_low", 0.5}};
        for (const auto& [name, value] : learner)
            values[name] = value;
        stdp = b.add("learner.stdp", "STDP", values);
        b.wire(synapse, "y", stdp, "synapse");
        b.wire(neurons, "s", stdp, "post");
        schedule = b.add("learner.schedule", "Schedule", {{"epochs", epochs}, {"batch_size", std::int64_t(1)}});
        b.wire(labels, "y", schedule, "answer");
    }
};

bool complains(const Graph& graph, const std::string& code, NodeId node = 0)
{
    for (const Diagnostic& d : makePlan(graph).diagnostics)
        if (d.code == code && (node == 0 || d.node == node))
            return !d.what.empty() && !d.fix.empty();
    return false;
}

bool sameWeights(const fs::path& a, const fs::path& b)
{
    const Weights left = readWeights(a), right = readWeights(b);
    return !left.arrays.empty() && left.arrays == right.arrays;
}

} // namespace

class tst_LocalLearners final : public QObject {
    Q_OBJECT
    std::unique_ptr<Engine> m_engine;

    RunRequest request(const Graph& graph, const fs::path& dir = {}, RunMode mode = RunMode::Train)
    {
        RunRequest r;
        r.mode = mode;
        r.document = documentOf(graph);
        r.runDir = dir;
        r.monitorSeconds = 0;
        return r;
    }

private Q_SLOTS:
    void initTestCase()
    {
        at::set_num_threads(1);
        const char* reason = nullptr;
        m_engine.reset(spwCreateEngine(kEngineApi, &reason));
        QVERIFY2(m_engine, reason);
    }
    void init() { at::manual_seed(3); }

    void stepsAndSequencesGiveTheSameChange_data()
    {
        QTest::addColumn<QString>("interaction");
        QTest::addColumn<QString>("rule");
        for (const char* interaction : {"all", "nearest"})
            for (const char* rule : {"pair", "triplet"})
                QTest::addRow("%s %s", interaction, rule) << interaction << rule;
    }
    void stepsAndSequencesGiveTheSameChange()
    {
        QFETCH(QString, interaction);
        QFETCH(QString, rule);
        const PlannedNode node = planned("learner.stdp", {{"interaction", interaction.toStdString()}, {"rule", rule.toStdString()}, {"f_post", std::string("soft")},
                                                          {"w_max", 1.0}, {"f_pre", std::string("weight")}, {"tau_pre", 4.0}, {"tau_post", 6.0},
                                                          {"trace_target", 0.3}, {"pair_strength", 0.5}});
        const at::Tensor w = at::rand({5, 8}), pre = spikes({30, 3, 8}, 0.3), post = spikes({30, 3, 5}, 0.2);
        SynapseLearner whole(node, linearNode(), w.clone()), steps(node, linearNode(), w.clone()), halves(node, linearNode(), w.clone());
        whole.observe(pre, post, {});
        for (std::int64_t t = 0; t < 30; ++t)
            steps.observeStep(pre[t], post[t], {});
        halves.observe(pre.narrow(0, 0, 11), post.narrow(0, 0, 11), {});
        halves.observe(pre.narrow(0, 11, 19), post.narrow(0, 11, 19), {});
        QVERIFY(whole.change().abs().max().item<double>() > 0.1);
        QVERIFY(at::allclose(whole.change(), steps.change(), 1e-4, 1e-5));
        QVERIFY(at::allclose(whole.change(), halves.change(), 1e-4, 1e-5));
        QVERIFY(at::allclose(whole.trace("trace_pre"), steps.trace("trace_pre")));
    }

    void theRuleIsTheOneWrittenOut()
    {
        // Weights that change at every step, nearest neighbours and triplets, one synapse at a time.
        const double rate = 0.05, keepPre = 1 - 1 / 4.0, keepPost = 1 - 1 / 6.0, keepSlow = 1 - 1 / 20.0;
        for (const bool nearest : {false, true})
            for (const bool triplet : {false, true}) {
                const PlannedNode node = planned("learner.stdp", {{"interaction", std::string(nearest ? "nearest" : "all")}, {"rule", std::string(triplet ? "triplet" : "pair")},
                    {"tau_slow", 20.0}, {"triplet_strength", 2.0}, {"pair_strength", 0.25}, {"learning_rate", rate}, {"update", std::string("step")},
                    {"tau_pre", 4.0}, {"tau_post", 6.0}, {"f_post", std::string("soft")}, {"f_pre", std::string("weight")}, {"w_min", 0.0}, {"w_max", 1.0}, {"trace_target", 0.2}});
                const at::Tensor start = at::rand({5, 40}), pre = spikes({40, 1, 40}, 0.06), post = spikes({40, 1, 5}, 0.1);
                at::Tensor byEvents = start.clone(), byAll = start.to(at::kDouble);
                SynapseLearner events(node, linearNode(), byEvents), all(node, linearNode(), byAll);
                events.observe(pre, post, {});
                all.observe(pre, post, {});
                at::Tensor expected = start.to(at::kDouble).clone();
                auto w = expected.accessor<double, 2>();
                std::vector<double> x(40), y(5), slow(5);
                for (int t = 0; t < 40; ++t) {
                    const auto in = [&](int i) { return pre[t][0][i].item<double>(); };
                    const auto out = [&](int j) { return post[t][0][j].item<double>(); };
                    for (int i = 0; i < 40; ++i)
                        x[std::size_t(i)] = nearest && in(i) > 0 ? 1.0 : x[std::size_t(i)] * keepPre + in(i);
                    for (int j = 0; j < 5; ++j) {
                        y[std::size_t(j)] = nearest && out(j) > 0 ? 1.0 : y[std::size_t(j)] * keepPost + out(j);
                        slow[std::size_t(j)] *= keepSlow;
                        const double up = triplet ? 0.25 + 2.0 * slow[std::size_t(j)] : 1.0;
                        for (int i = 0; i < 40; ++i) {
                            const double change = (1 - w[j][i]) * (x[std::size_t(i)] - 0.2) * out(j) * up - w[j][i] * y[std::size_t(j)] * in(i);
                            w[j][i] = std::min(1.0, std::max(0.0, w[j][i] + rate * change));
                        }
                        slow[std::size_t(j)] += out(j);
                    }
                }
                QVERIFY((expected - start).abs().max().item<double>() > 0.05);
                QVERIFY(at::allclose(byAll, expected, 1e-9, 1e-9));
                QVERIFY2(at::allclose(byEvents.to(at::kDouble), expected, 1e-4, 1e-5), "the event kernels");
                QVERIFY2(byEvents.t().is_contiguous(), "weights lie as events want them");
            }
    }

    void anOptimizerOfPlainSgdIsADirectUpdate()
    {
        const at::Tensor start = at::rand({5, 8}), pre = spikes({20, 2, 8}, 0.3), post = spikes({20, 2, 5}, 0.2);
        at::Tensor direct = start.clone(), graded = start.clone();
        SynapseLearner a(planned("learner.stdp", {{"learning_rate", 0.03}}), linearNode(), direct),
            b(planned("learner.stdp", {{"learning_rate", 0.03}, {"update", std::string("gradient")}}), linearNode(), graded);
        a.observe(pre, post, {});
        a.apply(2);
        b.observe(pre, post, {});
        b.toGradient(2);
        const at::Tensor stepped = start - 0.03 * graded.grad();
        QVERIFY(at::allclose(direct, stepped));
        QVERIFY(!at::allclose(direct, start));
    }

    void weightsKeepTheirSumAndTheirBounds()
    {
        at::Tensor w = at::rand({5, 8});
        SynapseLearner learner(planned("learner.stdp", {{"normalise", 2.0}, {"w_min", 0.0}, {"w_max", 0.5}, {"learning_rate", 0.1}}), linearNode(), w);
        learner.observe(spikes({20, 1, 8}, 0.3), spikes({20, 1, 5}, 0.3), {});
        learner.apply(1);
        QVERIFY(w.min().item<double>() >= 0 && w.max().item<double>() <= 0.5);
        QVERIFY(w.sum(1).max().item<double>() <= 2.0001);
        learner.setParam("enabled", false);
        const at::Tensor before = w.clone();
        learner.observe(spikes({20, 1, 8}, 0.3), spikes({20, 1, 5}, 0.3), {});
        learner.apply(1);
        QVERIFY(at::equal(w, before));
    }

    void tiesThatCannotWorkAreTold()
    {
        StdpNet good;
        QVERIFY2(makePlan(good.b.graph).ok(), makePlan(good.b.graph).diagnostics.empty() ? "" : toText(makePlan(good.b.graph).diagnostics.front()).c_str());
        const auto broken = [](const std::function<void(StdpNet&)>& change) {
            StdpNet net;
            change(net);
            return net;
        };
        {
            const StdpNet net = broken([](StdpNet& n) {   // the synapse input is the output of a readout's neighbour: no weights
                n.b.graph.apply(Disconnect{{{n.synapse, "y"}, {n.stdp, "synapse"}}});
                n.b.wire(n.b.graph.find("Flatten"), "y", n.stdp, "synapse");
            });
            QVERIFY(complains(net.b.graph, "SPW-L001", net.stdp));
        }
        {
            StdpNet net;
            const NodeId second = net.b.add("learner.stdp", "STDP 2");
            net.b.wire(net.synapse, "y", second, "synapse");
            net.b.wire(net.neurons, "s", second, "post");
            QVERIFY(complains(net.b.graph, "SPW-L002"));
        }
        {
            StdpNet net;   // analog pictures instead of spikes
            const NodeId direct = net.b.add("encoder.direct", "Direct");
            net.b.graph.apply(Disconnect{{{net.b.graph.find("Poisson"), "s"}, {net.b.graph.find("Flatten"), "x"}}});
            net.b.wire(net.data, "image", direct, "image");
            net.b.wire(direct, builtinCatalog().find("encoder.direct")->outputs[0].name, net.b.graph.find("Flatten"), "x");
            QVERIFY(complains(net.b.graph, "SPW-L004", net.stdp));
        }
        {
            StdpNet net;   // neurons that another synapse feeds
            net.b.from(net.b.graph.find("Flatten"), "y");
            net.b.then("layer.linear", "Other", {{"out_features", std::int64_t(20)}});
            const NodeId other = net.b.then("neuron.lif", "Other LIF", lif());
            net.b.graph.apply(Disconnect{{{net.neurons, "s"}, {net.stdp, "post"}}});
            net.b.wire(other, "s", net.stdp, "post");
            QVERIFY(complains(net.b.graph, "SPW-L005", net.stdp));
        }
        {
            StdpNet net;   // a post side that does not spike is a wire of the wrong type
            net.b.graph.apply(Disconnect{{{net.neurons, "s"}, {net.stdp, "post"}}});
            QVERIFY_EXCEPTION_THROWN(net.b.wire(net.synapse, "y", net.stdp, "post"), Error);
            QVERIFY2(!makePlan(net.b.graph).ok(), "an open post side");
        }
        {
            StdpNet net;
            net.b.graph.apply(Disconnect{{{net.synapse, "y"}, {net.stdp, "synapse"}}});
            QVERIFY2(!makePlan(net.b.graph).ok(), "tied to none");
        }
        {
            StdpNet net;
            net.b.graph.apply(SetParam{net.synapse, "train", std::string("frozen")});
            QVERIFY(complains(net.b.graph, "SPW-L006", net.stdp));
            QVERIFY(makePlan(net.b.graph).ok());
        }
        for (const auto& [name, value] : Values{{"tau_pre", 1.0}, {"tau_post", 0.0}, {"tau_post", -3.0}}) {
            StdpNet net(Values{{name, value}});   // as a file may have it; the inspector refuses it at once
            QVERIFY2(!makePlan(net.b.graph).ok(), name.c_str());
        }
        for (const char* formula : {"w +", "1 / w", "sqrt(0 - 1 - w)", "x * 2", ""}) {
            StdpNet net(Values{{"f_post", std::string("expression")}, {"f_post_formula", std::string(formula)}});
            QVERIFY2(complains(net.b.graph, "SPW-L008", net.stdp), formula);
        }
        {
            StdpNet net(Values{{"f_post", std::string("expression")}, {"f_post_formula", std::string("(w_max - w) ^ 0.5")}});
            QVERIFY(makePlan(net.b.graph).ok());
        }
        {
            StdpNet net(Values{{"update", std::string("gradient")}, {"momentum", 0.9}});
            QVERIFY(complains(net.b.graph, "SPW-L009", net.stdp));
        }
        QCOMPARE(learnerTies(makePlan(good.b.graph)).size(), std::size_t(1));
        const Plan plan = makePlan(good.b.graph);
        QCOMPARE(trainedBy(plan, *plan.find(good.synapse)), TrainedBy::Learner);
    }

    void convolutionsWithDilationAndRewardsForConvolutionsAreRefused()
    {
        GraphBuilder b;
        const NodeId data = b.add("dataset.glyphs", "Glyphs");
        b.from(data, "image");
        b.then("encoder.poisson", "Poisson");
        const NodeId conv = b.then("layer.conv2d", "Conv", {{"dilation", std::vector<std::int64_t>{2, 2}}, {"train", std::string("learner")}});
        const NodeId neurons = b.then("neuron.lif", "LIF", lif());
        const NodeId stdp = b.add("learner.stdp", "STDP");
        b.wire(conv, "y", stdp, "synapse");
        b.wire(neurons, "s", stdp, "post");
        QVERIFY(complains(b.graph, "SPW-L003", stdp));
        b.graph.apply(SetParam{conv, "dilation", std::vector<std::int64_t>{1, 1}});
        QVERIFY(!complains(b.graph, "SPW-L003", stdp));
        const NodeId mstdp = b.add("learner.mstdp", "MSTDP");
        b.wire(conv, "y", mstdp, "synapse");
        QVERIFY(complains(b.graph, "SPW-L003", mstdp));
    }

    void trainingWithoutATeacherLearnsAndIsResumedBitExact()
    {
        QTemporaryDir dir;
        const fs::path root = dir.path().toStdString();
        for (const char* update : {"batch", "step", "gradient"}) {
            StdpNet net(Values{{"update", std::string(update)}});
            const fs::path here = root / update;
            const RunResult whole = m_engine->start(request(net.b.graph, here / "straight"))->wait();
            QCOMPARE(whole.state, RunState::Finished);
            QVERIFY2(whole.testAccuracy > 0.3, qPrintable(QString("%1: %2").arg(update).arg(whole.testAccuracy)));
            QVERIFY(std::isnan(whole.testLoss));
            RunRequest first = request(net.b.graph, here / "first");
            first.epochs = 1;
            m_engine->start(std::move(first))->wait();
            RunRequest second = request(net.b.graph, here / "second");
            second.resume = here / "first/checkpoints/latest";
            const RunResult resumed = m_engine->start(std::move(second))->wait();
            QVERIFY2(sameWeights(here / "straight/checkpoints/latest/weights.h5", here / "second/checkpoints/latest/weights.h5"), update);
            QCOMPARE(resumed.testAccuracy, whole.testAccuracy);
            RunRequest test = request(net.b.graph, {}, RunMode::Evaluate);
            test.weights = here / "straight/checkpoints/latest";
            QCOMPARE(m_engine->start(std::move(test))->wait().testAccuracy, whole.testAccuracy);
        }
    }

    void aLearnerAndGradientsTrainTheirPartsOfOneGraph()
    {
        for (const char* update : {"batch", "bptt"}) {
            QTemporaryDir dir;
            const fs::path root = dir.path().toStdString();
            GraphBuilder b;
            const NodeId data = b.add("dataset.glyphs", "Glyphs", {{"width", std::int64_t(12)}, {"height", std::int64_t(12)}, {"train_samples", std::int64_t(64)}, {"test_samples", std::int64_t(20)}});
            b.from(data, "image");
            b.then("encoder.poisson", "Poisson", {{"T", std::int64_t(6)}});
            const NodeId conv = b.then("layer.conv2d", "Conv", {{"out_channels", std::int64_t(4)}, {"bias", false}, {"train", std::string("learner")}});
            const NodeId neurons = b.then("neuron.competing_lif", "Channels", {{"compete", std::string("channels")}, {"v_threshold", 0.5}});
            b.then("layer.flatten", "Flatten");
            const NodeId linear = b.then("layer.linear", "Linear");
            b.then("neuron.lif", "LIF", lif());
            b.then("readout.rate", "Rate");
            const NodeId loss = b.then("loss.mse", "Loss");
            b.wire(data, "label", loss, "label");
            b.then("learner.bptt", "BPTT", {{"epochs", std::int64_t(1)}, {"optimizer", std::string("sgd")}, {"momentum", 0.0}, {"learning_rate", 0.01}});
            const NodeId stdp = b.add("learner.stdp", "STDP", {{"learning_rate", 0.001}, {"w_min", 0.0}, {"w_max", 1.0}, {"initial", std::string("uniform")}, {"update", std::string(update)}});
            b.wire(conv, "y", stdp, "synapse");
            b.wire(neurons, "s", stdp, "post");
            const Plan plan = makePlan(b.graph);
            QVERIFY(plan.ok());
            QCOMPARE(trainedBy(plan, *plan.find(conv)), TrainedBy::Learner);
            QCOMPARE(trainedBy(plan, *plan.find(linear)), TrainedBy::Gradient);
            RunRequest r = request(b.graph, root / "run");
            r.startPaused = true;
            std::unique_ptr<Run> run = m_engine->start(std::move(r));
            QTRY_COMPARE(run->state(), RunState::Paused);
            run->checkpointNow();
            QTRY_VERIFY(fs::exists(root / "run/checkpoints/latest/weights.h5"));
            const Weights before = readWeights(root / "run/checkpoints/latest/weights.h5");
            run->resume();
            QCOMPARE(run->wait().state, RunState::Finished);
            const Weights after = readWeights(root / "run/checkpoints/latest/weights.h5");
            for (const char* name : {"Conv/weight", "Linear/weight"}) {
                QVERIFY2(before.arrays.count(name) == 1, name);
                QVERIFY2(!(before.arrays.at(name) == after.arrays.at(name)), name);
            }
        }
    }

    void aRewardTeachesAChoice()
    {
        GraphBuilder b;
        const NodeId data = b.add("dataset.glyphs", "Glyphs", {{"width", std::int64_t(12)}, {"height", std::int64_t(12)}, {"classes", std::int64_t(2)}, {"on_off", true},
                                                                {"brightness", 0.3}, {"train_samples", std::int64_t(120)}, {"test_samples", std::int64_t(40)}, {"shift", 0.5}});
        b.from(data, "image");
        b.then("encoder.poisson", "Poisson", {{"T", std::int64_t(20)}});
        b.then("layer.flatten", "Flatten");
        const NodeId synapse = b.then("layer.linear", "Synapse", {{"out_features", std::int64_t(2)}, {"bias", false}, {"train", std::string("learner")}});
        const NodeId neurons = b.then("neuron.competing_lif", "Neurons", {{"tau", 5.0}, {"v_threshold", 10.0}, {"inhibition", 20.0}});
        b.then("readout.rate", "Rate");
        const NodeId reward = b.add("readout.reward", "Reward", {{"judge", std::string("decision")}});
        b.wire(neurons, "s", reward, "x");
        b.wire(data, "label", reward, "label");
        const NodeId learner = b.add("learner.mstdp", "MSTDP", {{"learning_rate", 0.001}, {"tau_pre", 5.0}, {"f_pre_strength", 0.0}, {"w_min", 0.0}, {"w_max", 1.0},
                                                                  {"initial", std::string("uniform")}, {"initial_low", 0.4}, {"initial_high", 0.6}});
        b.wire(synapse, "y", learner, "synapse");
        b.wire(neurons, "s", learner, "post");
        b.wire(reward, "r", learner, "reward");
        const NodeId schedule = b.add("learner.schedule", "Schedule", {{"epochs", std::int64_t(2)}});
        b.wire(b.graph.find("Rate"), "y", schedule, "answer");
        const RunResult result = m_engine->start(request(b.graph))->wait();
        QVERIFY2(result.testAccuracy > 0.8, qPrintable(QString::number(result.testAccuracy)));
    }

    void liveRunsTickByTickWithTheLearnerAtWork()
    {
        StdpNet net(Values{{"update", std::string("step")}});
        RunRequest r = request(net.b.graph, {}, RunMode::Live);
        r.monitorSeconds = 0.05;
        r.startPaused = true;
        r.probes = {{net.stdp, "trace_pre"}, {net.neurons, "s"}};
        std::unique_ptr<Run> run = m_engine->start(std::move(r));
        QTRY_COMPARE(run->state(), RunState::Paused);
        for (int tick = 1; tick <= 3; ++tick) {
            run->step(StepUnit::Tick);
            QTRY_VERIFY(run->state() == RunState::Paused && run->snapshot()->sample && run->snapshot()->sample->steps == tick);
        }
        QCOMPARE(run->snapshot()->sample->probes.at(0).quantity, std::string("trace_pre"));
        QCOMPARE(run->snapshot()->sample->probes.at(0).steps, std::int64_t(3));
        QCOMPARE(run->snapshot()->activity.at(net.neurons).rate, double(run->snapshot()->sample->probes.at(1).spikeStep.size()) / (20 * 3));
        QTRY_COMPARE(run->snapshot()->synapses.size(), std::size_t(1));
        const std::shared_ptr<const SynapseView> before = run->snapshot()->synapses.at(0);
        QCOMPARE(before->synapse, net.synapse);
        QCOMPARE(before->learner, net.stdp);
        QCOMPARE(before->preShape, (std::vector<std::int64_t>{2, 12, 12}));
        QCOMPARE(before->weights.size(), std::size_t(20 * 288));
        QCOMPARE(before->window.size(), std::size_t(121));
        QCOMPARE(before->tracePre.size(), std::size_t(288));
        run->setParam(net.stdp, "enabled", false);
        for (int sample = 0; sample < 3; ++sample) {
            run->step(StepUnit::Sample);
            QTRY_COMPARE(run->state(), RunState::Paused);
        }
        QVERIFY(!run->snapshot()->synapses.at(0)->enabled);
        QVERIFY(run->snapshot()->synapses.at(0)->weights == before->weights);
        run->setParam(net.stdp, "enabled", true);
        run->resume();
        QTRY_VERIFY_WITH_TIMEOUT(run->snapshot()->epoch >= 2, 20000);
        run->pause();
        QTRY_COMPARE(run->state(), RunState::Paused);
        QVERIFY(run->snapshot()->synapses.at(0)->weights != before->weights);
        run->setSpeed(20);
        const std::int64_t step = run->snapshot()->synapses.at(0)->step;
        run->resume();
        QTest::qWait(500);
        run->pause();
        QTRY_COMPARE(run->state(), RunState::Paused);
        const std::int64_t ticks = run->snapshot()->synapses.at(0)->step - step;
        QVERIFY2(ticks >= 2 && ticks <= 14, qPrintable(QString::number(ticks)));   // about 10
        run->watchWeights({net.synapse, 4711});
        run->stop();
        QCOMPARE(run->wait().state, RunState::Cancelled);
    }

    void competingNeuronsFireOneAtATimeAndGrowHarderToExcite()
    {
        GraphBuilder b;
        const NodeId stimulus = b.add("dataset.stimulus", "Stimulus", {{"units", std::int64_t(6)}, {"T", std::int64_t(40)}, {"kind", std::string("noise")}, {"amplitude", 3.0},
                                                                         {"start", std::int64_t(0)}, {"stop", std::int64_t(40)}});
        b.from(stimulus, "x");
        const NodeId neurons = b.then("neuron.competing_lif", "Neurons", {{"theta_plus", 0.5}, {"winners", std::int64_t(1)}});
        Network network(makePlan(b.graph), 1, at::kCPU);
        const at::Tensor x = at::rand({40, 2, 6}) * 3 + 0.5;
        const PortValues feeds{{{stimulus, "x"}, x}};
        network.setTraining(false);
        const at::Tensor quiet = network.forward(feeds, {{neurons, "s"}}).at({neurons, "s"});
        network.reset();
        QVERIFY(quiet.sum().item<double>() > 10);
        QVERIFY2(quiet.sum(2).max().item<double>() <= 1, "one winner");
        // The same with gradients takes LibTorch's operations.
        const at::Tensor tracked = x.clone().requires_grad_();
        const at::Tensor other = network.forward({{{stimulus, "x"}, tracked}}, {{neurons, "s"}}).at({neurons, "s"});
        QVERIFY(at::equal(quiet, other.detach()));
        network.reset();
        network.setTraining(true);
        network.forward(feeds, {{neurons, "s"}});
        network.reset();
        network.setTraining(false);
        const at::Tensor later = network.forward(feeds, {{neurons, "s"}}).at({neurons, "s"});
        QVERIFY(later.sum().item<double>() < quiet.sum().item<double>());
        QVERIFY(network.buffers().at(0).name.ends_with("theta") && network.buffers().at(0).tensor.max().item<double>() > 0.4);
    }
};

SPW_TEST_GUILESS(tst_LocalLearners)

} // namespace tst_local_learners

#include "tst_local_learners.moc"
