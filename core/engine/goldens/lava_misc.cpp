// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/losses/sequence_loss.h"
#include "core/engine/goldens/lava_chain.h"
#include "kernels/torch/aten.h"

#include <cmath>

namespace spw::engine::golden {

namespace {

/// quantize_8bit, quantize and quantize_hook_fx as the parameters of one node; `descale` shows whole numbers.
ParamMap quantizeParams(const GoldenCase& golden)
{
    const double scale = golden.params["scale"].real(64.0);
    const std::string kind = golden.kind();
    ParamMap params{{"step", 2.0 / scale}, {"mode", std::string("ROUND")}};
    if (kind == "quantize") {
        params["step"] = golden.params.at("step").real();
        params["mode"] = golden.params["mode"].text("ROUND");
        params["low"] = std::monostate{};
        params["high"] = std::monostate{};
    } else if (kind == "quantize_hook_fx") {
        const double bits = std::exp2(golden.params.at("num_bits").real());
        params["low"] = -bits;
        params["high"] = bits - 1.0;
    }
    return params;
}

CaseResult runQuantize(const GoldenCase& golden)
{
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        LavaChain chain(x.reshape({1, 1, -1}), true);
        chain.add("layer.lava_quantize", quantizeParams(golden));
        at::Tensor y = chain.value().reshape(x.sizes());
        if (golden.params["descale"].flag(false))
            y = y * golden.params["scale"].real(64.0);
        checks.analog("y", y);
        if (golden.hasGrad("x")) {
            (golden.hasInput("w") ? y * golden.input("w").to(type) : y).sum().backward();
            checks.gradient("x", x.grad());
        }
        chain.checkAdvance(checks);
    });
    return checks.result();
}

/// An exponential as a filter, the one of the loss of spike times.
CaseResult runFilter(const GoldenCase& golden)
{
    for (const std::string& name : golden.params.names())
        if (name != "time_constant" && name != "length" && name != "sampling_time")
            throw Skip{"the filter has no setting " + name};
    const std::int64_t length = golden.params["length"].integer(20);
    if (length < 1 || length > 1'000'000)
        throw Skip{"the filter has no such length"};
    std::vector<double> taps;
    for (std::int64_t t = 0; t < length; ++t)
        taps.push_back(std::exp(-double(t) / golden.params["time_constant"].real(1.0)));
    Checks checks(golden);
    checks.analog("filter", at::tensor(taps, at::kDouble));
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        const at::Tensor y = losses::causalFilter(timeFirst(x), taps) * golden.params["sampling_time"].real(1.0);
        checks.analog("y", timeLast(y));
        if (golden.hasGrad("x")) {
            (timeLast(y) * golden.input("w").to(type)).sum().backward();
            checks.gradient("x", x.grad());
        }
    });
    return checks.result();
}

} // namespace

/// The units of lava_misc; its losses and classifiers have a handler of their own.
CaseResult runLavaMisc(const GoldenCase& golden)
{
    const std::string kind = golden.kind();
    if (kind.rfind("quantize", 0) == 0)
        return runQuantize(golden);
    if (kind == "FIR")
        return runFilter(golden);
    const bool scalar = kind == "delay" && !golden.hasInput("delay");
    if (kind != "delay" && kind != "delta" && kind != "sigma")
        throw Skip{"it is no unit of the lava neurons"};
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        LavaChain chain(timeFirst(x), true);
        if (scalar)
            chain.add("synapse.delay_shift", {{"delay", golden.params.at("delay_val").real()},
                                              {"sampling_time", golden.params["sampling_time"].real(1.0)}});
        else if (kind == "delay")
            chain.add("synapse.axon_delay",
                      {{"sampling_time", golden.params["sampling_time"].real(1.0)},
                       {"max_delay", golden.params["max_delay"] ? ParamValue(golden.params["max_delay"].real())
                                                                : ParamValue(std::monostate{})},
                       {"grad_scale", golden.params["grad_scale"].real(1.0)}},
                      {{"delay", golden.input("delay")}});
        else if (kind == "delta")
            chain.add("encoder.delta", paramsFrom("encoder.delta", golden.params, {}));
        else
            chain.add("layer.sigma", paramsFrom("layer.sigma", golden.params, {}));
        const at::Tensor y = timeLast(chain.value());
        checks.analog("y", y);
        if (golden.hasInput("w"))
            (y * golden.input("w").to(type)).sum().backward();
        for (const std::string& name : golden.grads.names())
            checks.gradient(name, name == "x" ? x.grad() : chain.gradient(name));
        chain.checkAdvance(checks);
    });
    return checks.result();
}

} // namespace spw::engine::golden
