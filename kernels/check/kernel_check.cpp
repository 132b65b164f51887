// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/check/kernel_check.h"

#include "kernels/check/half_check.h"
#include "kernels/check/place.h"
#include "kernels/check/sequence_check.h"
#include "kernels/check/typical_values.h"
#include "kernels/cpu/isa.h"
#include "kernels/surrogate/surrogate.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <sstream>

namespace spw::kernels {

namespace {

/// Results of the kernels under test, as they came.
template <class R>
struct Results {
    std::vector<R> spikes, h, vSeq, state, gradX, gradState;
    double sums[kMaxLearnables] = {};
};

template <class R>
Results<R> runKernels(const NeuronModel& model, const ReferencePass& r, const Place& place)
{
    const Array<R> x(place, r.x), spikes(place, r.x.size()), h(place, r.x.size()), vSeq(place, r.x.size());
    const Array<R> state(place, r.initial), initial(place, r.initial);
    const Array<R> gradSpikes(place, r.gradSpikes), gradVSeq(place, r.gradVSeq), gradX(place, r.x.size());
    const Array<R> gradState(place, r.gradFinal);
    ForwardBuffers f;
    f.type = sizeof(R) == 4 ? RealType::Float32 : RealType::Float64;
    f.steps = r.steps;
    f.neurons = r.neurons;
    f.x = x.data();
    f.spikes = spikes.data();
    f.h = h.data();
    f.vSeq = vSeq.data();
    f.state[0] = state.data();
    BackwardBuffers b;
    b.type = f.type;
    b.steps = r.steps;
    b.neurons = r.neurons;
    b.h = h.data();
    b.gradSpikes = gradSpikes.data();
    b.gradVSeq = gradVSeq.data();
    b.gradX = gradX.data();
    b.initialState[0] = initial.data();
    b.gradState[0] = gradState.data();
    Results<R> results;
    if (place.cuda) {
        forwardCuda(model, f, 0, nullptr);
        backwardCuda(model, b, 0, nullptr, results.sums);
    } else {
        forwardCpu(model, f, 0, r.neurons);
        backwardCpu(model, b, 0, r.neurons, results.sums);
    }
    results.spikes = spikes.read();
    results.h = h.read();
    results.vSeq = vSeq.read();
    results.state = state.read();
    results.gradX = gradX.read();
    results.gradState = gradState.read();
    return results;
}

/// The largest error over the judged neurons, in units of the tolerance; > 1 is wrong. NaN counts as wrong.
template <class R>
double worst(const std::vector<R>& actual, const std::vector<double>& expected, const std::vector<char>& judged,
             double tolerance)
{
    double scale = 1.0, error = 0.0;
    for (std::size_t i = 0; i < expected.size(); ++i)
        if (judged[i % judged.size()])
            scale = std::max(scale, std::fabs(expected[i]));
    for (std::size_t i = 0; i < actual.size(); ++i) {
        if (!judged[i % judged.size()])
            continue;
        const double difference = std::fabs(double(actual[i]) - expected[i]);
        if (!(difference <= tolerance * scale))
            error = std::max(error, std::isnan(difference) ? 1e300 : difference / (tolerance * scale));
    }
    return error;
}

template <class R>
void compare(const NeuronModel& model, const ReferencePass& r, const std::vector<char>& judged, const Place& place,
             const std::string& name, CheckReport& report)
{
    // Steep slopes multiply what is rounded at every step: gradients may be further off.
    const double tolerance = sizeof(R) == 4 ? 1e-5 : 1e-12, gradients = sizeof(R) == 4 ? 5e-5 : 1e-12;
    const Results<R> got = runKernels<R>(model, r, place);
    std::vector<std::pair<const char*, double>> errors{
        {"spikes", worst(got.spikes, r.spikes, judged, 0.0)},
        {"h", worst(got.h, r.h, judged, tolerance)},
        {"v_seq", worst(got.vSeq, r.vSeq, judged, tolerance)},
        {"final state", worst(got.state, r.state, judged, tolerance)},
        {"gradient of x", worst(got.gradX, r.gradX, judged, gradients)},
        {"gradient of the initial state", worst(got.gradState, r.gradState, judged, gradients)}};
    for (int k = 0; k < model.learnableCount; ++k)
        errors.emplace_back("gradient of a learnable",
                            std::fabs(got.sums[k] - r.gradLearnables[k]) / (tolerance * (1.0 + r.learnableScale[k])));
    std::string wrong;
    for (const auto& [what, error] : errors)
        if (!(error <= 1.0)) {
            std::ostringstream text;
            text << (wrong.empty() ? "" : ", ") << what << " (" << error << " times the tolerance)";
            wrong += text.str();
        }
    if (wrong.empty()) {
        ++report.passed;
    } else {
        ++report.failed;
        report.failures.push_back(name + ": wrong " + wrong + ".");
    }
}

constexpr std::size_t kSurrogateSample = 4;   // surrogates that every variant of a neuron is checked with
constexpr std::size_t kSlowFrom = 100'000;   // neuron-steps
constexpr double kRunaway = 1e30;

struct Shape {
    std::int64_t steps, neurons;
};

ReferencePass randomPass(const Shape& shape, unsigned seed)
{
    ReferencePass r;
    r.steps = shape.steps;
    r.neurons = shape.neurons;
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;   // floats, so that both number types start from the same values
    const auto fill = [&](std::vector<double>& to, std::int64_t size, float scale, float shift) {
        to.resize(std::size_t(size));
        for (double& value : to)
            value = double(normal(random) * scale + shift);
    };
    fill(r.x, shape.steps * shape.neurons, 1.2f, 0.6f);
    fill(r.gradSpikes, shape.steps * shape.neurons, 1.0f, 0.0f);
    fill(r.gradVSeq, shape.steps * shape.neurons, 0.1f, 0.0f);
    fill(r.initial, shape.neurons, 0.3f, 0.0f);
    fill(r.gradFinal, shape.neurons, 1.0f, 0.0f);
    return r;
}

void checkModel(const NeuronModel& model, const ReferencePass& input, const Place& place, const std::string& name,
                CheckReport& report)
{
    for (const bool isFloat : {true, false}) {
        ReferencePass r = input;
        r.forward(model);
        // A neuron that comes within rounding of its threshold may rightly spike or not: it is left out, with zero
        // gradients, so that sums over neurons stay comparable.
        const double doubt = isFloat ? 1e-4 : 1e-10;
        std::vector<char> judged(std::size_t(r.neurons));
        std::int64_t out = 0;
        for (std::int64_t n = 0; n < r.neurons; ++n) {
            judged[std::size_t(n)] = r.margin[std::size_t(n)] > doubt;
            if (judged[std::size_t(n)])
                continue;
            ++out;
            r.gradFinal[std::size_t(n)] = 0.0;
            for (std::int64_t t = 0; t < r.steps; ++t)
                r.gradSpikes[std::size_t(t * r.neurons + n)] = r.gradVSeq[std::size_t(t * r.neurons + n)] = 0.0;
        }
        r.backward(model);
        for (std::size_t i = 0; i < r.gradX.size(); ++i)   // some slopes let gradients grow out of the range of float32
            if (!(std::fabs(r.gradX[i]) < kRunaway))
                judged[i % judged.size()] = false;
        if (out * 20 > r.neurons + 20) {
            ++report.failed;
            report.failures.push_back(name + ": too many neurons are within rounding of the threshold to judge.");
            continue;
        }
        const std::string typed = name + (isFloat ? " float32" : " float64");
        if (place.cuda) {
            isFloat ? compare<float>(model, r, judged, place, typed, report)
                    : compare<double>(model, r, judged, place, typed, report);
            continue;
        }
        const Isa before = activeIsa();
        for (const Isa isa : availableIsas()) {
            if (isa == Isa::Scalar && r.x.size() > kSlowFrom && availableIsas().size() > 1)
                continue;   // without hardware fma it is 50 times slower, and has passed the small shapes
            setActiveIsa(isa);
            const std::string full = typed + " " + std::string(isaName(isa));
            isFloat ? compare<float>(model, r, judged, place, full, report)
                    : compare<double>(model, r, judged, place, full, report);
        }
        setActiveIsa(before);
    }
}

} // namespace

std::string CheckReport::summary() const
{
    return std::to_string(passed) + " passed, " + std::to_string(failed) + " failed, " + std::to_string(skipped)
           + " skipped";
}

CheckReport checkNeuronKernels(const std::string& device, std::stop_token stop, const CheckProgress& progress,
                               bool quick)
{
    CheckReport report;
    const Place place{.cuda = device.rfind("cuda", 0) == 0};
    std::string reason;
    const bool usable = place.cuda ? cudaUsable(&reason) : device == "cpu";
    if (!place.cuda && !usable)
        reason = "There is no device '" + device + "': use cpu or cuda.";
    std::vector<Shape> shapes{{1, 1}, {3, 7}, {17, 203}};
    if (!quick)
        shapes.push_back({65, 15 * 511});
    if (!usable) {
        report.skipped = 1;
        report.notes.push_back(reason);
        return report;
    }
    std::vector<ReferencePass> inputs;
    for (const Shape& shape : shapes)
        inputs.push_back(randomPass(shape, unsigned(inputs.size() + 1)));

    const std::size_t total = neurons().size() * surrogates().size() + sequenceNeurons().size() * kSurrogateSample;
    std::size_t done = 0;
    const auto next = [&](const std::string& name) {
        if (progress)
            progress(name, double(done++) / double(total));
        report.cancelled = report.cancelled || stop.stop_requested();
        return !report.cancelled;
    };
    for (const NeuronInfo& neuron : neurons()) {
        if (neuron.stateCount != 1) {
            ++report.skipped;
            report.notes.push_back(std::string(neuron.id) + " has several state variables: no reference yet.");
            continue;
        }
        for (std::size_t s = 0; s < surrogates().size(); ++s) {
            const SurrogateInfo& surrogate = surrogates()[s];
            const std::string name = std::string(neuron.id) + " " + std::string(surrogate.id);
            if (!next(name))
                return report;
            for (int bits = 0; bits < 8; ++bits) {
                if (s >= kSurrogateSample && bits != 2 && bits != 4)
                    continue;   // its slopes come from a row: the rest of the pass has been checked
                const NamedValues params = typicalValues(neuron.id, bits);
                std::vector<double> learnables;
                for (const LearnableSpec& spec : learnableSpecs(neuron.id, params))
                    learnables.push_back(spec.initial);
                const NeuronModel model =
                    NeuronModel::make(neuron.id, params, learnables, surrogate.id, {}, (bits & 4) != 0);
                for (std::size_t i = 0; i < shapes.size(); ++i) {
                    const std::string shaped = name + variantName(bits) + " [" + std::to_string(shapes[i].steps) + ", "
                                               + std::to_string(shapes[i].neurons) + "]";
                    checkModel(model, inputs[i], place, shaped, report);
                    if (i + 1 < shapes.size() || quick || s == 0)   // the largest takes most of the time
                        checkHalf(model, inputs[i], place, shaped, report);
                }
            }
        }
    }
    for (const SequenceInfo& neuron : sequenceNeurons()) {
        for (std::size_t s = 0; s < (neuron.spikes ? kSurrogateSample : 1); ++s) {
            if (!next(std::string(neuron.id) + " " + std::string(surrogates()[s].id)))
                return report;
            checkSequenceNeuron(neuron, surrogates()[s].id, place, quick, report);
        }
    }
    return report;
}

} // namespace spw::kernels
