// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/data/readers/bs2_reader.h"
#include "core/data/readers/slayer_files.h"
#include "core/data/transforms/spike_bins.h"
#include "tests/data/samples.h"
#include "tests/runner/registry.h"

#include <nlohmann/json.hpp>

#include <QtTest>

namespace tst_slayer_files {

using namespace spw;

class tst_SlayerFiles final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void recordsAreUnpackedAsDocumented()
    {
        const Events one = decodeBs1File(std::string_view("\x00\x76\x80\x01\x2c", 5), "x").events;
        QCOMPARE(one.x, std::vector<std::uint16_t>{118});
        QCOMPARE(one.p, std::vector<std::uint8_t>{1});
        QCOMPARE(one.t, std::vector<std::int64_t>{300});
        const Events three = decodeBs3File(std::string_view("\x03\x10\x52\x00\x00\x00\x1c", 7), "x").events;
        QCOMPARE(three.x, std::vector<std::uint16_t>{49});
        QCOMPARE(three.y, std::vector<std::uint16_t>{82});
        QCOMPARE(three.t, std::vector<std::int64_t>{28});
        const auto regions = decodeSpikeRegions(std::string_view("\x00\x00\x00\x00\x00\x04\x93\xe0\x00\x3c", 10));
        QCOMPARE(regions.size(), std::size_t(1));
        QVERIFY((regions[0] == SpikeRegion{0, 0, 300000, 60}));
    }

    void sampleFilesHaveTheEventsThatOthersFound()
    {
        const QString folder = samplesDir();
        if (folder.isEmpty())
            QSKIP("the sample files are not here");
        const std::string base = folder.toStdString() + "/slayer-io/";
        const auto expected = nlohmann::json::parse(readFile(base + "expected.json", 1 << 20));
        int seen = 0;
        for (const auto& [name, facts] : expected.items()) {
            if (!facts.is_object() || !facts.contains("sha256_txyp_int64le"))
                continue;
            const EventFileInfo info = describe(readEventFile(base + name));
            QCOMPARE(info.eventCount, facts.at("event_count").get<std::int64_t>());
            QCOMPARE(info.sha256, facts.at("sha256_txyp_int64le").get<std::string>());
            ++seen;
        }
        QVERIFY(seen > 3);
    }

    void whatIsWrittenReadsBackAlsoWhereSlayerLosesBits()
    {
        Events e;
        e.t = {0, 8388607, 77};
        e.x = {65535, 256, 3};
        e.y = {0, 0, 0};
        e.p = {1, 0, 1};
        QCOMPARE(decodeBs1File(encodeBs1(e), "x").events.x, e.x);
        QCOMPARE(decodeBs1File(encodeBs1(e), "x").events.t, e.t);
        e.x = {4095, 256, 3};
        e.y = {4095, 0, 260};
        e.p = {255, 0, 7};
        const Events back = decodeBs3File(encodeBs3(e), "x").events;
        QCOMPARE(back.x, e.x);
        QCOMPARE(back.y, e.y);
        QCOMPARE(back.p, e.p);
        e.x = {255, 0, 3};
        e.y = {255, 9, 0};
        e.p = {1, 0, 1};
        QCOMPARE(decodeBs2File(encodeBs2(e), "x").events.y, e.y);
    }

    void whatDoesNotFitIsRefusedByName()
    {
        Events e;
        e.t = {0, 8388608};
        e.x = e.y = {0, 0};
        e.p = {0, 0};
        try {
            encodeBs2(e);
            QFAIL("a time beyond 23 bits was written");
        } catch (const Error& error) {
            QVERIFY(QString(error.what()).contains("8388608"));
        }
        e.t = {0, 0};
        e.p = {0, 2};
        QVERIFY_THROWS_EXCEPTION(Error, encodeBs1(e));
        QVERIFY_THROWS_EXCEPTION(Error, encodeSpikeRegions({{0, -1, 5, 1}}));
    }

    void tailsOfCutFilesAreReported()
    {
        QCOMPARE(decodeBs3File(std::string(15, '\x01'), "x").droppedBytes, std::uint64_t(1));
        QCOMPARE(decodeBs1File(std::string(4, '\x01'), "x").events.size(), std::size_t(0));
        QCOMPARE(decodeSpikeRegions(std::string(19, '\x01')).size(), std::size_t(1));
    }

    void eventsGoToTheNearestBinHalvesToTheEvenOne()
    {
        Events e;
        e.t = {499, 500, 1500, 2501, 2600, 4600, -600};
        e.x.assign(7, 0);
        e.y.assign(7, 0);
        e.p.assign(7, 0);
        BinOptions options{.samplingMillis = 1.0, .channels = 1, .height = 1, .width = 1, .steps = 4, .count = true};
        QCOMPARE(binEvents(options, e).data, (std::vector<float>{2, 0, 1, 2}));
        options.count = false;
        options.samplingMillis = 2.0;
        QCOMPARE(binEvents(options, e).data, (std::vector<float>{0.5f, 0.5f, 0.5f, 0}));
        options.steps = 0;
        QVERIFY_THROWS_EXCEPTION(Error, binEvents(options, e));
    }
};

SPW_TEST_GUILESS(tst_SlayerFiles)

} // namespace tst_slayer_files

#include "tst_slayer_files.moc"
