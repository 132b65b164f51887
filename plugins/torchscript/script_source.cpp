// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/torchscript/script_source.h"

#include "plugins/torchscript/neuron_source.h"

#include <algorithm>
#include <charconv>

namespace spw::torchscript {

namespace {

using Kind = InferenceOp::Kind;
using Shape = std::vector<std::int64_t>;

std::string list(const Shape& values)
{
    std::string out = "[";
    for (std::size_t i = 0; i < values.size(); ++i)
        out += (i ? ", " : "") + std::to_string(values[i]);
    return out + "]";
}

/// [first..., features]: "[T, N, 2, 34, 34]".
std::string shape(const std::string& first, const Shape& features)
{
    std::string out = "[" + first;
    for (const std::int64_t side : features)
        out += ", " + std::to_string(side);
    return out + "]";
}

const char* flag(bool value) { return value ? "True" : "False"; }
std::string dims(const InferenceOp& op) { return std::to_string(op.shape.size() - 1) + "d"; }

std::string joined(const std::vector<std::string>& in, const std::string& sign)
{
    std::string out = in[0];
    for (std::size_t i = 1; i < in.size(); ++i)
        out = "(" + out + " " + sign + " " + in[i] + ")";
    return out;
}

std::string nested(const std::vector<std::string>& in, const std::string& function)
{
    std::string out = in[0];
    for (std::size_t i = 1; i < in.size(); ++i)
        out = function + "(" + out + ", " + in[i] + ")";
    return out;
}

/// "x, self.conv.weight, self.conv.bias"
std::string operands(const InferenceOp& op, const std::string& x)
{
    const std::string self = "self." + op.name;
    return x + ", " + self + ".weight, " + (op.arrays.count("bias") ? self + ".bias" : std::string("None"));
}

std::string convolution(const InferenceOp& op, const std::string& x)
{
    if (op.kind == Kind::ConvTranspose)
        return "torch.conv_transpose" + dims(op) + "(" + operands(op, x) + ", " + list(op.stride) + ", " + list(op.padding) + ", " +
               list(op.outputPadding) + ", " + std::to_string(op.groups) + ", " + list(op.dilation) + ")";
    std::string from = x;
    Shape padding = op.padding;
    if (op.paddingMode != "zeros") {
        Shape both;
        for (std::size_t i = padding.size(); i-- > 0;)
            both.insert(both.end(), 2, padding[i]);
        from = "torch.pad(" + x + ", " + list(both) + ", '" + op.paddingMode + "')";
        padding.assign(padding.size(), 0);
    }
    return "torch.conv" + dims(op) + "(" + operands(op, from) + ", " + list(op.stride) + ", " + list(padding) + ", " + list(op.dilation) +
           ", " + std::to_string(op.groups) + ")";
}

std::string average(const InferenceOp& op, const std::string& x)
{
    std::string out = "torch.avg_pool" + dims(op) + "(" + x + ", " + list(op.kernel) + ", " + list(op.stride) + ", " + list(op.padding) +
                      ", " + flag(op.ceil) + ", " + flag(op.countPadding);
    if (op.kernel.size() > 1)
        out += ", " + (op.size ? std::to_string(op.size) : std::string("None"));
    return out + ")";
}

std::string overTime(const InferenceOp& op, const std::string& x)
{
    const std::string apart = x + ".reshape(" + shape("T, N", op.shape) + ")";
    if (op.reduce == "mean")
        return "torch.sum(" + apart + ", [0]) / float(T)";
    if (op.reduce == "sum")
        return "torch.sum(" + apart + ", [0])";
    return op.reduce == "max" ? "torch.amax(" + apart + ", [0])" : "torch.select(" + apart + ", 0, -1)";
}

std::string expression(const InferenceOp& op, const std::vector<std::string>& in, Operators operators)
{
    const std::string& x = in[0];
    const std::string self = "self." + op.name;
    switch (op.kind) {
    case Kind::Input: return x;
    case Kind::Repeat: return x + ".repeat(" + shape("T", Shape(op.shape.size(), 1)) + ")";
    case Kind::Conv:
    case Kind::ConvTranspose: return convolution(op, x);
    case Kind::Linear: return "torch.linear(" + operands(op, x) + ")";
    case Kind::BatchNorm:
        return "torch.batch_norm(" + x + ", " + self + ".weight, " + self + ".bias, " + self + ".running_mean, " + self +
               ".running_var, False, 0.1, " + scriptNumber(op.eps) + ", False)";
    case Kind::MaxPool:
        return "torch.max_pool" + dims(op) + "(" + x + ", " + list(op.kernel) + ", " + list(op.stride) + ", " + list(op.padding) + ", " +
               list(op.dilation) + ", " + flag(op.ceil) + ")";
    case Kind::AveragePool: return average(op, x);
    case Kind::AdaptiveAveragePool:
        return "torch.adaptive_avg_pool" + dims(op) + "(" + x + ", " + list({op.shape.begin() + 1, op.shape.end()}) + ")";
    case Kind::Reshape: return x + ".reshape(" + shape("-1", op.shape) + ")";
    case Kind::Voting: return "torch.mean(" + x + ".reshape(" + shape("-1", {op.shape[0], op.size}) + "), [2])";
    case Kind::Relu: return "torch.relu(" + x + ")";
    case Kind::Spiking:
    case Kind::OtherNeuron: return neuronCall(op, x, operators);
    case Kind::Add: return joined(in, "+");
    case Kind::Subtract: return joined(in, "-");
    case Kind::Multiply: return joined(in, "*");
    case Kind::Mean: return joined(in, "+") + " / " + scriptNumber(double(in.size()));
    case Kind::Largest: return nested(in, "torch.maximum");
    case Kind::Smallest: return nested(in, "torch.minimum");
    case Kind::AndNot: return "(1.0 - " + x + ") * " + in[1];
    case Kind::Concat: {
        std::string all;
        for (const std::string& one : in)
            all += (all.empty() ? "" : ", ") + one;
        return "torch.cat([" + all + "], " + std::to_string(op.axis + 1) + ")";
    }
    case Kind::OverTime: return overTime(op, x);
    }
    return x;
}

} // namespace

std::string scriptNumber(double value)
{
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    const std::string out(text, end);
    return out.find_first_of(".e") == std::string::npos ? out + ".0" : out;
}

std::string scriptSource(const InferenceNet& net, Operators operators)
{
    std::vector<const InferenceOp*> neurons;
    for (const InferenceOp& op : net.ops)
        if (op.kind == Kind::Spiking || op.kind == Kind::OtherNeuron)
            neurons.push_back(&op);
    std::string arguments, types, results;
    for (const std::size_t in : net.inputs)
        arguments += ", " + net.ops[in].name + ": Tensor";
    for (const std::size_t out : net.outputs) {
        const InferenceOp& op = net.ops[out];
        types += (types.empty() ? "" : ", ") + std::string("Tensor");
        results += (results.empty() ? "" : ", ") + (op.overTime ? op.name + ".reshape(" + shape("T, N", op.shape) + ")" : op.name);
    }
    if (net.outputs.size() > 1) {
        types = "Tuple[" + types + "]";
        results = "(" + results + ")";
    }
    std::string out = neuronMethods(neurons, operators) + "\ndef forward(self" + arguments + ") -> " + types + ":\n";
    const auto sequence = std::find_if(net.inputs.begin(), net.inputs.end(), [&](std::size_t in) { return net.ops[in].overTime; });
    if (sequence != net.inputs.end())
        out += "    T = " + net.ops[*sequence].name + ".size(0)\n    N = " + net.ops[*sequence].name + ".size(1)\n";
    else
        out += "    T = " + std::to_string(net.steps) + "\n    N = " + net.ops[net.inputs.at(0)].name + ".size(0)\n";
    for (const InferenceOp& op : net.ops) {
        std::vector<std::string> in;
        for (const std::size_t i : op.inputs)
            in.push_back(net.ops[i].name);
        if (op.kind != Kind::Input)
            out += "    " + op.name + " = " + expression(op, in, operators) + "\n";
        else if (op.overTime)
            out += "    " + op.name + " = torch.flatten(" + op.name + ", 0, 1)\n";
    }
    return out + "    return " + results + "\n";
}

} // namespace spw::torchscript
