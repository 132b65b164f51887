// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

/// A number averaged since the last reset: sum over weight.
class RunningMetric : public NodeModule {
public:
    using NodeModule::NodeModule;

    void reset() override { m_sum = m_weight = 0; }
    std::vector<NamedTensor> saveState() const override
    {
        const at::Tensor state = at::zeros({2}, at::kDouble);
        state.data_ptr<double>()[0] = m_sum;
        state.data_ptr<double>()[1] = m_weight;
        return {{"sums", state}};
    }
    void restoreState(const std::vector<NamedTensor>& state) override
    {
        reset();
        if (!state.empty()) {
            m_sum = state[0].tensor.data_ptr<double>()[0];
            m_weight = state[0].tensor.data_ptr<double>()[1];
        }
    }

protected:
    Tensors add(double sum, double weight)
    {
        m_sum += sum;
        m_weight += weight;
        return {at::scalar_tensor(m_weight > 0 ? m_sum / m_weight : 0.0, at::TensorOptions(at::kFloat))};
    }

private:
    double m_sum = 0, m_weight = 0;
};

/// Correct answers over answers (models.md M1).
class AccuracyMetric final : public RunningMetric {
public:
    using RunningMetric::RunningMetric;

    Tensors forward(const Tensors& inputs) override
    {
        const at::NoGradGuard noGrad;
        const at::Tensor& y = inputs.at(0);
        const at::Tensor label = inputs.at(1).to(at::kLong).unsqueeze(1);
        // Right if nothing before it is as large and nothing after it is larger: ties go to the first.
        const at::Tensor value = y.gather(1, label);
        const at::Tensor place = at::arange(y.size(1), label.options()).unsqueeze(0);
        const at::Tensor beaten = (y.gt(value) | (y.eq(value) & place.lt(label))).any(1);
        return add(double(y.size(0)) - beaten.sum().item<double>(), double(y.size(0)));
    }
    Tensors step(const Tensors& inputs) override { return forward(inputs); }
};

/// Mean of |x| (models.md M4).
class FiringRateMetric final : public RunningMetric {
public:
    using RunningMetric::RunningMetric;

    Tensors forward(const Tensors& inputs) override
    {
        const at::NoGradGuard noGrad;
        return add(inputs.at(0).abs().sum().item<double>(), double(inputs[0].numel()));
    }
    Tensors step(const Tensors& inputs) override { return forward(inputs); }
};

/// Values that are not 0, per step and sample (models.md M6).
class EventRateMetric final : public RunningMetric {
public:
    using RunningMetric::RunningMetric;

    Tensors forward(const Tensors& inputs) override { return count(inputs.at(0), double(inputs[0].size(0) * inputs[0].size(1))); }
    Tensors step(const Tensors& inputs) override { return count(inputs.at(0), double(inputs[0].size(0))); }

private:
    Tensors count(const at::Tensor& x, double rows)
    {
        const at::NoGradGuard noGrad;
        return add(x.ne(0).sum().item<double>(), rows);
    }
};

} // namespace

std::unique_ptr<NodeModule> buildAccuracyMetric(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<AccuracyMetric>(node);
}

std::unique_ptr<NodeModule> buildFiringRateMetric(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<FiringRateMetric>(node);
}

std::unique_ptr<NodeModule> buildEventRateMetric(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<EventRateMetric>(node);
}

} // namespace spw::engine
