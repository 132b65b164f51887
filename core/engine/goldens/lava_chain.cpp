// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/lava_chain.h"

#include "core/catalog/catalog.h"
#include "kernels/torch/aten.h"

#include <algorithm>

namespace spw::engine::golden {

void LavaChain::add(const std::string& id, const ParamMap& params, const std::map<std::string, at::Tensor>& tensors,
                    bool lenient)
{
    std::unique_ptr<NodeModule> module = makeModule(id, params, m_values);
    std::map<std::string, at::Tensor> given = tensors;
    if (lenient) {
        std::vector<NamedTensor> own = module->parameters();
        for (NamedTensor& buffer : module->buffers())
            own.push_back(std::move(buffer));
        std::erase_if(given, [&](const auto& entry) {
            return std::none_of(own.begin(), own.end(), [&](const NamedTensor& t) { return t.name == entry.first; });
        });
    }
    overrideTensors(*module, given, m_values.at(0).scalar_type());
    module->setTraining(m_training);
    module->keepStates(true);
    m_modules.push_back(std::move(module));
    m_starts.emplace_back();
    if (m_zero) {
        const at::NoGradGuard noGrad;
        runWhole(last(), m_values);   // makes the states
        for (const NamedTensor& state : last().saveState())
            m_starts.back().push_back({state.name, at::zeros_like(state.tensor)});
    }
    start(m_modules.size() - 1);
    m_before = m_values;
    m_values = last().forward(m_values);
}

void LavaChain::addTwice(const std::string& id)
{
    add(id, {});
    const Tensors before = m_before;
    m_starts.back().clear();
    for (const NamedTensor& state : last().saveState())
        m_starts.back().push_back({state.name, state.tensor.detach().clone()});
    start(m_modules.size() - 1);
    m_values = last().forward(before);
}

void LavaChain::start(std::size_t module) const
{
    m_modules[module]->reset();
    if (!m_starts[module].empty())
        m_modules[module]->restoreState(m_starts[module]);
}

at::Tensor LavaChain::gradient(const std::string& parameter) const
{
    for (const auto& module : m_modules)
        if (const at::Tensor grad = gradientOf(*module, parameter); grad.defined())
            return grad;
    return {};
}

at::Tensor LavaChain::rerun(const at::Tensor& x, bool byStep) const
{
    Tensors values{x};
    for (const auto& module : m_modules)
        values = byStep ? module->step(values) : module->forward(values);
    return values.at(0);
}

void LavaChain::checkAdvance(Checks& checks) const
{
    const at::NoGradGuard noGrad;
    const at::Tensor x = m_input[0].detach();
    const auto resetAll = [&] {
        for (std::size_t i = 0; i < m_modules.size(); ++i)
            start(i);
    };
    resetAll();
    Tensors steps;
    for (std::int64_t t = 0; t < x.size(0); ++t)
        steps.push_back(rerun(x[t], true));
    checks.equal("the output, step by step,", at::stack(steps), value().detach());
    resetAll();
    const std::int64_t half = x.size(0) / 2;
    const at::Tensor first = rerun(x.narrow(0, 0, half), false);
    checks.equal("the output, in two halves,", at::cat({first, rerun(x.narrow(0, half, x.size(0) - half), false)}),
                 value().detach());
    resetAll();
}

std::string lavaNeuronId(const std::string& family)
{
    static const std::set<std::string> known{"cuba", "alif", "rf", "rf_iz", "adrf", "adrf_iz", "sigma_delta"};
    if (!known.count(family))
        throw Skip{"there is no lava neuron " + family};
    return "neuron.lava_" + family;
}

bool isComplex(const std::string& family)
{
    return family == "rf" || family == "rf_iz" || family == "adrf" || family == "adrf_iz";
}

ParamMap lavaNeuronParams(const std::string& id, const Value& params, std::set<std::string> leaveOut)
{
    leaveOut.insert({"stored_parameters", "device_params", "note", "arrays"});
    ParamMap pairs;
    for (const std::string& name : params.names())
        if (const Value value = params[name]; value && value.isList()) {
            const std::vector<double> ends = value.reals();
            if (ends.size() != 2)
                throw Skip{"the list " + name + " is no pair"};
            pairs[name] = ends[0];
            pairs[name + "_max"] = ends[1];
            leaveOut.insert(name);
        }
    if (const Value norm = params["norm"]; !norm)
        leaveOut.insert("norm");   // null is none
    if (const Value dropout = params["dropout"]; !dropout)
        leaveOut.insert("dropout");
    ParamMap result = paramsFrom(id, params, leaveOut);
    result.insert(pairs.begin(), pairs.end());
    const NodeSpec* spec = builtinCatalog().find(id);
    if (spec && spec->param("decay_gradient"))
        result["decay_gradient"] = std::string("lava");   // the cases hold what lava-dl computes
    return result;
}

} // namespace spw::engine::golden
