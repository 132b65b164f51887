// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged recordings: every reader, every sample, bytes changed, cut, doubled and lengths made huge. Whatever happens must be
// an Error or events, soon. tests/fuzz does the same without end.
#include "core/base/atomic_file.h"
#include "core/data/event_file.h"
#include "core/data/event_writer.h"
#include "tests/data/samples.h"
#include "tests/runner/registry.h"

#include <QElapsedTimer>
#include <QtTest>

#include <limits>
#include <random>

namespace tst_event_mutations {

using namespace spw;

namespace {

constexpr std::size_t kMostBytes = 20'000;   // of a sample: damage at the front is what matters

std::string damaged(std::string bytes, std::mt19937& random)
{
    const auto place = [&] { return bytes.empty() ? 0 : random() % (random() % 2 ? bytes.size() : std::min<std::size_t>(bytes.size(), 300)); };
    for (std::uint32_t n = 1 + random() % 4; n > 0 && !bytes.empty(); --n)
        switch (random() % 6) {
        case 0: bytes[place()] = char(random()); break;
        case 1: bytes[place()] ^= char(1 << random() % 8); break;
        case 2: bytes.resize(place()); break;
        case 3: bytes.insert(place(), bytes.substr(place(), random() % 64)); break;
        case 4: bytes.erase(place(), random() % 16); break;
        default:   // a length
            for (std::size_t at = place(), k = 0; k < (random() % 2 ? 4u : 8u) && at + k < bytes.size(); ++k)
                bytes[at + k] = random() % 3 ? char(0xff) : char(0x7f);
        }
    return bytes;
}

/// @return what was wrong, or empty.
std::string readEverything(const std::string& bytes, const std::string& name, const ReadOptions& options)
{
    try {
        const auto reader = openEvents(bytesInMemory(bytes, name), options);
        std::uint64_t events = 0;
        for (int pass = 0; pass < 2; ++pass) {
            for (EventView e = reader->next(); !e.empty(); e = reader->next()) {
                if (e.x.size() != e.size() || e.y.size() != e.size() || e.p.size() != e.size())
                    return "columns of different lengths";
                events += e.size();
                if (events > 50'000'000)
                    return "far more events than the bytes can hold";
            }
            reader->seek(pass == 0 ? 1000 : std::numeric_limits<std::int64_t>::max());
        }
        reader->lastTime();
    } catch (const Error& error) {
        if (error.happened().empty() || error.fix().empty() || error.where().empty())
            return std::string("an error that does not help: ") + error.what();
    }
    return {};
}

} // namespace

class tst_EventMutations final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void damagedSamplesGiveEventsOrErrors()
    {
        std::vector<std::pair<std::string, std::string>> corpus;
        if (!samplesDir().isEmpty())
            for (const char* folder : {"events-aedat", "events-prophesee", "events-other", "slayer-io", "malformed"})
                for (const auto& entry : std::filesystem::directory_iterator(pathOf(samplesDir()) / folder))
                    if (entry.path().extension() != ".json" && entry.path().extension() != ".md")
                        corpus.emplace_back(entry.path().filename().string(), openBytes(entry.path())->text(0, kMostBytes));
        QTemporaryDir dir;   // and what we write ourselves, so that there is something everywhere
        Events e;
        for (int i = 0; i < 500; ++i)
            e.t.push_back(i * 30), e.x.push_back(std::uint16_t(i % 40)), e.y.push_back(0), e.p.push_back(i % 2);
        for (const char* name : {"own.bs1", "own.bs2", "own.bs3", "own.bsn", "own.aedat4", "own.raw", "own.npz", "own.csv", "own.h5"}) {
            convertEvents(*readerOf(e, {}), pathOf(dir.path()) / name);
            corpus.emplace_back(name, readFile(pathOf(dir.path()) / name, 1 << 24));
        }
        std::mt19937 random(1);
        QElapsedTimer timer;
        timer.start();
        const qint64 budget = 5'000;   // milliseconds; always at least one round
        qint64 slowest = 0, readings = 0;
        std::string slowestName;
        for (int round = 0; round == 0 || timer.elapsed() < budget; ++round)
            for (const auto& [name, bytes] : corpus) {
                // A process of its own looks through each HDF5 file: a thousand times slower than the other formats.
                if (round % 16 != 0 && bytes.find("\x89HDF\r\n") != std::string::npos)
                    continue;
                const std::string bad = damaged(bytes, random);
                ReadOptions options;
                if (random() % 8 == 0)
                    options["format"] = eventFormats()[random() % eventFormats().size()].id;
                QElapsedTimer one;
                one.start();
                const std::string wrong = readEverything(bad, name, options);
                QVERIFY2(wrong.empty(), (name + ": " + wrong).c_str());
                if (one.elapsed() > slowest)
                    slowest = one.elapsed(), slowestName = name;
                ++readings;
                if (round > 0 && timer.elapsed() > budget)
                    break;
            }
        qInfo("%lld damaged files read; the slowest took %lld ms (%s)", readings, slowest, slowestName.c_str());
        QVERIFY2(slowest < 5000, slowestName.c_str());
    }
};

SPW_TEST_GUILESS(tst_EventMutations)

} // namespace tst_event_mutations

#include "tst_event_mutations.moc"
