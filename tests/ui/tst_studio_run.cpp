// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui_test.h"

#include "core/document/examples.h"
#include "tests/runner/registry.h"

#include <QDir>
#include <QDirIterator>
#include <QMenu>
#include <QProgressBar>
#include <QToolBar>
#include <QToolButton>

namespace tst_studio_run {

using namespace spw;
using namespace spw::ui;
using spw::ui::test::Studio;

/// The whole path in the studio with the real engine: click, learn, stop, save, reopen, resume.
class tst_StudioRun final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRunGoesFromClickToSavedCheckpointAndIsResumed()
    {
        Studio studio;
        try {
            studio.project().adopt(loadDocument(findExample("default").file), QStringLiteral("default"));
        } catch (const std::exception& e) {
            QFAIL(e.what());
        }
        shrink(studio);
        const QString file = studio.path(QStringLiteral("shapes.spw"));
        studio.project().saveAs(file);
        QTRY_VERIFY(!studio.project().isDirty());
        QTRY_VERIFY_WITH_TIMEOUT(studio.window->loader().state() != EngineLoader::State::Starting, 60000);
        QVERIFY2(studio.window->loader().state() == EngineLoader::State::Ready, qPrintable(studio.window->loader().reason()));

        StallWatchdog watchdog;
        watchdog.start();
        click(studio, "run.toggle");
        RunView& run = studio.window->runView();
        QVERIFY(run.isActive());
        QTRY_VERIFY_WITH_TIMEOUT(run.snapshot()->batch > 0 || run.snapshot()->epoch > 1, 120000);
        QTRY_VERIFY_WITH_TIMEOUT(run.sample() != nullptr, 60000);
        QVERIFY(!run.sample()->probes.empty());

        // A live parameter reaches the run; the canvas stays alive meanwhile.
        const NodeId learner = studio.graph().find("BPTT");
        QVERIFY(studio.project().apply(SetParam{learner, "learning_rate", 0.002}, {}));
        QVERIFY(!studio.window->run().graphChanged());

        click(studio, "run.toggle");
        QTRY_COMPARE_WITH_TIMEOUT(run.state(), RunState::Paused, 60000);
        const std::int64_t epoch = run.snapshot()->epoch, batch = run.snapshot()->batch;
        studio.window->action("run.stepBatch")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(run.state() == RunState::Paused && (run.snapshot()->batch != batch || run.snapshot()->epoch != epoch), 60000);
        click(studio, "run.toggle");
        QTRY_VERIFY_WITH_TIMEOUT(run.state() == RunState::Running, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(run.snapshot()->epochsDone && !run.snapshot()->epochsDone->empty(), 180000);
        QVERIFY(!run.snapshot()->activity.empty());
        click(studio, "run.stop");
        QTRY_COMPARE_WITH_TIMEOUT(run.state(), RunState::Cancelled, 60000);
        watchdog.stop();
        qInfo("UI thread while training: longest stall %.0f ms, %zu above %d ms in %.1f s", watchdog.longest(), watchdog.stalls().size(),
              StallWatchdog::kReportMs, double(watchdog.watchedMs()) / 1000);

        const QString runs = studio.path(QStringLiteral("shapes.runs"));
        QVERIFY(QDir(runs).exists());
        QVERIFY(!studio.window->run().checkpoints().empty());
        const std::int64_t doneBefore = std::int64_t(run.snapshot()->epochsDone->size());

        studio.project().save();
        QTRY_VERIFY(!studio.project().isDirty());
        studio.open();
        studio.window->openFile(file);
        QTRY_VERIFY_WITH_TIMEOUT(studio.window->loader().state() == EngineLoader::State::Ready, 60000);
        QCOMPARE(studio.graph().node(learner).values.real("learning_rate"), 0.002);
        studio.window->action("run.resume")->trigger();
        auto* menu = studio.window->findChild<QMenu*>(QStringLiteral("menu.checkpoints"));
        QVERIFY(menu && !menu->actions().isEmpty());
        menu->actions().first()->trigger();
        menu->close();
        RunView& resumed = studio.window->runView();
        QTRY_VERIFY_WITH_TIMEOUT(resumed.hasSnapshot() && isOver(resumed.state()), 200000);
        QVERIFY2(resumed.state() == RunState::Finished, resumed.snapshot()->message.c_str());
        QVERIFY(std::int64_t(resumed.snapshot()->epochsDone->size()) > doneBefore);
        QCOMPARE(resumed.snapshot()->epochsDone->back().epoch, std::int64_t(3));
    }

    void aRunThatCannotStartSaysWhy()
    {
        Studio studio;
        QTRY_VERIFY_WITH_TIMEOUT(studio.window->loader().state() == EngineLoader::State::Ready, 60000);
        studio.add("neuron.lif", 0, 0);
        QTRY_VERIFY(!studio.window->action("run.toggle")->isEnabled());
        QTRY_VERIFY(studio.window->action("run.toggle")->toolTip().contains(QStringLiteral("F4")));
    }

private:
    /// The same network on fewer samples: this test is about the way, not the accuracy.
    static void shrink(Studio& studio)
    {
        const Graph before = studio.graph();
        for (const auto& [id, node] : before.nodes()) {
            if (node.type == "dataset.synthetic_dvs") {
                studio.project().apply(SetParam{id, "train_samples", std::int64_t(96)}, {});
                studio.project().apply(SetParam{id, "test_samples", std::int64_t(32)}, {});
            }
            if (node.type == "learner.bptt") {
                studio.project().apply(SetParam{id, "epochs", std::int64_t(3)}, {});
                studio.project().apply(RenameNode{id, "BPTT"}, {});
            }
        }
    }
    static void click(Studio& studio, const char* action)
    {
        auto* bar = studio.window->findChild<QToolBar*>(QStringLiteral("toolbar.run"));
        QWidget* button = bar->widgetForAction(studio.window->action(action));
        QVERIFY(button && button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
    }
};

SPW_TEST_GUI(tst_StudioRun)

} // namespace tst_studio_run

#include "tst_studio_run.moc"
