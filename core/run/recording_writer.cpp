// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/hdf5_file.h"
#include "core/run/recording.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>

namespace spw {

namespace {

namespace fs = std::filesystem;

constexpr const char* kRecordingFormat = "spikewright-recording/1";
constexpr std::int64_t kChunkValues = std::int64_t(1) << 16;   // 256 KiB of floats: one read of a scope

/// A name beside `file` that no other writer of this or another process uses.
fs::path temporaryBeside(const fs::path& file)
{
    static std::atomic<unsigned> counter{0};
    return file.string() + ".part-" + std::to_string(::getpid()) + "-" + std::to_string(counter++);
}

void syncToDisk(const fs::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor >= 0) {
        ::fsync(descriptor);
        ::close(descriptor);
    }
}

hid_t memoryType(const RecordedArray& array)
{
    return std::holds_alternative<std::vector<float>>(array.data) ? H5T_NATIVE_FLOAT : H5T_NATIVE_UINT8;
}

const void* bytesOf(const RecordedArray& array)
{
    return std::visit([](const auto& values) { return static_cast<const void*>(values.data()); }, array.data);
}

void checkCount(const RecordedArray& array, const std::string& where)
{
    const std::size_t count = std::visit([](const auto& values) { return values.size(); }, array.data);
    h5::require(!array.shape.empty() && std::int64_t(count) == h5::valueCount(array.shape),
                "The recording has " + std::to_string(count) + " values, which is not what its shape says.", where,
                "Report this as a bug.");
}

} // namespace

struct RecordingWriter::Impl {
    fs::path file, written;
    RecordingOptions options;
    h5::Handle handle;

    std::string where(const std::string& path) const { return file.string() + ", " + path; }

    h5::Handle create(hid_t group, const std::string& name, const RecordedArray& array, const std::string& place)
    {
        std::vector<hsize_t> extents(array.shape.begin(), array.shape.end()), most = extents, chunk = extents;
        most[0] = H5S_UNLIMITED;
        std::int64_t inner = 1;
        for (std::size_t i = 1; i < chunk.size(); ++i)
            inner *= std::max<std::int64_t>(1, array.shape[i]);
        for (hsize_t& extent : chunk)
            extent = std::max<hsize_t>(extent, 1);
        chunk[0] = hsize_t(std::clamp<std::int64_t>(kChunkValues / inner, 1, 1 << 16));
        for (std::size_t i = 1; i < chunk.size() && inner > (std::int64_t(1) << 28); ++i) {   // a chunk is below 4 GiB
            inner /= std::int64_t(chunk[i]);
            chunk[i] = 1;
        }
        const h5::Handle space(H5Screate_simple(int(extents.size()), extents.data(), most.data()));
        const h5::Handle properties(H5Pcreate(H5P_DATASET_CREATE));
        H5Pset_obj_track_times(properties, false);
        H5Pset_chunk(properties, int(chunk.size()), chunk.data());
        if (options.compression > 0 && H5Zfilter_avail(H5Z_FILTER_DEFLATE) > 0) {
            H5Pset_shuffle(properties);
            H5Pset_deflate(properties, unsigned(std::min(options.compression, 9)));
        }
        const bool real = std::holds_alternative<std::vector<float>>(array.data);
        h5::Handle dataset(H5Dcreate2(group, name.c_str(), real ? H5T_IEEE_F32LE : H5T_STD_U8LE, space, H5P_DEFAULT,
                                      properties, H5P_DEFAULT));
        h5::require(dataset.valid(), "The data set cannot be made; was it written before?", place);
        h5::setNumber(dataset, "dt", array.dt, place);
        h5::setText(dataset, "unit", array.unit, place);
        h5::setIntegers(dataset, "shape", {array.shape.begin() + 1, array.shape.end()}, place);
        return dataset;
    }

    /// @param node  escaped.
    h5::Handle writeNew(hid_t parent, const std::string& node, const std::string& port, const RecordedArray& array)
    {
        const std::string place = where("/" + node + "/" + port);
        checkCount(array, place);
        const h5::Handle group = h5::makeGroup(parent, node, place);
        h5::Handle dataset = create(group, h5::escaped(port), array, place);
        h5::require(h5::valueCount(array.shape) == 0
                        || H5Dwrite(dataset, memoryType(array), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytesOf(array)) >= 0,
                    "The values cannot be written.", place);
        return dataset;
    }

    void flush()
    {
        if (options.growing)
            h5::require(H5Fflush(handle, H5F_SCOPE_LOCAL) >= 0, "The recording cannot be written.", file.string());
    }
};

RecordingWriter::RecordingWriter(const fs::path& file, RecordingOptions options)
    : m_impl(std::make_unique<Impl>())
{
    const Hdf5Lock lock;
    m_impl->file = file;
    m_impl->options = options;
    m_impl->written = options.growing ? file : temporaryBeside(file);
    m_impl->handle = h5::Handle(H5Fcreate(m_impl->written.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT));
    h5::require(m_impl->handle.valid(), "The recording cannot be made.", file.string(),
                "Choose a folder that exists and may be written.");
    h5::setText(m_impl->handle, "format", kRecordingFormat, file.string());
    m_impl->flush();
}

RecordingWriter::~RecordingWriter()
{
    const Hdf5Lock lock;
    const bool unfinished = m_impl->handle.valid() && !m_impl->options.growing;
    m_impl->handle.close();
    std::error_code ignored;
    if (unfinished)
        fs::remove(m_impl->written, ignored);
}

void RecordingWriter::write(const std::string& node, const std::string& port, const RecordedArray& array)
{
    const Hdf5Lock lock;
    m_impl->writeNew(m_impl->handle, h5::escapedAtRoot(node), port, array);
    m_impl->flush();
}

void RecordingWriter::append(const std::string& node, const std::string& port, const RecordedArray& array)
{
    const Hdf5Lock lock;
    const std::string place = m_impl->where("/" + node + "/" + port);
    checkCount(array, place);
    const h5::Handle group = h5::makeGroup(m_impl->handle, h5::escapedAtRoot(node), place);
    const h5::Handle dataset = h5::openDataset(group, h5::escaped(port));
    if (!dataset.valid()) {
        m_impl->writeNew(m_impl->handle, h5::escapedAtRoot(node), port, array);
        m_impl->flush();
        return;
    }
    std::vector<std::int64_t> before = h5::shapeOf(dataset, place, std::int64_t(1) << 60);
    h5::require(before.size() == array.shape.size()
                    && std::equal(before.begin() + 1, before.end(), array.shape.begin() + 1),
                "The new steps have another shape than those before.", place, "Record into a new file.");
    std::vector<hsize_t> offset(before.size()), count(array.shape.begin(), array.shape.end()),
        total(before.begin(), before.end());
    offset[0] = total[0];
    total[0] += count[0];
    h5::require(H5Dset_extent(dataset, total.data()) >= 0, "The recording cannot grow.", place);
    const h5::Handle space(H5Dget_space(dataset)), memory(H5Screate_simple(int(count.size()), count.data(), nullptr));
    H5Sselect_hyperslab(space, H5S_SELECT_SET, offset.data(), nullptr, count.data(), nullptr);
    h5::require(h5::valueCount(array.shape) == 0
                    || H5Dwrite(dataset, memoryType(array), memory, space, H5P_DEFAULT, bytesOf(array)) >= 0,
                "The values cannot be written.", place);
    m_impl->flush();
}

void RecordingWriter::append(const SampleRecord& record)
{
    const Hdf5Lock lock;
    const std::string serial = std::to_string(record.serial), place = m_impl->where("/records/" + serial);
    const h5::Handle records = h5::makeGroup(m_impl->handle, "records", place);
    h5::require(!h5::openGroup(records, serial).valid(), "The record was written before.", place,
                "Report this as a bug.");
    const h5::Handle group = h5::makeGroup(records, serial, place);
    h5::setText(group, "name", record.name, place);
    h5::setIntegers(group, "record", {record.epoch, record.batch, record.index, record.label, record.prediction}, place);
    for (const ProbeRecord& probe : record.probes) {
        const std::int64_t kept =
            probe.unitIndex.empty() ? probe.units : std::int64_t(probe.unitIndex.size());
        RecordedArray array{{probe.steps, kept}, probe.values};
        if (probe.spikes) {
            std::vector<std::uint8_t> dense(std::size_t(probe.steps * kept));
            for (std::size_t i = 0; i < probe.spikeStep.size() && i < probe.spikeUnit.size(); ++i)
                if (probe.spikeStep[i] < probe.steps && probe.spikeUnit[i] < kept)
                    dense[std::size_t(probe.spikeStep[i]) * std::size_t(kept) + probe.spikeUnit[i]] = 1;
            array.data = std::move(dense);
        }
        const h5::Handle dataset = m_impl->writeNew(group, h5::escaped(probe.nodeName), probe.quantity, array);
        h5::setIntegers(dataset, "unit_shape", probe.shape, place);
        if (!probe.unitIndex.empty())
            h5::setIntegers(dataset, "unit_index", probe.unitIndex, place);
        if (probe.hasThreshold) {
            h5::setNumber(dataset, "v_threshold", probe.threshold, place);
            h5::setNumber(dataset, "v_reset", probe.reset, place);
        }
    }
    m_impl->flush();
}

void RecordingWriter::finish()
{
    const Hdf5Lock lock;
    if (!m_impl->handle.valid())
        return;
    h5::require(H5Fflush(m_impl->handle, H5F_SCOPE_LOCAL) >= 0, "The recording cannot be written.",
                m_impl->file.string());
    m_impl->handle.close();
    if (m_impl->options.growing)
        return;
    syncToDisk(m_impl->written);
    std::error_code problem;
    fs::rename(m_impl->written, m_impl->file, problem);
    if (problem) {
        std::error_code ignored;
        fs::remove(m_impl->written, ignored);
        throw Error("The recording cannot be put in place: " + problem.message() + ".", m_impl->file.string(),
                    "Check that the folder may be written.");
    }
    syncToDisk(m_impl->file.has_parent_path() ? m_impl->file.parent_path() : fs::path("."));
}

} // namespace spw
