// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"

#include "core/base/error.h"
#include "core/engine/builders/init.h"
#include "core/engine/builders/neurons/kernel_params.h"
#include "core/engine/stateful_module.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/recurrent_ops.h"

#include <cmath>
#include <map>

namespace spw::engine {

namespace {

/// One learnable number of a neuron: the decay of a step, kept as a time constant or as itself.
struct Decay {
    std::string tau;     // name of the parameter: "tau_mem"
    at::Tensor value;
};

/// The numbers of the slopes in kernels/dynamics/sinabs_common.h, in the order of its kinds.
double slopeKind(const std::string& surrogate)
{
    static const std::map<std::string, double> kinds{{"common", 0},         {"single_exponential", 1},
                                                     {"heaviside", 2},      {"gaussian", 3},
                                                     {"multi_gaussian", 4}, {"periodic_exponential", 5}};
    return kinds.at(surrogate);
}

/// What the neurons of sinabs keep between calls, and how they run: with or without their own output fed back.
class SinabsModule : public StatefulModule {
public:
    SinabsModule(const PlannedNode& node, std::string kernel) : StatefulModule(node, node.spec->states)
    {
        m_config.neuron = std::move(kernel);
    }

    Tensors forward(const Tensors& inputs) override
    {
        m_config.keepStates = keepsStates();
        ops::SequenceOutput out;
        if (m_weights.weight.defined()) {
            ops::RecurrentOutput all = ops::runRecurrent(inputs.at(0), m_weights.weight, m_weights.bias, m_last,
                                                         m_state, learnables(), m_config);
            out = std::move(all.sequence);
            m_last = std::move(all.last);
        } else {
            out = ops::runSequence(inputs, m_state, learnables(), m_config);
        }
        m_state = std::move(out.state);
        m_stateSeq = std::move(out.stateSeq);
        return out.outputs;
    }

    void reset() override
    {
        StatefulModule::reset();
        m_last.reset();
    }

    void detach() override
    {
        StatefulModule::detach();
        if (m_last.defined())
            m_last = m_last.detach();
    }

    std::vector<NamedTensor> saveState() const override
    {
        std::vector<NamedTensor> list = StatefulModule::saveState();
        if (m_last.defined())
            list.push_back({kLastOutput, m_last.detach().clone()});
        return list;
    }

    void restoreState(const std::vector<NamedTensor>& state) override
    {
        std::vector<NamedTensor> own;
        m_last.reset();
        for (const NamedTensor& entry : state) {
            if (entry.name == kLastOutput)
                m_last = entry.tensor.clone();
            else
                own.push_back(entry);
        }
        StatefulModule::restoreState(own);
    }

protected:
    /// As the kernel lists them.
    virtual std::vector<at::Tensor> learnables() const = 0;

    ops::SequenceConfig m_config;
    SynapseWeights m_weights;   // of the recurrent connection, undefined without one

private:
    static constexpr const char* kLastOutput = "last_output";
    at::Tensor m_last;
};

/// IAF, LIF, ALIF and ExpLeak of sinabs 2 and later.
class SinabsNeuron final : public SinabsModule {
public:
    SinabsNeuron(const PlannedNode& node, BuildContext& context, std::string kernel, bool recurrent)
        : SinabsModule(node, std::move(kernel)), m_shape(valueShape(node))
    {
        if (values().has("spike_threshold"))
            m_threshold = at::full(m_shape, values().real("spike_threshold"), at::kFloat);
        for (const char* name : {"tau_mem", "tau_adapt", "tau_syn"})
            if (values().has(name) && !values().isNone(name))
                addDecay(name);
        if (recurrent) {
            const std::int64_t units = unitsOf(node);
            m_weights = initialWeights({units, units}, units, values().flag("rec_bias"), context.init);
        }
        configure();
    }

    std::vector<NamedTensor> parameters() const override
    {
        std::vector<NamedTensor> list;
        for (const Decay& decay : m_decays)
            if (decay.value.requires_grad())
                list.push_back({parameterName(decay), decay.value});
        if (m_weights.weight.defined())
            list.push_back({"rec_connect.weight", m_weights.weight});
        if (m_weights.bias.defined())
            list.push_back({"rec_connect.bias", m_weights.bias});
        return list;
    }

    std::vector<NamedTensor> buffers() const override
    {
        std::vector<NamedTensor> list;
        for (const Decay& decay : m_decays)
            if (!decay.value.requires_grad())
                list.push_back({parameterName(decay), decay.value});
        if (m_threshold.defined())
            list.push_back({"spike_threshold", m_threshold});
        return list;
    }

    void toDevice(c10::Device device) override
    {
        for (Decay& decay : m_decays)
            decay.value.requires_grad() ? moveLeaf(decay.value, device) : moveTensor(decay.value, device);
        moveLeaf(m_weights.weight, device);
        moveLeaf(m_weights.bias, device);
        if (m_threshold.defined())
            moveTensor(m_threshold, device);
    }

protected:
    std::vector<at::Tensor> learnables() const override
    {
        const at::Tensor none = at::ones({1}, at::kFloat);
        std::vector<at::Tensor> list;
        if (m_config.neuron != "sinabs.iaf") {
            list.push_back(alpha("tau_mem"));
            if (m_config.neuron == "sinabs.alif")
                list.push_back(alpha("tau_adapt"));
            list.push_back(hasSynapse() ? alpha("tau_syn") : none);
        }
        list.push_back(m_threshold.defined() ? m_threshold : none);
        for (at::Tensor& value : list)
            value = value.to(m_decays.empty() ? value.device() : m_decays[0].value.device());
        return list;
    }

    bool applyParam(const std::string& name) override
    {
        if (name != "spike_threshold")
            return false;
        m_threshold.fill_(values().real(name));
        return true;
    }

private:
    static std::int64_t unitsOf(const PlannedNode& node)
    {
        std::int64_t units = 1;
        for (const Dim& dim : node.inputs.at(0).info.value_or(PortInfo{}).features) {
            if (!dim)
                throw Error("A recurrent layer needs to know how many neurons it has.", node.name,
                            "Fix the shapes before this node.");
            units *= *dim;
        }
        return units;
    }

    /// Shape of the values that are one for the layer, for each channel or for each neuron.
    static std::vector<std::int64_t> valueShape(const PlannedNode& node)
    {
        const std::string& per = node.values.text("per");
        if (per == "layer")
            return {1};
        std::vector<std::int64_t> shape;
        for (const Dim& dim : node.inputs.at(0).info.value_or(PortInfo{}).features) {
            if (!dim)
                throw Error("One value for each " + per + " needs known shapes.", node.name,
                            "Fix the shapes before this node, or use one value for the layer.");
            shape.push_back(per == "channel" && !shape.empty() ? 1 : *dim);
        }
        return shape;
    }

    void addDecay(const char* name)
    {
        const double tau = values().real(name);
        m_decays.push_back({name, at::full(m_shape, trainsAlphas() ? std::exp(-1.0 / tau) : tau, at::kFloat)
                                      .set_requires_grad(values().flag("requires_grad"))});
    }

    bool trainsAlphas() const { return values().flag("train_alphas"); }
    bool hasSynapse() const { return values().has("tau_syn") && !values().isNone("tau_syn"); }

    std::string parameterName(const Decay& decay) const
    {
        return trainsAlphas() ? "alpha" + decay.tau.substr(3) : decay.tau;
    }

    /// exp(-1/tau), differentiable.
    at::Tensor alpha(const std::string& tau) const
    {
        for (const Decay& decay : m_decays)
            if (decay.tau == tau)
                return trainsAlphas() ? decay.value : decay.value.reciprocal().neg().exp();
        throw Error("There is no time constant '" + tau + "'.", name(), "Report this.");
    }

    void configure()
    {
        kernels::NamedValues& p = m_config.params;
        p.clear();
        const auto take = [&](const char* name) {
            if (values().has(name) && !values().isNone(name))
                p[name] = asNumber(values().at(name)).value();
        };
        for (const char* name : {"norm_input", "adapt_scale", "min_v_mem"})
            take(name);
        p["synapse"] = hasSynapse() ? 1.0 : 0.0;
        if (!values().has("spike_fn")) {
            p["spike_fn"] = 2.0;
            return;
        }
        p["spike_fn"] = values().text("spike_fn") == "single" ? 1.0 : 0.0;
        if (values().text("spike_fn") == "max")
            p["max_spikes"] = values().real("max_num_spikes_per_bin");
        if (values().text("reset_fn") == "reset")
            p["reset_to"] = values().real("reset_value");
        else
            take("subtract_value");
        p["slope"] = slopeKind(values().text("surrogate_grad_fn"));
        p["v_threshold"] = values().real("spike_threshold");   // for surrogates that scale with it
        for (const char* name : {"grad_width", "grad_scale", "window", "mu", "sigma", "h", "s"})
            take(name);
        if (values().text("surrogate_grad_fn") != "common")
            return;   // the numbers of the common surrogates are not in use, and were not checked
        const SurrogateSetting surrogate = surrogateSetting(values());
        m_config.surrogate = surrogate.id;
        m_config.surrogateParams = surrogate.params;
    }

    std::vector<std::int64_t> m_shape;
    std::vector<Decay> m_decays;
    at::Tensor m_threshold;   // undefined without spikes
};

/// SpikingLayer of sinabs 0.2.
class SinabsSpikingLayer final : public SinabsModule {
public:
    explicit SinabsSpikingLayer(const PlannedNode& node) : SinabsModule(node, "sinabs.spiking_layer") { configure(); }

protected:
    std::vector<at::Tensor> learnables() const override { return {}; }

    bool applyParam(const std::string&) override
    {
        configure();
        return true;
    }

private:
    void configure()
    {
        m_config.params = kernelParams(values());
        m_config.params["slope"] = slopeKind(takesCommonSlope(values()) ? "common" : "heaviside");
        m_config.params["v_threshold"] = values().real("threshold");   // for surrogates that scale with it
        if (values().isNone("window"))
            m_config.params["window"] = values().real("threshold");
        const SurrogateSetting surrogate = surrogateSetting(values());
        m_config.surrogate = surrogate.id;
        m_config.surrogateParams = surrogate.params;
    }
};

} // namespace

std::unique_ptr<NodeModule> buildSinabsIaf(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<SinabsNeuron>(node, context, "sinabs.iaf", false);
}

std::unique_ptr<NodeModule> buildSinabsLif(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<SinabsNeuron>(node, context, "sinabs.lif", false);
}

std::unique_ptr<NodeModule> buildSinabsAlif(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<SinabsNeuron>(node, context, "sinabs.alif", false);
}

std::unique_ptr<NodeModule> buildSinabsIafRecurrent(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<SinabsNeuron>(node, context, "sinabs.iaf", true);
}

std::unique_ptr<NodeModule> buildSinabsLifRecurrent(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<SinabsNeuron>(node, context, "sinabs.lif", true);
}

std::unique_ptr<NodeModule> buildSinabsAlifRecurrent(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<SinabsNeuron>(node, context, "sinabs.alif", true);
}

std::unique_ptr<NodeModule> buildSinabsSpikingLayer(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<SinabsSpikingLayer>(node);
}

} // namespace spw::engine
