// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/synapses/delay_line.h"

#include "core/base/error.h"
#include "kernels/torch/aten.h"

#include <map>

namespace spw::engine {

at::Tensor DelayLine::extend(const at::Tensor& x, std::int64_t depth, const std::string& node)
{
    if (depth == 0)
        return x;
    std::vector<std::int64_t> sizes = x.sizes().vec();
    if (m_past.defined()) {
        if (m_past.sizes().slice(1) != x.sizes().slice(1))
            throw Error("The input has another batch size or shape than the one before it.", node,
                        "Reset the network between batches of different sizes.");
        if (m_past.size(0) > depth)
            m_past = m_past.narrow(0, m_past.size(0) - depth, depth);
    }
    const std::int64_t kept = m_past.defined() ? m_past.size(0) : 0;
    std::vector<at::Tensor> parts;
    if (kept < depth) {
        sizes[0] = depth - kept;
        parts.push_back(at::zeros(sizes, x.options()));
    }
    if (kept > 0)
        parts.push_back(m_past.to(x.options()));
    parts.push_back(x);
    const at::Tensor extended = at::cat(parts);
    m_past = extended.narrow(0, extended.size(0) - depth, depth).clone();
    return extended;
}

void DelayLine::detach()
{
    if (m_past.defined())
        m_past = m_past.detach();
}

std::vector<NamedTensor> DelayLine::save() const
{
    if (!m_past.defined())
        return {};
    return {{"past", m_past.detach().clone()}};
}

void DelayLine::restore(const std::vector<NamedTensor>& state)
{
    m_past = state.empty() ? at::Tensor() : state.front().tensor.clone();
}

at::Tensor delayedBy(const at::Tensor& extended, std::int64_t depth, std::int64_t delay)
{
    const std::int64_t steps = extended.size(0) - depth;
    if (delay >= 0)
        return extended.narrow(0, depth - delay, steps);
    const std::int64_t ahead = std::min(-delay, steps);
    std::vector<std::int64_t> sizes = extended.sizes().vec();
    sizes[0] = ahead;
    return at::cat({extended.narrow(0, depth + ahead, steps - ahead), at::zeros(sizes, extended.options())});
}

at::Tensor delayedBy(const at::Tensor& extended, std::int64_t depth, const at::Tensor& delays)
{
    const at::Tensor list = delays.detach().to(at::kCPU, at::kLong).contiguous().flatten();
    const std::int64_t* values = list.data_ptr<std::int64_t>();
    std::map<std::int64_t, std::vector<std::int64_t>> places;   // by delay: many channels share one
    for (std::int64_t i = 0; i < list.numel(); ++i)
        places[values[i]].push_back(i);
    if (places.size() == 1)
        return delayedBy(extended, depth, places.begin()->first);

    // The axes that have delays of their own become one, so that a group of equal delays is a list of its entries.
    const std::int64_t axes = delays.dim();
    const at::Tensor flat = axes > 1 ? extended.flatten(2, 1 + axes) : extended;
    std::vector<at::Tensor> parts;
    std::vector<std::int64_t> order;
    for (const auto& [delay, indices] : places) {
        const at::Tensor index = at::tensor(indices, at::kLong).to(extended.device());
        parts.push_back(delayedBy(flat, depth, delay).index_select(2, index));
        order.insert(order.end(), indices.begin(), indices.end());
    }
    std::vector<std::int64_t> back(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        back[std::size_t(order[i])] = std::int64_t(i);
    const at::Tensor joined =
        at::cat(parts, 2).index_select(2, at::tensor(back, at::kLong).to(extended.device()));
    std::vector<std::int64_t> sizes = extended.sizes().vec();
    sizes[0] = extended.size(0) - depth;
    return joined.reshape(sizes);
}

} // namespace spw::engine
