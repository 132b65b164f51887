// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"
#include "core/data/event_reader.h"

#include <optional>
#include <utility>

namespace spw {

/// One sample: a recording, or what it holds with start <= t < end.
struct RecordingEntry {
    std::filesystem::path file;
    std::int64_t label = 0;
    std::string name;                                              // shown
    std::optional<std::pair<std::int64_t, std::int64_t>> window{}; // microseconds
};

/// How a set without splits of its own is parted: of each class the first ceil(trainShare n) recordings are learned from,
/// the rest tests (models.md B5). `shuffle` mixes the recordings of a class first, the same way for the same seed.
struct SplitRule {
    double trainShare = 0.9;
    bool shuffle = false;
    std::uint64_t seed = 0;

    /// From the parameters train_share, shuffle and split_seed.
    static SplitRule from(const ParamValues& values);
};

/// Recordings of one sensor with labels; read when asked for.
class RecordingSet final : public Dataset {
public:
    struct Options {
        std::string node;                                  // title, for messages
        std::int64_t width = 0, height = 0;
        std::map<std::string, ReadOptions> byEnding = {};  // how files of that ending are read; "": all others
        bool dropOutside = false;                          // events beyond the sensor: left out instead of an error
    };

    RecordingSet(Options options, std::vector<std::string> classNames, std::vector<RecordingEntry> train,
                 std::vector<RecordingEntry> test);
    /// All in one list, parted by a rule. @throws Error if there are none.
    RecordingSet(Options options, std::vector<std::string> classNames, const std::vector<RecordingEntry>& all, const SplitRule& rule);

    std::int64_t size(Split split) const override { return std::int64_t(entries(split).size()); }
    std::int64_t label(Split split, std::int64_t index) const override { return entries(split).at(std::size_t(index)).label; }
    std::vector<std::string> classNames() const override { return m_classNames; }
    Sample sample(Split split, std::int64_t index) const override;
    std::string identity(Split split, std::int64_t index) const override;

private:
    const std::vector<RecordingEntry>& entries(Split split) const { return split == Split::Train ? m_train : m_test; }
    void fitSensor(Events& events, const std::filesystem::path& file) const;

    Options m_options;
    std::vector<std::string> m_classNames;
    std::vector<RecordingEntry> m_train, m_test;
};

/// The recordings of class folders: every file with one of `endings` (empty: of any event format).
/// @param folder  holds a folder for each class.
/// @param names   of the classes, in the order of their labels; empty: the folders there are, by name.
/// @return the names and the recordings. @throws Error if there is none.
std::pair<std::vector<std::string>, std::vector<RecordingEntry>>
recordingsByFolder(const std::filesystem::path& folder, const std::vector<std::string>& names, const std::vector<std::string>& endings);

} // namespace spw
