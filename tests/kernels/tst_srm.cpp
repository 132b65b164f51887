// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/isa.h"
#include "kernels/srm/srm.h"
#include "kernels/srm/srm_reference.h"
#include "tests/runner/registry.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <random>

namespace tst_srm {

using namespace spw::kernels;

namespace {

constexpr std::int64_t kSteps = 210, kNeurons = 77;   // neither a multiple of a vector
constexpr double kForever = std::numeric_limits<double>::infinity();

struct Setting {
    double ts, tau;
};

std::vector<double> spikesLike(unsigned seed)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> uniform(0.0, 1.0);
    std::vector<double> x(kSteps * kNeurons);
    for (double& value : x)
        value = uniform(random) < 0.2 ? float(9.0 * uniform(random)) : 0.0;
    return x;
}

template <class R>
std::vector<R> as(const std::vector<double>& values)
{
    return std::vector<R>(values.begin(), values.end());
}

/// Largest difference beside the largest magnitude.
template <class R>
double distance(const std::vector<R>& actual, const std::vector<double>& expected)
{
    double worst = 0.0, largest = 1e-30;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        worst = std::max(worst, std::abs(double(actual[i]) - expected[i]));
        largest = std::max(largest, std::abs(expected[i]));
    }
    return worst / largest;
}

template <class R>
constexpr RealType kType = sizeof(R) == 4 ? RealType::Float32 : RealType::Float64;
template <class R>
constexpr double kClose = sizeof(R) == 4 ? 3e-6 : 1e-13;

/// The kernel applied in two calls, the second with the rows that the first has left.
template <class R>
std::vector<R> pspInTwoCalls(const AlphaKernel& kernel, double ts, const std::vector<R>& x, std::int64_t first)
{
    std::vector<R> y(x.size()), p(kNeurons), q(kNeurons), ring(std::size_t(kernel.length * kNeurons));
    const std::int64_t filled = std::min(first, kernel.length), start = 2 % kernel.length;
    for (std::int64_t back = 1; back <= filled; ++back)
        std::memcpy(&ring[std::size_t((start - back + kernel.length) % kernel.length * kNeurons)],
                    &x[std::size_t((first - back) * kNeurons)], kNeurons * sizeof(R));
    PspBuffers b;
    b.type = kType<R>;
    b.neurons = kNeurons;
    b.p = p.data();
    b.q = q.data();
    b.steps = first;
    b.x = x.data();
    b.y = y.data();
    pspForward(kernel, ts, b, 0, kNeurons);
    b.steps = kSteps - first;
    b.x = x.data() + first * kNeurons;
    b.y = y.data() + first * kNeurons;
    b.past = {ring.data(), kernel.length, start, filled};
    pspForward(kernel, ts, b, 0, kNeurons);
    return y;
}

template <class R>
void checkSetting(const Setting& s)
{
    const SrmModel model = SrmModel::make(10, s.tau, 1.5, 2, 1, 1, s.ts, kForever, false);
    const std::vector<double> kernel = model.psp.values(), xd = spikesLike(1);
    const std::vector<double> yd = reference::psp(kernel, s.ts, xd, kNeurons);
    const std::vector<R> x = as<R>(xd);
    for (const std::int64_t first : {0, 1, 5, 100, 209})
        QVERIFY(distance(pspInTwoCalls(model.psp, s.ts, x, first), yd) < kClose<R>);

    // The fused pass gives the spikes of the two passes done apart.
    std::vector<double> ud = yd;
    const std::vector<double> expected = reference::spikes(model, ud, kNeurons);
    std::vector<R> spikes(x.size()), u(x.size()), sums[4];
    SrmBuffers b;
    b.type = kType<R>;
    b.steps = kSteps;
    b.neurons = kNeurons;
    b.x = x.data();
    b.spikes = spikes.data();
    b.potential = u.data();
    for (int i = 0; i < 4; ++i) {
        sums[i].assign(kNeurons, R(0));
        b.state[i] = sums[i].data();
    }
    srmForward(model, b, 0, kNeurons);
    QVERIFY(std::count_if(expected.begin(), expected.end(), [](double v) { return v > 0; }) > 100);
    QCOMPARE(spikes, as<R>(expected));
    QVERIFY(distance(u, ud) < 10 * kClose<R>);   // the difference of a large response and a large hole

    // Backward: slope at the potential, then the correlation.
    const std::vector<R> grad = as<R>(spikesLike(2));
    std::vector<double> through(grad.size()), gradExpected(grad.size(), 0.0);
    for (std::size_t i = 0; i < grad.size(); ++i)
        through[i] = double(grad[i]) / model.theta * std::exp(-std::abs(double(u[i]) - model.theta) / model.theta);
    for (std::int64_t t = 0; t < kSteps; ++t)
        for (std::int64_t k = 0; k < model.psp.length && t + k < kSteps; ++k)
            for (std::int64_t n = 0; n < kNeurons; ++n)
                gradExpected[std::size_t(t * kNeurons + n)] +=
                    s.ts * kernel[std::size_t(k)] * through[std::size_t((t + k) * kNeurons + n)];
    std::vector<R> gradX(grad.size());
    SrmGradient g;
    g.type = kType<R>;
    g.steps = kSteps;
    g.neurons = kNeurons;
    g.gradSpikes = grad.data();
    g.potential = u.data();
    g.gradX = gradX.data();
    srmBackward(model, g, 0, kNeurons);
    QVERIFY(distance(gradX, gradExpected) < kClose<R>);

    // Arbitrary taps: both directions, and the gradient of the taps.
    std::vector<R> taps = as<R>(kernel), y(x.size());
    for (R& tap : taps)
        tap *= R(s.ts);
    FirBuffers f;
    f.type = kType<R>;
    f.steps = kSteps;
    f.xStride = f.yStride = kNeurons;
    f.x = x.data();
    f.y = y.data();
    f.taps = taps.data();
    f.tapCount = std::int64_t(taps.size());
    firFilter(f, 0, kNeurons);
    QVERIFY(distance(y, yd) < kClose<R>);
    firDirect(f, 0, kNeurons);
    QVERIFY(distance(y, yd) < kClose<R>);
    std::vector<double> sums1(taps.size(), 0.0), sumsExpected(taps.size(), 0.0);
    f.y = const_cast<R*>(grad.data());
    firTapGradient(f, sums1.data(), 0, kNeurons);
    for (std::int64_t k = 0; k < f.tapCount; ++k)
        for (std::int64_t i = k * kNeurons; i < kSteps * kNeurons; ++i)
            sumsExpected[std::size_t(k)] += double(grad[std::size_t(i)]) * double(x[std::size_t(i - k * kNeurons)]);
    QVERIFY(distance(sums1, sumsExpected) < kClose<R>);
    f.x = grad.data();
    f.y = y.data();
    f.adjoint = true;
    firFilter(f, 0, kNeurons);
    PspBuffers back;
    back.type = kType<R>;
    back.steps = kSteps;
    back.neurons = kNeurons;
    back.x = grad.data();
    back.y = gradX.data();
    pspBackward(model.psp, s.ts, back, 0, kNeurons);
    QVERIFY(distance(gradX, std::vector<double>(y.begin(), y.end())) < kClose<R>);
}

} // namespace

class tst_Srm final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void kernelsHaveTheLengthsOfTheirLibrary()
    {
        const SrmModel model = SrmModel::make(10, 10, 1, 2, 1, 1, 1, kForever, false);
        QCOMPARE(model.psp.length, std::int64_t(77));
        QCOMPARE(model.refractory.length, std::int64_t(11));
        double sum = 0.0;
        for (const double value : model.psp.values())
            sum += value;
        QVERIFY(std::abs(sum - 27.048280) < 1e-6);
        QVERIFY(std::abs(model.refractory.value(1) + 20.0) < 1e-12);
        QCOMPARE(SrmModel::make(10, 10, 1, 2, 1, 1, 1, 60, true).psp.length, std::int64_t(60));
        QCOMPARE(SrmModel::make(10, 10, 1, 2, 1, 1, 1, 60, true).refractory.length, std::int64_t(16));
    }

    void everyInstructionSetAgreesWithTheDefinitions_data()
    {
        QTest::addColumn<int>("isa");
        for (const Isa isa : availableIsas())
            QTest::newRow(isaName(isa).data()) << int(isa);
    }

    void everyInstructionSetAgreesWithTheDefinitions()
    {
        QFETCH(int, isa);
        const Isa before = activeIsa();
        QVERIFY(setActiveIsa(Isa(isa)));
        for (const Setting& setting : {Setting{1, 4}, Setting{1, 10}, Setting{0.5, 10}}) {
            checkSetting<float>(setting);
            checkSetting<double>(setting);
        }
        setActiveIsa(before);
    }

    void theWorkedExampleSpikesWhereItShould()   // models.md 16.4
    {
        const SrmModel model = SrmModel::make(10, 10, 1, 2, 1, 1, 1, kForever, false);
        std::vector<float> x(40, 0.0f), spikes(40), sums[4];
        for (const int t : {2, 5, 6, 20})
            x[std::size_t(t)] = 6.5f;
        SrmBuffers b;
        b.steps = 40;
        b.neurons = 1;
        b.x = x.data();
        b.spikes = spikes.data();
        for (int i = 0; i < 4; ++i) {
            sums[i].assign(1, 0.0f);
            b.state[i] = sums[i].data();
        }
        srmForward(model, b, 0, 1);
        std::vector<int> times;
        for (int t = 0; t < 40; ++t)
            if (spikes[std::size_t(t)] > 0)
                times.push_back(t);
        QCOMPARE(times, (std::vector<int>{8, 12, 15, 19, 22, 25, 29, 33}));
    }

    void theIntegerNeuronDecaysTowardZero()
    {
        const LoihiModel model = LoihiModel::make(80, 128, 1024, 0, 1);
        const std::vector<float> x{3, 0, 0, -5, 0, 120, 0};
        std::vector<float> spikes(7), voltage(7), current(7);
        std::int64_t state[3] = {};
        LoihiBuffers b;
        b.steps = 7;
        b.neurons = 1;
        b.x = x.data();
        b.spikes = spikes.data();
        b.voltage = voltage.data();
        b.current = current.data();
        for (int i = 0; i < 3; ++i)
            b.state[i] = &state[i];
        loihiForward(model, b, 0, 1);
        QCOMPARE(current, (std::vector<float>{192, 144, 108, -239, -179, 7546, 5659}));
        QCOMPARE(voltage, (std::vector<float>{192, 330, 427, 174, -11, 128, 128}));
        QCOMPARE(spikes, (std::vector<float>{0, 0, 0, 0, 0, 1, 1}));

        // With a delay of two no spike follows another at once, and the first step of a sequence has no input.
        std::fill(std::begin(state), std::end(state), 0);
        b.first = true;
        loihiForward(LoihiModel::make(80, 128, 1024, 0, 2), b, 0, 1);
        QCOMPARE(current[0], 0.0f);
        QCOMPARE(spikes, (std::vector<float>{0, 0, 0, 0, 0, 1, 0}));
        QCOMPARE(voltage[6], 0.0f);
    }

    void parametersOutOfRangeAreNamed()
    {
        const auto message = [](const std::function<void()>& make) {
            try {
                make();
            } catch (const std::invalid_argument& error) {
                return QString(error.what());
            }
            return QString();
        };
        QVERIFY(message([] { SrmModel::make(0, 10, 1, 2, 1, 1, 1, kForever, false); }).contains("theta"));
        QVERIFY(message([] { SrmModel::make(10, 10, 1, -1, 1, 1, 1, kForever, false); }).contains("scaleRef"));
        QVERIFY(message([] { SrmModel::make(10, 1e9, 1, 2, 1, 1, 1, kForever, false); }).contains("too long"));
        QVERIFY(message([] { LoihiModel::make(80, 5000, 1024, 0, 1); }).contains("vDecay"));
    }
};

SPW_TEST_GUILESS(tst_Srm)

} // namespace tst_srm

#include "tst_srm.moc"
