// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/python/block.h"

#include "core/base/error.h"

#include <algorithm>
#include <cctype>
#include <sstream>

namespace spw::python {

namespace {

std::string trimmed(const std::string& text)
{
    const auto first = text.find_first_not_of(" \t\r\n"), last = text.find_last_not_of(" \t\r\n");
    return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

std::vector<std::string> split(const std::string& text, char at)
{
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, at);)
        if (!trimmed(part).empty())
            parts.push_back(trimmed(part));
    return parts;
}

bool isNameLetter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

Conditions conditionsOf(const std::string& text)
{
    Conditions out;
    for (const std::string& one : split(text, ' '))
        if (const auto at = one.find('='); at != std::string::npos)
            out.emplace_back(one.substr(0, at), one.substr(at + 1));
    return out;
}

/// "class LIF(Stepwise):" -> "LIF"; empty if the line defines nothing at the top.
std::string definedBy(const std::string& line)
{
    std::size_t from = 0;
    for (const std::string_view word : {"class ", "def "})
        if (line.rfind(word, 0) == 0)
            from = word.size();
    if (from == 0)
        return {};
    std::size_t to = from;
    while (to < line.size() && isNameLetter(line[to]))
        ++to;
    return line.substr(from, to - from);
}

/// Names between the brackets after "def __init__", without self.
std::vector<Block::Argument> argumentsOf(const std::string& text)
{
    std::vector<Block::Argument> out;
    const auto start = text.find("def __init__(");
    if (start == std::string::npos)
        return out;
    const auto open = text.find('(', start), close = text.find("):", open);
    for (const std::string& one : split(text.substr(open + 1, close - open - 1), ',')) {
        const auto value = one.find('=');
        const std::string name = trimmed(one.substr(0, value));
        if (name != "self")
            out.push_back({name, value != std::string::npos});
    }
    return out;
}

/// Names in braces.
std::vector<Block::Argument> placesOf(const std::string& expression)
{
    std::vector<Block::Argument> out;
    for (auto open = expression.find('{'); open != std::string::npos; open = expression.find('{', open + 1))
        out.push_back({expression.substr(open + 1, expression.find('}', open) - open - 1), false});
    return out;
}

void finish(Block& block)
{
    while (!block.text.empty() && std::isspace(static_cast<unsigned char>(block.text.back())))
        block.text.pop_back();
    std::istringstream lines(block.text);
    for (std::string line; std::getline(lines, line);)
        if (const std::string name = definedBy(line); !name.empty())
            block.defines.push_back(name);
    block.arguments = block.expression.empty() ? argumentsOf(block.text) : placesOf(block.expression);
    block.stepwise = block.text.find("def step(self") != std::string::npos;
    if (const auto open = block.text.find('('); block.text.rfind("class ", 0) == 0 && open != std::string::npos)
        block.base = block.text.substr(open + 1, block.text.find_first_of(",)", open) - open - 1);
}

} // namespace

bool holds(const Conditions& conditions, const ParamValues& values)
{
    return std::all_of(conditions.begin(), conditions.end(), [&](const auto& condition) {
        return values.has(condition.first) && toText(values.at(condition.first)) == condition.second;
    });
}

std::vector<Block> readBlocks(std::string_view text, const std::string& name)
{
    std::vector<Block> out;
    std::istringstream lines{std::string(text)};
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        const bool directive = line.size() > 2 && line[0] == '#' && std::string_view(":?!~=>%").find(line[1]) != std::string_view::npos;
        if (!directive) {
            if (!out.empty())
                out.back().text += out.back().text.empty() && line.empty() ? "" : line + "\n";
            continue;
        }
        const std::string rest = trimmed(line.substr(2));
        if (line[1] == ':') {
            Block block;
            const std::vector<std::string> words = split(rest, ' ');
            if (words.empty())
                throw Error("A block has no name.", name + ":" + std::to_string(number), "Write '#: helper' or '#: <node type>'.");
            if (words[0] == "surrogate" && words.size() == 2)
                block.surrogate = words[1];
            else if (words[0] != "helper")
                block.nodes = words;
            out.push_back(std::move(block));
            continue;
        }
        if (out.empty())
            throw Error("'" + line + "' belongs to no block.", name + ":" + std::to_string(number), "Begin the block with '#:'.");
        Block& block = out.back();
        switch (line[1]) {
        case '?': block.when = conditionsOf(rest); break;
        case '~': block.random = conditionsOf(rest); break;
        case '%': block.sequence.push_back(conditionsOf(rest)); break;
        case '=': block.expression = rest; break;
        case '>':
            for (auto& [ours, theirs] : conditionsOf(rest))
                block.renamed.emplace_back(ours, theirs);
            break;
        default: {
            const std::vector<std::string> parts = split(rest, '|');
            if (parts.size() != 3)
                throw Error("A refusal needs condition, reason and remedy.", name + ":" + std::to_string(number),
                            "Write '#! a=b | why | fix'.");
            block.refusals.push_back({conditionsOf(parts[0]), parts[1], parts[2]});
        }
        }
    }
    for (Block& block : out)
        finish(block);
    return out;
}

std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> words;
    for (std::size_t i = 0; i < text.size();) {
        if (!isNameLetter(text[i])) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < text.size() && isNameLetter(text[end]))
            ++end;
        words.emplace_back(text.substr(i, end - i));
        i = end;
    }
    return words;
}

} // namespace spw::python
