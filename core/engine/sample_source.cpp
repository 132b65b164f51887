// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sample_source.h"

#include "core/base/error.h"
#include "core/data/byte_source.h"
#include "core/data/event_file.h"
#include "core/data/sha256.h"
#include "core/data/transforms/event_frames.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace spw::engine {

CompactTensor::CompactTensor(PlainTensor&& tensor)
    : shape(std::move(tensor.shape))
{
    const bool small = std::all_of(tensor.data.begin(), tensor.data.end(), [](float value) {
        return value >= 0.0f && value <= 255.0f && float(std::uint8_t(value)) == value;
    });
    if (small)
        bytes.assign(tensor.data.begin(), tensor.data.end());
    else
        floats = std::move(tensor.data);
}

std::size_t SampleSource::defaultCacheBytes()
{
    const std::size_t total = std::size_t(sysconf(_SC_PHYS_PAGES)) * std::size_t(sysconf(_SC_PAGE_SIZE));
    return std::min<std::size_t>(total / 4, std::size_t(4) << 30);
}

namespace {

std::string settingsText(const ParamValues& values)
{
    std::string text = "(";
    for (const auto& [name, value] : values.all())
        text += name + "=" + toText(value) + ";";
    return text + ")";
}

void put(std::string& bytes, std::uint64_t number)
{
    for (int i = 0; i < 8; ++i)
        bytes += char(std::uint8_t(number >> (8 * i)));
}

/// Numbers and blocks one after the other; every length is checked against what is left.
class KeptBytes {
public:
    explicit KeptBytes(std::string_view bytes) : m_left(bytes) {}
    std::uint64_t number()
    {
        const std::string_view eight = block(8);
        return m_bad ? 0 : littleEndian<std::uint64_t>(eight.data());
    }
    std::string_view block(std::uint64_t size)
    {
        m_bad = m_bad || size > m_left.size();
        if (m_bad)
            return {};
        const std::string_view found = m_left.substr(0, std::size_t(size));
        m_left.remove_prefix(std::size_t(size));
        return found;
    }
    bool isWhole() const { return !m_bad && m_left.empty(); }
    bool isBad() const { return m_bad; }

private:
    std::string_view m_left;
    bool m_bad = false;
};

} // namespace

SampleSource::SampleSource(const Plan& plan, const std::set<EdgeEnd>& feeds,
                           const std::filesystem::path& base, std::uint64_t seed, std::size_t cacheBytes)
    : m_seed(seed), m_cacheBytes(cacheBytes)
{
    std::vector<NodeId> wanted;
    const auto want = [&](NodeId id, bool first) {
        const auto found = std::find(wanted.begin(), wanted.end(), id);
        if (found != wanted.end()) {
            if (first)
                std::rotate(wanted.begin(), found, found + 1);
            return;
        }
        wanted.insert(first ? wanted.begin() : wanted.end(), id);
    };
    for (const EdgeEnd& feed : feeds) {
        const PlannedNode* node = plan.find(feed.node);
        if (!node)
            continue;
        const int port = node->spec->outputIndex(feed.port);
        const bool isLabel = port >= 0 && node->spec->outputs[std::size_t(port)].type == PortType::Label;
        want(followed(plan, feed).node, isLabel);
        if (!isLabel)
            m_feeds.push_back(feed);
    }
    for (const NodeId id : wanted) {
        const PlannedNode* node = plan.find(id);
        if (!node || !isDataset(node->spec->id))
            throw Error("The network's input does not come from a dataset.", node ? node->name : "the graph",
                        "Wire a dataset to the first layer.");
        try {
            m_sources.push_back({id, openDataset(node->spec->id, node->values, base, seed)});
        } catch (const Error& e) {
            throw e.within(node->name);
        }
        m_repeatable = m_repeatable && m_sources.back().dataset->repeatable();
        for (const Split split : {Split::Train, Split::Test})
            if (m_sources.back().dataset->size(split) != m_sources.front().dataset->size(split))
                throw Error("Two datasets of one graph have different numbers of samples.", node->name,
                            "Use datasets of equal size, or one dataset.");
    }
    for (const EdgeEnd& feed : m_feeds) {
        EdgeEnd at = feed;
        for (auto step = m_steps.find(at.node); step != m_steps.end(); step = m_steps.find(at.node)) {
            m_settings += at.port + "<" + step->second.type + settingsText(step->second.values);
            if (step->second.values.has("draw"))   // what is drawn depends on these as well
                m_settings += "#" + std::to_string(seed) + "#" + std::to_string(at.node);
            at = step->second.from;
        }
        const PlannedNode* const node = plan.find(at.node);
        m_settings += at.port + "<" + node->spec->id + settingsText(node->values) + "\n";
    }
    m_disk = SampleCache::standard();
    if (m_sources.empty())
        throw Error("The graph has no dataset.", "the graph",
                    "Add a dataset node and wire it to the first layer.");
}

std::int64_t SampleSource::size(Split split) const
{
    return m_sources.front().dataset->size(split);
}

std::int64_t SampleSource::label(Split split, std::int64_t index) const
{
    return m_sources.front().dataset->label(split, index);
}

std::vector<std::string> SampleSource::classNames() const
{
    return m_sources.front().dataset->classNames();
}

/// Goes up from a port to the dataset, noting the transforms between.
EdgeEnd SampleSource::followed(const Plan& plan, const EdgeEnd& feed)
{
    EdgeEnd at = feed;
    for (const PlannedNode* node = plan.find(at.node); node && !isDataset(node->spec->id); node = plan.find(at.node)) {
        if (!isSampleTransform(node->spec->id))
            throw Error("It reads from '" + node->name + "', which is part of the network.", feed.node == at.node ? node->name : plan.find(feed.node)->name,
                        "Transforms come right after the dataset: wire them before the first layer.");
        if (node->inputs.empty() || node->inputs[0].from.empty())
            throw Error("Nothing is wired to this node.", node->name, "Wire a dataset to it.");
        m_varies = m_varies || variesByEpoch(node->spec->id, node->values);
        m_steps[node->id] = {node->inputs[0].from[0], node->name, node->spec->id, node->values};
        at = node->inputs[0].from[0];
    }
    return at;
}

std::map<NodeId, Sample> SampleSource::readAll(Split split, std::int64_t index) const
{
    std::map<NodeId, Sample> samples;
    for (const Source& source : m_sources)
        samples[source.id] = source.dataset->sample(split, index);
    return samples;
}

const SampleValue& SampleSource::valueOf(const EdgeEnd& port, const std::map<NodeId, Sample>& samples, const SamplePlace& place,
                                         Values& known) const
{
    if (const auto sample = samples.find(port.node); sample != samples.end()) {
        const auto found = sample->second.values.find(port.port);
        if (found == sample->second.values.end())
            throw Error("The dataset gives no '" + port.port + "'.", sample->second.name, "Wire another port.");
        return found->second;
    }
    if (const auto found = known.find(port); found != known.end())
        return found->second;
    const Step& step = m_steps.at(port.node);
    const SampleValue& input = valueOf(step.from, samples, place, known);
    SamplePlace here = place;
    here.seed = m_seed;
    here.node = std::uint64_t(port.node);
    try {
        for (auto& [name, value] : applySampleTransform(step.type, step.values, input, here))
            known.insert_or_assign(EdgeEnd{port.node, name}, std::move(value));
    } catch (const Error& e) {
        throw e.within(step.name).within(samples.at(m_sources.front().id).name);
    }
    const auto found = known.find(port);
    if (found == known.end())
        throw Error("The node gives no '" + port.port + "'.", step.name, "Wire another port.");
    return found->second;
}

std::shared_ptr<const PreparedSample> SampleSource::prepare(const std::map<NodeId, Sample>& samples, const SamplePlace& place) const
{
    auto prepared = std::make_shared<PreparedSample>();
    const Sample& main = samples.at(m_sources.front().id);
    prepared->label = main.label;
    prepared->name = main.name;
    Values known;
    for (const EdgeEnd& feed : m_feeds) {
        const PlainTensor* dense = std::get_if<PlainTensor>(&valueOf(feed, samples, place, known));
        if (!dense)
            throw Error("Events cannot enter the network as they are.", main.name,
                        "Put 'Events to frames' between the dataset and the first layer.");
        prepared->values[feed] = std::make_shared<CompactTensor>(PlainTensor(*dense));
    }
    return prepared;
}

std::string SampleSource::diskKey(Split split, std::int64_t index) const
{
    if (!m_disk || !keeps(split))
        return {};
    std::string all = m_settings + (split == Split::Train ? "train " : "test ") + std::to_string(index);
    for (const Source& source : m_sources) {
        const std::string identity = source.dataset->identity(split, index);
        if (identity.empty())
            return {};
        all += "\n" + identity;
    }
    Sha256 hash;
    hash.add(all.data(), all.size());
    return hash.hex();
}

std::shared_ptr<const PreparedSample> SampleSource::fromDisk(const std::string& key, Split split, std::int64_t index) const
{
    const std::optional<std::string> found = m_disk->find(key);
    if (!found)
        return nullptr;
    KeptBytes bytes(*found);
    auto sample = std::make_shared<PreparedSample>();
    sample->label = label(split, index);
    sample->name = bytes.block(bytes.number());
    for (const EdgeEnd& feed : m_feeds) {
        auto tensor = std::make_shared<CompactTensor>();
        std::uint64_t count = 1;
        for (std::uint64_t axes = std::min<std::uint64_t>(bytes.number(), 8); axes > 0; --axes) {
            tensor->shape.push_back(std::int64_t(bytes.number()));
            count = tensor->shape.back() < 0 || __builtin_mul_overflow(count, std::uint64_t(tensor->shape.back()), &count) ? ~std::uint64_t(0) : count;
        }
        const bool small = bytes.number() == 1;
        const std::string_view data = bytes.block(bytes.number());
        if (bytes.isBad() || data.size() / (small ? 1 : sizeof(float)) != count)
            return nullptr;
        if (small) {
            tensor->bytes.assign(data.begin(), data.end());
        } else {
            tensor->floats.resize(std::size_t(count));
            std::memcpy(tensor->floats.data(), data.data(), data.size());
        }
        sample->values[feed] = std::move(tensor);
    }
    return bytes.isWhole() ? sample : nullptr;
}

void SampleSource::toDisk(const std::string& key, const PreparedSample& sample) const
{
    std::string bytes;
    put(bytes, sample.name.size());
    bytes += sample.name;
    for (const EdgeEnd& feed : m_feeds) {
        const CompactTensor& tensor = *sample.values.at(feed);
        put(bytes, tensor.shape.size());
        for (const std::int64_t side : tensor.shape)
            put(bytes, std::uint64_t(side));
        const bool small = tensor.floats.empty();
        put(bytes, small);
        put(bytes, tensor.byteCount());
        if (small)
            bytes.append(tensor.bytes.begin(), tensor.bytes.end());
        else
            bytes.append(reinterpret_cast<const char*>(tensor.floats.data()), tensor.floats.size() * sizeof(float));
    }
    m_disk->store(key, bytes);
}

std::shared_ptr<const PreparedSample> SampleSource::kept(Split split, std::int64_t index) const
{
    if (!keeps(split))
        return nullptr;
    const std::lock_guard lock(m_mutex);
    const auto found = m_cache.find({split, index});
    return found == m_cache.end() ? nullptr : found->second;
}

std::shared_ptr<const PreparedSample> SampleSource::sample(Split split, std::int64_t index, std::int64_t epoch) const
{
    if (auto found = kept(split, index))
        return found;
    const std::string key = diskKey(split, index);
    std::shared_ptr<const PreparedSample> prepared = key.empty() ? nullptr : fromDisk(key, split, index);
    if (!prepared) {
        prepared = prepare(readAll(split, index), {.split = split, .index = index, .epoch = epoch});
        if (!key.empty())
            toDisk(key, *prepared);
    }
    if (keeps(split)) {
        std::size_t bytes = 0;
        for (const auto& [feed, tensor] : prepared->values)
            bytes += tensor->byteCount();
        const std::lock_guard lock(m_mutex);
        if (m_cached + bytes <= m_cacheBytes && m_cache.emplace(std::pair{split, index}, prepared).second)
            m_cached += bytes;
    }
    return prepared;
}

Events SampleSource::readInputFile(const std::filesystem::path& file) const
{
    Events events = readEventFile(file).events;
    if (events.width == 0 ||
        events.height == 0) { // the file does not tell: it is shown to this graph's sensor
        for (const auto& [name, value] : m_sources.front().dataset->sample(Split::Test, 0).values)
            if (const Events* like = std::get_if<Events>(&value)) {
                events.width = like->width;
                events.height = like->height;
            }
    }
    return events;
}

std::map<NodeId, Sample> SampleSource::samplesOf(const std::filesystem::path& file) const
{
    std::map<NodeId, Sample> samples;
    for (const Source& source : m_sources) {
        Sample sample = source.dataset->sample(Split::Test, 0);
        bool used = false;
        for (auto& [name, value] : sample.values)
            if (std::holds_alternative<Events>(value)) {
                value = readInputFile(file);
                used = true;
            }
        if (!used)
            throw Error("This graph does not read events, so an event file cannot be its input.",
                        file.string(), "Choose a sample of the dataset instead.");
        sample.name = file.filename().string();
        sample.label = -1;
        samples[source.id] = std::move(sample);
    }
    return samples;
}

std::shared_ptr<const PreparedSample> SampleSource::fromFile(const std::filesystem::path& file) const { return prepare(samplesOf(file), {}); }

namespace {

/// Each frame in `parts` of the same length: it is shown for that many steps.
std::vector<std::int64_t> divided(const std::vector<std::int64_t>& edges, std::int64_t parts)
{
    if (parts == 1 || edges.empty())
        return edges;
    std::vector<std::int64_t> all;
    for (std::size_t i = 0; i + 1 < edges.size(); ++i)
        for (std::int64_t part = 0; part < parts; ++part)
            all.push_back(edges[i] + std::int64_t(double(edges[i + 1] - edges[i]) * double(part) / double(parts)));
    all.push_back(edges.back());
    return all;
}

} // namespace

ShownEvents SampleSource::shown(const std::map<NodeId, Sample>& samples, const SamplePlace& place) const
{
    Values known;
    for (const EdgeEnd& feed : m_feeds) {   // the events of which frames are made, as filters before leave them
        std::int64_t held = 1;
        for (auto step = m_steps.find(feed.node); step != m_steps.end(); step = m_steps.find(step->second.from.node)) {
            const SampleValue& input = valueOf(step->second.from, samples, place, known);
            if (const Events* events = std::get_if<Events>(&input))
                return {*events, divided(frameEdges(step->second.type, step->second.values, *events), held)};
            if (step->second.type == "transform.hold")
                held *= step->second.values.integer("times");
        }
    }
    for (const auto& [id, sample] : samples)
        for (const auto& [name, value] : sample.values)
            if (const Events* events = std::get_if<Events>(&value))
                return {*events, {}};
    return {};
}

ShownEvents SampleSource::shownEvents(Split split, std::int64_t index) const
{
    return shown(readAll(split, index), {.split = split, .index = index});
}

ShownEvents SampleSource::shownEvents(const std::filesystem::path& file) const { return shown(samplesOf(file), {}); }

} // namespace spw::engine
