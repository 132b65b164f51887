// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/python/call.h"

#include "core/base/error.h"
#include "core/base/expression.h"
#include "core/nodes/neurons/common.h"
#include "core/nodes/neurons/custom.h"
#include "plugins/python/python_value.h"

#include <algorithm>

namespace spw::python {

namespace {

std::vector<std::int64_t> known(const std::vector<Dim>& dims)
{
    std::vector<std::int64_t> out;
    for (const Dim& dim : dims)
        out.push_back(dim.value_or(0));
    return out;
}

std::vector<std::int64_t> inputShape(const PlannedNode& node)
{
    return !node.inputs.empty() && node.inputs[0].info ? known(node.inputs[0].info->features) : std::vector<std::int64_t>();
}

std::int64_t product(const std::vector<std::int64_t>& values)
{
    std::int64_t all = 1;
    for (const std::int64_t value : values)
        all *= value;
    return all;
}

/// Numbers that 0 leaves to the input: channels, features, steps.
std::optional<std::int64_t> fromInput(const std::string& name, const PlannedNode& node)
{
    const std::vector<std::int64_t> shape = inputShape(node);
    if (shape.empty())
        return {};
    if (name == "in_features")
        return shape.back();
    if (name == "inFeatures" || name == "in_neurons")
        return product(shape);
    for (const char* first : {"in_channels", "num_features", "num_channels", "inChannels", "channels"})
        if (name == first)
            return shape.front();
    if (name == "T" && node.inputs[0].info->steps)
        return *node.inputs[0].info->steps;
    return {};
}

/// A stride of 0 is the size of the window.
ParamValue strideOf(const ParamValue& value, const ParamValues& values)
{
    const char* window = values.has("kernel_size") ? "kernel_size" : values.has("kernelSize") ? "kernelSize" : "pool_size";
    if (!values.has(window))
        return value;
    if (const auto* one = std::get_if<std::int64_t>(&value))
        return *one == 0 ? values.at(window) : value;
    if (const auto* list = std::get_if<std::vector<std::int64_t>>(&value)) {
        std::vector<std::int64_t> stride = *list;
        const std::vector<std::int64_t> kernel = values.list(window, stride.size());
        for (std::size_t i = 0; i < stride.size(); ++i)
            stride[i] = stride[i] == 0 ? kernel[i] : stride[i];
        return stride;
    }
    return value;
}

double thresholdOf(const ParamValues& values)
{
    double threshold = 1.0;
    for (const char* name : {"v_threshold", "threshold", "theta", "spike_threshold"})
        if (values.has(name) && std::holds_alternative<double>(values.at(name)))
            threshold = values.real(name);
    return threshold;
}

/// A formula in Python's words.
std::string formulaText(const std::string& text)
{
    const auto& names = neurons::formulaNames();
    const std::vector<std::string> values(names.begin(), names.end());
    using Op = Expression::Op;
    return Expression::parse(text, names).evaluate(
        values, [](double number) { return pythonText(number); },
        [](Op op, const std::string& x) -> std::string {
            switch (op) {
            case Op::Negate: return "(-" + x + ")";
            case Op::Exp: return "torch.exp(as_tensor(" + x + ", v))";
            case Op::Log: return "torch.log(as_tensor(" + x + ", v))";
            case Op::Sqrt: return "torch.sqrt(as_tensor(" + x + ", v))";
            case Op::Abs: return "torch.abs(as_tensor(" + x + ", v))";
            case Op::Tanh: return "torch.tanh(as_tensor(" + x + ", v))";
            case Op::Sigmoid: return "torch.sigmoid(as_tensor(" + x + ", v))";
            case Op::Relu: return "torch.relu(as_tensor(" + x + ", v))";
            case Op::Sin: return "torch.sin(as_tensor(" + x + ", v))";
            case Op::Cos: return "torch.cos(as_tensor(" + x + ", v))";
            default: return "torch.floor(as_tensor(" + x + ", v))";
            }
        },
        [](Op op, const std::string& x, const std::string& y) -> std::string {
            switch (op) {
            case Op::Add: return "(" + x + " + " + y + ")";
            case Op::Subtract: return "(" + x + " - " + y + ")";
            case Op::Multiply: return "(" + x + " * " + y + ")";
            case Op::Divide: return "(" + x + " / " + y + ")";
            case Op::Power: return "((" + x + ") ** (" + y + "))";
            case Op::Min: return "torch.minimum(as_tensor(" + x + ", v), as_tensor(" + y + ", v))";
            default: return "torch.maximum(as_tensor(" + x + ", v), as_tensor(" + y + ", v))";
            }
        });
}

std::string sinabsSlope(const PlannedNode& node, const Library& library)
{
    std::string text = "sinabs_slope(" + pythonText(node.values.at("surrogate_grad_fn"));
    for (const char* name : {"grad_width", "grad_scale", "window", "mu", "sigma", "h", "s"})
        text += ", " + pythonText(node.values.at(name));
    return text + ", " + (node.values.text("surrogate_grad_fn") == "common" ? surrogateOf(node, library, false) : "None") + ")";
}

/// Source of an argument; nullopt: the node has no such thing.
std::optional<std::string> argumentText(const std::string& name, const PlannedNode& node, const Library& library, bool native)
{
    const ParamValues& values = node.values;
    if (name == "surrogate")
        return values.has("slope") && values.text("slope") != "common" ? "None" : surrogateOf(node, library, native);
    if (name == "surrogate2")
        return surrogateOf(node, library, native, true);
    if (name == "slope" && values.has("surrogate_grad_fn"))
        return sinabsSlope(node, library);
    if (name == "in_shape")
        return pythonTuple(inputShape(node));
    if (name == "out_shape")
        return pythonTuple(known(node.outputs.at(0).features));
    if (node.spec->id == "neuron.custom" && (name == "charge" || name == "fire" || name == "reset"))
        return "lambda x, v, h, s, v_threshold, v_reset, tau, a, b, t: " + formulaText(values.text(name));
    if (!values.has(name)) {
        const std::optional<std::int64_t> number = fromInput(name, node);
        return number ? std::optional(std::to_string(*number)) : std::nullopt;
    }
    ParamValue value = values.at(name);
    if (name == "stride" || name == "strides")
        value = strideOf(value, values);
    if (const auto* number = std::get_if<std::int64_t>(&value); number && *number == 0)
        if (const std::optional<std::int64_t> found = fromInput(name, node))
            value = *found;
    return pythonText(value);
}

} // namespace

std::string surrogateOf(const PlannedNode& node, const Library& library, bool native, bool second)
{
    const ParamValues& values = node.values;
    if (!values.has("surrogate"))
        return "None";
    const std::string own = second ? values.text("surrogate2") : values.text("surrogate");
    if (second && own == "same")
        return surrogateOf(node, library, native);
    const Block* block = library.surrogate(own, native);
    if (!block)
        throw Error("The surrogate '" + own + "' is not known there.", node.name, "Choose another surrogate.");
    std::map<std::string, double> numbers;
    if (second) {
        numbers = neurons::secondSurrogateNumbers(values);
    } else {
        for (const auto& [name, value] : values.all())
            if (const auto number = neurons::surrogateNumber(values, name))
                if (const double* real = std::get_if<double>(&value))
                    numbers[*number] = *real;
    }
    // The arguments of "def sigmoid_slope(alpha=4.0)" or of an expression in braces.
    std::string text;
    const auto add = [&](const std::string& name, double value) {
        text += (text.empty() ? "" : ", ") + name + "=" + pythonText(value);
    };
    const auto open = block->text.find("def "), close = block->text.find("):");
    const std::string head = block->expression.empty() && open != std::string::npos
                                 ? block->text.substr(open, close - open) : block->expression;
    const std::vector<std::string> words = wordsOf(head);
    for (const auto& [name, value] : numbers)
        if (std::find(words.begin(), words.end(), name) != words.end())
            add(name, value);
    if (std::find(words.begin(), words.end(), "threshold") != words.end())
        add("threshold", thresholdOf(values));
    if (block->expression.empty()) {
        const std::string call = block->defines.at(0) + "(" + text + ")";
        return native ? "Surrogate(" + call + ")" : call;
    }
    return block->expression.substr(0, block->expression.find('(')) + "(" + text + ")";
}

std::string callOf(const Block& block, const PlannedNode& node, const Library& library)
{
    const auto need = [&](const Block::Argument& argument) {
        std::optional<std::string> text = argumentText(argument.name, node, library, !block.expression.empty());
        if (!text && !argument.optional)
            throw Error("'" + argument.name + "' of " + node.spec->id + " is not known.", node.name,
                        "Report this: the Python part of this node does not fit it.");
        return text;
    };
    if (!block.expression.empty()) {
        std::string out = block.expression;
        for (const Block::Argument& argument : block.arguments) {
            const std::string place = "{" + argument.name + "}";
            out.replace(out.find(place), place.size(), *need(argument));
        }
        return out;
    }
    std::string text;
    for (const Block::Argument& argument : library.argumentsOf(block))
        if (const auto value = need(argument))
            text += (text.empty() ? "" : ", ") + argument.name + "=" + *value;
    return block.defines.at(0) + "(" + text + ")";
}

} // namespace spw::python
