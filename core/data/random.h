// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/portable_math.h"

#include <cstdint>

namespace spw {

/// Random numbers for made-up data, the same on every platform (std:: distributions are not).
/// SplitMix64 (Steele, Lea, Flood 2014): one 64-bit word of state, so a stream for every (seed, split, index) is free.
class Random {
public:
    explicit Random(std::uint64_t seed, std::uint64_t stream = 0, std::uint64_t index = 0)
        : m_state(mixed(mixed(mixed(seed) ^ stream) ^ index))
    {
    }

    std::uint64_t next() { return mixed(m_state += 0x9e3779b97f4a7c15ull); }
    double uniform() { return double(next() >> 11) * 0x1p-53; }   // [0, 1)
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    std::uint64_t below(std::uint64_t n) { return std::uint64_t(uniform() * double(n)); }   // n < 2^53
    /// Mean 1, e.g. the waiting time of a Poisson process of rate 1.
    double exponential() { return -portable::ln(1.0 - uniform()); }
    /// Mean 0, variance 1; the sum of 12 uniform values, so never beyond 6.
    double normal()
    {
        double sum = -6;
        for (int i = 0; i < 12; ++i)
            sum += uniform();
        return sum;
    }

private:
    static std::uint64_t mixed(std::uint64_t z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    }

    std::uint64_t m_state;
};

} // namespace spw
