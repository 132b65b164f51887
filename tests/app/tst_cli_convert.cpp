// SPDX-License-Identifier: GPL-3.0-or-later
// The examples of conversion and of the tempotron in a short form, and the command `convert`.
#include "tests/app/program.h"
#include "tests/runner/registry.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

namespace tst_cli_convert {

using namespace spw::test;

class tst_CliConvert final : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString path(const QString& name) const { return m_dir.filePath(name); }

    static QByteArray readAll(const QString& name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QByteArray text = run({"new", "--example", "ann_to_snn", "--out", "-"}).out;
        for (const auto& [from, to] : {std::pair<const char*, const char*>{"\"width\": 34", "\"width\": 16"}, {"\"height\": 34", "\"height\": 16"},
                                       {"\"train_samples\": 1000", "\"train_samples\": 300"}, {"\"test_samples\": 200", "\"test_samples\": 100"},
                                       {"\"out_channels\": 16", "\"out_channels\": 8"}, {"\"out_channels\": 32", "\"out_channels\": 8"}}) {
            QVERIFY2(text.contains(from), from);
            text.replace(from, to);
        }
        QFile file(path("ann.spw"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        file.close();
        const Finished end = run({"train", path("ann.spw"), "--epochs", "4", "--out", path("run"), "--quiet"});
        QVERIFY2(end.code == 0, end.text());
    }

    void aTrainedNetworkIsConvertedWithItsCurve()
    {
        const Finished end = run({"convert", path("ann.spw"), "--weights", path("run/checkpoints/latest"), "--out", path("snn.spw"), "--mode",
                                  "99.9%", "--steps", "32", "--json", "--quiet"});
        QVERIFY2(end.code == 0, end.text());
        const QJsonObject json = end.json();
        QCOMPARE(json["mode"].toString(), "99.9%");
        QCOMPARE(json["accuracy"].toArray().size(), 32);
        QCOMPARE(json["accuracy"].toArray().last().toDouble(), json["spiking_accuracy"].toDouble());
        QCOMPARE(json["layers"].toArray().size(), 3);
        QVERIFY2(json["analog_accuracy"].toDouble() > 0.5, end.out);
        QVERIFY2(json["spiking_accuracy"].toDouble() > json["analog_accuracy"].toDouble() - 0.05, end.out);
        QVERIFY(readAll(path("snn.accuracy.png")).startsWith("\x89PNG"));

        const Finished check = run({"check", path("snn.spw")});
        QVERIFY2(check.code == 0, check.text());
        const Finished evaluation = run({"evaluate", path("snn.spw"), "--weights", path("snn.weights.h5"), "--json", "--quiet"});
        QVERIFY2(evaluation.code == 0, evaluation.text());
        QCOMPARE(evaluation.json()["accuracy"].toDouble(), json["spiking_accuracy"].toDouble());
    }

    void whatCannotBeConvertedIsNamedAndNothingIsWritten()
    {
        QCOMPARE(run({"new", "--example", "default", "--out", path("spiking.spw")}).code, 0);
        const Finished refused = run({"convert", path("spiking.spw"), "--out", path("no.spw"), "--quiet"});
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.out.contains("LIF"), refused.out);
        QVERIFY(!QFile::exists(path("no.spw")));
        QCOMPARE(run({"convert", path("ann.spw"), "--out", path("no.spw"), "--mode", "120%"}).code, 2);
        QCOMPARE(run({"convert", path("ann.spw"), "--out", path("no.spw"), "--steps", "many"}).code, 2);
        QCOMPARE(run({"convert", path("ann.spw")}).code, 2);
        QVERIFY(!QFile::exists(path("no.spw")));
    }

    void theTempotronsLearnTheirClouds()
    {
        QCOMPARE(run({"new", "--example", "tempotron", "--out", path("tempotron.spw")}).code, 0);
        const Finished end = run({"train", path("tempotron.spw"), "--set", "Clouds.train_samples=150", "--epochs", "8", "--out", path("times"),
                                  "--quiet", "--json"});
        QVERIFY2(end.code == 0, end.text());
        QVERIFY2(end.lastLine()["test_accuracy"].toDouble() > 0.9, end.out);
    }
};

SPW_TEST_GUILESS(tst_CliConvert)

} // namespace tst_cli_convert

#include "tst_cli_convert.moc"
