// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/catalog/catalog.h"
#include "core/engine/builders/builder_list.h"
#include "core/engine/goldens/golden_case.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/spiking_block.h"
#include "tests/runner/registry.h"

#include <ATen/CPUGeneratorImpl.h>

#include <QtTest>

#include <cmath>

namespace tst_sj_neurons {

using namespace spw;
using namespace spw::engine;
using golden::makeModule;
using golden::ParamMap;

namespace {

const ParamValue kNone = std::monostate{};

at::Tensor constant(double value, std::int64_t steps) { return at::full({steps, 1, 1}, value, at::kDouble); }

/// Membrane after each step of one neuron with a constant input, in float64.
std::vector<double> membrane(const char* id, const ParamMap& params, double input, std::int64_t steps,
                             const char* state = "v")
{
    const at::Tensor x = constant(input, steps);
    const auto module = makeModule(id, params, Tensors{x});
    golden::overrideTensors(*module, {}, at::kDouble);
    module->keepStates(true);
    module->forward({x});
    const at::Tensor v = module->stateSequence(state).flatten();
    return {v.data_ptr<double>(), v.data_ptr<double>() + v.numel()};
}

void compareAll(const std::vector<double>& actual, const std::vector<double>& expected)
{
    QCOMPARE(actual.size(), expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i)
        QVERIFY2(std::abs(actual[i] - expected[i]) < 1e-6,
                 qPrintable(QString("step %1: %2 instead of %3").arg(i).arg(actual[i], 0, 'g', 9).arg(expected[i])));
}

/// Largest difference between the gradient of a weighted sum of output `port` and central differences, relative.
double gradientError(NodeModule& module, const at::Tensor& input, int port, const std::string& state = {})
{
    at::manual_seed(3);
    const at::Tensor x = input.clone().requires_grad_();
    at::Tensor weights;
    const auto loss = [&](const at::Tensor& at) {
        const at::Tensor out = golden::runWhole(module, {at}).at(std::size_t(port));
        const at::Tensor read = state.empty() ? out : module.stateSequence(state);
        if (!weights.defined())
            weights = at::randn(read.sizes(), read.options().requires_grad(false));
        return (read * weights).sum();
    };
    loss(x).backward();
    const at::Tensor exact = x.grad().flatten();
    const at::NoGradGuard noGrad;
    double worst = 0;
    const double step = 1e-6;
    for (std::int64_t i = 0; i < input.numel(); ++i) {
        const auto shifted = [&](double by) {
            at::Tensor moved = input.clone();
            moved.view({-1})[i] += by;
            return loss(moved).item<double>();
        };
        worst = std::max(worst, std::abs((shifted(step) - shifted(-step)) / (2 * step) - exact[i].item<double>()));
    }
    return worst / exact.abs().max().item<double>();
}

bool refusesParams(const char* id, const ParamMap& params)
{
    ParamValues values = builtinCatalog().find(id)->initialValues();
    for (const auto& [name, value] : params)
        values.set(name, value);
    NodeReport report;
    builtinCatalog().find(id)->check(values, report);
    return hasErrors(report.list());
}

std::int64_t leaked(std::int64_t state, std::int64_t decay)
{
    const std::int64_t product = state * (4096 - decay);
    return product < 0 ? -(-product >> 12) : product >> 12;
}

} // namespace

class tst_SjNeurons final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nonlinearNeuronsFollowTheWorkedExamples()
    {
        compareAll(membrane("neuron.qif", {}, 1.0, 4), {0.445, 0.8660125, -0.1, 0.445});
        compareAll(membrane("neuron.eif", {}, 1.0, 3), {0.65328483, -0.1, 0.65328483});
        compareAll(membrane("neuron.izhikevich", {}, 1.0, 4), {0.46, 0.8648, 0.0, 0.46});
        const ParamMap adapting{{"a", 0.2}, {"b", 0.3}};
        const std::vector<double> v = membrane("neuron.izhikevich", adapting, 1.5, 6);
        compareAll(v, {0.71, 0.0, 0.4655975, 0.970547766, 0.0, 0.406462546});
        const double w = membrane("neuron.izhikevich", adapting, 1.5, 6, "w").back();
        QVERIFY(std::abs(w - 0.3542) < 1e-4);
    }

    void theAdaptiveNeuronTires()
    {
        const at::Tensor x = constant(0.6, 60);
        const auto module = makeModule("neuron.adaptive", {{"tau_w", 20.0}, {"b", 0.1}}, Tensors{x});
        const at::Tensor spikes = module->forward({x}).at(0).flatten();
        QVERIFY(spikes.narrow(0, 0, 20).sum().item<double>() > spikes.narrow(0, 40, 20).sum().item<double>());
    }

    void smoothGradientsAgreeWithFiniteDifferences_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("act");
        // Without a spike the membrane is smooth: the threshold is out of reach.
        for (const char* id : {"neuron.qif", "neuron.eif", "neuron.izhikevich", "neuron.adaptive"})
            QTest::addRow("%s v", id) << id << "v" << QString();
        for (const char* id : {"neuron.izhikevich", "neuron.adaptive"})
            QTest::addRow("%s w", id) << id << "w" << QString();
        for (const char* act : {"leaky_relu", "sigmoid", "tanh", "identity"})
            QTest::addRow("liaf %s", act) << "neuron.liaf" << QString() << act;
        QTest::addRow("readout") << "neuron.readout" << QString() << QString();
    }

    void smoothGradientsAgreeWithFiniteDifferences()
    {
        QFETCH(QString, id);
        QFETCH(QString, state);
        QFETCH(QString, act);
        at::manual_seed(7);
        const at::Tensor x = at::rand({6, 2, 3}, at::kDouble) * 0.4 - 0.1;
        ParamMap params;
        if (id != "neuron.readout") {
            params["v_threshold"] = 100.0;
            params["detach_reset"] = true;   // what is left of the surrogate that far below it
        }
        if (id == "neuron.adaptive" || id == "neuron.izhikevich")
            params.insert({{"a", 0.3}, {"b", 0.2}, {"v_reset", kNone}});
        if (!act.isEmpty())
            params.insert({{"act", act.toStdString()}, {"threshold_related", false}});
        if (id == "neuron.readout")
            params.insert({{"tau", 3.0}, {"decode", std::string("max-abs-mem")}});
        const auto module = makeModule(id.toStdString(), params, Tensors{x});
        golden::overrideTensors(*module, {}, at::kDouble);
        module->keepStates(true);
        const double error = gradientError(*module, x, 0, state.toStdString());
        QVERIFY2(error < 1e-6, qPrintable(QString::number(error)));
    }

    void exchangeNeuronIsWholeNumberArithmeticInBothTypes()
    {
        at::manual_seed(11);
        const std::int64_t steps = 200;
        const at::Tensor x = at::randint(-200, 260, {steps, 4, 5}, at::kDouble) / 64;
        const double currentDecay = 0.0713, voltageDecay = 0.2391;
        const ParamMap params{{"current_decay", currentDecay}, {"voltage_decay", voltageDecay}, {"v_threshold", 40.0}};
        const std::int64_t di = std::llrint(4096 * double(float(currentDecay))),
                           dv = std::llrint(4096 * double(float(voltageDecay)));
        at::Tensor expected = at::zeros({steps, 20}, at::kDouble);
        for (std::int64_t n = 0; n < 20; ++n) {
            std::int64_t i = 0, v = 0;
            for (std::int64_t t = 0; t < steps; ++t) {
                i = leaked(i, di) + std::llrint(4096 * x.view({steps, 20})[t][n].item<double>());
                v = leaked(v, dv) + i;
                if (v > 40 * 4096)
                    v = 0;
                expected[t][n] = double(v) / 4096;
            }
        }
        for (const at::ScalarType type : {at::kFloat, at::kDouble}) {
            const auto module = makeModule("neuron.cuba_lif", params, Tensors{x});
            golden::overrideTensors(*module, {}, type);
            module->keepStates(true);
            const at::Tensor spikes = module->forward({x.to(type)}).at(0);
            QVERIFY(spikes.sum().item<double>() > 0);
            QVERIFY(at::equal(module->stateSequence("v").to(at::kDouble).view({steps, 20}), expected));
        }
    }

    void aNormOfTheCurrentThatChangesNothingGivesThePlainNeuron()
    {
        at::manual_seed(5);
        const at::Tensor x = at::randint(-20, 60, {12, 2, 3, 2, 2}, at::kFloat) / 64;
        const auto plain = makeModule("neuron.cuba_lif", {}, Tensors{x});
        const auto normalised = makeModule("neuron.cuba_lif", {{"norm", std::string("batch_norm")}}, Tensors{x});
        golden::overrideTensors(*normalised, {{"norm.running_var", at::full({1}, 1.0 - 1e-5 - 1e-7, at::kDouble)}},
                                at::kFloat);
        normalised->setTraining(false);
        for (NodeModule* module : {plain.get(), normalised.get()})
            module->keepStates(true);
        const at::Tensor a = plain->forward({x}).at(0), b = normalised->forward({x}).at(0);
        QVERIFY(a.sum().item<double>() > 0);
        QVERIFY(at::equal(a, b));
        QVERIFY(at::equal(plain->stateSequence("v"), normalised->stateSequence("v")));
        QVERIFY(at::equal(plain->stateSequence("i"), normalised->stateSequence("i")));
    }

    void learnedDecaysStayBetweenNothingAndAll()
    {
        const at::Tensor x = at::ones({2, 1, 3}, at::kFloat);
        const auto module = makeModule("neuron.cuba_lif", {{"requires_grad", true}}, Tensors{x});
        QCOMPARE(module->parameters().size(), std::size_t(2));
        golden::overrideTensors(*module, {{"current_decay", at::full({}, 5000.0, at::kDouble)},
                                          {"voltage_decay", at::full({}, -3.0, at::kDouble)}}, at::kFloat);
        module->forward({x});
        QCOMPARE(module->parameters()[0].tensor.item<float>(), 4096.0f);
        QCOMPARE(module->parameters()[1].tensor.item<float>(), 0.0f);
    }

    void integerNeuronsCountAndQuantise()
    {
        const at::Tensor x = at::tensor({2.6, 0.5, -1.0, 9.0}, at::kDouble).view({4, 1, 1});
        const auto counts = makeModule("neuron.i_lif", {{"tau", 2.0}}, Tensors{x});
        // H: 2.6; -0.2 + 0.5 = 0.3; 0.15 - 1; -0.425 + 9 = 8.575
        QVERIFY(at::equal(counts->forward({x}).at(0).flatten(), at::tensor({3.0, 0.0, 0.0, 4.0}, at::kDouble)));

        // Over enough steps the bipolar neuron has sent its whole input, rounded to the levels.
        for (const double total : {-3.0, 0.6, 2.4, 7.7, 40.0}) {
            at::Tensor given = at::zeros({60, 1, 1}, at::kDouble);
            given.narrow(0, 0, 10).fill_(total / 10);
            const auto bipolar = makeModule("neuron.st_bif", {{"q_threshold", 0.5}, {"level", std::int64_t(16)}},
                                            Tensors{given});
            golden::overrideTensors(*bipolar, {}, at::kDouble);
            const double sent = bipolar->forward({given}).at(0).sum().item<double>();
            QCOMPARE(sent, 0.5 * std::clamp(std::floor(total / 0.5 + 0.5), 0.0, 15.0));
        }
    }

    void parallelNeuronsRefuseWhatTheyCannotDo()
    {
        const at::Tensor x = at::rand({5, 2, 3}, at::kFloat);
        const auto psn = makeModule("neuron.psn", {}, Tensors{x});
        QVERIFY_EXCEPTION_THROWN(psn->step({x[0]}), Error);
        const auto masked = makeModule("neuron.masked_psn", {{"lambda_init", 1.0}}, Tensors{x});
        masked->forward({x});
        QVERIFY_EXCEPTION_THROWN(masked->step({x[0]}), Error);   // a sixth step
        masked->reset();
        masked->step({x[0]});
        masked->setParam("lambda_init", 0.5);
        masked->reset();
        QVERIFY_EXCEPTION_THROWN(masked->step({x[0]}), Error);
        const auto gated = makeModule("neuron.glif", {}, Tensors{x});
        gated->forward({x});
        QVERIFY_EXCEPTION_THROWN(gated->forward({x}), Error);
    }

    void slidingNeuronComputesTheSameBothWays()
    {
        at::manual_seed(2);
        const at::Tensor x = at::randn({9, 2, 3, 2}, at::kDouble);
        Tensors spikes;
        for (const char* backend : {"gemm", "conv"}) {
            const auto module = makeModule("neuron.sliding_psn",
                                           {{"k", std::int64_t(4)}, {"backend", std::string(backend)}}, Tensors{x});
            golden::overrideTensors(*module, {}, at::kDouble);
            spikes.push_back(golden::runHalves(*module, {x}).at(0));
        }
        QVERIFY(spikes[0].sum().item<double>() > 0);
        QVERIFY(at::equal(spikes[0], spikes[1]));
    }

    void aFoldedMembraneNormThatChangesNothingGivesTheSameSpikes()
    {
        at::manual_seed(4);
        const at::Tensor x = at::rand({10, 4, 3}, at::kDouble);
        Tensors spikes;
        for (const bool folded : {false, true}) {
            const auto module = makeModule("neuron.mpbn_lif", {{"fold_bn", folded}}, Tensors{x});
            golden::overrideTensors(*module, {{"vbn.running_var", at::full({3}, 1.0 - 1e-5, at::kDouble)}}, at::kDouble);
            module->setTraining(false);
            spikes.push_back(golden::runWhole(*module, {x}).at(0));
        }
        QVERIFY(spikes[0].sum().item<double>() > 0);
        QVERIFY(at::equal(spikes[0], spikes[1]));
    }

    void statesGoOnWhereTheyWereSaved()
    {
        at::manual_seed(6);
        const at::Tensor flat = at::rand({8, 2, 6}, at::kFloat);
        for (const char* id : {"neuron.liaf", "neuron.cuba_lif", "neuron.glif", "neuron.sliding_psn", "neuron.ilc_clif",
                               "neuron.mpbn_lif", "neuron.readout", "neuron.ottt_lif", "neuron.izhikevich"}) {
            ParamMap params;
            if (std::string(id) == "neuron.ilc_clif")
                params = {{"act_dim", std::int64_t(2)}, {"dec_pop_dim", std::int64_t(3)}};
            const auto module = makeModule(id, params, Tensors{flat});
            module->forward({flat.narrow(0, 0, 4)});
            const std::vector<NamedTensor> saved = module->saveState();
            const at::Tensor first = module->forward({flat.narrow(0, 4, 4)}).at(0).clone();
            module->reset();
            module->restoreState(saved);
            QVERIFY2(at::equal(module->forward({flat.narrow(0, 4, 4)}).at(0), first), id);
        }
    }

    void neuronsWhoseSlopeNeedsTheMembraneRunOutsideOfBlocks()
    {
        const at::Tensor x = at::rand({2, 3, 16, 4, 4}, at::kFloat);
        const at::Tensor nhwc = x.flatten(0, 1).contiguous(at::MemoryFormat::ChannelsLast).view({2, 3, 16, 4, 4});
        ops::BlockConfig block;
        block.neuron.params = {{"tau", 2.0}, {"v_threshold", 1.0}, {"v_reset", -0.1}, {"v_rest", 0.0}, {"a0", 1.0},
                               {"v_c", 0.8}, {"delta_T", 1.0}, {"theta_rh", 0.8}};
        for (const char* id : {"neuron.if", "neuron.lif", "neuron.qif", "neuron.eif"}) {
            block.neuron.neuron = id;
            QCOMPARE(ops::canRunBlock(nhwc, block), id == std::string("neuron.if") || id == std::string("neuron.lif"));
        }
    }

    void aNeuronNeedNotOfferThePrimitive()
    {
        PlannedNode node;   // as that of a neuron whose spec has no 'Spikes': CONTRIBUTING.md, step 2
        node.spec = builtinCatalog().find("neuron.qif");
        const ParamValues initial = node.spec->initialValues();
        for (const auto& [name, value] : initial.all())
            if (name != "spiking")
                node.values.set(name, value);
        BuildContext context{at::make_generator<at::CPUGeneratorImpl>(1)};
        const auto module = findBuilder("neuron.qif")->build(node, context);
        const at::Tensor x = constant(1.0, 9);
        golden::overrideTensors(*module, {}, at::kDouble);
        QVERIFY(at::equal(module->forward({x}).at(0), makeModule("neuron.qif", {}, Tensors{x})->forward({x}).at(0)));
        QVERIFY(module->forward({x.to(at::kFloat)}).at(0).sum().item<double>() > 0);
    }

    void levelsThatMakeNoSenseAreErrors()
    {
        QVERIFY(refusesParams("neuron.qif", {{"v_reset", 1.0}, {"v_rest", 2.0}}));
        QVERIFY(refusesParams("neuron.eif", {{"v_reset", 0.2}, {"v_rest", 0.1}}));
        QVERIFY(!refusesParams("neuron.eif", {{"v_reset", kNone}, {"v_rest", -5.0}}));
        QVERIFY(refusesParams("neuron.cuba_lif", {{"v_reset", 0.1}}));
        QVERIFY(refusesParams("neuron.cuba_lif", {{"v_reset", kNone}}));
        QVERIFY(refusesParams("neuron.dsr_if", {{"v_threshold", 0.001}}));
    }
};

SPW_TEST_GUILESS(tst_SjNeurons)

} // namespace tst_sj_neurons

#include "tst_sj_neurons.moc"
