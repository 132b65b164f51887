// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/module.h"
#include "kernels/torch/sequence_ops.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace spw::engine {

/// For neurons that are more than one fused pass: bookkeeping of learnable tensors, buffers and states, which a
/// derived class keeps as members and names once in its constructor.
class OwnNeuron : public NodeModule {
public:
    explicit OwnNeuron(const PlannedNode& node);

    std::vector<NamedTensor> parameters() const override;
    std::vector<NamedTensor> buffers() const override;
    void toDevice(c10::Device device) override;

    void reset() override;
    void detach() override;
    std::vector<NamedTensor> saveState() const override;
    void restoreState(const std::vector<NamedTensor>& state) override;

    Tensors step(const Tensors& inputs) override;
    at::Tensor stateSequence(const std::string& state) const override;

protected:
    void learns(std::string name, at::Tensor& tensor) { m_learnables.emplace_back(std::move(name), &tensor); }
    void keeps(std::string name, at::Tensor& tensor) { m_buffers.emplace_back(std::move(name), &tensor); }
    /// Undefined before the first step and after reset().
    void remembers(std::string name, at::Tensor& tensor) { m_states.emplace_back(std::move(name), &tensor); }

    /// Steps since the last reset, for neurons whose parameters differ from step to step.
    std::int64_t time() const { return m_time; }
    void advance(std::int64_t steps) { m_time += steps; }
    /// @throws Error if `steps` more would go past the `limit` steps that the neuron is made for.
    void requireSteps(std::int64_t steps, std::int64_t limit) const;

    /// What probes read: [T, N, ...].
    void show(const std::string& state, at::Tensor sequence) { m_sequences[state] = std::move(sequence); }

    /// S = 1 where h >= 0 with the slope of the node's surrogate; h has any shape [A, B, ...].
    at::Tensor fire(const at::Tensor& h) const;
    /// Numbers of the node for a fused pass of `neuron`, with its surrogate; `changed` overrides or adds.
    ops::SequenceConfig fusedConfig(const std::string& neuron, const kernels::NamedValues& changed = {}) const;

private:
    using Named = std::vector<std::pair<std::string, at::Tensor*>>;
    Named m_learnables, m_buffers, m_states;
    std::map<std::string, at::Tensor> m_sequences;
    std::int64_t m_time = 0;
};

} // namespace spw::engine
