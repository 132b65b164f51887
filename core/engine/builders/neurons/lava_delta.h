// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/module.h"
#include "kernels/torch/sequence_ops.h"

/// Delta and sigma units of lava-dl as parts: alone and inside the sigma-delta neuron.
namespace spw::engine::lava {

/// A unit with states of its own that goes on from where it stopped.
class Unit {
public:
    /// @param persistent  keep the state between samples.
    Unit(const char* functor, std::vector<std::string> states, bool persistent, const std::string& node);

    at::Tensor run(const at::Tensor& x, const Tensors& learnables);

    void reset();
    void detach();
    std::vector<NamedTensor> saveState(const std::string& prefix) const;
    /// Takes the entries that begin with `prefix`.
    void restoreState(const std::vector<NamedTensor>& state, const std::string& prefix);
    /// While on, stateSequence() has the states of the last run.
    void keepStates(bool keep) { m_config.keepStates = keep; }
    at::Tensor stateSequence(const std::string& state) const;

protected:
    ops::SequenceConfig m_config;

private:
    std::vector<std::string> m_names;
    bool m_persistent;
    std::string m_node;
    Tensors m_state, m_sequences;
};

class SigmaUnit : public Unit {
public:
    SigmaUnit(bool persistent, const std::string& node) : Unit("lava.sigma", {"sigma"}, persistent, node) {}
    at::Tensor run(const at::Tensor& x) { return Unit::run(x, {}); }
};

class DeltaUnit : public Unit {
public:
    /// @param scale     multiples of 1 / scale are sent.
    /// @param channels  one threshold for each, or 1.
    DeltaUnit(const ParamValues& values, double threshold, double scale, std::int64_t channels,
              const std::string& node);

    at::Tensor run(const at::Tensor& x);
    std::vector<NamedTensor> parameters(const std::string& prefix) const;
    std::vector<NamedTensor> buffers(const std::string& prefix) const;
    void toDevice(c10::Device device);

private:
    double m_scale;
    bool m_learns;
    at::Tensor m_threshold;
};

} // namespace spw::engine::lava
