// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/python/loops.h"

#include <map>
#include <set>

namespace spw::python {

namespace {

using Links = std::map<NodeId, std::set<NodeId>>;

/// Nodes that can be reached from `start` along `links`; itself only if it lies on a loop.
std::set<NodeId> reach(NodeId start, const Links& links)
{
    std::set<NodeId> seen;
    std::vector<NodeId> open{start};
    while (!open.empty()) {
        const NodeId at = open.back();
        open.pop_back();
        if (const auto found = links.find(at); found != links.end())
            for (const NodeId to : found->second)
                if (seen.insert(to).second)
                    open.push_back(to);
    }
    return seen;
}

} // namespace

std::vector<Unit> unitsOf(const NetworkView& view)
{
    Links next, before;
    std::map<NodeId, const PlannedNode*> nodes;
    for (const PlannedNode* node : view.nodes)
        nodes[node->id] = node;
    for (const PlannedNode* node : view.nodes)
        for (const PlannedInput& input : node->inputs)
            for (const EdgeEnd& from : input.from)
                if (nodes.count(from.node)) {
                    next[from.node].insert(node->id);
                    before[node->id].insert(from.node);
                }
    std::vector<Unit> units;
    std::map<NodeId, std::size_t> unitOf;
    for (const PlannedNode* node : view.nodes) {
        if (unitOf.count(node->id))
            continue;
        Unit unit;
        if (node->stepByStep) {
            const std::set<NodeId> after = reach(node->id, next), upstream = reach(node->id, before);
            for (const PlannedNode* other : view.nodes)
                if (after.count(other->id) && upstream.count(other->id))
                    unit.nodes.push_back(other);
        }
        unit.loop = !unit.nodes.empty();
        if (!unit.loop)
            unit.nodes = {node};
        for (const PlannedNode* member : unit.nodes)
            unitOf[member->id] = units.size();
        units.push_back(std::move(unit));
    }
    // Nodes outside loops are in order already; a loop waits for all that feed it.
    std::vector<Unit> out;
    std::vector<bool> done(units.size(), false);
    while (out.size() < units.size()) {
        const std::size_t written = out.size();
        for (std::size_t u = 0; u < units.size(); ++u) {
            bool ready = !done[u];
            for (const PlannedNode* node : units[u].nodes)
                for (const NodeId from : before[node->id])
                    ready = ready && (unitOf[from] == u || done[unitOf[from]]);
            if (ready) {
                done[u] = true;
                out.push_back(units[u]);
            }
        }
        if (out.size() == written)
            break;   // cannot be: units form no loops
    }
    return out;
}

} // namespace spw::python
