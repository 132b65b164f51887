// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/hdf5_file.h"
#include "core/run/recording.h"

#include <algorithm>
#include <charconv>

namespace spw {

namespace {

constexpr std::int64_t kMaxValues = std::int64_t(1) << 60;       // of a data set: only parts of it are read
constexpr std::int64_t kMaxRead = std::int64_t(1) << 30;         // at once
constexpr const char* kDamaged = "The file is damaged: copy it again.";

std::optional<std::int64_t> serialOf(const std::string& name)
{
    std::int64_t serial = 0;
    const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), serial);
    if (problem != std::errc() || end != name.data() + name.size() || serial < 0)
        return std::nullopt;
    return serial;
}

} // namespace

struct RecordingReader::Impl {
    std::filesystem::path file;
    h5::Handle handle;
    std::vector<RecordedEntry> entries;
    std::vector<RecordInfo> records;

    std::string where(const std::string& path) const { return file.string() + ", " + path; }

    void listNodes(hid_t parent, const std::string& path, std::int64_t record)
    {
        for (const std::string& node : h5::childNames(parent, where(path))) {
            if (record < 0 && node == "records")
                continue;
            const h5::Handle group = h5::openGroup(parent, node);
            if (!group.valid())
                continue;
            const std::string below = path + "/" + node;
            for (const std::string& port : h5::childNames(group, where(below))) {
                const h5::Handle dataset = h5::openDataset(group, port);
                const h5::Handle type(dataset.valid() ? H5Dget_type(dataset) : H5I_INVALID_HID);
                const H5T_class_t kind = type.valid() ? H5Tget_class(type) : H5T_NO_CLASS;
                if (kind != H5T_FLOAT && kind != H5T_INTEGER)
                    continue;
                RecordedEntry entry;
                entry.shape = h5::shapeOf(dataset, where(below + "/" + port), kMaxValues);
                if (entry.shape.empty())
                    continue;
                entry.record = record;
                entry.node = h5::unescaped(node);
                entry.port = h5::unescaped(port);
                entry.spikes = kind == H5T_INTEGER;
                entry.dt = h5::number(dataset, "dt").value_or(1);
                entry.unit = h5::text(dataset, "unit").value_or("steps");
                entries.push_back(std::move(entry));
            }
        }
    }

    void listRecords(hid_t root)
    {
        const h5::Handle group = h5::openGroup(root, "records");
        if (!group.valid())
            return;
        for (const std::string& name : h5::childNames(group, where("/records"))) {
            const std::optional<std::int64_t> serial = serialOf(name);
            const h5::Handle record = h5::openGroup(group, name);
            if (!serial || !record.valid())
                continue;
            std::vector<std::int64_t> values = h5::integers(record, "record");
            values.resize(5);
            records.push_back({*serial, values[0], values[1], values[2], values[3], values[4],
                               h5::text(record, "name").value_or("")});
            listNodes(record, "/records/" + name, *serial);
        }
        std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.serial < b.serial; });
    }
};

RecordingReader::RecordingReader(const std::filesystem::path& file)
    : m_impl(std::make_unique<Impl>())
{
    const Hdf5Lock lock;
    m_impl->file = file;
    m_impl->handle = h5::openFile(file);
    const h5::Handle root(H5Gopen2(m_impl->handle, "/", H5P_DEFAULT));
    h5::require(root.valid(), "The file has no root group.", m_impl->where("/"), kDamaged);
    m_impl->listNodes(root, "", -1);
    m_impl->listRecords(root);
}

RecordingReader::~RecordingReader() = default;

const std::vector<RecordedEntry>& RecordingReader::entries() const { return m_impl->entries; }
const std::vector<RecordInfo>& RecordingReader::records() const { return m_impl->records; }

RecordedArray RecordingReader::read(const RecordedEntry& entry, std::int64_t first,
                                    std::optional<std::int64_t> count) const
{
    const Hdf5Lock lock;
    const std::string node = entry.record >= 0 ? h5::escaped(entry.node) : h5::escapedAtRoot(entry.node);
    const std::string path = (entry.record >= 0 ? "/records/" + std::to_string(entry.record) : std::string()) + "/"
                             + node + "/" + h5::escaped(entry.port);
    const std::string place = m_impl->where(path);
    // Node by node, so that a link that leads elsewhere is never followed.
    h5::Handle group(H5Gopen2(m_impl->handle, "/", H5P_DEFAULT));
    if (entry.record >= 0) {
        group = h5::openGroup(group, "records");
        group = h5::openGroup(group, std::to_string(entry.record));
    }
    group = h5::openGroup(group, node);
    const h5::Handle dataset = h5::openDataset(group, h5::escaped(entry.port));
    h5::require(dataset.valid(), "There is no such recording.", place, "Choose one that the file lists.");

    RecordedArray array;
    array.shape = h5::shapeOf(dataset, place, kMaxValues);
    h5::require(!array.shape.empty(), "The recording has no time axis.", place, kDamaged);
    first = std::clamp<std::int64_t>(first, 0, array.shape[0]);
    const std::int64_t left = array.shape[0] - first;
    array.shape[0] = count ? std::clamp<std::int64_t>(*count, 0, left) : left;
    const std::int64_t values = h5::valueCount(array.shape);
    h5::require(values <= kMaxRead, "So many steps do not fit in memory.", place, "Read fewer steps at once.");
    h5::requireStored(dataset, values * (entry.spikes ? 1 : 4), place);
    array.dt = entry.dt;
    array.unit = entry.unit;
    if (entry.spikes)
        array.data = std::vector<std::uint8_t>(static_cast<std::size_t>(values));
    else
        array.data = std::vector<float>(static_cast<std::size_t>(values));
    if (values == 0)
        return array;
    const std::vector<hsize_t> size(array.shape.begin(), array.shape.end());
    std::vector<hsize_t> offset(size.size());
    offset[0] = hsize_t(first);
    const h5::Handle space(H5Dget_space(dataset)), memory(H5Screate_simple(int(size.size()), size.data(), nullptr));
    H5Sselect_hyperslab(space, H5S_SELECT_SET, offset.data(), nullptr, size.data(), nullptr);
    const herr_t status = std::visit(
        [&](auto& data) {
            return H5Dread(dataset, entry.spikes ? H5T_NATIVE_UINT8 : H5T_NATIVE_FLOAT, memory, space, H5P_DEFAULT,
                           data.data());
        },
        array.data);
    h5::require(status >= 0, "The values cannot be read.", place, kDamaged);
    return array;
}

} // namespace spw
