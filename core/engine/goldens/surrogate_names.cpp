// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/surrogate_names.h"

#include "core/catalog/catalog.h"
#include "core/engine/goldens/call_text.h"

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

NamedSurrogate surrogateFrom(const Value& surrogate)
{
    NamedSurrogate named{snakeCase(surrogate.at("name").text()), {}, surrogate["spiking"].flag(true)};
    for (const std::string& name : surrogate.names()) {
        if (name != "name" && name != "spiking")
            named.numbers[name] = surrogate[name].real();
    }
    return named;
}

NamedSurrogate surrogateFrom(const std::string& text)
{
    const CallText call = CallText::of(text);
    if (!call.places.empty())
        throw Skip{"it is not said which number of " + call.name + " " + call.places[0] + " is"};
    NamedSurrogate named{snakeCase(call.name), {}, true};
    for (const auto& [name, value] : call.named) {
        const ParamValue plain = plainValue(value);
        if (name == "spiking" && std::holds_alternative<bool>(plain)) {
            named.spiking = std::get<bool>(plain);
        } else if (std::holds_alternative<double>(plain)) {
            named.numbers[name] = std::get<double>(plain);
        } else {
            throw Skip{"'" + value + "' is no number of " + call.name};
        }
    }
    return named;
}

void addSurrogate(ParamMap& params, const std::string& id, const NamedSurrogate& surrogate, const std::string& choice)
{
    const NodeSpec* spec = builtinCatalog().find(id);
    const ParamSpec* param = spec ? spec->param(choice) : nullptr;
    if (!param || std::none_of(param->choices.begin(), param->choices.end(),
                               [&](const Choice& one) { return one.id == surrogate.id; }))
        throw Skip{id + " has no surrogate " + surrogate.id};
    params[choice] = surrogate.id;
    if (!surrogate.spiking) {
        if (!spec->param("spiking"))
            throw Skip{id + " cannot send the primitive of its surrogate"};
        params["spiking"] = false;
    }
    const std::string suffix = choice.substr(std::string("surrogate").size());   // "2" of a second one
    for (const auto& [number, value] : surrogate.numbers) {
        const std::string own = choice + "_" + number, parameter = spec->param(own) ? own : number + suffix;
        if (!spec->param(parameter))
            throw Skip{id + " has no surrogate parameter " + number};
        params[parameter] = value;
    }
}

void addSurrogate(ParamMap& params, const std::string& id, const Value& surrogate)
{
    addSurrogate(params, id, surrogateFrom(surrogate));
}

void addSurrogateText(ParamMap& params, const std::string& id, const std::string& surrogate)
{
    addSurrogate(params, id, surrogateFrom(surrogate));
}

} // namespace spw::engine::golden
