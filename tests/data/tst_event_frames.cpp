// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/data/transforms/event_frames.h"
#include "tests/data/samples.h"
#include "tests/runner/registry.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <algorithm>
#include <numeric>
#include <random>

namespace tst_event_frames {

using namespace spw;
using Method = FrameOptions::Method;

namespace {

Events fiveEvents()
{
    Events e;
    e.t = {100, 110, 150, 190, 200};
    e.x = {0, 1, 2, 3, 0};
    e.y = {0, 0, 1, 1, 0};
    e.p = {0, 1, 0, 1, 0};
    e.width = 4;
    e.height = 2;
    return e;
}

std::vector<double> countsPerFrame(const PlainTensor& frames)
{
    const auto size = frames.data.size() / std::size_t(frames.shape[0]);
    std::vector<double> counts;
    for (std::int64_t f = 0; f < frames.shape[0]; ++f)
        counts.push_back(std::accumulate(frames.data.begin() + f * std::int64_t(size),
                                         frames.data.begin() + (f + 1) * std::int64_t(size), 0.0));
    return counts;
}

} // namespace

class tst_EventFrames final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void framesEqualThoseOfSpikingJelly()
    {
        const auto golden =
            nlohmann::json::parse(readFile(SPW_SOURCE_DIR "/tests/goldens/events/events.json", 1 << 20));
        const auto& input = golden["cases"][0];
        Events e;
        e.t = input["inputs"]["t"]["data"].get<std::vector<std::int64_t>>();
        e.x = input["inputs"]["x"]["data"].get<std::vector<std::uint16_t>>();
        e.y = input["inputs"]["y"]["data"].get<std::vector<std::uint16_t>>();
        e.p = input["inputs"]["p"]["data"].get<std::vector<std::uint8_t>>();
        e.width = input["params"]["W"];
        e.height = input["params"]["H"];
        int compared = 0;
        for (const auto& test : golden["cases"]) {
            const std::string id = test["id"];
            const auto& p = test["params"];
            ParamValues v;
            v.set("duration_us", std::int64_t(1));
            if (id.rfind("sj_fixed_frames/", 0) == 0) {
                v.set("method", std::string(p["split_by"] == "number" ? "count" : "time"));
                v.set("T", p["frames_num"].get<std::int64_t>());
            } else if (id.rfind("sj_fixed_duration/", 0) == 0) {
                v.set("method", std::string("duration"));
                v.set("T", test["outputs"]["frames"]["shape"][0].get<std::int64_t>());
                v.set("duration_us", p["duration"].get<std::int64_t>());
            } else {
                continue;
            }
            const PlainTensor frames = applyEventTransform("transform.frames", v, e);
            QCOMPARE(frames.shape, test["outputs"]["frames"]["shape"].get<std::vector<std::int64_t>>());
            QVERIFY2(frames.data == test["outputs"]["frames"]["data"].get<std::vector<float>>(), id.c_str());
            ++compared;
        }
        QCOMPARE(compared, 6);
    }

    void durationsLieOnAGridFromTheFirstEvent()   // models.md I3 as the goldens have it, event by event
    {
        std::mt19937 random(9);
        for (int round = 0; round < 50; ++round) {
            Events e;
            e.width = e.height = 1;
            std::int64_t t = 0;
            for (int i = 0; i < 200; ++i) {
                e.t.push_back(t += std::int64_t(random() % 40));
                e.x.push_back(0);
                e.y.push_back(0);
                e.p.push_back(0);
            }
            std::vector<double> expected(std::size_t((e.t.back() - e.t.front()) / 100 + 1));
            for (const std::int64_t time : e.t)
                ++expected[std::size_t((time - e.t.front()) / 100)];
            QCOMPARE(durationFrameCount(100, e), std::int64_t(expected.size()));
            QCOMPARE(countsPerFrame(makeFrames({Method::Duration, std::int64_t(expected.size()), 100}, e)), expected);
        }
    }

    void theLastFrameTakesTheRest()
    {
        QCOMPARE(countsPerFrame(makeFrames({Method::Count, 2}, fiveEvents())), (std::vector<double>{2, 3}));
        QCOMPARE(countsPerFrame(makeFrames({Method::Count, 8}, fiveEvents())),
                 (std::vector<double>{0, 0, 0, 0, 0, 0, 0, 5}));
    }

    void anEmptySliceIsSilent()
    {
        // dt = 25: [100, 125) two events, [125, 150) none, [150, 175) one, the last one two
        QCOMPARE(countsPerFrame(makeFrames({Method::Time, 4}, fiveEvents())), (std::vector<double>{2, 0, 1, 2}));
    }

    void durationsArePaddedAndCut()
    {
        // 100..139: two, 140..179: one, 180..219: two
        QCOMPARE(countsPerFrame(makeFrames({Method::Duration, 5, 40}, fiveEvents())),
                 (std::vector<double>{2, 1, 2, 0, 0}));
        QCOMPARE(countsPerFrame(makeFrames({Method::Duration, 2, 40}, fiveEvents())), (std::vector<double>{2, 1}));
    }

    void noEventsGiveSilentFrames_data()
    {
        QTest::addColumn<int>("method");
        QTest::newRow("count") << int(Method::Count);
        QTest::newRow("time") << int(Method::Time);
        QTest::newRow("duration") << int(Method::Duration);
    }
    void noEventsGiveSilentFrames()
    {
        QFETCH(int, method);
        Events none;
        none.width = 3;
        none.height = 2;
        const PlainTensor frames = makeFrames({Method(method), 4, 10}, none);
        QCOMPARE(frames.shape, (std::vector<std::int64_t>{4, 2, 2, 3}));
        QCOMPARE(frames.data, std::vector<float>(48, 0.0f));
        QCOMPARE(frameEdges(FrameOptions{Method(method), 4, 10}, none).size(), std::size_t(5));
    }

    void edgesAreTheTimesOfTheFrames()
    {
        QCOMPARE(frameEdges(FrameOptions{Method::Time, 4}, fiveEvents()),
                 (std::vector<std::int64_t>{100, 125, 150, 175, 201}));
        QCOMPARE(frameEdges(FrameOptions{Method::Count, 2}, fiveEvents()), (std::vector<std::int64_t>{100, 150, 201}));
        QCOMPARE(frameEdges(FrameOptions{Method::Duration, 4, 40}, fiveEvents()),
                 (std::vector<std::int64_t>{100, 140, 180, 220, 260}));
    }

    void theOrderOfTheFileDoesNotMatter()
    {
        std::mt19937 random(5);
        Events sorted;
        sorted.width = sorted.height = 16;
        for (int i = 0; i < 500; ++i) {
            sorted.t.push_back(i * 7);
            sorted.x.push_back(std::uint16_t(random() % 16));
            sorted.y.push_back(std::uint16_t(random() % 16));
            sorted.p.push_back(std::uint8_t(random() % 2));
        }
        Events mixed = sorted;
        for (std::size_t i = 499; i > 0; --i) {
            const std::size_t j = random() % (i + 1);
            std::swap(mixed.t[i], mixed.t[j]);
            std::swap(mixed.x[i], mixed.x[j]);
            std::swap(mixed.y[i], mixed.y[j]);
            std::swap(mixed.p[i], mixed.p[j]);
        }
        for (const Method method : {Method::Count, Method::Time, Method::Duration}) {
            const FrameOptions options{method, 9, 300};
            QVERIFY(makeFrames(options, mixed).data == makeFrames(options, sorted).data);
            QCOMPARE(frameEdges(options, mixed), frameEdges(options, sorted));
        }
    }

    void whatCannotBeIsRefused()
    {
        Events outside = fiveEvents();
        outside.width = 3;
        QVERIFY(holds(errorOf([&] { makeFrames({Method::Count, 2}, outside); }), "1 events lie outside"));
        QVERIFY(holds(errorOf([] { makeFrames({Method::Count, std::int64_t(1) << 40}, fiveEvents()); }), "memory"));
        QVERIFY(holds(errorOf([] { applyEventTransform("layer.linear", {}, fiveEvents()); }), "layer.linear"));
    }
};

SPW_TEST_GUILESS(tst_EventFrames)

} // namespace tst_event_frames

#include "tst_event_frames.moc"
