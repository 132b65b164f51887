// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/lynxi/python_model.h"

#include "core/exchange/onnx_network.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace spw::lynxi {

namespace {

using Kind = InferenceOp::Kind;

const char* const kHead = R"PY(# Written by Spikewright. Needs only PyTorch.
#
# Values over time are (T*N, ...), time first; no value has more than four axes and nothing is written in place: both are
# limits of the compiler. T and N are fixed, because it writes the loop over time out.
import os

import torch
import torch.nn as nn

)PY";

const char* const kNeurons = R"PY(
# compile.py --check sets this: then every result is rounded to float16, as on the chip, whatever type the module has.
ROUND = False


def r(x):
    return x.half().to(x.dtype) if ROUND else x


class Spiking(nn.Module):
    def __init__(self, v_threshold, v_reset):
        super().__init__()
        self.v_threshold = v_threshold
        self.v_reset = v_reset   # None: subtract the threshold instead

    def charge(self, x, v):
        raise NotImplementedError

    def forward(self, x):
        shape = x.shape
        x = x.reshape(STEPS, BATCH, -1)
        v = torch.zeros_like(x[0])
        spikes = []
        for t in range(STEPS):
            v = self.charge(x[t], v)
            s = (v >= self.v_threshold).to(v)
            if self.v_reset is None:
                v = r(v - s * self.v_threshold)
            else:
                v = (1. - s) * v + s * self.v_reset
            spikes.append(s.unsqueeze(0))
        return torch.cat(spikes).reshape(shape)


class IF(Spiking):
    def charge(self, x, v):
        return r(v + x)


class LIF(Spiking):
    # keep is 1 - 1/tau; gain is 1/tau, or 1 where the input does not leak. Both are float16 numbers.
    def __init__(self, keep, gain, v_threshold, v_reset):
        super().__init__(v_threshold, v_reset)
        self.keep = keep
        self.gain = gain

    def charge(self, x, v):
        return r(r(self.keep * v) + r(self.gain * x))

)PY";

const char* const kLoad = R"PY(

def load(folder=os.path.dirname(os.path.abspath(__file__))):
    """The network with the weights of weights.pt, ready for inference."""
    path = os.path.join(folder, 'weights.pt')
    try:
        state = torch.load(path, map_location='cpu', weights_only=True)
    except TypeError:   # PyTorch before 1.13
        state = torch.load(path, map_location='cpu')
    net = Net()
    missing, unexpected = net.load_state_dict(state, strict=False)
    missing = [name for name in missing if not name.endswith('num_batches_tracked')]
    if missing or unexpected:
        raise RuntimeError('weights.pt does not fit model.py: missing %s, unexpected %s' % (missing, unexpected))
    return net.eval()
)PY";

std::string tuple(const std::vector<std::int64_t>& values)
{
    std::string out = "(";
    for (std::size_t i = 0; i < values.size(); ++i)
        out += (i ? ", " : "") + std::to_string(values[i]);
    return out + (values.size() == 1 ? ",)" : ")");
}

const char* flag(bool value) { return value ? "True" : "False"; }

/// The module that an op needs; empty: a function does it.
std::string moduleOf(const InferenceNet& net, const InferenceOp& op)
{
    const std::string window = op.kernel.empty() ? "" : tuple(op.kernel) + ", stride=" + tuple(op.stride) + ", padding=" + tuple(op.padding);
    switch (op.kind) {
    case Kind::Conv:
        return "nn.Conv2d(" + std::to_string(net.ops[op.inputs[0]].shape[0]) + ", " + std::to_string(op.shape[0]) + ", " + window +
               ", dilation=" + tuple(op.dilation) + ", groups=" + std::to_string(op.groups) + ", bias=" + flag(op.arrays.count("bias")) + ")";
    case Kind::Linear:
        return "nn.Linear(" + std::to_string(op.arrays.at("weight").shape[1]) + ", " + std::to_string(op.shape.back()) + ", bias=" +
               flag(op.arrays.count("bias")) + ")";
    case Kind::BatchNorm: return "nn.BatchNorm2d(" + std::to_string(op.shape[0]) + ", eps=" + pythonNumber(op.eps) + ")";
    case Kind::MaxPool:
        return "nn.MaxPool2d(" + window + ", dilation=" + tuple(op.dilation) + ", ceil_mode=" + flag(op.ceil) + ")";
    case Kind::AveragePool:
        return "nn.AvgPool2d(" + window + ", ceil_mode=" + flag(op.ceil) + ", count_include_pad=" + flag(op.countPadding) +
               (op.size ? ", divisor_override=" + std::to_string(op.size) : std::string()) + ")";
    case Kind::AdaptiveAveragePool: return "nn.AdaptiveAvgPool2d(" + tuple({op.shape[1], op.shape[2]}) + ")";
    case Kind::Reshape: return op.shape.size() == 1 ? "nn.Flatten()" : "";
    case Kind::Relu: return "nn.ReLU()";
    case Kind::Spiking: {
        const std::string fire = "v_threshold=" + pythonNumber(op.rule.threshold) + ", v_reset=" +
                                 (op.rule.reset ? pythonNumber(*op.rule.reset) : "None");
        if (!op.rule.leaks)
            return "IF(" + fire + ")";
        const auto [keep, gain] = lynxiFactors(op.rule);
        return "LIF(keep=" + pythonNumber(keep) + ", gain=" + pythonNumber(gain) + ", " + fire + ")";
    }
    default: return "";
    }
}

/// Whether the result is more than a choice among its inputs, so that it must be rounded.
bool rounds(Kind kind)
{
    return kind == Kind::Conv || kind == Kind::Linear || kind == Kind::BatchNorm || kind == Kind::AveragePool || kind == Kind::AdaptiveAveragePool;
}

std::string joined(const InferenceOp& op, const std::vector<std::string>& in, const std::string& sign)
{
    std::string out = in[0];
    for (std::size_t i = 1; i < op.inputs.size(); ++i)
        out = "r(" + out + " " + sign + " " + in[i] + ")";
    return out;
}

std::string nested(const std::vector<std::string>& in, const std::string& function)
{
    std::string out = in[0];
    for (std::size_t i = 1; i < in.size(); ++i)
        out = function + "(" + out + ", " + in[i] + ")";
    return out;
}

std::string expression(const InferenceOp& op, const std::vector<std::string>& in)
{
    const std::string rows = op.overTime ? "STEPS * BATCH" : "BATCH";
    switch (op.kind) {
    case Kind::Repeat: {
        std::string repeats = "STEPS";
        for (std::size_t i = 0; i < op.shape.size(); ++i)
            repeats += ", 1";
        return in[0] + ".repeat(" + repeats + ")";
    }
    case Kind::Reshape: return in[0] + ".reshape(" + rows + ", " + tuple(op.shape).substr(1);
    case Kind::Voting:
        return "r(" + in[0] + ".reshape(" + rows + ", " + std::to_string(op.shape[0]) + ", " + std::to_string(op.size) + ").mean(2))";
    case Kind::Add: return joined(op, in, "+");
    case Kind::Subtract: return joined(op, in, "-");
    case Kind::Multiply: return joined(op, in, "*");
    case Kind::Mean: return "r(" + joined(op, in, "+") + " / " + std::to_string(in.size()) + ")";
    case Kind::Largest: return nested(in, "torch.max");
    case Kind::Smallest: return nested(in, "torch.min");
    case Kind::AndNot: return "r(r(1. - " + in[0] + ") * " + in[1] + ")";
    case Kind::Concat: {
        std::string all;
        for (const std::string& one : in)
            all += (all.empty() ? "" : ", ") + one;
        return "torch.cat([" + all + "], " + std::to_string(op.axis + 1) + ")";
    }
    case Kind::OverTime: {
        const std::string apart = in[0] + ".reshape(STEPS, BATCH, -1)";
        std::string value = op.reduce == "mean"  ? "r(" + apart + ".mean(0))"
                            : op.reduce == "sum" ? "r(" + apart + ".sum(0))"
                            : op.reduce == "max" ? apart + ".max(0)[0]"
                                                 : apart + "[STEPS - 1]";
        if (op.shape.size() > 1)
            value += ".reshape(BATCH, " + tuple(op.shape).substr(1);
        return value;
    }
    default: return in[0];
    }
}

/// The node's title on one line; it may hold anything.
std::string comment(const InferenceOp& op)
{
    std::string title = op.title;
    std::replace_if(title.begin(), title.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return title;
}

} // namespace

std::string pythonNumber(double value)
{
    if (std::isinf(value))
        return value > 0 ? "float('inf')" : "float('-inf')";
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    std::string out(text, end);
    return out.find_first_of(".en") == std::string::npos ? out + ".0" : out;
}

std::string modelSource(const InferenceNet& net, std::int64_t batch)
{
    std::string out = kHead;
    out += "STEPS = " + std::to_string(net.steps) + "   # T\nBATCH = " + std::to_string(batch) + "   # N\n";
    out += kNeurons;
    const InferenceOp& input = net.ops[net.inputs.at(0)];
    out += "\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n";
    for (const InferenceOp& op : net.ops)
        if (const std::string module = moduleOf(net, op); !module.empty())
            out += "        self." + op.name + " = " + module + "   # " + comment(op) + "\n";
    out += "\n    def forward(self, x):\n        # x: (" + std::string(input.overTime ? "T*N" : "N");
    for (const std::int64_t side : input.shape)
        out += ", " + std::to_string(side);
    out += ")\n";
    for (const InferenceOp& op : net.ops) {
        if (op.kind == Kind::Input)
            continue;
        std::vector<std::string> in;
        for (const std::size_t i : op.inputs)
            in.push_back(net.ops[i].kind == Kind::Input ? "x" : net.ops[i].name);
        std::string value = moduleOf(net, op).empty() ? expression(op, in) : "self." + op.name + "(" + in[0] + ")";
        if (rounds(op.kind))
            value = "r(" + value + ")";
        out += "        " + op.name + " = " + value + "\n";
    }
    const InferenceOp& result = net.ops[net.outputs.at(0)];
    out += "        return " + (result.kind == Kind::Input ? std::string("x") : result.name) + "\n";
    return out + kLoad;
}

std::vector<NamedArray> stateDict(const InferenceNet& net)
{
    // As torch.nn names them.
    static const std::vector<std::pair<const char*, const char*>> names{
        {"weight", "weight"}, {"bias", "bias"}, {"mean", "running_mean"}, {"var", "running_var"}};
    std::vector<NamedArray> out;
    for (const InferenceOp& op : net.ops)
        for (const auto& [ours, theirs] : names)
            if (const auto found = op.arrays.find(ours); found != op.arrays.end())
                out.push_back({op.name + "." + theirs, found->second, ArrayType::Half});
    return out;
}

} // namespace spw::lynxi
