// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/losses/sequence_loss.h"

#include "core/base/error.h"
#include "kernels/torch/aten.h"

#include <algorithm>

namespace spw::engine {

SequenceLoss::SequenceLoss(const PlannedNode& node) : NodeModule(node)
{
    for (std::size_t i = 0; i < node.spec->inputs.size(); ++i) {
        const PortType type = node.spec->inputs[i].type;
        const std::size_t wires = i < node.inputs.size() ? node.inputs[i].from.size() : 0;
        m_timed.insert(m_timed.end(), std::max<std::size_t>(wires, 1), hasSteps(type));
    }
}

Tensors SequenceLoss::forward(const Tensors& inputs)
{
    Tensors all = inputs;
    for (std::size_t i = 0; i < inputs.size(); ++i)
        if (isTimed(i)) {
            m_seen.resize(inputs.size());
            m_seen[i] = m_seen[i].defined() ? at::cat({m_seen[i], inputs[i]}) : inputs[i];
            all[i] = m_seen[i];
        }
    return {judge(all)};
}

Tensors SequenceLoss::step(const Tensors& inputs)
{
    Tensors sequences = inputs;
    for (std::size_t i = 0; i < inputs.size(); ++i)
        if (isTimed(i))
            sequences[i] = inputs[i].unsqueeze(0);
    return forward(sequences);
}

void SequenceLoss::detach()
{
    for (at::Tensor& seen : m_seen)
        if (seen.defined())
            seen = seen.detach();
}

std::vector<NamedTensor> SequenceLoss::saveState() const
{
    std::vector<NamedTensor> list;
    for (std::size_t i = 0; i < m_seen.size(); ++i)
        if (m_seen[i].defined())
            list.push_back({"seen" + std::to_string(i), m_seen[i].detach().clone()});
    return list;
}

void SequenceLoss::restoreState(const std::vector<NamedTensor>& state)
{
    reset();
    for (std::size_t i = 0; i < std::max(m_timed.size(), state.size()); ++i)
        for (const NamedTensor& entry : state)
            if (entry.name == "seen" + std::to_string(i)) {
                m_seen.resize(std::max(m_seen.size(), i + 1));
                m_seen[i] = entry.tensor.clone();
            }
}

namespace losses {

at::Tensor target(const at::Tensor& label, const at::Tensor& like)
{
    const std::int64_t classes = like.size(-1);
    if (label.is_floating_point() || label.scalar_type() == at::kBool)
        return label.to(like.scalar_type());
    return at::one_hot(label.to(at::kLong), classes).to(like.scalar_type());
}

at::Tensor reduced(const at::Tensor& errors, const std::string& reduction)
{
    return reduction == "mean" ? errors.mean() : errors.sum();
}

at::Tensor causalFilter(const at::Tensor& x, const std::vector<double>& kernel)
{
    const std::int64_t steps = x.size(0), length = std::min<std::int64_t>(std::int64_t(kernel.size()), steps);
    if (x.numel() == 0 || length == 0)
        return at::zeros_like(x);
    at::Tensor taps = at::empty({length}, at::kDouble);
    for (std::int64_t k = 0; k < length; ++k)   // conv1d correlates: the last tap meets the present
        taps.data_ptr<double>()[length - 1 - k] = kernel[std::size_t(k)];
    const at::Tensor weight = taps.to(x.options()).view({1, 1, length});
    const at::Tensor rows = x.reshape({steps, -1}).t().unsqueeze(1);
    const at::Tensor y = at::conv1d(at::constant_pad_nd(rows, {length - 1, 0}), weight);
    return y.squeeze(1).t().reshape(x.sizes());
}

at::Tensor movingRate(const at::Tensor& x, std::int64_t window)
{
    return causalFilter(x, std::vector<double>(std::size_t(std::min(window, x.size(0))), 1.0)).div(double(window));
}

at::Tensor kernelDotProduct(const at::Tensor& a, const at::Tensor& b, const std::string& kernel, double parameter)
{
    const at::Tensor dot = a.mm(b.t());
    if (kernel == "linear")
        return dot;
    if (kernel == "polynomial")
        return dot.pow(parameter);
    if (kernel == "sigmoid")
        return dot.mul(parameter).sigmoid();
    if (kernel == "gaussian") {
        const at::Tensor distance = a.square().sum(1).unsqueeze(1) + b.square().sum(1).unsqueeze(0) - dot.mul(2);
        return distance.div(-2 * parameter * parameter).exp();
    }
    throw Error("The kernel '" + kernel + "' is not known.", "a product of spike trains",
                "Use linear, polynomial, sigmoid or gaussian.");
}

} // namespace losses
} // namespace spw::engine
