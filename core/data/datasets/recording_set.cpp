// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/datasets/recording_set.h"

#include "core/base/error.h"
#include "core/data/datasets/data_folder.h"
#include "core/data/event_file.h"
#include "core/data/random.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace spw {

namespace fs = std::filesystem;

SplitRule SplitRule::from(const ParamValues& values)
{
    return {values.real("train_share"), values.flag("shuffle"), std::uint64_t(values.integer("split_seed"))};
}

RecordingSet::RecordingSet(Options options, std::vector<std::string> classNames, std::vector<RecordingEntry> train,
                           std::vector<RecordingEntry> test)
    : m_options(std::move(options)), m_classNames(std::move(classNames)), m_train(std::move(train)), m_test(std::move(test))
{
}

RecordingSet::RecordingSet(Options options, std::vector<std::string> classNames, const std::vector<RecordingEntry>& all,
                           const SplitRule& rule)
    : m_options(std::move(options)), m_classNames(std::move(classNames))
{
    std::map<std::int64_t, std::vector<std::size_t>> byClass;
    for (std::size_t i = 0; i < all.size(); ++i)
        byClass[all[i].label].push_back(i);
    for (auto& [label, members] : byClass) {
        if (rule.shuffle) {
            Random random(rule.seed, 0x5911u, std::uint64_t(label));
            for (std::size_t i = members.size(); i > 1; --i)
                std::swap(members[i - 1], members[random.below(i)]);
        }
        const auto learned = std::size_t(std::ceil(rule.trainShare * double(members.size())));
        for (std::size_t i = 0; i < members.size(); ++i)
            (i < learned ? m_train : m_test).push_back(all[members[i]]);
    }
}

void RecordingSet::fitSensor(Events& events, const fs::path& file) const
{
    std::size_t kept = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const bool inside = events.x[i] < m_options.width && events.y[i] < m_options.height;
        if (!inside && !m_options.dropOutside)
            throw Error("Event " + std::to_string(i) + " at x " + std::to_string(events.x[i]) + ", y " + std::to_string(events.y[i])
                            + " lies outside the sensor of " + std::to_string(m_options.width) + " x "
                            + std::to_string(m_options.height) + " pixels.",
                        file.string(),
                        "Set 'Width' and 'Height' of '" + m_options.node + "' to the sensor's size"
                            + (events.width > 0 ? ", which the file says is " + std::to_string(events.width) + " x "
                                                      + std::to_string(events.height) + "."
                                                : ", or copy the file again if it is damaged."));
        if (!inside)
            continue;
        if (kept != i) {
            events.t[kept] = events.t[i];
            events.x[kept] = events.x[i];
            events.y[kept] = events.y[i];
            events.p[kept] = events.p[i];
        }
        ++kept;
    }
    events.t.resize(kept);
    events.x.resize(kept);
    events.y.resize(kept);
    events.p.resize(kept);
    events.width = m_options.width;
    events.height = m_options.height;
}

namespace {

/// Seeks instead of reading all: the recordings of DVS128 Gesture are a hundred seconds long, its samples six.
Events readWindow(const fs::path& file, const ReadOptions& options, std::int64_t start, std::int64_t end)
{
    constexpr std::int64_t kSlack = 1'000'000;   // times may go back a little
    const auto reader = openEvents(file, options);
    Events events;
    events.width = reader->facts().width;
    events.height = reader->facts().height;
    reader->seek(start);
    for (EventView view = reader->next(); !view.empty(); view = reader->next()) {
        for (std::size_t i = 0; i < view.size(); ++i)
            if (view.t[i] >= start && view.t[i] < end) {
                events.t.push_back(view.t[i]);
                events.x.push_back(view.x[i]);
                events.y.push_back(view.y[i]);
                events.p.push_back(view.p[i]);
            }
        if (view.t.back() >= end && view.t.back() - end > kSlack)
            break;
    }
    return events;
}

} // namespace

Sample RecordingSet::sample(Split split, std::int64_t index) const
{
    const RecordingEntry& entry = entries(split).at(std::size_t(index));
    auto options = m_options.byEnding.find(endingOf(entry.file));
    if (options == m_options.byEnding.end())
        options = m_options.byEnding.find("");
    const ReadOptions chosen = options == m_options.byEnding.end() ? ReadOptions() : options->second;
    Events events = entry.window ? readWindow(entry.file, chosen, entry.window->first, entry.window->second)
                                 : readEventFile(entry.file, chosen).events;
    fitSensor(events, entry.file);
    Sample sample;
    sample.values["events"] = std::move(events);
    sample.label = entry.label;
    sample.name = entry.name;
    return sample;
}

std::string RecordingSet::identity(Split split, std::int64_t index) const
{
    const RecordingEntry& entry = entries(split).at(std::size_t(index));
    const std::string file = fileIdentity(entry.file);
    if (file.empty() || !entry.window)
        return file;
    return file + "|" + std::to_string(entry.window->first) + "|" + std::to_string(entry.window->second);
}

std::pair<std::vector<std::string>, std::vector<RecordingEntry>>
recordingsByFolder(const fs::path& folder, const std::vector<std::string>& names, const std::vector<std::string>& endings)
{
    std::set<std::string> wanted(endings.begin(), endings.end());
    if (wanted.empty())
        for (const EventFormat& format : eventFormats())
            wanted.insert(format.extensions.begin(), format.extensions.end());
    const std::vector<fs::path> folders = subfolders(folder);
    std::vector<std::string> classes = names;
    if (classes.empty())
        for (const fs::path& one : folders)
            classes.push_back(one.filename().string());
    std::vector<RecordingEntry> entries;
    for (const fs::path& one : folders) {
        const std::string name = one.filename().string();
        const auto place = std::find_if(classes.begin(), classes.end(), [&](const std::string& c) { return lowerCase(c) == lowerCase(name); });
        if (place == classes.end())
            throw Error("The folder '" + name + "' is no class of this dataset.", folder.string(),
                        "The classes are " + someOf(classes) + ". Choose the folder that holds theirs, or move other folders away.");
        for (const fs::path& file : files(one)) {
            const std::string start = lowerCase(file.stem().string());
            if (wanted.count(endingOf(file)) != 0 && start != "readme" && start != "license")
                entries.push_back({file, place - classes.begin(), name + "/" + file.filename().string()});
        }
    }
    if (entries.empty())
        throw Error("There are no recordings.", folder.string(),
                    "Choose the folder that holds a folder of recordings for each class"
                        + (endings.empty() ? std::string(".") : " (files " + someOf(endings) + ")."));
    return {classes, entries};
}

} // namespace spw
