// SPDX-License-Identifier: GPL-3.0-or-later
// What live views show of a learner: pairs of spikes as they were met, and the rule's own curve.
#include "core/engine/learners/synapse_learner.h"

#include <algorithm>
#include <cmath>

namespace spw::engine {

namespace {

constexpr std::size_t kMostPairs = 2000;
constexpr std::int64_t kLongestPair = 60, kNever = -1'000'000;
constexpr int kPairsAStep = 6;   // of each kind: a sample, whatever the layer's size

std::vector<float> firstSample(const at::Tensor& trace)
{
    if (!trace.defined() || trace.dim() < 2 || trace.size(0) == 0)
        return {};
    const at::Tensor flat = trace.select(0, 0).to(at::kCPU, at::kFloat).contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

} // namespace

/// Keeps some of the pairs that this step closes: a spike now with the last spike of the other side.
void SynapseLearner::measureStep(const at::Tensor& pre, const at::Tensor& post)
{
    if (m_dims != 0 || !m_weight.is_cpu())
        return;
    const at::Tensor w = m_weight.detach();
    const at::Tensor in = pre.reshape({-1, w.size(1)}).select(0, 0).to(at::kFloat).contiguous(),
                     out = post.reshape({-1, w.size(0)}).select(0, 0).to(at::kFloat).contiguous();
    m_lastPre.resize(std::size_t(in.numel()), kNever);
    m_lastPost.resize(std::size_t(out.numel()), kNever);
    std::vector<std::int64_t> firingPre, firingPost;
    for (std::int64_t i = 0; i < in.numel(); ++i)
        if (in.data_ptr<float>()[i] != 0.0f)
            firingPre.push_back(i);
    for (std::int64_t j = 0; j < out.numel(); ++j)
        if (out.data_ptr<float>()[j] != 0.0f)
            firingPost.push_back(j);
    const double rate = m_values.real("learning_rate") * m_values.real("scale");
    const auto value = [](const at::Tensor& t, std::int64_t unit) { return t.reshape({t.size(0), -1})[0][unit].item<double>(); };
    int kept = 0;
    for (const std::int64_t j : firingPost)
        for (std::int64_t tries = 0; kept < kPairsAStep && tries < in.numel(); ++tries) {
            const std::int64_t i = (m_watched += 37) % in.numel(), age = m_step - m_lastPre[std::size_t(i)];
            if (age < 1 || age > kLongestPair || in.data_ptr<float>()[i] != 0.0f)
                continue;   // both at once: two halves of the rule in one change
            const double change = rate * m_strengthening(w[j][i].item<double>()) * (value(m_tracePre, i) - m_target);
            m_pairs.push_back({float(age), float(change)});
            ++kept;
        }
    kept = 0;
    for (const std::int64_t i : firingPre)
        for (std::int64_t tries = 0; kept < kPairsAStep && tries < std::min<std::int64_t>(out.numel(), 64); ++tries) {
            const std::int64_t j = (m_watched += 37) % out.numel(), age = m_step - m_lastPost[std::size_t(j)];
            if (age < 1 || age > kLongestPair || out.data_ptr<float>()[j] != 0.0f)
                continue;
            const double change = -rate * m_weakening(w[j][i].item<double>()) * value(m_tracePost, j);
            m_pairs.push_back({float(-age), float(change)});
            ++kept;
        }
    for (const std::int64_t i : firingPre)
        m_lastPre[std::size_t(i)] = m_step;
    for (const std::int64_t j : firingPost)
        m_lastPost[std::size_t(j)] = m_step;
    if (m_pairs.size() > 2 * kMostPairs)
        m_pairs.erase(m_pairs.begin(), m_pairs.end() - std::ptrdiff_t(kMostPairs));
}

void SynapseLearner::show(SynapseView& view) const
{
    view.learner = m_id;
    view.learnerName = m_name;
    view.enabled = enabled();
    if (!m_values.isNone("w_min"))
        view.least = m_values.real("w_min");
    if (!m_values.isNone("w_max"))
        view.most = m_values.real("w_max");
    view.tracePre = firstSample(m_tracePre);
    view.tracePost = firstSample(m_tracePost);
    double sum = 0, sizes = 0;
    for (const float w : view.weights) {
        sum += w;
        sizes += std::abs(w);
    }
    const double count = double(std::max<std::size_t>(view.weights.size(), 1));
    const double mean = sum / count, size = std::max(sizes / count, 1e-12);
    const double rate = m_values.real("learning_rate") * m_values.real("scale") / size;
    double triplets = 1;
    if (m_triplet)
        triplets = m_values.real("pair_strength")
                   + m_values.real("triplet_strength") * (m_traceSlow.defined() ? m_traceSlow.mean().item<double>() : 1.0);
    const double up = rate * m_strengthening(mean) * triplets, down = rate * m_weakening(mean);
    for (std::int64_t d = -kLongestPair; d <= kLongestPair; ++d) {
        double change = 0;
        if (d >= 0)
            change += up * (std::pow(m_keepPre, double(d)) - m_target);
        if (d <= 0)
            change -= down * std::pow(m_keepPost, double(-d));
        view.window.push_back({float(d), float(change)});
    }
    const std::size_t first = m_pairs.size() - std::min(m_pairs.size(), kMostPairs);
    for (std::size_t i = first; i < m_pairs.size(); ++i)
        view.pairs.push_back({m_pairs[i].steps, float(m_pairs[i].change / size)});
}

} // namespace spw::engine
