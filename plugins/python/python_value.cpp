// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/python/python_value.h"

#include <array>
#include <charconv>
#include <cmath>

namespace spw::python {

std::string pythonText(double value)
{
    if (std::isnan(value))
        return "float('nan')";
    if (std::isinf(value))
        return value > 0 ? "float('inf')" : "float('-inf')";
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    std::string text(buffer.data(), end);
    return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

std::string pythonTuple(const std::vector<std::int64_t>& values)
{
    std::string text;
    for (const std::int64_t value : values)
        text += (text.empty() ? "" : ", ") + std::to_string(value);
    return "(" + text + (values.size() == 1 ? ",)" : ")");
}

std::string pythonString(const std::string& text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (static_cast<unsigned char>(c) < 0x20)
            out += c == '\n' ? "\\n" : " ";
        else
            out += c;
    }
    return out + "\"";
}

std::string pythonText(const ParamValue& value)
{
    if (const bool* flag = std::get_if<bool>(&value))
        return *flag ? "True" : "False";
    if (const std::int64_t* whole = std::get_if<std::int64_t>(&value))
        return std::to_string(*whole);
    if (const double* real = std::get_if<double>(&value))
        return pythonText(*real);
    if (const std::string* text = std::get_if<std::string>(&value))
        return pythonString(*text);
    if (const auto* list = std::get_if<std::vector<std::int64_t>>(&value))
        return pythonTuple(*list);
    return "None";
}

} // namespace spw::python
