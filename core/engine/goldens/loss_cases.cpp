// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/loss_cases.h"

#include "kernels/torch/aten.h"

namespace spw::engine::golden {

namespace {

/// A label as modules take it: class indices as they are, masks [N, C, 1, 1, 1] as [N, C] and, if there is one for each
/// of the steps, [N, C, T] as [T, N, C].
at::Tensor labelOf(const Value& value, c10::ScalarType type, std::int64_t steps)
{
    const at::Tensor label = value.tensor();
    if (!label.is_floating_point())
        return label;
    return label.dim() == 3 && label.size(2) == steps ? label.to(type).movedim(-1, 0) : label.to(type).flatten(1);
}

/// Runs the loss `id` on a time-last input `x` and what it is compared with, and checks the number and its gradient.
CaseResult checkLoss(const GoldenCase& golden, const std::string& id, const ParamMap& params, const std::string& x,
                     const std::string& target, bool targetIsSequence)
{
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor leaf = golden.input(x).to(type).requires_grad_();
        const Tensors inputs{timeFirst(leaf).flatten(2), targetIsSequence ? timeFirst(golden.input(target).to(type)).flatten(2)
                                                               : labelOf(golden.inputs.at(target), type, leaf.size(-1))};
        const auto module = makeModule(id, params, inputs);
        const at::Tensor loss = runWhole(*module, inputs).at(0);
        loss.backward();
        checks.analog("loss", loss);
        checks.gradient(x, leaf.grad());

        // Step by step the last number counts.
        const at::NoGradGuard noGrad;
        module->reset();
        at::Tensor last;
        for (std::int64_t t = 0; t < inputs[0].size(0); ++t)
            last = module->step({inputs[0][t].detach(), targetIsSequence ? inputs[1][t] : inputs[1]}).at(0);
        checks.within("loss, step by step,", last, loss.detach());
    });
    return checks.result();
}

CaseResult checkRateClassifier(const GoldenCase& golden)
{
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = timeFirst(golden.input("spike").to(type)).flatten(2);
        const at::Tensor rate = runWhole(*makeModule("readout.rate", {}, Tensors{x}), {x}).at(0);
        checks.analog("rate", rate);
        for (const auto& [output, mode] : {std::pair{"prob", "probability"}, std::pair{"softmax", "softmax"}})
            checks.analog(output, makeModule("readout.confidence", {{"mode", mode}}, Tensors{rate})->forward({rate}).at(0));
        checks.spikes("predict", rate.argmax(1));
    });
    return checks.result();
}

CaseResult checkMovingWindow(const GoldenCase& golden)
{
    const std::string name = "classifier/MovingWindow";
    const std::string digits = golden.id.substr(std::min(golden.id.size(), name.size()));
    const std::int64_t window = golden.params["time_window"].integer(std::atoll(digits.c_str()));
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = timeFirst(golden.input("spike").to(type)).flatten(2);
        const auto module = makeModule("readout.moving_window", {{"time_window", window}}, Tensors{x});
        const at::Tensor rate = runWhole(*module, {x}).at(0);   // [T, N, C]
        checkAdvance(checks, *module, {x}, {rate}, false);
        const at::Tensor perSample = rate.permute({1, 2, 0});
        checks.analog("rate", perSample);
        const at::Tensor prob = makeModule("readout.confidence", {}, Tensors{rate[0]})->forward({rate}).at(0);
        checks.analog("prob", prob.permute({1, 2, 0}));
        checks.spikes("predict", perSample.argmax(1));
    });
    return checks.result();
}

} // namespace

CaseResult lavaLosses(const GoldenCase& golden)
{
    static const std::map<std::string, std::string> ids{{"SpikeRate", "loss.spike_rate"},
                                                        {"SpikeMax", "loss.spike_max"},
                                                        {"SpikeMoid", "loss.spike_moid"},
                                                        {"SpikeTime", "loss.spike_time"}};
    if (const auto it = ids.find(golden.kind()); it != ids.end()) {
        ParamMap params = paramsFrom(it->second, golden.params, {"moving_window"});
        if (golden.params["moving_window"])
            params["moving_window"] = golden.params["moving_window"].integer();
        return checkLoss(golden, it->second, params, "spike", "target", golden.isKind("SpikeTime"));
    }
    if (golden.id.rfind("classifier/Rate", 0) == 0)
        return checkRateClassifier(golden);
    if (golden.id.rfind("classifier/MovingWindow", 0) == 0)
        return checkMovingWindow(golden);
    throw Skip{"there is no loss or classifier " + golden.kind()};
}

CaseResult slayerLosses(const GoldenCase& golden)
{
    ParamMap params{{"tauSr", golden.params["neuron"]["tauSr"].real(10.0)}, {"Ts", golden.params["simulation"]["Ts"].real(1.0)}};
    if (golden.isKind("loss.spikeTime"))
        return checkLoss(golden, "loss.slayer_spike_time", params, "out", "desired", true);
    if (!golden.isKind("loss.numSpikes"))
        throw Skip{"there is no loss " + golden.kind()};
    for (auto& [name, value] : paramsFrom("loss.num_spikes", golden.params, {"neuron", "simulation"}))
        params[name] = value;
    return checkLoss(golden, "loss.num_spikes", params, "out", "desired_class", false);
}

} // namespace spw::engine::golden
