// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nodes/shape_rules.h"

/// What layers that exist for lines, pictures and volumes (1d, 2d, 3d) share.
namespace spw::layers {

/// Int, IntPair or IntTriple for 1, 2 or 3 dimensions, each number starting at `initial`.
ParamSpec sizes(int dims, const char* name, const char* caption, std::int64_t initial, Range range, const char* doc,
                bool common = true);
ParamSpec number(const char* name, const char* caption, std::int64_t initial, Range range, const char* doc,
                 bool common = true);
ParamSpec flag(const char* name, const char* caption, bool initial, const char* doc, bool common = false);

/// "channels x height x width".
const char* axesOf(int dims);
std::vector<PortSpec> mapsIn(int dims);
std::vector<PortSpec> mapsOut(int dims, const char* doc);

/// True if the input is maps of `dims` dimensions or nothing is known; else reports.
bool isMaps(const ShapeQuery& query, int dims, NodeReport& report);
/// Channels (or features) of the input, or what parameter `name` says if that is not 0.
/// @return false if they differ (reported).
bool channelsOf(const ShapeQuery& query, const char* name, Dim& channels, NodeReport& report);
/// Reports that a window is larger than the map.
void tooSmall(const ShapeQuery& query, const char* parameter, std::int64_t kernel, NodeReport& report);

/// Options of weights that Linear and the convolutions share: weight norm, quantisation, first values, masks (models.md L17, L19).
std::vector<ParamSpec> weightParams();
/// The last of them: which weights exist.
std::vector<ParamSpec> maskParams();
/// What the options add to the learnable numbers.
std::int64_t weightExtras(const ParamValues& values, std::int64_t outputs);
/// @param perOutput  weights of one output, absent if not known.  @return false if a mask does not fit (reported).
bool checkMask(const ParamValues& values, std::int64_t outputs, Dim perOutput, NodeReport& report);
/// The rows of a written mask: texts of 0 and 1, separated by spaces, commas, semicolons or line breaks.
std::vector<std::string> maskRows(const std::string& text);

} // namespace spw::layers
