// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/nir/layer_form.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spw::nir {

namespace {

using Values = std::vector<double>;
using Sizes = std::vector<std::int64_t>;

constexpr std::int64_t kMostExpanded = std::int64_t(1) << 22;   // values of a grouped convolution written without groups

Item sizes(const Sizes& values) { return itemOf(list(values)); }
Item whole(std::int64_t value) { return itemOf(scalar(double(value), Number::Int64)); }

class LayerWriter {
public:
    LayerWriter(const NodeSource& source, const Sizes& outputs)
        : m_source(source), m_values(*source.values), m_in(source.features), m_out(outputs)
    {
    }

    NeuronForm make()
    {
        const std::string& id = m_source.spec->id;
        if (id == "layer.linear" || id == "layer.spike_linear" || id == "layer.ws_linear" || id == "synapse.lava_dense" ||
            id == "layer.slayer_dense")
            linear();
        else if (id == "synapse.lava_conv" || id == "layer.slayer_conv")
            convolution(2);
        else if (id == "layer.max_pool2d")
            anyOf();
        else if (id == "layer.slayer_pool")
            slayerPool();
        else if (id.find("conv1d") != std::string::npos)
            convolution(1);
        else if (id.find("conv2d") != std::string::npos)
            convolution(2);
        else if (id == "layer.avg_pool2d" || id == "layer.sum_pool2d")
            pool(id == "layer.avg_pool2d" ? "AvgPool2d" : "SumPool2d");
        else if (id == "layer.avg_pool1d")
            linePool();
        else if (id == "layer.adaptive_avg_pool2d")
            adaptivePool();
        else if (id == "layer.flatten")
            flatten();
        else if (id == "layer.voting")
            voting();
        else if (id == "layer.scale")
            scale();
        else
            delay(id);
        return std::move(m_form);
    }

private:
    Node& node() { return m_form.node; }

    const WeightArray* weight(const char* name) const { return m_source.weight ? m_source.weight(name) : nullptr; }

    Values numbers(const char* name, std::int64_t count, double otherwise = 0) const
    {
        if (m_source.dry)
            return {};
        const WeightArray* array = weight(name);
        Values values = array ? numbersOf(*array) : Values(std::size_t(count), otherwise);
        if (std::int64_t(values.size()) != count)
            throw Error("'" + std::string(name) + "' has " + std::to_string(values.size()) + " values, expected are " +
                            std::to_string(count) + ".",
                        "the weights", "Use weights of this project.");
        return values;
    }

    /// What the layer multiplies with (core/engine/builders/synapse_weight.h says the same for LibTorch).
    Values effectiveWeight(std::int64_t outputs, std::int64_t perOutput)
    {
        const bool norm = m_values.has("weight_norm") && m_values.flag("weight_norm");
        if (m_source.dry)
            return {};
        Values w = numbers(norm ? "weight_v" : "weight", outputs * perOutput);
        const auto row = [&](std::int64_t i) { return w.begin() + i * perOutput; };
        if (m_values.has("eps") && m_values.has("gain")) {
            const Values gain = m_values.flag("gain") ? numbers("gain", outputs, 1) : Values(std::size_t(outputs), 1);
            for (std::int64_t i = 0; i < outputs; ++i) {
                double mean = 0, variance = 0;
                std::for_each(row(i), row(i) + perOutput, [&](double v) { mean += v / double(perOutput); });
                std::for_each(row(i), row(i) + perOutput, [&](double v) { variance += (v - mean) * (v - mean); });
                variance /= double(std::max<std::int64_t>(1, perOutput - 1));
                const double factor = gain[std::size_t(i)] / std::sqrt(variance * double(perOutput) + m_values.real("eps"));
                std::for_each(row(i), row(i) + perOutput, [&](double& v) { v = (v - mean) * factor; });
            }
            m_plain = false;
        }
        if (norm) {
            const Values lengths = numbers("weight_g", outputs, 1);
            for (std::int64_t i = 0; i < outputs; ++i) {
                double square = 0;
                std::for_each(row(i), row(i) + perOutput, [&](double v) { square += v * v; });
                const double factor = square > 0 ? lengths[std::size_t(i)] / std::sqrt(square) : 0;
                std::for_each(row(i), row(i) + perOutput, [&](double& v) { v *= factor; });
            }
            m_plain = false;
        }
        if (const WeightArray* mask = weight("mask")) {
            const Values cells = numbersOf(*mask);
            for (std::size_t i = 0; i < w.size() && i < cells.size(); ++i)
                w[i] *= cells[i];
        }
        if (m_values.has("weight_grid") && m_values.text("weight_grid") == "lava") {
            m_plain = false;
            for (double& v : w)
                v = std::clamp(std::nearbyint(v * 32) / 32, -4.0, 3.96875);
        } else if (m_values.has("weight_bits") && m_values.integer("weight_bits") > 0)
            quantise(w, outputs, perOutput);
        roundAsOnChip(w);
        if (!m_plain)
            m_form.changes.push_back({"Its weights are written as they are used: normalised, masked or rounded.",
                                      "NIR has plain weights only. The results are the same up to rounding; learning would go on differently.", ""});
        return w;
    }

    void quantise(Values& w, std::int64_t outputs, std::int64_t perOutput)
    {
        m_plain = false;
        const std::int64_t bits = m_values.integer("weight_bits");
        const std::int64_t parts = m_values.flag("per_channel") ? outputs : 1, size = outputs * perOutput / parts;
        for (std::int64_t part = 0; part < parts; ++part) {
            const auto begin = w.begin() + part * size, end = begin + size;
            double largest = 0, sum = 0;
            std::for_each(begin, end, [&](double v) { largest = std::max(largest, std::abs(v)); sum += std::abs(v); });
            const double step = double(float(std::max(largest, 1e-30)) / float((std::int64_t(1) << (bits - 1)) - (bits > 1 ? 1 : 0)));
            for (auto v = begin; v != end; ++v)
                *v = bits == 1 ? (*v > 0 ? 1 : *v < 0 ? -1 : 0) * sum / double(size) : std::nearbyint(*v / step) * step;
        }
    }

    /// lava-dl's and SLAYER's rounding, in 32 bits as they do it.
    void roundAsOnChip(Values& w)
    {
        float step = 0, least = -std::numeric_limits<float>::max(), most = std::numeric_limits<float>::max();
        if (m_values.has("pre_hook_fx") && m_values.text("pre_hook_fx") != "none") {
            const double scale = double(m_values.integer("scale"));
            const double range = m_values.text("pre_hook_fx") == "quantize_8bit" ? 256.0 : std::ldexp(2.0, int(m_values.integer("num_bits")));
            step = float(2.0 / scale);
            least = float(-range / scale);
            most = float((range - 2.0) / scale);
        } else if (m_values.has("preHookFx") && m_values.text("preHookFx") != "none") {
            step = float(m_values.real("quantize_step"));
        }
        if (step == 0)
            return;
        m_plain = false;
        for (double& value : w)
            value = std::clamp(std::nearbyint(float(value) / step) * step, least, most);
    }

    /// These read maps as one list.
    void flattenBefore()
    {
        if (m_in.size() == 1)
            return;
        Node flat;
        flat.type = "Flatten";
        flat.fields = {{"start_dim", whole(0)}, {"end_dim", whole(-1)}, {"input_type", sizes(m_in)}};
        m_form.before.push_back(std::move(flat));
    }

    void linear()
    {
        const bool takesMaps = m_source.spec->id == "synapse.lava_dense" || m_source.spec->id == "layer.slayer_dense";
        const std::int64_t in = takesMaps ? countOf(m_in) : m_in.back(), out = m_out.back();
        const bool bias = m_values.has("bias") && m_values.flag("bias");
        if (takesMaps)
            flattenBefore();
        node().type = bias ? "Affine" : "Linear";
        node().fields["weight"] = itemOf(arrayOf({out, in}, effectiveWeight(out, in)));
        if (bias)
            node().fields["bias"] = itemOf(arrayOf({out}, numbers("bias", out)));
    }

    void convolution(int dims)
    {
        const std::size_t n = std::size_t(dims);
        if (m_values.has("padding_mode") && m_values.text("padding_mode") != "zeros")
            throw Error("Its border is not zeros.", "", "Pad with zeros: NIR's convolutions know no other border.");
        const std::int64_t out = m_out[0], in = m_in[0];
        std::int64_t groups = m_values.integer("groups");
        Sizes kernel = m_values.list(m_values.has("kernelSize") ? "kernelSize" : "kernel_size", n), stride = m_values.list("stride", n), padding = m_values.list("padding", n),
              dilation = m_values.list("dilation", n);
        const std::int64_t window = countOf(kernel);
        Values w = effectiveWeight(out, in / groups * window);
        if (m_source.dry)
            groups = 1;
        else if (groups > 1 && out * in * window <= kMostExpanded) {   // readers' shape checks ignore groups
            Values dense(std::size_t(out * in * window), 0.0);
            for (std::int64_t o = 0; o < out; ++o)
                for (std::int64_t i = 0; i < in / groups; ++i)
                    std::copy_n(w.begin() + (o * (in / groups) + i) * window, window,
                                dense.begin() + (o * in + o / (out / groups) * (in / groups) + i) * window);
            w = std::move(dense);
            groups = 1;
        }
        if (dims == 2 && kernel[0] != kernel[1] && !m_source.dry)
            makeSquare(w, out * in / groups, kernel, padding, dilation);
        Sizes shape{out, in / groups};
        shape.insert(shape.end(), kernel.begin(), kernel.end());
        Items& fields = node().fields;
        node().type = dims == 1 ? "Conv1d" : "Conv2d";
        fields["input_shape"] = dims == 1 ? whole(m_in[1]) : sizes({m_in[1], m_in[2]});
        fields["weight"] = itemOf(arrayOf(shape, std::move(w)));
        fields["stride"] = dims == 1 ? whole(stride[0]) : sizes(stride);
        fields["padding"] = dims == 1 ? whole(padding[0]) : sizes(padding);
        fields["dilation"] = dims == 1 ? whole(dilation[0]) : sizes(dilation);
        fields["groups"] = whole(groups);
        fields["bias"] = itemOf(arrayOf({out}, m_values.has("bias") && m_values.flag("bias") ? numbers("bias", out) : Values(std::size_t(out), 0.0)));
    }

    /// Readers take the height of a kernel for both sides: zeros around the shorter side do no harm, if they fit evenly.
    static void makeSquare(Values& w, std::int64_t count, Sizes& kernel, Sizes& padding, const Sizes& dilation)
    {
        const std::int64_t side = std::max(kernel[0], kernel[1]);
        Sizes extra{side - kernel[0], side - kernel[1]};
        if (extra[0] % 2 != 0 || extra[1] % 2 != 0)
            return;
        Values square(std::size_t(count * side * side), 0.0);
        for (std::int64_t k = 0; k < count; ++k)
            for (std::int64_t y = 0; y < kernel[0]; ++y)
                for (std::int64_t x = 0; x < kernel[1]; ++x)
                    square[std::size_t((k * side + y + extra[0] / 2) * side + x + extra[1] / 2)] =
                        w[std::size_t((k * kernel[0] + y) * kernel[1] + x)];
        for (std::size_t i = 0; i < 2; ++i)
            padding[i] += dilation[i] * extra[i] / 2;
        kernel = {side, side};
        w = std::move(square);
    }

    void poolNode(const char* type, const Sizes& kernel, const Sizes& stride, const Sizes& padding)
    {
        node().type = type;
        node().fields = {{"kernel_size", sizes(kernel)}, {"stride", sizes(stride)}, {"padding", sizes(padding)}};
    }

    void pool(const char* type)
    {
        const Sizes kernel = m_values.pair("kernel_size"), padding = m_values.pair("padding");
        Sizes stride = m_values.pair("stride");
        for (std::size_t i = 0; i < 2; ++i)
            stride[i] = stride[i] == 0 ? kernel[i] : stride[i];
        for (std::size_t i = 0; i < 2; ++i)
            if (m_values.flag("ceil_mode") && m_out[i + 1] != (m_in[i + 1] + 2 * padding[i] - kernel[i]) / stride[i] + 1)
                throw Error("It also pools the incomplete window at the far border.", "", "Switch 'Round up' off: NIR's pools know whole windows only.");
        const bool padded = padding[0] > 0 || padding[1] > 0;
        if (m_values.has("count_include_pad") && !m_values.flag("count_include_pad") && padded)
            throw Error("Its means do not count the padding.", "", "Switch 'Count padding' on, or use no padding.");
        if (m_values.has("divisor_override") && m_values.integer("divisor_override") != 0 &&
            m_values.integer("divisor_override") != kernel[0] * kernel[1])
            throw Error("It divides by another number than the size of its window.", "", "Set the divisor to 0, or use a sum pool and a Scale.");
        poolNode(type, kernel, stride, padding);
    }

    /// The largest of zeros and ones is 1 if there is any: a sum above one half.
    void anyOf()
    {
        const Sizes kernel = m_values.pair("kernel_size"), padding = m_values.pair("padding");
        Sizes stride = m_values.pair("stride");
        for (std::size_t i = 0; i < 2; ++i) {
            stride[i] = stride[i] == 0 ? kernel[i] : stride[i];
            if (m_values.pair("dilation")[i] != 1 || m_out[i + 1] != (m_in[i + 1] + 2 * padding[i] - kernel[i]) / stride[i] + 1)
                throw Error("Its windows have gaps, or the last one is incomplete.", "", "Set its dilation to 1 and switch 'Round up' off.");
        }
        poolNode("SumPool2d", kernel, stride, padding);
        m_form.before.push_back(node());
        node() = Node();
        node().type = "Threshold";
        node().fields["threshold"] = itemOf(arrayOf(m_out, Values(std::size_t(countOf(m_out)), 0.5)));
        m_form.changes.push_back({"It becomes a sum pool and a threshold of one half.", "NIR has no pool of the largest value; of spikes this is the same.", ""});
    }

    /// Sums with one fixed weight.
    void slayerPool()
    {
        const Sizes kernel = m_values.pair("kernelSize"), padding = m_values.pair("padding");
        Sizes stride = m_values.pair("stride");
        for (std::size_t i = 0; i < 2; ++i) {
            stride[i] = stride[i] == 0 ? kernel[i] : stride[i];
            if (m_values.pair("dilation")[i] != 1 || m_in[i + 1] % kernel[i] != 0 || 2 * padding[i] > kernel[i])
                throw Error("Its windows have gaps, or it fills up the map.", "", "Use a window that divides the map, and no dilation.");
        }
        poolNode("SumPool2d", kernel, stride, padding);
        m_form.before.push_back(node());
        node() = Node();
        node().type = "Scale";
        node().fields["scale"] = itemOf(arrayOf(m_out, Values(std::size_t(countOf(m_out)), 1.1 * m_values.real("theta"))));
    }

    /// NIR has no pools of lines: a convolution of each channel by itself.
    void linePool()
    {
        const std::int64_t kernel = m_values.integer("kernel_size"), padding = m_values.integer("padding");
        const std::int64_t stride = m_values.integer("stride") == 0 ? kernel : m_values.integer("stride"), channels = m_in[0];
        if (m_out[1] != (m_in[1] + 2 * padding - kernel) / stride + 1 || (!m_values.flag("count_include_pad") && padding > 0))
            throw Error("Not all of its windows are alike.", "", "Switch 'Round up' off and 'Count padding' on.");
        Values w(m_source.dry ? 0 : std::size_t(channels * channels * kernel), 0.0);
        for (std::int64_t c = 0; c < channels && !m_source.dry; ++c)
            std::fill_n(w.begin() + (c * channels + c) * kernel, kernel, 1.0 / double(kernel));
        node().type = "Conv1d";
        node().fields = {{"input_shape", whole(m_in[1])},  {"weight", itemOf(arrayOf({channels, channels, kernel}, std::move(w)))},
                         {"stride", whole(stride)},        {"padding", whole(padding)},
                         {"dilation", whole(1)},           {"groups", whole(1)},
                         {"bias", itemOf(arrayOf({channels}, Values(std::size_t(channels), 0.0)))}};
        m_form.changes.push_back({"It becomes a convolution with equal weights.", "NIR has no pool of lines.", ""});
    }

    void adaptivePool()
    {
        Sizes kernel(2);
        for (std::size_t i = 0; i < 2; ++i) {
            kernel[i] = m_in[i + 1] / std::max<std::int64_t>(1, m_out[i + 1]);
            if (kernel[i] * m_out[i + 1] != m_in[i + 1])
                throw Error("Its windows are not all of one size.", "", "Choose a size that divides " + std::to_string(m_in[i + 1]) + ".");
        }
        poolNode("AvgPool2d", kernel, kernel, {0, 0});
    }

    void flatten()
    {
        const std::int64_t axes = std::int64_t(m_in.size()), start = m_values.integer("start_dim") - 1;
        std::int64_t end = m_values.integer("end_dim");
        end = end < 0 ? end + axes : end - 1;
        node().type = "Flatten";
        node().fields = {{"start_dim", whole(start)}, {"end_dim", whole(end == axes - 1 ? -1 : end)}, {"input_type", sizes(m_in)}};
    }

    void voting()
    {
        const std::int64_t out = m_out[0], in = m_in[0], voters = in / std::max<std::int64_t>(1, out);
        Values w(m_source.dry ? 0 : std::size_t(out * in), 0.0);
        for (std::int64_t i = 0; i < out && !m_source.dry; ++i)
            std::fill_n(w.begin() + i * in + i * voters, voters, 1.0 / double(voters));
        node().type = "Linear";
        node().fields["weight"] = itemOf(arrayOf({out, in}, std::move(w)));
    }

    void scale()
    {
        const std::int64_t count = m_source.dry ? 1 : countOf(m_in);
        const WeightArray* array = weight("scale");
        const Values given = array ? numbersOf(*array) : Values{m_values.real("scale")};
        Values all;
        for (std::int64_t i = 0; i < count; ++i)   // one for all, for each channel, or for each value
            all.push_back(given[std::size_t(i * std::int64_t(given.size()) / count)]);
        node().type = "Scale";
        node().fields["scale"] = itemOf(arrayOf(m_in, std::move(all)));
    }

    void delay(const std::string& id)
    {
        const std::int64_t count = m_source.dry ? 1 : countOf(m_in);
        Values steps(std::size_t(count), id == "synapse.delay" ? double(m_values.integer("delay_steps")) : 1.0);
        if (id == "synapse.delay_shift" || id == "synapse.axon_delay") {
            const WeightArray* array = weight("delay");
            const Values given = array ? numbersOf(*array) : Values{id == "synapse.delay_shift" ? m_values.real("delay") : 0.0};
            for (std::int64_t i = 0; i < count; ++i) {
                float value = float(given[std::size_t(i * std::int64_t(given.size()) / count)]);
                if (id == "synapse.axon_delay") {
                    value = std::max(value, 0.0f);
                    if (!m_values.isNone("max_delay"))
                        value = std::min(value, float(m_values.real("max_delay")));
                }
                steps[std::size_t(i)] = std::trunc(double(value / float(m_values.real("sampling_time"))));
            }
        }
        if (*std::min_element(steps.begin(), steps.end()) < 0)
            throw Error("A delay below 0 looks ahead.", "", "Use delays from 0.");
        for (double& value : steps)
            value *= m_source.dt;
        node().type = "Delay";
        node().fields["delay"] = itemOf(arrayOf(m_in, std::move(steps)));
    }

    const NodeSource& m_source;
    const ParamValues& m_values;
    const Sizes& m_in;
    const Sizes& m_out;
    NeuronForm m_form;
    bool m_plain = true;
};

} // namespace

bool isNirLayer(const std::string& type)
{
    static const std::vector<std::string> types{
        "layer.linear",     "layer.spike_linear", "layer.ws_linear",  "layer.conv1d",      "layer.conv2d",
        "layer.spike_conv1d", "layer.spike_conv2d", "layer.ws_conv2d", "layer.avg_pool2d",  "layer.sum_pool2d",
        "layer.avg_pool1d", "layer.adaptive_avg_pool2d", "layer.flatten", "layer.voting",   "layer.scale",
        "layer.max_pool2d", "layer.slayer_pool",  "layer.slayer_dense", "layer.slayer_conv", "synapse.lava_dense", "synapse.lava_conv",
        "synapse.delay",    "synapse.step_delay", "synapse.delay_shift", "synapse.axon_delay"};
    return std::find(types.begin(), types.end(), type) != types.end();
}

NeuronForm layerForm(const NodeSource& source, const Sizes& outputs)
{
    return LayerWriter(source, outputs).make();
}

bool isFoldableNorm(const std::string& type)
{
    return type.rfind("layer.batch_norm1d", 0) == 0 || type.rfind("layer.batch_norm2d", 0) == 0 ||
           type.rfind("layer.threshold_dependent_batch_norm1d", 0) == 0 || type.rfind("layer.threshold_dependent_batch_norm2d", 0) == 0;
}

NormForm normForm(const NodeSource& source)
{
    const ParamValues& values = *source.values;
    if (values.has("track_running_stats") && !values.flag("track_running_stats"))
        throw Error("It takes its statistics from each batch.", "", "Switch its running statistics on and train.");
    const std::size_t count = std::size_t(source.features.at(0));
    const auto numbers = [&](const char* name, double otherwise) {
        const WeightArray* array = source.weight ? source.weight(name) : nullptr;
        Values out = array ? numbersOf(*array) : Values(count, otherwise);
        if (out.size() != count)
            throw Error("'" + std::string(name) + "' does not have one value for each channel.", "the weights", "Use weights of this project.");
        return out;
    };
    const Values mean = numbers("running_mean", 0), var = numbers("running_var", 1), bias = numbers("bias", 0);
    NormForm form{numbers("weight", 1), Values(count)};
    for (std::size_t i = 0; i < count; ++i) {
        form.factor[i] /= std::sqrt(var[i] + values.real("eps"));
        form.shift[i] = bias[i] - mean[i] * form.factor[i];
    }
    return form;
}

bool fold(const NormForm& norm, Node& layer)
{
    if (layer.type != "Conv1d" && layer.type != "Conv2d" && layer.type != "Linear" && layer.type != "Affine")
        return false;
    Array& weight = *layer.fields["weight"].array;
    const std::size_t outputs = std::size_t(weight.shape[0]);
    if (outputs != norm.factor.size())
        return false;
    if (layer.type == "Linear") {
        layer.type = "Affine";
        layer.fields["bias"] = itemOf(arrayOf({weight.shape[0]}, Values(outputs, 0.0)));
    }
    Array& bias = *layer.fields["bias"].array;
    if (weight.values.empty())
        return true;   // nobody reads the numbers
    const std::size_t size = weight.values.size() / std::max<std::size_t>(1, outputs);
    for (std::size_t i = 0; i < outputs; ++i) {
        for (std::size_t j = i * size; j < (i + 1) * size; ++j)
            weight.values[j] = double(float(weight.values[j] * norm.factor[i]));
        bias.values[i] = double(float(bias.values[i] * norm.factor[i] + norm.shift[i]));
    }
    return true;
}

Node normNode(const NormForm& norm, const Sizes& features)
{
    const std::int64_t count = std::int64_t(norm.factor.size());
    Values diagonal(std::size_t(count * count), 0.0);
    for (std::int64_t i = 0; i < count; ++i)
        diagonal[std::size_t(i * count + i)] = norm.factor[std::size_t(i)];
    Node node;
    Sizes shape{count, count};
    if (features.size() == 1) {
        node.type = "Affine";
    } else {
        const bool line = features.size() == 2;
        node.type = line ? "Conv1d" : "Conv2d";
        node.fields["input_shape"] = line ? whole(features[1]) : sizes({features[1], features[2]});
        for (const char* name : {"stride", "dilation"})
            node.fields[name] = line ? whole(1) : sizes({1, 1});
        node.fields["padding"] = line ? whole(0) : sizes({0, 0});
        node.fields["groups"] = whole(1);
        shape.insert(shape.end(), features.size() - 1, 1);
    }
    node.fields["weight"] = itemOf(arrayOf(shape, std::move(diagonal)));
    node.fields["bias"] = itemOf(arrayOf({count}, norm.shift));
    return node;
}

Node placed(std::int64_t inputs, std::int64_t outputs, std::int64_t first)
{
    Values w(std::size_t(outputs * inputs), 0.0);
    for (std::int64_t i = 0; i < inputs; ++i)
        w[std::size_t((first + i) * inputs + i)] = 1;
    Node node;
    node.type = "Linear";
    node.fields["weight"] = itemOf(arrayOf({outputs, inputs}, std::move(w)));
    return node;
}

} // namespace spw::nir
