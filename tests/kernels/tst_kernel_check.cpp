// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/check/kernel_check.h"
#include "kernels/cuda/neuron_cuda.h"
#include "tests/runner/registry.h"

#include <QTest>

namespace tst_kernel_check {

using namespace spw::kernels;

class tst_KernelCheck final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void allCpuKernelsAgreeWithTheReference()
    {
        double last = 0.0;
        const CheckReport report = checkNeuronKernels("cpu", {}, [&](const std::string&, double done) {
            QVERIFY(done >= last && done < 1.0);
            last = done;
        }, true);   // the full shapes are for `kernels check`
        for (const std::string& failure : report.failures)
            qWarning("%s", failure.c_str());
        QCOMPARE(report.failed, 0);
        QCOMPARE(report.skipped, 0);
        QVERIFY(report.passed >= int(neurons().size()) * 4 * 8 * 3 * 2);
    }

    void aWrongReferenceWouldBeNoticed()
    {
        // The comparison itself must be able to fail: another threshold is another neuron.
        ReferencePass a, b;
        a.steps = b.steps = 20;
        a.neurons = b.neurons = 1;
        a.x = b.x = std::vector<double>(20, 0.4);
        a.initial = b.initial = {0.0};
        a.forward(NeuronModel::make("neuron.if", {{"v_threshold", 1.0}}, {}, "atan", {}, false));
        b.forward(NeuronModel::make("neuron.if", {{"v_threshold", 1.5}}, {}, "atan", {}, false));
        QVERIFY(a.spikes != b.spikes);
        double count = 0;
        for (const double spike : a.spikes)
            count += spike;
        QCOMPARE(count, 8.0);   // the rate of a soft-reset IF is its input
    }

    void cudaIsCheckedOrSkippedWithAReason()
    {
        const CheckReport report = checkNeuronKernels("cuda", {}, {}, true);
        QCOMPARE(report.failed, 0);
        if (cudaUsable())
            QVERIFY(report.passed > 0);
        else
            QVERIFY(report.skipped > 0 && !report.notes.empty() && !report.notes[0].empty());
    }

    void anUnknownDeviceIsSkippedWithAReason()
    {
        const CheckReport report = checkNeuronKernels("abacus");
        QVERIFY(report.passed == 0 && report.skipped > 0 && report.notes[0].find("abacus") != std::string::npos);
    }

    void aStoppedCheckSaysSo()
    {
        std::stop_source source;
        source.request_stop();
        QVERIFY(checkNeuronKernels("cpu", source.get_token()).cancelled);
    }
};

SPW_TEST_GUILESS(tst_KernelCheck)

} // namespace tst_kernel_check

#include "tst_kernel_check.moc"
