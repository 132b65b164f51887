// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/activity.h"

#include "kernels/torch/aten.h"

namespace spw::engine {

void ActivityMeter::add(const std::map<NodeId, Network::SpikeCount>& counts)
{
    const at::NoGradGuard noGrad;
    for (const auto& [node, batch] : counts) {
        Count& count = m_counts[node];
        if (!count.perUnit.defined() || count.perUnit.sizes() != batch.perNeuron.sizes()) {
            count.perUnit = batch.perNeuron.to(at::kDouble);
            count.samples = count.steps = 0;
        } else {
            count.perUnit.add_(batch.perNeuron);
        }
        count.samples += batch.samples;
        count.steps += batch.samples * batch.steps;
        if (!m_unbounded && count.samples >= kWindow) {
            count.last = measure(count);
            count.perUnit = at::Tensor();
        }
    }
}

NodeActivity ActivityMeter::measure(const Count& count)
{
    NodeActivity activity;
    const double units = double(count.perUnit.numel());
    activity.rate = count.perUnit.sum().item<double>() / (units * double(count.steps));
    activity.deadShare = count.perUnit.eq(0).sum().item<double>() / units;
    activity.saturatedShare = count.perUnit.ge(double(count.steps)).sum().item<double>() / units;
    return activity;
}

std::map<NodeId, NodeActivity> ActivityMeter::activity() const
{
    std::map<NodeId, NodeActivity> result;
    for (const auto& [node, count] : m_counts) {
        const bool open = count.perUnit.defined();
        if (count.last)
            result[node] = *count.last;
        else if (open)
            result[node] = measure(count);
        if (open && count.last)   // the rate is meaningful at once
            result[node].rate = measure(count).rate;
    }
    return result;
}

std::map<NodeId, NodeActivity> ratesOf(const SampleRecord& record)
{
    std::map<NodeId, NodeActivity> result;
    for (const ProbeRecord& probe : record.probes)
        if (probe.spikes && probe.units > 0 && probe.steps > 0)
            result[probe.node].rate = double(probe.spikeStep.size()) / (double(probe.units) * double(probe.steps));
    return result;
}

} // namespace spw::engine
