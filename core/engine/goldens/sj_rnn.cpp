// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/golden_case.h"
#include "core/engine/goldens/surrogate_names.h"

#include <ATen/ATen.h>

namespace spw::engine::golden {

namespace {

/// "Erf(alpha=2)" -> erf and 2.
struct NamedSurrogate {
    std::string id;
    ParamValue alpha;
};
NamedSurrogate surrogateFrom(const std::string& text)
{
    const auto open = text.find('('), equals = text.find('=');
    NamedSurrogate surrogate{snakeCase(text.substr(0, open)), {}};
    if (equals != std::string::npos)
        surrogate.alpha = std::stod(text.substr(equals + 1));
    return surrogate;
}

/// One line for each layer, or none for a cell without that state: zeros.
std::vector<NamedTensor> statesFrom(const GoldenCase& golden, at::ScalarType type)
{
    const at::Tensor h = golden.input("h0").to(type);
    const at::Tensor c = golden.hasInput("c0") ? golden.input("c0").to(type) : at::zeros_like(h);
    std::vector<NamedTensor> states;
    for (std::int64_t i = 0; i < h.size(0); ++i) {
        // Stacked cells of the library start the upper layers from zero, whatever state they are given.
        const bool given = i == 0 || golden.params["num_layers"].integer(1) == 1;
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
    const NamedSurrogate first = surrogateFrom(golden.params.at("surrogate1").text());
    params["surrogate"] = first.id;
    params["alpha"] = first.alpha;
    if (golden.params["surrogate2"]) {
        const NamedSurrogate second = surrogateFrom(golden.params.at("surrogate2").text());
        params["surrogate2"] = second.id;
        params["alpha2"] = second.alpha;
    }
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
        checks.spikes("y", y);
        const std::vector<NamedTensor> end = module->saveState();
        for (const char* name : {"h", "c"}) {
            const std::string output = std::string(name) + "_last";
            if (!golden.hasOutput(output))
                continue;
            at::Tensor ours = at::zeros_like(golden.output(output)), theirs = golden.output(output);
            for (std::size_t i = name[0] == 'h' ? 0 : 1; i < end.size(); i += 2)
                ours[std::int64_t(i / 2)].copy_(end[i].tensor);
            if (layers > 1) {   // the library returns the last layer's state alone; the others are zeros
                checks.within(output, ours[layers - 1], theirs[layers - 1]);
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
