// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/init.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/neuron_ops.h"

namespace spw::engine {

namespace {

/// The neurons inside: LIF with tau 2 and a reset without gradient.
class InnerLif {
public:
    InnerLif(std::string name, double threshold, double alpha) : m_name(std::move(name))
    {
        m_config.params = {{"tau", 2.0}, {"v_threshold", threshold}, {"v_reset", 0.0}, {"decay_input", 1.0}};
        m_config.surrogate = "sigmoid";
        m_config.surrogateParams = {{"alpha", alpha}};
        m_config.detachReset = true;
    }

    at::Tensor operator()(const at::Tensor& x)
    {
        ops::NeuronOutput out = ops::runNeuron(x, m_state, {}, m_config);
        m_state = std::move(out.state);
        return out.spikes;
    }

    void reset() { m_state.clear(); }
    void detach()
    {
        for (at::Tensor& state : m_state)
            state = state.detach();
    }
    void save(std::vector<NamedTensor>& list) const
    {
        if (!m_state.empty())
            list.push_back({m_name, m_state[0].detach().clone()});
    }
    void restore(const std::vector<NamedTensor>& list)
    {
        reset();
        for (const NamedTensor& entry : list)
            if (entry.name == m_name)
                m_state = {entry.tensor.clone()};
    }

private:
    std::string m_name;
    ops::NeuronConfig m_config;
    std::vector<at::Tensor> m_state;
};

/// A convolution of width 1 without bias (a linear map of each token) and a batch norm.
class TokenMap {
public:
    TokenMap(std::string name, std::int64_t in, std::int64_t out, BuildContext& context)
        : m_name(std::move(name)), m_weight(initialWeights({out, in, 1}, in, false, context.init).weight),
          m_scale(at::ones({out}, at::kFloat).set_requires_grad(true)),
          m_shift(at::zeros({out}, at::kFloat).set_requires_grad(true)), m_mean(at::zeros({out}, at::kFloat)),
          m_var(at::ones({out}, at::kFloat))
    {
    }

    /// @param x  [T, N, C, L]
    at::Tensor operator()(const at::Tensor& x, bool training) const
    {
        const at::Tensor y = at::batch_norm(at::conv1d(x.flatten(0, 1), m_weight), m_scale, m_shift, m_mean, m_var,
                                            training, 0.1, 1e-5, false);
        return y.reshape({x.size(0), x.size(1), y.size(1), y.size(2)});
    }

    void parameters(std::vector<NamedTensor>& list) const
    {
        list.push_back({m_name + ".0.weight", m_weight});
        list.push_back({m_name + ".1.weight", m_scale});
        list.push_back({m_name + ".1.bias", m_shift});
    }
    void buffers(std::vector<NamedTensor>& list) const
    {
        list.push_back({m_name + ".1.running_mean", m_mean});
        list.push_back({m_name + ".1.running_var", m_var});
    }
    void toDevice(c10::Device device)
    {
        for (at::Tensor* leaf : {&m_weight, &m_scale, &m_shift})
            moveLeaf(*leaf, device);
        moveTensor(m_mean, device);
        moveTensor(m_var, device);
    }

private:
    std::string m_name;
    at::Tensor m_weight, m_scale, m_shift, m_mean, m_var;
};

/// What self-attention (Q, K and V) and QK attention (Q and K) share. Parameter names are SpikingJelly's.
class SpikingAttention final : public NodeModule {
public:
    SpikingAttention(const PlannedNode& node, bool self, BuildContext& context)
        : NodeModule(node), m_self(self), m_heads(node.values.integer("num_heads")),
          m_channels(node.inputs.at(0).info->features.at(0).value()),
          m_tokens(!self && node.values.text("qka_type") == "token"),
          m_in(self ? "qkv_conv_bn" : "qk_conv_bn", m_channels, m_channels * (self ? 3 : 2), context),
          m_out("proj_conv_bn", m_channels, m_channels, context),
          m_lifs{InnerLif("qkv_v", 1.0, node.values.real("surrogate_alpha")),
                 InnerLif("attn_v", 0.5, node.values.real("surrogate_alpha")),
                 InnerLif("proj_v", 1.0, node.values.real("surrogate_alpha"))}
    {
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);   // [T, N, C, L]
        const std::int64_t steps = x.size(0), samples = x.size(1), tokens = x.size(3);
        const at::Tensor parts = m_lifs[0](m_in(x, training()))
                                     .reshape({steps, samples, m_self ? 3 : 2, m_heads, m_channels / m_heads, tokens});
        const at::Tensor q = parts.select(2, 0), k = parts.select(2, 1);   // [T, N, heads, C / heads, L]
        at::Tensor answer;
        if (m_self)   // (V K') Q: the size of a head squared, not that of the tokens
            answer = m_lifs[1](at::matmul(at::matmul(parts.select(2, 2), k.transpose(-2, -1)), q) * 0.125);
        else
            answer = m_lifs[1](q.sum(m_tokens ? 3 : 4, true)) * k;
        return {m_lifs[2](m_out(answer.reshape(x.sizes()), training()))};
    }

    void reset() override
    {
        for (InnerLif& lif : m_lifs)
            lif.reset();
    }
    void detach() override
    {
        for (InnerLif& lif : m_lifs)
            lif.detach();
    }
    std::vector<NamedTensor> saveState() const override
    {
        std::vector<NamedTensor> list;
        for (const InnerLif& lif : m_lifs)
            lif.save(list);
        return list;
    }
    void restoreState(const std::vector<NamedTensor>& state) override
    {
        for (InnerLif& lif : m_lifs)
            lif.restore(state);
    }
    std::vector<NamedTensor> parameters() const override
    {
        std::vector<NamedTensor> list;
        m_in.parameters(list);
        m_out.parameters(list);
        return list;
    }
    std::vector<NamedTensor> buffers() const override
    {
        std::vector<NamedTensor> list;
        m_in.buffers(list);
        m_out.buffers(list);
        return list;
    }
    void toDevice(c10::Device device) override
    {
        m_in.toDevice(device);
        m_out.toDevice(device);
    }

private:
    bool m_self;
    std::int64_t m_heads, m_channels;
    bool m_tokens;
    TokenMap m_in, m_out;
    std::vector<InnerLif> m_lifs;   // of questions, of attention, of the answer
};

} // namespace

std::unique_ptr<NodeModule> buildSpikingSelfAttention(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<SpikingAttention>(node, true, context);
}

std::unique_ptr<NodeModule> buildQkAttention(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<SpikingAttention>(node, false, context);
}

} // namespace spw::engine
