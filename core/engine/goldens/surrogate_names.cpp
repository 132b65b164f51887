// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/surrogate_names.h"

#include "core/catalog/catalog.h"

#include <algorithm>
#include <cctype>

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

void addSurrogate(ParamMap& params, const std::string& id, const Value& surrogate)
{
    const NodeSpec* spec = builtinCatalog().find(id);
    const ParamSpec* choice = spec ? spec->param("surrogate") : nullptr;
    const std::string name = snakeCase(surrogate.at("name").text());
    if (!choice || std::none_of(choice->choices.begin(), choice->choices.end(),
                                [&](const Choice& one) { return one.id == name; }))
        throw Skip{id + " has no surrogate " + name};
    params["surrogate"] = name;
    for (const std::string& parameter : surrogate.names()) {
        if (parameter == "name")
            continue;
        if (!spec->param(parameter))
            throw Skip{id + " has no surrogate parameter " + parameter};
        params[parameter] = surrogate[parameter].real();
    }
}

} // namespace spw::engine::golden
