// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/hdf5_file.h"
#include "plugins/lava/net.h"

#include <algorithm>

namespace spw::lavanet {

namespace {

/// Writes data sets with the types that lava-dl's own writer gives them, without time stamps.
class Writer {
public:
    explicit Writer(hid_t root)
        : m_properties(H5Pcreate(H5P_DATASET_CREATE))
        , m_layers(h5::makeGroup(root, "layer", "layer"))
    {
        H5Pset_obj_track_times(m_properties, false);
    }

    void block(const Block& block, const std::vector<std::int64_t>& input, std::size_t index)
    {
        m_where = "layer/" + std::to_string(index);
        m_group = h5::makeGroup(m_layers, std::to_string(index), m_where);
        type(typeName(block.type));
        std::vector<std::int64_t> shape = block.shape;
        if (block.type == BlockType::Flatten)
            shape.insert(shape.end(), {1, 1});
        integers("shape", shape);
        if (block.type == BlockType::Dense || block.type == BlockType::Recurrent) {
            integer("inFeatures", block.weight->shape.at(1));
            integer("outFeatures", block.size());
        } else if (slides(block.type)) {
            if (mixesMaps(block.type)) {
                integer("inChannels", input.at(0));
                integer("outChannels", block.shape.at(0));
                integer("groups", block.groups);
            }
            for (const auto& [name, pair] : {std::pair("kernelSize", block.kernel), std::pair("stride", block.stride),
                                             std::pair("padding", block.padding), std::pair("dilation", block.dilation)})
                integers(name, {pair[0], pair[1]});
        }
        weights(block);
        if (block.neuron)
            neuron(*block.neuron, block.type);
    }

private:
    h5::Handle space(const std::vector<std::int64_t>& shape) const
    {
        const std::vector<hsize_t> extents(shape.begin(), shape.end());
        return h5::Handle(shape.empty() ? H5Screate(H5S_SCALAR) : H5Screate_simple(int(extents.size()), extents.data(), nullptr));
    }

    void write(hid_t group, const std::string& name, hid_t fileType, hid_t memoryType, const std::vector<std::int64_t>& shape,
               const void* data)
    {
        const h5::Handle extent = space(shape);
        const h5::Handle set(H5Dcreate2(group, name.c_str(), fileType, extent, H5P_DEFAULT, m_properties, H5P_DEFAULT));
        h5::require(set.valid() && H5Dwrite(set, memoryType, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) >= 0,
                    "The data set '" + name + "' cannot be written.", m_where, "Free some memory.");
    }

    void type(const std::string& name)
    {
        char text[10] = {};
        std::copy_n(name.begin(), std::min<std::size_t>(name.size(), sizeof text), text);
        const h5::Handle ten(H5Tcopy(H5T_C_S1));
        H5Tset_size(ten, sizeof text);
        H5Tset_strpad(ten, H5T_STR_NULLPAD);
        write(m_group, "type", ten, ten, {1}, text);
    }

    void integers(const std::string& name, const std::vector<std::int64_t>& values)
    {
        write(m_group, name, H5T_STD_I64LE, H5T_NATIVE_INT64, {std::int64_t(values.size())}, values.data());
    }

    void integer(const std::string& name, std::int64_t value)
    {
        write(m_group, name, H5T_STD_I64LE, H5T_NATIVE_INT64, {}, &value);
    }

    void reals(hid_t group, const std::string& name, const Numbers& numbers)
    {
        const std::vector<float> values(numbers.values.begin(), numbers.values.end());
        write(group, name, H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, numbers.shape, values.data());
    }

    void weights(const Block& block)
    {
        if (block.type == BlockType::Input && !block.neuron)
            return;
        if (block.imaginary) {
            const h5::Handle group = h5::makeGroup(m_group, "weight", m_where);
            reals(group, "real", *block.weight);
            reals(group, "imag", *block.imaginary);
        } else if (block.weight) {
            Numbers weight = *block.weight;
            if (block.type == BlockType::Input)
                weight.shape = {1};
            reals(m_group, "weight", weight);
        }
        if (block.recurrent)
            reals(m_group, "weight_rec", *block.recurrent);
        if (block.bias)
            reals(m_group, "bias", *block.bias);
        if (block.delay)
            reals(m_group, "delay", *block.delay);
    }

    void text(hid_t group, const std::string& name, const std::string& value)
    {
        const h5::Handle variable(H5Tcopy(H5T_C_S1));
        H5Tset_size(variable, H5T_VARIABLE);
        H5Tset_cset(variable, H5T_CSET_UTF8);
        const char* data = value.c_str();
        write(group, name, variable, variable, {}, &data);
    }

    /// As h5py writes a bool.
    void flag(hid_t group, const std::string& name, bool value)
    {
        const h5::Handle type(H5Tenum_create(H5T_NATIVE_INT8));
        const std::int8_t no = 0, yes = 1, data = value;
        H5Tenum_insert(type, "FALSE", &no);
        H5Tenum_insert(type, "TRUE", &yes);
        write(group, name, type, type, {}, &data);
    }

    void neuron(const Neuron& neuron, BlockType block)
    {
        const h5::Handle group = h5::makeGroup(m_group, "neuron", m_where);
        const auto put = [&](const std::string& name, std::int64_t value) {
            write(group, name, H5T_STD_I64LE, H5T_NATIVE_INT64, {}, &value);
        };
        text(group, "type", typeName(neuron.type));
        for (const auto& [name, decay] : neuron.decays) {
            const std::vector<std::int64_t> values(decay.values.begin(), decay.values.end());
            write(group, name, H5T_STD_I64LE, H5T_NATIVE_INT64, decay.shape, values.data());
        }
        put("vThMant", neuron.threshold);
        if (neuron.type == NeuronType::SigmaDelta) {
            text(group, "activation", neuron.activation.empty() ? "relu" : neuron.activation);
            if (neuron.sigmaOutput)
                flag(group, "sigma_output", true);
            return;
        }
        if (adapts(neuron.type))
            put("vThStep", neuron.thresholdStep);
        if (!isResonator(neuron.type))
            put("refDelay", 1);
        flag(group, "gradedSpike", neuron.graded);
        if (neuron.weightExponent && block != BlockType::Input) {
            const float exponent = float(*neuron.weightExponent);
            write(group, "weight_exp", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, {1}, &exponent);
        }
    }

    h5::Handle m_properties, m_layers, m_group;
    std::string m_where;
};

} // namespace

std::string netBytes(const Net& net)
{
    const Hdf5Lock lock;
    const h5::Handle access(H5Pcreate(H5P_FILE_ACCESS));
    H5Pset_fapl_core(access, std::size_t(1) << 20, 0);
    const h5::Handle file(H5Fcreate("net-in-memory", H5F_ACC_TRUNC, H5P_DEFAULT, access));
    h5::require(file.valid(), "The network cannot be prepared.", "the exporter 'lava'", "Free some memory.");
    Writer writer(file);
    std::vector<std::int64_t> input = net.inputShape;
    for (std::size_t i = 0; i < net.blocks.size(); ++i) {
        writer.block(net.blocks[i], input, i);
        input = net.blocks[i].shape;
    }
    H5Fflush(file, H5F_SCOPE_LOCAL);
    const ssize_t size = H5Fget_file_image(file, nullptr, 0);
    std::string bytes(size > 0 ? std::size_t(size) : 0, '\0');
    h5::require(size > 0 && H5Fget_file_image(file, bytes.data(), bytes.size()) == size, "The network cannot be prepared.",
                "the exporter 'lava'", "Free some memory.");
    return bytes;
}

} // namespace spw::lavanet
