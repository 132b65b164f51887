// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/byte_source.h"

#include <string>
#include <string_view>
#include <vector>

namespace spw::pythonweights {

enum class NumberType { Float64, Float32, Float16, BFloat16, Int64, Int32, Int16, Int8, UInt64, UInt32, UInt16, UInt8, Bool };
std::size_t bytesOf(NumberType type);
const char* nameOf(NumberType type);   // as PyTorch names it: "float32"

/// A tensor of a file of weights: dense, in C order, little-endian.
struct ForeignTensor {
    std::string name;                  // "conv1.weight"
    NumberType type = NumberType::Float32;
    std::vector<std::int64_t> shape;
    std::string bytes;

    std::size_t count() const { return bytes.size() / bytesOf(type); }
    double value(std::size_t index) const;
};

/// What is in a file beside weights, by name and type: texts, records, numbers of eight bits with a point.
struct OtherTensor {
    std::string name, type;
};

/// Every tensor of a .pt, .pth, .npz or .safetensors file, in its order; told by content.
/// @param key  of a checkpoint: the entry that has the weights; empty: the usual ones (net, state_dict, model, ...).
/// @param others  gets what is no weight; without it such a file is refused.
/// @throws Error naming file, place in it, what was found and what was expected. Nothing of the file is executed.
std::vector<ForeignTensor> readTensors(const std::shared_ptr<const ByteSource>& file, const std::string& key = {},
                                       std::vector<OtherTensor>* others = nullptr);

/// Whether readTensors knows what the file is. Never throws.
bool isTensorFile(const std::shared_ptr<const ByteSource>& file);

// One kind of file each.
std::vector<ForeignTensor> readTorchZip(const std::shared_ptr<const ByteSource>& file, const std::string& key);
std::vector<ForeignTensor> readTorchLegacy(const std::shared_ptr<const ByteSource>& file, const std::string& key);
std::vector<ForeignTensor> readSafetensors(const std::shared_ptr<const ByteSource>& file, std::vector<OtherTensor>* others);
bool isTorchLegacy(std::string_view head);
bool isSafetensors(std::string_view head, std::uint64_t size);

} // namespace spw::pythonweights
