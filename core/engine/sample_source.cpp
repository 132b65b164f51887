// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sample_source.h"

#include "core/base/error.h"
#include "core/data/event_file.h"
#include "core/data/transforms/event_frames.h"

#include <unistd.h>

#include <algorithm>

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

SampleSource::SampleSource(const Plan& plan, const std::set<EdgeEnd>& feeds,
                           const std::filesystem::path& base, std::uint64_t seed, std::size_t cacheBytes)
    : m_cacheBytes(cacheBytes)
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
        Recipe recipe{feed, {}, {}};
        if (!isDataset(node->spec->id)) {
            if (node->inputs.empty() || node->inputs[0].from.empty())
                throw Error("Nothing is wired to this node.", node->name, "Wire a dataset's events to it.");
            recipe = {node->inputs[0].from[0], node->spec->id, node->values};
        }
        const int port = node->spec->outputIndex(feed.port);
        const bool isLabel = port >= 0 && node->spec->outputs[std::size_t(port)].type == PortType::Label;
        want(recipe.source.node, isLabel);
        if (!isLabel)
            m_recipes.emplace(feed, std::move(recipe));
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

std::map<NodeId, Sample> SampleSource::readAll(Split split, std::int64_t index) const
{
    std::map<NodeId, Sample> samples;
    for (const Source& source : m_sources)
        samples[source.id] = source.dataset->sample(split, index);
    return samples;
}

std::shared_ptr<const PreparedSample> SampleSource::prepare(const std::map<NodeId, Sample>& samples) const
{
    auto prepared = std::make_shared<PreparedSample>();
    const Sample& main = samples.at(m_sources.front().id);
    prepared->label = main.label;
    prepared->name = main.name;
    for (const auto& [feed, recipe] : m_recipes) {
        const Sample& sample = samples.at(recipe.source.node);
        const auto found = sample.values.find(recipe.source.port);
        if (found == sample.values.end())
            throw Error("The dataset gives no '" + recipe.source.port + "'.", sample.name,
                        "Wire another port.");
        PlainTensor tensor;
        if (recipe.transform.empty()) {
            const PlainTensor* dense = std::get_if<PlainTensor>(&found->second);
            if (!dense)
                throw Error("Events cannot enter the network as they are.", sample.name,
                            "Put 'Events to frames' between the dataset and the first layer.");
            tensor = *dense;
        } else {
            const Events* events = std::get_if<Events>(&found->second);
            if (!events)
                throw Error("This transform reads events; the port has none.", sample.name,
                            "Wire an events port to it.");
            try {
                tensor = applyEventTransform(recipe.transform, recipe.values, *events);
            } catch (const Error& e) {
                throw e.within(sample.name);
            }
        }
        prepared->values[feed] = std::make_shared<CompactTensor>(std::move(tensor));
    }
    return prepared;
}

std::shared_ptr<const PreparedSample> SampleSource::sample(Split split, std::int64_t index) const
{
    const std::pair key{split, index};
    if (m_repeatable) {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_cache.find(key); found != m_cache.end())
            return found->second;
    }
    std::shared_ptr<const PreparedSample> prepared = prepare(readAll(split, index));
    if (m_repeatable) {
        std::size_t bytes = 0;
        for (const auto& [feed, tensor] : prepared->values)
            bytes += tensor->byteCount();
        const std::lock_guard lock(m_mutex);
        if (m_cached + bytes <= m_cacheBytes && m_cache.emplace(key, prepared).second)
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

std::shared_ptr<const PreparedSample> SampleSource::fromFile(const std::filesystem::path& file) const
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
    return prepare(samples);
}

ShownEvents SampleSource::shown(Events&& events) const
{
    ShownEvents result{std::move(events), {}};
    for (const auto& [feed, recipe] : m_recipes)
        if (!recipe.transform.empty()) {
            result.frameEdges = frameEdges(recipe.transform, recipe.values, result.events);
            break;
        }
    return result;
}

ShownEvents SampleSource::shownEvents(Split split, std::int64_t index) const
{
    Sample sample = m_sources.front().dataset->sample(split, index);
    for (auto& [name, value] : sample.values)
        if (Events* events = std::get_if<Events>(&value))
            return shown(std::move(*events));
    return {};
}

ShownEvents SampleSource::shownEvents(const std::filesystem::path& file) const
{
    return shown(readInputFile(file));
}

} // namespace spw::engine
