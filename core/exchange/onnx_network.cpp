// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/onnx_network.h"

#include "core/exchange/half.h"
#include "core/exchange/onnx_graph.h"

#include <algorithm>

namespace spw {

namespace {

using Kind = InferenceOp::Kind;
using Shape = std::vector<std::int64_t>;

/// How far windows reach beyond the far border, one number a side: rounding up needs more than the padding; what the last
/// window leaves out is not counted.
Shape farPadding(const InferenceOp& op, const Shape& in)
{
    Shape out;
    for (std::size_t i = 0; i < op.kernel.size(); ++i) {
        const std::int64_t reach = (op.shape[i + 1] - 1) * op.stride[i] + op.dilation[i] * (op.kernel[i] - 1) + 1;
        out.push_back(std::max<std::int64_t>(0, reach - in[i + 1] - op.padding[i]));
    }
    return out;
}

bool overhangs(const InferenceOp& op, const Shape& in)
{
    const Shape far = farPadding(op, in);
    for (std::size_t i = 0; i < far.size(); ++i)
        if (far[i] > op.padding[i])
            return true;
    return false;
}

class Writer {
public:
    Writer(const InferenceNet& net, const OnnxOptions& options)
        : m_net(net), m_options(options), m_graph(options.name, options.opset), m_values(net.ops.size())
    {
    }

    std::string run()
    {
        for (std::size_t i = 0; i < m_net.ops.size(); ++i) {
            m_values[i] = m_net.ops[i].name;
            if (m_net.ops[i].kind == Kind::Input)
                m_graph.input(m_net.ops[i].name, fullShape(i));
            else
                write(i);
        }
        for (const std::size_t i : m_net.outputs)
            m_graph.output(m_values[i], fullShape(i));
        m_graph.describe("A spiking network, all " + std::to_string(m_net.steps) + " steps written out. Sequences are [steps * batch, ...], time first.");
        m_graph.note("steps", std::to_string(m_net.steps));
        m_graph.note("batch", std::to_string(m_options.batch));
        return m_graph.bytes();
    }

private:
    Shape fullShape(std::size_t i) const { return onnxShape(m_net, i, m_options); }
    const InferenceOp& source(const InferenceOp& op, std::size_t i = 0) const { return m_net.ops[op.inputs.at(i)]; }
    std::string in(const InferenceOp& op, std::size_t i = 0) const { return m_values[op.inputs.at(i)]; }

    std::string array(const InferenceOp& op, const std::string& name)
    {
        const NetArray& values = op.arrays.at(name);
        return m_graph.constant(op.name + "." + name, values.shape, values.data);
    }
    std::string shapeConstant(const InferenceOp& op, const std::string& what, const Shape& shape)
    {
        return m_graph.constant(op.name + "." + what, {std::int64_t(shape.size())}, shape);
    }

    OnnxGraph::Attributes window(const InferenceOp& op, const Shape& far) const
    {
        Shape pads = op.padding;
        pads.insert(pads.end(), far.begin(), far.end());
        return {{"kernel_shape", op.kernel}, {"strides", op.stride}, {"pads", pads}};
    }

    void write(std::size_t i)
    {
        const InferenceOp& op = m_net.ops[i];
        switch (op.kind) {
        case Kind::Input: break;
        case Kind::Repeat: {
            Shape repeats(op.shape.size() + 1, 1);
            repeats[0] = m_net.steps;
            m_graph.add("Tile", op.name, {in(op), shapeConstant(op, "repeats", repeats)});
            break;
        }
        case Kind::Conv: writeConv(op); break;
        case Kind::ConvTranspose: {
            auto attributes = window(op, op.padding);
            attributes["dilations"] = op.dilation;
            attributes["group"] = op.groups;
            attributes["output_padding"] = op.outputPadding;
            m_graph.add("ConvTranspose", op.name, withBias(op), attributes);
            break;
        }
        case Kind::Linear: writeLinear(op); break;
        case Kind::BatchNorm:
            m_graph.add("BatchNormalization", op.name,
                        {in(op), array(op, "weight"), array(op, "bias"), array(op, "mean"), array(op, "var")}, {{"epsilon", float(op.eps)}});
            break;
        case Kind::MaxPool: {
            auto attributes = window(op, farPadding(op, source(op).shape));
            attributes["dilations"] = op.dilation;
            m_graph.add("MaxPool", op.name, {in(op)}, attributes);
            break;
        }
        case Kind::AveragePool: writeAverage(op); break;
        case Kind::AdaptiveAveragePool: writeAdaptive(op); break;
        case Kind::Reshape:
            if (op.shape.size() == 1)
                m_graph.add("Flatten", op.name, {in(op)}, {{"axis", std::int64_t(1)}});
            else
                m_graph.add("Reshape", op.name, {in(op), shapeConstant(op, "shape", fullShape(i))});
            break;
        case Kind::Voting: {
            const std::string groups = m_graph.add(
                "Reshape", op.name + ".groups", {in(op), shapeConstant(op, "shape", {fullShape(i)[0], op.shape[0], op.size})});
            m_graph.add("ReduceMean", op.name, {groups}, {{"axes", Shape{2}}, {"keepdims", std::int64_t(0)}});
            break;
        }
        case Kind::Relu: m_graph.add("Relu", op.name, {in(op)}); break;
        case Kind::Spiking: writeSpiking(op); break;
        case Kind::OtherNeuron: break;   // refused
        case Kind::Add: join(op, "Add", op.name); break;
        case Kind::Subtract: join(op, "Sub", op.name); break;
        case Kind::Multiply: join(op, "Mul", op.name); break;
        case Kind::Mean:
            join(op, "Add", op.name + ".sum");
            m_graph.add("Div", op.name, {op.name + ".sum", m_graph.number(float(op.inputs.size()))});
            break;
        case Kind::Largest: joinAll(op, "Max"); break;
        case Kind::Smallest: joinAll(op, "Min"); break;
        case Kind::AndNot:
            m_graph.add("Mul", op.name, {m_graph.add("Sub", op.name + ".not", {m_graph.number(1), in(op)}), in(op, 1)});
            break;
        case Kind::Concat: joinAll(op, "Concat", {{"axis", op.axis + 1}}); break;
        case Kind::OverTime: writeOverTime(i); break;
        }
    }

    std::vector<std::string> withBias(const InferenceOp& op)
    {
        std::vector<std::string> inputs{in(op), array(op, "weight")};
        if (op.arrays.count("bias"))
            inputs.push_back(array(op, "bias"));
        return inputs;
    }

    void writeConv(const InferenceOp& op)
    {
        std::vector<std::string> inputs = withBias(op);
        auto attributes = window(op, op.padding);
        if (op.paddingMode != "zeros") {
            const std::size_t sides = op.padding.size();
            Shape pads(2 * (sides + 2), 0);
            for (std::size_t i = 0; i < sides; ++i)
                pads[2 + i] = pads[sides + 4 + i] = op.padding[i];
            inputs[0] = m_graph.add("Pad", op.name + ".padded", {inputs[0], shapeConstant(op, "pads", pads)},
                                    {{"mode", std::string(op.paddingMode == "reflect" ? "reflect" : "edge")}});
            attributes["pads"] = Shape(2 * sides, 0);
        }
        attributes["dilations"] = op.dilation;
        attributes["group"] = op.groups;
        m_graph.add("Conv", op.name, inputs, attributes);
    }

    void writeLinear(const InferenceOp& op)
    {
        if (op.shape.size() == 1) {
            m_graph.add("Gemm", op.name, withBias(op), {{"transB", std::int64_t(1)}});
            return;
        }
        const NetArray& w = op.arrays.at("weight");
        const std::int64_t out = w.shape.at(0), features = w.shape.at(1);
        std::vector<float> turned(w.data.size());
        for (std::int64_t o = 0; o < out; ++o)
            for (std::int64_t f = 0; f < features; ++f)
                turned[std::size_t(f * out + o)] = w.data[std::size_t(o * features + f)];
        const bool bias = op.arrays.count("bias") != 0;
        const std::string product = m_graph.add("MatMul", bias ? op.name + ".product" : op.name,
                                                {in(op), m_graph.constant(op.name + ".weight", {features, out}, turned)});
        if (bias)
            m_graph.add("Add", op.name, {product, array(op, "bias")});
    }

    void writeAverage(const InferenceOp& op)
    {
        const Shape far = farPadding(op, source(op).shape);
        auto attributes = window(op, far);
        if (op.size == 0) {
            attributes["count_include_pad"] = std::int64_t(op.countPadding);
            m_graph.add("AveragePool", op.name, {in(op)}, attributes);
            return;
        }
        // A sum with a divisor of its own: a convolution whose weights are all the same, exact for spikes.
        const std::int64_t channels = op.shape[0];
        Shape shape{channels, 1};
        shape.insert(shape.end(), op.kernel.begin(), op.kernel.end());
        const std::vector<float> ones(std::size_t(elementCount(shape)), float(1.0 / double(op.size)));
        attributes["group"] = channels;
        m_graph.add("Conv", op.name, {in(op), m_graph.constant(op.name + ".weight", shape, ones)}, attributes);
    }

    void writeAdaptive(const InferenceOp& op)
    {
        Shape kernel;
        for (std::size_t i = 1; i < op.shape.size(); ++i)
            kernel.push_back(source(op).shape[i] / op.shape[i]);
        if (std::all_of(op.shape.begin() + 1, op.shape.end(), [](std::int64_t side) { return side == 1; }))
            m_graph.add("GlobalAveragePool", op.name, {in(op)});
        else
            m_graph.add("AveragePool", op.name, {in(op)}, {{"kernel_shape", kernel}, {"strides", kernel}});
    }

    void join(const InferenceOp& op, const std::string& how, const std::string& result)
    {
        std::string sum = in(op);
        for (std::size_t i = 1; i < op.inputs.size(); ++i)
            sum = m_graph.add(how, i + 1 == op.inputs.size() ? result : result + "." + std::to_string(i), {sum, in(op, i)});
    }

    void joinAll(const InferenceOp& op, const std::string& how, const OnnxGraph::Attributes& attributes = {})
    {
        std::vector<std::string> inputs;
        for (std::size_t i = 0; i < op.inputs.size(); ++i)
            inputs.push_back(in(op, i));
        m_graph.add(how, op.name, inputs, attributes);
    }

    void writeOverTime(std::size_t i)
    {
        const InferenceOp& op = m_net.ops[i];
        const std::int64_t steps = m_net.steps, batch = m_options.batch;
        if (op.reduce == "last") {
            m_graph.add("Slice", op.name, {in(op), shapeConstant(op, "first", {(steps - 1) * batch}),
                                           shapeConstant(op, "end", {steps * batch}), shapeConstant(op, "axis", {0})});
            return;
        }
        const std::string apart = m_graph.add("Reshape", op.name + ".steps",
                                              {in(op), shapeConstant(op, "shape", {steps, batch, elementCount(op.shape)})});
        const std::string reduce = op.reduce == "mean" ? "ReduceMean" : op.reduce == "sum" ? "ReduceSum" : "ReduceMax";
        const bool flat = op.shape.size() == 1;
        const std::string value = m_graph.add(reduce, flat ? op.name : op.name + ".flat", {apart},
                                              {{"axes", Shape{0}}, {"keepdims", std::int64_t(0)}});
        if (!flat)
            m_graph.add("Reshape", op.name, {value, shapeConstant(op, "features", fullShape(i))});
    }

    /// The membrane after charging; `v` is empty at the first step, where it is the reset.
    std::string charge(const InferenceOp& op, const std::string& step, const std::string& x, const std::string& v)
    {
        const SpikingRule& rule = op.rule;
        const float rest = rule.reset.value_or(0.0f);
        const auto put = [&](const char* how, const char* what, const std::string& a, const std::string& b) {
            return m_graph.add(how, op.name + "." + what + step, {a, b});
        };
        if (m_options.lynxiNeurons && rule.leaks) {
            const auto [keep, gain] = lynxiFactors(rule);
            const std::string fed = rule.decayInput ? put("Mul", "fed", x, m_graph.number(gain)) : x;
            return v.empty() ? fed : put("Add", "h", put("Mul", "kept", v, m_graph.number(keep)), fed);
        }
        if (!rule.leaks) {
            if (v.empty() && rest == 0)
                return x;
            return put("Add", "h", x, v.empty() ? m_graph.number(rest) : v);
        }
        const std::string factor = m_graph.number(rule.tauInverse);
        if (v.empty()) {   // nothing has leaked yet
            const std::string fed = rule.decayInput ? put("Mul", "fed", x, factor) : x;
            return rest == 0 ? fed : put("Add", "h", fed, m_graph.number(rest));
        }
        const std::string leak = rest == 0 ? v : put("Sub", "leak", v, m_graph.number(rest));
        if (rule.decayInput)
            return put("Add", "h", v, put("Mul", "fed", put("Sub", "drive", x, leak), factor));
        return put("Add", "h", put("Sub", "kept", v, put("Mul", "lost", leak, factor)), x);
    }

    void writeSpiking(const InferenceOp& op)
    {
        const std::int64_t steps = m_net.steps;
        std::vector<std::string> x, spikes;
        for (std::int64_t t = 0; t < steps; ++t)
            x.push_back(op.name + ".x" + std::to_string(t));
        if (steps > 1)
            m_graph.add("Split", x, {in(op)}, {{"axis", std::int64_t(0)}, {"split", Shape(std::size_t(steps), m_options.batch)}});
        else
            x[0] = in(op);
        const std::string threshold = m_graph.number(op.rule.threshold);
        std::string v;
        for (std::int64_t t = 0; t < steps; ++t) {
            const std::string step = std::to_string(t), h = charge(op, step, x[std::size_t(t)], v);
            std::string fires, below;
            if (m_options.opset >= 12) {
                fires = m_graph.add("GreaterOrEqual", op.name + ".fires" + step, {h, threshold});
            } else {
                below = m_graph.add("Less", op.name + ".below" + step, {h, threshold});
                fires = m_graph.add("Not", op.name + ".fires" + step, {below});
            }
            const std::string s = steps > 1 ? op.name + ".s" + step : op.name;
            m_graph.add("Cast", s, {fires}, {{"to", std::int64_t(1)}});
            spikes.push_back(s);
            if (t + 1 < steps && op.rule.reset && below.empty())
                below = m_graph.add("Not", op.name + ".below" + step, {fires});
            if (t + 1 < steps)
                v = reset(op, step, h, s, below);
        }
        if (steps > 1)
            m_graph.add("Concat", op.name, spikes, {{"axis", std::int64_t(0)}});
    }

    /// The membrane after firing. @param below  which neurons did not fire.
    std::string reset(const InferenceOp& op, const std::string& step, const std::string& h, const std::string& s, const std::string& below)
    {
        if (!op.rule.reset)
            return m_graph.add("Sub", op.name + ".v" + step,
                               {h, m_graph.add("Mul", op.name + ".taken" + step, {s, m_graph.number(op.rule.threshold)})});
        const std::string silent = m_graph.add("Cast", op.name + ".silent" + step, {below}, {{"to", std::int64_t(1)}});
        const float to = *op.rule.reset;
        const std::string left = m_graph.add("Mul", (to == 0 ? op.name + ".v" : op.name + ".left") + step, {silent, h});
        if (to == 0)
            return left;
        return m_graph.add("Add", op.name + ".v" + step, {left, m_graph.add("Mul", op.name + ".back" + step, {s, m_graph.number(to)})});
    }

    const InferenceNet& m_net;
    const OnnxOptions& m_options;
    OnnxGraph m_graph;
    std::vector<std::string> m_values;
};

} // namespace

Diagnostics onnxLimits(const InferenceNet& net, const OnnxOptions& options)
{
    Diagnostics out;
    for (const InferenceOp& op : net.ops) {
        const auto refuse = [&](std::string what, std::string why, std::string fix) {
            out.push_back({Severity::Error, "SPW-F420", op.node, op.title, {}, std::move(what), std::move(why), std::move(fix)});
        };
        if (options.fourAxes && op.shape.size() > 3)
            refuse("Its values have " + std::to_string(op.shape.size() + 1) + " axes with the batch.", "Four are the most that the target takes.",
                   "Use layers for pictures instead of volumes.");
        if (op.kind == Kind::Conv && op.paddingMode == "circular")
            refuse("ONNX cannot take the border from the other side.", "It pads with zeros, mirrored or with the edge.",
                   "Choose another 'Border'.");
        if (op.kind == Kind::AveragePool && op.size == 0 && op.countPadding && op.ceil && overhangs(op, net.ops[op.inputs[0]].shape))
            refuse("Its last windows reach beyond the padding.", "ONNX would count what is not there in the mean.",
                   "Switch 'Round up' or 'Count padding' off.");
        if (op.kind == Kind::AdaptiveAveragePool) {
            const Shape& in = net.ops[op.inputs[0]].shape;
            for (std::size_t i = 1; i < op.shape.size(); ++i)
                if (in[i] % op.shape[i] != 0) {
                    refuse("A side of " + std::to_string(in[i]) + " cannot be pooled to " + std::to_string(op.shape[i]) + " in equal windows.",
                           "ONNX has no adaptive pool.", "Choose a size that divides the side, or an average pool.");
                    break;
                }
        }
    }
    return out;
}

std::string onnxModel(const InferenceNet& net, const OnnxOptions& options) { return Writer(net, options).run(); }

std::vector<std::int64_t> onnxShape(const InferenceNet& net, std::size_t op, const OnnxOptions& options)
{
    const InferenceOp& one = net.ops.at(op);
    Shape shape{one.overTime ? net.steps * options.batch : options.batch};
    shape.insert(shape.end(), one.shape.begin(), one.shape.end());
    return shape;
}

std::pair<float, float> lynxiFactors(const SpikingRule& rule)
{
    if (!rule.leaks)
        return {1.0f, 1.0f};
    const double inverse = rule.tau > 0 ? 1.0 / rule.tau : double(rule.tauInverse);
    return {roundedToHalf(float(1.0 - inverse)), rule.decayInput ? roundedToHalf(float(inverse)) : 1.0f};
}

} // namespace spw
