// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/loader.h"

#include "core/base/error.h"
#include "kernels/torch/aten.h"

#include <algorithm>
#include <atomic>

namespace spw::engine {

namespace {

constexpr std::size_t kReadAhead = 3;     // batches
constexpr std::size_t kMostHelpers = 8;   // threads: disks and memory serve no more

/// Where in the network's order a value goes: the tensor [T, N, C, H, W] lies in memory as [T, N, H, W, C].
struct Layout {
    bool timed = false, image = false;
    std::int64_t steps = 1, channels = 1, pixels = 1;
    std::int64_t perStep() const { return channels * pixels; }
};

template <class Value>
void placeSample(const std::vector<Value>& from, const Layout& layout, std::int64_t sample, std::int64_t samples,
                 float* to)
{
    const std::int64_t perStep = layout.perStep();
    for (std::int64_t t = 0; t < layout.steps; ++t) {
        const Value* in = from.data() + t * perStep;
        float* out = to + (t * samples + sample) * perStep;
        if (!layout.image || layout.channels == 1) {
            std::copy(in, in + perStep, out);
            continue;
        }
        for (std::int64_t c = 0; c < layout.channels; ++c)
            for (std::int64_t p = 0; p < layout.pixels; ++p)
                out[p * layout.channels + c] = float(in[c * layout.pixels + p]);
    }
}

at::Tensor stackSamples(const std::vector<const CompactTensor*>& samples, PortType type)
{
    const std::vector<std::int64_t>& shape = samples.front()->shape;
    Layout layout;
    layout.timed = hasSteps(type);
    std::vector<std::int64_t> features(shape.begin() + (layout.timed && !shape.empty() ? 1 : 0), shape.end());
    layout.steps = layout.timed && !shape.empty() ? shape[0] : 1;
    layout.image = features.size() == 3;
    layout.channels = layout.image ? features[0] : 1;
    for (std::size_t i = layout.image ? 1 : 0; i < features.size(); ++i)
        layout.pixels *= features[i];

    const std::int64_t count = std::int64_t(samples.size());
    std::vector<std::int64_t> memory;
    if (layout.timed)
        memory.push_back(layout.steps);
    memory.push_back(count);
    if (layout.image)
        memory.insert(memory.end(), {features[1], features[2], features[0]});
    else
        memory.insert(memory.end(), features.begin(), features.end());
    at::Tensor batch = at::empty(memory, at::kFloat);
    float* data = batch.data_ptr<float>();
    for (std::int64_t n = 0; n < count; ++n) {
        const CompactTensor& sample = *samples[std::size_t(n)];
        if (sample.shape != shape)
            throw Error("Samples of one batch have different shapes.", "the data",
                        "Cut recordings into frames of one number and size.");
        if (sample.bytes.empty())
            placeSample(sample.floats, layout, n, count, data);
        else
            placeSample(sample.bytes, layout, n, count, data);
    }
    return layout.image ? batch.movedim(-1, -3) : batch;
}

} // namespace

Batch makeBatch(const std::set<EdgeEnd>& feeds, const Plan& plan,
                const std::vector<std::shared_ptr<const PreparedSample>>& samples)
{
    Batch batch;
    for (const auto& sample : samples)
        batch.labels.push_back(sample->label);
    for (const EdgeEnd& feed : feeds) {
        const PlannedNode* node = plan.find(feed.node);
        const PortType type = node->spec->outputs[std::size_t(node->spec->outputIndex(feed.port))].type;
        if (type == PortType::Label) {
            at::Tensor labels = at::empty({std::int64_t(samples.size())}, at::kLong);
            // An event file has no label (-1); the loss of such a sample is computed but never shown.
            std::transform(batch.labels.begin(), batch.labels.end(), labels.data_ptr<std::int64_t>(),
                           [](std::int64_t label) { return std::max<std::int64_t>(label, 0); });
            batch.values[feed] = labels;
            continue;
        }
        std::vector<const CompactTensor*> values;
        for (const auto& sample : samples)
            values.push_back(sample->values.at(feed).get());
        batch.values[feed] = stackSamples(values, type);
    }
    return batch;
}

BatchStream::BatchStream(const SampleSource& source, const Plan& plan, std::set<EdgeEnd> feeds, Split split,
                         std::vector<std::int64_t> order, std::int64_t batchSize, std::int64_t firstBatch, std::int64_t epoch)
    : m_source(source), m_plan(plan), m_feeds(std::move(feeds)), m_split(split), m_order(std::move(order)),
      m_batchSize(std::max<std::int64_t>(batchSize, 1)), m_firstBatch(firstBatch),
      m_batches((std::int64_t(m_order.size()) + m_batchSize - 1) / m_batchSize), m_epoch(epoch),
      m_thread([this](std::stop_token stop) { read(stop); })
{
}

BatchStream::~BatchStream() = default;

/// Samples first to end of the order. What is in memory is taken at once; the rest is read by several threads.
std::vector<std::shared_ptr<const PreparedSample>> BatchStream::prepare(std::int64_t first, std::int64_t end, const std::stop_token& stop) const
{
    std::vector<std::shared_ptr<const PreparedSample>> samples(std::size_t(end - first));
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < samples.size(); ++i)
        if (samples[i] = m_source.kept(m_split, m_order[std::size_t(first) + i]); !samples[i])
            missing.push_back(i);
    std::atomic<std::size_t> next = 0;
    std::vector<std::exception_ptr> errors(samples.size());
    const auto work = [&] {
        for (std::size_t at = next++; at < missing.size() && !stop.stop_requested(); at = next++)
            try {
                samples[missing[at]] = m_source.sample(m_split, m_order[std::size_t(first) + missing[at]], m_epoch);
            } catch (...) {
                errors[missing[at]] = std::current_exception();
                next = missing.size();
            }
    };
    {
        std::vector<std::jthread> helpers;
        const std::size_t threads = std::min<std::size_t>({missing.size() / 2, std::thread::hardware_concurrency() / 2, kMostHelpers});
        for (std::size_t i = 1; i < threads; ++i)
            helpers.emplace_back(work);
        work();
    }
    for (const std::exception_ptr& error : errors)   // the first in the order, whoever met it
        if (error)
            std::rethrow_exception(error);
    return samples;
}

void BatchStream::read(std::stop_token stop)
{
    try {
        for (std::int64_t b = m_firstBatch; b < m_batches && !stop.stop_requested(); ++b) {
            const auto samples = prepare(b * m_batchSize, std::min<std::int64_t>((b + 1) * m_batchSize, std::int64_t(m_order.size())), stop);
            if (stop.stop_requested())
                break;
            Batch batch = makeBatch(m_feeds, m_plan, samples);
            batch.index = b;
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait(lock, stop, [this] { return m_ready.size() < kReadAhead; }))
                break;
            m_ready.push_back(std::move(batch));
            m_changed.notify_all();
        }
    } catch (...) {
        const std::lock_guard lock(m_mutex);
        m_error = std::current_exception();
    }
    const std::lock_guard lock(m_mutex);
    m_done = true;
    m_changed.notify_all();
}

std::optional<Batch> BatchStream::next()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_done || !m_ready.empty(); });
    if (!m_ready.empty()) {
        Batch batch = std::move(m_ready.front());
        m_ready.pop_front();
        m_changed.notify_all();
        return batch;
    }
    if (m_error)
        std::rethrow_exception(m_error);
    return std::nullopt;
}

} // namespace spw::engine
