// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/python_weights/python_weights_importer.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "plugins/python_weights/mapping.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace spw::pythonweights {

namespace {

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text;
    for (const std::int64_t size : shape)
        text += (text.empty() ? "" : " x ") + std::to_string(size);
    return text.empty() ? "one number" : text;
}

/// Every parameter of the network in its order.
std::vector<Target> targetsOf(const Document& document, const Weights& weights)
{
    const Plan plan = makePlan(document.graph);
    std::vector<Target> out;
    for (const PlannedNode& node : plan.nodes)
        for (const auto& [name, array] : weights.arrays) {
            if (name.rfind(node.name + "/", 0) != 0)
                continue;
            // "a/b" may be a node of its own.
            if (std::any_of(plan.nodes.begin(), plan.nodes.end(), [&, n = name](const PlannedNode& other) {
                    return other.name.size() > node.name.size() && n.rfind(other.name + "/", 0) == 0;
                }))
                continue;
            Target target{name, node.id, node.name, name.substr(node.name.size() + 1), array.shape, true};
            target.needed = target.leaf == "weight" || target.leaf == "bias" || target.leaf.ends_with("weight") || target.leaf.ends_with("bias") ||
                            target.leaf.starts_with("running_");
            out.push_back(std::move(target));
        }
    return out;
}

std::map<std::string, std::string> readMap(const std::string& path, const std::filesystem::path& base)
{
    std::map<std::string, std::string> out;
    if (path.empty())
        return out;
    const std::filesystem::path file = std::filesystem::path(path).is_absolute() || std::filesystem::exists(path) ? std::filesystem::path(path) : base / path;
    const auto json = nlohmann::json::parse(readFile(file, 16u << 20), nullptr, false);
    const auto wrong = [&] {
        throw Error("The map is no JSON object of texts.", file.string(), R"(Write {"conv1.weight": "Conv 1/weight", "old.weight": null}.)");
    };
    if (!json.is_object())
        wrong();
    for (const auto& [theirs, ours] : json.items()) {
        if (!ours.is_string() && !ours.is_null())
            wrong();
        out[theirs] = ours.is_null() ? std::string() : ours.get<std::string>();
    }
    return out;
}

void fill(WeightArray& array, const ForeignTensor& tensor)
{
    std::visit([&](auto& data) {
        using Number = typename std::decay_t<decltype(data)>::value_type;
        for (std::size_t i = 0; i < data.size(); ++i)
            data[i] = Number(tensor.value(i));
    }, array.data);
}

std::size_t notFinite(const ForeignTensor& tensor)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < tensor.count(); ++i)
        count += !std::isfinite(tensor.value(i));
    return count;
}

} // namespace

std::vector<ParamSpec> PythonWeightsImporter::options() const
{
    return {
        {.name = "map", .caption = "Map", .type = ParamType::Path, .initial = std::string(),
         .doc = "A JSON file with names by hand: {\"conv1.weight\": \"Conv 1/weight\"}; null leaves a tensor out."},
        {.name = "key", .caption = "Entry", .type = ParamType::Text, .initial = std::string(),
         .doc = "Which entry of a checkpoint has the weights; empty: the usual ones (net, state_dict, model, ...)."},
        {.name = "partial", .caption = "Partly", .type = ParamType::Bool, .initial = false,
         .doc = "On: what does not fit in shape keeps its first value. Off: it is refused, and nothing is written."},
    };
}

bool PythonWeightsImporter::recognises(const std::filesystem::path& file, std::string_view) const
{
    try {
        return isTensorFile(openBytes(file));
    } catch (const std::exception&) {
        return false;
    }
}

ImportResult PythonWeightsImporter::read(const ImportRequest& request) const
{
    if (!request.onto)
        throw Error("The file has weights only.", request.file.string(), "Say which project they are for: --onto PROJECT.spw.");
    request.progress(0, "Reading tensors");
    std::vector<OtherTensor> others;
    const std::vector<ForeignTensor> tensors = readTensors(openBytes(request.file), request.options.text("key"), &others);
    if (tensors.empty() && !others.empty())
        throw Error("None of its tensors is of a type that is known; '" + others[0].name + "' is " + others[0].type + ".", request.file.string(),
                    "Save float32, float16 or bfloat16 tensors.");
    if (tensors.empty())
        throw Error("There is no tensor in it.", request.file.string(), "Save net.state_dict().");
    if (request.stop.stop_requested())
        throw CancelledError();

    request.progress(0.5, "Finding their places");
    ImportResult result;
    result.document = *request.onto;
    NetworkRequest network;
    network.document = *request.onto;
    network.base = request.base;
    result.weights = request.open(network)->weights();
    const std::vector<Target> targets = targetsOf(*request.onto, result.weights);
    const Mapping mapping = mapTensors(targets, tensors, readMap(request.options.text("map"), request.base));

    ExchangeReport& report = result.report;
    report.format = id();
    report.files = {request.file};
    for (const Mapping::Pair& pair : mapping.pairs) {
        const Target& target = targets[pair.target];
        const ForeignTensor& tensor = tensors[pair.tensor];
        fill(result.weights.arrays.at(target.name), tensor);
        if (const std::size_t count = notFinite(tensor); count > 0)
            report.add(Outcome::Changed, target.node, target.name,
                       tensor.name + ": " + std::to_string(count) + " of " + std::to_string(tensor.count()) + " values are infinite or no numbers",
                       "They were taken as they are; whatever they touch becomes no number as well.", "Save the weights of an earlier epoch.");
        const std::string what = tensor.name + " -> " + target.name + ", " + shapeText(tensor.shape) + ", " + nameOf(pair.way);
        if (tensor.type == NumberType::Float64)
            report.add(Outcome::Quantised, target.node, target.name, what, "The file has double precision.", "Train on from here, or save float32.");
        else
            report.add(Outcome::Mapped, target.node, target.name, what);
    }
    const bool partial = request.options.flag("partial");
    for (const Mapping::Pair& pair : mapping.mismatches) {
        const Target& target = targets[pair.target];
        report.add(partial ? Outcome::Changed : Outcome::Refused, target.node, target.name,
                   tensors[pair.tensor].name + " is " + shapeText(tensors[pair.tensor].shape) + ", the network has " + shapeText(target.shape),
                   "The shapes differ.", "Give the node the sizes of the file, or take what fits with --option partial=true.");
    }
    for (const std::size_t t : mapping.targets)
        report.add(Outcome::Changed, targets[t].node, targets[t].name, "nothing in the file, " + shapeText(targets[t].shape),
                   "It keeps its first value.", "Name its tensor with the option 'map' if the file has one.");
    for (const std::size_t f : mapping.tensors)
        report.add(Outcome::Skipped, 0, tensors[f].name, shapeText(tensors[f].shape) + ", " + nameOf(tensors[f].type),
                   "The network has no place for it.", "Name its place with the option 'map' if there is one.");
    for (const OtherTensor& other : others)
        report.add(Outcome::Skipped, 0, other.name, other.type, "It holds no weights.", "Nothing needs to be done.");
    if (mapping.pairs.empty() && mapping.mismatches.empty())
        report.add(Outcome::Refused, 0, request.file.filename().string(), "no tensor fits the network", "Neither names nor shapes agree.",
                   "Check that the project has the layers of the file, or name places with the option 'map'.");
    report.numbers = {{"tensors mapped", double(mapping.pairs.size())},
                      {"shapes that differ", double(mapping.mismatches.size())},
                      {"of the network without a tensor", double(mapping.targets.size())},
                      {"of the file without a place", double(mapping.tensors.size())}};
    request.progress(1, "Done");
    return result;
}

} // namespace spw::pythonweights
