// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/exchange_job.h"

#include <algorithm>

namespace spw {

ParamValues exchangeOptions(const std::vector<ParamSpec>& specs, const std::map<std::string, std::string>& given,
                            const std::string& owner)
{
    ParamValues values;
    std::string names;
    for (const ParamSpec& spec : specs) {
        values.set(spec.name, spec.initial);
        names += (names.empty() ? "" : ", ") + spec.name;
    }
    for (const auto& [name, text] : given) {
        const auto spec = std::find_if(specs.begin(), specs.end(), [&wanted = name](const ParamSpec& one) { return one.name == wanted; });
        if (spec == specs.end())
            throw Error("There is no option '" + name + "'.", owner,
                        names.empty() ? "It has no options." : "Choose one of: " + names + ".");
        const ParamValue value = parseParam(*spec, text);
        if (const std::string why = whyIllegal(*spec, value); !why.empty())
            throw Error("The option '" + name + "' " + why + ".", owner, "Give " + legalText(*spec) + ".");
        values.set(name, value);
    }
    return values;
}

Weights completeWeights(const Document& document, const std::filesystem::path& base, const std::optional<std::filesystem::path>& file,
                        const OpenNetwork& open)
{
    NetworkRequest network{document, base, std::nullopt};
    if (!file)
        return open(network)->weights();
    const std::filesystem::path path = std::filesystem::is_directory(*file) ? *file / "weights.h5" : *file;
    network.weights = readWeights(path);
    const Weights given = *network.weights;
    const Weights all = open(network)->weights();
    for (const auto& [name, array] : all.arrays)
        if (!given.arrays.count(name))
            throw Error("The weights lack '" + name + "'.", path.string(),
                        "Use weights of this project; names of nodes must be the same.");
    return all;
}

void requirePlan(const Plan& plan)
{
    std::string all, fixes;
    for (const Diagnostic& d : plan.diagnostics)
        if (d.severity == Severity::Error) {
            all += (all.empty() ? "" : "\n") + toText(d);
            fixes = fixes.empty() ? d.fix : fixes;
        }
    if (!all.empty())
        throw Error(all, "the project", fixes.empty() ? "Repair it first." : fixes);
}

ExchangeReport exportProject(const Exporter& exporter, const std::optional<std::filesystem::path>& weights, ExportRequest request)
{
    const Plan plan = makePlan(request.document.graph);
    requirePlan(plan);
    ExchangeReport report;
    report.format = exporter.id();
    const Diagnostics limits = exporter.limits(plan, request.options);
    if (hasErrors(limits)) {
        report.add(limits);
        return report;
    }
    request.progress(0, "Reading the weights");
    request.weights = completeWeights(request.document, request.base, weights, request.open);
    report = exporter.write(request);
    report.format = exporter.id();
    return report;
}

std::filesystem::path weightsBeside(const std::filesystem::path& project)
{
    std::filesystem::path out = project;
    out.replace_extension(".weights.h5");
    return out;
}

void saveImport(ImportResult& result, const std::filesystem::path& project)
{
    const std::filesystem::path weights = weightsBeside(project);
    // Weights first: a project without its weights would look whole and be wrong.
    writeWeights(weights, result.weights);
    saveDocument(result.document, project);
    result.report.files = {project, weights};
}

} // namespace spw
