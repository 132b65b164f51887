// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/custom.h"

#include "core/base/error.h"
#include "core/nodes/neurons/common.h"
#include "core/nodes/shape_rules.h"

namespace spw {
namespace neurons {

namespace {

ParamSpec formula(const char* name, const char* caption, const char* initial, const char* doc)
{
    return {.name = name, .caption = caption, .type = ParamType::Text, .initial = std::string(initial), .doc = doc,
            .applies = Applies::Rebuild};
}

ParamSpec number(const char* name, double initial)
{
    return {.name = name, .caption = name, .type = ParamType::Real, .initial = initial, .range = anyReal(),
            .doc = "A number for the formulas.", .applies = Applies::Live};
}

Expression read(const ParamValues& values, const char* name, const std::vector<const char*>& unknown)
{
    const Expression expression = Expression::parse(values.text(name), formulaNames());
    for (const char* later : unknown)
        if (expression.uses(later))
            throw Error(std::string("'") + later + "' is not known yet there.", "the formula of the " + std::string(name),
                        "The charge makes h of v and x, the fire s of h, the reset the new v of h and s.");
    return expression;
}

void checkFormulas(const ParamValues& values, NodeReport& report)
{
    const std::vector<std::pair<const char*, std::vector<const char*>>> formulas{
        {"charge", {"h", "s"}}, {"fire", {"s"}}, {"reset", {}}};
    for (const auto& [name, unknown] : formulas)
        try {
            read(values, name, unknown);
        } catch (const Error& problem) {
            report.error(name, problem.happened() + " (" + problem.where() + ")", "The neuron has no such step.", problem.fix());
        }
    checkSurrogate(values, report);
}

} // namespace

const std::vector<std::string>& formulaNames()
{
    static const std::vector<std::string> names{"x", "v", "h", "s", "v_threshold", "v_reset", "tau", "a", "b", "t"};
    return names;
}

NeuronFormulas formulasOf(const ParamValues& values)
{
    return {read(values, "charge", {"h", "s"}), read(values, "fire", {"s"}), read(values, "reset", {})};
}

} // namespace neurons

const NodeSpec& customNeuronSpec()
{
    static const NodeSpec spec{
        .id = "neuron.custom",
        .title = "Custom neuron",
        .category = Category::Neuron,
        .caption = "Change one line, the charge, and you have a new neuron.",
        .doc = "Three formulas. The charge makes h of the membrane v and the input x; where the fire formula is at or above 0 "
               "there is a spike s = 1, else 0; the reset makes the new v of h and s. They also know v_threshold, v_reset (0 "
               "where that is none), tau, a, b, and the step t. As they stand at first it is the IF. Backward, they are "
               "differentiated as written, and a spike has the slope of the surrogate at the fire formula.",
        .source = "SpikingJelly, tutorial on neurons",
        .inputs = neurons::inputs(),
        .outputs = neurons::outputs(),
        .params = neurons::withCommonParams({
            neurons::formula("charge", "Charge", "v + x", "h, from v and x."),
            neurons::formula("fire", "Fire", "h - v_threshold", "A spike where this is at or above 0."),
            neurons::formula("reset", "Reset formula", "h * (1 - s) + v_reset * s", "The new v, from h and s."),
            neurons::number("tau", 2.0),
            neurons::number("a", 0.0),
            neurons::number("b", 0.0),
        }, {.smooth = true}),
        .shape = [](const ShapeQuery& query, NodeReport&) {
            return shapes::like(query, query.values.flag("spiking") ? PortType::Spikes : PortType::Sequence);
        },
        .check = neurons::checkFormulas,
        .states = {"v"},
    };
    return spec;
}

} // namespace spw
