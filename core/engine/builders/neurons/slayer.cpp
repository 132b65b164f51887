// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"

#include "core/engine/builders/neurons/kernel_params.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/neuron_ops.h"
#include "kernels/torch/srm_ops.h"

#include <algorithm>
#include <limits>

namespace spw::engine {

namespace {

/// What is recorded of the last call for probes.
class Recording {
public:
    void keep(const at::Tensor& sequence, bool stepped)
    {
        m_sequence = sequence;
        m_stepped = stepped;
    }
    at::Tensor get() const { return m_sequence.defined() && m_stepped ? m_sequence.squeeze(0) : m_sequence; }
    void clear() { m_sequence.reset(); }

private:
    at::Tensor m_sequence;
    bool m_stepped = false;
};

class SrmAlpha final : public NodeModule {
public:
    explicit SrmAlpha(const PlannedNode& node) : NodeModule(node)
    {
        const ParamValues& v = values();
        m_model = kernels::SrmModel::make(v.real("theta"), v.real("tauSr"), v.real("tauRef"), v.real("scaleRef"),
                                          v.real("tauRho"), v.real("scaleRho"), v.real("Ts"),
                                          std::numeric_limits<double>::infinity(), v.flag("fullRefKernel"));
        m_model.filtersInput = v.flag("filter_input");
        if (takesCommonSlope(v)) {
            const SurrogateSetting surrogate = surrogateSetting(v);
            m_slope = [surrogate, theta = m_model.theta](const at::Tensor& distance) {
                return ops::surrogateDerivative(distance, surrogate.id, surrogate.params, theta);
            };
        }
    }

    Tensors forward(const Tensors& inputs) override { return run(inputs.at(0), false); }

    Tensors step(const Tensors& inputs) override { return {run(inputs.at(0).unsqueeze(0), true).at(0).squeeze(0)}; }

    void reset() override
    {
        m_state = {};
        m_potential.clear();
    }

    std::vector<NamedTensor> saveState() const override
    {
        std::vector<NamedTensor> list;
        save(list, "input", m_state.input);
        save(list, "spikes", m_state.spikes);
        return list;
    }

    void restoreState(const std::vector<NamedTensor>& state) override
    {
        m_state = {};
        for (const NamedTensor& entry : state) {
            const bool input = entry.name.rfind("input", 0) == 0;
            ops::PspState& part = input ? m_state.input : m_state.spikes;
            if (entry.name.find("past") != std::string::npos)
                part.past.restore(entry.tensor, input ? m_model.psp.length : m_model.refractory.length);
            else
                (entry.name.back() == 'p' ? part.p : part.q) = entry.tensor.clone();
        }
    }

    at::Tensor stateSequence(const std::string& state) const override
    {
        return state == "u" ? m_potential.get() : at::Tensor();
    }

private:
    static void save(std::vector<NamedTensor>& list, const std::string& name, const ops::PspState& part)
    {
        if (!part.p.defined())
            return;
        list.push_back({name + ".p", part.p.clone()});
        list.push_back({name + ".q", part.q.clone()});
        if (!part.past.empty())
            list.push_back({name + ".past", part.past.inOrder()});
    }

    Tensors run(const at::Tensor& x, bool stepped)
    {
        ops::SrmResult out = ops::srmNeuron(x, m_model, &m_state, keepsStates(), m_slope);
        m_potential.keep(out.potential, stepped);
        return {out.spikes};
    }

    kernels::SrmModel m_model;
    ops::SlopeFunction m_slope;
    ops::SrmState m_state;
    Recording m_potential;
};

class SlayerLoihi final : public NodeModule {
public:
    explicit SlayerLoihi(const PlannedNode& node) : NodeModule(node)
    {
        const ParamValues& v = values();
        m_model = kernels::LoihiModel::make(v.integer("vThMant"), v.integer("vDecay"), v.integer("iDecay"),
                                            v.integer("wgtExp"), v.integer("refDelay"));
        const std::vector<double> response = m_model.pspKernel();
        m_scaleRho = v.real("scaleRho") / *std::max_element(response.begin(), response.end());
        if (takesCommonSlope(v))
            m_slope = [surrogate = surrogateSetting(v)](const at::Tensor& distance) {
                return ops::surrogateDerivative(distance, surrogate.id, surrogate.params);
            };
    }

    Tensors forward(const Tensors& inputs) override { return run(inputs.at(0), false); }

    Tensors step(const Tensors& inputs) override { return {run(inputs.at(0).unsqueeze(0), true).at(0).squeeze(0)}; }

    void reset() override
    {
        m_state = {};
        m_voltage.clear();
        m_current.clear();
    }

    std::vector<NamedTensor> saveState() const override
    {
        if (!m_state.u.defined())
            return {};
        return {{"u", m_state.u.clone()}, {"v", m_state.v.clone()}, {"rest", m_state.rest.clone()}};
    }

    void restoreState(const std::vector<NamedTensor>& state) override
    {
        m_state = {};
        for (const NamedTensor& entry : state)
            (entry.name == "u" ? m_state.u : entry.name == "v" ? m_state.v : m_state.rest) =
                entry.tensor.to(at::kLong).clone();
    }

    at::Tensor stateSequence(const std::string& state) const override
    {
        return state == "v" ? m_voltage.get() : state == "u" ? m_current.get() : at::Tensor();
    }

private:
    Tensors run(const at::Tensor& x, bool stepped)
    {
        ops::LoihiResult out =
            ops::loihiNeuron(x, m_model, values().real("Ts"), values().real("tauRho"), m_scaleRho, &m_state, m_slope);
        m_voltage.keep(keepsStates() ? out.voltage : at::Tensor(), stepped);
        m_current.keep(keepsStates() ? out.current : at::Tensor(), stepped);
        return {out.spikes};
    }

    kernels::LoihiModel m_model;
    double m_scaleRho;
    ops::SlopeFunction m_slope;   // empty: the escape density
    ops::LoihiState m_state;
    Recording m_voltage, m_current;
};

} // namespace

std::unique_ptr<NodeModule> buildSrmAlpha(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<SrmAlpha>(node);
}

std::unique_ptr<NodeModule> buildSlayerLoihi(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<SlayerLoihi>(node);
}

} // namespace spw::engine
