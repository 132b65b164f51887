// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/readouts/common.h"

#include "core/nodes/shape_rules.h"

namespace spw::shapes {

ShapeAnswer onePerClass(const ShapeQuery& query, NodeReport& report)
{
    if (!hasAxes(query, 1, "a flat list, one neuron per class", "Insert Flatten and Linear before it.", report, "SPW-S015"))
        return refused(PortType::Readout);
    ShapeAnswer answer = like(query, PortType::Readout);
    answer.outputs[0].steps = std::nullopt;
    return answer;
}

} // namespace spw::shapes
