// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/surrogate_names.h"

#include "core/catalog/catalog.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <regex>

namespace spw::engine::golden {

std::string snakeCase(const std::string& className)
{
    static const std::map<std::string, std::string> irregular{
        {"ATan", "atan"}, {"SoftSign", "soft_sign"}, {"S2NN", "s2nn"}, {"PiecewiseLeakyReLU", "piecewise_leaky_relu"},
        {"LeakyKReLU", "leaky_k_relu"}, {"LogTailedReLU", "log_tailed_relu"}, {"QPseudoSpike", "q_pseudo_spike"},
    };
    if (const auto it = irregular.find(className); it != irregular.end())
        return it->second;
    std::string name;
    for (std::size_t i = 0; i < className.size(); ++i) {
        const unsigned char c = static_cast<unsigned char>(className[i]);
        if (std::isupper(c) && i > 0)
            name += '_';
        name += char(std::tolower(c));
    }
    return name;
}

namespace {

void choose(ParamMap& params, const std::string& id, const std::string& className,
            const std::map<std::string, double>& numbers)
{
    const NodeSpec* spec = builtinCatalog().find(id);
    const ParamSpec* choice = spec ? spec->param("surrogate") : nullptr;
    const std::string name = snakeCase(className);
    if (!choice || std::none_of(choice->choices.begin(), choice->choices.end(),
                                [&](const Choice& one) { return one.id == name; }))
        throw Skip{id + " has no surrogate " + name};
    params["surrogate"] = name;
    for (const auto& [number, value] : numbers) {
        const std::string parameter = spec->param("surrogate_" + number) ? "surrogate_" + number : number;
        if (!spec->param(parameter))
            throw Skip{id + " has no surrogate parameter " + number};
        params[parameter] = value;
    }
}

} // namespace

void addSurrogate(ParamMap& params, const std::string& id, const Value& surrogate)
{
    std::map<std::string, double> numbers;
    for (const std::string& name : surrogate.names())
        if (name != "name")
            numbers[name] = surrogate[name].real();
    choose(params, id, surrogate.at("name").text(), numbers);
}

void addSurrogateText(ParamMap& params, const std::string& id, const std::string& surrogate)
{
    const std::string name = surrogate.substr(0, surrogate.find('('));
    std::map<std::string, double> numbers;
    const std::regex pair("(\\w+) *= *([-+0-9.eE]+)");
    for (std::sregex_iterator it(surrogate.begin() + std::ptrdiff_t(name.size()), surrogate.end(), pair), end; it != end; ++it)
        numbers[(*it)[1]] = std::stod((*it)[2]);
    choose(params, id, name, numbers);
}

} // namespace spw::engine::golden
