// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/golden_case.h"
#include "kernels/torch/aten.h"

namespace spw::engine::golden {

namespace {

CaseResult checkTempotron(const GoldenCase& golden)
{
    ParamMap params = paramsFrom("layer.tempotron", golden.params, {"v0"});
    params["out_features"] = golden.input("weight").size(0);
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor times = golden.input("in_spikes").to(type).requires_grad_();
        const at::Tensor label = golden.inputs.at("label").tensor(at::kLong);
        const auto module = makeModule("layer.tempotron", params, Tensors{times});
        overrideTensors(*module, {{"weight", golden.input("weight")}}, type);

        Tensors out = module->forward({times});
        checks.analog("v", out.at(0).permute({1, 2, 0}));
        const at::Tensor most = runWhole(*makeModule("readout.membrane", {{"reduce", "max"}}, Tensors{out[0]}), {out[0]}).at(0);
        checks.analog("v_max", most.reshape(golden.output("v_max").sizes()));   // theirs loses axes of length 1
        const auto lossModule = makeModule("loss.tempotron", {{"v_threshold", golden.params["v_threshold"].real(1.0)}}, Tensors{most, label});
        const at::Tensor loss = lossModule->forward({most, label}).at(0);
        checks.analog("loss", loss);
        loss.backward();
        checks.gradient("weight_from_loss", gradientOf(*module, "weight"));

        clearGradients(*module);
        times.mutable_grad().reset();
        module->reset();
        out = module->forward({times});
        checks.analog("spikes", out.at(1).reshape(golden.output("spikes").sizes()));
        (out[1] * golden.input("w").to(type).reshape(out[1].sizes())).sum().backward();
        checks.gradient("weight_from_sum_w_spikes", gradientOf(*module, "weight"));
        checks.gradient("in_spikes_from_sum_w_spikes", times.grad());

        const at::NoGradGuard noGrad;
        module->reset();
        Tensors list;
        for (std::int64_t t = 0; t < out[0].size(0); ++t)
            list.push_back(module->step({times.detach()}).at(0));
        checks.equal("step by step", at::stack(list), out[0].detach());
    });
    return checks.result();
}

CaseResult checkGaussianTuning(const GoldenCase& golden)
{
    const ParamMap params = paramsFrom("encoder.gaussian_tuning", golden.params, {"n"});
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type), low = golden.input("x_min"), high = golden.input("x_max");
        const auto module = makeModule("encoder.gaussian_tuning", params, Tensors{x});
        overrideTensors(*module, {{"x_min", low}, {"x_max", high}}, type);
        const Tensors out = module->forward({x});
        checks.spikes("spikes", out.at(1));
        // The code itself: one spike at each of these steps.
        const at::Tensor steps = at::arange(out[0].size(0), out[1].options()).view({-1, 1, 1, 1, 1});
        checks.equal("code", out[0], steps.eq(out[1].unsqueeze(0)).to(type));
    });
    // Centres and widths are not kept by the node; the spike times above depend on each of them.
    checks.leaveOut("outputs.mu");
    checks.leaveOut("outputs.sigma2");
    return checks.result();
}

} // namespace

CaseResult runSjTiming(const GoldenCase& golden)
{
    if (golden.isKind("Tempotron"))
        return checkTempotron(golden);
    if (golden.isKind("GaussianTuning"))
        return checkGaussianTuning(golden);
    throw Skip{"there is nothing like " + golden.kind()};
}

} // namespace spw::engine::golden
