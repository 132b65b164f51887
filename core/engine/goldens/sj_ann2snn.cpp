// SPDX-License-Identifier: GPL-3.0-or-later
// ANN to SNN conversion: the printed network as a project, converted with core/convert, run on LibTorch.
#include "core/convert/conversion_parts.h"
#include "core/engine/goldens/call_text.h"
#include "core/engine/goldens/golden_case.h"
#include "core/engine/network_access.h"
#include "kernels/torch/aten.h"

namespace spw::engine::golden {

namespace {

/// One line of the printed network: "(c1): Conv2d(1, 3, kernel_size=(3, 3), ...)"; name with those of what it stands in.
struct PrintedLine {
    std::string name;
    CallText call;
};

/// Adds the lines from `at` to the bracket that closes what they stand in. @return its place.
std::size_t readLines(const std::string& text, std::size_t at, const std::string& within, std::vector<PrintedLine>& lines)
{
    while (at < text.size()) {
        const std::size_t open = text.find('(', at), close = text.find(')', at);
        if (open == std::string::npos || close < open)
            return close;
        const std::size_t colon = text.find("): ", open), call = colon == std::string::npos ? colon : text.find('(', colon + 3);
        if (call == std::string::npos)
            return call;
        const std::string name = within + text.substr(open + 1, colon - open - 1);
        const std::size_t first = text.find_first_not_of(" \n", call + 1);
        if (first != std::string::npos && text[first] == '(' && text.find("): ", first) < text.find(',', first)) {   // a container
            at = readLines(text, call + 1, name + ".", lines);
        } else {
            lines.push_back({name, CallText::of(text.substr(colon + 3))});
            int depth = 1;
            for (at = call + 1; at < text.size() && depth > 0; ++at)
                depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
            continue;
        }
        if (at == std::string::npos)
            return at;
        ++at;
    }
    return std::string::npos;
}

std::vector<PrintedLine> printedLines(const std::string& text)
{
    std::vector<PrintedLine> lines;
    if (const std::size_t open = text.find('('); open != std::string::npos)
        readLines(text, open + 1, {}, lines);
    return lines;
}

struct AnalogLayer {
    std::string type;
    ParamMap params;
};

std::vector<std::int64_t> axisSizes(const std::string& text, std::int64_t dims, std::int64_t otherwise)
{
    std::vector<std::int64_t> sizes = text.empty() ? std::vector<std::int64_t>{otherwise} : wholeNumbers(text);
    if (sizes.size() == 1)
        sizes.assign(std::size_t(dims), sizes[0]);
    return sizes;
}

ParamValue axisValue(const std::vector<std::int64_t>& sizes)
{
    return sizes.size() == 1 ? ParamValue(sizes[0]) : ParamValue(sizes);
}

AnalogLayer analogLayer(const CallText& call)
{
    const std::string& name = call.name;
    const std::int64_t dims = name.size() > 2 && name.back() == 'd' ? name[name.size() - 2] - '0' : 1;
    const std::string tail = std::to_string(dims) + "d", kind = name.substr(0, name.size() - (name.back() == 'd' ? 2 : 0));
    const auto flag = [&](const char* argument, bool otherwise) {
        const std::string text = call.argument(99, argument);
        return text.empty() ? otherwise : text == "True";
    };
    if (name == "ReLU")
        return {"layer.relu", {}};
    if (name == "Flatten")
        return {"layer.flatten", {{"start_dim", plainValue(call.argument(0, "start_dim"))}, {"end_dim", plainValue(call.argument(1, "end_dim"))}}};
    if (name == "Linear")
        return {"layer.linear", {{"out_features", wholeNumbers(call.argument(1, "out_features")).at(0)}, {"bias", flag("bias", true)}}};
    if (kind == "Conv")
        return {"layer.conv" + tail,
                {{"out_channels", wholeNumbers(call.argument(1, "out_channels")).at(0)}, {"bias", flag("bias", true)},
                 {"kernel_size", axisValue(axisSizes(call.argument(2, "kernel_size"), dims, 3))},
                 {"stride", axisValue(axisSizes(call.argument(3, "stride"), dims, 1))},
                 {"padding", axisValue(axisSizes(call.argument(4, "padding"), dims, 0))},
                 {"dilation", axisValue(axisSizes(call.argument(5, "dilation"), dims, 1))},
                 {"groups", wholeNumbers(call.argument(6, "groups").empty() ? "1" : call.argument(6, "groups")).at(0)}}};
    if (kind == "BatchNorm") {
        const std::string eps = call.argument(1, "eps");
        return {"layer.batch_norm" + tail, {{"eps", eps.empty() ? 1e-5 : std::stod(eps)}, {"affine", flag("affine", true)}}};
    }
    if (kind == "AvgPool" || kind == "MaxPool")
        return {(kind == "AvgPool" ? "layer.avg_pool" : "layer.max_pool") + tail,
                {{"kernel_size", axisValue(axisSizes(call.argument(0, "kernel_size"), dims, 2))},
                 {"stride", axisValue(axisSizes(call.argument(1, "stride"), dims, 0))},
                 {"padding", axisValue(axisSizes(call.argument(2, "padding"), dims, 0))}}};
    if (kind == "AdaptiveAvgPool")
        return {"layer.adaptive_avg_pool" + tail, {{"output_size", axisValue(axisSizes(call.argument(0, "output_size"), dims, 1))}}};
    if (name == "Dropout")
        return {"layer.dropout", {}};
    if (name == "Identity")
        return {"layer.print_shape", {}};
    throw Skip{"there is no layer " + name};
}

/// arrays -> the layers in a row.
struct BuiltAnalog {
    TrainedDocument trained;
    EdgeEnd entry, exit;
};

BuiltAnalog buildAnalog(const GoldenCase& golden)
{
    BuiltAnalog out;
    Graph& graph = out.trained.document.graph;
    const at::Tensor x = golden.input("x");
    std::string shape;
    for (std::int64_t d = 1; d < x.dim(); ++d)
        shape += (d > 1 ? "x" : "") + std::to_string(x.size(d));
    Node source;
    source.id = 1;
    source.type = "dataset.arrays";
    source.title = "golden input";
    source.values.set("shape", shape);
    source.values.set("T", std::int64_t(1));
    graph.apply(AddNode{source});
    out.entry = {1, "x"};
    EdgeEnd last = out.entry;
    for (const PrintedLine& line : printedLines(golden.params.at("layers").text())) {
        const AnalogLayer layer = analogLayer(line.call);
        Node node;
        node.id = graph.nextId();
        node.type = layer.type;
        node.title = line.name;
        for (const auto& [name, value] : layer.params)
            node.values.set(name, value);
        graph.apply(AddNode{node});
        graph.apply(Connect{{last, {node.id, "x"}}});
        last = {node.id, "y"};
    }
    out.exit = last;
    for (const auto& [name, array] : golden.arrays()) {
        const at::Tensor flat = array.to(at::kFloat).contiguous();
        const std::size_t dot = name.rfind('.');
        out.trained.weights.arrays[name.substr(0, dot) + "/" + name.substr(dot + 1)] = {
            flat.sizes().vec(), std::vector<float>(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel())};
    }
    return out;
}

PlainTensor toPlain(const at::Tensor& tensor)
{
    const at::Tensor flat = tensor.to(at::kFloat).contiguous();
    return {flat.sizes().vec(), {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()}};
}

at::Tensor toTensor(const PlainTensor& plain)
{
    at::Tensor out = at::empty(plain.shape, at::kFloat);
    std::copy(plain.data.begin(), plain.data.end(), out.data_ptr<float>());
    return out;
}

/// The last output of the converted network: of the readers' side if it ended in a ReLU.
EdgeEnd spikingExit(const EdgeEnd& analog, const std::vector<ConvertedLayer>& layers)
{
    for (const ConvertedLayer& layer : layers)
        if (layer.relu == analog.node)
            return {layer.after, "y"};
    return analog;
}

} // namespace

CaseResult runSjAnn2snn(const GoldenCase& golden)
{
    if (!golden.params["layers"] || !golden.hasInput("calibration"))
        throw Skip{"there is nothing like " + golden.kind()};
    Checks checks(golden);
    BuiltAnalog built = buildAnalog(golden);
    if (golden.params["fuse"].flag(true))
        built.trained = foldNorms(built.trained, [](const auto&, const auto&) {}, [](const auto&, const auto&) {});
    const Plan plan = makePlan(built.trained.document.graph);

    const auto analog = openNetwork({built.trained.document, {}, built.trained.weights});
    const Value mode = golden.params.at("mode");
    ScaleMeter meter(plan, conversionMode(mode.isText() ? mode.text() : std::to_string(mode.real())), golden.params["momentum"].real(0.1));
    const at::Tensor batches = golden.input("calibration");
    for (std::int64_t b = 0; b < batches.size(0); ++b)
        meter.add(analog->run({{built.entry, toPlain(batches[b].unsqueeze(0))}}, meter.ports()));
    std::vector<ConvertedLayer> layers = meter.layers();
    at::Tensor scales = at::empty({std::int64_t(layers.size())}, at::kDouble);
    for (std::size_t i = 0; i < layers.size(); ++i)
        scales[std::int64_t(i)] = layers[i].scale;
    checks.analog("scales", scales);

    const at::Tensor x = golden.input("x");
    const EdgeEnd exit = built.exit;
    checks.analog("ann_out", toTensor(analog->run({{built.entry, toPlain(x.unsqueeze(0))}}, {exit}).at(exit))[0]);

    const std::int64_t steps = golden.params.at("T").integer();
    TrainedDocument spiking = spikingNetwork(built.trained, layers, steps);
    const auto network = openNetwork({spiking.document, {}, spiking.weights});
    EdgeEnd entry = built.entry;
    for (const Edge& edge : spiking.document.graph.outgoing(entry.node))
        if (spiking.document.graph.node(edge.to.node).type == "transform.hold")
            entry = {edge.to.node, "y"};   // what the network reads
    const EdgeEnd end = spikingExit(exit, layers);
    std::vector<std::int64_t> sizes = x.sizes().vec();
    sizes.insert(sizes.begin(), steps);
    const at::Tensor out = toTensor(network->run({{entry, toPlain(x.unsqueeze(0).expand(sizes))}}, {end}).at(end));
    checks.analog("snn_out", out);
    checks.analog("snn_mean", out.mean(0));
    return checks.result();
}

} // namespace spw::engine::golden
