// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/project.h"
#include "core/data/dataset.h"
#include "core/plan/learner_ties.h"

#include <algorithm>
#include <cstdio>

namespace spw::cli {
namespace {

/// Share of neurons that fire in one step, where nothing has run yet: SynOps are multiplications scaled by it.
constexpr double kAssumedRate = 0.1;

std::int64_t stepsOf(const PlannedNode& node)
{
    for (const PortInfo& port : node.outputs)
        if (port.steps)
            return *port.steps;
    for (const PlannedInput& input : node.inputs)
        if (input.info && input.info->steps)
            return *input.info->steps;
    return 1;
}

/// Layers fed by spikes work only where a spike arrives; analog input counts in full (models.md M5).
double synOps(const Plan& plan)
{
    double sum = 0;
    for (const PlannedNode& node : plan.nodes) {
        const bool spiking = !node.inputs.empty() && node.inputs[0].info && node.inputs[0].info->type == PortType::Spikes;
        sum += node.multiplications * double(stepsOf(node)) * (spiking ? kAssumedRate : 1.0);
    }
    return sum;
}

/// Opens every dataset of the graph: files, label lists and sizes are checked, nothing is decoded.
Json openData(const Project& project, const Plan& plan, Diagnostics& problems)
{
    Json out = Json::array();
    for (const PlannedNode& node : plan.nodes) {
        if (!node.spec || node.spec->category != Category::Dataset || !isDataset(node.spec->id))
            continue;
        const bool faulty = std::any_of(plan.diagnostics.begin(), plan.diagnostics.end(), [&](const Diagnostic& d) {
            return d.node == node.id && d.severity == Severity::Error;
        });
        if (faulty)
            continue;   // its parameters are wrong, and that is said already
        try {
            const auto dataset = openDataset(node.spec->id, node.values, project.base, project.document.run.seed);
            out.push_back({{"node", node.name}, {"train_samples", dataset->size(Split::Train)},
                           {"test_samples", dataset->size(Split::Test)}, {"classes", dataset->classNames()}});
        } catch (const Error& e) {
            problems.push_back({Severity::Error, "SPW-D001", node.id, node.name, "", e.happened(), e.where(), e.fix()});
        }
    }
    return out;
}

Json report(const Project& project, const Plan& plan, const Diagnostics& diagnostics, const Json& data)
{
    Json list = Json::array(), ports = Json::array();
    for (const Diagnostic& d : diagnostics)
        list.push_back(toJson(d));
    for (const PlannedNode& node : plan.nodes)
        for (std::size_t i = 0; i < node.outputs.size() && node.spec; ++i) {
            const std::string& name = node.spec->outputs[i].name;
            const auto known = plan.ports.find({node.id, name});
            if (known == plan.ports.end())
                continue;
            const PortInfo& info = known->second;
            ports.push_back({{"node", node.name}, {"node_id", node.id}, {"port", name}, {"type", portTypeId(info.type)},
                             {"shape", toJson(info.features)}, {"steps", info.steps ? Json(*info.steps) : Json(nullptr)},
                             {"classes", info.classes ? Json(*info.classes) : Json(nullptr)}});
        }
    Json trained = Json::array();   // what changes the weights of each node that has some
    const std::vector<LearnerTie> ties = learnerTies(plan);
    for (const PlannedNode& node : plan.nodes) {
        if (!node.spec || node.parameterCount == 0)
            continue;
        std::string learner;
        for (const LearnerTie& tie : ties)
            if (tie.synapse->id == node.id)
                learner = tie.learner->name;
        trained.push_back({{"node", node.name}, {"node_id", node.id}, {"by", trainedByName(trainedBy(plan, node))},
                           {"learner", learner.empty() ? Json(nullptr) : Json(learner)}});
    }
    const std::int64_t batch = batchSize(project.document.graph);
    return {{"file", project.name}, {"ok", !hasErrors(diagnostics)}, {"diagnostics", list}, {"nodes", plan.nodes.size()},
            {"ports", ports}, {"trained", trained}, {"parameters", plan.parameterCount()},
            {"multiplications_per_sample", jsonNumber(plan.multiplicationsPerSample())},
            {"synops_per_sample", jsonNumber(synOps(plan))}, {"assumed_rate", kAssumedRate}, {"batch_size", batch},
            {"memory_bytes", jsonNumber(plan.trainingBytes(batch))}, {"data", data}};
}

void printReport(const Json& report)
{
    std::vector<std::vector<std::string>> rows{{"node", "port", "type", "shape", "steps"}};
    for (const Json& port : report["ports"]) {
        std::string shape;
        for (const Json& dim : port["shape"])
            shape += (shape.empty() ? "" : "x") + (dim.is_null() ? std::string("?") : std::to_string(dim.get<std::int64_t>()));
        rows.push_back({port["node"], port["port"], port["type"], shape.empty() ? "-" : shape,
                        port["steps"].is_null() ? "-" : std::to_string(port["steps"].get<std::int64_t>())});
    }
    std::printf("%s\n", tableText(rows).c_str());
    for (const char* by : {"gradient", "learner", "frozen"}) {
        std::string names;
        for (const Json& part : report["trained"])
            if (part["by"] == by)
                names += (names.empty() ? "" : ", ") + part["node"].get<std::string>()
                         + (part["learner"].is_null() ? "" : " (" + part["learner"].get<std::string>() + ")");
        if (!names.empty())
            std::printf("%s: %s\n", by == std::string("frozen") ? "Frozen" : by == std::string("learner") ? "Trained by a learner" : "Trained by gradient",
                        names.c_str());
    }
    for (const Json& d : report["data"])
        std::printf("Data of %s: %s training and %s test samples, %zu classes\n", d["node"].get<std::string>().c_str(),
                    countText(d["train_samples"]).c_str(), countText(d["test_samples"]).c_str(), d["classes"].size());
    const auto value = [&](const char* key) { return report[key].is_null() ? 0.0 : report[key].get<double>(); };
    std::printf("Parameters: %s\nSynOps per sample: about %s (neurons assumed to fire in %.0f %% of the steps; dense: %s)\n"
                "Memory for training with batches of %s: about %s\n",
                countText(value("parameters")).c_str(), countText(value("synops_per_sample")).c_str(), 100 * kAssumedRate,
                countText(value("multiplications_per_sample")).c_str(), countText(value("batch_size")).c_str(),
                bytesText(value("memory_bytes")).c_str());
}

int runCheck(const Arguments& arguments)
{
    const bool json = arguments.has("--json");
    Project project;
    try {
        project = loadProject(arguments.at("F.spw"));
    } catch (const Error& e) {
        printError(e, false);
        if (json)   // the same form as for a readable file: one diagnostic for the whole document
            printJson({{"file", arguments.at("F.spw")}, {"ok", false},
                       {"diagnostics", Json::array({toJson(Diagnostic{Severity::Error, "SPW-F001", 0, "", "", e.happened(),
                                                                      e.where(), e.fix()})})},
                       {"nodes", 0}, {"ports", Json::array()}, {"parameters", nullptr}, {"multiplications_per_sample", nullptr},
                       {"synops_per_sample", nullptr}, {"assumed_rate", kAssumedRate}, {"batch_size", nullptr},
                       {"memory_bytes", nullptr}, {"data", Json::array()}});
        return kInputAtFault;
    }
    for (const std::string& setting : arguments.values("--set"))
        applySetting(project.document.graph, setting);
    const Plan plan = makePlan(project.document.graph);
    Diagnostics diagnostics = project.warnings;
    diagnostics.insert(diagnostics.end(), plan.diagnostics.begin(), plan.diagnostics.end());
    const Json data = arguments.has("--no-data") ? Json::array() : openData(project, plan, diagnostics);
    const Json result = report(project, plan, diagnostics, data);
    printDiagnostics(diagnostics);
    if (json)
        printJson(result);
    else
        printReport(result);
    if (hasErrors(diagnostics))
        return kInputAtFault;
    if (!json)
        std::printf("No errors.\n");
    return kDone;
}

} // namespace

Command checkCommand()
{
    return {"check", "Check a project: problems, shapes, parameters, cost. Runs nothing.",
            {{"F.spw", "project file; - for standard input"}},
            {{"--set", "NODE.PARAM=VALUE", "another value for one parameter of one node", false, true},
             {"--no-data", "", "do not open the data files"},
             {"--json", "", "the findings as one JSON document"}}, runCheck, false,
            "Exit code 1 if any finding is an error."};
}

} // namespace spw::cli
