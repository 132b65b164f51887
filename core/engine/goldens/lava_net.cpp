// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/lava_net.h"

#include "core/base/error.h"
#include "core/run/hdf5_file.h"
#include "kernels/torch/aten.h"

namespace spw::engine::golden {

namespace {

constexpr std::int64_t kMostValues = 64 << 20;
constexpr double kScale = 64.0;   // whole numbers in 1.0; the file does not say
constexpr std::int64_t kNeverFires = (1 << 18) - 1;   // vThMant of an affine block

std::string readText(hid_t dataset, const std::string& where)
{
    const h5::Handle type(H5Dget_type(dataset));
    if (H5Tis_variable_str(type) > 0) {
        char* text = nullptr;
        const h5::Handle space(H5Dget_space(dataset));
        h5::require(h5::valueCount(h5::shapeOf(dataset, where, 1)) == 1
                        && H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, &text) >= 0 && text,
                    "A text cannot be read.", where, "Export the network again.");
        const std::string result = text;
        H5Dvlen_reclaim(type, space, H5P_DEFAULT, &text);
        return result;
    }
    const std::size_t size = H5Tget_size(type);
    h5::require(size > 0 && size <= 4096 && h5::valueCount(h5::shapeOf(dataset, where, 1)) == 1,
                "A text is too long.", where, "Export the network again.");
    std::string text(size, '\0');
    h5::require(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text.data()) >= 0, "A text cannot be read.",
                where, "Export the network again.");
    return text.substr(0, text.find('\0'));
}

at::Tensor readNumbers(hid_t dataset, const std::string& where)
{
    const std::vector<std::int64_t> shape = h5::shapeOf(dataset, where, kMostValues);
    const h5::Handle type(H5Dget_type(dataset));
    bool read = false;
    at::Tensor values;
    if (H5Tget_class(type) == H5T_ENUM && H5Tget_size(type) == 1) {   // true and false
        values = at::empty(shape, at::kChar);
        read = H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data_ptr()) >= 0;
    } else {
        values = at::empty(shape, at::kDouble);
        read = H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data_ptr()) >= 0;
    }
    h5::require(read, "Numbers cannot be read.", where, "Export the network again.");
    values = values.to(at::kDouble);
    h5::require(values.isfinite().all().item<bool>(), "A number is not finite.", where, "Export the network again.");
    return values;
}

void readInto(LavaLayer& layer, hid_t group, const std::string& path, const std::string& where)
{
    for (const std::string& name : h5::childNames(group, where)) {
        const std::string inner = path.empty() ? name : path + "/" + name, place = where + "/" + name;
        if (const h5::Handle child = h5::openGroup(group, name); child.valid()) {
            readInto(layer, child, inner, place);
            continue;
        }
        const h5::Handle data = h5::openDataset(group, name);
        if (!data.valid())
            continue;
        const h5::Handle type(H5Dget_type(data));
        if (H5Tget_class(type) == H5T_STRING) {
            const std::string text = readText(data, place);
            (inner == "type" ? layer.type : inner == "neuron/type" ? layer.neuron : layer.activation) = text;
        } else {
            layer.values[inner] = readNumbers(data, place);
        }
    }
}

std::string nodeOf(const std::string& neuron)
{
    static const std::map<std::string, std::string> ids{
        {"CUBA", "neuron.lava_cuba"}, {"LOIHI", "neuron.lava_cuba"}, {"ALIF", "neuron.lava_alif"},
        {"RF_PHASE", "neuron.lava_rf"}, {"RF_IZHIKEVICH", "neuron.lava_rf_iz"}, {"ADRF_PHASE", "neuron.lava_adrf"},
        {"ADRF_IZHIKEVICH", "neuron.lava_adrf_iz"}, {"SDNN", "neuron.lava_sigma_delta"}};
    const auto found = ids.find(neuron);
    if (found == ids.end())
        throw Error("There is no neuron of the type '" + neuron + "'.", "the network", "Export it again.");
    return found->second;
}

/// Numbers of the neuron group, as parameters and as the decays they replace.
struct NeuronPart {
    ParamMap params;
    std::map<std::string, at::Tensor> tensors;
};

NeuronPart neuronPart(const LavaLayer& layer)
{
    NeuronPart part;
    static const std::map<std::string, std::string> decays{
        {"iDecay", "current_decay"}, {"vDecay", "voltage_decay"}, {"thDecay", "threshold_decay"},
        {"refDecay", "refractory_decay"}, {"sinDecay", "sin_decay"}, {"cosDecay", "cos_decay"}};
    bool shared = true;
    for (const auto& [theirs, ours] : decays)
        if (layer.has("neuron/" + theirs)) {
            part.tensors[ours] = layer.at("neuron/" + theirs);
            shared = shared && part.tensors[ours].numel() == 1;
        }
    if (!shared) {
        part.params["shared_param"] = false;
        std::int64_t channels = 1;
        for (const auto& [name, tensor] : part.tensors)
            channels = std::max(channels, tensor.numel());
        for (auto& [name, tensor] : part.tensors)
            tensor = tensor.reshape({-1}).expand({channels}).contiguous();
    }
    part.params["threshold"] = double(layer.number("neuron/vThMant")) / kScale;
    if (layer.has("neuron/vThStep"))
        part.params["threshold_step"] = double(layer.number("neuron/vThStep")) / kScale;
    if (layer.has("neuron/gradedSpike") && layer.neuron != "SDNN")
        part.params["graded_spike"] = layer.number("neuron/gradedSpike") != 0;
    if (layer.has("bias") && layer.type != "input") {   // what a mean-only norm has learned, rounded
        part.params["norm"] = std::string("MeanOnlyBatchNorm");
        part.tensors["norm.running_mean"] = -layer.at("bias") / kScale;
    }
    return part;
}

std::map<std::string, at::Tensor> weightsOf(const LavaLayer& layer)
{
    std::map<std::string, at::Tensor> weights;
    if (layer.has("weight/real")) {
        weights["real.weight"] = layer.at("weight/real") / kScale;
        weights["imag.weight"] = layer.at("weight/imag") / kScale;
    } else {
        weights["weight"] = layer.at("weight") / kScale;
    }
    return weights;
}

std::vector<std::int64_t> pairOf(const LavaLayer& layer, const std::string& name)
{
    const at::Tensor values = layer.at(name).reshape({-1});
    if (values.numel() < 1 || values.numel() > 2)
        throw Error("'" + name + "' is no pair of numbers.", "a " + layer.type + " layer", "Export the network again.");
    return {values[0].item<std::int64_t>(), values[-1].item<std::int64_t>()};
}

void addSynapse(LavaChain& chain, const LavaLayer& layer)
{
    static const std::map<std::string, std::string> windows{
        {"conv", "conv"}, {"pool", "pool"}, {"convT", "conv_transpose"}, {"unpool", "unpool"}};
    const bool complex = layer.has("weight/real");
    const std::string id = std::string("synapse.lava_") + (complex ? "complex_" : "");
    std::map<std::string, at::Tensor> weights = weightsOf(layer);
    ParamMap params;
    const auto window = windows.find(layer.type);
    if (window == windows.end()) {
        params["out_neurons"] = layer.number("outFeatures");
        return chain.add(id + "dense", params, weights);
    }
    params["kernel_size"] = layer.has("kernelSize") ? pairOf(layer, "kernelSize") : std::vector<std::int64_t>(
        weights.begin()->second.sizes().begin() + 2, weights.begin()->second.sizes().begin() + 4);
    for (const char* name : {"stride", "padding", "dilation"})
        params[name] = pairOf(layer, name);
    if (layer.type == "conv" || layer.type == "convT") {
        params["groups"] = layer.number("groups");
        params["out_features"] = layer.number("outChannels");
    }
    chain.add(id + window->second, params, weights);
}

void addRecurrent(LavaChain& chain, const LavaLayer& layer, NeuronPart part)
{
    part.params["out_neurons"] = layer.number("outFeatures");
    part.params["neuron"] = std::string(layer.neuron == "ALIF" ? "alif" : "cuba");
    part.tensors["input_synapse.weight"] = layer.at("weight") / kScale;
    part.tensors["recurrent_synapse.weight"] = layer.at("weight_rec") / kScale;
    chain.add("container.lava_recurrent", part.params, part.tensors);
}

/// The first block: the data in 8 bits, times weight, plus bias. A sigma-delta one only sends the changes.
void addInput(LavaChain& chain, const LavaLayer& layer)
{
    ParamMap scaling;
    std::map<std::string, at::Tensor> tensors;
    for (const char* name : {"weight", "bias"})
        if (layer.has(name)) {
            scaling[name] = 1.0;
            tensors[name] = layer.at(name) / kScale;
        }
    chain.add("layer.lava_input", scaling, tensors);
    const NeuronPart part = neuronPart(layer);
    if (layer.neuron == "SDNN")
        return chain.add("encoder.delta", {{"threshold", part.params.at("threshold")}, {"scale", std::int64_t(4096)}});
    chain.add(nodeOf(layer.neuron), part.params, part.tensors);
}

} // namespace

const at::Tensor& LavaLayer::at(const std::string& name) const
{
    const auto found = values.find(name);
    if (found == values.end())
        throw Error("'" + name + "' is missing.", "a " + type + " layer", "Export the network again.");
    return found->second;
}

std::int64_t LavaLayer::number(const std::string& name) const
{
    const at::Tensor& value = at(name);
    if (value.numel() != 1)
        throw Error("'" + name + "' is not one number.", "a " + type + " layer", "Export the network again.");
    return std::int64_t(value.reshape({}).item<double>());
}

std::vector<LavaLayer> readLavaNet(const std::filesystem::path& file)
{
    const Hdf5Lock lock;
    const h5::Handle root = h5::openFile(file);
    const h5::Handle group = h5::openGroup(root, "layer");
    h5::require(group.valid(), "There is no group 'layer'.", file.string(), "Choose a network of lava-dl.");
    std::vector<LavaLayer> layers;
    for (std::int64_t i = 0;; ++i) {
        const h5::Handle one = h5::openGroup(group, std::to_string(i));
        if (!one.valid())
            break;
        LavaLayer layer;
        readInto(layer, one, "", file.string() + ", layer " + std::to_string(i));
        h5::require(!layer.type.empty() && layer.has("shape"), "A layer has no type or no shape.",
                    file.string() + ", layer " + std::to_string(i), "Export the network again.");
        for (const double size : std::vector<double>(layer.at("shape").data_ptr<double>(),
                                                     layer.at("shape").data_ptr<double>() + layer.at("shape").numel()))
            layer.shape.push_back(std::int64_t(size));
        layers.push_back(std::move(layer));
    }
    h5::require(!layers.empty(), "There is no layer 0.", file.string(), "Choose a network of lava-dl.");
    return layers;
}

void addLavaLayer(LavaChain& chain, const LavaLayer& layer, bool shift)
{
    if (layer.type == "flatten")
        return chain.add("layer.flatten", {});
    if (layer.neuron.empty()) {
        if (layer.type != "input")
            addSynapse(chain, layer);   // affine without dynamics
        return;
    }
    const NeuronPart part = neuronPart(layer);
    if (layer.type == "input") {
        addInput(chain, layer);
    } else if (layer.type == "dense_rec") {
        addRecurrent(chain, layer, part);
    } else {
        addSynapse(chain, layer);
        if (layer.has("neuron/sigma_output") && layer.number("neuron/sigma_output") != 0)
            return chain.add("layer.sigma", {});
        if (layer.number("neuron/vThMant") == kNeverFires)
            return chain.add(layer.has("weight/real") ? "layer.lava_rf_affine" : "layer.lava_affine", {}, part.tensors,
                             true);
        ParamMap params = part.params;
        if (layer.neuron == "SDNN" && !layer.activation.empty())
            params["activation"] = layer.activation;
        chain.add(nodeOf(layer.neuron), params, part.tensors);
    }
    if (shift && layer.neuron != "SDNN")
        chain.add("synapse.step_delay", {});
    if (layer.has("delay"))
        chain.add("synapse.axon_delay", {}, {{"delay", layer.at("delay").reshape({-1})}});
}

} // namespace spw::engine::golden
