// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/zoo/template.h"

#include <algorithm>
#include <iterator>

namespace spw::zoo {

#define SPW_ZOO(function) std::vector<Template> function();
#include "core/zoo/list.h"
#undef SPW_ZOO

const ParamSpec* Template::option(const std::string& name) const
{
    const auto it = std::find_if(options.begin(), options.end(), [&](const ParamSpec& spec) { return spec.name == name; });
    return it == options.end() ? nullptr : &*it;
}

Options Template::defaults() const
{
    Options values;
    for (const ParamSpec& spec : options)
        values.set(spec.name, normalised(spec, spec.initial));
    return values;
}

const std::vector<Template>& templates()
{
    static const std::vector<Template> all = [] {
        std::vector<Template> list;
        const auto add = [&](std::vector<Template> family) {
            std::move(family.begin(), family.end(), std::back_inserter(list));
        };
#define SPW_ZOO(function) add(function());
#include "core/zoo/list.h"
#undef SPW_ZOO
        return list;
    }();
    return all;
}

const Template& findTemplate(const std::string& id)
{
    const std::vector<Template>& all = templates();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Template& row) { return row.id == id; });
    if (found != all.end())
        return *found;
    // Of many names those are of use that share a word with what was asked for.
    std::string near;
    for (const Template& row : all) {
        bool shares = false;
        for (std::size_t from = 0; from < id.size() && !shares;) {
            const std::size_t to = std::min(id.find_first_of("_- ", from), id.size());
            shares = to - from >= 3 && row.id.find(id.substr(from, to - from)) != std::string::npos;
            from = to + 1;
        }
        if (shares)
            near += (near.empty() ? "" : ", ") + row.id;
    }
    throw Error("There is no template \"" + id + "\".", "the templates",
                near.empty() ? "'spikewright-cli templates' lists them." : "Did you mean one of: " + near + "?");
}

void setOption(const Template& row, Options& options, const std::string& text)
{
    const std::size_t equals = text.find('=');
    const std::string name = text.substr(0, equals);
    const ParamSpec* spec = row.option(name);
    if (equals == std::string::npos || !spec) {
        std::string known;
        for (const ParamSpec& option : row.options)
            known += (known.empty() ? "" : ", ") + option.name;
        throw Error(equals == std::string::npos ? "\"" + text + "\" is not of the form OPTION=VALUE."
                                                : "There is no option \"" + name + "\".",
                    "template '" + row.id + "'", known.empty() ? "It has no options." : "Use one of: " + known + ".");
    }
    try {
        options.set(name, parseParam(*spec, text.substr(equals + 1)));
    } catch (const Error& e) {
        throw e.within("template '" + row.id + "', option '" + name + "'");
    }
}

Document makeProject(const Template& row, const Options& options)
{
    Options values = row.defaults();
    for (const auto& [name, value] : options.all()) {
        const ParamSpec* spec = row.option(name);
        if (!spec)
            throw Error("There is no option \"" + name + "\".", "template '" + row.id + "'", "Leave it out.");
        const ParamValue normal = normalised(*spec, value);
        if (const std::string why = whyIllegal(*spec, normal); !why.empty())
            throw Error("'" + spec->caption + "' " + why + ".", "template '" + row.id + "'", "Enter " + legalText(*spec) + ".");
        values.set(name, normal);
    }
    Document document;
    document.graph = row.build(row, values);
    document.description = row.title + "\n" + row.summary + "\nSource: " + row.source;
    return document;
}

} // namespace spw::zoo
