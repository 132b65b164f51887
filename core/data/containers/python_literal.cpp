// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/containers/python_literal.h"

#include "core/base/error.h"

#include <charconv>

namespace spw {

namespace {

constexpr int kDeepest = 32;

class Parser {
public:
    Parser(std::string_view source, const std::string& where)
        : m_source(source), m_where(where)
    {
    }

    PythonLiteral whole()
    {
        PythonLiteral result = value(0);
        skipSpace();
        if (m_at != m_source.size())
            fail("the end");
        return result;
    }

private:
    [[noreturn]] void fail(const char* wanted) const
    {
        const std::string found =
            m_at < m_source.size() ? "\"" + std::string(m_source.substr(m_at, 12)) + "\"" : "the end";
        throw Error("The description of the array has " + found + " where " + wanted + " was expected.",
                    m_where + ", character " + std::to_string(m_at) + " of the header",
                    "The file is damaged: write it again with NumPy.");
    }

    void skipSpace()
    {
        while (m_at < m_source.size()
               && (m_source[m_at] == ' ' || m_source[m_at] == '\n' || m_source[m_at] == '\t' || m_source[m_at] == '\r'))
            ++m_at;
    }
    bool take(std::string_view text)
    {
        if (m_source.substr(m_at, text.size()) != text)
            return false;
        m_at += text.size();
        return true;
    }

    PythonLiteral value(int depth)
    {
        skipSpace();
        if (depth > kDeepest)
            fail("less nesting");
        if (m_at == m_source.size())
            fail("a value");
        if (take("True"))
            return {true};
        if (take("False"))
            return {false};
        if (take("None"))
            return {};
        const char c = m_source[m_at];
        if (c == '(' || c == '[')
            return {list(depth, c == '(' ? ')' : ']')};
        if (c == '{')
            return {dictionary(depth)};
        if ((c == 'u' || c == 'b') && m_at + 1 < m_source.size() && (m_source[m_at + 1] == '\'' || m_source[m_at + 1] == '"'))
            ++m_at;
        if (m_source[m_at] == '\'' || m_source[m_at] == '"')
            return {text()};
        return {integer()};
    }

    std::int64_t integer()
    {
        std::int64_t number = 0;
        const char* const begin = m_source.data() + m_at;
        const auto [end, problem] = std::from_chars(begin, m_source.data() + m_source.size(), number);
        if (problem != std::errc())
            fail("a number of at most 64 bits");
        m_at += std::size_t(end - begin);
        take("L");   // Python 2 wrote long integers so
        return number;
    }

    std::string text()
    {
        const char quote = m_source[m_at++];
        std::string result;
        for (; m_at < m_source.size(); ++m_at) {
            char c = m_source[m_at];
            if (c == quote) {
                ++m_at;
                return result;
            }
            if (c == '\\' && m_at + 1 < m_source.size()) {
                c = m_source[++m_at];
                if (c == 'x' && m_at + 2 < m_source.size()) {
                    unsigned code = 0;
                    const char* const begin = m_source.data() + m_at + 1;
                    if (std::from_chars(begin, begin + 2, code, 16).ptr != begin + 2)
                        fail("two hexadecimal digits");
                    m_at += 2;
                    c = char(code);
                } else if (c == 'n') {
                    c = '\n';
                } else if (c == 't') {
                    c = '\t';
                }
            }
            result += c;
        }
        fail("the end of a text");
    }

    PythonLiteral::List list(int depth, char close)
    {
        PythonLiteral::List items;
        ++m_at;
        for (;;) {
            skipSpace();
            if (m_at < m_source.size() && m_source[m_at] == close) {
                ++m_at;
                return items;
            }
            items.push_back(value(depth + 1));
            separator(close);
        }
    }

    PythonLiteral::Dictionary dictionary(int depth)
    {
        PythonLiteral::Dictionary items;
        ++m_at;
        for (;;) {
            skipSpace();
            if (take("}"))
                return items;
            PythonLiteral key = value(depth + 1);
            skipSpace();
            if (!take(":"))
                fail("a colon");
            items.push_back({std::move(key), value(depth + 1)});
            separator('}');
        }
    }

    void separator(char close)
    {
        skipSpace();
        if (!take(",") && !(m_at < m_source.size() && m_source[m_at] == close))
            fail("a comma");
    }

    std::string_view m_source;
    const std::string& m_where;
    std::size_t m_at = 0;
};

} // namespace

const PythonLiteral* PythonLiteral::find(std::string_view key) const
{
    if (const auto* const items = std::get_if<Dictionary>(&value))
        for (const auto& [name, content] : *items)
            if (name.text() && *name.text() == key)
                return &content;
    return nullptr;
}

PythonLiteral parsePythonLiteral(std::string_view source, const std::string& where)
{
    return Parser(source, where).whole();
}

} // namespace spw
