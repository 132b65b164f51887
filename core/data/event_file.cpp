// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/event_file.h"

#include "core/base/error.h"
#include "core/data/sha256.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace spw {

namespace {

/// 2.6 GB in memory: far above what samples of a dataset have, below what would freeze a desktop.
constexpr std::size_t kMostEvents = 200'000'000;

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

EventFile readAll(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
{
    EventFile file;
    const std::string name = bytes->name();
    file.fileBytes = bytes->size();
    const auto reader = openEvents(std::move(bytes), options);
    for (EventView events = reader->next(); !events.empty(); events = reader->next()) {
        if (file.events.size() + events.size() > kMostEvents)
            throw Error("The recording has more than " + std::to_string(kMostEvents) + " events.", name,
                        "Cut it into shorter ones: here a recording is held in memory whole.");
        append(file.events, events);
    }
    file.facts = reader->facts();
    file.format = file.facts.format;
    file.events.width = file.facts.width;
    file.events.height = file.facts.height;
    file.droppedBytes = reader->droppedBytes();
    file.warnings = reader->warnings();
    return file;
}

/// Everything of the info but the hash, piece by piece.
void addFacts(EventFileInfo& info, const EventView& e)
{
    const auto span = [](const auto& list, std::int64_t& low, std::int64_t& high) {
        const auto [least, most] = std::minmax_element(list.begin(), list.end());
        low = std::min<std::int64_t>(low, *least);
        high = std::max<std::int64_t>(high, *most);
    };
    if (info.eventCount == 0) {
        info.tFirst = info.tMin = info.tMax = e.t[0];
        info.xMin = info.xMax = e.x[0];
        info.yMin = info.yMax = e.y[0];
    } else {
        info.backwardSteps += e.t[0] < info.tLast;
    }
    span(e.t, info.tMin, info.tMax);
    span(e.x, info.xMin, info.xMax);
    span(e.y, info.yMin, info.yMax);
    for (std::size_t i = 1; i < e.size(); ++i)
        info.backwardSteps += e.t[i] < e.t[i - 1];
    for (const std::uint8_t p : e.p)
        info.onCount += p != 0;
    info.tLast = e.t.back();
    info.eventCount += std::int64_t(e.size());
    info.offCount = info.eventCount - info.onCount;
    info.monotonic = info.backwardSteps == 0;
}

/// The polarities as the file has them, for the hash: readers turn -1 into 0.
template <class Column>
void addPolarities(Sha256& hash, const Column& p, const std::string& convention)
{
    if (convention != "-1/1" && convention != "1/2") {
        addColumn(hash, p);
        return;
    }
    std::vector<std::int8_t> stored(p.size());
    std::transform(p.begin(), p.end(), stored.begin(),
                   [minus = convention == "-1/1"](std::uint8_t v) { return std::int8_t(minus ? (v ? 1 : -1) : v + 1); });
    addColumn(hash, stored);
}

} // namespace

EventFile readEventFile(const std::filesystem::path& file, const ReadOptions& options)
{
    return readAll(openBytes(file), options);
}

EventFile readEventBytes(std::string bytes, const std::string& name, const ReadOptions& options)
{
    return readAll(bytesInMemory(std::move(bytes), name), options);
}

EventFileInfo describe(const EventFile& file)
{
    const Events& e = file.events;
    EventFileInfo info;
    info.format = file.format;
    info.width = e.width;
    info.height = e.height;
    info.droppedBytes = file.droppedBytes;
    info.more = file.facts.more;
    info.warnings = file.warnings;
    if (e.size() > 0)
        addFacts(info, viewOf(e));
    Sha256 hash;
    addColumn(hash, e.t);
    addColumn(hash, e.x);
    addColumn(hash, e.y);
    info.polarity = file.facts.polarity;
    addPolarities(hash, e.p, info.polarity);
    info.sha256 = hash.hex();
    return info;
}

EventFileInfo describe(EventReader& reader, const DescribeOptions& options)
{
    constexpr std::int64_t kHeldEvents = 32'000'000;   // x, y and p of so many wait in memory for their turn in the hash
    EventFileInfo info;
    Sha256 hash;
    std::vector<std::uint16_t> x, y;
    std::vector<std::uint8_t> p;
    double passes = 1, pass = 0;   // those known so far, of which `pass` are done
    bool goesOn = true, hashes = true;
    const auto readAgain = [&](const auto& add) {
        for (EventView e = reader.next(); goesOn && !e.empty(); e = reader.next()) {
            add(e);
            goesOn = !options.progress || options.progress((pass + reader.position()) / passes);
        }
        ++pass;
        if (goesOn && pass < passes)
            reader.seek(std::numeric_limits<std::int64_t>::min());
    };
    readAgain([&](const EventView& e) {
        addFacts(info, e);
        hashes = info.eventCount <= options.hashAtMost;
        if (hashes)
            addColumn(hash, e.t);
        if (hashes && info.eventCount <= kHeldEvents) {
            x.insert(x.end(), e.x.begin(), e.x.end());
            y.insert(y.end(), e.y.begin(), e.y.end());
            p.insert(p.end(), e.p.begin(), e.p.end());
        } else {
            passes = hashes ? 4 : 1;
            x = {}, y = {}, p = {};
        }
    });
    if (passes > 1) {
        readAgain([&](const EventView& e) { addColumn(hash, e.x); });
        readAgain([&](const EventView& e) { addColumn(hash, e.y); });
        readAgain([&](const EventView& e) { addPolarities(hash, e.p, reader.facts().polarity); });
    } else if (hashes) {
        addColumn(hash, x);
        addColumn(hash, y);
        addPolarities(hash, p, reader.facts().polarity);
    }
    if (!goesOn) {
        info.eventCount = -1;
        return info;
    }
    if (hashes)
        info.sha256 = hash.hex();
    info.format = reader.facts().format;
    info.polarity = reader.facts().polarity;
    info.width = reader.facts().width;
    info.height = reader.facts().height;
    info.more = reader.facts().more;
    info.droppedBytes = reader.droppedBytes();
    info.warnings = reader.warnings();
    if (info.eventCount > 0 && info.width > 0 && (info.xMax >= info.width || info.yMax >= info.height))
        info.warnings.push_back("Events reach to pixel " + std::to_string(info.xMax) + ", " + std::to_string(info.yMax)
                                + ", outside the sensor of " + std::to_string(info.width) + " x " + std::to_string(info.height)
                                + " pixels that the file names.");
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
    const bool signedPolarity = info.polarity == "-1/1", counted = info.polarity == "1/2";
    json["polarity_counts"] = {{signedPolarity ? "-1" : counted ? "1" : "0", info.offCount}, {counted ? "2" : "1", info.onCount}};
    json["t_monotonic"] = info.monotonic;
    json["backward_steps"] = info.backwardSteps;
    json["dropped_bytes"] = info.droppedBytes;
    json["sha256_txyp_int64le"] = info.sha256;
    for (const auto& [name, text] : info.more)
        if (!json.contains(name))
            json[name] = ordered_json::parse(text, nullptr, false);
    if (!info.warnings.empty())
        json["warnings"] = info.warnings;
    return json.dump(indent);
}

} // namespace spw
