// SPDX-License-Identifier: GPL-3.0-or-later
// Groups: edits and their inverses, documents, and what repeating one makes of the plan.
#include "core/base/error.h"
#include "core/document/document.h"
#include "core/plan/group_expansion.h"
#include "core/plan/plan.h"
#include "tests/runner/registry.h"

#include <QtTest>

namespace tst_groups {

using namespace spw;

namespace {

NodeId add(Graph& graph, const char* type, const char* title, std::vector<std::pair<std::string, ParamValue>> values = {})
{
    Node node{.id = graph.nextId(), .type = type, .title = title, .values = {}, .position = {}};
    for (auto& [name, value] : values)
        node.values.set(name, value);
    graph.apply(AddNode{node});
    return node.id;
}

/// 1 stimulus of 4 units, 2 linear 4, 3 LIF, 4 linear 2, 5 LIF, 6 rate
Graph chain()
{
    Graph g;
    add(g, "dataset.stimulus", "In", {{"units", std::int64_t(4)}});
    add(g, "layer.linear", "Fc", {{"out_features", std::int64_t(4)}});
    add(g, "neuron.lif", "LIF");
    add(g, "layer.linear", "Out", {{"out_features", std::int64_t(2)}});
    add(g, "neuron.lif", "LIF out");
    add(g, "readout.rate", "Rate");
    for (NodeId id = 1; id <= 5; ++id)
        g.apply(Connect{{{id, g.spec(id)->outputs[0].name}, {id + 1, g.spec(id + 1)->inputs[0].name}}});
    return g;
}

} // namespace

class tst_Groups final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void groupingIsUndoneAsAWhole()
    {
        Graph g = chain();
        const Graph before = g;
        const GraphEdit undo = g.apply(SetGroup{{.id = 0, .title = "Block", .members = {2, 3}, .repeat = 3}});
        QCOMPARE(g.groups().size(), std::size_t(1));
        QCOMPARE(g.groupOf(3)->title, std::string("Block"));
        const Graph grouped = g;
        const GraphEdit redo = g.apply(undo);
        QVERIFY(g == before);
        g.apply(redo);
        QVERIFY(g == grouped);

        // A node is in one group at most: it moves, and comes back.
        const GraphEdit moveBack = g.apply(SetGroup{{.id = 0, .title = "", .members = {3, 4}}});
        QCOMPARE(g.groups().size(), std::size_t(2));
        QCOMPARE(g.groups().at(1).members, (std::set<NodeId>{2}));
        QCOMPARE(g.groups().at(2).title, std::string("Group 2"));
        g.apply(moveBack);
        QVERIFY(g == grouped);

        // A removed node leaves its group; the last one takes the group along; both come back.
        const GraphEdit third = g.apply(RemoveNode{3}), second = g.apply(RemoveNode{2});
        QVERIFY(g.groups().empty());
        g.apply(second);
        g.apply(third);
        QVERIFY(g == grouped);
    }

    void illegalGroupsChangeNothing()
    {
        Graph g = chain();
        const Graph before = g;
        QVERIFY_EXCEPTION_THROWN(g.apply(SetGroup{{.id = 0, .title = "x", .members = {99}}}), Error);
        QVERIFY_EXCEPTION_THROWN(g.apply(SetGroup{{.id = 0, .title = "x", .members = {2}, .repeat = 0}}), Error);
        QVERIFY_EXCEPTION_THROWN(g.apply(SetGroup{{.id = 0, .title = "x", .members = {2}, .repeat = 1000}}), Error);
        QVERIFY(g == before);
    }

    void documentsKeepGroups()
    {
        Document document{.graph = chain(), .run = {}};
        const std::string without = writeDocument(document);
        QVERIFY(without.find("groups") == std::string::npos);
        document.graph.apply(SetGroup{{.id = 0, .title = "Block", .members = {2, 3}, .repeat = 4}});
        const std::string text = writeDocument(document);
        QVERIFY(text.find("{\"id\": 1, \"title\": \"Block\", \"repeat\": 4, \"nodes\": [2, 3]}") != std::string::npos);
        const Document again = readDocument(text, "test.spw");
        QVERIFY(again == document);
        QCOMPARE(writeDocument(again), text);
    }

    void malformedGroupsAreRefusedWithTheirPlace_data()
    {
        QTest::addColumn<QString>("groups");
        QTest::addColumn<QString>("place");
        QTest::newRow("no list") << "{}" << "groups";
        QTest::newRow("unknown node") << "[{\"id\": 1, \"nodes\": [77]}]" << "groups[0].nodes[0]";
        QTest::newRow("node in two") << "[{\"id\": 1, \"nodes\": [2]}, {\"id\": 2, \"nodes\": [2]}]" << "groups[1].nodes[0]";
        QTest::newRow("same id") << "[{\"id\": 1, \"nodes\": [2]}, {\"id\": 1, \"nodes\": [3]}]" << "groups[1].id";
        QTest::newRow("repeat 0") << "[{\"id\": 1, \"repeat\": 0, \"nodes\": [2]}]" << "groups[0].repeat";
        QTest::newRow("huge repeat") << "[{\"id\": 1, \"repeat\": 999999999999, \"nodes\": [2]}]" << "groups[0].repeat";
        QTest::newRow("no nodes") << "[{\"id\": 1}]" << "nodes";
    }
    void malformedGroupsAreRefusedWithTheirPlace()
    {
        QFETCH(QString, groups);
        QFETCH(QString, place);
        std::string text = writeDocument({.graph = chain(), .run = {}});
        text.insert(text.rfind("\n}"), ",\n  \"groups\": " + groups.toStdString());
        try {
            readDocument(text, "test.spw");
            QFAIL("it was read");
        } catch (const Error& e) {
            QVERIFY2(QString::fromStdString(e.what()).contains(place), e.what());
        }
    }

    void repeatedGroupsAreStacked()
    {
        Graph g = chain();
        g.apply(SetGroup{{.id = 0, .title = "Block", .members = {2, 3}, .repeat = 3}});
        const Plan plan = makePlan(g);
        QVERIFY(plan.ok());
        QCOMPARE(plan.nodes.size(), std::size_t(6 + 4));
        std::map<std::string, const PlannedNode*> byName;
        for (const PlannedNode& node : plan.nodes)
            byName[node.name] = &node;
        for (const char* name : {"Fc", "LIF", "Fc [2]", "LIF [2]", "Fc [3]", "LIF [3]"})
            QVERIFY2(byName.count(name), name);
        QCOMPARE(byName["Fc [2]"]->inputs[0].from.at(0), (EdgeEnd{3, "s"}));
        QCOMPARE(byName["Fc [3]"]->inputs[0].from.at(0), (EdgeEnd{byName["LIF [2]"]->id, "s"}));
        QCOMPARE(byName["Out"]->inputs[0].from.at(0), (EdgeEnd{byName["LIF [3]"]->id, "s"}));
        QCOMPARE(plan.parameterCount(), makePlan(chain()).parameterCount() + 2 * (4 * 4 + 4));
        QCOMPARE(g.nodes().size(), std::size_t(6));   // the drawing itself stays
    }

    void groupsWithSeveralWaysInOrOutCannotBeRepeated()
    {
        Graph g = chain();
        add(g, "readout.rate", "Second");
        g.apply(Connect{{{2, "y"}, {7, "x"}}});
        g.apply(SetGroup{{.id = 0, .title = "Block", .members = {2, 3}, .repeat = 2}});
        const Plan plan = makePlan(g);
        QVERIFY(!plan.ok());
        QCOMPARE(plan.diagnostics.front().code, std::string(kNotRepeatable));
        QCOMPARE(plan.diagnostics.front().nodeName, std::string("Block"));
        QVERIFY(plan.diagnostics.front().what.find("'Block'") != std::string::npos);
        QVERIFY(whyNotRepeat(g, g.groups().at(1)).find("one output feeds it and 2 of its outputs are read outside") != std::string::npos);
        g.apply(RemoveNode{7});
        QCOMPARE(whyNotRepeat(g, g.groups().at(1)), std::string());
        g.apply(RemoveNode{1});
        g.apply(RemoveNode{4});
        QVERIFY(whyNotRepeat(g, g.groups().at(1)).find("no output feeds it and none of its outputs is read outside") != std::string::npos);
    }

    void idsOfCopiesSayWhoseTheyAreAndAreNeverDrawn()
    {
        Graph g = chain();
        g.apply(SetGroup{{.id = 0, .title = "Block", .members = {2, 3}, .repeat = 3}});
        const Plan plan = makePlan(g);
        for (const PlannedNode& node : plan.nodes) {
            const CopyRef ref = copyRef(node.id);
            QVERIFY(g.contains(ref.member));
            QCOMPARE(node.id == ref.member, ref.copy == 1);
            QCOMPARE(copyId(ref.member, ref.copy), node.id);
        }
        QVERIFY(plan.find(copyId(3, 3)));
        QCOMPARE(plan.find(copyId(3, 3))->name, std::string("LIF [3]"));
        QVERIFY(g.nextId() < copyId(1, 2));
        QVERIFY(copyId(1, kMostRepeats) <= kLargestId);

        // Ids as large as those of copies may be written by hand: then copies get others.
        const NodeId large = copyId(2, 2);
        std::vector<Node> nodes;
        std::vector<Edge> edges = g.edges();
        for (auto [id, node] : g.nodes()) {
            node.id = id == 6 ? large : id;
            nodes.push_back(node);
        }
        for (Edge& edge : edges)
            edge.to.node = edge.to.node == 6 ? large : edge.to.node;
        const Graph byHand = Graph::restore(builtinCatalog(), nodes, edges, {{1, "Block", {2, 3}, 3}});
        const Plan same = makePlan(byHand);
        QVERIFY(same.ok());
        QCOMPARE(same.nodes.size(), plan.nodes.size());
    }

    void problemsOfCopiesAreToldOnceAtTheNodeOfTheDrawing()
    {
        Graph g = chain();
        g.apply(SetParam{2, "out_features", std::int64_t(5)});
        g.apply(SetParam{2, "in_features", std::int64_t(4)});   // fits the first copy alone
        g.apply(SetGroup{{.id = 0, .title = "Block", .members = {2, 3}, .repeat = 3}});
        const Plan plan = makePlan(g);
        QVERIFY(!plan.ok());
        int told = 0;
        for (const Diagnostic& d : plan.diagnostics) {
            QVERIFY(d.node == 0 || g.contains(d.node));
            told += d.severity == Severity::Error && d.node == 2;
        }
        QVERIFY(told >= 1);
    }
};

SPW_TEST_GUILESS(tst_Groups)

} // namespace tst_groups

#include "tst_groups.moc"
