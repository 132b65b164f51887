// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/call_text.h"
#include "core/engine/goldens/golden_case.h"
#include "core/engine/goldens/loss_cases.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/srm_ops.h"

#include <algorithm>
#include <limits>

namespace spw::engine::golden {

namespace {

/// SLAYER has time last: [N, C, H, W, T] to [T, N, C, H, W] and back.
double timeOfStep(const GoldenCase& golden) { return golden.params.at("simulation").at("Ts").real(); }

/// The neuron block of a case as parameters of the SRM-alpha node.
ParamMap neuronParams(const GoldenCase& golden, bool filters)
{
    ParamMap params = paramsFrom("neuron.srm_alpha", golden.params.at("neuron"), {"type"});
    params["Ts"] = timeOfStep(golden);
    params["filter_input"] = filters;
    return params;
}

ParamMap responseParams(const GoldenCase& golden)
{
    return {{"tauSr", golden.params.at("neuron").at("tauSr").real()}, {"Ts", timeOfStep(golden)}};
}

at::Tensor vectorOf(const std::vector<double>& values) { return at::tensor(values, at::kDouble); }

CaseResult runKernels(const GoldenCase& golden)
{
    const Value neuron = golden.params.at("neuron");
    const auto model = [&](bool full) {
        return kernels::SrmModel::make(neuron.at("theta").real(), neuron.at("tauSr").real(), neuron.at("tauRef").real(),
                                       neuron.at("scaleRef").real(), neuron.at("tauRho").real(),
                                       neuron.at("scaleRho").real(), timeOfStep(golden),
                                       golden.params.at("simulation").at("tSample").real(), full);
    };
    Checks checks(golden);
    checks.analog("srmKernel", vectorOf(model(false).psp.values()));
    checks.analog("refKernel", vectorOf(model(false).refractory.values()));
    checks.analog("refKernel_full", vectorOf(model(true).refractory.values()));
    return checks.result();
}

/// A node with one input and one output, time last in the case. Names of its tensors and their gradients as given.
CaseResult runFilter(const GoldenCase& golden, const std::string& id, const ParamMap& params, bool exact)
{
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        const at::Tensor sequence = timeFirst(x);
        const auto module = makeModule(id, params, Tensors{sequence});
        std::map<std::string, at::Tensor> given;
        for (const char* name : {"weight", "delay"})
            if (golden.hasInput(name))
                given[name] = golden.input(name);
        overrideTensors(*module, given, type);
        const at::Tensor y = runWhole(*module, {sequence}).at(0);
        exact ? checks.spikes("y", timeLast(y)) : checks.analog("y", timeLast(y));
        if (golden.hasGrad("x")) {
            (timeLast(y) * golden.input("w").to(type)).sum().backward();
            checks.gradient("x", x.grad());
            for (const auto& [name, value] : given)
                if (golden.hasGrad(name))
                    checks.gradient(name, gradientOf(*module, name).reshape(value.sizes()));
        }
        const bool looksAhead = params.count("delay") && std::get<double>(params.at("delay")) < 0;
        if (!looksAhead)
            checkAdvance(checks, *module, {sequence.detach()}, {y.detach()}, exact);
    });
    return checks.result();
}

CaseResult runSpike(const GoldenCase& golden)
{
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor u = golden.input("u").to(type).requires_grad_();
        const at::Tensor sequence = timeFirst(u);
        const auto module = makeModule("neuron.srm_alpha", neuronParams(golden, false), Tensors{sequence});
        module->keepStates(true);
        const at::Tensor spikes = runWhole(*module, {sequence}).at(0);
        (timeLast(spikes) * golden.input("w").to(type)).sum().backward();
        checks.spikes("spike", timeLast(spikes));
        checks.analog("u_refracted", timeLast(module->stateSequence("u").detach()));
        checks.gradient("u", u.grad());
        module->keepStates(false);
        checkAdvance(checks, *module, {sequence.detach()}, {spikes.detach()}, true);
    });
    return checks.result();
}

CaseResult runDelay(const GoldenCase& golden)
{
    const at::Tensor delay = golden.input("delay");
    const bool each = delay.numel() == golden.input("x").select(0, 0).select(-1, 0).numel();
    return runFilter(golden, "synapse.axon_delay",
                     {{"per", std::string(each ? "neuron" : "channel")},
                      {"max_delay", std::monostate{}},
                      {"sampling_time", timeOfStep(golden)}},
                     true);
}

CaseResult runPool(const GoldenCase& golden, const std::string& id)
{
    const CallText call = CallText::of(golden.call);
    const char* const names[] = {"kernelSize", "stride", "padding", "dilation"};
    ParamMap params{{"theta", golden.params.at("theta").real()}};
    for (std::size_t i = 0; i < 4; ++i)
        if (const std::string value = call.argument(i, names[i]); !value.empty() && value != "None")
            params[names[i]] = wholePair(value);
    if (!params.count("kernelSize"))
        throw Skip{"the call does not tell the window"};
    return runFilter(golden, id, params, false);
}

/// Two dense layers. Filtering before the weights, as SLAYER does, and in the neuron after them are the same.
CaseResult runNetwork(const GoldenCase& golden)
{
    Checks checks(golden);
    const double ts = timeOfStep(golden);
    const kernels::AlphaKernel response = kernels::alphaKernel(golden.params.at("neuron").at("tauSr").real(), 1.0, ts,
                                                               0.01, std::numeric_limits<double>::infinity());
    forBothTypes(checks, [&](at::ScalarType type) {
        for (const bool fused : {false, true}) {
            const at::Tensor x = golden.input("x").to(type).requires_grad_();
            std::vector<std::unique_ptr<NodeModule>> dense;
            at::Tensor s = timeFirst(x);
            for (const bool second : {false, true}) {
                if (!fused)
                    s = runWhole(*makeModule("synapse.psp", responseParams(golden), Tensors{s}), {s}).at(0);
                const at::Tensor weight = golden.input(second ? "w2" : "w1");
                dense.push_back(makeModule("layer.slayer_dense", {{"outFeatures", weight.size(0)}}, Tensors{s}));
                overrideTensors(*dense.back(), {{"weight", weight}}, type);
                s = runWhole(*dense.back(), {s}).at(0);
                s = runWhole(*makeModule("neuron.srm_alpha", neuronParams(golden, fused), Tensors{s}), {s}).at(0);
                checks.spikes(second ? "s2" : "s1", timeLast(s).unsqueeze(2).unsqueeze(3));
            }
            const at::Tensor desired = timeFirst(golden.input("desired").to(type)).flatten(2);
            const at::Tensor error = ops::pspFilter(s - desired, response, ts);
            const at::Tensor loss = (error * error).sum() * (0.5 * ts);
            loss.backward();
            checks.analog("loss", loss.detach());
            checks.gradient("x", x.grad());
            for (std::size_t layer = 0; layer < 2; ++layer) {
                const char* name = layer == 0 ? "w1" : "w2";
                checks.gradient(name, gradientOf(*dense[layer], "weight").reshape(golden.input(name).sizes()));
            }
        }
    });
    return checks.result();
}

CaseResult runLoihi(const GoldenCase& golden)
{
    ParamMap params = paramsFrom("neuron.slayer_loihi", golden.params.at("neuron"), {"type", "theta"});
    params["Ts"] = timeOfStep(golden);
    const Value neuron = golden.params.at("neuron");
    const auto model = kernels::LoihiModel::make(neuron.at("vThMant").integer(), neuron.at("vDecay").integer(),
                                                 neuron.at("iDecay").integer(), neuron.at("wgtExp").integer(),
                                                 neuron.at("refDelay").integer());
    const std::vector<double> response = model.pspKernel();
    Checks checks(golden);
    checks.analog("srmKernel", vectorOf(response));
    checks.analog("refKernel", vectorOf(model.refractoryKernel()));
    checks.analog("scaleRho_used", vectorOf({neuron.at("scaleRho").real() /
                                             *std::max_element(response.begin(), response.end())}));
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("weighted").to(type).requires_grad_();
        const at::Tensor sequence = timeFirst(x);
        const auto module = makeModule("neuron.slayer_loihi", params, Tensors{sequence});
        module->keepStates(true);
        const at::Tensor spikes = runWhole(*module, {sequence}).at(0);
        (timeLast(spikes) * golden.input("w").to(type)).sum().backward();
        checks.spikes("spike", timeLast(spikes));
        checks.spikes("voltage", timeLast(module->stateSequence("v").detach()));
        checks.spikes("current", timeLast(module->stateSequence("u").detach()));
        checks.gradient("weighted", x.grad());
        module->keepStates(false);
        checkAdvance(checks, *module, {sequence.detach()}, {spikes.detach()}, true);
    });
    return checks.result();
}

} // namespace

CaseResult runSlayerPytorch(const GoldenCase& golden)
{
    if (golden.isKind("kernels"))
        return runKernels(golden);
    if (golden.isKind("psp"))
        return runFilter(golden, "synapse.psp", responseParams(golden), false);
    if (golden.isKind("pspLayer"))
        return runFilter(golden, "synapse.psp_layer", responseParams(golden), false);
    if (golden.isKind("pspFilter")) {
        const at::Tensor weight = golden.input("weight");
        return runFilter(golden, "synapse.psp_filter",
                         {{"nFilter", weight.size(0)},
                          {"filterLength", weight.numel() / weight.size(0)},
                          {"Ts", timeOfStep(golden)}},
                         false);
    }
    if (golden.isKind("spike"))
        return runSpike(golden);
    if (golden.isKind("delay"))
        return runDelay(golden);
    if (golden.isKind("delayShift"))
        return runFilter(golden, "synapse.delay_shift",
                         {{"delay", golden.params.at("delay").real()},
                          {"sampling_time", golden.params.at("Ts").real()}},
                         true);
    if (golden.isKind("pool"))
        return runPool(golden, "layer.slayer_pool");
    if (golden.isKind("unpool"))
        return runPool(golden, "layer.slayer_unpool");
    if (golden.isKind("mlp"))
        return runNetwork(golden);
    if (golden.isKind("loihi"))
        return runLoihi(golden);
    return slayerLosses(golden);
}

} // namespace spw::engine::golden
