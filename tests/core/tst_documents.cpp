// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/document/autosave.h"
#include "core/document/document.h"
#include "core/document/examples.h"
#include "core/plan/plan.h"
#include "tests/runner/registry.h"

#include <QtTest>

#include <cmath>
#include <fstream>
#include <random>

#include <sys/wait.h>
#include <unistd.h>

namespace tst_documents {

using namespace spw;
namespace fs = std::filesystem;

namespace {

/// One node of every type there is, a few wires, every kind of unknown key.
Document everything()
{
    Document document;
    for (const NodeSpec* spec : builtinCatalog().all())
        document.graph.apply(AddNode{{.id = 0, .type = spec->id, .title = {}, .values = {},
                                      .position = {double(document.graph.nodes().size()) * 120.5, -30}}});
    Graph& graph = document.graph;
    const NodeId stimulus = graph.find("Stimulus 1"), lif = graph.find("LIF 1");
    graph.apply(Connect{{{stimulus, "x"}, {lif, "x"}}});
    graph.apply(Connect{{{lif, "s"}, {graph.find("Probe 1"), "x"}}});
    graph.apply(SetParam{lif, "tau", 0.1 + 1.9});
    graph.apply(SetParam{lif, "v_threshold", 1e-300});
    graph.apply(SetParam{lif, "v_reset", std::monostate{}});
    graph.apply(RenameNode{lif, "κύτταρο \"1\" \\ \n\t\x01 😀"});
    document.run = {.seed = std::numeric_limits<std::uint64_t>::max(), .device = "cuda:1", .threads = 3,
                    .extra = R"({"note":"later"})"};
    document.description = "Title\nMore";
    document.extra = R"({"frames":[{"x":1.5}],"zoom":2})";
    return document;
}

std::string simple(const std::string& node = R"({"id":1,"type":"neuron.lif"})", const std::string& edges = "[]")
{
    return R"({"format":"spikewright","version":1,"nodes":[)" + node + R"(],"edges":)" + edges + "}";
}

} // namespace

class tst_Documents final : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    fs::path path(const char* name) const { return fs::path(m_dir.path().toStdString()) / name; }

private Q_SLOTS:
    void everyNodeSurvivesItsFile()
    {
        const Document document = everything();
        const std::string text = writeDocument(document);
        Diagnostics warnings;
        const Document read = readDocument(text, "test.spw", builtinCatalog(), &warnings);
        QVERIFY(warnings.empty());
        QVERIFY(read == document);
        QCOMPARE(writeDocument(read), text);
        QVERIFY(text.find("\"v_reset\": null") != std::string::npos);
        QVERIFY(text.find("\"tau\": 2.0") != std::string::npos);
    }

    void anUnchangedNodeMakesNoDifferenceInTheText()
    {
        Document document = everything();
        const QStringList before = QString::fromStdString(writeDocument(document)).split('\n');
        document.graph.apply(SetParam{document.graph.find("Conv2d 1"), "out_channels", std::int64_t(17)});
        const QStringList after = QString::fromStdString(writeDocument(document)).split('\n');
        QCOMPARE(after.size(), before.size());
        int changed = 0;
        for (int i = 0; i < before.size(); ++i)
            changed += before[i] != after[i];
        QCOMPARE(changed, 1);
    }

    void realNumbersAreExact()
    {
        std::mt19937_64 random(3);
        Document document;
        document.graph.apply(AddNode{{.id = 1, .type = "neuron.lif", .title = {}, .values = {}, .position = {}}});
        for (int i = 0; i < 2000; ++i) {
            double x = 0;
            const std::uint64_t bits = random();
            std::memcpy(&x, &bits, sizeof x);
            if (!std::isfinite(x))
                continue;
            document.graph.apply(SetParam{1, "v_threshold", x});
            document.graph.apply(MoveNode{1, {x, -x}});
            QVERIFY(readDocument(writeDocument(document), "test.spw") == document);
        }
    }

    void whatIsNotKnownIsKept()
    {
        const std::string text = R"({
  "format": "spikewright",
  "version": 1,
  "description": "",
  "run": {"seed": 0, "device": "cpu", "threads": 0, "nodes": [1,2.5]},
  "nodes": [
    {"id": 7, "type": "plugin.gone", "title": "gone",
     "position": [0, 0],
     "params": {"a": 1, "b": 2.0, "c": [1, 2, 3], "d": null, "e": "text", "f": false},
     "colour": {"r":1}},
    {"id": 9, "type": "readout.rate", "title": "rate",
     "position": [0.5, 1e+20],
     "params": {"from the future": true}}
  ],
  "edges": [
    ["7.any.port", "9.x"]
  ],
  "view": {"zoom":1.5}
}
)";
        Diagnostics warnings;
        const Document document = readDocument(text, "test.spw", builtinCatalog(), &warnings);
        QCOMPARE(writeDocument(document), text);
        QCOMPARE(warnings.size(), std::size_t(1));
        QCOMPARE(warnings[0].node, NodeId(7));
        QVERIFY(warnings[0].what.find("plugin.gone") != std::string::npos);
        QCOMPARE(document.graph.edges()[0].from.port, std::string("any.port"));
    }

    void handWrittenFilesMayBeShort()
    {
        const Document document = readDocument(
            simple(R"({"id":1,"type":"layer.conv2d","params":{"kernel_size":5,"stride":[2]}},{"id":2,"type":"neuron.lif","params":{"tau":3}})",
                   R"([{"from":{"node":1,"port":"y"},"to":{"node":2,"port":"x"}},["1.y","2.x"]])"),
            "test.spw");
        QVERIFY(document.graph.node(1).values.pair("kernel_size") == (std::vector<std::int64_t>{5, 5}));
        QVERIFY(document.graph.node(1).values.at("stride") == ParamValue(std::vector<std::int64_t>{2, 2}));
        QVERIFY(document.graph.node(2).values.at("tau") == ParamValue(3.0));
        QCOMPARE(document.graph.node(2).values.flag("decay_input"), true);
        QCOMPARE(document.graph.edges().size(), std::size_t(1));
        QVERIFY(!document.graph.node(1).title.empty());
    }

    void aWrongNetworkOpensForRepair()
    {
        const std::string text = simple(
            R"({"id":1,"type":"neuron.lif","title":"a","params":{"tau":0.5,"v_threshold":"high"}},
               {"id":2,"type":"layer.conv2d","title":"b","params":{"out_channels":-16,"kernel_size":[1,2,3]}},
               {"id":3,"type":"dataset.synthetic_dvs","title":"c"})",
            R"([["1.s","2.x"],["2.y","1.x"],["3.events","1.x"]])");
        const Document document = readDocument(text, "test.spw");
        QCOMPARE(document.graph.node(1).values.real("tau"), 0.5);
        QCOMPARE(document.graph.node(2).values.integer("out_channels"), std::int64_t(-16));
        QCOMPARE(document.graph.edges().size(), std::size_t(3));
        std::set<std::string> codes;
        for (const Diagnostic& d : makePlan(document.graph).diagnostics)
            codes.insert(d.code);
        QVERIFY(codes.count("SPW-G002") && codes.count("SPW-G005") && codes.count("SPW-G006") && codes.count("SPW-G007"));
        QVERIFY(readDocument(writeDocument(document), "again.spw") == document);
    }

    void malformedFilesAreExplained_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("what");
        const auto row = [](const char* name, const std::string& text, const char* where, const char* what) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << where << what;
        };
        const std::string lif = R"({"id":1,"type":"neuron.lif"})";
        row("empty", "", "bad.spw", "empty");
        row("blank", " \n\n", "bad.spw", "empty");
        row("junk", "\x7f" "ELF\x01\x02", "line 1", "no Spikewright project");
        row("other JSON", R"({"nodes":[]})", "format", "no Spikewright project");
        row("list", "[]", "line 1", "no Spikewright project");
        row("cut", "{\"format\":\"spikewright\",\n\"version\":1,", "line 2, column", "ends too early");
        row("syntax", "{\n  \"format\" \"spikewright\"}", "line 2, column", "not valid JSON");
        row("NaN", simple("{\"id\":1,\"type\":\"neuron.lif\",\"params\":{\n\"tau\":NaN}}"), "line 2, column", "NaN");
        row("nan", simple(R"({"id":1,"type":"x","params":{"tau": nan}})"), "line 1", "NaN");
        row("Infinity", simple(R"({"id":1,"type":"x","params":{"tau":-Infinity}})"), "line 1", "Infinity");
        row("overflow", simple(R"({"id":1,"type":"x","params":{"tau":1e999}})"), "line 1", "too large");
        row("invalid UTF-8", simple("{\"id\":1,\"type\":\"\xff\xfe\"}"), "line 1", "UTF-8");
        row("newer", R"({"format":"spikewright","version":2})", "version", "newer Spikewright (format 2");
        row("version of the wrong kind", R"({"format":"spikewright","version":"1"})", "version", "whole number");
        row("version 0", R"({"format":"spikewright","version":0})", "version", "no format 0");
        row("no nodes", R"({"format":"spikewright","version":1,"edges":[]})", "bad.spw", "'nodes' is missing");
        row("nodes of the wrong kind", R"({"format":"spikewright","version":1,"nodes":{},"edges":[]})", "nodes", "list");
        row("no type", simple(R"({"id":1})"), "nodes[0]", "'type' is missing");
        row("negative id", simple(R"({"id":-1,"type":"neuron.lif"})"), "nodes[0].id", "out of range");
        row("huge id", simple(R"({"id":18446744073709551615,"type":"neuron.lif"})"), "nodes[0].id", "out of range");
        row("real id", simple(R"({"id":1.5,"type":"neuron.lif"})"), "nodes[0].id", "whole number");
        row("same id", simple(lif + "," + lif), "nodes[1].id", "already used by nodes[0]");
        row("same key", simple(R"({"id":1,"type":"a","params":{"x":1,"x":2}})"), "nodes[0].params", "twice");
        row("position", simple(R"({"id":1,"type":"a","position":[1]})"), "nodes[0].position", "two numbers");
        row("parameter object", simple(R"({"id":1,"type":"a","params":{"x":{}}})"), "nodes[0].params.x", "cannot be an object");
        row("parameter list", simple(R"({"id":1,"type":"a","params":{"x":[1.5]}})"), "nodes[0].params.x", "whole number");
        row("parameter too large", simple(R"({"id":1,"type":"a","params":{"x":9223372036854775808}})"), "nodes[0].params.x", "out of range");
        row("edge to nowhere", simple(lif, R"([["1.s","2.x"]])"), "edges[0][1]", "node 2");
        row("edge without port", simple(lif, R"([["1","1.x"]])"), "edges[0][0]", "no end");
        row("edge of words", simple(lif, R"([["a.s","1.x"]])"), "edges[0][0]", "no end");
        row("edge of one", simple(lif, R"([["1.s"]])"), "edges[0]", "two ends");
        row("negative threads", R"({"format":"spikewright","version":1,"run":{"threads":-1},"nodes":[],"edges":[]})", "run.threads", "out of range");
        row("negative seed", R"({"format":"spikewright","version":1,"run":{"seed":-1},"nodes":[],"edges":[]})", "run.seed", "negative");
        row("too deep", R"({"format":)" + std::string(100'000, '['), "format", "deep");
        std::string many = "{\"x\":[[]";
        for (int i = 0; i < 4'000'000; ++i)
            many += ",[]";
        row("too many values", many + "]}", "x", "values");
    }

    void malformedFilesAreExplained()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, where);
        QFETCH(QString, what);
        try {
            readDocument(text.toStdString(), "bad.spw");
            QFAIL("it was read");
        } catch (const Error& error) {
            QVERIFY2(error.where().find("bad.spw") == 0, error.what());
            QVERIFY2(error.where().find(where.toStdString()) != std::string::npos, error.what());
            QVERIFY2(error.happened().find(what.toStdString()) != std::string::npos, error.what());
            QVERIFY2(!error.fix().empty(), error.what());
            QVERIFY(QString(error.what()).size() < 600);
        }
    }

    void aHundredMegabytesOfJunkAreRefusedAtOnce()
    {
        const fs::path junk = path("junk.spw");
        std::ofstream(junk).put('{');
        fs::resize_file(junk, 100u << 20);
        QElapsedTimer timer;
        timer.start();
        QVERIFY_THROWS_EXCEPTION(Error, loadDocument(junk));
        QVERIFY(timer.elapsed() < 1000);
        QVERIFY_THROWS_EXCEPTION(Error, readDocument(std::string(100u << 20, '{'), "junk.spw"));
        QVERIFY_THROWS_EXCEPTION(Error, readDocument(std::string(60u << 20, '{'), "junk.spw"));
        QVERIFY_THROWS_EXCEPTION(Error, readDocument("{\"" + std::string(60u << 20, 'x'), "junk.spw"));
        QVERIFY_THROWS_EXCEPTION(Error, loadDocument(path("missing.spw")));
        QVERIFY_THROWS_EXCEPTION(Error, loadDocument(m_dir.path().toStdString()));
    }

    void damagedFilesNeverCrash()
    {
        Document small;
        for (const char* type : {"dataset.stimulus", "neuron.lif", "probe.probe"})
            small.graph.apply(AddNode{{.id = 0, .type = type, .title = {}, .values = {}, .position = {}}});
        small.graph.apply(Connect{{{1, "x"}, {2, "x"}}});
        small.graph.apply(Connect{{{2, "s"}, {3, "x"}}});
        const std::string whole = writeDocument(small);
        int opened = 0, refused = 0;
        const auto attempt = [&](const std::string& text) {
            try {
                const Document document = readDocument(text, "damaged.spw");
                makePlan(document.graph);
                if (!(readDocument(writeDocument(document), "again.spw") == document))
                    QFAIL(("what was read could not be saved: " + text).c_str());
                ++opened;
            } catch (const Error&) {
                ++refused;
            }
        };
        for (std::size_t length = 0; length < whole.size(); ++length)
            attempt(whole.substr(0, length));
        for (std::size_t at = 0; at < whole.size(); ++at)
            for (int bit = 0; bit < 8; ++bit) {
                std::string text = whole;
                text[at] = char(text[at] ^ (1 << bit));
                attempt(text);
            }
        std::mt19937 random(11);
        const std::string pieces[] = {"null", "-1", "1e308", "[]", "{}", "\"\"", ",", "9999999999999999999", "true", "[[", "\""};
        for (int i = 0; i < 4000; ++i) {
            std::string text = whole;
            for (int j = 0; j < 3; ++j)
                text.replace(random() % text.size(), random() % 12, pieces[random() % std::size(pieces)]);
            attempt(text);
        }
        QVERIFY(opened > 100);
        QVERIFY(refused > 1000);
    }

    void numbersThatAreNotFiniteAreNotSaved()
    {
        ParamValues values;
        values.set("tau", std::nan(""));
        Document document;
        document.graph = Graph::restore(
            builtinCatalog(), {{.id = 1, .type = "neuron.lif", .title = "cell", .values = values, .position = {}}}, {});
        try {
            writeDocument(document);
            QFAIL("NaN was saved");
        } catch (const Error& error) {
            QVERIFY(error.where().find("cell") != std::string::npos);
            QVERIFY(error.where().find("tau") != std::string::npos);
        }
        document.graph = Graph::restore(
            builtinCatalog(), {{.id = 1, .type = "x", .title = "\xff", .values = {}, .position = {}}}, {});
        QVERIFY_THROWS_EXCEPTION(Error, writeDocument(document));
    }

    void killingAProgramThatSavesLosesNothing()
    {
        const fs::path file = path("saved.spw");
        Document document = everything();
        saveDocument(document, file);
        int complete = 0;
        for (int round = 0; round < 30; ++round) {
            const pid_t child = ::fork();
            QVERIFY(child >= 0);
            if (child == 0) {
                for (int i = 0;; ++i) {
                    document.description = std::string(std::size_t(i % 7) * 50'000, 'x') + std::to_string(i);
                    try {
                        saveDocument(document, file);
                    } catch (...) {
                        ::_exit(1);
                    }
                }
            }
            QTest::qSleep(1 + (round * 7) % 23);
            ::kill(child, SIGKILL);
            int status = 0;
            ::waitpid(child, &status, 0);
            QVERIFY(WIFSIGNALED(status));
            const Document read = loadDocument(file);   // throws if half a file is there
            QVERIFY(read.graph == document.graph);
            complete += !read.description.empty();
        }
        QCOMPARE(complete, 30);
    }

    void unsavedWorkIsFoundAfterACrash()
    {
        const fs::path state = path("state"), project = path("mine.spw");
        const Document document = everything();
        const auto crash = [&](const fs::path& which) {   // a program that autosaves and dies
            const pid_t child = ::fork();
            if (child == 0) {
                Autosave autosave(which, state);
                autosave.write(document);
                ::kill(::getpid(), SIGKILL);
            }
            int status = 0;
            ::waitpid(child, &status, 0);
        };
        crash(project);
        crash({});
        std::vector<Recoverable> list = recoverable(state);
        QCOMPARE(list.size(), std::size_t(2));
        for (const Recoverable& item : list) {
            QVERIFY(loadDocument(item.autosave) == document);
            QVERIFY(item.project.empty() || item.project == project);
            QVERIFY(std::abs(item.time - std::time(nullptr)) < 60);
        }
        QVERIFY(list[0].project.empty() != list[1].project.empty());
        discard(list[0]);
        QCOMPARE(recoverable(state).size(), std::size_t(1));
        QVERIFY(!fs::exists(list[0].autosave));
        discard(list[1]);
        QVERIFY(recoverable(state).empty());
    }

    void openProjectsAreNotMistakenForLeftOvers()
    {
        const fs::path state = path("state2");
        Autosave open(path("open.spw"), state);
        open.write(everything());
        QVERIFY(fs::exists(open.file()));
        QVERIFY(recoverable(state).empty());
        open.discard();
        QVERIFY(!fs::exists(open.file()));
        QVERIFY(recoverable(state).empty());
        open.write(everything());   // and goes on after a save
        QVERIFY(fs::exists(open.file()));
        open.discard();
        fs::create_directories(state / "autosave");
        std::ofstream(state / "autosave" / "torn.json") << "/half";
        QVERIFY(recoverable(state).empty());
    }

    void examplesAreFound()
    {
        const fs::path resources = path("resources");
        fs::create_directories(resources / "examples");
        Document document = everything();
        document.description = "A title\n\nWhat to look at.\nMore.";
        saveDocument(document, resources / "examples" / "b.spw");
        document.description.clear();
        saveDocument(document, resources / "examples" / "a.spw");
        std::ofstream(resources / "examples" / "broken.spw") << "{";
        qputenv("SPW_RESOURCES", resources.c_str());
        std::vector<std::string> problems;
        const std::vector<Example> examples = builtinExamples(&problems);
        QCOMPARE(examples.size(), std::size_t(2));
        QCOMPARE(problems.size(), std::size_t(1));
        QCOMPARE(examples[0].title, std::string("a"));
        QCOMPARE(examples[1].title, std::string("A title"));
        QCOMPARE(examples[1].description, std::string("What to look at.\nMore."));
        QCOMPARE(findExample("b").file, resources / "examples" / "b.spw");
        QVERIFY_THROWS_EXCEPTION(Error, findExample("c"));
        qunsetenv("SPW_RESOURCES");
    }
};

SPW_TEST_GUILESS(tst_Documents)

} // namespace tst_documents

#include "tst_documents.moc"
