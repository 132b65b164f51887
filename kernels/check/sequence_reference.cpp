// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/check/sequence_reference.h"

#include "kernels/cpu/flush_denormals.h"
#include "kernels/dynamics/sequence_list.h"
#include "kernels/surrogate/surrogate_list.h"

#include <cmath>
#include <sstream>

namespace spw::kernels {

namespace {

template <class R>
R slopeOf(const SurrogateChoice& surrogate, R x)
{
    const SurrogateNumbers<R> numbers = numbersAs<R>(surrogate.numbers);
    int index = surrogate.index;
#define SPW_SURROGATE(Functor, id, title)                                                                         \
    if (index-- == 0)                                                                                              \
        return Functor::derivative(numbers, x);
#include "kernels/surrogate/surrogate_list.h"
    return R(0);
}

constexpr int some(int count) { return count > 0 ? count : 1; }

/// Numbers of one neuron at one step.
template <class Neuron, class R>
struct Point {
    R x[Neuron::kInputs] = {}, y[Neuron::kOutputs] = {}, state[some(Neuron::kStates)] = {},
        saved[some(Neuron::kSaved)] = {}, learn[some(Neuron::kLearnables)] = {};
};

template <class Neuron, class R>
const auto& parametersOf(const SequenceModel& model)
{
    return *static_cast<const typename Neuron::template Parameters<R>*>(
        model.parameters(sizeof(R) == 4 ? RealType::Float32 : RealType::Float64));
}

template <class Neuron, class R>
SequenceResults<R> run(const SequenceModel& model, const SequenceCase<R>& c)
{
    const auto& p = parametersOf<Neuron, R>(model);
    const std::size_t neurons = std::size_t(c.neurons), steps = std::size_t(c.steps), size = steps * neurons;
    SequenceResults<R> r;
    r.y.assign(Neuron::kOutputs, std::vector<R>(size));
    r.stateSeq.assign(Neuron::kStates, std::vector<R>(size));
    r.state = c.initial;
    r.gradX.assign(Neuron::kInputs, std::vector<R>(size));
    r.gradState = c.gradFinal;
    r.gradLearn.assign(Neuron::kLearnables, std::vector<R>(neurons));
    const FlushDenormals guard;
    for (std::size_t n = 0; n < neurons; ++n) {
        std::vector<Point<Neuron, R>> points(steps);
        for (std::size_t t = 0; t < steps; ++t) {
            Point<Neuron, R>& at = points[t];
            for (int i = 0; i < Neuron::kInputs; ++i)
                at.x[i] = c.x[std::size_t(i)][t * neurons + n];
            for (int i = 0; i < Neuron::kLearnables; ++i)
                at.learn[i] = c.learn[std::size_t(i)][n];
            for (int i = 0; i < Neuron::kStates; ++i)
                at.state[i] = r.state[std::size_t(i)][n];
            Neuron::template step<R, R>(p, at.learn, at.state, at.x, at.y, at.saved);
            for (int i = 0; i < Neuron::kOutputs; ++i)
                r.y[std::size_t(i)][t * neurons + n] = at.y[i];
            for (int i = 0; i < Neuron::kStates; ++i)
                r.state[std::size_t(i)][n] = r.stateSeq[std::size_t(i)][t * neurons + n] = at.state[i];
        }
        R grad[some(Neuron::kStates)] = {}, gradLearn[some(Neuron::kLearnables)] = {};
        for (int i = 0; i < Neuron::kStates; ++i)
            grad[i] = c.gradFinal[std::size_t(i)][n];
        for (std::size_t t = steps; t-- > 0;) {
            const Point<Neuron, R>& at = points[t];
            R gradY[Neuron::kOutputs], gradX[Neuron::kInputs] = {}, slope = R(0);
            for (int i = 0; i < Neuron::kOutputs; ++i)
                gradY[i] = c.gradY[std::size_t(i)][t * neurons + n];
            for (int i = 0; i < Neuron::kStates; ++i)
                grad[i] += c.gradStateSeq[std::size_t(i)][t * neurons + n];
            if constexpr (Neuron::kSpikes)
                slope = slopeOf<R>(model.surrogate, Neuron::template surrogateArgument<R, R>(p, at.learn, at.saved));
            Neuron::template back<R, R>(p, at.learn, at.saved, slope, gradY, grad, gradX, gradLearn);
            for (int i = 0; i < Neuron::kInputs; ++i)
                r.gradX[std::size_t(i)][t * neurons + n] = gradX[i];
        }
        for (int i = 0; i < Neuron::kStates; ++i)
            r.gradState[std::size_t(i)][n] = grad[i];
        for (int i = 0; i < Neuron::kLearnables; ++i)
            r.gradLearn[std::size_t(i)][n] = gradLearn[i];
    }
    return r;
}

template <class R>
SequenceResults<R> runAny(const SequenceModel& model, const SequenceCase<R>& c)
{
    int index = model.neuron;
#define SPW_SEQUENCE(Functor, id, spec)                                                                           \
    if (index-- == 0)                                                                                              \
        return run<Functor, R>(model, c);
#include "kernels/dynamics/sequence_list.h"
    return {};
}

template <class Neuron>
std::string differences(const SequenceModel& model, const SequenceCase<double>& c)
{
    const auto& p = parametersOf<Neuron, double>(model);
    const SequenceResults<double> r = run<Neuron, double>(model, c);
    const std::size_t neurons = std::size_t(c.neurons);
    constexpr int kNumbers = Neuron::kInputs + Neuron::kStates + Neuron::kLearnables;
    int compared = 0;
    for (std::size_t i = 0; i < std::size_t(c.steps) * neurons; ++i) {
        const std::size_t n = i % neurons;
        Point<Neuron, double> here;
        double grad[some(Neuron::kStates)] = {}, gradY[Neuron::kOutputs], gradX[Neuron::kInputs] = {},
               gradLearn[some(Neuron::kLearnables)] = {};
        for (int k = 0; k < Neuron::kInputs; ++k)
            here.x[k] = c.x[std::size_t(k)][i];
        for (int k = 0; k < Neuron::kLearnables; ++k)
            here.learn[k] = c.learn[std::size_t(k)][n];
        for (int k = 0; k < Neuron::kStates; ++k) {
            here.state[k] = i < neurons ? c.initial[std::size_t(k)][n] : r.stateSeq[std::size_t(k)][i - neurons];
            grad[k] = c.gradStateSeq[std::size_t(k)][i] * 10.0;
        }
        for (int k = 0; k < Neuron::kOutputs; ++k)
            gradY[k] = c.gradY[std::size_t(k)][i];
        // L = gradY . y + grad . state after the step, as a function of one of the numbers before it.
        const auto loss = [&](int number, double shift) {
            Point<Neuron, double> at = here;
            double* all[3] = {at.x, at.state, at.learn};
            int k = number, kind = 0;
            for (const int count : {Neuron::kInputs, Neuron::kStates}) {
                if (k < count)
                    break;
                k -= count;
                ++kind;
            }
            all[kind][k] += shift;
            Neuron::template step<double, double>(p, at.learn, at.state, at.x, at.y, at.saved);
            double sum = 0.0;
            for (int o = 0; o < Neuron::kOutputs; ++o)
                sum += gradY[o] * at.y[o];
            for (int s = 0; s < Neuron::kStates; ++s)
                sum += grad[s] * at.state[s];
            return sum;
        };
        double wanted[kNumbers];
        bool smooth[kNumbers];
        for (int k = 0; k < kNumbers; ++k) {
            const double e = 1e-5, middle = loss(k, 0.0);
            const double left = (middle - loss(k, -e)) / e, right = (loss(k, e) - middle) / e;
            wanted[k] = 0.5 * (left + right);
            smooth[k] = std::fabs(left - right) < 1e-3 * (1.0 + std::fabs(wanted[k]));
        }
        Point<Neuron, double> after = here;
        Neuron::template step<double, double>(p, after.learn, after.state, after.x, after.y, after.saved);
        Neuron::template back<double, double>(p, after.learn, after.saved, 0.0, gradY, grad, gradX, gradLearn);
        for (int k = 0; k < kNumbers; ++k) {
            if (!smooth[k])
                continue;
            ++compared;
            const int state = k - Neuron::kInputs, learnable = state - Neuron::kStates;
            const double got = state < 0 ? gradX[k] : learnable < 0 ? grad[state] : gradLearn[learnable];
            if (!(std::fabs(got - wanted[k]) <= 1e-4 * (1.0 + std::fabs(wanted[k])))) {
                std::ostringstream text;
                text << "back gives " << got << " where finite differences of step give " << wanted[k] << " for "
                     << (state < 0 ? "input " : learnable < 0 ? "state " : "learnable ")
                     << (state < 0 ? k : learnable < 0 ? state : learnable) << " (at sample " << i << ").";
                return text.str();
            }
        }
    }
    if (compared < int(c.steps * c.neurons))
        return "its step is hardly ever smooth, so that its gradient could not be compared.";
    return {};
}

} // namespace

SequenceResults<float> runReference(const SequenceModel& model, const SequenceCase<float>& c)
{
    return runAny(model, c);
}

SequenceResults<double> runReference(const SequenceModel& model, const SequenceCase<double>& c)
{
    return runAny(model, c);
}

std::string checkGradient(const SequenceModel& model, const SequenceCase<double>& c)
{
    int index = model.neuron;
#define SPW_SEQUENCE(Functor, id, spec)                                                                           \
    if (index-- == 0)                                                                                              \
        return differences<Functor>(model, c);
#include "kernels/dynamics/sequence_list.h"
    return {};
}

} // namespace spw::kernels
