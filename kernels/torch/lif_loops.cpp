// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/lif_loops.h"

#include "kernels/torch/aten.h"

#include <torch/csrc/autograd/custom_function.h>

namespace spw::ops {

namespace {

constexpr double kDecay = 0.5, kThreshold = 1.0, kAlpha = 4.0;

struct SigmoidSpike : torch::autograd::Function<SigmoidSpike> {
    static at::Tensor forward(torch::autograd::AutogradContext* ctx, const at::Tensor& h, double threshold)
    {
        ctx->save_for_backward({h});
        ctx->saved_data["threshold"] = threshold;
        return h.ge(threshold).to(h.scalar_type());
    }
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx,
                                                   torch::autograd::variable_list grads)
    {
        const double threshold = ctx->saved_data["threshold"].toDouble();
        const at::Tensor s = ctx->get_saved_variables()[0].sub(threshold).mul_(kAlpha).sigmoid_();
        return {grads[0] * at::rsub(s, 1).mul_(s).mul_(kAlpha), {}};
    }
};

} // namespace

at::Tensor lifLoop(const at::Tensor& x, bool detachReset, bool unbind)
{
    const std::vector<at::Tensor> inputs = unbind ? x.unbind(0) : std::vector<at::Tensor>();
    std::vector<at::Tensor> spikes;
    at::Tensor v = at::zeros_like(unbind ? inputs[0] : x[0]);
    for (std::int64_t t = 0; t < x.size(0); ++t) {
        const at::Tensor h = v.add((unbind ? inputs[std::size_t(t)] : x[t]).sub(v), kDecay);
        const at::Tensor s = SigmoidSpike::apply(h, kThreshold);
        v = h * at::rsub(detachReset ? s.detach() : s, 1);
        spikes.push_back(s);
    }
    return at::stack(spikes);
}

at::Tensor lifLoopOfPeer(const at::Tensor& x)
{
    std::vector<at::Tensor> spikes;
    at::Tensor v = at::zeros_like(x[0]);
    for (const at::Tensor& input : x.unbind(0)) {
        const at::Tensor h = v + (input - v) / (1.0 / kDecay);
        const at::Tensor s = SigmoidSpike::apply(h - kThreshold, 0.0), reset = s.detach();
        v = (1.0 - reset) * h + reset * 0.0;
        spikes.push_back(s);
    }
    return at::stack(spikes);
}

at::Tensor lifLoopInference(const at::Tensor& x)
{
    const at::NoGradGuard guard;
    std::vector<at::Tensor> spikes;
    at::Tensor v = at::zeros_like(x[0]);
    for (std::int64_t t = 0; t < x.size(0); ++t) {
        const at::Tensor h = v.add(x[t].sub(v), kDecay);
        const at::Tensor s = h.ge(kThreshold).to(h.scalar_type());
        v = h * at::rsub(s, 1);
        spikes.push_back(s);
    }
    return at::stack(spikes);
}

at::Tensor lifLoopInPlace(const at::Tensor& x)
{
    const at::NoGradGuard guard;
    at::Tensor spikes = at::empty_like(x), v = at::zeros_like(x[0]), work = at::empty_like(v);
    for (std::int64_t t = 0; t < x.size(0); ++t) {
        at::Tensor s = spikes[t];
        at::sub_out(work, x[t], v);
        v.add_(work, kDecay);
        at::ge_out(s, v, kThreshold);
        v.addcmul_(v, s, -1);
    }
    return spikes;
}

} // namespace spw::ops
