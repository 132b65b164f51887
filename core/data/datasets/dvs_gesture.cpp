// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/data/datasets/data_folder.h"
#include "core/data/datasets/openers.h"
#include "core/data/datasets/recording_set.h"

#include <charconv>
#include <string_view>

namespace spw {

namespace {

namespace fs = std::filesystem;

constexpr const char* kNode = "DVS128 Gesture";
constexpr std::int64_t kClasses = 11;
constexpr std::uintmax_t kMostListBytes = std::uintmax_t(16) << 20;

std::vector<std::string> linesOf(const fs::path& file)
{
    const std::string text = readFile(file, kMostListBytes);
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string line = text.substr(at, end - at);
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t'))
            line.pop_back();
        lines.push_back(std::move(line));
        at = end + 1;
    }
    return lines;
}

/// "class,startTime_usec,endTime_usec" in one line.
bool threeNumbers(std::string_view line, std::int64_t (&numbers)[3])
{
    for (int i = 0; i < 3; ++i) {
        while (!line.empty() && line.front() == ' ')
            line.remove_prefix(1);
        const auto [end, problem] = std::from_chars(line.data(), line.data() + line.size(), numbers[i]);
        if (problem != std::errc())
            return false;
        line.remove_prefix(std::size_t(end - line.data()));
        if (i < 2 && (line.empty() || (line.front() != ',' && line.front() != '\t')))
            return false;
        line.remove_prefix(i < 2 ? 1 : 0);
    }
    return line.empty();
}

/// One sample a line of the recording's label list. Windows of the published lists overlap, so each is taken for itself.
void addGestures(const fs::path& recording, std::vector<RecordingEntry>& entries)
{
    const std::string stem = recording.stem().string();
    const fs::path list = recording.parent_path() / (stem + "_labels.csv");
    const std::vector<std::string> lines = linesOf(list);
    for (std::size_t i = 1; i < lines.size(); ++i) {   // the first is the header
        if (lines[i].empty())
            continue;
        std::int64_t numbers[3];
        if (!threeNumbers(lines[i], numbers) || numbers[0] < 1 || numbers[0] > kClasses || numbers[2] < numbers[1])
            throw Error("The line is no \"class,start,end\" with a class from 1 to 11 and times in microseconds.",
                        list.string() + ", line " + std::to_string(i + 1), "Unpack the archive again.");
        entries.push_back({recording, numbers[0] - 1, stem + " " + std::to_string(i), std::pair{numbers[1], numbers[2]}});
    }
}

std::vector<RecordingEntry> gesturesOf(const fs::path& list)
{
    std::vector<RecordingEntry> entries;
    const std::vector<std::string> lines = linesOf(list);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].empty())
            continue;
        const fs::path name = lines[i];
        const std::string where = list.string() + ", line " + std::to_string(i + 1);
        if (name.has_parent_path())
            throw Error("'" + lines[i] + "' is no name of a file beside the list.", where, "Unpack the archive again.");
        const fs::path recording = list.parent_path() / name;
        std::error_code ignored;
        if (!fs::is_regular_file(recording, ignored))
            throw Error("The recording " + recording.string() + " does not exist.", where,
                        "Unpack the archive again, or remove the line.");
        addGestures(recording, entries);
    }
    return entries;
}

} // namespace

std::unique_ptr<Dataset> openDvsGesture(const ParamValues& values, const fs::path& base)
{
    const fs::path folder = dataFolder(values.text("folder"), base, kNode);
    const fs::path train = findInside(folder, {"trials_to_train.txt"});
    if (train.empty())
        throw Error("There is no trials_to_train.txt.", folder.string(),
                    "Choose the folder 'DvsGesture' that DvsGesture.tar.gz unpacks into.");
    const fs::path test = train.parent_path() / "trials_to_test.txt";
    std::error_code ignored;
    return std::make_unique<RecordingSet>(
        RecordingSet::Options{.node = kNode, .width = 128, .height = 128},
        std::vector<std::string>{"hand clapping", "right hand wave", "left hand wave", "right arm clockwise", "right arm counter clockwise",
                                 "left arm clockwise", "left arm counter clockwise", "arm roll", "air drums", "air guitar", "other gestures"},
        gesturesOf(train), fs::exists(test, ignored) ? gesturesOf(test) : std::vector<RecordingEntry>());
}

} // namespace spw
