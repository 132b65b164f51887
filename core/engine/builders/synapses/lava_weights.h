// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/module.h"

/// Weights as lava-dl keeps and rounds them (models.md N29): steps of 2 / scale, straight-through gradients.
namespace spw::engine::lava {

/// The nearest multiple of `step` (halves to even) or the next one below. The gradient passes as if nothing happened.
at::Tensor quantized(const at::Tensor& x, double step, bool down);
/// neuron.quantize_8bit: multiples of 2 / scale, clamped to -256..254 of them over scale.
at::Tensor quantized8Bit(const at::Tensor& x, double scale);
/// utils.quantize_hook_fx: the same with -2 * 2^bits .. 2 * (2^bits - 1).
at::Tensor quantizedHook(const at::Tensor& x, double scale, std::int64_t bits);

/// What a node does to its weights before each use: parameters pre_hook_fx, num_bits and scale.
class PreHook {
public:
    explicit PreHook(const ParamValues& values);
    at::Tensor operator()(const at::Tensor& weight) const;

private:
    enum class Kind { None, EightBit, Hook } m_kind;
    double m_scale;
    std::int64_t m_bits = 8;
};

/// A learnable weight, with weight norm over all axes but the first if the node asks for it: w = g v / |v|.
class Weight {
public:
    /// @param initial  a leaf or a plain tensor; multiplied by weight_scale.
    /// @param prefix   of the names in weights files: "", "real.".
    Weight(const ParamValues& values, at::Tensor initial, const std::string& prefix, bool learned);

    /// Weights where it is 0 stay 0 from now on.  @param mask  as the weight; undefined: all may be.
    void setMask(const at::Tensor& mask);

    /// As the synapse uses it: normed, masked, then rounded.
    at::Tensor effective() const;
    std::vector<NamedTensor> parameters() const;
    std::vector<NamedTensor> buffers() const;
    void toDevice(c10::Device device);

private:
    PreHook m_hook;
    std::string m_prefix;
    bool m_learned;
    at::Tensor m_weight;          // without weight norm
    at::Tensor m_size, m_direction;   // with it
    at::Tensor m_mask;
};

} // namespace spw::engine::lava
