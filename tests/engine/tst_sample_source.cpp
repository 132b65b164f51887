// SPDX-License-Identifier: GPL-3.0-or-later
// What lies before the network: datasets, transforms in a row, and what is kept of prepared samples.
#include "core/base/error.h"
#include "core/data/event_writer.h"
#include "core/engine/loader.h"
#include "core/engine/sample_source.h"
#include "core/plan/planner.h"
#include "tests/engine/test_graphs.h"
#include "tests/runner/registry.h"

#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>
#include <numeric>

namespace tst_sample_source {

using namespace spw;
using namespace spw::engine;
using spw::test::GraphBuilder;
namespace fs = std::filesystem;

namespace {

/// Two classes of recordings, and the cache of this test alone.
struct Recordings {
    QTemporaryDir dir;
    fs::path data = fs::path(dir.path().toStdString()) / "data", cache = fs::path(dir.path().toStdString()) / "cache";

    Recordings()
    {
        for (int i = 0; i < 12; ++i)
            write(i, i);
        qputenv("SPW_SAMPLE_CACHE", QByteArray::fromStdString(cache.string()));
    }
    ~Recordings() { qputenv("SPW_SAMPLE_CACHE", "off"); }

    fs::path fileOf(int number) const { return data / (number % 2 == 0 ? "left" : "right") / (std::to_string(number) + ".csv"); }
    void write(int number, int seed) const
    {
        Events e;
        for (int k = 0; k < 50; ++k) {
            e.t.push_back(1000 + 100 * k);
            e.x.push_back(std::uint16_t((seed * 3 + k * 5) % 16));
            e.y.push_back(std::uint16_t((seed + k) % 16));
            e.p.push_back(std::uint8_t(k % 2));
        }
        RecordingFacts facts;
        facts.width = facts.height = 16;
        fs::create_directories(fileOf(number).parent_path());
        const auto writer = createEvents(fileOf(number), facts);
        writer->add(viewOf(e));
        writer->finish();
    }
    std::size_t kept() const
    {
        std::size_t count = 0;
        if (fs::exists(cache))
            for (const auto& entry : fs::recursive_directory_iterator(cache))
                count += entry.is_regular_file();
        return count;
    }
};

struct Chain {
    GraphBuilder builder;
    EdgeEnd feed;
    explicit Chain(const Recordings& recordings, const std::vector<std::pair<std::string, test::Values>>& transforms, const std::string& port = "x")
    {
        const NodeId data = builder.add("dataset.recordings", "Recordings",
                                        {{"folder", recordings.data.string()}, {"width", std::int64_t(16)}, {"height", std::int64_t(16)},
                                         {"train_share", 0.5}});
        builder.from(data, "events");
        NodeId last = data;
        int number = 0;
        for (const auto& [type, values] : transforms)
            last = builder.then(type, type + std::to_string(++number), values);
        feed = {last, port};
        builder.then("layer.flatten", "Flatten");
        builder.then("layer.linear", "Linear");
    }
    std::unique_ptr<SampleSource> owned(std::uint64_t seed = 1) const { return std::make_unique<SampleSource>(makePlan(builder.graph), std::set<EdgeEnd>{feed}, "", seed); }
};

const CompactTensor& valueIn(const std::shared_ptr<const PreparedSample>& sample, const EdgeEnd& feed) { return *sample->values.at(feed); }

bool equal(const CompactTensor& a, const CompactTensor& b) { return a.shape == b.shape && a.bytes == b.bytes && a.floats == b.floats; }

const test::Values kFrames{{"T", std::int64_t(4)}};

} // namespace

class tst_SampleSource final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qputenv("SPW_SAMPLE_CACHE", "off"); }

    void transformsFollowEachOther()
    {
        const Recordings recordings;
        const Chain chain(recordings, {{"transform.polarity", {{"change", std::string("on")}}},
                                       {"transform.crop", {{"width", std::int64_t(8)}, {"height", std::int64_t(6)}}},
                                       {"transform.frames", kFrames}});
        const auto source = chain.owned();
        QCOMPARE(source->size(Split::Train), std::int64_t(6));
        const auto sample = source->sample(Split::Train, 0);
        const CompactTensor& frames = valueIn(sample, chain.feed);
        QCOMPARE(frames.shape, (std::vector<std::int64_t>{4, 2, 6, 8}));
        const std::size_t plane = 6 * 8;
        std::size_t on = 0;
        for (std::size_t i = 0; i < frames.bytes.size(); ++i) {
            QVERIFY(i / plane % 2 == 1 || frames.bytes[i] == 0);   // no OFF events
            on += frames.bytes[i];
        }
        const ShownEvents shown = source->shownEvents(Split::Train, 0);   // as the filters leave them
        QCOMPARE(shown.events.size(), on);
        QCOMPARE(shown.frameEdges.size(), std::size_t(5));
        QCOMPARE(shown.events.width, std::int64_t(8));
    }

    void aMaskIsFedBesideItsFrames()
    {
        const Recordings recordings;
        const Chain chain(recordings, {{"transform.frames", {{"T", std::int64_t(4)}, {"method", std::string("duration")},
                                                             {"duration_us", std::int64_t(2000)}}}});
        const SampleSource both(makePlan(chain.builder.graph), {chain.feed, {chain.feed.node, "mask"}}, "", 1);
        const auto sample = both.sample(Split::Test, 0);
        QCOMPARE(valueIn(sample, {chain.feed.node, "mask"}).bytes, (std::vector<std::uint8_t>{1, 1, 1, 0}));   // 4.9 ms
        QCOMPARE(valueIn(sample, chain.feed).shape[0], std::int64_t(4));
    }

    void whatChanceChangesIsDrawnAnewInEveryEpochAndTheSameAgain()
    {
        const Recordings recordings;
        const Chain chain(recordings, {{"transform.drop_events", {{"share", 0.5}}}, {"transform.frames", kFrames}});
        const auto source = chain.owned(), again = chain.owned(), other = chain.owned(2);
        const auto first = source->sample(Split::Train, 2, 1), second = source->sample(Split::Train, 2, 2);
        QVERIFY(!equal(valueIn(first, chain.feed), valueIn(second, chain.feed)));
        QVERIFY(equal(valueIn(first, chain.feed), valueIn(again->sample(Split::Train, 2, 1), chain.feed)));
        QVERIFY(!equal(valueIn(first, chain.feed), valueIn(other->sample(Split::Train, 2, 1), chain.feed)));
        QVERIFY(!source->kept(Split::Train, 2));
        QCOMPARE(recordings.kept(), std::size_t(0));
        const auto test = source->sample(Split::Test, 0);   // nothing is drawn for tests, so they are kept
        QVERIFY(source->kept(Split::Test, 0) == test);
        QCOMPARE(recordings.kept(), std::size_t(1));
    }

    void preparedSamplesAreReadFromDiskTheNextTime()
    {
        const Recordings recordings;
        const Chain chain(recordings, {{"transform.frames", kFrames}});
        std::vector<std::shared_ptr<const PreparedSample>> made;
        {
            const auto source = chain.owned();
            for (std::int64_t i = 0; i < 6; ++i)
                made.push_back(source->sample(Split::Train, i));
        }
        QCOMPARE(recordings.kept(), std::size_t(6));
        const auto next = chain.owned();
        const fs::path file = recordings.fileOf(0);   // the same size and time, but not the same events: only the disk can tell the old ones
        const auto time = fs::last_write_time(file);
        const auto size = fs::file_size(file);
        std::ofstream(file, std::ios::binary) << std::string(size, ' ');
        fs::last_write_time(file, time);
        for (std::int64_t i = 0; i < 6; ++i) {
            const auto sample = next->sample(Split::Train, i);
            QVERIFY(equal(valueIn(sample, chain.feed), valueIn(made[std::size_t(i)], chain.feed)));
            QCOMPARE(sample->label, made[std::size_t(i)]->label);
            QCOMPARE(sample->name, made[std::size_t(i)]->name);
        }
    }

    void anotherSettingOrAnotherFileIsAnotherSample()
    {
        const Recordings recordings;
        const Chain chain(recordings, {{"transform.frames", kFrames}});
        const auto before = chain.owned()->sample(Split::Train, 0);
        QCOMPARE(recordings.kept(), std::size_t(1));
        const Chain other(recordings, {{"transform.frames", {{"T", std::int64_t(4)}, {"method", std::string("time")}}}});
        other.owned()->sample(Split::Train, 0);
        QCOMPARE(recordings.kept(), std::size_t(2));
        recordings.write(0, 77);
        fs::last_write_time(recordings.fileOf(0), fs::file_time_type::clock::now() + std::chrono::seconds(5));
        QVERIFY(!equal(valueIn(chain.owned()->sample(Split::Train, 0), chain.feed), valueIn(before, chain.feed)));
        QCOMPARE(recordings.kept(), std::size_t(3));
    }

    void damagedFilesOfTheCacheAreMadeAgain()
    {
        const Recordings recordings;
        const Chain chain(recordings, {{"transform.custom_frames", {{"T", std::int64_t(4)}, {"formula", std::string("n / 3")}}}});
        const auto before = chain.owned()->sample(Split::Train, 0);
        QVERIFY(!valueIn(before, chain.feed).floats.empty());
        for (const auto& entry : fs::recursive_directory_iterator(recordings.cache))
            if (entry.is_regular_file())
                fs::resize_file(entry.path(), entry.file_size() / 2);
        QVERIFY(equal(valueIn(chain.owned()->sample(Split::Train, 0), chain.feed), valueIn(before, chain.feed)));
    }

    void batchesAreTheSameHoweverManyThreadsReadThem()
    {
        const Recordings recordings;
        const Chain chain(recordings, {{"transform.time_jitter", {}}, {"transform.frames", kFrames}});
        const Plan plan = makePlan(chain.builder.graph);
        const auto source = chain.owned();
        std::vector<std::int64_t> order(6);
        std::iota(order.rbegin(), order.rend(), std::int64_t(0));
        BatchStream stream(*source, plan, {chain.feed}, Split::Train, order, 6, 0, 3);
        const auto batch = stream.next();
        QVERIFY(batch && !stream.next());
        for (std::size_t i = 0; i < 6; ++i) {
            const auto sample = chain.owned()->sample(Split::Train, order[i], 3);
            const CompactTensor& one = valueIn(sample, chain.feed);
            const at::Tensor expected = at::tensor(std::vector<float>(one.bytes.begin(), one.bytes.end()), at::kFloat).reshape(one.shape);
            QVERIFY(at::equal(batch->values.at(chain.feed).select(1, std::int64_t(i)), expected));
        }
    }

    void aFileThatCannotBeReadIsNamedByEveryBatch()
    {
        const Recordings recordings;
        const Chain chain(recordings, {{"transform.frames", kFrames}});
        std::ofstream(recordings.fileOf(2)) << "no events, only words\n";
        const auto source = chain.owned();
        const Plan plan = makePlan(chain.builder.graph);
        BatchStream stream(*source, plan, {chain.feed}, Split::Train, {0, 1, 2, 3, 4, 5}, 6);
        try {
            while (stream.next()) {
            }
            QFAIL("nothing was said");
        } catch (const Error& e) {
            QVERIFY2(std::string(e.what()).find("2.csv") != std::string::npos, e.what());
        }
    }
};

SPW_TEST_GUILESS(tst_SampleSource)

} // namespace tst_sample_source

#include "tst_sample_source.moc"
