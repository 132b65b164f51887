// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/losses/sequence_loss.h"
#include "core/engine/conv_bn.h"
#include "core/engine/goldens/golden_case.h"
#include "kernels/torch/aten.h"

namespace spw::engine::golden {

namespace {

double firstArgument(const GoldenCase& golden)
{
    const Value args = golden.params["args"];
    return args.isList() && args.size() > 0 ? args.item(0).real() : 1.0;
}

CaseResult checkSimilarity(const GoldenCase& golden)
{
    const std::string kernel = golden.params.at("kernel_type").text();
    ParamMap params{{"kernel_type", kernel}, {"loss_type", golden.params.at("loss_type").text()}};
    if (kernel == "sigmoid")
        params["alpha"] = firstArgument(golden);
    else if (kernel == "gaussian")
        params["sigma"] = firstArgument(golden);
    else if (kernel != "linear")
        throw Skip{"the loss has no kernel " + kernel};
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor spikes = golden.input("spikes").to(type).requires_grad_();
        // The file has no axis of time: all that follows the samples is one list.
        const Tensors inputs{spikes.flatten(1).unsqueeze(0), golden.input("labels").to(type)};
        const auto module = makeModule("loss.spike_similar", params, inputs);
        const at::Tensor loss = module->forward(inputs).at(0);
        loss.backward();
        checks.analog("loss", loss);
        checks.gradient("spikes", spikes.grad());
        if (golden.hasOutput("similarity")) {
            const at::Tensor rows = spikes.detach().flatten(1);
            at::Tensor p = losses::kernelDotProduct(rows, rows, kernel, firstArgument(golden));
            if (kernel == "linear") {
                const at::Tensor lengths = rows.norm(2, at::IntArrayRef{1}, true);
                p = p / (lengths.mm(lengths.t()) + 1e-8);
            }
            checks.analog("similarity", p);
        }
    });
    return checks.result();
}

CaseResult checkKernel(const GoldenCase& golden)
{
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        checks.analog("y", losses::kernelDotProduct(golden.input("x").to(type), golden.input("y").to(type),
                                                    golden.params.at("kernel").text(), firstArgument(golden)));
    });
    return checks.result();
}

CaseResult checkTet(const GoldenCase& golden)
{
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        const at::Tensor label = golden.inputs.at("target").tensor(at::kLong);
        const auto module = makeModule("loss.tet", {}, std::vector<PortInfo>{});
        const at::Tensor loss = module->forward({x, label}).at(0);
        loss.backward();
        checks.analog("loss", loss);
        checks.gradient("x", x.grad());
    });
    return checks.result();
}

CaseResult checkFirstSpike(const GoldenCase& golden)
{
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor spikes = golden.input("spikes").to(type);   // [..., T]
        const at::Tensor x = spikes.movedim(-1, 0).reshape({spikes.size(-1), 1, -1});
        const auto module = makeModule("readout.first_spike", {}, Tensors{x});
        const at::Tensor first = runWhole(*module, {x}).at(1);
        std::vector<std::int64_t> sizes = spikes.sizes().vec();
        sizes.insert(sizes.begin(), sizes.back());
        sizes.pop_back();
        checks.spikes("y", first.reshape(sizes).movedim(0, -1));
        checks.equal("step by step", runSteps(*module, {x}).at(1), first);
        checks.equal("in two halves", runHalves(*module, {x}).at(1), first);
    });
    return checks.result();
}

CaseResult checkOneHot(const GoldenCase& golden)
{
    Checks checks(golden);
    const at::Tensor label = golden.inputs.at("labels").tensor(at::kLong);
    const auto module = makeModule("encoder.one_hot", paramsFrom("encoder.one_hot", golden.params, {}), Tensors{label});
    checks.spikes("y", module->forward({label}).at(0));
    return checks.result();
}

CaseResult checkFusion(const GoldenCase& golden)
{
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const auto in = [&](const char* name) { return golden.input(name).to(type); };
        const at::Tensor bias = golden.hasInput("b") ? in("b") : golden.hasInput("bias") ? in("bias") : at::Tensor();
        const FusedConv fused = fuseConvBatchNorm(in("w"), bias, in("gamma"), in("beta"), in("mean"), in("var"),
                                                  golden.params["eps"].real(1e-5));
        checks.analog("weight", fused.weight);
        checks.analog("bias", fused.bias);
    });
    return checks.result();
}

/// y and the gradient of sum(y w) of a node with one input.
CaseResult checkLayer(const GoldenCase& golden, const std::string& id, const ParamMap& params)
{
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        const at::Tensor sequence = x.reshape({x.size(0), 1, -1});
        const auto module = makeModule(id, params, Tensors{sequence});
        const at::Tensor y = runWhole(*module, {sequence}).at(0).reshape(x.sizes());
        (y * golden.input("w").to(type)).sum().backward();
        checks.analog("y", y);
        checks.gradient("x", x.grad());
    });
    return checks.result();
}

CaseResult checkQuantiser(const GoldenCase& golden)
{
    const std::string rest = golden.id.substr(golden.id.find('/') + 1), name = rest.substr(0, rest.find('/'));
    static const std::map<std::string, std::string> kinds{
        {"round", "round"}, {"ceil", "ceil"}, {"floor", "floor"}, {"clamp", "clamp"}, {"step_quantize", "step"},
        {"k_bit_quantize", "k_bit"}, {"affine_k_bit_quantize", "affine"}, {"clamp_by_linear", "linear"}};
    const auto kind = kinds.find(name);
    if (kind == kinds.end())
        throw Skip{"there is no quantiser " + name};
    ParamMap params = paramsFrom("layer.fake_quantize", golden.params, {"min", "max"});
    params["kind"] = kind->second;
    if (golden.params["min"])
        params["low"] = golden.params["min"].real();
    if (golden.params["max"])
        params["high"] = golden.params["max"].real();
    return checkLayer(golden, "layer.fake_quantize", params);
}

} // namespace

CaseResult runSjFunctional(const GoldenCase& golden)
{
    if (golden.isKind("spike_similar_loss"))
        return checkSimilarity(golden);
    if (golden.isKind("kernel_dot_product"))
        return checkKernel(golden);
    if (golden.isKind("temporal_efficient_training_cross_entropy"))
        return checkTet(golden);
    if (golden.isKind("first_spike_index"))
        return checkFirstSpike(golden);
    if (golden.isKind("redundant_one_hot"))
        return checkOneHot(golden);
    if (golden.isKind("fuse_convbn2d"))
        return checkFusion(golden);
    if (golden.isKind("quantize"))
        return checkQuantiser(golden);
    if (golden.isKind("delay"))
        return checkLayer(golden, "synapse.delay", paramsFrom("synapse.delay", golden.params, {}));
    throw Skip{"there is no function " + golden.kind()};
}

} // namespace spw::engine::golden
