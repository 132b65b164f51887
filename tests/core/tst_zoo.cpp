// SPDX-License-Identifier: GPL-3.0-or-later
// Known networks as projects: each is counted by the planner, so that no weight is allocated.
#include "core/base/error.h"
#include "core/plan/plan.h"
#include "core/zoo/template.h"
#include "tests/runner/registry.h"

#include <QElapsedTimer>
#include <QtTest>

#include <cmath>
#include <set>

namespace tst_zoo {

using namespace spw;

namespace {

Document project(const char* id, std::initializer_list<const char*> settings = {})
{
    const zoo::Template& row = zoo::findTemplate(id);
    zoo::Options options = row.defaults();
    for (const char* setting : settings)
        zoo::setOption(row, options, setting);
    return zoo::makeProject(row, options);
}

NodeId count(const Graph& graph, const std::string& type)
{
    return std::count_if(graph.nodes().begin(), graph.nodes().end(), [&](const auto& entry) { return entry.second.type == type; });
}

bool isBad(const Diagnostic& d)
{
    return d.severity != Severity::Info && d.what != "No folder is chosen.";   // data are the user's
}

} // namespace

class tst_Zoo final : public QObject {
    Q_OBJECT

    static void eachTemplate()
    {
        QTest::addColumn<QString>("id");
        for (const zoo::Template& row : zoo::templates())
            QTest::newRow(row.id.c_str()) << QString::fromStdString(row.id);
    }

private Q_SLOTS:
    void everyTemplateIsDescribed()
    {
        std::set<std::string> ids, titles;
        for (const zoo::Template& row : zoo::templates()) {
            QVERIFY2(ids.insert(row.id).second, row.id.c_str());
            QVERIFY2(titles.insert(row.title).second, row.title.c_str());
            QVERIFY2(!row.family.empty() && !row.summary.empty() && !row.source.empty(), row.id.c_str());
            QVERIFY2(row.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos, row.id.c_str());
            std::set<std::string> names;
            for (const ParamSpec& option : row.options) {
                QVERIFY2(names.insert(option.name).second, (row.id + ": " + option.name + " is there twice").c_str());
                QVERIFY2(!option.caption.empty() && !option.doc.empty(), (row.id + ": " + option.name).c_str());
                QVERIFY2(whyIllegal(option, normalised(option, option.initial)).empty(), (row.id + ": " + option.name).c_str());
            }
        }
    }

    void parametersAreThoseOfTheSource_data() { eachTemplate(); }
    void parametersAreThoseOfTheSource()
    {
        QFETCH(QString, id);
        const zoo::Template& row = zoo::findTemplate(id.toStdString());
        QVERIFY(!row.counts.empty() || row.id == "random");
        for (const zoo::Count& count : row.counts) {
            zoo::Options options = row.defaults();
            for (const auto& [name, value] : count.options)
                zoo::setOption(row, options, name + "=" + value);
            QCOMPARE(makePlan(zoo::makeProject(row, options).graph).parameterCount(), count.parameters);
        }
    }

    /// The numbers of the papers and libraries, written down a second time: a row cannot be changed by mistake.
    void theCountsAreTheseOnes()
    {
        const std::map<std::string, std::int64_t> counts{
            {"mnist_net", 13201124}, {"fashion_mnist_net", 13201124}, {"nmnist_net", 17134436}, {"cifar10_net", 36720484},
            {"cifar10_dvs_net", 4691812}, {"dvs_gesture_net", 1698926},
            {"sew_resnet18", 11689512}, {"sew_resnet34", 21797672}, {"sew_resnet50", 25557032}, {"sew_resnet101", 44549160},
            {"sew_resnet152", 60192808}, {"sew_resnext50_32x4d", 25028904}, {"sew_resnext101_32x8d", 88791336},
            {"sew_wide_resnet50_2", 68883240}, {"sew_wide_resnet101_2", 126886696},
            {"spiking_resnet18", 11689512}, {"spiking_resnet34", 21797672}, {"spiking_resnet50", 25557032},
            {"spiking_resnet101", 44549160}, {"spiking_resnet152", 60192808}, {"spiking_resnext50_32x4d", 25028904},
            {"spiking_resnext101_32x8d", 88791336}, {"spiking_wide_resnet50_2", 68883240}, {"spiking_wide_resnet101_2", 126886696},
            {"spiking_vgg11", 132863336}, {"spiking_vgg11_bn", 132868840}, {"spiking_vgg13", 133047848}, {"spiking_vgg13_bn", 133053736},
            {"spiking_vgg16", 138357544}, {"spiking_vgg16_bn", 138365992}, {"spiking_vgg19", 143667240}, {"spiking_vgg19_bn", 143678248},
            {"lif_fc_mnist", 7840}, {"csnn_fashion_mnist", 13014656}, {"plain_net", 1258}, {"stateful_synapse_net", 1259},
            {"feedback_net", 3338}, {"ann_cnn_mnist", 19338}, {"lava_mnist", 106128}, {"speech_commands", 129804},
            {"spiking_lstm_mnist", 4327434}, {"slayer_nmnist_cnn", 64800}, {"slayer_nmnist_mlp", 1188864}, {"lava_oxford", 102400},
            {"lava_xor", 1120}, {"lava_nmnist_mlp", 1451008}, {"lava_bootstrap_mnist", 668672}, {"pilotnet_sdnn", 327534},
            {"stdp_conv", 68912}, {"tempotron_mnist", 125440}, {"yolo_kp_sdnn", 3602864}, {"tiny_yolov3_sdnn", 9435312}};
        for (const auto& [id, parameters] : counts)
            QCOMPARE(zoo::findTemplate(id).parameters(), parameters);
    }

    void everyTemplatePlansWithoutAComplaintInTime_data() { eachTemplate(); }
    void everyTemplatePlansWithoutAComplaintInTime()
    {
        QFETCH(QString, id);
        const zoo::Template& row = zoo::findTemplate(id.toStdString());
        QElapsedTimer clock;
        clock.start();
        const Document document = zoo::makeProject(row, row.defaults());
        const Plan plan = makePlan(document.graph);
        QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
        for (const Diagnostic& d : plan.diagnostics)
            QVERIFY2(!isBad(d), toText(d).c_str());
        QCOMPARE(plan.nodes.size(), document.graph.nodes().size());
    }

    /// Whatever stands in the place of the data, and whichever neuron.
    void everyChoiceOfEveryTemplatePlans_data() { eachTemplate(); }
    void everyChoiceOfEveryTemplatePlans()
    {
        QFETCH(QString, id);
        const zoo::Template& row = zoo::findTemplate(id.toStdString());
        for (const ParamSpec& option : row.options) {
            std::vector<std::string> values;
            for (const Choice& choice : option.choices)
                values.push_back(choice.id);
            if (option.type == ParamType::Bool)
                values = {"true", "false"};
            for (const std::string& value : values) {
                zoo::Options options = row.defaults();
                zoo::setOption(row, options, option.name + "=" + value);
                for (const Diagnostic& d : makePlan(zoo::makeProject(row, options).graph).diagnostics)
                    QVERIFY2(!isBad(d), (option.name + "=" + value + ": " + toText(d)).c_str());
            }
        }
    }

    void everyTemplateSurvivesItsFile_data() { eachTemplate(); }
    void everyTemplateSurvivesItsFile()
    {
        QFETCH(QString, id);
        const zoo::Template& row = zoo::findTemplate(id.toStdString());
        const Document document = zoo::makeProject(row, row.defaults());
        Diagnostics warnings;
        const std::string text = writeDocument(document);
        const Document back = readDocument(text, row.id, builtinCatalog(), &warnings);
        QVERIFY(warnings.empty());
        QVERIFY(back == document);
        QCOMPARE(writeDocument(back), text);
        QVERIFY(document.description.starts_with(row.title + "\n"));
    }

    void everyTemplateIsDrawnWithoutOverlaps_data() { eachTemplate(); }
    void everyTemplateIsDrawnWithoutOverlaps()
    {
        QFETCH(QString, id);
        const zoo::Template& row = zoo::findTemplate(id.toStdString());
        const Graph graph = zoo::makeProject(row, row.defaults()).graph;
        std::set<std::string> titles;
        for (const auto& [id1, node] : graph.nodes()) {
            QVERIFY2(titles.insert(node.title).second, (node.title + " is there twice").c_str());
            for (auto it = graph.nodes().upper_bound(id1); it != graph.nodes().end(); ++it)
                QVERIFY2(std::abs(node.position.x - it->second.position.x) >= 220 ||
                             std::abs(node.position.y - it->second.position.y) >= 160,
                         (node.title + " and " + it->second.title + " overlap").c_str());
        }
        // A group's frame reaches 46 above and 16 around its nodes: nobody else stands in it.
        for (const auto& [key, group] : graph.groups()) {
            double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
            for (const NodeId member : group.members) {
                const Point at = graph.node(member).position;
                left = std::min(left, at.x), right = std::max(right, at.x), top = std::min(top, at.y), bottom = std::max(bottom, at.y);
            }
            for (const auto& [other, node] : graph.nodes())
                QVERIFY2(group.members.count(other) || node.position.x < left - 208 || node.position.x > right + 224 ||
                             node.position.y < top - 46 - 112 || node.position.y > bottom + 128 + 16,
                         (node.title + " stands in " + group.title).c_str());
        }
    }

    void residualNetworksAreNamedAsTorchvisionNamesThem()
    {
        const Graph graph = project("spiking_resnet50").graph;
        for (const char* title : {"conv1", "bn1", "layer1.0.conv3", "layer1.0.downsample.0", "layer1.0.downsample.1", "layer3.5.bn2",
                                  "layer4.2.conv1", "fc"})
            QVERIFY2(graph.find(title) != 0, title);
        QVERIFY_THROWS_EXCEPTION(Error, graph.find("layer1.1.downsample.0"));
        const Graph vgg = project("spiking_vgg16_bn").graph;
        QCOMPARE(vgg.node(vgg.find("features.0")).type, std::string("layer.conv2d"));
        QCOMPARE(vgg.node(vgg.find("features.41")).type, std::string("layer.batch_norm2d"));
        QCOMPARE(vgg.node(vgg.find("features.40")).values.integer("out_channels"), std::int64_t(512));
        QCOMPARE(vgg.node(vgg.find("classifier.6")).values.integer("out_features"), std::int64_t(1000));
    }

    /// The neuron stands behind the addition, or before the join.
    void spikingAndSewResNetsDifferInWhereTheyFire()
    {
        const Graph spiking = project("spiking_resnet18").graph, sew = project("sew_resnet18", {"cnf=IAND"}).graph;
        const auto feeds = [](const Graph& graph, const char* from, const char* to) {
            for (const Edge& edge : graph.outgoing(graph.find(from)))
                if (edge.to.node == graph.find(to))
                    return edge.to.port;
            return std::string();
        };
        QCOMPARE(feeds(spiking, "layer2.0.bn2", "layer2.0.connect"), std::string("a"));
        QCOMPARE(feeds(spiking, "layer2.0.connect", "layer2.0.sn2"), std::string("x"));
        QCOMPARE(feeds(spiking, "layer2.0.downsample.1", "layer2.0.connect"), std::string("b"));
        QCOMPARE(feeds(spiking, "layer2.0.sn2", "layer2.1.connect"), std::string("b"));
        QCOMPARE(feeds(sew, "layer2.0.sn2", "layer2.0.connect"), std::string("a"));
        QCOMPARE(feeds(sew, "layer2.0.downsample_sn", "layer2.0.connect"), std::string("b"));
        QCOMPARE(feeds(sew, "layer2.0.connect", "layer2.1.conv1"), std::string("x"));
        QCOMPARE(sew.node(sew.find("layer3.1.connect")).values.text("connect"), std::string("IAND"));
        QVERIFY(!sew.node(sew.find("layer3.1.connect")).values.flag("bottleneck_order"));
        const Graph library = project("sew_resnet50", {"cnf=IAND", "iand_order=library"}).graph;
        QVERIFY(library.node(library.find("layer3.1.connect")).values.flag("bottleneck_order"));
    }

    void blocksCanBeginAsIdentity()
    {
        const Graph plain = project("sew_resnet50").graph, quiet = project("sew_resnet50", {"zero_init_residual=true"}).graph;
        QCOMPARE(plain.node(plain.find("layer2.3.bn3")).values.real("initial_weight"), 1.0);
        QCOMPARE(quiet.node(quiet.find("layer2.3.bn3")).values.real("initial_weight"), 0.0);
        QCOMPARE(quiet.node(quiet.find("layer2.3.bn2")).values.real("initial_weight"), 1.0);
        QCOMPARE(quiet.node(quiet.find("layer2.0.downsample.1")).values.real("initial_weight"), 1.0);
        QCOMPARE(quiet.node(quiet.find("layer2.3.conv2")).values.text("init"), std::string("kaiming_normal"));
    }

    /// One group says what 35 blocks are; the network is the same.
    void equalBlocksCanBeDrawnOnce()
    {
        const Document all = project("spiking_resnet152"), once = project("spiking_resnet152", {"stacked=true"});
        QVERIFY(once.graph.nodes().size() * 4 < all.graph.nodes().size());
        const Plan a = makePlan(all.graph), b = makePlan(once.graph);
        QVERIFY(b.ok());
        QCOMPARE(b.nodes.size(), a.nodes.size());
        QCOMPARE(b.parameterCount(), a.parameterCount());
        QCOMPARE(b.multiplicationsPerSample(), a.multiplicationsPerSample());
    }

    void theOptionsChangeTheNetwork()
    {
        const Document small = project("spiking_vgg11", {"channels=8", "hidden=32", "size=32", "T=2", "data=shapes"});
        const Plan plan = makePlan(small.graph);
        QVERIFY(plan.ok());
        const PlannedNode* last = plan.find(small.graph.find("classifier.6"));
        QCOMPARE(last->outputs[0].features.at(0), Dim(10));   // as many as there are shapes
        QCOMPARE(last->outputs[0].steps, Dim(2));
        QCOMPARE(count(project("dvs_gesture_net", {"neuron=parametric_lif"}).graph, "neuron.parametric_lif"), NodeId(7));
    }

    void wrongNamesAndValuesAreTold()
    {
        try {
            zoo::findTemplate("sew_resnet19");
            QFAIL("it was found");
        } catch (const Error& e) {
            QVERIFY2(std::string(e.what()).find("sew_resnet18") != std::string::npos, e.what());
        }
        QVERIFY_THROWS_EXCEPTION(Error, project("lif_fc_mnist", {"T"}));
        QVERIFY_THROWS_EXCEPTION(Error, project("lif_fc_mnist", {"depth=3"}));
        QVERIFY_THROWS_EXCEPTION(Error, project("lif_fc_mnist", {"T=0"}));
        QVERIFY_THROWS_EXCEPTION(Error, project("lif_fc_mnist", {"data=cats"}));
        zoo::Options options;
        options.set("T", std::string("many"));
        QVERIFY_THROWS_EXCEPTION(Error, zoo::makeProject(zoo::findTemplate("lif_fc_mnist"), options));
    }

    void chanceIsTheSameForTheSameSeed()
    {
        QVERIFY(project("random", {"nodes=300"}) == project("random", {"nodes=300"}));
        QVERIFY(!(project("random", {"nodes=300"}) == project("random", {"nodes=300", "seed=2"})));
        QVERIFY(makePlan(project("random", {"nodes=1000", "seed=7"}).graph).ok());
    }
};

SPW_TEST_GUILESS(tst_Zoo)

} // namespace tst_zoo

#include "tst_zoo.moc"
