// SPDX-License-Identifier: GPL-3.0-or-later
// ONNX, Lynxi and TorchScript as a user exports to them: by the real program, with its plugins.
#include "tests/app/program.h"
#include "tests/runner/registry.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest/QtTest>

namespace tst_plain_exports {

using namespace spw::test;

class tst_PlainExports final : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const char* name) const { return m_folder.filePath(name); }

private Q_SLOTS:
    void initTestCase()
    {
        const Finished made = run({"new", "--example", "default", "--out", path("net.spw")});
        QVERIFY2(made.code == 0, made.text());
        // The same network with a neuron that none of the three knows in its plain form.
        QFile file(path("net.spw"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray text = file.readAll();
        const qsizetype first = text.indexOf("neuron.lif");
        QVERIFY(first > 0);
        text.replace(first, 10, "neuron.sltt_lif");
        QFile other(path("other.spw"));
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write(text);
    }

    void aProjectIsExported_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QStringList>("options");
        QTest::newRow("onnx") << "onnx" << QStringList{"--option", "batch=2", "--option", "opset=12"};
        QTest::newRow("lynxi") << "lynxi" << QStringList{"--option", "N=2"};
        QTest::newRow("torchscript") << "torchscript" << QStringList{};
        QTest::newRow("torchscript, our operators") << "torchscript" << QStringList{"--option", "operators=spw"};
    }
    void aProjectIsExported()
    {
        QFETCH(QString, format);
        QFETCH(QStringList, options);
        const QString out = path("out");
        const Finished done = run(QStringList{"export", path("net.spw"), "--to", format, "--out", out, "--json"} + options);
        QVERIFY2(done.code == 0, done.text());
        QVERIFY(done.json()["complete"].toBool());
        QCOMPARE(done.json()["format"].toString(), format);
        for (const QJsonValue& file : done.json()["files"].toArray())
            QVERIFY2(QFile::exists(file.toString()), qPrintable(file.toString()));
        QFileInfo(out).isDir() ? QDir(out).removeRecursively() : QFile::remove(out);
    }

    void whatIsRefusedLeavesNothing_data()
    {
        QTest::addColumn<QString>("format");
        for (const char* format : {"onnx", "lynxi", "torchscript"})
            QTest::newRow(format) << QString(format);
    }
    void whatIsRefusedLeavesNothing()
    {
        QFETCH(QString, format);
        const Finished done = run({"export", path("other.spw"), "--to", format, "--out", path("nothing"), "--json"});
        QVERIFY2(done.code == 1, done.text());
        QVERIFY(!QFile::exists(path("nothing")));
        bool told = false;
        for (const QJsonValue& line : done.json()["lines"].toArray())
            told = told || (line["outcome"].toString() == "refused" && !line["why"].toString().isEmpty() && !line["fix"].toString().isEmpty());
        QVERIFY2(told, done.text());
    }

    void anUnknownOptionIsNamed()
    {
        const Finished done = run({"export", path("net.spw"), "--to", "onnx", "--out", path("nothing"), "--option", "colour=red"});
        QVERIFY2(done.code == 1 && done.err.contains("colour") && done.err.contains("opset"), done.text());
    }
};

SPW_TEST_GUILESS(tst_PlainExports)

} // namespace tst_plain_exports

#include "tst_plain_exports.moc"
