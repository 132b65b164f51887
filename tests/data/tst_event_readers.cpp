// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/data/event_file.h"
#include "core/data/event_writer.h"
#include "core/data/readers/aedat4_packets.h"
#include "tests/data/samples.h"
#include "tests/runner/registry.h"

#include <nlohmann/json.hpp>

#include <QElapsedTimer>
#include <QtTest>

#include <limits>
#include <random>

namespace tst_event_readers {

using namespace spw;
using nlohmann::json;

namespace {

constexpr std::int64_t kStart = std::numeric_limits<std::int64_t>::min();

std::string words16(std::initializer_list<unsigned> words)
{
    std::string bytes;
    for (const unsigned word : words)
        bytes += char(std::uint8_t(word)), bytes += char(std::uint8_t(word >> 8));
    return bytes;
}

std::string littleEndian32(std::initializer_list<std::uint32_t> words)
{
    std::string bytes;
    for (const std::uint32_t word : words)
        for (int shift = 0; shift < 32; shift += 8)
            bytes += char(std::uint8_t(word >> shift));
    return bytes;
}

std::string aedat3(const std::string& packets) { return "#!AER-DAT3.1\r\n#Format: RAW\r\n#Source 1: DVS128\r\n#!END-HEADER\r\n" + packets; }

std::string packetHeader(int type, std::int32_t size, std::int32_t capacity, std::int32_t number, std::int32_t overflow = 0)
{
    return littleEndian32({std::uint32_t(type | 1 << 16), std::uint32_t(size), 4, std::uint32_t(overflow), std::uint32_t(capacity),
                           std::uint32_t(number), std::uint32_t(number)});
}

/// A recording as one long text, to compare.
Events all(EventReader& reader)
{
    Events events;
    for (EventView e = reader.next(); !e.empty(); e = reader.next())
        append(events, e);
    return events;
}

/// Words as a camera sends them for `rows` rows, with turns of the clock when `step` is large.
std::string evt3Recording(std::uint32_t rows, std::uint32_t step)
{
    std::mt19937 random(11);
    std::string bytes = "% evt 3.0\n% format EVT3;height=720;width=1280\n% end\n";
    std::uint64_t t = 4000;
    const auto word = [&](std::uint64_t type, std::uint64_t value) {
        bytes += char(std::uint8_t(value)), bytes += char(std::uint8_t(type << 4 | (value >> 8 & 15)));
    };
    std::uint64_t high = ~std::uint64_t(0);
    for (std::uint32_t i = 0; i < rows; ++i) {
        const std::uint64_t before = t;
        t += random() % step;
        for (std::uint64_t h = before >> 12; h <= t >> 12; ++h)   // every turn of the high half is told, as cameras do
            if (h != high)
                word(8, h & 0xfff), high = h;
        word(6, t & 0xfff);
        word(0, random() % 720);
        for (std::uint32_t n = random() % 3; n > 0; --n)
            word(2, (random() & 1) << 11 | random() % 1280);
        if (random() % 4 == 0) {
            word(3, (random() & 1) << 11 | random() % 1200);
            word(4, random() & 0xfff);
            word(5, random() & 0xff);
        }
    }
    return bytes;
}

} // namespace

class tst_EventReaders final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everySampleHasTheFactsThatOthersFound_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("name");
        QTest::addRow("none") << QString() << QString();
        if (samplesDir().isEmpty())
            return;
        for (const char* folder : {"events-aedat", "events-prophesee", "events-other", "slayer-io", "malformed"}) {
            const auto expected = json::parse(readFile(pathOf(samplesDir()) / folder / "expected.json", 1 << 24));
            for (const auto& [name, facts] : expected.items())
                if (facts.contains("sha256_txyp_int64le") || facts.contains("event_count"))
                    QTest::newRow(name.c_str()) << QString(folder) << QString::fromStdString(name);
        }
    }
    void everySampleHasTheFactsThatOthersFound()
    {
        QFETCH(QString, folder);
        QFETCH(QString, name);
        if (name.isEmpty())
            QSKIP("the row of the sample files");
        const auto base = pathOf(samplesDir()) / folder.toStdString();
        const json expected = json::parse(readFile(base / "expected.json", 1 << 24)).at(name.toStdString());
        const auto reader = openEvents(base / name.toStdString());
        const json streamed = json::parse(toJson(describe(*reader)));
        const json whole = json::parse(toJson(describe(readEventFile(base / name.toStdString()))));
        QVERIFY2(streamed == whole, streamed.dump().c_str());
        for (const char* key : {"event_count", "t_first", "t_last", "t_min", "t_max", "x_min", "x_max", "y_min", "y_max", "t_monotonic",
                                "backward_steps", "sha256_txyp_int64le"})
            if (expected.contains(key))
                QVERIFY2(streamed.at(key) == expected[key], (std::string(key) + " is " + streamed[key].dump()).c_str());
        const json counts = expected.value("polarity_counts", json::object());
        for (const auto& [polarity, count] : counts.items())
            QVERIFY2(streamed["polarity_counts"].at(polarity) == count, streamed["polarity_counts"].dump().c_str());
    }

    void theClockMarkersOfAtisAreTakenOrLeft()
    {
        const std::string plain("\x05\x06\x80\x00\x0a\x00\xf0\x00\x00\x00\x05\x06\x00\x00\x14", 15);
        QCOMPARE(readEventBytes(plain, "a.bin").events.t, (std::vector<std::int64_t>{10, 8212}));
        QCOMPARE(readEventBytes(plain, "a.bin", {{"overflow", "off"}}).events.t, (std::vector<std::int64_t>{10, 0, 20}));
        const std::string tall = plain + std::string("\x05\xf1\x00\x00\x15", 5);   // row 241: a larger sensor, no markers
        QCOMPARE(readEventBytes(tall, "a.bin").events.size(), std::size_t(4));
        QVERIFY(holds(errorOf([&] { readEventBytes(plain, "a.bin", {{"overflow", "perhaps"}}); }), "auto, on, off"));
        QVERIFY(holds(errorOf([&] { readEventBytes(plain, "a.bs2", {{"overflow", "on"}}); }), "no option"));
    }

    void theContentDecidesBeforeTheName()
    {
        const std::string dvs("#!AER-DAT2.0\r\n# AEChip: DVS128\r\n\x00\x00\x69\xe3\x00\x00\x03\xee", 40);
        for (const char* name : {"a.aedat", "a.raw", "a.bs2", "a"}) {
            const EventFile file = readEventBytes(dvs, name);
            QCOMPARE(file.format, std::string("aedat2"));
            QCOMPARE(file.events.x, std::vector<std::uint16_t>{113});
            QCOMPARE(file.events.y, std::vector<std::uint16_t>{105});
            QCOMPARE(file.events.t, std::vector<std::int64_t>{1006});
        }
        QVERIFY(holds(errorOf([] { readEventBytes("version https://git-lfs.github.com/spec/v1", "a.raw"); }), "Git LFS"));
        QVERIFY(holds(errorOf([] { readEventBytes(std::string("\xff\xfet\0,\0x\0", 8), "a.csv"); }), "UTF-16"));
        QVERIFY(holds(errorOf([] { readEventBytes("", "a.raw"); }), "empty"));
        QVERIFY(holds(errorOf([] { readEventBytes("% format EVT4;height=720;width=1280\n% end\n", "a.raw"); }), "evt4"));
        QCOMPARE(readEventBytes("", "a.bs2").events.size(), std::size_t(0));
    }

    void addressesOfDavisAndOtherReadersAreUnderstood()
    {
        const std::string davis("#!AER-DAT2.0\n\x09\x09\xc0\x00\x11\x94\xfc\xf3\x80\x02\xac\x00\x00\x00\x00\x01", 29);
        const Events e = readEventBytes(davis, "a").events;   // no chip told: such addresses only a DAVIS has
        QCOMPARE(e.x, std::vector<std::uint16_t>{156});
        QCOMPARE(e.y, std::vector<std::uint16_t>{36});
        QCOMPARE(e.t, std::vector<std::int64_t>{294976755});
        const std::string dvs("#!AER-DAT2.0\n\x00\x00\x69\xe3\x00\x00\x03\xee", 21);
        const Events cifar = readEventBytes(dvs, "a", {{"layout", "cifar10dvs"}}).events;
        QCOMPARE(cifar.x, std::vector<std::uint16_t>{22});
        QCOMPARE(cifar.y, std::vector<std::uint16_t>{14});
        QCOMPARE(cifar.p, std::vector<std::uint8_t>{0});
        const std::string hash("#!AER-DAT2.0\r\n# AEChip: DVS128\r\n\x23\x00\x00\x00\x00\x00\x00\x05", 40);   // data begin with '#'
        QCOMPARE(readEventBytes(hash, "a").events.size(), std::size_t(1));
    }

    void packetsOfAedat3KeepTheirValidEventsAndTheirTime()
    {
        const std::string events = littleEndian32({0x003401a1, 50005, 0x003401a0, 50006, 0x003401a3, 50007});
        const std::string special = packetHeader(0, 8, 1, 1) + std::string(8, '\x01');
        const std::string file = aedat3(special + packetHeader(1, 8, 4, 3, 1) + events + std::string(8, '\0'));
        const EventFile read = readEventBytes(file, "a");
        QCOMPARE(read.events.x, (std::vector<std::uint16_t>{26, 26}));
        QCOMPARE(read.events.y, (std::vector<std::uint16_t>{104, 104}));
        QCOMPARE(read.events.t, (std::vector<std::int64_t>{(std::int64_t(1) << 31) + 50005, (std::int64_t(1) << 31) + 50007}));
        QCOMPARE(read.events.width, std::int64_t(128));
        QCOMPARE(readEventBytes(file, "a", {{"invalid", "keep"}}).events.size(), std::size_t(3));
    }

    void lengthsThatCannotBeAreRefusedWithTheirPlace()
    {
        const auto refused = [](const std::string& packet) { return errorOf([&] { readEventBytes(aedat3(packet), "rec"); }); };
        QVERIFY(holds(refused(packetHeader(1, -8, 1, 1)), "rec, byte 65"));
        QVERIFY(holds(refused(packetHeader(1, 4, 1, 1)), "at least 8"));
        QVERIFY(holds(refused(packetHeader(1, 8, 0x7fffffff, 1)), "17179869176"));
        QVERIFY(holds(refused(packetHeader(1, 8, 1, 2)), "room for 1"));
        QVERIFY(holds(refused(packetHeader(2, 8, 1, 1) + std::string(8, '\0')), "at least 36"));
        QCOMPARE(readEventBytes(aedat3(packetHeader(2, 8, 1, 1) + std::string(8, '\0')), "rec", {{"invalid", "keep"}}).droppedBytes,
                 std::uint64_t(0));
        QVERIFY(holds(refused(packetHeader(-1, 8, 1, 1)), "type is -1"));
        const EventFile cut = readEventBytes(aedat3(packetHeader(1, 8, 100, 100) + littleEndian32({0x003401a1, 7, 0x003401a1})), "rec");
        QCOMPARE(cut.events.size(), std::size_t(1));
        QCOMPARE(cut.droppedBytes, std::uint64_t(4));
        QCOMPARE(cut.warnings.size(), std::size_t(1));
    }

    void evt3WordsKeepTheirStateAndCountTurns()
    {
        const std::string header = "% format EVT3;height=300;width=1280\n% end\n";
        const Events e = readEventBytes(header + words16({0x236a, 0x8b2d, 0x236a, 0x6000, 0x00c8, 0x236a, 0x2b26,   // nothing before row and time
                                                          0x3805, 0x4003, 0x5081, 0x0190, 0x2001, 0x0001,           // vectors; row 400 is outside
                                                          0x8001, 0x2002, 0x6003, 0x2003}), "a").events;
        QCOMPARE(e.x, (std::vector<std::uint16_t>{874, 806, 5, 6, 17, 24, 2, 3}));
        QCOMPARE(e.p, (std::vector<std::uint8_t>{0, 1, 1, 1, 1, 1, 0, 0}));
        const std::int64_t turned = (std::int64_t(1) << 24) + 4096;
        QCOMPARE(e.t, (std::vector<std::int64_t>{11718656, 11718656, 11718656, 11718656, 11718656, 11718656, turned, turned + 3}));
    }

    void evt2AndItsVectorsAreUnpackedAsDocumented()
    {
        const Events two = readEventBytes("% evt 2.0\n% end\n" + littleEndian32({0x10076879, 0x80005070, 0x10076879}), "a").events;
        QCOMPARE(two.t, std::vector<std::int64_t>{1317888});
        QCOMPARE(two.x, std::vector<std::uint16_t>{237});
        QCOMPARE(two.y, std::vector<std::uint16_t>{121});
        const std::string header = "% format EVT21;height=720;width=1280\n";
        const Events little = readEventBytes(header + "% end\n" + littleEndian32({0, 0x80003d0c, 0x02004000, 0x0a9002b9}), "a").events;
        QCOMPARE(little.t, (std::vector<std::int64_t>{1000234, 1000234}));
        QCOMPARE(little.x, (std::vector<std::uint16_t>{526, 537}));
        QCOMPARE(little.y, (std::vector<std::uint16_t>{697, 697}));
        const Events legacy = readEventBytes(header + "% endianness legacy\n% end\n"
                                             + littleEndian32({0x80003d0c, 0, 0x0a9002b9, 0x02004000}), "a").events;
        QCOMPARE(legacy.x, little.x);
        QCOMPARE(legacy.t, little.t);
    }

    void datRecordsOfBothVersionsAreUnpacked()
    {
        const std::string record("\x23\x00\x00\x00\x43\xc0\x08\x00", 8);
        const EventFile two = readEventBytes(std::string("% Version 2\n\x00\x08", 14) + record, "a.dat");
        QCOMPARE(two.events.x, std::vector<std::uint16_t>{67});
        QCOMPARE(two.events.y, std::vector<std::uint16_t>{35});
        const std::string early = littleEndian32({0xfffffff0, 1u << 17 | 7 << 9 | 300}), late = littleEndian32({5, 3 << 9 | 2});
        const Events one = readEventBytes(std::string("% Version 1\n\x0c\x08", 14) + early + late, "a.dat").events;
        QCOMPARE(one.x, (std::vector<std::uint16_t>{300, 2}));
        QCOMPARE(one.y, (std::vector<std::uint16_t>{7, 3}));
        QCOMPARE(one.t, (std::vector<std::int64_t>{0xfffffff0, 0x100000005}));   // the clock of 32 bits turned
        QVERIFY(holds(errorOf([&] { readEventBytes(std::string("% Version 2\n\x00\x00", 14) + record, "a.dat"); }), "byte 13"));
    }

    void eventStreamsAddUpTheirTimes()
    {
        const std::string header("Event Stream\x02\x00\x00\x01\x40\x01\xf0\x00", 20);
        const EventFile file = readEventBytes(header + std::string("\x01\x00\x00\xef\x00\xff\xfe\x04\x01\x00\x02\x00\x03", 13), "a.es");
        QCOMPARE(file.events.t, (std::vector<std::int64_t>{0, 129}));
        QCOMPARE(file.events.p, (std::vector<std::uint8_t>{1, 0}));
        QCOMPARE(file.events.width, std::int64_t(320));
        QCOMPARE(file.droppedBytes, std::uint64_t(1));
    }

    void anEncodingThatIsNotTheDeclaredOneIsDoubted()
    {
        std::string bytes = evt3Recording(5000, 3);
        bytes = "% evt 2.0\n% geometry 1280x720\n% end\n" + bytes.substr(bytes.find("end\n") + 4);
        const EventFile file = readEventBytes(bytes, "a.raw");
        QVERIFY(!file.warnings.empty() && holds(file.warnings.front(), "EVT2") && holds(file.warnings.front(), "--format"));
        QVERIFY(readEventBytes(evt3Recording(5000, 3), "a.raw").warnings.empty());
    }

    void xmlOfAHeaderIsReadAndNothingInItIsFollowed()
    {
        const auto streams = aedat4::streamsOf(
            "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><dv><node name=\"outInfo\"><node name=\"3\"><attr key=\"typeIdentifier\">"
            "EVTS</attr><node name=\"info\"><attr key=\"sizeX\">64</attr><attr key=\"sizeY\">-5</attr><attr key=\"source\">&e;</attr>"
            "</node></node><node name=\"x\"><attr key=\"typeIdentifier\">EVTS</attr></node></node></dv>");
        QCOMPARE(streams.size(), std::size_t(1));
        QCOMPARE(streams.at(3).type, std::string("EVTS"));
        QCOMPARE(streams.at(3).width, std::int64_t(64));
        QCOMPARE(streams.at(3).height, std::int64_t(0));
        QCOMPARE(streams.at(3).source, std::string("&e;"));
    }

    void seekingGoesOnWithTheFirstEventThatIsLateEnough_data()
    {
        QTest::addColumn<quint32>("rows");
        QTest::addColumn<quint32>("step");
        QTest::addColumn<bool>("indexed");
        QTest::newRow("short") << 3000u << 40u << false;
        QTest::newRow("long") << 900000u << 20u << false;
        QTest::newRow("long, with turns of the clock") << 900000u << 400u << false;
        QTest::newRow("long, index in the background") << 900000u << 400u << true;
        QTest::newRow("long, with pauses that hide turns") << 700000u << 40000u << false;
    }
    void seekingGoesOnWithTheFirstEventThatIsLateEnough()
    {
        QFETCH(quint32, rows);
        QFETCH(quint32, step);
        QFETCH(bool, indexed);
        const std::string bytes = evt3Recording(rows, step);
        const Events whole = readEventBytes(bytes, "a.raw").events;
        const auto reader = openEvents(bytesInMemory(bytes, "a.raw"));
        if (indexed)
            reader->indexInBackground();
        std::mt19937 random(2);
        for (int round = 0; round < 12; ++round) {
            const std::int64_t time = whole.t.front() + std::int64_t(random() % std::uint64_t(whole.t.back() - whole.t.front() + 1000));
            const std::size_t first = std::size_t(std::lower_bound(whole.t.begin(), whole.t.end(), time) - whole.t.begin());
            reader->seek(time);
            const EventView e = reader->next();
            QCOMPARE(e.empty(), first == whole.size());
            for (std::size_t i = 0; i < e.size(); ++i)
                if (e.t[i] != whole.t[first + i] || e.x[i] != whole.x[first + i] || e.y[i] != whole.y[first + i] || e.p[i] != whole.p[first + i])
                    QFAIL(qPrintable(QString("event %1 after seeking %2 differs").arg(i).arg(time)));
        }
        QCOMPARE(reader->lastTime().value_or(-1), whole.t.back());
        reader->seek(kStart);
        QCOMPARE(all(*reader).t, whole.t);
        QCOMPARE(reader->droppedBytes(), std::uint64_t(0));
    }

    /// The time was looked for anew from every row on: forty seconds for two gigabytes.
    void theEndOfALargeRecordingWithoutVectorsIsFoundAtOnce()
    {
        std::string bytes = "% evt 3.0\n% format EVT3;height=720;width=1280\n% geometry 1280x720\n% end\n";
        const auto word = [&](unsigned value) { bytes += char(value & 0xff), bytes += char(value >> 8); };
        constexpr int kHigh = 1600;
        for (int high = 0; high < kHigh; ++high) {   // 80 kB each
            word(0x8000u | unsigned(high));
            for (unsigned low = 0; low < 4096; low += 2) {
                word(0x6000 | low), word(low % 720);
                for (unsigned k = 0; k < 18; ++k)
                    word(0x2000 | (low * 7 + k * 61) % 1280);
            }
        }
        const auto reader = openEvents(bytesInMemory(std::move(bytes), "large.raw"));
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(reader->lastTime().value_or(-1), std::int64_t(kHigh) * 4096 - 2);
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString("%1 ms").arg(timer.elapsed())));
        reader->seek(3'000'000);
        QCOMPARE(reader->next().t[0], std::int64_t(3'000'000));
    }

    void seekingWorksWhereTimesGoBack()
    {
        std::string bytes;   // bs2: times 0..999, then again, in records of 5 bytes
        for (int i = 0; i < 400000; ++i)
            bytes += std::string("\x01\x02\x00", 3) + char(std::uint8_t(i % 1000 >> 8)) + char(std::uint8_t(i % 1000));
        const auto reader = openEvents(bytesInMemory(bytes, "a.bs2"));
        reader->seek(700);
        QCOMPARE(reader->next().t[0], std::int64_t(700));
        reader->seek(2000);
        QVERIFY(reader->next().empty());
        reader->seek(3);
        const EventView e = reader->next();
        QCOMPARE(e.t[0], std::int64_t(3));
        QCOMPARE(e.t[997], std::int64_t(0));   // what comes later in the file is not left out
    }

    void aFileThatShrinksWhileItIsReadEndsEarly()
    {
        QTemporaryDir dir;
        const auto path = pathOf(dir.path()) / "a.bs2";
        writeFileAtomically(path, std::string(5'000'000, '\0'));
        const auto reader = openEvents(path);
        QVERIFY(!reader->next().empty());
        std::filesystem::resize_file(path, 1'000'001);
        QVERIFY(all(*reader).size() < 300'000);
    }
};

SPW_TEST_GUILESS(tst_EventReaders)

} // namespace tst_event_readers

#include "tst_event_readers.moc"
