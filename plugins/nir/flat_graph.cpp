// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/nir/flat_graph.h"

#include "core/base/error.h"

#include <algorithm>
#include <map>
#include <optional>

namespace spw::nir {

namespace {

const std::vector<std::string>& primitives()
{
    static const std::vector<std::string> list{
        "Input", "Output", "Affine", "Linear", "Scale", "Conv1d", "Conv2d", "SumPool2d", "AvgPool2d", "Flatten", "I", "IF",
        "LI",    "LIF",    "CubaLI", "CubaLIF", "Delay", "Threshold"};
    return list;
}

constexpr std::size_t kMostEdges = 4'000'000;
constexpr std::size_t kMostWork = 50'000'000;   // steps along loops

/// Edges by name while subgraphs are taken apart.
struct Builder {
    std::map<std::string, Node> nodes;
    std::set<std::pair<std::string, std::string>> edges;
    std::set<std::string> doors;   // inputs and outputs of subgraphs: they only pass on
    std::map<std::string, Items> subgraphs;
    std::string where;
    bool repair = false;
    ExchangeReport& report;

    std::string place(const std::string& prefix) const
    {
        return prefix.empty() ? where + ", /node" : where + ", subgraph '" + prefix.substr(0, prefix.size() - 1) + "'";
    }

    void take(const Node& graph, const std::string& prefix)
    {
        if (graph.nodes.empty())
            throw Error("The graph is empty: it has no nodes.", place(prefix), "Export the network again with at least an Input, a layer and an Output.");
        for (const auto& [name, node] : graph.nodes) {
            const std::string full = prefix + name;
            if (node.type == "NIRGraph") {
                if (!node.metadata.empty())
                    subgraphs[full] = node.metadata;
                take(node, full + ".");
                continue;
            }
            if (!isPrimitive(node.type)) {
                std::string known;
                for (const std::string& one : primitives())
                    known += (known.empty() ? "" : ", ") + one;
                throw Error("The node '" + full + "' is of the type '" + node.type + "', which NIR does not know.", place(prefix),
                            "Known are " + known + ". Replace the node in the program that wrote the file.");
            }
            if (!nodes.emplace(full, node).second)
                throw Error("Two nodes would be called '" + full + "'.", place(prefix), "Rename one of them.");
            if (!prefix.empty() && (node.type == "Input" || node.type == "Output"))
                doors.insert(full);
        }
        std::size_t doubled = 0;
        for (const auto& [from, to] : graph.edges) {
            const std::vector<std::string> starts = ends(graph, prefix, from, to, false), stops = ends(graph, prefix, to, from, true);
            for (const std::string& start : starts)
                for (const std::string& stop : stops)
                    if (!edges.emplace(start, stop).second)
                        ++doubled;
            if (edges.size() > kMostEdges)
                throw Error("The graph has more than " + std::to_string(kMostEdges) + " edges.", place(prefix), "The file is damaged.");
        }
        if (doubled > 0)
            report.add(Outcome::Skipped, 0, prefix.empty() ? "edges" : prefix + "edges", doubled == 1 ? "An edge occurs twice." : std::to_string(doubled) + " edges occur twice.",
                       "An edge joins two nodes once; the second one says nothing.");
    }

    /// The nodes that the end of an edge means: a node, or the doors of a subgraph.
    std::vector<std::string> ends(const Node& graph, const std::string& prefix, const std::string& name, const std::string& other, bool entering)
    {
        const auto found = graph.nodes.find(name);
        if (found == graph.nodes.end()) {
            if (const std::size_t dot = name.rfind('.'); dot != std::string::npos && nodes.count(prefix + name))
                return {prefix + name};   // "rec.input", the door itself
            return {prefix + missing(graph, prefix, name, other)};
        }
        if (found->second.type != "NIRGraph")
            return {prefix + name};
        std::vector<std::string> out;
        for (const auto& [inner, node] : found->second.nodes)
            if (node.type == (entering ? "Input" : "Output"))
                out.push_back(prefix + name + "." + inner);
        if (out.empty())
            throw Error("An edge " + std::string(entering ? "enters" : "leaves") + " the subgraph '" + prefix + name + "', which has no " +
                            (entering ? "Input" : "Output") + ".",
                        place(prefix), "Give the subgraph one, or export the network again.");
        return out;
    }

    /// The name that is meant by one that does not exist.
    std::string missing(const Node& graph, const std::string& prefix, const std::string& name, const std::string& other)
    {
        std::set<std::string> used;
        for (const auto& [from, to] : graph.edges)
            used.insert({from, to});
        std::vector<std::string> candidates;
        for (const auto& [one, node] : graph.nodes)
            if (!used.count(one) && node.type != "Input" && node.type != "Output")
                candidates.push_back(one);
        const std::string what = "An edge between '" + prefix + other + "' and '" + prefix + name + "' names a node that does not exist: '" + name + "'.";
        if (candidates.size() != 1)
            throw Error(what, place(prefix), "Correct the edge in the program that wrote the file.");
        const std::string& meant = candidates[0];
        if (!repair)
            throw Error(what, place(prefix),
                        "'" + meant + "' (" + graph.nodes.at(meant).type + ") is the only node without an edge: if it is meant, import with the option "
                        "repair_edges=true.");
        report.add(Outcome::Changed, 0, prefix + name, "An edge to '" + name + "' goes to '" + meant + "'.",
                   "There is no node of that name, and this is the only one without an edge.", "Check that it is meant.");
        return meant;
    }

    /// What came to a door goes to where it leads.
    void removeDoors()
    {
        for (const std::string& door : doors) {
            std::vector<std::string> from, to;
            for (auto edge = edges.begin(); edge != edges.end();) {
                const bool in = edge->second == door, out = edge->first == door;
                if (in && !out)
                    from.push_back(edge->first);
                if (out && !in)
                    to.push_back(edge->second);
                edge = in || out ? edges.erase(edge) : std::next(edge);
            }
            if (from.size() * to.size() > kMostEdges)
                throw Error("The graph has more than " + std::to_string(kMostEdges) + " edges.", where, "The file is damaged.");
            for (const std::string& start : from)
                for (const std::string& stop : to)
                    edges.emplace(start, stop);
            nodes.erase(door);
        }
    }
};

/// Sides that a node expects of its input, if its parameters say so.
std::optional<std::vector<std::int64_t>> inputShapeOf(const Node& node)
{
    const auto shape = [&](const char* name) -> std::optional<std::vector<std::int64_t>> {
        const auto field = node.fields.find(name);
        if (field == node.fields.end() || !field->second.array)
            return std::nullopt;
        return field->second.array->shape;
    };
    if (node.type == "Linear" || node.type == "Affine") {
        const auto weight = shape("weight");
        if (weight && weight->size() == 2)
            return std::vector{(*weight)[1]};
    }
    if (node.type == "Conv1d" || node.type == "Conv2d") {
        const auto weight = shape("weight");
        const auto input = node.fields.find("input_shape"), groups = node.fields.find("groups");
        if (weight && weight->size() > 2 && input != node.fields.end() && input->second.array) {
            std::vector<std::int64_t> out{(*weight)[1]};
            if (groups != node.fields.end() && groups->second.array && groups->second.array->values.size() == 1)
                out[0] *= std::int64_t(groups->second.array->values[0]);
            for (const double side : input->second.array->values)
                out.push_back(std::int64_t(side));
            if (out.size() == weight->size() - 1)
                return out;
        }
    }
    if (node.type == "Flatten") {
        const auto input = node.fields.find("input_type");
        if (input != node.fields.end() && input->second.array) {
            const std::vector<double>& sides = input->second.array->values;
            return std::vector<std::int64_t>(sides.begin(), sides.end());
        }
    }
    for (const char* name : {"v_threshold", "threshold", "tau", "tau_mem", "r", "scale", "delay"})
        if (const auto found = shape(name); found && !found->empty())
            return found;
    return std::nullopt;
}

} // namespace

bool isPrimitive(const std::string& type)
{
    return std::find(primitives().begin(), primitives().end(), type) != primitives().end();
}

bool isNeuron(const std::string& type)
{
    return type == "I" || type == "IF" || type == "LI" || type == "LIF" || type == "CubaLI" || type == "CubaLIF";
}

FlatGraph flatten(const File& file, const std::string& where, bool repair, ExchangeReport& report)
{
    Builder builder{{}, {}, {}, {}, where, repair, report};
    if (file.node.type == "NIRGraph") {
        builder.take(file.node, "");
    } else {   // a primitive alone is legal
        Node graph;
        graph.type = "NIRGraph";
        graph.nodes["node"] = file.node;
        builder.take(graph, "");
    }
    builder.removeDoors();

    // Something must come in: of a graph without an Input, into what nobody feeds.
    std::set<std::string> fed;
    bool hasInput = false;
    for (const auto& [from, to] : builder.edges)
        fed.insert(to);
    for (const auto& [name, node] : builder.nodes)
        hasInput = hasInput || node.type == "Input";
    if (!hasInput) {
        std::map<std::string, Node> made;
        for (const auto& [name, node] : builder.nodes) {
            const auto shape = inputShapeOf(node);
            if (fed.count(name) || node.type == "Output" || !shape)
                continue;
            Node input;
            input.type = "Input";
            input.fields["shape"] = itemOf(list(*shape));
            made[name + ".input"] = input;
            builder.edges.emplace(name + ".input", name);
            report.add(Outcome::Changed, 0, name, "An Input of " + shapeText(*shape) + " was added in front of it.",
                       "The graph has none, and nothing else feeds this node.");
        }
        if (made.empty())
            throw Error("The graph has no Input.", where + ", /node", "Export the network again with an Input node.");
        builder.nodes.merge(made);
    }

    FlatGraph graph;
    graph.subgraphs = std::move(builder.subgraphs);
    std::map<std::string, int> index;
    for (auto& [name, node] : builder.nodes) {
        index[name] = int(graph.nodes.size());
        graph.nodes.push_back({name, std::move(node)});
    }
    for (const auto& [from, to] : builder.edges)
        graph.edges.emplace_back(index.at(from), index.at(to));
    std::sort(graph.edges.begin(), graph.edges.end());
    return graph;
}

bool waitsBehind(const Node& node)
{
    const auto own = node.metadata.find("spikewright");
    return own != node.metadata.end() && own->second.children.count("waits_behind");
}

void cutLoops(FlatGraph& graph, const std::set<int>& holds)
{
    enum State : char { New, Open, Done };
    const int count = int(graph.nodes.size());
    std::vector<std::vector<int>> after(static_cast<std::size_t>(count));
    for (const auto& [from, to] : graph.edges)
        after[std::size_t(from)].push_back(to);
    std::vector<int> starts;   // inputs first, so that "back" means what a reader of the drawing would say
    for (int i = 0; i < count; ++i)
        if (graph.nodes[std::size_t(i)].node.type == "Input")
            starts.push_back(i);
    for (int i = 0; i < count; ++i)
        starts.push_back(i);

    // The edge of the loop path[first..] (closed by its last node) that waits.
    const auto cut = [&](const std::vector<int>& path, std::size_t first) {
        for (std::size_t i = first; i < path.size(); ++i)
            if (waitsBehind(graph.nodes[std::size_t(path[i])].node)) {
                graph.delayed.emplace(path[i], i + 1 < path.size() ? path[i + 1] : path[first]);
                return;
            }
        for (std::size_t i = path.size(); i-- > first;) {
            const int from = path[i], to = i + 1 < path.size() ? path[i + 1] : path[first];
            if (isNeuron(graph.nodes[std::size_t(from)].node.type) || graph.nodes[std::size_t(from)].node.type == "Threshold") {
                graph.delayed.emplace(from, to);
                return;
            }
            if (i > first && after[std::size_t(from)].size() > 1)
                break;   // it also leads elsewhere, and there nothing waits
        }
        graph.delayed.emplace(path.back(), path[first]);
    };

    std::size_t work = 0;
    for (bool again = true; again;) {
        again = false;
        std::vector<State> states(static_cast<std::size_t>(count), New);
        std::vector<int> path;
        std::vector<std::size_t> next;
        for (const int start : starts) {
            if (states[std::size_t(start)] != New)
                continue;
            path = {start};
            next = {0};
            states[std::size_t(start)] = Open;
            while (!path.empty()) {
                const int at = path.back();
                const std::vector<int>& targets = after[std::size_t(at)];
                if (holds.count(at) || next.back() == targets.size()) {
                    states[std::size_t(at)] = Done;
                    path.pop_back();
                    next.pop_back();
                    continue;
                }
                const int to = targets[next.back()++];
                if (graph.delayed.count({at, to}))
                    continue;
                if (states[std::size_t(to)] == New) {
                    states[std::size_t(to)] = Open;
                    path.push_back(to);
                    next.push_back(0);
                } else if (states[std::size_t(to)] == Open) {
                    const std::size_t first = std::size_t(std::find(path.begin(), path.end(), to) - path.begin());
                    work += path.size();
                    if (work > kMostWork)
                        throw Error("The graph has too many loops in each other.", "the edges", "The file is damaged, or no network.");
                    bool waits = false;   // an edge of this loop may already do so
                    for (std::size_t i = first; i + 1 < path.size(); ++i)
                        waits = waits || graph.delayed.count({path[i], path[i + 1]});
                    if (!waits)
                        cut(path, first);
                    again = true;
                }
            }
        }
    }
}

} // namespace spw::nir
