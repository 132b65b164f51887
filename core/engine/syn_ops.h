// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/network.h"
#include "core/engine_api.h"

#include <map>
#include <set>

namespace spw::engine {

/// Synaptic operations (models.md M5): each spike, or each counted event, costs as many additions as it has targets;
/// an analog input costs the dense number of multiplications. Energies are those of 32-bit arithmetic in 45 nm (Horowitz
/// 2014): 0.9 pJ for an addition, 4.6 pJ for a multiplication with addition; memory is not counted. Told of the neuron that the synapses drive, or of the
/// synapse layer itself where no neuron follows.
class SynOpsMeter {
public:
    explicit SynOpsMeter(const Plan& plan);

    /// Inputs of the synapse layers, which a pass must keep.
    std::set<EdgeEnd> wanted() const;
    void add(const PortValues& values, std::int64_t samples);
    /// One row for each neuron and each synapse layer that drives none, in the order of the plan.
    std::vector<Evaluation::Layer> layers(const std::map<NodeId, NodeActivity>& activity) const;

private:
    struct Synapse {
        const PlannedNode* node = nullptr;
        EdgeEnd input;
        NodeId drives = 0;      // neuron, or the layer itself
        at::Tensor targets;     // per input unit: how many outputs it reaches (one number: the same for all)
        double operations = 0, energy = 0;
    };
    const Plan& m_plan;
    std::vector<Synapse> m_synapses;
    std::int64_t m_samples = 0;
};

} // namespace spw::engine
