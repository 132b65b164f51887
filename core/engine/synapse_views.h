// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/network.h"
#include "core/run/snapshot.h"

#include <chrono>
#include <functional>
#include <map>
#include <vector>

namespace spw::engine {

/// Copies of weights for snapshots. A copy costs what the synapse is large: the next one waits until the last ones cost
/// less than a hundredth of the time.
class SynapseViews {
public:
    SynapseViews(const Network& network, const Plan& plan) : m_network(network), m_plan(plan) {}

    void watch(std::vector<NodeId> synapses);
    /// The next refresh() makes them anew: something else than the weights is another.
    void touch() { m_changed = true; }
    /// Called for each view that is made: what the synapse's learner adds. Synapses of learners are always shown.
    void setLearners(std::map<NodeId, std::function<void(SynapseView&)>> learners);

    /// Fills draft.synapses with fresh copies where it is their time, or `always`.
    void refresh(Snapshot& draft, std::int64_t step, bool always);

private:
    std::shared_ptr<const SynapseView> look(NodeId synapse, std::int64_t step);

    const Network& m_network;
    const Plan& m_plan;
    std::vector<NodeId> m_watched;
    std::map<NodeId, std::function<void(SynapseView&)>> m_learners;
    std::uint64_t m_serial = 0;
    std::int64_t m_lastStep = -1;
    bool m_changed = false;
    std::chrono::steady_clock::time_point m_next{};
};

/// What one row of a synapse's weights looks at: the shape of the nearest picture before it with as many values.
std::vector<std::int64_t> rowShape(const Plan& plan, const PlannedNode& synapse, at::IntArrayRef weight);

} // namespace spw::engine
