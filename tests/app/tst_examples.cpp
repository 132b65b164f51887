// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/document/document.h"
#include "core/plan/plan.h"
#include "tests/runner/registry.h"

#include <QDir>
#include <QFile>
#include <QtTest>

#include <cmath>
#include <set>

namespace tst_examples {

using namespace spw;

/// Every file of resources/examples: well-formed, planned without a complaint, drawn without overlaps.
class tst_Examples final : public QObject {
    Q_OBJECT

    static QDir folder() { return QDir(QStringLiteral(SPW_SOURCE_DIR "/resources/examples")); }

private Q_SLOTS:
    void theThreeExamplesAreThere()
    {
        for (const char* id : {"default", "nmnist_conv", "single_neuron"})
            QVERIFY2(QFile::exists(folder().filePath(QString(id) + ".spw")), id);
    }

    void everyExamplePlansAndIsDrawnWell_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString& file : folder().entryList({"*.spw"}))
            QTest::newRow(qPrintable(file)) << file;
    }
    void everyExamplePlansAndIsDrawnWell()
    {
        QFETCH(QString, name);
        const std::string file = folder().filePath(name).toStdString();
        Diagnostics warnings;
        const Document document = loadDocument(file, builtinCatalog(), &warnings);
        QVERIFY(warnings.empty());
        QVERIFY2(writeDocument(document) == readFile(file, 1 << 20), "save it once with this version: it is not in its stable form");
        QVERIFY2(document.description.find('\n') != std::string::npos, "a title line, then what to look at");

        const Plan plan = makePlan(document.graph);
        for (const Diagnostic& d : plan.diagnostics)
            QVERIFY2(d.severity == Severity::Info, toText(d).c_str());
        QCOMPARE(plan.nodes.size(), document.graph.nodes().size());

        std::set<std::string> titles;
        for (const auto& [id, node] : document.graph.nodes()) {
            QVERIFY2(titles.insert(node.title).second, (node.title + " is there twice").c_str());
            for (const auto& [other, neighbour] : document.graph.nodes())   // a node is about 200 x 130
                QVERIFY2(other == id || std::abs(node.position.x - neighbour.position.x) >= 220 ||
                             std::abs(node.position.y - neighbour.position.y) >= 160,
                         (node.title + " and " + neighbour.title + " overlap").c_str());
        }
    }

    void theBigExampleIsTheNetworkOfTheAccuracyGoal()
    {
        const Document document = loadDocument(folder().filePath("nmnist_conv.spw").toStdString());
        const Plan plan = makePlan(document.graph);
        // Conv(2,16,3,p1)-BN-LIF-MaxPool2-Conv(16,32,3,p1)-BN-LIF-MaxPool2-Flatten-Linear(10)-LIF
        QStringList types;
        for (const PlannedNode& node : plan.nodes)
            if (node.spec->category == Category::Layer || node.spec->category == Category::Neuron)
                types += QString::fromStdString(node.spec->id).section('.', 1);
        QCOMPARE(types, (QStringList{"conv2d", "batch_norm2d", "lif", "max_pool2d", "conv2d", "batch_norm2d", "lif", "max_pool2d",
                                     "flatten", "linear", "lif"}));
        QCOMPARE(plan.parameterCount(), std::int64_t(2 * 16 * 9 + 32 + 16 * 32 * 9 + 64 + 32 * 8 * 8 * 10 + 10));
    }
};

SPW_TEST_GUILESS(tst_Examples)

} // namespace tst_examples

#include "tst_examples.moc"
