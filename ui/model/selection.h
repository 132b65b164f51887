// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph_edit.h"

#include <QObject>

#include <set>

namespace spw::ui {

/// The one selection of all views: nodes of the graph, one of them current, and a unit (neuron) of the current node.
class Selection : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    NodeId node() const { return m_node; }                   // the current one; 0: none
    const std::set<NodeId>& nodes() const { return m_nodes; }
    bool contains(NodeId id) const { return m_nodes.count(id) != 0; }
    std::int64_t unit() const { return m_unit; }             // -1: none

    void setNode(NodeId node) { setNodes(node ? std::set<NodeId>{node} : std::set<NodeId>{}, node); }
    /// @param current  one of `nodes`, or 0 for the last of them.
    void setNodes(std::set<NodeId> nodes, NodeId current = 0)
    {
        if (!nodes.count(current))
            current = nodes.empty() ? 0 : *nodes.rbegin();
        if (nodes == m_nodes && current == m_node)
            return;
        if (current != m_node)
            m_unit = -1;
        m_nodes = std::move(nodes);
        m_node = current;
        Q_EMIT changed();
    }
    /// A unit of a node: what a click in the raster or heatmap says.
    void setUnit(NodeId node, std::int64_t unit)
    {
        if (node == m_node && unit == m_unit && (node == 0 || m_nodes.count(node)))
            return;
        if (!m_nodes.count(node))
            m_nodes = node ? std::set<NodeId>{node} : std::set<NodeId>{};
        m_node = node;
        m_unit = unit;
        Q_EMIT changed();
    }

Q_SIGNALS:
    void changed();          // nodes, current node or unit

private:
    std::set<NodeId> m_nodes;
    NodeId m_node = 0;
    std::int64_t m_unit = -1;
};

} // namespace spw::ui
