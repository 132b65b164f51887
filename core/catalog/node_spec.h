// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/catalog/param.h"
#include "core/catalog/port.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace spw {

enum class Category { Dataset, Transform, Encoder, Layer, Synapse, Neuron, Container, Readout, Loss, Learner, Metric, Probe };
const char* categoryTitle(Category category);

/// Collects what a node's own checks find; the planner adds the node and, where none is given, a general code.
/// `place` is a port or a parameter.
class NodeReport {
public:
    void error(std::string place, std::string what, std::string why, std::string fix, std::string code = {});
    void warn(std::string place, std::string what, std::string why, std::string fix, std::string code = {});
    const Diagnostics& list() const { return m_list; }

private:
    Diagnostics m_list;
};

/// What a shape rule sees: parameters that passed their ranges, and the inputs in the order of NodeSpec::inputs
/// (nullopt: not connected or not known because of a problem upstream).
struct ShapeQuery {
    const ParamValues& values;
    std::vector<std::optional<PortInfo>> inputs;
};

/// What a shape rule answers, outputs in the order of NodeSpec::outputs.
struct ShapeAnswer {
    std::vector<PortInfo> outputs;
    std::int64_t parameterCount = 0;        // learnable numbers
    double multiplications = 0;             // dense multiply-accumulates per sample and step; SynOps scale it by density
    bool valid = true;                      // false: outputs are unknown, a diagnostic says why
};

using ShapeRule = std::function<ShapeAnswer(const ShapeQuery&, NodeReport&)>;

/// Everything about one node type, said once. Specs know no LibTorch and no engine code.
struct NodeSpec {
    std::string id;                         // stored in project files: never rename
    std::string title;
    Category category = Category::Layer;
    std::string caption;                    // one teaching sentence
    std::string doc;                        // equations, longer meaning
    std::string source;                     // paper or framework
    std::vector<PortSpec> inputs{};
    std::vector<PortSpec> outputs{};
    std::vector<ParamSpec> params{};
    ShapeRule shape{};                      // required for every node with outputs
    std::function<void(const ParamValues&, NodeReport&)> check{};   // what no single range can say
    std::vector<std::string> states{};      // probe-able states besides outputs: "v"
    bool learns = false;                    // has learnable tensors: the catalog adds the parameter `train`
    bool delaysOutput = false;              // output of step t depends on inputs before t only: may close a cycle

    const ParamSpec* param(const std::string& name) const;
    int inputIndex(const std::string& port) const;    // -1: no such port
    int outputIndex(const std::string& port) const;
    ParamValues initialValues() const;
};

} // namespace spw
