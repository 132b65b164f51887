// SPDX-License-Identifier: GPL-3.0-or-later
//
// Datasets of event cameras that have a folder for each class, or say the class in the name of the file.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/data/datasets/data_folder.h"
#include "core/data/datasets/openers.h"
#include "core/data/datasets/recording_set.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace spw {

namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

Names numbers(int count)
{
    Names names;
    for (int i = 0; i < count; ++i)
        names.push_back(std::to_string(i));
    return names;
}

/// The folder whose folders are the classes: the chosen one, or one an archive unpacked into.
fs::path classesIn(const fs::path& folder, const Names& names, const std::string& node)
{
    const fs::path found = findInside(folder, names);
    if (found.empty())
        throw Error("There is no folder of a class.", folder.string(),
                    "'" + node + "' reads a folder that holds the folders " + someOf(names) + ".");
    return found.parent_path();
}

/// A folder of class folders, all in one, parted by the rule of the node.
std::unique_ptr<Dataset> openClasses(const fs::path& folder, RecordingSet::Options options, const Names& names, const Names& endings,
                                     const ParamValues& values)
{
    auto [classes, entries] = recordingsByFolder(folder, names, endings);
    return std::make_unique<RecordingSet>(std::move(options), std::move(classes), entries, SplitRule::from(values));
}

/// "layout=davis, overflow=on"
ReadOptions readOptions(const std::string& text, const std::string& format, const std::string& node)
{
    ReadOptions options;
    if (!format.empty())
        options["format"] = format;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        std::string part = text.substr(at, end - at);
        part.erase(0, part.find_first_not_of(' ') == std::string::npos ? part.size() : part.find_first_not_of(' '));
        part.erase(part.find_last_not_of(' ') + 1);
        at = end + 1;
        if (part.empty())
            continue;
        const std::size_t equals = part.find('=');
        if (equals == std::string::npos || equals == 0)
            throw Error("The reading option '" + part + "' has no value.", "dataset '" + node + "'", "Write it as name=value.");
        options[part.substr(0, equals)] = part.substr(equals + 1);
    }
    return options;
}

} // namespace

std::unique_ptr<Dataset> openRecordings(const ParamValues& values, const fs::path& base)
{
    const std::string node = "Recordings in folders";
    const fs::path folder = dataFolder(values.text("folder"), base, node);
    RecordingSet::Options options{.node = node, .width = values.integer("width"), .height = values.integer("height"),
                                  .byEnding = {{"", readOptions(values.text("options"), values.text("format"), node)}},
                                  .dropOutside = values.text("outside") == "drop"};
    const std::string ending = values.text("ending");
    const Names endings = ending.empty() ? Names{} : Names{lowerCase(ending[0] == '.' ? ending : "." + ending)};
    const auto checked = [&](const Names& classes) {
        if (std::int64_t(classes.size()) > values.integer("classes"))
            throw Error("There are " + std::to_string(classes.size()) + " folders, " + std::to_string(values.integer("classes"))
                            + " classes were expected.",
                        folder.string(), "Set 'Classes' of '" + node + "' to " + std::to_string(classes.size()) + ", or move other folders away.");
    };
    if (values.text("split") == "share") {
        auto [classes, entries] = recordingsByFolder(folder, {}, endings);
        checked(classes);
        return std::make_unique<RecordingSet>(std::move(options), std::move(classes), entries, SplitRule::from(values));
    }
    const fs::path train = findInside(folder, {"train", "training"}, 1);
    if (train.empty())
        throw Error("There is no folder 'train'.", folder.string(),
                    "Make folders train and test with a folder for each class in them, or set 'Split' to 'A share of each class'.");
    const fs::path test = findInside(train.parent_path(), {"test", "testing", "val", "valid", "validation"}, 0);
    // The classes are those of both, so that a folder that is missing in one does not move the labels of the other.
    std::set<std::string> known;
    Names classes;
    for (const fs::path& side : {train, test})
        if (!side.empty())
            for (const fs::path& one : subfolders(side))
                if (known.insert(one.filename().string()).second)
                    classes.push_back(one.filename().string());
    if (!test.empty() && classes.size() != subfolders(train).size())
        std::sort(classes.begin(), classes.end());
    checked(classes);
    std::vector<RecordingEntry> tests;
    if (!test.empty())
        tests = recordingsByFolder(test, classes, endings).second;
    return std::make_unique<RecordingSet>(std::move(options), classes, recordingsByFolder(train, classes, endings).second, std::move(tests));
}

std::unique_ptr<Dataset> openNmnist(const ParamValues& values, const fs::path& base)
{
    const std::string node = "N-MNIST";
    const fs::path folder = dataFolder(values.text("folder"), base, node);
    const fs::path train = findInside(folder, {"Train"}), test = findInside(folder, {"Test"});
    if (train.empty() || test.empty())
        throw Error(std::string("There is no folder '") + (train.empty() ? "Train" : "Test") + "'.", folder.string(),
                    "Unpack Train.zip and Test.zip here, so that there are Train/0 to Train/9 and Test/0 to Test/9.");
    const ReadOptions atis = {{"overflow", values.text("overflow")}};
    const auto recordings = [](const fs::path& side) { return recordingsByFolder(side, numbers(10), {".bin"}).second; };
    return std::make_unique<RecordingSet>(RecordingSet::Options{.node = node, .width = 34, .height = 34, .byEnding = {{"", atis}}},
                                          numbers(10), recordings(train), recordings(test));
}

std::unique_ptr<Dataset> openNcaltech101(const ParamValues& values, const fs::path& base)
{
    const std::string node = "N-Caltech101";
    const fs::path folder = dataFolder(values.text("folder"), base, node);
    const fs::path inner = findInside(folder, {"accordion", "airplanes", "yin_yang"});
    return openClasses(inner.empty() ? folder : inner.parent_path(), {.node = node, .width = 240, .height = 180,
                       .byEnding = {{"", {{"overflow", values.text("overflow")}}}}}, {}, {".bin"}, values);
}

std::unique_ptr<Dataset> openCifar10Dvs(const ParamValues& values, const fs::path& base)
{
    const std::string node = "CIFAR10-DVS";
    const Names names = {"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};
    const fs::path folder = classesIn(dataFolder(values.text("folder"), base, node), names, node);
    return openClasses(folder, {.node = node, .width = 128, .height = 128, .byEnding = {{".aedat", {{"layout", "cifar10dvs"}}}}}, names,
                       {".aedat", ".aedat4", ".npz", ".mat"}, values);
}

std::unique_ptr<Dataset> openAslDvsSet(const ParamValues& values, const fs::path& base)
{
    const std::string node = "ASL-DVS";
    Names names;
    for (char letter = 'a'; letter <= 'y'; ++letter)
        if (letter != 'j')   // j and z are movements
            names.emplace_back(1, letter);
    const fs::path folder = classesIn(dataFolder(values.text("folder"), base, node), names, node);
    return openClasses(folder, {.node = node, .width = 240, .height = 180, .byEnding = {{".mat", {{"flip", values.text("flip")}}}}}, names,
                       {".mat", ".npz"}, values);
}

std::unique_ptr<Dataset> openNavGesture(const ParamValues& values, const fs::path& base)
{
    const std::string node = "NavGesture";
    const fs::path folder = dataFolder(values.text("folder"), base, node);
    const Names shortNames = {"le", "ri", "up", "do", "ho", "se"};
    std::vector<RecordingEntry> entries;
    std::vector<fs::path> open = {folder};
    for (std::size_t at = 0; at < open.size() && open.size() < 1000; ++at) {   // a folder for each person
        for (const fs::path& one : subfolders(open[at]))
            open.push_back(one);
        for (const fs::path& file : files(open[at])) {
            if (endingOf(file) != ".dat" && endingOf(file) != ".npz")
                continue;
            const std::string stem = file.stem().string();   // person_gesture_...
            const std::size_t from = stem.find('_') + 1, to = std::min(stem.find('_', from), stem.size());
            const auto place = std::find(shortNames.begin(), shortNames.end(), from == 0 ? "" : stem.substr(from, to - from));
            if (place == shortNames.end())
                throw Error("The name of the recording does not say a gesture.", file.string(),
                            "Names are person_gesture_..., where the gesture is one of " + someOf(shortNames) + ". Move other files away.");
            entries.push_back({file, place - shortNames.begin(), file.filename().string()});
        }
    }
    if (entries.empty())
        throw Error("There are no recordings.", folder.string(), "Unpack the archives of the persons (user01.zip, ...) here.");
    return std::make_unique<RecordingSet>(
        RecordingSet::Options{.node = node, .width = 304, .height = 240, .byEnding = {{".dat", {{"layout", "navgesture"}}}}},
        Names{"left", "right", "up", "down", "home", "select"}, entries, SplitRule::from(values));
}

std::unique_ptr<Dataset> openEsImagenetSet(const ParamValues& values, const fs::path& base)
{
    const std::string node = "ES-ImageNet";
    constexpr int kClasses = 1000;
    const fs::path folder = dataFolder(values.text("folder"), base, node);
    const fs::path train = findInside(folder, {"train"});
    if (train.empty())
        throw Error("There is no folder 'train'.", folder.string(), "Unpack the archives here: they hold train, val and vallabel.txt.");
    Names folders;
    for (int i = 0; i < kClasses; ++i)
        folders.push_back("class" + std::to_string(i));
    std::vector<RecordingEntry> tests;
    const fs::path list = train.parent_path() / "vallabel.txt", val = train.parent_path() / "val";
    std::error_code ignored;
    if (fs::exists(list, ignored)) {   // lines "name label ..."
        const std::string text = readFile(list, std::uintmax_t(64) << 20);
        std::int64_t number = 1;
        for (std::size_t at = 0; at < text.size(); ++number) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            const std::string line = text.substr(at, end - at);
            at = end + 1;
            if (line.find_first_not_of(" \t\r") == std::string::npos)
                continue;
            const std::size_t space = line.find(' ');
            std::int64_t label = -1;
            if (space != std::string::npos)
                std::from_chars(line.data() + space + 1, line.data() + line.size(), label);
            const fs::path name = line.substr(0, space);
            if (label < 0 || label >= kClasses || name.has_parent_path())
                throw Error("The line does not name a sample and a class from 0 to 999.", list.string() + ", line " + std::to_string(number),
                            "Unpack the archives again.");
            tests.push_back({val / name, label, "val/" + name.string()});
        }
    }
    return std::make_unique<RecordingSet>(RecordingSet::Options{.node = node, .width = 256, .height = 256}, numbers(kClasses),
                                          recordingsByFolder(train, folders, {".npz"}).second, std::move(tests));
}

} // namespace spw
