// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/data/npy.h"
#include "core/run/metrics_csv.h"
#include "core/run/recording.h"
#include "core/run/weights_file.h"
#include "tests/data/samples.h"
#include "tests/runner/registry.h"

#include <QtTest>

#include <atomic>
#include <cmath>
#include <limits>
#include <random>
#include <thread>

namespace tst_run_files {

using namespace spw;

namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t kAny = 1 << 26;

Weights someWeights()
{
    Weights w;
    w.graphHash = "abc123";
    w.arrays["Conv 1/weight"] = {{2, 1, 1, 2}, std::vector<float>{1.5f, -0.0f, 1e-42f, std::nextafter(1.0f, 2.0f)}};
    w.arrays["PLIF 1/w"] = {{}, std::vector<double>{0.1}};
    w.arrays["BN 1/num_batches_tracked"] = {{}, std::vector<std::int64_t>{(std::int64_t(1) << 53) + 1}};
    w.arrays["a/b % c/bias"] = {{0}, std::vector<float>{}};
    w.arrays["../weight"] = {{1}, std::vector<float>{2}};
    return w;
}

RecordedArray ramp(std::vector<std::int64_t> shape)
{
    RecordedArray a{std::move(shape), std::vector<float>{}, 0.5, "ms"};
    std::int64_t count = 1;
    for (const std::int64_t extent : a.shape)
        count *= extent;
    auto& values = std::get<std::vector<float>>(a.data);
    for (std::int64_t i = 0; i < count; ++i)
        values.push_back(float(i));
    return a;
}

int filesIn(const fs::path& folder) { return int(std::distance(fs::directory_iterator(folder), {})); }

} // namespace

class tst_RunFiles final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void weightsComeBackBitByBit()
    {
        QTemporaryDir dir;
        const fs::path file = pathOf(dir.path()) / "w.h5";
        writeWeights(file, someWeights());
        const Weights back = readWeights(file);
        QCOMPARE(back.graphHash, std::string("abc123"));
        QCOMPARE(back.arrays.size(), someWeights().arrays.size());
        for (const auto& [name, array] : someWeights().arrays)
            QVERIFY2(back.arrays.at(name) == array, name.c_str());
        QVERIFY(std::signbit(std::get<std::vector<float>>(back.arrays.at("Conv 1/weight").data)[1]));
        QCOMPARE(filesIn(pathOf(dir.path())), 1);
    }

    void equalWeightsGiveEqualBytes()
    {
        QTemporaryDir dir;
        const fs::path folder = pathOf(dir.path());
        writeWeights(folder / "a.h5", someWeights());
        QTest::qSleep(1100);   // a time stamp of whole seconds would differ
        writeWeights(folder / "b.h5", someWeights());
        QVERIFY(readFile(folder / "a.h5", kAny) == readFile(folder / "b.h5", kAny));
    }

    void whatIsNoWeightsFileIsNamed()
    {
        QTemporaryDir dir;
        const fs::path folder = pathOf(dir.path());
        QVERIFY(holds(errorOf([&] { readWeights(folder / "absent.h5"); }), "absent.h5"));
        writeFileAtomically(folder / "text.h5", "hello");
        QVERIFY(holds(errorOf([&] { readWeights(folder / "text.h5"); }), "no readable HDF5"));
        writeFileAtomically(folder / "lfs.h5", "version https://git-lfs.github.com/spec/v1\n");
        QVERIFY(holds(errorOf([&] { readWeights(folder / "lfs.h5"); }), "Git LFS"));
        RecordingWriter recording(folder / "r.h5");
        recording.finish();
        QVERIFY(holds(errorOf([&] { readWeights(folder / "r.h5"); }), "spikewright-recording/1"));
        QVERIFY(!errorOf([&] { writeWeights(folder / "no" / "w.h5", someWeights()); }).empty());
    }

    void damagedFilesGiveErrorsNotCrashes()
    {
        QTemporaryDir dir;
        const fs::path file = pathOf(dir.path()) / "w.h5", hurt = pathOf(dir.path()) / "hurt.h5";
        writeWeights(file, someWeights());
        {
            RecordingWriter writer(pathOf(dir.path()) / "r.h5");
            writer.write("LIF 1", "s", ramp({10, 2, 3}));
            writer.finish();
        }
        std::mt19937 random(11);
        int refused = 0;
        for (const fs::path& source : {file, pathOf(dir.path()) / "r.h5"}) {
            const std::string good = readFile(source, kAny);
            for (int round = 0; round < 300; ++round) {
                std::string bytes = good;
                if (round % 3 == 0)
                    bytes.resize(random() % good.size());
                for (int i = 0; i < 8 && !bytes.empty(); ++i)
                    bytes[random() % bytes.size()] = char(random());
                writeQuickly(hurt, bytes);
                refused += !errorOf([&] { readWeights(hurt); }).empty();
                errorOf([&] {
                    const RecordingReader reader(hurt);
                    for (const RecordedEntry& entry : reader.entries())
                        reader.read(entry, 0, 4);
                });
            }
        }
        QVERIFY(refused > 300);   // all damaged recordings and all cut weights at least
    }

    void aRecordingIsReadByTime()
    {
        QTemporaryDir dir;
        const fs::path file = pathOf(dir.path()) / "r.h5";
        RecordedArray spikes{{3, 4}, std::vector<std::uint8_t>{0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1}};
        {
            RecordingWriter writer(file);
            writer.write("Conv/1 50%", "y", ramp({100, 2, 3}));
            writer.write("records", "s", spikes);
            QVERIFY(!fs::exists(file));
            writer.finish();
        }
        QCOMPARE(filesIn(pathOf(dir.path())), 1);
        const RecordingReader reader(file);
        QCOMPARE(reader.entries().size(), std::size_t(2));
        const RecordedEntry& dense = reader.entries()[1].spikes ? reader.entries()[0] : reader.entries()[1];
        const RecordedEntry& sparse = reader.entries()[1].spikes ? reader.entries()[1] : reader.entries()[0];
        QCOMPARE(dense.node, std::string("Conv/1 50%"));
        QCOMPARE(dense.unit, std::string("ms"));
        QVERIFY(reader.read(dense) == ramp({100, 2, 3}));
        const RecordedArray part = reader.read(dense, 10, 2);
        QCOMPARE(part.shape, (std::vector<std::int64_t>{2, 2, 3}));
        QCOMPARE(std::get<std::vector<float>>(part.data).front(), 60.0f);
        QCOMPARE(reader.read(dense, 99, 50).shape[0], 1);
        QCOMPARE(reader.read(dense, 500).shape[0], 0);
        QCOMPARE(sparse.node, std::string("records"));
        QVERIFY(reader.read(sparse) == spikes);
        QVERIFY(holds(errorOf([&] { reader.read({-1, "absent", "y", {}, false, 1, ""}); }), "/absent/y"));
    }

    void anUnfinishedRecordingLeavesNothing()
    {
        QTemporaryDir dir;
        {
            RecordingWriter writer(pathOf(dir.path()) / "r.h5");
            writer.write("a", "y", ramp({2}));
            QVERIFY(!errorOf([&] { writer.write("a", "y", ramp({2})); }).empty());
        }
        QCOMPARE(filesIn(pathOf(dir.path())), 0);
    }

    void stepsAreAppended()
    {
        QTemporaryDir dir;
        const fs::path file = pathOf(dir.path()) / "r.h5";
        RecordingWriter writer(file, {.growing = true});
        for (int i = 0; i < 5; ++i)
            writer.append("in", "x", ramp({3, 2}));
        QVERIFY(!errorOf([&] { writer.append("in", "x", ramp({3, 4})); }).empty());
        writer.finish();
        const RecordingReader reader(file);
        const RecordedArray all = reader.read(reader.entries().at(0));
        QCOMPARE(all.shape, (std::vector<std::int64_t>{15, 2}));
        QCOMPARE(std::get<std::vector<float>>(all.data)[29], 5.0f);
    }

    void aKilledRunLeavesItsRecords()
    {
        QTemporaryDir dir;
        const fs::path file = pathOf(dir.path()) / "r.h5", copy = pathOf(dir.path()) / "copy.h5";
        RecordingWriter writer(file, {.growing = true});
        SampleRecord record;
        record.serial = 12;
        record.epoch = 3;
        record.label = 4;
        record.prediction = 5;
        record.name = "1.bs2";
        ProbeRecord v;
        v.nodeName = "LIF 1";
        v.quantity = "v";
        v.steps = 2;
        v.units = 10;
        v.unitIndex = {1, 7};
        v.values = {0.5f, 1, 2, 3};
        ProbeRecord s;
        s.nodeName = "LIF 1";
        s.quantity = "s";
        s.spikes = true;
        s.steps = 3;
        s.units = 2;
        s.spikeStep = {0, 2};
        s.spikeUnit = {1, 0};
        record.probes = {v, s};
        writer.append(record);
        record.serial = 9;
        writer.append(record);
        QVERIFY(!errorOf([&] { writer.append(record); }).empty());
        fs::copy_file(file, copy);   // what a crash now would leave
        const RecordingReader reader(copy);
        QCOMPARE(reader.records().size(), std::size_t(2));
        QCOMPARE(reader.records()[1].serial, 12);
        QCOMPARE(reader.records()[1].prediction, 5);
        QCOMPARE(reader.records()[1].name, std::string("1.bs2"));
        int seen = 0;
        for (const RecordedEntry& entry : reader.entries()) {
            const RecordedArray array = reader.read(entry);
            if (entry.port == "v")
                QCOMPARE(std::get<std::vector<float>>(array.data), v.values);
            else
                QCOMPARE(std::get<std::vector<std::uint8_t>>(array.data), (std::vector<std::uint8_t>{0, 1, 0, 0, 1, 0}));
            ++seen;
        }
        QCOMPARE(seen, 4);
    }

    void severalThreadsMayUseFilesAtOnce()
    {
        QTemporaryDir dir;
        std::atomic<int> good{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                const fs::path file = pathOf(dir.path()) / (std::to_string(t) + ".h5");
                for (int i = 0; i < 20; ++i) {
                    writeWeights(file, someWeights());
                    good += readWeights(file).arrays == someWeights().arrays;
                }
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(good.load(), 80);
    }

    void metricsAreAppendedAndReadBack()
    {
        QTemporaryDir dir;
        const fs::path file = pathOf(dir.path()) / "metrics.csv";
        const double none = std::numeric_limits<double>::quiet_NaN();
        appendMetrics(file, {1, 0.1, 0.5, none, none, 1e-3, 2.25, 1000});
        appendMetrics(file, {2, 1.0 / 3, 0.625, 0.25, 0.75, 1e-4, 2, 1100});
        std::vector<EpochMetrics> back = readMetrics(file);
        QCOMPARE(back.size(), std::size_t(2));
        QVERIFY(std::isnan(back[0].testLoss));
        QVERIFY(back[1].trainLoss == 1.0 / 3);
        QCOMPARE(back[1].epoch, 2);

        writeFileAtomically(file, readFile(file, kAny) + "3,0.2");   // a crash in mid line
        QCOMPARE(readMetrics(file).size(), std::size_t(2));
        appendMetrics(file, {3, 0.2, 0.9, none, none, 1, 1, 1});
        back = readMetrics(file);
        QCOMPARE(back.size(), std::size_t(3));
        QVERIFY(back[2].trainAccuracy == 0.9);

        writeFileAtomically(file, "epoch,train_loss\n1,x\n");
        QVERIFY(holds(errorOf([&] { readMetrics(file); }), "line 2"));
    }

    void npyArraysComeBack()
    {
        QTemporaryDir dir;
        const fs::path file = pathOf(dir.path()) / "a.npy";
        for (const std::vector<std::int64_t>& shape :
             {std::vector<std::int64_t>{}, {6}, {2, 3}, {1, 2, 3}, {0, 3}}) {
            PlainTensor tensor{shape, {}};
            std::int64_t count = 1;
            for (const std::int64_t extent : shape)
                count *= extent;
            for (std::int64_t i = 0; i < count; ++i)
                tensor.data.push_back(float(i) / 3);
            writeNpy(file, tensor);
            const NpyArray back = readNpy(file);
            QCOMPARE(back.shape, shape);
            QCOMPARE(std::get<std::vector<float>>(back.data), tensor.data);
        }
        writeNpy(file, NpyArray{{2}, std::vector<std::int64_t>{-1, std::int64_t(1) << 60}});
        QCOMPARE(std::get<std::vector<std::int64_t>>(readNpy(file).data)[1], std::int64_t(1) << 60);
    }

    void npyHeadersAreThoseOfNumPy()
    {
        const std::string bytes = npyBytes({{3, 4, 5}, std::vector<float>(60)});
        QCOMPARE(bytes.size(), std::size_t(128 + 240));
        QCOMPARE(bytes.substr(0, 10), std::string("\x93NUMPY\x01\x00\x76\x00", 10));
        QCOMPARE(bytes.substr(10, 60), std::string("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4, 5), }") .substr(0, 60));
        QCOMPARE(bytes[127], '\n');
    }

    void malformedNpyFilesAreRefused()
    {
        QTemporaryDir dir;
        const fs::path file = pathOf(dir.path()) / "a.npy";
        const std::string good = npyBytes({{3, 4}, std::vector<float>(12)});
        std::mt19937 random(2);
        for (int round = 0; round < 500; ++round) {
            std::string bytes = good;
            bytes.resize(random() % (good.size() + 1));
            if (!bytes.empty())
                bytes[random() % bytes.size()] = char(random());
            writeQuickly(file, bytes);
            errorOf([&] { readNpy(file); });
        }
        writeFileAtomically(file, good.substr(0, good.size() - 1));
        QVERIFY(holds(errorOf([&] { readNpy(file); }), "promises more values"));
        for (const char* name : {"npy_truncated.npy", "npy_bad_magic.npy", "npy_huge_shape.npy"}) {
            const QString sample = samplesDir() + "/malformed/" + name;
            if (QFile::exists(sample))
                QVERIFY2(holds(errorOf([&] { readNpy(pathOf(sample)); }), name), name);
        }
    }

    void everyStateHasAName()
    {
        QCOMPARE(QString(runStateName(RunState::Preparing)), QString("preparing"));
        QCOMPARE(QString(runStateName(RunState::Failed)), QString("failed"));
    }
};

SPW_TEST_GUILESS(tst_RunFiles)

} // namespace tst_run_files

#include "tst_run_files.moc"
