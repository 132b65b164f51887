// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/lava_chain.h"
#include "kernels/torch/aten.h"

#include <algorithm>

namespace spw::engine::golden {

CaseResult runLavaNeuron(const GoldenCase& golden)
{
    const std::string id = lavaNeuronId(golden.kind());
    const ParamMap params = lavaNeuronParams(id, golden.params, {});
    const bool normed = bool(golden.params["norm"]);

    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        Tensors x, sequences;
        const std::vector<std::string> inputs =
            golden.hasInput("x") ? std::vector<std::string>{"x"} : std::vector<std::string>{"x_real", "x_imag"};
        for (const std::string& name : inputs) {
            x.push_back(golden.input(name).to(type).requires_grad_());
            sequences.push_back(timeFirst(x.back()));
        }
        const auto module = makeModule(id, params, sequences);
        std::map<std::string, at::Tensor> stored;   // the bias of a sigma-delta that has none is not there
        std::set<std::string> own;
        for (const NamedTensor& tensor : module->parameters())
            own.insert(tensor.name);
        for (const NamedTensor& tensor : module->buffers())
            own.insert(tensor.name);
        for (const auto& [name, tensor] : golden.arrays())
            if (own.count(name))
                stored[name] = tensor;
        overrideTensors(*module, stored, type);
        module->keepStates(true);
        const at::Tensor y = runWhole(*module, sequences).at(0);
        (timeLast(y) * golden.input("w").to(type)).sum().backward();

        for (const std::string& name : golden.outputs.names()) {
            const at::Tensor ours = name == "spike" ? y : module->stateSequence(name);
            if (!ours.defined())
                continue;   // then it is missed
            if (name == "spike" && isWhole(golden.output(name)))
                checks.spikes(name, timeLast(ours));
            else
                checks.analog(name, timeLast(ours));
        }
        for (const std::string& name : golden.grads.names()) {
            const auto input = std::find(inputs.begin(), inputs.end(), name);
            checks.gradient(name, input == inputs.end() ? gradientOf(*module, name)
                                                        : x[std::size_t(input - inputs.begin())].grad());
        }
        if (normed)   // a norm in training sees other statistics step by step
            return;
        if (golden.params["persistent_state"].flag(false)) {   // a reset would keep the state: start from new modules
            const auto fresh = [&] {
                auto other = makeModule(id, params, sequences);
                overrideTensors(*other, stored, type);
                return other;
            };
            const at::NoGradGuard noGrad;
            checks.equal("step by step", runSteps(*fresh(), sequences).at(0), y.detach());
            checks.equal("in two halves", runHalves(*fresh(), sequences).at(0), y.detach());
        } else {
            checkAdvance(checks, *module, sequences, {y}, true);
        }
    });
    return checks.result();
}

} // namespace spw::engine::golden
