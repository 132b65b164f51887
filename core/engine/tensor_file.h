// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/network.h"
#include "core/run/weights_file.h"

#include <filesystem>
#include <string>
#include <vector>

namespace spw::engine {

/// Named tensors as an HDF5 file (core/run/weights_file.h), on the CPU.
struct TensorFile {
    std::string graphHash;   // empty: the file does not tell
    std::vector<Network::Entry> entries;
    const at::Tensor* find(const std::string& name) const;   // nullptr: not there
};

WeightArray toWeightArray(const at::Tensor& tensor);
at::Tensor toTensor(const WeightArray& array);

void writeTensorFile(const std::filesystem::path& file, const std::vector<Network::Entry>& entries,
                     const std::string& graphHash);
/// @throws Error naming file and reason.
TensorFile readTensorFile(const std::filesystem::path& file);

} // namespace spw::engine
