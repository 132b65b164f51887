// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/plasticity/stdp.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/bench_case.h"

#include <vector>

namespace spw::ops {

namespace {

using namespace kernels;

constexpr std::int64_t kPre = 784, kPost = 400, kBenchSteps = 64;

/// The same random spikes for three layers that learn from them in three ways.
struct StdpData {
    StdpRule rule;
    at::Tensor pre = at::rand({kBenchSteps, kPre}).lt_(0.02), post = at::rand({kBenchSteps, kPost}).lt_(0.01);
    at::Tensor start = at::rand({kPre, kPost});
    at::Tensor weights[3], tracesPre[3], tracesPost[3];
    std::vector<std::vector<std::int32_t>> preLists, postLists;

    StdpData()
    {
        for (int i = 0; i < 3; ++i) {
            weights[i] = start.clone();
            tracesPre[i] = at::zeros({kPre});
            tracesPost[i] = at::zeros({kPost});
        }
        const auto lists = [](const at::Tensor& spikes) {
            std::vector<std::vector<std::int32_t>> all(kBenchSteps);
            for (std::int64_t t = 0; t < kBenchSteps; ++t)
                for (std::int64_t i = 0; i < spikes.size(1); ++i)
                    if (spikes.data_ptr<float>()[t * spikes.size(1) + i] == 1.0f)
                        all[std::size_t(t)].push_back(std::int32_t(i));
            return all;
        };
        preLists = lists(pre);
        postLists = lists(post);
    }
    StdpLayer layer(int way)
    {
        return {kPre, kPost, weights[way].data_ptr<float>(), tracesPre[way].data_ptr<float>(),
                tracesPost[way].data_ptr<float>()};
    }
    void events()
    {
        const StdpLayer l = layer(0);
        for (std::size_t t = 0; t < kBenchSteps; ++t)
            stdpEventStep(rule, l, {preLists[t].data(), postLists[t].data(), std::int64_t(preLists[t].size()),
                                    std::int64_t(postLists[t].size())});
    }
    void fusedDense()
    {
        const StdpLayer l = layer(1);
        for (std::int64_t t = 0; t < kBenchSteps; ++t)
            stdpDenseStep(rule, l, pre.data_ptr<float>() + t * kPre, post.data_ptr<float>() + t * kPost);
    }
    void opByOp()
    {
        const at::NoGradGuard guard;
        for (std::int64_t t = 0; t < kBenchSteps; ++t) {
            const at::Tensor in = pre[t], out = post[t];
            tracesPre[2].mul_(rule.decayPre).add_(in);
            tracesPost[2].mul_(rule.decayPost).add_(out);
            weights[2].sub_(at::mul(in.unsqueeze(1), tracesPost[2].unsqueeze(0)).mul_(rule.minus));
            weights[2].add_(at::mul(tracesPre[2].unsqueeze(1), out.unsqueeze(0)).mul_(rule.plus));
            weights[2].clamp_(rule.least, rule.most);
        }
    }
    bool agree()
    {
        for (int i = 0; i < 3; ++i) {
            weights[i].copy_(start);
            tracesPre[i].zero_();
            tracesPost[i].zero_();
        }
        events();
        fusedDense();
        opByOp();
        return at::allclose(weights[0], weights[1], 1e-5, 1e-6) && at::allclose(weights[0], weights[2], 1e-5, 1e-6)
               && !at::allclose(weights[0], start, 1e-3, 1e-3);
    }
};

} // namespace

void addPlasticityCases(Cases& cases, const BenchOptions&)
{
    const auto get = later<StdpData>();
    for (const bool fused : {true, false}) {
        Case c;
        c.id = "G14";
        c.name = "STDP by events, 784 to 400 neurons, 2 % and 1 % firing";
        c.baseline = fused ? "all weights in one fused pass" : "all weights, one LibTorch operation after the other";
        c.item = "step";
        c.items = double(kBenchSteps);
        c.goal = fused ? 6 : 30;
        c.work = [=] { get().events(); };
        c.baselineWork = [=] { fused ? get().fusedDense() : get().opByOp(); };
        c.verify = [=] { return get().agree(); };
        cases.push_back(std::move(c));
    }
}

} // namespace spw::ops
