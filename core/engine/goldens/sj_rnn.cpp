// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/golden_case.h"
#include "core/engine/goldens/surrogate_names.h"
#include "kernels/torch/aten.h"

namespace spw::engine::golden {

namespace {

/// One line for each layer, or none for a cell without that state: zeros.
std::vector<NamedTensor> statesFrom(const GoldenCase& golden, at::ScalarType type)
{
    const at::Tensor h = golden.input("h0").to(type);
    const at::Tensor c = golden.hasInput("c0") ? golden.input("c0").to(type) : at::zeros_like(h);
    std::vector<NamedTensor> states;
    const std::int64_t layers = golden.params["num_layers"].integer(1);
    for (std::int64_t i = 0; i < h.size(0); ++i) {
        // Stacked cells of the library start the upper layers from zero, whatever state they are given; those of the
        // other direction follow after all of this one.
        const bool given = i % layers == 0;
        states.push_back({"h" + std::to_string(i), given ? h[i] : at::zeros_like(h[i])});
        states.push_back({"c" + std::to_string(i), given ? c[i] : at::zeros_like(c[i])});
    }
    return states;
}

} // namespace

CaseResult runSjRnn(const GoldenCase& golden)
{
    static const std::map<std::string, std::string> ids{{"VanillaRNN", "container.spiking_rnn"},
                                                        {"GRU", "container.spiking_gru"},
                                                        {"LSTM", "container.spiking_lstm"}};
    const auto id = ids.find(golden.kind());
    if (id == ids.end())
        throw Skip{"there is no recurrent cell " + golden.kind()};
    ParamMap params = paramsFrom(id->second, golden.params, {"input_size", "surrogate1", "surrogate2", "arrays"});
    addSurrogateText(params, id->second, golden.params.at("surrogate1").text());
    if (golden.params["surrogate2"])
        addSurrogate(params, id->second, surrogateFrom(golden.params.at("surrogate2").text()), "surrogate2");
    const bool bothWays = golden.params["bidirectional"].flag(false);
    const std::int64_t layers = golden.params["num_layers"].integer(1);

    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        const auto module = makeModule(id->second, params, Tensors{x});
        overrideTensors(*module, golden.arrays(), type);
        const std::vector<NamedTensor> start = statesFrom(golden, type);
        module->reset();
        module->restoreState(start);
        const at::Tensor y = module->forward({x}).at(0);
        (y * golden.input("w").to(type)).sum().backward();
        const bool exact = isWhole(golden.output("y"));   // an LSTM sends what is in its cells
        exact ? checks.spikes("y", y) : checks.analog("y", y);
        const std::vector<NamedTensor> end = module->saveState();
        for (const char* name : {"h", "c"}) {
            const std::string output = std::string(name) + "_last";
            if (!golden.hasOutput(output))
                continue;
            at::Tensor ours = at::zeros_like(golden.output(output)), theirs = golden.output(output);
            for (std::size_t i = name[0] == 'h' ? 0 : 1; i < end.size(); i += 2)
                ours[std::int64_t(i / 2)].copy_(end[i].tensor);
            if (layers > 1) {   // the library returns the last layer's state alone; the others are zeros
                for (std::int64_t i = layers - 1; i < theirs.size(0); i += layers)
                    checks.within(output, ours[i], theirs[i]);
                checks.leaveOut("outputs." + output);
            } else {
                checks.analog(output, ours);
            }
        }
        for (const std::string& name : golden.grads.names())
            checks.gradient(name, name == "x" ? x.grad() : gradientOf(*module, name));

        if (bothWays)
            return;
        const at::NoGradGuard noGrad;
        module->restoreState(start);   // step by step gives the same
        for (std::int64_t t = 0; t < x.size(0); ++t)
            checks.equal("step " + std::to_string(t), module->step({x[t]}).at(0), y[t]);
    });
    return checks.result();
}

} // namespace spw::engine::golden
