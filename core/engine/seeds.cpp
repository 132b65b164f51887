// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/seeds.h"

#include <numeric>
#include <utility>

namespace spw::engine {

std::vector<std::int64_t> shuffledOrder(std::int64_t count, std::uint64_t seed, std::int64_t epoch)
{
    std::vector<std::int64_t> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), std::int64_t(0));
    std::uint64_t state = mixSeeds(seed, std::uint64_t(epoch));
    for (std::size_t i = order.size(); i > 1; --i) {
        state = mixSeeds(state, i);
        std::swap(order[i - 1], order[std::size_t(state % i)]);   // the bias of % is below 2^-40 here
    }
    return order;
}

} // namespace spw::engine
