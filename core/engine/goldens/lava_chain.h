// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/goldens/golden_case.h"

namespace spw::engine::golden {

/// The nodes of lava-dl blocks one behind the other. Each is made for what arrives at it, given its tensors and run.
class LavaChain {
public:
    /// @param x     [T, N, ...].
    /// @param zero  start every state at 0, the threshold of an adaptive neuron too, as the library's networks were
    ///              cleared before their recorded run.
    LavaChain(const at::Tensor& x, bool training, bool zero = false)
        : m_input{x}, m_values{x}, m_training(training), m_zero(zero)
    {
    }

    /// @param tensors  replace the node's own; those it does not have are ignored where `lenient`.
    void add(const std::string& id, const ParamMap& params, const std::map<std::string, at::Tensor>& tensors = {},
             bool lenient = false);
    /// A node without parameters that has already run on the same values and was not reset: the library's K-winners
    /// block fails to be differentiated after its step delay took the last spikes, and hands them on in the next run.
    void addTwice(const std::string& id);
    /// What came out last.
    const Tensors& values() const { return m_values; }
    const at::Tensor& value() const { return m_values.at(0); }
    NodeModule& last() { return *m_modules.back(); }
    /// The gradient of the first parameter of that name in the chain.
    at::Tensor gradient(const std::string& parameter) const;
    /// Step by step and in halves the chain gives what it gave.
    void checkAdvance(Checks& checks) const;

private:
    void start(std::size_t module) const;
    at::Tensor rerun(const at::Tensor& x, bool byStep) const;

    Tensors m_input, m_before, m_values;   // of the chain; into and out of its last node
    bool m_training, m_zero;
    std::vector<std::unique_ptr<NodeModule>> m_modules;
    std::vector<std::vector<NamedTensor>> m_starts;   // state to start from; empty: the node's own
};

/// The neuron families of lava-dl: the name of its module ("cuba", "rf_iz") and of the nodes.
std::string lavaNeuronId(const std::string& family);
bool isComplex(const std::string& family);

/// Parameters of a neuron as lava-dl takes them: [min, max] pairs become two parameters.
ParamMap lavaNeuronParams(const std::string& id, const Value& params, std::set<std::string> leaveOut);

} // namespace spw::engine::golden
