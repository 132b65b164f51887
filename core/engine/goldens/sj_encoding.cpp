// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/golden_case.h"
#include "kernels/torch/aten.h"

namespace spw::engine::golden {

namespace {

/// Calls the encoder step by step as often as the case has steps; all at once must give the same.
CaseResult checkCode(const GoldenCase& golden, const std::string& id, ParamMap params, const std::string& period)
{
    const at::Tensor expected = golden.output("y");
    const std::int64_t steps = expected.size(0), once = golden.params.at(period).integer();
    if (once > 0 && steps % once == 0 && steps > 0)
        params["periods"] = steps / once;
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type);
        const auto module = makeModule(id, params, Tensors{x});
        Tensors list;
        for (std::int64_t t = 0; t < steps; ++t)
            list.push_back(module->step({t == 0 ? x : at::zeros_like(x)}).at(0));   // later pictures are not looked at
        const at::Tensor y = at::stack(list);
        checks.spikes("y", y);
        if (params.count("periods")) {
            module->reset();
            checks.equal("all at once", module->forward({x}).at(0), y);
        }
    });
    return checks.result();
}

CaseResult checkPeriodic(const GoldenCase& golden)
{
    const std::int64_t steps = golden.output("y").size(0);
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        at::Tensor pattern = golden.input("spike").to(type);   // [T0, N, ...]
        const std::vector<std::int64_t> rest(pattern.sizes().begin() + 1, pattern.sizes().end());
        pattern = pattern.reshape({1, pattern.size(0), -1});   // one sample: [1, T0, all]
        const auto module = makeModule("encoder.periodic", {{"T", steps}}, Tensors{pattern});
        const at::Tensor y = module->forward({pattern}).at(0);
        std::vector<std::int64_t> sizes{steps};
        sizes.insert(sizes.end(), rest.begin(), rest.end());
        checks.spikes("y", y.reshape(sizes));
        module->reset();
        Tensors list;
        for (std::int64_t t = 0; t < steps; ++t)
            list.push_back(module->step({pattern}).at(0));
        checks.equal("step by step", at::stack(list), y);
    });
    return checks.result();
}

/// Only the statistics can be compared: the draws are our own.
CaseResult checkPoisson(const GoldenCase& golden)
{
    const std::int64_t draws = golden.params.at("n").integer();
    if (draws < 1 || draws > 10'000'000)
        throw Skip{"so many draws take too long"};
    const at::Tensor x = golden.input("x").to(at::kFloat).flatten().unsqueeze(0);
    const auto module = makeModule("encoder.poisson", {{"T", std::min<std::int64_t>(draws, 1000)}}, Tensors{x});
    at::Tensor sum = at::zeros({x.size(1)}, at::kDouble);
    for (std::int64_t t = 0; t < draws; ++t)
        sum += module->step({x}).at(0)[0].to(at::kDouble);
    Checks checks(golden);
    // Theirs and ours are both samples: ours is compared with the probability that both estimate.
    checks.leaveOut("outputs.mean_rate");
    const at::Tensor p = golden.input("x").flatten();
    const at::Tensor excess = (sum / double(draws) - p).abs() - (p * (1 - p) / double(draws)).sqrt() * 5;
    checks.require(excess.max().item<double>() <= 1e-12, "the rates are more than 5 standard errors from x");
    return checks.result();
}

CaseResult checkPopulation(const GoldenCase& golden)
{
    const Value range = golden.params.at("mean_range");
    const ParamMap params{{"mode", "deterministic"},
                          {"pop_dim", golden.params.at("pop_dim").integer()},
                          {"spike_ts", golden.params.at("spike_ts").integer()},
                          {"mean_min", range.item(0).real()},
                          {"mean_max", range.item(1).real()},
                          {"std", golden.params.at("std").real()}};
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("obs").to(type);
        const auto module = makeModule("encoder.population", params, Tensors{x});
        std::map<std::string, at::Tensor> exact;   // the node starts in float32, the case is exact
        const std::int64_t cells = golden.params.at("pop_dim").integer();
        exact["mean"] = at::linspace(range.item(0).real(), range.item(1).real(), cells, at::kDouble)
                            .view({1, 1, cells}).repeat({1, x.size(1), 1});
        exact["std"] = at::full({1, x.size(1), cells}, golden.params.at("std").real(), at::kDouble);
        overrideTensors(*module, exact, type);
        const Tensors out = module->forward({x});
        checks.spikes("y", out.at(0));
        checks.analog("pop_act", out.at(1));
        module->reset();
        Tensors list;
        for (std::int64_t t = 0; t < out[0].size(0); ++t)
            list.push_back(module->step({x}).at(0));
        checks.equal("step by step", at::stack(list), out[0]);
    });
    return checks.result();
}

} // namespace

CaseResult runSjEncoding(const GoldenCase& golden)
{
    if (golden.isKind("LatencyEncoder"))
        return checkCode(golden, "encoder.latency", paramsFrom("encoder.latency", golden.params, {}), "T");
    if (golden.isKind("WeightedPhaseEncoder"))
        return checkCode(golden, "encoder.weighted_phase", paramsFrom("encoder.weighted_phase", golden.params, {}), "K");
    if (golden.isKind("PeriodicEncoder"))
        return checkPeriodic(golden);
    if (golden.isKind("PoissonEncoder"))
        return checkPoisson(golden);
    if (golden.isKind("PopSpikeEncoderDeterministic"))
        return checkPopulation(golden);
    throw Skip{"there is no encoder " + golden.kind()};
}

} // namespace spw::engine::golden
