// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/synapse_weight.h"

#include "core/engine/builders/synapses/lava_weights.h"
#include "core/engine/to_device.h"
#include "core/nodes/layers/common.h"
#include "kernels/torch/aten.h"

#include <algorithm>
#include <cmath>

namespace spw::engine {

namespace {

constexpr double kLavaScale = 64;   // w_scale of lava-dl

/// One number for each output, shaped to multiply weights.
std::vector<std::int64_t> perOutputShape(at::IntArrayRef shape)
{
    std::vector<std::int64_t> sizes(shape.size(), 1);
    sizes[0] = shape[0];
    return sizes;
}

at::Tensor lengths(const at::Tensor& v)
{
    return v.flatten(1).norm(2, 1).view(perOutputShape(v.sizes()));
}

/// Of the first weights (models.md 8.2, 8.3): Kaiming's counts the outputs as PyTorch does, without regard to groups.
double deviation(const ParamValues& values, at::IntArrayRef shape, std::int64_t fanIn)
{
    const std::string& kind = values.text("init");
    if (kind == "normal")
        return values.real("init_std");
    if (kind == "lecun_normal")
        return 1.0 / std::sqrt(double(std::max<std::int64_t>(fanIn, 1)));
    double fanOut = double(shape[0]);
    for (std::size_t i = 2; i < shape.size(); ++i)
        fanOut *= double(shape[i]);
    return std::sqrt(2.0 / std::max(fanOut, 1.0));
}

void startNormal(SynapseWeights& weights, double deviation, const at::Generator& init)
{
    const at::NoGradGuard noGrad;
    weights.weight.normal_(0.0, deviation, init);
    if (weights.bias.defined())
        weights.bias.zero_();
}

} // namespace

at::Tensor initialMask(const ParamValues& values, at::IntArrayRef shape, const at::Generator& init)
{
    const std::string& kind = values.text("mask");
    if (kind == "all")
        return {};
    if (kind == "random")
        return at::empty(shape, at::kFloat).bernoulli_(values.real("density"), init);
    const std::int64_t outputs = shape[0];
    at::Tensor mask = at::zeros(shape, at::kFloat).flatten(1);
    auto cells = mask.accessor<float, 2>();
    const std::int64_t reach = kind == "diagonal" ? values.integer("num_diagonals") / 2 : 0;
    const std::vector<std::string> rows =
        kind == "rows" ? layers::maskRows(values.text("mask_rows")) : std::vector<std::string>();
    for (std::int64_t i = 0; i < outputs; ++i)
        for (std::int64_t j = 0; j < mask.size(1); ++j)
            cells[i][j] = kind == "diagonal" ? float(std::abs(i - j) <= reach)
                                             : float(rows.at(std::size_t(i)).at(std::size_t(j)) == '1');
    return mask.view(shape);
}

SynapseWeight::SynapseWeight(const PlannedNode& node, at::IntArrayRef shape, bool bias, BuildContext& context)
{
    const ParamValues& values = node.values;
    std::int64_t fanIn = 1;
    for (std::size_t i = 1; i < shape.size(); ++i)
        fanIn *= shape[i];
    m_raw = initialWeights(shape, fanIn, bias, context.init);
    if (values.has("init") && values.text("init") != "uniform")
        startNormal(m_raw, deviation(values, shape, fanIn), context.init);
    if (values.has("gain")) {
        m_standardised = true;
        m_eps = values.real("eps");
        if (values.flag("gain"))
            m_gain = at::ones(perOutputShape(shape), at::kFloat).set_requires_grad(true);
    }
    if (!values.has("weight_norm"))
        return;
    if (values.flag("weight_norm"))
        m_length = lengths(m_raw.weight.detach()).set_requires_grad(true);
    m_bits = values.integer("weight_bits");
    m_perOutput = values.flag("per_channel");
    m_lavaGrid = values.text("weight_grid") == "lava";
    m_mask = initialMask(values, shape, context.init);
}

at::Tensor SynapseWeight::weight() const
{
    at::Tensor w = m_raw.weight;
    if (m_standardised) {
        const std::int64_t inputs = w.numel() / w.size(0);
        const at::Tensor flat = w.flatten(1).to(at::kDouble);   // its gradient is what is left of a difference
        const at::Tensor centred = flat - flat.mean(1, true);
        w = (centred / (flat.var(1, true, true) * double(inputs) + m_eps).sqrt()).view(w.sizes()).to(w.scalar_type());
        if (m_gain.defined())
            w = w * m_gain;
    }
    if (m_length.defined())
        w = w * (m_length / lengths(w));
    if (m_mask.defined())
        w = w * m_mask;
    if (m_lavaGrid)
        return lava::quantized8Bit(w, kLavaScale);
    return m_bits > 0 ? quantised(w, m_bits, m_perOutput) : w;
}

std::vector<NamedTensor> SynapseWeight::parameters() const
{
    std::vector<NamedTensor> list;
    if (m_length.defined())
        list = {{"weight_g", m_length}, {"weight_v", m_raw.weight}};
    else
        list = {{"weight", m_raw.weight}};
    if (m_raw.bias.defined())
        list.push_back({"bias", m_raw.bias});
    if (m_gain.defined())
        list.push_back({"gain", m_gain});
    return list;
}

std::vector<NamedTensor> SynapseWeight::buffers() const
{
    if (!m_mask.defined())
        return {};
    return {{"mask", m_mask}};
}

void SynapseWeight::toDevice(c10::Device device)
{
    for (at::Tensor* leaf : {&m_raw.weight, &m_raw.bias, &m_length, &m_gain})
        moveLeaf(*leaf, device);
    moveTensor(m_mask, device);
}

at::Tensor quantised(const at::Tensor& w, std::int64_t bits, bool perOutput)
{
    at::Tensor rounded;
    {
        const at::NoGradGuard noGrad;
        const at::Tensor plain = w.detach(), size = plain.abs();
        const auto shape = perOutputShape(w.sizes());
        if (bits == 1) {
            rounded = plain.sign() * (perOutput ? size.flatten(1).mean(1).view(shape) : size.mean());
        } else {
            const at::Tensor largest = perOutput ? size.flatten(1).amax(1).view(shape) : size.max();
            const at::Tensor step = largest.clamp_min(1e-30) / double((std::int64_t(1) << (bits - 1)) - 1);
            rounded = (plain / step).round() * step;
        }
        rounded -= plain;
    }
    return w + rounded;   // its gradient is that of w
}

} // namespace spw::engine
