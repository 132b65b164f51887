// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zoo/net_builder.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace spw::zoo {

NodeId NetBuilder::add(const std::string& type, const std::string& title, const Values& values)
{
    const NodeSpec* spec = builtinCatalog().find(type);
    if (!spec)
        throw std::logic_error("a template has a node of type '" + type + "', which there is not");
    const NodeId id = NodeId(m_nodes.size()) + 1;
    Node node{.id = id, .type = type, .title = title, .values = spec->initialValues(), .position = {m_x, m_y}};
    for (const auto& [name, value] : values) {
        const ParamSpec* param = spec->param(name);
        node.values.set(name, param ? normalised(*param, value) : value);
    }
    m_nodes.push_back(std::move(node));
    m_specs.push_back(spec);
    m_right = std::max(m_right, m_x);
    m_bottom = std::max(m_bottom, m_y);
    m_x += kColumn;
    if (m_grouping)
        m_group.members.insert(id);
    else if (spec->category == Category::Neuron)
        lastNeuron = id;
    return id;
}

NodeId NetBuilder::then(const std::string& type, const std::string& title, const Values& values)
{
    const NodeId id = add(type, title, values);
    wire(m_end, id, spec(id).inputs.at(0).name);
    if (!spec(id).outputs.empty())
        m_end = {id, spec(id).outputs[0].name};
    return id;
}

void NetBuilder::wire(const EdgeEnd& from, NodeId to, const std::string& port)
{
    m_edges.push_back({from, {to, port}});
}

Graph NetBuilder::finish()
{
    return Graph::restore(builtinCatalog(), std::move(m_nodes), std::move(m_edges), std::move(m_groups));
}

void NetBuilder::row(bool half)
{
    m_x = m_left;
    m_y = half ? m_y + kHalfRow : m_bottom + kRow;
}

void NetBuilder::stage()
{
    m_left = m_right + kColumn + kColumn / 2;
    m_x = m_left;
    m_y = m_top;
    m_bottom = m_top;
}

void NetBuilder::endGroup(std::int64_t repeat)
{
    m_grouping = false;
    m_group.id = std::int64_t(m_groups.size()) + 1;
    m_group.repeat = repeat;
    m_groups.push_back(std::exchange(m_group, {}));
}

} // namespace spw::zoo
