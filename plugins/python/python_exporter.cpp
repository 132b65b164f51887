// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/python/python_exporter.h"

#include "core/base/atomic_file.h"
#include "plugins/python/reference.h"
#include "plugins/python/script.h"
#include "plugins/python/texts.h"

namespace spw::python {

namespace {

constexpr double kTolerance = 1e-5;

void stopIfAsked(const ExportRequest& request)
{
    if (request.stop.stop_requested())
        throw CancelledError();
}

std::string shapeOf(const std::vector<std::int64_t>& shape)
{
    std::string text;
    for (const std::int64_t size : shape)
        text += (text.empty() ? "" : " x ") + std::to_string(size);
    return text.empty() ? "one number" : text;
}

void describe(ExchangeReport& report, const NetworkView& view, const Script& script, Framework framework, const Weights& weights)
{
    const Library& library = Library::of(framework);
    for (const PlannedNode* node : view.nodes) {
        const Block* block = library.find(node->spec->id, node->values);
        const std::string what = node->spec->title + " -> " +
                                 (block->expression.empty() ? block->defines.at(0) : block->expression.substr(0, block->expression.find('('))) +
                                 " as " + script.names.nodes.at(node->id);
        if (block->draws(node->values))
            report.add(Outcome::Changed, node->id, node->name, what, "It draws, and PyTorch draws other numbers.",
                       "Give the values drawn as an argument to have the same again; check.py does.");
        else
            report.add(Outcome::Mapped, node->id, node->name, what);
    }
    for (const auto& [name, array] : weights.arrays)
        if (const auto found = script.weights.find(name); found != script.weights.end())
            report.add(Outcome::Mapped, 0, name, found->second + ", " + shapeOf(array.shape));
    for (const PlannedNode* node : view.skipped)
        report.add(Outcome::Skipped, node->id, node->name, node->spec->title + ".", "It belongs to data, training or watching.",
                   "Feed the script with data of the same kind.");
}

} // namespace

std::string PythonExporter::doc() const
{
    return "Writes a folder with model.py, a readable script that builds the same network, its weights and check.py, which "
           "compares with Spikewright's own numbers. Runs with PyTorch 1.13 and later on the CPU or a GPU, and can be trained on.";
}

std::vector<ParamSpec> PythonExporter::options() const
{
    return {
        {.name = "framework", .caption = "Framework", .type = ParamType::Choice, .initial = std::string("spikingjelly"),
         .doc = "Whose neurons and layers the script uses; what a framework has not is written in plain PyTorch beside it.",
         .choices = {{"spikingjelly", "SpikingJelly"}, {"torch", "PyTorch alone"}, {"snntorch", "snnTorch"}}},
        {.name = "samples", .caption = "Samples to compare", .type = ParamType::Int, .initial = std::int64_t(2),
         .range = between(1, 256), .doc = "How many samples reference.npz has."},
    };
}

Diagnostics PythonExporter::limits(const Plan& plan, const ParamValues& options) const
{
    const NetworkView view = networkView(plan);
    Diagnostics out = limitsOf(view, frameworkOf(options.text("framework")));
    if (view.nodes.empty())
        out.push_back({.severity = Severity::Error, .code = "SPW-X031", .node = 0, .nodeName = {}, .port = {},
                       .what = "There is no network to write.", .why = "Nothing but data, losses and probes is drawn.",
                       .fix = "Add a layer or a neuron."});
    return out;
}

ExchangeReport PythonExporter::write(const ExportRequest& request) const
{
    const Plan plan = makePlan(request.document.graph);
    const NetworkView view = networkView(plan);
    const Framework framework = frameworkOf(request.options.text("framework"));
    ExchangeReport report;
    report.format = id();
    if (const Diagnostics problems = limits(plan, request.options); hasErrors(problems)) {
        report.add(problems);
        return report;
    }
    std::vector<std::string> names;
    for (const auto& [name, array] : request.weights.arrays)
        names.push_back(name);
    const std::string title = request.document.description.empty() ? "A spiking network" : request.document.description;
    const Script script = makeScript(plan, view, framework, title.substr(0, title.find('\n')), names);
    stopIfAsked(request);

    request.progress(0.2, "Running the network");
    NetworkRequest network;
    network.document = request.document;
    network.base = request.base;
    network.weights = request.weights;
    const std::unique_ptr<NetworkRunner> runner = request.open(network);
    const Reference reference = makeReference(*runner, plan, view, script, request.options.integer("samples"),
                                              request.document.run.seed);
    stopIfAsked(request);

    std::string inputs;
    for (const EdgeEnd& entry : script.entries)
        inputs += (inputs.empty() ? "`" : ", `") + script.names.of(entry) + "`";
    request.progress(0.8, "Writing");
    const std::vector<std::pair<std::string, std::string>> files{
        {"model.py", script.text},
        {"weights.npz", weightsFile(request.weights, script)},
        {"reference.npz", reference.file},
        {"check.py", checkScript(reference.spikes, kTolerance)},
        {"README.md", readmeText(framework, title.substr(0, title.find('\n')), inputs)}};
    writeFolderAtomically(request.out, [&](const std::filesystem::path& folder) {
        for (const auto& [name, content] : files)
            writeFileAtomically(folder / name, content);
    });
    for (const auto& [name, content] : files)
        report.files.push_back(request.out / name);
    describe(report, view, script, framework, request.weights);
    report.numbers = {{"values compared", double(reference.compared)}, {"spikes in the reference", reference.spikeCount}};
    request.progress(1, "Done");
    return report;
}

} // namespace spw::python
