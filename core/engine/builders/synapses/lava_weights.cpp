// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/synapses/lava_weights.h"

#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"

#include <cmath>

namespace spw::engine::lava {

at::Tensor quantized(const at::Tensor& x, double step, bool down)
{
    const at::Tensor steps = x.detach() / step;
    const at::Tensor value = (down ? steps.floor() : steps.round()) * step;
    // x - x is exactly 0: the value stays what it is and the gradient is that of x.
    return x.requires_grad() ? value + (x - x.detach()) : value;
}

at::Tensor quantized8Bit(const at::Tensor& x, double scale)
{
    return quantized(x, 2.0 / scale, false).clamp(-256.0 / scale, 254.0 / scale);
}

at::Tensor quantizedHook(const at::Tensor& x, double scale, std::int64_t bits)
{
    const double range = std::ldexp(2.0, int(bits));
    return quantized(x, 2.0 / scale, false).clamp(-range / scale, (range - 2.0) / scale);
}

PreHook::PreHook(const ParamValues& values) : m_scale(double(values.integer("scale")))
{
    const std::string& kind = values.text("pre_hook_fx");
    m_kind = kind == "quantize_8bit" ? Kind::EightBit : kind == "quantize_hook_fx" ? Kind::Hook : Kind::None;
    if (m_kind == Kind::Hook)
        m_bits = values.integer("num_bits");
}

at::Tensor PreHook::operator()(const at::Tensor& weight) const
{
    switch (m_kind) {
    case Kind::EightBit: return quantized8Bit(weight, m_scale);
    case Kind::Hook: return quantizedHook(weight, m_scale, m_bits);
    case Kind::None: break;
    }
    return weight;
}

Weight::Weight(const ParamValues& values, at::Tensor initial, const std::string& prefix, bool learned)
    : m_hook(values), m_prefix(prefix), m_learned(learned)
{
    const at::NoGradGuard noGrad;
    const at::Tensor start = initial.detach() * values.real("weight_scale");
    if (values.flag("weight_norm")) {
        std::vector<std::int64_t> sizes(std::size_t(start.dim()), 1);
        sizes[0] = start.size(0);
        m_direction = start.clone().set_requires_grad(learned);
        m_size = start.flatten(1).norm(2, 1).view(sizes).clone().set_requires_grad(learned);
    } else {
        m_weight = start.clone().set_requires_grad(learned);
    }
}

void Weight::setMask(const at::Tensor& mask)
{
    m_mask = mask;
    if (!mask.defined())
        return;
    const at::NoGradGuard noGrad;
    (m_weight.defined() ? m_weight : m_direction).mul_(mask);   // as it is written to files
}

at::Tensor Weight::effective() const
{
    at::Tensor w = m_weight;
    if (!w.defined()) {
        const at::Tensor length = m_direction.flatten(1).norm(2, 1).view(m_size.sizes());
        w = m_direction * (m_size / (m_mask.defined() ? length.clamp_min(1e-30) : length));   // a row may have no connection
    }
    return m_hook(m_mask.defined() ? w * m_mask.to(w.scalar_type()) : w);
}

std::vector<NamedTensor> Weight::parameters() const
{
    if (!m_learned)
        return {};
    if (m_weight.defined())
        return {{m_prefix + "weight", m_weight}};
    return {{m_prefix + "weight_g", m_size}, {m_prefix + "weight_v", m_direction}};
}

std::vector<NamedTensor> Weight::buffers() const
{
    std::vector<NamedTensor> list;
    if (m_mask.defined())
        list.push_back({m_prefix + "mask", m_mask});
    if (m_learned)
        return list;
    if (m_weight.defined())
        list.push_back({m_prefix + "weight", m_weight});
    else
        list.insert(list.end(), {{m_prefix + "weight_g", m_size}, {m_prefix + "weight_v", m_direction}});
    return list;
}

void Weight::toDevice(c10::Device device)
{
    for (at::Tensor* tensor : {&m_weight, &m_size, &m_direction})
        m_learned ? moveLeaf(*tensor, device) : moveTensor(*tensor, device);
    moveTensor(m_mask, device);
}

} // namespace spw::engine::lava
