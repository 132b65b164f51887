// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/hdf5_rows.h"

namespace spw {

const EventFormat& dsecFormat();

namespace {

Match recogniseDsec(const FileHead& head)
{
    return hdf5Fits(head, [](const h5::InputFile& file) {
               return h5::hasDataset(file, "events/t") && h5::hasDataset(file, "ms_to_idx");
           }) ? Match::Sure : Match::No;
}

std::unique_ptr<EventReader> openDsec(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
{
    const std::string name = bytes->name();
    const auto file = h5::openInput(std::move(bytes));
    const auto columns = findColumns(*file, "events");
    h5::require(columns.has_value() && !columns->paths[2].empty(), "The group has no columns t, x and y.", name + " > events",
                "The file is damaged: copy it again.");
    RecordingFacts facts;
    facts.format = dsecFormat().id;
    if (h5::hasDataset(*file, "t_offset"))   // absolute time = t + t_offset
        facts.more.emplace_back("t_offset", std::to_string(h5::integerAt(file, "t_offset")));
    facts.more.emplace_back("ms_to_idx_len", std::to_string(h5::Table(file, "ms_to_idx").rows()));
    return openHdf5Columns(file, *columns, std::move(facts), options);
}

} // namespace

/// DSEC (formats.md 5.7): events/{t, x, y, p} and an index by milliseconds. Times are as stored; t_offset is told, not added.
const EventFormat& dsecFormat()
{
    static const EventFormat format{"dsec", "DSEC events HDF5", {".h5", ".hdf5"}, recogniseDsec, openDsec};
    return format;
}

} // namespace spw
