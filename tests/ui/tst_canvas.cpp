// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui_test.h"

#include "ui/canvas/add_popup.h"
#include "ui/library/library_panel.h"
#include "tests/runner/registry.h"

#include <QClipboard>
#include <QDropEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>

namespace tst_canvas {

using namespace spw;
using namespace spw::ui;
using spw::ui::test::Studio;

class tst_Canvas final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_studio = std::make_unique<Studio>();
        CanvasView& canvas = m_studio->canvas();
        canvas.setZoom(1, {0, 0});
        canvas.panBy(-canvas.toWidget({0, 0}));     // canvas and widget coordinates agree
    }
    void cleanup() { m_studio.reset(); }

    void aNodeDraggedFromTheLibraryLandsUnderThePointer()
    {
        LibraryTree* tree = m_studio->window->library().tree();
        const auto items = tree->findItems(QStringLiteral("LIF"), Qt::MatchExactly | Qt::MatchRecursive);
        QCOMPARE(items.size(), 1);
        const QModelIndex index = tree->indexFromItem(items.first());
        std::unique_ptr<QMimeData> data(tree->model()->mimeData({index}));
        QVERIFY(data && data->hasFormat(kNodeMime));
        CanvasView& canvas = m_studio->canvas();
        const QPoint at(300, 180);
        QDragEnterEvent enter(at, Qt::CopyAction, data.get(), Qt::LeftButton, {});
        QApplication::sendEvent(&canvas, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(at, Qt::CopyAction, data.get(), Qt::LeftButton, {});
        QApplication::sendEvent(&canvas, &drop);
        QCOMPARE(m_studio->graph().nodes().size(), size_t(1));
        const Node& node = m_studio->graph().nodes().begin()->second;
        QCOMPARE(node.type, std::string("neuron.lif"));
        QVERIFY(canvas.visibleFrame(node.id).contains(at));
        QVERIFY(m_studio->window->selection().contains(node.id));
    }

    void tabOpensASearchThatAddsTheFirstHit()
    {
        CanvasView& canvas = m_studio->canvas();
        QTest::keyClick(&canvas, Qt::Key_Tab);
        auto* popup = canvas.findChild<AddPopup*>();
        QVERIFY(popup->isVisible());
        auto* search = popup->findChild<QLineEdit*>();
        QTRY_VERIFY(search->hasFocus());
        QTest::keyClicks(search, "max po");
        QVERIFY(popup->findChild<QListWidget*>()->count() >= 1);   // the commonest of the max pools comes first
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(!popup->isVisible());
        QCOMPARE(m_studio->graph().nodes().size(), size_t(1));
        QCOMPARE(m_studio->graph().nodes().begin()->second.type, std::string("layer.max_pool2d"));
        QTest::keyClick(&canvas, Qt::Key_A, Qt::ShiftModifier);
        QVERIFY(popup->isVisible());
        QTest::keyClick(search, Qt::Key_Escape);
        QVERIFY(!popup->isVisible());
        QVERIFY(canvas.hasFocus());
    }

    void theSearchShowsCategoriesAndWhatWasUsedLast()
    {
        CanvasView& canvas = m_studio->canvas();
        auto* popup = canvas.findChild<AddPopup*>();
        auto* search = popup->findChild<QLineEdit*>();
        auto* list = popup->findChild<QListWidget*>();
        QTest::keyClick(&canvas, Qt::Key_Tab);
        QTRY_VERIFY(search->hasFocus());
        QVERIFY(!list->item(0)->flags().testFlag(Qt::ItemIsSelectable));       // a heading
        QCOMPARE(list->currentRow(), 1);
        QTest::keyClicks(search, "mp");                                        // initials
        QCOMPARE(list->item(0)->data(Qt::UserRole).toString(), QStringLiteral("layer.max_pool2d"));
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(m_studio->graph().nodes().begin()->second.type, std::string("layer.max_pool2d"));
        QTest::keyClick(&canvas, Qt::Key_Tab);
        QCOMPARE(list->currentItem()->data(Qt::UserRole).toString(), QStringLiteral("layer.max_pool2d"));
        QTest::keyClick(search, Qt::Key_Escape);
        // The palette has it at its head, and a folded category stays folded.
        LibraryTree* tree = m_studio->window->library().tree();
        QTRY_COMPARE(tree->topLevelItem(0)->text(0), QStringLiteral("Recent"));
        QTreeWidgetItem* last = tree->topLevelItem(tree->topLevelItemCount() - 1);
        QVERIFY(last->text(0).endsWith(QLatin1Char(')')));
        last->setExpanded(false);
        m_studio->window->library().findChild<QLineEdit*>()->setText(QStringLiteral("lif"));
        m_studio->window->library().findChild<QLineEdit*>()->clear();
        QVERIFY(!tree->topLevelItem(tree->topLevelItemCount() - 1)->isExpanded());
    }

    void aDoubleClickOnEmptyCanvasOpensTheSearchThere()
    {
        QTest::mouseDClick(&m_studio->canvas(), Qt::LeftButton, {}, QPoint(200, 150));
        auto* popup = m_studio->canvas().findChild<AddPopup*>();
        QVERIFY(popup->isVisible());
        QTest::keyClicks(popup->findChild<QLineEdit*>(), "dropout");
        QTest::keyClick(popup->findChild<QLineEdit*>(), Qt::Key_Return);
        QCOMPARE(m_studio->graph().nodes().size(), size_t(1));
    }

    void draggingBetweenPortsThatFitConnectsThem()
    {
        const NodeId conv = m_studio->add("layer.conv2d", 40, 40), lif = m_studio->add("neuron.lif", 360, 40);
        CanvasView& canvas = m_studio->canvas();
        m_studio->drag(canvas.portPosition(conv, "y"), canvas.portPosition(lif, "x"));
        const Edge edge{{conv, "y"}, {lif, "x"}};
        QCOMPARE(m_studio->graph().edges().size(), size_t(1));
        QVERIFY(m_studio->graph().edges().front() == edge);
        // Picking up the end and letting it go over nothing disconnects.
        m_studio->drag(canvas.portPosition(lif, "x"), QPoint(300, 300));
        QVERIFY(m_studio->graph().edges().empty());
        QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_studio->graph().edges().size(), size_t(1));
    }

    void aRefusedWireSaysWhyAtThePointer()
    {
        const NodeId data = m_studio->add("dataset.synthetic_dvs", 40, 40), conv = m_studio->add("layer.conv2d", 360, 40);
        CanvasView& canvas = m_studio->canvas();
        const QPoint target = canvas.portPosition(conv, "x");
        m_studio->press(canvas.portPosition(data, "label"));
        m_studio->moveTo(QPoint(300, 200));
        QVERIFY(canvas.refusal().isEmpty());
        m_studio->moveTo(target);
        QVERIFY(!canvas.refusal().isEmpty());
        QCOMPARE(canvas.refusal(), QString::fromStdString(m_studio->graph().whyNotConnect({{data, "label"}, {conv, "x"}})));
        QCOMPARE(canvas.cursor().shape(), Qt::ForbiddenCursor);
        QTest::mouseRelease(&canvas, Qt::LeftButton, {}, target);
        QVERIFY(m_studio->graph().edges().empty());
        QVERIFY(!canvas.refusal().isEmpty());       // stays to be read
    }

    void enterPutsTheOfferedConverterIntoARefusedWire()
    {
        const NodeId data = m_studio->add("dataset.synthetic_dvs", 40, 40), conv = m_studio->add("layer.conv2d", 360, 40);
        CanvasView& canvas = m_studio->canvas();
        m_studio->drag(canvas.portPosition(data, "events"), canvas.portPosition(conv, "x"));
        QVERIFY(!canvas.refusal().isEmpty());
        QVERIFY(canvas.offer().contains(QStringLiteral("Events to frames")));
        QTest::keyClick(&canvas, Qt::Key_Return);
        QCOMPARE(m_studio->graph().nodes().size(), size_t(3));
        QCOMPARE(m_studio->graph().edges().size(), size_t(2));
        QVERIFY(canvas.offer().isEmpty() && canvas.refusal().isEmpty());
        QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier);       // node and both wires are one step
        QCOMPARE(m_studio->graph().nodes().size(), size_t(2));
        QVERIFY(m_studio->graph().edges().empty());
        // The pointer does the same by a click on the message; Tab lets another one be chosen and wires both of its sides.
        m_studio->drag(canvas.portPosition(data, "events"), canvas.portPosition(conv, "x"));
        QTest::mouseClick(&canvas, Qt::LeftButton, {}, canvas.refusalBox().center());
        QCOMPARE(m_studio->graph().edges().size(), size_t(2));
        QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier);
        m_studio->drag(canvas.portPosition(data, "events"), canvas.portPosition(conv, "x"));
        QTest::keyClick(&canvas, Qt::Key_Tab);
        auto* search = canvas.findChild<AddPopup*>()->findChild<QLineEdit*>();
        QTRY_VERIFY(search->hasFocus());
        QTest::keyClicks(search, "frames");
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(m_studio->graph().nodes().size(), size_t(3));
        QCOMPARE(m_studio->graph().edges().size(), size_t(2));
    }

    void shapesAndRatesCanBeReadWhenALargeGraphIsFit()
    {
        // Zoomed out so that a node is 90 pixels wide: the badge and the rate still paint words, at their size on screen.
        const NodeId conv = m_studio->add("layer.conv2d", 80, 120), lif = m_studio->add("neuron.lif", 340, 120);
        m_studio->project().apply(Connect{{{conv, "y"}, {lif, "x"}}}, QStringLiteral("Connect"));
        CanvasView& canvas = m_studio->canvas();
        canvas.setZoom(0.43, {0, 0});
        const QImage without = canvas.grab().toImage();
        auto snapshot = std::make_shared<Snapshot>();
        snapshot->serial = 1;
        snapshot->activity[lif] = {0.25, 0, 0};
        m_studio->window->runView().show(snapshot);
        const QImage with = canvas.grab().toImage();
        const QRect frame = canvas.visibleFrame(lif);
        int text = 0;
        for (int y = frame.center().y(); y < frame.bottom() - 8; ++y)           // above the bar
            for (int x = frame.left() + 12; x < frame.right() - 12; ++x)
                text += with.pixel(x, y) != without.pixel(x, y);
        QVERIFY2(text >= 40, qPrintable(QString::number(text)));
        canvas.setBadgesVisible(false);
        QVERIFY(canvas.grab().toImage() != with);       // the shape badge was there
    }

    void probingAllNeuronLayersIsOneStep()
    {
        m_studio->add("neuron.lif", 40, 40);
        m_studio->add("neuron.if", 40, 240);
        m_studio->add("layer.conv2d", 360, 40);
        QCOMPARE(m_studio->canvas().probeAllNeurons(), 2);
        QCOMPARE(m_studio->graph().nodes().size(), size_t(5));
        QCOMPARE(m_studio->graph().edges().size(), size_t(2));
        QCOMPARE(m_studio->canvas().probeAllNeurons(), 0);
        QTest::keyClick(&m_studio->canvas(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_studio->graph().nodes().size(), size_t(3));
    }

    void escapeCancelsAWire()
    {
        const NodeId conv = m_studio->add("layer.conv2d", 40, 40), lif = m_studio->add("neuron.lif", 360, 40);
        CanvasView& canvas = m_studio->canvas();
        m_studio->press(canvas.portPosition(conv, "y"));
        m_studio->moveTo(canvas.portPosition(lif, "x"));
        QTest::keyClick(&canvas, Qt::Key_Escape);
        QTest::mouseRelease(&canvas, Qt::LeftButton, {}, canvas.portPosition(lif, "x"));
        QVERIFY(m_studio->graph().edges().empty());
    }

    void aWireDroppedOnNothingOffersWhatFits()
    {
        const NodeId conv = m_studio->add("layer.conv2d", 40, 40);
        CanvasView& canvas = m_studio->canvas();
        m_studio->drag(canvas.portPosition(conv, "y"), QPoint(420, 200));
        auto* popup = canvas.findChild<AddPopup*>();
        QVERIFY(popup->isVisible());
        auto* search = popup->findChild<QLineEdit*>();
        QTest::keyClicks(search, "mse");
        QTest::keyClick(search, Qt::Key_Return);       // does not take a sequence: refused
        QCOMPARE(m_studio->graph().nodes().size(), size_t(1));
        search->clear();
        QTest::keyClicks(search, "lif");
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(m_studio->graph().nodes().size(), size_t(2));
        QCOMPARE(m_studio->graph().edges().size(), size_t(1));
        QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier);    // node and wire were one step
        QCOMPARE(m_studio->graph().nodes().size(), size_t(1));
        QVERIFY(m_studio->graph().edges().empty());
    }

    void draggingMovesTheSelectionOnTheGridInOneStep()
    {
        const NodeId a = m_studio->add("neuron.lif", 40, 40), b = m_studio->add("neuron.if", 40, 240);
        CanvasView& canvas = m_studio->canvas();
        QTest::mouseClick(&canvas, Qt::LeftButton, {}, canvas.titlePosition(a));
        QTest::mouseClick(&canvas, Qt::LeftButton, Qt::ControlModifier, canvas.titlePosition(b));
        QCOMPARE(m_studio->window->selection().nodes(), (std::set<NodeId>{a, b}));
        const int steps = m_studio->project().undoStack().count();
        m_studio->drag(canvas.titlePosition(a), canvas.titlePosition(a) + QPoint(101, 51));
        QCOMPARE(m_studio->graph().node(a).position.x, 144.0);
        QCOMPARE(m_studio->graph().node(a).position.y, 88.0);
        QCOMPARE(m_studio->graph().node(b).position.x, 144.0);
        QCOMPARE(m_studio->project().undoStack().count(), steps + 1);
        QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_studio->graph().node(a).position.x, 40.0);
        QTest::keyClick(&canvas, Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(m_studio->graph().node(b).position.x, 48.0);
    }

    void aMarqueeSelectsWhatItTouches()
    {
        const NodeId a = m_studio->add("neuron.lif", 60, 60), b = m_studio->add("neuron.if", 60, 260);
        m_studio->add("layer.conv2d", 700, 60);
        m_studio->drag(QPoint(20, 20), QPoint(200, 330));
        QCOMPARE(m_studio->window->selection().nodes(), (std::set<NodeId>{a, b}));
        QTest::keyClick(&m_studio->canvas(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(m_studio->window->selection().nodes().size(), size_t(3));
        QTest::keyClick(&m_studio->canvas(), Qt::Key_Escape);
        QVERIFY(m_studio->window->selection().nodes().empty());
    }

    void deletingANodeAndUndoingBringsItsWiresBack()
    {
        const NodeId conv = m_studio->add("layer.conv2d", 40, 40), lif = m_studio->add("neuron.lif", 360, 40),
                     pool = m_studio->add("layer.max_pool2d", 680, 40);
        m_studio->project().apply(Connect{{{conv, "y"}, {lif, "x"}}}, {});
        m_studio->project().apply(Connect{{{lif, "s"}, {pool, "x"}}}, {});
        const Graph before = m_studio->graph();
        CanvasView& canvas = m_studio->canvas();
        QTest::mouseClick(&canvas, Qt::LeftButton, {}, canvas.titlePosition(lif));
        QTest::keyClick(&canvas, Qt::Key_Delete);
        QCOMPARE(m_studio->graph().nodes().size(), size_t(2));
        QVERIFY(m_studio->graph().edges().empty());
        QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(m_studio->graph() == before);
        QTest::mouseClick(&canvas, Qt::LeftButton, {}, canvas.titlePosition(lif));
        QTest::keyClick(&canvas, Qt::Key_Delete, Qt::ControlModifier);
        QCOMPARE(m_studio->graph().edges().size(), size_t(1));      // conv feeds pool now
        QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(m_studio->graph() == before);
        QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_studio->graph().nodes().size(), size_t(2));
    }

    void copiesKeepParametersAndTheWiresBetweenThem()
    {
        const NodeId conv = m_studio->add("layer.conv2d", 40, 40), lif = m_studio->add("neuron.lif", 360, 40);
        m_studio->project().apply(Connect{{{conv, "y"}, {lif, "x"}}}, {});
        m_studio->project().apply(SetParam{lif, "tau", 5.0}, {});
        CanvasView& canvas = m_studio->canvas();
        QTest::keyClick(&canvas, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(&canvas, Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("neuron.lif")));
        QTest::keyClick(&canvas, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(m_studio->graph().nodes().size(), size_t(4));
        QCOMPARE(m_studio->graph().edges().size(), size_t(2));
        const std::set<NodeId> pasted = m_studio->window->selection().nodes();
        QCOMPARE(pasted.size(), size_t(2));
        std::set<std::string> titles;
        for (const auto& [id, node] : m_studio->graph().nodes())
            titles.insert(node.title);
        QCOMPARE(titles.size(), size_t(4));
        QCOMPARE(m_studio->graph().node(*pasted.rbegin()).values.real("tau"), 5.0);
        QTest::keyClick(&canvas, Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(m_studio->graph().nodes().size(), size_t(6));
        QTest::keyClick(&canvas, Qt::Key_X, Qt::ControlModifier);
        QCOMPARE(m_studio->graph().nodes().size(), size_t(4));
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_studio->graph().nodes().size(), size_t(2));
        QGuiApplication::clipboard()->setText(QStringLiteral("not a graph"));
        QTest::keyClick(&canvas, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(m_studio->graph().nodes().size(), size_t(2));
    }

    void aDoubleClickOnTheTitleRenames()
    {
        const NodeId lif = m_studio->add("neuron.lif", 40, 40);
        CanvasView& canvas = m_studio->canvas();
        QTest::mouseDClick(&canvas, Qt::LeftButton, {}, canvas.titlePosition(lif));
        auto* edit = canvas.findChild<QLineEdit*>(QStringLiteral("canvas.rename"));
        QVERIFY(edit && edit->isVisible());
        QTest::keyClicks(edit, "hidden");
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(m_studio->graph().node(lif).title, std::string("hidden"));
        QVERIFY(canvas.hasFocus());     // Enter ended the name and meant nothing else
        QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(m_studio->graph().node(lif).title != "hidden");
    }

    void theWheelZoomsAtThePointerAndTheMiddleButtonPans()
    {
        m_studio->add("neuron.lif", 40, 40);
        CanvasView& canvas = m_studio->canvas();
        const QPointF at(200, 120);
        const QPointF under = canvas.toCanvas(at);
        QWheelEvent wheel(at, canvas.mapToGlobal(at), {}, QPoint(0, 240), Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&canvas, &wheel);
        QVERIFY(canvas.zoom() > 1.3);
        QVERIFY((canvas.toCanvas(at) - under).manhattanLength() < 1e-6);
        const QPointF before = canvas.toWidget({0, 0});
        m_studio->drag(QPoint(300, 200), QPoint(340, 230), {}, Qt::MiddleButton);
        QCOMPARE((canvas.toWidget({0, 0}) - before).toPoint(), QPoint(40, 30));
        QTest::keyClick(&canvas, Qt::Key_Home);
        QVERIFY(canvas.rect().contains(canvas.visibleFrame(m_studio->graph().nodes().begin()->first)));
    }

    void theProbeKeyAddsAWiredProbeToEachSelectedNode()
    {
        const NodeId lif = m_studio->add("neuron.lif", 40, 40);
        m_studio->add("learner.bptt", 40, 300);
        QTest::keyClick(&m_studio->canvas(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(&m_studio->canvas(), Qt::Key_P);
        QCOMPARE(m_studio->graph().nodes().size(), size_t(3));
        QCOMPARE(m_studio->graph().edges().size(), size_t(1));
        QVERIFY(m_studio->graph().edges()[0].from == (EdgeEnd{lif, "s"}));
    }

    void autoLayoutPutsSourcesBeforeWhatTheyFeed()
    {
        const NodeId lif = m_studio->add("neuron.lif", 40, 40), conv = m_studio->add("layer.conv2d", 400, 40);
        m_studio->project().apply(Connect{{{conv, "y"}, {lif, "x"}}}, {});
        QTest::keyClick(&m_studio->canvas(), Qt::Key_L, Qt::ControlModifier);
        QVERIFY(m_studio->graph().node(conv).position.x + NodeGeometry::kWidth < m_studio->graph().node(lif).position.x);
        QTest::keyClick(&m_studio->canvas(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_studio->graph().node(lif).position.x, 40.0);
    }

    void randomEditsUndoToTheSameBytes()
    {
        const std::string empty = writeDocument(m_studio->project().document());
        std::uint32_t state = 12345;
        const auto pick = [&](std::uint32_t below) {
            state = state * 1664525u + 1013904223u;
            return (state >> 8) % below;
        };
        const char* types[] = {"layer.conv2d", "neuron.lif", "layer.max_pool2d", "neuron.if"};
        CanvasView& canvas = m_studio->canvas();
        for (int i = 0; i < 200; ++i) {
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);   // as between two clicks
            std::vector<NodeId> ids;
            for (const auto& [id, node] : m_studio->graph().nodes())
                ids.push_back(id);
            const auto any = [&] { return ids[pick(std::uint32_t(ids.size()))]; };
            if (ids.size() < 3 || pick(4) == 0) {
                m_studio->add(types[pick(4)], pick(800), pick(600));
                continue;
            }
            m_studio->window->selection().setNodes({any(), any()});
            switch (pick(6)) {
            case 0: canvas.nudge(int(pick(9)) - 4, 1); break;
            case 1: canvas.duplicate(); break;
            case 2: canvas.dissolveSelection(); break;
            case 3: canvas.layoutNodes(); break;
            default: {
                const NodeId from = any(), to = any();
                const NodeSpec *a = m_studio->graph().spec(from), *b = m_studio->graph().spec(to);
                const Edge edge{{from, a->outputs[0].name}, {to, b->inputs[0].name}};
                if (m_studio->graph().whyNotConnect(edge).empty())
                    m_studio->project().apply(Connect{edge}, {});
            }
            }
        }
        const std::string full = writeDocument(m_studio->project().document());
        QVERIFY(full != empty);
        QUndoStack& undo = m_studio->project().undoStack();
        while (undo.canUndo())
            undo.undo();
        QCOMPARE(QByteArray::fromStdString(writeDocument(m_studio->project().document())), QByteArray::fromStdString(empty));
        while (undo.canRedo())
            undo.redo();
        QCOMPARE(QByteArray::fromStdString(writeDocument(m_studio->project().document())), QByteArray::fromStdString(full));
    }

    void aThousandNodesPaintWithinAFrame()
    {
        Batch batch;
        NodeId next = 1;
        for (int row = 0; row < 25; ++row)
            for (int column = 0; column < 40; ++column, ++next) {
                batch.edits.push_back(AddNode{Node{next, column % 2 ? "neuron.lif" : "layer.dropout", {}, {}, {column * 280.0, row * 200.0}, {}}});
                if (column > 0)
                    batch.edits.push_back(Connect{{{next - 1, column % 2 ? "y" : "s"}, {next, "x"}}});
            }
        QVERIFY(m_studio->project().apply(batch, {}));
        CanvasView& canvas = m_studio->canvas();
        for (const double zoom : {1.0, 0.5, 0.15, 0.06}) {
            canvas.fitAll();
            canvas.setZoom(zoom, QRectF(canvas.rect()).center());
            canvas.grab();
            QElapsedTimer timer;
            timer.start();
            for (int i = 0; i < 10; ++i) {
                canvas.panBy({3, 2});
                canvas.grab();
            }
            qInfo("1,000 nodes at zoom %.2f: %.1f ms a frame", zoom, double(timer.nsecsElapsed()) / 1e7);
        }
        QCOMPARE(m_studio->graph().nodes().size(), size_t(1000));
        QVERIFY(!canvas.grab().toImage().isNull());
    }

private:
    std::unique_ptr<Studio> m_studio;
};

SPW_TEST_GUI(tst_Canvas)

} // namespace tst_canvas

#include "tst_canvas.moc"
