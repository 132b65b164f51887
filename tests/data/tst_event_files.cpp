// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/data/event_file.h"
#include "core/data/readers/bs2_reader.h"
#include "core/data/sha256.h"
#include "tests/data/samples.h"
#include "tests/runner/registry.h"

#include <nlohmann/json.hpp>

#include <QElapsedTimer>
#include <QtTest>

#include <random>

namespace tst_event_files {

using namespace spw;

class tst_EventFiles final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void sha256MatchesThePublishedExamples()
    {
        Sha256 empty, abc, long1;
        QCOMPARE(empty.hex(), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        abc.add("abc", 3);
        QCOMPARE(abc.hex(), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        for (int i = 0; i < 1000000; ++i)
            long1.add("a", 1);
        QCOMPARE(long1.hex(), std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
    }

    void aRecordIsUnpackedAsDocumented()
    {
        const EventFile file = decodeBs2File(std::string_view("\x12\x10\x80\x03\x7d", 5), "x");
        QCOMPARE(file.events.x, std::vector<std::uint16_t>{18});
        QCOMPARE(file.events.y, std::vector<std::uint16_t>{16});
        QCOMPARE(file.events.p, std::vector<std::uint8_t>{1});
        QCOMPARE(file.events.t, std::vector<std::int64_t>{893});
    }

    void aGoldenOfAnotherReaderIsReproduced()
    {
        const auto golden =
            nlohmann::json::parse(readFile(SPW_SOURCE_DIR "/tests/goldens/events/events.json", 1 << 20));
        nlohmann::json test;
        for (const auto& one : golden["cases"])
            if (one["id"] == "sj_load_ATIS_bin")
                test = one;
        std::string bytes;
        for (const int byte : test["inputs"]["bytes"]["data"])
            bytes += char(byte);
        const Events e = decodeBs2File(bytes, "x").events;
        QCOMPARE(e.t, test["outputs"]["t"]["data"].get<std::vector<std::int64_t>>());
        QCOMPARE(e.x, test["outputs"]["x"]["data"].get<std::vector<std::uint16_t>>());
        QCOMPARE(e.y, test["outputs"]["y"]["data"].get<std::vector<std::uint16_t>>());
        QCOMPARE(e.p, test["outputs"]["p"]["data"].get<std::vector<std::uint8_t>>());
    }

    void everyFileOfTheSmallSetIsReadExactly()
    {
        QTemporaryDir dir;
        const auto folder = unpackedNmnist(dir);
        if (folder.empty())
            QSKIP("no sample files");
        const auto expected =
            nlohmann::json::parse(readFile(pathOf(samplesDir() + "/nmnist-small/expected.json"), 1 << 24));
        std::int64_t events = 0;
        for (const auto& [name, facts] : expected["files"].items()) {
            const EventFileInfo info = describe(readEventFile(folder / name));
            events += info.eventCount;
            const bool same = info.eventCount == facts["n"] && info.tFirst == facts["t0"] && info.tLast == facts["t1"]
                              && info.tMax == facts["tmax"] && info.xMin == facts["x"][0] && info.xMax == facts["x"][1]
                              && info.yMin == facts["y"][0] && info.yMax == facts["y"][1]
                              && info.onCount == facts["on"] && info.offCount == facts["off"]
                              && info.backwardSteps == facts["back"] && info.droppedBytes == 0
                              && info.sha256.substr(0, 16) == facts["sha"].get<std::string>();
            QVERIFY2(same, name.c_str());
        }
        QCOMPARE(events, expected["summary"]["events"].get<std::int64_t>());
    }

    void malformedFilesKeepTheirWholeEvents_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<quint64>("dropped");
        QTest::newRow("cut") << "truncated.bs2" << quint64(3);
        QTest::newRow("empty") << "empty.bs2" << quint64(0);
    }
    void malformedFilesKeepTheirWholeEvents()
    {
        QFETCH(QString, name);
        QFETCH(quint64, dropped);
        const QString dir = samplesDir() + "/malformed/";
        if (samplesDir().isEmpty() || !QFile::exists(dir + name))
            QSKIP("no sample files");
        const auto expected =
            nlohmann::json::parse(readFile(pathOf(dir + "expected.json"), 1 << 20))[name.toStdString()];
        const auto told = nlohmann::json::parse(toJson(describe(readEventFile(pathOf(dir + name)))));
        for (const auto& [key, value] : expected.items())
            if (key != "note" && key != "bytes")
                QVERIFY2(told.at(key) == value, (key + " is " + told[key].dump() + ", expected " + value.dump()).c_str());
        QCOMPARE(told["dropped_bytes"].get<quint64>(), dropped);
        QVERIFY(expected["event_count"] != 0 || told["t_first"].is_null());
    }

    void anUnknownEndingIsRefusedWithTheKnownOnes()
    {
        const std::string error = errorOf([] { readEventBytes("hello", "recording.xyz"); });
        QVERIFY2(holds(error, "recording.xyz") && holds(error, "68 65 6c 6c 6f") && holds(error, "bs2"), error.c_str());
    }

    void aMissingFileIsNamed()
    {
        const std::string error = errorOf([] { readEventFile("/nowhere/1.bs2"); });
        QVERIFY2(holds(error, "/nowhere/1.bs2"), error.c_str());
    }

    void anyBytesAreReadWithoutLosingCount()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 2000; ++round) {
            std::string bytes(random() % 300, '\0');
            for (char& c : bytes)
                c = char(random());
            const EventFile file = decodeBs2File(bytes, "x");
            QCOMPARE(file.events.size(), bytes.size() / 5);
            QCOMPARE(file.droppedBytes, std::uint64_t(bytes.size() % 5));
            QCOMPARE(file.events.p.size(), file.events.size());
            for (std::size_t i = 0; i < file.events.size(); ++i)
                QVERIFY(file.events.p[i] <= 1 && file.events.t[i] >= 0 && file.events.t[i] < (1 << 23));
        }
    }
};

SPW_TEST_GUILESS(tst_EventFiles)

} // namespace tst_event_files

#include "tst_event_files.moc"
