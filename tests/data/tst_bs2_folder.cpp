// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/data/transforms/event_frames.h"
#include "tests/data/samples.h"
#include "tests/runner/registry.h"

#include <nlohmann/json.hpp>

#include <QElapsedTimer>
#include <QtTest>

#include <random>

namespace tst_bs2_folder {

using namespace spw;

namespace {

ParamValues folderValues(const std::string& folder)
{
    ParamValues v;
    v.set("folder", folder);
    v.set("train_list", std::string("train.txt"));
    v.set("test_list", std::string());
    v.set("width", std::int64_t(34));
    v.set("height", std::int64_t(34));
    v.set("classes", std::int64_t(10));
    v.set("incomplete", std::string("error"));
    return v;
}

/// A folder with two recordings, 1.bs2 (2 events) and 2.bs2 (1 event).
struct Folder {
    QTemporaryDir dir;
    std::filesystem::path path = pathOf(dir.path());

    Folder()
    {
        put("1.bs2", std::string("\x12\x10\x80\x03\x7d\x21\x00\x00\x04\x00", 10));
        put("2.bs2", std::string("\x01\x02\x00\x00\x01", 5));
        put("train.txt", "#sample #class\r\n1\t5\r\n2\t0\r\n");
    }
    void put(const std::string& name, const std::string& text) const { writeFileAtomically(path / name, text); }
    std::unique_ptr<Dataset> open(const ParamValues& v) const { return openDataset("dataset.bs2_folder", v, path, 1); }
    std::string errorWith(const std::string& param, ParamValue value) const
    {
        ParamValues v = folderValues(path.string());
        v.set(param, std::move(value));
        return errorOf([&] { open(v); });
    }
};

} // namespace

class tst_Bs2Folder final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void samplesComeWithLabelSensorAndName()
    {
        const Folder folder;
        const auto data = folder.open(folderValues(folder.path.string()));
        QCOMPARE(data->size(Split::Train), 2);
        QCOMPARE(data->size(Split::Test), 0);
        QCOMPARE(data->label(Split::Train, 0), 5);
        QCOMPARE(data->classNames().size(), std::size_t(10));
        const Sample sample = data->sample(Split::Train, 0);
        const Events& e = std::get<Events>(sample.values.at("events"));
        QCOMPARE(sample.label, 5);
        QCOMPARE(sample.name, std::string("1.bs2"));
        QCOMPARE(e.width, 34);
        QCOMPARE(e.t, (std::vector<std::int64_t>{893, 1024}));
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, data->sample(Split::Train, 2));
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, data->sample(Split::Train, -1));
    }

    void relativeFoldersStartAtTheProject()
    {
        const Folder folder;
        const auto data = openDataset("dataset.bs2_folder", folderValues(folder.path.filename().string()),
                                      folder.path.parent_path(), 1);
        QCOMPARE(data->size(Split::Train), 2);
    }

    void aListMayLieBesideTheProjectOrAnywhere()
    {
        const Folder folder, project;
        project.put("mine.txt", "1 3\n");
        ParamValues v = folderValues(folder.path.string());
        v.set("train_list", std::string("mine.txt"));
        QCOMPARE(openDataset("dataset.bs2_folder", v, project.path, 1)->label(Split::Train, 0), 3);
        v.set("train_list", (project.path / "mine.txt").string());
        QCOMPARE(folder.open(v)->label(Split::Train, 0), 3);
    }

    void aCutFileIsRefusedOrKeptAsChosen()
    {
        const Folder folder;
        folder.put("2.bs2", std::string("\x01\x02\x00\x00\x01\xff\xff", 7));   // one event and 2 bytes
        ParamValues v = folderValues(folder.path.string());
        const std::string error = errorOf([&] { folder.open(v); });   // before a run starts, not in its middle
        QVERIFY2(holds(error, "2.bs2, byte 5") && holds(error, "Copy the file again"), error.c_str());
        v.set("incomplete", std::string("keep"));
        QCOMPARE(std::get<Events>(folder.open(v)->sample(Split::Train, 1).values.at("events")).size(), std::size_t(1));
    }

    void eventsOutsideTheSensorAreNamedWithTheirPlace()
    {
        const Folder folder;
        ParamValues v = folderValues(folder.path.string());
        v.set("width", std::int64_t(33));
        const auto data = folder.open(v);
        const std::string error = errorOf([&] { data->sample(Split::Train, 0); });
        QVERIFY2(holds(error, "1.bs2, byte 5") && holds(error, "x 33") && holds(error, "Width"), error.c_str());
    }

    void whatIsMissingIsNamed()
    {
        const Folder folder;
        QVERIFY(holds(folder.errorWith("folder", std::string("absent")), "absent"));
        QVERIFY(holds(folder.errorWith("folder", std::string()), "No folder"));
        QVERIFY(holds(folder.errorWith("train_list", std::string("absent.txt")), "absent.txt"));
        folder.put("train.txt", "#\n1\t5\n77\t2\n");
        const std::string error = folder.errorWith("classes", std::int64_t(10));
        QVERIFY2(holds(error, "77.bs2") && holds(error, "train.txt, line 3"), error.c_str());
    }

    void badLinesAreNamedWithTheirNumber_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said");
        QTest::newRow("no class") << "#\n1\n" << "no class";
        QTest::newRow("a word") << "#\n1\tfive\n" << "five";
        QTest::newRow("a fraction") << "#\n1\t5.5\n" << "5.5";
        QTest::newRow("too large") << "#\n1\t10\n" << "0 to 9";
        QTest::newRow("negative") << "#\n1\t-1\n" << "Class -1";
        QTest::newRow("huge") << "#\n1\t99999999999999999999\n" << "no whole number";
        QTest::newRow("leaves the folder") << "#\n../1\t1\n" << "outside";
    }
    void badLinesAreNamedWithTheirNumber()
    {
        QFETCH(QString, text);
        QFETCH(QString, said);
        const Folder folder;
        folder.put("train.txt", text.toStdString());
        const std::string error = errorOf([&] { folder.open(folderValues(folder.path.string())); });
        QVERIFY2(holds(error, "train.txt, line 2") && holds(error, said.toStdString()), error.c_str());
    }

    void aListWithoutSamplesIsRefused()
    {
        const Folder folder;
        folder.put("train.txt", "#sample #class\n\n");
        QVERIFY(holds(folder.errorWith("classes", std::int64_t(10)), "names no recording"));
    }

    void noBytesInAListCrash()
    {
        const Folder folder;
        std::mt19937 random(3);
        const std::string alphabet("0123456789\t \r\n#/.%\0\xff-", 22);
        for (int round = 0; round < 300; ++round) {
            std::string text;
            for (int i = int(random() % 60); i > 0; --i)
                text += alphabet[random() % alphabet.size()];
            folder.put("train.txt", text);
            errorOf([&] { folder.open(folderValues(folder.path.string())); });
        }
    }

    void theSmallSetHasTheLabelsOfItsLists()
    {
        QTemporaryDir dir;
        const auto folder = unpackedNmnist(dir);
        if (folder.empty())
            QSKIP("no sample files");
        ParamValues v = folderValues(folder.string());
        v.set("train_list", std::string("train1K.txt"));
        v.set("test_list", std::string("test100.txt"));
        QElapsedTimer timer;
        timer.start();
        const auto data = openDataset("dataset.bs2_folder", v, "", 1);
        const qint64 opened = timer.restart();
        QCOMPARE(data->size(Split::Train), 1000);
        QCOMPARE(data->size(Split::Test), 100);
        const auto expected =
            nlohmann::json::parse(readFile(pathOf(samplesDir() + "/nmnist-small/expected.json"), 1 << 24));
        const FrameOptions options{FrameOptions::Method::Count, 20};
        double sum = 0;
        for (const Split split : {Split::Train, Split::Test})
            for (std::int64_t i = 0; i < data->size(split); ++i) {
                const Sample s = data->sample(split, i);
                const PlainTensor frames = makeFrames(options, std::get<Events>(s.values.at("events")));
                for (const float count : frames.data)
                    sum += double(count);
                QCOMPARE(s.label, expected["files"][s.name]["label"].get<std::int64_t>());
            }
        QCOMPARE(sum, expected["summary"]["events"].get<double>());
        qInfo("opened in %lld ms; read and cut into frames: %.0f samples/s", static_cast<long long>(opened),
              1100e3 / double(std::max<qint64>(1, timer.elapsed())));
    }
};

SPW_TEST_GUILESS(tst_Bs2Folder)

} // namespace tst_bs2_folder

#include "tst_bs2_folder.moc"
