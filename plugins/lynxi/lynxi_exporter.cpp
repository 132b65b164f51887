// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/lynxi/lynxi_exporter.h"

#include "core/base/atomic_file.h"
#include "core/data/sha256.h"
#include "core/exchange/array_files.h"
#include "core/exchange/inference_report.h"
#include "core/exchange/onnx_network.h"
#include "plugins/lynxi/lynxi_limits.h"
#include "plugins/lynxi/lynxi_reference.h"
#include "plugins/lynxi/python_model.h"
#include "plugins/lynxi/python_tools.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace spw::lynxi {

namespace {

using Json = nlohmann::ordered_json;

/// What a rate over T steps is off by if one spike more or less were sent; the check allows less than that.
constexpr double kTolerance = 1e-3;

std::string sha256(const std::string& bytes)
{
    Sha256 hash;
    hash.add(bytes.data(), bytes.size());
    return hash.hex();
}

Json nodesJson(const InferenceNet& net)
{
    Json out = Json::array();
    for (const InferenceOp& op : net.ops) {
        Json one{{"name", op.name}, {"type", opName(op)}, {"title", op.title}, {"shape", op.shape}, {"over_time", op.overTime}};
        one["inputs"] = Json::array();
        for (const std::size_t in : op.inputs)
            one["inputs"].push_back(net.ops[in].name);
        if (op.kind == InferenceOp::Kind::Spiking) {
            one["v_threshold"] = op.rule.threshold;
            one["v_reset"] = op.rule.reset ? Json(*op.rule.reset) : Json(nullptr);
            if (op.rule.leaks) {
                one["tau"] = op.rule.tau > 0 ? op.rule.tau : 1.0 / double(op.rule.tauInverse);
                one["decay_input"] = op.rule.decayInput;
            }
        }
        out.push_back(std::move(one));
    }
    return out;
}

/// "digits" of "out/digits_lynxi".
std::string nameOf(const std::filesystem::path& folder)
{
    std::string name = folder.filename().empty() ? folder.parent_path().filename().string() : folder.filename().string();
    const std::string suffix = "_lynxi";
    if (name.size() > suffix.size() && name.compare(name.size() - suffix.size(), suffix.size(), suffix) == 0)
        name.resize(name.size() - suffix.size());
    return name;
}

void reportWeights(ExchangeReport& report, const std::vector<HalfWeights>& all)
{
    for (const HalfWeights& one : all) {
        std::string why;
        if (one.tooLarge > 0)
            why += std::to_string(one.tooLarge) + " of its numbers are beyond 65504, the largest of float16, and were set to it. ";
        if (one.vanished > 0)
            why += std::to_string(one.vanished) + " of its numbers are too small for float16 (below 3e-8) and became 0. ";
        if (!why.empty())
            why.pop_back();
        const bool changed = one.tooLarge > 0 || one.vanished > 0;
        report.add(changed ? Outcome::Changed : Outcome::Quantised, one.node, one.title, "float16", why,
                   changed ? "Scale the weights of this layer, or train in float16." : "", {{"largest rounding error", one.largestError}});
    }
}

void reportReference(ExchangeReport& report, const Reference& reference)
{
    if (!reference.madeUp.empty())
        report.add(Outcome::Changed, 0, "reference.npz", "The reference input is made up.", reference.madeUp,
                   "Connect data to the project to have real samples in it.");
    if (reference.overflows > 0)
        report.add(Outcome::Changed, 0, reference.firstOverflow, "Numbers overflow in float16.",
                   std::to_string(reference.overflows) + " values of the reference run, here for the first time, are beyond 65504.",
                   "Scale the weights before it, or fold the batch norms.");
    double largest = 0;
    for (std::size_t i = 0; i < reference.studio.size(); ++i)
        largest = std::max(largest, double(std::fabs(reference.studio[i] - reference.output[i])));
    if (!reference.studio.empty())
        report.numbers.emplace_back("largest difference of float16 from float32", largest);
    if (const auto share = accuracy(reference.output, reference))
        report.numbers.emplace_back("accuracy float16", *share);
    if (const auto share = accuracy(reference.studio, reference))
        report.numbers.emplace_back("accuracy float32", *share);
}

NetArray arrayOf(const std::vector<std::int64_t>& shape, const std::vector<float>& values) { return {shape, values}; }

std::string referenceBytes(const Reference& reference)
{
    std::vector<NamedArray> arrays{{"x", arrayOf(reference.inputShape, reference.input), ArrayType::Half},
                                   {"y", arrayOf(reference.outputShape, reference.output), ArrayType::Half}};
    if (!reference.studio.empty())
        arrays.push_back({"y_float32", arrayOf(reference.outputShape, reference.studio), ArrayType::Float});
    if (!reference.labels.empty())
        arrays.push_back({"labels", arrayOf({std::int64_t(reference.labels.size())}, reference.labels), ArrayType::Int64});
    return npzBytes(arrays);
}

} // namespace

std::string LynxiExporter::doc() const
{
    return "A folder with the network as a PyTorch module in float16, which Lynxi's compiler takes; compile.py --check proves it on any "
           "computer with PyTorch. Steps and batch are fixed.";
}

std::vector<ParamSpec> LynxiExporter::options() const
{
    return {
        {.name = "T", .caption = "Steps", .type = ParamType::Int, .initial = std::int64_t(0), .range = between(0, 4096),
         .unit = Unit::Steps, .doc = "Steps of a sample; 0 takes those of the project."},
        {.name = "N", .caption = "Samples at once", .type = ParamType::Int, .initial = std::int64_t(4), .range = between(1, 1024),
         .doc = "Samples that the chip computes at a time, and of the reference batch."},
        {.name = "fold_batch_norm", .caption = "Fold batch norms", .type = ParamType::Bool, .initial = true,
         .doc = "Multiply batch norms into the layers before them; off keeps BatchNorm2d, whose statistics then are float16 too."},
        {.name = "onnx", .caption = "ONNX as well", .type = ParamType::Bool, .initial = true,
         .doc = "Write model.onnx, the second way into the compiler."},
    };
}

Diagnostics LynxiExporter::limits(const Plan& plan, const ParamValues& options) const
{
    Diagnostics problems;
    std::vector<NodeId> folded;
    const InferenceNet net = lynxiNet(plan, nullptr, options, problems, folded);
    if (!hasErrors(problems) && options.flag("onnx"))
        hasOnnx(net, problems);
    return problems;
}

ExchangeReport LynxiExporter::write(const ExportRequest& request) const
{
    const Plan plan = makePlan(request.document.graph);
    ExchangeReport report;
    report.format = id();
    Diagnostics problems;
    std::vector<NodeId> folded;
    InferenceNet net = lynxiNet(plan, &request.weights, request.options, problems, folded);
    const bool onnx = !hasErrors(problems) && request.options.flag("onnx") && hasOnnx(net, problems);
    report.add(problems);
    if (!report.complete())
        return report;
    reportNet(report, plan, net, folded);
    reportWeights(report, roundToHalf(net));
    const std::int64_t batch = request.options.integer("N");
    const Reference reference = makeReference(request, net, batch);
    reportReference(report, reference);

    request.progress(0.9, "Writing the folder");
    const std::string name = nameOf(request.out);
    const std::vector<NamedArray> state = stateDict(net);
    std::vector<std::pair<std::string, std::string>> files{
        {"model.py", modelSource(net, batch)}, {"weights.npz", npzBytes(state)}, {"weights.pt", torchDictBytes(state)},
        {"compile.py", compileSource()},       {"infer.py", inferSource()},      {"reference.npz", referenceBytes(reference)},
        {"README.txt", readmeText(name, onnx)}};
    if (onnx) {
        OnnxOptions options;
        options.batch = batch;
        options.lynxiNeurons = true;
        options.name = "lynxi_network";
        files.emplace_back("model.onnx", onnxModel(net, options));
    }
    Json manifest{{"format", 1}, {"target", "lynxi"}, {"name", name}, {"T", net.steps}, {"N", batch}, {"dtype", "float16"},
                  {"input", {{"name", "x"}, {"shape", reference.inputShape}, {"title", net.ops[net.inputs[0]].title}}},
                  {"output", {{"shape", reference.outputShape}, {"title", net.ops[net.outputs[0]].title}}},
                  {"tolerance", kTolerance}};
    if (onnx)
        manifest["onnx"] = {{"file", "model.onnx"}, {"opset", 11}, {"dtype", "float32"}, {"input", net.ops[net.inputs[0]].name}};
    manifest["nodes"] = nodesJson(net);
    manifest["sha256"] = Json::object();
    for (const auto& [file, bytes] : files)
        manifest["sha256"][file] = sha256(bytes);
    files.emplace_back("manifest.json", manifest.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    if (request.stop.stop_requested())
        throw CancelledError();
    writeFolderAtomically(request.out, [&](const std::filesystem::path& folder) {
        for (const auto& [file, bytes] : files)
            writeFileAtomically(folder / file, bytes);
    });
    for (const auto& file : files)
        report.files.push_back(request.out / file.first);
    std::sort(report.files.begin(), report.files.end());
    report.numbers.insert(report.numbers.begin(), {{"T", double(net.steps)}, {"N", double(batch)}});
    return report;
}

} // namespace spw::lynxi
