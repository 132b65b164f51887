// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/neurons/own_neuron.h"
#include "kernels/plasticity/competition.h"
#include "kernels/torch/aten.h"

#include <cmath>

namespace spw::engine {

namespace {

class CompetingLif final : public OwnNeuron {
public:
    explicit CompetingLif(const PlannedNode& node) : OwnNeuron(node)
    {
        for (const Dim& dim : node.inputs.at(0).info->features)
            m_features.push_back(dim.value());
        m_byChannel = values().text("compete") == "channels" && m_features.size() > 1;
        std::vector<std::int64_t> shape = m_features;
        if (m_byChannel)
            std::fill(shape.begin() + 1, shape.end(), 1);
        m_theta = at::zeros(shape, at::kFloat);
        keeps("theta", m_theta);
        remembers("v", m_v);
        remembers("silent", m_silent);
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        const bool keeps = keepsStates() || values().flag("store_v_seq");
        const bool quick = x.is_cpu() && x.scalar_type() == at::kFloat && m_theta.scalar_type() == at::kFloat
                           && !(at::GradMode::is_enabled() && (x.requires_grad() || (m_v.defined() && m_v.requires_grad())));
        std::vector<at::Tensor> spikes, voltages;
        if (!m_v.defined())
            m_v = at::full_like(x[0], rest()).contiguous();
        at::Tensor all = quick ? at::empty(x.sizes(), x.options()) : at::Tensor();
        const at::Tensor input = quick ? x.contiguous() : x;
        for (std::int64_t t = 0; t < x.size(0); ++t) {
            if (quick)
                quickStep(input[t], all[t]);
            else
                spikes.push_back(differentiableStep(x[t]));
            if (keeps)
                voltages.push_back(quick ? m_v.clone() : m_v);
            adapt(quick ? all[t] : spikes.back().detach());
        }
        if (keeps)
            show("v", stacked(voltages, x));
        return {quick ? all : stacked(spikes, x)};
    }

protected:
    bool applyParam(const std::string&) override { return true; }

private:
    double rest() const { return values().isNone("v_reset") ? 0.0 : values().real("v_reset"); }

    void adapt(const at::Tensor& spikes)
    {
        const double plus = values().real("theta_plus");
        if (!training())
            return;
        const at::NoGradGuard noGrad;
        m_theta.mul_(std::exp(-1.0 / values().real("tau_theta")));
        if (plus <= 0)
            return;
        at::Tensor count = spikes.sum(0);
        if (m_byChannel)
            count = count.flatten(1).sum(1).view(m_theta.sizes());
        m_theta.add_(count.to(m_theta.scalar_type()), plus);
    }

    void quickStep(const at::Tensor& x, const at::Tensor& spikes)
    {
        const at::NoGradGuard noGrad;
        const double keep = 1.0 - 1.0 / values().real("tau");
        const kernels::CompetitionRule rule{
            .keep = float(keep), .gain = values().flag("decay_input") ? float(1.0 - keep) : 1.0f, .rest = float(rest()),
            .threshold = float(values().real("v_threshold")), .reset = float(rest()), .soft = values().isNone("v_reset"),
            .inhibition = float(values().real("inhibition")), .winners = values().integer("winners"),
            .refractory = std::int32_t(values().integer("refractory"))};
        if (!m_v.is_contiguous() || m_v.requires_grad())
            m_v = m_v.detach().contiguous().clone();
        if (rule.refractory > 0 && !m_silent.defined())
            m_silent = at::zeros(m_v.sizes(), at::kInt);
        kernels::CompetitionStep step;
        const std::int64_t neurons = m_v.size(0) > 0 ? m_v.numel() / m_v.size(0) : 0;
        step.members = m_byChannel ? m_features[0] : neurons;
        step.places = step.members > 0 ? neurons / step.members : 0;
        step.theta = m_theta.data_ptr<float>();
        for (std::int64_t n = 0; n < m_v.size(0); ++n) {
            step.input = x.data_ptr<float>() + n * neurons;
            step.membrane = m_v.data_ptr<float>() + n * neurons;
            step.silent = m_silent.defined() ? m_silent.data_ptr<std::int32_t>() + n * neurons : nullptr;
            step.spikes = spikes.data_ptr<float>() + n * neurons;
            kernels::competeStep(rule, step);
        }
    }

    /// The same with LibTorch's operations: any device and type, and gradients.
    at::Tensor differentiableStep(const at::Tensor& x)
    {
        const double keep = 1.0 - 1.0 / values().real("tau"), inhibition = values().real("inhibition");
        const bool soft = values().isNone("v_reset");
        at::Tensor h = m_v * keep + x * (values().flag("decay_input") ? 1.0 - keep : 1.0) + (1.0 - keep) * rest();
        if (values().integer("refractory") > 0 && !m_silent.defined())
            m_silent = at::zeros(h.sizes(), h.options().dtype(at::kInt).requires_grad(false));
        if (m_silent.defined())
            h = at::where(m_silent.gt(0), at::full_like(h, rest()), h);
        at::Tensor above = h - values().real("v_threshold") - m_theta.to(h.scalar_type());
        if (m_silent.defined())
            above = at::where(m_silent.gt(0), at::full_like(above, -1), above);
        at::Tensor allowed, firing;
        {
            const at::NoGradGuard noGrad;
            const at::Tensor able = above.detach().ge(0);
            const std::int64_t members = m_byChannel ? m_features[0] : above[0].numel();
            const at::Tensor flat = at::where(able, above.detach(), at::full_like(above, -1)).reshape({above.size(0), members, -1});   // and places
            const std::int64_t winners = values().integer("winners");
            at::Tensor chosen = flat.ge(0);
            if (winners > 0 && winners < members) {
                const at::Tensor order = std::get<1>(flat.sort(/*stable=*/true, 1, /*descending=*/true)).narrow(1, 0, winners);
                chosen = chosen.logical_and(at::zeros_like(chosen).scatter(1, order, true));
            }
            firing = chosen.sum(1, true).to(h.scalar_type()).expand_as(chosen).reshape(h.sizes());
            allowed = chosen.reshape(h.sizes()).to(h.scalar_type());
        }
        const at::Tensor spike = fire(above.unsqueeze(0)).squeeze(0) * at::where(above.detach().ge(0), allowed, at::ones_like(allowed));
        const at::Tensor fired = values().flag("detach_reset") ? spike.detach() : spike;
        const double floor = rest() - inhibition;
        const at::Tensor lowered = at::minimum(h, (h - firing * inhibition).clamp_min(floor));
        const at::Tensor quiet = at::where(firing.gt(0), lowered, h);
        m_v = soft ? fired * (h - values().real("v_threshold")) + (1.0 - fired) * quiet : (1.0 - fired) * quiet + fired * rest();
        if (m_silent.defined()) {
            const at::NoGradGuard noGrad;
            m_silent = at::where(spike.detach().gt(0), at::full_like(m_silent, values().integer("refractory")), (m_silent - 1).clamp_min(0));
        }
        return spike;
    }

    std::vector<std::int64_t> m_features;
    bool m_byChannel = false;
    at::Tensor m_theta, m_v, m_silent;
};

} // namespace

std::unique_ptr<NodeModule> buildCompetingLif(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<CompetingLif>(node);
}

} // namespace spw::engine
