// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/document/json_reader.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace spw {
namespace {

using nlohmann::json;

std::string readable(std::string text)
{
    constexpr std::size_t kLongest = 120;
    if (text.size() > kLongest)
        text = text.substr(0, kLongest) + "...";
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e)
            c = '?';
    return text;
}

/// Builds the tree itself, because nlohmann's own keeps the last of equal keys and knows no limits.
class Builder final : public nlohmann::json_sax<json> {
public:
    Builder(const std::string& text, const std::string& name, const JsonLimits& limits)
        : m_text(text), m_name(name), m_limits(limits)
    {
    }
    json take() { return std::move(m_root); }

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override { return put(value); }
    bool number_float(number_float_t value, const string_t&) override { return put(value); }
    bool string(string_t& value) override { return put(std::move(value)); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(json::object()); }
    bool start_array(std::size_t) override { return open(json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& key) override
    {
        if (m_open.back()->contains(key))
            fail("The key '" + readable(key) + "' is there twice.", "Remove one of them.");
        m_key = std::move(key);
        return true;
    }

    bool parse_error(std::size_t position, const std::string& token, const nlohmann::detail::exception& error) override
    {
        const std::size_t end = std::min(position, m_text.size());
        const std::size_t at = end == 0 ? 0 : end - 1;
        const auto line = std::count(m_text.begin(), m_text.begin() + std::ptrdiff_t(at), '\n') + 1;
        const std::size_t lineStart = at == 0 ? std::string::npos : m_text.rfind('\n', at - 1);
        const std::size_t column = lineStart == std::string::npos ? at + 1 : at - lineStart;
        throw Error(reason(at, token, error), m_name + ", line " + std::to_string(line) + ", column " + std::to_string(column),
                    "Correct the file at that place, or take its last good version.");
    }

private:
    std::string reason(std::size_t at, const std::string& token, const nlohmann::detail::exception& error) const
    {
        const std::string word = m_text.substr(at > 0 && m_text[at - 1] == 'n' ? at - 1 : at, 3);
        if (word == "NaN" || word == "nan" || word == "Inf" || word == "inf")
            return "NaN and Infinity are not allowed as numbers.";
        const std::string what = error.what();
        if (what.find("ill-formed UTF-8") != std::string::npos)
            return "The text is not valid UTF-8.";
        if (what.find("number overflow") != std::string::npos)
            return "The number " + readable(token) + " is too large.";
        if (what.find("unexpected end of input") != std::string::npos)
            return "The file ends too early.";
        const auto dash = what.find(" - ");
        return "This is not valid JSON: " + readable(dash == std::string::npos ? what : what.substr(dash + 3)) + ".";
    }

    [[noreturn]] void fail(const std::string& what, const std::string& fix) const
    {
        std::string path;
        for (std::size_t i = 0; i + 1 < m_open.size(); ++i) {
            if (m_open[i]->is_array())
                path += "[" + std::to_string(m_open[i]->size() - 1) + "]";
            else
                path += (path.empty() ? "" : ".") + readable(m_names[i + 1]);
        }
        throw Error(what, path.empty() ? m_name : m_name + ", " + path, fix);
    }

    template <class Value>
    json* insert(Value&& value)
    {
        if (++m_count > m_limits.values)
            fail("The file has more than " + std::to_string(m_limits.values) + " values.",
                 "Check that this is the file you meant.");
        if (m_open.empty()) {
            m_root = json(std::forward<Value>(value));
            return &m_root;
        }
        json& parent = *m_open.back();
        if (parent.is_array()) {
            parent.push_back(std::forward<Value>(value));
            return &parent.back();
        }
        return &(parent[m_key] = json(std::forward<Value>(value)));
    }

    template <class Value>
    bool put(Value&& value)
    {
        insert(std::forward<Value>(value));
        return true;
    }

    bool open(json container)
    {
        if (m_open.size() >= m_limits.depth)
            fail("The file is nested more than " + std::to_string(m_limits.depth) + " deep.",
                 "Check that this is the file you meant.");
        const std::string name = m_key;
        json* const place = insert(std::move(container));   // parents do not move while a child is open
        m_open.push_back(place);
        m_names.push_back(name);
        return true;
    }

    bool close()
    {
        m_open.pop_back();
        m_names.pop_back();
        return true;
    }

    const std::string& m_text;
    const std::string& m_name;
    const JsonLimits& m_limits;
    json m_root;
    std::vector<json*> m_open;
    std::vector<std::string> m_names;   // the key under which each open container lies
    std::string m_key;
    std::size_t m_count = 0;
};

} // namespace

json parseJson(const std::string& text, const std::string& name, const JsonLimits& limits)
{
    Builder builder(text, name, limits);
    json::sax_parse(text, &builder);   // parse_error throws, so it never just returns false
    return builder.take();
}

} // namespace spw
