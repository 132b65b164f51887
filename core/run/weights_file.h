// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace spw {

/// One parameter or buffer, row-major, in the type it was trained in: every bit survives the file.
struct WeightArray {
    std::vector<std::int64_t> shape;   // empty: one number
    std::variant<std::vector<float>, std::vector<double>, std::vector<std::int64_t>> data;

    bool operator==(const WeightArray&) const = default;
};

/// A weights file (HDF5): one data set a parameter at "<node>/<parameter>", e.g. "Conv 1/weight", and on the root the
/// attributes format and graph_hash.
struct Weights {
    std::string graphHash;
    std::map<std::string, WeightArray> arrays;   // by "<node>/<parameter>"; the node's name may hold '/' itself
};

/// The file is complete or not there; equal weights give equal bytes. @throws Error naming file and HDF5 path.
void writeWeights(const std::filesystem::path& file, const Weights& weights);

/// Whether shapes fit the network is for the caller to check. @throws Error naming file and HDF5 path.
Weights readWeights(const std::filesystem::path& file);

} // namespace spw
