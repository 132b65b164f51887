// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/param.h"

#include <cstdint>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace spw {

using NodeId = std::int64_t;   // positive; 0 is "no node"

struct Point {
    double x = 0, y = 0;
    bool operator==(const Point&) const = default;
};

struct EdgeEnd {
    NodeId node = 0;
    std::string port;
    auto operator<=>(const EdgeEnd&) const = default;
};

struct Edge {
    EdgeEnd from, to;
    auto operator<=>(const Edge&) const = default;
};

struct Node {
    NodeId id = 0;
    std::string type;        // NodeSpec::id; may be unknown here (a plugin is missing): kept as a placeholder
    std::string title;       // user's name; unique is not required
    ParamValues values;
    Point position;
    std::string extra{};     // unknown keys of the file, as JSON text, kept on save
    bool operator==(const Node&) const = default;
};

/// Nodes that belong together: drawn as one block, and, with `repeat` above 1, stacked: each further copy (with weights
/// of its own) reads what the one before it gives. @see core/plan/group_expansion.h
struct Group {
    std::int64_t id = 0;     // positive, in a space of its own
    std::string title;
    std::set<NodeId> members;
    std::int64_t repeat = 1;   // 1..kMostRepeats
    bool operator==(const Group&) const = default;
};
inline constexpr std::int64_t kMostRepeats = 256;

struct GraphEdit;

/// Values not given are filled with the type's defaults; an empty title with the type's title and a number.
struct AddNode { Node node; };
/// Also removes its edges; the inverse brings all of it back.
struct RemoveNode { NodeId node = 0; };
/// Replaces what is wired to a single input (the inverse restores it).
/// `asItWas`: in inverse edits; brings back a state that existed, however wrong, without checking it again.
struct Connect { Edge edge; bool asItWas = false; };
struct Disconnect { Edge edge; };
struct SetParam { NodeId node = 0; std::string name; ParamValue value; bool asItWas = false; };
struct MoveNode { NodeId node = 0; Point position; };
struct RenameNode { NodeId node = 0; std::string title; };
/// Adds or changes the group of this id (0: a new one); a node that was in another group leaves it. Without members the
/// group goes. Nodes that are removed leave their group.
struct SetGroup { Group group; };
/// Several edits as one: all or nothing.
struct Batch { std::vector<GraphEdit> edits; };

/// One change of a graph, as a value.
struct GraphEdit {
    std::variant<AddNode, RemoveNode, Connect, Disconnect, SetParam, MoveNode, RenameNode, SetGroup, Batch> value;
    template <class T>
    GraphEdit(T edit) : value(std::move(edit)) {}   // NOLINT: implicit on purpose, Graph::apply(SetParam{...})
};

} // namespace spw
