// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "core/zoo/template.h"

#include <cstdio>

namespace spw::cli {
namespace {

Json optionJson(const ParamSpec& option)
{
    Json out{{"name", option.name}, {"caption", option.caption}, {"default", toJson(option.initial)}, {"legal", legalText(option)},
             {"unit", unitText(option.unit)}, {"doc", option.doc}};
    if (option.type == ParamType::Choice) {
        out["choices"] = Json::array();
        for (const Choice& choice : option.choices)
            out["choices"].push_back({{"id", choice.id}, {"caption", choice.caption}});
    }
    return out;
}

Json templateJson(const zoo::Template& row)
{
    Json options = Json::array();
    for (const ParamSpec& option : row.options)
        options.push_back(optionJson(option));
    return {{"name", row.id}, {"title", row.title}, {"family", row.family}, {"description", row.summary}, {"source", row.source},
            {"parameters", row.parameters() > 0 ? Json(row.parameters()) : Json(nullptr)}, {"options", options}};
}

void printTemplate(const zoo::Template& row)
{
    std::printf("%s  (%s, %s)\n%s\nSource: %s\n", row.title.c_str(), row.id.c_str(), row.family.c_str(), row.summary.c_str(),
                row.source.c_str());
    for (const zoo::Count& count : row.counts) {
        std::string with;
        for (const auto& [name, value] : count.options)
            with += (with.empty() ? " with " : ", ") + name + "=" + value;
        std::printf("%s parameters%s\n", countText(double(count.parameters)).c_str(), with.c_str());
    }
    if (row.options.empty())
        return;
    std::vector<std::vector<std::string>> rows{{"  option", "default", "legal", "meaning"}};
    for (const ParamSpec& option : row.options)
        rows.push_back({"  " + option.name, toText(option.initial), legalText(option), option.doc});
    std::printf("\n%s", tableText(rows).c_str());
}

int runTemplates(const Arguments& arguments)
{
    const bool json = arguments.has("--json");
    if (const auto name = arguments.positional("NAME")) {
        const zoo::Template& row = zoo::findTemplate(*name);
        if (json)
            printJson(templateJson(row));
        else
            printTemplate(row);
        return kDone;
    }
    if (json) {
        Json list = Json::array();
        for (const zoo::Template& row : zoo::templates())
            list.push_back(templateJson(row));
        printJson({{"templates", list}});
        return kDone;
    }
    std::vector<std::vector<std::string>> rows{{"name", "parameters", "family", "title"}};
    for (const zoo::Template& row : zoo::templates())
        rows.push_back({row.id, row.parameters() > 0 ? countText(double(row.parameters())) : "", row.family, row.title});
    std::printf("%s", tableText(rows).c_str());
    return kDone;
}

} // namespace

Command templatesCommand()
{
    return {"templates", "List the known networks that 'new --template' makes, or show one with its options.",
            {{"NAME", "one of the list, e.g. sew_resnet18", true}}, {{"--json", "", "everything as JSON"}}, runTemplates};
}

} // namespace spw::cli
