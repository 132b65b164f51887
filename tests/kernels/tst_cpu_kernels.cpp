// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/check/typical_values.h"
#include "kernels/cpu/half_rows.h"
#include "kernels/cpu/isa.h"
#include "kernels/cpu/store_policy.h"
#include "kernels/events/events.h"
#include "kernels/neuron_kernels.h"
#include "kernels/surrogate/surrogate.h"
#include "tests/runner/registry.h"

#include <QTest>

#include <cmath>
#include <cstring>
#include <random>

namespace tst_cpu_kernels {

using namespace spw::kernels;

namespace {

/// All results of one forward and backward pass over the same random numbers.
template <class R>
struct Passes {
    std::vector<R> spikes, h, vSeq, state, gradX, gradState;
    double sums[kMaxLearnables] = {};

    Passes(const NeuronModel& model, std::int64_t steps, std::int64_t neurons)
    {
        const std::size_t n = std::size_t(neurons), size = std::size_t(steps) * n;
        std::mt19937 random(7);
        std::normal_distribution<R> normal;
        std::vector<R> x(size), gradSpikes(size), gradV(size);
        for (std::size_t i = 0; i < size; ++i) {
            x[i] = normal(random) + R(0.5);
            gradSpikes[i] = normal(random);
            gradV[i] = normal(random);
        }
        spikes.resize(size);
        h.resize(size);
        vSeq.resize(size);
        gradX.resize(size);
        state.assign(n, R(0.1));
        gradState.assign(n, R(-0.2));
        const std::vector<R> initial = state;

        ForwardBuffers f;
        f.type = sizeof(R) == 4 ? RealType::Float32 : RealType::Float64;
        f.steps = steps;
        f.neurons = neurons;
        f.x = x.data();
        f.spikes = spikes.data();
        f.h = h.data();
        f.vSeq = vSeq.data();
        f.state[0] = state.data();
        forwardCpu(model, f, 0, neurons / 3);   // any split must do
        forwardCpu(model, f, neurons / 3, neurons);

        BackwardBuffers b;
        b.type = f.type;
        b.steps = steps;
        b.neurons = neurons;
        b.h = h.data();
        b.gradSpikes = gradSpikes.data();
        b.gradVSeq = gradV.data();
        b.gradX = gradX.data();
        b.initialState[0] = initial.data();
        b.gradState[0] = gradState.data();
        backwardCpu(model, b, 0, neurons / 3, sums);
        backwardCpu(model, b, neurons / 3, neurons, sums);
    }
};

template <class R>
bool sameBits(const std::vector<R>& a, const std::vector<R>& b)
{
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(R)) == 0;
}

template <class R>
void compareLevels(const NeuronModel& model, std::int64_t steps, std::int64_t neurons)
{
    setActiveIsa(Isa::Scalar);
    const Passes<R> plain(model, steps, neurons);
    for (const Isa isa : availableIsas()) {
        QVERIFY(setActiveIsa(isa));
        const Passes<R> other(model, steps, neurons);
        QVERIFY(sameBits(plain.spikes, other.spikes));
        QVERIFY(sameBits(plain.h, other.h));
        QVERIFY(sameBits(plain.vSeq, other.vSeq));
        QVERIFY(sameBits(plain.state, other.state));
        QVERIFY(sameBits(plain.gradX, other.gradX));
        QVERIFY(sameBits(plain.gradState, other.gradState));
        for (int k = 0; k < model.learnableCount; ++k)   // sums run in another order
            QVERIFY(std::abs(plain.sums[k] - other.sums[k]) < 1e-4 * std::max(1.0, std::abs(plain.sums[k])));
    }
    setActiveIsa(availableIsas().back());
}

std::vector<std::byte> randomBs2(std::size_t events, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<std::byte> bytes(events * kBs2RecordBytes);
    for (std::byte& byte : bytes)
        byte = std::byte(random() & 0xff);
    return bytes;
}

/// In the order of time as a camera sends them, some out of it, on a sensor of 34 x 34.
std::vector<std::byte> orderedBs2(std::size_t events, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<std::byte> bytes;
    for (std::size_t i = 0; i < events; ++i) {
        const std::size_t late = random() % 500 == 0 ? random() % events : i;
        const auto low = std::uint32_t(late * 8388607 / events | (random() & 1) << 23);
        const auto x = std::uint32_t(random() % 300 == 0 ? 200 : random() % 34), y = std::uint32_t(random() % 34);
        for (const std::uint32_t byte : {x, y, low >> 16, low >> 8, low})
            bytes.push_back(std::byte(byte & 0xff));
    }
    return bytes;
}

struct Events {
    std::vector<std::uint16_t> x, y;
    std::vector<std::uint8_t> p;
    std::vector<std::int64_t> t;
    std::size_t count = 0;

    explicit Events(const std::vector<std::byte>& bytes)
        : x(bs2EventCount(bytes.size())), y(x.size()), p(x.size()), t(x.size())
    {
        count = decodeBs2(bytes, x, y, p, t);
    }
};

} // namespace

class tst_CpuKernels final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { setActiveIsa(availableIsas().back()); }

    void everyInstructionSetGivesTheSameBits_data()
    {
        QTest::addColumn<QByteArray>("neuron");
        QTest::addColumn<QByteArray>("surrogate");
        for (const auto& neuron : neurons())
            for (const auto& surrogate : surrogates())
                QTest::newRow((std::string(neuron.id) + " " + std::string(surrogate.id)).c_str())
                    << QByteArray(neuron.id.data()) << QByteArray(surrogate.id.data());
    }
    void everyInstructionSetGivesTheSameBits()
    {
        QFETCH(QByteArray, neuron);
        QFETCH(QByteArray, surrogate);
        for (int bits = 0; bits < 8; ++bits) {
            const NamedValues params = typicalValues(neuron.data(), bits);
            std::vector<double> learnables;
            for (const auto& spec : learnableSpecs(neuron.data(), params))
                learnables.push_back(spec.initial);
            const NeuronModel model =
                NeuronModel::make(neuron.data(), params, learnables, surrogate.data(), {}, bool(bits & 4));
            compareLevels<float>(model, 9, 203);
            compareLevels<double>(model, 9, 101);
        }
    }

    void largeCallsThatBypassTheCacheGiveTheSameBits()
    {
        const NeuronModel model = NeuronModel::make(
            "neuron.lif", {{"tau", 2.0}, {"v_threshold", 1.0}, {"v_reset", 0.0}}, {}, "sigmoid", {}, false);
        for (const int streaming : {1, 0, -1}) {   // whichever way this machine writes quicker
            setStreamingStores(streaming);
            compareLevels<float>(model, 33, 40000 + 64);   // rows of whole cache lines, above the limit
            compareLevels<float>(model, 33, 40000 + 3);    // rows that are not
            compareLevels<double>(model, 33, 20000);
        }
    }

    void slopesOfTheKernelsMatchTheirFormula_data()
    {
        QTest::addColumn<QByteArray>("surrogate");
        for (const auto& surrogate : surrogates())
            QTest::newRow(surrogate.id.data()) << QByteArray(surrogate.id.data());
    }
    void slopesOfTheKernelsMatchTheirFormula()
    {
        // One step of IF from v = 0 with gradient 1 on the spike: grad x is the slope at x - threshold. The primitive
        // is written apart from the slope, so its central difference is an independent formula.
        QFETCH(QByteArray, surrogate);
        const double threshold = 0.75;
        NamedValues numbers;
        const SurrogateInfo& info = surrogates()[std::size_t(surrogateIndex(surrogate.data()))];
        for (const SurrogateParam& param : info.params)
            numbers[param.name] = param.whole ? param.initial + 1 : param.initial * 0.95 + 0.1;
        const NeuronModel model =
            NeuronModel::make("neuron.if", {{"v_threshold", threshold}}, {}, surrogate.data(), numbers, true);
        std::vector<double> x, gradX, ones, gradState;
        for (double value = -6.0; value <= 6.0; value += 0.0137)
            x.push_back(value);
        gradX.resize(x.size());
        ones.assign(x.size(), 1.0);
        gradState.assign(x.size(), 0.0);
        BackwardBuffers b;
        b.type = RealType::Float64;
        b.steps = 1;
        b.neurons = std::int64_t(x.size());
        b.h = x.data();
        b.gradSpikes = ones.data();
        b.gradX = gradX.data();
        b.gradState[0] = gradState.data();
        backwardCpu(model, b, 0, b.neurons, nullptr);
        int kinks = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double e = 1e-4, at = x[i] - threshold;
            const auto slopeOver = [&](double from, double to) {
                return (surrogateValue(model.surrogate, to) - surrogateValue(model.surrogate, from)) / (to - from);
            };
            const double slope = slopeOver(at - e, at + e);
            if (std::abs(slopeOver(at - e, at) - slopeOver(at, at + e)) > 1e-3) {
                ++kinks;   // the slope itself jumps here
                continue;
            }
            QVERIFY2(std::abs(gradX[i] - slope) < 5e-4, qPrintable(QString::number(x[i])));
        }
        QVERIFY(kinks < 20);
    }

    void everyLevelGivesTheSameSlopesInEveryRow()
    {
        // The double precision of surrogateDerivative against rows of any length in float.
        for (const SurrogateInfo& info : surrogates()) {
            const NeuronModel model = NeuronModel::make("neuron.if", {{"v_threshold", 1.0}}, {}, info.id, {}, true);
            std::vector<float> h(1021), ones(h.size(), 1.0f), first;
            for (std::size_t i = 0; i < h.size(); ++i)
                h[i] = -3.03f + 0.0077f * float(i);
            for (const Isa isa : availableIsas()) {
                QVERIFY(setActiveIsa(isa));
                std::vector<float> gradX(h.size()), gradState(h.size(), 0.0f);
                BackwardBuffers b;
                b.steps = 1;
                b.neurons = std::int64_t(h.size());
                b.h = h.data();
                b.gradSpikes = ones.data();
                b.gradX = gradX.data();
                b.gradState[0] = gradState.data();
                backwardCpu(model, b, 0, b.neurons, nullptr);
                if (first.empty())
                    first = gradX;
                QVERIFY2(sameBits(first, gradX), info.id.data());
            }
            double highest = 0.0;
            for (std::size_t i = 0; i < h.size(); ++i)
                highest = std::max(highest, std::abs(surrogateDerivative(model.surrogate, double(h[i] - 1.0f))));
            for (std::size_t i = 0; i < h.size(); ++i)
                QVERIFY2(std::abs(first[i] - surrogateDerivative(model.surrogate, double(h[i] - 1.0f))) < 2e-6 * highest,
                         info.id.data());
        }
    }

    void instructionSetsAreNamed()
    {
        QVERIFY(!availableIsas().empty());
        QCOMPARE(availableIsas().front(), Isa::Scalar);
        for (const Isa isa : {Isa::Scalar, Isa::Avx2, Isa::Avx512}) {
            const bool can = std::count(availableIsas().begin(), availableIsas().end(), isa) > 0;
            QCOMPARE(setActiveIsa(isa), can);
            if (can)
                QCOMPARE(activeIsa(), isa);
        }
    }

    void bs2RecordsUnpackOnEveryInstructionSet()
    {
        const std::byte one[] = {std::byte{0x12}, std::byte{0x10}, std::byte{0x80}, std::byte{0x03}, std::byte{0x7d},
                                 std::byte{0xff}};   // the sample record of the format notes and a stray byte
        const Events single(std::vector<std::byte>(one, one + 6));
        QCOMPARE(single.count, std::size_t(1));
        QCOMPARE(single.x[0], std::uint16_t(18));
        QCOMPARE(single.y[0], std::uint16_t(16));
        QCOMPARE(single.p[0], std::uint8_t(1));
        QCOMPARE(single.t[0], std::int64_t(893));
        for (const std::size_t events : {0u, 1u, 7u, 8u, 9u, 63u, 1000u}) {
            std::vector<std::byte> bytes = randomBs2(events, unsigned(events));
            setActiveIsa(Isa::Scalar);
            const Events plain(bytes);
            for (const Isa isa : availableIsas()) {
                setActiveIsa(isa);
                const Events other(bytes);
                QCOMPARE(other.count, events);
                QVERIFY(plain.x == other.x && plain.y == other.y && plain.p == other.p && plain.t == other.t);
            }
        }
    }

    void shortOutputsLimitTheDecoder()
    {
        const std::vector<std::byte> bytes = randomBs2(100, 3);
        std::vector<std::uint16_t> x(100), y(40);
        std::vector<std::uint8_t> p(100);
        std::vector<std::int64_t> t(100, -1);
        QCOMPARE(decodeBs2(bytes, x, y, p, t), std::size_t(40));
        QCOMPARE(t[40], std::int64_t(-1));
    }

    void framesHoldEveryEventOnceAndNoneOutside()
    {
        const std::vector<std::byte> bytes = randomBs2(5000, 11);
        const Events events(bytes);
        const FrameShape shape{2, 34, 34};
        const std::vector<std::size_t> edges{0, 1000, 1000, 4999, 9999};
        std::vector<float> frames(4 * std::size_t(shape.size()), 99.0f), expected(frames.size(), 0.0f);
        std::size_t outside = 0;
        for (std::size_t i = 0; i < 5000; ++i) {
            const std::size_t f = i < 1000 ? 0 : i < 4999 ? 2 : 3;
            if (events.x[i] < 34 && events.y[i] < 34)
                expected[((f * 2 + events.p[i]) * 34 + events.y[i]) * 34 + events.x[i]] += 1.0f;
            else
                ++outside;
        }
        QCOMPARE(accumulateFrames(events.x, events.y, events.p, edges, shape, frames), outside);
        QVERIFY(frames == expected);
        QVERIFY(outside > 0 && outside < 5000);
    }

    void bytesBinnedDirectlyEqualTheDivisionOnEveryInstructionSet()
    {
        struct Window {
            std::int64_t first, duration, count;
        };
        const Isa before = activeIsa();
        std::vector<std::vector<std::byte>> recordings;
        for (const std::size_t events : {1u, 3u, 4u, 5u, 8u, 13u, 14u, 20000u})
            recordings.push_back(randomBs2(events, 12));
        for (const std::size_t events : {22u, 60u, 1000u, 20000u})
            recordings.push_back(orderedBs2(events, 12));
        for (const std::vector<std::byte>& bytes : recordings) {
            const Events unpacked(bytes);
            for (const FrameShape shape : {FrameShape{2, 256, 256}, FrameShape{2, 34, 40}, FrameShape{1, 256, 200}})
                for (const Window& w : {Window{0, 8388608, 20}, {1000000, 3000001, 7}, {0, 3, 5}, {-50, 8388700, 1}, {8388600, 8, 3}, {5, 8388000, 50}}) {
                    std::vector<float> expected(std::size_t(w.count * shape.size()));
                    std::size_t outside = 0;
                    for (std::size_t i = 0; i < unpacked.count; ++i) {
                        const std::int64_t time = unpacked.t[i] - w.first;
                        if (time < 0 || time >= w.duration || unpacked.p[i] >= shape.polarities || unpacked.y[i] >= shape.height
                            || unpacked.x[i] >= shape.width)
                            ++outside;
                        else
                            expected[std::size_t((((time * w.count / w.duration) * shape.polarities + unpacked.p[i]) * shape.height + unpacked.y[i])
                                                     * shape.width + unpacked.x[i])] += 1.0f;
                    }
                    for (const Isa isa : availableIsas()) {
                        setActiveIsa(isa);
                        std::vector<float> frames(expected.size(), 9.0f);
                        QCOMPARE(accumulateBs2(bytes, w.first, w.duration, w.count, shape, frames), outside);
                        QVERIFY(frames == expected);
                    }
                }
        }
        setActiveIsa(before);
        const std::vector<std::byte> bytes = randomBs2(20000, 12);
        const Events events(bytes);
        const FrameShape shape{2, 256, 256};
        std::vector<float> small(10);
        QCOMPARE(accumulateBs2(bytes, 0, 100, 20, shape, small), events.count);   // refused, not overrun
        QCOMPARE(accumulateBs2(bytes, 0, 0, 0, shape, small), events.count);
    }

    void sixteenBitNumbersAreReadExactlyAndRoundedToTheNearest()
    {
        std::vector<std::uint16_t> all(65536);
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i] = std::uint16_t(i);
        const Isa before = activeIsa();
        for (const Isa isa : availableIsas()) {
            setActiveIsa(isa);
            std::vector<float> values(all.size());
            halfToFloat(all.data(), values.data(), std::int64_t(all.size()));
            for (std::size_t i = 0; i < all.size(); ++i) {
                const int exponent = int(i >> 10 & 31);
                const double magnitude = exponent == 0 ? std::ldexp(double(i & 1023), -24)
                                                       : std::ldexp(double(1024 + (i & 1023)), exponent - 25);
                if (exponent < 31)
                    QCOMPARE(double(values[i]), i & 0x8000 ? -magnitude : magnitude);
                else
                    QVERIFY((i & 1023) ? std::isnan(values[i]) : std::isinf(values[i]));
            }
            // Just below, at and just above the middle between neighbours, at every magnitude.
            for (std::size_t i = 0; i + 1 < 0x7c00; ++i) {
                const float middle = float((double(values[i]) + double(values[i + 1])) / 2);
                const float asked[] = {std::nextafter(middle, 0.0f), middle, std::nextafter(middle, 1e9f), -middle};
                std::uint16_t got[4], even = std::uint16_t(i % 2 == 0 ? i : i + 1);
                floatToHalf(asked, got, 4);
                QVERIFY(got[0] == i && got[1] == even && got[2] == i + 1 && got[3] == (even | 0x8000));
            }
            const std::vector<float> odd{65519.0f, 65520.0f, -1e9f, HUGE_VALF, NAN, 0.0f, -0.0f, 1e-30f};
            std::vector<std::uint16_t> got(odd.size());
            floatToHalf(odd.data(), got.data(), std::int64_t(odd.size()));
            const std::vector<std::uint16_t> expected{0x7bff, 0x7c00, 0xfc00, 0x7c00, got[4], 0, 0x8000, 0};
            QVERIFY(got == expected && (got[4] & 0x7c00) == 0x7c00 && (got[4] & 0x3ff) != 0);
        }
        setActiveIsa(before);
    }

    void aSavedMembraneStaysOnItsSideOfTheThreshold()
    {
        std::mt19937 random(5);
        std::normal_distribution<float> normal;
        const Isa before = activeIsa();
        for (const float threshold : {1.0f, 0.9f, 0.0f, -0.3f, 1e-6f, 3000.7f}) {
            std::vector<float> h(1003), back(h.size());
            for (std::size_t i = 0; i < h.size(); ++i)
                h[i] = threshold + normal(random) * std::ldexp(1.0f, -int(i % 30));
            h[0] = threshold;
            h[1] = std::nextafter(threshold, -HUGE_VALF);
            std::vector<std::uint16_t> first;
            for (const Isa isa : availableIsas()) {
                setActiveIsa(isa);
                std::vector<std::uint16_t> halves(h.size());
                floatToHalfBeside(h.data(), halves.data(), std::int64_t(h.size()), threshold);
                if (first.empty())
                    first = halves;
                QVERIFY2(halves == first, isaName(isa).data());
                halfToFloat(halves.data(), back.data(), std::int64_t(h.size()));
                for (std::size_t i = 0; i < h.size(); ++i) {
                    QCOMPARE(back[i] >= threshold, h[i] >= threshold);
                    QVERIFY(std::fabs(back[i] - h[i]) <= std::fabs(h[i]) * 0x1p-10f + 0x1p-24f);
                }
            }
        }
        setActiveIsa(before);
    }
};

SPW_TEST_GUILESS(tst_CpuKernels)

} // namespace tst_cpu_kernels

#include "tst_cpu_kernels.moc"
