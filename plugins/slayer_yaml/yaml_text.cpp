// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/slayer_yaml/yaml_text.h"

#include "core/base/error.h"

#include <sstream>

namespace spw::slayeryaml {

namespace {

constexpr int kDeepest = 32;

struct Line {
    std::size_t indent = 0;
    std::string text;
    int number = 0;
};

std::string trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r"), last = text.find_last_not_of(" \t\r");
    return first == std::string_view::npos ? std::string() : std::string(text.substr(first, last - first + 1));
}

class Parser {
public:
    Parser(std::string_view text, const std::string& file) : m_file(file)
    {
        if (text.substr(0, 3) == "\xef\xbb\xbf")   // byte order mark of some editors
            text.remove_prefix(3);
        std::istringstream in{std::string(text)};
        int number = 0;
        for (std::string line; std::getline(in, line);) {
            ++number;
            const std::string kept = withoutComment(line, number);
            const auto indent = kept.find_first_not_of(' ');
            if (indent == std::string::npos || trimmed(kept).empty() || trimmed(kept) == "---")
                continue;
            if (kept[indent] == '\t')
                fail(number, "A line is indented by a tab.", "Indent with spaces.");
            m_lines.push_back({indent, trimmed(kept), number});
        }
    }

    Yaml parse()
    {
        Yaml root = m_lines.empty() ? Yaml{} : block(m_lines.front().indent, 0);
        if (m_at < m_lines.size())
            fail(m_lines[m_at].number, "The line is indented less than what it belongs to.", "Align it with its neighbours.");
        return root;
    }

private:
    [[noreturn]] void fail(int line, const std::string& what, const std::string& fix) const
    {
        throw Error(what, m_file + ", line " + std::to_string(line), fix);
    }

    std::string withoutComment(const std::string& line, int number) const
    {
        char quote = 0;
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (line[i] == '\0')
                fail(number, "The file is no text.", "Give a YAML file.");
            if (quote)
                quote = line[i] == quote ? 0 : quote;
            else if (line[i] == '"' || line[i] == '\'')
                quote = line[i];
            else if (line[i] == '#' && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t'))
                return line.substr(0, i);
        }
        return line;
    }

    /// Where "key: value" has its colon.
    static std::size_t colonOf(const std::string& text)
    {
        char quote = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (quote)
                quote = text[i] == quote ? 0 : quote;
            else if (text[i] == '"' || text[i] == '\'')
                quote = text[i];
            else if (text[i] == '{' || text[i] == '[')
                return std::string::npos;
            else if (text[i] == ':' && (i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\t'))
                return i;
        }
        return std::string::npos;
    }

    Yaml block(std::size_t indent, int depth)
    {
        if (depth > kDeepest)
            fail(m_lines[m_at].number, "The entries are nested too deep.", "Give a SLAYER descriptor.");
        Yaml out;
        out.line = m_lines[m_at].number;
        while (m_at < m_lines.size() && m_lines[m_at].indent == indent) {
            Line& line = m_lines[m_at];
            if (line.text == "-" || line.text.rfind("- ", 0) == 0) {
                const std::string rest = trimmed(std::string_view(line.text).substr(1));
                if (rest.empty()) {
                    ++m_at;
                    out.entries.push_back({"", below(indent, line.number, depth)});
                } else if (colonOf(rest) != std::string::npos) {   // a map that begins behind the dash
                    line.indent += line.text.find(rest);
                    line.text = rest;
                    out.entries.push_back({"", block(line.indent, depth + 1)});
                } else {
                    ++m_at;
                    out.entries.push_back({"", flow(rest, line.number)});
                }
                continue;
            }
            const std::size_t colon = colonOf(line.text);
            if (colon == std::string::npos)
                fail(line.number, "'" + line.text + "' is neither 'key: value' nor an item.", "Write 'key: value'.");
            const std::string key = unquoted(trimmed(std::string_view(line.text).substr(0, colon)));
            const std::string value = trimmed(std::string_view(line.text).substr(colon + 1));
            const int number = line.number;
            ++m_at;
            if (key.empty())
                fail(number, "An entry has no name.", "Write 'key: value'.");
            out.entries.push_back({key, value.empty() ? below(indent, number, depth) : flow(value, number)});
        }
        if (m_at < m_lines.size() && m_lines[m_at].indent > indent)
            fail(m_lines[m_at].number, "The line is indented more than its neighbours.", "Align it with them.");
        return out;
    }

    Yaml below(std::size_t indent, int number, int depth)
    {
        const bool list = m_at < m_lines.size() && m_lines[m_at].indent == indent && m_lines[m_at].text.rfind("-", 0) == 0;
        if (m_at >= m_lines.size() || (m_lines[m_at].indent <= indent && !list)) {
            Yaml nothing;
            nothing.line = number;
            return nothing;
        }
        return block(m_lines[m_at].indent, depth + 1);
    }

    static std::string unquoted(const std::string& text)
    {
        if (text.size() >= 2 && (text[0] == '"' || text[0] == '\'') && text.back() == text[0])
            return text.substr(1, text.size() - 2);
        return text;
    }

    Yaml flow(const std::string& text, int number)
    {
        if (text[0] == '&' || text[0] == '*' || text[0] == '!' || text[0] == '|' || text[0] == '>')
            fail(number, "Anchors, tags and texts over several lines are not read.", "Write the value itself.");
        std::size_t at = 0;
        Yaml out = flowValue(text, at, number, 0);
        if (trimmed(std::string_view(text).substr(at)) != "")
            fail(number, "There is something behind the value.", "Close the brackets once.");
        return out;
    }

    Yaml flowValue(const std::string& text, std::size_t& at, int number, int depth)
    {
        if (depth > kDeepest)
            fail(number, "The brackets are nested too deep.", "Give a SLAYER descriptor.");
        Yaml out;
        out.line = number;
        const auto skip = [&] {
            while (at < text.size() && (text[at] == ' ' || text[at] == '\t'))
                ++at;
        };
        skip();
        const char open = at < text.size() ? text[at] : '\0';
        if (open != '{' && open != '[') {
            const std::size_t from = at;
            char quote = 0;
            for (; at < text.size(); ++at) {
                if (quote)
                    quote = text[at] == quote ? 0 : quote;
                else if (text[at] == '"' || text[at] == '\'')
                    quote = text[at];
                else if (depth > 0 && (text[at] == ',' || text[at] == '}' || text[at] == ']'))
                    break;
            }
            out.text = unquoted(trimmed(std::string_view(text).substr(from, at - from)));
            return out;
        }
        const char close = open == '{' ? '}' : ']';
        ++at;
        for (skip(); at < text.size() && text[at] != close; skip()) {
            std::string key;
            if (open == '{') {
                const auto colon = text.find(':', at);
                if (colon == std::string::npos)
                    fail(number, "An entry in braces has no ':'.", "Write {key: value}.");
                key = unquoted(trimmed(std::string_view(text).substr(at, colon - at)));
                at = colon + 1;
            }
            out.entries.push_back({key, flowValue(text, at, number, depth + 1)});
            skip();
            if (at < text.size() && text[at] == ',')
                ++at;
            else if (at < text.size() && text[at] != close)
                fail(number, std::string("There is '") + text[at] + "' where ',' or '" + close + "' was expected.", "Close each bracket with its own kind.");
        }
        if (at >= text.size())
            fail(number, "A bracket is not closed.", "Close it in the same line.");
        ++at;
        return out;
    }

    const std::string& m_file;
    std::vector<Line> m_lines;
    std::size_t m_at = 0;
};

} // namespace

const Yaml* Yaml::find(std::string_view key) const
{
    for (const auto& [name, value] : entries)
        if (name == key)
            return &value;
    return nullptr;
}

Yaml parseYaml(std::string_view text, const std::string& file) { return Parser(text, file).parse(); }

} // namespace spw::slayeryaml
