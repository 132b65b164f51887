// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/containers/deflate.h"
#include "core/data/containers/zip_file.h"
#include "core/data/dataset.h"
#include "core/catalog/catalog.h"
#include "core/data/dataset_sources.h"
#include "core/data/download.h"
#include "core/data/md5.h"
#include "core/data/sha256.h"
#include "core/data/unpack.h"
#include "local_server.h"
#include "samples.h"
#include "tests/runner/registry.h"

#include <QtTest>

#include <fstream>

namespace tst_downloads {

using namespace spw;
namespace fs = std::filesystem;

namespace {

std::string md5Of(const std::string& bytes)
{
    Md5 md5;
    md5.add(bytes.data(), bytes.size());
    return md5.hex();
}

std::string manyBytes(std::size_t count)
{
    std::string bytes(count, '\0');
    std::uint32_t state = 1;
    for (char& c : bytes)
        c = char((state = state * 1664525u + 1013904223u) >> 24);
    return bytes;
}

std::string bytesOf(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string tarMember(const std::string& name, const std::string& content, char type = '0')
{
    std::string header(512, '\0');
    header.replace(0, name.size(), name);
    header.replace(100, 7, "0000644");
    char size[13];
    std::snprintf(size, sizeof size, "%011o", unsigned(content.size()));
    header.replace(124, 11, size);
    header[156] = type;
    header.replace(257, 5, "ustar");
    header.replace(148, 8, 8, ' ');
    unsigned sum = 0;
    for (const char c : header)
        sum += std::uint8_t(c);
    char check[8];
    std::snprintf(check, sizeof check, "%06o", sum);
    header.replace(148, 7, std::string(check, 7));
    return header + content + std::string((512 - content.size() % 512) % 512, '\0');
}

void put(const fs::path& file, const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }

} // namespace

class tst_Downloads final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void md5IsThatOfItsStandard()
    {
        QCOMPARE(md5Of(""), std::string("d41d8cd98f00b204e9800998ecf8427e"));
        QCOMPARE(md5Of("abc"), std::string("900150983cd24fb0d6963f7d28e17f72"));
        QCOMPARE(md5Of("12345678901234567890123456789012345678901234567890123456789012345678901234567890"),
                 std::string("57edf4a22be3c955ac49da2e2107b67a"));
        const std::string bytes = manyBytes(1000);
        Md5 pieces;
        for (std::size_t i = 0; i < 1000; i += 7)
            pieces.add(bytes.data() + i, std::min<std::size_t>(7, 1000 - i));
        QCOMPARE(pieces.hex(), md5Of(bytes));
    }

    void aFileArrivesWholeAndOnlyThen()
    {
        LocalServer server;
        server.content = manyBytes(3'000'000);
        const QTemporaryDir dir;
        const fs::path file = pathOf(dir.path()) / "new" / "file.bin";
        std::uint64_t seen = 0, told = 0;
        QVERIFY(download({.url = server.url(), .file = file, .checksum = "md5:" + md5Of(server.content),
                          .progress = [&](std::uint64_t done, std::uint64_t total) {
                              seen = std::max(seen, done), told = std::max(told, total);
                              return true;
                          }}));
        QCOMPARE(bytesOf(file), server.content);
        QVERIFY(!fs::exists(file.string() + ".part") && !fs::exists(file.string() + ".part.tag"));
        QCOMPARE(told, std::uint64_t(3'000'000));
        QCOMPARE(seen, told);
        const std::size_t before = server.requests().size();   // there and right: nobody is asked
        QVERIFY(download({.url = server.url(), .file = file, .checksum = "md5:" + md5Of(server.content)}));
        QCOMPARE(server.requests().size(), before);
        const std::string other = errorOf([&] { download({.url = server.url(), .file = file, .checksum = "md5:00000000000000000000000000000000"}); });
        QVERIFY2(holds(other, "not the one that is published"), other.c_str());
        QCOMPARE(bytesOf(file), server.content);
    }

    void aBrokenConnectionGoesOnWhereItStopped()
    {
        LocalServer server;
        server.content = manyBytes(1'000'000);
        server.cutAfter = 400'000;
        const QTemporaryDir dir;
        const fs::path file = pathOf(dir.path()) / "file.bin";
        Sha256 sha;
        sha.add(server.content.data(), server.content.size());
        QVERIFY(download({.url = server.url(), .file = file, .checksum = "sha256:" + sha.hex()}));
        QCOMPARE(bytesOf(file), server.content);
        const auto requests = server.requests();
        QCOMPARE(requests.size(), std::size_t(2));
        QVERIFY(holds(requests[1], "Range: bytes=400000-") && holds(requests[1], "If-Range: \"one\""));
    }

    void aLaterCallGoesOnUnlessTheServerHasAnotherFile_data()
    {
        QTest::addColumn<bool>("changed");
        QTest::addColumn<bool>("ranges");
        QTest::newRow("the same") << false << true;
        QTest::newRow("another file") << true << true;
        QTest::newRow("no ranges") << false << false;
    }
    void aLaterCallGoesOnUnlessTheServerHasAnotherFile()
    {
        QFETCH(bool, changed);
        QFETCH(bool, ranges);
        LocalServer server;
        server.content = manyBytes(500'000);
        server.cutAfter = 200'000;
        server.cutAlways = true;
        const QTemporaryDir dir;
        const fs::path file = pathOf(dir.path()) / "file.bin";
        const std::string broke = errorOf([&] { download({.url = server.url(), .file = file, .attempts = 1}); });
        QVERIFY2(holds(broke, "200000 bytes that are here"), broke.c_str());
        QVERIFY(!fs::exists(file) && fs::file_size(file.string() + ".part") == 200'000);
        server.cutAfter = 0;
        server.ranges = ranges;
        if (changed) {
            server.content = std::string(300'000, 'x');
            server.etag = "\"two\"";
        }
        QVERIFY(download({.url = server.url(), .file = file, .checksum = "md5:" + md5Of(server.content)}));
        QCOMPARE(bytesOf(file), server.content);
    }

    void aWrongChecksumLeavesNothing()
    {
        LocalServer server;
        server.content = manyBytes(1000);
        const QTemporaryDir dir;
        const fs::path file = pathOf(dir.path()) / "file.bin";
        const std::string error = errorOf([&] { download({.url = server.url(), .file = file, .checksum = "md5:" + md5Of("other")}); });
        QVERIFY2(holds(error, "its checksum differs") && holds(error, server.url()), error.c_str());
        QVERIFY(fs::is_empty(pathOf(dir.path())));
    }

    void stoppingKeepsWhatIsThere()
    {
        LocalServer server;
        server.content = manyBytes(20'000'000);
        const QTemporaryDir dir;
        const fs::path file = pathOf(dir.path()) / "file.bin";
        QVERIFY(!download({.url = server.url(), .file = file, .progress = [](std::uint64_t done, std::uint64_t) { return done < 100'000; }}));
        const auto part = fs::file_size(file.string() + ".part");
        QVERIFY(!fs::exists(file) && part >= 100'000 && part < 20'000'000);
        QVERIFY(download({.url = server.url(), .file = file, .checksum = "md5:" + md5Of(server.content)}));
        QVERIFY(holds(server.requests().back(), "Range: bytes=" + std::to_string(part) + "-"));
    }

    void whatServersRefuseIsSaid()
    {
        LocalServer server;
        server.content = manyBytes(1000);
        const QTemporaryDir dir;
        const fs::path file = pathOf(dir.path()) / "file.bin";
        server.status = 404;
        QVERIFY(holds(errorOf([&] { download({.url = server.url(), .file = file}); }), "answers 404"));
        server.status = 200;
        QVERIFY(holds(errorOf([&] { download({.url = server.url(), .file = file, .mostBytes = 999}); }), "more than 999 bytes"));
        server.location = "file:///etc/hostname";
        QVERIFY(!errorOf([&] { download({.url = server.url("/moved"), .file = file}); }).empty());
        QVERIFY(!fs::exists(file));
        server.location = server.url();
        QVERIFY(download({.url = server.url("/moved"), .file = file}));
        QCOMPARE(bytesOf(file), server.content);
        QVERIFY(!errorOf([&] { download({.url = "file:///etc/hostname", .file = file.string() + "2"}); }).empty());
        QVERIFY(!errorOf([&] { download({.url = "http://127.0.0.1:1/x", .file = file.string() + "3", .attempts = 1}); }).empty());
    }

    void archivesUnpackWithTheirFolders()
    {
        const QTemporaryDir dir;
        const fs::path root = pathOf(dir.path());
        const std::string big = manyBytes(1'000'000), longName = std::string(120, 'n') + ".txt";
        const std::string tar = tarMember("set/", "", '5') + tarMember("set/a.txt", "alpha") + tarMember("set/link", "", '2')
                                + tarMember("././@LongLink", "set/" + longName + std::string(1, '\0'), 'L') + tarMember("set/cut", "long")
                                + tarMember("set/sub/big.bin", big) + std::string(1024, '\0');
        put(root / "a.tar.gz", deflated(tar, DeflateWrapping::Gzip));
        QCOMPARE(unpackArchive(root / "a.tar.gz", root / "tar"), std::int64_t(3));
        QCOMPARE(bytesOf(root / "tar/set/a.txt"), std::string("alpha"));
        QCOMPARE(bytesOf(root / "tar/set" / longName), std::string("long"));
        QCOMPARE(bytesOf(root / "tar/set/sub/big.bin"), big);
        QVERIFY(!fs::exists(root / "tar/set/link"));

        std::string zipped;
        ZipWriter writer([&](std::string_view bytes) { zipped += bytes; });
        writer.add("Train/0/1.bin", big, true);
        writer.add("Train/readme.txt", "words", false);
        writer.finish();
        put(root / "b.zip", zipped);
        QCOMPARE(unpackArchive(root / "b.zip", root / "zip"), std::int64_t(2));
        QCOMPARE(bytesOf(root / "zip/Train/0/1.bin"), big);

        put(root / "c.bin.gz", deflated(big, DeflateWrapping::Gzip));
        QCOMPARE(unpackArchive(root / "c.bin.gz", root / "gz"), std::int64_t(1));
        QCOMPARE(bytesOf(root / "gz/c.bin"), big);

        QCOMPARE(unpackArchive(root / "b.zip", root / "stopped", [](double) { return false; }), std::int64_t(-1));
        int files = 0;
        for (const auto& entry : fs::recursive_directory_iterator(root / "stopped"))
            files += entry.is_regular_file();
        QCOMPARE(files, 0);
    }

    void archivesThatLeaveTheirFolderOrAreDamagedAreRefused()
    {
        const QTemporaryDir dir;
        const fs::path root = pathOf(dir.path());
        for (const char* name : {"../out.txt", "/tmp/spw_out.txt", "a/../../out.txt"}) {
            put(root / "bad.tar", tarMember(name, "bad"));
            QVERIFY2(holds(errorOf([&] { unpackArchive(root / "bad.tar", root / "in"); }), "outside the folder"), name);
        }
        QVERIFY(!fs::exists(root / "out.txt"));
        put(root / "cut.tar", tarMember("a.txt", std::string(5000, 'a')).substr(0, 3000));
        QVERIFY(holds(errorOf([&] { unpackArchive(root / "cut.tar", root / "in"); }), "ends inside"));
        QVERIFY(!fs::exists(root / "in/a.txt"));
        std::string damaged = tarMember("a.txt", "a");
        damaged[0] = 'b';
        put(root / "sum.tar", damaged);
        QVERIFY(!errorOf([&] { unpackArchive(root / "sum.tar", root / "in"); }).empty());
    }

    void everySourceLeadsToADatasetAndCanBeChecked()
    {
        for (const DatasetSource& source : datasetSources()) {
            QVERIFY2(isDataset(source.node) && !source.terms.empty() && !source.steps.empty() && source.page.rfind("https://", 0) == 0, source.id.c_str());
            QCOMPARE(datasetSource(source.id), &source);
            for (const SourceFile& file : source.files) {
                const std::size_t digits = file.checksum.rfind("md5:", 0) == 0 ? 36 : 71;
                QVERIFY2(file.checksum.size() == digits && file.url.rfind("http", 0) == 0, file.name.c_str());
                QVERIFY2(file.checksum.find_first_not_of("0123456789abcdef", file.checksum.find(':') + 1) == std::string::npos, file.name.c_str());
            }
        }
        QVERIFY(!datasetSource("nothing"));

        // A node that reads several sets leads to the one that is chosen.
        const auto of = [](const std::string& node, const char* set) {
            ParamValues values = builtinCatalog().find(node)->initialValues();
            if (set)
                values.set("set", std::string(set));
            const DatasetSource* source = sourceOfNode(node, values);
            return source ? source->id : std::string();
        };
        QCOMPARE(of("dataset.mnist", nullptr), std::string("mnist"));
        QCOMPARE(of("dataset.mnist", "fashion"), std::string("fashion-mnist"));
        QCOMPARE(of("dataset.cifar", "10"), std::string("cifar10"));
        QCOMPARE(of("dataset.cifar", "100"), std::string("cifar100"));
        QCOMPARE(of("dataset.shd", nullptr), std::string("shd"));
        QCOMPARE(of("dataset.points", nullptr), std::string());
    }
};

SPW_TEST_GUILESS(tst_Downloads)

} // namespace tst_downloads

#include "tst_downloads.moc"
