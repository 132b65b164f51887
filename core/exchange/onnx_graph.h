// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace spw {

/// An ONNX model that grows node by node and is then written as the bytes of a file (protocol buffers, onnx.proto).
///
///     OnnxGraph graph("net", 11);
///     graph.input("x", {1, 4});
///     const std::string w = graph.constant("w", {4, 2}, {...});
///     graph.output(graph.add("MatMul", "y", {"x", w}), {1, 2});
///     const std::string bytes = graph.bytes();
class OnnxGraph {
public:
    using Attribute = std::variant<std::int64_t, float, std::string, std::vector<std::int64_t>>;
    using Attributes = std::map<std::string, Attribute>;
    using Shape = std::vector<std::int64_t>;

    OnnxGraph(std::string name, int opset) : m_name(std::move(name)), m_opset(opset) {}

    void input(const std::string& name, const Shape& shape);
    void output(const std::string& name, const Shape& shape);
    /// Numbers that lie in the file. @return `name`, which must be new.
    std::string constant(const std::string& name, const Shape& shape, const std::vector<float>& values);
    std::string constant(const std::string& name, const Shape& shape, const std::vector<std::int64_t>& values);
    /// The same for one number, stored once however often it is asked for.
    std::string number(float value);
    /// An operator with one result. @return `result`, which must be new.
    std::string add(const std::string& op, const std::string& result, const std::vector<std::string>& inputs,
                    const Attributes& attributes = {});
    void add(const std::string& op, const std::vector<std::string>& results, const std::vector<std::string>& inputs,
             const Attributes& attributes = {});
    /// A line of the model's metadata.
    void note(const std::string& name, const std::string& text) { m_notes.emplace_back(name, text); }
    void describe(std::string text) { m_text = std::move(text); }

    int opset() const { return m_opset; }
    std::string bytes() const;

private:
    std::string m_name, m_text, m_nodes, m_constants, m_inputs, m_outputs;   // fields of the graph, as written
    int m_opset;
    std::int64_t m_count = 0;
    std::map<std::uint32_t, std::string> m_numbers;   // by their bits
    std::vector<std::pair<std::string, std::string>> m_notes;
};

} // namespace spw
