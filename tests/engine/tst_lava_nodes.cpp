// SPDX-License-Identifier: GPL-3.0-or-later
// What the reference cases of lava-dl do not show: delays, states that persist, gradients that lava-dl gets wrong.
#include "core/base/error.h"
#include "core/engine/goldens/golden_case.h"
#include "tests/runner/registry.h"

#include <QtTest>

namespace tst_lava_nodes {

using namespace spw;
using namespace spw::engine;
using namespace spw::engine::golden;

namespace {

at::Tensor sequence(std::initializer_list<double> values)   // [T, 1, 1]
{
    return at::tensor(std::vector<double>(values), at::kDouble).view({-1, 1, 1});
}

bool equalTo(const at::Tensor& x, std::initializer_list<double> values)
{
    return at::equal(x.detach().flatten().to(at::kDouble), sequence(values).flatten());
}

at::Tensor noise(std::vector<std::int64_t> sizes, double scale = 1.0)
{
    at::manual_seed(3);
    return at::randn(sizes, at::kDouble) * scale;
}

} // namespace

class tst_LavaNodes final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aDelayShiftsValuesAndGradients()
    {
        const at::Tensor x = sequence({1, 2, 3, 4}).requires_grad_();
        const auto module = makeModule("synapse.delay", {{"delay_steps", std::int64_t(2)}}, Tensors{x});
        const at::Tensor y = runWhole(*module, {x}).at(0);
        QVERIFY(equalTo(y, {0, 0, 1, 2}));
        (y * sequence({5, 6, 7, 8})).sum().backward();
        QVERIFY(equalTo(x.grad(), {7, 8, 0, 0}));
        const at::NoGradGuard noGrad;
        QVERIFY(equalTo(module->forward({sequence({9, 9})}).at(0), {3, 4}));   // what was on its way arrives
        module->reset();
        QVERIFY(equalTo(module->forward({sequence({9, 9})}).at(0), {0, 0}));
    }

    void aDelayAsLongAsTheSequenceLeavesNothing()
    {
        const at::Tensor x = sequence({1, 2, 3});
        const auto module = makeModule("synapse.delay", {{"delay_steps", std::int64_t(50)}}, Tensors{x});
        QVERIFY(equalTo(runWhole(*module, {x}).at(0), {0, 0, 0}));
        QVERIFY(equalTo(runSteps(*module, {x}).at(0), {0, 0, 0}));
    }

    void eachNeuronMayHaveItsOwnShift()
    {
        const at::Tensor x = at::arange(1, 17, at::kDouble).view({4, 1, 2, 1, 2});   // T, N, C, H, W
        const auto module = makeModule("synapse.delay_shift", {{"per", std::string("neuron")}}, Tensors{x});
        overrideTensors(*module, {{"delay", at::tensor({0.0, 1.0, 2.9, -1.0}).view({2, 1, 2})}}, at::kDouble);
        const at::Tensor y = runWhole(*module, {x}).at(0).view({4, 4});
        QVERIFY(equalTo(y.select(1, 0), {1, 5, 9, 13}));
        QVERIFY(equalTo(y.select(1, 1), {0, 2, 6, 10}));
        QVERIFY(equalTo(y.select(1, 2), {0, 0, 3, 7}));
        QVERIFY(equalTo(y.select(1, 3), {8, 12, 16, 0}));   // ahead
        QVERIFY_THROWS_EXCEPTION(Error, runSteps(*module, {x}));
    }

    void anotherBatchSizeNeedsAReset()
    {
        const auto module = makeModule("synapse.delay", {}, Tensors{sequence({1, 2})});
        module->forward({sequence({1, 2})});
        QVERIFY_THROWS_EXCEPTION(Error, module->forward({at::zeros({2, 3, 1}, at::kDouble)}));
        module->reset();
        module->forward({at::zeros({2, 3, 1}, at::kDouble)});
    }

    void delaysThatAreTooLongOrNotNumbersAreRefused()
    {
        const at::Tensor x = sequence({1, 2});
        const auto module = makeModule("synapse.axon_delay", {{"max_delay", std::monostate{}}}, Tensors{x});
        for (const double wrong : {1e9, std::nan("")}) {
            overrideTensors(*module, {{"delay", at::full({1}, wrong)}}, at::kDouble);
            QVERIFY_THROWS_EXCEPTION(Error, runWhole(*module, {x}));
        }
    }

    void aPersistentNeuronGoesOnWhereTheSampleBeforeEnded()
    {
        const at::Tensor x = noise({12, 2, 3}).abs();
        for (const bool persistent : {false, true}) {
            const auto module = makeModule("neuron.lava_cuba", {{"persistent_state", persistent}, {"threshold", 50.0}},
                                           Tensors{x});
            module->keepStates(true);
            runWhole(*module, {x});
            const at::Tensor first = module->stateSequence("voltage").clone();
            runWhole(*module, {x});   // after a reset
            QCOMPARE(at::equal(module->stateSequence("voltage"), first), !persistent);
            const at::Tensor other = noise({12, 5, 3}).abs();   // another batch size starts from zero
            runWhole(*module, {other});
            QVERIFY(at::equal(module->stateSequence("current")[0], (other[0] * 4096).trunc() / 4096));
        }
    }

    // lava-dl's own gradient of the decays has the wrong sign, so the other one is held to the equation.
    void decaysLearnByTheSlopeOfTheEquation_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("decay");
        QTest::newRow("current") << "layer.lava_affine" << "current_decay";
        QTest::newRow("voltage") << "layer.lava_affine" << "voltage_decay";
        QTest::newRow("sine") << "layer.lava_rf_affine" << "sin_decay";
        QTest::newRow("cosine") << "layer.lava_rf_affine" << "cos_decay";
    }

    void decaysLearnByTheSlopeOfTheEquation()
    {
        QFETCH(QString, id);
        QFETCH(QString, decay);
        const std::string name = decay.toStdString();
        Tensors x{noise({20, 2, 3}, 0.3)};
        if (id.contains("rf"))
            x.push_back(x[0].flip({0}));
        const at::Tensor w = noise({20, 2, 3}).roll({1}, {2});
        const auto module = makeModule(id.toStdString(), {{"requires_grad", true}, {"fixed_point", false}}, x);
        overrideTensors(*module, {}, at::kDouble);
        const auto loss = [&] { return (runWhole(*module, x).at(0) * w).sum(); };
        loss().backward();
        const double slope = gradientOf(*module, name).item<double>();
        for (const NamedTensor& tensor : module->parameters())
            if (tensor.name == name) {
                const at::NoGradGuard noGrad;
                at::Tensor value = tensor.tensor;
                value.add_(0.5);
                const double above = loss().item<double>();
                value.sub_(1.0);
                const double below = loss().item<double>();
                QVERIFY2(std::abs(above - below - slope) < 1e-4 * std::abs(slope),
                         qPrintable(QString("%1 instead of %2").arg(slope).arg(above - below)));
            }
    }

    // A reset at the steps 2, 7, 12, ...: as if samples began there.
    void aNeuronMayForgetAllWithinASample()
    {
        const at::Tensor x = noise({14, 2, 3}, 0.4).abs();
        for (const char* id : {"neuron.lava_cuba", "neuron.lava_alif", "layer.lava_affine"}) {
            const auto plain = makeModule(id, {}, Tensors{x});
            const auto module = makeModule(id, {{"reset_interval", std::int64_t(5)}, {"reset_offset", std::int64_t(2)}}, Tensors{x});
            std::vector<at::Tensor> pieces, states;
            for (const auto& [from, count] : {std::pair(0, 2), std::pair(2, 5), std::pair(7, 5), std::pair(12, 2)}) {
                plain->keepStates(true);
                pieces.push_back(runWhole(*plain, {x.narrow(0, from, count)}).at(0));
                states.push_back(plain->stateSequence("voltage"));
            }
            module->keepStates(true);
            QVERIFY(at::equal(runWhole(*module, {x}).at(0), at::cat(pieces)));
            QVERIFY(at::equal(module->stateSequence("voltage"), at::cat(states)));
            QVERIFY(at::equal(runSteps(*module, {x}).at(0), at::cat(pieces)));
            const at::NoGradGuard noGrad;   // in two halves, the second from what was saved
            module->reset();
            module->forward({x.narrow(0, 0, 6)});
            const auto saved = module->saveState();
            module->reset();
            module->restoreState(saved);
            QVERIFY(at::equal(module->forward({x.narrow(0, 6, 8)}).at(0), at::cat(pieces).narrow(0, 6, 8)));
        }
    }

    void realNumbersAndChipArithmeticStayClose()
    {
        const at::Tensor x = noise({40, 2, 5}, 0.05);
        at::Tensor voltage[2];
        for (const bool fixed : {false, true}) {
            const auto module = makeModule("neuron.lava_cuba", {{"fixed_point", fixed}, {"threshold", 40.0}}, Tensors{x});
            module->keepStates(true);
            runWhole(*module, {x});
            voltage[fixed] = module->stateSequence("voltage");
        }
        const double apart = (voltage[0] - voltage[1]).abs().max().item<double>();
        QVERIFY2(apart > 0 && apart < 0.02, qPrintable(QString::number(apart)));
    }

    void winnersLearnHowMuchTheyExciteThemselves()
    {
        const at::Tensor x = at::bernoulli(at::full({30, 2, 8}, 0.5)).to(at::kDouble).requires_grad_();
        const auto module = makeModule("container.lava_kwta",
                                       {{"out_neurons", std::int64_t(6)}, {"num_winners", std::int64_t(2)}, {"weight_scale", 6.0}},
                                       Tensors{x});
        overrideTensors(*module, {}, at::kDouble);
        const at::Tensor y = runWhole(*module, {x}).at(0);
        QVERIFY(y.sum().item<double>() > 0);
        (y * noise({30, 2, 6})).sum().backward();
        for (const char* name : {"self_excitation", "synapse.weight"})
            QVERIFY(gradientOf(*module, name).abs().max().item<double>() > 0);
        QVERIFY(x.grad().abs().max().item<double>() > 0);
    }

    void aMaskKeepsConnectionsOut()
    {
        for (const bool complex : {false, true})
            for (const bool norm : {false, true}) {
                const at::Tensor x = at::ones({2, 1, 4}, at::kDouble).requires_grad_();
                const auto module = makeModule(complex ? "synapse.lava_complex_dense" : "synapse.lava_dense",
                                               {{"out_neurons", std::int64_t(3)}, {"weight_scale", 4.0}, {"weight_norm", norm},
                                                {"mask", std::string("rows")}, {"mask_rows", std::string("1000 0000 0110")}},
                                               Tensors{x});
                overrideTensors(*module, {}, at::kDouble);
                const Tensors outputs = runWhole(*module, {x});
                QCOMPARE(outputs.size(), std::size_t(complex ? 2 : 1));
                for (std::size_t i = 0; i < outputs.size(); ++i) {
                    const at::Tensor reached = at::tensor({1.0, 0.0, 2.0}, at::kDouble);
                    QVERIFY(at::equal(outputs[i][0][0].ne(0), reached.gt(0)));
                    outputs[i].sum().backward();
                }
                QVERIFY(x.grad()[0][0][3].item<double>() == 0);   // nobody listens to it
                const std::string names[] = {complex ? "real.weight" : "weight", "imag.weight"};
                for (std::size_t i = 0; i < outputs.size(); ++i) {
                    const at::Tensor grad = gradientOf(*module, names[i] + (norm ? "_v" : ""));
                    const at::Tensor mask = at::tensor({1., 0., 0., 0., 0., 0., 0., 0., 0., 1., 1., 0.}, at::kDouble).view({3, 4});
                    QVERIFY(grad.defined() && grad.isfinite().all().item<bool>());
                    QVERIFY(at::equal(grad * mask, grad));
                }
                QCOMPARE(module->buffers().size(), outputs.size());   // the masks are stored with the weights
            }
        const at::Tensor x = at::ones({2, 1, 4}, at::kDouble);
        QVERIFY_THROWS_EXCEPTION(Error, makeModule("synapse.lava_dense",
                                                   {{"out_neurons", std::int64_t(3)}, {"mask", std::string("rows")},
                                                    {"mask_rows", std::string("10 00")}},
                                                   Tensors{x}));
    }

    void decimatedTimeNeedsTheWholeSequence()
    {
        const at::Tensor x = sequence({1, 3, 5, 7, 9});
        const auto module = makeModule("layer.time_decimation", {{"factor", std::int64_t(2)}}, Tensors{x});
        QVERIFY(equalTo(runWhole(*module, {x}).at(0), {2, 6, 4.5}));   // filled up with a zero
        QVERIFY_THROWS_EXCEPTION(Error, runSteps(*module, {x}));
    }
};

SPW_TEST_GUILESS(tst_LavaNodes)

} // namespace tst_lava_nodes

#include "kernels/torch/aten.h"
#include "tst_lava_nodes.moc"
