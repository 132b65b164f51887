// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/check/half_check.h"

#include "kernels/cpu/half_rows.h"
#include "kernels/cpu/isa.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace spw::kernels {

namespace {

using Halves = std::vector<std::uint16_t>;

Halves stored(const std::vector<double>& values, RealType type)
{
    const std::vector<float> plain(values.begin(), values.end());
    Halves halves(values.size());
    (type == RealType::BFloat16 ? floatToBfloat : floatToHalf)(plain.data(), halves.data(), std::int64_t(plain.size()));
    return halves;
}

std::vector<double> valuesOf(const Halves& halves, RealType type)
{
    std::vector<float> plain(halves.size());
    (type == RealType::BFloat16 ? bfloatToFloat : halfToFloat)(halves.data(), plain.data(), std::int64_t(plain.size()));
    return {plain.begin(), plain.end()};
}

/// 16-bit memory at a place.
class HalfArray {
public:
    HalfArray(const Place& place, const Halves& values) : HalfArray(place, values.size())
    {
        m_place.in(m_data, values.data(), 2 * m_size);
    }
    HalfArray(const Place& place, std::size_t size) : m_place(place), m_size(size), m_data(place.take(2 * size)) {}
    HalfArray(const HalfArray&) = delete;
    HalfArray& operator=(const HalfArray&) = delete;
    ~HalfArray() { m_place.give(m_data); }
    void* data() const { return m_data; }
    std::vector<double> read(RealType type) const
    {
        Halves halves(m_size);
        m_place.out(halves.data(), m_data, 2 * m_size);
        return valuesOf(halves, type);
    }

private:
    Place m_place;
    std::size_t m_size;
    void* m_data;
};

struct Results {
    std::vector<double> spikes, h, vSeq, gradX;
    std::vector<float> state, gradState;
    double sums[kMaxLearnables] = {};
};

Results runKernels(const NeuronModel& model, const ReferencePass& r, RealType type, const Place& place)
{
    const std::size_t size = r.x.size();
    const HalfArray x(place, stored(r.x, type)), gradSpikes(place, stored(r.gradSpikes, type));
    const HalfArray gradVSeq(place, stored(r.gradVSeq, type)), spikes(place, size), h(place, size), vSeq(place, size);
    const HalfArray gradX(place, size);
    const Array<float> state(place, r.initial), initial(place, r.initial), gradState(place, r.gradFinal);
    ForwardBuffers f;
    BackwardBuffers b;
    f.type = b.type = type;
    f.steps = b.steps = r.steps;
    f.neurons = b.neurons = r.neurons;
    f.x = x.data();
    f.spikes = spikes.data();
    f.h = h.data();
    f.vSeq = vSeq.data();
    f.state[0] = state.data();
    b.h = h.data();
    b.gradSpikes = gradSpikes.data();
    b.gradVSeq = gradVSeq.data();
    b.gradX = gradX.data();
    b.initialState[0] = initial.data();
    b.gradState[0] = gradState.data();
    Results results;
    if (place.cuda) {
        forwardCuda(model, f, 0, nullptr);
        backwardCuda(model, b, 0, nullptr, results.sums);
    } else {
        forwardCpu(model, f, 0, r.neurons);
        backwardCpu(model, b, 0, r.neurons, results.sums);
    }
    results.spikes = spikes.read(type);
    results.h = h.read(RealType::Float16);
    results.vSeq = vSeq.read(type);
    results.gradX = gradX.read(type);
    results.state = state.read();
    results.gradState = gradState.read();
    return results;
}

/// The largest error in units of what is allowed: `relative` of each value, `near` of the largest.
template <class Values>
double worst(const Values& actual, const std::vector<double>& expected, double relative, double near,
             const std::vector<char>& judged)
{
    double scale = 1.0, error = 0.0;
    for (const double value : expected)
        scale = std::max(scale, std::fabs(value));
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (!judged[i % judged.size()])
            continue;
        if (std::isinf(actual[i]) && std::fabs(expected[i]) > 65504.0)
            continue;   // out of the range of float16, as a loss scaler must see
        const double difference = std::fabs(double(actual[i]) - expected[i]);
        const double allowed = relative * std::fabs(expected[i]) + near * scale;
        if (!(difference <= allowed))
            error = std::max(error, std::isnan(difference) || allowed == 0 ? 1e300 : difference / allowed);
    }
    return error;
}

void compare(const NeuronModel& model, const ReferencePass& input, RealType type, const Place& place,
             const std::string& name, CheckReport& report)
{
    ReferencePass r = input;
    for (std::vector<double>* values : {&r.x, &r.gradSpikes, &r.gradVSeq})
        *values = valuesOf(stored(*values, type), type);
    r.forward(model);
    std::vector<char> judged(std::size_t(r.neurons));
    for (std::int64_t n = 0; n < r.neurons; ++n) {
        judged[std::size_t(n)] = r.margin[std::size_t(n)] > 1e-4;   // else rounding may rightly move a spike
        for (std::int64_t t = 0; !judged[std::size_t(n)] && t < r.steps; ++t)
            r.gradSpikes[std::size_t(t * r.neurons + n)] = r.gradVSeq[std::size_t(t * r.neurons + n)] = 0.0;
        if (!judged[std::size_t(n)])
            r.gradFinal[std::size_t(n)] = 0.0;
    }
    const Results got = runKernels(model, r, type, place);
    const double rounding = type == RealType::BFloat16 ? 0x1p-8 : 0x1p-11, half = 2 * 0x1p-11;
    std::vector<std::pair<const char*, double>> errors{
        {"spikes", worst(got.spikes, r.spikes, 0.0, 0.0, judged)},
        {"h", worst(got.h, r.h, half, 1e-5, judged)},   // twice: the wrong side of the threshold costs as much again
        {"v_seq", worst(got.vSeq, r.vSeq, rounding, 1e-5, judged)},
        {"final state", worst(got.state, r.state, 0.0, 1e-5, judged)}};
    r.h = got.h;   // backward knows no other
    double crossed = 0.0;
    for (std::size_t i = 0; i < r.h.size(); ++i) {
        const bool fires = r.h[i] >= model.vThreshold;
        if (judged[i % judged.size()] && fires != (r.spikes[i] != 0.0))
            crossed = 1e300;
        r.vSeq[i] = !fires ? r.h[i] : model.softReset ? r.h[i] - model.vThreshold : model.vReset;
    }
    r.backward(model);
    errors.emplace_back("side of the threshold", crossed);
    errors.emplace_back("gradient of x", worst(got.gradX, r.gradX, rounding, 2e-5, judged));
    errors.emplace_back("gradient of the initial state", worst(got.gradState, r.gradState, 0.0, 2e-5, judged));
    for (int k = 0; k < model.learnableCount; ++k)
        errors.emplace_back("gradient of a learnable",
                            std::fabs(got.sums[k] - r.gradLearnables[k]) / (2e-5 * (1.0 + r.learnableScale[k])));
    std::string wrong;
    for (const auto& [what, error] : errors)
        if (!(error <= 1.0)) {
            std::ostringstream text;
            text << (wrong.empty() ? "" : ", ") << what << " (" << error << " times the tolerance)";
            wrong += text.str();
        }
    wrong.empty() ? ++report.passed : ++report.failed;
    if (!wrong.empty())
        report.failures.push_back(name + (type == RealType::BFloat16 ? " bfloat16" : " float16") + ": wrong " + wrong
                                  + ".");
}

constexpr std::size_t kSlowFrom = 100'000;   // neuron-steps

} // namespace

void checkHalf(const NeuronModel& model, const ReferencePass& input, const Place& place, const std::string& name,
               CheckReport& report)
{
    if (place.cuda)
        return compare(model, input, RealType::Float16, place, name, report);
    const Isa before = activeIsa();
    for (const Isa isa : availableIsas()) {
        if (input.x.size() > kSlowFrom && isa != availableIsas().back())
            continue;   // large shapes show how sequences are cut into pieces, which no instruction set changes
        setActiveIsa(isa);
        for (const RealType type : {RealType::Float16, RealType::BFloat16})
            compare(model, input, type, place, name + " " + std::string(isaName(isa)), report);
    }
    setActiveIsa(before);
}

} // namespace spw::kernels
