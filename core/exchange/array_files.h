// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/inference_net.h"

#include <string>
#include <variant>
#include <vector>

/// Arrays for Python, as bytes of a file; the same arrays give the same bytes.
namespace spw {

/// As NumPy names them: <f2, <f4, <i8.
enum class ArrayType { Half, Float, Int64 };

struct NamedArray {
    std::string name;
    NetArray values;
    ArrayType type = ArrayType::Float;   // Half and Int64 round
};

/// For numpy.load: a zip file of `<name>.npy`, nothing compressed.
std::string npzBytes(const std::vector<NamedArray>& arrays);

/// For torch.load, also with weights_only: a dict from names to tensors.
std::string torchDictBytes(const std::vector<NamedArray>& arrays);

} // namespace spw
