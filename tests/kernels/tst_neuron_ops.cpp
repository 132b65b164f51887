// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/isa.h"
#include "kernels/neuron_kernels.h"
#include "kernels/surrogate/surrogate.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/neuron_ops.h"
#include "kernels/torch/threads.h"
#include "tests/kernels/step_loop.h"
#include "tests/runner/registry.h"

#include <torch/csrc/autograd/autograd.h>

#include <QTest>

namespace tst_neuron_ops {

using namespace spw;

namespace {

std::map<std::string, double> testParams(bool soft, bool decay)
{
    std::map<std::string, double> params{
        {"tau", 2.7}, {"init_tau", 2.7}, {"v_threshold", 0.9}, {"decay_input", decay ? 1.0 : 0.0},
        {"v_c", 0.8}, {"a0", 0.7}, {"v_rest", 0.05}, {"delta_T", 0.9}, {"theta_rh", 0.8}};
    if (!soft)
        params["v_reset"] = -0.15;
    return params;
}

std::vector<at::Tensor> learnablesOf(const ops::NeuronConfig& config, at::ScalarType type)
{
    std::vector<at::Tensor> result;
    for (const auto& spec : ops::learnableSpecs(config.neuron, config.params))
        result.push_back(at::scalar_tensor(spec.initial, type).requires_grad_());
    return result;
}

double largestDifference(const at::Tensor& a, const at::Tensor& b)
{
    return (a - b).abs().max().item<double>();
}

at::Tensor randomInput(at::IntArrayRef shape, at::ScalarType type) { return at::randn(shape, type).mul(1.5).add(0.9); }

const ops::NeuronConfig kLif{"neuron.lif",
                             {{"tau", 2.0}, {"v_threshold", 1.0}, {"v_reset", 0.0}, {"decay_input", 1.0}},
                             "atan", {{"alpha", 2.0}}, false, true};

/// Those that step_loop.cpp writes out; tst_neuron_goldens holds the slopes of the others.
std::vector<kernels::SurrogateInfo> firstSurrogates()
{
    return {kernels::surrogates().begin(), kernels::surrogates().begin() + 4};
}

} // namespace

class tst_NeuronOps final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { at::manual_seed(20240607); }
    void cleanup() { at::set_num_threads(m_threads); }

    void parallelLoopsRunOnAsManyThreadsAsAskedFor()
    {
        for (const int threads : {1, 2, 3}) {
            at::set_num_threads(threads);
            QCOMPARE(ops::parallelThreads(), threads);
        }
    }

    void resultsDoNotDependOnTheNumberOfThreads()
    {
        ops::NeuronConfig config;
        config.neuron = "neuron.parametric_lif";
        config.params = testParams(false, true);
        const at::Tensor x = randomInput({60, 7000}, at::kFloat), grad = at::randn_like(x);
        std::vector<at::Tensor> first;
        for (const int threads : {1, 2, 3}) {
            at::set_num_threads(threads);
            const at::Tensor input = x.detach().clone().requires_grad_();
            const std::vector<at::Tensor> learnables = learnablesOf(config, at::kFloat);
            const at::Tensor spikes = ops::runNeuron(input, {}, learnables, config).spikes;
            spikes.backward(grad);
            const std::vector<at::Tensor> all{spikes.detach(), input.grad(), learnables.at(0).grad()};
            if (first.empty())
                first = all;
            for (std::size_t i = 0; i < all.size(); ++i)
                QVERIFY(all[i].equal(first[i]));
        }
    }

    void gradientsEqualAutogradThroughTheLoop_data()
    {
        QTest::addColumn<QByteArray>("neuron");
        QTest::addColumn<QByteArray>("surrogate");
        QTest::addColumn<bool>("soft");
        QTest::addColumn<bool>("detach");
        QTest::addColumn<bool>("decay");
        for (const auto& neuron : kernels::neurons())
            for (const kernels::SurrogateInfo& surrogate : firstSurrogates())
                for (int bits = 0; bits < 8; ++bits) {
                    if (bits & 1 && (neuron.id == "neuron.qif" || neuron.id == "neuron.eif"))
                        continue;   // with soft reset they run away to infinity
                    QTest::newRow(qPrintable(QString("%1 %2 %3 %4 %5")
                                                 .arg(QString::fromUtf8(neuron.id.data()),
                                                      QString::fromUtf8(surrogate.id.data()),
                                                      bits & 1 ? "soft" : "hard", bits & 2 ? "detach" : "attached",
                                                      bits & 4 ? "decay" : "no decay")))
                        << QByteArray(neuron.id.data()) << QByteArray(surrogate.id.data()) << bool(bits & 1)
                        << bool(bits & 2) << bool(bits & 4);
                }
    }
    void gradientsEqualAutogradThroughTheLoop()
    {
        QFETCH(QByteArray, neuron);
        QFETCH(QByteArray, surrogate);
        QFETCH(bool, soft);
        QFETCH(bool, detach);
        QFETCH(bool, decay);
        const ops::NeuronConfig config{neuron.toStdString(), testParams(soft, decay), surrogate.toStdString(),
                                       {{"alpha", 1.7}},
                                       detach, true};
        const at::Tensor data = randomInput({13, 3, 7}, at::kDouble), start = at::randn({3, 7}, at::kDouble).mul(0.3);
        const at::Tensor wSpikes = at::randn_like(data), wV = at::randn_like(data), wState = at::randn_like(start);

        const auto run = [&](auto&& function) {
            const at::Tensor x = data.clone().requires_grad_(), v = start.clone().requires_grad_();
            const std::vector<at::Tensor> learnables = learnablesOf(config, at::kDouble);
            const ops::NeuronOutput out = function(x, std::vector<at::Tensor>{v}, learnables, config);
            (out.spikes.mul(wSpikes).sum() + out.vSeq.mul(wV).sum() + out.state[0].mul(wState).sum()).backward();
            std::vector<at::Tensor> results{out.spikes.detach(), out.vSeq.detach(), out.state[0].detach(), x.grad(),
                                            v.grad()};
            for (const at::Tensor& learnable : learnables)
                results.push_back(learnable.grad());
            return results;
        };
        const auto fused = run(ops::runNeuron);
        const auto loop = run(test::runStepLoop);
        QVERIFY(fused[0].sum().item<double>() > 20);   // there are spikes to speak of
        QVERIFY(at::equal(fused[0], loop[0]));
        for (std::size_t i = 1; i < fused.size(); ++i)
            QVERIFY2(largestDifference(fused[i], loop[i]) < 1e-12 * std::max(1.0, loop[i].abs().max().item<double>()),
                     qPrintable(QString("result %1: %2").arg(i).arg(largestDifference(fused[i], loop[i]))));
    }

    void anUnusedOutputMeansAZeroGradient()
    {
        const at::Tensor x = randomInput({9, 40}, at::kDouble).requires_grad_();
        const at::Tensor y = x.detach().clone().requires_grad_();
        ops::runNeuron(x, {}, {}, kLif).state[0].sum().backward();
        test::runStepLoop(y, {}, {}, kLif).state[0].sum().backward();
        QVERIFY(largestDifference(x.grad(), y.grad()) < 1e-13);
    }

    void twoHalvesGiveWhatTheWholeGives()
    {
        const at::Tensor data = randomInput({20, 130}, at::kFloat);
        const at::Tensor whole = data.clone().requires_grad_(), split = data.clone().requires_grad_();
        const ops::NeuronOutput once = ops::runNeuron(whole, {}, {}, kLif);
        const ops::NeuronOutput first = ops::runNeuron(split.slice(0, 0, 10), {}, {}, kLif);
        const ops::NeuronOutput second = ops::runNeuron(split.slice(0, 10, 20), first.state, {}, kLif);
        QVERIFY(at::equal(once.spikes, at::cat({first.spikes, second.spikes})));
        QVERIFY(at::equal(once.vSeq, at::cat({first.vSeq, second.vSeq})));
        QVERIFY(at::equal(once.state[0], second.state[0]));
        const at::Tensor w = at::randn_like(data);
        once.spikes.mul(w).sum().backward();
        at::cat({first.spikes, second.spikes}).mul(w).sum().backward();
        QVERIFY(largestDifference(whole.grad(), split.grad()) < 1e-6);
        const ops::NeuronOutput restarted = ops::runNeuron(data.slice(0, 10, 20), {}, {}, kLif);
        QVERIFY(!at::equal(restarted.spikes, second.spikes.detach()));   // the state mattered
    }

    void singleStepsGiveWhatTheWholeGives()
    {
        const at::Tensor x = randomInput({12, 5, 33}, at::kFloat);
        const ops::NeuronOutput whole = ops::runNeuron(x, {}, {}, kLif);
        std::vector<at::Tensor> state;
        for (int t = 0; t < 12; ++t) {
            const ops::NeuronOutput step = ops::runNeuron(x.slice(0, t, t + 1), state, {}, kLif);
            QVERIFY(at::equal(step.spikes[0], whole.spikes[t]));
            state = step.state;
        }
    }

    void inferenceGivesTheSpikesOfTraining()
    {
        const at::Tensor x = randomInput({20, 777}, at::kFloat);
        const at::Tensor tracked = x.clone().requires_grad_();
        const ops::NeuronOutput plain = ops::runNeuron(x, {}, {}, kLif);
        QVERIFY(!plain.spikes.requires_grad());
        QVERIFY(at::equal(plain.spikes, ops::runNeuron(tracked, {}, {}, kLif).spikes.detach()));
        const at::NoGradGuard guard;
        QVERIFY(!ops::runNeuron(tracked, {}, {}, kLif).spikes.requires_grad());
    }

    void channelsLastStaysChannelsLast()
    {
        const at::Tensor plain = randomInput({6, 2, 8, 5, 7}, at::kFloat);
        // Inner four dimensions channels-last: C is fastest.
        const at::Tensor last = plain.permute({0, 1, 3, 4, 2}).contiguous().permute({0, 1, 4, 2, 3});
        QVERIFY(!last.is_contiguous());
        const at::Tensor a = plain.clone().requires_grad_(), b = last.detach().requires_grad_();
        const ops::NeuronOutput outA = ops::runNeuron(a, {at::full({}, 0.2)}, {}, kLif);
        const ops::NeuronOutput outB = ops::runNeuron(b, {at::full({2, 8, 5, 7}, 0.2)}, {}, kLif);
        QCOMPARE(outB.spikes.strides(), last.strides());
        QCOMPARE(outB.state[0].strides(), last.strides().slice(1));
        QVERIFY(at::equal(outA.spikes.detach(), outB.spikes.detach()));
        QVERIFY(at::equal(outA.state[0].detach(), outB.state[0].detach()));
        const at::Tensor w = at::randn_like(plain);
        outA.spikes.mul(w).sum().backward();
        outB.spikes.mul(w).sum().backward();
        QVERIFY(at::equal(a.grad(), b.grad()));
    }

    void gapsInTheInputAreHandled()
    {
        const at::Tensor wide = randomInput({8, 50}, at::kFloat);
        const at::Tensor view = wide.slice(1, 3, 40, 2), transposed = randomInput({30, 8}, at::kFloat).t();
        QVERIFY(at::equal(ops::runNeuron(view, {}, {}, kLif).spikes,
                          ops::runNeuron(view.contiguous(), {}, {}, kLif).spikes));
        QVERIFY(at::equal(ops::runNeuron(transposed, {}, {}, kLif).spikes,
                          ops::runNeuron(transposed.contiguous(), {}, {}, kLif).spikes));
        QCOMPARE(ops::runNeuron(at::empty({4, 0}), {}, {}, kLif).spikes.numel(), int64_t(0));
    }

    void aBroadcastStateGetsItsSummedGradient()
    {
        const at::Tensor x = randomInput({7, 21}, at::kDouble);
        const at::Tensor scalar = at::scalar_tensor(0.3, at::kDouble).requires_grad_();
        const at::Tensor full = at::full({21}, 0.3, at::kDouble).requires_grad_();
        ops::runNeuron(x, {scalar}, {}, kLif).vSeq.sum().backward();
        ops::runNeuron(x, {full}, {}, kLif).vSeq.sum().backward();
        QVERIFY(std::abs(scalar.grad().item<double>() - full.grad().sum().item<double>()) < 1e-12);
    }

    void threadsDoNotChangeTheResult()
    {
        ops::NeuronConfig config = kLif;
        config.neuron = "neuron.parametric_lif";
        config.params["init_tau"] = 2.0;
        const at::Tensor data = randomInput({40, 9000}, at::kFloat), w = at::randn_like(data);
        const auto run = [&](int threads) {
            at::set_num_threads(threads);
            const at::Tensor x = data.clone().requires_grad_();
            const auto learnables = learnablesOf(config, at::kFloat);
            ops::runNeuron(x, {}, learnables, config).spikes.mul(w).sum().backward();
            return std::make_pair(x.grad(), learnables[0].grad());
        };
        const auto one = run(1), two = run(2);
        at::set_num_threads(1);
        QVERIFY(at::equal(one.first, two.first));
        QVERIFY(at::equal(one.second, two.second));
    }

    void wrongUseIsExplained()
    {
        const at::Tensor x = at::ones({3, 4});
        ops::NeuronConfig config = kLif;
        config.neuron = "neuron.none";
        QVERIFY_EXCEPTION_THROWN(ops::runNeuron(x, {}, {}, config), std::invalid_argument);
        config = kLif;
        config.params["tau"] = 1.0;
        QVERIFY_EXCEPTION_THROWN(ops::runNeuron(x, {}, {}, config), std::invalid_argument);
        config.params["tau"] = std::nan("");
        QVERIFY_EXCEPTION_THROWN(ops::runNeuron(x, {}, {}, config), std::invalid_argument);
        config = kLif;
        config.surrogateParams["alpha"] = -1.0;
        QVERIFY_EXCEPTION_THROWN(ops::runNeuron(x, {}, {}, config), std::invalid_argument);
        QVERIFY_EXCEPTION_THROWN(ops::runNeuron(x.to(at::kLong), {}, {}, kLif), c10::Error);
        QVERIFY_EXCEPTION_THROWN(ops::runNeuron(x, {x[0], x[0]}, {}, kLif), c10::Error);
        QVERIFY_EXCEPTION_THROWN(ops::runNeuron(x, {at::ones({5})}, {}, kLif), c10::Error);
        QVERIFY_EXCEPTION_THROWN(ops::runNeuron(x, {}, {x}, kLif), c10::Error);
        const at::Tensor tracked = at::ones({3, 4}).requires_grad_();
        const at::Tensor loss = ops::runNeuron(tracked, {}, {}, kLif).spikes.mul(tracked).sum();
        QVERIFY_EXCEPTION_THROWN(torch::autograd::grad({loss}, {tracked}, {}, true, true), c10::Error);
    }

    void sixteenBitInputGivesTheSpikesOfFloat32_data()
    {
        QTest::addColumn<QString>("neuron");
        QTest::addColumn<bool>("brain");
        QTest::addColumn<bool>("soft");
        for (const kernels::NeuronInfo& neuron : kernels::neurons())
            for (const bool brain : {false, true})
                for (const bool soft : {false, true}) {
                    const QString id = QString::fromUtf8(neuron.id.data(), qsizetype(neuron.id.size()));
                    QTest::addRow("%s %s %s", qPrintable(id), brain ? "bfloat16" : "float16", soft ? "soft" : "hard")
                        << id << brain << soft;
                }
    }
    void sixteenBitInputGivesTheSpikesOfFloat32()
    {
        QFETCH(QString, neuron);
        QFETCH(bool, brain);
        QFETCH(bool, soft);
        const at::ScalarType type = brain ? at::kBFloat16 : at::kHalf;
        const double near = brain ? 1e-2 : 2e-3;
        ops::NeuronConfig config{neuron.toStdString(), testParams(soft, true), "sigmoid", {{"alpha", 4.0}}, false, true};
        const at::Tensor half = randomInput({37, 3, 1501}, at::kFloat).to(type);   // several pieces of steps
        at::Tensor a = half.clone().requires_grad_(), b = half.to(at::kFloat).requires_grad_();
        std::vector<at::Tensor> learnA = learnablesOf(config, at::kFloat), learnB = learnablesOf(config, at::kFloat);
        const at::Tensor start = at::full({3, 1501}, 0.21);
        const ops::NeuronOutput got = ops::runNeuron(a, {start}, learnA, config);
        const ops::NeuronOutput wanted = ops::runNeuron(b, {start}, learnB, config);
        QVERIFY(got.spikes.scalar_type() == type && got.vSeq.scalar_type() == type);
        QVERIFY(got.state[0].scalar_type() == at::kFloat);
        QVERIFY(at::equal(got.spikes.to(at::kFloat), wanted.spikes));
        QVERIFY(at::equal(got.vSeq, wanted.vSeq.to(type)));
        QVERIFY(at::equal(got.state[0], wanted.state[0]));
        const ops::NeuronOutput plain = ops::runNeuron(half, {start}, {learnA.begin(), learnA.end()}, config);
        QVERIFY(at::equal(plain.spikes, got.spikes.detach()));
        const ops::NeuronOutput first = ops::runNeuron(half.slice(0, 0, 5), {start}, learnA, config);
        const ops::NeuronOutput second = ops::runNeuron(half.slice(0, 5), first.state, learnA, config);
        QVERIFY(at::equal(at::cat({first.spikes, second.spikes}), got.spikes));   // nothing is lost in between
        const at::Tensor weights = at::randn(half.sizes()).to(type);
        got.spikes.mul(weights).sum().add(got.vSeq.mul(weights).sum()).to(at::kFloat).add(got.state[0].sum()).backward();
        const at::Tensor same = weights.to(at::kFloat);
        wanted.spikes.mul(same).sum().add(wanted.vSeq.mul(same).sum()).add(wanted.state[0].sum()).backward();
        QCOMPARE(a.grad().scalar_type(), type);
        const double scale = b.grad().abs().max().item<double>();
        if (!(scale < 6e4))
            return;   // soft quadratic and exponential neurons run away; `kernels check` looks at the others among them
        QVERIFY(a.grad().isfinite().all().item<bool>());
        QVERIFY2(largestDifference(a.grad().to(at::kFloat), b.grad()) < near * scale,
                 qPrintable(QString::number(largestDifference(a.grad().to(at::kFloat), b.grad()) / scale)));
        for (std::size_t k = 0; k < learnA.size(); ++k)
            QVERIFY(std::abs(learnA[k].grad().item<double>() - learnB[k].grad().item<double>())
                    < 0.02 * (1.0 + std::abs(learnB[k].grad().item<double>())));
    }

    void aMembraneBesideItsThresholdKeepsItsSideInSixteenBits()
    {
        // In float16 both would be 1. What backward is told must still be: one fired, one did not.
        const float below = std::nextafter(1.0f, 0.0f);
        at::Tensor state = at::tensor({below, 1.0f}).requires_grad_();
        ops::NeuronConfig config{"neuron.if", {{"v_threshold", 1.0}, {"v_reset", 0.0}}, "sigmoid", {}, true, true};
        const at::Tensor x = at::zeros({1, 2}, at::kHalf);
        const ops::NeuronOutput out = ops::runNeuron(x, {state}, {}, config);
        QVERIFY(at::equal(out.spikes, at::tensor({0.0f, 1.0f}).reshape({1, 2}).to(at::kHalf)));
        out.state[0].sum().backward();
        QVERIFY(at::equal(state.grad(), at::tensor({1.0f, 0.0f})));   // through the reset of the second nothing comes
    }

    void thresholdsTooLargeForFloat16Work()
    {
        ops::NeuronConfig config{"neuron.if", {{"v_threshold", 1e5}, {"v_reset", 0.0}}, "sigmoid", {}, true, false};
        at::Tensor x = at::full({4, 2}, 60000.0, at::kHalf).requires_grad_();
        const ops::NeuronOutput out = ops::runNeuron(x, {}, {}, config);
        QCOMPARE(out.spikes.scalar_type(), at::kHalf);
        QCOMPARE(out.spikes.sum().item<double>(), 4.0);
        out.spikes.sum().backward();
        QCOMPARE(x.grad().scalar_type(), at::kHalf);
    }

private:
    const int m_threads = at::get_num_threads();
};

SPW_TEST_GUILESS(tst_NeuronOps)

} // namespace tst_neuron_ops

#include "tst_neuron_ops.moc"
