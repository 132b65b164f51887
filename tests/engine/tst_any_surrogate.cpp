// SPDX-License-Identifier: GPL-3.0-or-later
// Every surrogate serves every neuron that spikes, and neurons given by formulas or by the primitive of a surrogate are
// what their formulas say.
#include "core/base/error.h"
#include "core/catalog/catalog.h"
#include "core/engine/goldens/golden_case.h"
#include "kernels/surrogate/surrogate.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/neuron_ops.h"
#include "tests/runner/registry.h"

#include <QtTest/QtTest>

#include <cmath>

namespace tst_any_surrogate {

using namespace spw;
using namespace spw::engine;
using namespace spw::engine::golden;

namespace {

/// Integrators that send what they hold: there is no spike to lend a slope to.
const std::set<std::string> kSilent{"neuron.readout", "neuron.sinabs_exp_leak", "neuron.nir_i", "neuron.nir_li", "neuron.nir_cuba_li"};

/// One spike's slope is not all that their gradient over one step is: analog or graded outputs, several thresholds, spikes
/// that need a crossing of zero, the input of a step before.
const std::set<std::string> kNotOneStep{"neuron.liaf", "neuron.i_lif", "neuron.st_bif", "neuron.lava_sigma_delta", "neuron.dsr_if",
                                        "neuron.dsr_lif", "neuron.lava_rf", "neuron.lava_adrf", "neuron.slayer_loihi"};

/// What the node must be set to so that it takes `surrogate`, spikes at 1 and reads its input as it is.
ParamMap paramsFor(const NodeSpec& spec, const std::string& surrogate, std::int64_t steps)
{
    ParamMap params{{"surrogate", surrogate}};
    if (spec.param("slope"))
        params["slope"] = std::string("common");
    if (spec.param("surrogate_grad_fn"))
        params["surrogate_grad_fn"] = std::string("common");
    for (const char* name : {"v_threshold", "threshold", "spike_threshold", "theta", "init_v_threshold"})
        if (const ParamSpec* param = spec.param(name); param && whyIllegal(*param, 1.0).empty())
            params[name] = 1.0;
    if (const ParamSpec* param = spec.param("T"); param && param->type == ParamType::Int)
        params["T"] = steps;
    if (spec.param("filter_input"))
        params["filter_input"] = false;
    if (spec.id == "neuron.masked_psn")
        params["lambda_init"] = 1.0;
    if (spec.id == "neuron.ilc_if" || spec.id == "neuron.ilc_lif" || spec.id == "neuron.ilc_clif") {
        params["act_dim"] = std::int64_t(2);
        params["dec_pop_dim"] = std::int64_t(8);
    }
    for (const char* tau : {"tau", "tau_syn", "tau_mem"})   // in seconds: so short that one step reaches the threshold
        if (spec.id.starts_with("neuron.nir_") && spec.param(tau))
            params[tau] = 1e-4;
    if (spec.id == "neuron.slayer_loihi")
        params["vThMant"] = std::int64_t(1);
    return params;
}

struct Run {
    at::Tensor spikes, grad;   // summed over the inputs
};

Run run(const NodeSpec& spec, const std::string& surrogate, std::int64_t steps)
{
    Tensors inputs, leaves;
    for (std::size_t i = 0; i < spec.inputs.size(); ++i) {
        const at::Tensor x = at::linspace(-0.7, 2.2, steps * 2 * 16, at::kFloat).view({steps, 2, 16});
        leaves.push_back((i % 2 == 0 ? x : x.flip(2)).clone().requires_grad_());
        inputs.push_back(leaves.back());
    }
    const auto module = makeModule(spec.id, paramsFor(spec, surrogate, steps), inputs);
    module->setTraining(false);
    const at::Tensor y = runWhole(*module, inputs).at(0);
    const at::Tensor weight = at::linspace(0.5, 1.5, y.numel(), y.options()).view(y.sizes());
    (y * weight).sum().backward();
    at::Tensor grad = at::zeros_like(leaves[0]);
    for (const at::Tensor& leaf : leaves)
        if (leaf.grad().defined())
            grad = grad + leaf.grad();
    return {y.detach(), grad};
}

std::vector<const NodeSpec*> spikingNodes()
{
    std::vector<const NodeSpec*> list;
    for (const NodeSpec* spec : builtinCatalog().all()) {
        const bool neuron = spec->category == Category::Neuron && !kSilent.count(spec->id);
        if (neuron || spec->param("surrogate"))
            list.push_back(spec);
    }
    return list;
}

} // namespace

class tst_AnySurrogate final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyNeuronOffersEverySurrogateWithItsNumbers()
    {
        QVERIFY(spikingNodes().size() > 40);
        for (const NodeSpec* spec : spikingNodes()) {
            const ParamSpec* choice = spec->param("surrogate");
            QVERIFY2(choice, spec->id.c_str());
            for (const kernels::SurrogateInfo& info : kernels::surrogates()) {
                QVERIFY2(std::any_of(choice->choices.begin(), choice->choices.end(),
                                     [&](const Choice& one) { return one.id == info.id; }),
                         (spec->id + " " + std::string(info.id)).c_str());
                for (const kernels::SurrogateParam& number : info.params) {
                    const std::string plain = number.name;
                    QVERIFY2(spec->param("surrogate_" + plain) || (plain == "alpha" && spec->param("alpha")),
                             (spec->id + " " + plain).c_str());
                }
            }
        }
    }

    /// With the slope 1 of "deterministic_pass" a gradient is what the slope is multiplied with. The sigmoid's slope then tells
    /// where each neuron was, seen from its threshold, and that tells the slope of every other surrogate there.
    void theGradientOfOneStepHasTheSlopeOfTheSurrogate_data()
    {
        QTest::addColumn<QString>("id");
        for (const NodeSpec* spec : spikingNodes())
            if (spec->category == Category::Neuron && !kNotOneStep.count(spec->id))
                QTest::newRow(spec->id.c_str()) << QString::fromStdString(spec->id);
    }
    void theGradientOfOneStepHasTheSlopeOfTheSurrogate()
    {
        QFETCH(QString, id);
        const NodeSpec& spec = *builtinCatalog().find(id.toStdString());
        const Run pass = run(spec, "deterministic_pass", 1), smooth = run(spec, "sigmoid", 1);
        const at::Tensor share = (smooth.grad / pass.grad).to(at::kDouble).flatten() / 4.0;   // s (1 - s) at 4 u
        const at::Tensor fired = pass.spikes.to(at::kDouble).flatten(), factor = pass.grad.to(at::kDouble).flatten();
        int compared = 0;
        for (const kernels::SurrogateInfo& info : kernels::surrogates()) {
            const Run other = run(spec, std::string(info.id), 1);
            QVERIFY2(at::isfinite(other.grad).all().item<bool>(), std::string(info.id).c_str());
            QCOMPARE(at::equal(other.spikes, pass.spikes), true);
            const at::Tensor grad = other.grad.to(at::kDouble).flatten();
            for (std::int64_t i = 0; i < grad.numel(); ++i) {
                const double s = share[i].item<double>();
                if (!(s > 0.02) || !(s < 0.249))   // too steep or too flat to tell where
                    continue;
                const double high = 0.5 + std::sqrt(0.25 - s), u = std::log(high / (1 - high)) / 4.0;
                const double at = fired[i].item<double>() > 0 ? u : -u;
                const auto slope = [&](double x) {
                    return ops::surrogateDerivative(at::full({1}, x, at::kDouble), std::string(info.id)).item<double>();
                };
                const double expected = slope(at);
                if (std::abs(slope(at - 0.01) - slope(at + 0.01)) > 0.1 * (std::abs(expected) + 0.01))
                    continue;   // a kink is near
                const double actual = grad[i].item<double>() / factor[i].item<double>();
                QVERIFY2(std::abs(actual - expected) <= 0.02 * (std::abs(expected) + 0.01),
                         (std::string(info.id) + " at " + std::to_string(at) + ": " + std::to_string(actual) + " instead of " +
                          std::to_string(expected)).c_str());
                ++compared;
            }
        }
        QVERIFY2(compared > 40, std::to_string(compared).c_str());
    }

    void theChoiceReachesEveryNodeThatSpikes_data()
    {
        QTest::addColumn<QString>("id");
        for (const NodeSpec* spec : spikingNodes())
            QTest::newRow(spec->id.c_str()) << QString::fromStdString(spec->id);
    }
    void theChoiceReachesEveryNodeThatSpikes()
    {
        QFETCH(QString, id);
        const NodeSpec& spec = *builtinCatalog().find(id.toStdString());
        const Run atan = run(spec, "atan", 4);
        QVERIFY(at::isfinite(atan.grad).all().item<bool>());
        QVERIFY2(atan.grad.abs().sum().item<double>() > 0, "no gradient");
        int different = 0, all = 0;
        for (const kernels::SurrogateInfo& info : kernels::surrogates()) {
            const Run other = run(spec, std::string(info.id), 4);
            QVERIFY2(at::isfinite(other.grad).all().item<bool>(), std::string(info.id).c_str());
            QVERIFY2(at::equal(other.spikes, atan.spikes), std::string(info.id).c_str());
            different += info.id != "atan" && !at::allclose(other.grad, atan.grad, 1e-3, 1e-6) ? 1 : 0;
            ++all;
        }
        QVERIFY2(different == all - 1, std::to_string(different).c_str());
    }

    void aSlopeThatANeuronBringsItselfIsTheOneOfTheList_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("threshold");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("choice");
        QTest::addColumn<QString>("own");
        QTest::addColumn<QString>("surrogate");
        for (const double value : {0.75, 1.0, 1.25}) {
            const auto row = [&](const char* id, const char* threshold, const char* choice, const char* own, const char* surrogate) {
                QTest::addRow("%s %s %g", id, surrogate, value) << id << threshold << value << choice << own << surrogate;
            };
            for (const char* slope : {"single_exponential", "heaviside", "gaussian", "multi_gaussian", "periodic_exponential"})
                row("neuron.sinabs_iaf", "spike_threshold", "surrogate_grad_fn", slope, slope);
            row("neuron.lava_cuba", "threshold", "slope", "lava", "lava_laplacian");
            row("neuron.lava_alif", "threshold", "slope", "lava", "lava_laplacian");
            row("neuron.srm_alpha", "theta", "slope", "escape_density", "slayer_pdf");
        }
    }
    void aSlopeThatANeuronBringsItselfIsTheOneOfTheList()
    {
        QFETCH(QString, id);
        QFETCH(QString, threshold);
        QFETCH(double, value);
        QFETCH(QString, choice);
        QFETCH(QString, own);
        QFETCH(QString, surrogate);
        at::Tensor grads[2];
        for (const bool common : {false, true}) {
            const at::Tensor x = at::linspace(-0.3, 1.7, 15 * 2 * 6, at::kFloat).view({6, 15, 2}).transpose(0, 1).contiguous();
            const at::Tensor leaf = x.clone().requires_grad_();
            ParamMap params{{threshold.toStdString(), value}, {choice.toStdString(), common ? std::string("common") : own.toStdString()}};
            if (common)
                params["surrogate"] = surrogate.toStdString();
            const auto module = makeModule(id.toStdString(), params, Tensors{leaf});
            (runWhole(*module, {leaf}).at(0) * at::linspace(-1, 1, leaf.numel(), at::kFloat).view(leaf.sizes())).sum().backward();
            grads[common] = leaf.grad();
        }
        QVERIFY(grads[0].abs().max().item<double>() > 1e-4);
        const double largest = grads[0].abs().max().item<double>();
        QVERIFY2(at::allclose(grads[0], grads[1], 1e-4, 1e-5 * largest), qPrintable(surrogate));
    }

    void aNeuronGivenByFormulasIsTheOneThatTheySay()
    {
        struct Twin {
            ParamMap custom;
            std::string id;
            ParamMap params;
        };
        const std::string hard = "h * (1 - s) + v_reset * s", soft = "h - v_threshold * s";
        const std::vector<Twin> twins{
            {{}, "neuron.if", {}},
            {{{"reset", soft}, {"v_reset", std::monostate{}}}, "neuron.if", {{"v_reset", std::monostate{}}}},
            {{{"charge", std::string("v + (x - (v - v_reset)) / tau")}, {"tau", 3.0}, {"v_reset", -0.1}}, "neuron.lif",
             {{"tau", 3.0}, {"v_reset", -0.1}}},
            {{{"charge", std::string("v + (x + a * (v - b) * v) / tau")}, {"a", 1.0}, {"b", 0.8}, {"v_reset", -0.1}, {"reset", hard}},
             "neuron.qif", {}},
        };
        for (const Twin& twin : twins)
            for (const bool detach : {false, true}) {
                at::Tensor grads[2], outputs[2];
                for (const bool custom : {true, false}) {
                    ParamMap params = custom ? twin.custom : twin.params;
                    params["detach_reset"] = detach;
                    params["surrogate"] = std::string("atan");
                    const at::Tensor x = (at::linspace(-0.5, 1.9, 12 * 3 * 5, at::kFloat).view({12, 3, 5}) * 1.5).requires_grad_();
                    const at::Tensor leaf = x.detach().clone().requires_grad_();
                    const auto module = makeModule(custom ? "neuron.custom" : twin.id, params, Tensors{leaf});
                    outputs[custom] = runWhole(*module, {leaf}).at(0);
                    (outputs[custom] * at::linspace(-1, 1, 180, at::kFloat).view({12, 3, 5})).sum().backward();
                    grads[custom] = leaf.grad();
                    QVERIFY(at::equal(runSteps(*module, {leaf.detach()}).at(0), outputs[custom].detach()));
                }
                QVERIFY(outputs[0].sum().item<double>() > 5);
                QVERIFY2(at::equal(outputs[0].detach(), outputs[1].detach()), twin.id.c_str());
                QVERIFY2(at::allclose(grads[0], grads[1], 1e-4, 1e-6), twin.id.c_str());
            }
    }

    void formulasThatCannotBeReadAreRefusedByName_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("formula");
        QTest::newRow("empty") << "charge" << "";
        QTest::newRow("unknown name") << "charge" << "v + y";
        QTest::newRow("bracket") << "charge" << "(v + x";
        QTest::newRow("too early") << "charge" << "v + s";
        QTest::newRow("fire of a spike") << "fire" << "s - 1";
        QTest::newRow("two operators") << "reset" << "h * / 2";
        QTest::newRow("rest") << "reset" << "h 2";
        QTest::newRow("deep") << "charge" << QString(5000, QLatin1Char('('));
    }
    void formulasThatCannotBeReadAreRefusedByName()
    {
        QFETCH(QString, name);
        QFETCH(QString, formula);
        QVERIFY_THROWS_EXCEPTION(Error, makeModule("neuron.custom", {{name.toStdString(), formula.toStdString()}},
                                                   Tensors{at::zeros({2, 1, 3})}));
    }

    void aNeuronThatSendsThePrimitiveHasTheGradientOfItsOutput_data()
    {
        QTest::addColumn<QString>("id");
        for (const char* id : {"neuron.if", "neuron.lif", "neuron.parametric_lif", "neuron.qif", "neuron.eif", "neuron.custom"})
            QTest::newRow(id) << id;
    }
    void aNeuronThatSendsThePrimitiveHasTheGradientOfItsOutput()
    {
        QFETCH(QString, id);
        const ParamMap params{{"spiking", false}, {"surrogate", std::string("sigmoid")}};
        const at::Tensor x = at::linspace(-0.4, 1.3, 5 * 2 * 3, at::kDouble).view({5, 2, 3});
        const auto module = makeModule(id.toStdString(), params, Tensors{x});
        overrideTensors(*module, {}, at::kDouble);
        const auto loss = [&](const at::Tensor& input) {
            const at::Tensor y = runWhole(*module, {input}).at(0);
            return (y * at::linspace(0.2, 1.4, 30, at::kDouble).view({5, 2, 3})).sum();
        };
        const at::Tensor leaf = x.clone().requires_grad_();
        loss(leaf).backward();
        const at::NoGradGuard noGrad;
        for (std::int64_t i = 0; i < x.numel(); ++i) {
            at::Tensor up = x.clone(), down = x.clone();
            up.view(-1)[i].add_(1e-6);
            down.view(-1)[i].sub_(1e-6);
            const double slope = (loss(up) - loss(down)).item<double>() / 2e-6;
            QVERIFY2(std::abs(slope - leaf.grad().view(-1)[i].item<double>()) < 1e-6 * (1 + std::abs(slope)), qPrintable(id));
        }
        QVERIFY(at::allclose(runSteps(*module, {x}).at(0), runWhole(*module, {x}).at(0)));
        QVERIFY(at::allclose(runHalves(*module, {x}).at(0), runWhole(*module, {x}).at(0)));
    }
};

SPW_TEST_GUILESS(tst_AnySurrogate)

} // namespace tst_any_surrogate

#include "tst_any_surrogate.moc"
