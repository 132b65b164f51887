// SPDX-License-Identifier: GPL-3.0-or-later
// The neurons of NIR: quantities in seconds and volts are tensors, from which the coefficients of a step are computed.
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/neurons/own_neuron.h"

#include "core/base/error.h"
#include "kernels/torch/aten.h"

#include <deque>

namespace spw::engine {

namespace {

/// Shape of what has one value for the layer, each channel or each neuron.
std::vector<std::int64_t> valueShape(const PlannedNode& node)
{
    const std::string& per = node.values.text("per");
    if (per == "layer")
        return {1};
    std::vector<std::int64_t> shape;
    const std::optional<PortInfo>& input = node.inputs.at(0).info;
    if (input)
        for (const Dim& dim : input->features)
            shape.push_back(shape.empty() || per == "neuron" ? dim.value_or(0) : 1);
    for (const std::int64_t size : shape)
        if (size == 0)
            shape.clear();
    if (shape.empty())
        throw Error("Own values need a known shape of the input.", node.name, "Fix the shapes before this node, or use one value for the layer.");
    return shape;
}

class NirNeuron final : public OwnNeuron {
public:
    explicit NirNeuron(const PlannedNode& node)
        : OwnNeuron(node)
        , m_synapse(node.spec->param("tau_syn") != nullptr)
        , m_leaks(node.spec->param("method") != nullptr)
        , m_spikes(node.spec->param("fires") != nullptr)
        , m_dt(node.spec->param("dt") ? values().real("dt") : 1.0)
    {
        const std::vector<std::int64_t> shape = valueShape(node);
        for (const char* name : {"tau", "tau_mem", "tau_syn", "w_in", "r", "v_leak", "v_threshold", "v_reset"}) {
            if (!node.spec->param(name))
                continue;
            const double initial = values().isNone(name) ? 0.0 : values().real(name);
            at::Tensor& tensor = m_quantities.emplace_back(Quantity{name, at::full(shape, initial, at::kFloat)}).tensor;
            if (values().flag("requires_grad")) {
                tensor.set_requires_grad(true);
                learns(name, tensor);
            } else {
                keeps(name, tensor);
            }
        }
        if (node.spec->param("dt")) {
            remembers("v", m_v);
            if (m_synapse)
                remembers("i", m_i);
        }
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        ops::SequenceConfig config = fusedConfig("part.nir_neuron");
        config.params = {{"synapse", m_synapse}, {"spikes", m_spikes},
                         {"strict", m_spikes && values().text("fires") == "above"},
                         {"detach_reset", values().has("detach_reset") && values().flag("detach_reset")}};
        if (!values().has("v_reset") || !values().isNone("v_reset"))
            config.params["v_reset"] = 0.0;   // only that there is one; its value is a coefficient
        std::vector<at::Tensor> state;
        if (m_v.defined())
            state = {m_v, m_i.defined() ? m_i : at::zeros_like(m_v)};
        const ops::SequenceOutput out = ops::runSequence({x}, state, coefficients(x), config);
        if (hasState()) {
            m_v = out.state.at(0);
            if (m_synapse)
                m_i = out.state.at(1);
        }
        if (config.keepStates) {
            show("v", out.stateSeq.at(0));
            show("i", out.stateSeq.at(1));
        }
        return {out.outputs.at(0)};
    }

    void toDevice(c10::Device device) override
    {
        OwnNeuron::toDevice(device);
        m_coefficients.clear();
    }

private:
    struct Quantity {
        std::string name;
        at::Tensor tensor;
    };

    bool hasState() const { return values().has("dt"); }

    /// In double: dt is small beside 1.
    at::Tensor quantity(const char* name, double absent) const
    {
        for (const Quantity& one : m_quantities)
            if (one.name == name)
                return one.tensor.to(at::kDouble);
        return at::full({1}, absent, m_quantities.front().tensor.options().dtype(at::kDouble));
    }

    /// dt/tau, checked: the values may come from a file.
    at::Tensor share(const char* name) const
    {
        const at::Tensor tau = quantity(name, 1.0), k = m_dt / tau;
        const double least = tau.min().item<double>(), most = k.max().item<double>();
        if (!(least > 0) || (most > 1.0 + 1e-6 && values().text("method") != "exact"))
            throw Error(std::string("A time constant '") + name + "' of " + std::to_string(least) + " s does not fit a step of " +
                            std::to_string(m_dt) + " s.",
                        this->name(), "Time constants must be above 0 and not shorter than a step: lower 'Time of a step'.");
        return k;
    }

    /// What is kept of a state, and the factor on what enters.
    std::pair<at::Tensor, at::Tensor> decayAndGain(const char* name) const
    {
        const at::Tensor k = share(name);
        if (values().text("method") == "euler")
            return {1.0 - k, k};
        const at::Tensor decay = at::exp(-k);
        return {decay, values().text("method") == "exact" ? -at::expm1(-k) : k};
    }

    /// In the order of kernels/dynamics/nir_neuron.h. Kept as long as nobody writes to the quantities.
    const std::vector<at::Tensor>& coefficients(const at::Tensor& x)
    {
        std::int64_t version = 0;
        bool learned = false;
        for (const Quantity& one : m_quantities) {
            version += std::int64_t(one.tensor._version());
            learned = learned || one.tensor.requires_grad();
        }
        const at::ScalarType type = x.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
        const bool fresh = !m_coefficients.empty() && version == m_version && m_coefficients[0].scalar_type() == type;
        if (fresh && !(learned && at::GradMode::is_enabled()))
            return m_coefficients;
        m_version = version;
        at::Tensor synDecay = quantity("", 0.0), synGain = synDecay, decay = quantity("", 1.0), gain = quantity("r", 1.0) * m_dt,
                   leak = synDecay;
        if (!hasState()) {   // Threshold
            decay = synDecay;
            gain = quantity("", 1.0);
        }
        if (m_leaks) {
            const auto [kept, entering] = decayAndGain(m_synapse ? "tau_mem" : "tau");
            decay = kept;
            gain = quantity("r", 1.0) * entering;
            leak = quantity("v_leak", 0.0) * entering;
        }
        if (m_synapse) {
            const auto [kept, entering] = decayAndGain("tau_syn");
            synDecay = kept;
            synGain = quantity("w_in", 1.0) * entering;
        }
        m_coefficients.clear();
        for (const at::Tensor& one : {synDecay, synGain, decay, gain, leak, quantity("v_threshold", 1.0), quantity("v_reset", 0.0)})
            m_coefficients.push_back(one.to(type));
        return m_coefficients;
    }

    bool m_synapse, m_leaks, m_spikes;
    double m_dt;
    std::deque<Quantity> m_quantities;   // never moves: the base class points into it
    std::vector<at::Tensor> m_coefficients;
    std::int64_t m_version = 0;
    at::Tensor m_v, m_i;
};

} // namespace

std::unique_ptr<NodeModule> buildNirNeuron(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<NirNeuron>(node);
}

} // namespace spw::engine
