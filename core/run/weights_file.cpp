// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/weights_file.h"

#include "core/base/atomic_file.h"
#include "core/run/hdf5_file.h"

#include <type_traits>

namespace spw {

namespace {

constexpr const char* kWeightsFormat = "spikewright-weights/1";
constexpr std::int64_t kMostWeights = std::int64_t(1) << 30;   // of one parameter

template <class T>
hid_t memoryType()
{
    if constexpr (std::is_same_v<T, float>)
        return H5T_NATIVE_FLOAT;
    else if constexpr (std::is_same_v<T, double>)
        return H5T_NATIVE_DOUBLE;
    else
        return H5T_NATIVE_INT64;
}

template <class T>
hid_t fileType()
{
    if constexpr (std::is_same_v<T, float>)
        return H5T_IEEE_F32LE;
    else if constexpr (std::is_same_v<T, double>)
        return H5T_IEEE_F64LE;
    else
        return H5T_STD_I64LE;
}

void writeArray(hid_t group, const std::string& name, const WeightArray& array, const std::string& where)
{
    const std::vector<hsize_t> extents(array.shape.begin(), array.shape.end());
    const h5::Handle space(extents.empty() ? H5Screate(H5S_SCALAR)
                                           : H5Screate_simple(int(extents.size()), extents.data(), nullptr));
    const h5::Handle properties(H5Pcreate(H5P_DATASET_CREATE));
    H5Pset_obj_track_times(properties, false);
    std::visit(
        [&](const auto& values) {
            using T = typename std::decay_t<decltype(values)>::value_type;
            h5::require(std::int64_t(values.size()) == h5::valueCount(array.shape),
                        "The parameter has " + std::to_string(values.size()) + " values, its shape says "
                            + std::to_string(h5::valueCount(array.shape)) + ".",
                        where, "Report this as a bug.");
            const h5::Handle dataset(
                H5Dcreate2(group, name.c_str(), fileType<T>(), space, H5P_DEFAULT, properties, H5P_DEFAULT));
            h5::require(dataset.valid()
                            && (values.empty()
                                || H5Dwrite(dataset, memoryType<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0),
                        "The parameter cannot be written.", where);
        },
        array.data);
}

template <class T>
std::vector<T> readValues(hid_t dataset, std::int64_t count, const std::string& where)
{
    auto values = std::vector<T>(static_cast<std::size_t>(count));
    h5::require(count == 0 || H5Dread(dataset, memoryType<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0,
                "The values cannot be read.", where, "The file is damaged: copy it again.");
    return values;
}

WeightArray readArray(hid_t dataset, const std::string& where)
{
    WeightArray array;
    array.shape = h5::shapeOf(dataset, where, kMostWeights);
    const std::int64_t count = h5::valueCount(array.shape);
    const h5::Handle type(H5Dget_type(dataset));
    const H5T_class_t kind = H5Tget_class(type);
    h5::requireStored(dataset, count * std::int64_t(H5Tget_size(type)), where);
    h5::require(kind == H5T_FLOAT || kind == H5T_INTEGER, "The data set holds no numbers.", where,
                "Choose a weights file of Spikewright.");
    if (kind == H5T_INTEGER)
        array.data = readValues<std::int64_t>(dataset, count, where);
    else if (H5Tget_size(type) > 4)
        array.data = readValues<double>(dataset, count, where);
    else
        array.data = readValues<float>(dataset, count, where);
    return array;
}

} // namespace

void writeWeights(const std::filesystem::path& file, const Weights& weights)
{
    const Hdf5Lock lock;
    // Made in memory and written in one step by the one function that replaces files safely.
    const h5::Handle access(H5Pcreate(H5P_FILE_ACCESS));
    H5Pset_fapl_core(access, std::size_t(1) << 20, 0);
    const std::string where = file.string();
    const h5::Handle handle(H5Fcreate("weights-in-memory", H5F_ACC_TRUNC, H5P_DEFAULT, access));
    h5::require(handle.valid(), "The weights cannot be prepared.", where, "Free some memory.");
    h5::setText(handle, "format", kWeightsFormat, where);
    h5::setText(handle, "graph_hash", weights.graphHash, where);
    for (const auto& [name, array] : weights.arrays) {
        const std::size_t slash = name.rfind('/');
        h5::require(slash != std::string::npos, "The name \"" + name + "\" is not \"<node>/<parameter>\".", where,
                    "Report this as a bug.");
        const h5::Handle group = h5::makeGroup(handle, h5::escaped(name.substr(0, slash)), where);
        writeArray(group, h5::escaped(name.substr(slash + 1)), array, where + ", " + name);
    }
    H5Fflush(handle, H5F_SCOPE_LOCAL);
    const ssize_t size = H5Fget_file_image(handle, nullptr, 0);
    h5::require(size > 0, "The weights cannot be prepared.", where, "Free some memory.");
    std::string bytes(std::size_t(size), '\0');
    h5::require(H5Fget_file_image(handle, bytes.data(), bytes.size()) == size, "The weights cannot be prepared.", where,
                "Free some memory.");
    writeFileAtomically(file, bytes);
}

Weights readWeights(const std::filesystem::path& file)
{
    const Hdf5Lock lock;
    const h5::Handle handle = h5::openFile(file);
    const std::string where = file.string();
    const std::string format = h5::text(handle, "format").value_or("");
    h5::require(format == kWeightsFormat, "The file is no weights file: its attribute \"format\" is \"" + format + "\", expected \""
                                       + kWeightsFormat + "\".",
                where + ", /", "Choose a weights file of Spikewright, or import the network it belongs to.");
    Weights weights;
    weights.graphHash = h5::text(handle, "graph_hash").value_or("");
    const h5::Handle root(H5Gopen2(handle, "/", H5P_DEFAULT));
    for (const std::string& node : h5::childNames(root, where)) {
        const h5::Handle group = h5::openGroup(root, node);
        if (!group.valid())
            continue;
        for (const std::string& name : h5::childNames(group, where + ", /" + node)) {
            const h5::Handle dataset = h5::openDataset(group, name);
            if (dataset.valid())
                weights.arrays[h5::unescaped(node) + "/" + h5::unescaped(name)] =
                    readArray(dataset, where + ", /" + node + "/" + name);
        }
    }
    return weights;
}

} // namespace spw
