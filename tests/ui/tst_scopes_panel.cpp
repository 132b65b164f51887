// SPDX-License-Identifier: GPL-3.0-or-later
#include "scopes_sample.h"
#include "tests/runner/registry.h"
#include "ui/charts/charts_panel.h"
#include "ui/charts/curve_chart.h"
#include "ui/charts/curve_data.h"
#include "ui/model/run_view.h"
#include "ui/model/selection.h"
#include "ui/model/time_cursor.h"
#include "ui/scopes/dvs_player.h"
#include "ui/scopes/heatmap_view.h"
#include "ui/scopes/raster_view.h"
#include "ui/scopes/scopes_panel.h"
#include "ui/scopes/trace_view.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

namespace tst_scopes_panel {

using namespace spw;
using namespace spw::ui;
using namespace spw::ui::test;

namespace {

struct Studio {
    RunView run;
    TimeCursor cursor;
    Selection selection;
    ScopesPanel panel{run, cursor, selection};

    explicit Studio(QSize size = {1100, 620})
    {
        panel.resize(size);
        panel.show();
        (void)QTest::qWaitForWindowExposed(&panel);
        panel.setFocus();
    }
    void look(std::shared_ptr<const SampleRecord> sample) { run.show(makeSnapshot(std::move(sample))); settle(); }
    void settle() { QTest::qWait(60); }
    QJsonObject twin(const char* view) const { return panel.describe()[QLatin1String(view)].toObject(); }
};

void keep(QWidget& widget, const QString& name)
{
    if (const QString folder = qEnvironmentVariable("SPW_SHOTS"); !folder.isEmpty())
        widget.grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
}

int distinctColours(const QImage& image, QRect area)
{
    QSet<QRgb> colours;
    for (int y = area.top(); y < area.bottom(); y += 2)
        for (int x = area.left(); x < area.right(); x += 2)
            colours.insert(image.pixel(x, y));
    return int(colours.size());
}

} // namespace

class tst_ScopesPanel final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));    // offscreen says so
        Theme::current().setName(QStringLiteral("light"));
    }

    void withoutProbesTheScopesSayHowToGetThem()
    {
        Studio studio;
        QVERIFY(studio.panel.describe()[QStringLiteral("empty")].toBool());
        QCOMPARE(studio.panel.describe()[QStringLiteral("emptyText")].toString(), QStringLiteral("Nothing is recorded yet. Start the run (F5), or select a node and press P to probe it."));
        QSignalSpy asked(&studio.panel, &ScopesPanel::probeAllRequested);
        QTest::mouseClick(studio.panel.findChild<QPushButton*>(QStringLiteral("scopes.probeAll")), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        keep(studio.panel, QStringLiteral("scopes-empty"));
    }

    void equalTimesStandOnEqualPixelsInAllViews()
    {
        Studio studio;
        studio.look(makeSample());
        const auto same = [&] {
            for (const double step : {0.0, 3.5, 16.0}) {
                const double x = studio.panel.raster().xAxis->coordToPixel(step);
                QCOMPARE(studio.panel.heatmap().xAxis->coordToPixel(step), x);
                QCOMPARE(studio.panel.trace().xAxis->coordToPixel(step), x);
                QCOMPARE(studio.panel.raster().rateRect()->axis(QCPAxis::atBottom)->coordToPixel(step), x);
            }
            QCOMPARE(studio.panel.raster().x(), studio.panel.trace().x());
        };
        same();
        studio.cursor.setWindow(2, 7);
        studio.settle();
        same();
    }

    void draggingTheCursorInOneViewMovesItInAll()
    {
        Studio studio;
        studio.look(makeSample());
        TraceView& trace = studio.panel.trace();
        const QRect area = trace.plotArea();
        const auto pixelOf = [&](double step) { return QPoint(int(trace.xAxis->coordToPixel(step)), area.center().y()); };
        QTest::mousePress(&trace, Qt::LeftButton, {}, pixelOf(2.5));
        QTest::mouseMove(&trace, pixelOf(6.5));
        QTest::mouseMove(&trace, pixelOf(9.5));
        QTest::mouseRelease(&trace, Qt::LeftButton, {}, pixelOf(9.5));
        QCOMPARE(studio.panel.describe()[QStringLiteral("cursorStep")].toInt(), 9);
        for (const char* view : {"raster", "heatmap", "trace"})
            QCOMPARE(studio.twin(view)[QStringLiteral("cursorStep")].toInt(), 9);
        QCOMPARE(studio.twin("dvs")[QStringLiteral("step")].toInt(), 9);
        QCOMPARE(studio.panel.player().time(), studio.panel.record()->frameEdges[9]);
        QVERIFY(studio.panel.describe()[QStringLiteral("position")].toString().startsWith(QStringLiteral("step 9 of 16")));
        QVERIFY(trace.title().contains(QStringLiteral("step 9")));
        // The line is painted where the cursor is.
        const QImage image = studio.panel.raster().grab().toImage();
        const QColor line = Theme::current().color(QStringLiteral("cursor"));
        int inked = 0;
        for (int y = studio.panel.raster().plotArea().top(); y < studio.panel.raster().plotArea().bottom(); ++y)
            for (int dx = -1; dx <= 1; ++dx)
                inked += std::abs(QColor(image.pixel(int(studio.panel.raster().cursorPixel()) + dx, y)).hue() - line.hue()) < 6;
        QVERIFY(inked > studio.panel.raster().plotArea().height() / 2);
    }

    void loopMarkersAndGoToMoveTheSharedTime()
    {
        Studio studio;
        studio.look(makeSample());
        QWidget* const focus = &studio.panel.raster();
        const auto twin = [&] { return studio.panel.describe(); };
        const auto goTo = [&](const char* text) {
            auto* const field = studio.panel.findChild<QLineEdit*>(QStringLiteral("scopes.goTo"));
            field->clear();
            QTest::keyClicks(field, text);
            QTest::keyClick(field, Qt::Key_Return);
        };
        goTo("4");
        QCOMPARE(twin()[QStringLiteral("cursorStep")].toInt(), 4);
        QTest::keyClick(focus, Qt::Key_BracketLeft);
        QTest::keyClick(focus, Qt::Key_M);
        const auto& edges = studio.panel.record()->frameEdges;
        goTo(qPrintable(QStringLiteral("%1 us").arg((edges[9] + edges[10]) / 2)));
        QCOMPARE(twin()[QStringLiteral("cursorStep")].toInt(), 9);
        QTest::keyClick(focus, Qt::Key_BracketRight);
        QTest::keyClick(focus, Qt::Key_M);
        QVERIFY(twin()[QStringLiteral("looping")].toBool());
        QCOMPARE(twin()[QStringLiteral("loopFrom")].toDouble(), 4.0);
        QCOMPARE(twin()[QStringLiteral("loopTo")].toDouble(), 10.0);
        QCOMPARE(twin()[QStringLiteral("markers")].toInt(), 2);
        QTest::keyClick(focus, Qt::Key_PageUp, Qt::ControlModifier);
        QCOMPARE(twin()[QStringLiteral("cursorStep")].toInt(), 4);
        QTest::keyClick(focus, Qt::Key_PageDown, Qt::ControlModifier);
        QCOMPARE(twin()[QStringLiteral("cursorStep")].toInt(), 9);
        goTo("never");                                  // says why in its tooltip, goes nowhere
        QCOMPARE(twin()[QStringLiteral("cursorStep")].toInt(), 9);
        // Playing turns back at the end of the range.
        studio.panel.player().setSpeed(1);
        QTest::keyClick(focus, Qt::Key_Space);
        bool turned = false;
        int before = 9;
        for (int look = 0; look < 300 && !turned; ++look) {
            QTest::qWait(10);
            const int now = twin()[QStringLiteral("cursorStep")].toInt();
            QVERIFY2(now >= 4 && now < 10, qPrintable(QString::number(now)));
            turned = now < before;
            before = now;
        }
        QVERIFY(turned);
        QVERIFY(studio.panel.player().isPlaying());
        QTest::keyClick(focus, Qt::Key_Space);
        QTest::keyClick(focus, Qt::Key_L);
        QVERIFY(!twin()[QStringLiteral("looping")].toBool());
    }

    void theKeysOfTimeViewsWork()
    {
        Studio studio;
        studio.look(makeSample());
        QWidget* const focus = &studio.panel.raster();       // a click in a view puts the focus there
        const auto step = [&] { return studio.panel.describe()[QStringLiteral("cursorStep")].toInt(); };
        QTest::keyClick(focus, Qt::Key_Home);
        QCOMPARE(step(), 0);
        QTest::keyClick(focus, Qt::Key_Right);
        QTest::keyClick(focus, Qt::Key_Right);
        QTest::keyClick(focus, Qt::Key_Left);
        QCOMPARE(step(), 1);
        QTest::keyClick(focus, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(step(), 11);
        QTest::keyClick(focus, Qt::Key_End);
        QCOMPARE(step(), 15);
        QTest::keyClick(focus, Qt::Key_Right);
        QCOMPARE(step(), 15);
        QTest::keyClick(focus, Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(step(), 5);
        QTest::keyClick(focus, Qt::Key_Equal);
        QVERIFY(studio.cursor.windowTo() - studio.cursor.windowFrom() < 16);
        QTest::keyClick(focus, Qt::Key_Minus);
        QTest::keyClick(focus, Qt::Key_Minus);
        QCOMPARE(studio.cursor.windowTo() - studio.cursor.windowFrom(), 16.0);
        QTest::keyClick(focus, Qt::Key_Equal);
        QTest::keyClick(focus, Qt::Key_F);
        QCOMPARE(studio.cursor.windowFrom(), 0.0);
        QCOMPARE(studio.cursor.windowTo(), 16.0);
        const double speed = studio.panel.player().speed();
        QTest::keyClick(focus, Qt::Key_D);
        QCOMPARE(studio.panel.player().speed(), speed * 2);
        QTest::keyClick(focus, Qt::Key_S);
        QTest::keyClick(focus, Qt::Key_S);
        QCOMPARE(studio.panel.player().speed(), speed / 2);
        QTest::keyClick(focus, Qt::Key_Space);
        QVERIFY(studio.panel.player().isPlaying());
        const std::int64_t began = studio.panel.player().time();
        QTRY_VERIFY(studio.panel.player().time() > began);
        QTest::keyClick(focus, Qt::Key_Space);
        QVERIFY(!studio.panel.player().isPlaying());
        studio.cursor.setFollow(false);
        QTest::keyClick(focus, Qt::Key_G);
        QVERIFY(studio.cursor.follow());
    }

    void wheelZoomsTimeInAllViewsAndCtrlWheelNeurons()
    {
        Studio studio;
        studio.look(makeSample());
        HeatmapView& heatmap = studio.panel.heatmap();
        const QPointF at(heatmap.xAxis->coordToPixel(4), heatmap.plotArea().center().y());
        const auto turn = [&](QWidget& view, Qt::KeyboardModifiers keys) {
            QWheelEvent event(at, view.mapToGlobal(at), {}, {0, 120}, Qt::NoButton, keys, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(&view, &event);
            studio.settle();
        };
        turn(heatmap, {});
        QVERIFY(studio.cursor.windowTo() - studio.cursor.windowFrom() < 15);
        QVERIFY(studio.panel.raster().xAxis->range() == heatmap.xAxis->range());
        QVERIFY(studio.panel.trace().xAxis->range() == heatmap.xAxis->range());
        QVERIFY(std::abs(heatmap.xAxis->coordToPixel(4) - at.x()) < 1);      // what is under the pointer stays there
        const auto before = studio.cursor.windowTo();
        turn(studio.panel.raster(), Qt::ControlModifier);
        QCOMPARE(studio.cursor.windowTo(), before);
        QVERIFY(studio.panel.raster().yAxis->range().size() < 400);
    }

    void draggingInTheRasterSelectsNeuronsEverywhere()
    {
        Studio studio;
        studio.look(makeSample());
        RasterView& raster = studio.panel.raster();
        studio.cursor.setTime(15.5);
        const auto at = [&](double step, double unit) { return QPoint(int(raster.xAxis->coordToPixel(step)), int(raster.yAxis->coordToPixel(unit))); };
        QTest::mousePress(&raster, Qt::LeftButton, {}, at(3, 300));
        QTest::mouseMove(&raster, at(5, 200));
        QTest::mouseMove(&raster, at(6, 100));
        QTest::mouseRelease(&raster, Qt::LeftButton, {}, at(6, 100));
        studio.settle();
        QCOMPARE(studio.selection.node(), NodeId(7));
        const auto low = studio.selection.unit();
        QVERIFY(low > 80 && low < 120);
        QCOMPARE(studio.panel.trace().shownUnit(), low);
        QVERIFY(studio.panel.heatmap().title().contains(QStringLiteral("selected")));
        QCOMPARE(studio.panel.heatmap().rowUnits().front(), low);
        QVERIFY(studio.panel.heatmap().rowUnits().back() > 280);
        QCOMPARE(studio.panel.describe()[QStringLiteral("cursorStep")].toInt(), 15);      // selecting leaves the time alone
        // A click picks one neuron, and the time under it.
        QTest::mouseClick(&raster, Qt::LeftButton, {}, at(8.5, 250.5));
        QVERIFY(std::abs(double(studio.selection.unit()) - 250) < 4);
        QCOMPARE(studio.panel.describe()[QStringLiteral("cursorStep")].toInt(), 8);
    }

    void selectingANodeShowsItsLayerAndTheListSelectsTheNode()
    {
        Studio studio;
        studio.look(makeSample());
        QCOMPARE(studio.panel.describe()[QStringLiteral("layer")].toString(), QStringLiteral("LIF 1"));
        studio.selection.setNode(8);
        QCOMPARE(studio.panel.describe()[QStringLiteral("layer")].toString(), QStringLiteral("LIF 2"));
        QCOMPARE(studio.panel.raster().index()->units(), 10);
        studio.selection.setNode(99);    // no probes: nothing changes
        QCOMPARE(studio.panel.describe()[QStringLiteral("layer")].toString(), QStringLiteral("LIF 2"));
        auto* const list = studio.panel.findChild<QComboBox*>(QStringLiteral("scopes.layer"));
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Up);
        QCOMPARE(studio.selection.node(), NodeId(7));
    }

    void nextAndPreviousSpikeOfTheSelectionAreReachedByKeys()
    {
        Studio studio;
        const auto record = makeSample({200, 50, 0.02, 0});
        studio.look(record);
        studio.selection.setUnit(7, 17);
        QTest::keyClick(&studio.panel, Qt::Key_Home);
        std::vector<std::uint32_t> expected;
        for (std::size_t i = 0; i < record->probes[0].spikeUnit.size(); ++i)
            if (record->probes[0].spikeUnit[i] == 17 && record->probes[0].spikeStep[i] > 0)
                expected.push_back(record->probes[0].spikeStep[i]);
        QVERIFY(expected.size() > 3);
        for (const std::uint32_t step : expected) {
            QTest::keyClick(&studio.panel, Qt::Key_Right, Qt::ControlModifier);
            QCOMPARE(studio.panel.describe()[QStringLiteral("cursorStep")].toInt(), int(step));
        }
        QTest::keyClick(&studio.panel, Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(studio.panel.describe()[QStringLiteral("cursorStep")].toInt(), int(expected[expected.size() - 2]));
    }

    void withoutFollowANewSampleWaitsUntilItIsAskedFor()
    {
        Studio studio;
        studio.look(makeSample({}, 1));
        studio.look(makeSample({}, 2));
        QCOMPARE(studio.panel.record()->serial, 2u);
        studio.cursor.setFollow(false);
        studio.look(makeSample({}, 3));
        QCOMPARE(studio.panel.record()->serial, 2u);
        QVERIFY(studio.panel.describe()[QStringLiteral("chip")].toString().contains(QStringLiteral("Held")));
        QTest::mouseClick(studio.panel.findChild<QToolButton*>(QStringLiteral("scopes.follow")), Qt::LeftButton);
        QCOMPARE(studio.panel.record()->serial, 3u);
        QVERIFY(!studio.panel.describe()[QStringLiteral("chip")].toString().contains(QStringLiteral("Held")));
    }

    void theHeaderNamesSampleLabelPredictionAndEpoch()
    {
        Studio studio;
        studio.look(makeSample());
        QCOMPARE(studio.panel.describe()[QStringLiteral("header")].toString(), QStringLiteral("Test sample 231: label class 3, predicted class 3 (right); epoch 5"));
    }

    void thePictureHoldsWhatTheTwinSaysInBothThemes_data()
    {
        QTest::addColumn<QString>("theme");
        QTest::newRow("light") << QStringLiteral("light");
        QTest::newRow("dark") << QStringLiteral("dark");
    }
    void thePictureHoldsWhatTheTwinSaysInBothThemes()
    {
        QFETCH(QString, theme);
        Studio studio;
        studio.look(makeSample({16, 2000, 0.05, 4000}));
        Theme::current().setName(theme); // live
        studio.cursor.setTime(6.5);
        studio.selection.setUnit(7, 42);
        studio.settle();
        keep(studio.panel, QStringLiteral("scopes-") + theme);
        const QImage raster = studio.panel.raster().grab().toImage();
        const QRgb spike = Theme::current().color(QStringLiteral("raster.spike")).rgb();
        int marks = 0;
        const QRect area = studio.panel.raster().plotArea();
        for (int y = area.top(); y < area.bottom(); ++y)
            for (int x = area.left(); x < area.right(); ++x)
                marks += raster.pixel(x, y) == spike;
        QVERIFY2(marks > 500, qPrintable(QString::number(marks)));
        QCOMPARE(QColor(raster.pixel(2, 2)), Theme::current().color(QStringLiteral("base")));
        QVERIFY(distinctColours(studio.panel.heatmap().grab().toImage(), studio.panel.heatmap().plotArea()) > 50);
        QVERIFY(studio.twin("heatmap")[QStringLiteral("spikeTicks")].toInt() > 10);
        const QImage& events = studio.panel.player().image();
        const PolarityColors colors = polarityColors(PolarityPalette::BlueOrange);
        int on = 0, off = 0;
        for (int y = 0; y < events.height(); ++y)
            for (int x = 0; x < events.width(); ++x) {
                on += QColor(events.pixel(x, y)) == colors.on;
                off += QColor(events.pixel(x, y)) == colors.off;
            }
        QVERIFY(on > 5 && off > 5);
    }

    void aSmallDockStillShowsAllParts()
    {
        Studio studio({520, 330});
        studio.look(makeSample({16, 2000, 0.05, 4000}));
        keep(studio.panel, QStringLiteral("scopes-small"));
        QVERIFY(studio.panel.minimumSizeHint().width() <= 560);
        QVERIFY(studio.panel.raster().plotArea().height() > 30);
    }

    void chartsAreEmptyUntilTrainingStartsThenHoldEveryEpoch()
    {
        RunView run;
        ChartsPanel charts(run);
        charts.resize(760, 300);
        charts.show();
        QVERIFY(charts.describe()[QStringLiteral("empty")].toBool());
        QCOMPARE(charts.describe()[QStringLiteral("emptyText")].toString(), QStringLiteral("Curves appear when training starts (F5)."));
        const auto snapshot = makeSnapshot(nullptr);
        run.show(snapshot);
        QTRY_VERIFY(!charts.describe()[QStringLiteral("empty")].toBool());
        const auto& epochs = *snapshot->epochsDone;
        QCOMPARE(charts.loss().points(1).size(), qsizetype(8));
        QCOMPARE(charts.loss().points(0).size(), qsizetype(400));
        QCOMPARE(charts.accuracy().points(1).size(), qsizetype(7));         // one epoch was not tested
        for (int e = 0; e < 8; ++e) {
            QCOMPARE(charts.loss().points(1)[e], QPointF(e + 1, epochs[std::size_t(e)].trainLoss));
            QCOMPARE(charts.loss().points(2)[e], QPointF(e + 1, epochs[std::size_t(e)].testLoss));
            QCOMPARE(charts.accuracy().points(0)[e], QPointF(e + 1, epochs[std::size_t(e)].trainAccuracy * 100));
        }
        QCOMPARE(charts.loss().points(0).back().x(), 8.0);
        for (const QString& theme : {QStringLiteral("light"), QStringLiteral("dark")}) {
            Theme::current().setName(theme);
            QTest::qWait(250);
            keep(charts, QStringLiteral("charts-") + theme);
            QVERIFY(distinctColours(charts.loss().grab().toImage(), charts.loss().rect()) > 5);
        }
        charts.findChild<QCheckBox*>(QStringLiteral("charts.log"))->click();
        QVERIFY(charts.describe()[QStringLiteral("loss")].toObject()[QStringLiteral("log")].toBool());
        QCOMPARE(charts.loss().points(1).size(), qsizetype(8));
        QTest::qWait(300);
        keep(charts, QStringLiteral("charts-log"));
    }

    void chartsExportNumbersAndPicture()
    {
        RunView run;
        ChartsPanel charts(run);
        charts.resize(600, 260);
        charts.show();
        run.show(makeSnapshot(nullptr));
        charts.refresh();
        QTemporaryDir folder;
        const QString csv = folder.filePath(QStringLiteral("a.csv")), png = folder.filePath(QStringLiteral("a.png"));
        QVERIFY(charts.exportCsv(csv));
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 9);
        QCOMPARE(lines[2].split(',')[0], QByteArray("2"));
        QCOMPARE(lines[2].split(',')[4], QByteArray());                     // not measured: empty, no "nan"
        QVERIFY(charts.exportPng(png));
        QVERIFY(QImage(png).width() > 600);
        QString reason;
        QVERIFY(!charts.exportCsv(folder.filePath(QStringLiteral("none/a.csv")), &reason));
        QVERIFY(!reason.isEmpty());
    }

    void batchCurvesKeepTheirExtremesWhenDecimated()
    {
        std::vector<float> losses(100'000, 1.0f);
        losses[54'321] = 9.0f;
        losses[77'777] = -3.0f;
        losses[3] = std::numeric_limits<float>::quiet_NaN();
        const QList<QPointF> points = batchCurve(losses, 100, 600);
        QVERIFY(points.size() <= 600);
        QVERIFY(points.contains(QPointF(543.22, 9)));
        QVERIFY(points.contains(QPointF(777.78, -3)));
        for (qsizetype i = 1; i < points.size(); ++i)
            QVERIFY(points[i].x() >= points[i - 1].x());
    }

    void batchesOfAResumedRunFollowTheEpochsBefore()
    {
        RunView run;
        ChartsPanel charts(run);
        const auto snapshot = makeSnapshot(nullptr);
        auto later = std::make_shared<Snapshot>(*snapshot);
        later->epoch = 6;
        later->batch = 25;
        later->batchLoss = std::make_shared<std::vector<float>>(25, 0.5f);   // resumed after five epochs
        run.show(later);
        charts.refresh();
        QCOMPARE(charts.loss().points(0).front().x(), 5.02);
        QCOMPARE(charts.loss().points(0).back().x(), 5.5);
    }

    void axesHoldTheirValuesBetweenRoundNumbers()
    {
        for (const auto& [low, high] : {std::pair{0.0, 0.087}, {0.0, 100.0}, {0.0, 3e-7}, {-2.5, 7.0}, {5.0, 5.0}}) {
            const NiceAxis axis = niceAxis(low, high, 5);
            QVERIFY(axis.low <= low && axis.high >= high && axis.high > axis.low);
            const double ticks = (axis.high - axis.low) / axis.tick;
            QVERIFY(std::abs(ticks - std::round(ticks)) < 1e-6 && ticks <= 12);
        }
    }

    void everyControlHasAName()
    {
        Studio studio;
        RunView run;
        ChartsPanel charts(run);
        for (QWidget* root : {static_cast<QWidget*>(&studio.panel), static_cast<QWidget*>(&charts)}) {
            for (const QToolButton* b : root->findChildren<QToolButton*>())
                if (!b->objectName().startsWith(QStringLiteral("qt_")))
                    QVERIFY2(!b->objectName().isEmpty(), qPrintable(b->text() + b->toolTip()));
            for (const QComboBox* b : root->findChildren<QComboBox*>())
                QVERIFY(!b->objectName().isEmpty() && !b->accessibleName().isEmpty());
        }
    }
};

SPW_TEST_GUI(tst_ScopesPanel)

} // namespace tst_scopes_panel

#include "tst_scopes_panel.moc"
