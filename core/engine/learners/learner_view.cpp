// SPDX-License-Identifier: GPL-3.0-or-later
// What live views show of a learner: pairs of spikes as they were met, and the rule's own curve.
#include "core/engine/learners/synapse_learner.h"

#include <algorithm>
#include <cmath>

namespace spw::engine {

namespace {

constexpr std::size_t kMostPairs = 2000;
constexpr std::int64_t kLongestPair = 60, kNever = -1'000'000;
constexpr std::size_t kPairsAStep = 6;   // of each kind
constexpr std::int64_t kTriesOfOne = 64; // partners of one neuron that are looked at
constexpr int kMostTries = 2000;

std::vector<float> firstSample(const at::Tensor& trace)
{
    if (!trace.defined() || trace.dim() < 2 || trace.size(0) == 0)
        return {};
    const at::Tensor flat = trace.select(0, 0).to(at::kCPU, at::kFloat).contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

/// Where the weights of a synapse are: which input and which output each of them joins.
class Wiring {
public:
    /// @param in, out  of one sample: [inputs] and [outputs], or channels and places.
    Wiring(at::IntArrayRef weight, const std::vector<std::int64_t>& stride, at::IntArrayRef in, at::IntArrayRef out)
        : m_weight(weight.vec()), m_stride(stride)
    {
        if (m_weight.size() > 2) {
            m_in.assign(in.end() - std::ptrdiff_t(stride.size()), in.end());
            m_out.assign(out.end() - std::ptrdiff_t(stride.size()), out.end());
        }
        for (std::size_t d = 2; d < m_weight.size(); ++d)
            m_kernel *= m_weight[d];
        for (std::size_t d = 0; d < m_in.size(); ++d) {
            m_inPlaces *= m_in[d];
            m_outPlaces *= m_out[d];
        }
    }
    struct Joint {
        std::int64_t other, row, column;   // the neuron on the other side, and the weight's place in [post][pre...]
    };
    std::int64_t inputsOfOne() const { return m_weight[1] * m_kernel; }
    std::int64_t outputsOfOne() const { return m_weight[0] * m_kernel; }

    /// The n-th input of output j.
    Joint into(std::int64_t j, std::int64_t n) const
    {
        const std::int64_t channel = n / m_kernel, row = j / m_outPlaces;
        std::int64_t offset = n % m_kernel, place = j % m_outPlaces, at = 0, step = 1;
        for (std::size_t d = m_in.size(); d-- > 0;) {
            at += step * (place % m_out[d] * m_stride[d] + offset % m_weight[d + 2]);
            step *= m_in[d];
            place /= m_out[d];
            offset /= m_weight[d + 2];
        }
        return {channel * m_inPlaces + at, row, n};
    }
    /// The n-th output that input i could reach; none where the kernel does not come to lie there.
    std::optional<Joint> outOf(std::int64_t i, std::int64_t n) const
    {
        const std::int64_t row = n / m_kernel, channel = i / m_inPlaces;
        std::int64_t offset = n % m_kernel, place = i % m_inPlaces, at = 0, step = 1;
        for (std::size_t d = m_in.size(); d-- > 0;) {
            const std::int64_t from = place % m_in[d] - offset % m_weight[d + 2];
            if (from < 0 || from % m_stride[d] != 0 || from / m_stride[d] >= m_out[d])
                return std::nullopt;
            at += step * (from / m_stride[d]);
            step *= m_out[d];
            place /= m_in[d];
            offset /= m_weight[d + 2];
        }
        return Joint{row * m_outPlaces + at, row, channel * m_kernel + n % m_kernel};
    }

private:
    std::vector<std::int64_t> m_weight, m_stride, m_in, m_out;
    std::int64_t m_kernel = 1, m_inPlaces = 1, m_outPlaces = 1;
};

std::vector<std::int64_t> firing(const at::Tensor& spikes)
{
    std::vector<std::int64_t> units;
    for (std::int64_t i = 0; i < spikes.numel(); ++i)
        if (spikes.data_ptr<float>()[i] != 0.0f)
            units.push_back(i);
    return units;
}

} // namespace

/// Keeps some of the pairs that this step closes: a spike now with the last spike of the other side.
void SynapseLearner::measureStep(const at::Tensor& pre, const at::Tensor& post)
{
    const auto first = [this](const at::Tensor& batch, std::int64_t units) {
        return (m_dims == 0 ? batch.reshape({-1, units}) : batch).select(0, 0).to(at::kCPU, at::kFloat).contiguous();
    };
    const std::int64_t inputs = m_weight.size(1), outputs = m_weight.size(0);
    const at::Tensor in = first(pre, inputs), out = first(post, outputs), tracePre = first(m_tracePre, inputs), tracePost = first(m_tracePost, outputs);
    const std::vector<std::int64_t> firingPre = firing(in), firingPost = firing(out);
    m_lastPre.resize(std::size_t(in.numel()), kNever);
    m_lastPost.resize(std::size_t(out.numel()), kNever);
    const Wiring wiring(m_weight.sizes(), m_stride, in.sizes(), out.sizes());

    std::vector<SynapseView::Pair> met;   // change: the trace, so far
    std::vector<std::int64_t> rows, columns;   // of the weights
    // A sample of both kinds, whatever the layer's size. @return false: enough
    const auto look = [&](std::size_t most, int& tries, std::int64_t age, bool together, double change, std::int64_t steps, const Wiring::Joint& joint) {
        if (age >= 1 && age <= kLongestPair && !together) {   // both at once: two halves of the rule in one change
            met.push_back({float(steps), float(change)});
            rows.push_back(joint.row);
            columns.push_back(joint.column);
        }
        return met.size() < most && ++tries < kMostTries;
    };
    int tries = 0;
    bool more = true;
    for (const std::int64_t j : firingPost)
        for (std::int64_t n = 0; more && n < std::min(wiring.inputsOfOne(), kTriesOfOne); ++n) {
            const Wiring::Joint joint = wiring.into(j, (m_watched += 37) % wiring.inputsOfOne());
            const std::size_t i = std::size_t(joint.other);
            const std::int64_t age = m_step - m_lastPre[i];
            more = look(kPairsAStep, tries, age, in.data_ptr<float>()[i] != 0.0f, double(tracePre.data_ptr<float>()[i]) - m_target, age, joint);
        }
    const std::size_t rises = met.size();
    tries = 0;
    more = true;
    for (const std::int64_t i : firingPre)
        for (std::int64_t n = 0; more && n < std::min(wiring.outputsOfOne(), kTriesOfOne); ++n) {
            const auto joint = wiring.outOf(i, (m_watched += 37) % wiring.outputsOfOne());
            if (!joint)
                continue;
            const std::size_t j = std::size_t(joint->other);
            const std::int64_t age = m_step - m_lastPost[j];
            more = look(rises + kPairsAStep, tries, age, out.data_ptr<float>()[j] != 0.0f, double(tracePost.data_ptr<float>()[j]), -age, *joint);
        }
    if (!met.empty()) {
        const auto places = [this](const std::vector<std::int64_t>& list) { return at::tensor(list, at::kLong).to(m_weight.device()); };
        const at::Tensor w = m_weight.detach().flatten(1).index_select(0, places(rows)).gather(1, places(columns).unsqueeze(1)).flatten().to(at::kDouble);
        const at::Tensor up = m_strengthening(w).expand_as(w).to(at::kCPU).contiguous(), down = m_weakening(w).expand_as(w).to(at::kCPU).contiguous();
        const double rate = m_values.real("learning_rate") * m_values.real("scale");
        for (std::size_t m = 0; m < met.size(); ++m) {
            const double factor = m < rises ? up.data_ptr<double>()[m] : -down.data_ptr<double>()[m];
            m_pairs.push_back({met[m].steps, float(rate * factor * double(met[m].change))});
        }
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
