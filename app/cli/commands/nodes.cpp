// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "core/catalog/catalog.h"

#include <cmath>
#include <cstdio>
#include <limits>

namespace spw::cli {
namespace {

const char* typeName(ParamType type)
{
    switch (type) {
    case ParamType::Bool: return "bool";
    case ParamType::Int: return "int";
    case ParamType::Real: return "real";
    case ParamType::OptionalReal: return "real or none";
    case ParamType::Choice: return "choice";
    case ParamType::Text: return "text";
    case ParamType::Path: return "path";
    case ParamType::IntPair: return "int pair";
    case ParamType::IntTriple: return "int triple";
    }
    return "";
}

const char* appliesName(Applies applies)
{
    switch (applies) {
    case Applies::Live: return "live";
    case Applies::Restart: return "restart";
    case Applies::Rebuild: return "rebuild";
    }
    return "";
}

bool hasRange(const ParamSpec& p)
{
    return p.type == ParamType::Int || p.type == ParamType::Real || p.type == ParamType::OptionalReal ||
           listLength(p.type) > 0;
}

Json portsJson(const std::vector<PortSpec>& ports)
{
    Json out = Json::array();
    for (const PortSpec& p : ports)
        out.push_back({{"name", p.name}, {"type", portTypeId(p.type)}, {"doc", p.doc}, {"optional", p.optional},
                       {"bundle", p.bundle}});
    return out;
}

/// A bound that the number type cannot pass is no bound: null.
Json bound(double value)
{
    return std::isfinite(value) && std::abs(value) < std::numeric_limits<double>::max() ? Json(value) : Json(nullptr);
}

Json paramJson(const ParamSpec& p)
{
    Json out{{"name", p.name}, {"caption", p.caption}, {"type", typeName(p.type)}, {"default", toJson(p.initial)}};
    if (hasRange(p))
        out["range"] = {{"low", bound(p.range.low)}, {"high", bound(p.range.high)}, {"low_open", p.range.lowOpen},
                        {"high_open", p.range.highOpen}, {"text", p.range.text()}};
    out["unit"] = unitText(p.unit);
    out["doc"] = p.doc;
    if (p.type == ParamType::Choice) {
        out["choices"] = Json::array();
        for (const Choice& c : p.choices)
            out["choices"].push_back({{"id", c.id}, {"caption", c.caption}});
    }
    out["applies"] = appliesName(p.applies);
    out["common"] = p.common;
    out["visible_when"] = p.visibleWhen;
    return out;
}

Json specJson(const NodeSpec& spec)
{
    Json params = Json::array();
    for (const ParamSpec& p : spec.params)
        params.push_back(paramJson(p));
    return {{"type", spec.id}, {"title", spec.title}, {"category", categoryTitle(spec.category)}, {"caption", spec.caption},
            {"doc", spec.doc}, {"source", spec.source}, {"inputs", portsJson(spec.inputs)},
            {"outputs", portsJson(spec.outputs)}, {"params", params}, {"states", spec.states},
            {"delays_output", spec.delaysOutput}};
}

void printSpec(const NodeSpec& spec)
{
    std::printf("%s  (%s, %s)\n%s\n", spec.title.c_str(), spec.id.c_str(), categoryTitle(spec.category), spec.caption.c_str());
    if (!spec.doc.empty())
        std::printf("\n%s\n", spec.doc.c_str());
    if (!spec.source.empty())
        std::printf("Source: %s\n", spec.source.c_str());
    std::vector<std::vector<std::string>> rows;
    for (const PortSpec& p : spec.inputs)
        rows.push_back({"  in", p.name, portTypeId(p.type), p.doc});
    for (const PortSpec& p : spec.outputs)
        rows.push_back({"  out", p.name, portTypeId(p.type), p.doc});
    for (const std::string& state : spec.states)
        rows.push_back({"  state", state, "", ""});
    std::printf("\n%s", tableText(rows).c_str());
    if (spec.params.empty())
        return;
    rows = {{"  parameter", "default", "range", "unit", "meaning"}};
    for (const ParamSpec& p : spec.params) {
        std::string range = hasRange(p) ? p.range.text() : "";
        for (const Choice& c : p.choices)
            range += (range.empty() ? "" : " | ") + c.id;
        rows.push_back({"  " + p.name, toText(p.initial), range, unitText(p.unit), p.doc.empty() ? p.caption : p.doc});
    }
    std::printf("\n%s", tableText(rows).c_str());
}

int runNodes(const Arguments& arguments)
{
    const Catalog& catalog = builtinCatalog();
    const bool json = arguments.has("--json");
    if (const auto type = arguments.positional("TYPE")) {
        const NodeSpec* spec = catalog.find(*type);
        if (!spec)
            throw Error("There is no node type \"" + *type + "\".", "the catalog", "'spikewright-cli nodes' lists all types.");
        if (json)
            printJson(specJson(*spec));
        else
            printSpec(*spec);
        return kDone;
    }
    if (json) {
        Json list = Json::array();
        for (const NodeSpec* spec : catalog.all())
            list.push_back(specJson(*spec));
        printJson({{"nodes", list}});
        return kDone;
    }
    std::vector<std::vector<std::string>> rows;
    for (const NodeSpec* spec : catalog.all())
        rows.push_back({spec->id, categoryTitle(spec->category), spec->title, spec->caption});
    std::printf("%s", tableText(rows).c_str());
    return kDone;
}

} // namespace

Command nodesCommand()
{
    return {"nodes", "List the node types, or show one with its ports and parameters.",
            {{"TYPE", "id of one type, e.g. neuron.lif", true}}, {{"--json", "", "everything as JSON"}}, runNodes};
}

} // namespace spw::cli
