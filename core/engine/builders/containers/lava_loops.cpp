// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/init.h"
#include "core/engine/builders/neurons/lava_dynamics.h"
#include "core/engine/builders/synapses/lava_weights.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"

#include <cmath>

namespace spw::engine {

namespace {

/// Dense synapse and neurons whose last spikes come back as input: what recurrent and KWTA blocks share. The spikes of
/// a step are needed for the next, so the loop over time is here.
class LavaLoop : public NodeModule {
public:
    LavaLoop(const PlannedNode& node, BuildContext& context)
        : NodeModule(node), m_out(node.values.integer("out_neurons")), m_in(inputsOf(node)),
          m_synapse(node.values, initialWeights({m_out, m_in}, m_in, false, context.init).weight, inputName(node), true),
          m_dynamics(node.values.text("neuron") == "alif" ? lava::Family::Alif : lava::Family::Cuba, node.values,
                     {m_out}, true, context.init, node.name)
    {
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        const at::Tensor received = at::linear(x.flatten(2), m_synapse.effective().to(x.scalar_type()));
        if (m_spike.defined() && m_spike.size(0) != x.size(1))
            m_spike.reset();   // the neurons say what is wrong with the batch
        if (!m_spike.defined())
            m_spike = at::zeros({x.size(1), m_out}, x.options());
        const Feedback feedback = feedbackFor(x.scalar_type());
        Tensors spikes;
        m_sequences.clear();
        std::map<std::string, Tensors> states;
        for (std::int64_t t = 0; t < x.size(0); ++t) {
            at::Tensor input = received[t] + at::linear(m_spike, feedback.weight);
            if (feedback.bias.defined())
                input = input + feedback.bias;
            if (values().flag("detach_state"))
                m_dynamics.detach();
            m_spike = m_dynamics.run({input.unsqueeze(0)}, training(), keepsStates()).squeeze(0);
            spikes.push_back(m_spike);
            for (const char* state : {"current", "voltage", "threshold", "refractory"})
                if (const at::Tensor value = m_dynamics.stateSequence(state); value.defined())
                    states[state].push_back(value.squeeze(0));
        }
        for (const auto& [name, list] : states)
            m_sequences[name] = at::stack(list);
        m_stepped = false;
        return {spikes.empty() ? at::zeros({0, x.size(1), m_out}, x.options()) : at::stack(spikes)};
    }

    Tensors step(const Tensors& inputs) override
    {
        Tensors outputs = NodeModule::step(inputs);
        m_stepped = true;
        return outputs;
    }

    void reset() override
    {
        m_spike.reset();
        m_sequences.clear();
        m_dynamics.reset();
    }

    void detach() override
    {
        if (m_spike.defined())
            m_spike = m_spike.detach();
        m_dynamics.detach();
    }

    void reseed(std::uint64_t seed) override { m_dynamics.reseed(seed); }

    std::vector<NamedTensor> saveState() const override
    {
        std::vector<NamedTensor> list = m_dynamics.saveState();
        if (m_spike.defined())
            list.push_back({"spike", m_spike.detach().clone()});
        return list;
    }

    void restoreState(const std::vector<NamedTensor>& state) override
    {
        m_spike.reset();
        std::vector<NamedTensor> rest;
        for (const NamedTensor& entry : state)
            if (entry.name == "spike")
                m_spike = entry.tensor.clone();
            else
                rest.push_back(entry);
        m_dynamics.restoreState(rest);
    }

    std::vector<NamedTensor> parameters() const override { return joined(m_synapse.parameters(), m_dynamics.parameters()); }
    std::vector<NamedTensor> buffers() const override { return joined(m_synapse.buffers(), m_dynamics.buffers()); }

    void toDevice(c10::Device device) override
    {
        m_synapse.toDevice(device);
        m_dynamics.toDevice(device);
    }

    at::Tensor stateSequence(const std::string& state) const override
    {
        const auto found = m_sequences.find(state);
        if (found == m_sequences.end())
            return {};
        return m_stepped ? found->second.squeeze(0) : found->second;
    }

protected:
    struct Feedback {
        at::Tensor weight, bias;   // [out, out]; [1] or undefined
    };
    /// From the last spikes to the next input.
    virtual Feedback feedbackFor(c10::ScalarType type) const = 0;

    static std::vector<NamedTensor> joined(std::vector<NamedTensor> first, const std::vector<NamedTensor>& second)
    {
        first.insert(first.end(), second.begin(), second.end());
        return first;
    }

    std::int64_t m_out;

private:
    static std::int64_t inputsOf(const PlannedNode& node)
    {
        std::int64_t in = 1;
        for (const Dim& dim : node.inputs.at(0).info->features)
            in *= dim.value();
        return in;
    }

    /// In weights files: as the originals call it.
    static std::string inputName(const PlannedNode& node)
    {
        return node.spec->id == "container.lava_kwta" ? "synapse." : "input_synapse.";
    }

    std::int64_t m_in;
    lava::Weight m_synapse;
    lava::Dynamics m_dynamics;
    at::Tensor m_spike;   // of the last step
    std::map<std::string, at::Tensor> m_sequences;
    bool m_stepped = false;
};

class LavaRecurrent final : public LavaLoop {
public:
    LavaRecurrent(const PlannedNode& node, BuildContext& context)
        : LavaLoop(node, context),
          m_recurrent(node.values, initialWeights({m_out, m_out}, m_out, false, context.init).weight,
                      "recurrent_synapse.", true)
    {
    }

    std::vector<NamedTensor> parameters() const override
    {
        return joined(LavaLoop::parameters(), m_recurrent.parameters());
    }

    void toDevice(c10::Device device) override
    {
        LavaLoop::toDevice(device);
        m_recurrent.toDevice(device);
    }

protected:
    Feedback feedbackFor(c10::ScalarType type) const override { return {m_recurrent.effective().to(type), {}}; }

private:
    lava::Weight m_recurrent;
};

class LavaKwta final : public LavaLoop {
public:
    LavaKwta(const PlannedNode& node, BuildContext& context)
        : LavaLoop(node, context), m_learns(node.values.flag("learn_excitation")),
          m_excitation(at::full({1}, node.values.real("self_excitation"), at::kFloat).set_requires_grad(m_learns))
    {
    }

    std::vector<NamedTensor> parameters() const override
    {
        return m_learns ? joined(LavaLoop::parameters(), {{"self_excitation", m_excitation}}) : LavaLoop::parameters();
    }

    std::vector<NamedTensor> buffers() const override
    {
        return m_learns ? LavaLoop::buffers() : joined(LavaLoop::buffers(), {{"self_excitation", m_excitation}});
    }

    void toDevice(c10::Device device) override
    {
        LavaLoop::toDevice(device);
        m_learns ? moveLeaf(m_excitation, device) : moveTensor(m_excitation, device);
    }

protected:
    /// The one's own spike excites, every other inhibits; the bias wakes as many as may win. Both are rounded as
    /// weights, whatever the synapse does.
    Feedback feedbackFor(c10::ScalarType type) const override
    {
        {
            const at::NoGradGuard noGrad;
            m_excitation.clamp_(0.0, 1.0);
        }
        const double scale = double(values().integer("scale")), n = double(m_out);
        const double threshold = values().flag("fixed_point")
                                     ? std::trunc(values().real("threshold") * scale) / scale
                                     : values().real("threshold");
        const at::Tensor excitation = m_excitation.to(type);
        at::Tensor weight = (excitation + 1.0) * at::eye(m_out, excitation.options()) - 1.0;
        at::Tensor bias = at::full(
            {1}, threshold * (n - 2.0 * double(values().integer("num_winners"))) / n / scale, excitation.options());
        if (values().flag("fixed_point")) {
            weight = lava::quantized8Bit(weight, scale);
            bias = lava::quantized8Bit(bias, scale);
        }
        return {weight, bias};
    }

private:
    bool m_learns;
    at::Tensor m_excitation;
};

} // namespace

std::unique_ptr<NodeModule> buildLavaRecurrent(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<LavaRecurrent>(node, context);
}

std::unique_ptr<NodeModule> buildLavaKwta(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<LavaKwta>(node, context);
}

} // namespace spw::engine
