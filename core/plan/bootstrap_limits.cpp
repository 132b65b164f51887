// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/bootstrap_limits.h"

#include "core/plan/learner_ties.h"

namespace spw {

namespace {

struct Limit {
    const char *what, *fix;
};

std::vector<Limit> limitsOf(const PlannedNode& neuron)
{
    std::vector<Limit> limits;
    if (neuron.values.has("norm") && neuron.values.text("norm") != "none")
        limits.push_back({"has a norm of its own", "Put the norm before the neuron as a layer."});
    if (neuron.values.has("dropout") && neuron.values.real("dropout") > 0)
        limits.push_back({"has dropout of its own", "Put Dropout behind the neuron as a layer."});
    if (neuron.inputs.size() != 1)
        limits.push_back({"has more than one input", "Choose another neuron."});
    if (neuron.stepByStep)
        limits.push_back({"lies on a loop of wires", "Choose another 'Method' for recurrent networks."});
    return limits;
}

} // namespace

Diagnostics checkBootstrap(const Plan& plan)
{
    Diagnostics found;
    const PlannedNode* learner = gradientLearner(plan);
    if (!learner || !learner->values.has("method") || learner->values.text("method") != "bootstrap")
        return found;
    const auto add = [&](const PlannedNode& node, const char* place, std::string what, const char* why, std::string fix) {
        found.push_back({.severity = Severity::Error, .code = "SPW-L011", .node = node.id, .nodeName = node.name, .port = place,
                         .what = std::move(what), .why = why, .fix = std::move(fix)});
    };
    bool any = false;
    for (const PlannedNode& node : plan.nodes) {
        if (node.spec->category != Category::Neuron)
            continue;
        any = true;
        for (const Limit& limit : limitsOf(node))
            add(node, "", "'" + node.name + "' " + limit.what + ", so bootstrapped training cannot replace it.",
                "It trains with a curve of the rate against the input in the place of each neuron.",
                std::string(limit.fix) + " Or set 'Method' of '" + learner->name + "' to another one.");
    }
    if (!any)
        add(*learner, "method", "There is no neuron that bootstrapped training could replace.",
            "It trains with a curve of the rate against the input in the place of each neuron.", "Choose another 'Method', or add neurons.");
    return found;
}

} // namespace spw
