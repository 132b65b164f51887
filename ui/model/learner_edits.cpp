// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/learner_edits.h"

#include "ui/model/synapse_choice.h"
#include "ui/model/texts.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace spw::ui {
namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("LearnerEdits", text);
}

bool hasChoice(const ParamSpec* param, const std::string& value)
{
    return param && std::any_of(param->choices.begin(), param->choices.end(), [&](const auto& choice) { return choice.id == value; });
}

} // namespace

std::map<std::string, ParamValue> firstValues(const Plan& plan, const NodeSpec& learner, NodeId synapse, NodeId neuron)
{
    const PlannedNode *const planned = plan.find(synapse), *const behind = plan.find(neuron);
    if (!planned || planned->inputs.empty() || !planned->inputs[0].info || planned->outputs.empty() || !learner.param("normalise"))
        return {};
    const auto product = [](const std::vector<Dim>& dims, std::size_t first) {
        double all = 1;
        for (std::size_t i = first; i < dims.size(); ++i)
            all *= double(dims[i].value_or(0));
        return all;
    };
    const ParamValues& own = planned->values;
    double inputs = product(planned->inputs[0].info->features, 0), places = 1;   // of one neuron; neurons that share its weights
    if (own.has("kernel_size")) {
        const std::vector<Dim>& maps = planned->inputs[0].info->features;
        inputs = maps.empty() ? 0 : double(maps[0].value_or(0));
        for (const std::int64_t side : own.list("kernel_size", maps.size() > 1 ? maps.size() - 1 : 1))
            inputs *= double(side);
        places = product(planned->outputs[0].features, 1);
    }
    if (inputs < 1 || places < 1)
        return {};
    // With a twentieth of the sum arriving at a step a neuron with threshold 1 is at its threshold.
    const double threshold = behind && behind->values.has("v_threshold") ? behind->values.real("v_threshold") : 1.0;
    const double sum = 20 * (threshold > 0 ? threshold : 1.0), mean = sum / inputs;
    const auto shortened = [](double value) { return std::stod(QString::number(value, 'g', 2).toStdString()); };
    std::map<std::string, ParamValue> values{{"w_min", 0.0}, {"initial", std::string("uniform")}, {"initial_low", 0.0}, {"initial_high", shortened(2 * mean)},
                                             {"learning_rate", shortened(std::max(1e-9, 0.001 * mean * 8 / (places + 7)))}, {"f_pre_strength", 0.0}};
    if (learner.inputIndex("reward") < 0)
        values["normalise"] = sum;
    else
        values["w_max"] = shortened(4 * mean);   // what a reward takes away need not go elsewhere
    return values;
}

bool trainsSynapse(const NodeSpec* spec)
{
    return spec && spec->category == Category::Learner && spec->inputIndex("synapse") >= 0 && spec->inputIndex("post") >= 0;
}

bool canSwitch(const NodeSpec* spec)
{
    const ParamSpec* param = spec && spec->category == Category::Learner ? spec->param("enabled") : nullptr;
    return param && param->type == ParamType::Bool;
}

bool isSwitchedOn(const Graph& graph, NodeId learner)
{
    return !canSwitch(graph.spec(learner)) || !graph.node(learner).values.has("enabled") || graph.node(learner).values.flag("enabled");
}

Tie tieLearner(const Graph& graph, const NodeSpec* learner, NodeId synapse, Point at, const Plan* plan)
{
    Tie tie;
    const NodeSpec* spec = graph.contains(synapse) ? graph.spec(synapse) : nullptr;
    if (!trainsSynapse(learner)) {
        tie.whyNot = say("There is no such learner in this version.");
    } else if (!spec || !isSynapse(spec) || spec->outputs.empty() || !hasChoice(spec->param("train"), "learner")) {
        tie.whyNot = say("Choose a Linear or a convolution: a learner trains the weights of one of those.");
    } else if (const NodeId other = learnerOf(graph, synapse)) {
        tie.whyNot = say("%1 trains these weights already. A synapse has one learner.").arg(toQString(graph.node(other).title));
    } else if (tie.neuron = neuronAfter(graph, synapse); tie.neuron == 0) {
        tie.whyNot = say("No neuron is behind this synapse. Add one and wire it: a learner needs the spikes on both sides.");
    }
    if (!tie.whyNot.isEmpty())
        return tie;
    const NodeSpec* neuron = graph.spec(tie.neuron);
    const auto spikes = std::find_if(neuron->outputs.begin(), neuron->outputs.end(), [](const PortSpec& port) { return port.type == PortType::Spikes; });
    if (spikes == neuron->outputs.end()) {
        tie.whyNot = say("%1 gives no spikes. A learner needs the spikes on both sides.").arg(toQString(graph.node(tie.neuron).title));
        return tie;
    }
    tie.learner = graph.nextId();
    Node node{tie.learner, learner->id, {}, {}, at, {}};
    if (plan)
        for (const auto& [name, value] : firstValues(*plan, *learner, synapse, tie.neuron))
            node.values.set(name, value);
    Batch batch{{AddNode{std::move(node)},
                 Connect{{{synapse, spec->outputs[0].name}, {tie.learner, "synapse"}}},
                 Connect{{{tie.neuron, spikes->name}, {tie.learner, "post"}}},
                 SetParam{synapse, "train", ParamValue(std::string("learner"))}}};
    // Where both lie in one group the learner joins it: each copy of the synapse has its own.
    if (const Group* group = graph.groupOf(synapse); group && group->members.count(tie.neuron)) {
        Group larger = *group;
        larger.members.insert(tie.learner);
        batch.edits.push_back(SetGroup{std::move(larger)});
    }
    tie.edit = std::move(batch);
    return tie;
}

GraphEdit connectEdit(const Graph& graph, const Edge& edge, const Plan* plan)
{
    const NodeSpec *from = graph.spec(edge.from.node), *to = graph.spec(edge.to.node);
    if (!trainsSynapse(to) || edge.to.port != "synapse" || !isSynapse(from) || !hasChoice(from->param("train"), "learner"))
        return Connect{edge};
    Batch batch{{Connect{edge}, SetParam{edge.from.node, "train", ParamValue(std::string("learner"))}}};
    const ParamValues &now = graph.node(edge.to.node).values, untouched = to->initialValues();
    const bool isNew = std::all_of(untouched.all().begin(), untouched.all().end(), [&now](const auto& one) { return !now.has(one.first) || now.at(one.first) == one.second; });
    if (plan && isNew)
        for (const auto& [name, value] : firstValues(*plan, *to, edge.from.node, neuronAfter(graph, edge.from.node)))
            batch.edits.push_back(SetParam{edge.to.node, name, value});
    return batch;
}

std::optional<GraphEdit> switchLearning(const Graph& graph, const std::set<NodeId>& nodes)
{
    Batch batch;
    std::vector<NodeId> learners, synapses;
    bool allOn = true, allFrozen = true;
    for (const NodeId id : nodes) {
        const NodeSpec* spec = graph.contains(id) ? graph.spec(id) : nullptr;
        if (canSwitch(spec)) {
            learners.push_back(id);
            allOn = allOn && isSwitchedOn(graph, id);
        } else if (spec && spec->category != Category::Learner && hasChoice(spec->param("train"), "frozen")) {
            synapses.push_back(id);
            allFrozen = allFrozen && graph.node(id).values.has("train") && graph.node(id).values.text("train") == "frozen";
        }
    }
    for (const NodeId id : learners)
        batch.edits.push_back(SetParam{id, "enabled", ParamValue(!allOn)});
    for (const NodeId id : synapses)
        batch.edits.push_back(SetParam{id, "train", ParamValue(std::string(!allFrozen ? "frozen" : learnerOf(graph, id) ? "learner" : "gradient"))});
    if (batch.edits.empty())
        return std::nullopt;
    return GraphEdit(std::move(batch));
}

} // namespace spw::ui
