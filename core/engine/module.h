// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/plan.h"
#include "kernels/torch/aten.h"

#include <ATen/core/Generator.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

/// One node of a graph as something that computes. Modules are made by the builders from planned nodes.
namespace spw::engine {

using Tensors = std::vector<at::Tensor>;

struct NamedTensor {
    std::string name;   // as in weights files, without the node: "weight", "running_mean"
    at::Tensor tensor;
};

/// What a builder needs besides the planned node.
struct BuildContext {
    at::Generator init;   // initial weights, drawn in the order of the plan
};

/// Computes one node. Two ways to advance, with equal results: forward() takes all steps of a sequence, step() one of
/// them. Both go on from the state that the last call left, until reset().
class NodeModule {
public:
    explicit NodeModule(const PlannedNode& node) : m_id(node.id), m_name(node.name), m_values(node.values) {}
    virtual ~NodeModule() = default;
    NodeModule(const NodeModule&) = delete;
    NodeModule& operator=(const NodeModule&) = delete;

    NodeId id() const { return m_id; }
    const std::string& name() const { return m_name; }
    const ParamValues& values() const { return m_values; }

    /// @param inputs  one tensor for each wired input in the order of the spec: sequences [T, N, ...], static values
    ///                [N, ...], labels [N].  @return outputs in the order of the spec.
    virtual Tensors forward(const Tensors& inputs) = 0;
    /// The same for one step: sequences without their first dimension.
    virtual Tensors step(const Tensors& inputs);

    /// For nodes whose spec says delaysOutput: what the next step() will give, whatever its input; undefined before the
    /// first step (zeros are meant). Loops of wires run by it.
    virtual at::Tensor held() const { return {}; }

    /// Forgets: every state returns to its reset value, so the batch size may change.
    virtual void reset() {}
    /// Keeps the values of the states, cuts their history (truncated backpropagation).
    virtual void detach() {}
    /// States with their names, empty before the first step.
    virtual std::vector<NamedTensor> saveState() const { return {}; }
    virtual void restoreState(const std::vector<NamedTensor>& state);

    /// Learnable tensors, and those that are part of a trained network without being learned by gradient.
    virtual std::vector<NamedTensor> parameters() const { return {}; }
    virtual std::vector<NamedTensor> buffers() const { return {}; }
    virtual void toDevice(c10::Device) {}

    /// Starts the random draws of masks and Poisson spikes afresh. Called for every batch, so that what a batch draws
    /// depends on nothing that went before: a resumed run goes on bit for bit.
    virtual void reseed(std::uint64_t) {}

    /// While on, stateSequence() has the values of each probe-able state over the steps of the last call.
    void keepStates(bool keep) { m_keepStates = keep; }
    /// [T, N, ...] after forward(), [N, ...] after step(); undefined if not kept or no such state.
    virtual at::Tensor stateSequence(const std::string& state) const;

    /// Changes a parameter whose ParamSpec says Applies::Live.  @throws Error if this module cannot.
    void setParam(const std::string& name, const ParamValue& value);
    void setTraining(bool training) { m_training = training; }

protected:
    bool training() const { return m_training; }
    bool keepsStates() const { return m_keepStates; }
    /// After m_values changed.  @return false if `name` cannot change while running.
    virtual bool applyParam(const std::string& name);

private:
    NodeId m_id;
    std::string m_name;
    ParamValues m_values;
    bool m_training = false, m_keepStates = false;
};

/// A module without state that treats all steps alike: time is folded into the batch, computed once, unfolded.
class StatelessModule : public NodeModule {
public:
    using NodeModule::NodeModule;
    Tensors forward(const Tensors& inputs) override;
    Tensors step(const Tensors& inputs) override;

protected:
    /// @param x  [B, ...], images channels-last in memory where the module made or was given them so.
    virtual at::Tensor apply(const at::Tensor& x) = 0;
};

/// A module that needs all steps of a sequence at once (NodeSpec::wholeSequence).
class WholeSequenceModule : public NodeModule {
public:
    using NodeModule::NodeModule;
    /// @throws Error: there is no sequence yet.
    Tensors step(const Tensors& inputs) final;
};

} // namespace spw::engine
