// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/param.h"
#include "core/data/events.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace spw {

enum class Split { Train, Test };

/// What one dataset node gives for one sample, by the names of its output ports.
struct Sample {
    std::map<std::string, std::variant<Events, PlainTensor>> values;   // Events ports and tensor ports
    std::int64_t label = 0;
    std::string name;                       // file or description
};

/// Labelled samples in two splits. Reading is const and may happen from several threads at once.
class Dataset {
public:
    virtual ~Dataset() = default;
    virtual std::int64_t size(Split split) const = 0;
    virtual std::int64_t label(Split split, std::int64_t index) const = 0;
    virtual std::vector<std::string> classNames() const = 0;
    /// @throws Error naming file, offset and remedy.
    virtual Sample sample(Split split, std::int64_t index) const = 0;
    /// True if a sample is the same at every call, so that it may be cached.
    virtual bool repeatable() const { return true; }
    /// What changes when the sample's data do: path, size and time of its file. Empty: not worth keeping on disk.
    virtual std::string identity(Split split, std::int64_t index) const { return static_cast<void>(split), static_cast<void>(index), std::string(); }
};

/// Opens the data of a dataset node (NodeSpec id, checked values).
/// @param base  folder of the project file; relative paths start there.
/// @throws Error naming file and remedy if files are missing or malformed.
std::unique_ptr<Dataset> openDataset(const std::string& type, const ParamValues& values,
                                     const std::filesystem::path& base, std::uint64_t seed);

/// True if `type` is a dataset that openDataset knows.
bool isDataset(const std::string& type);

/// Applies a node of category Transform that turns events into a tensor (sample side, no LibTorch).
/// @return [T, ...] frames.  @throws Error.
PlainTensor applyEventTransform(const std::string& type, const ParamValues& values, const Events& events);

} // namespace spw
