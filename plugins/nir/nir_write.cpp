// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/run/hdf5_file.h"
#include "plugins/nir/nir_file.h"

#include <algorithm>

namespace spw::nir {

namespace {

constexpr const char* kMemory = "Free some memory.";
constexpr std::size_t kPackFrom = 256;   // smaller arrays grow when they are packed

/// What h5py makes of a Python text.
h5::Handle textType()
{
    h5::Handle type(H5Tcopy(H5T_C_S1));
    H5Tset_size(type, H5T_VARIABLE);
    H5Tset_cset(type, H5T_CSET_UTF8);
    return type;
}

h5::Handle properties()
{
    h5::Handle out(H5Pcreate(H5P_DATASET_CREATE));
    H5Pset_obj_track_times(out, false);   // equal content, equal bytes
    return out;
}

void writeText(hid_t group, const std::string& name, const std::string& text, const std::string& where)
{
    const h5::Handle type = textType(), space(H5Screate(H5S_SCALAR)), made = properties();
    const h5::Handle dataset(H5Dcreate2(group, name.c_str(), type, space, H5P_DEFAULT, made, H5P_DEFAULT));
    const char* pointer = text.c_str();
    h5::require(dataset.valid() && H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, &pointer) >= 0,
                "A text cannot be written.", where + "/" + name, kMemory);
}

hid_t fileTypeOf(Number number)
{
    return number == Number::Float32 ? H5T_IEEE_F32LE : number == Number::Float64 ? H5T_IEEE_F64LE : H5T_STD_I64LE;
}

void writeArray(hid_t group, const std::string& name, const Array& array, const std::string& where)
{
    const std::vector<hsize_t> extents(array.shape.begin(), array.shape.end());
    const h5::Handle space(extents.empty() ? H5Screate(H5S_SCALAR) : H5Screate_simple(int(extents.size()), extents.data(), nullptr));
    const h5::Handle made = properties();
    if (!extents.empty() && array.values.size() >= kPackFrom) {
        std::vector<hsize_t> chunk = extents;
        for (std::size_t axis = 0, rest = array.values.size(); axis < chunk.size() && rest > (std::size_t(1) << 20); ++axis) {
            const std::size_t inner = rest / std::size_t(chunk[axis]);   // a chunk has at most about a million values
            chunk[axis] = std::max<hsize_t>(1, (std::size_t(1) << 20) / std::max<std::size_t>(1, inner));
            rest = inner;
        }
        H5Pset_chunk(made, int(chunk.size()), chunk.data());
        H5Pset_deflate(made, 4);
    }
    const h5::Handle dataset(H5Dcreate2(group, name.c_str(), fileTypeOf(array.number), space, H5P_DEFAULT, made, H5P_DEFAULT));
    h5::require(dataset.valid() && std::int64_t(array.values.size()) == h5::valueCount(array.shape) &&
                    (array.values.empty() ||
                     H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, array.values.data()) >= 0),
                "An array cannot be written.", where + "/" + name, kMemory);
}

void writeItems(hid_t group, const Items& items, const std::string& where)
{
    for (const auto& [name, item] : items) {
        if (item.array) {
            writeArray(group, name, *item.array, where);
        } else if (item.text) {
            writeText(group, name, *item.text, where);
        } else {
            const h5::Handle child = h5::makeGroup(group, name, where);
            writeItems(child, item.children, where + "/" + name);
        }
    }
}

void writeEdges(hid_t group, const std::vector<std::pair<std::string, std::string>>& edges, const std::string& where)
{
    const hsize_t extents[2] = {edges.size(), 2};
    const h5::Handle type = textType(), space(H5Screate_simple(2, extents, nullptr)), made = properties();
    const h5::Handle dataset(H5Dcreate2(group, "edges", type, space, H5P_DEFAULT, made, H5P_DEFAULT));
    std::vector<const char*> names;
    for (const auto& [from, to] : edges) {
        names.push_back(from.c_str());
        names.push_back(to.c_str());
    }
    h5::require(dataset.valid() &&
                    (names.empty() || H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, names.data()) >= 0),
                "The edges cannot be written.", where, kMemory);
}

void writeNode(hid_t group, const Node& node, const std::string& where)
{
    writeText(group, "type", node.type, where);
    writeItems(group, node.fields, where);
    if (!node.metadata.empty()) {
        const h5::Handle metadata = h5::makeGroup(group, "metadata", where);
        writeItems(metadata, node.metadata, where + "/metadata");
    }
    if (node.type != "NIRGraph")
        return;
    writeEdges(group, node.edges, where);
    const h5::Handle nodes = h5::makeGroup(group, "nodes", where);
    for (const auto& [name, child] : node.nodes) {
        const h5::Handle inner = h5::makeGroup(nodes, name, where + "/nodes");
        writeNode(inner, child, where + "/nodes/" + name);
    }
}

} // namespace

void writeNir(const std::filesystem::path& file, const File& content)
{
    const Hdf5Lock lock;
    // Made in memory and written in one step by the one function that replaces files safely.
    const h5::Handle access(H5Pcreate(H5P_FILE_ACCESS));
    H5Pset_fapl_core(access, std::size_t(1) << 20, 0);
    const std::string where = file.string();
    const h5::Handle handle(H5Fcreate("nir-in-memory", H5F_ACC_TRUNC, H5P_DEFAULT, access));
    h5::require(handle.valid(), "The file cannot be prepared.", where, kMemory);
    writeText(handle, "version", content.version, where);
    {
        const h5::Handle node = h5::makeGroup(handle, "node", where);
        writeNode(node, content.node, where + ", /node");
    }
    H5Fflush(handle, H5F_SCOPE_LOCAL);
    const ssize_t size = H5Fget_file_image(handle, nullptr, 0);
    h5::require(size > 0, "The file cannot be prepared.", where, kMemory);
    std::string bytes(std::size_t(size), '\0');
    h5::require(H5Fget_file_image(handle, bytes.data(), bytes.size()) == size, "The file cannot be prepared.", where, kMemory);
    writeFileAtomically(file, bytes);
}

} // namespace spw::nir
