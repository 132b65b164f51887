// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/learner_edits.h"

#include "ui/model/synapse_choice.h"
#include "ui/model/texts.h"

#include <QCoreApplication>

#include <algorithm>

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

Tie tieLearner(const Graph& graph, const NodeSpec* learner, NodeId synapse, Point at)
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
    Batch batch{{AddNode{Node{tie.learner, learner->id, {}, {}, at, {}}},
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

GraphEdit connectEdit(const Graph& graph, const Edge& edge)
{
    const NodeSpec *from = graph.spec(edge.from.node), *to = graph.spec(edge.to.node);
    if (!trainsSynapse(to) || edge.to.port != "synapse" || !isSynapse(from) || !hasChoice(from->param("train"), "learner"))
        return Connect{edge};
    return Batch{{Connect{edge}, SetParam{edge.from.node, "train", ParamValue(std::string("learner"))}}};
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
