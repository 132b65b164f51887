// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/aten.h"
#include "kernels/torch/spiking_block.h"
#include "tests/runner/registry.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include <QtTest>

namespace tst_spiking_block {

namespace {

using namespace spw::ops;

at::Tensor sequence(std::int64_t steps, std::int64_t samples, std::int64_t channels, std::int64_t height,
                    std::int64_t width)
{
    return at::randn({steps * samples, channels, height, width})
        .contiguous(at::MemoryFormat::ChannelsLast)
        .unflatten(0, {steps, samples});
}

at::Tensor leaf(const at::Tensor& value)
{
    at::Tensor copy = value.detach().clone(at::MemoryFormat::Preserve);
    copy.requires_grad_(true);
    return copy;
}

/// Output, gradients, running statistics and spike counts of a block, fused or operator by operator.
std::vector<at::Tensor> results(bool fused, const at::Tensor& input, BlockConfig config)
{
    const std::int64_t channels = input.size(2);
    const at::Tensor x = leaf(input);
    const at::Tensor weight = leaf(at::arange(channels, at::kFloat) * 0.1 + 0.7), bias = leaf(at::arange(channels, at::kFloat) * 0.05);
    const at::Tensor mean = at::zeros({channels}), var = at::ones({channels});
    if (config.norm) {
        config.norm->weight = weight;
        config.norm->bias = bias;
        config.norm->runningMean = mean;
        config.norm->runningVar = var;
    }
    config.countSpikes = true;
    at::Tensor y, counts;
    if (fused) {
        const BlockOutput out = runBlock(x, config);
        y = out.spikes;
        counts = out.counts;
    } else {
        at::Tensor f = x.flatten(0, 1);
        if (config.norm)
            f = batchNorm2d(f, weight, bias, mean, var, true, 0.1, 1e-5);
        const at::Tensor s = runNeuron(f.unflatten(0, {x.size(0), x.size(1)}), {}, {}, config.neuron).spikes;
        counts = s.detach().sum(std::vector<std::int64_t>{0, 1});
        f = s.flatten(0, 1);
        if (config.pool)
            f = maxPool2d(f, config.pool->kernel, config.pool->stride, config.pool->padding, config.pool->ceilMode);
        y = f.unflatten(0, {x.size(0), x.size(1)});
    }
    at::manual_seed(11);
    const at::Tensor seed = at::randn(y.sizes());
    std::vector<at::Tensor> all = torch::autograd::grad(
        {y}, config.norm ? std::vector<at::Tensor>{x, weight, bias} : std::vector<at::Tensor>{x}, {seed});
    all.insert(all.end(), {y.detach(), counts, mean, var});
    return all;
}

BlockConfig lifBlock(bool soft, bool detach)
{
    BlockConfig config;
    config.neuron.params = {{"tau", 2.0}, {"v_threshold", 1.0}, {"decay_input", 1.0}};
    if (!soft)
        config.neuron.params["v_reset"] = 0.0;
    config.neuron.surrogate = "atan";
    config.neuron.detachReset = detach;
    return config;
}

} // namespace

class tst_SpikingBlock final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { at::manual_seed(5); }

    void fusedEqualsTheOperatorsInARow_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<bool>("norm");
        QTest::addColumn<int>("pool");
        QTest::addColumn<bool>("soft");
        QTest::addColumn<bool>("detach");
        for (const int channels : {1, 3, 16, 20})
            for (const bool norm : {false, true})
                for (const int pool : {0, 1, 2})
                    for (const bool soft : {false, true})
                        QTest::addRow("%d channels, norm %d, pool %d, soft %d", channels, norm, pool, soft)
                            << channels << norm << pool << soft << !soft;
    }
    void fusedEqualsTheOperatorsInARow()
    {
        QFETCH(int, channels);
        QFETCH(bool, norm);
        QFETCH(int, pool);
        QFETCH(bool, soft);
        QFETCH(bool, detach);
        BlockConfig config = lifBlock(soft, detach);
        if (norm)
            config.norm = BlockNorm{};
        if (pool == 1)
            config.pool = BlockPool{};
        if (pool == 2)
            config.pool = BlockPool{{3, 3}, {2, 2}, {1, 1}, true};
        const at::Tensor x = sequence(7, 5, channels, 9, 11) * 3;
        QVERIFY(canRunBlock(x, config));
        const std::vector<at::Tensor> ours = results(true, x, config), theirs = results(false, x, config);
        QCOMPARE(ours.size(), theirs.size());
        const std::size_t spikes = ours.size() - 4;
        QVERIFY(theirs[spikes].sum().item().toDouble() > 0);   // else nothing is compared
        for (std::size_t i = 0; i < ours.size(); ++i) {
            const double scale = std::max(theirs[i].abs().max().item().toDouble(), 1e-6);
            const double error = (ours[i] - theirs[i]).abs().max().item().toDouble() / scale;
            QVERIFY2(error <= (i == spikes || i == spikes + 1 ? 0.0 : 2e-5),
                     qPrintable(QString("value %1 differs by %2").arg(i).arg(error)));
        }
    }

    void evaluationUsesTheRunningStatistics()
    {
        const at::NoGradGuard guard;
        BlockConfig config = lifBlock(false, true);
        const at::Tensor mean = at::randn({16}), var = at::rand({16}) + 0.5;
        config.norm = BlockNorm{at::Tensor(), at::Tensor(), mean, var, false};
        config.pool = BlockPool{};
        const at::Tensor x = sequence(4, 3, 16, 8, 8) * 2;
        const BlockOutput out = runBlock(x, config);
        const at::Tensor f = batchNorm2d(x.flatten(0, 1), at::Tensor(), at::Tensor(), mean, var, false, 0.1, 1e-5);
        const NeuronOutput whole = runNeuron(f.unflatten(0, {4, 3}), {}, {}, config.neuron);
        const at::Tensor pooled = maxPool2d(whole.spikes.flatten(0, 1), {2, 2}, {2, 2}, {0, 0}, false);
        QVERIFY(at::equal(out.spikes.flatten(0, 1), pooled));
        QVERIFY(at::equal(out.state[0], whole.state[0]));
    }

    void gradientsDoNotDependOnTheNumberOfThreads()
    {
        BlockConfig config = lifBlock(false, true);
        config.norm = BlockNorm{};
        config.pool = BlockPool{};
        const at::Tensor x = sequence(6, 8, 16, 10, 10) * 3;
        at::set_num_threads(1);
        const std::vector<at::Tensor> one = results(true, x, config);
        at::set_num_threads(2);
        const std::vector<at::Tensor> two = results(true, x, config);
        for (std::size_t i = 0; i < one.size(); ++i)
            QVERIFY(at::equal(one[i], two[i]));
    }

    void whatCannotBeFusedIsSaid()
    {
        BlockConfig config = lifBlock(false, true);
        QVERIFY(!canRunBlock(at::randn({4, 2, 3, 8, 8}), config));                 // not channels-last
        QVERIFY(!canRunBlock(sequence(4, 2, 3, 8, 8).to(at::kDouble), config));
        config.neuron.neuron = "neuron.parametric_lif";
        config.neuron.params["init_tau"] = 2.0;
        QVERIFY(!canRunBlock(sequence(4, 2, 3, 8, 8), config));
        QVERIFY_EXCEPTION_THROWN(runBlock(sequence(4, 2, 3, 8, 8), config), c10::Error);
    }
};

SPW_TEST_GUILESS(tst_SpikingBlock)

} // namespace tst_spiking_block

#include "tst_spiking_block.moc"
