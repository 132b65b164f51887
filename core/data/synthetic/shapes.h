// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>

namespace spw {

/// Signed distance fields of the ten shapes, sampled once: distance to the outline in units of the shape's radius,
/// negative inside. A table makes every shape cost the same per pixel, however complicated its outline is.
class ShapeAtlas {
public:
    static constexpr int kShapes = 10;
    static constexpr int kSide = 128;         // samples along an axis
    static constexpr float kExtent = 2.0f;    // the table covers [-kExtent, kExtent] on both axes

    ShapeAtlas();
    static const std::array<const char*, kShapes>& names();
    const float* table(int shape) const { return m_tables[std::size_t(shape)].data(); }

private:
    std::array<std::array<float, kSide * kSide>, kShapes> m_tables;
};

/// Made at the first call, safe from several threads.
const ShapeAtlas& shapeAtlas();

} // namespace spw
