// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/init.h"
#include "core/engine/builders/neurons/kernel_params.h"
#include "core/engine/to_device.h"
#include "core/nodes/neurons/common.h"
#include "kernels/surrogate/surrogate.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/neuron_ops.h"

#include "core/base/error.h"

#include <ATen/CPUGeneratorImpl.h>

namespace spw::engine {

namespace {

enum class CellKind { Rnn, Lstm, Gru };

int gatesOf(CellKind kind) { return kind == CellKind::Rnn ? 1 : kind == CellKind::Lstm ? 4 : 3; }

/// The step function with a surrogate's slope: one step of an integrate-and-fire neuron at rest, threshold 0. A
/// surrogate that scales with the threshold takes it as 1: then threshold and input are both one higher.
class SpikeStep {
public:
    SpikeStep() = default;
    SpikeStep(const std::string& surrogate, const std::map<std::string, double>& numbers)
    {
        m_config.neuron = "neuron.if";
        const int index = kernels::surrogateIndex(surrogate);
        m_lift = index >= 0 && kernels::surrogates()[std::size_t(index)].usesThreshold ? 1.0 : 0.0;
        m_config.params = {{"v_threshold", m_lift}, {"v_reset", 0.0}};
        m_config.surrogate = surrogate;
        m_config.surrogateParams = numbers;
        m_config.detachReset = true;
    }
    at::Tensor operator()(const at::Tensor& x) const
    {
        const at::Tensor charge = m_lift == 0.0 ? x : x + m_lift;
        return ops::runNeuron(charge.unsqueeze(0), {}, {}, m_config).spikes.squeeze(0);
    }

private:
    ops::NeuronConfig m_config;
    double m_lift = 0.0;
};

/// One cell: its weights, and one step from the projected input.
struct Cell {
    SynapseWeights fromInput, fromHidden;

    /// W_ih x + b_ih of all steps in one product.
    at::Tensor project(const at::Tensor& x) const { return at::linear(x, fromInput.weight, fromInput.bias); }
};

struct CellState {
    at::Tensor h, c;
};

class SpikingRnn final : public NodeModule {
public:
    SpikingRnn(const PlannedNode& node, BuildContext& context, CellKind kind)
        : NodeModule(node), m_kind(kind), m_hidden(node.values.integer("hidden_size")),
          m_layers(node.values.integer("num_layers")), m_directions(node.values.flag("bidirectional") ? 2 : 1),
          m_legacyDelay(node.values.flag("legacy_delay"))
    {
        const std::int64_t in = node.inputs.at(0).info->features.at(0).value(), gates = gatesOf(kind);
        const bool bias = node.values.flag("bias");
        for (std::int64_t direction = 0; direction < m_directions; ++direction)
            for (std::int64_t layer = 0; layer < m_layers; ++layer) {
                const std::int64_t width = layer == 0 ? in : m_hidden * m_directions;
                // "fan in" of the hidden size: all start within 1/sqrt(hidden_size)
                m_cells.push_back({initialWeights({gates * m_hidden, width}, m_hidden, bias, context.init),
                                   initialWeights({gates * m_hidden, m_hidden}, m_hidden, bias, context.init)});
            }
        configure();
        m_generator = at::make_generator<at::CPUGeneratorImpl>(0);
    }

    Tensors forward(const Tensors& inputs) override
    {
        at::Tensor x = inputs.at(0);
        if (m_states.empty())
            m_states.resize(m_cells.size());
        if (!m_states[0].h.defined()) {
            const at::Tensor zero = at::zeros({x.size(1), m_hidden}, x.options());
            for (CellState& state : m_states)
                state = {zero, zero};
        } else if (m_states[0].h.size(0) != x.size(1)) {
            throw Error("The input has another batch size than the one before it.", name(),
                        "Reset the network between batches of different sizes.");
        }
        for (std::int64_t layer = 0; layer < m_layers; ++layer) {
            if (layer > 0)
                x = dropped(x, layer);
            at::Tensor before = m_states[std::size_t(layer)].h;
            at::Tensor y = run(std::size_t(layer), x, false);
            if (m_directions == 2)
                y = at::cat({y, run(std::size_t(m_layers + layer), x, true)}, 2);
            else if (m_legacyDelay && layer + 1 < m_layers)
                y = at::cat({before.unsqueeze(0), y.narrow(0, 0, y.size(0) - 1)});
            x = y;
        }
        return {x};
    }

    Tensors step(const Tensors& inputs) override
    {
        if (m_directions == 2)
            throw Error("It reads the sequence in both directions, which one step at a time cannot.", name(),
                        "Switch 'Both directions' off, or run the whole sequence at once.");
        return NodeModule::step(inputs);
    }

    void reset() override
    {
        m_states.clear();
        m_masks.clear();
    }
    void detach() override
    {
        for (CellState& state : m_states) {
            state.h = state.h.detach();
            state.c = state.c.detach();
        }
    }
    std::vector<NamedTensor> saveState() const override
    {
        std::vector<NamedTensor> list;
        for (std::size_t i = 0; i < m_states.size(); ++i) {
            list.push_back({"h" + std::to_string(i), m_states[i].h.detach().clone()});
            list.push_back({"c" + std::to_string(i), m_states[i].c.detach().clone()});
        }
        return list;
    }
    void restoreState(const std::vector<NamedTensor>& state) override
    {
        m_states.clear();
        for (std::size_t i = 0; i + 1 < state.size(); i += 2)
            m_states.push_back({state[i].tensor.clone(), state[i + 1].tensor.clone()});
    }

    std::vector<NamedTensor> parameters() const override
    {
        std::vector<NamedTensor> list;
        for (std::size_t i = 0; i < m_cells.size(); ++i) {
            const bool reverse = std::int64_t(i) >= m_layers;
            const std::string cell = (reverse ? "cells_reverse." : "cells.")
                                     + std::to_string(std::int64_t(i) - (reverse ? m_layers : 0)) + ".";
            const auto add = [&](const std::string& part, const SynapseWeights& weights) {
                list.push_back({cell + part + ".weight", weights.weight});
                if (weights.bias.defined())
                    list.push_back({cell + part + ".bias", weights.bias});
            };
            add("linear_ih", m_cells[i].fromInput);
            add("linear_hh", m_cells[i].fromHidden);
        }
        return list;
    }
    void toDevice(c10::Device device) override
    {
        for (Cell& cell : m_cells)
            for (at::Tensor* tensor : {&cell.fromInput.weight, &cell.fromInput.bias, &cell.fromHidden.weight,
                                       &cell.fromHidden.bias})
                moveLeaf(*tensor, device);
    }
    void reseed(std::uint64_t seed) override { m_generator.set_current_seed(seed); }

private:
    void configure()
    {
        const SurrogateSetting first = surrogateSetting(values());
        m_spike = SpikeStep(first.id, first.params);
        m_spike2 = m_spike;
        if (values().has("surrogate2") && values().text("surrogate2") != "same") {
            m_spike2 = SpikeStep(values().text("surrogate2"), neurons::secondSurrogateNumbers(values()));
        }
    }

    /// All steps of one cell, from its state and back into it.
    at::Tensor run(std::size_t index, const at::Tensor& x, bool backwards)
    {
        const Cell& cell = m_cells[index];
        CellState& state = m_states[index];
        const std::vector<at::Tensor> steps = cell.project(x).unbind(0);
        std::vector<at::Tensor> hidden(steps.size());
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const std::size_t t = backwards ? steps.size() - 1 - i : i;
            const at::Tensor recurrent = at::linear(state.h, cell.fromHidden.weight, cell.fromHidden.bias);
            switch (m_kind) {
            case CellKind::Rnn: state.h = m_spike(steps[t] + recurrent); break;
            case CellKind::Lstm: lstm(steps[t] + recurrent, state); break;
            case CellKind::Gru: gru(steps[t], recurrent, state); break;
            }
            hidden[t] = state.h;
        }
        return at::stack(hidden);
    }

    void lstm(const at::Tensor& sums, CellState& state) const
    {
        const at::Tensor i = m_spike(sums.narrow(1, 0, m_hidden)), f = m_spike(sums.narrow(1, m_hidden, m_hidden)),
                         g = m_spike2(sums.narrow(1, 2 * m_hidden, m_hidden)),
                         o = m_spike(sums.narrow(1, 3 * m_hidden, m_hidden));
        const at::Tensor free = state.c * f + i * g;
        const at::Tensor cut = free.detach();
        state.c = free + (cut.clamp_max(1.0) - cut);   // cut at 1, the gradient passes
        state.h = state.c * o;
    }

    void gru(const at::Tensor& fromInput, const at::Tensor& fromHidden, CellState& state) const
    {
        const auto gate = [this](const at::Tensor& sums, int k) { return sums.narrow(1, k * m_hidden, m_hidden); };
        const at::Tensor r = m_spike(gate(fromInput, 0) + gate(fromHidden, 0)),
                         z = m_spike(gate(fromInput, 1) + gate(fromHidden, 1));
        const at::Tensor n = m_spike2(gate(fromInput, 2) + r * gate(fromHidden, 2));
        state.h = (1.0 - z) * n + z * state.h;
    }

    at::Tensor dropped(const at::Tensor& x, std::int64_t layer)
    {
        const double p = values().real("dropout_p");
        if (!training() || p == 0.0)
            return x;
        const bool constant = values().flag("invariant_dropout_mask");
        std::vector<std::int64_t> sizes = x.sizes().vec();
        if (constant)
            sizes[0] = 1;
        m_masks.resize(std::size_t(m_layers));
        at::Tensor& mask = m_masks[std::size_t(layer)];
        if (!constant || !mask.defined())   // a constant mask lives until the next reset
            mask = at::empty(sizes, at::kFloat).bernoulli_(1.0 - p, m_generator).div_(1.0 - p).to(x.options());
        return x * mask;
    }

    CellKind m_kind;
    std::int64_t m_hidden, m_layers, m_directions;
    bool m_legacyDelay;
    std::vector<Cell> m_cells;         // forward ones of all layers, then backward ones
    std::vector<CellState> m_states;   // as m_cells; empty before the first step
    std::vector<at::Tensor> m_masks;   // by layer
    SpikeStep m_spike, m_spike2;
    at::Generator m_generator;
};

} // namespace

std::unique_ptr<NodeModule> buildSpikingVanillaRnn(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<SpikingRnn>(node, context, CellKind::Rnn);
}

std::unique_ptr<NodeModule> buildSpikingLstm(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<SpikingRnn>(node, context, CellKind::Lstm);
}

std::unique_ptr<NodeModule> buildSpikingGru(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<SpikingRnn>(node, context, CellKind::Gru);
}

} // namespace spw::engine
