// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/variants.h"

#include <algorithm>
#include <stdexcept>

namespace spw::neurons {
namespace {

std::vector<ParamSpec>::iterator find(std::vector<ParamSpec>& params, const std::string& name)
{
    const auto found = std::find_if(params.begin(), params.end(), [&](const ParamSpec& p) { return p.name == name; });
    if (found == params.end())
        throw std::logic_error("no parameter '" + name + "'");
    return found;
}

} // namespace

std::vector<ParamSpec> retuned(std::vector<ParamSpec> params,
                               const std::vector<std::pair<std::string, ParamValue>>& initials)
{
    for (const auto& [name, value] : initials)
        find(params, name)->initial = value;
    return params;
}

std::vector<ParamSpec> without(std::vector<ParamSpec> params, const std::vector<std::string>& names)
{
    for (const std::string& name : names)
        params.erase(find(params, name));
    return params;
}

void checkLevels(const ParamValues& values, NodeReport& report)
{
    if (values.isNone("v_reset"))
        return;
    const double reset = values.real("v_reset");
    if (values.real("v_threshold") <= reset)
        report.error("v_threshold", "The threshold is not above the reset.",
                     "This neuron would fire for ever once it has fired.", "Raise the threshold or lower the reset.");
    if (values.real("v_rest") < reset)
        report.error("v_rest", "The resting potential is below the reset.",
                     "After a spike the membrane has to climb back to rest, not to fall.",
                     "Raise the resting potential or lower the reset.");
}

ParamSpec stepCount(const char* doc)
{
    return {.name = "T", .caption = "Steps", .type = ParamType::Int, .initial = 0, .range = between(0, 65536),
            .unit = Unit::Steps, .doc = doc, .applies = Applies::Rebuild};
}

Dim stepsOf(const ShapeQuery& query)
{
    if (query.values.integer("T") > 0)
        return query.values.integer("T");
    return query.inputs.at(0) ? query.inputs[0]->steps : Dim();
}

bool stepsAgree(const ShapeQuery& query, NodeReport& report)
{
    const Dim own = stepsOf(query);
    if (!own || !query.inputs.at(0) || !query.inputs[0]->steps || *query.inputs[0]->steps == *own)
        return true;
    report.error("T", "The input has " + std::to_string(*query.inputs[0]->steps) + " steps, this neuron is made for " +
                          std::to_string(*own) + ".",
                 "Its weights are over time: one for each step.", "Set 'Steps' to 0 to take those of the input.");
    return false;
}

} // namespace spw::neurons
