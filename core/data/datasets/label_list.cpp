// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/datasets/label_list.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace spw {

namespace {

constexpr std::uintmax_t kMaxListBytes = std::uintmax_t(64) << 20;   // about 6 million samples
constexpr const char* kLineForm = "Each line is the number of a recording, a tab and its class, for example \"1<TAB>5\".";

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
        text.remove_suffix(1);
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    return text;
}

/// What a message quotes of a line: short, and no control bytes that could garble a terminal.
std::string excerpt(std::string_view text)
{
    std::string clean;
    for (const char c : text.substr(0, 40))
        clean += (c >= 0 && c < ' ') || c == 127 ? '?' : c;
    return "\"" + clean + (text.size() > 40 ? "..." : "") + "\"";
}

/// An id names a file inside the data folder: a path that leaves it is refused.
bool staysInside(std::string_view id)
{
    const std::filesystem::path path{std::string(id)};
    if (path.is_absolute() || id.find('\0') != std::string_view::npos)
        return false;
    for (const auto& part : path)
        if (part == "..")
            return false;
    return true;
}

LabelEntry parseLine(std::string_view line, std::int64_t classes, const std::string& where)
{
    const std::size_t end = line.find_first_of("\t ");
    if (end == std::string_view::npos)
        throw Error("The line " + excerpt(line) + " has no class.", where, kLineForm);
    LabelEntry entry;
    entry.id = std::string(line.substr(0, end));
    if (!staysInside(entry.id))
        throw Error("The recording " + excerpt(entry.id) + " would lie outside the data folder.", where,
                    "Name recordings relative to the data folder.");
    const std::string_view number = trimmed(line.substr(end));
    const auto [rest, problem] = std::from_chars(number.data(), number.data() + number.size(), entry.label);
    if (problem != std::errc() || rest != number.data() + number.size())
        throw Error("The class " + excerpt(number) + " is no whole number.", where, kLineForm);
    if (entry.label < 0 || entry.label >= classes)
        throw Error("Class " + std::to_string(entry.label) + " was found, but the classes are 0 to "
                        + std::to_string(classes - 1) + ".",
                    where, "Correct the line, or set 'Classes' of the dataset to at least "
                               + std::to_string(std::max<std::int64_t>(entry.label, 0) + 1) + ".");
    return entry;
}

} // namespace

std::vector<LabelEntry> readLabelList(const std::filesystem::path& file, std::int64_t classes)
{
    const std::string text = readFile(file, kMaxListBytes);
    std::string_view left = text;
    if (left.substr(0, 3) == "\xef\xbb\xbf")   // byte order mark of some editors
        left.remove_prefix(3);
    std::vector<LabelEntry> entries;
    for (std::int64_t number = 1; !left.empty(); ++number) {
        const std::size_t end = std::min(left.find('\n'), left.size());
        const std::string_view line = trimmed(left.substr(0, end));
        left.remove_prefix(std::min(end + 1, left.size()));
        if (line.empty() || line.front() == '#')
            continue;
        LabelEntry entry = parseLine(line, classes, file.string() + ", line " + std::to_string(number));
        entry.line = number;
        entries.push_back(std::move(entry));
    }
    if (entries.empty())
        throw Error("The list names no recording.", file.string(), kLineForm);
    return entries;
}

} // namespace spw
