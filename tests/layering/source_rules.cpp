// SPDX-License-Identifier: GPL-3.0-or-later
#include "source_rules.h"

#include <algorithm>
#include <array>
#include <regex>

namespace spw::layering {
namespace {

std::string_view lineAt(std::string_view text, std::size_t offset)
{
    const auto before = text.rfind('\n', offset);
    const auto begin = before == std::string_view::npos ? 0 : before + 1;
    return text.substr(begin, text.find('\n', offset) - begin);
}

} // namespace

bool isSource(std::string_view path)
{
    static constexpr std::array<std::string_view, 7> suffixes{".h", ".cpp", ".cu", ".cuh", ".inl", ".sh", ".py"};
    return std::any_of(suffixes.begin(), suffixes.end(), [path](std::string_view suffix) {
        return path.size() > suffix.size() && path.substr(path.size() - suffix.size()) == suffix;
    });
}

Violations checkSourceText(std::string_view path, std::string_view text)
{
    Violations out;
    const std::string file(path);
    // A script may begin with its interpreter, so the licence is on line 1 or 2.
    const auto secondEnd = text.find('\n', std::min(text.find('\n'), text.size() - 1) + 1);
    const std::string licence = std::string("SPDX-License") + "-Identifier: GPL-3.0-or-later";
    if (isSource(path) && text.substr(0, secondEnd).find(licence) == std::string_view::npos)
        out.push_back({file, 1, "a source starts with its licence: // " + licence});

    // The words are put together here so that this file does not find itself.
    static const std::regex remark(std::string(R"(\b(TO)") + R"(DO|FIX)" + R"(ME|XX)" + R"(X)\b)");
    static const std::regex issue(R"(#[0-9]+)");
    static const std::regex machinePath(std::string(R"((^|[\s"'(=:])/(wo)") + R"(rk|ho)" + R"(me|ro)" + R"(ot|Us)" + R"(ers)/)");
    using Iterator = std::cregex_iterator;
    const char* const end = text.data() + text.size();
    for (Iterator it(text.data(), end, remark); it != Iterator(); ++it) {
        const auto line = lineAt(text, std::size_t(it->position()));
        if (!std::regex_search(line.begin(), line.end(), issue))
            out.push_back({file, lineOf(text, std::size_t(it->position())), "a remark about work to be done names its issue (#12)"});
    }
    for (Iterator it(text.data(), end, machinePath); it != Iterator(); ++it)
        out.push_back({file, lineOf(text, std::size_t(it->position(2))), "a path that exists on one machine only"});
    return out;
}

} // namespace spw::layering
