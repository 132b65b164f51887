// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/datasets/data_folder.h"

#include "core/base/error.h"

#include <algorithm>
#include <cctype>

namespace spw {

namespace fs = std::filesystem;

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// Words letter by letter, runs of digits by their value.
bool before(const std::string& a, const std::string& b)
{
    std::size_t i = 0, k = 0;
    while (i < a.size() && k < b.size()) {
        if (isDigit(a[i]) && isDigit(b[k])) {
            const auto endOf = [](const std::string& s, std::size_t at) {
                while (at < s.size() && isDigit(s[at]))
                    ++at;
                return at;
            };
            const auto startOf = [](const std::string& s, std::size_t at, std::size_t end) {
                while (at + 1 < end && s[at] == '0')
                    ++at;
                return at;
            };
            const std::size_t iEnd = endOf(a, i), kEnd = endOf(b, k);
            const std::size_t iStart = startOf(a, i, iEnd), kStart = startOf(b, k, kEnd);
            if (iEnd - iStart != kEnd - kStart)
                return iEnd - iStart < kEnd - kStart;
            if (const int order = a.compare(iStart, iEnd - iStart, b, kStart, kEnd - kStart); order != 0)
                return order < 0;
            i = iEnd, k = kEnd;
        } else if (a[i] != b[k]) {
            return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[k]);
        } else {
            ++i, ++k;
        }
    }
    if ((i < a.size()) != (k < b.size()))
        return k < b.size();
    return a < b;   // "01" and "1"
}

template <class Wanted>
std::vector<fs::path> inside(const fs::path& folder, const Wanted& wanted)
{
    std::vector<fs::path> found;
    std::error_code problem;
    for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
        std::error_code ignored;
        const std::string name = at->path().filename().string();
        if (!name.empty() && name[0] != '.' && name != "__MACOSX" && wanted(*at, ignored))
            found.push_back(at->path());
    }
    if (problem)
        throw Error("The folder cannot be read: " + problem.message() + ".", folder.string(), "Check its rights, or choose another folder.");
    std::sort(found.begin(), found.end(),
              [](const fs::path& a, const fs::path& b) { return before(a.filename().string(), b.filename().string()); });
    return found;
}

} // namespace

fs::path dataFolder(const std::string& text, const fs::path& base, const std::string& node)
{
    if (text.empty())
        throw Error("No folder is chosen.", "dataset '" + node + "'",
                    "Set 'Folder' to where the data lie; 'spikewright-cli data list' tells where they come from.");
    const fs::path folder = base / text;
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        throw Error("The data folder does not exist.", folder.string(),
                    "Set 'Folder' to where the data lie; 'spikewright-cli data list' tells where they come from.");
    return folder;
}

std::vector<fs::path> subfolders(const fs::path& folder)
{
    return inside(folder, [](const fs::directory_entry& e, std::error_code& ignored) { return e.is_directory(ignored); });
}

std::vector<fs::path> files(const fs::path& folder)
{
    return inside(folder, [](const fs::directory_entry& e, std::error_code& ignored) { return e.is_regular_file(ignored); });
}

fs::path findInside(const fs::path& folder, const std::vector<std::string>& names, int depth)
{
    std::error_code ignored;
    for (const std::string& name : names)
        if (fs::exists(folder / name, ignored))
            return folder / name;
    const std::vector<fs::path> folders = subfolders(folder);
    for (const std::string& name : names)
        for (const auto& list : {folders, files(folder)})
            for (const fs::path& path : list)
                if (lowerCase(path.filename().string()) == lowerCase(name))
                    return path;
    if (depth > 0 && folders.size() <= 64)   // more are classes, not what an archive unpacked into
        for (const fs::path& path : folders)
            if (const fs::path found = findInside(path, names, depth - 1); !found.empty())
                return found;
    return {};
}

std::string fileIdentity(const fs::path& file)
{
    std::error_code problem;
    const fs::path whole = fs::absolute(file, problem);
    if (problem)
        return {};
    const auto size = fs::file_size(whole, problem);
    if (problem)
        return {};
    const auto time = fs::last_write_time(whole, problem);
    return problem ? std::string() : whole.string() + "|" + std::to_string(size) + "|" + std::to_string(time.time_since_epoch().count());
}

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return lower;
}

std::string endingOf(const fs::path& file) { return lowerCase(file.extension().string()); }

std::string someOf(const std::vector<std::string>& names)
{
    constexpr std::size_t kShown = 8;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i)
        text += (text.empty() ? "" : ", ") + names[i];
    return names.size() > kShown ? text + " and " + std::to_string(names.size() - kShown) + " more" : text;
}

} // namespace spw
