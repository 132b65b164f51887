// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/node_spec.h"

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace spw {

/// Every node type there is. Plugins may add to a catalog of their host; the built-in ones come from core/nodes.
class Catalog {
public:
    Catalog() = default;
    Catalog(Catalog&&) = default;             // its pointers stay valid
    Catalog(const Catalog& other);            // has its own copies
    Catalog& operator=(const Catalog&) = delete;
    /// Takes a copy; nodes that learn get the parameter `train`.  @throws Error if the id is taken.
    void add(const NodeSpec& spec);
    const NodeSpec* find(const std::string& id) const;
    const std::vector<const NodeSpec*>& all() const { return m_order; }   // in palette order

private:
    std::deque<NodeSpec> m_specs;   // stays where it is when it grows
    std::map<std::string, const NodeSpec*> m_byId;
    std::vector<const NodeSpec*> m_order;
};

/// The catalog with all built-in nodes; made once, thread-safe.
const Catalog& builtinCatalog();

} // namespace spw
