// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/onnx/onnx_exporter.h"

#include "core/base/atomic_file.h"
#include "core/exchange/inference_report.h"
#include "core/exchange/onnx_network.h"

namespace spw::onnx {

namespace {

OnnxOptions onnxOptions(const ParamValues& options)
{
    return {.opset = options.text("opset") == "12" ? 12 : 11, .batch = options.integer("batch"),
            .fourAxes = options.flag("four_axes"), .lynxiNeurons = false, .name = "spiking_network"};
}

InferenceNet lowered(const Plan& plan, const Weights* weights, const ParamValues& options, Diagnostics& problems)
{
    InferenceNet net = inferenceNet(plan, weights, {.steps = options.integer("steps"), .otherNeurons = false, .target = "ONNX"}, problems);
    if (hasErrors(problems))
        return net;
    for (const Diagnostic& limit : onnxLimits(net, onnxOptions(options)))
        problems.push_back(limit);
    if (net.steps == 0)
        problems.push_back({Severity::Error, "SPW-F421", 0, {}, "steps", "The number of steps is not known.",
                            "They are written out one after the other.", "Set the option 'steps'."});
    return net;
}

} // namespace

std::string OnnxExporter::doc() const
{
    return "One file that ONNX Runtime, OpenCV and most compilers for chips read. All steps are written out; steps and batch are fixed.";
}

std::vector<ParamSpec> OnnxExporter::options() const
{
    return {
        {.name = "steps", .caption = "Steps", .type = ParamType::Int, .initial = std::int64_t(0), .range = between(0, 4096),
         .unit = Unit::Steps, .doc = "How many steps are written out; 0 takes those of the project."},
        {.name = "batch", .caption = "Samples at once", .type = ParamType::Int, .initial = std::int64_t(1), .range = between(1, 4096),
         .doc = "How many samples the file takes at a time."},
        {.name = "opset", .caption = "Operators", .type = ParamType::Choice, .initial = std::string("11"),
         .doc = "Which set of operators is used; every reader knows 11.", .choices = {{"11", "Opset 11"}, {"12", "Opset 12"}}},
        {.name = "fold_batch_norm", .caption = "Fold batch norms", .type = ParamType::Bool, .initial = true,
         .doc = "Multiply batch norms into the layers before them."},
        {.name = "four_axes", .caption = "At most four axes", .type = ParamType::Bool, .initial = true,
         .doc = "Refuse values of five axes, which some chips cannot take. Off: layers for volumes are allowed."},
    };
}

Diagnostics OnnxExporter::limits(const Plan& plan, const ParamValues& options) const
{
    Diagnostics problems;
    lowered(plan, nullptr, options, problems);
    return problems;
}

ExchangeReport OnnxExporter::write(const ExportRequest& request) const
{
    const Plan plan = makePlan(request.document.graph);
    ExchangeReport report;
    report.format = id();
    Diagnostics problems;
    InferenceNet net = lowered(plan, &request.weights, request.options, problems);
    report.add(problems);
    if (!report.complete())
        return report;
    const std::vector<NodeId> folded = request.options.flag("fold_batch_norm") ? foldBatchNorms(net) : std::vector<NodeId>();
    reportNet(report, plan, net, folded);
    if (request.stop.stop_requested())
        throw CancelledError();
    request.progress(0.5, "Writing the steps");
    const std::string bytes = onnxModel(net, onnxOptions(request.options));
    constexpr std::size_t kMost = 2'000'000'000;   // of a protocol buffer: 2 GB
    if (bytes.size() > kMost)
        throw Error("The file would have " + std::to_string(bytes.size()) + " bytes; ONNX files end at 2 GB.", request.out.string(),
                    "Export fewer steps or a smaller network.");
    writeFileAtomically(request.out, bytes);
    report.files = {request.out};
    report.numbers = {{"steps", double(net.steps)}, {"batch", double(request.options.integer("batch"))}, {"bytes", double(bytes.size())}};
    return report;
}

} // namespace spw::onnx
