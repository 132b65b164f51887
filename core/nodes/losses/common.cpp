// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/losses/common.h"

#include "core/nodes/shape_rules.h"

namespace spw::losses {

std::vector<PortSpec> inputs()
{
    return {{"y", PortType::Readout, "One value per class."}, {"label", PortType::Label, "The right class."}};
}

std::vector<PortSpec> outputs()
{
    return {{"loss", PortType::Scalar, "How wrong the answers of a batch are, as one number."}};
}

ShapeAnswer shape(const ShapeQuery& query, NodeReport& report)
{
    if (shapes::knowsAxes(query) && query.inputs[1]) {
        const Dim values = query.inputs[0]->features.back(), classes = query.inputs[1]->classes;
        if (values && classes && *values != *classes) {
            report.error("y", "The readout has " + std::to_string(*values) + " values, the label has " +
                                  std::to_string(*classes) + " classes.",
                         "There must be one value per class.",
                         "Give the last layer " + std::to_string(*classes) +
                             " outputs (with a Voting node after it: classes x voters).",
                         "SPW-S019");
            return shapes::refused(PortType::Scalar);
        }
    }
    return {.outputs = {{.type = PortType::Scalar, .features = {1}, .steps = {}, .classes = {}}}};
}

} // namespace spw::losses
