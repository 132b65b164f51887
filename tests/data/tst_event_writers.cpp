// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/data/event_file.h"
#include "core/data/event_writer.h"
#include "core/data/npy.h"
#include "core/data/pictures/event_film.h"
#include "core/data/transforms/frame_stream.h"
#include "tests/data/samples.h"
#include "tests/runner/registry.h"

#include <QtTest>

#include <cstring>
#include <random>

namespace tst_event_writers {

using namespace spw;

namespace {

/// Events in order of time that every format holds, many at the same time and in one row.
Events recording(std::size_t count, std::uint32_t side = 100)
{
    std::mt19937 random(4);
    Events e;
    e.width = e.height = side;
    std::int64_t t = 20;
    while (e.size() < count) {
        t += random() % 40;
        const auto y = std::uint16_t(random() % side);
        const auto p = std::uint8_t(random() & 1);
        std::uint32_t x = random() % side;
        for (std::uint32_t n = 1 + random() % 12; n > 0 && x < side && e.size() < count; --n) {
            e.t.push_back(t);
            e.x.push_back(std::uint16_t(x));
            e.y.push_back(y);
            e.p.push_back(p);
            x += 1 + random() % 3;
        }
    }
    return e;
}

struct Folder {
    QTemporaryDir dir;
    std::filesystem::path operator/(const std::string& name) const { return pathOf(dir.path()) / name; }
    std::size_t files() const { return std::size_t(QDir(dir.path()).entryList(QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot).size()); }
};

std::unique_ptr<EventReader> readerFor(const Events& events) { return readerOf(events, {}); }

std::string bytesOf(const std::filesystem::path& file) { return readFile(file, 1 << 28); }

} // namespace

class tst_EventWriters final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsWrittenReadsBack_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("tellsSensor");
        for (const auto& [name, tells] : {std::pair("a.bs2", false), std::pair("a.bs3", false), std::pair("a.bin", false), std::pair("a.aedat4", true),
                                          std::pair("a.raw", true), std::pair("a.npz", false), std::pair("a.csv", false), std::pair("a.h5", true)})
            QTest::newRow(name) << QString(name) << tells;
    }
    void whatIsWrittenReadsBack()
    {
        QFETCH(QString, name);
        QFETCH(bool, tellsSensor);
        const Folder folder;
        for (const std::size_t count : {std::size_t(0), std::size_t(1), std::size_t(50'000)}) {
            const Events events = recording(count);
            const auto file = folder / name.toStdString();
            QCOMPARE(convertEvents(*readerFor(events), file), std::int64_t(count));
            const EventFile back = readEventFile(file);
            QCOMPARE(back.events.t, events.t);
            QCOMPARE(back.events.x, events.x);
            QCOMPARE(back.events.y, events.y);
            QCOMPARE(back.events.p, events.p);
            QCOMPARE(back.droppedBytes, std::uint64_t(0));
            QCOMPARE(back.warnings.size(), std::size_t(0));
            if (tellsSensor && count > 0)
                QCOMPARE(back.events.width, std::int64_t(100));
            const std::string first = bytesOf(file);
            convertEvents(*readerFor(events), file);
            QVERIFY2(bytesOf(file) == first, "the same events gave other bytes");
            QCOMPARE(folder.files(), std::size_t(1));
        }
    }

    void packetsOfAedat4ThatAreEmptyOrBrokenLeaveTheOthersWhole()
    {
        const Folder folder;
        const Events events = recording(50'000);
        convertEvents(*readerFor(events), folder / "a.aedat4");
        const std::string file = bytesOf(folder / "a.aedat4");
        const auto word = [](std::int32_t value) { return std::string(reinterpret_cast<const char*>(&value), 4); };
        std::uint32_t header = 0;
        std::memcpy(&header, file.data() + 14, 4);
        const std::size_t first = 18 + header;
        const auto read = [&](const std::string& bytes) { return readEventBytes(bytes, "a.aedat4"); };
        std::int32_t size = 0;
        std::memcpy(&size, file.data() + first + 4, 4);

        // Nothing in it, at the beginning: the table of contents then lies eight bytes off and is not believed.
        const EventFile empty = read(file.substr(0, first) + word(0) + word(0) + file.substr(first));
        QCOMPARE(empty.events.t, events.t);
        QCOMPARE(empty.events.x, events.x);
        QVERIFY(empty.droppedBytes >= 8 && !empty.warnings.empty());

        // A size below zero: the first packet's refuses the file, a later one's ends it.
        QVERIFY(QByteArray::fromStdString(errorOf([&] { read(file.substr(0, first) + word(0) + word(-5) + file.substr(first)); })).contains("-5"));
        const std::size_t second = first + 8 + std::size_t(size);
        const EventFile broken = read(file.substr(0, second) + word(0) + word(-5) + file.substr(second));
        QVERIFY(broken.events.size() > 0 && broken.events.size() < events.size());
        QVERIFY(std::equal(broken.events.t.begin(), broken.events.t.end(), events.t.begin()));
        QVERIFY(broken.droppedBytes > 0);
    }

    void neuronsInOneRowAreWrittenAsBs1AndCounted()
    {
        const Folder folder;
        Events e;
        e.t = {5, 6, 70};
        e.x = {65535, 300, 300};
        e.y = {0, 0, 0};
        e.p = {1, 0, 1};
        convertEvents(*readerFor(e), folder / "a.bs1");
        QCOMPARE(readEventFile(folder / "a.bs1").events.x, e.x);
        convertEvents(*readerFor(e), folder / "a.bsn");
        const EventFile counts = readEventFile(folder / "a.bsn");
        QCOMPARE(counts.facts.more.at(1).second, std::string("[[300,0,70,2],[65535,0,70,1]]"));
        e.y[1] = 4;
        QVERIFY(holds(errorOf([&] { convertEvents(*readerFor(e), folder / "b.bs1"); }), "y of event 1 is 4"));
        QCOMPARE(folder.files(), std::size_t(2));
    }

    void whatDoesNotFitIsRefusedByNameAndLeavesNoFile_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<qint64>("time");
        QTest::addColumn<int>("x");
        QTest::addColumn<QString>("said");
        QTest::newRow("late for bs2") << "a.bs2" << qint64(8388608) << 1 << "time in microseconds of event 1 is 8388608";
        QTest::newRow("late for bs3") << "a.bs3" << qint64(16777216) << 1 << "0 to 16777215";
        QTest::newRow("early") << "a.bs2" << qint64(-1) << 1 << "is -1";
        QTest::newRow("wide for bs2") << "a.bs2" << qint64(30) << 256 << "x of event 1 is 256";
        QTest::newRow("wide for bs3") << "a.bs3" << qint64(30) << 4096 << "0 to 4095";
        QTest::newRow("wide for AEDAT 4") << "a.aedat4" << qint64(30) << 40000 << "0 to 32767";
        QTest::newRow("wide for EVT3") << "a.raw" << qint64(30) << 2048 << "2048 x 2048";
        QTest::newRow("late for EVT3") << "a.raw" << qint64(1605537493718345) << 1 << "1605537493718345";
        QTest::newRow("back for EVT3") << "a.raw" << qint64(10) << 1 << "in order of time";
        QTest::newRow("no such ending") << "a.xyz" << qint64(30) << 1 << ".xyz";
    }
    void whatDoesNotFitIsRefusedByNameAndLeavesNoFile()
    {
        QFETCH(QString, name);
        QFETCH(qint64, time);
        QFETCH(int, x);
        QFETCH(QString, said);
        const Folder folder;
        Events e;
        e.t = {20, time};
        e.x = {1, std::uint16_t(x)};
        e.y = {1, 1};
        e.p = {0, 1};
        const std::string error = errorOf([&] { convertEvents(*readerFor(e), folder / name.toStdString()); });
        QVERIFY2(holds(error, said.toStdString()), error.c_str());
        QCOMPARE(folder.files(), std::size_t(0));
    }

    void timesMayStartAtZeroAndClocksTurn()
    {
        const Folder folder;
        Events e = recording(2000);
        for (std::size_t i = 0; i < e.size(); ++i)
            e.t[i] += std::int64_t(i / 500) * 40'000'000;   // pauses of more than two turns of EVT3's clock
        convertEvents(*readerFor(e), folder / "a.raw");
        QCOMPARE(readEventFile(folder / "a.raw").events.t, e.t);
        for (std::int64_t& t : e.t)
            t += 1'605'537'493'718'345;
        convertEvents(*readerFor(e), folder / "b.raw", {.startAtZero = true});
        QCOMPARE(readEventFile(folder / "b.raw").events.t.front(), std::int64_t(0));
        QCOMPARE(readEventFile(folder / "b.raw").events.t.back(), e.t.back() - e.t.front());
    }

    void aConversionThatIsStoppedLeavesNoFile()
    {
        const Folder folder;
        QCOMPARE(convertEvents(*readerFor(recording(100)), folder / "a.npz", {.progress = [](double) { return false; }}), std::int64_t(-1));
        QCOMPARE(folder.files(), std::size_t(0));
    }

    void streamedFramesAreThoseMadeInMemory()
    {
        const Folder folder;
        Events e = recording(1000, 20);
        using Method = FrameOptions::Method;
        for (const bool backwards : {false, true}) {
            if (backwards)
                std::swap(e.t.front(), e.t.back());
            for (const FrameOptions& options : {FrameOptions{Method::Count, 7}, FrameOptions{Method::Time, 7}, FrameOptions{Method::Duration, 9, 3000},
                                                FrameOptions{Method::Count, 1200}, FrameOptions{Method::Duration, 200, 1000}}) {
                const auto shape = writeFrames(*readerFor(e), options, folder / "f.npy");
                const PlainTensor whole = makeFrames(options, e);
                QCOMPARE(shape, whole.shape);
                const NpyArray read = readNpy(folder / "f.npy");
                QCOMPARE(read.shape, whole.shape);
                QVERIFY(std::get<std::vector<float>>(read.data) == whole.data);
            }
        }
        const auto shape = writeFrames(*readerFor(recording(1000)), {Method::Duration, 0, 3000}, folder / "f.npy");
        QCOMPARE(shape.at(0), durationFrameCount(3000, recording(1000)));
        QCOMPARE(writeFrames(*readerFor({}), {Method::Count, 3}, folder / "f.npy").at(0), std::int64_t(3));
        QVERIFY(holds(errorOf([&] { writeFrames(*readerFor(recording(10)), {Method::Count, std::int64_t(1) << 50}, folder / "g.npy"); }), "64 GiB"));
    }

    void filmsShowTheLastPolarityOfEachPixel()
    {
        const Folder folder;
        Events e;
        e.t = {0, 10, 1000, 3500};
        e.x = {0, 1, 0, 2};
        e.y = {0, 1, 0, 1};
        e.p = {1, 0, 0, 1};
        e.width = 3, e.height = 2;
        struct Kept final : PictureWriter {
            std::vector<std::vector<std::uint8_t>>& pictures;
            explicit Kept(std::vector<std::vector<std::uint8_t>>& to) : pictures(to) {}
            void add(std::span<const std::uint8_t> pixels) override { pictures.emplace_back(pixels.begin(), pixels.end()); }
            void finish() override {}
        };
        using Pictures = std::vector<std::vector<std::uint8_t>>;
        const auto film = [&](FilmOptions options) {
            Pictures pictures;
            const auto reader = readerFor(e);
            filmEvents(*reader, options, [&](const FilmFormat&) { return std::make_unique<Kept>(pictures); });
            return pictures;
        };
        QCOMPARE(film({.microsPerPicture = 1000}), (Pictures{{1, 0, 0, 0, 2, 0}, {2, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 1}}));
        QCOMPARE(film({.microsPerPicture = 1000, .accumulateMicros = 2000, .from = 1000, .to = 2000}), (Pictures{{2, 0, 0, 0, 0, 0}}));
        QCOMPARE(film({.microsPerPicture = 10000, .upsideDown = true}), (Pictures{{0, 2, 1, 2, 0, 0}}));
        QCOMPARE(film({.microsPerPicture = 10000, .scale = 2}).front().size(), std::size_t(24));
        QVERIFY(holds(errorOf([&] {
                          e.t.back() = 1'000'000'000;
                          film({.microsPerPicture = 1});
                      }), "--dt"));
    }

    void picturesAreNumberedAndReplaced()
    {
        const Folder folder;
        const Events e = recording(5000);
        FilmOptions options{.microsPerPicture = 10000};
        options.on = {255, 0, 0};
        const auto reader = readerFor(e);
        const auto make = [&](const FilmFormat& format) { return createPngFolder(folder / "pictures", format); };
        const std::int64_t count = filmEvents(*reader, options, make);
        QCOMPARE(QDir(QString::fromStdString((folder / "pictures").string())).entryList({"*.png"}).size(), qsizetype(count));
        QVERIFY(bytesOf(folder / "pictures/000000.png").substr(1, 3) == "PNG");
        reader->seek(0);
        filmEvents(*reader, options, make);   // pictures of an earlier run are replaced
        writeFileAtomically(folder / "pictures/mine.txt", "keep");
        reader->seek(0);
        QVERIFY(holds(errorOf([&] { filmEvents(*reader, options, make); }), "other files"));
        reader->seek(0);
        filmEvents(*reader, options, [&](const FilmFormat& format) { return createGif(folder / "a.gif", format); });
        QVERIFY(bytesOf(folder / "a.gif").substr(0, 6) == "GIF89a" && bytesOf(folder / "a.gif").back() == ';');
    }
};

SPW_TEST_GUILESS(tst_EventWriters)

} // namespace tst_event_writers

#include "tst_event_writers.moc"
