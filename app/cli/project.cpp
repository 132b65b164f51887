// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/project.h"

#include "app/cli/output.h"
#include "core/base/error.h"

#include <algorithm>
#include <iostream>

namespace spw::cli {
namespace {

constexpr std::size_t kStandardInputLimit = std::size_t(64) << 20;   // project files are kilobytes

std::string readStandardInput()
{
    std::string text;
    char buffer[1 << 16];
    while (std::cin.read(buffer, sizeof buffer) || std::cin.gcount() > 0) {
        text.append(buffer, std::size_t(std::cin.gcount()));
        if (text.size() > kStandardInputLimit)
            throw Error("The project is larger than 64 MB.", "standard input", "Give a .spw project file.");
    }
    return text;
}

struct SplitName {
    std::string node, rest;
};

/// Titles may hold dots, parameters and ports do not: the last dot parts them.
SplitName splitAtLastDot(const std::string& text, const char* form)
{
    const std::size_t dot = text.rfind('.');
    if (dot == std::string::npos || dot == 0 || dot + 1 == text.size())
        throw Error("\"" + text + "\" is not of the form " + form + ".", "the command line",
                    "Write the node's title, a dot and the name, in quotes where the title has spaces.");
    return {text.substr(0, dot), text.substr(dot + 1)};
}

std::string joined(const std::vector<std::string>& names)
{
    std::string out;
    for (const std::string& name : names)
        out += (out.empty() ? "" : ", ") + name;
    return out.empty() ? "none" : out;
}

} // namespace

Project loadProject(const std::string& file)
{
    Project out;
    if (file == "-") {
        out.name = "standard input";
        out.base = std::filesystem::current_path();
        out.document = readDocument(readStandardInput(), out.name, builtinCatalog(), &out.warnings);
        return out;
    }
    out.file = file;
    out.name = out.file.filename().string();
    out.base = std::filesystem::absolute(out.file).parent_path();
    out.document = loadDocument(out.file, builtinCatalog(), &out.warnings);
    return out;
}

void applySetting(Graph& graph, const std::string& text)
{
    constexpr const char* form = "NODE.PARAM=VALUE";
    // Values may hold dots and equals signs, and so may titles: the first equals sign that leaves a node and one of
    // its parameters on its left is the right one.
    for (std::size_t equals = text.find('='); equals != std::string::npos; equals = text.find('=', equals + 1)) {
        const bool last = text.find('=', equals + 1) == std::string::npos;
        try {
            const SplitName name = splitAtLastDot(text.substr(0, equals), form);
            const NodeId node = graph.find(name.node);
            const NodeSpec* spec = graph.spec(node);
            const ParamSpec* param = spec ? spec->param(name.rest) : nullptr;
            if (!param) {
                std::vector<std::string> names;
                if (spec)
                    for (const ParamSpec& p : spec->params)
                        names.push_back(p.name);
                throw Error("There is no parameter \"" + name.rest + "\".", "--set, node '" + graph.node(node).title + "'",
                            "Use one of: " + joined(names) + ".");
            }
            try {
                graph.apply(SetParam{node, param->name, parseParam(*param, text.substr(equals + 1))});
            } catch (const Error& e) {
                throw e.within("--set " + text);
            }
            return;
        } catch (const Error&) {
            if (last || graph.nodes().empty())
                throw;
            // A title with an equals sign is rare; report the problem of the first reading if no other fits.
            bool otherFits = false;
            for (const auto& [id, n] : graph.nodes())
                otherFits = otherFits || (n.title.find('=') != std::string::npos && text.rfind(n.title, 0) == 0);
            if (!otherFits)
                throw;
        }
    }
    throw Error("\"" + text + "\" is not of the form " + form + ".", "--set", "For example: --set \"LIF 1.tau=4\".");
}

EdgeEnd parsePort(const Graph& graph, const std::string& text)
{
    const SplitName name = splitAtLastDot(text, "NODE.PORT");
    const NodeId node = graph.find(name.node);
    const NodeSpec* spec = graph.spec(node);
    std::vector<std::string> names;
    if (spec) {
        for (const PortSpec& port : spec->outputs)
            names.push_back(port.name);
        names.insert(names.end(), spec->states.begin(), spec->states.end());
    }
    if (std::find(names.begin(), names.end(), name.rest) == names.end())
        throw Error("There is no output or state \"" + name.rest + "\".", "node '" + graph.node(node).title + "'",
                    "Use one of: " + joined(names) + ".");
    return {node, name.rest};
}

void requireRunnable(const Project& project)
{
    printDiagnostics(project.warnings);
    const Plan plan = makePlan(project.document.graph);
    printDiagnostics(plan.diagnostics);
    const auto errors = std::count_if(plan.diagnostics.begin(), plan.diagnostics.end(),
                                      [](const Diagnostic& d) { return d.severity == Severity::Error; });
    if (errors == 0)
        return;
    const Diagnostic& first = *std::find_if(plan.diagnostics.begin(), plan.diagnostics.end(),
                                            [](const Diagnostic& d) { return d.severity == Severity::Error; });
    std::string where = project.name;
    if (!first.nodeName.empty())
        where += " > " + first.nodeName + (first.port.empty() ? "" : ", '" + first.port + "'");
    throw Error(errors == 1 ? first.what : "The network has " + std::to_string(errors) + " problems (listed above). The first: " +
                                               first.what, where, first.fix);
}

std::int64_t batchSize(const Graph& graph)
{
    for (const auto& [id, node] : graph.nodes()) {
        const NodeSpec* spec = graph.spec(id);
        if (spec && spec->category == Category::Learner && node.values.has("batch_size"))
            return node.values.integer("batch_size");
    }
    return 1;
}

} // namespace spw::cli
