// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/data/containers/chunk_filters.h"
#include "core/data/containers/ecf_chunk.h"
#include "core/data/containers/mat_file.h"
#include "core/data/containers/npz_file.h"
#include "core/data/containers/python_literal.h"
#include "core/data/sha256.h"
#include "tests/data/samples.h"
#include "tests/runner/registry.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <cmath>
#include <numeric>
#include <random>

namespace tst_containers {

using namespace spw;

namespace {

/// A `.npy` file with this description; data follow.
std::string npyOf(const std::string& descr, const std::string& shape, const std::string& data, bool fortran = false)
{
    std::string header = "{'descr': " + descr + ", 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': " + shape + ", }\n";
    return std::string("\x93NUMPY\1\0", 8) + char(header.size() & 255) + char(header.size() >> 8) + header + data;
}

NpyView view(const std::string& bytes) { return viewNpy(bytes, "x.npy"); }

std::string hashOf(const std::string& bytes)
{
    Sha256 hash;
    hash.add(bytes.data(), bytes.size());
    return hash.hex();
}

void checkArray(const NpyView& array, const nlohmann::json& expected, const std::string& name)
{
    QVERIFY2(array.header.shape == expected["shape"].get<std::vector<std::int64_t>>(), name.c_str());
    QVERIFY2(hashOf(cOrderBytes(array)) == expected["sha256_c_order_le"].get<std::string>(), name.c_str());
    const std::vector<double> values = cOrderReals(array, name);
    const double sum = std::accumulate(values.begin(), values.end(), 0.0), wanted = expected["sum"].get<double>();
    QVERIFY2(std::abs(sum - wanted) <= 1e-4 * std::max(1.0, std::abs(wanted)), name.c_str());
}

std::string zipOf(const std::vector<std::pair<std::string, std::string>>& members, bool compress)
{
    std::string bytes;
    ZipWriter writer([&](std::string_view part) { bytes += part; });
    for (const auto& [name, content] : members)
        writer.add(name, content, compress);
    writer.finish();
    return bytes;
}

/// A MATLAB 5 element.
std::string element(std::uint32_t type, const std::string& content)
{
    std::string bytes(8, '\0');
    for (int i = 0; i < 4; ++i) {
        bytes[std::size_t(i)] = char(type >> (8 * i));
        bytes[std::size_t(4 + i)] = char(content.size() >> (8 * i));
    }
    return bytes + content + std::string((8 - content.size() % 8) % 8, '\0');
}

std::string matOf(const std::string& elements)
{
    return std::string("MATLAB 5.0 MAT-file") + std::string(124 - 19, ' ') + std::string("\x00\x01IM", 4) + elements;
}

/// A column "v" of bytes 1, 2, 3.
std::string column()
{
    return element(14, element(6, std::string("\x09\0\0\0\0\0\0\0", 8)) + element(5, std::string("\3\0\0\0\1\0\0\0", 8))
                           + std::string("\1\0\1\0v\0\0\0", 8) + element(2, "\1\2\3"));
}

} // namespace

class tst_Containers final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void everyNumpySampleIsReadExactly()
    {
        const QString dir = samplesDir() + "/numpy/";
        if (samplesDir().isEmpty() || !QFile::exists(dir))
            QSKIP("no sample files");
        const auto expected = nlohmann::json::parse(readFile(pathOf(dir + "expected.json"), 1 << 20));
        for (const auto& [name, facts] : expected.items()) {
            const auto path = pathOf(dir) / name;
            if (facts.contains("members")) {
                const NpzFile npz(openBytes(path));
                QCOMPARE(npz.keys().size(), facts["members"].size());
                for (const auto& [key, array] : facts["members"].items())
                    checkArray(npz.read(key)->view, array, name + " > " + key);
            } else if (name == "objects_refuse.npy") {
                const std::string error = errorOf([&] { NpyFile(readFile(path, 1 << 20), name); });
                QVERIFY2(holds(error, "Python objects") && holds(error, name), error.c_str());
            } else {
                const NpyFile npy(readFile(path, 1 << 20), name);
                if (facts.contains("fortran"))
                    QCOMPARE(npy.view.header.fortranOrder, facts["fortran"].get<bool>());
                if (facts.contains("sum"))
                    checkArray(npy.view, facts, name);
            }
        }
        const NpyFile structured(readFile(pathOf(dir + "structured.npy"), 1 << 20), "structured.npy");
        QCOMPARE(structured.view.header.fields.size(), std::size_t(3));
        QCOMPARE(structured.view.header.field("xy")->shape, std::vector<std::int64_t>{2});
        QCOMPARE(structured.view.header.field("p")->offset, std::size_t(12));
        const NpyFile utf8(readFile(pathOf(dir + "version3_utf8_field.npy"), 1 << 20), "utf8.npy");
        QCOMPARE(utf8.view.header.major, 3);
        QVERIFY(utf8.view.header.fields.at(0).name.size() > 1 && std::uint8_t(utf8.view.header.fields[0].name[0]) >= 0x80);
    }

    void numbersOfEveryTypeAreRead_data()
    {
        QTest::addColumn<QString>("descr");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<double>("value");
        QTest::newRow("half") << "<f2" << QByteArray("\x00\xc1", 2) << -2.5;
        QTest::newRow("smallest half") << "<f2" << QByteArray("\x01\x00", 2) << std::ldexp(1.0, -24);
        QTest::newRow("half, other order") << ">f2" << QByteArray("\xc1\x00", 2) << -2.5;
        QTest::newRow("real, other order") << ">f8" << QByteArray("\xc0\x04\0\0\0\0\0\0", 8) << -2.5;
        QTest::newRow("short") << ">i2" << QByteArray("\xff\xfe", 2) << -2.0;
        QTest::newRow("unsigned") << "<u8" << QByteArray("\xff\xff\xff\xff\0\0\0\0", 8) << 4294967295.0;
        QTest::newRow("byte") << "|i1" << QByteArray("\x80", 1) << -128.0;
        QTest::newRow("truth") << "|b1" << QByteArray("\x05", 1) << 1.0;
        QTest::newRow("native order") << "=i4" << QByteArray("\x02\0\0\0", 4) << 2.0;
        QTest::newRow("time") << "<M8[us]" << QByteArray("\x07\0\0\0\0\0\0\0", 8) << 7.0;
    }
    void numbersOfEveryTypeAreRead()
    {
        QFETCH(QString, descr);
        QFETCH(QByteArray, bytes);
        QFETCH(double, value);
        const std::string file = npyOf("'" + descr.toStdString() + "'", "(1,)", bytes.toStdString());
        QCOMPARE(cOrderReals(view(file), "x").at(0), value);
    }

    void columnMajorArraysComeInRowOrder()
    {
        const std::string file = npyOf("'|u1'", "(2, 3)", "\1\4\2\5\3\6", true);
        QCOMPARE(cOrderIntegers(view(file), "x"), (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6}));
        QCOMPARE(cOrderBytes(view(file)), std::string("\1\2\3\4\5\6"));
    }

    void recordsGoByTheirNames()
    {
        const std::string file = npyOf("[('x', '<u2'), ('', '|V1'), (('a title', 't'), '>u4'), ('in', [('a', '|i1'), ('b', '|i1')])]", "(2,)",
                                       std::string("\1\0_\0\0\0\7ab\2\0_\0\0\1\0cd", 18));
        const NpyView records = view(file);
        QCOMPARE(records.header.itemBytes, std::size_t(9));
        QCOMPARE(integersOf(records.column(*records.header.field("x"))), (std::vector<std::int64_t>{1, 2}));
        QCOMPARE(integersOf(records.column(*records.header.field("t"))), (std::vector<std::int64_t>{7, 256}));
        QCOMPARE(integersOf(records.column(*records.header.field("in.b"))), (std::vector<std::int64_t>{'b', 'd'}));
    }

    void arraysThatCannotBeAreRefused_data()
    {
        QTest::addColumn<QString>("descr");
        QTest::addColumn<QString>("shape");
        QTest::addColumn<QString>("says");
        QTest::newRow("objects") << "'|O'" << "(1,)" << "Python objects";
        QTest::newRow("objects in records") << "[('a', '|O')]" << "(1,)" << "Python objects";
        QTest::newRow("no such type") << "'<q9'" << "(1,)" << "'<q9'";
        QTest::newRow("odd size") << "'<f3'" << "(1,)" << "'<f3'";
        QTest::newRow("too many values") << "'<f8'" << "(3,)" << "promises";
        QTest::newRow("product overflows") << "'<f8'" << "(4294967296, 4294967296, 4294967296)" << "promises";
        QTest::newRow("negative") << "'<f8'" << "(-1,)" << "shape";
        QTest::newRow("many items of no bytes") << "'|S0'" << "(9000000000,)" << "promises";
        QTest::newRow("code") << "__import__('os')" << "(1,)" << "expected";
        QTest::newRow("deep") << QString(100, '(') << "(1,)" << "nesting";
        QTest::newRow("huge field") << "[('a', '<f8', (99999999, 99999999))]" << "(1,)" << "1 GiB";
    }
    void arraysThatCannotBeAreRefused()
    {
        QFETCH(QString, descr);
        QFETCH(QString, shape);
        QFETCH(QString, says);
        const std::string file = npyOf(descr.toStdString(), shape.toStdString(), std::string(16, 'x'));
        const std::string error = errorOf([&] { view(file); });
        QVERIFY2(holds(error, says.toStdString()) && holds(error, "x.npy"), error.c_str());
    }

    void literalsAreParsedAndNeverRun()
    {
        const PythonLiteral value = parsePythonLiteral("{'a': (1, -2L), \"b\": [True, None, u'\\x41\\'']}", "x");
        QCOMPARE(*value.find("a")->list()->at(1).integer(), std::int64_t(-2));
        QCOMPARE(*value.find("b")->list()->at(2).text(), std::string("A'"));
        for (const char* const bad : {"", "{", "(1", "{'a' 1}", "'open", "1 + 1", "f(1)", "99999999999999999999", "[1 2]"})
            QVERIFY2(!errorOf([&] { parsePythonLiteral(bad, "x"); }).empty(), bad);
    }

    void whatIsWrittenIsReadBack_data()
    {
        QTest::addColumn<bool>("compress");
        QTest::newRow("stored") << false;
        QTest::newRow("packed") << true;
    }
    void whatIsWrittenIsReadBack()
    {
        QFETCH(bool, compress);
        const std::string data(80000, 'z'), array = npyHeaderBytes("|u1", {400, 200}) + data;
        const std::string bytes = zipOf({{"t.npy", array}, {"empty.npy", npyHeaderBytes("<f4", {0})}, {"note.txt", "hello"}}, compress);
        QCOMPARE(zipOf({{"t.npy", array}, {"empty.npy", npyHeaderBytes("<f4", {0})}, {"note.txt", "hello"}}, compress), bytes);
        QVERIFY(compress ? bytes.size() < 2000 : bytes.size() > 80000);
        const NpzFile npz(bytesInMemory(bytes, "x.npz"));
        QCOMPARE(npz.keys(), (std::vector<std::string>{"t", "empty"}));
        QCOMPARE(npz.header("t").shape, (std::vector<std::int64_t>{400, 200}));
        QCOMPARE(cOrderBytes(npz.read("t")->view), data);
        QCOMPARE(npz.zip().read(*npz.zip().find("note.txt"), 100), std::string("hello"));
        QVERIFY(holds(errorOf([&] { npz.read("x"); }), "t, empty"));
    }

    void aDamagedZipFileIsRefusedWithAReason()
    {
        const std::string good = zipOf({{"a.npy", npyHeaderBytes("|u1", {4}) + "abcd"}}, false);
        const auto reason = [](const std::string& bytes) {
            return errorOf([&] { NpzFile(bytesInMemory(bytes, "x.npz")).read("a"); });
        };
        QCOMPARE(reason(good), std::string());
        QVERIFY(holds(reason(good.substr(0, good.size() - 30)), "no list of its contents"));
        std::string flipped = good;
        flipped[good.find("abcd")] = 'A';
        QVERIFY(holds(reason(flipped), "checksum"));
        std::string locked = good;
        locked[good.find("PK\1\2") + 8] = '\1';
        QVERIFY(holds(reason(locked), "encrypted"));
        std::string method = good;
        method[good.find("PK\1\2") + 10] = '\x0e';
        QVERIFY(holds(reason(method), "method 14"));
    }

    void packedDataThatGrowTooMuchAreStopped()
    {
        const std::string bomb = deflated(std::string(50'000'000, '\0'), DeflateWrapping::Zlib);
        QVERIFY(bomb.size() < 100000);
        QVERIFY(holds(errorOf([&] { inflated(bomb, DeflateWrapping::Zlib, 1000, "x"); }), "1000"));
        QCOMPARE(inflated(bomb, DeflateWrapping::Zlib, 50'000'000, "x").size(), std::size_t(50'000'000));
        QVERIFY(holds(errorOf([&] { inflated(bomb.substr(0, 100), DeflateWrapping::Zlib, 50'000'000, "x"); }), "before they are complete"));
        const std::string twice = deflated("one", DeflateWrapping::Gzip) + deflated("two", DeflateWrapping::Gzip);
        QCOMPARE(gunzipped(twice, 100, "x"), std::string("onetwo"));
        const auto stream = inflateStream(bytesInMemory(twice, "x"), 0, twice.size(), DeflateWrapping::Gzip, "x");
        std::string text(10, '\0');
        text.resize(stream->read(text.data(), text.size()));
        QCOMPARE(text, std::string("onetwo"));
    }

    void matlabVariablesAreRead()
    {
        for (const bool packed : {false, true}) {
            const std::string content = packed ? deflated(column(), DeflateWrapping::Zlib) : column();
            std::string bytes = matOf(packed ? std::string("\x0f\0\0\0", 4) + char(content.size()) + std::string(3, '\0') + content : content);
            const MatFile file(bytesInMemory(bytes, "x.mat"));
            QCOMPARE(file.variables().size(), std::size_t(1));
            QCOMPARE(file.find("v")->type, std::string("uint8"));
            QCOMPARE(file.find("v")->shape, (std::vector<std::int64_t>{3, 1}));
            QCOMPARE(integersOf(file.find("v")->values), (std::vector<std::int64_t>{1, 2, 3}));
            QCOMPARE(MatFile(bytesInMemory(bytes + column().substr(0, 40), "x.mat")).droppedBytes(), std::uint64_t(40));
        }
        QVERIFY(holds(errorOf([] { MatFile(bytesInMemory("MATLAB 7.3 MAT-file" + std::string(200, ' '), "x.mat")); }), "7.3"));
        QVERIFY(holds(errorOf([] { MatFile(bytesInMemory(matOf(column().substr(0, 30)), "x.mat")); }), "first variable"));
    }

    void structuresWithFieldsWithoutEndAreListedAlone()
    {
        const auto words = [](std::initializer_list<std::uint32_t> values) {
            std::string bytes;
            for (const std::uint32_t value : values)
                for (int shift = 0; shift < 32; shift += 8)
                    bytes += char(value >> shift);
            return bytes;
        };
        const auto structures = [&](std::uint32_t count, std::uint32_t nameBytes) {
            std::string content = element(6, words({2, 0})) + element(5, words({count, 1})) + element(1, "s")
                                  + element(5, words({nameBytes})) + element(1, std::string(3 * nameBytes, 'f'));
            for (std::uint32_t i = 0; i < 3 * count; ++i)
                content += element(14, "");
            return matOf(element(14, content));
        };
        QCOMPARE(MatFile(bytesInMemory(structures(100, 8), "x.mat")).variables().size(), std::size_t(301));
        // 8 bytes each in the file, and each a variable with a long name.
        QCOMPARE(MatFile(bytesInMemory(structures(9'000, 200), "x.mat")).variables().size(), std::size_t(1));
        QVERIFY(holds(errorOf([&] { MatFile(bytesInMemory(structures(2, 4096), "x.mat")); }), "names"));
    }

    void chunksOfEventsComeBackAsTheyWere()
    {
        std::mt19937 random(5);
        for (const std::size_t count : {0u, 1u, 3u, 4u, 5u, 1000u, 65535u}) {
            std::string records(count * 16, '\0');
            std::uint64_t time = 1'000'000;
            for (std::size_t i = 0; i < count; ++i) {
                time += random() % 5 == 0 ? random() % (i % 7 == 0 ? 5'000'000u : 40u) : 0;
                const std::uint16_t x = std::uint16_t(random() % 1280), y = std::uint16_t(random() % 720), p = std::uint16_t(random() % 2);
                std::memcpy(&records[i * 16], &x, 2);
                std::memcpy(&records[i * 16 + 2], &y, 2);
                std::memcpy(&records[i * 16 + 4], &p, 2);
                std::memcpy(&records[i * 16 + 8], &time, 8);
            }
            QVERIFY(decodeEcfChunk(encodeEcfChunk(records), count, "x") == records);
        }
    }

    void theOtherCodingsOfAChunkAreReadAsDocumented()
    {
        // 3 events at 100, then 20 at 115 + 16 * 3: rows by runs, columns by masks, polarities by runs.
        std::string chunk("\x0c\0\0\0" "\x64\0\0\0\0\0\0\0" "\x03", 13);
        chunk += std::string("\x43\1", 2);                 // y 10, 3 events
        chunk += std::string("\x12\1", 2) + std::string("\x40\2", 2);   // x 8 and its first and fourth neighbour, then 18
        const std::string masked = chunk.substr(0, 15) + std::string("\x12\1", 2) + "\x83";
        const std::string three = decodeEcfChunk(masked, 3, "x");
        const auto word = [](const std::string& records, std::size_t i, std::size_t at) { return int(littleEndian<std::uint16_t>(records.data() + i * 16 + at)); };
        QCOMPARE(word(three, 0, 0), 8);
        QCOMPARE(word(three, 1, 0), 9);
        QCOMPARE(word(three, 2, 0), 12);
        QCOMPARE(word(three, 2, 2), 10);
        QCOMPARE(word(three, 2, 4), 1);
        QCOMPARE(word(three, 0, 8), 100);
        // Columns with polarities: 12 bits each, and a jump of 0x21 in time.
        const std::string packed = std::string("\x09\0\0\0" "\0\0\0\0\0\0\0\0" "\xf1\xf2\x02" "\x22\0", 17) + std::string("\x35\x12\x08\x06\0\0", 6);
        const std::string two = decodeEcfChunk(packed, 2, "x");
        QCOMPARE(word(two, 0, 8), 0x21);
        QCOMPARE(word(two, 0, 0), 0x123 >> 1);
        QCOMPARE(word(two, 0, 4), 1);
        QCOMPARE(word(two, 1, 0), (0x5 | 0x06 << 4) >> 1);
        QVERIFY(holds(errorOf([&] { decodeEcfChunk(packed, 1, "x"); }), "promises 2 events"));
        QVERIFY(holds(errorOf([&] { decodeEcfChunk(packed.substr(0, 19), 2, "x"); }), "ends inside"));
    }

    void filtersAreUndoneInTheirOrder()
    {
        const ChunkFilter deflate{1, "deflate", {4}}, shuffle{2, "shuffle", {2}}, lzf{32000, "lzf", {}}, unknown{32015, "", {}};
        const std::string values("\1\0\2\0\3\0", 6), shuffled("\1\2\3\0\0\0", 6);
        QCOMPARE(undoFilters(deflated(shuffled, DeflateWrapping::Zlib), {shuffle, deflate}, 0, 6, "x"), values);
        QCOMPARE(undoFilters(shuffled, {shuffle, deflate}, 2, 6, "x"), values);   // the second was left out
        QCOMPARE(undoFilters(std::string("\2abc\x80\2\0x", 8), {lzf}, 0, 10, "x"), std::string("abcabcabcx").substr(0, 10));
        QVERIFY(holds(errorOf([&] { undoFilters(std::string("\2abc\x80\7", 6), {lzf}, 0, 10, "x"); }), "starts before"));
        QCOMPARE(unpackedLzf(std::string_view("\2abc\x40\2", 6), 100, "x"), std::string("abcabca"));
        QVERIFY(holds(errorOf([&] { unpackedLzf(std::string_view("\2abc\x40\2", 6), 5, "x"); }), "more than"));
        QVERIFY(holds(errorOf([&] { unpackedLzf(std::string_view("\2abc\x40", 5), 100, "x"); }), "inside a copy"));
        QVERIFY(holds(errorOf([&] { undoFilters("abc", {unknown}, 0, 3, "x"); }), "32015 (Zstandard)"));
        QVERIFY(holds(errorOf([&] { undoFilters(deflated(std::string(100, 'a'), DeflateWrapping::Zlib), {deflate}, 0, 6, "x"); }), "6 bytes"));
    }

    void damagedContainersNeverCrash()
    {
        std::mt19937 random(17);
        const std::vector<std::string> good = {
            npyOf("[('x', '<u2'), ('t', '>u4')]", "(2,)", std::string(12, 'x')),
            zipOf({{"t.npy", npyHeaderBytes("<i8", {20}) + std::string(160, 't')}, {"x.npy", npyHeaderBytes("|u1", {20}) + std::string(20, 'x')}}, true),
            matOf(column() + column())};
        for (int round = 0; round < 30000; ++round) {
            std::string bytes = good[std::size_t(round) % good.size()];
            for (unsigned change = 0; change < 1 + random() % 4; ++change)
                bytes[random() % bytes.size()] = char(random() % 3 == 0 ? 0xff : random());
            if (random() % 4 == 0)
                bytes.resize(random() % bytes.size());
            errorOf([&] {
                if (round % 3 == 0) {
                    cOrderBytes(view(bytes));
                } else if (round % 3 == 1) {
                    const NpzFile npz(bytesInMemory(bytes, "x.npz"));
                    for (const std::string& key : npz.keys())
                        npz.read(key, 1 << 20);
                } else {
                    MatFile file(bytesInMemory(bytes, "x.mat"));
                    for (const MatVariable& v : file.variables())
                        realsOf(v.values);
                }
            });
            const std::string chunk = bytes.substr(0, 200);
            errorOf([&] { decodeEcfChunk(chunk, 65535, "x"); });
            errorOf([&] { undoFilters(chunk, {{32000, "", {}}, {3, "", {}}}, 0, 4096, "x"); });
        }
    }
};

SPW_TEST_GUILESS(tst_Containers)

} // namespace tst_containers

#include "tst_containers.moc"
