// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"

#include <algorithm>
#include <charconv>

namespace spw::cli {

Arguments Arguments::parse(const std::vector<std::string>& words, const std::vector<PositionalSpec>& positionals,
                           const std::vector<OptionSpec>& options)
{
    Arguments out;
    std::vector<std::string> plain;
    bool optionsOver = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (optionsOver || word == "-" || word.empty() || word[0] != '-') {
            plain.push_back(word);
            continue;
        }
        if (word == "--") {
            optionsOver = true;
            continue;
        }
        const std::size_t equals = word.find('=');
        const std::string name = word.substr(0, equals);
        const auto spec = std::find_if(options.begin(), options.end(), [&](const OptionSpec& o) { return o.name == name; });
        if (spec == options.end())
            throw UsageError("there is no option " + name);
        if (out.has(name) && !spec->repeatable)
            throw UsageError(name + " is given twice");
        if (spec->value.empty()) {
            if (equals != std::string::npos)
                throw UsageError(name + " takes no value");
            out.m_options[name];
        } else if (equals != std::string::npos) {
            out.m_options[name].push_back(word.substr(equals + 1));
        } else {
            if (i + 1 == words.size())
                throw UsageError(name + " needs a value (" + spec->value + ")");
            out.m_options[name].push_back(words[++i]);
        }
    }
    if (plain.size() > positionals.size())
        throw UsageError("\"" + plain[positionals.size()] + "\" is one argument too many");
    for (std::size_t i = 0; i < positionals.size(); ++i) {
        if (i < plain.size())
            out.m_positionals[positionals[i].name] = plain[i];
        else if (!positionals[i].optional)
            throw UsageError(positionals[i].name + " is missing");
    }
    for (const OptionSpec& option : options)
        if (option.required && !out.has(option.name))
            throw UsageError(option.name + " is missing");
    return out;
}

std::optional<std::string> Arguments::value(const std::string& option) const
{
    const auto found = m_options.find(option);
    if (found == m_options.end() || found->second.empty())
        return std::nullopt;
    return found->second.back();
}

std::vector<std::string> Arguments::values(const std::string& option) const
{
    const auto found = m_options.find(option);
    return found == m_options.end() ? std::vector<std::string>() : found->second;
}

std::optional<std::int64_t> Arguments::integer(const std::string& option, std::int64_t low, std::int64_t high) const
{
    const std::optional<std::string> text = value(option);
    if (!text)
        return std::nullopt;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc() || end != text->data() + text->size() || number < low || number > high)
        throw UsageError(option + " needs a whole number from " + std::to_string(low) + " to " + std::to_string(high) +
                         ", not \"" + *text + "\"");
    return number;
}

std::string Arguments::choice(const std::string& option, const std::vector<std::string>& choices,
                              const std::string& initial) const
{
    const std::optional<std::string> text = value(option);
    if (!text)
        return initial;
    if (std::find(choices.begin(), choices.end(), *text) == choices.end()) {
        std::string list;
        for (const std::string& c : choices)
            list += (list.empty() ? "" : ", ") + c;
        throw UsageError(option + " is one of " + list + ", not \"" + *text + "\"");
    }
    return *text;
}

std::optional<std::string> Arguments::positional(const std::string& name) const
{
    const auto found = m_positionals.find(name);
    return found == m_positionals.end() ? std::nullopt : std::optional(found->second);
}

} // namespace spw::cli
