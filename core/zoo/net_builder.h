// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph.h"

#include <map>
#include <string>
#include <vector>

namespace spw::zoo {

using Values = std::map<std::string, ParamValue>;
using Sides = std::vector<std::int64_t>;

/// Draws a network as a person would: nodes from left to right, a new row where something new begins, stages side by side.
/// It collects and checks nothing: the planner does, in tests for every template.
class NetBuilder {
public:
    /// A node at the next place of the row, not wired.
    NodeId add(const std::string& type, const std::string& title, const Values& values = {});
    /// A node at the next place of the row, its first input wired to the end of the chain; its first output is the new end.
    NodeId then(const std::string& type, const std::string& title, const Values& values = {});
    void wire(const EdgeEnd& from, NodeId to, const std::string& port);

    /// What was drawn. Ids are the order of drawing.
    Graph finish();
    const Node& node(NodeId id) const { return m_nodes.at(std::size_t(id - 1)); }
    const NodeSpec& spec(NodeId id) const { return *m_specs.at(std::size_t(id - 1)); }

    const EdgeEnd& end() const { return m_end; }
    void from(const EdgeEnd& end) { m_end = end; }
    void from(NodeId node, const std::string& port) { m_end = {node, port}; }

    /// The next nodes stand in a new row; `half`: close below, as what runs beside the row above.
    void row(bool half = false);
    /// Back to the row above a half row.
    void backUp() { m_y -= kHalfRow; }
    /// Stages, which stand side by side, begin at the height of this row.
    void beginStages() { m_top = m_y; }
    /// The next nodes stand in rows right of all that was drawn so far, from the height at which stages begin.
    void stage();
    double column() const { return m_x; }
    void column(double x) { m_x = x; }

    /// Nodes added until endGroup() belong together.
    void beginGroup(const std::string& title) { m_group = {.id = 0, .title = title, .members = {}}; m_grouping = true; }
    void endGroup(std::int64_t repeat = 1);

    /// "Conv 1", "Conv 2", ...
    std::string numbered(const std::string& title) { return title + " " + std::to_string(++m_count[title]); }

    EdgeEnd label{};             // of the data; node 0: none
    NodeId lastNeuron = 0;       // outside groups: a repeated group may not be read in its middle

    static constexpr double kColumn = 260, kRow = 200, kHalfRow = 164;

private:
    double m_x = 0, m_y = 0, m_left = 0, m_top = 0, m_right = 0, m_bottom = 0;
    EdgeEnd m_end;
    std::vector<Node> m_nodes;
    std::vector<const NodeSpec*> m_specs;
    std::vector<Edge> m_edges;
    std::vector<Group> m_groups;
    Group m_group;
    bool m_grouping = false;
    std::map<std::string, int> m_count;
};

} // namespace spw::zoo
