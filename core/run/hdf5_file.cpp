// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/hdf5_file.h"

#include "core/run/hdf5_probe.h"

#include <algorithm>
#include <fstream>
#include <limits>

namespace spw::h5 {

namespace {

constexpr std::size_t kMaxTextBytes = std::size_t(16) << 20;
constexpr hssize_t kMaxAttributeValues = 1 << 24;

bool isHardLink(hid_t parent, const std::string& name)
{
    H5L_info_t info;
    return !name.empty() && H5Lget_info(parent, name.c_str(), &info, H5P_DEFAULT) >= 0 && info.type == H5L_TYPE_HARD;
}

Handle openChild(hid_t parent, const std::string& name, H5I_type_t kind)
{
    if (!isHardLink(parent, name))
        return Handle();
    Handle child(H5Oopen(parent, name.c_str(), H5P_DEFAULT));
    return child.valid() && H5Iget_type(child) == kind ? std::move(child) : Handle();
}

void setAttribute(hid_t object, const char* name, hid_t fileType, hid_t memoryType, hid_t space, const void* data,
                  const std::string& where)
{
    if (H5Aexists(object, name) > 0)
        H5Adelete(object, name);
    const Handle attribute(H5Acreate2(object, name, fileType, space, H5P_DEFAULT, H5P_DEFAULT));
    require(attribute.valid() && H5Awrite(attribute, memoryType, data) >= 0,
            "The attribute " + std::string(name) + " cannot be written.", where);
}

} // namespace

std::string escaped(const std::string& name)
{
    static constexpr char kDigits[] = "0123456789ABCDEF";
    const bool dots = name.find_first_not_of('.') == std::string::npos;   // "." and ".." mean something to HDF5
    std::string result;
    for (const char c : name) {
        if (c == '/' || c == '%' || c == '\0' || (dots && c == '.'))
            result += {'%', kDigits[(c >> 4) & 15], kDigits[c & 15]};
        else
            result += c;
    }
    return result.empty() ? "%" : result;   // a lone "%" stands for the empty name
}

std::string escapedAtRoot(const std::string& name) { return name == "records" ? "%72ecords" : escaped(name); }

std::string unescaped(const std::string& name)
{
    const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
    if (name == "%")
        return "";
    std::string result;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == '%' && i + 2 < name.size() && digit(name[i + 1]) >= 0 && digit(name[i + 2]) >= 0) {
            result += char(digit(name[i + 1]) * 16 + digit(name[i + 2]));
            i += 2;
        } else {
            result += name[i];
        }
    }
    return result;
}

void require(bool ok, const std::string& what, const std::string& where, const std::string& fix)
{
    if (!ok)
        throw Error(what, where, fix);
}

Handle openFile(const std::filesystem::path& file)
{
    std::error_code ignored;
    require(std::filesystem::is_regular_file(file, ignored), "The file does not exist.", file.string(),
            "Choose an existing file.");
    requireSound(file);
    Handle handle(H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT));
    if (handle.valid())
        return handle;
    std::string start(23, '\0');
    std::ifstream(file, std::ios::binary).read(start.data(), std::streamsize(start.size()));
    require(start != "version https://git-lfs", "The file is a Git LFS pointer, not the data themselves.",
            file.string(), "Fetch the file with \"git lfs pull\".");
    throw Error("The file is no readable HDF5 file, or it is damaged.", file.string() + ", byte 0",
                "Copy the file again, or choose another one.");
}

Handle openGroup(hid_t parent, const std::string& name) { return openChild(parent, name, H5I_GROUP); }
Handle openDataset(hid_t parent, const std::string& name) { return openChild(parent, name, H5I_DATASET); }

std::vector<std::string> childNames(hid_t group, const std::string& where)
{
    std::vector<std::string> names;
    const auto collect = [](hid_t, const char* name, const H5L_info_t* info, void* out) -> herr_t {
        if (info->type == H5L_TYPE_HARD)
            static_cast<std::vector<std::string>*>(out)->emplace_back(name);
        return 0;
    };
    hsize_t position = 0;
    require(H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, &position, collect, &names) >= 0,
            "The list of names cannot be read.", where, "The file is damaged: copy it again.");
    std::sort(names.begin(), names.end());
    return names;
}

Handle makeGroup(hid_t parent, const std::string& name, const std::string& where)
{
    Handle group = openGroup(parent, name);
    if (!group.valid()) {
        const Handle properties(H5Pcreate(H5P_GROUP_CREATE));
        H5Pset_obj_track_times(properties, false);
        group = Handle(H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT));
    }
    require(group.valid(), "The group " + name + " cannot be made.", where);
    return group;
}

std::vector<std::int64_t> shapeOf(hid_t dataset, const std::string& where, std::int64_t limit)
{
    const Handle space(H5Dget_space(dataset)), properties(H5Dget_create_plist(dataset));
    const int rank = space.valid() ? H5Sget_simple_extent_ndims(space) : -1;
    require(rank >= 0 && rank <= 32 && H5Sget_simple_extent_type(space) != H5S_NULL,
            "The data set has no readable shape.", where, "The file is damaged: copy it again.");
    require(properties.valid() && H5Pget_layout(properties) != H5D_VIRTUAL && H5Pget_external_count(properties) == 0,
            "The values lie in other files.", where, "Use a file that holds its values itself.");
    std::vector<hsize_t> extents(std::size_t(rank) + 1);
    H5Sget_simple_extent_dims(space, extents.data(), nullptr);
    std::vector<std::int64_t> shape;
    hsize_t count = 1;
    for (int i = 0; i < rank; ++i) {
        const hsize_t extent = extents[std::size_t(i)];
        require(extent <= hsize_t(limit) && (extent == 0 || count <= hsize_t(limit) / extent),
                "The data set has more than " + std::to_string(limit) + " values.", where,
                "The file is damaged, or too large for this use.");
        count *= std::max<hsize_t>(extent, 1);
        shape.push_back(std::int64_t(extent));
    }
    return shape;
}

void requireStored(hid_t dataset, std::int64_t bytes, const std::string& where)
{
    constexpr hsize_t kMostDeflate = 1100;   // deflate shrinks at most by 1032
    const Handle file(H5Iget_file_id(dataset));
    hsize_t fileBytes = 0;
    const hsize_t stored = H5Dget_storage_size(dataset);
    require(file.valid() && H5Fget_filesize(file, &fileBytes) >= 0 && stored <= fileBytes
                && hsize_t(bytes) / kMostDeflate <= stored,
            "The data set promises more values than the file can hold.", where,
            "The file is cut or damaged: copy it again.");
}

std::int64_t valueCount(const std::vector<std::int64_t>& shape)
{
    std::int64_t count = 1;
    for (const std::int64_t extent : shape)
        count *= extent;
    return count;
}

void setText(hid_t object, const char* name, const std::string& value, const std::string& where)
{
    const Handle type(H5Tcopy(H5T_C_S1)), space(H5Screate(H5S_SCALAR));
    H5Tset_size(type, std::max<std::size_t>(value.size(), 1));   // HDF5 has no text of length 0
    H5Tset_strpad(type, H5T_STR_NULLPAD);
    H5Tset_cset(type, H5T_CSET_UTF8);
    setAttribute(object, name, type, type, space, value.empty() ? "\0" : value.c_str(), where);
}

void setNumber(hid_t object, const char* name, double value, const std::string& where)
{
    const Handle space(H5Screate(H5S_SCALAR));
    setAttribute(object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, space, &value, where);
}

void setIntegers(hid_t object, const char* name, const std::vector<std::int64_t>& values, const std::string& where)
{
    const hsize_t count = values.size();
    const Handle space(H5Screate_simple(1, &count, nullptr));
    static constexpr std::int64_t kNothing = 0;   // HDF5 takes no null pointer, even for no values
    setAttribute(object, name, H5T_STD_I64LE, H5T_NATIVE_INT64, space, values.empty() ? &kNothing : values.data(), where);
}

std::optional<std::string> text(hid_t object, const char* name)
{
    if (H5Aexists(object, name) <= 0)
        return std::nullopt;
    const Handle attribute(H5Aopen(object, name, H5P_DEFAULT));
    const Handle type(H5Aget_type(attribute)), space(H5Aget_space(attribute));
    if (!type.valid() || !space.valid() || H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) != 0
        || H5Sget_simple_extent_npoints(space) != 1 || H5Tget_size(type) > kMaxTextBytes)
        return std::nullopt;
    std::string value(H5Tget_size(type), '\0');
    if (H5Aread(attribute, type, value.data()) < 0)
        return std::nullopt;
    value.erase(std::find(value.begin(), value.end(), '\0'), value.end());
    return value;
}

std::optional<double> number(hid_t object, const char* name)
{
    if (H5Aexists(object, name) <= 0)
        return std::nullopt;
    const Handle attribute(H5Aopen(object, name, H5P_DEFAULT));
    const Handle type(H5Aget_type(attribute)), space(H5Aget_space(attribute));
    double value = 0;
    const H5T_class_t kind = type.valid() ? H5Tget_class(type) : H5T_NO_CLASS;
    if ((kind != H5T_FLOAT && kind != H5T_INTEGER) || H5Sget_simple_extent_npoints(space) != 1
        || H5Aread(attribute, H5T_NATIVE_DOUBLE, &value) < 0)
        return std::nullopt;
    return value;
}

std::vector<std::int64_t> integers(hid_t object, const char* name)
{
    if (H5Aexists(object, name) <= 0)
        return {};
    const Handle attribute(H5Aopen(object, name, H5P_DEFAULT));
    const Handle type(H5Aget_type(attribute)), space(H5Aget_space(attribute));
    const hssize_t count = space.valid() ? H5Sget_simple_extent_npoints(space) : -1;
    if (!type.valid() || H5Tget_class(type) != H5T_INTEGER || count < 0 || count > kMaxAttributeValues)
        return {};
    std::vector<std::int64_t> values(std::size_t(count), 0);
    if (count > 0 && H5Aread(attribute, H5T_NATIVE_INT64, values.data()) < 0)
        return {};
    return values;
}

} // namespace spw::h5
