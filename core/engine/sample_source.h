// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"
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

/// The part of a graph that lies before the network: datasets and event transforms, without LibTorch. Decoded frames
/// are kept in memory up to a budget. All functions may be called from several threads at once.
class SampleSource {
public:
    /// @param feeds  ports of datasets and transforms whose values are wanted.
    /// @throws Error if data are missing or the graph has no dataset.
    SampleSource(const Plan& plan, const std::set<EdgeEnd>& feeds, const std::filesystem::path& base,
                 std::uint64_t seed, std::size_t cacheBytes = defaultCacheBytes());

    std::int64_t size(Split split) const;
    std::int64_t label(Split split, std::int64_t index) const;
    std::vector<std::string> classNames() const;

    /// @throws Error naming file and remedy.
    std::shared_ptr<const PreparedSample> sample(Split split, std::int64_t index) const;
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
    /// How one feed is made: a dataset's port as it is, or a transform of the events there.
    struct Recipe {
        EdgeEnd source;
        std::string transform;   // empty: none
        ParamValues values;
    };
    std::shared_ptr<const PreparedSample> prepare(const std::map<NodeId, Sample>& samples) const;
    std::map<NodeId, Sample> readAll(Split split, std::int64_t index) const;
    ShownEvents shown(Events&& events) const;
    Events readInputFile(const std::filesystem::path& file) const;

    std::vector<Source> m_sources;   // the one that gives the labels first
    std::map<EdgeEnd, Recipe> m_recipes;
    bool m_repeatable = true;
    std::size_t m_cacheBytes;
    mutable std::mutex m_mutex;      // guards the cache
    mutable std::map<std::pair<Split, std::int64_t>, std::shared_ptr<const PreparedSample>> m_cache;
    mutable std::size_t m_cached = 0;
};

} // namespace spw::engine
