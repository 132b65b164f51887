// SPDX-License-Identifier: GPL-3.0-or-later
// HDF5 as RVT lays out converted recordings (formats.md 5.7): events/{t, x, y, p, width, height}. h5py reads it with nothing
// installed: the only filters are HDF5's own.
#include "core/data/event_writer.h"
#include "core/data/writers/fitting.h"
#include "core/data/writers/output_file.h"
#include "core/run/hdf5_file.h"

#include <array>

namespace spw {

namespace {

constexpr hsize_t kChunk = 65536;

class Hdf5Writer final : public EventWriter {
public:
    Hdf5Writer(const std::filesystem::path& file, const RecordingFacts& facts) : m_path(file), m_file(file)
    {
        const Hdf5Lock lock;
        const h5::Handle access(H5Pcreate(H5P_FILE_ACCESS));
        H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_LATEST);
        m_handle = h5::Handle(H5Fcreate(m_file.temporary().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access));
        h5::require(m_handle.valid(), "The file could not be written.", m_path.string());
        const h5::Handle group = h5::makeGroup(m_handle, "events", m_path.string());
        const std::array<std::pair<const char*, hid_t>, 4> columns = {
            {{"t", H5T_STD_I64LE}, {"x", H5T_STD_U16LE}, {"y", H5T_STD_U16LE}, {"p", H5T_STD_U8LE}}};
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const hsize_t none = 0, most = H5S_UNLIMITED;
            const h5::Handle space(H5Screate_simple(1, &none, &most));
            const h5::Handle properties(H5Pcreate(H5P_DATASET_CREATE));
            H5Pset_obj_track_times(properties, false);
            H5Pset_chunk(properties, 1, &kChunk);
            H5Pset_shuffle(properties);
            H5Pset_deflate(properties, 1);
            m_columns[i] = h5::Handle(H5Dcreate2(group, columns[i].first, columns[i].second, space, H5P_DEFAULT, properties, H5P_DEFAULT));
            h5::require(m_columns[i].valid(), "The file could not be written.", m_path.string());
        }
        for (const auto& [name, value] : {std::pair("width", facts.width), std::pair("height", facts.height)}) {
            const h5::Handle space(H5Screate(H5S_SCALAR));
            const h5::Handle properties(H5Pcreate(H5P_DATASET_CREATE));
            H5Pset_obj_track_times(properties, false);
            const h5::Handle data(H5Dcreate2(group, name, H5T_STD_I64LE, space, H5P_DEFAULT, properties, H5P_DEFAULT));
            h5::require(data.valid() && H5Dwrite(data, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, &value) >= 0,
                        "The file could not be written.", m_path.string());
        }
    }

    void add(const EventView& e) override
    {
        const Hdf5Lock lock;
        append(0, H5T_NATIVE_INT64, e.t.data(), e.size());
        append(1, H5T_NATIVE_UINT16, e.x.data(), e.size());
        append(2, H5T_NATIVE_UINT16, e.y.data(), e.size());
        append(3, H5T_NATIVE_UINT8, e.p.data(), e.size());
        m_count += e.size();
    }

    void finish() override
    {
        {
            const Hdf5Lock lock;
            for (h5::Handle& column : m_columns)
                column.close();
            h5::require(H5Fflush(m_handle, H5F_SCOPE_GLOBAL) >= 0, "The file could not be written.", m_path.string());
            m_handle.close();
        }
        m_file.commit();
    }

private:
    void append(std::size_t column, hid_t type, const void* values, std::size_t count)
    {
        const hsize_t first = m_count, added = count, all = first + added;
        bool ok = H5Dset_extent(m_columns[column], &all) >= 0;
        const h5::Handle space(H5Dget_space(m_columns[column])), memory(H5Screate_simple(1, &added, nullptr));
        ok = ok && H5Sselect_hyperslab(space, H5S_SELECT_SET, &first, nullptr, &added, nullptr) >= 0
             && H5Dwrite(m_columns[column], type, memory, space, H5P_DEFAULT, values) >= 0;
        h5::require(ok, "The events could not be written.", m_path.string());
    }

    std::filesystem::path m_path;
    OutputFile m_file;
    h5::Handle m_handle;
    std::array<h5::Handle, 4> m_columns;   // after the file: closed first
    std::uint64_t m_count = 0;
};

} // namespace

const EventWriterFormat& hdf5Writer()
{
    static const EventWriterFormat format{"rvt", "HDF5, events/{t,x,y,p,width,height}", {".h5", ".hdf5"},
        [](const std::filesystem::path& file, const RecordingFacts& facts) -> std::unique_ptr<EventWriter> {
            return std::make_unique<Hdf5Writer>(file, facts);
        }};
    return format;
}

} // namespace spw
