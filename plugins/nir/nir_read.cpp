// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/nir/nir_file.h"

#include "core/data/containers/hdf5_table.h"
#include "core/run/hdf5_file.h"
#include "core/run/hdf5_text.h"
#include "plugins/nir/lzf_filter.h"

#include <algorithm>

namespace spw::nir {

Array scalar(double value, Number number)
{
    return {{}, {value}, number};
}

Array list(const std::vector<std::int64_t>& values)
{
    return {{std::int64_t(values.size())}, {values.begin(), values.end()}, Number::Int64};
}

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text;
    for (const std::int64_t size : shape)
        text += (text.empty() ? "" : ", ") + std::to_string(size);
    return "(" + text + (shape.size() == 1 ? ",)" : ")");
}

Item itemOf(Array array)
{
    return {.array = std::move(array), .text = {}, .children = {}};
}

Item itemOf(std::string text)
{
    return {.array = {}, .text = std::move(text), .children = {}};
}

namespace {

constexpr std::int64_t kMostArrayValues = std::int64_t(1) << 27;   // of one array: 1 GB as double
constexpr std::int64_t kLongestText = 1 << 24;
constexpr int kDeepestGroup = 32;
constexpr int kMostNodes = 100'000;
constexpr const char* kDamagedGraph = "The file is damaged or no NIR graph: copy it again, or write it again with nir.write.";

/// All of the values are in the file. A damaged size promises more; HDF5 would look for each piece, or read beyond what is there.
void requirePieces(hid_t dataset, const std::vector<std::int64_t>& shape, std::int64_t bytes, const std::string& where)
{
    h5::requireStored(dataset, bytes, where);
    const h5::Handle properties(H5Dget_create_plist(dataset)), space(H5Dget_space(dataset));
    if (H5Pget_layout(properties) != H5D_CHUNKED) {
        h5::require(std::int64_t(H5Dget_storage_size(dataset)) >= bytes, "The data set promises more values than the file holds.", where, kDamagedGraph);
        return;
    }
    std::vector<hsize_t> sides(shape.size() + 1, 0);
    hsize_t there = 0, wanted = 1;
    bool good = H5Pget_chunk(properties, int(shape.size()), sides.data()) == int(shape.size()) &&
                H5Dget_num_chunks(dataset, space, &there) >= 0;
    for (std::size_t i = 0; good && i < shape.size(); ++i) {
        good = sides[i] > 0;
        if (good)
            wanted *= (hsize_t(shape[i]) + sides[i] - 1) / sides[i];   // not more than values, of which there are 2^27
    }
    h5::require(good && wanted <= there, "The data set promises more values than the file holds.", where, kDamagedGraph);
}

/// Texts of one data set, of either length kind. Bytes are taken as they are (UTF-8 by convention).
std::vector<std::string> readTexts(hid_t dataset, const std::string& where)
{
    const std::vector<std::int64_t> shape = h5::shapeOf(dataset, where, kLongestText);
    const std::size_t count = std::size_t(h5::valueCount(shape));
    const h5::Handle type(H5Dget_type(dataset));
    std::vector<std::string> out(count);
    if (count == 0)
        return out;
    if (H5Tis_variable_str(type) > 0) {
        requirePieces(dataset, shape, std::int64_t(count) * 12, where);   // length and place of each, with the shortest addresses
        if (auto texts = h5::variableTexts(dataset, count, where))
            return std::move(*texts);
        std::vector<char*> pointers(count, nullptr);
        const h5::Handle memory(H5Tcopy(H5T_C_S1));
        H5Tset_size(memory, H5T_VARIABLE);
        H5Tset_cset(memory, H5Tget_cset(type));
        const bool read = H5Dread(dataset, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()) >= 0;
        for (std::size_t i = 0; read && i < count; ++i)
            out[i] = pointers[i] ? pointers[i] : "";
        const h5::Handle space(H5Dget_space(dataset));
        H5Dvlen_reclaim(memory, space, H5P_DEFAULT, pointers.data());
        h5::require(read, "A text cannot be read.", where, kDamagedGraph);
        return out;
    }
    const std::size_t size = H5Tget_size(type);
    h5::require(size > 0 && std::int64_t(size) <= kLongestText && std::int64_t(size * count) <= kLongestText,
                "A text is too long.", where, kDamagedGraph);
    requirePieces(dataset, shape, std::int64_t(size * count), where);
    std::vector<char> bytes(size * count);
    h5::require(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) >= 0, "A text cannot be read.", where, kDamagedGraph);
    for (std::size_t i = 0; i < count; ++i) {
        out[i].assign(bytes.data() + i * size, size);
        out[i].erase(std::min(out[i].find('\0'), out[i].size()));
        if (H5Tget_strpad(type) == H5T_STR_SPACEPAD)
            out[i].erase(out[i].find_last_not_of(' ') + 1);
    }
    return out;
}

bool isText(hid_t dataset)
{
    const h5::Handle type(H5Dget_type(dataset));
    return H5Tget_class(type) == H5T_STRING;
}

Array readArray(hid_t dataset, const std::string& where)
{
    Array array;
    const h5::Handle space(H5Dget_space(dataset));
    h5::require(H5Sget_simple_extent_type(space) != H5S_NULL, "The data set is empty.", where, kDamagedGraph);
    array.shape = h5::shapeOf(dataset, where, kMostArrayValues);
    const std::int64_t count = h5::valueCount(array.shape);
    const h5::Handle type(H5Dget_type(dataset));
    const H5T_class_t kind = H5Tget_class(type);
    h5::require(kind == H5T_FLOAT || kind == H5T_INTEGER || kind == H5T_ENUM, "The data set holds neither numbers nor a text.",
                where, kDamagedGraph);
    requirePieces(dataset, array.shape, count * std::int64_t(H5Tget_size(type)), where);
    array.number = kind != H5T_FLOAT ? Number::Int64 : H5Tget_size(type) > 4 ? Number::Float64 : Number::Float32;
    if (kind == H5T_ENUM) {   // h5py writes bool so
        std::vector<std::int8_t> flags(static_cast<std::size_t>(count));
        h5::require(H5Tget_size(type) == 1 && (count == 0 || H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, flags.data()) >= 0),
                    "The values cannot be read.", where, kDamagedGraph);
        array.values.assign(flags.begin(), flags.end());
        return array;
    }
    array.values.resize(static_cast<std::size_t>(count));
    h5::require(count == 0 || H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, array.values.data()) >= 0,
                "The values cannot be read.", where,
                "The file is damaged, or packed in a way that this HDF5 library does not know: write it again with gzip.");
    return array;
}

struct Reader {
    std::string file;
    int nodes = 0;

    std::string place(const std::string& path) const { return file + ", " + path; }

    Item item(hid_t parent, const std::string& name, const std::string& path, int depth) const
    {
        Item out;
        if (const h5::Handle dataset = h5::openDataset(parent, name); dataset.valid()) {
            if (!isText(dataset)) {
                out.array = readArray(dataset, place(path));
                return out;
            }
            const std::vector<std::string> texts = readTexts(dataset, place(path));
            if (texts.size() == 1) {
                out.text = texts[0];
                return out;
            }
            for (std::size_t i = 0; i < texts.size(); ++i)   // a list of texts: by number
                out.children[std::to_string(i)] = itemOf(texts[i]);
            return out;
        }
        const h5::Handle group = h5::openGroup(parent, name);
        h5::require(group.valid() && depth < kDeepestGroup, group.valid() ? "Groups lie too deep in each other." : "A link leads nowhere or out of the file.",
                    place(path), kDamagedGraph);
        out.children = items(group, path, depth + 1);
        return out;
    }

    Items items(hid_t group, const std::string& path, int depth) const
    {
        Items out;
        for (const std::string& name : h5::childNames(group, place(path)))
            out[name] = item(group, name, path + "/" + name, depth);
        return out;
    }

    std::vector<std::pair<std::string, std::string>> edges(hid_t group, const std::string& path) const
    {
        const h5::Handle dataset = h5::openDataset(group, "edges");
        h5::require(dataset.valid(), "The graph has no 'edges'.", place(path), kDamagedGraph);
        const std::vector<std::int64_t> shape = h5::shapeOf(dataset, place(path + "/edges"), kLongestText);
        std::vector<std::pair<std::string, std::string>> out;
        if (h5::valueCount(shape) == 0)
            return out;   // an empty list has any type and shape
        h5::require(shape.size() == 2 && shape[1] == 2 && isText(dataset),
                    "The edges have the shape " + shapeText(shape) + ", expected are (number, 2) texts.", place(path + "/edges"), kDamagedGraph);
        const std::vector<std::string> names = readTexts(dataset, place(path + "/edges"));
        for (std::size_t i = 0; i + 1 < names.size(); i += 2)
            out.emplace_back(names[i], names[i + 1]);
        return out;
    }

    Node node(hid_t group, const std::string& path, int depth)
    {
        h5::require(++nodes <= kMostNodes && depth < kDeepestGroup, "The graph has too many nodes or too many levels.", place(path), kDamagedGraph);
        Node out;
        const h5::Handle type = h5::openDataset(group, "type");
        h5::require(type.valid() && isText(type), "The node has no 'type'.", place(path + "/type"), kDamagedGraph);
        const std::vector<std::string> texts = readTexts(type, place(path + "/type"));
        h5::require(texts.size() == 1, "The 'type' of the node is not one text.", place(path + "/type"), kDamagedGraph);
        out.type = texts[0];
        for (const std::string& name : h5::childNames(group, place(path))) {
            const std::string child = path + "/" + name;
            if (name == "type" || (out.type == "NIRGraph" && name == "edges"))
                continue;
            if (name == "metadata") {
                const h5::Handle metadata = h5::openGroup(group, name);
                if (metadata.valid())
                    out.metadata = items(metadata, child, depth + 1);
            } else if (name == "nodes" && out.type == "NIRGraph") {
                const h5::Handle all = h5::openGroup(group, name);
                h5::require(all.valid(), "'nodes' is no group.", place(child), kDamagedGraph);
                for (const std::string& one : h5::childNames(all, place(child))) {
                    const h5::Handle inner = h5::openGroup(all, one);
                    h5::require(inner.valid(), "The node is no group.", place(child + "/" + one), kDamagedGraph);
                    out.nodes[one] = node(inner, child + "/" + one, depth + 1);
                }
            } else {
                out.fields[name] = item(group, name, child, depth);
            }
        }
        if (out.type == "NIRGraph")
            out.edges = edges(group, path);
        return out;
    }
};

/// Recordings that nir.write_data made.
bool isGraphData(hid_t root) { return h5::anyText(root, "__type__") == "NIRGraphData"; }

} // namespace

File readNir(const std::filesystem::path& file)
{
    const Hdf5Lock lock;
    registerLzf();
    const h5::Handle handle = h5::openFile(file);
    const h5::Handle root(H5Gopen2(handle, "/", H5P_DEFAULT));
    const std::string where = file.string();
    h5::require(root.valid(), "The file cannot be read.", where, kDamagedGraph);
    const h5::Handle top = h5::openGroup(root, "node");
    h5::require(!isGraphData(root), "The file holds recordings made with a NIR graph, not the graph.", where + ", /",
                "Open it as a recording; import the file of the graph, written by nir.write.");
    h5::require(top.valid(), "The file holds no NIR graph: there is no group 'node'.", where + ", /node",
                "Choose a file written by nir.write.");
    File out;
    if (const h5::Handle version = h5::openDataset(root, "version"); version.valid() && isText(version)) {
        const std::vector<std::string> texts = readTexts(version, where + ", /version");
        out.version = texts.size() == 1 ? texts[0] : "";
    }
    Reader reader{where};
    out.node = reader.node(top, "/node", 0);
    return out;
}

bool looksLikeNir(const std::filesystem::path& file)
{
    try {
        const Hdf5Lock lock;
        const h5::Handle handle = h5::openFile(file);
        const h5::Handle root(H5Gopen2(handle, "/", H5P_DEFAULT));
        const h5::Handle top = root.valid() ? h5::openGroup(root, "node") : h5::Handle();
        return (top.valid() && h5::openDataset(top, "type").valid()) || (root.valid() && isGraphData(root));   // reading tells of the second
    } catch (const std::exception&) {
        return false;
    }
}

} // namespace spw::nir
