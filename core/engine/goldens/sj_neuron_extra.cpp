// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/golden_case.h"
#include "core/engine/goldens/surrogate_names.h"
#include "kernels/torch/aten.h"

#include <algorithm>

namespace spw::engine::golden {

namespace {

const std::map<std::string, std::string>& laterNodeIds()
{
    static const std::map<std::string, std::string> ids{
        {"ILCIFNode", "neuron.ilc_if"},
        {"ILCLIFNode", "neuron.ilc_lif"},
        {"ILCCLIFNode", "neuron.ilc_clif"},
        {"MPBNLIFNode", "neuron.mpbn_lif"},
    };
    return ids;
}

} // namespace

CaseResult runSjNeuronExtra(const GoldenCase& golden)
{
    const auto it = laterNodeIds().find(golden.kind());
    if (it == laterNodeIds().end())
        throw Skip{"there is no neuron " + golden.kind()};
    const std::string& id = it->second;
    ParamMap params = paramsFrom(
        id, golden.params, {"surrogate", "training", "arrays", "note", "out_features", "out_channels", "step_mode"});
    addSurrogateText(params, id, golden.params.at("surrogate").text());

    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        const auto module = makeModule(id, params, Tensors{x});
        overrideTensors(*module, golden.arrays(), type);
        module->setTraining(golden.params["training"].flag(true));
        const at::Tensor y = runWhole(*module, {x}).at(0);
        (y * golden.input("w").to(type)).sum().backward();
        checks.spikes("y", y);
        const std::string after = "_after";
        for (const std::string& name : golden.outputs.names())
            for (const NamedTensor& buffer : module->buffers())
                if (name == buffer.name.substr(buffer.name.rfind('.') + 1) + after)
                    checks.analog(name, buffer.tensor);
        for (const std::string& name : golden.grads.names())
            checks.gradient(name, name == "x" ? x.grad() : gradientOf(*module, name));
        checkAdvance(checks, *module, {x}, {y}, true);
    });
    return checks.result();
}

} // namespace spw::engine::golden
