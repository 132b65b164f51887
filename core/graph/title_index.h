// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

namespace spw {

/// Which titles a graph uses, so that a new node finds its name ("LIF 3") without looking at all others.
class TitleIndex {
public:
    void add(const std::string& title);
    void remove(const std::string& title);
    /// "<base> <n>" with the smallest n from 1 that nobody has.
    std::string free(const std::string& base);

private:
    std::unordered_map<std::string, int> m_count;
    std::unordered_map<std::string, std::int64_t> m_low;   // base -> all numbers below are taken
};

} // namespace spw
