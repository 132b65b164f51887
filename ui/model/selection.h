// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph_edit.h"
#include "core/plan/group_expansion.h"

#include <QObject>

#include <functional>
#include <set>
#include <utility>

namespace spw::ui {

/// The one selection of all views: nodes of the graph, one of them current, and a unit (neuron) of the current node;
/// or a group, then `nodes` are its members, so that what is done to nodes is done to all of it.
class Selection : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    NodeId node() const { return m_node; }                   // the current one; 0: none
    const std::set<NodeId>& nodes() const { return m_nodes; }
    bool contains(NodeId id) const { return m_nodes.count(id) != 0; }
    std::int64_t unit() const { return m_unit; }             // -1: none
    std::int64_t group() const { return m_group; }           // 0: nodes are selected, not a frame
    /// The node whose records are looked at: the current one, or a copy of it in a repeated group.
    NodeId recorded() const { return m_recorded ? m_recorded : m_node; }

    void setNode(NodeId node) { setNodes(node ? std::set<NodeId>{node} : std::set<NodeId>{}, node); }
    /// @param current  one of `nodes`, or 0 for the last of them.
    void setNodes(std::set<NodeId> nodes, NodeId current = 0)
    {
        if (!nodes.count(current))
            current = nodes.empty() ? 0 : *nodes.rbegin();
        choose(std::move(nodes), current, 0);
    }
    void setGroup(std::int64_t group, std::set<NodeId> members)
    {
        const NodeId current = members.count(m_node) ? m_node : members.empty() ? 0 : *members.begin();
        choose(std::move(members), current, group);
    }
    /// A unit of a node: what a click in the raster or heatmap says.
    /// A unit of a copy selects the node that was drawn; recorded() still tells the copy.
    void setUnit(NodeId node, std::int64_t unit)
    {
        const NodeId drawn = m_drawn ? m_drawn(node) : copyRef(node).member;
        if (node == recorded() && unit == m_unit && (drawn == 0 || m_nodes.count(drawn)))
            return;
        if (!m_nodes.count(drawn)) {
            m_nodes = drawn ? std::set<NodeId>{drawn} : std::set<NodeId>{};
            m_group = 0;
        }
        m_node = drawn;
        m_recorded = node == drawn ? 0 : node;
        m_unit = unit;
        Q_EMIT changed();
    }
    /// Which node of the drawing a node of a run is; without it, what its id says.
    void setDrawn(std::function<NodeId(NodeId)> drawn) { m_drawn = std::move(drawn); }

Q_SIGNALS:
    void changed();          // nodes, current node or unit

private:
    void choose(std::set<NodeId> nodes, NodeId current, std::int64_t group)
    {
        if (nodes == m_nodes && current == m_node && group == m_group && m_recorded == 0)
            return;
        if (current != m_node || m_recorded != 0)
            m_unit = -1;
        m_nodes = std::move(nodes);
        m_node = current;
        m_group = group;
        m_recorded = 0;
        Q_EMIT changed();
    }

    std::set<NodeId> m_nodes;
    NodeId m_node = 0;
    NodeId m_recorded = 0;         // a copy of m_node; 0: itself
    std::int64_t m_unit = -1, m_group = 0;
    std::function<NodeId(NodeId)> m_drawn;
};

} // namespace spw::ui
