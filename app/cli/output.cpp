// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace spw::cli {
namespace {

const char* severityName(Severity severity)
{
    switch (severity) {
    case Severity::Info: return "info";
    case Severity::Warning: return "warning";
    case Severity::Error: return "error";
    }
    return "error";
}

} // namespace

void printJson(const Json& value, bool pretty)
{
    // File names may hold any bytes; the document stays valid JSON.
    const std::string text = value.dump(pretty ? 2 : -1, ' ', false, Json::error_handler_t::replace);
    std::printf("%s\n", text.c_str());
    std::fflush(stdout);
}

void printError(const Error& error, bool json)
{
    std::fflush(stdout);
    std::fprintf(stderr, "Error: %s\n", error.happened().c_str());
    if (!error.where().empty())
        std::fprintf(stderr, "Where: %s\n", error.where().c_str());
    if (!error.fix().empty())
        std::fprintf(stderr, "Fix:   %s\n", error.fix().c_str());
    if (json)
        printJson(Json{{"error", toJson(error)}}, false);
}

void printWarning(const std::string& text) { std::fprintf(stderr, "Warning: %s\n", text.c_str()); }

void printDiagnostics(const Diagnostics& list)
{
    for (const Diagnostic& d : list)
        std::fprintf(stderr, "%s\n", toText(d).c_str());
}

Json toJson(const Error& error)
{
    return Json{{"what", error.happened()}, {"where", error.where()}, {"fix", error.fix()}};
}

Json toJson(const Diagnostic& d)
{
    return Json{{"severity", severityName(d.severity)}, {"code", d.code}, {"node", d.nodeName}, {"node_id", d.node},
                {"port", d.port}, {"what", d.what}, {"why", d.why}, {"fix", d.fix}};
}

Json toJson(const ParamValue& value)
{
    return std::visit([](const auto& v) -> Json {
        using T = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<T, std::monostate>)
            return nullptr;
        else if constexpr (std::is_same_v<T, double>)
            return jsonNumber(v);
        else
            return v;
    }, value);
}

Json toJson(const std::vector<Dim>& shape)
{
    Json out = Json::array();
    for (const Dim& dim : shape)
        out.push_back(dim ? Json(*dim) : Json(nullptr));
    return out;
}

const char* portTypeId(PortType type)
{
    switch (type) {
    case PortType::Spikes: return "spikes";
    case PortType::Sequence: return "sequence";
    case PortType::Static: return "static";
    case PortType::Events: return "events";
    case PortType::Label: return "label";
    case PortType::Scalar: return "scalar";
    case PortType::Readout: return "readout";
    }
    return "unknown";
}

std::string bytesText(double bytes)
{
    static constexpr std::array<const char*, 5> units{"B", "kB", "MB", "GB", "TB"};
    std::size_t unit = 0;
    while (bytes >= 1000 && unit + 1 < units.size()) {
        bytes /= 1000;
        ++unit;
    }
    char text[32];
    std::snprintf(text, sizeof text, unit == 0 ? "%.0f %s" : "%.1f %s", bytes, units[unit]);
    return text;
}

std::string countText(double count)
{
    if (!std::isfinite(count))
        return "?";
    char text[64];
    std::snprintf(text, sizeof text, "%.0f", count);
    std::string out(text);
    for (std::ptrdiff_t i = std::ptrdiff_t(out.size()) - 3; i > (out[0] == '-' ? 1 : 0); i -= 3)
        out.insert(std::size_t(i), ",");
    return out;
}

std::string numberText(double value, int digits)
{
    if (!std::isfinite(value))
        return "-";
    char text[64];
    std::snprintf(text, sizeof text, "%.*g", digits, value);
    return text;
}

std::string tableText(const std::vector<std::vector<std::string>>& rows)
{
    const auto columns = [](const std::string& s) {   // characters, not bytes of UTF-8
        return std::size_t(std::count_if(s.begin(), s.end(), [](char c) { return (c & 0xC0) != 0x80; }));
    };
    std::vector<std::size_t> widths;
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (widths.size() <= i)
                widths.push_back(0);
            widths[i] = std::max(widths[i], columns(row[i]));
        }
    std::string out;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            out += row[i];
            if (i + 1 < row.size())
                out += std::string(widths[i] - columns(row[i]) + 2, ' ');
        }
        out += '\n';
    }
    return out;
}

} // namespace spw::cli
