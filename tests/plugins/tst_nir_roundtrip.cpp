// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves as NIR and comes back computes the same.
#include "core/base/atomic_file.h"
#include "nir_help.h"
#include "plugins/nir/nir_file.h"
#include "tests/runner/registry.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

namespace tst_nir_roundtrip {

using namespace spw;
using namespace spw::test;

namespace {

using Params = std::vector<std::pair<std::string, ParamValue>>;

double largestDifference(const PlainTensor& a, const PlainTensor& b)
{
    if (a.shape != b.shape)
        return 1e30;
    double worst = 0;
    for (std::size_t i = 0; i < a.data.size(); ++i)
        worst = std::max(worst, std::abs(double(a.data[i]) - double(b.data[i])));
    return worst;
}

/// dataset -> (a neuron, if spikes are asked for) -> the node -> probe; nothing if the node refuses these features.
std::optional<Drawing> alone(const NodeSpec& spec, const std::string& shape, const Params& params)
{
    Drawing drawing(shape, 40);
    const EdgeEnd data = drawing.out(1);
    std::vector<EdgeEnd> from;
    for (const PortSpec& port : spec.inputs) {
        if (!hasSteps(port.type))
            return std::nullopt;
        if (port.optional)
            break;
        if (port.type == PortType::Spikes && from.empty())
            drawing.add("neuron.if", {}, {data});
        from.push_back(port.type == PortType::Spikes ? drawing.out(2) : data);
    }
    const auto flow = std::find_if(spec.outputs.begin(), spec.outputs.end(), [](const PortSpec& port) { return hasSteps(port.type); });
    if (from.empty() || flow == spec.outputs.end())
        return std::nullopt;
    try {
        const NodeId id = drawing.add(spec.id, params, from);
        drawing.add("probe.probe", {}, {{id, flow->name}});
        if (!makePlan(drawing.document().graph).ok())
            return std::nullopt;
        opener()({drawing.document(), {}, std::nullopt});
    } catch (const Error&) {
        return std::nullopt;
    }
    return drawing;
}

std::vector<std::int64_t> withTimeAndBatch(const std::string& shape)
{
    std::vector<std::int64_t> out{40, 2};
    for (const QString& side : QString::fromStdString(shape).split('x'))
        out.push_back(side.toLongLong());
    return out;
}

bool refused(const Document& document, const std::map<std::string, std::string>& options = {})
{
    const nir::NirExporter exporter;
    return hasErrors(exporter.limits(makePlan(document.graph), exchangeOptions(exporter.options(), options, "nir")));
}

Weights weightsOf(const Document& document)
{
    return opener()({document, {}, std::nullopt})->weights();
}

/// Every number of the weights drawn anew: running statistics are not 0 and 1, delays not 0.
Weights shaken(const Document& document, unsigned seed)
{
    Weights weights = weightsOf(document);
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> share(0.6f, 1.4f);
    for (auto& [name, array] : weights.arrays)
        if (auto* values = std::get_if<std::vector<float>>(&array.data))
            for (float& value : *values)
                value = value * share(random) + (name.find("running_mean") != std::string::npos ? share(random) - 1 : 0);
    return weights;
}

} // namespace

class tst_NirRoundtrip final : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }

    /// Out and in again; says what is different, empty if nothing.
    QString difference(const Document& document, const Weights& weights, const PlainTensor& x, double tolerance,
                       const std::map<std::string, std::string>& in = {}, const std::map<std::string, std::string>& out = {})
    {
        const auto file = path("round.nir");
        const ExchangeReport report = exported(document, weights, file, out);
        if (!report.complete())
            return QString::fromStdString(toText(report));
        const ImportResult back = imported(file, in);
        if (!back.report.complete())
            return QString::fromStdString(toText(back.report));
        const PlainTensor there = answer(document, weights, x), here = answer(back.document, back.weights, x);
        const double worst = largestDifference(there, here);
        const bool silent = std::all_of(there.data.begin(), there.data.end(), [](float v) { return v == 0; });
        if (silent)
            return "nothing came out, so nothing was compared";
        return worst <= tolerance ? QString() : "differs by " + QString::number(worst);
    }

private Q_SLOTS:
    void everyNodeThatNirKnowsComesBackTheSame_data()
    {
        QTest::addColumn<QString>("id");
        for (const NodeSpec* spec : builtinCatalog().all())
            switch (spec->category) {
            case Category::Layer:
            case Category::Synapse:
            case Category::Neuron:
            case Category::Container: QTest::newRow(spec->id.c_str()) << QString::fromStdString(spec->id); break;
            default: break;
            }
    }

    void everyNodeThatNirKnowsComesBackTheSame()
    {
        QFETCH(QString, id);
        const NodeSpec& spec = *builtinCatalog().find(id.toStdString());
        int compared = 0, made = 0;
        for (const char* shape : {"12", "20", "4x9", "2x8x8", "4x6x6"}) {
            const auto drawing = alone(spec, shape, {});
            if (!drawing)
                continue;
            ++made;
            Document document = Drawing(*drawing).document();
            const nir::NirExporter exporter;
            const Diagnostics limits = exporter.limits(makePlan(document.graph), exchangeOptions(exporter.options(), {}, "nir"));
            if (hasErrors(limits)) {
                for (const Diagnostic& d : limits)
                    QVERIFY2(d.severity != Severity::Error || (!d.what.empty() && !d.fix.empty()), qPrintable(id));
                continue;
            }
            // Delays start at 0 and 1: nothing to shake there.
            const Weights weights = spec.id.find("delay") != std::string::npos ? weightsOf(document) : shaken(document, 11);
            const PlainTensor x = spec.category == Category::Neuron ? noise(withTimeAndBatch(shape), 5, 4, 4) : noise(withTimeAndBatch(shape), 5, 0.1, 0.8);
            const QString different = difference(document, weights, x, spec.outputs[0].type == PortType::Spikes ? 0 : 2e-5);
            QVERIFY2(different.isEmpty(), qPrintable(id + " of " + shape + ": " + different));
            ++compared;
        }
        if (made == 0 || compared == 0)
            QSKIP("NIR has nothing like it, or it is no node of one stream");
    }

    void settingsOfNeuronsComeBackWithAndWithoutOurNotes_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QStringList>("settings");
        QTest::addColumn<QString>("in");
        QTest::addColumn<bool>("plain");   // the same without what we noted beside the node
        const auto row = [](const char* name, const char* id, const QStringList& settings, const char* in, bool plain = true) {
            QTest::newRow(name) << id << settings << in << plain;
        };
        row("IF", "neuron.if", {"v_threshold=0.7"}, "fires=reached");
        row("IF soft", "neuron.if", {"v_reset=none"}, "fires=reached reset=soft");
        row("IF resting elsewhere", "neuron.if", {"v_reset=-0.25"}, "fires=reached", false);
        row("LIF", "neuron.lif", {"tau=3.5"}, "fires=reached");
        row("LIF without input leak", "neuron.lif", {"tau=4", "decay_input=false"}, "fires=reached");
        row("LIF soft", "neuron.lif", {"tau=4", "decay_input=false", "v_reset=none"}, "fires=reached reset=soft");
        row("LIF resting elsewhere", "neuron.lif", {"tau=3", "v_reset=0.25", "v_threshold=0.8"}, "fires=reached", false);
        row("PLIF", "neuron.parametric_lif", {"init_tau=2.5", "decay_input=false"}, "fires=reached");
        row("CLIF", "neuron.clif", {}, "fires=reached");
        row("SLTT", "neuron.sltt_lif", {"tau=3"}, "fires=reached reset=soft");
        row("sinabs IAF", "neuron.sinabs_iaf", {"spike_fn=single"}, "fires=reached reset=soft");
        row("sinabs IAF, many spikes", "neuron.sinabs_iaf", {}, "", false);
        row("sinabs LIF", "neuron.sinabs_lif", {"spike_fn=single", "tau_mem=4", "norm_input=false"}, "fires=reached reset=soft");
        row("sinabs LIF with a current", "neuron.sinabs_lif", {"spike_fn=single", "tau_mem=6", "tau_syn=3", "norm_input=false"},
            "fires=reached reset=soft");
        row("sinabs LIF with a bound", "neuron.sinabs_lif", {"min_v_mem=-0.5", "tau_mem=5", "norm_input=false"}, "", false);
        row("leaky filter", "neuron.sinabs_exp_leak", {"tau_mem=5"}, "");
        row("readout", "neuron.readout", {"tau=3"}, "");
        row("sum", "neuron.readout", {}, "");
        row("lava CUBA, real numbers", "neuron.lava_cuba", {"fixed_point=false"}, "");
        row("lava CUBA", "neuron.lava_cuba", {}, "", false);
        row("exchange", "neuron.cuba_lif", {}, "", false);
        row("NIR LIF", "neuron.nir_lif", {"tau=0.0004", "v_leak=0.1", "r=1.5", "v_threshold=0.6"}, "");
        row("NIR LIF, exponential", "neuron.nir_lif", {"tau=0.0004", "method=exponential", "fires=reached", "v_reset=none"},
            "method=exponential fires=reached reset=soft");
        row("NIR CubaLIF", "neuron.nir_cuba_lif", {"tau_mem=0.0005", "tau_syn=0.0003", "w_in=2", "r=2"}, "");
        row("NIR LI, exact", "neuron.nir_li", {"tau=0.0005", "method=exact"}, "method=exact");
        row("NIR, own values", "neuron.nir_cuba_lif", {"tau_mem=0.0006", "tau_syn=0.0004", "w_in=3", "r=2", "per=neuron"}, "");
    }

    void settingsOfNeuronsComeBackWithAndWithoutOurNotes()
    {
        QFETCH(QString, id);
        QFETCH(QStringList, settings);
        QFETCH(QString, in);
        QFETCH(bool, plain);
        const NodeSpec& spec = *builtinCatalog().find(id.toStdString());
        Params params;
        for (const QString& setting : settings) {
            const std::string name = setting.section('=', 0, 0).toStdString();
            params.emplace_back(name, parseParam(*spec.param(name), setting.section('=', 1).toStdString()));
        }
        auto drawing = alone(spec, "3x4x2", params);
        QVERIFY(drawing);
        const Weights weights = settings.contains("per=neuron") ? shaken(drawing->document(), 4) : weightsOf(drawing->document());
        const PlainTensor x = noise(withTimeAndBatch("3x4x2"), 6, 0.5, 0.8);
        const bool spikes = spec.outputs[0].type == PortType::Spikes;
        QCOMPARE(difference(drawing->document(), weights, x, 0), QString());   // with our notes: the very node
        if (!plain)
            return;
        std::map<std::string, std::string> options{{"restore", "false"}};
        for (const QString& option : in.split(' ', Qt::SkipEmptyParts))
            options[option.section('=', 0, 0).toStdString()] = option.section('=', 1).toStdString();
        QCOMPARE(difference(drawing->document(), weights, x, spikes ? 0 : 2e-5, options), QString());
    }

    void changedNumbersCountMoreThanOurNotes()
    {
        auto drawing = alone(*builtinCatalog().find("neuron.lif"), "5", {});
        const auto file = path("changed.nir");
        exported(drawing->document(), std::nullopt, file);
        nir::File content = nir::readNir(file);
        for (auto& [name, node] : content.node.nodes)
            if (node.type == "LIF")
                node.fields["v_threshold"].array->values.assign(5, 0.25);
        nir::writeNir(file, content);
        const ImportResult result = imported(file);
        bool found = false;
        for (const auto& [id, node] : result.document.graph.nodes())
            if (node.type == "neuron.nir_lif") {
                found = true;
                QCOMPARE(node.values.real("v_threshold"), 0.25);
                QCOMPARE(node.values.text("fires"), std::string("reached"));   // that note is still true
            }
        QVERIFY(found);
    }

    void anotherDtGivesTheEquationsOtherSteps()
    {
        auto drawing = alone(*builtinCatalog().find("neuron.lif"), "5", {{"tau", 4.0}});
        const auto file = path("dt.nir");
        exported(drawing->document(), std::nullopt, file, {{"dt", "0.001"}});
        const ImportResult same = imported(file), other = imported(file, {{"dt", "0.002"}});
        const auto has = [](const Graph& graph, const char* type) {
            return std::any_of(graph.nodes().begin(), graph.nodes().end(), [&](const auto& one) { return one.second.type == type; });
        };
        QVERIFY(has(same.document.graph, "neuron.lif"));
        QVERIFY(has(other.document.graph, "neuron.nir_lif"));
        QVERIFY_THROWS_EXCEPTION(Error, imported(file, {{"dt", "0.02"}}));   // longer than the time constant
    }

    void aPictureNetworkWithNormsAndShortCutsComesBack()
    {
        for (const char* foldNorms : {"true", "false"}) {
            Drawing d("2x12x12", 20);
            d.then("layer.conv2d", {{"out_channels", std::int64_t(6)}, {"padding", std::vector<std::int64_t>{1, 1}}, {"bias", false}});
            d.then("layer.batch_norm2d");
            const NodeId first = d.then("neuron.if", {{"v_threshold", 0.5}});
            d.then("layer.conv2d", {{"out_channels", std::int64_t(6)}, {"padding", std::vector<std::int64_t>{1, 1}}, {"groups", std::int64_t(2)}});
            d.then("layer.threshold_dependent_batch_norm2d");
            const NodeId second = d.then("neuron.lif", {{"v_reset", std::monostate{}}, {"v_threshold", 0.3}});
            d.add("container.residual", {}, {d.out(second), d.out(first)});
            d.then("layer.dropout");
            d.then("layer.avg_pool2d");
            d.then("layer.flatten");
            d.then("layer.linear", {{"out_features", std::int64_t(20)}});
            d.then("layer.batch_norm1d");
            d.then("neuron.parametric_lif", {{"v_threshold", 0.2}});
            d.then("layer.voting", {{"voting_size", std::int64_t(2)}});
            const NodeId last = d.then("neuron.if", {{"v_threshold", 0.4}});
            d.add("probe.probe", {}, {d.out(last)});
            d.add("readout.rate", {}, {d.out(last)});
            const Weights weights = shaken(d.document(), 8);
            const QString different = difference(d.document(), weights, noise({20, 2, 2, 12, 12}, 9, 0.3, 1), 0, {}, {{"fold_norms", foldNorms}});
            QVERIFY2(different.isEmpty(), qPrintable(different));
        }
    }

    void loopsComeBackAsLoops()
    {
        Drawing d("6", 40);
        d.then("layer.linear", {{"out_features", std::int64_t(8)}});
        const NodeId sum = d.add("container.merge", {}, {d.out(2)});
        const NodeId neuron = d.then("neuron.lif", {{"v_threshold", 0.2}});
        const NodeId wait = d.then("synapse.step_delay");
        const NodeId back = d.then("layer.linear", {{"out_features", std::int64_t(8)}});
        d.document().graph.apply(Connect{{d.out(back), {sum, "b"}}});
        d.add("layer.linear", {{"out_features", std::int64_t(4)}}, {d.out(neuron)});
        d.then("neuron.if", {{"v_threshold", 0.3}});
        d.then("probe.probe");
        QVERIFY(makePlan(d.document().graph).ok());
        const Weights weights = shaken(d.document(), 3);
        const PlainTensor x = noise({40, 2, 6}, 2, 0.3, 1);
        QCOMPARE(difference(d.document(), weights, x, 0), QString());
        const nir::File file = nir::readNir(path("round.nir"));
        for (const auto& [name, node] : file.node.nodes)
            QVERIFY2(node.type != "Delay", name.c_str());   // plain edges, as frameworks have them
        // A loop with a delay of two steps keeps its delay.
        d.document().graph.apply(RemoveNode{wait});
        const NodeId one = d.add("synapse.step_delay", {}, {d.out(neuron)}), two = d.then("synapse.delay", {{"delay_steps", std::int64_t(1)}});
        QVERIFY(one > 0);
        d.document().graph.apply(Connect{{d.out(two), {back, "x"}}});
        QVERIFY(makePlan(d.document().graph).ok());
        QCOMPARE(difference(d.document(), weights, x, 0), QString());
    }

    void recurrentNeuronsBecomeEdges()
    {
        for (const char* type : {"neuron.sinabs_lif_recurrent", "neuron.sinabs_iaf_recurrent"}) {
            auto drawing = alone(*builtinCatalog().find(type), "7", {{"rec_bias", true}});
            QVERIFY(drawing);
            const Weights weights = shaken(drawing->document(), 5);
            QCOMPARE(difference(drawing->document(), weights, noise(withTimeAndBatch("7"), 1, 3, 4), 0), QString());
        }
    }

    void streamsThatMeetAreAddedScaledOrPlaced()
    {
        for (const char* op : {"add", "subtract", "mean"}) {
            Drawing d("6", 20);
            const NodeId a = d.add("layer.linear", {{"out_features", std::int64_t(5)}}, {d.out(1)});
            const NodeId b = d.add("layer.linear", {{"out_features", std::int64_t(5)}}, {d.out(1)});
            d.add("container.merge", {{"op", std::string(op)}}, {d.out(a), d.out(b), d.out(a)});
            d.then("probe.probe");
            QCOMPARE(difference(d.document(), shaken(d.document(), 2), noise({20, 2, 6}, 3, 0, 1), 1e-5), QString());
        }
        Drawing d("6", 20);
        const NodeId a = d.add("layer.linear", {{"out_features", std::int64_t(5)}}, {d.out(1)});
        const NodeId b = d.add("layer.linear", {{"out_features", std::int64_t(3)}}, {d.out(1)});
        d.add("container.concat", {}, {d.out(a), d.out(b)});
        d.then("probe.probe");
        QCOMPARE(difference(d.document(), shaken(d.document(), 2), noise({20, 2, 6}, 3, 0, 1), 1e-5), QString());
    }

    void theLargestOfSpikesIsASumAboveOneHalf()
    {
        Drawing d("2x9x9", 20);
        d.then("neuron.if", {{"v_threshold", 2.0}});
        d.then("layer.max_pool2d", {{"padding", std::vector<std::int64_t>{1, 1}}, {"kernel_size", std::vector<std::int64_t>{3, 3}}});
        d.then("layer.max_pool2d", {{"kernel_size", std::vector<std::int64_t>{2, 2}}, {"stride", std::vector<std::int64_t>{1, 1}}});
        d.then("probe.probe");
        QCOMPARE(difference(d.document(), weightsOf(d.document()), noise({20, 2, 2, 9, 9}, 3, 0.2, 0.5), 0), QString());
    }

    void exactThresholdsMakeAboveTheSameAsReached()
    {
        // Whole numbers: the membrane is often exactly at the threshold.
        auto drawing = alone(*builtinCatalog().find("neuron.if"), "6", {{"v_threshold", 2.0}});
        PlainTensor x = noise(withTimeAndBatch("6"), 2, 0.5, 0.5);
        for (float& value : x.data)
            value = std::round(value);
        const std::map<std::string, std::string> plain{{"restore", "false"}};
        QVERIFY(!difference(drawing->document(), weightsOf(drawing->document()), x, 0, plain).isEmpty());
        QCOMPARE(difference(drawing->document(), weightsOf(drawing->document()), x, 0, plain, {{"thresholds", "exact"}}), QString());
    }

    void whatCannotBeSaidIsRefusedAndNothingIsWritten()
    {
        for (const char* type : {"neuron.adaptive", "neuron.izhikevich", "neuron.klif", "layer.max_pool2d", "layer.relu", "container.spiking_rnn"}) {
            std::optional<Drawing> drawing;
            for (const char* shape : {"12", "2x8x8"})
                drawing = drawing ? drawing : alone(*builtinCatalog().find(type), shape, {});
            QVERIFY2(drawing, type);
            QVERIFY2(refused(drawing->document()), type);
            const auto file = path("refused.nir");
            const ExchangeReport report = exported(drawing->document(), std::nullopt, file);
            QVERIFY(!report.complete() && !std::filesystem::exists(file));
            for (const ReportLine& line : report.lines)
                QVERIFY(line.outcome != Outcome::Refused || (!line.why.empty() && !line.fix.empty()));
        }
        auto soft = alone(*builtinCatalog().find("neuron.if"), "3", {{"v_reset", std::monostate{}}});
        QVERIFY(!refused(soft->document()));
        QVERIFY(toText(exported(soft->document(), std::nullopt, path("soft.nir"))).find("soft") != std::string::npos);
    }

    /// The rules by which the reference reader makes its objects: exactly these keys, and shapes that agree along edges.
    void filesKeepTheRulesOfTheReferenceReader()
    {
        Drawing d("2x8x8", 10);
        d.then("layer.conv2d", {{"out_channels", std::int64_t(4)}, {"kernel_size", std::vector<std::int64_t>{3, 5}}, {"groups", std::int64_t(2)}});
        d.then("neuron.if");
        d.then("layer.sum_pool2d");
        d.then("layer.flatten");
        d.then("layer.linear", {{"bias", false}});
        d.then("neuron.lif");
        d.then("synapse.delay", {{"delay_steps", std::int64_t(3)}});
        d.then("layer.scale", {{"scale", 0.5}});
        d.then("neuron.nir_cuba_lif");
        d.then("layer.linear");
        d.then("neuron.nir_li");
        d.then("neuron.nir_threshold");
        d.then("probe.probe");
        const auto file = path("rules.nir");
        QVERIFY(exported(d.document(), std::nullopt, file).complete());
        const nir::File content = nir::readNir(file);
        QVERIFY(!content.version.empty());
        const std::map<std::string, std::set<std::string>> keys{
            {"Input", {"shape"}}, {"Output", {"shape"}}, {"Affine", {"weight", "bias"}}, {"Linear", {"weight"}}, {"Scale", {"scale"}},
            {"Conv2d", {"input_shape", "weight", "stride", "padding", "dilation", "groups", "bias"}},
            {"SumPool2d", {"kernel_size", "stride", "padding"}}, {"Flatten", {"start_dim", "end_dim", "input_type"}},
            {"IF", {"r", "v_threshold", "v_reset"}}, {"LIF", {"tau", "r", "v_leak", "v_threshold", "v_reset"}},
            {"LI", {"tau", "r", "v_leak"}}, {"CubaLIF", {"tau_syn", "tau_mem", "r", "v_leak", "v_threshold", "v_reset", "w_in"}},
            {"Delay", {"delay"}}, {"Threshold", {"threshold"}}};
        QVERIFY(content.node.nodes.count("input") && content.node.nodes.count("output"));
        std::set<std::string> seen;
        for (const auto& [name, node] : content.node.nodes) {
            QVERIFY2(keys.count(node.type), node.type.c_str());
            seen.insert(node.type);
            std::set<std::string> have;
            for (const auto& [field, item] : node.fields) {
                have.insert(field);
                QVERIFY(item.array);
            }
            QVERIFY2(have == keys.at(node.type), name.c_str());
            if (node.type == "Conv2d") {
                QCOMPARE(node.fields.at("stride").array->shape, std::vector<std::int64_t>{2});
                QCOMPARE(node.fields.at("groups").array->values, std::vector<double>{1});
                QCOMPARE(node.fields.at("weight").array->shape, (std::vector<std::int64_t>{4, 2, 5, 5}));   // square
            }
            if (node.type == "IF")
                QCOMPARE(node.fields.at("r").array->shape, (std::vector<std::int64_t>{4, 6, 4}));   // one for each neuron
        }
        QCOMPARE(seen.size(), keys.size() - 0);
        for (const auto& [from, to] : content.node.edges)
            QVERIFY(content.node.nodes.count(from) && content.node.nodes.count(to));
        // A flatten of 4 x 3 x 2 meets a weight of as many columns.
        for (const auto& [name, node] : content.node.nodes)
            if (node.type == "Linear")
                QCOMPARE(node.fields.at("weight").array->shape[1], std::int64_t(24));
    }

    void limitsAreFoundWithoutTouchingWeights()
    {
        Drawing d("2x200x200", 10);
        for (int i = 0; i < 40; ++i) {
            d.then("layer.conv2d", {{"out_channels", std::int64_t(512)}, {"padding", std::vector<std::int64_t>{1, 1}}});
            d.then("layer.batch_norm2d");
            d.then("neuron.if");
        }
        d.then("layer.flatten");
        d.then("layer.linear", {{"out_features", std::int64_t(100)}});   // 2 billion weights
        d.then("neuron.lif", {{"v_reset", std::monostate{}}});
        d.then("layer.relu");
        d.then("probe.probe");
        const Plan plan = makePlan(d.document().graph);
        const nir::NirExporter exporter;
        const ParamValues options = exchangeOptions(exporter.options(), {}, "nir");
        QElapsedTimer timer;
        timer.start();
        const Diagnostics limits = exporter.limits(plan, options);
        QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(hasErrors(limits));
        QVERIFY(std::any_of(limits.begin(), limits.end(), [](const Diagnostic& d) { return d.severity == Severity::Warning && d.what.find("threshold") != std::string::npos; }));
    }

    void equalNetworksGiveEqualBytes()
    {
        auto drawing = alone(*builtinCatalog().find("neuron.parametric_lif"), "4x9", {});
        exported(drawing->document(), std::nullopt, path("one.nir"));
        exported(drawing->document(), std::nullopt, path("two.nir"));
        QVERIFY(readFile(path("one.nir"), 1 << 24) == readFile(path("two.nir"), 1 << 24));
    }

    void namesOfAllKindsSurvive()
    {
        Drawing d("3", 5);
        d.then("layer.linear");
        d.document().graph.apply(RenameNode{2, "a/b % \u00fc ."});
        d.then("neuron.if");
        d.document().graph.apply(RenameNode{3, "output"});
        d.then("probe.probe");
        const auto file = path("names.nir");
        QVERIFY(exported(d.document(), std::nullopt, file).complete());
        QVERIFY(imported(file).report.complete());
        const nir::File content = nir::readNir(file);
        QCOMPARE(content.node.nodes.at("output").type, std::string("Output"));
        QVERIFY(content.node.nodes.count("a_b % \u00fc ."));
    }
};

SPW_TEST_GUILESS(tst_NirRoundtrip)

} // namespace tst_nir_roundtrip

#include "tst_nir_roundtrip.moc"
