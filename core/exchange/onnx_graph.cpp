// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/onnx_graph.h"

#include <bit>
#include <cstring>

namespace spw {

namespace {

// Numbers of the fields, from onnx.proto.
constexpr int kModelVersion = 1, kModelProducer = 2, kModelText = 6, kModelGraph = 7, kModelOpset = 8, kModelNote = 14;
constexpr int kGraphNode = 1, kGraphName = 2, kGraphConstant = 5, kGraphInput = 11, kGraphOutput = 12;
constexpr int kNodeInput = 1, kNodeOutput = 2, kNodeName = 3, kNodeOp = 4, kNodeAttribute = 5;
constexpr int kAttributeName = 1, kAttributeFloat = 2, kAttributeInt = 3, kAttributeText = 4, kAttributeInts = 8, kAttributeType = 20;
constexpr int kTensorDims = 1, kTensorType = 2, kTensorName = 8, kTensorBytes = 9;
constexpr std::int64_t kFloat = 1, kInt64 = 7;

void putVarint(std::string& out, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        out += char(value | 0x80);
    out += char(value);
}

void putInt(std::string& out, int field, std::int64_t value)
{
    putVarint(out, std::uint64_t(field) << 3);
    putVarint(out, std::uint64_t(value));
}

void putBytes(std::string& out, int field, const std::string& bytes)
{
    putVarint(out, std::uint64_t(field) << 3 | 2);
    putVarint(out, bytes.size());
    out += bytes;
}

void putFloat(std::string& out, int field, float value)
{
    putVarint(out, std::uint64_t(field) << 3 | 5);
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
    for (int i = 0; i < 4; ++i)
        out += char(bits >> (8 * i));
}

std::string attributeBytes(const std::string& name, const OnnxGraph::Attribute& value)
{
    std::string out;
    putBytes(out, kAttributeName, name);
    // Types of AttributeProto: 1 float, 2 integer, 3 text, 7 integers.
    if (const auto* number = std::get_if<float>(&value)) {
        putFloat(out, kAttributeFloat, *number);
        putInt(out, kAttributeType, 1);
    } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        putInt(out, kAttributeInt, *whole);
        putInt(out, kAttributeType, 2);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        putBytes(out, kAttributeText, *text);
        putInt(out, kAttributeType, 3);
    } else {
        for (const std::int64_t one : std::get<std::vector<std::int64_t>>(value))
            putInt(out, kAttributeInts, one);
        putInt(out, kAttributeType, 7);
    }
    return out;
}

/// ValueInfoProto of a float tensor: name 1; type 2 { tensor 1 { element 1, shape 2 { side 1 { size 1 } } } }.
std::string valueBytes(const std::string& name, const OnnxGraph::Shape& shape)
{
    std::string sides, tensor, type, out;
    for (const std::int64_t side : shape) {
        std::string one;
        putInt(one, 1, side);
        putBytes(sides, 1, one);
    }
    putInt(tensor, 1, kFloat);
    putBytes(tensor, 2, sides);
    putBytes(type, 1, tensor);
    putBytes(out, 1, name);
    putBytes(out, 2, type);
    return out;
}

/// `values` as they lie in the file: little-endian, whatever the machine.
template <class T, class Bits>
std::string tensorBytes(const std::string& name, const OnnxGraph::Shape& shape, const std::vector<T>& values, std::int64_t type)
{
    std::string out, raw;
    raw.reserve(values.size() * sizeof(T));
    for (const T value : values) {
        const Bits bits = std::bit_cast<Bits>(value);
        for (std::size_t i = 0; i < sizeof(T); ++i)
            raw += char(bits >> (8 * i));
    }
    for (const std::int64_t side : shape)
        putInt(out, kTensorDims, side);
    putInt(out, kTensorType, type);
    putBytes(out, kTensorName, name);
    putBytes(out, kTensorBytes, raw);
    return out;
}

} // namespace

void OnnxGraph::input(const std::string& name, const Shape& shape) { putBytes(m_inputs, kGraphInput, valueBytes(name, shape)); }
void OnnxGraph::output(const std::string& name, const Shape& shape) { putBytes(m_outputs, kGraphOutput, valueBytes(name, shape)); }

std::string OnnxGraph::constant(const std::string& name, const Shape& shape, const std::vector<float>& values)
{
    putBytes(m_constants, kGraphConstant, tensorBytes<float, std::uint32_t>(name, shape, values, kFloat));
    return name;
}

std::string OnnxGraph::constant(const std::string& name, const Shape& shape, const std::vector<std::int64_t>& values)
{
    putBytes(m_constants, kGraphConstant, tensorBytes<std::int64_t, std::uint64_t>(name, shape, values, kInt64));
    return name;
}

std::string OnnxGraph::number(float value)
{
    const auto [at, isNew] = m_numbers.try_emplace(std::bit_cast<std::uint32_t>(value), "number_" + std::to_string(m_numbers.size()));
    if (isNew)
        constant(at->second, {1}, std::vector<float>{value});   // OpenCV knows no values without axes
    return at->second;
}

std::string OnnxGraph::add(const std::string& op, const std::string& result, const std::vector<std::string>& inputs,
                           const Attributes& attributes)
{
    add(op, std::vector<std::string>{result}, inputs, attributes);
    return result;
}

void OnnxGraph::add(const std::string& op, const std::vector<std::string>& results, const std::vector<std::string>& inputs,
                    const Attributes& attributes)
{
    std::string node;
    for (const std::string& one : inputs)
        putBytes(node, kNodeInput, one);
    for (const std::string& one : results)
        putBytes(node, kNodeOutput, one);
    putBytes(node, kNodeName, op + "_" + std::to_string(m_count++));
    putBytes(node, kNodeOp, op);
    for (const auto& [name, value] : attributes)
        putBytes(node, kNodeAttribute, attributeBytes(name, value));
    putBytes(m_nodes, kGraphNode, node);
}

std::string OnnxGraph::bytes() const
{
    std::string graph = m_nodes;
    putBytes(graph, kGraphName, m_name);
    graph += m_constants + m_inputs + m_outputs;
    std::string opset, out;
    putInt(opset, 2, m_opset);
    // The version of the file layout that came with the operators: 6 with opset 11, 7 with 12.
    putInt(out, kModelVersion, m_opset >= 12 ? 7 : 6);
    putBytes(out, kModelProducer, "Spikewright");
    putBytes(out, kModelText, m_text);
    putBytes(out, kModelGraph, graph);
    putBytes(out, kModelOpset, opset);
    for (const auto& [name, text] : m_notes) {
        std::string note;
        putBytes(note, 1, name);
        putBytes(note, 2, text);
        putBytes(out, kModelNote, note);
    }
    return out;
}

} // namespace spw
