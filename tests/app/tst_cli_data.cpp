// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"
#include "tests/data/local_server.h"
#include "tests/runner/registry.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QTemporaryDir>
#include <QtTest>

namespace tst_cli_data {

using namespace spw::test;

/// Where datasets come from, as the command line tells and fetches it. No test goes beyond 127.0.0.1.
class tst_CliData final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theListNamesTermsAndWaysOfEveryDataset()
    {
        const Finished list = run({"data", "list", "--json"});
        QCOMPARE(list.code, 0);
        const QJsonArray sources = QJsonDocument::fromJson(list.out).array();
        QVERIFY(sources.size() >= 14);
        QSet<QString> nodes;
        for (const QJsonValue& one : sources) {
            QVERIFY(!one["terms"].toString().isEmpty() && !one["steps"].toString().isEmpty() && one["page"].toString().startsWith("https://"));
            nodes.insert(one["node"].toString());
        }
        for (const char* node : {"dataset.nmnist", "dataset.dvs128_gesture", "dataset.cifar10_dvs", "dataset.ncaltech101", "dataset.asl_dvs",
                                 "dataset.nav_gesture", "dataset.es_imagenet", "dataset.shd", "dataset.ssc", "dataset.mnist", "dataset.cifar",
                                 "dataset.speech_commands"})
            QVERIFY2(nodes.contains(node), node);
        QVERIFY(run({"data", "list"}).out.contains("dvs128-gesture"));
    }

    void whatMayNotBeFetchedIsExplained()
    {
        const QTemporaryDir dir;
        const Finished refused = run({"data", "get", "dvs128-gesture", "--to", dir.path()});
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.err.contains("DvsGesture.tar.gz") && refused.err.contains("https://"), refused.err);
        QCOMPARE(run({"data", "get", "nothing", "--to", dir.path()}).code, 1);
        QCOMPARE(run({"data", "get", "mnist"}).code, 2);   // where to?
        QVERIFY(QDir(dir.path()).isEmpty());
    }

    void keptSamplesAreToldAndCleared()
    {
        const QTemporaryDir dir;
        qputenv("SPW_SAMPLE_CACHE", dir.path().toUtf8());
        const QString name(64, 'a');
        QVERIFY(QDir(dir.path()).mkdir("aa"));
        QFile file(dir.filePath("aa/" + name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("sample") == 6);
        file.close();
        QCOMPARE(run({"data", "cache", "--json"}).json()["bytes"].toInt(), 6);
        const QJsonObject cleared = run({"data", "cache", "--clear", "--json"}).json();
        QVERIFY(cleared["bytes"].toInt() == 0 && cleared["cleared"].toInt() == 6 && !QFile::exists(dir.filePath("aa/" + name)));
        qputenv("SPW_SAMPLE_CACHE", "off");
        QCOMPARE(run({"data", "cache"}).code, 1);
        qunsetenv("SPW_SAMPLE_CACHE");
    }

    void aMirrorWithOtherFilesIsNotBelieved()
    {
        LocalServer server;
        server.content = "not the pictures";
        const QTemporaryDir dir;
        const Finished got = run({"data", "get", "mnist", "--to", dir.path(), "--from", QString::fromStdString(server.url("/file.bin?"))});
        QCOMPARE(got.code, 1);
        QVERIFY2(got.err.contains("checksum"), got.err);
        QVERIFY(QDir(dir.path()).isEmpty());
        QVERIFY(server.requests().size() == 1 && server.requests()[0].find("train-images-idx3-ubyte.gz") != std::string::npos);
    }
};

SPW_TEST_GUILESS(tst_CliData)

} // namespace tst_cli_data

#include "tst_cli_data.moc"
