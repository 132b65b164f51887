// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/shd.h"

#include "core/data/readers/hdf5_rows.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace spw {

namespace {

constexpr std::uint64_t kMostListed = 1000;   // a whole data set has ten times as many; reading them all takes seconds

/// HDF5 takes the memory for lists of a file's choice of length through these; they stop at what a file can hold.
struct Room {
    std::size_t left;
};
void* take(std::size_t bytes, void* info)
{
    auto& room = *static_cast<Room*>(info);
    if (bytes > room.left)
        return nullptr;
    room.left -= bytes;
    return std::malloc(bytes);
}
void giveBack(void* memory, void*) { std::free(memory); }

} // namespace

struct ShdFile::Impl {
    std::shared_ptr<const h5::InputFile> file;
    h5::Handle times, units;
    std::uint64_t count = 0;

    h5::Handle openList(const char* path)
    {
        const std::string where = file->bytes->name() + " > " + path;
        h5::Handle dataset = h5::openPath(*file, path);
        h5::require(dataset.valid() && H5Iget_type(dataset) == H5I_DATASET, "The file has no such data set.", where,
                    "Choose a file of SHD or SSC.");
        const auto shape = h5::shapeOf(dataset, where, std::int64_t(1) << 40);
        const h5::Handle type(H5Dget_type(dataset)), base(type.valid() ? H5Tget_super(type) : H5I_INVALID_HID);
        h5::require(shape.size() == 1 && type.valid() && H5Tget_class(type) == H5T_VLEN && base.valid()
                        && (H5Tget_class(base) == H5T_FLOAT || H5Tget_class(base) == H5T_INTEGER),
                    "A list of lists of numbers was expected.", where, "Choose a file of SHD or SSC.");
        const h5::Handle properties(H5Dget_create_plist(dataset));
        for (int i = 0; i < H5Pget_nfilters(properties); ++i) {
            unsigned flags = 0, config = 0;
            std::size_t values = 0;
            char name[64] = {};
            const int id = H5Pget_filter2(properties, unsigned(i), &flags, &values, nullptr, sizeof name - 1, name, &config);
            h5::require(H5Zfilter_avail(id) > 0, "The values are packed by " + nameOf(ChunkFilter{id, name, {}}) + ", which cannot be read here.",
                        where, "Write the file again with gzip: h5repack -f GZIP=4 in.h5 out.h5.");
        }
        count = std::uint64_t(shape[0]);
        return dataset;
    }

    std::vector<double> list(const h5::Handle& dataset, std::uint64_t index, const char* path) const
    {
        const std::string where = file->bytes->name() + " > " + path + "[" + std::to_string(index) + "]";
        const h5::Handle type(H5Tvlen_create(H5T_NATIVE_DOUBLE)), space(H5Dget_space(dataset));
        const hsize_t offset = index, one = 1;
        const h5::Handle memory(H5Screate_simple(1, &one, nullptr)), transfer(H5Pcreate(H5P_DATASET_XFER));
        H5Sselect_hyperslab(space, H5S_SELECT_SET, &offset, nullptr, &one, nullptr);
        Room room{std::size_t(std::min<std::uint64_t>(file->bytes->size() * 8 + 4096, std::uint64_t(1) << 32))};
        H5Pset_vlen_mem_manager(transfer, take, &room, giveBack, nullptr);
        hvl_t values{};
        h5::require(H5Dread(dataset, type, memory, space, transfer, &values) >= 0, "The list cannot be read.", where,
                    "The file is cut or damaged: copy it again.");
        const auto* const first = static_cast<const double*>(values.p);
        std::vector<double> result(first, first + (first ? values.len : 0));
        std::free(values.p);
        return result;
    }
};

ShdFile::ShdFile(std::shared_ptr<const ByteSource> bytes)
    : m(std::make_unique<Impl>())
{
    const Hdf5Lock lock;
    m->file = h5::openInput(std::move(bytes));
    m->units = m->openList("spikes/units");
    const std::uint64_t units = m->count;
    m->times = m->openList("spikes/times");
    h5::require(units == m->count, "There are " + std::to_string(m->count) + " lists of times and " + std::to_string(units)
                + " of units.", m->file->bytes->name() + " > spikes", "The file is damaged: copy it again.");
    if (h5::hasDataset(*m->file, "labels")) {
        h5::Table table(m->file, "labels");
        h5::require(table.rows() == m->count && table.fields().size() == 1 && table.fields()[0].type.isNumber(),
                    "There are " + std::to_string(table.rows()) + " labels for " + std::to_string(m->count) + " recordings.",
                    table.where(), "The file is damaged: copy it again.");
        std::string rows;
        table.read(0, std::size_t(table.rows()), rows);
        m_labels = integersOf(h5::Table::column(rows, table.fields()[0], table.rowBytes()));
    }
    if (h5::hasDataset(*m->file, "extra/keys")) {
        h5::Table table(m->file, "extra/keys");
        if (table.fields()[0].type.kind == ScalarKind::Bytes && table.rows() <= 10000) {
            std::string rows;
            table.read(0, std::size_t(table.rows()), rows);
            for (std::size_t at = 0; at + table.rowBytes() <= rows.size(); at += table.rowBytes())
                m_classes.push_back(rows.substr(at, std::min(table.rowBytes(), rows.find('\0', at) - at)));
        }
    }
}

ShdFile::~ShdFile() = default;

std::uint64_t ShdFile::size() const { return m->count; }

ShdFile::Spikes ShdFile::read(std::uint64_t index) const
{
    const Hdf5Lock lock;
    Spikes spikes{m->list(m->times, index, "spikes/times"), m->list(m->units, index, "spikes/units")};
    h5::require(spikes.seconds.size() == spikes.units.size(),
                "Recording " + std::to_string(index) + " has " + std::to_string(spikes.seconds.size()) + " times and "
                    + std::to_string(spikes.units.size()) + " units.",
                m->file->bytes->name() + " > spikes", "The file is damaged: copy it again.");
    return spikes;
}

Events ShdFile::events(std::uint64_t index) const
{
    const Spikes spikes = read(index);
    Events events;
    events.t.reserve(spikes.seconds.size());
    for (std::size_t i = 0; i < spikes.seconds.size(); ++i) {
        const double unit = spikes.units[i];
        h5::require(unit >= 0 && unit <= 65535 && unit == std::floor(unit),
                    "A unit is " + std::to_string(unit) + ", 0 to 699 were expected.",
                    m->file->bytes->name() + " > spikes/units[" + std::to_string(index) + "]", "The file is damaged: copy it again.");
        events.t.push_back(roundedToInteger(spikes.seconds[i] * 1e6));
        events.x.push_back(std::uint16_t(unit));
    }
    events.y.assign(events.t.size(), 0);
    events.p.assign(events.t.size(), 1);
    events.width = kUnits;
    events.height = 1;
    return events;
}

namespace {

Match recognise(const FileHead& head)
{
    return hdf5Fits(head, [](const h5::InputFile& file) {
               return h5::hasDataset(file, "spikes/times") && h5::hasDataset(file, "spikes/units");
           }) ? Match::Sure : Match::No;
}

std::unique_ptr<EventReader> open(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
{
    const std::string name = bytes->name();
    const ShdFile file(std::move(bytes));
    const std::uint64_t item = itemOf(options, file.size(), name);
    RecordingFacts facts;
    facts.format = shdFormat().id;
    facts.recordings = std::int64_t(file.size());
    facts.more.emplace_back("item", std::to_string(item));
    if (item < file.labels().size()) {
        const std::int64_t label = file.labels()[item];
        facts.more.emplace_back("label", std::to_string(label));
        if (label >= 0 && std::size_t(label) < file.classes().size())
            facts.more.emplace_back("class", nlohmann::json(file.classes()[std::size_t(label)])
                                                 .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }
    if (file.size() <= kMostListed) {
        nlohmann::ordered_json samples = nlohmann::ordered_json::array();
        for (std::uint64_t i = 0; i < file.size(); ++i) {
            const ShdFile::Spikes spikes = file.read(i);
            double times = 0, units = 0;
            for (const double t : spikes.seconds)
                times += t;
            for (const double u : spikes.units)
                units += u;
            nlohmann::ordered_json sample{{"n", spikes.seconds.size()}};
            if (i < file.labels().size())
                sample["label"] = file.labels()[i];
            sample["t_sum"] = times;
            sample["u_sum"] = std::int64_t(units);
            samples.push_back(std::move(sample));
        }
        facts.more.emplace_back("samples", samples.dump());
    }
    return readerOf(file.events(item), std::move(facts));
}

} // namespace

/// Spiking Heidelberg Digits and Spiking Speech Commands (formats.md 5.7): lists of times and units, one a recording.
const EventFormat& shdFormat()
{
    static const EventFormat format{"shd", "SHD and SSC spoken digits and words", {".h5", ".hdf5"}, recognise, open,
                                    {{"item", "which recording, from 0", {}}}};
    return format;
}

} // namespace spw
