// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"
#include "tests/runner/registry.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QtTest>

#include <cstring>

namespace tst_cli_files {

using namespace spw::test;

namespace {

/// Header text and sum of a NumPy file of floats.
struct Npy {
    QByteArray header;
    double sum = 0;
};

Npy readNpy(const QString& name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray bytes = file.readAll();
    if (!bytes.startsWith("\x93NUMPY"))
        return {};
    const int length = quint8(bytes[8]) | quint8(bytes[9]) << 8;
    Npy out{bytes.mid(10, length), 0};
    for (qsizetype i = 10 + length; i + 4 <= bytes.size(); i += 4) {
        float value;
        std::memcpy(&value, bytes.constData() + i, 4);
        out.sum += double(value);
    }
    return out;
}

} // namespace

/// Commands about other files and about the kernels.
class tst_CliFiles final : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

    QString write(const QString& name, const QByteArray& bytes) const
    {
        QFile file(m_dir.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(name));
        return file.fileName();
    }

private Q_SLOTS:
    void eventFilesAreDescribedAsTheSamplesSay_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QJsonObject>("expected");
        for (const char* folder : {"slayer-io", "events-aedat", "events-prophesee", "events-other", "malformed"}) {
            QFile file(sample(QString(folder) + "/expected.json"));
            if (file.fileName().isEmpty() || !file.open(QIODevice::ReadOnly))
                continue;
            const QJsonObject all = QJsonDocument::fromJson(file.readAll()).object();
            for (auto it = all.begin(); it != all.end(); ++it)
                if (it.value().toObject().contains("sha256_txyp_int64le"))
                    QTest::newRow(qPrintable(it.key())) << sample(QString(folder) + '/' + it.key()) << it.value().toObject();
        }
    }
    void eventFilesAreDescribedAsTheSamplesSay()
    {
        if (sample("slayer-io/expected.json").isEmpty())
            QSKIP("the sample files are not here (SPW_SAMPLES)");
        QFETCH(QString, file);
        QFETCH(QJsonObject, expected);
        const Finished end = run({"events", "info", file, "--json"});
        QVERIFY2(end.code == 0, end.text());
        const QJsonObject info = end.json();
        QVERIFY(info.contains("format") && info.contains("width") && info.contains("height") && info.contains("dropped_bytes"));
        for (const char* key : {"event_count", "t_first", "t_last", "t_min", "t_max", "x_min", "x_max", "y_min", "y_max", "t_monotonic",
                                "backward_steps", "sha256_txyp_int64le"})
            if (expected.contains(key))
                QVERIFY2(info[key] == expected[key], qPrintable(QString(key) + " differs\n" + end.out));
        if (file.endsWith(".bs2"))
            QCOMPARE(info["dropped_bytes"].toInt(), QFileInfo(file).size() % 5);
        if (info["dropped_bytes"].toInt() > 0)
            QVERIFY2(end.err.contains("Warning"), end.err);
    }

    void aCutFileIsReadAsFarAsItGoes()
    {
        const QString file = write("cut.bs2", QByteArray("\x12\x10\x80\x03\x7d\x01\x02\x03", 8));
        const Finished end = run({"events", "info", file, "--json"});
        QVERIFY2(end.code == 0, end.text());
        QCOMPARE(end.json()["event_count"].toInt(), 1);
        QCOMPARE(end.json()["dropped_bytes"].toInt(), 3);
        QCOMPARE(end.json()["x_min"].toInt(), 18);
        QVERIFY2(end.err.contains("cut.bs2") && end.err.contains("3 bytes"), end.err);
        QVERIFY(run({"events", "info", file}).out.contains("893"));
    }

    void wantedSpikeCountsAreShownAsRows()
    {
        QByteArray bytes;
        for (int i = 0; i < 25; ++i)
            bytes += QByteArray("\0", 1) + char(i) + QByteArray("\0\0\7\0\0\x63\0", 7) + char(100 + i);
        const Finished end = run({"events", "info", write("counts.bsn", bytes)});
        QVERIFY2(end.code == 0, end.text());
        QVERIFY2(end.out.contains("25: neuron") && end.out.contains("3, 7, 99, 103") && end.out.contains("5 more"), end.out);
    }

    void aRecordingComesFromStandardInput()
    {
        const Finished end = run({"events", "info", "-", "--json"}, 60'000, "t,x,y,p\n5,1,2,1\n6,3,4,0\n");
        QVERIFY2(end.code == 0, end.text());
        QCOMPARE(end.json()["event_count"].toInt(), 2);
        const Finished packed = run({"events", "info", "-", "--format", "bs2", "--json"}, 60'000, QByteArray("\x12\x10\x80\x03\x7d", 5));
        QCOMPARE(packed.json()["t_first"].toInt(), 893);
        QCOMPARE(run({"events", "info", "-"}, 60'000, "hello").code, 1);
    }

    void whatIsNoEventFileIsRefused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("unknown kind") << "notes.txt" << QByteArray("hello");
        QTest::newRow("not there") << "none.bs2" << QByteArray();
    }
    void whatIsNoEventFileIsRefused()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        const QString file = bytes.isEmpty() ? m_dir.filePath(name) : write(name, bytes);
        const Finished end = run({"events", "info", file, "--json"});
        QVERIFY2(end.code == 1, end.text());
        QVERIFY2(end.err.contains(name.toUtf8()) && end.err.contains("Fix:"), end.err);
        QVERIFY(!end.json()["error"].toObject()["what"].toString().isEmpty());
    }

    void framesHoldEveryEvent_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("frames");
        // Times 0, 10, ... 990 us.
        QTest::newRow("by number") << QStringList{"--frames", "4"} << 4;
        QTest::newRow("by time") << QStringList{"--frames", "5", "--by", "time"} << 5;
        QTest::newRow("of 95 us") << QStringList{"--dt", "95"} << 11;
        QTest::newRow("of a second") << QStringList{"--dt", "1000000"} << 1;
    }
    void framesHoldEveryEvent()
    {
        QFETCH(QStringList, options);
        QFETCH(int, frames);
        QByteArray bytes;
        for (int i = 0; i < 100; ++i) {
            const int t = 10 * i, p = i % 2;
            bytes += char(i % 7);
            bytes += char(i % 5);
            bytes += char(p << 7 | t >> 16);
            bytes += char(t >> 8);
            bytes += char(t);
        }
        const QString in = write("regular.bs2", bytes), out = m_dir.filePath("frames.npy");
        const Finished end = run(QStringList{"events", "frames", in, "--out", out} + options);
        QVERIFY2(end.code == 0, end.text());
        const Npy npy = readNpy(out);
        QCOMPARE(npy.sum, 100.0);
        QVERIFY2(npy.header.contains("'shape': (" + QByteArray::number(frames) + ", 2, 5, 7)"), npy.header);
    }
    void framesNeedExactlyOneRule()
    {
        const QString in = write("one.bs2", QByteArray("\x12\x10\x80\x03\x7d", 5)), out = m_dir.filePath("f.npy");
        QCOMPARE(run({"events", "frames", in, "--out", out}).code, 2);
        QCOMPARE(run({"events", "frames", in, "--out", out, "--frames", "2", "--dt", "5"}).code, 2);
        QCOMPARE(run({"events", "frames", in, "--out", out, "--frames", "2", "--by", "colour"}).code, 2);
        QVERIFY(!QFile::exists(out));
        QCOMPARE(run({"events", "frames", in, "--frames", "2", "--out", "/nowhere/at/all.npy"}).code, 1);
    }

    void recordingsAreConvertedAndRendered()
    {
        QByteArray bytes;
        for (int t = 0; t < 200'000; t += 1000)
            bytes += QByteArray("\x03\x02", 2) + char(0x80 | t >> 16) + char(t >> 8) + char(t);
        const QString in = write("moving.bs2", bytes);
        const QJsonObject before = run({"events", "info", in, "--json"}).json();
        for (const char* ending : {"aedat4", "raw", "npz", "csv", "h5", "bs3", "bs2"}) {
            const QString out = m_dir.filePath(QString("converted.") + ending);
            const Finished end = run({"events", "convert", in, out});
            QVERIFY2(end.code == 0, end.text());
            const QJsonObject after = run({"events", "info", out, "--json"}).json();
            QCOMPARE(after["sha256_txyp_int64le"], before["sha256_txyp_int64le"]);
        }
        QCOMPARE(run({"events", "convert", in, m_dir.filePath("a.xyz")}).code, 1);
        QCOMPARE(run({"events", "convert", in, m_dir.filePath("a.bs1")}).code, 1);   // it has rows
        QVERIFY(!QFile::exists(m_dir.filePath("a.bs1")));

        const Finished gif = run({"events", "render", in, "--out", m_dir.filePath("a.gif"), "--scale", "3", "--on", "ff0000"});
        QVERIFY2(gif.code == 0 && gif.err.contains("5 pictures"), gif.text());
        QVERIFY2(run({"events", "render", in, "--out", m_dir.filePath("pictures"), "--dt", "100000"}).code == 0, "PNG");
        QCOMPARE(QDir(m_dir.filePath("pictures")).entryList({"*.png"}).size(), 2);
        const Finished film = run({"events", "render", in, "--out", m_dir.filePath("a.mp4")});
        QVERIFY2(film.code == 0 || (film.code == 4 && film.err.contains("FFmpeg")), film.text());   // as this build was made
        QCOMPARE(QFile::exists(m_dir.filePath("a.mp4")), film.code == 0);
        const Finished still = run({"events", "render", in, "--out", m_dir.filePath("a.jpg")});
        QVERIFY2(still.code == 1 && still.err.contains(".jpg") && !QFile::exists(m_dir.filePath("a.jpg")), still.text());
        QCOMPARE(run({"events", "render", in, "--out", m_dir.filePath("b.gif"), "--on", "red"}).code, 2);
        QCOMPARE(run({"events", "info", in, "--option", "overflow"}).code, 2);
        QCOMPARE(run({"events", "info", in, "--option", "overflow=on"}).code, 1);
        QCOMPARE(run({"events", "info", in, "--format", "atis", "--option", "overflow=on"}).code, 0);
    }

    void kernelsAgreeWithTheirReference()
    {
        const Finished end = run({"kernels", "check", "--quick", "--json"});
        QVERIFY2(end.code == 0, end.text());
        QVERIFY(end.json()["passed"].toInt() > 100);
        QCOMPARE(end.json()["failed"].toInt(-1), 0);
    }

    void oneKernelIsMeasured()
    {
        const Finished end = run({"kernels", "bench", "--smoke", "--only", "G16", "--json", "--quiet"});
        QVERIFY2(end.code == 0, end.text());
        const QJsonArray results = end.json()["results"].toArray();
        QVERIFY(!results.isEmpty());
        for (const QJsonValue& result : results) {
            QCOMPARE(result["verified"].toBool(), true);
            QVERIFY(result["ns_per_item"].toDouble() > 0);
        }
        QVERIFY(!end.json()["conditions"].toObject().isEmpty());
    }

    /// The networks of the Python libraries: time against their operations, and the memory of processes of their own.
    void networksOfThePeersAreMeasured()
    {
        const Finished times = run({"kernels", "bench", "--smoke", "--only", "peers", "--json", "--quiet"});
        QVERIFY2(times.code == 0, times.text());
        QCOMPARE(times.json()["results"].toArray().size(), 5);
        for (const QJsonValue& result : times.json()["results"].toArray()) {
            QCOMPARE(result["verified"].toBool(), true);
            QVERIFY(result["ns_per_item"].toDouble() > 0 && result["baseline_ns_per_item"].toDouble() > 0);
        }
        const Finished memory = run({"kernels", "bench", "--smoke", "--only", "peak memory of training, Linear", "--json", "--quiet"});
        QVERIFY2(memory.code == 0, memory.text());
        const QJsonArray results = memory.json()["results"].toArray();
        QCOMPARE(results.size(), 1);
        if (results[0]["megabytes"].toDouble() == 0)
            QSKIP("This system does not tell a process's memory.");
        QVERIFY(results[0]["megabytes"].toDouble() > 100);   // input, current, spikes and h are 33 MB each
        QVERIFY(results[0]["baseline_megabytes"].toDouble() > results[0]["megabytes"].toDouble());
    }
};

SPW_TEST_GUILESS(tst_CliFiles)

} // namespace tst_cli_files

#include "tst_cli_files.moc"
