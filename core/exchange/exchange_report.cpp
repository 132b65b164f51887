// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/exchange_report.h"

#include "core/base/json_number.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace spw {

const char* outcomeName(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Mapped: return "mapped";
    case Outcome::Quantised: return "quantised";
    case Outcome::Changed: return "changed";
    case Outcome::Skipped: return "skipped";
    case Outcome::Refused: return "refused";
    }
    return "";
}

bool ExchangeReport::complete() const
{
    return std::none_of(lines.begin(), lines.end(), [](const ReportLine& line) { return line.outcome == Outcome::Refused; });
}

void ExchangeReport::add(Outcome outcome, std::int64_t node, std::string name, std::string what, std::string why, std::string fix,
                         std::vector<std::pair<std::string, double>> values)
{
    lines.push_back({outcome, node, std::move(name), std::move(what), std::move(why), std::move(fix), std::move(values)});
}

void ExchangeReport::add(const Diagnostics& diagnostics)
{
    for (const Diagnostic& d : diagnostics)
        add(d.severity == Severity::Error ? Outcome::Refused : Outcome::Changed, d.node, d.nodeName, d.what, d.why, d.fix);
}

namespace {

using Json = nlohmann::ordered_json;

Json numbersJson(const std::vector<std::pair<std::string, double>>& numbers)
{
    Json out = Json::object();
    for (const auto& [name, value] : numbers)
        out[name] = jsonNumber(value);
    return out;
}

std::string shortNumber(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

} // namespace

std::string toJson(const ExchangeReport& report, int indent)
{
    Json out{{"format", report.format}, {"complete", report.complete()}};
    Json lines = Json::array();
    for (const ReportLine& line : report.lines) {
        Json one{{"outcome", outcomeName(line.outcome)}, {"node", line.node}, {"name", line.name}, {"what", line.what}};
        if (!line.why.empty())
            one["why"] = line.why;
        if (!line.fix.empty())
            one["fix"] = line.fix;
        if (!line.numbers.empty())
            one["numbers"] = numbersJson(line.numbers);
        lines.push_back(std::move(one));
    }
    out["lines"] = std::move(lines);
    out["numbers"] = numbersJson(report.numbers);
    out["files"] = Json::array();
    for (const std::filesystem::path& file : report.files)
        out["files"].push_back(file.string());
    return out.dump(indent, ' ', false, Json::error_handler_t::replace);
}

std::string sentences(std::initializer_list<std::string_view> parts)
{
    std::string out;
    for (const std::string_view part : parts) {
        if (part.empty())
            continue;
        if (!out.empty())
            out += std::string_view(".!?:;").find(out.back()) == std::string_view::npos ? ". " : " ";
        out += part;
    }
    return out;
}

std::string toText(const ExchangeReport& report)
{
    std::string out;
    for (const ReportLine& line : report.lines) {
        out += std::string(outcomeName(line.outcome)) + "  " + (line.name.empty() ? "" : line.name + ": ") + sentences({line.what, line.why, line.fix});
        for (const auto& [name, value] : line.numbers)
            out += "\n    " + name + ": " + shortNumber(value);
        out += "\n";
    }
    for (const auto& [name, value] : report.numbers)
        out += name + ": " + shortNumber(value) + "\n";
    return out;
}

} // namespace spw
