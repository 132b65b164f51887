// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sample_mixer.h"

#include "core/base/error.h"
#include "core/engine/precision.h"
#include "kernels/torch/aten.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace spw::engine {

namespace {

PortType typeOf(const Plan& plan, const EdgeEnd& end)
{
    for (const PlannedNode& node : plan.nodes)
        if (node.id == end.node)
            return node.outputs.at(std::size_t(node.spec->outputIndex(end.port))).type;
    return PortType::Scalar;
}

at::Generator drawnFrom(std::uint64_t seed) { return at::make_generator<at::CPUGeneratorImpl>(seed); }

std::int64_t drawnBelow(std::int64_t count, const at::Generator& random)
{
    return at::randint(0, count, {1}, random, at::kLong).item<std::int64_t>();
}

} // namespace

SampleMixer::SampleMixer(const Plan& plan, const Goal& goal, const std::set<EdgeEnd>& feeds, double mixup, double cutmix)
    : m_mixup(mixup), m_cutmix(cutmix), m_loss(goal.lossPort)
{
    for (const EdgeEnd& end : feeds) {
        const PortType type = typeOf(plan, end);
        if (type == PortType::Label)
            m_labels.insert(end);
        else if (hasSteps(type))
            m_data.push_back({end, 1});
        else if (type == PortType::Static)
            m_data.push_back({end, 0});
        if (const auto port = plan.ports.find(end); m_cutmix > 0 && type != PortType::Label && port != plan.ports.end()
                                                    && port->second.features.size() != 3)
            throw Error("CutMix cuts pieces out of pictures, but this network reads none.", goal.learner->name,
                        "Set 'CutMix' to 0, or use 'Mixup'.");
    }
    // From the labels on: what must be asked twice. Then only what the loss comes from.
    std::set<EdgeEnd> judged = m_labels;
    std::vector<const PlannedNode*> judges;
    for (const PlannedNode& node : plan.nodes) {
        const bool judge = std::any_of(node.inputs.begin(), node.inputs.end(), [&](const PlannedInput& input) {
            return std::any_of(input.from.begin(), input.from.end(), [&](const EdgeEnd& end) { return judged.count(end) != 0; });
        });
        if (!judge)
            continue;
        judges.push_back(&node);
        for (const PortSpec& out : node.spec->outputs)
            judged.insert({node.id, out.name});
    }
    std::set<NodeId> wanted{m_loss.node};
    for (auto judge = judges.rbegin(); judge != judges.rend(); ++judge) {
        if (!wanted.count((*judge)->id))
            continue;
        m_judges.insert(m_judges.begin(), *judge);
        for (const PlannedInput& input : (*judge)->inputs)
            for (const EdgeEnd& end : input.from) {
                wanted.insert(end.node);
                if (!judged.count(end) && !feeds.count(end))
                    m_keep.insert(end);
            }
    }
    if (m_judges.empty() || m_judges.back()->id != m_loss.node)
        throw Error("Mixing samples needs a loss that looks at their labels.", goal.learner->name,
                    "Set 'Mixup' and 'CutMix' to 0, or choose a loss with labels.");
}

double SampleMixer::mix(PortValues& values, std::uint64_t seed) const
{
    at::Generator random = drawnFrom(seed);
    const bool cuts = m_cutmix > 0 && (m_mixup == 0 || drawnBelow(2, random) == 1);
    const double alpha = cuts ? m_cutmix : m_mixup;
    double own = at::_sample_dirichlet(at::full({2}, alpha, at::kDouble), random)[0].item<double>();
    if (!cuts) {
        for (const Data& data : m_data)
            if (at::Tensor& x = values.at(data.end); x.is_floating_point())
                x = x * own + at::roll(x, 1, data.batchAxis) * (1 - own);
        return own;
    }
    const at::Tensor& first = values.at(m_data.front().end);
    const std::int64_t height = first.size(-2), width = first.size(-1);
    const std::int64_t x = drawnBelow(width, random), y = drawnBelow(height, random);
    const double half = 0.5 * std::sqrt(1 - own);
    const std::int64_t dx = std::int64_t(half * double(width)), dy = std::int64_t(half * double(height));
    const std::int64_t left = std::max<std::int64_t>(0, x - dx), right = std::min(width, x + dx);
    const std::int64_t top = std::max<std::int64_t>(0, y - dy), bottom = std::min(height, y + dy);
    for (const Data& data : m_data) {
        at::Tensor& picture = values.at(data.end);
        const at::Tensor other = at::roll(picture, 1, data.batchAxis);
        picture = picture.clone();
        const auto cut = [&](const at::Tensor& t) { return t.narrow(-2, top, bottom - top).narrow(-1, left, right - left); };
        if (picture.size(-2) == height && picture.size(-1) == width)
            cut(picture).copy_(cut(other));
    }
    return 1 - double((right - left) * (bottom - top)) / double(width * height);
}

at::Tensor SampleMixer::otherLoss(const Network& network, const PortValues& feeds, const PortValues& kept) const
{
    PortValues now = kept;
    for (const auto& [end, value] : feeds)
        now[end] = m_labels.count(end) ? at::roll(value, 1, 0) : value;
    for (const PlannedNode* node : m_judges) {
        Tensors inputs;
        for (const PlannedInput& input : node->inputs)
            for (const EdgeEnd& end : input.from)
                inputs.push_back(inFullPrecision(now.at(end)));
        const Tensors outputs = network.find(node->id)->forward(inputs);
        for (std::size_t i = 0; i < outputs.size(); ++i)
            now[{node->id, node->spec->outputs[i].name}] = outputs[i];
    }
    return now.at(m_loss);
}

} // namespace spw::engine
