// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/graph/graph_edit.h"

#include <QPainter>

#include <optional>

namespace spw::ui {

/// Where the parts of a group's frame lie, in canvas units, from the box around its members. Hit tests and painting agree.
struct GroupGeometry {
    explicit GroupGeometry(const QRectF& members);

    QRectF frame;
    QRectF header() const { return {frame.left(), frame.top(), frame.width(), kHeader}; }
    QRectF badge() const { return {frame.right() - kBadge - 6, frame.top() + 5, kBadge, kHeader - 10}; }   // "x4"

    static constexpr double kPad = 16, kHeader = 30, kBadge = 44;
};

struct GroupLook {
    bool selected = false, hovered = false;
    std::optional<Severity> problem;
};

/// Behind the nodes, in canvas coordinates: a tinted frame with a title bar and how often it is repeated; a repeated one
/// looks like the first of a stack.
void paintGroup(QPainter& painter, const Group& group, const GroupGeometry& geometry, const GroupLook& look, double zoom);

} // namespace spw::ui
