// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/param.h"

#include "core/base/error.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <stdexcept>

namespace spw {
namespace {

std::string numberText(double x)
{
    char buffer[40];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, x).ptr;
    return {buffer, end};
}

bool isNone(const ParamValue& value)
{
    return std::holds_alternative<std::monostate>(value);
}

/// Whole numbers up to 2^53 in size are exact as doubles and back.
std::optional<std::int64_t> exactInteger(double x)
{
    constexpr double kLimit = 9007199254740992.0;
    if (std::trunc(x) != x || std::abs(x) > kLimit || (x == 0 && std::signbit(x)))
        return std::nullopt;
    return std::int64_t(x);
}

std::string trimmed(const std::string& text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

template <class Number>
std::optional<Number> parseNumber(const std::string& text)
{
    std::string plain = trimmed(text);
    if (!plain.empty() && plain.front() == '+')
        plain.erase(0, 1);
    Number value{};
    const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
    if (plain.empty() || error != std::errc{} || end != plain.data() + plain.size())
        return std::nullopt;
    return value;
}

} // namespace

const char* unitText(Unit unit)
{
    switch (unit) {
    case Unit::None: return "";
    case Unit::Steps: return "steps";
    case Unit::Microseconds: return "µs";
    case Unit::Milliseconds: return "ms";
    case Unit::Seconds: return "s";
    case Unit::Hertz: return "Hz";
    case Unit::Pixels: return "pixels";
    case Unit::Percent: return "%";
    }
    return "";
}

std::string Range::text() const
{
    constexpr double kHuge = std::numeric_limits<double>::max();
    const bool hasLow = low > -kHuge, hasHigh = high < kHuge;
    if (!hasLow && !hasHigh)
        return "any number";
    const std::string lowText = numberText(low), highText = numberText(high);
    if (!hasHigh)
        return (lowOpen ? "above " : "at least ") + lowText;
    if (!hasLow)
        return (highOpen ? "below " : "at most ") + highText;
    if (!lowOpen && !highOpen)
        return "from " + lowText + " to " + highText;
    return (lowOpen ? "above " : "at least ") + lowText + " and " + (highOpen ? "below " : "at most ") + highText;
}

const ParamValue& ParamValues::at(const std::string& name) const
{
    const auto it = m_values.find(name);
    if (it == m_values.end())
        throw std::out_of_range("no parameter '" + name + "'");
    return it->second;
}

bool ParamValues::flag(const std::string& name) const
{
    return std::get<bool>(at(name));
}

std::int64_t ParamValues::integer(const std::string& name) const
{
    return std::get<std::int64_t>(at(name));
}

double ParamValues::real(const std::string& name) const
{
    const ParamValue& value = at(name);
    if (const auto* whole = std::get_if<std::int64_t>(&value))
        return double(*whole);
    return std::get<double>(value);
}

bool ParamValues::isNone(const std::string& name) const
{
    return std::holds_alternative<std::monostate>(at(name));
}

const std::string& ParamValues::text(const std::string& name) const
{
    return std::get<std::string>(at(name));
}

std::vector<std::int64_t> ParamValues::pair(const std::string& name) const
{
    return list(name, 2);
}

std::vector<std::int64_t> ParamValues::list(const std::string& name, std::size_t count) const
{
    const ParamValue& value = at(name);
    if (const auto* all = std::get_if<std::int64_t>(&value))
        return std::vector<std::int64_t>(count, *all);
    std::vector<std::int64_t> list = std::get<std::vector<std::int64_t>>(value);
    if (list.size() == 1)
        list.assign(count, list.front());
    if (list.size() != count)
        throw std::out_of_range("parameter '" + name + "' does not hold " + std::to_string(count) + " numbers");
    return list;
}

std::size_t listLength(ParamType type)
{
    return type == ParamType::IntPair ? 2 : type == ParamType::IntTriple ? 3 : 0;
}

std::string legalText(const ParamSpec& spec)
{
    const std::string unit = unitText(spec.unit);
    const std::string inUnit = unit.empty() ? "" : " (" + unit + ")";
    const bool any = spec.range.text() == "any number";
    const std::string numbers = any ? "" : " " + spec.range.text();
    switch (spec.type) {
    case ParamType::Bool: return "true or false";
    case ParamType::Int: return "a whole number" + numbers + inUnit;
    case ParamType::Real: return (any ? "any number" : "a number" + numbers) + inUnit;
    case ParamType::OptionalReal: return (any ? "none or any number" : "none or a number" + numbers) + inUnit;
    case ParamType::Choice: {
        std::string text;
        for (const Choice& choice : spec.choices)
            text += (text.empty() ? "one of " : ", ") + choice.id;
        return text;
    }
    case ParamType::Text: return "a text";
    case ParamType::Path: return "a file or folder";
    case ParamType::IntPair: return "one or two whole numbers" + numbers + inUnit + " (height, width)";
    case ParamType::IntTriple: return "one or three whole numbers" + numbers + inUnit + " (depth, height, width)";
    }
    return {};
}

std::string whyIllegal(const ParamSpec& spec, const ParamValue& value)
{
    // Most values are as they are stored: copying each would take longer than looking at it.
    const bool mayChange = std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value) || listLength(spec.type) > 0;
    const ParamValue changed = mayChange ? normalised(spec, value) : ParamValue();
    const ParamValue& v = mayChange ? changed : value;
    const auto refuse = [&] { return "must be " + legalText(spec) + "; it is " + toText(value); };
    switch (spec.type) {
    case ParamType::Bool:
        return std::holds_alternative<bool>(v) ? "" : refuse();
    case ParamType::Int: {
        const auto* number = std::get_if<std::int64_t>(&v);
        return number && spec.range.contains(double(*number)) ? "" : refuse();
    }
    case ParamType::OptionalReal:
        if (isNone(v))
            return {};
        [[fallthrough]];
    case ParamType::Real: {
        const auto* number = std::get_if<double>(&v);
        return number && std::isfinite(*number) && spec.range.contains(*number) ? "" : refuse();
    }
    case ParamType::Choice: {
        const auto* id = std::get_if<std::string>(&v);
        for (const Choice& choice : spec.choices)
            if (id && choice.id == *id)
                return {};
        return refuse();
    }
    case ParamType::Text:
    case ParamType::Path: {
        const auto* text = std::get_if<std::string>(&v);
        if (text && spec.type == ParamType::Path && text->find('\0') != std::string::npos)
            return "must not hold a zero byte";
        return text ? "" : refuse();
    }
    case ParamType::IntPair:
    case ParamType::IntTriple: {
        const auto* list = std::get_if<std::vector<std::int64_t>>(&v);
        if (!list || list->size() != listLength(spec.type))
            return refuse();
        for (const std::int64_t number : *list)
            if (!spec.range.contains(double(number)))
                return refuse();
        return {};
    }
    }
    return refuse();
}

ParamValue normalised(const ParamSpec& spec, const ParamValue& value)
{
    switch (spec.type) {
    case ParamType::Real:
    case ParamType::OptionalReal:
        if (const auto* whole = std::get_if<std::int64_t>(&value))
            if (exactInteger(double(*whole)) == *whole)
                return double(*whole);
        return value;
    case ParamType::Int:
        if (const auto* real = std::get_if<double>(&value))
            if (const auto whole = exactInteger(*real))
                return *whole;
        return value;
    case ParamType::IntPair:
    case ParamType::IntTriple: {
        const std::size_t count = listLength(spec.type);
        if (const auto* whole = std::get_if<std::int64_t>(&value))
            return std::vector<std::int64_t>(count, *whole);
        if (const auto* real = std::get_if<double>(&value))
            if (const auto whole = exactInteger(*real))
                return std::vector<std::int64_t>(count, *whole);
        if (const auto* list = std::get_if<std::vector<std::int64_t>>(&value); list && list->size() == 1)
            return std::vector<std::int64_t>(count, list->front());
        return value;
    }
    default:
        return value;
    }
}

std::string toText(const ParamValue& value)
{
    if (isNone(value))
        return "none";
    if (const auto* flag = std::get_if<bool>(&value))
        return *flag ? "true" : "false";
    if (const auto* whole = std::get_if<std::int64_t>(&value))
        return std::to_string(*whole);
    if (const auto* real = std::get_if<double>(&value))
        return numberText(*real);
    if (const auto* text = std::get_if<std::string>(&value))
        return *text;
    std::string text;
    for (const std::int64_t number : std::get<std::vector<std::int64_t>>(value))
        text += (text.empty() ? "" : ", ") + std::to_string(number);
    return text;
}

ParamValue parseParam(const ParamSpec& spec, const std::string& text)
{
    const std::string plain = trimmed(text);
    std::optional<ParamValue> value;
    switch (spec.type) {
    case ParamType::Bool:
        if (plain == "true" || plain == "1" || plain == "yes" || plain == "on")
            value = true;
        else if (plain == "false" || plain == "0" || plain == "no" || plain == "off")
            value = false;
        break;
    case ParamType::Int:
        if (const auto whole = parseNumber<std::int64_t>(plain))
            value = *whole;
        else if (const auto real = parseNumber<double>(plain))   // 1e3
            value = normalised(spec, *real);
        break;
    case ParamType::OptionalReal:
        if (plain == "none" || plain == "None")
            return std::monostate{};
        [[fallthrough]];
    case ParamType::Real:
        if (const auto real = parseNumber<double>(plain))
            value = *real;
        break;
    case ParamType::Choice:
        for (const Choice& choice : spec.choices)
            if (choice.id == plain || choice.caption == plain)
                value = choice.id;
        break;
    case ParamType::Text:
    case ParamType::Path:
        value = text;
        break;
    case ParamType::IntPair:
    case ParamType::IntTriple: {
        std::vector<std::int64_t> list;
        std::string rest = plain;
        if (rest.size() >= 2 && ((rest.front() == '[' && rest.back() == ']') || (rest.front() == '(' && rest.back() == ')')))
            rest = rest.substr(1, rest.size() - 2);
        for (;;) {
            const auto cut = rest.find_first_of(",x");
            const auto whole = parseNumber<std::int64_t>(rest.substr(0, cut));
            if (!whole || list.size() == listLength(spec.type))
                break;
            list.push_back(*whole);
            if (cut == std::string::npos) {
                value = normalised(spec, list);
                break;
            }
            rest.erase(0, cut + 1);
        }
        break;
    }
    }
    const std::string why = value ? whyIllegal(spec, *value)
                                  : "must be " + legalText(spec) + "; it is '" + text + "'";
    if (!why.empty())
        throw Error("'" + spec.caption + "' " + why + ".", "parameter '" + spec.name + "'",
                    "Enter " + legalText(spec) + ".");
    return *value;
}

} // namespace spw
