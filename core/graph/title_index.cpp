// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/title_index.h"

#include <algorithm>
#include <charconv>

namespace spw {

void TitleIndex::add(const std::string& title)
{
    ++m_count[title];
}

void TitleIndex::remove(const std::string& title)
{
    const auto it = m_count.find(title);
    if (it == m_count.end() || --it->second > 0)
        return;
    m_count.erase(it);
    const auto space = title.rfind(' ');
    if (space == std::string::npos)
        return;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(title.data() + space + 1, title.data() + title.size(), number);
    if (error != std::errc{} || end != title.data() + title.size() || number < 1)
        return;
    if (const auto low = m_low.find(title.substr(0, space)); low != m_low.end())
        low->second = std::min(low->second, number);
}

std::string TitleIndex::free(const std::string& base)
{
    std::int64_t& low = m_low.try_emplace(base, 1).first->second;
    for (;; ++low)
        if (std::string title = base + " " + std::to_string(low); !m_count.count(title))
            return title;
}

} // namespace spw
