// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/nir/node_import.h"

#include "core/base/error.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace spw::nir {

namespace {

using Sizes = std::vector<std::int64_t>;
using Values = std::vector<double>;

constexpr double kLargestSize = 1e9;

/// Files mostly hold 32-bit numbers: as short as one of those can be said where it is one.
std::string numberText(double value)
{
    char text[32];
    const auto single = float(value);
    if (double(single) != value || !std::isfinite(single))
        return toText(ParamValue(value));
    return std::string(text, std::to_chars(text, text + sizeof text, single).ptr);
}

WeightArray weightOf(const Sizes& shape, const Values& values)
{
    return {shape, std::vector<float>(values.begin(), values.end())};
}

class NodeReader {
public:
    NodeReader(const Node& node, const std::string& name, const ImportOptions& options, const Catalog& catalog)
        : m_node(node), m_name(name), m_options(options), m_catalog(catalog)
    {
    }

    ImportedNode read()
    {
        const std::string& type = m_node.type;
        if (type == "Input")
            input();
        else if (type == "Output")
            output();
        else if (type == "Affine" || type == "Linear")
            linear();
        else if (type == "Scale")
            scale();
        else if (type == "Conv1d" || type == "Conv2d")
            convolution(type == "Conv1d" ? 1 : 2);
        else if (type == "SumPool2d" || type == "AvgPool2d")
            pool();
        else if (type == "Flatten")
            flatten();
        else if (type == "Delay")
            delay();
        else
            neuron();
        for (const auto& [field, item] : m_node.fields)
            if (!m_used.count(field) && field != "input_type" && field != "output_type")
                m_out.unused.push_back(field);
        return std::move(m_out);
    }

private:
    [[noreturn]] void wrong(const std::string& what, const std::string& fix) const
    {
        throw Error("The " + m_node.type + " '" + m_name + "': " + what, "node '" + m_name + "'", fix);
    }

    void become(const char* type)
    {
        m_out.spec = m_catalog.find(type);
        if (!m_out.spec)
            wrong(std::string("the node type '") + type + "' is missing here.", "Install Spikewright again.");
        m_out.values = m_out.spec->initialValues();
    }

    void set(const char* name, ParamValue value)
    {
        const ParamSpec* spec = m_out.spec->param(name);
        if (const std::string why = whyIllegal(*spec, value); !why.empty())
            wrong("'" + std::string(name) + "' " + why + ".", "Correct it in the program that wrote the file.");
        m_out.values.set(name, normalised(*spec, value));
    }

    const Array* find(const char* name)
    {
        m_used.insert(name);
        const auto field = m_node.fields.find(name);
        if (field == m_node.fields.end())
            return nullptr;
        if (!field->second.array)
            wrong("'" + std::string(name) + "' is no array of numbers.", "Write the file again with nir.write.");
        for (const double value : field->second.array->values)
            if (!std::isfinite(value))
                wrong("'" + std::string(name) + "' holds a value that is not a finite number.", "Train again, or repair the weights.");
        if (field->second.array->values.empty())
            wrong("'" + std::string(name) + "' is empty.", "Write the file again with nir.write.");
        return &*field->second.array;
    }

    const Array& need(const char* name)
    {
        const Array* array = find(name);
        if (!array)
            wrong("the parameter '" + std::string(name) + "' is missing.", "Write the file again with nir.write.");
        return *array;
    }

    /// Whole numbers, `count` of them; a single one stands for all.
    Sizes whole(const char* name, std::size_t count, std::int64_t least)
    {
        const Array& array = need(name);
        if (array.values.size() != count && array.values.size() != 1)
            wrong("'" + std::string(name) + "' has " + std::to_string(array.values.size()) + " values, expected are " + std::to_string(count) + ".",
                  "Correct it in the program that wrote the file.");
        Sizes out;
        for (std::size_t i = 0; i < count; ++i) {
            const double value = array.values[array.values.size() == 1 ? 0 : i];
            if (value != std::floor(value) || value < double(least) || value > kLargestSize)
                wrong("'" + std::string(name) + "' is " + numberText(value) + "; expected is a whole number from " + std::to_string(least) + ".",
                      "Correct it in the program that wrote the file.");
            out.push_back(std::int64_t(value));
        }
        return out;
    }

    static ParamValue pairOrOne(const Sizes& sizes)
    {
        return sizes.size() == 1 ? ParamValue(sizes[0]) : ParamValue(sizes);
    }

    Sizes shapeField()
    {
        const Array& array = need("shape");
        return whole("shape", array.values.size(), 1);
    }

    void input()
    {
        become("dataset.arrays");
        std::string text;
        for (const std::int64_t side : shapeField())
            text += (text.empty() ? "" : "x") + std::to_string(side);
        set("shape", text);
        set("T", m_options.steps);
        m_out.remarks.push_back({"Data come from a node that has no file yet: zeros.", "A NIR graph has no data.",
                                 "Choose a .npz or .npy file in it, or put another data set in its place."});
    }

    void output()
    {
        become("probe.probe");
        const Sizes shape = shapeField();
        set("units", std::clamp<std::int64_t>(countOf(shape), 1, 1'000'000));
    }

    void linear()
    {
        const Array& weight = need("weight");
        if (weight.shape.size() != 2)
            wrong("its weight has the shape " + shapeText(weight.shape) + "; two axes are needed, outputs and inputs.",
                  "Split it into one node for each matrix.");
        become("layer.linear");
        set("in_features", weight.shape[1]);
        set("out_features", weight.shape[0]);
        m_out.weights["weight"] = weightOf(weight.shape, weight.values);
        bias(weight.shape[0], m_node.type == "Affine");
    }

    void bias(std::int64_t outputs, bool expected)
    {
        const Array* given = expected ? find("bias") : nullptr;
        const bool zero = !given || std::all_of(given->values.begin(), given->values.end(), [](double v) { return v == 0; });
        if (expected && !given)
            m_out.remarks.push_back({"It has no bias; 0 is taken.", "Its type has one.", ""});
        if (given && std::int64_t(given->values.size()) != outputs && given->values.size() != 1)
            wrong("its bias has " + std::to_string(given->values.size()) + " values for " + std::to_string(outputs) + " outputs.",
                  "Correct it in the program that wrote the file.");
        set("bias", given && !(zero && m_node.type != "Affine"));
        if (m_out.values.flag("bias"))
            m_out.weights["bias"] = weightOf({outputs}, given->values.size() == 1 ? Values(std::size_t(outputs), given->values[0]) : given->values);
    }

    void scale()
    {
        become("layer.scale");
        m_out.quantities["scale"] = need("scale");
    }

    void convolution(int dims)
    {
        const std::size_t n = std::size_t(dims);
        Array weight = need("weight");
        if (weight.shape.size() != n + 2)
            wrong("its weight has the shape " + shapeText(weight.shape) + "; " + std::to_string(n + 2) + " axes are needed.",
                  "Correct it in the program that wrote the file.");
        const Sizes stride = whole("stride", n, 1);
        Sizes dilation = whole("dilation", n, 1);
        const std::int64_t groups = whole("groups", 1, 1)[0];
        Sizes padding(n, 0);
        m_used.insert("padding");
        const auto field = m_node.fields.find("padding");
        if (field != m_node.fields.end() && field->second.text) {
            if (*field->second.text == "same")
                padding = same(weight, stride, dilation);
            else if (*field->second.text != "valid")
                wrong("'padding' is '" + *field->second.text + "'; a text may be 'same' or 'valid'.", "Give it as numbers.");
        } else {
            padding = whole("padding", n, 0);
        }
        m_used.insert("input_shape");
        become(dims == 1 ? "layer.conv1d" : "layer.conv2d");
        if (weight.shape[0] % groups != 0)
            wrong("its " + std::to_string(weight.shape[0]) + " outputs cannot be split into " + std::to_string(groups) + " groups.",
                  "Correct it in the program that wrote the file.");
        set("in_channels", weight.shape[1] * groups);
        set("out_channels", weight.shape[0]);
        set("kernel_size", pairOrOne({weight.shape.begin() + 2, weight.shape.end()}));
        set("stride", pairOrOne(stride));
        set("padding", pairOrOne(padding));
        set("dilation", pairOrOne(dilation));
        set("groups", groups);
        m_out.weights["weight"] = weightOf(weight.shape, weight.values);
        bias(weight.shape[0], true);
    }

    /// Padding that keeps the size. Where it is odd, the surplus is at the far side: an even border with a kernel that
    /// has one more row of zeros in front does the same.
    Sizes same(Array& weight, const Sizes& stride, Sizes& dilation)
    {
        Sizes padding;
        for (std::size_t axis = 0; axis < stride.size(); ++axis) {
            if (stride[axis] != 1)
                wrong("'same' padding with a stride of " + std::to_string(stride[axis]) + " has no meaning.", "Give the padding as numbers.");
            if (dilation[axis] * (weight.shape[axis + 2] - 1) % 2 != 0) {
                spread(weight, axis + 2, dilation[axis]);
                dilation[axis] = 1;
                m_out.remarks.push_back({"Its kernel got a row of zeros.", "'same' padding of an even kernel is not even on both sides.", ""});
            }
            padding.push_back(dilation[axis] * (weight.shape[axis + 2] - 1) / 2);
        }
        return padding;
    }

    /// A kernel with its dilation written out and one zero in front.
    void spread(Array& weight, std::size_t axis, std::int64_t dilation)
    {
        const std::int64_t side = weight.shape[axis], wide = dilation * (side - 1) + 2;
        std::int64_t inner = 1, outer = 1;
        for (std::size_t i = 0; i < weight.shape.size(); ++i)
            (i < axis ? outer : inner) *= i == axis ? 1 : weight.shape[i];
        if (double(outer) * double(inner) * double(wide) > 1e8)
            wrong("its kernel is too large.", "Use smaller dilation.");
        Values values(std::size_t(outer * wide * inner), 0.0);
        for (std::int64_t o = 0; o < outer; ++o)
            for (std::int64_t k = 0; k < side; ++k)
                std::copy_n(weight.values.begin() + (o * side + k) * inner, inner, values.begin() + (o * wide + 1 + k * dilation) * inner);
        weight.values = std::move(values);
        weight.shape[axis] = wide;
    }

    void pool()
    {
        become(m_node.type == "SumPool2d" ? "layer.sum_pool2d" : "layer.avg_pool2d");
        set("kernel_size", whole("kernel_size", 2, 1));
        set("stride", whole("stride", 2, 1));
        set("padding", whole("padding", 2, 0));
    }

    void flatten()
    {
        become("layer.flatten");
        const auto dim = [&](const char* name, double otherwise) {
            const Array* array = find(name);
            const double value = array ? array->values[0] : otherwise;
            if (value != std::floor(value) || std::abs(value) > 32)
                wrong("'" + std::string(name) + "' is " + numberText(value) + ".", "Give it as a whole number.");
            return std::int64_t(value);
        };
        std::int64_t start = dim("start_dim", 1), end = dim("end_dim", -1);
        m_used.insert("input_type");
        const auto type = m_node.fields.find("input_type");
        if (start < 0) {   // counted from the end: the shape tells from where
            if (type == m_node.fields.end() || !type->second.array)
                wrong("'start_dim' is negative and there is no 'input_type'.", "Count the axis from the front.");
            start += std::int64_t(type->second.array->values.size());
        }
        set("start_dim", start + 1);   // here the batch is axis 0
        set("end_dim", end < 0 ? end : end + 1);
    }

    void delay()
    {
        Array steps = need("delay");
        double off = 0;
        for (double& value : steps.values) {
            const double exact = value / m_options.dt;
            if (exact < -1e-6 || exact > 100'000)
                wrong("a delay of " + numberText(value) + " s is " + numberText(exact) + " steps; from 0 to 100000 are possible.",
                      "Import with a larger dt, or correct the delay.");
            value = std::max(0.0, std::round(exact));
            off = std::max(off, std::abs(exact - value));
        }
        if (off > 1e-3)
            m_out.remarks.push_back({"Delays are rounded to whole steps, by up to " + numberText(std::round(off * 1000) / 1000) + " steps.",
                                     "A step takes " + numberText(m_options.dt) + " s.", "Import with a smaller dt."});
        become("synapse.delay");
        m_out.quantities["delay"] = steps;
    }


    void neuron()
    {
        static const std::map<std::string, const char*> types{
            {"IF", "neuron.nir_if"}, {"LIF", "neuron.nir_lif"}, {"CubaLIF", "neuron.nir_cuba_lif"}, {"I", "neuron.nir_i"},
            {"LI", "neuron.nir_li"}, {"CubaLI", "neuron.nir_cuba_li"}, {"Threshold", "neuron.nir_threshold"}};
        const auto type = types.find(m_node.type);
        if (type == types.end())
            wrong("this type is not known.", "Replace it in the program that wrote the file.");
        if (m_options.restore && restore())
            return;
        become(type->second);
        const bool threshold = m_node.type == "Threshold", spikes = m_out.spec->param("fires") != nullptr;
        if (threshold)
            m_out.quantities["v_threshold"] = need("threshold");
        for (const char* name : {"tau", "tau_mem", "tau_syn", "r", "v_leak", "v_threshold", "v_reset", "w_in"}) {
            if (threshold || !m_out.spec->param(name))
                continue;
            const bool optional = std::string(name) == "v_reset" || std::string(name) == "w_in" || std::string(name) == "v_leak";
            const Array* array = optional ? find(name) : &need(name);
            const double absent = std::string(name) == "w_in" ? 1.0 : 0.0;
            if (!array)
                m_out.remarks.push_back({"'" + std::string(name) + "' is not in the file; " + numberText(absent) + " is taken.", "Older versions did not write it.", ""});
            m_out.quantities[name] = array ? *array : Array{{1}, {absent}, Number::Float32};
            if (std::string(name).rfind("tau", 0) == 0)
                checkTimeConstant(name, m_out.quantities[name]);
        }
        if (threshold) {
            set("fires", m_options.fires);
            return;
        }
        set("dt", m_options.dt);
        const Items* own = metadata();
        const auto said = [&](const char* name, const std::string& otherwise) {
            if (!own || !m_options.restore)
                return otherwise;
            const auto item = own->find(name);
            return item == own->end() || !item->second.text ? otherwise : *item->second.text;
        };
        if (m_out.spec->param("method"))
            set("method", said("method", m_options.method));
        if (spikes) {
            set("fires", said("fires", m_options.fires));
            if (said("reset", m_options.softReset ? "soft" : "hard") == "soft") {
                set("v_reset", std::monostate{});
                m_out.quantities.erase("v_reset");
            }
        }
        if (m_node.type == "IF" || m_node.type == "I")
            integrator();
    }

    void checkTimeConstant(const char* name, const Array& array)
    {
        const double least = *std::min_element(array.values.begin(), array.values.end());
        if (!(least > 0))
            wrong("its time constant '" + std::string(name) + "' is " + numberText(least) + " s.", "Time constants must be above 0.");
        if (m_options.dt / least > 1 + 1e-6)
            wrong("its time constant '" + std::string(name) + "' of " + numberText(least) + " s is shorter than a step of " + numberText(m_options.dt) + " s.",
                  "Import with a dt of " + numberText(least) + " or less (option dt).");
    }

    void integrator()
    {
        Array& r = m_out.quantities.at("r");
        if (m_options.ifGain == "step") {
            for (double& value : r.values)
                value /= m_options.dt;
            m_out.remarks.push_back({"Each step adds r times the input; dt is left out.", "The option if_gain=step asks for it.", ""});
            return;
        }
        const double gain = *std::max_element(r.values.begin(), r.values.end()) * m_options.dt;
        if (gain < 1e-2)
            m_out.remarks.push_back({"A step adds r dt = " + numberText(gain) + " times the input.",
                                     "So the equation v' = r I says; sinabs and lava-dl leave dt out for this neuron and write r = 1.",
                                     "If the file is of one of those, import with the option if_gain=step."});
    }

    const Items* metadata() const
    {
        const auto own = m_node.metadata.find("spikewright");
        return own == m_node.metadata.end() ? nullptr : &own->second.children;
    }

    bool restore()
    {
        const auto field = m_node.fields.find(m_node.type == "Threshold" ? "threshold" : m_node.fields.count("r") ? "r" : "v_threshold");
        if (field == m_node.fields.end() || !field->second.array)
            return false;
        const std::optional<Origin> origin = originOf(m_node, field->second.array->shape, m_catalog);
        if (!origin || std::abs(origin->dt - m_options.dt) > 1e-9 * m_options.dt)
            return false;
        m_out.spec = origin->spec;
        m_out.values = origin->values;
        m_out.weights = origin->weights;
        m_out.restored = true;
        for (const char* name : {"tau", "tau_mem", "tau_syn", "r", "v_leak", "v_threshold", "v_reset", "w_in", "threshold"})
            m_used.insert(name);
        return true;
    }

    const Node& m_node;
    const std::string& m_name;
    const ImportOptions& m_options;
    const Catalog& m_catalog;
    ImportedNode m_out;
    std::set<std::string> m_used;
};

/// Values for `features` of an array that may be one number, one for each channel, or be missing axes of size 1.
/// @return shape and values: [1], [C, 1, ...] or features.
std::optional<std::pair<Sizes, Values>> fitted(const Array& array, const Sizes& features)
{
    const Values& v = array.values;
    if (std::all_of(v.begin(), v.end(), [&](double value) { return value == v[0]; }) &&
        (v.size() == 1 || std::int64_t(v.size()) == countOf(features) || std::int64_t(v.size()) == features[0]))
        return std::pair(Sizes{1}, Values{v[0]});
    if (std::int64_t(v.size()) == countOf(features))
        return std::pair(features, v);
    Sizes shape = array.shape;
    if (shape.size() == 1 && features.size() > 1 && shape[0] == features[0])
        shape.resize(features.size(), 1);   // one for each channel
    while (shape.size() < features.size())
        shape.insert(shape.begin(), 1);     // as NumPy broadcasts
    if (shape.size() != features.size())
        return std::nullopt;
    for (std::size_t i = 0; i < shape.size(); ++i)
        if (shape[i] != features[i] && shape[i] != 1)
            return std::nullopt;
    Values out;
    for (std::int64_t place = 0; place < countOf(features); ++place) {
        std::int64_t rest = place, from = 0, step = 1;
        for (std::size_t i = shape.size(); i-- > 0;) {
            from += shape[i] == 1 ? 0 : rest % features[i] * step;
            rest /= features[i];
            step *= shape[i];
        }
        out.push_back(v[std::size_t(from)]);
    }
    return std::pair(features, out);
}

} // namespace

ImportedNode importNode(const Node& node, const std::string& name, const ImportOptions& options, const Catalog& catalog)
{
    return NodeReader(node, name, options, catalog).read();
}

void fitQuantities(ImportedNode& node, const std::string& name, const Sizes& features)
{
    if (node.quantities.empty())
        return;
    std::map<std::string, std::pair<Sizes, Values>> all;
    bool single = true;
    for (const auto& [quantity, array] : node.quantities) {
        auto fit = fitted(array, features);
        if (!fit)
            throw Error("The node '" + name + "': '" + quantity + "' has the shape " + shapeText(array.shape) + ", its input " + shapeText(features) + ".",
                        "node '" + name + "'", "Both must agree, or the parameter be one value.");
        single = single && fit->second.size() == 1;
        all[quantity] = std::move(*fit);
    }
    if (node.spec->id == "synapse.delay") {
        if (single) {
            node.values.set("delay_steps", std::int64_t(all.at("delay").second[0]));
            return;
        }
        node.spec = builtinCatalog().find("synapse.delay_shift");
        node.values = node.spec->initialValues();
        node.values.set("per", std::string("neuron"));
        node.weights["delay"] = weightOf(features, all.at("delay").second);
        return;
    }
    node.values.set("per", std::string(single ? "layer" : "neuron"));
    for (auto& [quantity, fit] : all) {
        if (!single && fit.second.size() == 1)
            fit.second.assign(std::size_t(countOf(features)), fit.second[0]);
        node.weights[quantity] = weightOf(single ? Sizes{1} : features, fit.second);
        if (single && node.spec->param(quantity))
            node.values.set(quantity, fit.second[0]);
    }
    // What the inspector shows are first values: those of the first neuron say more than the catalogue's.
    if (!single)
        for (const auto& [quantity, fit] : all)
            if (node.spec->param(quantity))
                node.values.set(quantity, fit.second[0]);
    if (node.values.has("v_reset") && !node.weights.count("v_reset") && node.values.isNone("v_reset")) {
        const WeightArray& like = node.weights.at("v_threshold");   // there, but unused: the reset is soft
        node.weights["v_reset"] = weightOf(like.shape, Values(std::size_t(countOf(like.shape)), 0.0));
    }
}

} // namespace spw::nir
