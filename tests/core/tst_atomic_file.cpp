// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "tests/runner/registry.h"

#include <QtTest>

#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

namespace tst_atomic_file {

using namespace spw;
namespace fs = std::filesystem;

class tst_AtomicFile final : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    fs::path path(const char* name) const { return fs::path(m_dir.path().toStdString()) / name; }
    static int entries(const fs::path& folder)
    {
        return int(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
    }

private Q_SLOTS:
    void aFileIsReplacedAsAWhole()
    {
        const fs::path folder = path("replace");
        fs::create_directory(folder);
        const std::string large(3'000'000, 'x');
        writeFileAtomically(folder / "a", large);
        QVERIFY(readFile(folder / "a", 1u << 24) == large);
        writeFileAtomically(folder / "a", std::string("short\0er", 8));
        QVERIFY(readFile(folder / "a", 100) == std::string("short\0er", 8));
        writeFileAtomically(folder / "a", "");
        QCOMPARE(readFile(folder / "a", 0), std::string());
        QCOMPARE(entries(folder), 1);   // no temporary file stays
    }

    void rightsAndLinksStay()
    {
        const fs::path folder = path("links");
        fs::create_directory(folder);
        writeFileAtomically(folder / "real", "1");
        fs::permissions(folder / "real", fs::perms::owner_read | fs::perms::owner_write);
        fs::create_symlink("real", folder / "link");
        writeFileAtomically(folder / "link", "2");
        QVERIFY(fs::is_symlink(folder / "link"));
        QCOMPARE(readFile(folder / "real", 10), std::string("2"));
        QVERIFY(fs::status(folder / "real").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    }

    void aFailureNamesTheFileAndLeavesTheOldOne()
    {
        try {
            writeFileAtomically(path("no/such/folder/file"), "x");
            QFAIL("wrote into a folder that does not exist");
        } catch (const Error& error) {
            QVERIFY(error.where().find("no/such/folder/file") != std::string::npos);
            QVERIFY(!error.fix().empty());
        }
        const fs::path folder = path("taken");
        fs::create_directory(folder);
        QVERIFY_THROWS_EXCEPTION(Error, writeFileAtomically(folder, "x"));
        QVERIFY_THROWS_EXCEPTION(Error, writeFileAtomically("", "x"));
        QCOMPARE(entries(folder), 0);
    }

    void aFolderIsReplacedAsAWhole()
    {
        const fs::path parent = path("folders");
        fs::create_directory(parent);
        const auto write = [](const char* text) {
            return [text](const fs::path& folder) { std::ofstream(folder / "file") << text; };
        };
        writeFolderAtomically(parent / "checkpoint", write("old"));
        writeFolderAtomically(parent / "checkpoint", write("new"));
        QCOMPARE(readFile(parent / "checkpoint" / "file", 10), std::string("new"));
        QVERIFY_THROWS_EXCEPTION(Error, writeFolderAtomically(parent / "checkpoint", [](const fs::path& folder) {
                                     std::ofstream(folder / "half") << "x";
                                     throw Error("disk full", "", "");
                                 }));
        QCOMPARE(readFile(parent / "checkpoint" / "file", 10), std::string("new"));
        QCOMPARE(entries(parent), 1);
        QVERIFY_THROWS_EXCEPTION(Error, writeFolderAtomically(parent / "none" / "x", write("x")));
    }

    void readingRefusesWhatIsTooLargeOrNoFile()
    {
        writeFileAtomically(path("ten"), "0123456789");
        QCOMPARE(readFile(path("ten"), 10).size(), std::size_t(10));
        QVERIFY_THROWS_EXCEPTION(Error, readFile(path("ten"), 9));
        QVERIFY_THROWS_EXCEPTION(Error, readFile(path("missing"), 9));
        QVERIFY_THROWS_EXCEPTION(Error, readFile(m_dir.path().toStdString(), 9));
        QCOMPARE(::mkfifo(path("pipe").c_str(), 0600), 0);
        QVERIFY_THROWS_EXCEPTION(Error, readFile(path("pipe"), 9));   // and does not wait for a writer
        QVERIFY_THROWS_EXCEPTION(Error, readFile("/dev/zero", 9));
        const fs::path sparse = path("sparse");
        std::ofstream(sparse).put('x');
        fs::resize_file(sparse, std::uintmax_t(1) << 40);   // refused before a byte is read or a byte allocated
        QVERIFY_THROWS_EXCEPTION(Error, readFile(sparse, 1u << 20));
        QVERIFY(!readFile("/proc/self/status", 1u << 20).empty());   // its size is said to be 0
    }
};

SPW_TEST_GUILESS(tst_AtomicFile)

} // namespace tst_atomic_file

#include "tst_atomic_file.moc"
