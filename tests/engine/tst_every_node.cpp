// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold for every node of the catalogue that computes, whoever wrote it: the plan tells the truth, stepping
// equals running whole, states carry over, gradients arrive, bad data are refused by name.
#include "core/base/error.h"
#include "kernels/torch/aten.h"
#include "tests/engine/every_node.h"
#include "tests/runner/registry.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <limits>
#include <regex>

namespace tst_every_node {

using namespace spw;
using namespace spw::engine;
using namespace spw::test;

namespace {

constexpr std::uint64_t kSeed = 5;

std::unique_ptr<Network> networkOf(const NodeCase& made)
{
    auto network = std::make_unique<Network>(made.plan, kSeed, at::kCPU);
    network->setTraining(false);
    network->reseed(kSeed);
    return network;
}

/// Equal up to rounding, relative to the largest number.
bool same(const at::Tensor& a, const at::Tensor& b)
{
    if (!a.defined() || !b.defined() || a.sizes() != b.sizes())
        return false;
    const double size = a.numel() == 0 ? 0.0 : a.detach().abs().max().item<double>();
    return at::allclose(a.detach().to(at::kDouble), b.detach().to(at::kDouble), 0.0, 1e-5 * std::max(1.0, size));
}

PortValues slice(const NodeCase& made, const PortValues& values, std::int64_t first, std::int64_t last)
{
    PortValues part = values;
    for (std::size_t i = 0; i < made.feeds.size(); ++i)
        if (hasSteps(made.feedInfos[i].type))
            part[made.feeds[i]] = values.at(made.feeds[i]).slice(0, first, last);
    return part;
}

bool isTimed(const NodeCase& made)
{
    for (const PortInfo& info : made.feedInfos)
        if (hasSteps(info.type))
            return true;
    return false;
}

/// Statistics of the batch at hand are those of one step when stepping (models.md 11).
bool usesBatchStatistics(const NodeCase& made)
{
    return made.node().values.has("track_running_stats") && !made.node().values.flag("track_running_stats");
}

/// A layer that also reads backwards is one only with that parameter.
bool needsWholeSequence(const NodeCase& made)
{
    return made.node().spec->wholeSequence ||
           (made.node().values.has("bidirectional") && made.node().values.flag("bidirectional"));
}

/// Nodes whose output does not follow small changes of the input, by what they are.
bool hasNoSlope(const std::string& id)
{
    return id == "encoder.gaussian_tuning"   // the time of a spike is rounded to a step
        || id == "encoder.img2spike"         // so is that of the brightness
        || id == "readout.neuron_labels";    // nobody has labelled its neurons yet
}

/// True if each step of input makes one step of output.
bool keepsPace(const NodeCase& made)
{
    for (const PortInfo& info : made.node().outputs)
        if (hasSteps(info.type) && info.steps != made.feedInfos.at(0).steps)
            return false;
    return true;
}

} // namespace

class tst_EveryNode final : public QObject {
    Q_OBJECT

    /// Cases of each node are made once; they are the same in every test.
    std::map<std::string, std::vector<NodeCase>> m_cases;

    static void rows()
    {
        QTest::addColumn<QString>("id");
        for (const NodeSpec* spec : builtinCatalog().all())
            if (findBuilder(spec->id))
                QTest::newRow(spec->id.c_str()) << QString::fromStdString(spec->id);
    }
    const std::vector<NodeCase>& casesOfRow()
    {
        const std::string id = QTest::currentDataTag();
        auto [found, isNew] = m_cases.try_emplace(id);
        if (isNew)
            found->second = casesOf(*builtinCatalog().find(id));
        return found->second;
    }

    /// Does the check for each case until one fails; an exception is a failure that says of which case.
    template <class Check> void each(Check check)
    {
        for (const NodeCase& made : casesOfRow()) {
            try {
                check(made);
            } catch (const std::exception& problem) {
                QFAIL((made.text() + ": " + problem.what()).c_str());
            }
            if (QTest::currentTestFailed())
                return;
        }
    }

private Q_SLOTS:
    void initTestCase() { at::set_num_threads(1); }
    void init() { at::manual_seed(7); }

    void thePlanTellsShapesAndLearnableNumbers_data() { rows(); }
    void thePlanTellsShapesAndLearnableNumbers()
    {
        QVERIFY2(!casesOfRow().empty(), "the node accepts none of the shapes tried; see featureCandidates()");
        const at::NoGradGuard noGrad;
        each([&](const NodeCase& made) {
            const auto network = networkOf(made);
            const PortValues out = network->forward(valuesFor(made), made.outputs());
            for (std::size_t i = 0; i < made.node().outputs.size(); ++i) {
                const at::Tensor& value = out.at({made.node().id, made.node().spec->outputs[i].name});
                QVERIFY2(value.defined(), made.text().c_str());
                if (made.node().outputs[i].type == PortType::Scalar) {
                    QVERIFY2(value.numel() == 1, made.text().c_str());
                } else {
                    if (value.sizes().vec() != plannedSizes(made, i))
                        qInfo() << "planned" << plannedSizes(made, i) << "got" << value.sizes().vec();
                    QVERIFY2(value.sizes().vec() == plannedSizes(made, i), made.text().c_str());
                }
                if (value.is_floating_point())
                    QVERIFY2(at::isfinite(value).all().item<bool>(), made.text().c_str());
                if (made.node().outputs[i].type == PortType::Spikes) {
                    // SLAYER sends spikes of 1 / Ts: their integral over a step is 1.
                    const bool scaled = made.node().spec->category == Category::Neuron && made.node().values.has("Ts");
                    const at::Tensor count = value * (scaled ? made.node().values.real("Ts") : 1.0);
                    QVERIFY2(same(count, count.round()), made.text().c_str());
                }
            }
            std::int64_t numbers = 0;
            std::set<std::string> names;
            if (!network->parameters().empty())
                QVERIFY2(made.node().spec->param("train"), "its spec must say .learns = true");
            for (const Network::Entry& entry : network->parameters()) {
                numbers += entry.tensor.numel();
                QVERIFY2(entry.tensor.is_leaf() && entry.tensor.requires_grad(), entry.name.c_str());
                QVERIFY2(names.insert(entry.name).second, entry.name.c_str());
            }
            for (const Network::Entry& entry : network->buffers())
                QVERIFY2(names.insert(entry.name).second, entry.name.c_str());
            if (numbers != made.node().parameterCount)
                qInfo() << "planned" << made.node().parameterCount << "learnable numbers, got" << numbers;
            QVERIFY2(numbers == made.node().parameterCount, made.text().c_str());
        });
    }

    void stepByStepEqualsAllAtOnce_data() { rows(); }
    void stepByStepEqualsAllAtOnce()
    {
        const at::NoGradGuard noGrad;
        each([&](const NodeCase& made) {
            const PortValues values = valuesFor(made);
            const auto network = networkOf(made);
            if (usesBatchStatistics(made) || (needsWholeSequence(made) && !isTimed(made)))
                return;
            if (needsWholeSequence(made)) {
                // Refused by name; parameters may make it causal (masked PSN at lambda 1), then it must be right.
                try {
                    network->forwardByStep(values, made.outputs());
                } catch (const Error& problem) {
                    QVERIFY2(!problem.fix().empty(), made.text().c_str());
                    return;
                }
                network->reset();
                network->reseed(kSeed);
            }
            const PortValues whole = network->forward(values, made.outputs());
            network->reset();
            network->reseed(kSeed);
            const PortValues steps = network->forwardByStep(values, made.outputs());
            for (const EdgeEnd& end : made.outputs())
                QVERIFY2(steps.count(end) && same(whole.at(end), steps.at(end)), made.text().c_str());
        });
    }

    void statesCarryOverUntilReset_data() { rows(); }
    void statesCarryOverUntilReset()
    {
        const at::NoGradGuard noGrad;
        each([&](const NodeCase& made) {
            if (!isTimed(made) || needsWholeSequence(made) || !keepsPace(made) ||
                usesBatchStatistics(made))
                return;
            const std::int64_t steps = *made.feedInfos[0].steps, half = steps / 2;
            const PortValues values = valuesFor(made);
            const auto network = networkOf(made);
            const PortValues whole = network->forward(values, made.outputs());
            network->reset();
            network->reseed(kSeed);
            PortValues first;
            if (half > 0)
                first = network->forward(slice(made, values, 0, half), made.outputs());
            NodeModule& module = *network->modules().front();
            const std::vector<NamedTensor> state = module.saveState();
            const PortValues second = network->forward(slice(made, values, half, steps), made.outputs());
            module.restoreState(state);
            const PortValues again = network->forward(slice(made, values, half, steps), made.outputs());
            network->reset();
            network->reseed(kSeed);
            const PortValues fresh = network->forward(values, made.outputs());
            for (std::size_t i = 0; i < made.node().outputs.size(); ++i) {
                const EdgeEnd end{made.node().id, made.node().spec->outputs[i].name};
                const bool timed = hasSteps(made.node().outputs[i].type);
                const at::Tensor joined = timed && half > 0 ? at::cat({first.at(end), second.at(end)}) : second.at(end);
                QVERIFY2(same(whole.at(end), joined), ("halves: " + made.text()).c_str());
                QVERIFY2(same(whole.at(end), fresh.at(end)), ("reset: " + made.text()).c_str());
                if (made.node().spec->category != Category::Encoder)   // its draws went on
                    QVERIFY2(same(second.at(end), again.at(end)), ("restored: " + made.text()).c_str());
            }
        });
    }

    void resultsDoNotDependOnTheLayoutInMemory_data() { rows(); }
    void resultsDoNotDependOnTheLayoutInMemory()
    {
        const at::NoGradGuard noGrad;
        each([&](const NodeCase& made) {
            const PortValues values = valuesFor(made);
            PortValues turned = values;
            for (auto& [end, value] : turned)
                if (value.dim() > 3)   // channels last, as convolutions leave their results
                    value = value.movedim(2, -1).contiguous().movedim(-1, 2);
            const auto network = networkOf(made);
            const PortValues plain = network->forward(values, made.outputs());
            network->reset();
            network->reseed(kSeed);
            const PortValues other = network->forward(turned, made.outputs());
            for (const EdgeEnd& end : made.outputs())
                QVERIFY2(same(plain.at(end), other.at(end)), made.text().c_str());
        });
    }

    void gradientsReachInputsAndLearnableNumbers_data() { rows(); }
    void gradientsReachInputsAndLearnableNumbers()
    {
        std::set<std::string> reached;
        std::map<std::string, std::string> missed;   // by name: one of the cases
        const auto note = [&](const std::string& name, bool has, const NodeCase& made) {
            // Cells of a stack are alike; the deep ones of a short sequence may hear no spike.
            const std::string common = std::regex_replace(name, std::regex("(cells|cells_reverse)\\.[0-9]+"), "$1.N");
            if (has)
                reached.insert(common);
            else
                missed[common] = made.text();
        };
        double strength = 1.0;
        const auto check = [&](const NodeCase& made) {
            const auto network = networkOf(made);
            network->setTraining(true);
            PortValues values = valuesFor(made);
            if (strength > 1.0) {   // what follows a normalisation cannot be reached by strong input
                const at::NoGradGuard noGrad;
                for (const Network::Entry& entry : network->parameters())
                    if (entry.name.ends_with(".bias"))
                        entry.tensor.add_(2.0);
            }
            for (auto& [end, value] : values)
                if (value.is_floating_point())
                    value = value.mul(strength).set_requires_grad(true);
            const PortValues out = network->forward(values, made.outputs());
            at::Tensor loss;
            for (const auto& [end, value] : out)
                if (value.requires_grad()) {
                    const at::Tensor part = (value * at::randn(value.sizes(), value.options())).sum();
                    loss = loss.defined() ? loss + part : part;
                }
            if (!loss.defined()) {
                QVERIFY2(network->parameters().empty(), ("nothing learns: " + made.text()).c_str());
                return;
            }
            loss.backward();
            for (const Network::Entry& entry : network->parameters()) {
                const at::Tensor grad = entry.tensor.grad();
                if (!grad.defined()) {   // a feedback that a single step does not use
                    note(entry.name, false, made);
                    continue;
                }
                QVERIFY2(at::isfinite(grad).all().item<bool>(), (entry.name + ": " + made.text()).c_str());
                note(entry.name, grad.abs().max().item<double>() > 0, made);
            }
            for (const auto& [end, value] : values) {
                const at::Tensor& grad = value.grad();
                if (!grad.defined())
                    continue;
                QVERIFY2(grad.sizes() == value.sizes(), made.text().c_str());
                QVERIFY2(at::isfinite(grad).all().item<bool>(), made.text().c_str());
                note("input", grad.abs().max().item<double>() > 0, made);
            }
        };
        each(check);
        const auto missing = [&] {
            return std::any_of(missed.begin(), missed.end(), [&](const auto& one) { return !reached.count(one.first); });
        };
        // What only learns from spikes (feedback, adaptation) or above a rate needs luck or strong input.
        for (const double next : {1.0, 1.0, 2.0, 4.0, 16.0, 64.0})
            if (missing() && !QTest::currentTestFailed()) {
                strength = next;
                each(check);
            }
        if (hasNoSlope(QTest::currentDataTag()))
            missed.erase("input");
        for (const auto& [name, text] : missed)
            QVERIFY2(reached.count(name), ("the gradient is zero in every case: " + name + ", as in " + text).c_str());
    }

    void theStatesOfTheSpecCanBeShown_data() { rows(); }
    void theStatesOfTheSpecCanBeShown()
    {
        const at::NoGradGuard noGrad;
        each([&](const NodeCase& made) {
            if (made.node().spec->states.empty())
                return;
            const auto network = networkOf(made);
            network->keepStates(true);
            network->forward(valuesFor(made), made.outputs());
            for (const std::string& state : made.node().spec->states) {
                const at::Tensor sequence = network->modules().front()->stateSequence(state);
                QVERIFY2(sequence.defined() && sequence.dim() >= 2, (state + ": " + made.text()).c_str());
                QVERIFY2(sequence.size(0) == *made.feedInfos[0].steps && sequence.size(1) == 2,
                         (state + ": " + made.text()).c_str());
            }
            if (!made.node().spec->wholeSequence)
                QVERIFY2(!network->modules().front()->stateSequence("no such state").defined(), made.text().c_str());
        });
    }

    void badDataAreRefusedByName_data() { rows(); }
    void badDataAreRefusedByName()
    {
        const at::NoGradGuard noGrad;
        std::size_t tried = 0;
        each([&](const NodeCase& made) {
            if (++tried > 3)
                return;
            const auto network = networkOf(made);
            const auto refuses = [&](const EdgeEnd& feed, const at::Tensor& bad) {
                PortValues values = valuesFor(made);
                values[feed] = bad;
                try {
                    network->forward(values, made.outputs());
                } catch (const Error& problem) {
                    network->reset();
                    return !problem.happened().empty() && !problem.fix().empty() &&
                           problem.where().find(made.node().name) != std::string::npos;
                } catch (const std::exception& problem) {
                    qInfo() << "not named:" << problem.what();
                    return false;
                }
                return false;
            };
            for (std::size_t f = 0; f < made.feeds.size(); ++f) {
                const PortInfo& info = made.feedInfos[f];
                const at::Tensor good = valueFor(made, f);
                const std::string where = " '" + made.feeds[f].port + "' of " + made.text();
                if (hasSteps(info.type)) {
                    QVERIFY2(refuses(made.feeds[f], good.slice(0, 0, 0)), ("T = 0" + where).c_str());
                    QVERIFY2(refuses(made.feeds[f], good.slice(1, 0, 0)), ("N = 0" + where).c_str());
                }
                if (info.type == PortType::Scalar)
                    continue;
                QVERIFY2(refuses(made.feeds[f], at::Tensor()), ("no value" + where).c_str());
                if (info.type == PortType::Label) {
                    QVERIFY2(refuses(made.feeds[f], good + 1000), ("class" + where).c_str());
                    continue;
                }
                QVERIFY2(refuses(made.feeds[f], good.unsqueeze(-1)), ("rank" + where).c_str());
                QVERIFY2(refuses(made.feeds[f], good.to(at::kLong)), ("type" + where).c_str());
                QVERIFY2(refuses(made.feeds[f], at::cat({good, good}, -1)), ("size" + where).c_str());
                for (const double wrong : {std::nan(""), std::numeric_limits<double>::infinity()}) {
                    at::Tensor bad = good.clone();
                    bad.view(-1)[bad.numel() - 1] = wrong;
                    QVERIFY2(refuses(made.feeds[f], bad), ("not finite" + where).c_str());
                }
            }
            network->reseed(kSeed);
            network->forward(valuesFor(made), made.outputs());   // still fit for work
        });
    }
};

SPW_TEST_GUILESS(tst_EveryNode)

} // namespace tst_every_node

#include "tst_every_node.moc"
