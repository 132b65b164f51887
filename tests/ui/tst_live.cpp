// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui_test.h"

#include "core/document/examples.h"
#include "tests/runner/registry.h"
#include "ui/model/learner_edits.h"
#include "ui/model/synapse_choice.h"
#include "ui/scopes/dvs_player.h"
#include "ui/scopes/heatmap_view.h"
#include "ui/scopes/raster_view.h"
#include "ui/scopes/scopes_panel.h"
#include "ui/shell/run_bar.h"
#include "ui/weights/pair_traces.h"
#include "ui/weights/receptive_sheet.h"
#include "ui/weights/weights_panel.h"
#include "ui/weights/window_plot.h"

#include <QComboBox>
#include <QDockWidget>
#include <QDropEvent>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QSlider>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>

#include <functional>
#include <numeric>

namespace tst_live {

using namespace spw;
using namespace spw::ui;
using spw::ui::test::Studio;

namespace {

void keep(QWidget& widget, const QString& name)
{
    if (const QString folder = qEnvironmentVariable("SPW_SHOTS"); !folder.isEmpty())
        widget.grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
}

/// Small pictures -> Poisson -> Linear -> neurons of which one wins, as a user draws them.
struct Scene {
    Studio studio{QSize(1500, 950)};
    NodeId glyphs, poisson, flatten, linear, neurons;

    Scene()
    {
        glyphs = studio.add("dataset.glyphs", 0, 0);
        poisson = studio.add("encoder.poisson", 260, 0);
        flatten = studio.add("layer.flatten", 520, 0);
        linear = studio.add("layer.linear", 780, 0);
        neurons = studio.add("neuron.competing_lif", 1040, 0);
        wire(glyphs, "image", poisson, "image");
        wire(poisson, "s", flatten, "x");
        wire(flatten, "y", linear, "x");
        wire(linear, "y", neurons, "x");
        set(glyphs, "width", std::int64_t(14));
        set(glyphs, "height", std::int64_t(14));
        set(glyphs, "train_samples", std::int64_t(40));
        set(glyphs, "test_samples", std::int64_t(10));
        set(glyphs, "brightness", 0.5);
        set(poisson, "T", std::int64_t(40));
        set(linear, "out_features", std::int64_t(16));
        set(linear, "bias", false);
        set(neurons, "v_threshold", 0.05);
        QVERIFY2(studio.project().plan().ok(), studio.project().problems().empty() ? "" : studio.project().problems()[0].what.c_str());
        studio.canvas().fitAll();
    }
    void wire(NodeId from, const char* out, NodeId to, const char* in) { QVERIFY(studio.project().apply(Connect{{{from, out}, {to, in}}}, {})); }
    void set(NodeId node, const char* name, ParamValue value) { QVERIFY2(studio.project().apply(SetParam{node, name, std::move(value)}, {}), name); }
    void ready()
    {
        const EngineLoader& loader = studio.window->loader();
        QTRY_VERIFY2_WITH_TIMEOUT(loader.state() == EngineLoader::State::Ready, qPrintable(loader.reason()), 60000);
    }
    NodeId tie()
    {
        studio.window->selection().setNode(linear);
        studio.window->action("graph.trainStdp")->trigger();
        return learnerOf(studio.graph(), linear);
    }
    void click(const char* action)
    {
        auto* bar = studio.window->findChild<QToolBar*>(QStringLiteral("toolbar.run"));
        QWidget* button = bar->widgetForAction(studio.window->action(action));
        QVERIFY2(button && button->isEnabled(), action);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    void goLive()
    {
        auto* mode = studio.window->findChild<QComboBox*>(QStringLiteral("run.mode"));
        mode->setFocus();
        QTest::keyClick(mode, Qt::Key_End);
        QCOMPARE(studio.window->run().mode(), RunMode::Live);
    }
    QString trainBy() { return QString::fromStdString(studio.graph().node(linear).values.text("train")); }
};

} // namespace

class tst_Live final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void speedsAreSpreadByTheirLogarithm()
    {
        QCOMPARE(speedAt(0), 1.0);
        QCOMPARE(speedAt(kSpeedPositions), 0.0);
        QCOMPARE(speedAt(kSpeedPositions - 1), 10'000.0);
        double before = 0;
        for (int position = 0; position < kSpeedPositions; ++position) {
            QVERIFY(speedAt(position) >= before);
            QVERIFY(std::abs(speedPosition(speedAt(position)) - position) <= 1);
            before = speedAt(position);
        }
    }

    void trainWithStdpTiesALearnerInOneStep()
    {
        Scene scene;
        const std::size_t nodes = scene.studio.graph().nodes().size(), wires = scene.studio.graph().edges().size();
        scene.studio.window->selection().setNode(scene.glyphs);
        QVERIFY(!scene.studio.window->action("graph.trainStdp")->isEnabled());
        QVERIFY(!scene.studio.window->action("graph.trainStdp")->toolTip().isEmpty());
        const NodeId learner = scene.tie();
        QVERIFY(learner != 0);
        QCOMPARE(scene.trainBy(), QStringLiteral("learner"));
        QCOMPARE(scene.studio.graph().source({learner, "synapse"})->node, scene.linear);
        QCOMPARE(scene.studio.graph().source({learner, "post"})->node, scene.neurons);
        QVERIFY2(scene.studio.project().plan().ok(), scene.studio.project().problems().empty() ? "" : scene.studio.project().problems()[0].what.c_str());
        QCOMPARE(scene.studio.window->selection().node(), learner);
        // A second one is refused with the reason.
        scene.studio.window->selection().setNode(scene.linear);
        QVERIFY(!scene.studio.window->action("graph.trainStdp")->isEnabled());
        scene.studio.canvas().fitAll();
        QTest::qWait(50);
        keep(scene.studio.canvas(), QStringLiteral("live_canvas_dark"));
        Theme::current().setName(QStringLiteral("light"));
        QTest::qWait(50);
        keep(scene.studio.canvas(), QStringLiteral("live_canvas_light"));
        scene.studio.canvas().setFocus();
        QTest::keyClick(&scene.studio.canvas(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(scene.studio.graph().nodes().size(), nodes);
        QCOMPARE(scene.studio.graph().edges().size(), wires);
        QCOMPARE(scene.trainBy(), QStringLiteral("gradient"));
    }

    void aLearnerDroppedOnTheSynapseIsTied()
    {
        Scene scene;
        QMimeData mime;
        mime.setData(kNodeMime, "learner.stdp");
        const QPointF at = scene.studio.canvas().bodyPosition(scene.linear);
        QDragEnterEvent enter(at.toPoint(), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&scene.studio.canvas(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&scene.studio.canvas(), &drop);
        QVERIFY(learnerOf(scene.studio.graph(), scene.linear) != 0);
        QCOMPARE(scene.trainBy(), QStringLiteral("learner"));
    }

    void wiringALearnerByHandGivesItTheWeights()
    {
        Scene scene;
        const NodeId learner = scene.studio.add("learner.stdp", 900, 300);
        scene.studio.canvas().fitAll();
        scene.studio.drag(scene.studio.canvas().portPosition(scene.linear, "y"), scene.studio.canvas().portPosition(learner, "synapse"));
        QCOMPARE(learnerOf(scene.studio.graph(), scene.linear), learner);
        QCOMPARE(scene.trainBy(), QStringLiteral("learner"));
        QVERIFY(!scene.studio.graph().node(learner).values.isNone("normalise"));
        // Who was changed before is left as it is.
        scene.studio.canvas().setFocus();
        QTest::keyClick(&scene.studio.canvas(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(scene.studio.graph().node(learner).values.isNone("normalise"));
        scene.set(learner, "tau_pre", 5.0);
        scene.studio.drag(scene.studio.canvas().portPosition(scene.linear, "y"), scene.studio.canvas().portPosition(learner, "synapse"));
        QCOMPARE(learnerOf(scene.studio.graph(), scene.linear), learner);
        QVERIFY(scene.studio.graph().node(learner).values.isNone("normalise"));
    }

    void aLearnerThatWasJustTiedHasNeuronsThatFireAndFieldsThatForm()
    {
        for (const char* neuron : {"neuron.lif", "neuron.if", "neuron.competing_lif"}) {
            Scene scene;
            Studio& studio = scene.studio;
            const NodeId other = studio.add(neuron, 1040, 200);
            QVERIFY(studio.project().apply(RemoveNode{scene.neurons}, {}));
            scene.wire(scene.linear, "y", other, "x");      // with all of its initial values
            const NodeId learner = scene.tie();
            QVERIFY(learner != 0);
            const ParamValues& values = studio.graph().node(learner).values;
            QCOMPARE(values.real("normalise"), 20.0);
            QVERIFY(values.real("w_min") == 0 && values.real("initial_high") > 0 && values.real("learning_rate") < 0.01);
            scene.ready();
            studio.window->run().setMode(RunMode::Live);
            QVERIFY(studio.window->run().start());
            const auto look = [&]() -> std::shared_ptr<const SynapseView> {
                const auto snapshot = studio.window->runView().snapshot();
                return snapshot && !snapshot->synapses.empty() ? snapshot->synapses.front() : nullptr;
            };
            QTRY_VERIFY_WITH_TIMEOUT(look() != nullptr, 30000);
            // Pixels in the middle, where glyphs are, gain against those at the rim, where none is.
            const auto contrast = [](const SynapseView& view) {
                double rim = 0, middle = 0;
                for (std::int64_t unit = 0; unit < view.post; ++unit)
                    for (std::int64_t i = 0; i < 14; ++i) {
                        rim += double(view.weights[std::size_t(unit * 196 + i)]);
                        middle += double(view.weights[std::size_t(unit * 196 + 7 * 14 + i)]);
                    }
                return middle / std::max(rim, 1e-9);
            };
            QTRY_VERIFY2_WITH_TIMEOUT(contrast(*look()) > 1.3, neuron, 30000);
            studio.window->run().stop();
            QTRY_VERIFY_WITH_TIMEOUT(isOver(studio.window->runView().state()), 60000);
        }
    }

    void theKeyWSwitchesLearnersAndFreezesSynapses()
    {
        Scene scene;
        const NodeId learner = scene.tie();
        scene.studio.canvas().setFocus();
        QTest::keyClick(&scene.studio.canvas(), Qt::Key_W);
        QVERIFY(!isSwitchedOn(scene.studio.graph(), learner));
        QTest::qWait(50);
        keep(scene.studio.canvas(), QStringLiteral("live_canvas_off"));
        QTest::keyClick(&scene.studio.canvas(), Qt::Key_W);
        QVERIFY(isSwitchedOn(scene.studio.graph(), learner));
        scene.studio.window->selection().setNode(scene.linear);
        QTest::keyClick(&scene.studio.canvas(), Qt::Key_W);
        QCOMPARE(scene.trainBy(), QStringLiteral("frozen"));
        QTest::keyClick(&scene.studio.canvas(), Qt::Key_W);
        QCOMPARE(scene.trainBy(), QStringLiteral("learner"));
    }

    void theFieldsOfTheDigitsExampleFormLive()
    {
        const Example example = findExample("stdp_digits");
        Studio studio(QSize(1500, 950));
        studio.project().adopt(loadDocument(example.file), QStringLiteral("stdp_digits"));
        QTRY_VERIFY_WITH_TIMEOUT(studio.window->loader().state() == EngineLoader::State::Ready, 60000);
        NodeId synapse = 0;
        for (const NodeId id : synapsesOf(studio.graph()))
            synapse = learnerOf(studio.graph(), id) ? id : synapse;
        QVERIFY(synapse != 0);
        studio.window->dock("dock.weights")->raise();
        studio.window->selection().setNode(synapse);
        studio.window->run().setMode(RunMode::Live);
        QVERIFY(studio.window->run().start());
        RunView& run = studio.window->runView();
        WeightsPanel& weights = studio.window->weights();
        // A few pictures are enough for the first neurons to look like what they saw; for a picture of a long run: SPW_LIVE_SAMPLES.
        const std::int64_t wanted = qEnvironmentVariableIntValue("SPW_LIVE_SAMPLES") > 0 ? qEnvironmentVariableIntValue("SPW_LIVE_SAMPLES") : 8;
        const auto lookNow = [&]() -> std::shared_ptr<const SynapseView> {
            for (const auto& one : run.snapshot()->synapses)
                if (one->synapse == synapse)
                    return one;
            return nullptr;
        };
        QTRY_VERIFY_WITH_TIMEOUT(lookNow() != nullptr, 60000);
        const std::shared_ptr<const SynapseView> first = lookNow();
        const auto seen = [&] { return run.snapshot() ? (run.snapshot()->epoch - 1) * run.snapshot()->batches + run.snapshot()->batch : 0; };
        QTRY_VERIFY2_WITH_TIMEOUT(seen() >= wanted || !run.isActive(), run.snapshot() ? run.snapshot()->message.c_str() : "", 200000);
        QVERIFY(run.isActive());
        QTRY_VERIFY(weights.picture() && weights.picture()->view->step > 0);
        const SynapseView& view = *weights.picture()->view;
        QCOMPARE(weights.picture()->tile.width, weights.picture()->tile.height);
        // A field that learned is dark at its rim, where no glyph reaches, and bright somewhere inside.
        const std::int64_t side = weights.picture()->tile.width;
        int learned = 0;
        for (std::int64_t unit = 0; unit < view.post; ++unit) {
            double rim = 0, middle = 0;
            std::int64_t rims = 0, middles = 0;
            for (std::int64_t y = 0; y < side; ++y)
                for (std::int64_t x = 0; x < side; ++x) {
                    const double w = double(view.weights[std::size_t(unit * view.pre + y * side + x)]);
                    const bool inside = x >= side / 4 && x < side - side / 4 && y >= side / 4 && y < side - side / 4;
                    const bool outside = x < 2 || y < 2 || x >= side - 2 || y >= side - 2;
                    middle += inside ? w : 0;
                    middles += inside;
                    rim += outside ? w : 0;
                    rims += outside;
                }
            learned += middle / double(middles) > 2 * rim / double(rims);
        }
        qInfo("%d of %lld fields are bright inside and dark at the rim after %lld pictures", learned, static_cast<long long>(view.post), static_cast<long long>(seen()));
        // So early only that they change and are no single colour is sure; the long form is looked at.
        QVERIFY(first && view.weights != first->weights);
        QVERIFY(weights.picture()->deviation > 0.01 * (weights.picture()->high - weights.picture()->low));
        studio.canvas().fitAll();
        QTest::qWait(200);
        keep(*studio.window, QStringLiteral("live_digits_dark"));
        studio.window->dock("dock.weights")->setFloating(true);
        studio.window->dock("dock.weights")->resize(1320, 700);
        QTest::qWait(300);
        keep(weights, QStringLiteral("live_digits_fields_dark"));
        Theme::current().setName(QStringLiteral("light"));
        QTest::qWait(300);
        keep(weights, QStringLiteral("live_digits_fields_light"));
        studio.window->run().stop();
        QTRY_VERIFY_WITH_TIMEOUT(isOver(run.state()), 60000);
    }

    void aLiveRunIsPacedSteppedForwardAndBackAndItsWeightsAreSeen()
    {
        Scene scene;
        const NodeId learner = scene.tie();
        scene.ready();
        scene.goLive();
        Studio& studio = scene.studio;
        studio.window->dock("dock.weights")->raise();
        auto* text = studio.window->findChild<QLineEdit*>(QStringLiteral("run.speedText"));
        auto* slider = studio.window->findChild<QSlider*>(QStringLiteral("run.speed"));
        QTRY_VERIFY2(text->isVisible() && slider->isVisible(), "the run bar has no room for the speed");
        text->setFocus();
        text->selectAll();
        QTest::keyClicks(text, QStringLiteral("20"));
        QTest::keyClick(text, Qt::Key_Return);
        QCOMPARE(studio.window->run().speed(), 20.0);

        // F8 starts paused and makes one step after the other.
        RunView& run = studio.window->runView();
        const auto steps = [&] { return run.sample() ? run.sample()->steps : 0; };
        studio.canvas().setFocus();
        QTest::keyClick(&studio.canvas(), Qt::Key_F8);
        QTRY_VERIFY_WITH_TIMEOUT(run.state() == RunState::Paused && steps() >= 1, 60000);
        for (int i = 0; i < 4; ++i) {
            const std::int64_t before = steps();
            QTest::keyClick(&studio.canvas(), Qt::Key_F8);
            QTRY_COMPARE_WITH_TIMEOUT(steps(), before + 1, 20000);
        }
        QTRY_COMPARE(std::int64_t(studio.window->time().time()), steps() - 1);       // the cursor went along
        const std::int64_t last = steps();
        QTest::keyClick(&studio.canvas(), Qt::Key_F8, Qt::ShiftModifier);
        QTest::keyClick(&studio.canvas(), Qt::Key_F8, Qt::ShiftModifier);
        QCOMPARE(std::int64_t(studio.window->time().time()), last - 3);
        QTest::keyClick(&studio.canvas(), Qt::Key_F8);                               // forward through the record
        QCOMPARE(std::int64_t(studio.window->time().time()), last - 2);
        QCOMPARE(steps(), last);
        QTest::keyClick(&studio.canvas(), Qt::Key_F8);
        QTest::keyClick(&studio.canvas(), Qt::Key_F8);                               // at its end the run itself goes on
        QTRY_COMPARE_WITH_TIMEOUT(steps(), last + 1, 20000);
        QVERIFY(studio.window->time().follow());

        // One whole sample.
        const std::int64_t batch = run.snapshot()->batch;
        QTest::keyClick(&studio.canvas(), Qt::Key_F8, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(run.state() == RunState::Paused && (steps() == 40 || run.snapshot()->batch > batch), 60000);

        // From the first step of the next sample the way back leads to the end of the one before, and forward again.
        const auto batchShown = [&] { return run.sample()->batch; };
        const std::int64_t whole = batchShown();
        QTRY_VERIFY_WITH_TIMEOUT([&] {
            QTest::keyClick(&studio.canvas(), Qt::Key_F8);
            QTest::qWait(100);
            return batchShown() > whole;
        }(), 20000);
        QTRY_COMPARE(std::int64_t(studio.window->time().time()), steps() - 1);
        const std::int64_t newest = batchShown(), newSteps = steps();
        for (std::int64_t i = 0; i < newSteps; ++i)
            QTest::keyClick(&studio.canvas(), Qt::Key_F8, Qt::ShiftModifier);
        QCOMPARE(batchShown(), whole);
        QCOMPARE(std::int64_t(studio.window->time().time()), run.sample()->steps - 1);
        auto* const panel = studio.window->findChild<ScopesPanel*>();
        QCOMPARE(panel->record()->batch, whole);
        QTest::keyClick(&studio.canvas(), Qt::Key_F8, Qt::ShiftModifier);
        QCOMPARE(std::int64_t(studio.window->time().time()), run.sample()->steps - 2);
        QTest::keyClick(&studio.canvas(), Qt::Key_F8);
        QTest::keyClick(&studio.canvas(), Qt::Key_F8);
        QCOMPARE(batchShown(), newest);
        QCOMPARE(std::int64_t(studio.window->time().time()), std::int64_t(0));
        studio.window->time().setFollow(true);

        // Twenty steps a second, then as fast as it can.
        scene.click("run.toggle");
        QTRY_VERIFY_WITH_TIMEOUT(run.state() == RunState::Running, 20000);
        const auto stepNow = [&] {
            for (const auto& view : run.snapshot()->synapses)
                if (view->synapse == scene.linear)
                    return view->step;
            return std::int64_t(-1);
        };
        QTRY_VERIFY_WITH_TIMEOUT(stepNow() > 0, 20000);
        QElapsedTimer timer;
        timer.start();
        const std::int64_t from = stepNow();
        QTest::qWait(2000);
        const double slow = 1000.0 * double(stepNow() - from) / double(timer.elapsed());
        QVERIFY2(slow > 5 && slow < 35, qPrintable(QString::number(slow)));
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_End);
        QCOMPARE(studio.window->run().speed(), 0.0);
        timer.restart();
        const std::int64_t fastFrom = stepNow();
        StallWatchdog watchdog;
        watchdog.start();
        QTest::qWait(2000);
        watchdog.stop();
        const double fast = 1000.0 * double(stepNow() - fastFrom) / double(timer.elapsed());
        qInfo("live: %.0f steps a second when 20 are asked for, %.0f at full speed; longest stall of the window %.0f ms", slow, fast, watchdog.longest());
        QVERIFY(fast > 3 * slow);

        // Its weights can be kept at any time.
        QVERIFY(studio.window->action("run.checkpoint")->isEnabled());
        scene.click("run.checkpoint");
        QTRY_VERIFY_WITH_TIMEOUT(!studio.window->run().checkpoints().empty(), 20000);

        // The fields are there, and their pictures differ.
        WeightsPanel& weights = studio.window->weights();
        QCOMPARE(weights.synapse(), scene.linear);
        QTRY_VERIFY(weights.picture() != nullptr);
        QCOMPARE(weights.picture()->tile.width, std::int64_t(14));
        QCOMPARE(weights.describe()[QStringLiteral("fields")].toObject()[QStringLiteral("tiles")].toInt(), 16);
        QCOMPARE(weights.picture()->view->learner, learner);
        QVERIFY(weights.picture()->high > weights.picture()->low);
        QVERIFY(weights.window().describe()[QStringLiteral("curve")].toInt() > 50);

        // The learner is switched off while the run goes on: the weights stand still, its traces do not.
        studio.window->selection().setNode(learner);
        studio.canvas().setFocus();
        QTest::keyClick(&studio.canvas(), Qt::Key_W);
        QVERIFY(!studio.window->run().graphChanged());
        const auto viewNow = [&]() -> std::shared_ptr<const SynapseView> {
            for (const auto& view : run.snapshot()->synapses)
                if (view->synapse == scene.linear)
                    return view;
            return nullptr;
        };
        QTRY_VERIFY_WITH_TIMEOUT(!viewNow()->enabled, 20000);
        const std::int64_t offAt = viewNow()->step;
        QTRY_VERIFY_WITH_TIMEOUT(viewNow()->step > offAt + 80, 20000);       // what the sample under way had gathered is settled
        const auto off = viewNow();
        QTRY_VERIFY_WITH_TIMEOUT(viewNow()->step > off->step + 100, 20000);
        QVERIFY(viewNow()->weights == off->weights);
        QTest::keyClick(&studio.canvas(), Qt::Key_W);
        QTRY_VERIFY_WITH_TIMEOUT(viewNow()->enabled && viewNow()->weights != off->weights, 20000);

        // A parameter of the learner is edited while it works.
        scene.set(learner, "learning_rate", 0.002);
        QVERIFY(!studio.window->run().graphChanged());

        // Scopes show what the learner remembers, and its weights as they change.
        auto* scopes = studio.window->findChild<ScopesPanel*>();
        auto* quantity = scopes->findChild<QComboBox*>(QStringLiteral("scopes.quantity"));
        QTRY_VERIFY_WITH_TIMEOUT(quantity->isVisible() && quantity->count() == 3, 20000);
        QVERIFY(!scopes->raster().isVisible() && !scopes->player().isVisible());     // nothing there to be shown
        quantity->setFocus();
        QTest::keyClick(quantity, Qt::Key_End);
        QCOMPARE(quantity->currentText(), QStringLiteral("weight"));
        QTRY_VERIFY_WITH_TIMEOUT(scopes->heatmap().describe()[QStringLiteral("title")].toString().contains(QStringLiteral("weight")), 20000);
        QTest::qWait(300);
        keep(*studio.window, QStringLiteral("live_weights_over_time"));

        weights.findChild<QTabWidget*>(QStringLiteral("weights.right"))->setCurrentIndex(2);
        QTRY_VERIFY2_WITH_TIMEOUT(weights.traces().describe()[QStringLiteral("marks")].toInt() > 0,
                                  qPrintable(weights.traces().describe()[QStringLiteral("notice")].toString()), 20000);
        keep(*studio.window, QStringLiteral("live_window"));
        scene.click("run.stop");
        QTRY_VERIFY_WITH_TIMEOUT(isOver(run.state()), 60000);
        QCOMPARE(run.state(), RunState::Cancelled);
        const auto kept = studio.window->run().checkpoints();
        QCOMPARE(kept.size(), std::size_t(1));
        QVERIFY(QString::fromStdString(kept.front().string()).contains(QStringLiteral("-live")));
        // The next live run goes on with them.
        const std::vector<float> learned = viewNow()->weights;
        studio.window->action("run.resume")->trigger();
        QMenu* menu = nullptr;
        QTRY_VERIFY((menu = studio.window->findChild<QMenu*>(QStringLiteral("menu.checkpoints"))));
        QVERIFY(studio.window->run().start(kept.front(), true));
        menu->close();
        QCOMPARE(studio.window->run().mode(), RunMode::Live);
        QTRY_COMPARE_WITH_TIMEOUT(run.state(), RunState::Paused, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(viewNow(), 20000);
        QCOMPARE(viewNow()->weights.size(), learned.size());
        const auto differing = std::inner_product(learned.begin(), learned.end(), viewNow()->weights.begin(), 0, std::plus<>(), std::not_equal_to<>());
        QVERIFY2(differing == 0, qPrintable(QStringLiteral("%1 of %2 weights differ, view of step %3").arg(differing).arg(learned.size()).arg(viewNow()->step)));
        studio.window->run().stop();
        QTRY_VERIFY_WITH_TIMEOUT(isOver(run.state()), 60000);
    }

    void whatStandsStillInALiveRunIsSaid()
    {
        Scene scene;
        scene.ready();
        Studio& studio = scene.studio;
        const auto told = [&] { return studio.window->findChild<QLabel*>(QStringLiteral("messageBar.text"))->text(); };
        studio.window->run().setMode(RunMode::Live);
        QVERIFY(studio.window->run().start({}, true));
        QVERIFY2(told().contains(QStringLiteral("No learner is tied")), qPrintable(told()));
        studio.window->run().stop();
        QTRY_VERIFY_WITH_TIMEOUT(isOver(studio.window->runView().state()), 60000);

        scene.tie();
        const NodeId linear2 = studio.add("layer.linear", 1300, 0, "Readout weights"), rate = studio.add("readout.rate", 1560, 0),
                     loss = studio.add("loss.mse", 1820, 0), bptt = studio.add("learner.bptt", 2080, 0);
        scene.wire(scene.neurons, "s", linear2, "x");
        const NodeId lif = studio.add("neuron.lif", 1430, 0);
        scene.wire(linear2, "y", lif, "x");
        scene.wire(lif, "s", rate, "x");
        scene.wire(rate, "y", loss, "y");
        scene.wire(scene.glyphs, "label", loss, "label");
        scene.wire(loss, "loss", bptt, "loss");
        QVERIFY2(studio.project().plan().ok(), studio.project().problems().empty() ? "" : studio.project().problems()[0].what.c_str());
        QVERIFY(studio.window->run().start({}, true));
        QVERIFY2(told().contains(QStringLiteral("Readout weights")) && told().contains(QStringLiteral("stands still")), qPrintable(told()));
        studio.window->dock("dock.weights")->raise();
        studio.window->selection().setNode(linear2);
        QTRY_VERIFY_WITH_TIMEOUT(studio.window->weights().describe()[QStringLiteral("state")].toString().contains(QStringLiteral("gradients")), 20000);
        studio.window->run().stop();
        QTRY_VERIFY_WITH_TIMEOUT(isOver(studio.window->runView().state()), 60000);
    }
};

SPW_TEST_GUI(tst_Live)

} // namespace tst_live

#include "tst_live.moc"
