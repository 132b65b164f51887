// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/plugins/onnx_model.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <stdexcept>

namespace spw::test {

namespace {

[[noreturn]] void fail(const std::string& why) { throw std::runtime_error("ONNX: " + why); }

/// One field of a protocol buffer.
struct Field {
    int number = 0;
    std::uint64_t whole = 0;   // of numbers
    std::string bytes;         // of everything else
};

std::uint64_t varint(const std::string& bytes, std::size_t& at)
{
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        if (at >= bytes.size())
            fail("cut short");
        const auto byte = static_cast<unsigned char>(bytes[at++]);
        value |= std::uint64_t(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return value;
    }
    fail("a number that does not end");
}

std::vector<Field> fieldsOf(const std::string& bytes)
{
    std::vector<Field> out;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::uint64_t key = varint(bytes, at);
        Field field;
        field.number = int(key >> 3);
        std::size_t size = 0;
        switch (key & 7) {
        case 0: field.whole = varint(bytes, at); break;
        case 1: size = 8; break;
        case 2: size = varint(bytes, at); break;
        case 5: size = 4; break;
        default: fail("an unknown kind of field");
        }
        if (size > bytes.size() - at)
            fail("a field longer than the file");
        field.bytes = bytes.substr(at, size);
        at += size;
        out.push_back(std::move(field));
    }
    return out;
}

at::Tensor tensorOf(const std::string& bytes, std::string& name)
{
    std::vector<std::int64_t> shape;
    std::int64_t type = 0;
    std::string raw;
    for (const Field& f : fieldsOf(bytes)) {
        if (f.number == 1)
            shape.push_back(std::int64_t(f.whole));
        else if (f.number == 2)
            type = std::int64_t(f.whole);
        else if (f.number == 8)
            name = f.bytes;
        else if (f.number == 9)
            raw = f.bytes;
        else
            fail("a tensor with field " + std::to_string(f.number));
    }
    if (type != 1 && type != 7)
        fail("a tensor of type " + std::to_string(type));
    at::Tensor out = at::empty(shape, type == 1 ? at::kFloat : at::kLong);
    if (std::size_t(out.nbytes()) != raw.size())
        fail("a tensor whose bytes do not fit its shape");
    std::memcpy(out.data_ptr(), raw.data(), raw.size());
    return out;
}

OnnxAttribute attributeOf(const std::string& bytes, std::string& name)
{
    OnnxAttribute out;
    for (const Field& f : fieldsOf(bytes)) {
        if (f.number == 1)
            name = f.bytes;
        else if (f.number == 2)
            std::memcpy(&out.f, f.bytes.data(), 4);
        else if (f.number == 3)
            out.i = std::int64_t(f.whole);
        else if (f.number == 4)
            out.s = f.bytes;
        else if (f.number == 8)
            out.ints.push_back(std::int64_t(f.whole));
        else if (f.number == 20)
            out.type = std::int64_t(f.whole);
        else
            fail("an attribute with field " + std::to_string(f.number));
    }
    return out;
}

OnnxNode nodeOf(const std::string& bytes)
{
    OnnxNode out;
    for (const Field& f : fieldsOf(bytes)) {
        std::string name;
        if (f.number == 1)
            out.inputs.push_back(f.bytes);
        else if (f.number == 2)
            out.outputs.push_back(f.bytes);
        else if (f.number == 4)
            out.op = f.bytes;
        else if (f.number == 5) {
            OnnxAttribute attribute = attributeOf(f.bytes, name);
            out.attributes[name] = std::move(attribute);
        }
    }
    return out;
}

OnnxValue valueOf(const std::string& bytes)
{
    OnnxValue out;
    for (const Field& f : fieldsOf(bytes)) {
        if (f.number == 1)
            out.name = f.bytes;
        if (f.number != 2)
            continue;
        for (const Field& type : fieldsOf(f.bytes))
            for (const Field& part : fieldsOf(type.bytes)) {
                if (part.number == 1)
                    out.type = std::int64_t(part.whole);
                if (part.number == 2)
                    for (const Field& side : fieldsOf(part.bytes))
                        for (const Field& size : fieldsOf(side.bytes))
                            out.shape.push_back(std::int64_t(size.whole));
            }
    }
    return out;
}

using Args = std::vector<at::Tensor>;
using Run = std::function<Args(const OnnxNode&, const Args&)>;

/// pads of the form begin..., end... taken care of by padding first.
at::Tensor padded(const OnnxNode& node, const at::Tensor& x, double value)
{
    const std::vector<std::int64_t> pads = node.numbers("pads");
    std::vector<std::int64_t> both;
    for (std::size_t sides = pads.size() / 2, i = sides; i-- > 0;) {
        both.push_back(pads[i]);
        both.push_back(pads[sides + i]);
    }
    return at::constant_pad_nd(x, both, value);
}

/// 1 on every side where the file says nothing.
std::vector<std::int64_t> dilations(const OnnxNode& node)
{
    const std::vector<std::int64_t> given = node.numbers("dilations");
    return given.empty() ? std::vector<std::int64_t>(node.numbers("kernel_shape").size(), 1) : given;
}

at::Tensor convolved(const OnnxNode& node, const Args& in)
{
    const std::vector<std::int64_t> none(node.numbers("strides").size(), 0);
    return at::convolution(padded(node, in[0], 0), in[1], in.size() > 2 ? in[2] : at::Tensor(), node.numbers("strides"), none,
                           dilations(node), false, none, node.number("group", 1));
}

at::Tensor transposed(const OnnxNode& node, const Args& in)
{
    std::vector<std::int64_t> pads = node.numbers("pads");
    pads.resize(pads.size() / 2);
    return at::convolution(in[0], in[1], in.size() > 2 ? in[2] : at::Tensor(), node.numbers("strides"), pads, node.numbers("dilations"),
                           true, node.numbers("output_padding"), node.number("group", 1));
}

at::Tensor largest(const OnnxNode& node, const Args& in)
{
    const at::Tensor x = padded(node, in[0], -INFINITY);
    const auto kernel = node.numbers("kernel_shape"), stride = node.numbers("strides"), dilation = node.numbers("dilations");
    const std::vector<std::int64_t> none(kernel.size(), 0);
    return kernel.size() == 1   ? at::max_pool1d(x, kernel, stride, none, dilation)
           : kernel.size() == 2 ? at::max_pool2d(x, kernel, stride, none, dilation)
                                : at::max_pool3d(x, kernel, stride, none, dilation);
}

at::Tensor windowSum(const at::Tensor& x, const std::vector<std::int64_t>& kernel, const std::vector<std::int64_t>& stride)
{
    std::vector<std::int64_t> shape{x.size(1), 1}, none(kernel.size(), 0), ones(kernel.size(), 1);
    shape.insert(shape.end(), kernel.begin(), kernel.end());
    return at::convolution(x, at::ones(shape), {}, stride, none, ones, false, none, x.size(1));
}

at::Tensor average(const OnnxNode& node, const Args& in)
{
    const auto kernel = node.numbers("kernel_shape"), stride = node.numbers("strides");
    const at::Tensor sum = windowSum(padded(node, in[0], 0), kernel, stride);
    const bool all = node.number("count_include_pad", 0) != 0;
    const at::Tensor counted = all ? at::ones_like(padded(node, in[0], 0)) : padded(node, at::ones_like(in[0]), 0);
    return sum / windowSum(counted, kernel, stride);
}

at::Tensor gemm(const OnnxNode& node, const Args& in)
{
    const at::Tensor y = in[0].matmul(node.number("transB", 0) ? in[1].t() : in[1]);
    return in.size() > 2 ? y + in[2] : y;
}

at::Tensor pad(const OnnxNode& node, const Args& in)
{
    const std::int64_t axes = in[0].dim();
    const std::int64_t* pads = in[1].data_ptr<std::int64_t>();
    std::vector<std::int64_t> both;
    for (std::int64_t i = axes; i-- > 2;)
        both.insert(both.end(), {pads[i], pads[axes + i]});
    return at::pad(in[0], both, node.attributes.at("mode").s == "edge" ? "replicate" : "reflect");
}

const std::map<std::string, Run>& operators()
{
    const auto one = [](auto f) { return [f](const OnnxNode& n, const Args& in) { return Args{f(n, in)}; }; };
    const auto reduce = [](auto f) {
        return [f](const OnnxNode& n, const Args& in) { return Args{f(in[0], n.numbers("axes"), n.number("keepdims", 1) != 0)}; };
    };
    static const std::map<std::string, Run> all{
        {"Conv", one(convolved)},
        {"ConvTranspose", one(transposed)},
        {"MaxPool", one(largest)},
        {"AveragePool", one(average)},
        {"Gemm", one(gemm)},
        {"Pad", one(pad)},
        {"GlobalAveragePool", one([](const OnnxNode&, const Args& in) {
             at::Tensor y = in[0].flatten(2).mean(2, true);
             while (y.dim() < in[0].dim())
                 y = y.unsqueeze(-1);
             return y;
         })},
        {"BatchNormalization", one([](const OnnxNode& n, const Args& in) {
             return at::batch_norm(in[0], in[1], in[2], in[3], in[4], false, 0.1, n.attributes.at("epsilon").f, false);
         })},
        {"MatMul", one([](const OnnxNode&, const Args& in) { return in[0].matmul(in[1]); })},
        {"Add", one([](const OnnxNode&, const Args& in) { return in[0] + in[1]; })},
        {"Sub", one([](const OnnxNode&, const Args& in) { return in[0] - in[1]; })},
        {"Mul", one([](const OnnxNode&, const Args& in) { return in[0] * in[1]; })},
        {"Div", one([](const OnnxNode&, const Args& in) { return in[0] / in[1]; })},
        {"Relu", one([](const OnnxNode&, const Args& in) { return in[0].relu(); })},
        {"Max", one([](const OnnxNode&, const Args& in) { return at::stack(in).amax(0); })},
        {"Min", one([](const OnnxNode&, const Args& in) { return at::stack(in).amin(0); })},
        {"Less", one([](const OnnxNode&, const Args& in) { return in[0] < in[1]; })},
        {"GreaterOrEqual", one([](const OnnxNode&, const Args& in) { return in[0] >= in[1]; })},
        {"Not", one([](const OnnxNode&, const Args& in) { return in[0].logical_not(); })},
        {"Cast", one([](const OnnxNode& n, const Args& in) {
             if (n.number("to", 0) != 1)
                 fail("a cast to something else than float");
             return in[0].to(at::kFloat);
         })},
        {"Concat", one([](const OnnxNode& n, const Args& in) { return at::cat(in, n.number("axis", 0)); })},
        {"Flatten", one([](const OnnxNode& n, const Args& in) { return in[0].flatten(n.number("axis", 1)); })},
        {"Reshape", one([](const OnnxNode&, const Args& in) {
             return in[0].reshape({in[1].data_ptr<std::int64_t>(), std::size_t(in[1].numel())});
         })},
        {"Tile", one([](const OnnxNode&, const Args& in) {
             return in[0].repeat({in[1].data_ptr<std::int64_t>(), std::size_t(in[1].numel())});
         })},
        {"Slice", one([](const OnnxNode&, const Args& in) {
             return in[0].slice(in[3].item<std::int64_t>(), in[1].item<std::int64_t>(), in[2].item<std::int64_t>());
         })},
        {"Split", [](const OnnxNode& n, const Args& in) { return at::split_with_sizes(in[0], n.numbers("split"), n.number("axis", 0)); }},
        {"ReduceMean", reduce([](const at::Tensor& x, const auto& axes, bool keep) { return x.mean(axes, keep); })},
        {"ReduceSum", reduce([](const at::Tensor& x, const auto& axes, bool keep) { return x.sum(axes, keep); })},
        {"ReduceMax", reduce([](const at::Tensor& x, const auto& axes, bool keep) { return x.amax(axes, keep); })},
    };
    return all;
}

} // namespace

std::int64_t OnnxNode::number(const std::string& name, std::int64_t fallback) const
{
    const auto found = attributes.find(name);
    return found == attributes.end() ? fallback : found->second.i;
}

std::vector<std::int64_t> OnnxNode::numbers(const std::string& name) const
{
    const auto found = attributes.find(name);
    return found == attributes.end() ? std::vector<std::int64_t>() : found->second.ints;
}

OnnxModel readOnnx(const std::string& bytes)
{
    OnnxModel out;
    std::string graph;
    for (const Field& f : fieldsOf(bytes)) {
        const auto parts = f.number == 8 || f.number == 14 ? fieldsOf(f.bytes) : std::vector<Field>();
        if (f.number == 1)
            out.fileVersion = std::int64_t(f.whole);
        else if (f.number == 2)
            out.producer = f.bytes;
        else if (f.number == 7)
            graph = f.bytes;
        else if (f.number == 8)
            out.opset = std::int64_t(parts.at(0).whole);
        else if (f.number == 14)
            out.notes[parts.at(0).bytes] = parts.at(1).bytes;
    }
    for (const Field& f : fieldsOf(graph)) {
        std::string name;
        if (f.number == 1)
            out.nodes.push_back(nodeOf(f.bytes));
        else if (f.number == 2)
            out.graphName = f.bytes;
        else if (f.number == 5) {
            const at::Tensor values = tensorOf(f.bytes, name);
            if (!out.constants.emplace(name, values).second)
                fail("two constants '" + name + "'");
            out.mostAxes = std::max(out.mostAxes, std::size_t(values.dim()));
        } else if (f.number == 11)
            out.inputs.push_back(valueOf(f.bytes));
        else if (f.number == 12)
            out.outputs.push_back(valueOf(f.bytes));
    }
    return out;
}

std::map<std::string, at::Tensor> runOnnx(OnnxModel& model, const std::map<std::string, at::Tensor>& inputs)
{
    std::map<std::string, at::Tensor> values = model.constants;
    for (const OnnxValue& input : model.inputs) {
        const at::Tensor& given = inputs.at(input.name);
        if (given.sizes() != at::IntArrayRef(input.shape) || input.type != 1)
            fail("input '" + input.name + "' has another shape or type");
        values[input.name] = given;
    }
    for (const OnnxNode& node : model.nodes) {
        const auto run = operators().find(node.op);
        if (run == operators().end())
            fail("unknown operator " + node.op);
        Args in;
        for (const std::string& name : node.inputs) {
            if (!values.count(name))
                fail("'" + name + "' is read before it is made");
            in.push_back(values[name]);
        }
        const Args out = run->second(node, in);
        for (std::size_t i = 0; i < node.outputs.size(); ++i) {
            if (!values.emplace(node.outputs[i], out.at(i)).second)
                fail("'" + node.outputs[i] + "' is made twice");
            model.mostAxes = std::max(model.mostAxes, std::size_t(out[i].dim()));
        }
    }
    std::map<std::string, at::Tensor> out;
    for (const OnnxValue& output : model.outputs) {
        out[output.name] = values.at(output.name);
        if (out[output.name].sizes() != at::IntArrayRef(output.shape))
            fail("output '" + output.name + "' has another shape than the file says");
    }
    return out;
}

} // namespace spw::test
