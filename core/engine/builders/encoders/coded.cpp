// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/encoders/coded.h"

#include "core/base/error.h"
#include "kernels/torch/aten.h"

#include <cmath>

namespace spw::engine {

void CodedEncoder::prepare(const at::Tensor& x)
{
    if (!m_code.defined())
        m_code = encode(x);
}

Tensors CodedEncoder::forward(const Tensors& inputs)
{
    prepare(inputs.at(0));
    const std::int64_t period = m_code.size(0);
    Tensors out = others(inputs.at(0));
    if (m_next == 0 && m_steps == period) {   // the usual case needs no copy
        out.insert(out.begin(), m_code);
        return out;
    }
    const at::Tensor order = at::arange(m_next, m_next + m_steps, at::TensorOptions(at::kLong).device(m_code.device())).remainder(period);
    m_next = (m_next + m_steps) % period;
    out.insert(out.begin(), m_code.index_select(0, order));
    return out;
}

Tensors CodedEncoder::step(const Tensors& inputs)
{
    prepare(inputs.at(0));
    Tensors out = others(inputs.at(0));
    out.insert(out.begin(), m_code.select(0, m_next));
    m_next = (m_next + 1) % m_code.size(0);
    return out;
}

void CodedEncoder::reset()
{
    m_code.reset();
    m_next = 0;
}

void CodedEncoder::detach()
{
    if (m_code.defined())
        m_code = m_code.detach();
}

std::vector<NamedTensor> CodedEncoder::saveState() const
{
    if (!m_code.defined())
        return {};
    return {{"code", m_code.detach().clone()}, {"t", at::full({1}, m_next, at::kLong)}};
}

void CodedEncoder::restoreState(const std::vector<NamedTensor>& state)
{
    reset();
    if (state.size() == 2) {
        m_code = state[0].tensor.clone();
        m_next = state[1].tensor.item<std::int64_t>();
    }
}

namespace {

/// One spike a period, early for bright values (models.md E4, E5).
class LatencyEncoder final : public CodedEncoder {
public:
    explicit LatencyEncoder(const PlannedNode& node)
        : CodedEncoder(node, node.values.integer("T") * node.values.integer("periods"))
    {
    }

protected:
    at::Tensor encode(const at::Tensor& image) override
    {
        const std::int64_t period = values().integer("T");
        const double last = double(period - 1);
        const at::Tensor x = image.to(at::kDouble).clamp(0, 1);
        at::Tensor time;
        if (values().text("enc_function") == "log") {
            // ln(a x + 1) with a = exp(T-1) - 1 overflows; ln(a) = last + ln(1 - exp(-last)) does not.
            const double logA = last + std::log1p(-std::exp(-last));
            time = x.log().add(logA).exp().log1p().neg().add(last);
            if (logA > 700)   // exp would overflow; there ln(a x + 1) = ln(a x) up to the last digit, or 0
                time = x.log().add(logA).clamp_min(0).neg().add(last);
        } else {
            time = x.neg().add(1).mul(last);
        }
        const at::Tensor step = time.round().clamp(0, last).to(at::kLong);
        std::vector<std::int64_t> shape(std::size_t(x.dim()) + 1, 1);
        shape[0] = period;
        return at::arange(period, step.options()).view(shape).eq(step.unsqueeze(0)).to(image.scalar_type());
    }
};

/// The binary digits of the value (models.md E6).
class WeightedPhaseEncoder final : public CodedEncoder {
public:
    explicit WeightedPhaseEncoder(const PlannedNode& node)
        : CodedEncoder(node, node.values.integer("K") * node.values.integer("periods"))
    {
    }

protected:
    at::Tensor encode(const at::Tensor& x) override
    {
        const std::int64_t digits = values().integer("K");
        const double levels = double(std::int64_t(1) << digits);
        const at::Tensor number = x.to(at::kDouble).mul(levels).floor().to(at::kLong);
        // A float cannot tell 1 - 2^-K from its neighbours closer than its own precision.
        if (x.numel() > 0 && (number.min().item<std::int64_t>() < 0 || number.max().item<std::int64_t>() >= std::int64_t(levels)))
            throw Error("A value lies outside [0, 1 - 2^-K], K = " + std::to_string(digits) + ".", name(),
                        "Scale the picture, for instance by 1 - 2^-K.");
        Tensors steps;
        for (std::int64_t k = 0; k < digits; ++k)
            steps.push_back(number.div(std::int64_t(1) << (digits - 1 - k), "floor").remainder(2).to(x.scalar_type()));
        return at::stack(steps);
    }
};

/// A pattern [N, T0, ...] again and again (models.md E3).
class PeriodicEncoder final : public CodedEncoder {
public:
    explicit PeriodicEncoder(const PlannedNode& node) : CodedEncoder(node, node.values.integer("T")) {}

protected:
    at::Tensor encode(const at::Tensor& pattern) override
    {
        if (pattern.dim() < 3 || pattern.size(1) == 0)
            throw Error("The pattern has no steps.", name(), "Give a pattern of time x neurons.");
        return pattern.transpose(0, 1).contiguous();
    }
};

/// One column of the picture a step (models.md E13).
class ColumnSequential final : public CodedEncoder {
public:
    explicit ColumnSequential(const PlannedNode& node)
        : CodedEncoder(node, node.inputs.at(0).info && node.inputs[0].info->features.size() == 3
                                 ? node.inputs[0].info->features[2].value_or(1) : 1)
    {
    }

protected:
    at::Tensor encode(const at::Tensor& image) override { return image.permute({3, 0, 1, 2}).flatten(2); }
};

/// Receptive fields that answer with one spike each (models.md E8).
class GaussianTuning final : public CodedEncoder {
public:
    explicit GaussianTuning(const PlannedNode& node)
        : CodedEncoder(node, node.values.integer("max_spike_time")), m_steps(node.values.integer("max_spike_time"))
    {
        const std::int64_t features = node.inputs.at(0).info && !node.inputs[0].info->features.empty()
                                          ? node.inputs[0].info->features[0].value_or(1) : 1;
        m_low = at::full({features}, node.values.real("x_min"), at::kFloat);
        m_high = at::full({features}, node.values.real("x_max"), at::kFloat);
    }

    std::vector<NamedTensor> buffers() const override { return {{"x_min", m_low}, {"x_max", m_high}}; }
    void toDevice(c10::Device device) override
    {
        m_low = m_low.to(device);
        m_high = m_high.to(device);
    }

protected:
    at::Tensor encode(const at::Tensor& x) override
    {
        const at::Tensor times = spikeTimes(x);
        std::vector<std::int64_t> shape(std::size_t(times.dim()) + 1, 1);
        shape[0] = m_steps;
        return at::arange(m_steps, times.options()).view(shape).eq(times.unsqueeze(0)).to(x.scalar_type());
    }

    Tensors others(const at::Tensor& x) override { return {spikeTimes(x)}; }

private:
    /// @param x  [N, n, ...].  @return [N, n, ..., m].
    at::Tensor spikeTimes(const at::Tensor& x) const
    {
        const std::int64_t m = values().integer("m");
        const at::Tensor low = m_low.to(x.scalar_type()), span = m_high.to(x.scalar_type()) - low;
        const at::Tensor rank = at::arange(1, m + 1, x.options()).mul(2).sub(3).div(2);
        at::Tensor centre = low.unsqueeze(1) + span.unsqueeze(1) * rank.unsqueeze(0) / double(m - 2);   // [n, m]
        at::Tensor variance = span.div(1.5 * double(m - 2)).square();                                  // [n]
        std::vector<std::int64_t> shape(std::size_t(x.dim()) + 1, 1);
        shape[1] = m_low.size(0);
        variance = variance.view(shape);
        shape.back() = m;
        centre = centre.view(shape);
        const at::Tensor answer = (x.unsqueeze(-1) - centre).square().div(variance.mul(-2)).exp();
        const at::Tensor time = answer.neg().add(1).mul(double(m_steps)).round();
        return at::where(time.lt(double(m_steps)), time, at::full_like(time, -1));
    }

    std::int64_t m_steps;
    at::Tensor m_low, m_high;
};

} // namespace

std::unique_ptr<NodeModule> buildLatencyEncoder(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<LatencyEncoder>(node);
}

std::unique_ptr<NodeModule> buildWeightedPhaseEncoder(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<WeightedPhaseEncoder>(node);
}

std::unique_ptr<NodeModule> buildPeriodicEncoder(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<PeriodicEncoder>(node);
}

std::unique_ptr<NodeModule> buildColumnSequential(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<ColumnSequential>(node);
}

std::unique_ptr<NodeModule> buildGaussianTuning(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<GaussianTuning>(node);
}

} // namespace spw::engine
