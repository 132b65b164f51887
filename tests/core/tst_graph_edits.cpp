// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/graph/graph.h"
#include "core/graph/graph_algo.h"
#include "tests/runner/registry.h"

#include <QtTest>

#include <limits>
#include <random>

namespace tst_graph_edits {

using namespace spw;

namespace {

/// 1 conv -> 2 LIF -> 3 pool -> 4 flatten -> 5 linear
Graph chain()
{
    Graph graph;
    for (const char* type : {"layer.conv2d", "neuron.lif", "layer.max_pool2d", "layer.flatten", "layer.linear"})
        graph.apply(AddNode{{.id = 0, .type = type, .title = {}, .values = {}, .position = {}}});
    graph.apply(Connect{{{1, "y"}, {2, "x"}}});
    graph.apply(Connect{{{2, "s"}, {3, "x"}}});
    graph.apply(Connect{{{3, "y"}, {4, "x"}}});
    graph.apply(Connect{{{4, "y"}, {5, "x"}}});
    return graph;
}

Node node(const char* type, NodeId id = 0, const char* title = "")
{
    return {.id = id, .type = type, .title = title, .values = {}, .position = {}};
}

/// A neuron that holds its output for a step, so that loops are legal.
const Catalog& catalogWithDelay()
{
    static const NodeSpec delay{.id = "test.delay",
                                .title = "Delay",
                                .caption = "",
                                .doc = "",
                                .source = "",
                                .inputs = {{"x", PortType::Sequence}},
                                .outputs = {{"y", PortType::Sequence}},
                                .delaysOutput = true};
    static const Catalog catalog = [] {
        Catalog c = builtinCatalog();
        c.add(delay);
        return c;
    }();
    return catalog;
}

} // namespace

class tst_GraphEdits final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void newNodesGetDefaultsAndANameOfTheirOwn()
    {
        Graph graph;
        graph.apply(AddNode{node("neuron.lif")});
        graph.apply(AddNode{node("neuron.lif")});
        graph.apply(AddNode{node("neuron.lif", 0, "LIF 4")});
        graph.apply(AddNode{node("neuron.lif")});
        graph.apply(AddNode{node("neuron.lif")});
        QCOMPARE(graph.node(1).title, std::string("LIF 1"));
        QCOMPARE(graph.node(4).title, std::string("LIF 3"));
        QCOMPARE(graph.node(5).title, std::string("LIF 5"));
        QCOMPARE(graph.node(1).values.real("tau"), 2.0);
        graph.apply(RemoveNode{2});
        graph.apply(AddNode{node("neuron.lif")});
        QCOMPARE(graph.node(6).title, std::string("LIF 2"));   // the gap is filled
        graph.apply(RenameNode{1, "first"});
        graph.apply(AddNode{node("neuron.lif")});
        QCOMPARE(graph.node(7).title, std::string("LIF 1"));
    }

    void applyingTheInverseRestoresTheGraph_data()
    {
        QTest::addColumn<int>("which");
        for (const char* name : {"add", "remove", "connect", "replace a wire", "disconnect", "set", "move", "rename", "batch"})
            QTest::newRow(name) << int(QByteArrayList{"add", "remove", "connect", "replace a wire", "disconnect", "set",
                                                      "move", "rename", "batch"}.indexOf(name));
    }
    void applyingTheInverseRestoresTheGraph()
    {
        QFETCH(int, which);
        const std::vector<GraphEdit> edits{
            AddNode{node("probe.probe")}, RemoveNode{3}, Connect{{{1, "y"}, {4, "x"}}}, Connect{{{2, "s"}, {5, "x"}}},
            Disconnect{{{2, "s"}, {3, "x"}}}, SetParam{2, "tau", 1.001}, MoveNode{2, {3, 4}}, RenameNode{2, "hidden"},
            Batch{{SetParam{2, "tau", 5.0}, RemoveNode{2}, AddNode{node("neuron.if", 2, "IF")},
                   Connect{{{1, "y"}, {2, "x"}}}, Connect{{{2, "s"}, {3, "x"}}}}}};
        Graph graph = chain();
        const Graph before = graph;
        const GraphEdit inverse = graph.apply(edits[std::size_t(which)]);
        const Graph after = graph;
        QVERIFY(!(after == before));
        const GraphEdit redo = graph.apply(inverse);
        QVERIFY(graph == before);
        graph.apply(redo);
        QVERIFY(graph == after);
    }

    void aLongRandomHistoryCanBeUndoneAndRedone()
    {
        std::mt19937 random(7);
        Graph graph = chain();
        const Graph first = graph;
        const std::vector<std::string> types{"layer.conv2d", "neuron.lif", "layer.max_pool2d", "layer.flatten"};
        std::vector<GraphEdit> undo, redo;
        for (int i = 0; i < 400; ++i) {
            const auto any = [&] { return std::next(graph.nodes().begin(), random() % graph.nodes().size())->first; };
            try {
                switch (graph.nodes().empty() ? 0 : random() % 5) {
                case 0: undo.push_back(graph.apply(AddNode{node(types[random() % 4].c_str())})); break;
                case 1: undo.push_back(graph.apply(RemoveNode{any()})); break;
                case 2: {
                    const NodeId from = any(), to = any();
                    undo.push_back(graph.apply(Connect{{{from, graph.spec(from)->outputs[0].name}, {to, "x"}}}));
                    break;
                }
                case 3: undo.push_back(graph.apply(MoveNode{any(), {double(i), 0}})); break;
                case 4: undo.push_back(graph.apply(RenameNode{any(), "n" + std::to_string(i % 9)})); break;
                }
            } catch (const Error&) {   // a refused edit: it must have changed nothing, or undo fails below
            }
        }
        QVERIFY(undo.size() > 200);
        const Graph last = graph;
        for (auto it = undo.rbegin(); it != undo.rend(); ++it)
            redo.push_back(graph.apply(*it));
        QVERIFY(graph == first);
        for (auto it = redo.rbegin(); it != redo.rend(); ++it)
            graph.apply(*it);
        QVERIFY(graph == last);
    }

    void aRefusedEditChangesNothing()
    {
        Graph graph = chain();
        const Graph before = graph;
        const std::vector<GraphEdit> wrong{
            AddNode{node("neuron.lif", 1)}, AddNode{node("neuron.lif", -3)}, RemoveNode{99},
            Connect{{{5, "y"}, {1, "x"}}},                 // a loop
            Connect{{{2, "s"}, {2, "x"}}},                 // itself
            Connect{{{1, "nothing"}, {2, "x"}}}, Connect{{{1, "y"}, {99, "x"}}}, Disconnect{{{1, "y"}, {5, "x"}}},
            SetParam{2, "tau", 1.0}, SetParam{2, "tau", std::numeric_limits<double>::quiet_NaN()},
            SetParam{2, "tau", "two"}, SetParam{2, "nothing", 1.0}, RenameNode{2, ""},
            MoveNode{2, {std::numeric_limits<double>::infinity(), 0}},
            Batch{{RemoveNode{1}, SetParam{2, "tau", 3.0}, RemoveNode{1}}}};
        for (const GraphEdit& edit : wrong) {
            QVERIFY_THROWS_EXCEPTION(Error, graph.apply(edit));
            QVERIFY(graph == before);
        }
    }

    void aRefusalSaysWhatToDo()
    {
        Graph graph;
        graph.apply(AddNode{node("dataset.synthetic_dvs")});
        graph.apply(AddNode{node("layer.conv2d")});
        QVERIFY(graph.whyNotConnect({{1, "image"}, {2, "x"}}).find("encoder") != std::string::npos);
        QVERIFY(graph.whyNotConnect({{1, "events"}, {2, "x"}}).find("Events to frames") != std::string::npos);
        QVERIFY(graph.whyNotConnect({{1, "label"}, {2, "x"}}).find("label") != std::string::npos);
        try {
            graph.apply(SetParam{2, "out_channels", std::int64_t(-1)});
            QFAIL("a negative size was taken");
        } catch (const Error& error) {
            QCOMPARE(error.where(), std::string("'Conv2d 1'"));
            QCOMPARE(error.fix(), std::string("Enter a whole number from 1 to 65536."));
        }
    }

    void loopsNeedADelay()
    {
        Graph graph(catalogWithDelay());
        for (const char* type : {"layer.linear", "neuron.lif", "test.delay", "layer.dropout"})
            graph.apply(AddNode{node(type)});
        graph.apply(Connect{{{1, "y"}, {2, "x"}}});
        QVERIFY(!graph.whyNotConnect({{2, "s"}, {1, "x"}}).empty());
        graph.apply(Connect{{{2, "s"}, {3, "x"}}});
        graph.apply(Connect{{{3, "y"}, {4, "x"}}});
        QCOMPARE(graph.whyNotConnect({{4, "y"}, {1, "x"}}), std::string());
    }

    void neighboursAreFoundBothWays()
    {
        const Graph graph = chain();
        QCOMPARE(GraphAlgo::upstream(graph, 4), (std::set<NodeId>{1, 2, 3}));
        QCOMPARE(GraphAlgo::downstream(graph, 3), (std::set<NodeId>{4, 5}));
        QCOMPARE(graph.incoming(3).size(), std::size_t(1));
        QCOMPARE(graph.outgoing(5).size(), std::size_t(0));
        QVERIFY(graph.source({3, "x"}) == (EdgeEnd{2, "s"}));
        QVERIFY(!graph.source({1, "x"}));
    }

    void listenersSeeEveryElementaryEdit()
    {
        Graph graph = chain();
        std::vector<GraphEdit> heard;
        const int token = graph.addListener([&](const GraphEdit& edit) { heard.push_back(edit); });
        graph.apply(AddNode{node("neuron.lif")});
        QCOMPARE(heard.size(), std::size_t(1));
        QCOMPARE(std::get<AddNode>(heard[0].value).node.id, NodeId(6));   // filled in
        QCOMPARE(std::get<AddNode>(heard[0].value).node.title, std::string("LIF 2"));
        heard.clear();
        graph.apply(RemoveNode{3});   // its two wires first
        QCOMPARE(heard.size(), std::size_t(3));
        QVERIFY(std::holds_alternative<Disconnect>(heard[0].value));
        QVERIFY(std::holds_alternative<RemoveNode>(heard[2].value));
        heard.clear();
        graph.apply(Connect{{{2, "s"}, {5, "x"}}});   // replaces 4.y
        QCOMPARE(heard.size(), std::size_t(2));
        QVERIFY(std::holds_alternative<Disconnect>(heard[0].value));
        graph.removeListener(token);
        heard.clear();
        graph.apply(RemoveNode{5});
        QVERIFY(heard.empty());
        const Graph copy = graph;   // listeners stay with the original
        QVERIFY(copy == graph);
    }

    void aListenerKnowsWhatTheGraphKnows()
    {
        Graph graph = chain();
        Graph mirror = graph;
        graph.addListener([&](const GraphEdit& edit) { mirror.apply(edit); });
        const GraphEdit undo = graph.apply(Batch{{AddNode{node("probe.probe")}, Connect{{{2, "s"}, {6, "x"}}},
                                                  Connect{{{1, "y"}, {4, "x"}}}, RemoveNode{2}}});
        QVERIFY(mirror == graph);
        graph.apply(undo);
        QVERIFY(mirror == graph);
        QVERIFY_THROWS_EXCEPTION(Error, graph.apply(Batch{{RemoveNode{2}, RemoveNode{2}}}));
        QVERIFY(mirror == graph);   // also told of the way back
    }

    void nodesAreFoundByNameOrId()
    {
        Graph graph = chain();
        QCOMPARE(graph.find("LIF 1"), NodeId(2));
        QCOMPARE(graph.find("3"), NodeId(3));
        graph.apply(RenameNode{3, "LIF 1"});
        QVERIFY_THROWS_EXCEPTION(Error, graph.find("LIF 1"));
        QVERIFY_THROWS_EXCEPTION(Error, graph.find("LIF"));
        QVERIFY_THROWS_EXCEPTION(Error, graph.find("99999999999999999999"));
    }

    void aBrokenProjectCanBeRepairedAndTheRepairUndone()
    {
        ParamValues bad = builtinCatalog().find("neuron.lif")->initialValues();
        bad.set("tau", -1.0);
        Graph graph = Graph::restore(
            builtinCatalog(),
            {{.id = 1, .type = "neuron.lif", .title = "a", .values = bad, .position = {}},
             {.id = 2, .type = "neuron.lif", .title = "b", .values = bad, .position = {}},
             {.id = 3, .type = "gone.plugin", .title = "c", .values = {}, .position = {}}},
            {{{1, "s"}, {2, "x"}}, {{2, "s"}, {1, "x"}}, {{3, "foo"}, {1, "x"}}, {{1, "s"}, {1, "x"}}});
        QCOMPARE(graph.edges().size(), std::size_t(4));
        const Graph before = graph;
        const std::vector<GraphEdit> repairs{RemoveNode{1}, SetParam{1, "tau", 2.0}, Disconnect{{{2, "s"}, {1, "x"}}},
                                             RemoveNode{3}};
        for (const GraphEdit& repair : repairs) {
            const GraphEdit undo = graph.apply(repair);
            QVERIFY(!(graph == before));
            const GraphEdit redo = graph.apply(undo);
            QVERIFY(graph == before);
            graph.apply(redo);
            graph.apply(undo);
            QVERIFY(graph == before);
        }
        QVERIFY_THROWS_EXCEPTION(Error, Graph::restore(builtinCatalog(), {node("neuron.lif", 1), node("neuron.if", 1)}, {}));
        QVERIFY_THROWS_EXCEPTION(Error, Graph::restore(builtinCatalog(), {node("neuron.lif", 0)}, {}));
        QVERIFY_THROWS_EXCEPTION(Error, Graph::restore(builtinCatalog(), {node("neuron.lif", 1)}, {{{1, "s"}, {2, "x"}}}));
    }

    void idsDoNotRunOut()
    {
        Graph graph;
        graph.apply(AddNode{node("neuron.lif", kLargestId)});
        graph.apply(AddNode{node("neuron.lif")});
        QVERIFY(graph.contains(1));
    }

    void aThousandNodesAreDrawnQuickly_data()
    {
        QTest::addColumn<bool>("backwards");
        QTest::newRow("from the input on") << false;
        QTest::newRow("from the output back") << true;
    }
    void aThousandNodesAreDrawnQuickly()
    {
        QFETCH(bool, backwards);
        constexpr int kCount = 1000;
        QElapsedTimer timer;
        timer.start();
        Graph graph;
        for (int i = 0; i < kCount; ++i)
            graph.apply(AddNode{node("neuron.lif")});
        for (int i = 1; i < kCount; ++i) {
            const NodeId at = backwards ? kCount - i : i;
            graph.apply(Connect{{{at, "s"}, {at + 1, "x"}}});
        }
        const qint64 built = timer.nsecsElapsed();
        QCOMPARE(graph.edges().size(), std::size_t(kCount - 1));
        QCOMPARE(graph.node(kCount).title, std::string("LIF 1000"));
        qInfo("1,000 nodes and 999 wires drawn in %.1f ms", double(built) / 1e6);
        QVERIFY2(built < 500'000'000, "more than 0.5 ms for each node");   // far above: machines differ
    }
};

SPW_TEST_GUILESS(tst_GraphEdits)

} // namespace tst_graph_edits

#include "tst_graph_edits.moc"
