// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& neuronLabelsSpec()
{
    static const NodeSpec spec{
        .id = "readout.neuron_labels",
        .title = "Neuron labels",
        .category = Category::Readout,
        .caption = "Ask each neuron afterwards what it has learned to see.",
        .doc = "While the network learns, the mean rate of each neuron is kept for each class, older samples counting less. A neuron belongs "
               "to the class for which it fires most; one that never fired belongs to none. y[c] is the mean rate of the neurons of class "
               "c. The labels are no teacher: nothing flows back. Before a test the trainer labels anew, for the weights as they are.",
        .source = "Diehl, Cook 2015",
        .inputs = {{"x", PortType::Sequence, "Spikes of neurons that learn without a teacher."},
                   {"label", PortType::Label, "The right class, looked at in training alone."}},
        .outputs = {{"y", PortType::Readout, "Mean rate of the neurons of each class."}},
        .params = {
            {.name = "num_classes", .caption = "Classes", .type = ParamType::Int, .initial = 0, .range = between(0, 100'000),
             .doc = "0: as many as the dataset has.", .applies = Applies::Rebuild, .common = false},
            {.name = "memory", .caption = "Memory", .type = ParamType::Real, .initial = 1000.0, .range = atLeast(1),
             .doc = "About so many of the last samples count.", .applies = Applies::Live},
        },
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            ShapeAnswer answer = shapes::like(q, PortType::Readout);
            answer.outputs[0].steps = std::nullopt;
            answer.outputs[0].features = {};
            const std::int64_t wanted = q.values.integer("num_classes");
            const Dim known = q.inputs.size() > 1 && q.inputs[1] ? q.inputs[1]->classes : Dim{};
            if (wanted > 0 && known && *known > wanted) {
                report.error("num_classes", "There are " + std::to_string(*known) + " classes, but room for " + std::to_string(wanted) + ".",
                             "Samples of the others could not be counted.", "Give 0, or at least as many as the dataset has.", "SPW-S024");
                return shapes::refused(PortType::Readout);
            }
            if (wanted > 0 || known)
                answer.outputs[0].features = {wanted > 0 ? Dim(wanted) : known};
            return answer;
        },
    };
    return spec;
}

const NodeSpec& rewardSpec()
{
    static const NodeSpec spec{
        .id = "readout.reward",
        .title = "Reward",
        .category = Category::Readout,
        .caption = "Tell the network whether it did well, not what it should have done.",
        .doc = "One number a step. By spikes: r = reward for each spike of a neuron of the right class, less `punishment` for each spike of "
               "another one. By decision: r = reward while the right class has fired most so far, -punishment while another one has, 0 while "
               "nobody leads. The neurons of class c are c * F / classes and those behind it.",
        .source = "Florian 2007; SpikingJelly, MSTDPLearner (where the reward is the user's)",
        .inputs = {{"x", PortType::Sequence, "Spikes of the neurons that decide, the same number for each class."},
                   {"label", PortType::Label, "The right class."}},
        .outputs = {{"r", PortType::Sequence, "The reward of each step."}},
        .params = {
            {.name = "judge", .caption = "Judge", .type = ParamType::Choice, .initial = "spikes", .doc = "What is rewarded.",
             .choices = {{"spikes", "Each spike"}, {"decision", "Who leads so far"}}},
            {.name = "num_classes", .caption = "Classes", .type = ParamType::Int, .initial = 0, .range = between(0, 100'000),
             .doc = "0: as many as the dataset has, or else one for each neuron.", .applies = Applies::Rebuild, .common = false},
            {.name = "reward", .caption = "Reward", .type = ParamType::Real, .initial = 1.0, .range = anyReal(),
             .doc = "For what was right.", .applies = Applies::Live},
            {.name = "punishment", .caption = "Punishment", .type = ParamType::Real, .initial = 1.0, .range = anyReal(),
             .doc = "For what was wrong.", .applies = Applies::Live},
        },
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            ShapeAnswer answer = shapes::like(q, PortType::Sequence);
            answer.outputs[0].features = {1};
            if (!shapes::hasAxes(q, 1, "a flat list, the same number of neurons for each class", "Insert Flatten before it.", report, "SPW-S015"))
                return shapes::refused(PortType::Sequence);
            const std::int64_t wanted = q.values.integer("num_classes");
            Dim classes, neurons;
            if (wanted > 0)
                classes = wanted;
            else if (q.inputs.size() > 1 && q.inputs[1])
                classes = q.inputs[1]->classes;
            if (shapes::knowsAxes(q))
                neurons = q.inputs[0]->features[0];
            if (classes && neurons && (*classes == 0 || *neurons % *classes != 0)) {
                report.error("x", std::to_string(*neurons) + " neurons cannot be shared among " + std::to_string(*classes) + " classes.",
                             "Each class needs the same number of neurons.", "Give the layer before it a multiple of " + std::to_string(*classes)
                                 + " outputs.", "SPW-S024");
                return shapes::refused(PortType::Sequence);
            }
            return answer;
        },
    };
    return spec;
}

} // namespace spw
