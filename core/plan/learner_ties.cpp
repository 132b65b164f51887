// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/learner_ties.h"

#include "core/nodes/learners/local_learner.h"

#include <algorithm>
#include <map>
#include <set>

namespace spw {

namespace {

/// Nodes that hand on zeros and ones as they are.
bool keepsSpikes(const std::string& id)
{
    return id == "layer.flatten" || id == "layer.unflatten" || id == "layer.print_shape" || id == "layer.upsample"
           || id.rfind("layer.max_pool", 0) == 0;
}

const EdgeEnd* wireOf(const PlannedNode& node, int input)
{
    if (input < 0 || std::size_t(input) >= node.inputs.size() || node.inputs[std::size_t(input)].from.empty())
        return nullptr;
    return &node.inputs[std::size_t(input)].from[0];
}

std::string trainParam(const PlannedNode& node) { return node.values.has("train") ? node.values.text("train") : "gradient"; }

/// Neurons may be told to send what their surrogate makes of the membrane instead of spikes.
bool fires(const PlannedNode& neuron) { return !neuron.values.has("spiking") || neuron.values.flag("spiking"); }

/// Whether only zeros and ones arrive at this port; unknown ports are not blamed.
bool carriesSpikes(const Plan& plan, EdgeEnd end)
{
    for (std::size_t hops = 0; hops <= plan.nodes.size(); ++hops) {
        const auto port = plan.ports.find(end);
        const PlannedNode* maker = plan.find(end.node);
        if (port == plan.ports.end() || port->second.type == PortType::Spikes)
            return true;
        const EdgeEnd* before = maker ? wireOf(*maker, 0) : nullptr;
        if (!maker || !before || !keepsSpikes(maker->spec->id))
            return maker && maker->values.has("binary") && maker->values.flag("binary");
        end = *before;
    }
    return false;
}

/// Whether the output of `source` reaches `node` without passing the weights of another synapse.
bool feeds(const Plan& plan, const PlannedNode& source, const PlannedNode& node)
{
    std::set<NodeId> seen;
    std::vector<const PlannedNode*> open{&node};
    while (!open.empty()) {
        const PlannedNode* at = open.back();
        open.pop_back();
        for (const PlannedInput& input : at->inputs)
            for (const EdgeEnd& from : input.from) {
                if (from.node == source.id)
                    return true;
                const PlannedNode* next = plan.find(from.node);
                if (next && next->spec->category != Category::Neuron && seen.insert(next->id).second)
                    open.push_back(next);
            }
    }
    return false;
}

class TieCheck {
public:
    TieCheck(const Plan& plan, Diagnostics& found) : m_plan(plan), m_found(found) {}

    void all()
    {
        const PlannedNode* gradient = gradientLearner(m_plan);
        std::map<NodeId, const PlannedNode*> taken;
        for (const PlannedNode& node : m_plan.nodes)
            if (learners::isLocal(*node.spec))
                one(node, gradient, taken);
        for (const PlannedNode& node : m_plan.nodes)
            if (trainParam(node) == "learner" && taken.count(node.id) == 0)
                add(node, Severity::Error, "SPW-L006", "train", "'" + node.name + "' is to be trained by a learner, but none is tied to it.",
                    "Its weights would never change.", "Wire the output of this node to the input 'synapse' of an STDP node, or set 'Train by' to Gradient or Frozen.");
    }

private:
    void add(const PlannedNode& node, Severity severity, const char* code, std::string place, std::string what, std::string why, std::string fix)
    {
        m_found.push_back({.severity = severity, .code = code, .node = node.id, .nodeName = node.name, .port = std::move(place),
                           .what = std::move(what), .why = std::move(why), .fix = std::move(fix)});
    }

    void one(const PlannedNode& learner, const PlannedNode* gradient, std::map<NodeId, const PlannedNode*>& taken)
    {
        const EdgeEnd* wire = wireOf(learner, learner.spec->inputIndex("synapse"));
        const EdgeEnd* post = wireOf(learner, learner.spec->inputIndex("post"));
        const PlannedNode* synapse = wire ? m_plan.find(wire->node) : nullptr;
        if (!synapse)
            return;   // an open input, or a broken node before it, is told elsewhere
        if (!learners::canTrain(synapse->spec->id)) {
            add(learner, Severity::Error, "SPW-L001", "synapse", "'" + synapse->name + "' has no weights that this learner can train.",
                "STDP is defined for Linear, Conv1d and Conv2d.", "Wire 'synapse' to the output of one of these.");
            return;
        }
        const auto [other, isFirst] = taken.try_emplace(synapse->id, &learner);
        if (!isFirst)
            add(learner, Severity::Error, "SPW-L002", "synapse", "'" + synapse->name + "' already learns by '" + other->second->name + "'.",
                "Two learners would work against each other on the same weights.", "Delete one of them, or tie it to another synapse.");
        checkSynapse(learner, *synapse);
        checkPost(learner, *synapse, post);
        checkTraining(learner, *synapse, gradient);
    }

    void checkSynapse(const PlannedNode& learner, const PlannedNode& synapse)
    {
        const ParamValues& v = synapse.values;
        const bool conv = synapse.spec->id.find("conv") != std::string::npos;
        if (conv && learner.spec->id != "learner.stdp")
            add(learner, Severity::Error, "SPW-L003", "synapse", "This rule is not defined for convolutions.",
                "Each sample would need an eligibility for every place of the kernel.", "Tie it to a Linear, or use STDP for '" + synapse.name + "'.");
        if (conv && v.has("dilation")) {
            const std::size_t dims = synapse.spec->id.back() == 'd' ? std::size_t(synapse.spec->id[synapse.spec->id.size() - 2] - '0') : 2;
            const std::vector<std::int64_t> dilation = v.list("dilation", dims);
            if (v.integer("groups") != 1 || std::any_of(dilation.begin(), dilation.end(), [](std::int64_t d) { return d != 1; }))
                add(learner, Severity::Error, "SPW-L003", "synapse", "'" + synapse.name + "' has dilation or groups.",
                    "STDP is defined for Linear, Conv1d, Conv2d with dilation 1, groups 1.", "Set dilation and groups of '" + synapse.name + "' to 1.");
        }
        const bool derived = (v.has("weight_norm") && v.flag("weight_norm")) || (v.has("mask") && v.text("mask") != "all")
                             || (v.has("weight_bits") && v.integer("weight_bits") > 0);
        if (derived)
            add(learner, Severity::Warning, "SPW-L010", "synapse", "'" + synapse.name + "' does not use its learned weights as they are.",
                "Weight norm, a mask or rounding lies between what the learner changes and what the network uses.",
                "Switch these off in '" + synapse.name + "' if the rule is to act on the weights themselves.");
        const EdgeEnd* pre = wireOf(synapse, 0);
        if (pre && !carriesSpikes(m_plan, *pre))
            add(learner, Severity::Error, "SPW-L004", "synapse", "What enters '" + synapse.name + "' is not spikes.",
                "The rule needs to know when each input fires.", "Put an encoder or a neuron before '" + synapse.name + "'.");
    }

    void checkPost(const PlannedNode& learner, const PlannedNode& synapse, const EdgeEnd* post)
    {
        const PlannedNode* neuron = post ? m_plan.find(post->node) : nullptr;
        if (!neuron)
            return;
        const auto shape = m_plan.ports.find(*post);
        if (shape == m_plan.ports.end() || synapse.outputs.empty())
            return;
        if (shape->second.type != PortType::Spikes) {
            if (!fires(*neuron))
                add(learner, Severity::Error, "SPW-L005", "post", "'" + neuron->name + "' does not spike: its spikes are switched off.",
                    "The rule needs to know when a neuron fires.", "Switch 'Spikes' of '" + neuron->name + "' on, or use another neuron.");
            return;   // any other wire is refused itself
        }
        if (neuron->values.has("graded_spike") && neuron->values.flag("graded_spike"))
            add(learner, Severity::Error, "SPW-L005", "post", "'" + neuron->name + "' does not spike: it sends graded values.",
                "The rule needs to know when a neuron fires.", "Switch graded spikes off, or use a spiking neuron.");
        if (!feeds(m_plan, synapse, *neuron)) {
            add(learner, Severity::Error, "SPW-L005", "post", "'" + neuron->name + "' is not fed by '" + synapse.name + "'.",
                "The rule compares what enters a synapse with what the neurons behind it do.",
                "Wire 'post' to the spikes of the neurons behind '" + synapse.name + "'.");
            return;
        }
        if (!shape->second.features.empty() && !synapse.outputs[0].features.empty()
            && shape->second.features != synapse.outputs[0].features)
            add(learner, Severity::Error, "SPW-L005", "post",
                "'" + synapse.name + "' gives " + shapeText(synapse.outputs[0].features) + ", but '" + neuron->name + "' has "
                    + shapeText(shape->second.features) + " neurons.",
                "Each output of the synapse needs one neuron.", "Wire 'post' to the neurons right behind '" + synapse.name + "', before any pooling.");
    }

    void checkTraining(const PlannedNode& learner, const PlannedNode& synapse, const PlannedNode* gradient)
    {
        const std::string train = trainParam(synapse), update = learner.values.text("update");
        const std::string method = gradient && gradient->values.has("method") ? gradient->values.text("method") : "bptt";
        const bool looksBack = method == "bptt";   // others judge each step by itself
        if (train == "frozen")
            add(learner, Severity::Warning, "SPW-L006", "synapse", "'" + synapse.name + "' is frozen, so this learner does nothing.",
                "Frozen weights stay as they are.", "Set 'Train by' of '" + synapse.name + "' to Learner, or delete this node.");
        else if (train == "gradient" && gradient)
            add(learner, Severity::Warning, "SPW-L006", "synapse", "'" + synapse.name + "' is trained by '" + gradient->name + "', so this learner does nothing.",
                "Weights are changed either by gradients or by a local learner.", "Set 'Train by' of '" + synapse.name + "' to Learner.");
        if (update == "bptt" && !gradient)
            add(learner, Severity::Error, "SPW-L009", "update", "There is no BPTT node whose optimizer could change the weights.",
                "This graph has local learners alone.", "Let the weights change after each batch or by an optimizer of their own.");
        if (method == "bootstrap" && train != "frozen")
            add(learner, Severity::Error, "SPW-L009", "synapse", "This learner needs spikes, and '" + gradient->name + "' trains by curves in their place.",
                "Bootstrapped training replaces neurons by what they do on average; then no neuron fires at a time that could be told.",
                "Choose another 'Method' for '" + gradient->name + "', or delete this node.");
        if (update == "step" && gradient && looksBack)
            add(learner, Severity::Error, "SPW-L009", "update", "Weights cannot change at every step here.",
                "'" + gradient->name + "' looks back over all steps and needs the weights as they were.", "Let them change after each batch.");
        if (update == "bptt" && gradient && gradient->values.has("optimizer")
            && (gradient->values.text("optimizer") != "sgd" || gradient->values.real("momentum") > 0 || gradient->values.real("weight_decay") > 0))
            add(learner, Severity::Warning, "SPW-L009", "update", "The update will not be w + rate * change.",
                "'" + gradient->name + "' adds momentum, weight decay or adaptive steps.", "Let the weights change after each batch, or use SGD without momentum.");
    }

    const Plan& m_plan;
    Diagnostics& m_found;
};

} // namespace

const char* trainedByName(TrainedBy by)
{
    switch (by) {
    case TrainedBy::Gradient: return "gradient";
    case TrainedBy::Learner: return "learner";
    case TrainedBy::Frozen: return "frozen";
    case TrainedBy::Nothing: break;
    }
    return "-";
}

const PlannedNode* gradientLearner(const Plan& plan)
{
    for (const PlannedNode& node : plan.nodes)
        if (node.spec->category == Category::Learner && node.spec->inputIndex("loss") >= 0)
            return &node;
    return nullptr;
}

std::vector<LearnerTie> learnerTies(const Plan& plan)
{
    std::vector<LearnerTie> ties;
    const bool gradient = gradientLearner(plan) != nullptr;
    for (const PlannedNode& learner : plan.nodes) {
        if (!learners::isLocal(*learner.spec))
            continue;
        const EdgeEnd* wire = wireOf(learner, learner.spec->inputIndex("synapse"));
        const EdgeEnd* post = wireOf(learner, learner.spec->inputIndex("post"));
        const EdgeEnd* reward = wireOf(learner, learner.spec->inputIndex("reward"));
        const PlannedNode* synapse = wire ? plan.find(wire->node) : nullptr;
        const EdgeEnd* pre = synapse ? wireOf(*synapse, 0) : nullptr;
        if (!pre || !post || !learners::canTrain(synapse->spec->id))
            continue;
        const std::string train = trainParam(*synapse);
        if (train == "learner" || (train == "gradient" && !gradient))
            ties.push_back({&learner, synapse, *pre, *post, reward ? *reward : EdgeEnd{}});
    }
    return ties;
}

TrainedBy trainedBy(const Plan& plan, const PlannedNode& node)
{
    if (!node.spec->learns)
        return TrainedBy::Nothing;
    const std::string train = trainParam(node);
    if (train == "frozen")
        return TrainedBy::Frozen;
    for (const LearnerTie& tie : learnerTies(plan))
        if (tie.synapse->id == node.id)
            return TrainedBy::Learner;
    if (train == "learner")
        return TrainedBy::Learner;
    return gradientLearner(plan) ? TrainedBy::Gradient : TrainedBy::Nothing;
}

Diagnostics checkLearnerTies(const Plan& plan)
{
    Diagnostics found;
    TieCheck(plan, found).all();
    return found;
}

} // namespace spw
