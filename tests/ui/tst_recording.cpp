// SPDX-License-Identifier: GPL-3.0-or-later
// A recording that is longer than the memory it is given.
#include "ui_test.h"

#include "ui/model/recording_stream.h"
#include "ui/scopes/dvs_player.h"
#include "ui/shell/message_bar.h"
#include "tests/runner/registry.h"

#include <QFile>
#include <QSignalSpy>

namespace tst_recording {

using namespace spw;
using namespace spw::ui;
using spw::ui::test::Studio;

class tst_Recording final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        // EVT 2, 4 bytes an event: 9 million in 9 seconds, each with its own microsecond. x tells the second.
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(QStringLiteral("long.raw"));
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("% evt 2.0\n% format EVT2;height=480;width=640\n% geometry 640x480\n% end\n");
        std::vector<std::uint32_t> words;
        std::int64_t high = -1;
        for (std::int64_t t = 0; t < kEvents; ++t) {
            if (t >> 6 != high) {
                high = t >> 6;
                words.push_back(0x80000000u | std::uint32_t(high));
            }
            words.push_back(0x10000000u | std::uint32_t(t & 63) << 22 | std::uint32_t(t / 1'000'000 * 10) << 11 | std::uint32_t(t % 480));
            if (words.size() > 1'000'000) {
                file.write(reinterpret_cast<const char*>(words.data()), qint64(words.size() * 4));
                words.clear();
            }
        }
        file.write(reinterpret_cast<const char*>(words.data()), qint64(words.size() * 4));
    }

    void aWindowOfItLiesInMemoryAndFollowsTheTime()
    {
        RecordingStream stream(m_file);
        QSignalSpy loaded(&stream, &RecordingStream::loaded);
        std::shared_ptr<const SampleRecord> last;
        connect(&stream, &RecordingStream::loaded, this, [&last](const std::shared_ptr<const SampleRecord>& record) { last = record; });
        QTRY_VERIFY_WITH_TIMEOUT(last && last->events.size() >= RecordingStream::kWindowEvents, 20000);
        QVERIFY2(loaded.size() >= 2, "the first piece is shown before the window is full");
        QVERIFY(last->events.size() < RecordingStream::kWindowEvents + (std::size_t(2) << 20));
        QCOMPARE(last->events.width, 640);
        QCOMPARE(last->events.t.front(), 0);
        QVERIFY2(last->frameEdges.back() >= kEvents, "the axis spans the whole recording although a part is in memory");

        const auto before = last;
        stream.need(1'000'000, 1'030'000);   // is there
        stream.need(8'200'000, 8'230'000);
        QTRY_VERIFY_WITH_TIMEOUT(last != before && last->events.t.back() == kEvents - 1, 20000);
        QVERIFY(last->events.t.front() <= 8'200'000 && last->events.t.front() > 7'000'000);
        QCOMPARE(int(last->events.x.back()), 80);
        QCOMPARE(last->frameEdges.front(), 0);

        stream.need(0, 33'000);   // and back
        QTRY_COMPARE_WITH_TIMEOUT(last->events.t.front(), 0, 20000);
    }

    void thePlayerGoesWhereItIsSent()
    {
        Studio studio;
        studio.window->openRecording(m_file);
        auto* player = studio.window->findChild<DvsPlayer*>();
        QTRY_VERIFY_WITH_TIMEOUT(player->hasEvents(), 20000);
        QTRY_VERIFY_WITH_TIMEOUT(player->frame().events > 0, 20000);
        player->setTime(8'500'000);
        QTRY_VERIFY_WITH_TIMEOUT(player->frame().events > 1000 && player->time() > 8'400'000, 20000);
        QVERIFY2(player->frame().count[1][std::size_t(100) * 640 + 80] + player->frame().count[1][std::size_t(300) * 640 + 80] > 0,
                 "the picture is that of the ninth second");
    }

    void anotherRecordingReplacesOneThatIsStillRead()
    {
        Studio studio;
        for (int i = 0; i < 5; ++i)
            studio.window->openRecording(m_file);
        auto* player = studio.window->findChild<DvsPlayer*>();
        QTRY_VERIFY_WITH_TIMEOUT(player->hasEvents(), 20000);
    }

    void aFileThatIsNoneIsRefusedInWords()
    {
        Studio studio;
        QFile file(studio.path(QStringLiteral("no.raw")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("neither events nor a header");
        file.close();
        studio.window->openRecording(file.fileName());
        QTRY_VERIFY_WITH_TIMEOUT(studio.window->messages().text().contains(QStringLiteral("no.raw")), 10000);
    }

private:
    static constexpr std::int64_t kEvents = 9'000'000;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

SPW_TEST_GUI(tst_Recording)

} // namespace tst_recording

#include "tst_recording.moc"
