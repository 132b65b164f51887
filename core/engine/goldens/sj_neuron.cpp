// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/golden_case.h"
#include "core/engine/goldens/sj_neuron_ids.h"
#include "core/engine/goldens/surrogate_names.h"
#include "kernels/torch/aten.h"

namespace spw::engine::golden {

namespace {

/// Classes of SpikingJelly and our nodes.
const std::map<std::string, std::string>& nodeIds()
{
    static const std::map<std::string, std::string> ids{
        {"IFNode", "neuron.if"},
        {"LIFNode", "neuron.lif"},
        {"ParametricLIFNode", "neuron.parametric_lif"},
        {"KLIFNode", "neuron.klif"},
        {"QIFNode", "neuron.qif"},
        {"EIFNode", "neuron.eif"},
        {"IzhikevichNode", "neuron.izhikevich"},
        {"LIAFNode", "neuron.liaf"},
        {"PSN", "neuron.psn"},
        {"MaskedPSN", "neuron.masked_psn"},
        {"SlidingPSN", "neuron.sliding_psn"},
        {"GatedLIFNode", "neuron.glif"},
        {"OTTTLIFNode", "neuron.ottt_lif"},
        {"SLTTLIFNode", "neuron.sltt_lif"},
        {"CLIFNode", "neuron.clif"},
        {"NonSpikingIFNode", "neuron.readout"},
        {"NonSpikingLIFNode", "neuron.readout"},
        {"DSRIFNode", "neuron.dsr_if"},
        {"DSRLIFNode", "neuron.dsr_lif"},
    };
    return ids;
}

/// [T, N] of the file as [T, N, 1]: each number is a sample of its own.
at::Tensor asSequence(const at::Tensor& x) { return x.dim() == 2 ? x.unsqueeze(2) : x; }
at::Tensor like(const at::Tensor& ours, const at::Tensor& file)
{
    return ours.defined() ? ours.reshape(file.sizes()) : ours;
}

bool endsWith(const std::string& name, const std::string& end)
{
    return name.size() > end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0;
}

/// A neuron that can only run over all of its steps at once.
bool seesTheFuture(const std::string& id, const ParamMap& params)
{
    if (id == "neuron.psn")
        return true;
    const auto strength = params.find("lambda_init");
    return id == "neuron.masked_psn" && (strength == params.end() || std::get<double>(strength->second) < 1.0);
}

ParamMap paramsOf(const GoldenCase& golden, const std::string& id)
{
    std::set<std::string> leaveOut{"surrogate", "parameters", "step_mode", "inplane"};
    if (id != "neuron.sliding_psn")
        leaveOut.insert("backend");
    ParamMap params = paramsFrom(id, golden.params, leaveOut);
    if (id == "neuron.glif")
        params["channel_wise"] = bool(golden.params["inplane"]);
    if (golden.params["surrogate"])
        addSurrogate(params, id, golden.params.at("surrogate"));
    return params;
}

/// The answer of a readout has no time: step by step and in halves the last answer is that of all steps.
void checkReadout(Checks& checks, NodeModule& module, const at::Tensor& x, const at::Tensor& whole)
{
    const at::NoGradGuard noGrad;
    at::Tensor answer;
    module.reset();
    for (std::int64_t t = 0; t < x.size(0); ++t)
        answer = module.step({x.select(0, t)}).at(0);
    checks.within("y, step by step,", answer, whole.detach());
    module.reset();
    const std::int64_t half = x.size(0) / 2;
    for (const auto& [from, count] : {std::pair(std::int64_t(0), half), std::pair(half, x.size(0) - half)})
        if (count > 0)
            answer = module.forward({x.narrow(0, from, count)}).at(0);
    checks.within("y, in two halves,", answer, whole.detach());
    module.reset();
}

} // namespace

const std::string& sjNeuronId(const std::string& className)
{
    const auto it = nodeIds().find(className);
    if (it == nodeIds().end())
        throw Skip{"there is no neuron " + className};
    return it->second;
}

CaseResult runSjNeuron(const GoldenCase& golden)
{
    const std::string& id = sjNeuronId(golden.kind());
    const ParamMap params = paramsOf(golden, id);

    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        const at::Tensor sequence = asSequence(x);
        const auto module = makeModule(id, params, Tensors{sequence});
        overrideTensors(*module, golden.arrays(), type);
        module->setTraining(true);
        module->keepStates(true);
        const at::Tensor y = runWhole(*module, {sequence}).at(0);
        (like(y, golden.output("y")) * golden.input("w").to(type)).sum().backward();

        // Rate neurons send multiples of their threshold, which may happen to be whole numbers.
        const bool exact = isWhole(golden.output("y")) && id != "neuron.dsr_if" && id != "neuron.dsr_lif";
        if (exact)
            checks.spikes("y", like(y, golden.output("y")));
        else
            checks.analog("y", like(y, golden.output("y")));
        const std::string endSeq = "_seq", endLast = "_last";
        for (const std::string& name : golden.outputs.names()) {
            if (name == "trace") {
                checks.analog(name, like(module->stateSequence("trace"), golden.output(name)));
            } else if (endsWith(name, endSeq)) {
                const std::string state = name.substr(0, name.size() - endSeq.size());
                checks.analog(name, like(module->stateSequence(state), golden.output(name)));
            } else if (endsWith(name, endLast)) {
                const at::Tensor states = module->stateSequence(name.substr(0, name.size() - endLast.size()));
                checks.analog(name, states.defined() ? like(states.select(0, -1), golden.output(name)) : states);
            }
        }
        for (const std::string& name : golden.grads.names())
            checks.gradient(name, name == "x" ? x.grad() : like(gradientOf(*module, name), golden.grad(name)));
        if (id == "neuron.readout")
            checkReadout(checks, *module, sequence, y);
        else if (!seesTheFuture(id, params))
            checkAdvance(checks, *module, {sequence}, {y}, exact);
    });
    return checks.result();
}

} // namespace spw::engine::golden
