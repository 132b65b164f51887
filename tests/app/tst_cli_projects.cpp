// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"
#include "tests/runner/registry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QtTest>

#include <map>

namespace tst_cli_projects {

using namespace spw::test;

/// Commands that read or write project files and start without LibTorch.
class tst_CliProjects final : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

    QString path(const QString& name) const { return m_dir.filePath(name); }

    QString write(const QString& name, const QByteArray& text) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write %s", qPrintable(file.fileName()));
        return file.fileName();
    }

    /// An example with one piece of its text replaced; fails the test if the piece is not there.
    QByteArray changed(const QString& example, const QByteArray& from, const QByteArray& to) const
    {
        QByteArray text = run({"new", "--example", example, "--out", "-"}).out;
        const qsizetype at = text.indexOf(from);
        if (at < 0) {
            QTest::qFail(("the example does not contain " + from).constData(), __FILE__, __LINE__);
            return {};
        }
        return text.replace(at, from.size(), to);
    }

private Q_SLOTS:
    void helpNeedsNoLibTorchAndIsQuick()
    {
        const Finished help = run({"--help"});
        QCOMPARE(help.code, 0);
        QVERIFY(help.out.contains("train"));
        QVERIFY(help.err.isEmpty());
        qInfo("--help took %.3f s", help.seconds);
        QVERIFY2(help.seconds < 0.5, "LibTorch alone takes longer than this");

        QProcess ldd;   // the loader itself says what the program starts with
        ldd.start("ldd", {QStringLiteral(SPW_BIN_DIR "/spikewright-cli")});
        QVERIFY(ldd.waitForFinished());
        const QByteArray libraries = ldd.readAllStandardOutput();
        QVERIFY(libraries.contains("libspw_core"));
        QVERIFY2(!libraries.contains("libtorch") && !libraries.contains("libQt"), libraries);
    }

    void everyCommandHasHelp_data()
    {
        QTest::addColumn<QStringList>("words");
        for (const char* name : {"nodes", "examples", "templates", "new", "check", "train", "evaluate", "simulate", "export", "import", "convert",
                                 "data list", "data get", "data cache", "events info", "events convert", "events frames", "events render", "goldens", "kernels check", "kernels bench", "doctor"})
            QTest::newRow(name) << QString(name).split(' ');
    }
    void everyCommandHasHelp()
    {
        QFETCH(QStringList, words);
        const Finished help = run(words + QStringList{"--help"});
        QCOMPARE(help.code, 0);
        QVERIFY2(help.out.contains("usage: spikewright-cli " + words.join(' ').toUtf8()), help.out);
        QVERIFY(help.err.isEmpty());
        QVERIFY(run({"--help"}).out.contains(words.join(' ').toUtf8()));
    }

    void formatsOfNetworksTellTheirOptions()
    {
        const Finished out = run({"export", "--help"}), in = run({"import", "--help"});
        for (const char* line : {"  lava: Lava (Loihi), .net\n", "      target=slayer|netx (slayer)  ", "  lynxi: Lynxi, a folder\n",
                                 "      framework=spikingjelly|torch|snntorch (spikingjelly)  ", "      dt=... (1e-04)  "})
            QVERIFY2(out.out.contains(line), line);
        for (const char* line : {"  nir: NIR\n", "      method=euler|exponential|exact (euler)  ", "      partial=true|false (false)  "})
            QVERIFY2(in.out.contains(line), line);
    }

    void theVersionIsTold()
    {
        const Finished version = run({"--version"});
        QCOMPARE(version.code, 0);
        QVERIFY2(QRegularExpression("^spikewright-cli \\d+\\.\\d+\\.\\d+\n$").match(version.out).hasMatch(), version.out);
    }

    void wrongUsageIsSaidInOneLine_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("unknown command") << QStringList{"fly"} << QByteArray("fly");
        QTest::newRow("a command that does not exist yet") << QStringList{"export", "a.spw"} << QByteArray("export");
        QTest::newRow("half a command") << QStringList{"events"} << QByteArray("events");
        QTest::newRow("unknown second word") << QStringList{"events", "fly"} << QByteArray("fly");
        QTest::newRow("no file") << QStringList{"check"} << QByteArray("F.spw");
        QTest::newRow("unknown option") << QStringList{"check", "a.spw", "--fast"} << QByteArray("--fast");
        QTest::newRow("one argument too many") << QStringList{"check", "a.spw", "b.spw"} << QByteArray("b.spw");
        QTest::newRow("an option without its value") << QStringList{"train", "a.spw", "--epochs"} << QByteArray("--epochs");
        QTest::newRow("not a number") << QStringList{"train", "a.spw", "--epochs", "ten"} << QByteArray("ten");
        QTest::newRow("out of range") << QStringList{"train", "a.spw", "--epochs", "0"} << QByteArray("--epochs");
        QTest::newRow("given twice") << QStringList{"train", "a.spw", "--seed", "1", "--seed", "2"} << QByteArray("--seed");
        QTest::newRow("a value for a flag") << QStringList{"check", "a.spw", "--json=yes"} << QByteArray("--json");
        QTest::newRow("no such style") << QStringList{"train", "a.spw", "--progress", "loud"} << QByteArray("loud");
        QTest::newRow("a required option") << QStringList{"evaluate", "a.spw"} << QByteArray("--weights");
        QTest::newRow("neither example nor template") << QStringList{"new", "--out", "a.spw"} << QByteArray("--template");
        QTest::newRow("both") << QStringList{"new", "--example", "default", "--template", "random", "--out", "a.spw"} << QByteArray("either");
        QTest::newRow("options of an example") << QStringList{"new", "--example", "default", "--set", "T=1", "--out", "a.spw"} << QByteArray("--set");
    }
    void wrongUsageIsSaidInOneLine()
    {
        QFETCH(QStringList, words);
        QFETCH(QByteArray, says);
        const Finished end = run(words);
        QVERIFY2(end.code == 2, end.text());
        QVERIFY2(end.err.contains(says), end.err);
        QCOMPARE(end.err.count('\n'), 1);
        QVERIFY(end.out.isEmpty());
    }
    void withoutACommandTheOverviewIsShown()
    {
        const Finished end = run({});
        QCOMPARE(end.code, 2);
        QVERIFY(end.err.contains("doctor"));
    }

    void nodesListsTheWholeCatalog()
    {
        const Finished end = run({"nodes", "--json"});
        QCOMPARE(end.code, 0);
        const QJsonArray nodes = end.json()["nodes"].toArray();
        QStringList types;
        for (const QJsonValue& value : nodes) {
            const QJsonObject node = value.toObject();
            types += node["type"].toString();
            for (const char* key : {"title", "category", "caption"})
                QVERIFY2(!node[key].toString().isEmpty(), qPrintable(types.last() + " lacks " + key));
            for (const QJsonValue& p : node["params"].toArray()) {
                const QJsonObject param = p.toObject();
                for (const char* key : {"name", "caption", "type", "doc", "applies"})
                    QVERIFY2(!param[key].toString().isEmpty(), qPrintable(types.last() + "." + param["name"].toString()));
                QVERIFY(param.contains("default") && param.contains("unit"));
            }
        }
        for (const char* type : {"dataset.synthetic_dvs", "dataset.bs2_folder", "transform.frames", "layer.conv2d", "neuron.lif",
                                 "loss.mse", "learner.bptt", "probe.probe"})
            QVERIFY2(types.contains(type), type);
        QCOMPARE(QSet<QString>(types.begin(), types.end()).size(), types.size());
        QVERIFY(run({"nodes"}).out.contains("neuron.lif"));
    }

    void oneNodeIsShownWithItsParameters()
    {
        const QJsonObject lif = run({"nodes", "neuron.lif", "--json"}).json();
        QJsonObject tau;
        for (const QJsonValue& value : lif["params"].toArray())
            if (value.toObject()["name"] == "tau")
                tau = value.toObject();
        QCOMPARE(tau["default"].toDouble(), 2.0);
        QCOMPARE(tau["range"].toObject()["low"].toDouble(), 1.0);
        QCOMPARE(tau["range"].toObject()["low_open"].toBool(), true);
        QVERIFY(tau["range"].toObject()["high"].isNull());
        QCOMPARE(tau["unit"].toString(), "steps");
        QVERIFY(run({"nodes", "neuron.lif"}).out.contains("v_threshold"));

        const Finished none = run({"nodes", "neuron.none"});
        QCOMPARE(none.code, 1);
        QVERIFY(none.err.contains("neuron.none"));
    }

    void templatesAreListedWithTheirParameters()
    {
        const Finished end = run({"templates", "--json"});
        QCOMPARE(end.code, 0);
        std::map<QString, QJsonObject> rows;
        for (const QJsonValue& value : end.json()["templates"].toArray())
            rows[value.toObject()["name"].toString()] = value.toObject();
        QVERIFY(rows.size() > 40);
        QCOMPARE(rows["sew_resnet50"]["parameters"].toInteger(), 25557032);
        QVERIFY(!rows["sew_resnet50"]["description"].toString().isEmpty() && !rows["sew_resnet50"]["source"].toString().isEmpty());
        QVERIFY(rows["random"]["parameters"].isNull());
        QVERIFY(run({"templates"}).out.contains("11,689,512"));
        const Finished one = run({"templates", "dvs_gesture_net"});
        QVERIFY2(one.out.contains("1,698,933 parameters with neuron=parametric_lif") && one.out.contains("Time steps"), one.out);
        QCOMPARE(run({"templates", "alexnet"}).code, 1);
    }

    void aTemplateBecomesAProjectThatPlans()
    {
        const QString file = path("sew.spw");
        const Finished made = run({"new", "--template", "sew_resnet18", "--set", "cnf=IAND", "--set", "data=shapes", "--set", "size=32", "--out", file});
        QVERIFY2(made.code == 0 && made.out.isEmpty(), made.text());
        const Finished checked = run({"check", file, "--json"});
        QVERIFY2(checked.code == 0, checked.text());
        QVERIFY(run({"new", "--template", "sew_resnet18", "--out", "-"}).out.contains("layer4.1.conv2"));
        for (const QStringList& wrong : {QStringList{"--template", "sew_resnet17"}, {"--template", "random", "--set", "nodes=many"},
                                         {"--template", "random", "--set", "depth=3"}, {"--template", "random", "--set", "depth"}}) {
            const Finished end = run(QStringList{"new"} + wrong + QStringList{"--out", path("no.spw")});
            QVERIFY2(end.code == 1 && !end.err.isEmpty(), end.text());
            QVERIFY(!QFile::exists(path("no.spw")));
        }
    }

    void examplesAreListedAndWritten()
    {
        const QJsonArray examples = run({"examples", "--json"}).json()["examples"].toArray();
        QStringList names;
        for (const QJsonValue& value : examples) {
            const QJsonObject example = value.toObject();
            const QString name = example["name"].toString(), file = path(name + ".spw");
            names += name;
            QVERIFY(!example["title"].toString().isEmpty() && !example["description"].toString().isEmpty());
            const Finished made = run({"new", "--example", name, "--out", file});
            QVERIFY2(made.code == 0, made.text());
            QFile written(file), original(example["file"].toString());
            QVERIFY(written.open(QIODevice::ReadOnly) && original.open(QIODevice::ReadOnly));
            QCOMPARE(written.readAll(), original.readAll());
        }
        for (const char* name : {"default", "nmnist_conv", "single_neuron"})
            QVERIFY(names.contains(name));
    }

    void newNeverOverwrites()
    {
        const QString file = write("mine.spw", "my work");
        const Finished end = run({"new", "--example", "default", "--out", file});
        QCOMPARE(end.code, 1);
        QVERIFY(end.err.contains("mine.spw"));
        QFile kept(file);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), QByteArray("my work"));
        QCOMPARE(run({"new", "--example", "nothing", "--out", path("n.spw")}).code, 1);
        QVERIFY(!QFile::exists(path("n.spw")));
    }

    void checkTellsShapesAndCost()
    {
        const QString file = path("checked.spw");
        QCOMPARE(run({"new", "--example", "default", "--out", file}).code, 0);
        const Finished end = run({"check", file, "--json"});
        QVERIFY2(end.code == 0, end.text());
        const QJsonObject report = end.json();
        QCOMPARE(report["ok"].toBool(), true);
        QHash<QString, QJsonObject> ports;
        for (const QJsonValue& port : report["ports"].toArray())
            ports[port["node"].toString() + '.' + port["port"].toString()] = port.toObject();
        const auto shape = [&](const QString& port) {
            QList<int> out;
            for (const QJsonValue& dim : ports[port]["shape"].toArray())
                out += dim.toInt(-1);
            return out;
        };
        QCOMPARE(shape("Frames.x"), (QList<int>{2, 34, 34}));
        QCOMPARE(ports["Frames.x"]["steps"].toInt(), 16);
        QCOMPARE(ports["LIF 1.s"]["type"].toString(), "spikes");
        QCOMPARE(shape("Pool 1.y").mid(1), (QList<int>{17, 17}));
        QCOMPARE(shape("Pool 2.y").mid(1), (QList<int>{8, 8}));
        QCOMPARE(shape("Firing rate.y"), QList<int>{10});
        // Weights of the two convolutions and the linear layer with its bias, scale and shift of the normalisations.
        const int c1 = shape("Conv 1.y")[0], c2 = shape("Conv 2.y")[0];
        QCOMPARE(report["parameters"].toInt(), c1 * 2 * 9 + 2 * c1 + c2 * c1 * 9 + 2 * c2 + c2 * 64 * 10 + 10);
        // The dense cost of the first convolution is exact: 16 steps, 34 x 34 places.
        QVERIFY(report["multiplications_per_sample"].toDouble() > 16.0 * 34 * 34 * c1 * 2 * 9);
        const double synOps = report["synops_per_sample"].toDouble();
        QVERIFY(synOps >= 16.0 * 34 * 34 * c1 * 2 * 9 && synOps < report["multiplications_per_sample"].toDouble());
        QVERIFY(report["memory_bytes"].toDouble() > 4.0 * 16 * 16 * 34 * 34 * c1);
        const QJsonObject data = report["data"].toArray()[0].toObject();
        QVERIFY(data["train_samples"].toInt() > 0 && data["test_samples"].toInt() > 0);
        QCOMPARE(data["classes"].toArray().size(), 10);

        const Finished text = run({"check", file});
        QCOMPARE(text.code, 0);
        QVERIFY(text.out.contains("2x34x34") && text.out.contains("No errors."));
    }

    void checkReadsStandardInput()
    {
        const QByteArray text = run({"new", "--example", "single_neuron", "--out", "-"}).out;
        const Finished end = run({"check", "-", "--json"}, 20'000, text);
        QVERIFY2(end.code == 0, end.text());
        QCOMPARE(end.json()["file"].toString(), "standard input");
    }

    void settingsOfTheCommandLineReachTheCheck()
    {
        const QString file = path("set.spw");
        QCOMPARE(run({"new", "--example", "default", "--out", file}).code, 0);
        const Finished wide = run({"check", file, "--json", "--no-data", "--set", "Conv 1.out_channels=5", "--set=Frames.T=4"});
        QVERIFY2(wide.code == 0, wide.text());
        bool found = false;
        for (const QJsonValue& port : wide.json()["ports"].toArray())
            if (port["node"] == "Conv 1") {
                found = true;
                QCOMPARE(port["shape"].toArray()[0].toInt(), 5);
                QCOMPARE(port["steps"].toInt(), 4);
            }
        QVERIFY(found);
        for (const char* wrong : {"Conv 9.bias=false", "Conv 1.colour=red", "LIF 1.tau=0.5", "LIF 1.tau=nan", "LIF 1.tau", "tau=3"}) {
            const Finished end = run({"check", file, "--no-data", "--set", wrong});
            QVERIFY2(end.code == 1, (wrong + end.text()).constData());
            QVERIFY2(end.err.contains("Fix:"), end.err);
        }
    }

    void titlesMayHoldDotsAndEqualsSigns()
    {
        const QString file = write("titles.spw", changed("single_neuron", "\"LIF\"", "\"LIF v1.5 a=b\""));
        const Finished end = run({"check", file, "--json", "--set", "LIF v1.5 a=b.tau=7.5"});
        QVERIFY2(end.code == 0, end.text());
        QCOMPARE(run({"check", file, "--set", "LIF v1.5 a=b.tau=0.5"}).code, 1);
    }

    void badProjectsAreRefusedWithNamePlaceAndRemedy_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("says");
        const QByteArray good = run({"new", "--example", "single_neuron", "--out", "-"}).out;
        const auto with = [&](const char* from, const char* to) { return changed("single_neuron", from, to); };
        QTest::newRow("empty") << "empty.spw" << QByteArray() << QByteArray("empty.spw");
        QTest::newRow("cut") << "cut.spw" << good.left(good.size() / 2) << QByteArray("cut.spw");
        QTest::newRow("newer version") << "newer.spw" << with("\"version\": 1", "\"version\": 2") << QByteArray("version");
        QTest::newRow("a number that is not one") << "nan.spw" << with("\"tau\": 5.0", "\"tau\": NaN") << QByteArray("nan.spw");
        QTest::newRow("a text for a number") << "text.spw" << with("\"tau\": 5.0", "\"tau\": \"five\"") << QByteArray("tau");
        QTest::newRow("out of range") << "range.spw" << with("\"tau\": 5.0", "\"tau\": 0.5") << QByteArray("tau");
        QTest::newRow("a negative size") << "negative.spw" << with("\"T\": 100", "\"T\": -100") << QByteArray("T");
        QTest::newRow("unknown type") << "type.spw" << with("neuron.lif", "neuron.other") << QByteArray("neuron.other");
        QTest::newRow("binary") << "binary.spw" << QByteArray("\x89HDF\r\n\x1a\n\0\0\0", 11) << QByteArray("binary.spw");
        QTest::newRow("deeply nested") << "deep.spw" << QByteArray(200'000, '[') << QByteArray("deep.spw");
    }
    void badProjectsAreRefusedWithNamePlaceAndRemedy()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, says);
        const QString file = write(name, text);
        const Finished end = run({"check", file, "--json"}, 20'000);
        QVERIFY2(end.code == 1, end.text());
        QVERIFY2(end.err.contains(says), end.err);
        const QJsonObject report = end.json();
        QCOMPARE(report["ok"].toBool(true), false);
        QVERIFY(report["file"].toString().contains(name));
        bool complete = false;
        for (const QJsonValue& d : report["diagnostics"].toArray())
            complete = complete || (d["severity"] == "error" && !d["code"].toString().isEmpty() &&
                                    !d["what"].toString().isEmpty() && !d["fix"].toString().isEmpty());
        QVERIFY2(complete, end.out);
        QFile kept(file);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), text);
        QCOMPARE(run({"train", file}, 20'000).code, 1);   // refused before anything is computed
    }

    void aHundredMegabytesOfJunkAreRefusedAtOnce()
    {
        const QString file = write("junk.spw", QByteArray(100 << 20, '\x9d'));
        const Finished end = run({"check", file}, 20'000);
        QFile::remove(file);
        QVERIFY2(end.code == 1, end.text());
        QVERIFY(end.err.contains("junk.spw") && end.err.contains("Fix:"));
        qInfo("100 MB of junk were refused in %.2f s", end.seconds);
    }

    void aCycleIsRefused()
    {
        // Two neurons that feed each other without a delay: written by hand, since no edit would make it.
        QJsonObject document = QJsonDocument::fromJson(run({"new", "--example", "single_neuron", "--out", "-"}).out).object();
        QJsonArray nodes = document["nodes"].toArray();
        QJsonObject lif;
        for (const QJsonValue& node : nodes)
            if (node["type"] == "neuron.lif")
                lif = node.toObject();
        const QString id = QString::number(lif["id"].toInt());
        lif["id"] = 900;
        lif["title"] = "LIF back";
        nodes.append(lif);
        document["nodes"] = nodes;
        document["edges"] = QJsonArray{QJsonArray{id + ".s", "900.x"}, QJsonArray{"900.s", id + ".x"}};
        const QString file = write("cycle.spw", QJsonDocument(document).toJson());
        const Finished end = run({"check", file, "--json"});
        QVERIFY2(end.code == 1, end.text());
        QVERIFY2(end.err.contains("cycle") || end.err.contains("loop"), end.err);
    }

    void dataProblemsNameTheFile()
    {
        const QString file = path("data.spw");
        QCOMPARE(run({"new", "--example", "nmnist_conv", "--out", file}).code, 0);
        const Finished noFolder = run({"check", file, "--json"});
        QVERIFY2(noFolder.code == 1, noFolder.text());
        QVERIFY(noFolder.err.contains("NMNISTsmall"));
        QVERIFY2(run({"check", file, "--no-data"}).code == 0, "the network itself is fine");

        QVERIFY(QDir(m_dir.path()).mkpath("NMNISTsmall"));
        write("NMNISTsmall/1.bs2", QByteArray("\x12\x10\x80\x03\x7d", 5));
        write("NMNISTsmall/train1K.txt", "#sample\t#class\n1\t5\n77\t3\n");
        write("NMNISTsmall/test100.txt", "#sample\t#class\n1\t5\n");
        const Finished missing = run({"check", file, "--json"});
        QVERIFY2(missing.code == 1, missing.text());
        QVERIFY2(missing.err.contains("77.bs2") && missing.err.contains("train1K.txt"), missing.err);

        write("NMNISTsmall/77.bs2", QByteArray("\x12\x10\x80\x03\x7d\x01\x02", 7));
        const Finished cut = run({"check", file, "--json"});
        QVERIFY2(cut.code == 1, cut.text());
        QVERIFY2(cut.err.contains("77.bs2"), cut.err);

        write("NMNISTsmall/77.bs2", QByteArray("\x12\x10\x80\x03\x7d", 5));
        const Finished good = run({"check", file, "--json"});
        QVERIFY2(good.code == 0, good.text());
        QCOMPARE(good.json()["data"].toArray()[0].toObject()["train_samples"].toInt(), 2);
    }
};

SPW_TEST_GUILESS(tst_CliProjects)

} // namespace tst_cli_projects

#include "tst_cli_projects.moc"
