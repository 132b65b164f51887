// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// Edits that a user thinks of as one and a graph as many: delete and reconnect, paste, auto-layout.
/// They compute a GraphEdit and change nothing.
namespace spw::ui {

std::optional<GraphEdit> removeNodes(const Graph& graph, const std::set<NodeId>& nodes);
/// Also wires what fed a removed node to what it fed, where the types allow it.
std::optional<GraphEdit> dissolveNodes(const Graph& graph, const std::set<NodeId>& nodes);

/// The nodes with the wires between them and the groups that lie wholly among them, as the text of a small document: what the clipboard holds.
std::string fragmentText(const Graph& graph, const std::set<NodeId>& nodes);

/// "Conv 1" is taken: "Conv 2", which is then taken too.
std::string freeTitle(const std::string& wanted, std::set<std::string>& taken);

struct Paste {
    GraphEdit edit;
    std::set<NodeId> nodes;      // the new ones
};
/// @param at  where the middle of the pasted nodes goes; nullopt: beside where they were.
/// @throws Error if the text is not a document.
std::optional<Paste> pasteFragment(const Graph& graph, const std::string& text, std::optional<Point> at);
/// Copies of the nodes, a little aside.
std::optional<Paste> duplicateNodes(const Graph& graph, const std::set<NodeId>& nodes, bool withInputs);

/// A new node of this type, its wire to `partner` if given.
struct Added {
    GraphEdit edit;
    NodeId node = 0;
};
Added addNode(const Graph& graph, const NodeSpec& spec, Point at, const std::optional<Edge>& wire = {});

/// Columns by longest path from the sources, rows by the mean of their neighbours; size(node) says what fits.
std::optional<GraphEdit> autoLayout(const Graph& graph, const std::set<NodeId>& nodes,
                                    const std::map<NodeId, Point>& sizes);

double snapToGrid(double value);    // 8 px

} // namespace spw::ui
