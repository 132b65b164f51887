// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/lava/net_group.h"

#include "core/run/hdf5_text.h"

#include <algorithm>
#include <cmath>

namespace spw::lavanet {

namespace {
constexpr std::int64_t kMostValues = 64 << 20; // of one data set: 512 MB as they are kept here
}

NetGroup::NetGroup(h5::Handle group, std::string file, std::string path)
    : m_group(std::move(group))
    , m_file(std::move(file))
    , m_path(std::move(path))
    , m_names(h5::childNames(m_group, m_file))
{}

std::string NetGroup::place(const std::string& name) const
{
    const std::string path = m_path.empty() || name.empty() ? m_path + name : m_path + "/" + name;
    return path.empty() ? m_file : m_file + ", " + path;
}

void NetGroup::fail(const std::string& name, const std::string& what, const std::string& fix) const
{
    throw Error(what, place(name), fix);
}

bool NetGroup::has(const std::string& name) const
{
    return std::binary_search(m_names.begin(), m_names.end(), name) && h5::openDataset(m_group, name).valid();
}

bool NetGroup::hasGroup(const std::string& name) const
{
    return std::binary_search(m_names.begin(), m_names.end(), name) && h5::openGroup(m_group, name).valid();
}

NetGroup NetGroup::group(const std::string& name) const
{
    h5::Handle child = h5::openGroup(m_group, name);
    if (!child.valid())
        fail(name, "The group '" + name + "' is missing.");
    return {std::move(child), m_file, m_path.empty() ? name : m_path + "/" + name};
}

h5::Handle NetGroup::dataset(const std::string& name) const
{
    h5::Handle data = h5::openDataset(m_group, name);
    if (!data.valid())
        fail(name, "The data set '" + name + "' is missing.");
    return data;
}

Numbers NetGroup::numbers(const std::string& name) const
{
    const h5::Handle data = dataset(name);
    const std::string where = place(name);
    Numbers out;
    out.shape = h5::shapeOf(data, where, kMostValues);
    const std::int64_t count = h5::valueCount(out.shape);
    const h5::Handle type(H5Dget_type(data));
    const H5T_class_t kind = H5Tget_class(type);
    h5::requireStored(data, count * std::int64_t(H5Tget_size(type)), where);
    bool read = count == 0;
    if (kind == H5T_ENUM && H5Tget_size(type) == 1) { // true and false
        std::vector<signed char> flags(std::size_t(count), 0);
        read = read || H5Dread(data, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, flags.data()) >= 0;
        out.values.assign(flags.begin(), flags.end());
    } else if (kind == H5T_FLOAT || kind == H5T_INTEGER) {
        out.values.resize(std::size_t(count));
        read = read || H5Dread(data, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, out.values.data()) >= 0;
    } else {
        fail(name, "The data set '" + name + "' holds no numbers.");
    }
    if (!read)
        fail(name, "The numbers cannot be read.", "The file is damaged: copy it again.");
    const auto wrong = std::find_if(out.values.begin(), out.values.end(), [](double x) { return !std::isfinite(x); });
    if (wrong != out.values.end())
        fail(name,
             "Value " + std::to_string(wrong - out.values.begin()) + " of '" + name + "' is " +
                 (std::isnan(*wrong) ? "not a number" : "infinite") + "; whole numbers were expected.",
             "Train again with a lower learning rate, then export again.");
    return out;
}

std::optional<Numbers> NetGroup::maybe(const std::string& name) const
{
    return has(name) ? std::optional(numbers(name)) : std::nullopt;
}

double NetGroup::number(const std::string& name) const
{
    const Numbers all = numbers(name);
    if (all.values.size() != 1)
        fail(name, "'" + name + "' has the shape " + shapeText(all.shape) + "; one number was expected.");
    return all.values[0];
}

std::int64_t NetGroup::integer(const std::string& name, std::int64_t low, std::int64_t high) const
{
    const double value = number(name);
    if (value != std::floor(value) || value < double(low) || value > double(high))
        fail(name, "'" + name + "' is " + std::to_string(value) + "; a whole number from " + std::to_string(low) + " to " +
                       std::to_string(high) + " was expected.");
    return std::int64_t(value);
}

bool NetGroup::flag(const std::string& name) const
{
    return has(name) && number(name) != 0;
}

std::string NetGroup::text(const std::string& name) const
{
    return h5::textOf(dataset(name), place(name));
}

} // namespace spw::lavanet
