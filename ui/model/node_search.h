// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph.h"

#include <QString>
#include <QVector>

#include <optional>

namespace spw::ui {

/// One answer of a search for a node type.
struct NodeHit {
    const NodeSpec* spec = nullptr;
    QString reason;       // why it does not fit the wire it was asked for; empty: it fits
    int port = -1;        // port of the spec that the wire would use
};

/// The wire a new node should fit: from an output of ours, or into an input of ours.
struct WireEnd {
    EdgeEnd end;
    PortType type = PortType::Sequence;
    bool isOutput = true;
};

/// Node types whose title, id, category or words (English or translated) match every word of `text`;
/// those that fit `wire` first, then by how well the title matches, then by name.
QVector<NodeHit> searchNodes(const Catalog& catalog, const QString& text, const std::optional<WireEnd>& wire = {});

/// The node type that makes `to` of `from` when it is put between them; nullptr: none does it alone.
const NodeSpec* converter(const Catalog& catalog, PortType from, PortType to);

} // namespace spw::ui
