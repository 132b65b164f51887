// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"

#include <map>
#include <string>
#include <vector>

namespace spw {

/// What is on a wire before the network: events, or a tensor ([T, ...] of sequences).
using SampleValue = std::variant<Events, PlainTensor>;

/// Of which sample a value is. Transforms by chance draw the same for the same place.
struct SamplePlace {
    Split split = Split::Test;
    std::int64_t index = 0;
    std::int64_t epoch = 0;       // of the training
    std::uint64_t seed = 0;       // of the run
    std::uint64_t node = 0;       // the transform's, so that two do not draw the same
};

/// True if `type` is a node between dataset and network that applySampleTransform knows.
bool isSampleTransform(const std::string& type);
/// True if the node changes training samples in every epoch anew, so that what it gives must not be kept.
bool variesByEpoch(const std::string& type, const ParamValues& values);

/// The outputs of a transform, by port. Depends on nothing but its arguments.
/// @throws Error if the value does not fit the node, or says what to change.
std::map<std::string, SampleValue> applySampleTransform(const std::string& type, const ParamValues& values, const SampleValue& input,
                                                        const SamplePlace& place);

} // namespace spw
