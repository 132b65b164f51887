// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/aten.h"

#include <map>
#include <string>
#include <vector>

/// A reader of ONNX files that knows nothing of the writer, and an interpreter of the operators that it meets.
namespace spw::test {

struct OnnxAttribute {
    std::int64_t type = 0, i = 0;
    float f = 0;
    std::string s;
    std::vector<std::int64_t> ints;
};

struct OnnxNode {
    std::string op;
    std::vector<std::string> inputs, outputs;
    std::map<std::string, OnnxAttribute> attributes;

    std::int64_t number(const std::string& name, std::int64_t fallback) const;
    std::vector<std::int64_t> numbers(const std::string& name) const;   // empty: not there
};

struct OnnxValue {
    std::string name;
    std::int64_t type = 0;
    std::vector<std::int64_t> shape;
};

struct OnnxModel {
    std::int64_t fileVersion = 0, opset = 0;
    std::string producer, graphName;
    std::vector<OnnxNode> nodes;
    std::map<std::string, at::Tensor> constants;
    std::vector<OnnxValue> inputs, outputs;
    std::map<std::string, std::string> notes;
    std::size_t mostAxes = 0;   // of inputs, outputs and constants; run() goes on counting
};

/// @throws std::runtime_error where the bytes are no such model.
OnnxModel readOnnx(const std::string& bytes);

/// Runs the nodes in the order of the file; every name must have been made before it is read, and only once.
std::map<std::string, at::Tensor> runOnnx(OnnxModel& model, const std::map<std::string, at::Tensor>& inputs);

} // namespace spw::test
