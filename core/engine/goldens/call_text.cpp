// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/call_text.h"

#include <cctype>
#include <charconv>

namespace spw::engine::golden {

namespace {

std::string trimmed(const std::string& text)
{
    const std::size_t begin = text.find_first_not_of(" \t"), end = text.find_last_not_of(" \t");
    return begin == std::string::npos ? std::string() : text.substr(begin, end - begin + 1);
}

bool isName(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.'; }

/// @return the whole text is one number.
bool asReal(const std::string& text, double& value)
{
    const char* begin = text.data() + (text.rfind('+', 0) == 0 ? 1 : 0);
    const auto [end, problem] = std::from_chars(begin, text.data() + text.size(), value);
    return problem == std::errc() && end == text.data() + text.size() && begin != end;
}

} // namespace

CallText CallText::of(const std::string& text)
{
    const std::string all = trimmed(text);
    std::size_t i = 0;
    while (i < all.size() && isName(all[i]))
        ++i;
    CallText call;
    call.name = all.substr(0, i);
    if (const std::size_t dot = call.name.rfind('.'); dot != std::string::npos)
        call.name = call.name.substr(dot + 1);
    if (call.name.empty())
        throw Skip{"no call can be read in '" + text + "'"};
    if (i >= all.size() || all[i] != '(')
        return call;
    int depth = 0;
    std::string part;
    const auto finish = [&] {
        const std::string one = trimmed(part);
        part.clear();
        if (one.empty())
            return;
        const std::size_t equals = one.find('='), inner = one.find_first_of("([");
        if (equals == std::string::npos || inner < equals)
            call.places.push_back(one);
        else
            call.named[trimmed(one.substr(0, equals))] = trimmed(one.substr(equals + 1));
    };
    for (; i < all.size(); ++i) {
        const char c = all[i];
        if (c == '(' || c == '[') {
            if (depth++ > 0)
                part += c;
        } else if (c == ')' || c == ']') {
            if (--depth == 0) {
                finish();
                return call;
            }
            part += c;
        } else if (c == ',' && depth == 1) {
            finish();
        } else {
            part += c;
        }
    }
    throw Skip{"a bracket is not closed in '" + text + "'"};
}

std::string CallText::argument(std::size_t place, const std::string& name) const
{
    const auto found = named.find(name);
    if (found != named.end())
        return found->second;
    return place < places.size() ? places[place] : std::string();
}

std::vector<std::int64_t> wholeNumbers(const std::string& text)
{
    std::vector<std::int64_t> list;
    std::string inner = trimmed(text);
    if (inner.size() > 1 && (inner[0] == '(' || inner[0] == '['))
        inner = inner.substr(1, inner.size() - 2);
    for (std::size_t begin = 0; begin <= inner.size();) {
        const std::size_t end = std::min(inner.find(',', begin), inner.size());
        const std::string one = trimmed(inner.substr(begin, end - begin));
        begin = end + 1;
        if (one.empty() && end == inner.size() && !list.empty())
            break;   // "(3,)"
        std::int64_t value = 0;
        const auto [rest, problem] = std::from_chars(one.data(), one.data() + one.size(), value);
        if (one.empty() || problem != std::errc() || rest != one.data() + one.size())
            throw Skip{"'" + text + "' is no list of whole numbers"};
        list.push_back(value);
    }
    return list;
}

std::vector<std::int64_t> wholePair(const std::string& text)
{
    std::vector<std::int64_t> pair = wholeNumbers(text);
    if (pair.size() == 1)
        pair.push_back(pair[0]);
    if (pair.size() != 2)
        throw Skip{"'" + text + "' is no pair of whole numbers"};
    return pair;
}

ParamValue plainValue(const std::string& text)
{
    if (text == "True" || text == "true")
        return true;
    if (text == "False" || text == "false")
        return false;
    if (text == "None" || text == "null")
        return std::monostate{};
    double number = 0;
    if (asReal(text, number))
        return number;
    return text;
}

} // namespace spw::engine::golden
