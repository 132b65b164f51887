// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange.h"
#include "plugins/python_weights/tensor_file.h"

#include <map>
#include <set>

namespace spw::pythonweights {

/// A parameter or buffer of the network that weights are for.
struct Target {
    std::string name;              // "Conv 1/weight"
    NodeId node = 0;
    std::string nodeName, leaf;    // "Conv 1", "weight"
    std::vector<std::int64_t> shape;
    bool needed = true;            // false: a checkpoint need not have it (a mask, a fixed threshold)
};

enum class Way { Given, Name, Suffix, Order };
const char* nameOf(Way way);

/// Which tensor goes where, and what is left over.
struct Mapping {
    struct Pair {
        std::size_t target = 0, tensor = 0;
        Way way = Way::Name;
    };
    std::vector<Pair> pairs;
    std::vector<Pair> mismatches;              // the same by name, but not in shape
    std::vector<std::size_t> targets, tensors; // left over
};

/// First what `given` says (names of tensors to names of targets, "" for leave out), then equal names, then names of which one
/// ends in the other, then layers in their order with equal shapes; names are left aside where the order alone places more.
/// @param targets  in the order of the network.
/// @throws Error if `given` names what is not there.
Mapping mapTensors(const std::vector<Target>& targets, const std::vector<ForeignTensor>& tensors,
                   const std::map<std::string, std::string>& given);

/// Equal, or equal but for axes of length 1.
bool sameShape(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b);

} // namespace spw::pythonweights
