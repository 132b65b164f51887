// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/network.h"
#include "core/engine/pwl_activation.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace spw::engine {

/// How a block computes in a batch of bootstrapped training; the numbers are lava-dl's.
enum class BootstrapMode { Snn = 0, Ann = 1, Sample = 2, Fit = 3 };

/// Which mode comes when: every `period` epochs the first `iterations` batches are sampled, the next one fits, all others
/// are analog. From each epoch of `crossovers` on one more block, from the input, stays spiking.
struct BootstrapSchedule {
    std::int64_t iterations = 10, period = 10;
    std::set<std::int64_t> crossovers;

    /// @param epoch, iteration  from 0.  @param block  from 0 at the input.
    BootstrapMode mode(std::int64_t epoch, std::int64_t iteration, std::int64_t block) const;
};

/// Training a spiking network as an analog one whose activations are what its neurons were seen to do (models.md LR7).
/// Only the weights are shared.
class Bootstrap {
public:
    static bool isChosen(const ParamValues& learner);
    /// @throws Error naming a neuron that cannot be replaced by a curve.
    Bootstrap(Network& network, const Plan& plan, const ParamValues& learner);

    /// Makes the network ready for one batch. @return what it is to be fed: means over time where all of it is analog.
    PortValues begin(const PortValues& feeds, std::int64_t epoch, std::int64_t iteration);
    /// The network is spiking again. @param seed  of what the curves forget after they were fitted.
    void end(std::uint64_t seed);
    BootstrapMode lastMode() const { return m_mode; }
    const std::vector<PwlActivation>& curves() const { return m_curves; }   // of the neurons, from the input on

    /// What a resumed run needs.
    std::vector<Network::Entry> state() const;
    void restore(const std::vector<Network::Entry>& state);

private:
    Tensors analog(std::size_t block, const Tensors& inputs) const;

    Network& m_network;
    const Plan& m_plan;
    BootstrapSchedule m_schedule;
    std::vector<const PlannedNode*> m_neurons, m_delays, m_integrators;
    std::vector<PwlActivation> m_curves;   // as m_neurons
    BootstrapMode m_mode = BootstrapMode::Sample;
};

/// "10, 20" as epochs. @throws Error for anything else.
std::set<std::int64_t> crossoverEpochs(const std::string& text);

} // namespace spw::engine
