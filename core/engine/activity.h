// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/network.h"
#include "core/run/snapshot.h"
#include "kernels/torch/aten.h"

#include <cstdint>
#include <map>
#include <optional>

namespace spw::engine {

/// Rates of spiking nodes, and the shares of neurons that never fire (dead) or always fire (saturated). A share means
/// something only over many samples: it is told of the last full window of kWindow samples, or of what there is so far
/// while no window is full (models.md M4).
class ActivityMeter {
public:
    static constexpr std::int64_t kWindow = 256;

    /// Of one batch.
    void add(const std::map<NodeId, Network::SpikeCount>& counts);
    std::map<NodeId, NodeActivity> activity() const;

    /// Of all samples added, however many (evaluation).
    void setUnbounded(bool unbounded) { m_unbounded = unbounded; }

private:
    struct Count {
        at::Tensor perUnit;   // spikes of each neuron in this window
        std::int64_t samples = 0, steps = 0;
        std::optional<NodeActivity> last;
    };
    static NodeActivity measure(const Count& count);

    std::map<NodeId, Count> m_counts;
    bool m_unbounded = false;
};

/// Rates in one recorded sample, for runs that look at every step. Shares stay 0: one sample says nothing of dead neurons.
std::map<NodeId, NodeActivity> ratesOf(const SampleRecord& record);

} // namespace spw::engine
