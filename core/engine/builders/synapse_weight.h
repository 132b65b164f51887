// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/builders/init.h"
#include "core/engine/module.h"

namespace spw::engine {

/// The weight and bias of a Linear or a convolution with the options of core/nodes/layers/common.h: standardisation,
/// weight norm, mask, quantisation, in this order. Without options it is the learned tensor itself, at no cost.
class SynapseWeight {
public:
    /// Reads the options that the node has.  @param shape  [outputs, inputs of one output...]
    SynapseWeight(const PlannedNode& node, at::IntArrayRef shape, bool bias, BuildContext& context);

    /// What the layer multiplies with; gradients flow to what is learned.
    at::Tensor weight() const;
    const at::Tensor& bias() const { return m_raw.bias; }

    std::vector<NamedTensor> parameters() const;
    std::vector<NamedTensor> buffers() const;
    void toDevice(c10::Device device);

private:
    SynapseWeights m_raw;            // weight: the direction v with weight norm
    at::Tensor m_length, m_gain, m_mask;
    double m_eps = 0;
    std::int64_t m_bits = 0;
    bool m_standardised = false, m_perOutput = false, m_lavaGrid = false;
};

/// 1 where parameter mask and those that belong to it let a weight be, 0 elsewhere; undefined: everywhere.
at::Tensor initialMask(const ParamValues& values, at::IntArrayRef shape, const at::Generator& init);

/// Rounds to `bits` bits, symmetric around 0: steps of largest / (2^(bits-1) - 1), one bit: sign times the mean size.
/// Backward the gradient passes as if nothing were rounded (straight-through).
/// @param perOutput  largest and mean of each w[i] by itself.
at::Tensor quantised(const at::Tensor& w, std::int64_t bits, bool perOutput);

} // namespace spw::engine
