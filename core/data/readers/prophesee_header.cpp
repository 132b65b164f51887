// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/prophesee_header.h"

#include "core/data/readers/aedat_header.h"

#include <algorithm>
#include <charconv>

namespace spw {

namespace {

constexpr std::size_t kMostHeader = std::size_t(1) << 20;

std::string lower(std::string text)
{
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    return text;
}

/// A number of pixels, 0 for what is none.
std::int64_t pixels(const std::string& text)
{
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value > 0 && value <= 65536 ? value : 0;
}

bool isText(std::string_view line)
{
    return std::all_of(line.begin(), line.end(), [](char c) { return std::uint8_t(c) >= 0x20 || c == '\t' || c == '\r'; });
}

std::string encodingOf(const PropheseeHeader& header)
{
    if (const auto format = header.values.find("format"); format != header.values.end())
        return lower(format->second.substr(0, format->second.find(';')));
    const auto evt = header.values.find("evt");
    if (evt == header.values.end())
        return {};
    if (evt->second == "2.0" || evt->second == "2")
        return "evt2";
    if (evt->second == "3.0" || evt->second == "3")
        return "evt3";
    return evt->second == "2.1" ? "evt21" : "evt " + lower(evt->second);
}

void takeSize(PropheseeHeader& header)
{
    const auto value = [&](const char* key) {
        const auto found = header.values.find(key);
        return found == header.values.end() ? std::string() : found->second;
    };
    header.width = pixels(value("width"));
    header.height = pixels(value("height"));
    const std::string format = lower(value("format"));
    for (const auto& [key, side] : {std::pair("width=", &header.width), std::pair("height=", &header.height)})
        if (const std::size_t at = format.find(key); at != std::string::npos && *side == 0)
            *side = pixels(format.substr(at + std::string_view(key).size()));
    const std::string geometry = lower(value("geometry"));
    if (const std::size_t x = geometry.find('x'); x != std::string::npos && (header.width == 0 || header.height == 0)) {
        header.width = pixels(geometry);
        header.height = pixels(geometry.substr(x + 1));
    }
    if ((header.width == 0 || header.height == 0) && !header.encoding.empty()) {
        const std::string name = lower(value("plugin_name") + " " + value("sensor_name") + " " + value("sensor_generation"));
        const auto has = [&](const char* part) { return name.find(part) != std::string::npos; };
        if (has("genx320"))
            header.width = header.height = 320;
        else if (has("gen4") || has("imx636") || has("4.") || value("system_id") == "48")
            header.width = 1280, header.height = 720;
        else if (has("gen3") || has("3.") || value("system_id") == "21")
            header.width = 640, header.height = 480;
        header.sizeGuessed = header.width > 0;
    }
}

} // namespace

PropheseeHeader readPropheseeHeader(const ByteSource& bytes)
{
    PropheseeHeader header;
    const std::string text = bytes.text(0, kMostHeader);
    std::size_t at = 0;
    while (at < text.size() && text[at] == '%') {
        const std::size_t end = text.find('\n', at);
        if (end == std::string::npos)
            break;
        std::string line = text.substr(at, end - at);
        if (!isText(line))   // data that begin with this byte
            break;
        at = end + 1;
        while (!line.empty() && line.back() == '\r')
            line.pop_back();
        header.lines.push_back(line);
        const std::size_t key = line.find_first_not_of("% \t");
        if (key == std::string::npos)
            continue;
        const std::size_t space = std::min(line.find_first_of(" \t", key), line.size());
        const std::size_t value = line.find_first_not_of(" \t", space);
        const std::string name = lower(line.substr(key, space - key));
        if (name == "end" && value == std::string::npos)
            break;
        header.values.emplace(name, value == std::string::npos ? std::string() : line.substr(value));
    }
    header.dataOffset = at;
    header.encoding = encodingOf(header);
    takeSize(header);
    return header;
}

std::vector<std::pair<std::string, std::string>> propheseeFacts(const PropheseeHeader& header)
{
    std::string lines = "[";
    for (const std::string& line : header.lines)
        lines += (lines.size() > 1 ? "," : "") + jsonText(line);
    return {{"header", lines + "]"}, {"data_offset", std::to_string(header.dataOffset)}};
}

} // namespace spw
