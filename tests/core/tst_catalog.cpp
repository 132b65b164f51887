// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/catalog/catalog.h"
#include "core/nodes/shape_rules.h"
#include "tests/runner/registry.h"

#include <QtTest>

#include <cmath>
#include <set>
#include <sstream>

namespace tst_catalog {

using namespace spw;

namespace {

const NodeSpec& spec(const char* id)
{
    const NodeSpec* found = builtinCatalog().find(id);
    if (!found)
        throw Error("no such node", id, "");
    return *found;
}

PortInfo maps(std::vector<Dim> features, PortType type = PortType::Sequence)
{
    return {.type = type, .features = std::move(features), .steps = 16, .classes = {}};
}

/// Shape rule of `id` with some parameters changed.
ShapeAnswer ask(const char* id, std::optional<PortInfo> input, std::vector<std::pair<std::string, ParamValue>> changes = {},
                NodeReport* report = nullptr)
{
    ParamValues values = spec(id).initialValues();
    for (auto& [name, value] : changes)
        values.set(name, value);
    NodeReport own;
    return spec(id).shape({.values = values, .inputs = {std::move(input)}}, report ? *report : own);
}

std::vector<std::int64_t> both(std::int64_t n)
{
    return {n, n};
}

} // namespace

class tst_Catalog final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyNodeIsFullyDescribed_data()
    {
        QTest::addColumn<QString>("id");
        for (const NodeSpec* node : builtinCatalog().all())
            QTest::newRow(node->id.c_str()) << QString::fromStdString(node->id);
    }

    void everyNodeIsFullyDescribed()
    {
        QFETCH(QString, id);
        const NodeSpec& node = *builtinCatalog().find(id.toStdString());
        QVERIFY(!node.title.empty() && !node.caption.empty() && !node.doc.empty() && !node.source.empty());
        QVERIFY2(node.caption.back() == '.' || node.caption.back() == '?', node.caption.c_str());
        QVERIFY(node.inputs.size() + node.outputs.size() > 0);
        QVERIFY(node.outputs.empty() || node.shape);
        std::set<std::string> ports, params;
        for (const auto* list : {&node.inputs, &node.outputs})
            for (const PortSpec& port : *list) {
                QVERIFY2(ports.insert(port.name).second, port.name.c_str());
                QVERIFY2(!port.doc.empty(), port.name.c_str());
            }
        for (const ParamSpec& param : node.params) {
            const char* name = param.name.c_str();
            QVERIFY2(params.insert(param.name).second, name);
            QVERIFY2(!param.caption.empty() && !param.doc.empty(), name);
            QVERIFY2(param.doc.back() == '.', name);
            QVERIFY2(whyIllegal(param, param.initial).empty(), whyIllegal(param, param.initial).c_str());
            QVERIFY2(param.initial == normalised(param, param.initial), name);
            QVERIFY2(param.range.low < param.range.high, name);
            QVERIFY2((param.type == ParamType::Choice) == !param.choices.empty(), name);
            std::set<std::string> choices;
            for (const Choice& choice : param.choices)
                QVERIFY2(choices.insert(choice.id).second && !choice.caption.empty(), name);
            if (param.type == ParamType::Int || listLength(param.type) > 0)
                QVERIFY2(std::isfinite(param.range.low) && std::abs(param.range.high) < 1e15, name);
        }
        if (node.check) {   // a fresh node has no error of its own
            NodeReport report;
            node.check(node.initialValues(), report);
            QVERIFY(!hasErrors(report.list()));
        }
    }

    void conditionsForShowingNameRealParameters()
    {
        for (const NodeSpec* node : builtinCatalog().all())
            for (const ParamSpec& param : node->params) {
                if (param.visibleWhen.empty())
                    continue;
                const auto equals = param.visibleWhen.find('=');
                QVERIFY(equals != std::string::npos);
                const ParamSpec* other = node->param(param.visibleWhen.substr(0, equals));
                QVERIFY2(other && other->type == ParamType::Choice, param.visibleWhen.c_str());
                std::istringstream list(param.visibleWhen.substr(equals + 1));
                for (std::string id; std::getline(list, id, '|');)
                    QVERIFY2(whyIllegal(*other, id).empty(), param.visibleWhen.c_str());
            }
    }

    void everyShapeRuleAcceptsUnknownInputsWithoutComplaint()
    {
        for (const NodeSpec* node : builtinCatalog().all()) {
            if (!node->shape)
                continue;
            NodeReport report;
            const ParamValues values = node->initialValues();
            const ShapeAnswer nothing =
                node->shape({.values = values, .inputs = std::vector<std::optional<PortInfo>>(node->inputs.size())}, report);
            QCOMPARE(nothing.outputs.size(), node->outputs.size());
            QVERIFY2(report.list().empty(), node->id.c_str());
            std::vector<std::optional<PortInfo>> vague;
            for (const PortSpec& port : node->inputs)
                vague.push_back(PortInfo{.type = port.type, .features = {}, .steps = {}, .classes = {}});
            QCOMPARE(node->shape({.values = values, .inputs = vague}, report).outputs.size(), node->outputs.size());
            QVERIFY2(report.list().empty(), node->id.c_str());
        }
    }

    void anIdCanBeTakenOnlyOnce()
    {
        Catalog catalog;
        catalog.add(spec("neuron.lif"));
        QVERIFY_THROWS_EXCEPTION(Error, catalog.add(spec("neuron.lif")));
        QCOMPARE(catalog.all().size(), std::size_t(1));
    }

    // As torch::conv2d, max_pool2d and avg_pool2d count them.
    void windowsGiveTheSizesOfLibTorch_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("kernel");
        QTest::addColumn<int>("stride");
        QTest::addColumn<int>("padding");
        QTest::addColumn<int>("dilation");
        QTest::addColumn<bool>("ceil");
        QTest::addColumn<int>("result");
        QTest::newRow("conv 3 p1") << "layer.conv2d" << 34 << 3 << 1 << 1 << 1 << false << 34;
        QTest::newRow("conv 3") << "layer.conv2d" << 34 << 3 << 1 << 0 << 1 << false << 32;
        QTest::newRow("conv 5 s2 p2") << "layer.conv2d" << 34 << 5 << 2 << 2 << 1 << false << 17;
        QTest::newRow("conv dilated") << "layer.conv2d" << 34 << 3 << 1 << 0 << 4 << false << 26;
        QTest::newRow("conv exact fit") << "layer.conv2d" << 5 << 5 << 3 << 0 << 1 << false << 1;
        QTest::newRow("pool 2") << "layer.max_pool2d" << 34 << 2 << 0 << 0 << 1 << false << 17;
        QTest::newRow("pool 2 odd") << "layer.max_pool2d" << 17 << 2 << 0 << 0 << 1 << false << 8;
        QTest::newRow("pool 2 odd ceil") << "layer.max_pool2d" << 17 << 2 << 0 << 0 << 1 << true << 9;
        QTest::newRow("pool 3 s2 p1") << "layer.avg_pool2d" << 17 << 3 << 2 << 1 << 1 << false << 9;
        QTest::newRow("ceil drops a window of padding only") << "layer.avg_pool2d" << 5 << 2 << 3 << 1 << 1 << true << 2;
        QTest::newRow("ceil keeps the last window") << "layer.sum_pool2d" << 6 << 3 << 2 << 0 << 1 << true << 3;
    }

    void windowsGiveTheSizesOfLibTorch()
    {
        QFETCH(QString, id);
        QFETCH(int, size);
        QFETCH(int, kernel);
        QFETCH(int, stride);
        QFETCH(int, padding);
        QFETCH(int, dilation);
        QFETCH(bool, ceil);
        QFETCH(int, result);
        std::vector<std::pair<std::string, ParamValue>> changes{
            {"kernel_size", both(kernel)}, {"stride", both(stride)}, {"padding", both(padding)}};
        if (id == "layer.conv2d")
            changes.push_back({"dilation", both(dilation)});
        else
            changes.push_back({"ceil_mode", ceil});
        const ShapeAnswer answer = ask(qPrintable(id), maps({2, size, size}), changes);
        QVERIFY(answer.valid);
        QCOMPARE(answer.outputs[0].features[1], Dim(result));
        QCOMPARE(answer.outputs[0].features[2], Dim(result));
        QCOMPARE(answer.outputs[0].steps, Dim(16));
    }

    void convolutionsCountTheirNumbers()
    {
        const ShapeAnswer answer = ask("layer.conv2d", maps({4, 34, 20}),
                                       {{"out_channels", std::int64_t(8)}, {"groups", std::int64_t(2)},
                                        {"kernel_size", std::vector<std::int64_t>{3, 5}}});
        QCOMPARE(answer.parameterCount, std::int64_t(8 * 2 * 3 * 5 + 8));
        QCOMPARE(answer.multiplications, double(8 * 2 * 3 * 5 * 32 * 16));
    }

    void unknownSidesStayUnknown()
    {
        const ShapeAnswer conv = ask("layer.conv2d", maps({2, std::nullopt, 34}), {{"padding", both(1)}});
        QCOMPARE(shapeText(conv.outputs[0].features), std::string("16x?x34"));
        const ShapeAnswer pool = ask("layer.max_pool2d", conv.outputs[0]);
        QCOMPARE(shapeText(pool.outputs[0].features), std::string("16x?x17"));
        const ShapeAnswer flat = ask("layer.flatten", pool.outputs[0]);
        QCOMPARE(shapeText(flat.outputs[0].features), std::string("?"));
        QCOMPARE(flat.outputs[0].features.size(), std::size_t(1));
        const ShapeAnswer linear = ask("layer.linear", flat.outputs[0]);
        QCOMPARE(shapeText(linear.outputs[0].features), std::string("10"));
        QCOMPARE(linear.parameterCount, std::int64_t(0));
    }

    void someOutputsFollowTheTypeOfTheirInput()
    {
        QCOMPARE(ask("layer.max_pool2d", maps({2, 4, 4}, PortType::Spikes)).outputs[0].type, PortType::Spikes);
        QCOMPARE(ask("layer.max_pool2d", maps({2, 4, 4})).outputs[0].type, PortType::Sequence);
        QCOMPARE(ask("layer.flatten", maps({2, 4, 4}, PortType::Spikes)).outputs[0].type, PortType::Spikes);
        QCOMPARE(ask("layer.avg_pool2d", maps({2, 4, 4}, PortType::Spikes)).outputs[0].type, PortType::Sequence);
        QCOMPARE(ask("neuron.if", maps({2, 4, 4})).outputs[0].type, PortType::Spikes);
    }

    void flattenJoinsTheAxesItIsTold()
    {
        const auto flat = [](std::int64_t start, std::int64_t end) {
            return shapeText(ask("layer.flatten", maps({2, 3, 5}), {{"start_dim", start}, {"end_dim", end}}).outputs[0].features);
        };
        QCOMPARE(flat(1, -1), std::string("30"));
        QCOMPARE(flat(1, 2), std::string("6x5"));
        QCOMPARE(flat(2, 3), std::string("2x15"));
        QCOMPARE(flat(2, -2), std::string("2x3x5"));
        NodeReport report;
        QVERIFY(!ask("layer.flatten", maps({2, 3, 5}), {{"start_dim", std::int64_t(4)}}, &report).valid);
        QCOMPARE(report.list()[0].code, std::string("SPW-S017"));
    }

    void numbersThatAreTooLargeStopInsteadOfWrapping()
    {
        const std::int64_t large = std::int64_t(1) << 40;
        QCOMPARE(shapes::saturatingProduct({large, large}), std::numeric_limits<std::int64_t>::max());
        const ShapeAnswer answer = ask("layer.linear", maps({large}), {{"out_features", std::int64_t(16'777'216)}});
        QVERIFY(answer.parameterCount > 0);
    }

    void aParametricNeuronLearnsOneNumber()
    {
        QCOMPARE(ask("neuron.parametric_lif", maps({10})).parameterCount, std::int64_t(1));
        QCOMPARE(ask("neuron.lif", maps({10})).parameterCount, std::int64_t(0));
    }

    void rangesSayWhatIsLegal()
    {
        QCOMPARE(above(1).text(), std::string("above 1"));
        QCOMPARE(between(0, 1).text(), std::string("from 0 to 1"));
        QCOMPARE(betweenBelow(0, 1).text(), std::string("at least 0 and below 1"));
        QCOMPARE(anyReal().text(), std::string("any number"));
        const ParamSpec& tau = *spec("neuron.lif").param("tau");
        QCOMPARE(whyIllegal(tau, 0.5), std::string("must be a number above 1 (steps); it is 0.5"));
        QVERIFY(!whyIllegal(tau, 1.0).empty());
        QVERIFY(!whyIllegal(tau, std::nan("")).empty());
        QVERIFY(!whyIllegal(tau, std::numeric_limits<double>::infinity()).empty());
        QVERIFY(!whyIllegal(tau, std::monostate{}).empty());
        QVERIFY(!whyIllegal(tau, "2").empty());
        QVERIFY(whyIllegal(tau, std::int64_t(3)).empty());
        const ParamSpec& kernel = *spec("layer.conv2d").param("kernel_size");
        QVERIFY(!whyIllegal(kernel, both(0)).empty());
        QVERIFY(!whyIllegal(kernel, std::vector<std::int64_t>{1, 2, 3}).empty());
        QVERIFY(whyIllegal(kernel, std::int64_t(3)).empty());
    }

    void typedTextBecomesAValue()
    {
        const NodeSpec& conv = spec("layer.conv2d");
        const NodeSpec& lif = spec("neuron.lif");
        QVERIFY(parseParam(*conv.param("kernel_size"), "3") == ParamValue(both(3)));
        QVERIFY(parseParam(*conv.param("kernel_size"), "[3, 5]") == ParamValue(std::vector<std::int64_t>{3, 5}));
        QVERIFY(parseParam(*conv.param("kernel_size"), "3x5") == ParamValue(std::vector<std::int64_t>{3, 5}));
        QVERIFY(parseParam(*conv.param("bias"), "off") == ParamValue(false));
        QVERIFY(parseParam(*lif.param("tau"), " 2.5 ") == ParamValue(2.5));
        QVERIFY(parseParam(*lif.param("v_reset"), "none") == ParamValue(std::monostate{}));
        QVERIFY(parseParam(*lif.param("surrogate"), "atan") == ParamValue(std::string("atan")));
        for (const char* wrong : {"", "x", "1", "nan", "inf", "2,5", "2 3"})
            QVERIFY_THROWS_EXCEPTION(Error, parseParam(*lif.param("tau"), wrong));
        for (const char* wrong : {"3,4,5", "3,", "0", "3.5", "-1", "99999999999999999999"})
            QVERIFY_THROWS_EXCEPTION(Error, parseParam(*conv.param("kernel_size"), wrong));
    }

    void whatIsShownOfAValueReadsBackAsTheSameValue()
    {
        for (const NodeSpec* node : builtinCatalog().all())
            for (const ParamSpec& param : node->params)
                QVERIFY2(parseParam(param, toText(param.initial)) == param.initial, param.name.c_str());
    }
};

SPW_TEST_GUILESS(tst_Catalog)

} // namespace tst_catalog

#include "tst_catalog.moc"
