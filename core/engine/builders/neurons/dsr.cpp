// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/neurons/kernel_params.h"
#include "core/engine/builders/neurons/own_neuron.h"
#include "kernels/torch/aten.h"

#include <cmath>

namespace spw::engine {

namespace {

/// Differentiation on spike representation: forward is a spiking neuron, backward a clamp of rates over time. The
/// backward rule is that of a smooth function of the input and the threshold, which is added with the value 0.
class RateNeuron final : public OwnNeuron {
public:
    RateNeuron(const PlannedNode& node, bool leaky) : OwnNeuron(node), m_leaky(leaky)
    {
        m_threshold = at::full({}, values().real("v_threshold"), at::kFloat);
        if (values().flag("v_threshold_training")) {
            m_threshold.set_requires_grad(true);
            learns("v_threshold", m_threshold);
        } else {
            keeps("v_threshold", m_threshold);
        }
        remembers("v", m_v);
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        const double stepLength = m_leaky ? values().real("delta_t") : 1.0;
        const double keep = m_leaky ? std::exp(-stepLength / values().real("tau")) : 1.0;
        ops::SequenceConfig config = fusedConfig("part.rate_coder");
        config.params = {{"leak", keep},
                         {"gain", m_leaky ? 1.0 - keep : 1.0},
                         {"fraction", values().real("alpha")},
                         {"delta_t", stepLength},
                         {"v_threshold", values().real("v_threshold")},
                         {"common_slope", takesCommonSlope(values()) ? 1.0 : 0.0}};
        const SurrogateSetting surrogate = surrogateSetting(values());
        config.surrogate = surrogate.id;
        config.surrogateParams = surrogate.params;
        if (takesCommonSlope(values()))
            return {throughTime(x, config)};
        at::Tensor y;
        {
            const at::NoGradGuard noGrad;
            keepAboveBound();
            const std::vector<at::Tensor> state = m_v.defined() ? std::vector{m_v} : std::vector<at::Tensor>();
            const ops::SequenceOutput out = ops::runSequence({x.detach()}, state, {m_threshold.detach()}, config);
            y = out.outputs.at(0);
            m_v = out.state.at(0);
            if (config.keepStates)
                show("v", out.stateSeq.at(0));
        }
        if (at::GradMode::is_enabled() && (x.requires_grad() || m_threshold.requires_grad()))
            y = y + slope(x, keep, stepLength);
        return {y};
    }

protected:
    bool applyParam(const std::string&) override { return true; }

private:
    void keepAboveBound()
    {
        const at::NoGradGuard noGrad;
        m_threshold.clamp_min_(values().real("v_threshold_lower_bound"));
    }

    /// Every step differentiated, with the slope of a surrogate.
    at::Tensor throughTime(const at::Tensor& x, const ops::SequenceConfig& config)
    {
        keepAboveBound();
        const std::vector<at::Tensor> state = m_v.defined() ? std::vector{m_v} : std::vector<at::Tensor>();
        const ops::SequenceOutput out = ops::runSequence({x}, state, {m_threshold.to(x.scalar_type())}, config);
        m_v = out.state.at(0);
        if (config.keepStates)
            show("v", out.stateSeq.at(0));
        return out.outputs.at(0);
    }

    /// 0 in value; its gradient is the rule of the neuron.
    at::Tensor slope(const at::Tensor& x, double keep, double stepLength) const
    {
        const std::int64_t steps = x.size(0);
        const at::Tensor threshold = m_threshold.to(x.scalar_type());
        std::vector<std::int64_t> column(std::size_t(x.dim()), 1);
        column[0] = steps;
        // Share of each step in the rate, times the number of steps; all 1 without a leak.
        const at::Tensor age = at::arange(steps - 1, -1, -1, x.options().dtype(at::kDouble));
        const at::Tensor weight = at::pow(keep, age);
        const at::Tensor share = (weight * (double(steps) / weight.sum())).to(x.scalar_type()).view(column);

        at::Tensor inside, above;
        double inputSlope = 1.0;
        {
            const at::NoGradGuard noGrad;
            const at::Tensor rate = (x * share).mean(0);
            if (m_leaky) {
                const at::Tensor top = threshold * (values().real("tau") / stepLength);
                inside = rate.gt(0).logical_and(rate.lt(top));
                above = rate.gt(top);
                inputSlope = 1.0 / values().real("tau");
            } else {
                inside = rate.ge(0).logical_and(rate.le(threshold));
                above = rate.gt(threshold);
            }
        }
        const double thresholdSlope = stepLength * values().real("v_threshold_grad_scaling");
        const at::Tensor smooth = x.mean(0) * inside * inputSlope + threshold * above * thresholdSlope;
        return share * (smooth - smooth.detach());
    }

    bool m_leaky;
    at::Tensor m_threshold, m_v;
};

} // namespace

std::unique_ptr<NodeModule> buildDsrIf(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<RateNeuron>(node, false);
}

std::unique_ptr<NodeModule> buildDsrLif(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<RateNeuron>(node, true);
}

} // namespace spw::engine
