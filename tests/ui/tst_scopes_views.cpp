// SPDX-License-Identifier: GPL-3.0-or-later
#include "scopes_sample.h"
#include "tests/runner/registry.h"
#include "ui/model/time_cursor.h"
#include "ui/scopes/dvs_player.h"
#include "ui/scopes/heatmap_view.h"
#include "ui/scopes/raster_view.h"
#include "ui/scopes/trace_view.h"
#include "ui/theme/theme.h"

#include <QSpinBox>
#include <QTest>
#include <QWheelEvent>

#include <set>

namespace tst_scopes_views {

using namespace spw;
using namespace spw::ui;
using namespace spw::ui::test;

namespace {

QImage picture(QCustomPlot& plot)
{
    plot.replot();
    return plot.toPixmap(plot.width(), plot.height(), 1.0).toImage();
}

void show(QWidget& widget, QSize size)
{
    widget.resize(size);
    widget.show();
    QVERIFY(QTest::qWaitForWindowExposed(&widget));
}

std::shared_ptr<SampleRecord> recordOf(std::vector<std::uint32_t> step, std::vector<std::uint32_t> unit, std::int64_t steps, std::int64_t units)
{
    auto record = std::make_shared<SampleRecord>();
    record->steps = steps;
    ProbeRecord probe;
    probe.node = 7;
    probe.nodeName = "LIF";
    probe.quantity = "s";
    probe.spikes = true;
    probe.steps = steps;
    probe.units = units;
    probe.spikeStep = std::move(step);
    probe.spikeUnit = std::move(unit);
    record->probes.push_back(std::move(probe));
    return record;
}

} // namespace

class tst_ScopesViews final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // The C locale groups digits or does not, as the version of Qt has it.
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));    // offscreen says so
        Theme::current().setName(QStringLiteral("light"));
    }

    void everySpikeInViewIsPaintedAtItsPlaceAndNowhereElse_data()
    {
        QTest::addColumn<double>("from");
        QTest::addColumn<double>("to");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("all") << 0.0 << 64.0 << 0.0 << 90.0;
        QTest::newRow("a part") << 10.0 << 20.0 << 30.0 << 50.0;
        QTest::newRow("odd borders") << 3.7 << 9.2 << 11.4 << 18.9;
    }
    void everySpikeInViewIsPaintedAtItsPlaceAndNowhereElse()
    {
        QFETCH(double, from);
        QFETCH(double, to);
        QFETCH(double, low);
        QFETCH(double, high);
        const auto record = makeSample({64, 90, 0.05, 0});
        TimeCursor cursor;
        cursor.setLength(64);
        RasterView raster(cursor);
        show(raster, {700, 420});
        raster.setRecord(record, 0);
        cursor.setTime(from);            // at the border: it hides no mark
        cursor.setWindow(from, to);
        raster.yAxis->setRange(low, high);
        const QImage image = picture(raster);
        const QRgb spike = Theme::current().color(QStringLiteral("raster.spike")).rgb();
        const ProbeRecord& probe = record->probes[0];
        std::set<std::pair<std::uint32_t, std::uint32_t>> fired;
        for (std::size_t i = 0; i < probe.spikeStep.size(); ++i)
            fired.insert({probe.spikeStep[i], probe.spikeUnit[i]});
        QVERIFY(fired.size() > 100);
        int seen = 0;
        for (std::uint32_t step = 0; step < 64; ++step)
            for (std::uint32_t unit = 0; unit < 90; ++unit) {
                const double x = raster.xAxis->coordToPixel(step + 0.5), y = raster.yAxis->coordToPixel(unit + 0.5);
                if (!raster.plotArea().adjusted(4, 2, -4, -2).contains(QPointF(x, y).toPoint()))
                    continue;
                const bool painted = image.pixel(int(x - 0.01), int(y - 0.01)) == spike || image.pixel(int(x + 0.5), int(y - 0.5)) == spike;
                QCOMPARE(painted, fired.count({step, unit}) != 0);
                seen += painted;
            }
        QVERIFY(seen > 5);
        QCOMPARE(raster.describe()[QStringLiteral("mode")].toString(), QStringLiteral("exact"));
        const int mark = raster.describe()[QStringLiteral("markHeight")].toInt();
        QVERIFY(mark >= 1 && mark <= 6);
    }

    void aSingleSpikeAmongMillionsOfNeuronsColoursAPixel()
    {
        const auto record = recordOf({499'999}, {1'234'567}, 1'000'000, 2'000'000);
        TimeCursor cursor;
        cursor.setLength(1'000'000);
        RasterView raster(cursor);
        show(raster, {500, 300});
        raster.setRecord(record, 0);
        const QImage image = picture(raster);
        const QRgb spike = Theme::current().color(QStringLiteral("raster.spike")).rgb();
        int pixels = 0;
        const QRect area = raster.plotArea();
        for (int y = area.top(); y <= area.bottom(); ++y)
            for (int x = area.left(); x <= area.right(); ++x)
                pixels += image.pixel(x, y) == spike;
        QCOMPARE(pixels, 1);
    }

    void aboveTheLimitDensityIsDrawnWithItsLegendAndNoSpikeIsLeftOut()
    {
        std::vector<std::uint32_t> step, unit;
        for (std::uint32_t s = 0; s < 200; ++s)
            for (std::uint32_t u = 0; u < 1000; ++u)
                if ((s * 31 + u * 17) % 3 == 0 && (s < 150 || u < 20 || (s == 180 && u == 700))) {
                    step.push_back(s);
                    unit.push_back(u);
                }
        step.push_back(190);
        unit.push_back(900);             // alone in an empty corner
        const auto record = recordOf(step, unit, 200, 1000);
        TimeCursor cursor;
        cursor.setLength(200);
        RasterView raster(cursor);
        show(raster, {600, 400});
        raster.setRecord(record, 0);
        picture(raster);
        QCoreApplication::processEvents();   // the legend follows the picture
        const QImage image = picture(raster);
        QCOMPARE(raster.describe()[QStringLiteral("mode")].toString(), QStringLiteral("density"));
        QCOMPARE(raster.describe()[QStringLiteral("legend")].toString(), QStringLiteral("density"));
        QVERIFY(raster.title().contains(QStringLiteral("density")));
        const QRgb empty = Theme::current().color(QStringLiteral("base")).rgb(), grid = Theme::current().color(QStringLiteral("grid")).rgb();
        const auto covered = [&](std::uint32_t s, std::uint32_t u) {
            const QPoint p(int(raster.xAxis->coordToPixel(s + 0.5)), int(raster.yAxis->coordToPixel(u + 0.5)));
            for (int dy = -1; dy <= 1; ++dy)
                if (const QRgb c = image.pixel(p.x(), p.y() + dy); c != empty && c != grid)
                    return true;
            return false;
        };
        for (std::size_t i = 0; i < step.size(); i += 97)
            QVERIFY2(covered(step[i], unit[i]), qPrintable(QStringLiteral("spike %1, %2").arg(step[i]).arg(unit[i])));
        QVERIFY(covered(190, 900));
        QVERIFY(!covered(170, 500));
        cursor.setWindow(140, 200);
        raster.yAxis->setRange(400, 1000);
        picture(raster);
        QCOMPARE(raster.describe()[QStringLiteral("mode")].toString(), QStringLiteral("exact"));
    }

    void manySpikesAreIndexedOnAWorker()
    {
        std::vector<std::uint32_t> step, unit;
        for (std::uint32_t s = 0; s < 1100; ++s)
            for (std::uint32_t u = 0; u < 1000; ++u) {
                step.push_back(s);
                unit.push_back(u);
            }
        TimeCursor cursor;
        cursor.setLength(1100);
        RasterView raster(cursor);
        show(raster, {500, 300});
        raster.setRecord(recordOf(std::move(step), std::move(unit), 1100, 1000), 0);
        QCOMPARE(raster.describe()[QStringLiteral("mode")].toString(), QStringLiteral("indexing"));
        QVERIFY(raster.describe()[QStringLiteral("notice")].toString().contains(QStringLiteral("1,100,000")));
        QTRY_COMPARE(raster.describe()[QStringLiteral("mode")].toString(), QStringLiteral("density"));
        QCOMPARE(raster.describe()[QStringLiteral("notice")].toString(), QString());
    }

    void theHeatmapShowsTheRecordedValuesInColoursFixedOverTheRecord()
    {
        const auto record = makeSample({16, 60, 0.05, 0});
        TimeCursor cursor;
        cursor.setLength(16);
        HeatmapView heatmap(cursor);
        show(heatmap, {600, 300});
        heatmap.setRecord(record, 1);
        const ProbeRecord& probe = record->probes[1];
        QCOMPARE(heatmap.rowUnits().size(), std::size_t(60));
        for (std::int64_t step = 0; step < 16; ++step)
            for (std::int64_t unit = 0; unit < 60; ++unit) {
                QCOMPARE(float(heatmap.map().data()->cell(int(step), int(unit))), probe.values[std::size_t(step * 60 + unit)]);
                double key = 0, value = 0;
                heatmap.map().data()->cellToCoord(int(step), int(unit), &key, &value);
                QCOMPARE(key, step + 0.5);           // at the middle of its step, as in the raster
                QCOMPARE(value, unit + 0.5);
            }
        const auto limits = heatmap.map().dataRange();
        cursor.setWindow(4, 6);
        picture(heatmap);
        QVERIFY(heatmap.map().dataRange() == limits);
        QVERIFY(limits.lower <= 0 && limits.upper >= 1);
        const QString scale = heatmap.describe()[QStringLiteral("scale")].toString();
        QVERIFY2(scale.contains(QString::fromUtf8("\u03b8 1")) && scale.contains(QStringLiteral("reset 0")), qPrintable(scale));
    }

    void aHeatmapOfOneNeuronIsColoured()
    {
        TimeCursor cursor;
        cursor.setLength(8);
        const auto record = makeSample({8, 1, 0, 0});
        record->probes[1].values = {0.9f, 0.1f, 0.9f, 0.9f, 0.9f, 0.9f, 0.9f, 0.9f};
        HeatmapView heatmap(cursor);
        show(heatmap, {600, 300});
        heatmap.setRecord(record, 1);
        const QImage image = picture(heatmap);
        const auto at = [&](double step, double height) { return image.pixelColor(int(heatmap.xAxis->coordToPixel(step)), int(heatmap.yAxis->coordToPixel(height))); };
        const QColor background = Theme::current().color(QStringLiteral("base"));
        QVERIFY(at(2.5, 0.5) != background);
        QVERIFY(at(2.5, 0.5) != at(1.5, 0.5));
        QCOMPARE(at(2.5, 0.05), at(2.5, 0.95));   // the cell fills the row
        QCOMPARE(at(2.1, 0.5), at(2.9, 0.5));
    }

    void aHeatmapOfManyNeuronsSaysWhichRowsItShows()
    {
        const auto record = makeSample({4, 3000, 0.05, 0});
        TimeCursor cursor;
        cursor.setLength(4);
        HeatmapView heatmap(cursor);
        heatmap.resize(900, 300);
        heatmap.setRecord(record, 1);
        QCOMPARE(heatmap.rowUnits().size(), std::size_t(HeatmapView::kSampledRows));
        QVERIFY(heatmap.title().contains(QStringLiteral("256 of 3,000")));
        const std::int64_t unit = heatmap.rowUnits()[100];
        QCOMPARE(float(heatmap.map().data()->cell(2, 100)), record->probes[1].values[std::size_t(2 * 3000 + unit)]);
        heatmap.setUnitRange(50, 69);
        QCOMPARE(heatmap.rowUnits().size(), std::size_t(20));
        QCOMPARE(heatmap.rowUnits().front(), 50);
    }

    void theTraceMarksEverySpikeOfItsNeuron()
    {
        const auto record = makeSample({4000, 20, 0.05, 0});
        const ProbeRecord& spikes = record->probes[0];
        TimeCursor cursor;
        cursor.setLength(4000);
        TraceView trace(cursor);
        show(trace, {600, 200});
        trace.setRecord(record, 1);
        trace.setSpikes(SpikeIndex::build(record, spikes.spikeStep, spikes.spikeUnit, 4000, 20));
        trace.setUnit(13);
        cursor.setTime(77.5);
        const QImage image = picture(trace);
        const auto expected = std::count(spikes.spikeUnit.begin(), spikes.spikeUnit.end(), 13u);
        QVERIFY(expected > 100);
        QCOMPARE(trace.describe()[QStringLiteral("spikeMarks")].toInt(), int(expected));
        QCOMPARE(float(trace.describe()[QStringLiteral("value")].toDouble()), record->probes[1].values[77 * 20 + 13]);
        QVERIFY(trace.title().contains(QStringLiteral("step 77")));
        // Each mark is really there, although several share a pixel.
        const QRgb ink = Theme::current().color(QStringLiteral("raster.spike")).rgb();
        for (std::size_t i = 0; i < spikes.spikeStep.size(); ++i)
            if (spikes.spikeUnit[i] == 13) {
                const int x = int(trace.xAxis->coordToPixel(spikes.spikeStep[i] + 0.5));
                bool marked = false;
                for (int dx = -2; dx <= 2; ++dx)
                    marked = marked || image.pixel(std::clamp(x + dx, 0, image.width() - 1), trace.plotArea().top() + 4) == ink;
                QVERIFY(marked);
            }
    }

    void anUnrecordedNeuronIsSaidToBeSo()
    {
        auto record = makeSample({8, 5, 0.05, 0});
        ProbeRecord& v = record->probes[1];
        v.units = 1000;
        v.unitIndex = {10, 20, 30, 40, 50};
        TimeCursor cursor;
        cursor.setLength(8);
        TraceView trace(cursor);
        trace.setRecord(record, 1);
        QCOMPARE(trace.shownUnit(), 10);
        trace.setUnit(30);
        QCOMPARE(trace.describe()[QStringLiteral("notice")].toString(), QString());
        cursor.setTime(3.5);
        QCOMPARE(float(trace.describe()[QStringLiteral("value")].toDouble()), v.values[3 * 5 + 2]);
        trace.setUnit(31);
        QVERIFY(trace.describe()[QStringLiteral("notice")].toString().contains(QStringLiteral("was not recorded")));
    }

    void malformedRecordsShowNothingInsteadOfCrashing()
    {
        auto record = makeSample({8, 5, 0.05, 10});
        record->probes[1].values.resize(7);
        record->events.x.resize(3);
        TimeCursor cursor;
        cursor.setLength(8);
        HeatmapView heatmap(cursor);
        TraceView trace(cursor);
        RasterView raster(cursor);
        DvsPlayer player(cursor);
        heatmap.setRecord(record, 1);
        trace.setRecord(record, 1);
        raster.setRecord(record, 99);
        player.setRecord(record);
        QVERIFY(!player.hasEvents());
        QVERIFY(!heatmap.describe()[QStringLiteral("notice")].toString().isEmpty());
        QVERIFY(!trace.describe()[QStringLiteral("notice")].toString().isEmpty());
        picture(heatmap);
        picture(trace);
        picture(raster);
    }

    void eachFrameHoldsTheEventsOfItsStep()
    {
        const auto record = makeSample({16, 4, 0.05, 5000});
        TimeCursor cursor;
        cursor.setLength(16);
        DvsPlayer player(cursor);
        player.setRecord(record);
        for (int step = 0; step < 16; ++step) {
            cursor.setTime(step + 0.5);
            std::array<std::vector<std::uint32_t>, 2> expected{std::vector<std::uint32_t>(34 * 34), std::vector<std::uint32_t>(34 * 34)};
            std::size_t count = 0;
            for (std::size_t i = 0; i < record->events.size(); ++i)
                if (record->events.t[i] >= record->frameEdges[std::size_t(step)] && record->events.t[i] < record->frameEdges[std::size_t(step) + 1]) {
                    ++expected[record->events.p[i]][std::size_t(record->events.y[i]) * 34 + record->events.x[i]];
                    ++count;
                }
            QVERIFY(count > 100);
            QCOMPARE(player.frame().events, count);
            QVERIFY(player.frame().count == expected);
            QVERIFY(player.describe()[QStringLiteral("label")].toString().contains(QStringLiteral("events in window %1").arg(count)));
        }
    }

    void polaritiesHaveTheColoursOfThePalette()
    {
        auto record = makeSample({1, 4, 0.05, 0});
        record->events.width = record->events.height = 3;
        record->events.t = {10, 20, 30, 40};
        record->events.x = {0, 1, 2, 2};
        record->events.y = {0, 0, 2, 2};
        record->events.p = {1, 0, 1, 0};
        TimeCursor cursor;
        cursor.setLength(1);
        DvsPlayer player(cursor);
        player.setRecord(record);
        for (const PolarityPalette palette : {PolarityPalette::BlueOrange, PolarityPalette::WhiteBlack, PolarityPalette::PurpleGreen}) {
            player.setPalette(palette);
            const PolarityColors colors = polarityColors(palette);
            QCOMPARE(QColor(player.image().pixel(0, 0)), colors.on);
            QCOMPARE(QColor(player.image().pixel(1, 0)), colors.off);
            QCOMPARE(QColor(player.image().pixel(1, 1)), colors.background);
            QVERIFY(QColor(player.image().pixel(2, 2)) != colors.on && QColor(player.image().pixel(2, 2)) != colors.off);
            player.setPolarity(true, false);
            QCOMPARE(QColor(player.image().pixel(1, 0)), colors.background);
            QCOMPARE(QColor(player.image().pixel(2, 2)), colors.on);
            player.setPolarity(true, true);
        }
        QCOMPARE(polarityColors(PolarityPalette::BlueOrange).on, Theme::current().color(QStringLiteral("polarity.on")));
    }

    void thePlayerStepsByWholeWindowsInBothDirections()
    {
        const auto record = makeSample({16, 4, 0.05, 5000});
        TimeCursor cursor;
        cursor.setLength(16);
        DvsPlayer player(cursor);
        player.setRecord(record);
        player.stepBy(1);
        QCOMPARE(player.time(), record->frameEdges[1]);
        QCOMPARE(std::floor(cursor.time()), 1.0);
        player.stepBy(1);
        player.stepBy(-2);
        QCOMPARE(player.time(), record->frameEdges[0]);
        player.setAccumulation(5000);
        player.setTime(50'000);
        QCOMPARE(player.windowEnd(), 55'000);
        player.stepBy(1);
        QCOMPARE(player.time(), 55'000);
        player.stepBy(-1);
        QCOMPARE(player.time(), 50'000);
        // The cursor is in the step that holds this time.
        const auto step = std::size_t(std::floor(cursor.time()));
        QVERIFY(record->frameEdges[step] <= 50'000 && 50'000 < record->frameEdges[step + 1]);
        player.setPlaying(true);
        QTRY_VERIFY(player.time() > 50'000);
        player.setPlaying(false);
    }

    void speedsAreTypedAsFractionsOrNumbers()
    {
        QCOMPARE(*DvsPlayer::parseSpeed(QStringLiteral("1/20 x")), 0.05);
        QCOMPARE(*DvsPlayer::parseSpeed(QStringLiteral("2")), 2.0);
        QCOMPARE(*DvsPlayer::parseSpeed(QStringLiteral("1/100000")), DvsPlayer::kSlowest);
        QVERIFY(!DvsPlayer::parseSpeed(QStringLiteral("fast")));
        QVERIFY(!DvsPlayer::parseSpeed(QStringLiteral("1/0")));
        QVERIFY(!DvsPlayer::parseSpeed(QStringLiteral("-1")));
        for (const double speed : {0.001, 0.05, 0.25, 1.0, 50.0})
            QCOMPARE(*DvsPlayer::parseSpeed(DvsPlayer::speedText(speed)), speed);
    }

    void unorderedEventsAndUnknownSensorsAreShown()
    {
        auto record = makeSample({2, 4, 0.05, 0});
        record->events.width = record->events.height = 0;
        record->events.t = {40, 10, 30};
        record->events.x = {1, 5, 2};
        record->events.y = {1, 0, 3};
        record->events.p = {1, 1, 0};
        const EventTimeline timeline(record, record->events);
        QCOMPARE(timeline.width(), 6);
        QCOMPARE(timeline.height(), 4);
        QCOMPARE(timeline.countIn(10, 31), std::size_t(2));
        QCOMPARE(timeline.accumulate(10, 31).count[1][5], 1u);
        std::uint32_t sum = 0;
        for (const std::uint32_t n : timeline.rate(7))
            sum += n;
        QCOMPARE(sum, 3u);
    }
};

SPW_TEST_GUI(tst_ScopesViews)

} // namespace tst_scopes_views

#include "tst_scopes_views.moc"
