// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/planner.h"

#include "core/plan/bootstrap_limits.h"
#include "core/plan/learner_ties.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <queue>
#include <unordered_map>
#include <unordered_set>

namespace spw {

Planner::Planner(const Graph& graph) : m_graph(graph)
{
    m_items.reserve(graph.nodes().size());
    for (const auto& [id, node] : graph.nodes()) {
        Item item;
        item.node = &node;
        item.spec = graph.catalog().find(node.type);
        item.planned.id = id;
        item.planned.spec = item.spec;
        if (item.spec) {
            item.inputTaken.resize(item.spec->inputs.size());
            item.outputUsed.resize(item.spec->outputs.size());
            item.planned.inputs.resize(item.spec->inputs.size());
            for (const PortSpec& out : item.spec->outputs)
                item.planned.outputs.push_back({.type = out.type, .features = {}, .steps = {}, .classes = {}});
        }
        m_items.push_back(std::move(item));
    }
}

Plan Planner::make()
{
    nameNodes();
    checkParameters();
    connectWires();
    findCycles();
    checkOpenInputs();
    const std::vector<int> sequence = order();
    inferShapes(sequence);
    checkUse();
    checkLearners();
    checkReadouts();
    checkStepTimes();

    m_plan.nodes.reserve(sequence.size());
    for (const int index : sequence) {
        Item& item = m_items[std::size_t(index)];
        for (std::size_t i = 0; i < item.planned.outputs.size(); ++i)
            if (!item.planned.outputs[i].features.empty())
                m_plan.ports.emplace(EdgeEnd{item.planned.id, item.spec->outputs[i].name}, item.planned.outputs[i]);
        m_plan.nodes.push_back(std::move(item.planned));
    }
    for (Diagnostics found : {checkLearnerTies(m_plan), checkBootstrap(m_plan)})
        std::move(found.begin(), found.end(), std::back_inserter(m_plan.diagnostics));
    std::stable_sort(m_plan.diagnostics.begin(), m_plan.diagnostics.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.severity > b.severity; });
    return std::move(m_plan);
}

void Planner::report(int index, Severity severity, const char* code, std::string port, std::string what,
                     std::string why, std::string fix)
{
    const PlannedNode& node = m_items[std::size_t(index)].planned;
    m_plan.diagnostics.push_back({.severity = severity, .code = code, .node = node.id, .nodeName = node.name,
                                  .port = std::move(port), .what = std::move(what), .why = std::move(why),
                                  .fix = std::move(fix)});
}

void Planner::nameNodes()
{
    std::unordered_map<std::string, int> count;
    std::unordered_set<std::string> taken;
    for (const Item& item : m_items)
        if (++count[item.node->title] == 1)
            taken.insert(item.node->title);
    for (Item& item : m_items) {
        std::string name = item.node->title;
        if (count[name] > 1) {
            const std::string suffix = " #" + std::to_string(item.node->id);
            do
                name += suffix;
            while (!taken.insert(name).second);   // someone may have called another node so
        }
        item.planned.name = std::move(name);
    }
}

void Planner::checkParameters()
{
    for (int index = 0; index < int(m_items.size()); ++index) {
        Item& item = m_items[std::size_t(index)];
        if (!item.spec) {
            report(index, Severity::Error, "SPW-G001", "", "The node type '" + item.node->type + "' is not known.",
                   "The plugin that brings it is missing, or a newer Spikewright wrote the project.",
                   "Install the plugin, or delete the node; until then its values and wires are kept.");
            continue;
        }
        const auto& given = item.node->values.all();
        item.planned.values = item.node->values;   // all at once: a value at a time takes twice as long
        std::size_t known = 0;
        for (const ParamSpec& param : item.spec->params) {
            const auto it = given.find(param.name);
            if (it == given.end()) {
                item.planned.values.set(param.name, param.initial);
                continue;
            }
            ++known;
            ParamValue value = normalised(param, it->second);
            if (const std::string why = whyIllegal(param, value); !why.empty()) {
                item.valuesLegal = false;
                report(index, Severity::Error, "SPW-G002", param.name, "'" + param.caption + "' " + why + ".", "",
                       "Enter " + legalText(param) + ".");
            }
            if (value != it->second)
                item.planned.values.set(param.name, std::move(value));
        }
        if (known != given.size())
            for (const auto& [name, value] : given)
                if (!item.spec->param(name)) {
                    item.planned.values.erase(name);
                    report(index, Severity::Warning, "SPW-G003", name, "It has no parameter '" + name + "'.",
                           "A newer Spikewright may have written it; the value is kept but not used.",
                           "Check the spelling, or update Spikewright.");
                }
        if (item.valuesLegal && item.spec->check) {
            NodeReport found;
            item.spec->check(item.planned.values, found);
            for (Diagnostic d : found.list()) {
                d.node = item.planned.id;
                d.nodeName = item.planned.name;
                if (d.code.empty())
                    d.code = "SPW-G010";
                item.valuesLegal = item.valuesLegal && d.severity != Severity::Error;
                m_plan.diagnostics.push_back(std::move(d));
            }
        }
    }
}

void Planner::connectWires()
{
    std::unordered_map<NodeId, int> indexOf;
    indexOf.reserve(m_items.size());
    for (int index = 0; index < int(m_items.size()); ++index)
        indexOf.emplace(m_items[std::size_t(index)].node->id, index);

    m_wires.reserve(m_graph.edges().size());
    for (const Edge& edge : m_graph.edges()) {
        Wire wire;
        wire.from = indexOf.at(edge.from.node);   // a graph has no edges without nodes
        wire.to = indexOf.at(edge.to.node);
        Item& from = m_items[std::size_t(wire.from)];
        Item& to = m_items[std::size_t(wire.to)];
        wire.output = from.spec ? from.spec->outputIndex(edge.from.port) : -1;
        wire.input = to.spec ? to.spec->inputIndex(edge.to.port) : -1;
        if (from.spec && wire.output < 0)
            report(wire.from, Severity::Error, "SPW-G004", edge.from.port,
                   "It has no output '" + edge.from.port + "', but a wire to " + nameOf(wire.to) + " starts there.", "",
                   "Delete the wire and draw it from another output.");
        if (to.spec && wire.input < 0)
            report(wire.to, Severity::Error, "SPW-G004", edge.to.port,
                   "It has no input '" + edge.to.port + "', but a wire from " + nameOf(wire.from) + " ends there.", "",
                   "Delete the wire and draw it to another input.");
        bool second = false;
        if (wire.input >= 0) {
            second = to.inputTaken[std::size_t(wire.input)] && !to.spec->inputs[std::size_t(wire.input)].bundle;
            to.inputTaken[std::size_t(wire.input)] = true;
            if (second)
                report(wire.to, Severity::Error, "SPW-G006", edge.to.port,
                       "The wire from " + nameOf(wire.from) + " ends where another wire already does.",
                       "This input takes one wire.", "Delete one of the wires.");
        }
        if (wire.output >= 0)
            from.outputUsed[std::size_t(wire.output)] = true;
        if (wire.output < 0 || wire.input < 0)
            continue;
        const PortType given = from.spec->outputs[std::size_t(wire.output)].type;
        const PortType wanted = to.spec->inputs[std::size_t(wire.input)].type;
        if (!canConnect(given, wanted)) {
            report(wire.to, Severity::Error, "SPW-G005", edge.to.port,
                   nameOf(wire.from) + " gives " + portTypeName(given) + ", this input expects " + portTypeName(wanted) +
                       ".",
                   "", connectAdvice(given, wanted));
            continue;
        }
        if (second)
            continue;
        wire.delayed = from.spec->delaysOutput;
        from.outgoing.push_back(int(m_wires.size()));
        to.incoming.push_back(int(m_wires.size()));
        to.planned.inputs[std::size_t(wire.input)].from.push_back(edge.from);
        m_wires.push_back(wire);
    }
}

std::vector<std::vector<int>> Planner::loops(bool cutDelayed) const
{
    // Tarjan's strongly connected components without recursion: a chain of nodes may be as long as the file allows.
    const std::size_t count = m_items.size();
    std::vector<int> number(count, -1), lowest(count, 0), stack, path;
    std::vector<std::size_t> next(count, 0);
    std::vector<bool> onStack(count, false);
    std::vector<std::vector<int>> found;
    int counter = 0;
    for (int root = 0; root < int(count); ++root) {
        if (number[std::size_t(root)] >= 0)
            continue;
        path.push_back(root);
        while (!path.empty()) {
            const int at = path.back();
            const std::size_t a = std::size_t(at);
            if (number[a] < 0) {
                number[a] = lowest[a] = counter++;
                stack.push_back(at);
                onStack[a] = true;
            }
            bool descends = false;
            while (next[a] < m_items[a].outgoing.size()) {
                const Wire& wire = m_wires[std::size_t(m_items[a].outgoing[next[a]])];
                if (cutDelayed && wire.delayed) {
                    ++next[a];
                    continue;
                }
                const std::size_t to = std::size_t(wire.to);
                if (number[to] < 0) {
                    path.push_back(wire.to);   // looked at again when it is done: then its number is known
                    descends = true;
                    break;
                }
                if (onStack[to])
                    lowest[a] = std::min(lowest[a], lowest[to]);
                ++next[a];
            }
            if (descends)
                continue;
            path.pop_back();
            if (lowest[a] != number[a])
                continue;
            std::vector<int> group;
            for (int member = -1; member != at;) {
                member = stack.back();
                stack.pop_back();
                onStack[std::size_t(member)] = false;
                group.push_back(member);
            }
            const bool feedsItself = std::any_of(m_items[a].outgoing.begin(), m_items[a].outgoing.end(), [&](int w) {
                const Wire& wire = m_wires[std::size_t(w)];
                return wire.to == at && !(cutDelayed && wire.delayed);
            });
            if (group.size() > 1 || feedsItself) {
                std::sort(group.begin(), group.end());
                found.push_back(std::move(group));
            }
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// "'A' > 'B' > 'A'": one way round, shortest from the first node, which need not pass all nodes of the group.
std::string Planner::loopText(const std::vector<int>& loop) const
{
    const std::unordered_set<int> members(loop.begin(), loop.end());
    const int start = loop.front();
    std::unordered_map<int, int> cameFrom;
    std::queue<int> open;
    open.push(start);
    while (!open.empty()) {
        const int at = open.front();
        open.pop();
        for (const int w : m_items[std::size_t(at)].outgoing) {
            const Wire& wire = m_wires[std::size_t(w)];
            if (wire.delayed || !members.count(wire.to) || cameFrom.count(wire.to))
                continue;
            cameFrom.emplace(wire.to, at);
            if (wire.to == start)
                break;
            open.push(wire.to);
        }
    }
    std::vector<int> way{start};
    int at = start;
    do {
        at = cameFrom.at(at);
        way.push_back(at);
    } while (at != start);
    std::reverse(way.begin(), way.end());
    constexpr std::size_t kMostNamed = 12;
    std::string text;
    for (std::size_t i = 0; i < way.size(); ++i) {
        if (way.size() > kMostNamed && i == kMostNamed - 2)
            text += " > ... (" + std::to_string(way.size() - kMostNamed) + " more)";
        if (way.size() > kMostNamed && i >= kMostNamed - 2 && i + 2 < way.size())
            continue;
        text += (text.empty() ? "" : " > ") + nameOf(way[i]);
    }
    return text;
}

void Planner::findCycles()
{
    for (const std::vector<int>& loop : loops(true)) {
        for (const int index : loop)
            m_items[std::size_t(index)].onBadCycle = true;
        report(loop.front(), Severity::Error, "SPW-G007", "", "These nodes form a loop: " + loopText(loop) + ".",
               "Each waits for the other, so none can go first.",
               "Delete one wire of the loop, or put a node into it that holds its output for one step.");
    }
    for (const std::vector<int>& loop : loops(false)) {
        for (const int index : loop) {
            Item& item = m_items[std::size_t(index)];
            item.planned.stepByStep = true;
            if (item.spec && item.spec->wholeSequence)
                report(index, Severity::Error, "SPW-G014", "", "It needs all steps of a sequence at once, but lies on a loop.",
                       "Nodes on a loop are run step by step.", "Take it out of the loop, or choose another node.");
            m_delaysOnLoops += item.spec && item.spec->delaysOutput;
        }
    }
}

void Planner::checkOpenInputs()
{
    for (int index = 0; index < int(m_items.size()); ++index) {
        const Item& item = m_items[std::size_t(index)];
        for (std::size_t i = 0; i < item.inputTaken.size(); ++i) {
            const PortSpec& port = item.spec->inputs[i];
            if (!item.inputTaken[i] && !port.optional)
                report(index, Severity::Error, "SPW-G008", port.name, "Its input '" + port.name + "' is open.",
                       std::string("It needs ") + portTypeName(port.type) + ".",
                       "Draw a wire to it, or delete the node.");
        }
    }
}

std::vector<int> Planner::order() const
{
    std::vector<int> waitsFor(m_items.size(), 0), sequence;
    const auto counts = [&](const Wire& wire) { return !wire.delayed && !m_items[std::size_t(wire.from)].onBadCycle; };
    for (const Wire& wire : m_wires)
        waitsFor[std::size_t(wire.to)] += counts(wire);
    // Of several ready nodes the one with the smallest id goes first: the same graph gives the same plan.
    std::priority_queue<int, std::vector<int>, std::greater<>> ready;
    for (int index = 0; index < int(m_items.size()); ++index) {
        const Item& item = m_items[std::size_t(index)];
        if (waitsFor[std::size_t(index)] == 0 && item.spec && !item.onBadCycle)
            ready.push(index);
    }
    sequence.reserve(m_items.size());
    while (!ready.empty()) {
        const int at = ready.top();
        ready.pop();
        sequence.push_back(at);
        for (const int w : m_items[std::size_t(at)].outgoing) {
            const Wire& wire = m_wires[std::size_t(w)];
            if (counts(wire) && --waitsFor[std::size_t(wire.to)] == 0 && !m_items[std::size_t(wire.to)].onBadCycle)
                ready.push(wire.to);
        }
    }
    return sequence;
}

} // namespace spw
