// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/aedat_header.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>

namespace spw {

namespace {

constexpr std::size_t kPiece = 65536;
constexpr std::uint64_t kMostHeader = std::uint64_t(64) << 20;   // jAER keeps its settings there: hundreds of kilobytes

bool isText(const std::string& line)
{
    return std::all_of(line.begin(), line.end(), [](char c) {
        const auto byte = std::uint8_t(c);
        return byte >= 0x20 || byte == '\t' || byte == '\r';
    });
}

void takeLine(AedatHeader& header, const std::string& line)
{
    constexpr std::string_view kMagic = "#!AER-DAT";
    if (line.rfind(kMagic, 0) == 0 && line.size() > kMagic.size() && std::isdigit(std::uint8_t(line[kMagic.size()]))) {
        header.major = line[kMagic.size()] - '0';
        if (line.size() > kMagic.size() + 2 && std::isdigit(std::uint8_t(line[kMagic.size() + 2])))
            header.minor = line[kMagic.size() + 2] - '0';
        return;
    }
    const auto valueAfter = [&](std::string_view key) {
        std::string value = line.substr(key.size());
        while (!value.empty() && (value.back() == ' ' || value.back() == '\r'))
            value.pop_back();
        return value.substr(value.find_last_of(". ") + 1);   // a Java class: the last part is the chip
    };
    if (line.rfind("# AEChip:", 0) == 0)
        header.chip = valueAfter("# AEChip:");
    else if (line.rfind("#Source ", 0) == 0 && header.chip.empty() && line.find(':') != std::string::npos)
        header.chip = valueAfter("#Source ");
}

} // namespace

AedatHeader readAedatHeader(const ByteSource& bytes)
{
    AedatHeader header;
    std::string line;
    std::uint64_t offset = 0;
    while (offset < kMostHeader) {
        const std::string piece = bytes.text(offset, kPiece);
        if (piece.empty())
            break;
        for (const char c : piece) {
            ++offset;
            if (line.empty() && c != '#')
                return header;
            if (c != '\n') {
                line += c;
                if (line.size() > kPiece)   // no line of text: data that begin like one
                    return header;
                continue;
            }
            if (!isText(line))
                return header;
            takeLine(header, line);
            ++header.lineCount;
            header.dataOffset = offset;
            const auto [width, height] = aedatSensorSize(header.chip);
            header.width = width, header.height = height;
            if (line.rfind("#!END-HEADER", 0) == 0)
                return header;
            line.clear();
        }
    }
    return header;
}

std::pair<std::int64_t, std::int64_t> aedatSensorSize(const std::string& chip)
{
    std::string name;
    for (const char c : chip)
        name += char(std::tolower(std::uint8_t(c)));
    static const std::vector<std::pair<const char*, std::pair<std::int64_t, std::int64_t>>> sizes = {
        {"davis640", {640, 480}}, {"davis346", {346, 260}}, {"davis240", {240, 180}}, {"davis208", {208, 192}},
        {"davis128", {128, 128}}, {"davisrgb", {640, 480}}, {"dvs128", {128, 128}},   {"dvs132", {132, 104}},
        {"dvxplorer_lite", {320, 240}}, {"dvxplorer", {640, 480}}};
    for (const auto& [part, size] : sizes)
        if (name.find(part) != std::string::npos)
            return size;
    return {0, 0};
}

std::vector<std::pair<std::string, std::string>> aedatHeaderFacts(const AedatHeader& header)
{
    std::vector<std::pair<std::string, std::string>> facts = {{"header_lines", std::to_string(header.lineCount)},
                                                              {"data_offset", std::to_string(header.dataOffset)}};
    if (!header.chip.empty())
        facts.emplace_back("chip", jsonText(header.chip));
    return facts;
}

std::string jsonText(const std::string& text)
{
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace spw
