// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/event_file.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/data/readers/bs2_reader.h"
#include "core/data/readers/slayer_files.h"
#include "core/data/sha256.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace spw {

namespace {

/// 100 million events: far above the recordings of these formats, far below what would freeze a desktop.
constexpr std::uintmax_t kMaxFileBytes = std::uintmax_t(512) << 20;

template <class Column>
void addColumn(Sha256& hash, const Column& column)
{
    std::array<std::uint8_t, 8 * 512> block;
    std::size_t used = 0;
    for (const auto value : column) {
        const auto wide = std::uint64_t(std::int64_t(value));
        for (int i = 0; i < 8; ++i)
            block[used++] = std::uint8_t(wide >> (8 * i));
        if (used == block.size()) {
            hash.add(block.data(), used);
            used = 0;
        }
    }
    hash.add(block.data(), used);
}

std::string knownExtensions()
{
    std::string text;
    for (const EventFormat& format : eventFormats())
        for (const std::string& extension : format.extensions)
            text += (text.empty() ? "" : ", ") + extension;
    return text;
}

} // namespace

const std::vector<EventFormat>& eventFormats()
{
    static const std::vector<EventFormat> formats = {
        {"bs2", "SLAYER binary spikes, 2 dimensions", {".bs2"}, decodeBs2File},
        {"bs1", "SLAYER binary spikes, 1 dimension", {".bs1"}, decodeBs1File},
        {"bs3", "SLAYER binary spikes, 3 dimensions", {".bs3"}, decodeBs3File},
    };
    return formats;
}

EventFile readEventFile(const std::filesystem::path& file)
{
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    for (const EventFormat& format : eventFormats()) {
        if (std::find(format.extensions.begin(), format.extensions.end(), extension) == format.extensions.end())
            continue;
        const std::string bytes = readFile(file, kMaxFileBytes);
        EventFile result = format.decode(bytes, file.string());
        result.format = format.id;
        result.fileBytes = bytes.size();
        return result;
    }
    throw Error("The ending \"" + extension + "\" belongs to no known event format.", file.string(),
                "Known endings: " + knownExtensions() + ".");
}

EventFileInfo describe(const EventFile& file)
{
    const Events& e = file.events;
    EventFileInfo info;
    info.format = file.format;
    info.eventCount = std::int64_t(e.size());
    info.width = e.width;
    info.height = e.height;
    info.droppedBytes = file.droppedBytes;
    if (e.size() > 0) {
        info.tFirst = e.t.front();
        info.tLast = e.t.back();
        const auto [tLow, tHigh] = std::minmax_element(e.t.begin(), e.t.end());
        const auto [xLow, xHigh] = std::minmax_element(e.x.begin(), e.x.end());
        const auto [yLow, yHigh] = std::minmax_element(e.y.begin(), e.y.end());
        info.tMin = *tLow, info.tMax = *tHigh;
        info.xMin = *xLow, info.xMax = *xHigh;
        info.yMin = *yLow, info.yMax = *yHigh;
    }
    for (const std::uint8_t p : e.p)
        ++(p ? info.onCount : info.offCount);
    for (std::size_t i = 1; i < e.size(); ++i)
        info.backwardSteps += e.t[i] < e.t[i - 1];
    info.monotonic = info.backwardSteps == 0;
    Sha256 hash;
    addColumn(hash, e.t);
    addColumn(hash, e.x);
    addColumn(hash, e.y);
    addColumn(hash, e.p);
    info.sha256 = hash.hex();
    return info;
}

std::string toJson(const EventFileInfo& info, int indent)
{
    using nlohmann::ordered_json;
    const auto ifEvents = [&](std::int64_t value) { return info.eventCount ? ordered_json(value) : ordered_json(); };
    const auto ifTold = [](std::int64_t value) { return value ? ordered_json(value) : ordered_json(); };
    ordered_json json;
    json["format"] = info.format;
    json["event_count"] = info.eventCount;
    json["t_first"] = ifEvents(info.tFirst);
    json["t_last"] = ifEvents(info.tLast);
    json["t_min"] = ifEvents(info.tMin);
    json["t_max"] = ifEvents(info.tMax);
    json["x_min"] = ifEvents(info.xMin);
    json["x_max"] = ifEvents(info.xMax);
    json["y_min"] = ifEvents(info.yMin);
    json["y_max"] = ifEvents(info.yMax);
    json["width"] = ifTold(info.width);
    json["height"] = ifTold(info.height);
    json["polarity_counts"] = {{"0", info.offCount}, {"1", info.onCount}};
    json["t_monotonic"] = info.monotonic;
    json["backward_steps"] = info.backwardSteps;
    json["dropped_bytes"] = info.droppedBytes;
    json["sha256_txyp_int64le"] = info.sha256;
    return json.dump(indent);
}

} // namespace spw
