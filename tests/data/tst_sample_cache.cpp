// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sample_cache.h"
#include "samples.h"
#include "tests/runner/registry.h"

#include <QtTest>

#include <fstream>
#include <thread>

namespace tst_sample_cache {

using namespace spw;
namespace fs = std::filesystem;

namespace {

std::string keyOf(int number)
{
    std::string key = std::to_string(number);
    return std::string(64 - key.size(), 'a') + key;
}

std::string noise(std::size_t count, unsigned seed)
{
    std::string bytes(count, '\0');
    for (char& c : bytes)
        c = char((seed = seed * 1664525u + 1013904223u) >> 24);
    return bytes;
}

std::vector<fs::path> filesIn(const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files.push_back(entry.path());
    return files;
}

} // namespace

class tst_SampleCache final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatWasStoredIsFoundByItsKeyAlone()
    {
        const QTemporaryDir dir;
        SampleCache cache(pathOf(dir.path()), 1 << 20);
        QVERIFY(!cache.find(keyOf(1)));
        cache.store(keyOf(1), "one");
        cache.store(keyOf(2), std::string(100'000, '\0'));
        QCOMPARE(*cache.find(keyOf(1)), std::string("one"));
        QCOMPARE(cache.find(keyOf(2))->size(), std::size_t(100'000));
        QVERIFY2(cache.bytes() < 1000, "frames of a few events must take little");
        QCOMPARE(*SampleCache(pathOf(dir.path()), 1 << 20).find(keyOf(1)), std::string("one"));   // another program
    }

    void damagedFilesAreAsNone_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("cut") << 0;
        QTest::newRow("a byte changed") << 1;
        QTest::newRow("empty") << 2;
        QTest::newRow("something else") << 3;
    }
    void damagedFilesAreAsNone()
    {
        QFETCH(int, kind);
        const QTemporaryDir dir;
        SampleCache cache(pathOf(dir.path()), 1 << 20);
        const std::string sample = noise(5000, 3);
        cache.store(keyOf(1), sample);
        const fs::path file = filesIn(pathOf(dir.path())).at(0);
        std::string bytes;
        {
            std::ifstream in(file, std::ios::binary);
            bytes.assign(std::istreambuf_iterator<char>(in), {});
        }
        if (kind == 0)
            bytes.resize(bytes.size() / 2);
        else if (kind == 1)
            bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 1);
        else
            bytes = kind == 2 ? "" : "SPWSAMPLE1\nwords";
        std::ofstream(file, std::ios::binary) << bytes;
        QVERIFY(!cache.find(keyOf(1)));
        QVERIFY(!fs::exists(file));
        cache.store(keyOf(1), sample);
        QCOMPARE(*cache.find(keyOf(1)), sample);
    }

    void whatWasNotUsedForLongestGoesFirst()
    {
        const QTemporaryDir dir;
        SampleCache cache(pathOf(dir.path()), 60'000);
        for (int i = 0; i < 5; ++i)
            cache.store(keyOf(i), noise(10'000, unsigned(i)));
        const auto hourAgo = fs::file_time_type::clock::now() - std::chrono::hours(1);
        for (const fs::path& file : filesIn(pathOf(dir.path())))
            fs::last_write_time(file, hourAgo);
        QVERIFY(cache.find(keyOf(0)));   // used now
        cache.store(keyOf(5), noise(10'000, 5));
        QVERIFY(cache.bytes() <= 60'000);
        QVERIFY(cache.find(keyOf(0)) && cache.find(keyOf(5)));
        QVERIFY(filesIn(pathOf(dir.path())).size() < 6);
        cache.store(keyOf(6), noise(70'000, 6));   // larger than all of it
        QVERIFY(!cache.find(keyOf(6)));
    }

    void severalThreadsMayStoreAndFind()
    {
        const QTemporaryDir dir;
        SampleCache cache(pathOf(dir.path()), 300'000);
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (int n = 0; n < 4; ++n)
            threads.emplace_back([&, n] {
                for (int i = 0; i < 60; ++i) {
                    const int number = (i * 7 + n) % 40;
                    const std::string sample = noise(10'000, unsigned(number));
                    if (const auto found = cache.find(keyOf(number)); found && *found != sample)
                        ++wrong;
                    cache.store(keyOf(number), sample);
                }
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
        QVERIFY(cache.bytes() <= 300'000);
        for (const fs::path& file : filesIn(pathOf(dir.path())))
            QVERIFY(file.extension() != ".new");
    }

    void clearingLeavesOtherFilesAlone()
    {
        const QTemporaryDir dir;
        SampleCache cache(pathOf(dir.path()), 1 << 20);
        cache.store(keyOf(1), "one");
        fs::create_directories(pathOf(dir.path()) / "papers");
        std::ofstream(pathOf(dir.path()) / "papers" / "letter.txt") << "Dear Sir";
        cache.clear();
        QCOMPARE(filesIn(pathOf(dir.path())).size(), std::size_t(1));
        QVERIFY(!cache.find(keyOf(1)));
    }

    void aFolderThatCannotBeWrittenOnlyCostsTime()
    {
        SampleCache cache("/proc/nothing", 1 << 20);
        cache.store(keyOf(1), "one");
        QVERIFY(!cache.find(keyOf(1)));
        QCOMPARE(cache.bytes(), std::uint64_t(0));
    }
};

SPW_TEST_APPLESS(tst_SampleCache)

} // namespace tst_sample_cache

#include "tst_sample_cache.moc"
