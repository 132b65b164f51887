// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/learners/synapse_learner.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spw::engine {

namespace {

float boundOf(const ParamValues& values, const char* name, float none)
{
    return values.isNone(name) ? none : float(values.real(name));
}

at::Tensor flatSteps(const at::Tensor& sequence) { return sequence.flatten(0, 1); }

} // namespace

SynapseLearner::SynapseLearner(const PlannedNode& learner, const PlannedNode& synapse, at::Tensor weight)
    : m_id(learner.id), m_name(learner.name), m_values(learner.values), m_weight(std::move(weight)),
      m_strengthening(learner.values, "f_post"), m_weakening(learner.values, "f_pre")
{
    const ParamValues& v = synapse.values;
    if (m_weight.dim() > 2) {
        m_dims = std::size_t(m_weight.dim() - 2);
        m_stride = v.list("stride", m_dims);
        m_padding = v.list("padding", m_dims);
        if (v.has("padding_mode"))
            m_border = v.text("padding_mode");
    }
    m_rule = learner.spec->id == "learner.mstdp" ? Rule::Mstdp : learner.spec->id == "learner.mstdpet" ? Rule::Mstdpet : Rule::Stdp;
    readValues();
}

void SynapseLearner::readValues()
{
    const bool linear = m_rule == Rule::Stdp && m_values.text("decay") == "linear";
    const auto keep = [linear](double tau) { return linear ? 1.0 - 1.0 / tau : std::exp(-1.0 / tau); };
    m_keepPre = keep(m_values.real("tau_pre"));
    m_keepPost = keep(m_values.real("tau_post"));
    m_triplet = m_rule == Rule::Stdp && m_values.text("rule") == "triplet";
    if (m_triplet)
        m_keepSlow = keep(m_values.real("tau_slow"));
    if (m_rule == Rule::Mstdpet) {
        m_tauEligibility = m_values.real("tau_trace");
        m_keepEligibility = std::exp(-1.0 / m_tauEligibility);
    }
    m_target = m_rule == Rule::Stdp ? m_values.real("trace_target") : 0.0;
    m_nearest = m_values.text("interaction") == "nearest";
    m_everyStep = m_values.text("update") == "step";
    m_strengthening = WeightFunction(m_values, "f_post");
    m_weakening = WeightFunction(m_values, "f_pre");
}

void SynapseLearner::setParam(const std::string& name, const ParamValue& value)
{
    m_values.set(name, value);
    readValues();
}

at::Tensor SynapseLearner::padded(const at::Tensor& pre) const
{
    if (m_dims == 0 || std::all_of(m_padding.begin(), m_padding.end(), [](std::int64_t p) { return p == 0; }))
        return pre;
    std::vector<std::int64_t> borders;
    for (std::size_t i = m_dims; i-- > 0;)   // from the last axis, both sides
        borders.insert(borders.end(), 2, m_padding[i]);
    return at::pad(pre, borders, m_border == "zeros" ? "constant" : m_border);
}

at::Tensor SynapseLearner::pairs(const at::Tensor& out, const at::Tensor& in) const
{
    if (m_dims == 0)
        return out.reshape({-1, m_weight.size(0)}).t().matmul(in.reshape({-1, m_weight.size(1)}));
    const std::vector<std::int64_t> none(m_dims, 0), ones(m_dims, 1);
    return std::get<1>(at::convolution_backward(out.contiguous(), in.contiguous(), m_weight.detach().contiguous(), c10::nullopt,
                                                m_stride, none, ones, false, none, 1, {false, true, false}));
}

void SynapseLearner::advance(at::Tensor& trace, const at::Tensor& spikes, double keep) const
{
    if (!trace.defined() || trace.sizes() != spikes.sizes())
        trace = at::zeros_like(spikes);
    const at::Tensor left = trace * keep;
    trace = m_nearest ? at::where(spikes.ne(0), at::ones_like(spikes), left) : left + spikes;
}

at::Tensor SynapseLearner::rising(const at::Tensor& post) const
{
    return m_triplet ? post * (m_values.real("pair_strength") + m_values.real("triplet_strength") * m_traceSlow) : post;
}

/// The rule for all weights, which stay as they are meanwhile.
at::Tensor SynapseLearner::sequenceChange(const at::Tensor& pre, const at::Tensor& post)
{
    const std::int64_t steps = pre.size(0);
    const at::Tensor inputs = padded(flatSteps(pre)).unflatten(0, {steps, pre.size(1)});
    at::Tensor tracesPre = at::empty_like(inputs), tracesPost = at::empty_like(post), rises = m_triplet ? at::empty_like(post) : post;
    for (std::int64_t t = 0; t < steps; ++t) {
        const at::Tensor in = inputs.select(0, t), out = post.select(0, t);
        advance(m_tracePre, in, m_keepPre);
        advance(m_tracePost, out, m_keepPost);
        tracesPre.select(0, t).copy_(m_tracePre);
        tracesPost.select(0, t).copy_(m_tracePost);
        if (m_triplet) {
            m_traceSlow = m_traceSlow.defined() && m_traceSlow.sizes() == out.sizes() ? m_traceSlow * m_keepSlow : at::zeros_like(out);
            rises.select(0, t).copy_(rising(out));
            m_traceSlow = m_traceSlow + out;
        }
        if (m_measures)
            measureStep(in, out);
        ++m_step;
    }
    const at::Tensor w = m_weight.detach();
    return m_strengthening(w) * pairs(flatSteps(rises), flatSteps(m_target != 0 ? tracesPre - m_target : tracesPre))
           - m_weakening(w) * pairs(flatSteps(tracesPost), flatSteps(inputs));
}

/// What the reward makes of the eligibility of the step before.
at::Tensor SynapseLearner::rewarded(const at::Tensor& reward)
{
    if (!m_last.pre.defined() && !m_eligibility.defined())
        return at::zeros_like(m_weight.detach());
    const std::int64_t samples = m_last.pre.size(0);
    at::Tensor r = reward.to(m_weight.scalar_type()).reshape({-1});
    if (r.size(0) != samples)
        r = r.expand({samples});
    const Moment& e = m_last;
    if (m_rule == Rule::Mstdp) {
        const at::Tensor weighed = r.unsqueeze(1);
        return e.strengthening * (e.post * weighed).t().matmul(e.tracePre) - e.weakening * (e.tracePost * weighed).t().matmul(e.pre);
    }
    const at::Tensor fresh = e.strengthening * (e.post.unsqueeze(2) * e.tracePre.unsqueeze(1))
                             - e.weakening * (e.tracePost.unsqueeze(2) * e.pre.unsqueeze(1));
    m_eligibility = (m_eligibility.defined() && m_eligibility.size(0) == samples ? m_eligibility * m_keepEligibility
                                                                                 : at::zeros_like(fresh)) + fresh / m_tauEligibility;
    return (m_eligibility * r.view({-1, 1, 1})).sum(0);
}

at::Tensor SynapseLearner::stepChange(const at::Tensor& pre, const at::Tensor& post, const at::Tensor& reward)
{
    if (m_rule == Rule::Stdp)
        return sequenceChange(pre.unsqueeze(0), post.unsqueeze(0));
    if (!reward.defined())
        throw Error("No reward arrives.", m_name, "Wire 'reward' to a node that gives one number a step.");
    const at::Tensor in = pre.reshape({-1, m_weight.size(1)}), out = post.reshape({-1, m_weight.size(0)});
    const at::Tensor change = rewarded(reward);
    advance(m_tracePre, in, m_keepPre);
    advance(m_tracePost, out, m_keepPost);
    const at::Tensor w = m_weight.detach();
    m_last = {m_tracePre, m_tracePost, in, out, m_strengthening(w), m_weakening(w)};
    if (m_measures)
        measureStep(in, out);
    ++m_step;
    return change;
}

bool SynapseLearner::byEvents(const at::Tensor& pre, const at::Tensor& post) const
{
    return m_rule == Rule::Stdp && m_everyStep && !m_keepsChange && m_dims == 0 && enabled() && pre.dim() == 3 && pre.size(1) == 1 && post.size(1) == 1
           && m_weight.scalar_type() == at::kFloat && pre.scalar_type() == at::kFloat && post.scalar_type() == at::kFloat
           && m_weight.is_cpu() && m_strengthening.straight() && m_weakening.straight();
}

/// Visits the weights of neurons that fire: [T, 1, inputs], [T, 1, outputs].
void SynapseLearner::eventSteps(const at::Tensor& pre, const at::Tensor& post)
{
    constexpr float kNone = std::numeric_limits<float>::max();
    const double rate = m_values.real("learning_rate") * m_values.real("scale");
    kernels::StdpRule rule{.decayPre = float(m_keepPre), .decayPost = float(m_keepPost), .plus = float(rate), .minus = float(rate),
                           .least = boundOf(m_values, "w_min", -kNone), .most = boundOf(m_values, "w_max", kNone),
                           .plusOf = *m_strengthening.straight(), .minusOf = *m_weakening.straight(), .target = float(m_target), .nearest = m_nearest};
    if (m_triplet) {
        rule.decaySlow = float(m_keepSlow);
        rule.pair = float(m_values.real("pair_strength"));
        rule.triplet = float(m_values.real("triplet_strength"));
    }
    at::Tensor weight = m_weight.detach();
    if (!weight.t().is_contiguous())   // what one input reaches is a row
        m_weight.set_data(weight.t().contiguous().t());
    const std::int64_t inputs = m_weight.size(1), outputs = m_weight.size(0), steps = pre.size(0);
    const auto ready = [](at::Tensor& trace, const at::Tensor& spikes) {
        if (!trace.defined() || trace.sizes() != spikes.sizes())
            trace = at::zeros_like(spikes);
        trace = trace.contiguous();
        return trace.data_ptr<float>();
    };
    kernels::StdpLayer layer{inputs, outputs, m_weight.data_ptr<float>(), ready(m_tracePre, pre[0]), ready(m_tracePost, post[0]),
                             m_triplet ? ready(m_traceSlow, post[0]) : nullptr};
    m_preList.resize(std::size_t(inputs));
    m_postList.resize(std::size_t(outputs));
    const at::Tensor in = pre.contiguous(), out = post.contiguous();
    for (std::int64_t t = 0; t < steps; ++t) {
        const float *x = in.data_ptr<float>() + t * inputs, *y = out.data_ptr<float>() + t * outputs;
        const kernels::StepSpikes spikes{m_preList.data(), m_postList.data(), kernels::listSpikes(x, inputs, m_preList.data()),
                                         kernels::listSpikes(y, outputs, m_postList.data())};
        if (spikes.preCount * 8 > inputs)   // a look at each weight is quicker
            kernels::stdpDenseStep(rule, layer, x, y);
        else
            kernels::stdpEventStep(rule, layer, spikes);
        if (m_measures)
            measureStep(pre[t], post[t]);
        ++m_step;
    }
    m_weight.unsafeGetTensorImpl()->bump_version();   // for those who keep a packed copy
}

void SynapseLearner::add(const at::Tensor& change, std::int64_t samples)
{
    const at::Tensor scaled = change * m_values.real("scale");
    if (m_everyStep) {
        m_change = scaled;
        if (enabled())
            addToWeight(scaled, samples);
    } else if (enabled()) {
        m_change = m_change.defined() ? m_change + scaled : scaled;
    }
}

void SynapseLearner::addToWeight(const at::Tensor& change, std::int64_t samples)
{
    const double share = m_values.flag("average") ? 1.0 / double(std::max<std::int64_t>(samples, 1)) : 1.0;
    m_weight.detach().add_(change, m_values.real("learning_rate") * share);
    m_weight.unsafeGetTensorImpl()->bump_version();
    holdBounds();
}

void SynapseLearner::observe(const at::Tensor& pre, const at::Tensor& post, const at::Tensor& reward)
{
    const at::NoGradGuard noGrad;
    const at::ScalarType type = m_weight.scalar_type();
    const at::Tensor in = pre.detach().to(type), out = post.detach().to(type);
    if (byEvents(in, out)) {
        eventSteps(in, out);
    } else if (m_rule == Rule::Stdp && !m_everyStep) {
        add(sequenceChange(in, out), in.size(1));
    } else {
        for (std::int64_t t = 0; t < in.size(0); ++t)
            add(stepChange(in.select(0, t), out.select(0, t), reward.defined() ? reward.detach().select(0, t) : reward), in.size(1));
    }
}

void SynapseLearner::observeStep(const at::Tensor& pre, const at::Tensor& post, const at::Tensor& reward)
{
    observe(pre.unsqueeze(0), post.unsqueeze(0), reward.defined() ? reward.unsqueeze(0) : reward);
}

void SynapseLearner::apply(std::int64_t samples)
{
    const at::NoGradGuard noGrad;
    if (m_change.defined() && !m_everyStep)
        addToWeight(m_change, samples);
    m_change.reset();
    hold();
}

void SynapseLearner::toGradient(std::int64_t samples)
{
    const at::NoGradGuard noGrad;
    m_weight.mutable_grad().reset();
    if (m_change.defined())
        m_weight.mutable_grad() = m_change * (m_values.flag("average") ? -1.0 / double(std::max<std::int64_t>(samples, 1)) : -1.0);
    m_change.reset();
}

void SynapseLearner::holdBounds()
{
    if (m_values.isNone("w_min") && m_values.isNone("w_max"))
        return;
    using Bound = c10::optional<at::Scalar>;
    const auto bound = [this](const char* name) { return m_values.isNone(name) ? Bound() : Bound(at::Scalar(m_values.real(name))); };
    m_weight.detach().clamp_(bound("w_min"), bound("w_max"));
}

void SynapseLearner::hold()
{
    if (!enabled())
        return;
    const at::NoGradGuard noGrad;
    at::Tensor w = m_weight.detach();
    if (!m_values.isNone("normalise")) {
        const at::Tensor sums = w.flatten(1).abs().sum(1).clamp_min(1e-12);
        std::vector<std::int64_t> perOutput(std::size_t(w.dim()), 1);
        perOutput[0] = w.size(0);
        w.mul_((m_values.real("normalise") / sums).view(perOutput));
    }
    holdBounds();
    m_weight.unsafeGetTensorImpl()->bump_version();
}

void SynapseLearner::reset()
{
    m_tracePre.reset();
    m_tracePost.reset();
    m_traceSlow.reset();
    m_eligibility.reset();
    m_last = {};
    m_lastPre.clear();
    m_lastPost.clear();
}

at::Tensor SynapseLearner::trace(const std::string& name) const
{
    return name == "weight" ? m_weight.detach().unsqueeze(0) : name == "trace_pre" ? m_tracePre : m_tracePost;
}

} // namespace spw::engine
