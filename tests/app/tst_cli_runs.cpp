// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"
#include "tests/runner/registry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>

namespace tst_cli_runs {

using namespace spw::test;

/// Commands that compute: each starts the engine, so few starts show much.
class tst_CliRuns final : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_project;       // the default example, made small
    QString m_runDir;        // of the straight run of three epochs
    QJsonObject m_straight;  // its last line

    QString path(const QString& name) const { return m_dir.filePath(name); }

    QStringList train(const QString& out, const QStringList& more = {}) const
    {
        return QStringList{"train", m_project, "--out", out, "--threads", "1", "--seed", "3"} + more;
    }

    static QByteArray readAll(const QString& name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// Rows of metrics.csv without the columns that hold times.
    static QList<QByteArrayList> metrics(const QString& runDir)
    {
        QList<QByteArrayList> rows;
        QList<int> kept;
        for (const QByteArray& line : readAll(runDir + "/metrics.csv").trimmed().split('\n')) {
            const QByteArrayList cells = line.trimmed().split(',');
            if (rows.isEmpty())
                for (int i = 0; i < cells.size(); ++i)
                    if (!cells[i].contains("second"))
                        kept += i;
            QByteArrayList row;
            for (const int i : kept)
                row += cells.value(i);
            rows += row;
        }
        return rows;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_project = path("small.spw");
        QByteArray text = run({"new", "--example", "default", "--out", "-"}).out;
        const auto set = [&text](const QByteArray& name, const QByteArray& value) {
            const QRegularExpression pattern("\"" + name + "\": [0-9.]+");
            QString s = QString::fromUtf8(text);
            QVERIFY2(s.contains(pattern), name);
            text = s.replace(pattern, "\"" + name + "\": " + value).toUtf8();
        };
        set("train_samples", "40");
        set("test_samples", "20");
        set("T", "6");
        set("out_channels", "4");
        QFile file(m_project);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }

    void trainingWritesARunFolderAndOneLineOfFacts()
    {
        const Finished end = run(train(path("straight"), {"--epochs", "3", "--progress", "json", "--report", path("report")}));
        QVERIFY2(end.code == 0, end.text());
        m_straight = end.lastLine();
        QStringList keys = m_straight.keys(), expected{"state", "epochs", "train_loss", "train_accuracy", "test_accuracy",
            "best_test_accuracy", "samples_per_second", "seconds", "peak_rss_bytes", "device", "run_dir"};
        expected.sort();
        QCOMPARE(keys, expected);
        QCOMPARE(m_straight["state"].toString(), "finished");
        QCOMPARE(m_straight["epochs"].toInt(), 3);
        QCOMPARE(m_straight["device"].toString(), "cpu");
        for (const char* share : {"train_accuracy", "test_accuracy", "best_test_accuracy"})
            QVERIFY2(m_straight[share].toDouble(-1) >= 0 && m_straight[share].toDouble() <= 1, share);
        QVERIFY(m_straight["samples_per_second"].toDouble() > 0);
        QVERIFY(m_straight["peak_rss_bytes"].toDouble() > 1e7);

        m_runDir = m_straight["run_dir"].toString();
        QCOMPARE(QFileInfo(m_runDir), QFileInfo(path("straight")));
        for (const char* file : {"config.json", "metrics.csv", "checkpoints/latest/weights.h5", "checkpoints/best/weights.h5"})
            QVERIFY2(QFile::exists(m_runDir + '/' + file), file);
        QCOMPARE(metrics(m_runDir).size(), 4);

        int epochs = 0;
        for (const QByteArray& line : end.out.trimmed().split('\n')) {
            const QJsonDocument document = QJsonDocument::fromJson(line);
            QVERIFY2(document.isObject(), line);
            epochs += document["event"] == "epoch";
        }
        QCOMPARE(epochs, 3);

        const QByteArray page = readAll(path("report/index.html"));
        QVERIFY(page.contains("</html>"));
        for (const char* picture : {"curves.png", "raster.png", "confusion.png", "rates.png", "sample.png"})
            QVERIFY2(readAll(path("report/") + picture).startsWith("\x89PNG"), picture);
    }

    void evaluateAgreesWithTheLastTest()
    {
        QVERIFY(!m_runDir.isEmpty());
        const Finished end = run({"evaluate", m_project, "--weights", m_runDir + "/checkpoints/latest/weights.h5", "--json", "--quiet",
                                  "--threads", "1", "--seed", "3"});
        QVERIFY2(end.code == 0, end.text());
        const QJsonObject found = end.json();
        QCOMPARE(found["split"].toString(), "test");
        QCOMPARE(found["samples"].toInt(), 20);
        QCOMPARE(found["accuracy"].toDouble(-1), m_straight["test_accuracy"].toDouble(-2));
        int sum = 0, right = 0;
        const QJsonArray confusion = found["confusion"].toArray();
        QCOMPARE(confusion.size(), 10);
        for (int row = 0; row < 10; ++row)
            for (int column = 0; column < 10; ++column) {
                const int count = confusion[row].toArray()[column].toInt();
                sum += count;
                right += row == column ? count : 0;
            }
        QCOMPARE(sum, 20);
        QCOMPARE(double(right) / 20, found["accuracy"].toDouble());
        QStringList layers;
        for (const QJsonValue& layer : found["layers"].toArray()) {
            layers += layer["node"].toString();
            QVERIFY(layer["rate"].toDouble(-1) >= 0 && layer["rate"].toDouble() <= 1);
        }
        for (const char* name : {"LIF 1", "LIF 2", "LIF 3"})
            QVERIFY2(layers.contains(name), name);
        QVERIFY(found["synops_per_sample"].toDouble() > 0);
    }

    void simulateRecordsWhatItIsTold()
    {
        QVERIFY(!m_runDir.isEmpty());
        const QString out = path("recording.h5");
        const Finished end = run({"simulate", m_project, "--weights", m_runDir + "/checkpoints/latest/weights.h5", "--sample", "2",
                                  "--record", "LIF 1.s", "--record", "LIF 3.v", "--record", "Pool 1.y", "--out", out, "--json",
                                  "--quiet"});
        QVERIFY2(end.code == 0, end.text());
        QCOMPARE(readAll(out).left(8), QByteArray("\x89HDF\r\n\x1a\n"));
        const QJsonObject found = end.json();
        QCOMPARE(found["index"].toInt(), 2);
        QCOMPARE(found["steps"].toInt(), 6);
        QStringList recorded;
        for (const QJsonValue& probe : found["recorded"].toArray())
            recorded += probe["node"].toString() + '.' + probe["quantity"].toString();
        for (const char* name : {"LIF 1.s", "LIF 3.v", "Pool 1.y"})
            QVERIFY2(recorded.contains(name), qPrintable(recorded.join(", ")));
    }

    void theSingleNeuronRuns()
    {
        const QString project = path("neuron.spw");
        QCOMPARE(run({"new", "--example", "single_neuron", "--out", project}).code, 0);
        const Finished end = run({"simulate", project, "--out", path("neuron.h5"), "--json", "--quiet"});
        QVERIFY2(end.code == 0, end.text());
        // Constant 1.5 into a leaky membrane: v approaches 1.5 and passes the threshold 1 again and again.
        bool spikes = false;
        for (const QJsonValue& probe : end.json()["recorded"].toArray())
            spikes = spikes || probe["spikes"].toInt() > 3;
        QVERIFY2(spikes, end.out);
        const Finished trained = run({"train", project});
        QVERIFY2(trained.code == 1, trained.text());   // there is no learner
        QVERIFY(trained.err.contains("Fix:"));
    }

    void theNmnistExampleTrainsOnRealRecordings()
    {
        const QString zip = sample("nmnist-small/NMNISTsmall.zip");
        if (zip.isEmpty())
            QSKIP("the sample files are not here (SPW_SAMPLES)");
        QProcess unzip;
        unzip.start("unzip", {"-q", zip, "-d", m_dir.path()});
        QVERIFY(unzip.waitForFinished() && unzip.exitCode() == 0);
        const QString project = path("nmnist.spw");
        QCOMPARE(run({"new", "--example", "nmnist_conv", "--out", project}).code, 0);
        const Finished checked = run({"check", project, "--json"});
        QVERIFY2(checked.code == 0, checked.text());
        QCOMPARE(checked.json()["data"][0]["train_samples"].toInt(), 1000);
        QCOMPARE(checked.json()["data"][0]["test_samples"].toInt(), 100);

        QFile few(path("few.txt"));   // a handful is enough to see that it runs; accuracy has its own test
        QVERIFY(few.open(QIODevice::WriteOnly));
        few.write(readAll(path("NMNISTsmall/train1K.txt")).split('\n').mid(0, 33).join('\n') + '\n');
        few.close();
        const Finished end = run({"train", project, "--epochs", "1", "--json", "--quiet", "--set", "N-MNIST.train_list=few.txt"});
        QVERIFY2(end.code == 0, end.text());
        QVERIFY(end.lastLine()["test_accuracy"].toDouble(-1) >= 0);
    }

    void theExamplesOfLocalLearningLearn()
    {
        const auto learned = [&](const char* name, const QStringList& settings) {
            const QString project = path(QString(name) + ".spw");
            if (run({"new", "--example", name, "--out", project}).code != 0)
                return -1.0;
            const Finished end = run(QStringList{"train", project, "--epochs", "1", "--json", "--quiet"} + settings);
            return end.code == 0 ? end.lastLine()["test_accuracy"].toDouble(-1) : -1.0;
        };
        // A tenth of the samples: far from what whole runs reach, and above what guessing gives.
        const double digits = learned("stdp_digits", {"--set", "Glyphs.train_samples=150", "--set", "Glyphs.test_samples=100"});
        QVERIFY2(digits > 0.2, qPrintable(QString::number(digits)));
        const double choice = learned("reward_choice", {"--set", "Glyphs.train_samples=200"});
        QVERIFY2(choice > 0.7, qPrintable(QString::number(choice)));
    }

    void theExampleOfStdpAndGradientsTrainsOnRealRecordings()
    {
        if (!QFile::exists(path("NMNISTsmall")))
            QSKIP("the sample files are not here (SPW_SAMPLES)");
        const QString project = path("stdp_conv.spw");
        QCOMPARE(run({"new", "--example", "stdp_conv_nmnist", "--out", project}).code, 0);
        const Finished checked = run({"check", project, "--json"});
        QVERIFY2(checked.code == 0, checked.text());
        QStringList by;
        for (const QJsonValue& part : checked.json()["trained"].toArray())
            by += part["node"].toString() + ' ' + part["by"].toString();
        QCOMPARE(by, (QStringList{"Conv learner", "Linear gradient"}));
        const Finished end = run({"train", project, "--epochs", "1", "--json", "--quiet", "--set", "N-MNIST.train_list=few.txt"});
        QVERIFY2(end.code == 0, end.text());
        QVERIFY(end.lastLine()["test_accuracy"].toDouble(-1) >= 0);
    }

    void interruptedTrainingGoesOnAsIfNothingHadHappened()
    {
        QVERIFY(!m_runDir.isEmpty());
        const QString out = path("interrupted");
        const Finished stopped = runAndInterrupt(train(out, {"--epochs", "400", "--json", "--progress", "lines"}),
            [](const QByteArray& errors) { return errors.contains("epoch 1/400"); });
        QVERIFY2(stopped.code == 3, stopped.text());
        QCOMPARE(stopped.lastLine()["state"].toString(), "cancelled");
        QVERIFY(stopped.lastLine()["epochs"].toInt() < 400);
        QVERIFY(QFile::exists(out + "/checkpoints/latest/weights.h5"));
        const auto rows = metrics(out);
        QVERIFY(rows.size() >= 2);

        const QString total = QString::number(qMax(3, int(rows.size()) + 1));
        const Finished resumed = run(train(out, {"--epochs", total, "--json", "--quiet", "--resume", out}));
        QVERIFY2(resumed.code == 0, resumed.text());
        QCOMPARE(QFileInfo(resumed.lastLine()["run_dir"].toString()), QFileInfo(out));
        const Finished straight = run(train(path("again"), {"--epochs", total, "--json", "--quiet"}));
        QVERIFY2(straight.code == 0, straight.text());
        QCOMPARE(metrics(out), metrics(path("again")));
        for (const char* key : {"train_loss", "train_accuracy", "test_accuracy", "best_test_accuracy"})
            QCOMPARE(resumed.lastLine()[key], straight.lastLine()[key]);
        // The same seed gave the same first epochs as the straight run of three.
        QCOMPARE(metrics(path("again")).mid(0, 4), metrics(m_runDir));
    }

    void anEarlierRunIsKept()
    {
        QVERIFY(!m_runDir.isEmpty());
        const QByteArray before = readAll(m_runDir + "/metrics.csv");
        const Finished end = run(train(m_runDir, {"--epochs", "1", "--json", "--quiet", "--set", "BPTT.learning_rate=0.01"}));
        QVERIFY2(end.code == 0, end.text());
        QCOMPARE(readAll(m_runDir + ".1/metrics.csv"), before);
        QCOMPARE(metrics(m_runDir).size(), 2);
        QVERIFY2(metrics(m_runDir) != metrics(m_runDir + ".1").mid(0, 2), "another learning rate gives other numbers");
    }

    void withoutAFolderTheRunLiesBesideTheProject()
    {
        const Finished end = run({"train", m_project, "--epochs", "1", "--run", "trial", "--json", "--quiet", "--threads", "1"});
        QVERIFY2(end.code == 0, end.text());
        const QFileInfo folder(end.lastLine()["run_dir"].toString());
        QCOMPARE(folder.dir().absolutePath(), path("small.runs"));
        QVERIFY(folder.fileName().endsWith("-trial"));
    }

    void aMissingDeviceHasItsOwnExitCode()
    {
        const Finished end = run({"train", m_project, "--epochs", "1", "--device", "cuda:7", "--json", "--out", path("none")});
        QVERIFY2(end.code == 4, end.text());
        QVERIFY(end.err.contains("Fix:"));
        QCOMPARE(run({"train", m_project, "--device", "tpu"}).code, 2);
    }

    void weightsOfAnotherNetworkAreRefused()
    {
        QVERIFY(!m_runDir.isEmpty());
        const Finished other = run({"evaluate", m_project, "--weights", m_runDir + "/checkpoints/latest/weights.h5", "--quiet",
                                    "--set", "Conv 1.out_channels=7"});
        QVERIFY2(other.code == 1, other.text());
        QVERIFY2(other.err.contains("weights.h5") && other.err.contains("Conv 1"), other.err);
        const Finished none = run({"evaluate", m_project, "--weights", path("none.h5"), "--quiet"});
        QVERIFY2(none.code == 1, none.text());
        QVERIFY(none.err.contains("none.h5"));
        const Finished noCheckpoint = run({"train", m_project, "--resume", path("none")});
        QVERIFY2(noCheckpoint.code == 1, noCheckpoint.text());
    }

    void theDoctorLooksAtTheMachine()
    {
        const Finished end = run({"doctor", "--json"});
        QVERIFY2(end.code == 0, end.text());
        const QJsonObject found = end.json();
        QVERIFY(!found["libtorch"].toString().isEmpty());
        QVERIFY(!found["blas"].toObject()["name"].toString().isEmpty());
        QVERIFY(found["devices"].toArray()[0].toObject()["id"] == "cpu");
        QVERIFY(found["threads"].toInt() >= 1);
        QVERIFY(found["memory"].toObject()["total_bytes"].toDouble() > 1e8);
        // The environment that LibTorch's helpers read is prepared before they are loaded.
        QVERIFY(found["environment"].toObject()["OMP_WAIT_POLICY"] == "passive");
        QVERIFY(found["plugins"].toObject().contains("refused"));
        QCOMPARE(end.err.contains("reference BLAS"), found["blas"].toObject()["reference"].toBool());
    }

    void referenceCasesAreCountedByFamily()
    {
        const QString folder = QStringLiteral(SPW_SOURCE_DIR "/tests/goldens/events");
        const Finished text = run({"goldens", folder});
        QVERIFY2(text.code == 0, text.text());
        QVERIFY2(text.out.startsWith("events: "), text.text());
        const QByteArray last = text.out.trimmed().split('\n').last();
        QVERIFY2(QRegularExpression("^[0-9]+ passed, 0 failed, [0-9]+ skipped$").match(last).hasMatch(), text.text());
        const QJsonObject json = run({"goldens", folder, "--json"}).json();
        QVERIFY(last.startsWith(QByteArray::number(json["passed"].toInt()) + " passed, 0 failed, "));
        QCOMPARE(json["families"].toArray().size(), 1);
        QVERIFY(run({"goldens", folder, "--only", "of_nobody"}).code == 1);
    }

    void aWrongReferenceCaseMeansExitCode1()
    {
        QTemporaryDir dir;
        QFile file(dir.filePath("bent.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"schema":"snn-golden/1","family":"sj_neuron","cases":[{"id":"IFNode/a","params":{"v_threshold":1,)"
                   R"("v_reset":0,"surrogate":{"name":"Sigmoid","alpha":4}},"inputs":{"x":{"shape":[2,1],"dtype":"float",)"
                   R"("data":[1,0]},"w":{"shape":[2,1],"dtype":"float","data":[1,1]}},"outputs":{"y":{"shape":[2,1],)"
                   R"("dtype":"float","data":[1,1]}}}]})");
        file.close();
        const Finished done = run({"goldens", dir.path(), "--verbose"});
        QVERIFY2(done.code == 1, done.text());
        QVERIFY2(done.out.contains("failed   IFNode/a: "), done.text());
        QVERIFY2(done.out.endsWith("0 passed, 1 failed, 0 skipped\n"), done.text());
        const Finished nowhere = run({"goldens", dir.filePath("nowhere")});
        QVERIFY2(nowhere.code == 1 && nowhere.err.contains("no such file"), nowhere.text());
    }
};

SPW_TEST_GUILESS(tst_CliRuns)

} // namespace tst_cli_runs

#include "tst_cli_runs.moc"
