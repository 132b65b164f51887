// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/synapse_views.h"

#include "kernels/torch/aten.h"

#include <algorithm>

namespace spw::engine {

namespace {

constexpr int kShareOfTime = 100;

std::int64_t product(const std::vector<std::int64_t>& sizes)
{
    std::int64_t count = 1;
    for (const std::int64_t size : sizes)
        count *= size;
    return count;
}

/// Sizes of a port's features; empty if one is not known.
std::vector<std::int64_t> sizesOf(const PortInfo& info)
{
    std::vector<std::int64_t> sizes;
    for (const Dim& dim : info.features) {
        if (!dim)
            return {};
        sizes.push_back(*dim);
    }
    return sizes;
}

} // namespace

std::vector<std::int64_t> rowShape(const Plan& plan, const PlannedNode& synapse, at::IntArrayRef weight)
{
    const std::vector<std::int64_t> own(weight.begin() + 1, weight.end());
    if (own.size() != 1)
        return own;
    const PlannedNode* node = &synapse;
    for (std::size_t hops = 0; hops < plan.nodes.size(); ++hops) {
        if (node->inputs.empty() || node->inputs[0].from.empty() || !node->inputs[0].info)
            break;
        const std::vector<std::int64_t> sizes = sizesOf(*node->inputs[0].info);
        if (product(sizes) != own[0])
            break;
        if (sizes.size() > 1)
            return sizes;
        node = plan.find(node->inputs[0].from[0].node);
        if (!node)
            break;
    }
    return own;
}

void SynapseViews::watch(std::vector<NodeId> synapses)
{
    m_watched = std::move(synapses);
    m_changed = true;
}

void SynapseViews::setLearners(std::map<NodeId, std::function<void(SynapseView&)>> learners)
{
    m_learners = std::move(learners);
    m_changed = true;
}

void SynapseViews::refresh(Snapshot& draft, std::int64_t step, bool always)
{
    const auto start = std::chrono::steady_clock::now();
    if (!m_changed && (step == m_lastStep || (!always && start < m_next)))
        return;
    std::vector<NodeId> shown;
    for (const auto& [synapse, learner] : m_learners)
        shown.push_back(synapse);
    for (const NodeId synapse : m_watched)
        if (std::find(shown.begin(), shown.end(), synapse) == shown.end())
            shown.push_back(synapse);
    std::vector<std::shared_ptr<const SynapseView>> views;
    for (const NodeId synapse : shown)
        if (std::shared_ptr<const SynapseView> view = look(synapse, step))
            views.push_back(std::move(view));
    draft.synapses = std::move(views);
    m_lastStep = step;
    m_changed = false;
    const auto end = std::chrono::steady_clock::now();
    m_next = end + (end - start) * kShareOfTime;
}

std::shared_ptr<const SynapseView> SynapseViews::look(NodeId synapse, std::int64_t step)
{
    const NodeModule* module = m_network.find(synapse);
    const PlannedNode* node = m_plan.find(synapse);
    if (!module || !node)
        return nullptr;
    for (const NamedTensor& entry : module->parameters()) {
        if (entry.name != "weight" || entry.tensor.dim() < 2 || at::isComplexType(entry.tensor.scalar_type()))
            continue;
        const at::Tensor weight = entry.tensor.detach().to(at::kCPU, at::kFloat).contiguous();
        auto view = std::make_shared<SynapseView>();
        view->serial = ++m_serial;
        view->synapse = synapse;
        view->synapseName = node->name;
        view->step = step;
        view->post = weight.size(0);
        view->pre = view->post > 0 ? weight.numel() / view->post : 0;
        view->preShape = rowShape(m_plan, *node, weight.sizes());
        view->weights.assign(weight.data_ptr<float>(), weight.data_ptr<float>() + weight.numel());
        if (const auto learner = m_learners.find(synapse); learner != m_learners.end())
            learner->second(*view);
        return view;
    }
    return nullptr;
}

} // namespace spw::engine
