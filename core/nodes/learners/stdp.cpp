// SPDX-License-Identifier: GPL-3.0-or-later
// Learning by spike timing: plain, and modulated by reward.
#include "core/nodes/learners/local_learner.h"

namespace spw {

namespace {

const PortSpec kSynapse{"synapse", PortType::Sequence, "Output of the Linear or convolution whose weights learn; what enters it is the pre side."};
const PortSpec kPost{"post", PortType::Spikes, "Spikes of the neurons that it feeds: the post side."};
const PortSpec kReward{"reward", PortType::Sequence, "One number a step and sample; positive: more of this."};

ParamSpec timeConstant(const char* name, const char* caption, double initial, double low, const char* doc)
{
    return {.name = name, .caption = caption, .type = ParamType::Real, .initial = initial, .range = above(low),
            .unit = Unit::Steps, .doc = doc};
}

std::vector<ParamSpec> traces(double low)
{
    return {timeConstant("tau_pre", "Trace of inputs", 20.0, low, "How long a spike of an input is remembered."),
            timeConstant("tau_post", "Trace of outputs", 20.0, low, "How long a spike of a neuron is remembered.")};
}

ParamSpec interaction()
{
    return {.name = "interaction", .caption = "Pairs", .type = ParamType::Choice, .initial = "all",
            .doc = "All: spikes add to the trace. Nearest: only the last spike counts.",
            .choices = {{"all", "All to all"}, {"nearest", "Nearest neighbours"}}};
}

} // namespace

const NodeSpec& stdpSpec()
{
    static const NodeSpec spec = [] {
        std::vector<ParamSpec> own = traces(1);
        own.push_back({.name = "decay", .caption = "Decay", .type = ParamType::Choice, .initial = "linear",
                       .doc = "What is left of a trace after a step: 1 - 1/tau, or exp(-1/tau).",
                       .choices = {{"linear", "1 - 1/tau"}, {"exponential", "exp(-1/tau)"}}, .common = false});
        own.push_back(interaction());
        own.push_back({.name = "trace_target", .caption = "Target of the trace", .type = ParamType::Real, .initial = 0.0, .range = atLeast(0),
                       .doc = "Taken from the trace of inputs when a neuron fires: inputs that were more silent than this lose weight.",
                       .applies = Applies::Live});
        own.push_back({.name = "rule", .caption = "Rule", .type = ParamType::Choice, .initial = "pair",
                       .doc = "Triplet: strengthening also grows with how much the neuron fired before.",
                       .choices = {{"pair", "Pairs of spikes"}, {"triplet", "Triplets (Pfister, Gerstner)"}}});
        own.push_back({.name = "tau_slow", .caption = "Slow trace of outputs", .type = ParamType::Real, .initial = 100.0,
                       .range = above(1), .unit = Unit::Steps, .doc = "How long spikes of a neuron count for triplets.",
                       .visibleWhen = "rule=triplet"});
        own.push_back({.name = "triplet_strength", .caption = "Strength of triplets", .type = ParamType::Real, .initial = 1.0,
                       .range = anyReal(), .doc = "Factor of the slow trace.", .applies = Applies::Live, .visibleWhen = "rule=triplet"});
        own.push_back({.name = "pair_strength", .caption = "Strength of pairs", .type = ParamType::Real, .initial = 0.0,
                       .range = anyReal(), .doc = "What pairs alone bring; 0 in the minimal model of the visual cortex.",
                       .applies = Applies::Live, .visibleWhen = "rule=triplet"});
        return NodeSpec{
            .id = "learner.stdp",
            .title = "STDP",
            .category = Category::Learner,
            .caption = "Neurons that fire together, wire together: in the right order.",
            .doc = "Per step both traces decay, tr = tr (1 - 1/tau), and grow by 1 at a spike; then "
                   "dw[j,i] = sum over samples of F_post(w) (tr_pre[i] - target) s_post[j] - F_pre(w) tr_post[j] s_pre[i]. For a convolution "
                   "the sum also runs over all places, and the padded border belongs to the input. Triplets: tr_pre s_post is multiplied by "
                   "pair + triplet * slow trace, the slow trace as it was before this spike. Traces are forgotten with the "
                   "states of the network. Defined for Linear, Conv1d and Conv2d with dilation 1 and groups 1.",
            .source = "SpikingJelly, STDPLearner; Morrison, Diesmann, Gerstner 2008; Diehl, Cook 2015 (target); Pfister, Gerstner 2006 (triplets)",
            .inputs = {kSynapse, kPost},
            .params = learners::localParams(own),
            .check = learners::checkLocal,
            .states = {"trace_pre", "trace_post", "weight"},
        };
    }();
    return spec;
}

const NodeSpec& mstdpSpec()
{
    static const NodeSpec spec = [] {
        std::vector<ParamSpec> own = traces(0);
        own.push_back(interaction());
        return NodeSpec{
            .id = "learner.mstdp",
            .title = "Reward-modulated STDP",
            .category = Category::Learner,
            .caption = "Remember what you did until the reward arrives.",
            .doc = "Traces decay by exp(-1/tau). Each sample has an eligibility e = F_post(w) tr_pre s_post - F_pre(w) tr_post s_pre; "
                   "the weights change by the eligibility of the step before: dw = sum over samples of reward * e. Linear only.",
            .source = "SpikingJelly, MSTDPLearner; Florian 2007",
            .inputs = {kSynapse, kPost, kReward},
            .params = learners::localParams(own),
            .check = learners::checkLocal,
            .states = {"trace_pre", "trace_post", "weight"},
        };
    }();
    return spec;
}

const NodeSpec& mstdpetSpec()
{
    static const NodeSpec spec = [] {
        std::vector<ParamSpec> own = traces(0);
        own.push_back(timeConstant("tau_trace", "Trace of eligibility", 25.0, 0, "How long what was done can still be rewarded."));
        own.push_back(interaction());
        return NodeSpec{
            .id = "learner.mstdpet",
            .title = "Reward-modulated STDP with trace",
            .category = Category::Learner,
            .caption = "A reward that comes late still finds who earned it.",
            .doc = "As reward-modulated STDP, but the eligibility of the step before is filtered: "
                   "E = E exp(-1/tau_trace) + e / tau_trace, and dw = sum over samples of reward * E. Linear only.",
            .source = "SpikingJelly, MSTDPETLearner; Florian 2007",
            .inputs = {kSynapse, kPost, kReward},
            .params = learners::localParams(own),
            .check = learners::checkLocal,
            .states = {"trace_pre", "trace_post", "weight"},
        };
    }();
    return spec;
}

} // namespace spw
