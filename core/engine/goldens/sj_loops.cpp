// SPDX-License-Identifier: GPL-3.0-or-later
// SpikingJelly's recurrent containers, and its container for online learning by traces.
#include "core/engine/goldens/call_text.h"
#include "core/engine/goldens/golden_case.h"
#include "core/engine/goldens/sj_neuron_ids.h"
#include "core/engine/goldens/surrogate_names.h"
#include "core/engine/trace_gradient.h"
#include "kernels/torch/aten.h"

#include <regex>

namespace spw::engine::golden {

namespace {

using Arrays = std::map<std::string, at::Tensor>;

/// "IFNode(v_reset=None, ATan())" as a node. @throws Skip for what it does not have.
std::unique_ptr<NodeModule> neuronFrom(const CallText& call, const at::Tensor& x, ParamMap params = {})
{
    const std::string id = sjNeuronId(call.name);
    const auto slope = [&](const std::string& text) { addSurrogateText(params, id, text); };
    for (const std::string& place : call.places) {
        if (!std::holds_alternative<std::string>(plainValue(place)))
            throw Skip{"it is not said which setting of " + call.name + " " + place + " is"};
        slope(place);
    }
    for (const auto& [name, value] : call.named) {
        if (name == "surrogate_function")
            slope(value);
        else if (name != "step_mode" && name != "backend")
            params[name] = plainValue(value);
    }
    return makeModule(id, params, Tensors{x});
}

/// z = f(y, x) as the call writes it: "y+x", "0.5*y+x", "x*y".
class TwoPlaces {
public:
    static TwoPlaces of(const GoldenCase& golden)
    {
        std::smatch found;
        std::string text;
        if (std::regex_search(golden.call, found, std::regex("f\\([^)]*\\) *= *([-+*.0-9xy_prev ]+)")))
            text = std::regex_replace(std::string(found[1]), std::regex(" |_prev"), "");
        else if (golden.params["f"].text("") == "add")
            text = "y+x";
        TwoPlaces f;
        if (text == "x*y" || text == "y*x") {
            f.m_product = true;
            return f;
        }
        static const std::regex term("([-+]?)(?:([0-9.]+)\\*)?([xy])");
        if (text.empty() || !std::regex_match(text, std::regex("(?:[-+]?(?:[0-9.]+\\*)?[xy])+")))
            throw Skip{"the function of the loop is not told"};
        for (std::sregex_iterator it(text.begin(), text.end(), term), end; it != end; ++it) {
            const double factor = ((*it)[1] == "-" ? -1.0 : 1.0) * ((*it)[2].matched ? std::stod((*it)[2]) : 1.0);
            ((*it)[3] == "x" ? f.m_x : f.m_y) += factor;
        }
        return f;
    }
    at::Tensor operator()(const at::Tensor& y, const at::Tensor& x) const
    {
        return m_product ? y * x : y * m_y + x * m_x;
    }

private:
    bool m_product = false;
    double m_x = 0, m_y = 0;
};

/// y[t] = inner(z(y[t-1], x[t])), y[-1] = 0.
at::Tensor loop(const at::Tensor& x, const at::Tensor& zero, const std::function<at::Tensor(const at::Tensor&, const at::Tensor&)>& step)
{
    Tensors list;
    at::Tensor y = zero;
    for (std::int64_t t = 0; t < x.size(0); ++t) {
        y = step(y, x[t]);
        list.push_back(y);
    }
    return at::stack(list);
}

CaseResult elementWise(const GoldenCase& golden)
{
    const TwoPlaces f = TwoPlaces::of(golden);
    const CallText inner = CallText::of(CallText::of(golden.call).argument(0, "sub_module"));
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        const auto neuron = neuronFrom(inner, x.dim() == 2 ? x.unsqueeze(2) : x);
        overrideTensors(*neuron, golden.arrays(), type);
        const at::Tensor y = loop(x, at::zeros_like(x[0]), [&](const at::Tensor& last, const at::Tensor& now) {
            return neuron->step({f(last, now)}).at(0);
        });
        (y * golden.input("w").to(type)).sum().backward();
        checks.spikes("y", y);
        for (const std::string& name : golden.grads.names())
            checks.gradient(name, name == "x" ? x.grad() : gradientOf(*neuron, name));
    });
    return checks.result();
}

/// Linear and neuron in a loop that a second Linear closes: x[t] and y[t-1] side by side.
CaseResult linear(const GoldenCase& golden)
{
    const CallText sequence = CallText::of(CallText::of(golden.call).argument(0, "sub_module"));
    if (sequence.name != "Sequential" || sequence.places.size() != 2 || sequence.places[0].rfind("Linear", 0) != 0)
        throw Skip{"the loop holds something other than Linear and a neuron"};
    const Arrays arrays = golden.arrays();
    const auto pick = [&](const std::string& prefix) {
        Arrays own;
        for (const auto& [name, value] : arrays)
            if (name.rfind(prefix, 0) == 0)
                own[name.substr(prefix.size())] = value;
        return own;
    };
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type).requires_grad_();
        const auto layer = [&](const std::string& prefix, const at::Tensor& in) {
            const Arrays own = pick(prefix);
            auto module = makeModule("layer.linear", {{"out_features", own.at("weight").size(0)}, {"bias", own.count("bias") != 0}},
                                     Tensors{in});
            overrideTensors(*module, own, type);
            return module;
        };
        const std::int64_t out = golden.output("y").size(-1);
        const at::Tensor zero = at::zeros({x.size(1), out}, x.options());
        const auto back = layer("rc.", at::cat({x.detach()[0], zero}, 1).unsqueeze(0)), inside = layer("sub_module.0.", x.detach());
        const auto neuron = neuronFrom(CallText::of(sequence.places[1]), zero.unsqueeze(0));
        overrideTensors(*neuron, {}, type);
        const at::Tensor y = loop(x, zero, [&](const at::Tensor& last, const at::Tensor& now) {
            const Tensors closed = back->step({at::cat({now, last}, 1)});
            return neuron->step(inside->step(closed)).at(0);
        });
        (y * golden.input("w").to(type)).sum().backward();
        checks.spikes("y", y);
        for (const std::string& name : golden.grads.names()) {
            at::Tensor grad = name == "x" ? x.grad() : at::Tensor();
            for (const auto& [prefix, module] : {std::pair("rc.", back.get()), std::pair("sub_module.0.", inside.get())})
                if (name.rfind(prefix, 0) == 0)
                    grad = gradientOf(*module, name.substr(std::string(prefix).size()));
            checks.gradient(name, grad);
        }
    });
    return checks.result();
}

/// Layers that learn at every step, from the traces of the spikes they receive.
CaseResult online(const GoldenCase& golden)
{
    const CallText sequence = CallText::of(golden.call);
    if (sequence.places.empty())
        throw Skip{"the layers are not told"};
    const Arrays arrays = golden.arrays();
    Checks checks(golden);
    forBothTypes(checks, [&](at::ScalarType type) {
        const at::Tensor x = golden.input("x").to(type), w = golden.input("w").to(type);
        std::vector<std::unique_ptr<NodeModule>> layers;
        std::vector<bool> spiking;
        at::Tensor like = x;
        for (std::size_t i = 0; i < sequence.places.size(); ++i) {
            const CallText call = CallText::of(sequence.places[i]);
            Arrays own;
            for (const char* part : {"weight", "bias"})
                if (const auto found = arrays.find(std::to_string(i) + "." + part); found != arrays.end())
                    own[part] = found->second;
            spiking.push_back(call.name == "OTTTLIFNode");
            if (!spiking.back() && call.name != "Linear")
                throw Skip{"no layer " + call.name + " learns online"};
            if (!spiking.back() && !own.count("weight"))
                throw Skip{"layer " + std::to_string(i) + " has no weight"};
            // Names in brackets are shorthand: "OTTTLIFNode(ATan)".
            layers.push_back(spiking.back() ? neuronFrom(call, like, {{"surrogate", std::string("sigmoid")}})
                                            : makeModule("layer.linear",
                                                         {{"out_features", own.at("weight").size(0)}, {"bias", own.count("bias") != 0}},
                                                         Tensors{like}));
            overrideTensors(*layers.back(), own, type);
            layers.back()->setTraining(true);
            layers.back()->keepStates(true);
            if (!spiking.back())
                like = at::zeros({x.size(0), x.size(1), own.at("weight").size(0)}, x.options());
        }
        Tensors list;
        for (std::int64_t t = 0; t < x.size(0); ++t) {
            at::Tensor y = x[t], trace;
            for (std::size_t i = 0; i < layers.size(); ++i) {
                if (spiking[i]) {
                    y = layers[i]->step({y}).at(0);
                    trace = layers[i]->stateSequence("trace").detach();
                } else if (trace.defined()) {
                    y = withTraceGradient(*layers[i], y, trace);
                } else {
                    y = layers[i]->step({y}).at(0);
                }
            }
            (y * w[t]).sum().backward();
            for (const auto& layer : layers)
                layer->detach();   // each step is learned by itself
            list.push_back(y.detach());
        }
        checks.analog("y", at::stack(list));
        for (const std::string& name : golden.grads.names()) {
            const std::size_t dot = name.find('.'), i = std::size_t(std::atoi(name.c_str()));
            checks.gradient(name, i < layers.size() ? gradientOf(*layers[i], name.substr(dot + 1)) : at::Tensor());
        }
    });
    return checks.result();
}

} // namespace

CaseResult runSjLoops(const GoldenCase& golden)
{
    if (golden.isKind("ElementWiseRecurrentContainer"))
        return elementWise(golden);
    if (golden.isKind("LinearRecurrentContainer"))
        return linear(golden);
    if (golden.isKind("OTTTSequential"))
        return online(golden);
    throw Skip{"there is no layer " + golden.kind()};
}

} // namespace spw::engine::golden
