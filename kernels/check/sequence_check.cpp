// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/check/sequence_check.h"

#include "kernels/check/sequence_reference.h"
#include "kernels/check/typical_values.h"
#include "kernels/cpu/isa.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>
#include <sstream>

namespace spw::kernels {

namespace {

template <class R>
using Sequences = std::vector<std::vector<R>>;

template <class R>
std::vector<R> random(std::size_t size, double scale, double shift, std::mt19937& engine)
{
    std::normal_distribution<float> normal;   // floats, so that both number types start from the same values
    std::vector<R> values(size);
    for (R& value : values)
        value = R(float(double(normal(engine)) * scale + shift));
    return values;
}

template <class R>
SequenceCase<R> randomCase(const SequenceModel& model, const NamedValues& params, std::int64_t steps,
                           std::int64_t neurons)
{
    const SequenceInfo& info = model.info();
    std::mt19937 engine(unsigned(7 + neurons));
    SequenceCase<R> c;
    c.steps = steps;
    c.neurons = neurons;
    const std::size_t n = std::size_t(neurons), size = std::size_t(steps) * n;
    for (int i = 0; i < info.inputs; ++i)
        c.x.push_back(random<R>(size, 1.2, 0.6, engine));
    for (int i = 0; i < info.states; ++i)
        c.initial.push_back(random<R>(n, 0.25, model.initialState[i], engine));
    for (const LearnableSpec& learnable : sequenceLearnables(info.id, params))
        c.learn.push_back(random<R>(n, 0.05 * std::max(0.1, std::fabs(learnable.initial)), learnable.initial, engine));
    for (int i = 0; i < info.outputs; ++i)
        c.gradY.push_back(random<R>(size, 1.0, 0.0, engine));
    for (int i = 0; i < info.states; ++i) {
        c.gradStateSeq.push_back(random<R>(size, 0.1, 0.0, engine));
        c.gradFinal.push_back(random<R>(n, 1.0, 0.0, engine));
    }
    return c;
}

/// Memory of a case at a place.
template <class R>
class Memory {
public:
    explicit Memory(const Place& place) : m_place(place) {}
    void* copyOf(const std::vector<R>& values)
    {
        m_arrays.push_back(std::make_unique<Array<R>>(m_place, values.size()));
        m_place.in(m_arrays.back()->data(), values.data(), values.size() * sizeof(R));
        return m_arrays.back()->data();
    }
    void* empty(std::size_t size)
    {
        m_arrays.push_back(std::make_unique<Array<R>>(m_place, size));
        return m_arrays.back()->data();
    }
    std::vector<R> read(const void* data, std::size_t size) const
    {
        std::vector<R> values(size);
        m_place.out(values.data(), data, size * sizeof(R));
        return values;
    }

private:
    Place m_place;
    std::vector<std::unique_ptr<Array<R>>> m_arrays;
};

template <class R>
SequenceResults<R> runKernels(const SequenceModel& model, const SequenceCase<R>& c, const Place& place)
{
    const SequenceInfo& info = model.info();
    const std::size_t n = std::size_t(c.neurons), size = std::size_t(c.steps) * n;
    Memory<R> memory(place);
    SequenceForward f;
    SequenceBackward b;
    f.type = b.type = sizeof(R) == 4 ? RealType::Float32 : RealType::Float64;
    f.steps = b.steps = c.steps;
    f.neurons = b.neurons = c.neurons;
    for (int i = 0; i < info.inputs; ++i) {
        f.x[i] = memory.copyOf(c.x[std::size_t(i)]);
        b.gradX[i] = memory.empty(size);
    }
    for (int i = 0; i < info.learnables; ++i) {
        f.learn[i] = b.learn[i] = memory.copyOf(c.learn[std::size_t(i)]);
        b.gradLearn[i] = memory.copyOf(std::vector<R>(n, R(0)));
    }
    for (int i = 0; i < info.states; ++i) {
        f.state[i] = memory.copyOf(c.initial[std::size_t(i)]);
        f.stateSeq[i] = memory.empty(size);
        b.gradStateSeq[i] = memory.copyOf(c.gradStateSeq[std::size_t(i)]);
        b.gradState[i] = memory.copyOf(c.gradFinal[std::size_t(i)]);
    }
    for (int i = 0; i < info.outputs; ++i) {
        f.y[i] = memory.empty(size);
        b.gradY[i] = memory.copyOf(c.gradY[std::size_t(i)]);
    }
    for (int i = 0; i < info.saved; ++i)
        b.saved[i] = f.saved[i] = memory.empty(size);
    if (place.cuda) {
        forwardCuda(model, f, 0, nullptr);
        backwardCuda(model, b, 0, nullptr);
    } else {
        sequenceForwardCpu(model, f, 0, c.neurons);
        sequenceBackwardCpu(model, b, 0, c.neurons);
    }
    SequenceResults<R> r;
    for (int i = 0; i < info.outputs; ++i)
        r.y.push_back(memory.read(f.y[i], size));
    for (int i = 0; i < info.states; ++i) {
        r.stateSeq.push_back(memory.read(f.stateSeq[i], size));
        r.state.push_back(memory.read(f.state[i], n));
        r.gradState.push_back(memory.read(b.gradState[i], n));
    }
    for (int i = 0; i < info.inputs; ++i)
        r.gradX.push_back(memory.read(b.gradX[i], size));
    for (int i = 0; i < info.learnables; ++i)
        r.gradLearn.push_back(memory.read(b.gradLearn[i], n));
    return r;
}

/// Worst difference over the tolerance; wrong shapes and NaNs count as infinite.
template <class R>
double worst(const Sequences<R>& got, const Sequences<R>& expected, double tolerance)
{
    double result = 0.0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        double largest = 0.0;
        for (const R value : expected[i])
            largest = std::max(largest, std::fabs(double(value)));
        for (std::size_t k = 0; k < expected[i].size(); ++k) {
            if (got[i][k] == expected[i][k])
                continue;
            const double error = std::fabs(double(got[i][k]) - double(expected[i][k])) / (tolerance * (1.0 + largest));
            result = std::max(result, std::isnan(error) ? HUGE_VAL : error);
        }
    }
    return result;
}

template <class R>
void compare(const SequenceModel& model, const SequenceCase<R>& c, const SequenceResults<R>& expected,
             const Place& place, const std::string& name, CheckReport& report)
{
    // The CPU rounds as the reference does. CUDA keeps the denormal numbers that the CPU passes drop.
    const double tolerance = !place.cuda ? 1e-300 : sizeof(R) == 4 ? 1e-6 : 1e-13;
    const SequenceResults<R> got = runKernels(model, c, place);
    std::string wrong;
    for (const auto& [what, error] :
         {std::pair{"output", worst(got.y, expected.y, tolerance)},
          std::pair{"state sequence", worst(got.stateSeq, expected.stateSeq, tolerance)},
          std::pair{"final state", worst(got.state, expected.state, tolerance)},
          std::pair{"gradient of x", worst(got.gradX, expected.gradX, tolerance)},
          std::pair{"gradient of the initial state", worst(got.gradState, expected.gradState, tolerance)},
          std::pair{"gradient of a learnable", worst(got.gradLearn, expected.gradLearn, tolerance)}})
        if (!(error <= 1.0)) {
            std::ostringstream text;
            text << (wrong.empty() ? "" : ", ") << what << " (" << error * tolerance << ")";
            wrong += text.str();
        }
    wrong.empty() ? ++report.passed : ++report.failed;
    if (!wrong.empty())
        report.failures.push_back(name + ": wrong " + wrong + ".");
}

template <class R>
void checkPasses(const SequenceModel& model, const NamedValues& params, std::int64_t steps, std::int64_t neurons,
                 const Place& place, const std::string& name, CheckReport& report)
{
    const SequenceCase<R> c = randomCase<R>(model, params, steps, neurons);
    const SequenceResults<R> expected = runReference(model, c);
    if (place.cuda)
        return compare(model, c, expected, place, name, report);
    const Isa before = activeIsa();
    for (const Isa isa : availableIsas()) {
        setActiveIsa(isa);
        compare(model, c, expected, place, name + " " + std::string(isaName(isa)), report);
    }
    setActiveIsa(before);
}

} // namespace

void checkSequenceNeuron(const SequenceInfo& neuron, std::string_view surrogate, const Place& place, bool quick,
                         CheckReport& report)
{
    const std::string name = std::string(neuron.id) + (neuron.spikes ? " " + std::string(surrogate) : "");
    for (int bits = 0; bits < 8; ++bits) {
        const NamedValues params = typicalValues(neuron.id, bits);
        SequenceModel model;
        try {
            model = SequenceModel::make(neuron.id, params, surrogate, {});
        } catch (const std::invalid_argument& problem) {
            ++report.failed;
            report.failures.push_back(name + ": " + problem.what() + " Its name belongs in check/typical_values.cpp.");
            return;
        }
        const std::string variant = name + variantName(bits);
        for (const auto& [steps, neurons] : {std::pair{1, 1}, std::pair{3, 7}, std::pair{17, 203}}) {
            const std::string full =
                variant + " [" + std::to_string(steps) + ", " + std::to_string(neurons) + "] ";
            checkPasses<float>(model, params, steps, neurons, place, full + "float32", report);
            checkPasses<double>(model, params, steps, neurons, place, full + "float64", report);
        }
        if (!quick && bits == 2)   // large enough to write past the cache
            checkPasses<float>(model, params, 65, 16 * 1024, place, variant + " [65, 16384] float32", report);
        if (place.cuda || !standInGradient(neuron.id).empty())
            continue;
        const std::string problem = checkGradient(model, randomCase<double>(model, params, 12, 23));
        problem.empty() ? ++report.passed : ++report.failed;
        if (!problem.empty())
            report.failures.push_back(variant + ": " + problem);
    }
}

} // namespace spw::kernels
