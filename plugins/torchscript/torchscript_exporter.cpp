// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/torchscript/torchscript_exporter.h"

#include "core/base/atomic_file.h"
#include "core/exchange/inference_report.h"
#include "plugins/torchscript/module_file.h"
#include "plugins/torchscript/script_source.h"

#include <nlohmann/json.hpp>

namespace spw::torchscript {

namespace {

Operators operatorsOf(const ParamValues& options)
{
    return options.text("operators") == "spw" ? Operators::Spw : Operators::Plain;
}

InferenceNet lowered(const Plan& plan, const Weights* weights, const ParamValues& options, Diagnostics& problems)
{
    InferenceNet net = inferenceNet(plan, weights, {.steps = 0, .otherNeurons = true, .target = "TorchScript"}, problems);
    const Operators operators = operatorsOf(options);
    for (const InferenceOp& op : net.ops) {
        if (op.kind == InferenceOp::Kind::OtherNeuron && op.planned->values.has("spiking") && !op.planned->values.flag("spiking"))
            problems.push_back({Severity::Error, "SPW-F440", op.node, op.title, {}, "It sends smooth numbers instead of spikes.",
                                "That is a help for finding mistakes in training.", "Switch 'Spikes' on."});
        if (op.kind != InferenceOp::Kind::OtherNeuron || knowsNeuron(op.planned->spec->id, operators))
            continue;
        const bool other = knowsNeuron(op.planned->spec->id, operators == Operators::Plain ? Operators::Spw : Operators::Plain);
        problems.push_back({Severity::Error, "SPW-F440", op.node, op.title, {},
                            "'" + op.planned->spec->title + "' cannot be written to TorchScript" + (other ? " in this form." : "."),
                            "Its dynamics are not among those written so.",
                            other ? "Set the option 'operators' to spw." : "Replace it by another neuron, or export to Python."});
    }
    return net;
}

/// What goes in and comes out, for programs that load the file.
std::string description(const InferenceNet& net, const ParamValues& options)
{
    using Json = nlohmann::ordered_json;
    const auto value = [&](std::size_t i) {
        const InferenceOp& op = net.ops[i];
        Json shape = Json::array();
        if (op.overTime)
            shape.push_back("T");
        shape.push_back("N");
        for (const std::int64_t side : op.shape)
            shape.push_back(side);
        return Json{{"name", op.name}, {"title", op.title}, {"shape", shape}};
    };
    Json out{{"format", 1}, {"operators", options.text("operators")}, {"steps", net.steps}};
    out["inputs"] = Json::array();
    out["outputs"] = Json::array();
    for (const std::size_t i : net.inputs)
        out["inputs"].push_back(value(i));
    for (const std::size_t i : net.outputs)
        out["outputs"].push_back(value(i));
    return out.dump(2, ' ', false, Json::error_handler_t::replace);
}

} // namespace

std::string TorchScriptExporter::doc() const
{
    return "One file for torch::jit::load in C++ and torch.jit.load in Python. It takes sequences [T, N, ...] of any length and batch.";
}

std::vector<ParamSpec> TorchScriptExporter::options() const
{
    return {
        {.name = "operators", .caption = "Neurons by", .type = ParamType::Choice, .initial = std::string("plain"),
         .doc = "Plain loads anywhere and loops over the steps. spw runs all steps in one fused pass, but the program that loads "
                "the file must load libspw_ops first.",
         .choices = {{"plain", "PyTorch's operators"}, {"spw", "Spikewright's operators"}}},
    };
}

Diagnostics TorchScriptExporter::limits(const Plan& plan, const ParamValues& options) const
{
    Diagnostics problems;
    lowered(plan, nullptr, options, problems);
    return problems;
}

ExchangeReport TorchScriptExporter::write(const ExportRequest& request) const
{
    const Plan plan = makePlan(request.document.graph);
    ExchangeReport report;
    report.format = id();
    Diagnostics problems;
    const InferenceNet net = lowered(plan, &request.weights, request.options, problems);
    report.add(problems);
    if (!report.complete())
        return report;
    reportNet(report, plan, net, {});
    if (request.stop.stop_requested())
        throw CancelledError();
    request.progress(0.5, "Compiling the module");
    const std::string bytes = moduleBytes(net, scriptSource(net, operatorsOf(request.options)),
                                          {{"spikewright.json", description(net, request.options)}});
    writeFileAtomically(request.out, bytes);
    report.files = {request.out};
    report.numbers = {{"bytes", double(bytes.size())}};
    return report;
}

} // namespace spw::torchscript
