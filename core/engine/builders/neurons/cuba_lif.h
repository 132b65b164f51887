// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/builders/neurons/own_neuron.h"

namespace spw::engine {

/// The exchange neuron of models.md N12; blocks are made of it as well.
class CubaLif : public OwnNeuron {
public:
    /// @param channels  of the current, for its batch norm; 0 without one.
    CubaLif(const PlannedNode& node, std::int64_t channels);

    Tensors forward(const Tensors& inputs) override { return {fireAll(inputs.at(0))}; }

protected:
    at::Tensor fireAll(const at::Tensor& x);
    bool applyParam(const std::string&) override { return true; }

private:
    at::Tensor fireNormalised(const at::Tensor& x);

    at::Tensor m_currentDecay, m_voltageDecay, m_normMean, m_normVar, m_v, m_i;
    bool m_normalises;
};

} // namespace spw::engine
