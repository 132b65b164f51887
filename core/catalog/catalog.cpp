// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/catalog.h"

#include "core/base/error.h"
#include "core/nodes/learners/local_learner.h"
#include "core/nodes/node_list.h"

namespace spw {

Catalog::Catalog(const Catalog& other)
{
    for (const NodeSpec* spec : other.m_order)
        add(*spec);
}

void Catalog::add(const NodeSpec& spec)
{
    if (m_byId.count(spec.id) != 0)
        throw Error("There already is a node type '" + spec.id + "'.", "catalog", "Give the new type an id of its own.");
    NodeSpec& own = m_specs.emplace_back(spec);
    if (own.learns && !own.param("train")) {
        ParamSpec train{.name = "train", .caption = "Train by", .type = ParamType::Choice, .initial = "gradient",
                        .doc = "Frozen weights stay as they are; a frozen normalisation uses what it has learned.",
                        .choices = {{"gradient", "Gradient"}, {"frozen", "Nothing (frozen)"}},
                        .applies = Applies::Rebuild, .common = false};
        if (learners::canTrain(own.id)) {
            train.doc = "Learner: by the STDP node that is tied to this one, and by no gradient. Frozen weights stay as they are.";
            train.choices.insert(train.choices.begin() + 1, {"learner", "Learner"});
            train.common = true;
        }
        own.params.push_back(std::move(train));
    }
    m_byId.emplace(own.id, &own);
    m_order.push_back(&own);
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
