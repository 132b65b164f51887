// SPDX-License-Identifier: GPL-3.0-or-later
// Groups on the canvas: made, moved, named, repeated, copied, dissolved and seen, by mouse and keys.
#include "ui_test.h"

#include "core/plan/group_expansion.h"
#include "tests/runner/registry.h"
#include "ui/inspector/inspector_panel.h"
#include "ui/model/group_view.h"
#include "ui/shell/problems_panel.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSpinBox>
#include <QTableView>

namespace tst_canvas_groups {

using namespace spw;
using namespace spw::ui;
using spw::ui::test::Studio;

class tst_CanvasGroups final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_studio = std::make_unique<Studio>(QSize(1500, 900));
        canvas().setZoom(0.5, {0, 0});
        canvas().panBy(-canvas().toWidget({0, 0}));
        m_in = m_studio->add("dataset.stimulus", 40, 120, "In");
        m_fc = m_studio->add("layer.linear", 320, 120, "Fc");
        m_lif = m_studio->add("neuron.lif", 600, 120, "LIF");
        m_out = m_studio->add("layer.linear", 900, 120, "Out");
        m_lifOut = m_studio->add("neuron.lif", 1180, 120, "LIF out");
        m_rate = m_studio->add("readout.rate", 1460, 120, "Rate");
        apply(SetParam{m_in, "units", std::int64_t(4)});
        apply(SetParam{m_fc, "out_features", std::int64_t(4)});
        apply(SetParam{m_out, "out_features", std::int64_t(2)});
        const NodeId chain[] = {m_in, m_fc, m_lif, m_out, m_lifOut, m_rate};
        for (int i = 0; i < 5; ++i)
            apply(Connect{{{chain[i], graph().spec(chain[i])->outputs[0].name}, {chain[i + 1], graph().spec(chain[i + 1])->inputs[0].name}}});
        QVERIFY(m_studio->project().plan().ok());
    }
    void cleanup() { m_studio.reset(); }

    void ctrlGFramesTheSelectedNodesAndIsOneStep()
    {
        const Graph before = graph();
        click(canvas().titlePosition(m_fc));
        click(canvas().titlePosition(m_lif), Qt::ControlModifier);
        key(Qt::Key_G, Qt::ControlModifier);
        QCOMPARE(graph().groups().size(), size_t(1));
        QCOMPARE(group().members, (std::set<NodeId>{m_fc, m_lif}));
        QCOMPARE(m_studio->window->selection().group(), group().id);
        for (const NodeId member : group().members)
            QVERIFY(canvas().visibleGroup(group().id).contains(canvas().visibleFrame(member)));
        QVERIFY(!canvas().visibleGroup(group().id).intersects(canvas().visibleFrame(m_out)));
        key(Qt::Key_G, Qt::ControlModifier);                    // it is one already
        QCOMPARE(graph().groups().size(), size_t(1));
        key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(graph() == before);
        QCOMPARE(m_studio->window->selection().group(), std::int64_t(0));
        key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(group().members, (std::set<NodeId>{m_fc, m_lif}));
    }

    void aWholeGroupAndAnotherNodeAreThatGroupMadeLarger()
    {
        makeGroup({m_fc, m_lif}, 3);
        click(canvas().groupTitlePosition(1));
        click(canvas().titlePosition(m_out), Qt::ControlModifier);
        key(Qt::Key_G, Qt::ControlModifier);
        QCOMPARE(graph().groups().size(), size_t(1));
        QCOMPARE(group().members, (std::set<NodeId>{m_fc, m_lif, m_out}));
        QCOMPARE(group().repeat, std::int64_t(3));
    }

    void ctrlShiftGTakesTheFrameAwayAndKeepsTheNodes()
    {
        makeGroup({m_fc, m_lif}, 2);
        const Graph before = graph();
        click(canvas().groupTitlePosition(1));
        key(Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(graph().groups().empty());
        QCOMPARE(graph().nodes().size(), size_t(6));
        QCOMPARE(m_studio->window->selection().nodes(), (std::set<NodeId>{m_fc, m_lif}));
        key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(graph() == before);
        // Of one node of it, that node leaves.
        key(Qt::Key_Escape);
        click(canvas().titlePosition(m_lif));
        key(Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(group().members, (std::set<NodeId>{m_fc}));
    }

    void theFrameMovesItsNodesInOneStep()
    {
        makeGroup({m_fc, m_lif});
        const int steps = m_studio->project().undoStack().count();
        const Graph before = graph();
        const QPoint at = canvas().groupTitlePosition(1);
        const QRect frame = canvas().visibleGroup(1);
        m_studio->press(at);
        m_studio->moveTo(at + QPoint(10, 40));
        m_studio->moveTo(at + QPoint(20, 80));
        QCOMPARE(canvas().visibleGroup(1), frame.translated(20, 80));       // it is seen to move
        QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, at + QPoint(20, 80));
        QCOMPARE(graph().node(m_fc).position, (Point{360, 280}));
        QCOMPARE(graph().node(m_lif).position, (Point{640, 280}));
        QCOMPARE(graph().node(m_out).position, (Point{900, 120}));
        QCOMPARE(m_studio->project().undoStack().count(), steps + 1);
        QCOMPARE(m_studio->window->selection().group(), std::int64_t(1));
        key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(graph() == before);
        // The border does the same; the room between the nodes is the canvas, where a marquee begins.
        const QRect now = canvas().visibleGroup(1);
        m_studio->drag(QPoint(now.left(), now.bottom() - 10), QPoint(now.left() + 40, now.bottom() - 10));
        QCOMPARE(graph().node(m_fc).position.x, 400.0);
        key(Qt::Key_Escape);
        const QRect fc = canvas().visibleFrame(m_fc);
        m_studio->drag(QPoint(fc.left() + 6, fc.bottom() + 5), QPoint(fc.left() + 20, fc.bottom() - 4));
        QCOMPARE(m_studio->window->selection().nodes(), std::set<NodeId>{m_fc});
    }

    void theTitleIsEditedByADoubleClickAndByF2()
    {
        makeGroup({m_fc, m_lif});
        doubleClick(canvas().groupTitlePosition(1));
        QVERIFY(edit()->isVisible() && edit()->hasFocus());
        QTest::keyClicks(edit(), "hidden layers");
        QTest::keyClick(edit(), Qt::Key_Return);
        QVERIFY(!edit()->isVisible());
        QVERIFY(canvas().hasFocus());
        QCOMPARE(group().title, std::string("hidden layers"));
        key(Qt::Key_F2);
        QTRY_VERIFY(edit()->hasFocus());
        QTest::keyClicks(edit(), "other");
        QTest::keyClick(edit(), Qt::Key_Escape);                // as it was
        QVERIFY(!edit()->isVisible());
        QCOMPARE(group().title, std::string("hidden layers"));
        key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(group().title, std::string("Group 1"));
    }

    void theBadgeTakesHowOftenTheGroupIsRepeated()
    {
        makeGroup({m_fc, m_lif});
        doubleClick(canvas().groupBadgePosition(1));
        QCOMPARE(edit()->text(), QStringLiteral("1"));
        QTest::keyClicks(edit(), "x4");
        QTest::keyClick(edit(), Qt::Key_Return);
        QCOMPARE(group().repeat, std::int64_t(4));
        QVERIFY(canvas().refusal().isEmpty());
        QVERIFY(m_studio->project().plan().ok());
        QCOMPARE(m_studio->project().plan().nodes.size(), size_t(6 + 2 * 3));
        for (const char* bad : {"0", "-1", "257", "99999999999999999999", "two", "2.5", ""}) {
            doubleClick(canvas().groupBadgePosition(1));
            edit()->clear();
            QTest::keyClicks(edit(), bad);
            QTest::keyClick(edit(), Qt::Key_Return);
            QCOMPARE(group().repeat, std::int64_t(4));
            QVERIFY2(canvas().refusal().contains(QStringLiteral("1 to 256")), bad);
            key(Qt::Key_Escape);
        }
        key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(group().repeat, std::int64_t(1));
    }

    void aGroupThatCannotBeRepeatedSaysSoAtTheFrameAndInTheProblems()
    {
        const NodeId second = m_studio->add("readout.rate", 1460, 420, "Second");
        apply(Connect{{{m_fc, "y"}, {second, "x"}}});
        makeGroup({m_fc, m_lif});
        const QImage fine = canvas().grab().toImage();
        doubleClick(canvas().groupBadgePosition(1));
        QTest::keyClicks(edit(), "2");
        QTest::keyClick(edit(), Qt::Key_Return);
        QCOMPARE(group().repeat, std::int64_t(2));              // as drawn; the network says what is wrong with it
        QVERIFY(canvas().refusal().contains(QStringLiteral("2 of its outputs")));
        ProblemsPanel& problems = m_studio->window->problems();
        const auto row = [&] {
            const Diagnostics& list = problems.model().diagnostics();
            for (size_t i = 0; i < list.size(); ++i)
                if (list[i].code == kNotRepeatable)
                    return int(i);
            return -1;
        };
        QTRY_VERIFY(row() >= 0);
        QCOMPARE(problems.model().index(row(), ProblemsModel::NodeColumn).data().toString(), QStringLiteral("Group 1"));
        key(Qt::Key_Escape);                                    // the refusal
        key(Qt::Key_Escape);                                    // the selection
        canvas().clearFocus();
        QVERIFY(canvas().grab().toImage() != fine);
        // The jump shows the whole frame, selected.
        canvas().setFocus();
        canvas().panBy({5000, 5000});
        auto* table = problems.findChild<QTableView*>(QStringLiteral("problems.table"));
        table->setCurrentIndex(problems.model().index(row(), 0));
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(m_studio->window->selection().group(), std::int64_t(1));
        QVERIFY(canvas().rect().contains(canvas().visibleGroup(1)));
        auto* words = m_studio->window->inspector().findChild<QLabel*>(QStringLiteral("inspector.group"));
        QVERIFY(words && words->text().contains(QStringLiteral("cannot be repeated")));
        // Without the second reader all is well.
        apply(Disconnect{{{m_fc, "y"}, {second, "x"}}});
        QTRY_VERIFY(row() < 0);
        QTRY_VERIFY(!words->text().contains(QStringLiteral("cannot be repeated")));
    }

    void theInspectorNamesAndRepeatsTheSelectedGroup()
    {
        makeGroup({m_fc, m_lif});
        click(canvas().groupTitlePosition(1));
        InspectorPanel& inspector = m_studio->window->inspector();
        auto* repeat = inspector.findChild<QSpinBox*>(QStringLiteral("inspector.repeat"));
        auto* title = inspector.findChild<QLineEdit*>(QStringLiteral("inspector.title"));
        QVERIFY(repeat && title);
        const int steps = m_studio->project().undoStack().count();
        repeat->setFocus();
        QTest::keyClick(repeat, Qt::Key_Up);
        QTest::keyClick(repeat, Qt::Key_Up);
        QCOMPARE(group().repeat, std::int64_t(3));
        QCOMPARE(m_studio->project().undoStack().count(), steps + 1);       // a held arrow is one step
        title->selectAll();
        QTest::keyClicks(title, "Block");
        QTest::keyClick(title, Qt::Key_Return);
        QCOMPARE(group().title, std::string("Block"));
        auto* words = inspector.findChild<QLabel*>(QStringLiteral("inspector.group"));
        QTRY_VERIFY(words->text().contains(QStringLiteral("[3] 4")));
        QVERIFY(words->text().contains(QLocale().toString(3 * (4 * 4 + 4))));
        m_studio->project().undoStack().undo();
        m_studio->project().undoStack().undo();
        QTRY_COMPARE(repeat->value(), 1);
        QCOMPARE(title->text(), QStringLiteral("Group 1"));
        canvas().setFocus();
        key(Qt::Key_Escape);
        click(canvas().titlePosition(m_fc));
        QTRY_VERIFY(!inspector.findChild<QSpinBox*>(QStringLiteral("inspector.repeat")));
    }

    void copiesAndDuplicatesOfAGroupAreGroups()
    {
        makeGroup({m_fc, m_lif}, 3, "Block");
        click(canvas().groupTitlePosition(1));
        key(Qt::Key_C, Qt::ControlModifier);
        key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(graph().groups().size(), size_t(2));
        const Group& pasted = graph().groups().at(2);
        QCOMPARE(pasted.title, std::string("Block 2"));
        QCOMPARE(pasted.repeat, std::int64_t(3));
        QCOMPARE(pasted.members.size(), size_t(2));
        QCOMPARE(m_studio->window->selection().group(), std::int64_t(2));
        key(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(graph().groups().size(), size_t(3));
        QCOMPARE(graph().groups().at(3).title, std::string("Block 3"));
        key(Qt::Key_X, Qt::ControlModifier);
        QCOMPARE(graph().groups().size(), size_t(2));
        QCOMPARE(graph().nodes().size(), size_t(8));
        key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(graph().groups().size(), size_t(3));
        for (int i = 0; i < 4; ++i)
            key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(graph().groups().size(), size_t(1));
        QCOMPARE(graph().nodes().size(), size_t(6));
    }

    void deletingAFrameDeletesItsNodesAndUndoBringsAllBack()
    {
        makeGroup({m_fc, m_lif}, 3);
        const Graph before = graph();
        click(canvas().groupTitlePosition(1));
        key(Qt::Key_Delete);
        QVERIFY(graph().groups().empty());
        QCOMPARE(graph().nodes().size(), size_t(4));
        QVERIFY(m_studio->window->selection().nodes().empty());
        key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(graph() == before);
        key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(graph().nodes().size(), size_t(4));
    }

    void aNodePutDownInsideTheFrameJoinsTheGroup()
    {
        makeGroup({m_fc, m_out});       // room for one more between them
        const Graph before = graph();
        m_studio->drag(canvas().titlePosition(m_lif), canvas().titlePosition(m_lif) + QPoint(8, 8));
        QCOMPARE(group().members, (std::set<NodeId>{m_fc, m_lif, m_out}));
        key(Qt::Key_Z, Qt::ControlModifier);                    // moved and joined in one step
        QVERIFY(graph() == before);
        // Put down outside it stays outside, and a node of a group that is moved stays in it.
        m_studio->drag(canvas().titlePosition(m_rate), canvas().titlePosition(m_rate) + QPoint(0, 100));
        m_studio->drag(canvas().titlePosition(m_out), canvas().titlePosition(m_out) + QPoint(0, 150));
        QCOMPARE(group().members, (std::set<NodeId>{m_fc, m_out}));
    }

    void probesOfAGroupsNodesAreInTheGroup()
    {
        makeGroup({m_fc, m_lif, m_out, m_lifOut}, 1);
        apply(SetParam{m_out, "out_features", std::int64_t(4)});
        apply(SetGroup{{1, "Block", group().members, 2}});
        QVERIFY(m_studio->project().plan().ok());
        QCOMPARE(canvas().probeAllNeurons(), 2);
        QCOMPARE(group().members.size(), size_t(6));
        QVERIFY(m_studio->project().plan().ok());               // outside, the inner one would be a second way out
        int probes = 0;
        for (const PlannedNode& node : m_studio->project().plan().nodes)
            probes += node.spec->category == Category::Probe;
        QCOMPARE(probes, 4);
    }

    void wiresOfARepeatedGroupShowTheShapesOfAllCopies()
    {
        // A pool halves: the second copy sees half of what the first one sees.
        const NodeId data = m_studio->add("dataset.synthetic_dvs", 40, 500), frames = m_studio->add("transform.frames", 320, 500),
                     pool = m_studio->add("layer.max_pool2d", 600, 500), lif = m_studio->add("neuron.lif", 900, 500),
                     after = m_studio->add("layer.flatten", 1200, 500);
        apply(Connect{{{data, "events"}, {frames, "events"}}});
        apply(Connect{{{frames, graph().spec(frames)->outputs[0].name}, {pool, "x"}}});
        apply(Connect{{{pool, "y"}, {lif, "x"}}});
        apply(Connect{{{lif, "s"}, {after, "x"}}});
        const Edge inner{{pool, "y"}, {lif, "x"}}, leaving{{lif, "s"}, {after, "x"}};
        const QString once = stackShape(wireInfo(graph(), m_studio->project().plan(), inner));
        QVERIFY(once.contains(u'×') && !once.contains(QStringLiteral("…")));
        QCOMPARE(stackShape(wireInfo(graph(), m_studio->project().plan(), leaving)), once);
        makeGroup({pool, lif}, 2);
        const QString both = stackShape(wireInfo(graph(), m_studio->project().plan(), inner));
        QVERIFY2(both.startsWith(once + QStringLiteral(" … ")), qPrintable(both));
        const QString last = stackShape(wireInfo(graph(), m_studio->project().plan(), leaving));
        QVERIFY2(both.endsWith(QStringLiteral(" … ") + last) && last != once, qPrintable(last));
        // A group that cannot be repeated runs once.
        const NodeId second = m_studio->add("layer.flatten", 1200, 700);
        apply(Connect{{{pool, "y"}, {second, "x"}}});
        QCOMPARE(stackShape(wireInfo(graph(), m_studio->project().plan(), leaving)), once);
    }

    void ratesOfCopiesAreThoseOfTheDrawnNodeAndOfNoOther()
    {
        makeGroup({m_fc, m_lif}, 3);
        auto snapshot = std::make_shared<Snapshot>();
        snapshot->serial = 1;
        snapshot->activity[m_lif] = {0.25, 0, 0};
        snapshot->activity[copyId(m_lif, 2)] = {0.1, 0, 0};
        snapshot->activity[copyId(m_lif, 3)] = {0.01, 0.6, 0};
        const auto activity = stackActivity(*snapshot, m_lif);
        QVERIFY(activity);
        QCOMPARE(activity->copies.size(), size_t(3));
        QCOMPARE(activity->rate, 0.12);
        QCOMPARE(activity->lowest, 0.01);
        QCOMPARE(activity->highest, 0.25);
        QCOMPARE(activity->deadShare, 0.6);
        QCOMPARE(activity->deadCopy, 3);
        QVERIFY(!stackActivity(*snapshot, m_lifOut));
        m_studio->window->runView().show(snapshot);
        // A node drawn while the run goes on has no rate, though copies have ids of their own.
        const NodeId fresh = m_studio->add("neuron.lif", 600, 420);
        QVERIFY(!stackActivity(*snapshot, fresh));
        // The inspector tells each copy.
        click(canvas().titlePosition(m_lif));
        auto* health = m_studio->window->inspector().findChild<QLabel*>(QStringLiteral("inspector.health"));
        QVERIFY(health);
        QCOMPARE(health->text().count(u'\n'), 2);
        QVERIFY(health->text().contains(QStringLiteral("[3]")));
    }

    void aUnitOfACopyInTheScopesSelectsTheDrawnNode()
    {
        makeGroup({m_fc, m_lif}, 3);
        Selection& selection = m_studio->window->selection();
        selection.setUnit(copyId(m_lif, 2), 5);
        QCOMPARE(selection.node(), m_lif);
        QCOMPARE(selection.recorded(), copyId(m_lif, 2));
        QCOMPARE(selection.unit(), std::int64_t(5));
        key(Qt::Key_P);                                         // what is done to the selection is done to the drawing
        QCOMPARE(graph().nodes().size(), size_t(7));
        selection.setNode(m_lif);
        QCOMPARE(selection.recorded(), m_lif);
        QCOMPARE(selection.unit(), std::int64_t(-1));
    }

    void theMenuOfAFrameGroupsRepeatsAndDissolves()
    {
        QAction* repeat = m_studio->window->action("graph.repeat");
        QAction* ungroup = m_studio->window->action("graph.ungroup");
        QVERIFY(!repeat->isEnabled() && !ungroup->isEnabled() && !m_studio->window->action("graph.group")->isEnabled());
        makeGroup({m_fc, m_lif});
        const QPoint at = canvas().groupTitlePosition(1);
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, canvas().mapToGlobal(at));
        QApplication::sendEvent(&canvas(), &event);
        auto* menu = m_studio->window->findChild<QMenu*>(QStringLiteral("menu.canvas"));
        QVERIFY(menu->isVisible());
        QCOMPARE(m_studio->window->selection().group(), std::int64_t(1));
        QVERIFY(menu->actions().contains(repeat) && menu->actions().contains(ungroup) && repeat->isEnabled() && ungroup->isEnabled());
        menu->close();
        repeat->trigger();
        QTRY_VERIFY(edit() && edit()->isVisible());
        QTest::keyClicks(edit(), "2");
        QTest::keyClick(edit(), Qt::Key_Return);
        QCOMPARE(group().repeat, std::int64_t(2));
        ungroup->trigger();
        QVERIFY(graph().groups().empty());
    }

    void fitShowsTheFrameAndSavedProjectsKeepIt()
    {
        makeGroup({m_fc, m_lif}, 3, "Block");
        click(canvas().groupTitlePosition(1));
        key(Qt::Key_F);
        QVERIFY(canvas().rect().contains(canvas().visibleGroup(1)));
        QVERIFY(canvas().visibleGroup(1).width() > canvas().width() / 2);
        key(Qt::Key_Home);
        QVERIFY(canvas().rect().contains(canvas().visibleGroup(1)));
        const Graph before = graph();
        const QString file = m_studio->path(QStringLiteral("groups.spw"));
        m_studio->project().saveAs(file);
        m_studio->project().waitForSaves();
        m_studio->project().newProject();
        QCOMPARE(m_studio->window->selection().group(), std::int64_t(0));
        QVERIFY(m_studio->project().open(file));
        QVERIFY(graph() == before);
    }

    void framesArePaintedBehindTheirNodesInBothThemes()
    {
        makeGroup({m_fc, m_lif}, 4, "Hidden layers");
        makeGroup({m_out, m_lifOut}, 1, "Output");
        const NodeId second = m_studio->add("readout.rate", 1460, 420, "Second");
        apply(Connect{{{m_out, "y"}, {second, "x"}}});
        apply(SetGroup{{2, "Output", graph().groups().at(2).members, 2}});
        auto snapshot = std::make_shared<Snapshot>();
        snapshot->serial = 1;
        snapshot->activity[m_lif] = {0.25, 0, 0};
        for (int copy = 2; copy <= 4; ++copy)
            snapshot->activity[copyId(m_lif, copy)] = {0.25 / (copy * copy), 0, 0};
        m_studio->window->runView().show(snapshot);
        for (const QString& theme : Theme::names()) {
            m_studio->window->setTheme(theme);
            canvas().fitAll();
            canvas().setZoom(std::max(canvas().zoom(), 0.62), QRectF(canvas().rect()).center());
            QTest::qWait(0);
            const QImage image = canvas().grab().toImage();
            const QRect frame = canvas().visibleGroup(1);
            const QColor ground = Theme::current().color(QStringLiteral("canvas"));
            const QColor inside = image.pixelColor(frame.left() + 6, frame.bottom() - 6);
            QVERIFY2(inside != ground, "the frame is tinted");
            const QPoint node = canvas().bodyPosition(m_fc);
            QVERIFY2(image.pixelColor(node) == Theme::current().color(QStringLiteral("node")), "nodes lie on it");
            if (const QString folder = qEnvironmentVariable("SPW_SCREENSHOTS"); !folder.isEmpty()) {
                click(canvas().groupTitlePosition(1));
                QTest::qWait(50);
                m_studio->window->grab().save(QDir(folder).filePath(QStringLiteral("groups_%1.png").arg(theme)));
                canvas().setZoom(0.36, QRectF(canvas().rect()).center());
                canvas().grab().save(QDir(folder).filePath(QStringLiteral("groups_%1_far.png").arg(theme)));
                key(Qt::Key_Escape);
            }
        }
    }

private:
    CanvasView& canvas() { return m_studio->canvas(); }
    const Graph& graph() { return m_studio->graph(); }
    const Group& group() { return graph().groups().begin()->second; }
    void apply(const GraphEdit& edit) { QVERIFY(m_studio->project().apply(edit, QStringLiteral("Edit"))); }
    void makeGroup(std::set<NodeId> members, std::int64_t repeat = 1, const char* title = "")
    {
        apply(SetGroup{{0, title, std::move(members), repeat}});
    }
    void click(QPoint at, Qt::KeyboardModifiers modifiers = {}) { QTest::mouseClick(&canvas(), Qt::LeftButton, modifiers, at); }
    void doubleClick(QPoint at)
    {
        QTest::mouseDClick(&canvas(), Qt::LeftButton, {}, at);
        QVERIFY(edit() && edit()->isVisible());
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&canvas(), key, modifiers); }
    QLineEdit* edit() { return canvas().findChild<QLineEdit*>(QStringLiteral("canvas.group")); }

    std::unique_ptr<Studio> m_studio;
    NodeId m_in = 0, m_fc = 0, m_lif = 0, m_out = 0, m_lifOut = 0, m_rate = 0;
};

SPW_TEST_GUI(tst_CanvasGroups)

} // namespace tst_canvas_groups

#include "tst_canvas_groups.moc"
