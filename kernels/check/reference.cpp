// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/check/reference.h"

#include "kernels/dynamics/neuron_list.h"
#include "kernels/surrogate/surrogate.h"

#include <cmath>
#include <limits>

namespace spw::kernels {

namespace {

template <class Neuron>
void runForward(ReferencePass& r, const NeuronModel& model)
{
    const auto p = *static_cast<const typename Neuron::template Parameters<double>*>(
        model.parameters(RealType::Float64));
    for (std::int64_t n = 0; n < r.neurons; ++n) {
        typename Neuron::template State<double> s{};
        s.v = r.initial[std::size_t(n)];
        double margin = std::numeric_limits<double>::infinity();
        for (std::int64_t t = 0; t < r.steps; ++t) {
            const std::size_t i = std::size_t(t * r.neurons + n);
            const double h = Neuron::charge(p, s, r.x[i]);
            const double spike = h >= model.vThreshold ? 1.0 : 0.0;
            s.v = model.softReset ? h - model.vThreshold * spike : h * (1.0 - spike) + model.vReset * spike;
            r.h[i] = h;
            r.spikes[i] = spike;
            r.vSeq[i] = s.v;
            margin = std::min(margin, std::fabs(h - model.vThreshold));
        }
        r.state[std::size_t(n)] = s.v;
        r.margin[std::size_t(n)] = margin;
    }
}

template <class Neuron>
void runBackward(ReferencePass& r, const NeuronModel& model)
{
    const auto p = *static_cast<const typename Neuron::template Parameters<double>*>(
        model.parameters(RealType::Float64));
    const double attached = model.detachReset ? 0.0 : 1.0;
    for (std::int64_t n = 0; n < r.neurons; ++n) {
        typename Neuron::template State<double> grad{};
        grad.v = r.gradFinal[std::size_t(n)];
        for (std::int64_t t = r.steps - 1; t >= 0; --t) {
            const std::size_t i = std::size_t(t * r.neurons + n);
            typename Neuron::template State<double> before{};
            before.v = t > 0 ? r.vSeq[i - std::size_t(r.neurons)] : r.initial[std::size_t(n)];
            const double slope = surrogateDerivative(model.surrogate, r.h[i] - model.vThreshold);
            const double resetSlope = model.softReset
                                          ? 1.0 - model.vThreshold * slope * attached
                                          : 1.0 - r.spikes[i] + (model.vReset - r.h[i]) * slope * attached;
            const double gradH = r.gradSpikes[i] * slope + (r.gradVSeq[i] + grad.v) * resetSlope;
            double learnables[kMaxLearnables] = {};
            Neuron::adjoint(p, before, r.h[i], gradH, grad, r.gradX[i], learnables);
            for (int k = 0; k < model.learnableCount; ++k) {
                r.gradLearnables[k] += learnables[k];
                r.learnableScale[k] += std::fabs(learnables[k]);
            }
        }
        r.gradState[std::size_t(n)] = grad.v;
    }
}

} // namespace

void ReferencePass::forward(const NeuronModel& model)
{
    const std::size_t n = std::size_t(neurons), size = std::size_t(steps) * n;
    spikes.assign(size, 0.0);
    h.assign(size, 0.0);
    vSeq.assign(size, 0.0);
    state.assign(n, 0.0);
    margin.assign(n, 0.0);
    int index = model.neuron;
#define SPW_NEURON(Functor, id, spec)                                                                             \
    if (index-- == 0)                                                                                              \
        runForward<Functor>(*this, model);
#include "kernels/dynamics/neuron_list.h"
}

void ReferencePass::backward(const NeuronModel& model)
{
    gradX.assign(x.size(), 0.0);
    gradState.assign(std::size_t(neurons), 0.0);
    for (int k = 0; k < kMaxLearnables; ++k)
        gradLearnables[k] = learnableScale[k] = 0.0;
    int index = model.neuron;
#define SPW_NEURON(Functor, id, spec)                                                                             \
    if (index-- == 0)                                                                                              \
        runBackward<Functor>(*this, model);
#include "kernels/dynamics/neuron_list.h"
}

} // namespace spw::kernels
