// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/run_order.h"

#include "core/engine/builders/builder_list.h"

#include <functional>
#include <map>
#include <queue>
#include <set>

namespace spw::engine {

namespace {

/// Positions reachable from `start` along `next`, itself included if it lies on a loop.
std::set<int> reach(int start, const std::vector<std::vector<int>>& next)
{
    std::set<int> seen;
    std::vector<int> open{start};
    while (!open.empty()) {
        const int at = open.back();
        open.pop_back();
        for (const int to : next[std::size_t(at)])
            if (seen.insert(to).second)
                open.push_back(to);
    }
    return seen;
}

} // namespace

std::vector<OrderedNode> runOrder(const Plan& plan)
{
    std::vector<const PlannedNode*> nodes;
    std::map<NodeId, int> position;
    for (const PlannedNode& node : plan.nodes)
        if (findBuilder(node.spec->id)) {
            position[node.id] = int(nodes.size());
            nodes.push_back(&node);
        }
    std::vector<std::vector<int>> next(nodes.size()), before(nodes.size());
    for (std::size_t to = 0; to < nodes.size(); ++to)
        for (const PlannedInput& input : nodes[to]->inputs)
            for (const EdgeEnd& from : input.from)
                if (const auto found = position.find(from.node); found != position.end()) {
                    next[std::size_t(found->second)].push_back(int(to));
                    before[to].push_back(found->second);
                }

    // Units: a loop, or a node on none. The unit of a loop is its first node.
    std::vector<int> unit(nodes.size()), loop(nodes.size(), -1);
    std::map<int, std::vector<int>> members;
    int loops = 0;
    for (int i = 0; i < int(nodes.size()); ++i) {
        if (loop[std::size_t(i)] >= 0)
            continue;
        unit[std::size_t(i)] = i;
        members[i] = {i};
        if (!nodes[std::size_t(i)]->stepByStep)
            continue;
        const std::set<int> after = reach(i, next), upstream = reach(i, before);
        members[i].clear();
        for (const int other : after)
            if (upstream.count(other) != 0) {
                unit[std::size_t(other)] = i;
                loop[std::size_t(other)] = loops;
                members[i].push_back(other);   // ascending: the order of the plan
            }
        ++loops;
    }
    std::vector<std::set<int>> waitsFor(nodes.size());   // by unit
    for (std::size_t to = 0; to < nodes.size(); ++to)
        for (const int from : before[to])
            if (unit[std::size_t(from)] != unit[to])
                waitsFor[std::size_t(unit[to])].insert(unit[std::size_t(from)]);
    std::vector<std::vector<int>> releases(nodes.size());
    std::priority_queue<int, std::vector<int>, std::greater<>> ready;
    for (const auto& [first, list] : members) {
        for (const int from : waitsFor[std::size_t(first)])
            releases[std::size_t(from)].push_back(first);
        if (waitsFor[std::size_t(first)].empty())
            ready.push(first);
    }
    std::vector<OrderedNode> order;
    while (!ready.empty()) {
        const int at = ready.top();
        ready.pop();
        for (const int member : members[at])
            order.push_back({nodes[std::size_t(member)], loop[std::size_t(member)]});
        for (const int to : releases[std::size_t(at)]) {
            waitsFor[std::size_t(to)].erase(at);
            if (waitsFor[std::size_t(to)].empty())
                ready.push(to);
        }
    }
    return order;
}

} // namespace spw::engine
