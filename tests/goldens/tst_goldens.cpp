// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/engine/goldens/call_text.h"
#include "core/engine/goldens/compare.h"
#include "core/engine/goldens/golden_case.h"
#include "core/engine/goldens/runner.h"
#include "tests/runner/registry.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <fstream>
#include <limits>

namespace tst_goldens {

using namespace spw;
using namespace spw::engine::golden;

namespace {

/// The whole message of the Error that reading `cases` throws; empty if none.
std::string refusal(const std::string& cases)
{
    try {
        const auto file = GoldenFile::parse("{\"schema\":\"snn-golden/1\",\"family\":\"f\",\"cases\":" + cases + "}", "f.json", {});
        for (const GoldenCase& one : file->cases())
            one.input("x");
    } catch (const Error& e) {
        return e.what();
    }
    return {};
}

std::unique_ptr<GoldenFile> fileOf(const std::string& family, const std::string& cases)
{
    return GoldenFile::parse("{\"schema\":\"snn-golden/1\",\"family\":\"" + family + "\",\"cases\":" + cases + "}", "f.json", {});
}

std::string withX(const std::string& array) { return "[{\"id\":\"a\",\"inputs\":{\"x\":" + array + "}}]"; }

} // namespace

/// With SPW_GOLDENS the cases of that folder, one row each; else the frame itself.
class tst_Goldens final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void theModelsAgreeWithTheReference_data()
    {
        QTest::addColumn<int>("outcome");
        QTest::addColumn<QByteArray>("why");
        const QByteArray path = qgetenv("SPW_GOLDENS");
        if (path.isEmpty())
            return;
        GoldenRequest request;
        request.path = path.toStdString();
        const GoldenReport report = runGoldens(request);
        QCOMPARE(report.unreadable, std::int64_t(0));
        for (const GoldenFamilyReport& family : report.families)
            for (const GoldenCaseReport& one : family.cases)
                QTest::newRow((family.family + ": " + one.id).c_str()) << int(one.outcome) << QByteArray(one.why.c_str());
    }
    void theModelsAgreeWithTheReference()
    {
        if (!qEnvironmentVariableIsSet("SPW_GOLDENS"))
            QSKIP("run for each folder by the tests goldens_*");
        QFETCH(int, outcome);
        QFETCH(QByteArray, why);
        if (outcome == int(GoldenOutcome::Skipped))
            QSKIP(why.constData());
        QVERIFY2(outcome == int(GoldenOutcome::Passed), why.constData());
    }

    void brokenFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("cases");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const std::string& cases, const char* expected) {
            QTest::newRow(name) << QByteArray(cases.c_str()) << QByteArray(expected);
        };
        row("size", withX(R"({"shape":[2,3],"dtype":"float","data":[1]})"), "says 6 values");
        row("huge", withX(R"({"shape":[4611686018427387904,4611686018427387904],"dtype":"float","data":[1]})"), "larger");
        row("wraps", withX(R"({"shape":[4294967296,4294967296],"dtype":"float","data":[]})"), "larger");
        row("negative", withX(R"({"shape":[-1],"dtype":"float","data":[1]})"), "negative");
        row("no number", withX(R"({"shape":[1],"dtype":"float","data":[[1]]})"), "number was expected");
        row("no whole number", withX(R"({"shape":[1],"dtype":"int","data":[0.5]})"), "whole number");
        row("infinite whole number", withX(R"({"shape":[1],"dtype":"int","data":["inf"]})"), "whole number");
        row("kind", withX(R"({"shape":[1],"dtype":"text","data":[1]})"), "dtype");
        row("too many axes", withX(R"({"shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"dtype":"int","data":[1]})"), "at most 16");
        row("no list", "{}", "'cases' is no list");
        row("no case", "[3]", "no object");
        row("no id", "[{}]", "'id'");
        row("no input", R"([{"id":"a","inputs":{}}])", "no 'x'");
    }
    void brokenFilesAreRefused()
    {
        QFETCH(QByteArray, cases);
        QFETCH(QByteArray, expected);
        const std::string message = refusal(cases.toStdString());
        QVERIFY2(message.find(expected.toStdString()) != std::string::npos, message.c_str());
    }

    void numbersThatJsonDoesNotHaveAreRead()
    {
        const auto file = fileOf("f", withX(R"({"shape":[3],"dtype":"float","data":["nan","inf","-inf"]})"));
        const at::Tensor x = file->cases().at(0).input("x");
        QVERIFY(std::isnan(x[0].item<double>()));
        QCOMPARE(x[1].item<double>(), std::numeric_limits<double>::infinity());
        QCOMPARE(x[2].item<double>(), -std::numeric_limits<double>::infinity());
        QVERIFY(differenceExact(x, x).empty());
    }

    void aDifferenceNamesItsWorstElement()
    {
        const at::Tensor expected = at::tensor({1.0, 2.0, 3.0, 4.0}, at::kDouble).reshape({2, 2});
        at::Tensor actual = expected.clone();
        QVERIFY(differenceWithin(actual, expected, 1e-5, 1e-6).empty());
        actual[1][0] += 3.9e-5;
        QVERIFY(differenceWithin(actual, expected, 1e-5, 1e-6).empty());   // 1e-5 of 4, the largest
        QVERIFY(!differenceExact(actual, expected).empty());
        actual[0][1] += 1e-3;
        actual[1][1] += 1e-2;
        const std::string text = differenceWithin(actual, expected, 1e-5, 1e-6);
        QVERIFY2(text.find("2 of 4 values differ, worst at [1, 1]") == 0, text.c_str());
        QVERIFY(differenceWithin(expected.reshape({4}), expected, 1, 1).find("shape [4]") != std::string::npos);
        QVERIFY(differenceWithin(at::full({2, 2}, std::nan("")), expected, 1, 1).find("4 of 4") == 0);
    }

    void ratesAreJudgedByTheirStandardError()
    {
        const at::Tensor p = at::tensor({0.0, 0.5, 1.0}, at::kDouble);
        QVERIFY(differenceFromRates(at::tensor({0.0, 0.52, 1.0}, at::kDouble), p, 10000).empty());
        QVERIFY(!differenceFromRates(at::tensor({0.0, 0.53, 1.0}, at::kDouble), p, 10000).empty());
        QVERIFY(!differenceFromRates(at::tensor({0.001, 0.5, 1.0}, at::kDouble), p, 10000).empty());
    }

    void whatIsUnknownIsSkippedWithAReason()
    {
        const auto family = fileOf("of_nobody", R"([{"id":"a"}])");
        const CaseResult unknown = runCase(family->cases().at(0));
        QVERIFY(unknown.outcome == GoldenOutcome::Skipped);
        QVERIFY(unknown.why.find("of_nobody") != std::string::npos);
        const auto variant = fileOf("sj_neuron", R"([{"id":"NoSuchNode/a"}])");
        const CaseResult skipped = runCase(variant->cases().at(0));
        QVERIFY(skipped.outcome == GoldenOutcome::Skipped);
        QVERIFY(skipped.why.find("NoSuchNode") != std::string::npos);
    }

    void settingsThatNoNodeHasAreSkippedByName_data()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<QByteArray>("oneCase");
        QTest::addColumn<QByteArray>("name");
        const auto row = [](const char* name, const char* family, const char* oneCase) {
            QTest::newRow(name) << QByteArray(family) << QByteArray(oneCase) << QByteArray(name);
        };
        row("v_peak", "sj_neuron", R"x([{"id":"IFNode/a","params":{"v_peak":2}}])x");
        row("zeta", "sj_neuron", R"x([{"id":"IFNode/a","params":{"surrogate":{"name":"ATan","zeta":2}}}])x");
        row("SomeSlope", "sj_neuron", R"x([{"id":"IFNode/a","params":{"surrogate":{"name":"SomeSlope"}}}])x");
        row("3.5", "sj_neuron_extra", R"x([{"id":"ILCIFNode","params":{"surrogate":"ATan(3.5)"}}])x");
        row("mask", "lava_block", R"x([{"id":"cuba.Dense/a","params":{"mask":"diagonal","neuron":{"threshold":1}}}])x");
        row("v_leak", "lava_neuron", R"x([{"id":"cuba/a","params":{"threshold":1,"v_leak":3}}])x");
        row("order", "lava_misc", R"x([{"id":"FIR","params":{"order":3}}])x");
        row("window", "sinabs", R"x([{"id":"IAF/a","params":{"surrogate":"Heaviside(window=wide)"}}])x");
        row("0.3", "sinabs", R"x([{"id":"IAF/a","params":{"reset":"MembraneReset(reset_value=0.3)"}}])x");
        row("hidden", "sj_rnn", R"x([{"id":"GRU/a","params":{"hidden":3}}])x");
    }
    void settingsThatNoNodeHasAreSkippedByName()
    {
        QFETCH(QByteArray, family);
        QFETCH(QByteArray, oneCase);
        QFETCH(QByteArray, name);
        const auto file = fileOf(family.toStdString(), oneCase.toStdString());
        const CaseResult result = runCase(file->cases().at(0));
        QVERIFY2(result.outcome == GoldenOutcome::Skipped, result.why.c_str());
        const std::string expected = name == "window" ? "wide" : name == "0.3" ? "reset value" : name.toStdString();
        QVERIFY2(result.why.find(expected == "SomeSlope" ? "some_slope" : expected) != std::string::npos, result.why.c_str());
    }

    void callsAreReadAsTheyArePrinted()
    {
        const CallText conv = CallText::of("layer.WSConv2d(2,3, (3, 2),padding=1 , gain=True): and so on");
        QCOMPARE(conv.name, std::string("WSConv2d"));
        QVERIFY(wholePair(conv.argument(2, "kernel_size")) == (std::vector<std::int64_t>{3, 2}));
        QVERIFY(wholePair(conv.argument(4, "padding")) == (std::vector<std::int64_t>{1, 1}));
        QVERIFY(conv.argument(3, "stride").empty());
        QVERIFY(plainValue(conv.argument(9, "gain")) == ParamValue(true));
        const CallText nested = CallText::of("Loop(Sequential(Linear(3, 4), LIFNode(tau=2., ATan())), in=3)");
        const CallText inner = CallText::of(nested.argument(0, "sub_module"));
        QCOMPARE(inner.places.size(), std::size_t(2));
        QCOMPARE(CallText::of(inner.places[1]).argument(9, "tau"), std::string("2."));
        QVERIFY(plainValue("2.") == ParamValue(2.0));
        QVERIFY(plainValue("None") == ParamValue(std::monostate{}));
        for (const char* broken : {"", "(3)", "Loop(3", "Loop(a(b)"})
            QVERIFY_EXCEPTION_THROWN(CallText::of(broken), Skip);
        for (const char* broken : {"", "3,,4", "a", "(1, 2, 3)"})
            QVERIFY_EXCEPTION_THROWN(wholePair(broken), Skip);
    }

    void aForgottenOutputFails()
    {
        const auto file = fileOf("f", R"([{"id":"a","outputs":{"y":1,"z":2,"primitive":null},"grads":{"x":3}}])");
        Checks checks(file->cases().at(0));
        checks.spikes("y", at::scalar_tensor(1.0));
        checks.gradient("x", at::scalar_tensor(3.0));
        const CaseResult result = checks.result();
        QVERIFY(result.outcome == GoldenOutcome::Failed);
        QVERIFY2(result.why.find("output z was not compared") != std::string::npos, result.why.c_str());
        checks.analog("z", at::scalar_tensor(2.0));
        QVERIFY(checks.result().outcome == GoldenOutcome::Passed);
    }

    void aWrongValueOfTheReferenceIsFound()
    {
        // The node is right; the reference is bent.
        const auto text = [](const char* third) {
            return std::string(R"([{"id":"IFNode/a","params":{"v_threshold":1,"detach_reset":false,"v_reset":0,)")
                   + R"("surrogate":{"name":"Sigmoid","alpha":4}},"inputs":{"x":{"shape":[4,1],"dtype":"float",)"
                   + R"("data":[0.5,0.5,0.5,0.5]},"w":{"shape":[4,1],"dtype":"float","data":[1,1,1,1]}},)"
                   + R"("outputs":{"y":{"shape":[4,1],"dtype":"float","data":[0,1,0,)" + third + "]}}}]";
        };
        QVERIFY(runCase(fileOf("sj_neuron", text("1"))->cases().at(0)).outcome == GoldenOutcome::Passed);
        const CaseResult wrong = runCase(fileOf("sj_neuron", text("0"))->cases().at(0));
        QVERIFY(wrong.outcome == GoldenOutcome::Failed);
        QVERIFY2(wrong.why.find("[3, 0]: 1, expected 0") != std::string::npos, wrong.why.c_str());
    }

    void aDamagedFileCountsAsAFailure()
    {
        QTemporaryDir dir;
        std::ofstream(dir.filePath("a.json").toStdString()) << "{\"schema\":\"snn-golden/1\",\"family\":";
        std::ofstream(dir.filePath("b.json").toStdString()) << "{\"schema\":\"another/1\"}";
        GoldenRequest request;
        request.path = dir.path().toStdString();
        const GoldenReport report = runGoldens(request);
        QCOMPARE(report.count(GoldenOutcome::Failed), std::int64_t(1));
        QCOMPARE(report.notes.size(), std::size_t(2));
        QFile::remove(dir.filePath("a.json"));
        QVERIFY_EXCEPTION_THROWN(runGoldens(request), Error);
    }
};

SPW_TEST_GUILESS(tst_Goldens)

} // namespace tst_goldens

#include "kernels/torch/aten.h"
#include "tst_goldens.moc"
