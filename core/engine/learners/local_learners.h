// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/goal.h"
#include "core/engine/learners/synapse_learner.h"
#include "core/engine/network.h"
#include "core/engine/optimizer.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace spw::engine {

/// The local learners of a network at work.
///
///     LocalLearners learners(network, goal);
///     PortValues values = network.forward(feeds, keep + learners.ports());
///     learners.observe(feeds, values);   // steps where everyStep(): observeStep() after each
///     learners.endBatch(samples);        // before the optimizer of BPTT
///     optimizer.step(rate);
///     learners.afterOptimizer();
///     learners.reset();                  // with the network
class LocalLearners {
public:
    /// Draws the first weights where learners say so.
    LocalLearners(Network& network, const Goal& goal, std::uint64_t seed = 0);

    bool none() const { return m_rows.empty(); }
    /// Some weights change at every step: the network must run step by step.
    bool everyStep() const;
    /// Outputs of modules that the learners look at, to keep in a pass.
    const std::set<EdgeEnd>& ports() const { return m_ports; }
    /// Weights that BPTT's optimizer changes for a learner.
    std::vector<Network::Entry> forOptimizer() const;

    void observe(const PortValues& feeds, const PortValues& values);
    /// @param step  of the feeds, which have all steps; `values` has this step alone.
    void observeStep(const PortValues& feeds, const PortValues& values, std::int64_t step);
    void endBatch(std::int64_t samples);
    /// Of endBatch() what BPTT's optimizer needs: for methods that step it more than once in a batch.
    void giveGradients(std::int64_t samples);
    void afterOptimizer();
    void reset();

    /// @return false if `node` is no local learner at work.
    bool setParam(NodeId node, const std::string& name, const ParamValue& value);
    /// State of a learner as probes name it; undefined if there is none.
    at::Tensor trace(NodeId learner, const std::string& state) const;
    /// By synapse: what its learner adds to a view.
    std::map<NodeId, std::function<void(SynapseView&)>> views() const;
    void measure(bool on);

    /// What the learners' own optimizers remember, and how many updates they made.
    std::vector<Network::Entry> state() const;
    void restore(const std::vector<Network::Entry>& state);

private:
    struct Row {
        LearnerTie tie;
        std::unique_ptr<SynapseLearner> learner;
        std::unique_ptr<Optimizer> optimizer;   // of its own
        bool byBptt = false;
        Network::Entry weight;
        at::Tensor updates;                     // of its optimizer, [1]
    };
    at::Tensor valueOf(const EdgeEnd& port, const PortValues& feeds, const PortValues& values, bool& isFeed) const;

    std::vector<Row> m_rows;
    std::set<EdgeEnd> m_ports;
};

} // namespace spw::engine
