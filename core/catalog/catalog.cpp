// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/catalog.h"

#include "core/base/error.h"
#include "core/nodes/node_list.h"

namespace spw {

void Catalog::add(const NodeSpec& spec)
{
    if (!m_byId.emplace(spec.id, &spec).second)
        throw Error("There already is a node type '" + spec.id + "'.", "catalog", "Give the new type an id of its own.");
    m_order.push_back(&spec);
}

const NodeSpec* Catalog::find(const std::string& id) const
{
    const auto it = m_byId.find(id);
    return it == m_byId.end() ? nullptr : it->second;
}

const Catalog& builtinCatalog()
{
    static const Catalog catalog = [] {
        Catalog c;
        addBuiltinNodes(c);
        return c;
    }();
    return catalog;
}

} // namespace spw
