// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/catalog.h"
#include "core/data/containers/npy_array.h"
#include "core/data/containers/zip_file.h"
#include "core/data/dataset.h"
#include "core/data/event_file.h"
#include "core/data/event_writer.h"
#include "core/data/readers/slayer_files.h"
#include "samples.h"
#include "tests/runner/registry.h"

#include <QtTest>

#include <bit>
#include <cmath>
#include <fstream>

namespace tst_datasets {

using namespace spw;
namespace fs = std::filesystem;

namespace {

/// A made-up folder of data.
struct Folder {
    QTemporaryDir dir;
    fs::path path = pathOf(dir.path());

    void put(const std::string& name, const std::string& bytes) const
    {
        fs::create_directories((path / name).parent_path());
        std::ofstream(path / name, std::ios::binary) << bytes;
    }
    /// A recording of a pixel that fires `count` times, in the format of the ending.
    void putEvents(const std::string& name, std::uint16_t x, std::uint16_t y, std::size_t count = 3) const
    {
        fs::create_directories((path / name).parent_path());
        Events e;
        for (std::size_t i = 0; i < count; ++i) {
            e.t.push_back(std::int64_t(1000 * i + 10));
            e.x.push_back(x);
            e.y.push_back(y);
            e.p.push_back(std::uint8_t(i % 2));
        }
        RecordingFacts facts;
        facts.width = facts.height = 34;
        if (name.size() > 4 && name.substr(name.size() - 4) == ".bin")
            return put(name, encodeBs2(e));
        const auto writer = createEvents(path / name, facts);
        writer->add(viewOf(e));
        writer->finish();
    }
};

ParamValues valuesOf(const std::string& id, const fs::path& folder)
{
    ParamValues values = builtinCatalog().find(id)->initialValues();
    values.set("folder", folder.string());
    return values;
}

std::unique_ptr<Dataset> opened(const std::string& id, const fs::path& folder) { return openDataset(id, valuesOf(id, folder), "", 1); }

const Events& eventsIn(const Sample& sample) { return std::get<Events>(sample.values.at("events")); }
const PlainTensor& tensorIn(const Sample& sample, const char* port) { return std::get<PlainTensor>(sample.values.at(port)); }

std::string bigEndianWord(std::uint32_t value)
{
    return {char(value >> 24), char(value >> 16), char(value >> 8), char(value)};
}

template <class Number>
std::string littleEndianBytes(Number value)
{
    std::string bytes;
    for (std::size_t i = 0; i < sizeof(Number); ++i)
        bytes += char(std::uint64_t(value) >> (8 * i));
    return bytes;
}

/// AEDAT 3.1 with one packet of polarity events at the pixel (time / 10, 5).
std::string aedat3(const std::vector<std::int32_t>& times)
{
    const auto number = std::int32_t(times.size());
    std::string bytes = "#!AER-DAT3.1\r\n#Format: RAW\r\n#!END-HEADER\r\n";
    bytes += littleEndianBytes(std::int16_t(1)) + littleEndianBytes(std::int16_t(1));
    for (const std::int32_t field : {8, 4, 0, number, number, number})
        bytes += littleEndianBytes(field);
    for (const std::int32_t t : times)
        bytes += littleEndianBytes(std::uint32_t(1u | 2u | 5u << 2 | std::uint32_t(t / 10) << 17)) + littleEndianBytes(t);
    return bytes;
}

std::string idx(const std::vector<std::uint32_t>& shape, const std::string& data)
{
    std::string bytes = {0, 0, 8, char(shape.size())};
    for (const std::uint32_t side : shape)
        bytes += bigEndianWord(side);
    return bytes + data;
}

std::string wav(const std::vector<std::int16_t>& samples, std::uint32_t rate = 16000)
{
    std::string data;
    for (const std::int16_t s : samples)
        data += littleEndianBytes(s);
    return "RIFF" + littleEndianBytes(std::uint32_t(36 + data.size())) + "WAVEfmt " + littleEndianBytes(std::uint32_t(16))
           + littleEndianBytes(std::uint16_t(1)) + littleEndianBytes(std::uint16_t(1)) + littleEndianBytes(rate) + littleEndianBytes(rate * 2)
           + littleEndianBytes(std::uint16_t(2)) + littleEndianBytes(std::uint16_t(16)) + "data" + littleEndianBytes(std::uint32_t(data.size())) + data;
}

std::string fileBytes(const QString& name)
{
    std::ifstream in(pathOf(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

class tst_Datasets final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyDatasetOfTheCatalogOpensAndSaysWhatItsNodeSays()
    {
        for (const NodeSpec* spec : builtinCatalog().all()) {
            if (spec->category != Category::Dataset)
                continue;
            QVERIFY2(isDataset(spec->id), spec->id.c_str());
            if (!spec->param("folder"))
                continue;
            const std::string error = errorOf([&] { openDataset(spec->id, spec->initialValues(), "", 1); });
            QVERIFY2(holds(error, "No folder is chosen"), spec->id.c_str());
            ParamValues absent = valuesOf(spec->id, "/nowhere/at/all");
            QVERIFY2(holds(errorOf([&] { openDataset(spec->id, absent, "", 1); }), "/nowhere/at/all"), spec->id.c_str());
            const Folder empty;
            QVERIFY2(holds(errorOf([&] { opened(spec->id, empty.path); }), empty.path.string()), spec->id.c_str());
        }
    }

    void foldersAreClassesOfAnyFormatAndPartedByShare()
    {
        const Folder folder;
        for (const char* name : {"2/a.csv", "2/b.npz", "2/c.aedat4", "10/a.raw", "10/b.bs2", "10/README.txt", ".hidden/x.csv"})
            if (std::string(name).find("README") == std::string::npos)
                folder.putEvents(name, 3, 4);
            else
                folder.put(name, "These are recordings.");
        ParamValues v = valuesOf("dataset.recordings", folder.path);
        v.set("train_share", 0.5);
        const auto data = openDataset("dataset.recordings", v, "", 1);
        QCOMPARE(data->classNames(), (std::vector<std::string>{"2", "10"}));   // by value
        QCOMPARE(data->size(Split::Train), std::int64_t(3));                   // ceil(3/2) + ceil(2/2)
        QCOMPARE(data->size(Split::Test), std::int64_t(2));
        for (const Split split : {Split::Train, Split::Test})
            for (std::int64_t i = 0; i < data->size(split); ++i) {
                const Sample sample = data->sample(split, i);
                const Events& e = eventsIn(sample);
                QVERIFY2(e.size() == 3 && e.x[0] == 3 && e.y[0] == 4 && e.width == 128, sample.name.c_str());
                QCOMPARE(sample.label, data->label(split, i));
                QCOMPARE(sample.label, std::int64_t(sample.name.rfind("2/", 0) == 0 ? 0 : 1));
            }
        QCOMPARE(data->sample(Split::Test, 0).name, std::string("2/c.aedat4"));

        v.set("classes", std::int64_t(1));
        QVERIFY(holds(errorOf([&] { openDataset("dataset.recordings", v, "", 1); }), "'Classes'"));
    }

    void aMixedPartingIsTheSameForTheSameSeedAndLosesNothing()
    {
        const Folder folder;
        for (int i = 0; i < 20; ++i)
            folder.putEvents("a/" + std::to_string(i) + ".csv", 1, 1);
        ParamValues v = valuesOf("dataset.recordings", folder.path);
        const auto names = [&](bool shuffle, std::int64_t seed, Split split) {
            v.set("train_share", 0.75);
            v.set("shuffle", shuffle);
            v.set("split_seed", seed);
            const auto data = openDataset("dataset.recordings", v, "", 1);
            std::vector<std::string> list;
            for (std::int64_t i = 0; i < data->size(split); ++i)
                list.push_back(data->sample(split, i).name);
            return list;
        };
        QCOMPARE(names(false, 1, Split::Train), names(false, 2, Split::Train));
        QCOMPARE(names(true, 1, Split::Train), names(true, 1, Split::Train));
        QVERIFY(names(true, 1, Split::Train) != names(true, 2, Split::Train));
        std::vector<std::string> all = names(true, 1, Split::Train), rest = names(true, 1, Split::Test);
        QCOMPARE(rest.size(), std::size_t(5));
        all.insert(all.end(), rest.begin(), rest.end());
        std::sort(all.begin(), all.end());
        QVERIFY(std::unique(all.begin(), all.end()) == all.end() && all.size() == 20);
    }

    void foldersTrainAndTestAreTakenAsTheyAre()
    {
        const Folder folder;
        for (const char* name : {"Train/cat/1.csv", "Train/cat/2.csv", "Train/dog/1.csv", "val/dog/3.csv"})
            folder.putEvents(name, 3, 4);
        ParamValues v = valuesOf("dataset.recordings", folder.path);
        v.set("split", std::string("folders"));
        const auto data = openDataset("dataset.recordings", v, "", 1);
        QCOMPARE(data->size(Split::Train), std::int64_t(3));
        QCOMPARE(data->size(Split::Test), std::int64_t(1));
        QCOMPARE(data->label(Split::Test, 0), std::int64_t(1));   // though there is no cat to test with
    }

    void eventsOutsideTheSensorStopOrAreLeftOut()
    {
        const Folder folder;
        folder.putEvents("a/1.csv", 30, 4);
        ParamValues v = valuesOf("dataset.recordings", folder.path);
        v.set("width", std::int64_t(30));
        const std::string error = errorOf([&] { openDataset("dataset.recordings", v, "", 1)->sample(Split::Train, 0); });
        QVERIFY2(holds(error, "x 30, y 4") && holds(error, "'Width'") && holds(error, "1.csv"), error.c_str());
        v.set("outside", std::string("drop"));
        QCOMPARE(eventsIn(openDataset("dataset.recordings", v, "", 1)->sample(Split::Train, 0)).size(), std::size_t(0));
    }

    void nmnistLiesInTrainAndTest()
    {
        const Folder folder;
        folder.putEvents("N-MNIST/Train/0/00002.bin", 1, 2);
        folder.putEvents("N-MNIST/Train/7/00001.bin", 33, 33);
        folder.putEvents("N-MNIST/Test/9/00008.bin", 5, 6, 7);
        const auto data = opened("dataset.nmnist", folder.path);
        QCOMPARE(data->size(Split::Train), std::int64_t(2));
        QCOMPARE(data->label(Split::Train, 1), std::int64_t(7));
        QCOMPARE(eventsIn(data->sample(Split::Test, 0)).size(), std::size_t(7));
        QCOMPARE(data->classNames().size(), std::size_t(10));
        folder.putEvents("N-MNIST/Train/more/1.bin", 1, 2);
        QVERIFY(holds(errorOf([&] { opened("dataset.nmnist", folder.path); }), "'more' is no class"));
    }

    void ncaltechTakesTheFoldersAsClasses()
    {
        const Folder folder;
        for (int i = 0; i < 10; ++i)
            folder.putEvents("Caltech101/yin_yang/image_" + std::to_string(i) + ".bin", 200, 100);
        folder.putEvents("Caltech101/accordion/image_1.bin", 239, 179);
        const auto data = opened("dataset.ncaltech101", folder.path);
        QCOMPARE(data->classNames(), (std::vector<std::string>{"accordion", "yin_yang"}));
        QCOMPARE(data->size(Split::Train), std::int64_t(10));
        QCOMPARE(data->size(Split::Test), std::int64_t(1));
        QCOMPARE(eventsIn(data->sample(Split::Train, 0)).height, std::int64_t(180));
    }

    void cifar10DvsReadsAddressesAsSpikingJelly()
    {
        const Folder folder;
        // x field 20 (bits 7-1), y field 100 (bits 14-8), polarity bit 1
        folder.put("airplane/cifar10_airplane_0.aedat",
                   "#!AER-DAT2.0\r\n# AEChip: DVS128\r\n" + bigEndianWord(100u << 8 | 20u << 1 | 1u) + bigEndianWord(77));
        folder.putEvents("ship/cifar10_ship_0.npz", 3, 4);
        const auto data = opened("dataset.cifar10_dvs", folder.path);
        const Sample sample = data->sample(Split::Train, 0);
        const Events& e = eventsIn(sample);
        QCOMPARE(e.size(), std::size_t(1));
        QVERIFY(e.x[0] == 127 - 100 && e.y[0] == 127 - 20 && e.p[0] == 0 && e.t[0] == 77);
        QCOMPARE(data->label(Split::Train, 1), std::int64_t(8));   // ship, though classes are missing
    }

    void gesturesAreCutOutOfTheirRecordings()
    {
        const Folder folder;
        const std::string root = "DvsGesture/";
        folder.put(root + "user01_led.aedat", aedat3({90, 100, 150, 200, 250, 300, 310}));
        folder.put(root + "user01_led_labels.csv", "class,startTime_usec,endTime_usec\r\n1,100,250\r\n11,200,310\r\n");   // they overlap
        folder.put(root + "user24_led.aedat", aedat3({90, 100}));
        folder.put(root + "user24_led_labels.csv", "class,startTime_usec,endTime_usec\n3,0,1000\n");
        folder.put(root + "trials_to_train.txt", "user01_led.aedat\r\n");
        folder.put(root + "trials_to_test.txt", "user24_led.aedat\n\n");
        const auto data = opened("dataset.dvs128_gesture", folder.path);
        QCOMPARE(data->size(Split::Train), std::int64_t(2));
        QCOMPARE(data->size(Split::Test), std::int64_t(1));
        QCOMPARE(eventsIn(data->sample(Split::Train, 0)).t, (std::vector<std::int64_t>{100, 150, 200}));
        QCOMPARE(eventsIn(data->sample(Split::Train, 1)).t, (std::vector<std::int64_t>{200, 250, 300}));
        QCOMPARE(eventsIn(data->sample(Split::Train, 1)).x, (std::vector<std::uint16_t>{20, 25, 30}));
        QCOMPARE(data->label(Split::Train, 1), std::int64_t(10));
        QCOMPARE(data->label(Split::Test, 0), std::int64_t(2));
        folder.put(root + "user24_led_labels.csv", "class,startTime_usec,endTime_usec\n12,0,1000\n");
        const std::string error = errorOf([&] { opened("dataset.dvs128_gesture", folder.path); });
        QVERIFY2(holds(error, "user24_led_labels.csv, line 2"), error.c_str());
    }

    void lettersAreMirrored()
    {
        if (samplesDir().isEmpty())
            QSKIP("no sample files");
        const Folder folder;
        folder.put("y/y_0001.mat", fileBytes(samplesDir() + "/events-other/asl_dvs_like.mat"));
        ParamValues v = valuesOf("dataset.asl_dvs", folder.path);
        const Sample mirrored = openDataset("dataset.asl_dvs", v, "", 1)->sample(Split::Train, 0);
        v.set("flip", std::string("none"));
        const Sample stored = openDataset("dataset.asl_dvs", v, "", 1)->sample(Split::Train, 0);
        QCOMPARE(mirrored.label, std::int64_t(23));
        QCOMPARE(eventsIn(mirrored).size(), std::size_t(800));
        for (std::size_t i = 0; i < 800; ++i)
            QVERIFY(eventsIn(mirrored).x[i] == 239 - eventsIn(stored).x[i] && eventsIn(mirrored).y[i] == 179 - eventsIn(stored).y[i]);
    }

    void gesturesOnTelephonesAreNamedByTheirFiles()
    {
        const Folder folder;
        // 8 bytes an event without a header: t, then x (9 bits), y (8 bits), p (1 bit)
        const std::string event = littleEndianBytes(std::uint32_t(5)) + littleEndianBytes(std::uint32_t(300u | 39u << 9 | 1u << 17));
        folder.put("user01/user01_ho_1_td.dat", "% Data file\n" + std::string("\x00\x08", 2) + event);
        folder.put("user02/user02_le_1_td.dat", "% Data file\n" + std::string("\x00\x08", 2) + event + event);
        ParamValues v = valuesOf("dataset.nav_gesture", folder.path);
        const auto data = openDataset("dataset.nav_gesture", v, "", 1);
        QCOMPARE(data->size(Split::Train), std::int64_t(2));
        const Sample sample = data->sample(Split::Train, 0);
        QVERIFY(sample.label == 0 && eventsIn(sample).size() == 2);
        QVERIFY(eventsIn(sample).x[0] == 300 && eventsIn(sample).y[0] == 200 && eventsIn(sample).p[0] == 1);
        QCOMPARE(data->classNames()[4], std::string("home"));
        folder.put("user02/other.dat", event);
        QVERIFY(holds(errorOf([&] { opened("dataset.nav_gesture", folder.path); }), "other.dat"));
    }

    void esImagenetHasALabelListForItsTests()
    {
        if (samplesDir().isEmpty())
            QSKIP("no sample files");
        const Folder folder;
        const std::string sample = fileBytes(samplesDir() + "/events-other/es_imagenet_like.npz");
        folder.put("ES-imagenet-0.18/train/class3/n01_1.npz", sample);
        folder.put("ES-imagenet-0.18/train/class12/n02_1.npz", sample);
        folder.put("ES-imagenet-0.18/val/ILSVRC_val_1.npz", sample);
        folder.put("ES-imagenet-0.18/vallabel.txt", "ILSVRC_val_1.npz 12 224 224\n");
        const auto data = opened("dataset.es_imagenet", folder.path);
        QCOMPARE(data->label(Split::Train, 1), std::int64_t(12));
        QCOMPARE(data->label(Split::Test, 0), std::int64_t(12));
        QCOMPARE(eventsIn(data->sample(Split::Test, 0)).size(), std::size_t(500));
        folder.put("ES-imagenet-0.18/vallabel.txt", "../../x.npz 12\n");
        QVERIFY(holds(errorOf([&] { opened("dataset.es_imagenet", folder.path); }), "vallabel.txt, line 1"));
    }

    void spokenDigitsComeFromOneFileEachSplit()
    {
        if (samplesDir().isEmpty())
            QSKIP("no sample files");
        const Folder folder;
        const std::string file = fileBytes(samplesDir() + "/events-other/shd_like.h5");
        folder.put("shd_train.h5", file);
        const auto data = opened("dataset.shd", folder.path);
        QCOMPARE(data->size(Split::Test), std::int64_t(0));
        const Sample sample = data->sample(Split::Train, 0);
        QVERIFY(sample.label == 10 && eventsIn(sample).size() == 99 && eventsIn(sample).width == 700 && eventsIn(sample).height == 1);
        QVERIFY(holds(errorOf([&] { data->sample(Split::Train, 10000); }), "no sample 10000"));
        folder.put("ssc_train.h5", file);
        folder.put("ssc_valid.h5", file);
        ParamValues v = valuesOf("dataset.ssc", folder.path);
        v.set("test_on", std::string("valid"));
        QVERIFY(openDataset("dataset.ssc", v, "", 1)->size(Split::Test) > 0);
    }

    void digitsAreReadPackedOrNot()
    {
        if (samplesDir().isEmpty())
            QSKIP("no sample files");
        const Folder folder;
        const QString from = samplesDir() + "/static-datasets/";
        for (const char* name : {"train-images-idx3-ubyte", "train-labels-idx1-ubyte"})
            folder.put(std::string("plain/") + name, fileBytes(from + name));
        for (const char* name : {"train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"})
            folder.put(std::string("packed/") + name, fileBytes(from + name));
        const auto plain = opened("dataset.mnist", folder.path / "plain"), packed = opened("dataset.mnist", folder.path / "packed");
        QCOMPARE(plain->size(Split::Train), std::int64_t(17));
        QCOMPARE(plain->size(Split::Test), std::int64_t(0));
        std::int64_t labels = 0;
        double sum = 0;
        for (std::int64_t i = 0; i < 17; ++i) {
            const Sample sample = plain->sample(Split::Train, i);
            QCOMPARE(tensorIn(sample, "image").data, tensorIn(packed->sample(Split::Train, i), "image").data);
            labels += sample.label;
            for (const float value : tensorIn(sample, "image").data)
                sum += double(value) * 255;
        }
        QCOMPARE(labels, std::int64_t(94));
        QVERIFY(std::abs(sum - 1698594.0) < 1);
    }

    void picturesAreScaledAsChosenAndReadRowByRow()
    {
        const Folder folder;
        std::string pixels(28 * 28, char(0));
        pixels[1] = char(255);    // row 0, column 1
        pixels[28] = char(51);    // row 1, column 0
        folder.put("train-images-idx3-ubyte", idx({1, 28, 28}, pixels));
        folder.put("train-labels-idx1-ubyte", idx({1}, "\x07"));
        ParamValues v = valuesOf("dataset.mnist", folder.path);
        const auto pixel = [&](const char* normalise, const char* port) {
            v.set("normalise", std::string(normalise));
            return tensorIn(openDataset("dataset.mnist", v, "", 1)->sample(Split::Train, 0), port);
        };
        QCOMPARE(pixel("unit", "image").shape, (std::vector<std::int64_t>{1, 28, 28}));
        QCOMPARE(pixel("unit", "image").data[28], 0.2f);
        QCOMPARE(pixel("bytes", "image").data[1], 255.0f);
        QVERIFY(std::abs(pixel("standard", "image").data[0] + 0.1307f / 0.3081f) < 1e-6f);
        v.set("mean", 1.0);
        v.set("std", 2.0);
        QCOMPARE(pixel("own", "image").data[0], -0.5f);
        QCOMPARE(pixel("unit", "rows").shape, (std::vector<std::int64_t>{28, 28}));
        QCOMPARE(pixel("unit", "rows").data[28], 0.2f);

        folder.put("train-labels-idx1-ubyte", idx({2}, "\x07\x01"));
        QVERIFY(holds(errorOf([&] { opened("dataset.mnist", folder.path); }), "2 labels for 1 pictures"));
        folder.put("train-labels-idx1-ubyte", idx({1}, "\x0a"));
        QVERIFY(holds(errorOf([&] { opened("dataset.mnist", folder.path); }), "Label 0 is 10"));
    }

    void smallPhotographsHaveThreeColours()
    {
        const Folder folder;
        const auto record = [](int label, int red) {
            return std::string(1, char(label)) + std::string(1024, char(red)) + std::string(1024, char(0)) + std::string(1024, char(255));
        };
        folder.put("cifar-10-batches-bin/data_batch_1.bin", record(3, 51) + record(9, 0));
        folder.put("cifar-10-batches-bin/data_batch_2.bin", record(1, 102));
        folder.put("cifar-10-batches-bin/test_batch.bin", record(0, 0));
        const auto data = opened("dataset.cifar", folder.path);
        QCOMPARE(data->size(Split::Train), std::int64_t(3));
        QCOMPARE(data->size(Split::Test), std::int64_t(1));
        QCOMPARE(data->label(Split::Train, 1), std::int64_t(9));
        const Sample sample = data->sample(Split::Train, 2);
        const PlainTensor& image = tensorIn(sample, "image");
        QCOMPARE(image.shape, (std::vector<std::int64_t>{3, 32, 32}));
        QVERIFY(image.data[0] == 0.4f && image.data[1024] == 0.0f && image.data[2048] == 1.0f);
        const PlainTensor& rows = tensorIn(sample, "rows");
        QCOMPARE(rows.shape, (std::vector<std::int64_t>{32, 96}));
        QVERIFY(rows.data[0] == 0.4f && rows.data[32] == 0.0f && rows.data[64] == 1.0f);
        folder.put("cifar-10-batches-bin/test_batch.bin", record(0, 0) + "cut");
        QVERIFY(!errorOf([&] { opened("dataset.cifar", folder.path); }).empty());
    }

    void spokenWordsArePartedByTheirLists()
    {
        const Folder folder;
        std::vector<std::int16_t> tone(8000);
        for (std::size_t i = 0; i < tone.size(); ++i)
            tone[i] = std::int16_t(8000 * std::sin(0.3 * double(i)));
        for (const char* name : {"yes/a_nohash_0.wav", "yes/b_nohash_0.wav", "no/a_nohash_0.wav", "no/c_nohash_0.wav", "_background_noise_/hum.wav"})
            folder.put(std::string("speech/") + name, wav(tone));
        folder.put("speech/testing_list.txt", "yes/b_nohash_0.wav\n");
        folder.put("speech/validation_list.txt", "no/c_nohash_0.wav\n");
        ParamValues v = valuesOf("dataset.speech_commands", folder.path);
        auto data = openDataset("dataset.speech_commands", v, "", 1);
        QCOMPARE(data->classNames(), (std::vector<std::string>{"no", "yes"}));
        QCOMPARE(data->size(Split::Train), std::int64_t(2));
        QCOMPARE(data->size(Split::Test), std::int64_t(1));
        const Sample sample = data->sample(Split::Test, 0);
        QCOMPARE(sample.label, std::int64_t(1));
        const PlainTensor& wave = tensorIn(sample, "wave");
        QCOMPARE(wave.shape, (std::vector<std::int64_t>{1, 16000}));
        QVERIFY(std::abs(wave.data[1] - tone[1] / 32768.0f) < 1e-6f && wave.data[15999] == 0.0f);   // ends in silence
        const NodeSpec& spec = *builtinCatalog().find("dataset.speech_commands");
        NodeReport report;
        const ShapeAnswer shape = spec.shape({.values = v, .inputs = {}}, report);
        const auto& x = tensorIn(sample, "x");
        QCOMPARE(x.shape, (std::vector<std::int64_t>{*shape.outputs[0].steps, *shape.outputs[0].features[0]}));
        const auto& picture = tensorIn(sample, "picture");
        QCOMPARE(picture.data.size(), x.data.size());
        QCOMPARE(x.data[std::size_t(3 * x.shape[1] + 5)], picture.data[std::size_t(5 * x.shape[0] + 3)]);

        v.set("words", std::string("yes, no"));
        v.set("test_on", std::string("validation"));
        v.set("slopes", std::int64_t(2));
        data = openDataset("dataset.speech_commands", v, "", 1);
        QCOMPARE(data->label(Split::Test, 0), std::int64_t(1));   // "no" is the second word now
        QCOMPARE(tensorIn(data->sample(Split::Test, 0), "picture").shape[0], std::int64_t(3));
        folder.put("speech/no/c_nohash_0.wav", wav(tone, 8000));
        QVERIFY(holds(errorOf([&] { data->sample(Split::Test, 0); }), "8000 samples a second"));
    }

    void otherWordsAndSilenceBecomeClasses()
    {
        const Folder folder;
        std::vector<std::int16_t> tone(8000, 4000), hum(50000);
        for (std::size_t i = 0; i < hum.size(); ++i)
            hum[i] = std::int16_t(1 + i % 20000);
        for (const char* name : {"yes/a_nohash_0.wav", "yes/b_nohash_0.wav", "no/a_nohash_0.wav", "cat/a_nohash_0.wav", "dog/b_nohash_0.wav"})
            folder.put(std::string("speech/") + name, wav(tone));
        folder.put("speech/testing_list.txt", "yes/b_nohash_0.wav\ndog/b_nohash_0.wav\n");
        ParamValues v = valuesOf("dataset.speech_commands", folder.path);
        v.set("words", std::string("yes, no"));
        v.set("others", std::string("unknown"));
        v.set("silence_train", std::int64_t(3));
        v.set("silence_test", std::int64_t(2));
        const auto opened = [&] { return openDataset("dataset.speech_commands", v, "", 1); };
        QVERIFY(holds(errorOf([&] { opened(); }), "background noise"));
        folder.put("speech/_background_noise_/hum.wav", wav(hum));
        const auto data = opened();
        QCOMPARE(data->classNames(), (std::vector<std::string>{"yes", "no", "unknown", "silence"}));
        const auto labels = [&](Split split) {
            std::vector<std::int64_t> out;
            for (std::int64_t i = 0; i < data->size(split); ++i)
                out.push_back(data->label(split, i));
            return out;
        };
        QCOMPARE(labels(Split::Train), (std::vector<std::int64_t>{1, 0, 2, 3, 3, 3}));
        QCOMPARE(labels(Split::Test), (std::vector<std::int64_t>{0, 2, 3, 3}));
        // A piece of the noise as long as a sample, another for each, the same whenever it is asked for.
        const auto silence = [&](Split split, std::int64_t i) { return tensorIn(data->sample(split, i), "wave").data; };
        const std::vector<float> first = silence(Split::Train, 3);
        QCOMPARE(first.size(), std::size_t(16000));
        const auto place = std::int64_t(std::lround(first[0] * 32768.0f)) - 1;
        for (std::size_t i = 0; i < first.size(); ++i)
            QCOMPARE(std::lround(first[i] * 32768.0f), long(1 + (std::size_t(place) + i) % 20000));
        QCOMPARE(silence(Split::Train, 3), first);
        QVERIFY(silence(Split::Train, 4) != first);
        QVERIFY(silence(Split::Test, 2) != first);
        QVERIFY(data->identity(Split::Train, 3) != data->identity(Split::Train, 4));
        v.set("even_loudness", true);
        const auto even = tensorIn(opened()->sample(Split::Train, 0), "wave").data;
        QCOMPARE(*std::max_element(even.begin(), even.end()), 1.0f);
        v.set("classes", std::int64_t(3));
        QVERIFY(holds(errorOf([&] { opened(); }), "4 classes"));
        // Without a list of words there are no others.
        v.set("words", std::string());
        v.set("classes", std::int64_t(9));
        QCOMPARE(opened()->classNames(), (std::vector<std::string>{"cat", "dog", "no", "yes", "silence"}));
    }

    void arraysWithoutStepsAndLabelsThatAreNoClassesAreRefused()
    {
        const Folder folder;
        const auto put = [&](std::int64_t steps, const std::vector<double>& labels) {
            std::string bytes;
            ZipWriter writer([&](std::string_view part) { bytes += part; });
            writer.add("x.npy", npyHeaderBytes("<f4", {2, steps, 3}) + std::string(std::size_t(2 * steps * 3 * 4), '\0'), false);
            std::string numbers = npyHeaderBytes("<f8", {2});
            for (const double label : labels)
                numbers += littleEndianBytes(std::bit_cast<std::uint64_t>(label));
            writer.add("y.npy", numbers, false);
            writer.finish();
            folder.put("a.npz", bytes);
        };
        ParamValues v = builtinCatalog().find("dataset.arrays")->initialValues();
        v.set("file", (folder.path / "a.npz").string());
        v.set("shape", std::string("3"));
        v.set("classes", std::int64_t(2));
        const auto error = [&] { return errorOf([&] { openDataset("dataset.arrays", v, "", 1); }); };
        put(4, {0, 1});
        QCOMPARE(openDataset("dataset.arrays", v, "", 1)->label(Split::Train, 1), std::int64_t(1));
        put(0, {0, 1});
        QVERIFY2(holds(error(), "no steps: it is 2x0x3"), error().c_str());
        put(4, {0, 0.5});
        QVERIFY2(holds(error(), "0.500000, which is no class") && holds(error(), "array 'y'"), error().c_str());
        put(4, {0, std::nan("")});
        QVERIFY2(holds(error(), "no class"), error().c_str());
        put(4, {0, 2});
        QVERIFY2(holds(error(), "Raise 'Classes', now 2"), error().c_str());
    }
};

SPW_TEST_APPLESS(tst_Datasets)

} // namespace tst_datasets

#include "tst_datasets.moc"
