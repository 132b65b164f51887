// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/builders/layers/lava_norm.h"
#include "core/engine/module.h"
#include "kernels/torch/sequence_ops.h"

#include <ATen/core/Generator.h>

#include <map>
#include <memory>
#include <optional>

/// The neurons of lava-dl as a part of modules: alone (neuron.lava_*), without spikes (affine), and inside loops
/// (recurrent and KWTA blocks).
namespace spw::engine::lava {

enum class Family { Cuba, Alif, Rf, RfIz, Adrf, AdrfIz };

/// Real and imaginary input.
inline bool isResonator(Family family) { return family >= Family::Rf; }

class Dynamics {
public:
    /// @param values    parameters of the node; those of the family must be there.
    /// @param features  shape of a sample, known.
    /// @param spiking   false: the affine readout, no spikes and no reset.
    Dynamics(Family family, const ParamValues& values, std::vector<std::int64_t> features, bool spiking,
             at::Generator& init, const std::string& node);

    /// All steps of one or two inputs [T, N, features...]; goes on from the state it left.
    at::Tensor run(const Tensors& inputs, bool training, bool keepStates);
    /// After run() with keepStates: [T, N, ...].
    at::Tensor stateSequence(const std::string& state) const;

    /// Between samples: forgets, or with persistent_state only cuts the history.
    void reset();
    void detach();
    std::vector<NamedTensor> saveState() const;
    void restoreState(const std::vector<NamedTensor>& state);
    std::vector<NamedTensor> parameters() const;   // learned decays
    std::vector<NamedTensor> buffers() const;      // fixed ones, running figures of norms
    void toDevice(c10::Device device);
    void reseed(std::uint64_t seed) { m_draws.set_current_seed(seed); }

private:
    void draw(const ParamValues& values, at::Generator& init);
    Tensors decays(c10::ScalarType type);
    Tensors stateFor(const at::Tensor& x, std::size_t first, std::size_t count);
    /// run() between two resets.
    at::Tensor runOn(const Tensors& inputs, bool training, bool keepStates);
    at::Tensor runNormedCuba(const at::Tensor& x, const Tensors& decays, bool training, bool keepStates);
    at::Tensor dropped(const at::Tensor& y, bool training);

    Family m_family;
    std::string m_node;
    ops::SequenceConfig m_config;
    std::vector<std::int64_t> m_features;
    bool m_fixedPoint, m_persistent, m_learns;
    std::int64_t m_interval, m_offset;    // resets within a sample, as netx makes them; interval 0: none
    std::int64_t m_step = 0;              // of the sample, if there are such resets
    double m_dropout = 0.0;
    std::vector<NamedTensor> m_decays;    // in units of 1/4096: [1] or [channels]
    std::vector<Norm> m_norms;            // none, one, or one for each part
    Tensors m_state;
    std::map<std::string, at::Tensor> m_sequences;
    at::Tensor m_mask;
    at::Generator m_draws;
};

} // namespace spw::engine::lava
