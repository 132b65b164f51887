// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings as people have them: headers that name the wrong sensor, endings in capitals, words for polarities, files without events.
#include "core/data/containers/deflate.h"
#include "core/data/containers/zip_file.h"
#include "core/data/event_file.h"
#include "core/data/event_writer.h"
#include "core/data/transforms/frame_stream.h"
#include "tests/data/samples.h"
#include "tests/runner/registry.h"

#include <QtTest>

namespace tst_odd_recordings {

using namespace spw;

namespace {

std::string dat(const std::string& header, const std::vector<std::array<std::uint32_t, 3>>& events)
{
    std::string bytes = header;
    for (const auto& [t, x, y] : events)
        for (const std::uint32_t word : {t, x | y << 14 | 1u << 28})
            bytes.append(reinterpret_cast<const char*>(&word), 4);
    return bytes;
}

EventFile read(const std::string& bytes, const std::string& name) { return readEventBytes(bytes, name); }

} // namespace

class tst_OddRecordings final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aHeaderWithTooSmallASensorLosesNoEvent()
    {
        QTemporaryDir dir;
        const std::string bytes = dat("% Version 2\n% Height 10\n% Width 10\n% end\n\x0c\x08", {{5, 3, 4}, {6, 100, 90}, {7, 9, 9}});
        const auto open = [&] { return openEvents(bytesInMemory(bytes, "a.dat")); };
        const EventFileInfo info = describe(*open());
        QCOMPARE(info.eventCount, std::int64_t(3));
        QCOMPARE(info.width, std::int64_t(10));
        QVERIFY(info.warnings.size() == 1 && holds(info.warnings[0], "100, 90") && holds(info.warnings[0], "10 x 10"));
        for (const char* const name : {"a.raw", "a.h5", "a.aedat4", "a.npz", "a.bs2", "a.csv"}) {
            const auto file = pathOf(dir.path()) / name;
            const auto reader = open();
            QCOMPARE(convertEvents(*reader, file), std::int64_t(3));
            const EventFile back = readEventFile(file);
            QCOMPARE(back.events.t, (std::vector<std::int64_t>{5, 6, 7}));
            QCOMPARE(back.events.x, (std::vector<std::uint16_t>{3, 100, 9}));
            QVERIFY(describe(back).warnings.empty());
        }
        FrameOptions options;
        options.method = FrameOptions::Method::Count;
        options.steps = 3;
        const auto reader = open();
        QCOMPARE(writeFrames(*reader, options, pathOf(dir.path()) / "f.npy"), (std::vector<std::int64_t>{3, 2, 91, 101}));
    }

    void ofALongRecordingTheHashMayBeLeftOut()
    {
        const auto file = [] { return openEvents(bytesInMemory("t,x,y,p\n5,1,2,1\n6,3,4,0\n", "a.csv")); };
        const std::string hash = describe(*file()).sha256;
        DescribeOptions options;
        options.hashAtMost = 2;
        QCOMPARE(describe(*file(), options).sha256, hash);
        options.hashAtMost = 1;
        const EventFileInfo info = describe(*file(), options);
        QCOMPARE(info.sha256, std::string());
        QCOMPARE(info.eventCount, std::int64_t(2));
        options.progress = [](double) { return false; };
        QCOMPARE(describe(*file(), options).eventCount, std::int64_t(-1));
    }

    void wantedSpikeCountsAreNotConvertedToNothing()
    {
        QTemporaryDir dir;
        const auto out = pathOf(dir.path()) / "a.bsn";
        const auto reader = openEvents(bytesInMemory(std::string("\0\1\0\0\0\0\xff\xff\0\7", 10), "a.bsn"));
        QVERIFY(holds(errorOf([&] { convertEvents(*reader, out); }), "no events"));
        QVERIFY(!std::filesystem::exists(out));
    }

    void endingsInCapitalsArePackedToo()
    {
        const std::string packed = deflated(std::string("\x12\x10\x80\x03\x7d", 5), DeflateWrapping::Gzip);
        for (const char* const name : {"a.bs2.gz", "A.BS2.GZ", "A.bs2.GZ"})
            QCOMPARE(read(packed, name).events.t, std::vector<std::int64_t>{893});
    }

    void theUnitOfTheTimesIsTold()
    {
        const auto unitOf = [](const EventFile& file) {
            for (const auto& [name, value] : file.facts.more)
                if (name == "time_unit")
                    return value;
            return std::string();
        };
        const auto npy = [](const std::vector<double>& times) {
            const std::string head = "{'descr': [('t', '<f8'), ('x', '<u2'), ('y', '<u2')], 'fortran_order': False, 'shape': (2,), }";
            std::string bytes = std::string("\x93NUMPY\1\0", 8) + char(head.size() + 1) + '\0' + head + '\n';
            for (const double t : times)
                bytes.append(reinterpret_cast<const char*>(&t), 8).append(4, '\1');
            return bytes;
        };
        QCOMPARE(unitOf(read(npy({5, 6}), "a.npy")), std::string("\"us\""));
        QCOMPARE(unitOf(read(npy({0.5, 1.5}), "a.npy")), std::string("\"s\""));
        const EventFile asked = readEventBytes(npy({0.5, 1.5}), "a.npy", {{"time_unit", "ms"}});
        QCOMPARE(unitOf(asked), std::string("\"ms\""));
        QCOMPARE(asked.events.t, (std::vector<std::int64_t>{500, 1500}));
    }

    void aNumpyArchiveOfSeveralRecordingsIsAskedForOne()
    {
        std::string archive;
        ZipWriter writer([&](std::string_view part) { archive += part; });
        for (const char* const name : {"left", "right"}) {
            std::string array = std::string("\x93NUMPY\1\0", 8);
            const std::string head = "{'descr': [('t', '<i8'), ('x', 'u1'), ('y', 'u1'), ('p', 'u1')], 'fortran_order': False, 'shape': (1,), }";
            array += char(head.size() + 1);
            array += '\0' + head + '\n' + (name[0] == 'l' ? '\x5' : '\x6') + std::string(7, '\0') + "\1\2\1";
            writer.add(std::string(name) + ".npy", array, false);
        }
        writer.finish();
        const EventFile first = read(archive, "a.npz"), second = readEventBytes(archive, "a.npz", {{"path", "right"}});
        QCOMPARE(first.events.t, std::vector<std::int64_t>{5});
        QVERIFY(first.warnings.size() == 1 && holds(first.warnings[0], "path=right"));
        QCOMPARE(second.events.t, std::vector<std::int64_t>{6});
    }

    void polaritiesMayBeWords()
    {
        for (const char* const text : {"t,x,y,p\n5,1,2,ON\n6,3,4,OFF\n", "t;x;y;polarity\n5;1;2;on\n6;3;4;off\n", "t x y p\n5 1 2 True\n6 3 4 False\n"})
            QCOMPARE(read(text, "a.csv").events.p, (std::vector<std::uint8_t>{1, 0}));
    }

    void aDecimalCommaIsAPoint()
    {
        for (const char* const text : {"t;x;y;p\n0,000005;1;2;1\n0,25;3,0;4;0\n", "0,000005\t1\t2\t1\n0,25\t3\t4\t0\n",
                                       "\"0,000005\";1;2;1\r\n\"0,25\";3;4;0\r\n"}) {
            const EventFile file = read(text, "a.csv");
            QCOMPARE(file.events.t, (std::vector<std::int64_t>{5, 250000}));
            QCOMPARE(file.events.x, (std::vector<std::uint16_t>{1, 3}));
            QVERIFY(file.warnings.empty());
        }
        QCOMPARE(read("5,\t1,\t2,\t1\n6,\t3,\t4,\t0\n", "a.csv").events.t, (std::vector<std::int64_t>{5, 6}));
        QCOMPARE(read("t;x;y;p\n5;1;2;1\n0,5,5;1;2;1\n", "a.csv").events.size(), std::size_t(1));
    }

    void theChangesOfAnAtisStreamAreReadAndItsBrightnessIsLeftOut()
    {
        std::string bytes = std::string("Event Stream\2\0\0\2", 16) + std::string("\x30\1\xf0\0", 4);
        bytes += std::string("\x0a\5\0\6\0", 5);   // 2 us, on
        bytes += std::string("\x0d\7\0\7\0", 5);   // 3 us later the brightness of a pixel
        bytes += std::string("\xfd\xff", 2);       // 63 and 189 us
        bytes += std::string("\x04\2\1\3\0", 5);   // 1 us, off, x 258
        const EventFile file = read(bytes, "a.es");
        QCOMPARE(file.events.t, (std::vector<std::int64_t>{2, 258}));
        QCOMPARE(file.events.x, (std::vector<std::uint16_t>{5, 258}));
        QCOMPARE(file.events.y, (std::vector<std::uint16_t>{6, 3}));
        QCOMPARE(file.events.p, (std::vector<std::uint8_t>{1, 0}));
        QCOMPARE(file.events.width, std::int64_t(304));
    }

    void emptyFilesAndOthersAreRefusedByWhatTheyAre()
    {
        for (const char* const name : {"a.npy", "a.npz", "a.mat", "a.h5", "a.csv", "a.raw"})
            QVERIFY2(holds(errorOf([&] { read("", name); }), "is empty"), name);
        QVERIFY(holds(errorOf([] { read(std::string(200, '\0'), "a.mat"); }), "no MATLAB file"));
    }
};

SPW_TEST_APPLESS(tst_OddRecordings)

} // namespace tst_odd_recordings

#include "tst_odd_recordings.moc"
