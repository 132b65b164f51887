// SPDX-License-Identifier: GPL-3.0-or-later
// What single layers promise beyond the rules that hold for every node (tst_every_node.cpp), against plain LibTorch.
#include "core/base/error.h"
#include "core/engine/builders/synapse_weight.h"
#include "core/engine/goldens/golden_case.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/bit_packing.h"
#include "tests/runner/registry.h"

#include <QtTest/QtTest>

namespace tst_layers {

using namespace spw;
using namespace spw::engine;
using golden::makeModule;
using golden::overrideTensors;
using golden::runWhole;

namespace {

void compare(const at::Tensor& a, const at::Tensor& b, double tolerance = 1e-6)
{
    QVERIFY(a.defined() && b.defined());
    QCOMPARE(a.sizes().vec(), b.sizes().vec());
    const double difference = (a - b).abs().max().item<double>();
    const double scale = std::max(1.0, b.abs().max().item<double>());   // sums of float32 in another order
    QVERIFY2(difference <= tolerance * scale, qPrintable(QString("largest difference %1").arg(difference)));
}

at::Tensor find(const std::vector<NamedTensor>& list, const std::string& name)
{
    for (const NamedTensor& entry : list)
        if (entry.name == name)
            return entry.tensor;
    return {};
}

at::Tensor spikes(at::IntArrayRef sizes) { return at::bernoulli(at::full(sizes, 0.4)); }

} // namespace

class tst_Layers final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { at::set_num_threads(1); }
    void init() { at::manual_seed(3); }

    void bordersAreFilledAsLibTorchFillsThem_data()
    {
        QTest::addColumn<QString>("mode");
        for (const char* mode : {"reflect", "replicate", "circular"})
            QTest::newRow(mode) << mode;
    }
    void bordersAreFilledAsLibTorchFillsThem()
    {
        QFETCH(QString, mode);
        const at::Tensor x = at::randn({2, 3, 2, 6, 7});
        const auto conv = makeModule("layer.conv2d",
                                     {{"out_channels", std::int64_t(4)}, {"padding", std::vector<std::int64_t>{1, 2}},
                                      {"padding_mode", mode.toStdString()}},
                                     Tensors{x});
        const at::Tensor padded = at::pad(x.flatten(0, 1), {2, 2, 1, 1}, mode.toStdString());
        const at::Tensor y = at::conv2d(padded, find(conv->parameters(), "weight"), find(conv->parameters(), "bias"));
        compare(runWhole(*conv, {x}).at(0).flatten(0, 1), y, 1e-5);
    }

    void weightNormStartsFromTheWeightItSeparates()
    {
        const at::Tensor x = at::randn({2, 3, 5});
        const auto plain = makeModule("layer.linear", {{"out_features", std::int64_t(4)}}, Tensors{x});
        const auto normed =
            makeModule("layer.linear", {{"out_features", std::int64_t(4)}, {"weight_norm", true}}, Tensors{x});
        compare(runWhole(*plain, {x}).at(0), runWhole(*normed, {x}).at(0));
        const at::Tensor g = find(normed->parameters(), "weight_g"), v = find(normed->parameters(), "weight_v");
        const at::Tensor before = runWhole(*normed, {x}).at(0) - find(normed->parameters(), "bias");
        g.detach().mul_(2.0);
        v.detach().mul_(3.0);   // its length does not count
        compare(runWhole(*normed, {x}).at(0) - find(normed->parameters(), "bias"), before * 2, 1e-5);
    }

    void quantisedWeightsLieOnTheirGridAndPassGradientsThrough_data()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<bool>("perOutput");
        QTest::newRow("2") << 2 << false;
        QTest::newRow("4") << 4 << false;
        QTest::newRow("8, each output") << 8 << true;
    }
    void quantisedWeightsLieOnTheirGridAndPassGradientsThrough()
    {
        QFETCH(int, bits);
        QFETCH(bool, perOutput);
        const at::Tensor w = at::randn({3, 2, 4}).set_requires_grad(true), g = at::randn({3, 2, 4});
        const at::Tensor q = quantised(w, bits, perOutput);
        (q * g).sum().backward();
        compare(w.grad(), g, 0);
        const double top = double((1 << (bits - 1)) - 1);
        for (std::int64_t i = 0; i < 3; ++i) {
            const double largest = (perOutput ? w[i] : w).abs().max().item<double>();
            const at::Tensor level = q.detach()[i] * (top / largest);
            compare(level, level.round(), 1e-4);
            QVERIFY((q.detach()[i] - w.detach()[i]).abs().max().item<double>() <= 0.51 * largest / top);
        }
        if (!perOutput)
            QCOMPARE(q.abs().max().item<float>(), w.abs().max().item<float>());
        const at::Tensor binary = quantised(w, 1, false).detach();
        compare(binary.abs(), at::full_like(binary, w.abs().mean().item<double>()));
    }

    void masksKeepOnlyTheirConnections()
    {
        const at::Tensor x = at::randn({2, 3, 5});
        const auto band = makeModule("layer.linear",
                                     {{"out_features", std::int64_t(5)}, {"mask", std::string("diagonal")},
                                      {"num_diagonals", std::int64_t(2)}},
                                     Tensors{x});
        const at::Tensor mask = find(band->buffers(), "mask");
        compare(mask, at::ones({5, 5}).tril(1).triu(-1), 0);   // 2 counts as 3
        runWhole(*band, {x}).at(0).square().sum().backward();
        const at::Tensor grad = find(band->parameters(), "weight").grad();
        QVERIFY((grad * (1 - mask)).abs().max().item<double>() == 0 && grad.abs().max().item<double>() > 0);

        const auto written = makeModule("layer.linear",
                                        {{"out_features", std::int64_t(2)}, {"mask", std::string("rows")},
                                         {"mask_rows", std::string("11000; 00111")}},
                                        Tensors{x});
        compare(find(written->buffers(), "mask"), at::tensor({1., 1., 0., 0., 0., 0., 0., 1., 1., 1.}, at::kFloat).view({2, 5}), 0);
        QVERIFY_THROWS_EXCEPTION(Error, makeModule("layer.linear", {{"out_features", std::int64_t(3)}, {"mask", std::string("rows")},
                                                                    {"mask_rows", std::string("11000 00111")}}, Tensors{x}));
        QVERIFY_THROWS_EXCEPTION(Error, makeModule("layer.linear", {{"mask", std::string("diagonal")}}, Tensors{x}));
        const auto sparse = makeModule("layer.conv2d", {{"out_channels", std::int64_t(32)}, {"mask", std::string("random")}, {"density", 0.25}},
                                       Tensors{at::randn({1, 1, 8, 5, 5})});
        const double share = find(sparse->buffers(), "mask").mean().item<double>();
        QVERIFY(share > 0.2 && share < 0.3);
    }

    void bitsGiveTheSpikesBack()
    {
        for (const std::int64_t count : {1, 7, 64, 65, 1000, 4096, 300'001}) {
            const at::Tensor x = spikes({count});
            const at::Tensor bits = ops::packBits(x);
            QCOMPARE(bits.numel(), (count + 63) / 64 * 8);
            compare(ops::unpackBits(bits, x.sizes(), x.options()), x, 0);
            compare(ops::unpackBits(ops::packBits(x.to(at::kDouble)), x.sizes(), x.options()), x, 0);
        }
        QCOMPARE(ops::packBits(at::tensor({1.f, 0.f, 0.f, 1.f}))[0].item<int>(), 9);
        QVERIFY_THROWS_EXCEPTION(c10::Error, ops::packBits(at::full({4}, 0.5)));
        QVERIFY_THROWS_EXCEPTION(c10::Error, ops::packBits(at::full({4}, 2.0)));
        QVERIFY_THROWS_EXCEPTION(c10::Error, ops::packBits(at::full({4}, 1.0 + 1e-12, at::kDouble)));
    }

    void layersForSpikesGiveTheNumbersAndGradientsOfPlainOnes_data()
    {
        QTest::addColumn<QString>("plain");
        QTest::addColumn<QString>("packed");
        QTest::addColumn<int>("dims");
        QTest::newRow("linear") << "layer.linear" << "layer.spike_linear" << 0;
        for (int dims = 1; dims <= 3; ++dims)
            QTest::addRow("conv%dd", dims) << QString("layer.conv%1d").arg(dims) << QString("layer.spike_conv%1d").arg(dims) << dims;
    }
    void layersForSpikesGiveTheNumbersAndGradientsOfPlainOnes()
    {
        QFETCH(QString, plain);
        QFETCH(QString, packed);
        QFETCH(int, dims);
        std::vector<std::int64_t> sizes{3, 2, 4};
        for (int d = 0; d < dims; ++d)
            sizes.push_back(5 + d);
        const at::Tensor x = spikes(sizes);
        std::vector<at::Tensor> values[2];
        for (const bool bits : {false, true}) {
            const at::Tensor leaf = x.clone().set_requires_grad(true);
            golden::ParamMap params;
            if (dims > 0)
                params = {{"groups", std::int64_t(2)}, {"padding", std::int64_t(1)}};
            const auto module = makeModule((bits ? packed : plain).toStdString(), params, Tensors{leaf});
            const at::Tensor y = runWhole(*module, {leaf}).at(0);
            (y * y).sum().backward();
            values[bits] = {y.detach(), leaf.grad()};
            for (const NamedTensor& entry : module->parameters())
                values[bits].push_back(entry.tensor.grad());
        }
        for (std::size_t i = 0; i < values[0].size(); ++i)
            compare(values[0][i], values[1][i], 1e-4);
    }

    void unpoolingPutsTheLargestValuesBack_data()
    {
        QTest::addColumn<int>("dims");
        for (int dims = 1; dims <= 3; ++dims)
            QTest::addRow("%dd", dims) << dims;
    }
    void unpoolingPutsTheLargestValuesBack()
    {
        QFETCH(int, dims);
        std::vector<std::int64_t> sizes{2, 3, 2};
        sizes.insert(sizes.end(), std::size_t(dims), 4);
        const at::Tensor x = at::rand(sizes) + 0.1;
        const std::string d = std::to_string(dims) + "d";
        const auto pool = makeModule("layer.max_pool_places" + d, {}, Tensors{x});
        const Tensors pooled = runWhole(*pool, {x});
        const auto unpool = makeModule("layer.max_unpool" + d, {}, pooled);
        const at::Tensor back = runWhole(*unpool, pooled).at(0);
        QVERIFY(back.sizes() == x.sizes());
        QCOMPARE(back.count_nonzero().item<std::int64_t>(), pooled[0].numel());
        compare(at::where(back.gt(0), x, at::zeros_like(x)), back, 0);
        QVERIFY_THROWS_EXCEPTION(Error, runWhole(*unpool, {pooled[0], pooled[1] + 1000}));
    }

    void eachStepHasANormalisationOfItsOwn()
    {
        const at::Tensor x = at::randn({3, 4, 2, 5, 5}) * 3 + 1;
        const auto norm = makeModule("layer.batch_norm_through_time2d", {}, Tensors{x});
        const at::Tensor y = runWhole(*norm, {x}).at(0);
        const at::Tensor mean = at::zeros({2}), var = at::ones({2});
        for (std::int64_t t = 0; t < 3; ++t) {
            mean.zero_();
            var.fill_(1);
            compare(y[t], at::batch_norm(x[t], at::ones({2}), {}, mean, var, true, 0.1, 1e-5, false), 1e-5);
            compare(find(norm->buffers(), "running_mean")[t], mean, 1e-6);
            compare(find(norm->buffers(), "running_var")[t], var, 1e-5);
        }
        QVERIFY_THROWS_EXCEPTION(Error, norm->forward({x}));   // a fourth step without a reset
    }

    void cutConnectionsAreDrawnForEachSample()
    {
        const at::Tensor x = at::ones({4, 6, 50});
        const auto layer = makeModule("synapse.drop_connect_linear",
                                      {{"out_features", std::int64_t(40)}, {"p", 0.25}, {"activation", std::string("none")},
                                       {"bias", false}},
                                      Tensors{x});
        overrideTensors(*layer, {{"weight", at::ones({40, 50})}}, at::kFloat);
        const at::Tensor y = runWhole(*layer, {x}).at(0);
        QVERIFY(!at::equal(y[0], y[1]) && !at::equal(y[0][0], y[0][1]));
        QVERIFY(std::abs(y.mean().item<double>() - 37.5) < 0.5);   // 50 (1 - p), nothing is enlarged
        layer->setTraining(false);
        const at::Tensor tested = runWhole(*layer, {x}).at(0);
        QVERIFY((tested - 37.5).abs().max().item<double>() < 0.6);   // 1024 draws of deviation 3

        const auto kept = makeModule("synapse.drop_connect_linear", {{"invariant", true}}, Tensors{x});
        const at::Tensor same = runWhole(*kept, {x}).at(0);
        QVERIFY(at::equal(same[0], same[3]) && !at::equal(same[0][0], same[0][1]));
        kept->reset();
        QVERIFY(!at::equal(runWhole(*kept, {x}).at(0), same));
        const auto plain = makeModule("synapse.drop_connect_linear", {{"p", 0.0}}, Tensors{x});
        compare(runWhole(*plain, {x}).at(0)[0],
                at::linear(x[0], find(plain->parameters(), "weight"), find(plain->parameters(), "bias")).relu(), 1e-5);
    }

    void residualsJoinSpikesAsTheirNamesSay()
    {
        const at::Tensor a = at::tensor({0.f, 0.f, 1.f, 1.f}).view({1, 1, 4}), b = at::tensor({0.f, 1.f, 0.f, 1.f}).view({1, 1, 4});
        const auto joined = [&](const char* how, bool swapped) {
            const auto node = makeModule("container.residual", {{"connect", std::string(how)}, {"bottleneck_order", swapped}},
                                         Tensors{a, b});
            return runWhole(*node, {a, b}).at(0).view({4});
        };
        compare(joined("ADD", false), at::tensor({0.f, 1.f, 1.f, 2.f}), 0);
        compare(joined("AND", false), at::tensor({0.f, 0.f, 0.f, 1.f}), 0);
        compare(joined("IAND", false), at::tensor({0.f, 1.f, 0.f, 0.f}), 0);
        compare(joined("IAND", true), at::tensor({0.f, 0.f, 1.f, 0.f}), 0);
    }

    void countsUnfoldAndFoldAgain()
    {
        const at::Tensor counts = at::tensor({0.f, 3.f, 1.f, 2.f}).view({2, 1, 2}).set_requires_grad(true);
        const golden::ParamMap slots{{"num_slots", std::int64_t(3)}};
        const auto unfold = makeModule("layer.spike_count_to_binary", slots, Tensors{counts});
        const at::Tensor fine = runWhole(*unfold, {counts}).at(0);
        QCOMPARE(fine.sizes().vec(), std::vector<std::int64_t>({6, 1, 2}));
        compare(fine.detach().select(2, 1).view({6}), at::tensor({1.f, 1.f, 1.f, 1.f, 1.f, 0.f}), 1e-6);
        const auto fold = makeModule("layer.temporal_bin_sum", slots, Tensors{fine});
        const at::Tensor back = runWhole(*fold, {fine}).at(0);
        compare(back.detach(), counts.detach());
        back.sum().backward();
        compare(counts.grad(), at::ones_like(counts));
        compare(runWhole(*fold, {at::ones({4, 1, 2})}).at(0).view({4}), at::tensor({3.f, 3.f, 1.f, 1.f}), 0);
    }

    void tokensThatNoQuestionNamesAreSilent()
    {
        const at::Tensor x = at::randn({4, 2, 8, 5}) * 3;
        const auto attention = makeModule("layer.qk_attention", {{"num_heads", std::int64_t(2)}}, Tensors{x});
        // No question is ever asked: weights of Q are zero, so a is 0 and only the shift of the last norm is left.
        const at::Tensor weight = find(attention->parameters(), "qk_conv_bn.0.weight");
        weight.detach().narrow(0, 0, 8).zero_();
        QVERIFY(runWhole(*attention, {x}).at(0).sum().item<double>() == 0);
        find(attention->parameters(), "qk_conv_bn.1.bias").detach().narrow(0, 0, 8).fill_(5);   // every question is asked
        find(attention->parameters(), "proj_conv_bn.1.weight").detach().fill_(3);
        QVERIFY(runWhole(*attention, {x}).at(0).sum().item<double>() > 0);
    }

    void streamsAreJoinedValueByValueOrSideBySide()
    {
        const at::Tensor a = at::randn({2, 3, 4, 5}), b = at::randn({2, 3, 4, 5}), c = at::randn({2, 3, 4, 5});
        const auto merged = [&](const char* op) {
            return runWhole(*makeModule("container.merge", {{"op", std::string(op)}}, Tensors{a, b, c}), {a, b, c}).at(0);
        };
        compare(merged("add"), a + b + c);
        compare(merged("subtract"), a - b - c);
        compare(merged("mean"), (a + b + c) / 3);
        compare(merged("max"), at::maximum(a, at::maximum(b, c)), 0);
        const auto concat = makeModule("container.concat", {{"dim", std::int64_t(2)}}, Tensors{a, b});
        compare(runWhole(*concat, {a, b}).at(0), at::cat({a, b}, 3), 0);
        QVERIFY_THROWS_EXCEPTION(Error, makeModule("container.merge", {}, Tensors{a, at::randn({2, 3, 5, 5})}));
    }
};

SPW_TEST_GUILESS(tst_Layers)

} // namespace tst_layers

#include "tst_layers.moc"
