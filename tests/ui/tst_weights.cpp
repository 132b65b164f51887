// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui_test.h"

#include "ui/model/learner_health.h"
#include "ui/model/run_view.h"
#include "ui/model/synapse_choice.h"
#include "ui/model/time_cursor.h"
#include "ui/weights/pair_traces.h"
#include "ui/weights/receptive_sheet.h"
#include "ui/weights/weight_histogram.h"
#include "ui/weights/weight_matrix.h"
#include "ui/weights/weights_panel.h"
#include "ui/weights/window_plot.h"
#include "tests/runner/registry.h"

#include <QComboBox>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QTabWidget>
#include <QToolButton>
#include <QWheelEvent>

#include <cmath>
#include <ctime>

namespace tst_weights {

using namespace spw;
using namespace spw::ui;
using spw::ui::test::Studio;

namespace {

/// Fields of bars: unit u looks for a bar at the angle u, so that each tile is another picture.
std::shared_ptr<SynapseView> barView(NodeId synapse, std::int64_t post, std::vector<std::int64_t> shape, std::uint64_t serial = 1, float strength = 1)
{
    auto view = std::make_shared<SynapseView>();
    view->serial = serial;
    view->synapse = synapse;
    view->synapseName = "Linear 1";
    view->step = std::int64_t(serial) * 100;
    view->preShape = shape;
    view->pre = 1;
    for (const std::int64_t size : shape)
        view->pre *= size;
    view->post = post;
    view->least = 0;
    view->most = 1;
    const std::int64_t width = shape.back(), height = shape.size() > 1 ? shape[shape.size() - 2] : 1;
    for (std::int64_t u = 0; u < post; ++u)
        for (std::int64_t i = 0; i < view->pre; ++i) {
            const double x = double(i % width) - double(width) / 2, y = double(i / width % height) - double(height) / 2;
            const double angle = std::numbers::pi * double(u) / double(post), across = x * std::sin(angle) - y * std::cos(angle);
            view->weights.push_back(float(0.05 + 0.9 * double(strength) * std::exp(-across * across / 6)));
        }
    return view;
}

void addLearner(SynapseView& view, NodeId learner)
{
    view.learner = learner;
    view.learnerName = "STDP 1";
    for (int steps = -60; steps <= 60; ++steps)
        if (steps != 0)
            view.window.push_back({float(steps), float(steps > 0 ? 0.01 * std::exp(-steps / 12.0) : -0.008 * std::exp(steps / 12.0))});
    for (int i = 0; i < 300; ++i) {
        const int steps = (i * 7) % 50 - 25;
        if (steps != 0)
            view.pairs.push_back({float(steps), float((steps > 0 ? 0.01 * std::exp(-steps / 12.0) : -0.008 * std::exp(steps / 12.0)) * (0.9 + 0.2 * (i % 10) / 10.0))});
    }
}

std::shared_ptr<Snapshot> snapshotOf(std::vector<std::shared_ptr<const SynapseView>> views, std::shared_ptr<const SampleRecord> sample = {})
{
    static std::uint64_t serial = 0;
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->serial = ++serial;
    snapshot->state = RunState::Running;
    snapshot->synapses = std::move(views);
    snapshot->sample = std::move(sample);
    return snapshot;
}

ProbeRecord trace(NodeId node, const char* quantity, std::int64_t units, std::int64_t steps, int every)
{
    ProbeRecord probe;
    probe.node = node;
    probe.nodeName = "STDP 1";
    probe.quantity = quantity;
    probe.steps = steps;
    probe.units = units;
    std::vector<float> now(std::size_t(units), 0.f);
    for (std::int64_t t = 0; t < steps; ++t)
        for (std::int64_t u = 0; u < units; ++u) {
            float& value = now[std::size_t(u)];
            value = value * 0.8f + (t % (every + u) == u ? 1.f : 0.f);
            probe.values.push_back(value);
        }
    return probe;
}

/// Processor time of this thread.
double threadMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

void keep(QWidget& widget, const QString& name)
{
    if (const QString folder = qEnvironmentVariable("SPW_SHOTS"); !folder.isEmpty())
        widget.grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
}

int distinctColours(const QImage& image, QRect area)
{
    QSet<QRgb> colours;
    for (int y = area.top(); y < area.bottom(); ++y)
        for (int x = area.left(); x < area.right(); ++x)
            colours.insert(image.pixel(x, y));
    return int(colours.size());
}

/// The window with a small graph: input -> Linear 1 -> LIF 1 -> Linear 2 -> LIF 2.
struct Scene {
    Studio studio{QSize(1400, 900)};
    NodeId first, lif, second, lif2;
    WeightsPanel& panel;

    Scene() : panel(studio.window->weights())
    {
        studio.window->dock("dock.weights")->raise();
        first = studio.add("layer.linear", 0, 0);
        lif = studio.add("neuron.lif", 300, 0);
        second = studio.add("layer.linear", 600, 0);
        lif2 = studio.add("neuron.lif", 900, 0);
        connect(first, "y", lif);
        connect(lif, "s", second);
        connect(second, "y", lif2);
        settle();
    }
    void connect(NodeId from, const char* out, NodeId to)
    {
        const NodeSpec *a = studio.graph().spec(from), *b = studio.graph().spec(to);
        const std::string output = a->outputIndex(out) >= 0 ? out : a->outputs[0].name;
        QVERIFY(studio.project().apply(Connect{{{from, output}, {to, b->inputs[0].name}}}, {}));
    }
    void show(std::shared_ptr<const Snapshot> snapshot)
    {
        const int before = panel.updates();
        studio.window->runView().show(std::move(snapshot));
        QTRY_VERIFY_WITH_TIMEOUT(panel.updates() > before, 5000);
        settle();
    }
    void settle() { QTest::qWait(80); }
    /// Room enough for a weight to be a whole number of pixels wide.
    void enlarge()
    {
        QDockWidget* dock = studio.window->dock("dock.weights");
        dock->setFloating(true);
        dock->resize(1320, 700);
        settle();
    }
    void click(const char* name) { QTest::mouseClick(panel.findChild<QToolButton*>(QLatin1String(name)), Qt::LeftButton); }
    QJsonObject twin(const char* view) { return panel.describe()[QLatin1String(view)].toObject(); }
};

} // namespace

class tst_Weights final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void aRowOfWeightsBecomesThePictureItLooksAt()
    {
        QCOMPARE(tileShape({28, 28}, 784).width, std::int64_t(28));
        QCOMPARE(tileShape({1, 28, 28}, 784).channels, std::int64_t(1));
        const TileShape plain = tileShape({784}, 784);
        QCOMPARE(plain.width, std::int64_t(28));
        QCOMPARE(plain.height, std::int64_t(28));
        const TileShape prime = tileShape({101}, 101);
        QVERIFY(prime.width * prime.height >= 101 && prime.width <= 2 * prime.height);
        const TileShape kernels = tileShape({6, 5, 3}, 90);
        QCOMPARE(kernels.channels, std::int64_t(6));
        QVERIFY(kernels.columns * kernels.rows >= 6);
        for (const TileShape& shape : {plain, prime, kernels})
            for (std::int64_t pre = 0; pre < shape.channels * shape.width * shape.height; ++pre)
                QCOMPARE(shape.preAt(shape.at(pre)), pre);
        QCOMPARE(kernels.preAt({3, 0}), std::int64_t(-1));          // between two channels
    }

    void coloursAndBinsSayWhatTheWeightsAre()
    {
        const auto view = barView(1, 4, {8, 8});
        const auto picture = makeWeightPicture(view, nullptr, {});
        QVERIFY(picture && !picture->diverging);
        QCOMPARE(picture->low, 0.0);                                 // the bound
        QVERIFY(std::abs(picture->high - 0.95) < 0.01);
        QCOMPARE(std::accumulate(picture->bins.begin(), picture->bins.end(), std::int64_t(0)), std::int64_t(256));
        QCOMPARE(picture->level(float(picture->high)), std::uint8_t(WeightPicture::kLevels - 1));
        QCOMPARE(picture->level(0.f), std::uint8_t(0));

        auto changed = std::make_shared<SynapseView>(*view);
        changed->weights[3] -= 0.25f;
        changed->weights[70] += 0.5f;
        const auto change = makeWeightPicture(changed, view, {.change = true});
        QVERIFY(change->diverging);
        QVERIFY(std::abs(change->high - 0.5) < 1e-6);
        QCOMPARE(change->low, -change->high);
        QVERIFY(std::abs(change->value(0, 3) + 0.25f) < 1e-6f);
        QVERIFY(std::abs(change->value(1, 6) - 0.5f) < 1e-6f);

        auto broken = std::make_shared<SynapseView>(*view);
        broken->weights[5] = std::numeric_limits<float>::quiet_NaN();
        const auto shown = makeWeightPicture(broken, nullptr, {});
        QCOMPARE(shown->broken, std::int64_t(1));
        QCOMPARE(shown->cells[5], WeightPicture::kBroken);

        auto wrong = std::make_shared<SynapseView>(*view);
        wrong->weights.pop_back();
        QVERIFY(!makeWeightPicture(wrong, nullptr, {}));
    }

    void theStrongestOfManyWeightsOnAPixelIsSeen()
    {
        auto view = std::make_shared<SynapseView>();
        view->synapse = 1;
        view->pre = 4000;
        view->post = 1000;
        view->preShape = {4000};
        view->weights.assign(4'000'000, 0.1f);
        view->weights[1'234'567] = 0.9f;
        const auto picture = makeWeightPicture(view, nullptr, {});
        QVERIFY(!picture->reduced.empty());
        QVERIFY(std::int64_t(picture->reduced.size()) <= WeightPicture::kMostCells);
        QCOMPARE(std::count(picture->reduced.begin(), picture->reduced.end(), WeightPicture::kLevels - 1), std::ptrdiff_t(1));
    }

    void weightsAtTheirBoundsAreCalledStuck()
    {
        auto view = barView(1, 4, {8, 8});
        QVERIFY(stuckShare(*view) < 0.1);
        for (std::size_t i = 0; i < view->weights.size(); ++i)
            if (i % 20)
                view->weights[i] = i % 2 ? 1.f : 0.f;
        QVERIFY(stuckShare(*view) > kStuckShare);
        view->least.reset();
        view->most.reset();
        QCOMPARE(stuckShare(*view), 0.0);
    }

    void spikesAndPairsAreReadFromTraces()
    {
        QCOMPARE(spikesOfTrace({0, 1, 0.5f, 1.25f, 0.6f, 0.3f}), (std::vector<std::int64_t>{1, 3}));
        QCOMPARE(spikesOfTrace({1, 1, 1}), (std::vector<std::int64_t>{0, 1, 2}));     // set to 1 by each spike
        QVERIFY(spikesOfTrace({0, 0, 0}).empty());
        const auto pairs = pairSpikes({2, 10}, {5, 12});
        QCOMPARE(pairs.size(), std::size_t(3));
        QVERIFY(pairs[0].grows && pairs[0].from == 2 && pairs[0].to == 5);
        QVERIFY(!pairs[1].grows && pairs[1].from == 5 && pairs[1].to == 10);
        QVERIFY(pairs[2].grows && pairs[2].from == 10 && pairs[2].to == 12);
    }

    void withoutARunTheDockSaysHowWeightsAppear()
    {
        Scene scene;
        QVERIFY(scene.panel.describe()[QStringLiteral("empty")].toBool());
        QVERIFY(scene.panel.describe()[QStringLiteral("emptyText")].toString().contains(QStringLiteral("F5")));
        keep(scene.panel, QStringLiteral("weights_empty"));
    }

    void fieldsAreDrawnForEachUnitAndAClickSelectsTheNeuron()
    {
        for (const QString& theme : {QStringLiteral("dark"), QStringLiteral("light")}) {
            Scene scene;
            Theme::current().setName(theme);
            scene.enlarge();
            auto view = barView(scene.first, 100, {28, 28});
            addLearner(*view, 99);
            scene.panel.findChild<QTabWidget*>(QStringLiteral("weights.right"))->setCurrentIndex(0);
            scene.show(snapshotOf({view}));
            QVERIFY(!scene.panel.describe()[QStringLiteral("empty")].toBool());
            ReceptiveSheet& fields = scene.panel.fields();
            QCOMPARE(scene.twin("fields")[QStringLiteral("tiles")].toInt(), 100);
            // Not blank: each tile has many colours, and two tiles differ.
            const QImage image = fields.grab().toImage();
            for (const int unit : {0, 7, 55, 99}) {
                const QRect tile = fields.tileRect(unit).toAlignedRect();
                QVERIFY(fields.rect().contains(tile));
                QVERIFY2(distinctColours(image, tile) > 5, qPrintable(QString::number(distinctColours(image, tile))));
            }
            QVERIFY(image.copy(fields.tileRect(0).toAlignedRect()) != image.copy(fields.tileRect(50).toAlignedRect()));
            // A pixel has the colour of its weight.
            const auto& picture = *scene.panel.picture();
            const std::vector<QRgb> colours = weightColours(picture.diverging);
            for (const std::int64_t pre : {0, 100, 405, 783})
                QCOMPARE(image.pixelColor(int(fields.weightPoint(42, pre).x()), int(fields.weightPoint(42, pre).y())).rgb(), colours[picture.cells[std::size_t(42 * 784 + pre)]] | 0xff000000u);

            QTest::mouseClick(&fields, Qt::LeftButton, {}, QPoint(int(fields.weightPoint(42, 405).x()), int(fields.weightPoint(42, 405).y())));
            QCOMPARE(scene.twin("fields")[QStringLiteral("selectedPost")].toInt(), 42);
            QCOMPARE(scene.twin("fields")[QStringLiteral("selectedPre")].toInt(), 405);
            QVERIFY(fields.hoverText(fields.weightPoint(42, 405)).contains(QStringLiteral("405")));
            keep(scene.panel, QStringLiteral("weights_") + theme);

            // Zooming keeps what is under the pointer there; a double click shows all again.
            const QPointF under = fields.weightPoint(42, 405);
            QWheelEvent wheel(under, fields.mapToGlobal(under), {}, QPoint(0, 960), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QApplication::sendEvent(&fields, &wheel);
            QVERIFY(QLineF(fields.weightPoint(42, 405), under).length() < 20);
            QVERIFY(fields.tileRect(42).width() > 100);
            QTest::mouseDClick(&fields, Qt::LeftButton, {}, fields.rect().center());
            QVERIFY(fields.rect().contains(fields.tileRect(99).toAlignedRect()));
        }
    }

    void matrixAndHistogramShowTheSameWeights()
    {
        Scene scene;
        scene.enlarge();
        scene.panel.findChild<QTabWidget*>(QStringLiteral("weights.left"))->setCurrentIndex(1);
        auto view = barView(scene.first, 40, {14, 14});
        scene.show(snapshotOf({view}));
        scene.panel.findChild<QTabWidget*>(QStringLiteral("weights.right"))->setCurrentIndex(1);
        scene.settle();
        const QJsonObject matrix = scene.twin("matrix"), histogram = scene.twin("histogram");
        QCOMPARE(matrix[QStringLiteral("pre")].toInt(), 196);
        QCOMPARE(matrix[QStringLiteral("post")].toInt(), 40);
        QCOMPARE(matrix[QStringLiteral("xTo")].toDouble(), 196.0);
        QVERIFY(matrix[QStringLiteral("levels")].toInt() > 50);
        QCOMPARE(histogram[QStringLiteral("counted")].toInt(), 40 * 196);
        QCOMPARE(histogram[QStringLiteral("bounds")].toInt(), 2);
        QVERIFY(histogram[QStringLiteral("binsUsed")].toInt() > 20);
        // Hover and click in the middle of a known weight.
        WeightMatrix& map = scene.panel.matrix();
        const QPointF at(map.xAxis->coordToPixel(100.5), map.yAxis->coordToPixel(20.5));
        QVERIFY2(map.hoverText(at).contains(QLocale().toString(double(view->weights[20 * 196 + 100]), 'g', 5)), qPrintable(map.hoverText(at)));
        QTest::mouseClick(&map, Qt::LeftButton, {}, at.toPoint());
        QCOMPARE(scene.twin("matrix")[QStringLiteral("selectedPost")].toInt(), 20);
        QCOMPARE(scene.twin("matrix")[QStringLiteral("selectedPre")].toInt(), 100);
        QVERIFY(map.yAxis->coordToPixel(0) < map.yAxis->coordToPixel(40));      // unit 0 is at the top
        keep(scene.panel, QStringLiteral("weights_matrix"));
        Theme::current().setName(QStringLiteral("light"));
        scene.settle();
        keep(scene.panel, QStringLiteral("weights_matrix_light"));
    }

    void changeSinceTheStartIsShownOnBothSidesOfNothing()
    {
        Scene scene;
        scene.show(snapshotOf({barView(scene.first, 16, {10, 10}, 1)}));
        auto later = barView(scene.first, 16, {10, 10}, 2);
        for (std::size_t i = 0; i < later->weights.size(); ++i)
            later->weights[i] += i % 100 < 50 ? 0.2f : -0.1f;
        scene.show(snapshotOf({later}));
        const int before = scene.panel.updates();
        scene.click("weights.change");
        QTRY_VERIFY(scene.panel.updates() > before);
        QVERIFY(scene.panel.picture()->diverging);
        QVERIFY(std::abs(scene.panel.picture()->high - 0.2) < 1e-6);
        QVERIFY(scene.panel.fields().title().contains(QStringLiteral("since the start")));
        keep(scene.panel, QStringLiteral("weights_change"));
    }

    void kernelsOfAConvolutionLieChannelByChannel()
    {
        Scene scene;
        auto view = barView(scene.first, 12, {3, 5, 5});
        scene.show(snapshotOf({view}));
        QCOMPARE(scene.twin("fields")[QStringLiteral("channels")].toInt(), 3);
        QCOMPARE(scene.twin("fields")[QStringLiteral("tileWidth")].toInt(), 5);
        QVERIFY(scene.panel.fields().hoverText(scene.panel.fields().weightPoint(3, 55)).contains(QStringLiteral("channel 2")));
        scene.click("weights.own");
        scene.settle();
        keep(scene.panel, QStringLiteral("weights_kernels"));
    }

    void measuredPairsLieOnTheWindowOfTheRule()
    {
        Scene scene;
        auto view = barView(scene.first, 16, {10, 10});
        addLearner(*view, 99);
        const auto pairs = int(view->pairs.size());
        scene.show(snapshotOf({view}));
        scene.panel.findChild<QTabWidget*>(QStringLiteral("weights.right"))->setCurrentIndex(0);
        scene.settle();
        QCOMPARE(scene.twin("window")[QStringLiteral("curve")].toInt(), 120);
        QCOMPARE(scene.twin("window")[QStringLiteral("dots")].toInt(), pairs);
        QVERIFY(scene.panel.describe()[QStringLiteral("state")].toString().contains(QStringLiteral("learns")));
        view = std::make_shared<SynapseView>(*view);
        view->serial = 9;
        view->enabled = false;
        scene.show(snapshotOf({view}));
        QVERIFY(scene.panel.describe()[QStringLiteral("state")].toString().contains(QStringLiteral("off")));
    }

    void tracesShowWhichSpikesMeetUnderTheSharedCursor()
    {
        Scene scene;
        scene.panel.findChild<QTabWidget*>(QStringLiteral("weights.right"))->setCurrentIndex(2);
        auto view = barView(scene.first, 4, {3, 3});
        addLearner(*view, 99);
        auto sample = std::make_shared<SampleRecord>();
        sample->serial = 5;
        sample->steps = 60;
        sample->probes = {trace(99, "trace_pre", 9, 60, 7), trace(99, "trace_post", 4, 60, 11)};
        scene.show(snapshotOf({view}, sample));
        QTest::mouseClick(&scene.panel.fields(), Qt::LeftButton, {}, scene.panel.fields().weightPoint(2, 5).toPoint());
        scene.settle();
        const QJsonObject twin = scene.twin("traces");
        QCOMPARE(twin[QStringLiteral("pre")].toInt(), 5);
        QCOMPARE(twin[QStringLiteral("post")].toInt(), 2);
        QCOMPARE(twin[QStringLiteral("preSpikes")].toInt(), 5);       // t % 12 == 5
        QCOMPARE(twin[QStringLiteral("postSpikes")].toInt(), 5);      // t % 13 == 2
        QVERIFY(twin[QStringLiteral("pairs")].toInt() >= 8);
        QCOMPARE(twin[QStringLiteral("pairsDrawn")].toInt(), twin[QStringLiteral("pairs")].toInt());
        scene.studio.window->time().setTime(17.5);
        QCOMPARE(scene.twin("traces")[QStringLiteral("cursorStep")].toInt(), 17);
        keep(scene.panel, QStringLiteral("weights_traces"));
    }

    void theDockFollowsTheSelectionUnlessItIsPinned()
    {
        Scene scene;
        scene.show(snapshotOf({barView(scene.first, 4, {4, 4}), barView(scene.second, 6, {2, 2})}));
        scene.studio.window->selection().setNode(scene.lif2);
        QCOMPARE(scene.panel.synapse(), scene.second);
        QTRY_COMPARE(scene.twin("fields")[QStringLiteral("tiles")].toInt(), 6);
        scene.studio.window->selection().setNode(scene.first);
        QCOMPARE(scene.panel.synapse(), scene.first);
        scene.click("weights.pin");
        scene.studio.window->selection().setNode(scene.second);
        QCOMPARE(scene.panel.synapse(), scene.first);
        scene.click("weights.pin");
        QCOMPARE(scene.panel.synapse(), scene.second);
        auto* box = scene.panel.findChild<QComboBox*>(QStringLiteral("weights.synapse"));
        QTest::keyClick(box, Qt::Key_Up);
        QCOMPARE(scene.panel.synapse(), scene.first);
        QCOMPARE(scene.studio.window->selection().node(), scene.first);
    }

    void largeWeightsNeverHoldTheWindowUp()
    {
        // 784 x 400 weights, new ones with each look, all views: the window's own share of the work is measured.
        Scene scene;
        std::vector<std::shared_ptr<const SynapseView>> looks;
        for (int i = 0; i < 6; ++i) {
            auto view = barView(scene.first, 400, {28, 28}, std::uint64_t(i + 1), 0.5f + 0.1f * float(i));
            addLearner(*view, 99);
            for (int pair = 0; view->pairs.size() < 2000; ++pair)
                view->pairs.push_back({float(pair % 50 - 25), 0.0001f * float(pair % 97)});
            looks.push_back(view);
        }
        scene.panel.findChild<QTabWidget*>(QStringLiteral("weights.right"))->setCurrentIndex(0);
        scene.show(snapshotOf({looks[0]}));
        StallWatchdog watchdog;
        watchdog.start();
        QElapsedTimer total;
        total.start();
        const int before = scene.panel.updates();
        const double busy = threadMs();
        for (int i = 0; total.elapsed() < 2000; ++i) {
            auto view = std::make_shared<SynapseView>(*looks[std::size_t(i % 6)]);
            view->serial = std::uint64_t(100 + i);
            scene.studio.window->runView().show(snapshotOf({view}));
            QTest::qWait(10);
        }
        watchdog.stop();
        const int updates = scene.panel.updates() - before;
        const double seconds = double(total.elapsed()) / 1000, perUpdate = (threadMs() - busy) / std::max(1, updates);
        qInfo("784 x 400 weights: %.1f updates a second, %.1f ms of the window's processor time for each with its painting, longest hand-over %.1f ms, "
              "longest stall %.0f ms",
              updates / seconds, perUpdate, scene.panel.longestUpdate(), watchdog.longest());
        QVERIFY(updates > 5);
        QVERIFY(updates / seconds < 35);
        QVERIFY2(perUpdate < 50, qPrintable(QString::number(perUpdate)));      // processor time: other programs do not count
    }
};

SPW_TEST_GUI(tst_Weights)

} // namespace tst_weights

#include "tst_weights.moc"
