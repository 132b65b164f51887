// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/node_spec.h"

/// Pieces that the shape rules of several nodes share. A rule never complains about what it does not know:
/// an unknown input stays `?` and is not an error here (the planner reports its cause once, upstream).
namespace spw::shapes {

/// Product that stops at the largest number instead of overflowing: sizes come from files.
std::int64_t saturatingProduct(std::initializer_list<std::int64_t> factors);
/// nullopt if any dimension is unknown.
Dim product(const std::vector<Dim>& dims);

/// Known input with known number of axes.
bool knowsAxes(const ShapeQuery& query, std::size_t input = 0);

/// True if the input has `count` axes or nothing is known; else reports, with `needs` ("channels x height x width")
/// and `fix`.
bool hasAxes(const ShapeQuery& query, std::size_t count, const char* needs, const char* fix, NodeReport& report,
             const char* code);

/// One output with the input's features and steps and the given type.
ShapeAnswer like(const ShapeQuery& query, PortType type);

/// An answer that says: a diagnostic explains why the output is unknown.
ShapeAnswer refused(PortType type);

/// Size after a window of `kernel` slid over `size`, as LibTorch counts it. @return nullopt for an unknown size,
/// 0 or less if the window does not fit.
struct Window {
    std::int64_t kernel = 1, stride = 1, padding = 0, dilation = 1;
    bool ceilMode = false;
};
Dim slid(Dim size, const Window& window);

} // namespace spw::shapes
