// SPDX-License-Identifier: GPL-3.0-or-later
#include "layer_rules.h"
#include "source_rules.h"
#include "tests/runner/registry.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QtTest>

#include <set>
#include <string>

namespace tst_layering {

using namespace spw::layering;

namespace {

const QStringList kLayerFolders{"app", "ui", "core", "kernels", "plugins"};

QDir root() { return QDir(QStringLiteral(SPW_SOURCE_DIR)); }

QByteArray contentOf(const QString& path)
{
    QFile file(root().filePath(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Files under `folders`, relative to the source root, sorted.
QStringList filesUnder(const QStringList& folders, const QStringList& patterns)
{
    QStringList out;
    for (const QString& folder : folders) {
        QDirIterator it(root().filePath(folder), patterns, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            out << root().relativeFilePath(it.next());
    }
    out.sort();
    return out;
}

std::string joined(const Violations& violations)
{
    std::string out;
    for (const Violation& violation : violations)
        out += "\n  " + violation.text();
    return out;
}

} // namespace

class tst_Layering final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theTreeIncludesOnlyWhatItsLayerMay();
    void theTreeLinksOnlyWhatItsLayerMay();
    void everySourceKeepsTheHouseRules();
    void everyFolderWithSourcesExplainsItself();

    void aForbiddenIncludeIsReported_data();
    void aForbiddenIncludeIsReported();
    void anAllowedIncludeIsLeftAlone_data();
    void anAllowedIncludeIsLeftAlone();
    void aForbiddenLinkIsReportedWithItsLine_data();
    void aForbiddenLinkIsReportedWithItsLine();
    void anAllowedLinkIsLeftAlone_data();
    void anAllowedLinkIsLeftAlone();
    void aBrokenHouseRuleIsReported_data();
    void aBrokenHouseRuleIsReported();
};

void tst_Layering::theTreeIncludesOnlyWhatItsLayerMay()
{
    const QStringList sources = filesUnder(kLayerFolders, {"*.h", "*.cpp", "*.cu", "*.cuh", "*.inl", "*.in"});
    for (const QString& folder : kLayerFolders)
        QVERIFY2(root().exists(folder), qPrintable("the folder has moved: " + folder));
    Violations all;
    for (const QString& path : sources)
        for (Violation& violation : checkIncludes(path.toStdString(), contentOf(path).toStdString()))
            all.push_back(std::move(violation));
    QVERIFY2(all.empty(), joined(all).c_str());
}

void tst_Layering::theTreeLinksOnlyWhatItsLayerMay()
{
    const QStringList lists = filesUnder(kLayerFolders, {"CMakeLists.txt", "*.cmake"});
    QVERIFY2(!lists.isEmpty(), "no CMakeLists.txt was found: the folders have moved");
    Violations all;
    for (const QString& path : lists)
        for (Violation& violation : checkLinks(path.toStdString(), contentOf(path).toStdString()))
            all.push_back(std::move(violation));
    QVERIFY2(all.empty(), joined(all).c_str());
}

void tst_Layering::everySourceKeepsTheHouseRules()
{
    const QStringList folders = kLayerFolders + QStringList{"resources", "tests", "installer", "cmake"};
    QStringList files = filesUnder(folders, {"*.h", "*.cpp", "*.cu", "*.cuh", "*.inl", "*.sh", "*.py", "*.md", "*.txt", "*.cmake", "*.in"});
    files << root().entryList({"*.md", "CMakeLists.txt", "CMakePresets.json", "run", "test"}, QDir::Files);
    Violations all;
    for (const QString& path : files)
        for (Violation& violation : checkSourceText(path.toStdString(), contentOf(path).toStdString()))
            all.push_back(std::move(violation));
    QVERIFY2(all.empty(), joined(all).c_str());
}

void tst_Layering::everyFolderWithSourcesExplainsItself()
{
    std::set<QString> folders;
    for (const QString& path : filesUnder(kLayerFolders + QStringList{"tests"}, {"*.h", "*.cpp", "*.cu"}))
        folders.insert(QFileInfo(path).path());
    QStringList without;
    for (const QString& folder : folders)
        if (!QFile::exists(root().filePath(folder + "/README.md")))
            without << folder;
    QVERIFY2(without.isEmpty(), qPrintable("no README.md in: " + without.join(", ")));
}

void tst_Layering::aForbiddenIncludeIsReported_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("rule");
    const auto row = [](const char* name, const char* path, const char* line, const char* rule) {
        QTest::newRow(name) << QString(path) << QString(line) << QString(rule);
    };
    row("kernels see no LibTorch", "kernels/lif.cpp", "#include <ATen/ATen.h>", "kernels may not include torch");
    row("kernels see no core", "kernels/lif.h", "#include \"core/graph/graph.h\"", "kernels may not include core");
    row("kernels see no operators", "kernels/lif.h", "#include \"kernels/torch/ops.h\"", "kernels may not include ops");
    row("kernels see no JSON", "kernels/lif.h", "#include <nlohmann/json.hpp>", "kernels may not include json");
    row("operators see no core", "kernels/torch/ops.cpp", "#include \"core/error.h\"", "ops may not include core");
    row("CUDA sees no LibTorch", "kernels/lif.cu", "#include <c10/cuda/CUDAStream.h>", "CUDA sources see only");
    row("CUDA sees no operators", "kernels/lif.cu", "#include \"kernels/torch/ops.h\"", "CUDA sources see only");
    row("CUDA lives in kernels", "core/lif.cu", "#include <cmath>", "CUDA sources live in kernels");
    row("core sees no Qt", "core/graph/graph.cpp", "#include <QString>", "core may not include qt");
    row("core sees no Qt by module", "core/graph/graph.cpp", "#include <QtCore/qstring.h>", "core may not include qt");
    row("core sees no LibTorch", "core/graph/graph.h", "  #  include <torch/types.h>", "core may not include torch");
    row("core sees no engine", "core/plan/plan.cpp", "#include \"core/engine/run.h\"", "core may not include engine");
    row("core sees no ui", "core/plan/plan.cpp", "#include \"ui/canvas/canvas.h\"", "core may not include ui");
    row("the public engine header is core", "core/engine_api.h", "#include <ATen/core/Tensor.h>", "core may not include torch");
    row("the engine sees no Qt", "core/engine/run.cpp", "#include <QObject>", "engine may not include qt");
    row("the window sees no LibTorch", "ui/shell/main_window.cpp", "#include <torch/types.h>", "ui may not include torch");
    row("the window sees no CUDA", "ui/shell/main_window.cpp", "#include <cuda_runtime.h>", "ui may not include cuda");
    row("the window sees no engine", "ui/shell/main_window.cpp", "#include \"core/engine/run.h\"", "ui may not include engine");
    row("the studio loads the engine late", "app/studio/main.cpp", "#include \"core/engine/run.h\"", "studio may not include engine");
    row("plugins see no window", "plugins/nir/nir.cpp", "#include \"ui/theme.h\"", "plugins may not include ui");
    row("plugins see no Qt", "plugins/nir/nir.cpp", "#include <QFile>", "plugins may not include qt");
    row("plugins see no neighbour", "plugins/nir/nir.cpp", "#include \"plugins/lava/lava.h\"", "another plugin");
    row("no umbrella header", "core/engine/run.cpp", "#include <torch/torch.h>", "costs 27 seconds");
    row("no neighbours by bare name", "core/graph/graph.cpp", "#include \"graph.h\"", "from the source root");
    row("no way up by dots", "core/graph/graph.cpp", "#include \"../nodes/spec.h\"", "never with ..");
    row("no unknown library", "core/graph/graph.cpp", "#include <boost/graph.hpp>", "no layer knows");
}

void tst_Layering::aForbiddenIncludeIsReported()
{
    QFETCH(QString, path);
    QFETCH(QString, line);
    QFETCH(QString, rule);
    const std::string text = "// made up\n#include <vector>\n" + line.toStdString() + "\n#include <string>\n";
    const Violations found = checkIncludes(path.toStdString(), text);
    QCOMPARE(found.size(), std::size_t(1));
    QVERIFY2(QString::fromStdString(found[0].rule).contains(rule), found[0].text().c_str());
    QVERIFY(found[0].line == 3 || found[0].line == 0);
    QVERIFY(found[0].text().rfind(path.toStdString(), 0) == 0);
}

void tst_Layering::anAllowedIncludeIsLeftAlone_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("line");
    const auto row = [](const char* path, const char* line) {
        QTest::addRow("%s %s", path, line) << QString(path) << QString(line);
    };
    row("kernels/lif.h", "#include \"kernels/dynamics/neuron.h\"");
    row("kernels/lif.cpp", "#include <immintrin.h>");
    row("kernels/lif.cu", "#include <cuda_runtime.h>");
    row("kernels/torch/ops.cpp", "#include <torch/csrc/autograd/custom_function.h>");
    row("core/plan/plan.cpp", "#include \"kernels/dynamics/neuron_list.h\"");
    row("core/data/store.cpp", "#include <hdf5.h>");
    row("core/document/json.cpp", "#include <nlohmann/json.hpp>");
    row("core/engine/run.cpp", "#include <ATen/core/Tensor.h>");
    row("core/engine/run.cpp", "#include \"core/engine_api.h\"");
    row("ui/shell/main_window.cpp", "#include \"core/engine_api.h\"");
    row("ui/shell/main_window.cpp", "#include <QtWidgets/QMainWindow>");
    row("ui/shell/main_window.cpp", "#include \"main_window.moc\"");
    row("ui/scopes/raster.cpp", "#include <qcustomplot.h>");
    row("app/cli/main.cpp", "#include \"core/engine/run.h\"");
    row("plugins/nir/nir.cpp", "#include \"plugins/nir/nir.h\"");
    row("tests/engine/tst_run.cpp", "#include <torch/torch.h>");   // tests are outside the layers
}

void tst_Layering::anAllowedIncludeIsLeftAlone()
{
    QFETCH(QString, path);
    QFETCH(QString, line);
    const Violations found = checkIncludes(path.toStdString(), line.toStdString() + "\n");
    QVERIFY2(found.empty(), joined(found).c_str());
}

void tst_Layering::aForbiddenLinkIsReportedWithItsLine_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("rule");
    const auto row = [](const char* name, const char* path, const char* text, const char* rule) {
        QTest::newRow(name) << QString(path) << QString(text) << QString(rule);
    };
    row("kernels link no LibTorch", "kernels/CMakeLists.txt", "target_link_libraries(spw_kernels\n ${TORCH_LIBRARIES})", "kernels may not link torch");
    row("core links no Qt", "core/CMakeLists.txt", "target_link_libraries(spw_core PUBLIC\n Qt6::Core)", "core may not link qt");
    row("core links no engine", "core/CMakeLists.txt", "target_link_libraries(spw_core PRIVATE\n spw_engine)", "core may not link engine");
    row("the window links no engine", "ui/CMakeLists.txt", "target_link_libraries(spw_ui PRIVATE\n spw_engine)", "ui may not link engine");
    row("the studio links no engine", "app/CMakeLists.txt", "target_link_libraries(spikewright PRIVATE\n spw_engine)", "studio may not link engine");
    row("plugins link no window", "plugins/nir/CMakeLists.txt", "target_link_libraries(nir PRIVATE\n spw_ui)", "plugins may not link ui");
    row("plugins name no window", "plugins/nir/CMakeLists.txt", "spw_add_plugin(nir SOURCES\n a.cpp LINKS Qt6::Core)", "plugins may not link qt");
    row("a generator hides nothing", "core/CMakeLists.txt", "target_link_libraries(spw_core PRIVATE\n $<$<BOOL:${X}>:Qt6::Core>)", "core may not link qt");
    row("no unknown library", "core/CMakeLists.txt", "target_link_libraries(spw_core PRIVATE\n Boost::graph)", "no layer knows");
}

void tst_Layering::aForbiddenLinkIsReportedWithItsLine()
{
    QFETCH(QString, path);
    QFETCH(QString, text);
    QFETCH(QString, rule);
    const Violations found = checkLinks(path.toStdString(), "# target_link_libraries(x Qt6::Gui)\n" + text.toStdString() + "\n");
    QCOMPARE(found.size(), std::size_t(1));
    QVERIFY2(QString::fromStdString(found[0].rule).contains(rule), found[0].text().c_str());
    QCOMPARE(found[0].line, 3);
}

void tst_Layering::anAllowedLinkIsLeftAlone_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* path, const char* text) { QTest::newRow(text) << QString(path) << QString(text); };
    row("kernels/CMakeLists.txt", "target_link_libraries(spw_kernels PUBLIC OpenMP::OpenMP_CXX PRIVATE Threads::Threads)");
    row("kernels/torch/CMakeLists.txt", "target_link_libraries(spw_ops PUBLIC spw_kernels ${TORCH_LIBRARIES})");
    row("core/CMakeLists.txt", "target_link_libraries(spw_core PUBLIC spw_kernels PRIVATE nlohmann_json::nlohmann_json)");
    row("core/engine/CMakeLists.txt", "target_link_libraries(spw_engine PUBLIC spw_core PRIVATE spw_ops)");
    row("ui/CMakeLists.txt", "target_link_libraries(spw_ui PUBLIC spw_core Qt6::Charts ${SPW_QCUSTOMPLOT})");
    row("app/CMakeLists.txt", "target_link_libraries(spikewright-cli PRIVATE spw_engine)");
}

void tst_Layering::anAllowedLinkIsLeftAlone()
{
    QFETCH(QString, path);
    QFETCH(QString, text);
    const Violations found = checkLinks(path.toStdString(), text.toStdString());
    QVERIFY2(found.empty(), joined(found).c_str());
}

void tst_Layering::aBrokenHouseRuleIsReported_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("violations");
    const QString licence = QStringLiteral("// SPDX-License-Identifier: GPL-3.0-or-later\n");
    const QString work = QStringLiteral("/wo") + QStringLiteral("rk/");
    const QString todo = QStringLiteral("TO") + QStringLiteral("DO");
    QTest::newRow("nothing is wrong") << licence + "int a;\n" << 0;
    QTest::newRow("after the interpreter") << "#!/usr/bin/env bash\n" + licence << 0;
    QTest::newRow("no licence") << "int a;\n" << 1;
    QTest::newRow("licence too late") << "int a;\nint b;\n" + licence << 1;
    QTest::newRow("empty") << QString() << 1;
    QTest::newRow("remark without an issue") << licence + "// " + todo + ": later\n" << 1;
    QTest::newRow("remark with an issue") << licence + "// " + todo + " (#12): later\n" << 0;
    QTest::newRow("path of one machine") << licence + "const char* p = \"" + work + "data\";\n" << 1;
    QTest::newRow("part of another path") << licence + "const char* p = \"a" + work + "data\";\n" << 0;
}

void tst_Layering::aBrokenHouseRuleIsReported()
{
    QFETCH(QString, text);
    QFETCH(int, violations);
    const Violations found = checkSourceText("core/graph/graph.cpp", text.toStdString());
    QVERIFY2(int(found.size()) == violations, joined(found).c_str());
}

SPW_TEST_GUILESS(tst_Layering)

} // namespace tst_layering

#include "tst_layering.moc"
