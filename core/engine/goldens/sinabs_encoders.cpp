// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/sinabs_encoders.h"
#include "kernels/torch/aten.h"

namespace spw::engine::golden {

namespace {

/// Mean spikes of `draws` steps, each with the probability |p| and the sign of p, and those that the case drew.
void compareMeans(Checks& checks, const at::Tensor& ours, const at::Tensor& theirs, const at::Tensor& p, std::int64_t draws)
{
    const at::Tensor chance = p.abs().clamp_max(1.0), mean = chance * p.sign();
    const at::Tensor error = (chance * (1 - chance) / double(draws)).sqrt();
    const auto worst = [&](const at::Tensor& rates) { return ((rates.to(at::kDouble) - mean).abs() - error * 5).max().item<double>(); };
    checks.require(worst(ours) <= 1e-12, "the mean is more than 5 standard errors from what the settings say");
    checks.require(worst(theirs) <= 1e-6, "the case was drawn with other chances than its settings say");
}

std::int64_t stepsOf(const GoldenCase& golden)
{
    const std::int64_t steps = golden.params.at("tw").integer();
    if (steps < 1 || steps > 10'000'000)
        throw Skip{"so many steps take too long"};
    return steps;
}

} // namespace

CaseResult runImageToSpikes(const GoldenCase& golden)
{
    constexpr std::int64_t kMost = 100'000;   // steps that the node draws at once
    ParamMap params = paramsFrom("encoder.img2spike", golden.params, {"image_shape", "squeeze"});
    const std::int64_t steps = stepsOf(golden);
    params["tw"] = std::min(steps, kMost);
    const at::Tensor image = golden.input("img");
    params["negative_spikes"] = golden.params["negative_spikes"].flag(image.lt(0).any().item<bool>());
    Checks checks(golden);
    const at::Tensor x = image.to(at::kFloat).flatten().unsqueeze(0);
    const auto module = makeModule("encoder.img2spike", params, Tensors{x});
    const at::Tensor all = module->forward({x}).at(0);
    checks.require(all.eq(all.sign()).all().item<bool>(), "something other than a spike was sent");
    at::Tensor sum = all.to(at::kDouble).sum(0);
    for (std::int64_t t = all.size(0); t < steps; ++t)
        sum += module->step({x}).at(0).to(at::kDouble);
    at::Tensor p = image * (golden.params["max_rate"].real(1000.0) / 1000.0 / golden.params["norm"].real(255.0));
    if (!std::get<bool>(params["negative_spikes"]))
        p = p.clamp_min(0.0);
    checks.leaveOut("outputs.mean");
    compareMeans(checks, sum.reshape(image.sizes()) / double(steps), golden.output("mean"), p, steps);
    return checks.result();
}

CaseResult runSignalToSpikes(const GoldenCase& golden)
{
    const bool drawn = golden.hasOutput("mean");
    ParamMap params = paramsFrom("encoder.sig2spike", golden.params, {"channels_in"});
    const std::int64_t steps = stepsOf(golden);
    constexpr std::int64_t kMost = 10'000;   // what the node holds a sample for
    params["tw"] = std::min(steps, kMost);
    params["spk_out"] = drawn;
    const at::Tensor signal = golden.input("signal");   // [C, L]
    Checks checks(golden);
    if (!drawn) {
        forBothTypes(checks, [&](at::ScalarType type) {
            const at::Tensor x = signal.to(type).unsqueeze(0);
            const auto module = makeModule("encoder.sig2spike", params, Tensors{x});
            checks.analog("y", module->forward({x}).at(0).squeeze(1));
        });
        return checks.result();
    }
    const at::Tensor x = signal.to(at::kFloat).unsqueeze(0);
    const auto module = makeModule("encoder.sig2spike", params, Tensors{x});
    const std::int64_t hold = std::get<std::int64_t>(params["tw"]), rounds = (steps + hold - 1) / hold;
    at::Tensor sum = at::zeros({signal.size(1), signal.size(0)}, at::kDouble);
    for (std::int64_t i = 0; i < rounds; ++i)   // goes on where it ended: a signal repeats
        sum += module->forward({x}).at(0).squeeze(1).reshape({signal.size(1), hold, signal.size(0)}).to(at::kDouble).sum(1);
    const at::Tensor p = (signal.t() / golden.params["norm_level"].real(1.0)).clamp(0.0, 1.0);
    checks.leaveOut("outputs.mean");
    compareMeans(checks, sum / double(rounds * hold), golden.output("mean"), p, std::min(steps, rounds * hold));
    return checks.result();
}

} // namespace spw::engine::golden
