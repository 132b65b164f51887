// SPDX-License-Identifier: GPL-3.0-or-later
// Spike-response kernels: recursions against the sums they stand for.
#include "kernels/srm/srm.h"
#include "kernels/srm/srm_reference.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/bench_case.h"

#include <cmath>
#include <limits>

namespace spw::ops {

namespace {

using namespace kernels;

struct PspData {
    AlphaKernel kernel;
    std::int64_t steps, neurons;
    at::Tensor x, y, direct, p, q, taps;

    PspData(std::int64_t length, std::int64_t steps, std::int64_t neurons)
        : kernel{std::exp(1.0) / 10.0, std::exp(-0.1), length}, steps(steps), neurons(neurons),
          x(at::rand({steps, neurons}).lt_(0.1)), y(at::zeros_like(x)), direct(at::zeros_like(x)),
          p(at::zeros({neurons})), q(at::zeros({neurons})), taps(at::zeros({length}))
    {
        const std::vector<double> values = kernel.values();
        for (std::int64_t k = 0; k < length; ++k)
            taps[k] = values[std::size_t(k)];
    }
    void recursion()
    {
        p.zero_();
        q.zero_();
        PspBuffers b;
        b.steps = steps, b.neurons = neurons;
        b.x = x.data_ptr(), b.y = y.data_ptr(), b.p = p.data_ptr(), b.q = q.data_ptr();
        pspForward(kernel, 1.0, b, 0, neurons);
    }
    void sum()
    {
        FirBuffers b;
        b.steps = steps, b.xStride = b.yStride = neurons;
        b.x = x.data_ptr(), b.y = direct.data_ptr(), b.taps = taps.data_ptr(), b.tapCount = kernel.length;
        firDirect(b, 0, neurons);
    }
};

struct SrmData {
    SrmModel model = SrmModel::make(10, 10, 1, 2, 1, 1, 1.0, std::numeric_limits<double>::infinity(), false);
    std::int64_t steps, neurons;
    at::Tensor x, spikes, state, xApart, potential, spikesApart;

    SrmData(std::int64_t steps, std::int64_t neurons)
        : steps(steps), neurons(neurons), x(at::rand({steps, neurons}).lt_(0.1).mul_(6)), spikes(at::zeros_like(x)),
          state(at::zeros({4, neurons})), xApart(x.t().contiguous()), potential(at::zeros_like(xApart)),
          spikesApart(at::zeros_like(xApart))
    {
    }
    void fused()
    {
        state.zero_();
        SrmBuffers b;
        b.steps = steps, b.neurons = neurons;
        b.x = x.data_ptr(), b.spikes = spikes.data_ptr();
        for (int i = 0; i < 4; ++i)
            b.state[i] = state[i].data_ptr();
        srmForward(model, b, 0, neurons);
    }
    void apart()
    {
        reference::srmApart(model, xApart.data_ptr<float>(), potential.data_ptr<float>(), spikesApart.data_ptr<float>(),
                            steps, neurons);
    }
};

} // namespace

void addSrmCases(Cases& cases, const BenchOptions& options)
{
    const std::int64_t steps = options.smoke ? 100 : 500, neurons = options.smoke ? 4096 : 32768;
    const std::string shape = " [" + std::to_string(steps) + ", " + std::to_string(neurons) + "]";
    for (const std::int64_t length : {std::int64_t(40), std::int64_t(100)}) {
        const auto get = later<PspData>(length, steps, neurons);
        Case c;
        c.id = "G12";
        c.name = "psp by a recursion of two sums, kernel of " + std::to_string(length) + " steps" + shape;
        c.baseline = "direct sum over the kernel";
        c.items = double(steps * neurons);
        c.goal = length == 40 ? 5 : 10;
        c.rounds = 5;
        c.work = [=] { get().recursion(); };
        c.baselineWork = [=] { get().sum(); };
        c.verify = [=] {
            get().recursion();
            get().sum();
            return (get().y - get().direct).abs().max().item<double>() < 1e-4 * get().direct.abs().max().item<double>();
        };
        cases.push_back(std::move(c));
    }
    const auto get = later<SrmData>(steps, neurons / 4);
    Case c;
    c.id = "G13";
    c.name = "psp, refractory response and threshold in one pass [" + std::to_string(steps) + ", "
             + std::to_string(neurons / 4) + "]";
    c.baseline = "the two passes done apart, scalar, a neuron's steps together in memory";
    c.items = double(steps * (neurons / 4));
    c.goal = 4;
    c.rounds = 5;
    c.work = [=] { get().fused(); };
    c.baselineWork = [=] { get().apart(); };
    c.verify = [=] {
        get().fused();
        get().apart();   // in float: a potential within rounding of the threshold may go either way
        const at::Tensor differs = get().spikes.ne(get().spikesApart.t());
        return get().spikes.sum().item<double>() > 0 && differs.to(at::kFloat).mean().item<double>() < 1e-3;
    };
    cases.push_back(std::move(c));
}

} // namespace spw::ops
