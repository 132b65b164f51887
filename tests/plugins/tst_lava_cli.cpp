// SPDX-License-Identifier: GPL-3.0-or-later
// Lava networks as a user brings them in and sends them out: by the real program, with its plugin.
#include "tests/app/program.h"
#include "tests/runner/registry.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest/QtTest>

namespace tst_lava_cli {

using namespace spw::test;

class tst_LavaCli final : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const char* name) const { return m_folder.filePath(name); }

private Q_SLOTS:
    void aLavaNetworkComesInAndLeavesAgain()
    {
        const QString net = sample("lava-zoo/cuba_conv_flatten_dense.net");
        if (net.isEmpty())
            QSKIP("no samples");
        Finished done = run({"import", net, "--out", path("in.spw"), "--json"});
        QVERIFY2(done.code == 0, done.text());
        QCOMPARE(done.json()["format"].toString(), QString("lava"));
        QVERIFY2(run({"check", path("in.spw")}).code == 0, "the project is not whole");
        done = run({"simulate", path("in.spw"), "--weights", path("in.weights.h5"), "--out", path("recording.h5")});
        QVERIFY2(done.code == 0, done.text());
        done = run(
            {"export", path("in.spw"), "--weights", path("in.weights.h5"), "--to", "lava", "--out", path("out.net"), "--json"});
        QVERIFY2(done.code == 0, done.text());
        QVERIFY(done.json()["complete"].toBool());
        QCOMPARE(done.json()["numbers"].toObject()["preview samples"].toInt(), 1);
        QVERIFY(QFile::exists(path("out.net")));
        done = run({"import", path("out.net"), "--from", "lava", "--out", path("again.spw"), "--json", "--option", "steps=40"});
        QVERIFY2(done.code == 0, done.text());
    }

    void whatTheChipCannotDoIsToldAndNothingWritten()
    {
        QVERIFY(run({"new", "--example", "default", "--out", path("net.spw")}).code == 0);
        const Finished done = run({"export", path("net.spw"), "--to", "lava", "--out", path("no.net"), "--json"});
        QCOMPARE(done.code, 1);
        QVERIFY(!done.json()["complete"].toBool());
        QVERIFY(!QFile::exists(path("no.net")));
        const QJsonArray lines = done.json()["lines"].toArray();
        QVERIFY(!lines.isEmpty());
        for (const QJsonValue& line : lines)
            QVERIFY2(line.toObject()["outcome"].toString() != "refused" ||
                         (!line.toObject()["why"].toString().isEmpty() && !line.toObject()["fix"].toString().isEmpty()),
                     done.text());
    }

    void aDamagedFileIsNamedWithThePlace()
    {
        const QString file = sample("malformed/net_index_gap.net");
        if (file.isEmpty())
            QSKIP("no samples");
        const Finished done = run({"import", file, "--out", path("gap.spw")});
        QCOMPARE(done.code, 1);
        QVERIFY2(done.err.contains("layer/1") && done.err.contains("net_index_gap.net"), done.text());
        QVERIFY(!QFile::exists(path("gap.spw")));
        const Finished option = run({"import", file, "--from", "lava", "--out", path("gap.spw"), "--option", "input_shape=2xx"});
        QVERIFY2(option.code != 0 && option.err.contains("input_shape"), option.text());
    }
};

SPW_TEST_GUILESS(tst_LavaCli)

} // namespace tst_lava_cli

#include "tst_lava_cli.moc"
