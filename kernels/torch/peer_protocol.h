// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/aten.h"
#include "kernels/torch/sparse_ops.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

/// What Python libraries for spiking networks are timed with, on these operators: Linear n -> n and LIF (tau 2, hard
/// reset, detached, sigmoid) over T steps at batch 16, forward and backward. And the memory that training takes.
namespace spw::ops {

struct PeerCase {
    std::string name;
    std::int64_t n;
    double density;      // of the input's spikes; 0: an input of numbers; below 0: the neuron alone
    double peer;         // seconds of the fastest of five Python libraries, 2 threads of a quiet machine, T = 500
    double share;        // the goal: at most this share of the peer's time
};
const std::vector<PeerCase>& peerCases();

/// One case with its data.
class PeerNetwork {
public:
    PeerNetwork(const PeerCase& which, std::int64_t steps, std::int64_t n);

    /// One pass forward and backward with the operators of this program. @return the spikes [T, 16, n].
    at::Tensor ours();

    /// The same with linear() and the operations of SpikingJelly's torch backend, over unbind().
    at::Tensor loop();

private:
    at::Tensor backward(const at::Tensor& spikes);
    at::Tensor input() const;

    at::Tensor m_input, m_weight, m_grad;
    PackedWeights m_packed;
};

/// Networks whose memory is measured, with what one training pass of each does.
struct MemoryCase {
    std::string name;
    std::function<void(bool ours)> train;   // false: the operations of SpikingJelly's torch backend
};
const std::vector<MemoryCase>& memoryCases();

constexpr double kMemoryShare = 0.6;   // the goal: at most this share of the peer's

/// Megabytes that two training passes add at their peak, measured in a process of their own on one thread.
/// @return 0 where the system does not tell (Linux does).
double trainingMegabytes(const MemoryCase& which, bool ours);

} // namespace spw::ops
