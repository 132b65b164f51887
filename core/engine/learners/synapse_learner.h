// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/learners/weight_function.h"
#include "core/engine/module.h"
#include "core/run/synapse_view.h"

#include <cstdint>
#include <string>
#include <vector>

namespace spw::engine {

/// Learns the weights of one Linear or convolution by what goes in and what its neurons do (models.md LR2 to LR4).
///
///     SynapseLearner stdp(node, synapse, weight);
///     stdp.observe(pre, post, {});    // [T, N, ...], as often as a batch has pieces
///     stdp.apply(samples);            // weights change, unless an optimizer does it
///     stdp.reset();                   // with the network
///
/// Where weights change at every step, observe() and observeStep() change them and apply() only normalises.
class SynapseLearner {
public:
    /// @param weight  the learned tensor of the synapse itself, [outputs, inputs, kernel...].
    SynapseLearner(const PlannedNode& learner, const PlannedNode& synapse, at::Tensor weight);

    NodeId id() const { return m_id; }
    const std::string& name() const { return m_name; }
    const at::Tensor& weight() const { return m_weight; }

    /// @param reward  [T, N, 1] or [T, N]; undefined for rules without one.
    void observe(const at::Tensor& pre, const at::Tensor& post, const at::Tensor& reward);
    /// One step: [N, ...], reward [N, 1], [N] or one number.
    void observeStep(const at::Tensor& pre, const at::Tensor& post, const at::Tensor& reward);

    /// What was observed since the last apply(), times scale; undefined: nothing. With changes at every step: of the
    /// last step, where the rule was computed for all weights.
    at::Tensor change() const { return m_change; }
    /// w += rate * change, bounds, normalisation; begins the next sum.
    void apply(std::int64_t samples);
    /// The change as a gradient for an optimizer: weight.grad = -change. Begins the next sum.
    void toGradient(std::int64_t samples);
    /// What follows a change that an optimizer made: bounds and normalisation.
    void hold();

    /// Forgets traces and eligibility.
    void reset();

    bool everyStep() const { return m_everyStep; }
    bool enabled() const { return m_values.flag("enabled"); }
    const ParamValues& values() const { return m_values; }
    void setParam(const std::string& name, const ParamValue& value);

    /// "trace_pre" or "trace_post", [N, ...] as they are now; undefined before the first step. "weight": [1, outputs, inputs...].
    at::Tensor trace(const std::string& name) const;
    /// Bounds, traces, measured pairs and the rule's curve for the weights of `view`.
    void show(SynapseView& view) const;
    /// While on, pairs of spikes are measured.
    void measure(bool on) { m_measures = on; }
    /// Leaves change() of the last step also where weights could be written directly, event by event.
    void keepChange(bool on) { m_keepsChange = on; }

private:
    enum class Rule { Stdp, Mstdp, Mstdpet };
    struct Moment {   // what the eligibility of a step is made of
        at::Tensor tracePre, tracePost, pre, post, strengthening, weakening;
    };

    void readValues();
    at::Tensor padded(const at::Tensor& pre) const;   // [B, ...]
    /// Sum over rows of out x in at each weight: [B, outputs...], [B, inputs...].
    at::Tensor pairs(const at::Tensor& out, const at::Tensor& in) const;
    void advance(at::Tensor& trace, const at::Tensor& spikes, double keep) const;
    at::Tensor rising(const at::Tensor& post) const;  // spikes of neurons with what triplets make of them
    at::Tensor stepChange(const at::Tensor& pre, const at::Tensor& post, const at::Tensor& reward);
    at::Tensor sequenceChange(const at::Tensor& pre, const at::Tensor& post);
    at::Tensor rewarded(const at::Tensor& reward);
    bool byEvents(const at::Tensor& pre, const at::Tensor& post) const;
    void eventSteps(const at::Tensor& pre, const at::Tensor& post);
    void add(const at::Tensor& change, std::int64_t samples);
    void addToWeight(const at::Tensor& change, std::int64_t samples);
    void holdBounds();
    void measureStep(const at::Tensor& pre, const at::Tensor& post);

    NodeId m_id;
    std::string m_name;
    ParamValues m_values;
    at::Tensor m_weight;
    std::size_t m_dims = 0;               // of the convolution; 0: Linear
    std::vector<std::int64_t> m_stride, m_padding;
    std::string m_border = "zeros";
    Rule m_rule = Rule::Stdp;
    bool m_everyStep = false, m_nearest = false, m_triplet = false, m_measures = false, m_keepsChange = false;
    double m_keepPre = 0, m_keepPost = 0, m_keepSlow = 0, m_keepEligibility = 0, m_tauEligibility = 1, m_target = 0;
    WeightFunction m_strengthening, m_weakening;

    at::Tensor m_tracePre, m_tracePost, m_traceSlow, m_eligibility, m_change;
    Moment m_last;
    std::vector<std::int32_t> m_preList, m_postList;
    // Measured pairs of one output and some inputs of the first sample:
    std::vector<SynapseView::Pair> m_pairs;
    std::vector<std::int64_t> m_lastPre, m_lastPost;
    std::int64_t m_step = 0, m_watched = 0;
};

} // namespace spw::engine
