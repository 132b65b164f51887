// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/data/portable_math.h"
#include "core/data/sha256.h"
#include "tests/data/samples.h"
#include "tests/runner/registry.h"

#include <QElapsedTimer>
#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace tst_moving_shapes {

using namespace spw;

namespace {

ParamValues shapeValues()
{
    ParamValues v;
    v.set("width", std::int64_t(34));
    v.set("height", std::int64_t(34));
    v.set("train_samples", std::int64_t(400));
    v.set("test_samples", std::int64_t(200));
    v.set("duration_ms", 100.0);
    v.set("contrast_threshold", 0.15);
    v.set("refractory_us", std::int64_t(1000));
    v.set("noise_rate", 1.0);
    v.set("seed", std::int64_t(1));
    return v;
}

std::unique_ptr<Dataset> shapesWith(const std::string& param = "seed", ParamValue value = std::int64_t(1))
{
    ParamValues v = shapeValues();
    v.set(param, std::move(value));
    return openDataset("dataset.synthetic_dvs", v, "", 1);
}

Events eventsOf(const Dataset& data, Split split, std::int64_t index)
{
    return std::get<Events>(data.sample(split, index).values.at("events"));
}

std::string hashOf(const Dataset& data, Split split, std::int64_t index)
{
    const Sample sample = data.sample(split, index);
    const Events& e = std::get<Events>(sample.values.at("events"));
    const PlainTensor& image = std::get<PlainTensor>(sample.values.at("image"));
    Sha256 hash;
    hash.add(e.t.data(), e.t.size() * 8);
    hash.add(e.x.data(), e.x.size() * 2);
    hash.add(e.y.data(), e.y.size() * 2);
    hash.add(e.p.data(), e.p.size());
    hash.add(image.data.data(), image.data.size() * 4);
    return hash.hex();
}

/// Class of the test recording judged by its number of events alone: majority of the nearest training recordings.
std::int64_t byCountAlone(std::size_t count, std::vector<std::pair<std::size_t, std::int64_t>> known)
{
    constexpr int kNeighbours = 15;
    std::nth_element(known.begin(), known.begin() + kNeighbours, known.end(), [&](const auto& a, const auto& b) {
        const auto away = [&](std::size_t n) { return n > count ? n - count : count - n; };
        return away(a.first) < away(b.first);
    });
    std::array<int, 10> votes{};
    for (int i = 0; i < kNeighbours; ++i)
        ++votes[std::size_t(known[std::size_t(i)].second)];
    return std::max_element(votes.begin(), votes.end()) - votes.begin();
}

} // namespace

class tst_MovingShapes final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void portableFunctionsAgreeWithTheCLibrary()
    {
        for (double x = -6.28; x < 6.28; x += 0.01) {
            QVERIFY(std::fabs(portable::sin(x) - std::sin(x)) < 1e-12);
            QVERIFY(std::fabs(portable::exp(x) / std::exp(x) - 1) < 1e-12);
            QVERIFY(x < -4.7 || x > 4.7 || std::fabs(portable::cos(x) - std::cos(x)) < 1e-12);
        }
        for (double x = 1e-9; x < 1e9; x *= 1.7)
            QVERIFY(std::fabs(portable::ln(x) - std::log(x)) < 1e-12);
    }

    void aSampleDependsOnSeedSplitAndIndexOnly()
    {
        const auto data = shapesWith(), again = shapesWith(), other = shapesWith("seed", std::int64_t(2)),
                   more = shapesWith("train_samples", std::int64_t(50));
        const std::string first = hashOf(*data, Split::Train, 7);
        hashOf(*again, Split::Train, 3);
        QCOMPARE(hashOf(*again, Split::Train, 7), first);
        QCOMPARE(hashOf(*more, Split::Train, 7), first);
        QVERIFY(hashOf(*other, Split::Train, 7) != first);
        QVERIFY(hashOf(*data, Split::Test, 7) != first);
        QVERIFY(hashOf(*data, Split::Train, 17) != first);
    }

    void aSampleIsTheSameOnEveryMachine()
    {
        QCOMPARE(QString::fromStdString(hashOf(*shapesWith(), Split::Train, 0)), QString("72a3f5f73046989e6cc9a725e6658384364e02d20b291677af8a830f7af0f9c6"));
        QCOMPARE(QString::fromStdString(hashOf(*shapesWith(), Split::Test, 19)), QString("addffd07036ce7f868492a94b93d990fb62efcf9ec17a12eaa6bc5e856b02176"));
    }

    void everyClassIsEquallyFrequent()
    {
        const auto data = shapesWith();
        std::array<int, 10> counts{};
        for (std::int64_t i = 0; i < data->size(Split::Train); ++i)
            ++counts[std::size_t(data->label(Split::Train, i))];
        QCOMPARE(counts, (std::array<int, 10>{40, 40, 40, 40, 40, 40, 40, 40, 40, 40}));
        QCOMPARE(data->classNames().size(), std::size_t(10));
    }

    void eventsAreInOrderInsideTheSensorAndKeepTheRefractoryTime()
    {
        for (const auto& data : {shapesWith(), shapesWith("refractory_us", std::int64_t(0)),
                                 shapesWith("noise_rate", 200.0), shapesWith("height", std::int64_t(20))}) {
            for (std::int64_t i = 0; i < 20; ++i) {
                const Events e = eventsOf(*data, Split::Train, i);
                QVERIFY(e.size() > 100);
                QVERIFY(std::is_sorted(e.t.begin(), e.t.end()));
                QVERIFY(e.t.front() >= 0 && e.t.back() <= 100000);
                for (std::size_t k = 0; k < e.size(); ++k)
                    QVERIFY(e.x[k] < e.width && e.y[k] < e.height && e.p[k] <= 1);
            }
        }
        const auto data = shapesWith("noise_rate", 100.0);
        for (std::int64_t i = 0; i < 20; ++i) {
            const Events e = eventsOf(*data, Split::Train, i);
            std::vector<std::int64_t> last(34 * 34, -1000000);
            for (std::size_t k = 0; k < e.size(); ++k) {
                std::int64_t& before = last[std::size_t(e.y[k] * 34 + e.x[k])];
                QVERIFY(e.t[k] - before >= 1000);
                before = e.t[k];
            }
        }
    }

    void noiseComesAtItsRate()
    {
        // A threshold that no edge reaches leaves noise alone: 34 * 34 pixels * 10 Hz * 0.1 s = 1156.
        ParamValues v = shapeValues();
        v.set("contrast_threshold", 10.0);
        v.set("noise_rate", 10.0);
        const auto data = openDataset("dataset.synthetic_dvs", v, "", 1);
        double sum = 0;
        for (std::int64_t i = 0; i < 50; ++i)
            sum += double(eventsOf(*data, Split::Train, i).size());
        QVERIFY(std::fabs(sum / 50 - 1156) < 1156 * 0.03);   // 3 %: six standard errors, less what blindness takes
        v.set("noise_rate", 0.0);
        QCOMPARE(eventsOf(*openDataset("dataset.synthetic_dvs", v, "", 1), Split::Train, 0).size(), std::size_t(0));
    }

    void aLowerThresholdGivesMoreEvents()
    {
        const auto coarse = shapesWith("contrast_threshold", 0.4), fine = shapesWith("contrast_threshold", 0.1);
        for (std::int64_t i = 0; i < 10; ++i)
            QVERIFY(eventsOf(*fine, Split::Train, i).size() > eventsOf(*coarse, Split::Train, i).size());
    }

    void theNumberOfEventsDoesNotTellTheClass()
    {
        const auto data = shapesWith("train_samples", std::int64_t(600));
        std::vector<std::pair<std::size_t, std::int64_t>> known;
        QElapsedTimer timer;
        timer.start();
        for (std::int64_t i = 0; i < 600; ++i)
            known.push_back({eventsOf(*data, Split::Train, i).size(), data->label(Split::Train, i)});
        qInfo("made at %.0f samples/s", 600e3 / double(std::max<qint64>(1, timer.elapsed())));
        int right = 0;
        for (std::int64_t i = 0; i < 200; ++i)
            right += byCountAlone(eventsOf(*data, Split::Test, i).size(), known) == data->label(Split::Test, i);
        qInfo("by count alone: %.1f %%", right / 2.0);
        QVERIFY2(right < 60, std::to_string(right).c_str());   // 30 % of 200; 20 are right by chance
    }

    void pictureAndEventsLieAtTheSamePlace()
    {
        const auto data = shapesWith("noise_rate", 0.0);
        for (std::int64_t i = 0; i < 10; ++i) {
            const Sample sample = data->sample(Split::Test, i);
            const PlainTensor& image = std::get<PlainTensor>(sample.values.at("image"));
            const Events& e = std::get<Events>(sample.values.at("events"));
            QCOMPARE(image.shape, (std::vector<std::int64_t>{1, 34, 34}));
            double weight = 0, x = 0, y = 0, ex = 0, ey = 0;
            const float dark = *std::min_element(image.data.begin(), image.data.end());
            for (int p = 0; p < 34 * 34; ++p) {
                const double w = double(image.data[std::size_t(p)] - dark);
                QVERIFY(image.data[std::size_t(p)] >= 0 && image.data[std::size_t(p)] <= 1);
                weight += w, x += w * (p % 34), y += w * (p / 34);
            }
            for (std::size_t k = 0; k < e.size(); ++k)
                ex += double(e.x[k]) / double(e.size()), ey += double(e.y[k]) / double(e.size());
            QVERIFY(std::hypot(x / weight - ex, y / weight - ey) < 8);   // pixels, of a shape about 20 wide
        }
    }

    void valuesOutOfRangeAreRefused()
    {
        QVERIFY(holds(errorOf([] { shapesWith("width", std::int64_t(4)); }), "4 x 34"));
        QVERIFY(!errorOf([] { shapesWith("duration_ms", 0.0); }).empty());
        QVERIFY(!errorOf([] { shapesWith("contrast_threshold", 0.0); }).empty());
        QVERIFY(!errorOf([] { shapesWith("noise_rate", -1.0); }).empty());
        QVERIFY(!errorOf([] { shapesWith("refractory_us", std::int64_t(-1)); }).empty());
        QVERIFY(!errorOf([] { shapesWith("train_samples", std::int64_t(0)); }).empty());
    }

    void theStimulusHasTheFormsItsPageNames_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QList<double>>("expected");   // T 8, window 2..6, period 2 (pulses) or 4 (sine), amplitude 2
        QTest::newRow("constant") << "constant" << QList<double>{2, 2, 2, 2, 2, 2, 2, 2};
        QTest::newRow("step") << "step" << QList<double>{0, 0, 2, 2, 2, 2, 0, 0};
        QTest::newRow("ramp") << "ramp" << QList<double>{0, 0, 0, 0.5, 1, 1.5, 0, 0};
        QTest::newRow("sine") << "sine" << QList<double>{0, 0, 0, 2, 0, -2, 0, 0};
        QTest::newRow("pulses") << "pulses" << QList<double>{0, 0, 2, 0, 2, 0, 0, 0};
    }
    void theStimulusHasTheFormsItsPageNames()
    {
        QFETCH(QString, kind);
        QFETCH(QList<double>, expected);
        ParamValues v;
        v.set("kind", kind.toStdString());
        v.set("T", std::int64_t(8));
        v.set("units", std::int64_t(3));
        v.set("amplitude", 2.0);
        v.set("start", std::int64_t(2));
        v.set("stop", std::int64_t(6));
        v.set("period", std::int64_t(kind == "sine" ? 4 : 2));
        v.set("noise", 0.0);
        v.set("seed", std::int64_t(1));
        const Sample sample = openDataset("dataset.stimulus", v, "", 1)->sample(Split::Train, 0);
        const PlainTensor& x = std::get<PlainTensor>(sample.values.at("x"));
        QCOMPARE(x.shape, (std::vector<std::int64_t>{8, 3}));
        for (int t = 0; t < 8; ++t)
            for (int u = 0; u < 3; ++u)
                QVERIFY(std::fabs(double(x.data[std::size_t(t * 3 + u)]) - expected[t]) < 1e-6);
    }

    void stimulusNoiseHasItsDeviation()
    {
        ParamValues v;
        v.set("kind", std::string("noise"));
        v.set("T", std::int64_t(1000));
        v.set("units", std::int64_t(20));
        v.set("amplitude", 1.5);
        v.set("start", std::int64_t(0));
        v.set("stop", std::int64_t(1000));
        v.set("period", std::int64_t(1));
        v.set("noise", 0.0);
        v.set("seed", std::int64_t(4));
        const Sample sample = openDataset("dataset.stimulus", v, "", 1)->sample(Split::Test, 0);
        double sum = 0, squares = 0;
        for (const float x : std::get<PlainTensor>(sample.values.at("x")).data)
            sum += double(x), squares += double(x) * double(x);
        QVERIFY(std::fabs(sum / 20000) < 0.06);                      // 5 standard errors
        QVERIFY(std::fabs(std::sqrt(squares / 20000) - 1.5) < 0.04);
    }

    void onlyKnownDatasetsOpen()
    {
        QVERIFY(isDataset("dataset.synthetic_dvs") && isDataset("dataset.bs2_folder") && isDataset("dataset.stimulus"));
        QVERIFY(!isDataset("neuron.lif"));
        QVERIFY(holds(errorOf([] { openDataset("dataset.unknown", {}, "", 1); }), "dataset.unknown"));
    }
};

SPW_TEST_GUILESS(tst_MovingShapes)

} // namespace tst_moving_shapes

#include "tst_moving_shapes.moc"
