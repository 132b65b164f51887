// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/data/containers/deflate.h"
#include "core/data/sha256.h"
#include "core/data/static/cifar_file.h"
#include "core/data/static/idx_file.h"
#include "core/data/static/mel_spectrogram.h"
#include "core/data/static/wav_file.h"
#include "tests/data/samples.h"
#include "tests/runner/registry.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <cmath>
#include <numbers>
#include <numeric>
#include <random>

namespace tst_static_files {

using namespace spw;

namespace {

std::string hashOf(const std::string& bytes)
{
    Sha256 hash;
    hash.add(bytes.data(), bytes.size());
    return hash.hex();
}

/// As it would lie in memory here: the hash of the samples is over that.
std::string littleEndianOf(const IdxArray& array)
{
    std::string bytes = array.bytes;
    for (std::size_t at = 0; array.type.size > 0 && at + array.type.size <= bytes.size(); at += array.type.size)
        std::reverse(bytes.begin() + std::ptrdiff_t(at), bytes.begin() + std::ptrdiff_t(at + array.type.size));
    return bytes;
}

nlohmann::json expectedOf(const QString& folder)
{
    return nlohmann::json::parse(readFile(pathOf(folder + "/expected.json"), 1 << 20));
}

void put(std::string& bytes, std::uint64_t value, int size)
{
    for (int i = 0; i < size; ++i)
        bytes += char(std::uint8_t(value >> (8 * i)));
}

std::string wavOf(int tag, int channels, int bits, const std::string& data, std::uint32_t promised, const std::string& before = {})
{
    std::string format, bytes = "RIFF";
    put(format, std::uint64_t(tag), 2);
    put(format, std::uint64_t(channels), 2);
    put(format, 16000, 4);
    put(format, std::uint64_t(16000 * channels * bits / 8), 4);
    put(format, std::uint64_t(channels * bits / 8), 2);
    put(format, std::uint64_t(bits), 2);
    put(bytes, 0, 4);
    bytes += "WAVE" + before + "fmt ";
    put(bytes, format.size(), 4);
    bytes += format + "data";
    put(bytes, promised, 4);
    return bytes + data;
}

} // namespace

class tst_StaticFiles final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void everyIdxSampleIsReadExactly_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("facts");
        QTest::newRow("images") << "train-images-idx3-ubyte" << "train-images-idx3-ubyte";
        QTest::newRow("labels") << "train-labels-idx1-ubyte" << "train-labels-idx1-ubyte";
        QTest::newRow("packed images") << "train-images-idx3-ubyte.gz" << "train-images-idx3-ubyte";
        QTest::newRow("packed labels") << "train-labels-idx1-ubyte.gz" << "train-labels-idx1-ubyte";
        QTest::newRow("reals") << "float3d-idx" << "float3d-idx";
        QTest::newRow("short integers") << "int16-idx" << "int16-idx";
    }
    void everyIdxSampleIsReadExactly()
    {
        QFETCH(QString, file);
        QFETCH(QString, facts);
        const QString dir = samplesDir() + "/static-datasets";
        if (samplesDir().isEmpty() || !QFile::exists(dir + "/" + file))
            QSKIP("no sample files");
        const auto expected = expectedOf(dir)[facts.toStdString()];
        const IdxArray array = readIdx(openBytes(pathOf(dir + "/" + file)));
        QCOMPARE(array.shape, expected["shape"].get<std::vector<std::int64_t>>());
        QCOMPARE(array.type.name(), expected["dtype"].get<std::string>());
        QCOMPARE(hashOf(littleEndianOf(array)), expected["sha256_c_order_le"].get<std::string>());
        const std::vector<double> values = realsOf(array.values());
        const double sum = std::accumulate(values.begin(), values.end(), 0.0);
        QVERIFY(std::abs(sum - expected["sum"].get<double>()) < 1e-5);
        QCOMPARE(array.extraBytes, std::uint64_t(0));
    }

    void anIdxFileThatPromisesTooMuchIsRefusedBeforeItIsRead()
    {
        const std::string huge("\0\0\x08\x03\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 16);
        const std::string cut("\0\0\x08\x01\0\0\0\x05" "abc", 11), wrong("\0\0\x0a\x01\0\0\0\x01" "a", 9);
        QVERIFY(holds(errorOf([&] { readIdx(bytesInMemory(huge, "huge")); }), "promises"));
        const std::string error = errorOf([&] { readIdx(bytesInMemory(cut, "cut")); });
        QVERIFY2(holds(error, "5 bytes of values") && holds(error, "3 are left"), error.c_str());
        QVERIFY(holds(errorOf([&] { readIdx(bytesInMemory(deflated(cut, DeflateWrapping::Gzip), "cut.gz")); }), "3 are left"));
        QVERIFY(holds(errorOf([&] { readIdx(bytesInMemory(wrong, "wrong")); }), "no IDX array"));
    }

    void bothCifarSamplesAreReadExactly()
    {
        const QString dir = samplesDir() + "/static-datasets";
        if (samplesDir().isEmpty() || !QFile::exists(dir))
            QSKIP("no sample files");
        const auto expected = expectedOf(dir);
        const CifarRecords ten = readCifar(*openBytes(pathOf(dir + "/data_batch_1.bin")));
        QVERIFY(!ten.hundred);
        QCOMPARE(nlohmann::json(ten.labels), expected["data_batch_1.bin"]["labels"]);
        QCOMPARE(hashOf(ten.pixels), expected["data_batch_1.bin"]["sha256_c_order_le"].get<std::string>());
        const CifarRecords hundred = readCifar(*openBytes(pathOf(dir + "/cifar100_train.bin")));
        QVERIFY(hundred.hundred);
        QCOMPARE(nlohmann::json(hundred.labels), expected["cifar100_train.bin"]["fine"]);
        QCOMPARE(nlohmann::json(hundred.coarse), expected["cifar100_train.bin"]["coarse"]);
        QCOMPARE(hundred.pixels, ten.pixels);
    }

    void aCifarFileKeepsWholeRecordsAndNamesWrongLabels()
    {
        std::string record(3073, '\x07');
        const CifarRecords records = readCifar(*bytesInMemory(record + record + "cut", "data_batch_2.bin"), CifarKind::Ten);
        QCOMPARE(records.size(), std::size_t(2));
        QCOMPARE(records.droppedBytes, std::uint64_t(3));
        record[0] = '\x0b';
        const std::string error = errorOf([&] { readCifar(*bytesInMemory(record, "x.bin")); });
        QVERIFY2(holds(error, "label is 11") && holds(error, "byte 0"), error.c_str());
    }

    void everyWavSampleIsReadExactly_data()
    {
        QTest::addColumn<QString>("file");
        for (const char* const file : {"pcm16_mono_16k.wav", "pcm8_mono.wav", "pcm24_stereo.wav", "float32_mono.wav",
                                       "extensible_pcm16_stereo.wav", "samplesound.wav"})
            QTest::newRow(file) << file;
    }
    void everyWavSampleIsReadExactly()
    {
        QFETCH(QString, file);
        const QString dir = samplesDir() + "/static-datasets";
        if (samplesDir().isEmpty() || !QFile::exists(dir + "/" + file))
            QSKIP("no sample files");
        const auto expected = expectedOf(dir)[file.toStdString()];
        const WavSound sound = readWav(*openBytes(pathOf(dir + "/" + file)));
        QCOMPARE(sound.formatTag, expected["format_tag"].get<int>());
        QCOMPARE(sound.channels, expected["channels"].get<int>());
        QCOMPARE(sound.rate, expected["rate"].get<std::int64_t>());
        QCOMPARE(sound.blockAlign, expected["block_align"].get<int>());
        QCOMPARE(sound.bits, expected["bits"].get<int>());
        QCOMPARE(nlohmann::json(sound.chunks), expected["chunks"]);
        QCOMPARE(sound.frames(), expected["frames"].get<std::int64_t>());
        QCOMPARE(std::int64_t(sound.data.size()), expected["data_bytes"].get<std::int64_t>());
        QCOMPARE(hashOf(sound.data), expected["sha256_data"].get<std::string>());
        if (expected.contains("subformat_tag"))
            QCOMPARE(sound.subformatTag, expected["subformat_tag"].get<int>());
        for (const float sample : sound.mono())
            QVERIFY(sample >= -1 && sample <= 1);
    }

    void samplesOfEveryWidthMeanTheSame()
    {
        const std::vector<float> half{0.5f, -0.5f};
        const auto read = [](const std::string& bytes) { return readWav(*bytesInMemory(bytes, "x.wav")); };
        QCOMPARE(read(wavOf(1, 1, 8, std::string("\xc0\x40", 2), 2)).mono(), half);
        QCOMPARE(read(wavOf(1, 1, 16, std::string("\x00\x40\x00\xc0", 4), 4)).mono(), half);
        QCOMPARE(read(wavOf(1, 1, 24, std::string("\0\0\x40\0\0\xc0", 6), 6)).mono(), half);
        QCOMPARE(read(wavOf(1, 1, 32, std::string("\0\0\0\x40\0\0\0\xc0", 8), 8)).mono(), half);
        QCOMPARE(read(wavOf(3, 1, 32, std::string("\0\0\0\x3f\0\0\0\xbf", 8), 8)).mono(), half);
        QCOMPARE(read(wavOf(3, 1, 64, std::string("\0\0\0\0\0\0\xe0\x3f\0\0\0\0\0\0\xe0\xbf", 16), 16)).mono(), half);
        QCOMPARE(read(wavOf(1, 2, 16, std::string("\x00\x40\x00\xc0", 4), 4)).mono(), std::vector<float>{0});
    }

    void aSoundThatWasStillBeingWrittenIsReadToItsEnd_data()
    {
        QTest::addColumn<uint>("promised");
        QTest::addColumn<bool>("cut");
        QTest::newRow("length 0") << 0u << false;
        QTest::newRow("length unknown") << 0xFFFFFFFFu << false;
        QTest::newRow("length too large") << 1000u << true;
    }
    void aSoundThatWasStillBeingWrittenIsReadToItsEnd()
    {
        QFETCH(uint, promised);
        QFETCH(bool, cut);
        const WavSound sound = readWav(*bytesInMemory(wavOf(1, 1, 16, "abcdefg", promised), "x.wav"));
        QCOMPARE(sound.frames(), std::int64_t(3));
        QCOMPARE(sound.droppedBytes, std::uint64_t(1));
        QCOMPARE(sound.cut, cut);
    }

    void aPackedSoundIsRefusedByTheNameOfItsCoding()
    {
        const std::string error = errorOf([] { readWav(*bytesInMemory(wavOf(7, 1, 8, "abcd", 4), "x.wav")); });
        QVERIFY2(holds(error, "mu-law") && holds(error, "x.wav"), error.c_str());
        QVERIFY(holds(errorOf([] { readWav(*bytesInMemory("RIFF____AVI ", "x.avi")); }), "no WAV"));
        QVERIFY(holds(errorOf([] { readWav(*bytesInMemory("RIFF____WAVE", "x.wav")); }), "no format chunk"));
        QVERIFY(holds(errorOf([] { readWav(*bytesInMemory(wavOf(1, 3, 8, "", 0).replace(32, 1, 1, '\x07'), "x.wav")); }), "cannot be"));
    }

    void damagedFilesNeverCrash()
    {
        std::mt19937 random(11);
        const std::string wav = wavOf(1, 2, 16, std::string(64, 'x'), 64, std::string("LIST\x05\0\0\0abcde\0", 14));
        const std::string idx = std::string("\0\0\x08\x02\0\0\0\x04\0\0\0\x04", 12) + std::string(16, 'x');
        for (int round = 0; round < 20000; ++round) {
            std::string bytes = round % 2 ? wav : idx;
            if (round % 4 == 2)
                bytes = deflated(bytes, DeflateWrapping::Gzip, 1);
            for (unsigned change = 0; change < 1 + random() % 4; ++change)
                bytes[random() % bytes.size()] = char(random());
            if (random() % 4 == 0)
                bytes.resize(random() % bytes.size());
            errorOf([&] { round % 2 ? void(readWav(*bytesInMemory(bytes, "x")).mono()) : void(readIdx(bytesInMemory(bytes, "x"), 1 << 20)); });
        }
    }

    void theTransformOfAnyLengthIsTheDefinition()
    {
        for (const std::size_t length : {1u, 2u, 3u, 12u, 17u, 30u, 64u, 97u}) {
            std::vector<std::complex<double>> values(length);
            std::mt19937 random(3);
            for (auto& v : values)
                v = {double(random() % 1000) / 500 - 1, double(random() % 1000) / 500 - 1};
            const auto result = fourier(values);
            for (std::size_t k = 0; k < length; ++k) {
                std::complex<double> sum = 0;
                for (std::size_t i = 0; i < length; ++i)
                    sum += values[i] * std::polar(1.0, -2 * std::numbers::pi * double(i * k) / double(length));
                QVERIFY(std::abs(sum - result[k]) < 1e-9);
            }
        }
    }

    void aToneLiesInTheBandOfItsFrequency()
    {
        std::vector<float> tone(16000);
        for (std::size_t i = 0; i < tone.size(); ++i)
            tone[i] = float(std::sin(2 * std::numbers::pi * 1000 * double(i) / 16000));
        const MelSettings settings{.nFft = 480, .hop = 160, .nMels = 40, .fMin = 20, .fMax = 4000,
                                   .scale = MelSettings::Scale::Slaney, .slaneyNorm = true};
        const PlainTensor mel = melSpectrogram(tone, settings);
        QCOMPARE(mel.shape, (std::vector<std::int64_t>{40, 101}));
        const auto band = [&](int m) { return mel.data[std::size_t(m) * 101 + 50]; };
        int loudest = 0;
        for (int m = 0; m < 40; ++m)
            loudest = band(m) > band(loudest) ? m : loudest;
        const double low = hzToMel(20, settings.scale), high = hzToMel(4000, settings.scale);
        const double centre = melToHz(low + (high - low) * (loudest + 1) / 41, settings.scale);
        QVERIFY2(std::abs(centre - 1000) < 60, std::to_string(centre).c_str());
        // Of a full tone, the sum over all bins of the energy is the energy of the window: Parseval.
        const PlainTensor spectrum = spectrogram(tone, settings);
        double sum = 0;
        for (std::size_t b = 0; b < 241; ++b)
            sum += double(spectrum.data[50 * 241 + b]) * (b == 0 || b == 240 ? 1 : 2);
        QVERIFY(std::abs(sum / 480 - 480 * 3.0 / 8 / 2) < 1);
    }

    void slopesAreThoseOfPolynomials()
    {
        PlainTensor line{{1, 20}, {}};
        for (int i = 0; i < 20; ++i)
            line.data.push_back(float(i * i * 3 + i * 2 + 1));
        const PlainTensor second = deltas(line, 2);
        for (const float v : second.data)
            QVERIFY(std::abs(v - 6) < 1e-3);
        const PlainTensor first = deltas(line, 1);   // the mean slope of the window, at its middle
        QVERIFY(std::abs(first.data[10] - (2 * 3 * 10 + 2)) < 1e-3);
        QCOMPARE(first.data[0], first.data[4]);
        QVERIFY(holds(errorOf([] { deltas(PlainTensor{{1, 3}, {0, 0, 0}}, 1); }), "9 frames"));
    }

    void settingsThatCannotBeAreNamed()
    {
        const std::vector<float> silence(1000);
        QVERIFY(holds(errorOf([&] { spectrogram(silence, {.nFft = 0}); }), "0 samples"));
        QVERIFY(holds(errorOf([&] { spectrogram(silence, {.nFft = 4096}); }), "need more than 2048"));
        QVERIFY(holds(errorOf([&] { melFilters({.fMin = 5000, .fMax = 4000}); }), "empty"));
        QVERIFY(holds(errorOf([&] { spectrogram(silence, {.winLength = 500}); }), "window"));
    }
};

SPW_TEST_GUILESS(tst_StaticFiles)

} // namespace tst_static_files

#include "tst_static_files.moc"
