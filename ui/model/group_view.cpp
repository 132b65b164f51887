// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/group_view.h"

#include "core/plan/group_expansion.h"
#include "ui/model/texts.h"

#include <algorithm>

namespace spw::ui {

const Group* groupOf(const Graph& graph, const Diagnostic& diagnostic)
{
    return diagnostic.code == kNotRepeatable ? graph.groupOf(diagnostic.node) : nullptr;
}

std::int64_t copiesOf(const Graph& graph, NodeId node)
{
    const Group* group = graph.groupOf(node);
    return group ? group->repeat : 1;
}

std::optional<StackActivity> stackActivity(const Snapshot& snapshot, NodeId node)
{
    StackActivity stack;
    for (std::int64_t copy = 1; copy <= kMostRepeats; ++copy) {
        const auto it = snapshot.activity.find(copyId(node, copy));
        if (it == snapshot.activity.end())
            break;
        const NodeActivity& one = it->second;
        stack.copies.push_back(one);
        stack.rate += one.rate;
        stack.lowest = copy == 1 ? one.rate : std::min(stack.lowest, one.rate);
        stack.highest = std::max(stack.highest, one.rate);
        if (one.deadShare > stack.deadShare) {
            stack.deadShare = one.deadShare;
            stack.deadCopy = int(copy);
        }
        if (one.saturatedShare > stack.saturatedShare) {
            stack.saturatedShare = one.saturatedShare;
            stack.saturatedCopy = int(copy);
        }
    }
    if (stack.copies.empty())
        return std::nullopt;
    stack.rate /= double(stack.copies.size());
    return stack;
}

std::pair<const PortInfo*, const PortInfo*> outputInfo(const Graph& graph, const Plan& plan, const EdgeEnd& output)
{
    const auto find = [&](const EdgeEnd& end) {
        const auto it = plan.ports.find(end);
        return it == plan.ports.end() ? nullptr : &it->second;
    };
    const PortInfo* first = find(output);
    const std::int64_t copies = copiesOf(graph, output.node);
    if (copies == 1)
        return {first, first};
    // A group that cannot be repeated has no copies in the plan.
    for (const Diagnostic& d : plan.diagnostics)
        if (const Group* group = groupOf(graph, d); group && group->members.count(output.node))
            return {first, first};
    return {first, find({copyId(output.node, copies), output.port})};
}

std::pair<const PortInfo*, const PortInfo*> wireInfo(const Graph& graph, const Plan& plan, const Edge& edge)
{
    const auto info = outputInfo(graph, plan, edge.from);
    const Group* group = graph.groupOf(edge.from.node);
    if (group && group->members.count(edge.to.node) == 0)
        return {info.second, info.second};
    return info;
}

QString stackShape(const std::pair<const PortInfo*, const PortInfo*>& info)
{
    const auto one = [](const PortInfo* port) {
        return port ? toQString(spw::shapeText(port->features)).replace(u'x', u'×') : QStringLiteral("?");
    };
    const QString first = one(info.first), last = one(info.second);
    return first == last ? first : first + QStringLiteral(" … ") + last;
}

} // namespace spw::ui
