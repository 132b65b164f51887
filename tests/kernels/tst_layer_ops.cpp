// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/isa.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/layer_ops.h"
#include "tests/runner/registry.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include <QtTest>

namespace tst_layer_ops {

namespace {

using at::MemoryFormat;
using spw::ops::Pair;

double relativeError(const at::Tensor& ours, const at::Tensor& theirs)
{
    const double scale = std::max(theirs.abs().max().item().toDouble(), 1e-6);
    return (ours - theirs).abs().max().item().toDouble() / scale;
}

at::Tensor leaf(const at::Tensor& value)
{
    at::Tensor copy = value.clone();
    copy.requires_grad_(true);
    return copy;
}

std::vector<at::Tensor> gradients(const at::Tensor& out, const std::vector<at::Tensor>& of, const at::Tensor& seed)
{
    return torch::autograd::grad({out}, of, {seed});
}

} // namespace

class tst_LayerOps final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { at::manual_seed(7); }

    void batchNormEqualsLibTorch_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<QString>("isa");
        for (const spw::kernels::Isa isa : spw::kernels::availableIsas())
            for (const int channels : {1, 3, 16, 20, 32, 100}) {
                const QString name = QString::fromUtf8(spw::kernels::isaName(isa).data());
                QTest::addRow("%d channels, %s", channels, qPrintable(name)) << channels << name;
            }
    }
    void batchNormEqualsLibTorch()
    {
        QFETCH(int, channels);
        QFETCH(QString, isa);
        for (const spw::kernels::Isa level : spw::kernels::availableIsas())
            if (isa == QString::fromUtf8(spw::kernels::isaName(level).data()))
                QVERIFY(spw::kernels::setActiveIsa(level));
        const at::Tensor x = (at::randn({7, channels, 17, 19}) * 2 + 30).contiguous(MemoryFormat::ChannelsLast);
        const at::Tensor seed = at::randn({7, channels, 17, 19}).contiguous(MemoryFormat::ChannelsLast);
        const at::Tensor weight = at::rand({channels}), bias = at::randn({channels});
        const auto run = [&](bool ours) {
            const at::Tensor in = leaf(x), w = leaf(weight), b = leaf(bias);
            const at::Tensor mean = at::zeros({channels}), var = at::ones({channels});
            const at::Tensor y = ours ? spw::ops::batchNorm2d(in, w, b, mean, var, true, 0.1, 1e-5)
                                      : at::batch_norm(in, w, b, mean, var, true, 0.1, 1e-5, false);
            std::vector<at::Tensor> all = gradients(y, {in, w, b}, seed);
            const at::Tensor eval = ours ? spw::ops::batchNorm2d(x, weight, bias, mean, var, false, 0.1, 1e-5)
                                         : at::batch_norm(x, weight, bias, mean, var, false, 0.1, 1e-5, false);
            all.insert(all.end(), {y.detach(), mean, var, eval});
            return all;
        };
        // The reference in double shows how far rounding alone may go.
        const std::vector<at::Tensor> a = run(true), b = run(false);
        for (std::size_t i = 0; i < a.size(); ++i)
            QVERIFY2(relativeError(a[i], b[i]) < 3e-5, qPrintable(QString::number(i)));
        spw::kernels::setActiveIsa(spw::kernels::availableIsas().back());
    }

    void batchNormKeepsDigitsWithALargeMean()
    {
        const at::Tensor wide = at::randn({64, 8, 16, 16}, at::kDouble);
        const at::Tensor x = (wide + 1000).to(at::kFloat).contiguous(MemoryFormat::ChannelsLast);
        const at::Tensor none;
        const at::Tensor y = spw::ops::batchNorm2d(x, none, none, none, none, true, 0.1, 1e-5);
        const at::Tensor exact = at::batch_norm(x.to(at::kDouble), none, none, none, none, true, 0.1, 1e-5, false);
        QVERIFY(relativeError(y.to(at::kDouble), exact) < 1e-3);
    }

    void batchNormDoesNotDependOnTheNumberOfThreads()
    {
        const at::Tensor x = at::randn({64, 16, 34, 34}).contiguous(MemoryFormat::ChannelsLast);
        const at::Tensor none;
        at::set_num_threads(1);
        const at::Tensor one = spw::ops::batchNorm2d(x, none, none, none, none, true, 0.1, 1e-5);
        at::set_num_threads(2);
        const at::Tensor two = spw::ops::batchNorm2d(x, none, none, none, none, true, 0.1, 1e-5);
        QVERIFY(at::equal(one, two));
    }

    void maxPoolEqualsLibTorch_data()
    {
        QTest::addColumn<int>("kernel");
        QTest::addColumn<int>("stride");
        QTest::addColumn<int>("padding");
        QTest::addColumn<bool>("ceilMode");
        QTest::newRow("2x2") << 2 << 2 << 0 << false;
        QTest::newRow("2x2 ceil") << 2 << 2 << 0 << true;
        QTest::newRow("overlapping, padded") << 3 << 2 << 1 << false;
        QTest::newRow("dense") << 3 << 1 << 1 << false;
        QTest::newRow("with gaps") << 2 << 3 << 0 << false;
        QTest::newRow("overlapping, ceil") << 3 << 2 << 1 << true;
    }
    void maxPoolEqualsLibTorch()
    {
        QFETCH(int, kernel);
        QFETCH(int, stride);
        QFETCH(int, padding);
        QFETCH(bool, ceilMode);
        for (const int channels : {1, 16, 20})
            for (const bool spikes : {false, true}) {
                at::Tensor x = at::randn({5, channels, 17, 19});
                if (spikes)
                    x = x.gt(0.5).to(at::kFloat);   // ties: the first must win
                x = x.contiguous(MemoryFormat::ChannelsLast);
                const at::Tensor a = leaf(x), b = leaf(x);
                const at::Tensor ours =
                    spw::ops::maxPool2d(a, {kernel, kernel}, {stride, stride}, {padding, padding}, ceilMode);
                const at::Tensor theirs =
                    at::max_pool2d(b, {kernel, kernel}, {stride, stride}, {padding, padding}, {1, 1}, ceilMode);
                QVERIFY(at::equal(ours.detach(), theirs.detach()));
                const at::Tensor seed = at::randn(theirs.sizes()).contiguous(MemoryFormat::ChannelsLast);
                QVERIFY(relativeError(gradients(ours, {a}, seed)[0], gradients(theirs, {b}, seed)[0]) < 1e-6);
                QVERIFY(at::equal(spw::ops::maxPool2d(x, {kernel, kernel}, {stride, stride}, {padding, padding}, ceilMode),
                                  theirs.detach()));
            }
    }

    void maxPoolPassesNaNOn()
    {
        at::Tensor x = at::zeros({1, 16, 4, 4}).contiguous(MemoryFormat::ChannelsLast);
        x[0][3][1][1] = std::numeric_limits<float>::quiet_NaN();
        const at::Tensor y = spw::ops::maxPool2d(x, {2, 2}, {2, 2}, {0, 0}, false);
        QVERIFY(y[0][3][0][0].isnan().item().toBool());
        QVERIFY(!y[0][2][0][0].isnan().item().toBool());
    }
};

SPW_TEST_GUILESS(tst_LayerOps)

} // namespace tst_layer_ops

#include "tst_layer_ops.moc"
