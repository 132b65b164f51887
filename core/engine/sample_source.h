// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/sample_cache.h"
#include "core/data/transforms/sample_transform.h"
#include "core/plan/plan.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace spw::engine {

/// A dense sample in memory: bytes if every value is a whole number of 0..255 (event counts are; a quarter of the
/// memory), else floats.
struct CompactTensor {
    std::vector<std::int64_t> shape;
    std::vector<std::uint8_t> bytes;
    std::vector<float> floats;

    CompactTensor() = default;
    explicit CompactTensor(PlainTensor&& tensor);
    std::size_t byteCount() const { return bytes.size() + floats.size() * sizeof(float); }
};

/// What one sample gives to the network's feeds.
struct PreparedSample {
    std::map<EdgeEnd, std::shared_ptr<const CompactTensor>> values;
    std::int64_t label = 0;
    std::string name;
};

/// The events of a sample as they are shown, with the times at which its frames begin and end.
struct ShownEvents {
    Events events;
    std::vector<std::int64_t> frameEdges;   // empty: no frames are made
};

/// The part of a graph that lies before the network: datasets and transforms in a row, without LibTorch. Prepared samples
/// are kept in memory up to a budget and, where datasets tell what their files are, on disk (SampleCache), unless a transform
/// changes them in every epoch. All functions may be called from several threads at once.
class SampleSource {
public:
    /// @param feeds  ports of datasets and transforms whose values are wanted.
    /// @throws Error if data are missing or the graph has no dataset.
    SampleSource(const Plan& plan, const std::set<EdgeEnd>& feeds, const std::filesystem::path& base,
                 std::uint64_t seed, std::size_t cacheBytes = defaultCacheBytes());

    std::int64_t size(Split split) const;
    std::int64_t label(Split split, std::int64_t index) const;
    std::vector<std::string> classNames() const;

    /// @param epoch  of the training: transforms by chance may draw anew in each.
    /// @throws Error naming file and remedy.
    std::shared_ptr<const PreparedSample> sample(Split split, std::int64_t index, std::int64_t epoch = 0) const;
    /// The sample if it is in memory already.
    std::shared_ptr<const PreparedSample> kept(Split split, std::int64_t index) const;
    /// A sample made from an event file instead of the dataset.
    std::shared_ptr<const PreparedSample> fromFile(const std::filesystem::path& file) const;

    ShownEvents shownEvents(Split split, std::int64_t index) const;
    ShownEvents shownEvents(const std::filesystem::path& file) const;

    /// A quarter of the machine's memory, at most 4 GiB.
    static std::size_t defaultCacheBytes();

private:
    struct Source {
        NodeId id = 0;
        std::unique_ptr<Dataset> dataset;
    };
    /// A transform and the port it reads.
    struct Step {
        EdgeEnd from;
        std::string name, type;
        ParamValues values;
    };
    using Values = std::map<EdgeEnd, SampleValue>;   // of ports, as far as they are known
    /// Names all that a sample depends on; empty: it is not kept on disk.
    std::string diskKey(Split split, std::int64_t index) const;
    std::shared_ptr<const PreparedSample> fromDisk(const std::string& key, Split split, std::int64_t index) const;
    void toDisk(const std::string& key, const PreparedSample& sample) const;
    bool keeps(Split split) const { return m_repeatable && (split == Split::Test || !m_varies); }
    EdgeEnd followed(const Plan& plan, const EdgeEnd& feed);
    const SampleValue& valueOf(const EdgeEnd& port, const std::map<NodeId, Sample>& samples, const SamplePlace& place, Values& known) const;
    std::shared_ptr<const PreparedSample> prepare(const std::map<NodeId, Sample>& samples, const SamplePlace& place) const;
    std::map<NodeId, Sample> readAll(Split split, std::int64_t index) const;
    ShownEvents shown(const std::map<NodeId, Sample>& samples, const SamplePlace& place) const;
    std::map<NodeId, Sample> samplesOf(const std::filesystem::path& file) const;
    Events readInputFile(const std::filesystem::path& file) const;

    std::vector<Source> m_sources;   // the one that gives the labels first
    std::vector<EdgeEnd> m_feeds;    // without labels
    std::map<NodeId, Step> m_steps;
    std::uint64_t m_seed;
    bool m_repeatable = true, m_varies = false;
    std::string m_settings;          // of datasets and transforms, for the key on disk
    std::unique_ptr<SampleCache> m_disk;
    std::size_t m_cacheBytes;
    mutable std::mutex m_mutex;      // guards the cache
    mutable std::map<std::pair<Split, std::int64_t>, std::shared_ptr<const PreparedSample>> m_cache;
    mutable std::size_t m_cached = 0;
};

} // namespace spw::engine
