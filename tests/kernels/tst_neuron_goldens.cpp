// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/surrogate/surrogate.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/neuron_ops.h"
#include "tests/runner/registry.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <fstream>
#include <map>

namespace tst_neuron_goldens {

using namespace spw;
using nlohmann::json;

namespace {

/// Names of the reference library, and ours.
const std::map<std::string, std::string> libraryNames{{"IFNode", "neuron.if"},
                                                      {"LIFNode", "neuron.lif"},
                                                      {"ParametricLIFNode", "neuron.parametric_lif"}};
const std::map<std::string, std::string> surrogateNames{
    {"Sigmoid", "sigmoid"}, {"ATan", "atan"}, {"PiecewiseQuadratic", "piecewise_quadratic"}, {"Erf", "erf"},
    {"PiecewiseExp", "piecewise_exp"}, {"SoftSign", "soft_sign"}, {"SuperSpike", "super_spike"},
    {"NonzeroSignLogAbs", "nonzero_sign_log_abs"}, {"PiecewiseLeakyReLU", "piecewise_leaky_relu"},
    {"SquarewaveFourierSeries", "squarewave_fourier_series"}, {"S2NN", "s2nn"}, {"QPseudoSpike", "q_pseudo_spike"},
    {"LeakyKReLU", "leaky_k_relu"}, {"FakeNumericalGradient", "fake_numerical_gradient"},
    {"LogTailedReLU", "log_tailed_relu"}, {"DeterministicPass", "deterministic_pass"}, {"Rect", "rect"}};

/// Distances from the threshold at which a slope jumps: there < or <= and rounding decide, so nothing is judged.
std::vector<double> kinksOf(const std::string& id, const json& params)
{
    if (id == "piecewise_quadratic")
        return {-1.0 / params["alpha"].get<double>(), 1.0 / params["alpha"].get<double>()};
    if (id == "piecewise_leaky_relu")
        return {-params["w"].get<double>(), params["w"].get<double>()};
    if (id == "rect")
        return {-0.5 / params["alpha"].get<double>(), 0.5 / params["alpha"].get<double>()};
    if (id == "s2nn" || id == "leaky_k_relu" || id == "log_tailed_relu")
        return {0.0};   // which side the primitive's derivative takes
    return {};
}

const json& goldens(const char* name)   // g++ 14 takes a string argument for the owner of the result
{
    static std::map<std::string, json> files;
    auto [found, isNew] = files.try_emplace(name);
    if (isNew) {
        std::ifstream in(std::string(SPW_SOURCE_DIR "/tests/goldens/spikingjelly/") + name);
        found->second = json::parse(in);
    }
    return found->second;
}

const json* caseById(const json& file, const std::string& id)
{
    for (const json& one : file["cases"])
        if (one["id"] == id)
            return &one;
    return nullptr;
}

at::Tensor tensorOf(const json& array, at::ScalarType type)
{
    const auto data = array["data"].get<std::vector<double>>();
    const auto shape = array["shape"].get<std::vector<int64_t>>();
    return at::tensor(data, at::kDouble).view(shape).to(type);
}

/// Largest difference over the largest magnitude of the expected values (at least `floor`).
double relativeError(const at::Tensor& actual, const at::Tensor& expected, double floor = 1e-6)
{
    const at::Tensor a = actual.to(at::kDouble), e = expected.to(at::kDouble);
    return (a - e).abs().max().item<double>() / std::max(e.abs().max().item<double>(), floor);
}

ops::NeuronConfig configOf(const json& params, const std::string& neuron)
{
    ops::NeuronConfig config;
    config.neuron = neuron;
    for (const char* name : {"tau", "init_tau", "v_threshold", "decay_input", "v_reset"})
        if (params.contains(name) && !params[name].is_null())
            config.params[name] = params[name].is_boolean() ? double(params[name].get<bool>())
                                                            : params[name].get<double>();
    config.detachReset = params["detach_reset"].get<bool>();
    config.surrogate = surrogateNames.at(params["surrogate"]["name"]);
    config.surrogateParams["alpha"] = params["surrogate"]["alpha"].get<double>();
    config.storeV = true;
    return config;
}

struct Vector {   // one row of models.md 16.1
    const char* name;
    const char* neuron;
    std::map<std::string, double> params;
    const char* surrogate;
    bool detach;
    std::vector<double> spikes, v, gradX;
    double gradW = 0.0;
};

const std::vector<Vector>& designVectors()
{
    static const std::vector<double> lifV{0.25, 0.525, 0.8625, 0.58125, 0.740625, 0, 0, 0.35};
    static const std::vector<double> lifGrad{0.133362, -0.00991252, 0.17093, 0.450431,
                                             -0.334568, 0.142197, 0.0774668, -0.0510425};
    static const std::vector<double> ifV{0.5, 0, 0, 0.3, 0, 0, 0, 0.7};
    static const std::vector<double> ifSoftV{0.5, 0.3, 0.5, 0.8, 0.7, 1.2, 0.2, 0.9};
    static const std::vector<double> lifNoDecayGrad{0.236983, -0.663261, 0.123648, -0.0241829,
                                                    -1.17628, 0.158258, -0.0357706, -0.483494};
    static const std::vector<double> ifSpikes{0, 1, 1, 0, 1, 1, 0, 0}, lifSpikes{0, 0, 0, 0, 0, 1, 0, 0};
    static const std::vector<Vector> rows{
        {"IF hard", "neuron.if", {{"v_threshold", 1}, {"v_reset", 0}}, "sigmoid", false, ifSpikes, ifV,
         {-0.446236, -1.19645, 0.808773, -0.679356, -1.28875, 0.321817, -0.277518, -0.483494}},
        {"IF hard, detach_reset", "neuron.if", {{"v_threshold", 1}, {"v_reset", 0}}, "sigmoid", true, ifSpikes, ifV,
         {0.164185, -0.355789, 0.21391, -0.323334, -0.855639, 0.209987, -0.227707, -0.433683}},
        {"IF soft", "neuron.if", {{"v_threshold", 1}}, "sigmoid", false, {0, 1, 1, 0, 1, 1, 1, 0}, ifSoftV,
         {0.49506, 0.0294526, 1.23569, 1.84939, 0.856683, 1.26868, 1.1944, -0.716887}},
        {"IF soft, ATan, detach_reset", "neuron.if", {{"v_threshold", 1}}, "atan", true, {0, 1, 1, 0, 1, 1, 1, 0},
         ifSoftV, {2.58395, 2.19555, 2.36034, 2.18824, 0.654329, 0.725676, 0.592808, -0.582627}},
        {"LIF hard, decay_input", "neuron.lif", {{"tau", 2}, {"v_threshold", 1}, {"v_reset", 0}, {"decay_input", 1}},
         "sigmoid", false, lifSpikes, lifV, lifGrad},
        {"LIF hard, no decay_input", "neuron.lif",
         {{"tau", 2}, {"v_threshold", 1}, {"v_reset", 0}, {"decay_input", 0}}, "sigmoid", false, ifSpikes, ifV,
         lifNoDecayGrad},
        {"LIF soft, decay_input", "neuron.lif", {{"tau", 2}, {"v_threshold", 1}, {"decay_input", 1}}, "sigmoid",
         false, lifSpikes, {0.25, 0.525, 0.8625, 0.58125, 0.740625, 0.120312, 0.0601562, 0.380078},
         {0.11148, -0.0484261, 0.13664, 0.473481, -0.347603, 0.241078, 0.0798468, -0.0712441}},
        {"LIF tau 4, reset -0.2, no decay_input, ATan", "neuron.lif",
         {{"tau", 4}, {"v_threshold", 1}, {"v_reset", -0.2}, {"decay_input", 0}}, "atan", false,
         {0, 0, 1, 0, 0, 1, 0, 0}, {0.3, 0.975, -0.2, 0.1, 0.925, -0.2, -0.2, 0.5},
         {-0.0957108, -0.522775, 0.0720006, -0.372848, -0.954329, 0.00693373, 0.0962386, -0.136488}},
        {"PLIF, decay_input", "neuron.parametric_lif",
         {{"init_tau", 2}, {"v_threshold", 1}, {"v_reset", 0}, {"decay_input", 1}}, "sigmoid", false, lifSpikes,
         lifV, lifGrad, -0.0555766},
        {"PLIF, no decay_input", "neuron.parametric_lif",
         {{"init_tau", 2}, {"v_threshold", 1}, {"v_reset", 0}, {"decay_input", 0}}, "sigmoid", false, ifSpikes, ifV,
         lifNoDecayGrad, 0.171129},
    };
    return rows;
}

} // namespace

class tst_NeuronGoldens final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void neuronsMatchTheReferenceLibrary_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<bool>("isDouble");
        int rows = 0;
        for (const json& one : goldens("sj_neuron.json")["cases"]) {
            const std::string id = one["id"];
            if (!libraryNames.count(id.substr(0, id.find('/'))))
                continue;
            QTest::newRow((id + " float32").c_str()) << QByteArray(id.c_str()) << false;
            QTest::newRow((id + " float64").c_str()) << QByteArray(id.c_str()) << true;
            ++rows;
        }
        QVERIFY2(rows >= 40, "the golden file lacks the cases of our neurons");
    }
    void neuronsMatchTheReferenceLibrary()
    {
        QFETCH(QByteArray, id);
        QFETCH(bool, isDouble);
        const json& golden = *caseById(goldens("sj_neuron.json"), id.toStdString());
        const at::ScalarType type = isDouble ? at::kDouble : at::kFloat;
        const ops::NeuronConfig config =
            configOf(golden["params"], libraryNames.at(id.left(id.indexOf('/')).toStdString()));

        const at::Tensor x = tensorOf(golden["inputs"]["x"], type).requires_grad_();
        const at::Tensor weights = tensorOf(golden["inputs"]["w"], type);
        std::vector<at::Tensor> learnables;
        for (const auto& spec : ops::learnableSpecs(config.neuron, config.params)) {
            learnables.push_back(at::scalar_tensor(spec.initial, type).requires_grad_());
            const at::Tensor stored = tensorOf(golden["params"]["parameters"][spec.name], type);
            QVERIFY(relativeError(learnables.back(), stored.reshape({})) < 1e-6);
        }
        const ops::NeuronOutput out = ops::runNeuron(x, {}, learnables, config);
        out.spikes.mul(weights).sum().backward();

        QVERIFY(at::equal(out.spikes.detach(), tensorOf(golden["outputs"]["y"], type)));
        QVERIFY(relativeError(out.vSeq.detach(), tensorOf(golden["outputs"]["v_seq"], type)) <= 1e-5);
        QVERIFY(relativeError(x.grad(), tensorOf(golden["grads"]["x"], type)) <= 1e-4);
        if (!learnables.empty())
            QVERIFY(relativeError(learnables[0].grad(), tensorOf(golden["grads"]["w"], type).reshape({})) <= 1e-4);
    }

    void neuronsMatchTheVectorsOfTheDesign_data()
    {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < designVectors().size(); ++i)
            QTest::newRow(designVectors()[i].name) << int(i);
    }
    void neuronsMatchTheVectorsOfTheDesign()
    {
        QFETCH(int, row);
        const Vector& v = designVectors()[std::size_t(row)];
        const at::Tensor x = at::tensor({0.5, 0.8, 1.2, 0.3, 0.9, 1.5, 0.0, 0.7}).to(at::kDouble).requires_grad_();
        const at::Tensor w = at::tensor({1.0, -0.5, 0.25, 2.0, -1.0, 0.5, 1.5, -0.75}).to(at::kDouble);
        ops::NeuronConfig config{v.neuron, v.params, v.surrogate, {}, v.detach, true};
        std::vector<at::Tensor> learnables;
        for (const auto& spec : ops::learnableSpecs(config.neuron, config.params))
            learnables.push_back(at::scalar_tensor(spec.initial, at::kDouble).requires_grad_());
        const ops::NeuronOutput out = ops::runNeuron(x, {}, learnables, config);
        (out.spikes.mul(w).sum() + out.vSeq.sum().mul(0.1)).backward();
        QVERIFY(at::equal(out.spikes.detach(), at::tensor(v.spikes, at::kDouble)));
        QVERIFY(relativeError(out.vSeq.detach(), at::tensor(v.v, at::kDouble)) < 1e-5);
        QVERIFY(relativeError(x.grad(), at::tensor(v.gradX, at::kDouble)) < 1e-5);
        if (!learnables.empty())
            QVERIFY(std::abs(learnables[0].grad().item<double>() - v.gradW) < 1e-5 * std::abs(v.gradW));
    }

    void smallExamplesOfTheDesignHold()
    {
        const auto run = [](const ops::NeuronConfig& config, double value, int steps) {
            ops::NeuronConfig c = config;
            c.storeV = true;
            return ops::runNeuron(at::full({steps, 1}, value, at::kFloat), {}, {}, c);
        };
        const auto list = [](const at::Tensor& t) {
            const at::Tensor flat = t.to(at::kDouble).contiguous().view({-1});
            return std::vector<double>(flat.data_ptr<double>(), flat.data_ptr<double>() + flat.numel());
        };
        using Values = std::vector<double>;
        // x == threshold fires; so does a sum that lands on it.
        const ops::NeuronConfig hardIf{"neuron.if", {{"v_threshold", 1}, {"v_reset", 0}}, "sigmoid", {}};
        QCOMPARE(list(run(hardIf, 1.0, 3).spikes), (Values{1, 1, 1}));
        QCOMPARE(list(run(hardIf, 0.5, 4).spikes), (Values{0, 1, 0, 1}));
        ops::NeuronConfig lif{"neuron.lif", {{"tau", 2}, {"v_threshold", 1}, {"decay_input", 1}}, "sigmoid", {}};
        QCOMPARE(list(run(lif, 1.5, 5).spikes), (Values{0, 1, 0, 1, 0}));
        QCOMPARE(list(run(lif, 1.5, 5).vSeq), (Values{0.75, 0.125, 0.8125, 0.15625, 0.828125}));
        lif.params["v_reset"] = 0.0;
        QCOMPARE(list(run(lif, 1.5, 4).vSeq), (Values{0.75, 0, 0.75, 0}));
        lif.params["decay_input"] = 0.0;
        QCOMPARE(list(run(lif, 0.6, 6).spikes), (Values{0, 0, 1, 0, 0, 1}));
    }

    void surrogatesMatchTheReferenceLibrary_data()
    {
        QTest::addColumn<QByteArray>("id");
        for (const json& one : goldens("sj_surrogate.json")["cases"]) {
            const std::string id = one["id"];
            if (surrogateNames.count(id.substr(0, id.find('/'))))
                QTest::newRow(id.c_str()) << QByteArray(id.c_str());
        }
    }
    void surrogatesMatchTheReferenceLibrary()
    {
        QFETCH(QByteArray, id);
        const json& golden = *caseById(goldens("sj_surrogate.json"), id.toStdString());
        const std::string name = surrogateNames.at(id.left(id.indexOf('/')).toStdString());
        std::map<std::string, double> params;
        for (const auto& [key, value] : golden["params"].items())
            params[key] = value.get<double>();
        const at::Tensor x = tensorOf(golden["inputs"]["x"], at::kDouble);
        at::Tensor judged = at::ones_like(x, at::kBool);
        for (const double kink : kinksOf(name, golden["params"]))
            judged &= (x - kink).abs().gt(1e-9);
        const auto check = [&](const at::Tensor& actual, const json& expected) {
            // A library that has the derivative as one of several gradients lists it first.
            const json& array = expected.is_array() ? expected[0] : expected;
            return relativeError(actual.masked_select(judged),
                                 tensorOf(array, at::kDouble).masked_select(judged)) <= 2e-5;
        };
        QVERIFY(check(ops::surrogateDerivative(x, name, params), golden["grads"]["x"]));
        if (golden["outputs"]["primitive"].is_null())
            return;
        const at::Tensor input = x.clone().requires_grad_();
        const at::Tensor primitive = ops::surrogatePrimitive(input, name, params);
        QVERIFY(check(primitive.detach(), golden["outputs"]["primitive"]));
        primitive.sum().backward();
        QVERIFY(check(input.grad(), golden["grads"]["grad_primitive"]));
    }

    void surrogatesThatScaleWithTheThresholdMatchTheirLibraries()
    {
        // sinabs 3.1.3 (sinabs.json, cases surrogate/...) at threshold 1, and SLAYER's escape probability at theta 10
        // (models.md 16.4): {id, parameters, threshold, {membrane, slope}...}.
        struct Row {
            const char* id;
            std::map<std::string, double> params;
            double threshold;
            std::vector<std::pair<double, double>> points;
        };
        const std::vector<Row> rows{
            {"heaviside", {{"window", 0.5}}, 1, {{0.792, 1}, {0.2828, 0}, {0.5438, 1}, {0.4379, 0}, {3.1542, 1}}},
            {"heaviside", {{"window", 1}}, 1, {{0, 1}, {-0.0668, 0}, {0.1121, 1}}},
            {"gaussian", {{"mu", 0.1}, {"sigma", 0.4}, {"grad_scale", 1.3}}, 1,
             {{0.792, 0.963932931}, {-0.3616, 0.00163495244}, {1.0311, 1.27746981}, {2, 0.103153866}}},
            {"multi_gaussian", {{"mu", 0}, {"sigma", 0.5}, {"grad_scale", 1}, {"h", 0.15}, {"s", 6}}, 1,
             {{0.792, 0.802257837}, {-1.3177, -0.029415063}, {2.2612, 0.00200508025}, {1, 0.878223274}}},
            {"single_exponential", {{"grad_width", 0.7}, {"grad_scale", 1.2}}, 1,
             {{0.792, 1.27360778}, {-2.8577, 0.00692925137}, {1.7075, 0.62392957}, {1, 1.71428571}}},
            {"periodic_exponential", {{"grad_width", 0.4}, {"grad_scale", 0.9}}, 1,
             {{0.792, 0.535068493}, {-1.3177, 0.002740512}, {3.1542, 0.416295258}, {2.5348, 0.0879171385},
              {2.7529, 0.261620443}, {1.0311, 0.770388369}, {0, 0.0738764988}, {2, 0.9}}},
            {"slayer_pdf", {}, 10, {{9, 0.090484}, {10, 0.1}, {12, 0.081873}}},
            {"lava_laplacian", {}, 1, {{1, 0.0005}, {0, 0.0005 * std::exp(-0.01)}, {3, 0.0005 * std::exp(-0.02)}}},
            {"lava_graded", {}, 1, {{1, 0.1}, {0, 0.1 * std::exp(-0.01)}, {3, 0.1}}},
        };
        for (const Row& row : rows)
            for (const auto& [membrane, slope] : row.points) {
                const kernels::SurrogateChoice surrogate =
                    kernels::SurrogateChoice::make(row.id, row.params, row.threshold);
                const double got = kernels::surrogateDerivative(surrogate, membrane - row.threshold);
                QVERIFY2(std::abs(got - slope) <= 2e-5 * std::max(std::abs(slope), 1e-3),
                         qPrintable(QString("%1 at %2 is %3, not %4").arg(row.id).arg(membrane).arg(got).arg(slope)));
            }
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, kernels::SurrogateChoice::make("slayer_pdf", {}, 0.0));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, kernels::SurrogateChoice::make("q_pseudo_spike", {{"alpha", 1.0}}));
        QVERIFY(kernels::surrogates().size() >= 25);
    }

    void surrogatesMatchTheVectorsOfTheDesign_data()
    {
        QTest::addColumn<QList<double>>("slopes");
        QTest::addColumn<QList<double>>("values");
        QTest::newRow("piecewise_quadratic")
            << QList<double>{0, 0.7, 1, 0.9, 0.4, 0} << QList<double>{0, 0.245, 0.5, 0.595, 0.92, 1};
        QTest::newRow("sigmoid") << QList<double>{0.070651, 0.71158, 1, 0.96104, 0.30502, 0.0013409}
                                 << QList<double>{0.017986, 0.23148, 0.5, 0.59869, 0.91683, 0.99966};
        QTest::newRow("atan") << QList<double>{0.092, 0.52959, 1, 0.91017, 0.21963, 0.024705}
                              << QList<double>{0.098093, 0.25942, 0.5, 0.59689, 0.84474, 0.94976};
        QTest::newRow("erf") << QList<double>{0.020667, 0.78724, 1.1284, 1.0841, 0.26734, 1.27e-07}
                             << QList<double>{0.0023389, 0.19807, 0.5, 0.61135, 0.95516, 1};
        QTest::newRow("piecewise_exp") << QList<double>{0.18394, 0.37041, 0.5, 0.45242, 0.27441, 0.067668}
            << QList<double>{0.18394, 0.37041, 0.5, 0.54758, 0.72559, 0.93233};
        QTest::newRow("soft_sign") << QList<double>{0.11111, 0.39062, 1, 0.69444, 0.20661, 0.04}
            << QList<double>{0.16667, 0.3125, 0.5, 0.58333, 0.77273, 0.9};
        QTest::newRow("nonzero_sign_log_abs") << QList<double>{0.5, 0.76923, 1, 0.90909, 0.625, 0.33333}
            << QList<double>{-0.69315, -0.26236, 0, 0.09531, 0.47, 1.0986};
        QTest::newRow("piecewise_leaky_relu") << QList<double>{0.01, 0.5, 0.5, 0.5, 0.5, 0.01}
            << QList<double>{0, 0.35, 0.5, 0.55, 0.8, 1.01};
        QTest::newRow("squarewave_fourier_series") << QList<double>{0.35355, 0.48618, 0.5, 0.49846, 0.4455, 0}
            << QList<double>{0.049842, 0.35138, 0.5, 0.54995, 0.78902, 1.1366};
        QTest::newRow("s2nn") << QList<double>{0.070651, 0.71158, 1, 0.90909, 0.625, 0.33333}
            << QList<double>{0.017986, 0.23148, 0.50001, 0.59532, 0.97001, 1.5986};
        QTest::newRow("q_pseudo_spike") << QList<double>{0.11111, 0.39062, 1, 0.69444, 0.20661, 0.04}
            << QList<double>{0.16667, 0.3125, 0.5, 0.58333, 0.77273, 0.9};
        QTest::newRow("leaky_k_relu") << QList<double>{0, 0, 1, 1, 1, 1}
            << QList<double>{0, 0, 0, 0.1, 0.6, 2};
        QTest::newRow("log_tailed_relu") << QList<double>{0, 0, 0, 1, 1, 0.5}
            << QList<double>{0, 0, 0, 0.1, 0.6, 1.6931};
    }
    void surrogatesMatchTheVectorsOfTheDesign()
    {
        QFETCH(QList<double>, slopes);
        QFETCH(QList<double>, values);
        const std::string_view id = QTest::currentDataTag();
        const kernels::SurrogateChoice surrogate = kernels::SurrogateChoice::make(id);
        const double points[] = {-1, -0.3, 0, 0.1, 0.6, 2};
        for (int i = 0; i < 6; ++i) {
            QVERIFY(std::abs(kernels::surrogateDerivative(surrogate, points[i]) - slopes[i]) < 6e-5);   // 5 digits
            QVERIFY(std::abs(kernels::surrogateValue(surrogate, points[i]) - values[i]) < 6e-5);
        }
    }
};

SPW_TEST_GUILESS(tst_NeuronGoldens)

} // namespace tst_neuron_goldens

#include "tst_neuron_goldens.moc"
