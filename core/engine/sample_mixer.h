// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/goal.h"
#include "core/engine/network.h"

#include <set>
#include <vector>

namespace spw::engine {

/// Mixup (Zhang et al. 2018) and CutMix (Yun et al. 2019), drawn as in torchvision's training reference: every sample of a
/// batch is mixed with the one before it, and the loss judges the answer by the labels of both, each by its share. Where
/// both are on, a coin decides for each batch.
class SampleMixer {
public:
    /// @param mixup, cutmix  alpha of the shares' Beta(alpha, alpha); 0: off.
    /// @throws Error if the loss does not look at labels, or CutMix has no pictures to cut.
    SampleMixer(const Plan& plan, const Goal& goal, const std::set<EdgeEnd>& feeds, double mixup, double cutmix);

    /// What a pass must keep for otherLoss().
    const std::set<EdgeEnd>& keep() const { return m_keep; }

    /// Mixes the data of a batch; the labels stay.  @return the share that each sample keeps of itself.
    double mix(PortValues& values, std::uint64_t seed) const;

    /// The loss by the labels of the samples that were mixed in.  @param feeds, kept  of the pass.
    at::Tensor otherLoss(const Network& network, const PortValues& feeds, const PortValues& kept) const;

private:
    struct Data {
        EdgeEnd end;
        std::int64_t batchAxis = 0;
    };
    double m_mixup, m_cutmix;
    std::vector<Data> m_data;                   // what is mixed
    std::set<EdgeEnd> m_labels;
    std::vector<const PlannedNode*> m_judges;   // from labels to the loss, in order
    std::set<EdgeEnd> m_keep;
    EdgeEnd m_loss;
};

} // namespace spw::engine
