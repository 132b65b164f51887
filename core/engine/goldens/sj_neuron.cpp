// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/golden_case.h"
#include "core/engine/goldens/surrogate_names.h"

#include <ATen/ATen.h>

namespace spw::engine::golden {

namespace {

/// Classes of SpikingJelly and our nodes.
const std::map<std::string, std::string>& nodeIds()
{
    static const std::map<std::string, std::string> ids{
        {"IFNode", "neuron.if"},
        {"LIFNode", "neuron.lif"},
        {"ParametricLIFNode", "neuron.parametric_lif"},
    };
    return ids;
}

/// [T, N] of the file as [T, N, 1]: each number is a sample of its own.
at::Tensor asSequence(const at::Tensor& x) { return x.dim() == 2 ? x.unsqueeze(2) : x; }
at::Tensor like(const at::Tensor& ours, const at::Tensor& file) { return ours.defined() ? ours.reshape(file.sizes()) : ours; }

} // namespace

CaseResult runSjNeuron(const GoldenCase& golden)
{
    const auto it = nodeIds().find(golden.kind());
    if (it == nodeIds().end())
        throw Skip{"there is no neuron " + golden.kind()};
    const std::string& id = it->second;
    ParamMap params = paramsFrom(id, golden.params, {"surrogate", "parameters", "step_mode", "backend"});
    addSurrogate(params, id, golden.params.at("surrogate"));

    const std::string endSeq = "_seq", endLast = "_last";
    const auto endsWith = [](const std::string& name, const std::string& end) {
        return name.size() > end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0;
    };
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        const at::Tensor sequence = asSequence(x);
        const auto module = makeModule(id, params, Tensors{sequence});
        overrideTensors(*module, golden.arrays(), type);
        module->keepStates(true);
        const at::Tensor y = runWhole(*module, {sequence}).at(0);
        (like(y, x) * golden.input("w").to(type)).sum().backward();

        const bool exact = isWhole(golden.output("y"));
        if (exact)
            checks.spikes("y", like(y, x));
        else
            checks.analog("y", like(y, x));
        for (const std::string& name : golden.outputs.names()) {
            if (endsWith(name, endSeq)) {
                const std::string state = name.substr(0, name.size() - endSeq.size());
                checks.analog(name, like(module->stateSequence(state), golden.output(name)));
            } else if (endsWith(name, endLast)) {
                const at::Tensor states = module->stateSequence(name.substr(0, name.size() - endLast.size()));
                checks.analog(name, states.defined() ? like(states.select(0, -1), golden.output(name)) : states);
            }
        }
        for (const std::string& name : golden.grads.names())
            checks.gradient(name, name == "x" ? x.grad() : like(gradientOf(*module, name), golden.grad(name)));
        checkAdvance(checks, *module, {sequence}, {y}, exact);
    });
    return checks.result();
}

} // namespace spw::engine::golden
