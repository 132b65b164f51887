// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/golden_case.h"

#include "core/base/error.h"
#include "core/catalog/catalog.h"
#include "core/engine/builders/builder_list.h"
#include "core/engine/goldens/compare.h"
#include "core/engine/seeds.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>

namespace spw::engine::golden {

void Checks::note(const std::string& label, const std::string& difference)
{
    ++m_compared;
    if (!difference.empty())
        m_failures.push_back(m_prefix + label + " " + difference);
}

void Checks::spikes(const std::string& output, const at::Tensor& actual)
{
    if (!m_golden.hasOutput(output))
        return;
    m_seen.insert("outputs." + output);
    note(output, differenceExact(actual, m_golden.output(output)));
}

void Checks::analog(const std::string& output, const at::Tensor& actual)
{
    if (!m_golden.hasOutput(output))
        return;
    m_seen.insert("outputs." + output);
    const Tolerance& t = m_golden.tolerance;
    note(output, differenceWithin(actual, m_golden.output(output), t.absolute ? 0 : t.analogRelative, t.analogFloor));
}

void Checks::gradient(const std::string& name, const at::Tensor& actual)
{
    if (!m_golden.hasGrad(name))
        return;
    m_seen.insert("grads." + name);
    const at::Tensor expected = m_golden.grad(name);
    // No gradient and a gradient of zeros are the same to whoever learns from it.
    const at::Tensor given = actual.defined() ? actual : at::zeros_like(expected);
    note("gradient of " + name, differenceWithin(given, expected, m_golden.tolerance.gradRelative, 1e-7));
}

void Checks::rates(const std::string& output, const at::Tensor& actual, double draws)
{
    m_seen.insert("outputs." + output);
    note(output, differenceFromRates(actual, m_golden.output(output), draws));
}

void Checks::equal(const std::string& label, const at::Tensor& actual, const at::Tensor& expected)
{
    note(label, differenceExact(actual, expected));
}

void Checks::within(const std::string& label, const at::Tensor& actual, const at::Tensor& expected)
{
    const Tolerance& t = m_golden.tolerance;
    note(label, differenceWithin(actual, expected, t.absolute ? 0 : t.analogRelative, t.analogFloor));
}

void Checks::require(bool holds, const std::string& otherwise)
{
    ++m_compared;
    if (!holds)
        m_failures.push_back(m_prefix + otherwise);
}

CaseResult Checks::result() const
{
    std::vector<std::string> failures = m_failures;
    for (const std::string& name : m_golden.outputs.names())
        if (m_golden.outputs[name] && !m_seen.count("outputs." + name))
            failures.push_back("the output " + name + " was not compared");
    for (const std::string& name : m_golden.grads.names())
        if (m_golden.grads[name] && !m_seen.count("grads." + name))
            failures.push_back("the gradient of " + name + " was not compared");
    if (m_compared == 0)
        failures.push_back("nothing was compared");
    if (failures.empty())
        return {GoldenOutcome::Passed, {}};
    std::string why = failures[0];
    if (failures.size() > 1)
        why += "; and " + std::to_string(failures.size() - 1) + " more";
    return {GoldenOutcome::Failed, why};
}

void forBothTypes(Checks& checks, const std::function<void(c10::ScalarType)>& run)
{
    checks.setPrefix("float64: ");
    run(at::kDouble);
    checks.setPrefix("float32: ");
    run(at::kFloat);
    checks.setPrefix({});
}

namespace {

/// @throws Error with everything that was found.
void refuseErrors(const NodeReport& report, const std::string& title)
{
    for (const Diagnostic& d : report.list())
        if (d.severity == Severity::Error)
            throw Error(d.what, title + (d.port.empty() ? "" : ", " + d.port), d.fix);
}

const NodeSpec& specOf(const std::string& id)
{
    const NodeSpec* spec = builtinCatalog().find(id);
    if (!spec)
        throw Skip{"there is no node " + id};
    return *spec;
}

std::vector<NamedTensor> tensorsOf(const NodeModule& module)
{
    std::vector<NamedTensor> list = module.parameters();
    for (NamedTensor& buffer : module.buffers())
        list.push_back(std::move(buffer));
    return list;
}

} // namespace

std::unique_ptr<NodeModule> makeModule(const std::string& id, const ParamMap& params, const std::vector<PortInfo>& inputs)
{
    const NodeSpec& spec = specOf(id);
    const Builder* builder = findBuilder(id);
    if (!builder)
        throw Skip{"the node " + id + " has no module"};
    PlannedNode node;
    node.id = 1;
    node.spec = &spec;
    node.name = spec.title;
    node.values = spec.initialValues();
    for (const auto& [name, value] : params) {
        const ParamSpec* param = spec.param(name);
        if (!param)
            throw Error("There is no parameter '" + name + "'.", spec.title, "Use one that the node has.");
        const ParamValue given = normalised(*param, value);
        if (const std::string why = whyIllegal(*param, given); !why.empty())
            throw Error("'" + param->caption + "' " + why + ".", spec.title, "Use " + legalText(*param) + ".");
        node.values.set(name, given);
    }
    NodeReport report;
    if (spec.check)
        spec.check(node.values, report);
    refuseErrors(report, spec.title);

    node.inputs.resize(spec.inputs.size());
    ShapeQuery query{.values = node.values, .inputs = {}};
    for (std::size_t i = 0; i < spec.inputs.size(); ++i) {
        if (i < inputs.size()) {
            node.inputs[i].info = inputs[i];
            node.inputs[i].from.push_back({NodeId(2 + i), "out"});
        }
        query.inputs.push_back(node.inputs[i].info);
    }
    for (const PortSpec& out : spec.outputs)
        node.outputs.push_back({.type = out.type, .features = {}, .steps = {}, .classes = {}});
    if (spec.shape) {
        const ShapeAnswer answer = spec.shape(query, report);
        refuseErrors(report, spec.title);
        for (std::size_t i = 0; i < node.outputs.size() && i < answer.outputs.size(); ++i)
            node.outputs[i] = answer.outputs[i];
        node.parameterCount = answer.parameterCount;
        node.multiplications = answer.multiplications;
    }
    BuildContext context{at::make_generator<at::CPUGeneratorImpl>(1)};
    std::unique_ptr<NodeModule> module = builder->build(node, context);
    module->setTraining(true);
    return module;
}

std::unique_ptr<NodeModule> makeModule(const std::string& id, const ParamMap& params, const Tensors& inputs)
{
    const NodeSpec& spec = specOf(id);
    std::vector<PortInfo> infos;
    for (std::size_t i = 0; i < inputs.size() && i < spec.inputs.size(); ++i) {
        PortInfo info{.type = spec.inputs[i].type, .features = {}, .steps = {}, .classes = {}};
        const bool timed = hasSteps(info.type);
        if (info.type == PortType::Label)
            info.features = {1};
        else
            for (std::int64_t d = timed ? 2 : 1; d < inputs[i].dim(); ++d)
                info.features.push_back(inputs[i].size(d));
        if (timed && inputs[i].dim() > 0)
            info.steps = inputs[i].size(0);
        infos.push_back(std::move(info));
    }
    return makeModule(id, params, infos);
}

ParamMap paramsFrom(const std::string& id, const Value& values, const std::set<std::string>& leaveOut)
{
    const NodeSpec& spec = specOf(id);
    ParamMap params;
    for (const std::string& name : values.names()) {
        if (leaveOut.count(name))
            continue;
        const ParamSpec* param = spec.param(name);
        const Value value = values[name];
        if (!param)
            throw Skip{id + " has no parameter " + name};
        if (!value)
            params[name] = std::monostate{};
        else if (value.isFlag())
            params[name] = value.flag();
        else if (value.isText())
            params[name] = value.text();
        else if (value.isList())
            params[name] = value.integers();
        else if (param->type == ParamType::Int)
            params[name] = value.integer();
        else
            params[name] = value.real();
        if (param->type == ParamType::Choice && value.isText()
            && std::none_of(param->choices.begin(), param->choices.end(),
                            [&](const Choice& choice) { return choice.id == value.text(); }))
            throw Skip{id + " has no " + name + " " + value.text()};
    }
    return params;
}

void overrideTensors(NodeModule& module, const std::map<std::string, at::Tensor>& values, c10::ScalarType type)
{
    const std::vector<NamedTensor> tensors = tensorsOf(module);
    const auto find = [&](const std::string& name) {
        return std::find_if(tensors.begin(), tensors.end(), [&](const NamedTensor& t) { return t.name == name; });
    };
    for (const auto& [name, value] : values)
        if (find(name) == tensors.end())
            throw Error("It has no tensor '" + name + "' to be set.", module.name(), "Give only tensors that the node has.");
    for (const NamedTensor& target : tensors) {
        const auto given = values.find(target.name);
        if (given == values.end() && !target.tensor.is_floating_point())
            continue;
        at::Tensor value = given == values.end() ? target.tensor.detach() : given->second;
        if (value.numel() != target.tensor.numel())
            throw Error("The tensor '" + target.name + "' has " + std::to_string(target.tensor.numel()) + " values, "
                            + std::to_string(value.numel()) + " were given.", module.name(), "Give a tensor of its shape.");
        value = value.to(target.tensor.is_floating_point() ? type : target.tensor.scalar_type()).reshape(target.tensor.sizes());
        // The impl is shared with the module, so it sees the new values; a copy keeps the case's own array untouched.
        at::Tensor shared = target.tensor;
        shared.set_data(value.clone());
    }
    for (const NamedTensor& now : tensorsOf(module))
        if (now.tensor.is_floating_point() && now.tensor.scalar_type() != type)
            throw Error("The tensor '" + now.name + "' cannot be replaced.", module.name(),
                        "Let parameters() and buffers() return the tensors themselves.");
}

at::Tensor gradientOf(const NodeModule& module, const std::string& parameter)
{
    for (const NamedTensor& one : module.parameters())
        if (one.name == parameter)
            return one.tensor.grad();
    return {};
}

void clearGradients(const NodeModule& module)
{
    for (NamedTensor& one : module.parameters())
        one.tensor.mutable_grad().reset();
}

Tensors runWhole(NodeModule& module, const Tensors& inputs)
{
    module.reset();
    return module.forward(inputs);
}

Tensors runSteps(NodeModule& module, const Tensors& inputs)
{
    module.reset();
    std::vector<Tensors> steps;   // [output][t]
    for (std::int64_t t = 0; t < inputs.at(0).size(0); ++t) {
        Tensors now;
        for (const at::Tensor& input : inputs)
            now.push_back(input.select(0, t));
        const Tensors outputs = module.step(now);
        steps.resize(outputs.size());
        for (std::size_t i = 0; i < outputs.size(); ++i)
            steps[i].push_back(outputs[i]);
    }
    Tensors result;
    for (const Tensors& list : steps)
        result.push_back(at::stack(list));
    return result;
}

Tensors runHalves(NodeModule& module, const Tensors& inputs)
{
    module.reset();
    const std::int64_t all = inputs.at(0).size(0), half = all / 2;
    if (half == 0)
        return module.forward(inputs);
    Tensors first, second;
    for (const at::Tensor& input : inputs) {
        first.push_back(input.narrow(0, 0, half));
        second.push_back(input.narrow(0, half, all - half));
    }
    Tensors result = module.forward(first);
    const Tensors rest = module.forward(second);
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] = at::cat({result[i], rest.at(i)});
    return result;
}

void checkAdvance(Checks& checks, NodeModule& module, const Tensors& inputs, const Tensors& whole, bool exact)
{
    const at::NoGradGuard noGrad;
    Tensors plain;
    for (const at::Tensor& input : inputs)
        plain.push_back(input.detach());
    const auto compare = [&](const char* how, const Tensors& outputs) {
        for (std::size_t i = 0; i < whole.size(); ++i) {
            const std::string label = "output " + std::to_string(i) + how;
            if (exact)
                checks.equal(label, outputs.at(i), whole[i].detach());
            else
                checks.within(label, outputs.at(i), whole[i].detach());
        }
    };
    compare(", step by step,", runSteps(module, plain));
    compare(", in two halves,", runHalves(module, plain));
    module.reset();
}

bool isWhole(const at::Tensor& tensor)
{
    return tensor.eq(tensor.round()).all().item<bool>();
}

const std::vector<HandlerRow>& handlers()
{
    static const std::vector<HandlerRow> list{
#define SPW_GOLDEN(family, function) {family, function},
#include "core/engine/goldens/list.h"
#include "kernels/torch/aten.h"
#undef SPW_GOLDEN
    };
    return list;
}

} // namespace spw::engine::golden
