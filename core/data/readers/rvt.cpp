// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/hdf5_rows.h"

namespace spw {

const EventFormat& rvtFormat();

namespace {

Match recogniseRvt(const FileHead& head)
{
    return hdf5Fits(head, [](const h5::InputFile& file) {
               return h5::hasDataset(file, "events/t") && h5::hasDataset(file, "events/height");
           }) ? Match::Sure : Match::No;
}

std::unique_ptr<EventReader> openRvt(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
{
    const std::string name = bytes->name();
    const auto file = h5::openInput(std::move(bytes));
    const auto columns = findColumns(*file, "events");
    h5::require(columns.has_value() && !columns->paths[2].empty(), "The group has no columns t, x and y.", name + " > events",
                "The file is damaged: copy it again.");
    RecordingFacts facts;
    facts.format = rvtFormat().id;
    facts.height = h5::integerAt(file, "events/height");
    facts.width = h5::hasDataset(*file, "events/width") ? h5::integerAt(file, "events/width") : 0;
    h5::require(facts.height >= 0 && facts.height <= 65536 && facts.width >= 0 && facts.width <= 65536,
                "The sensor has " + std::to_string(facts.width) + " x " + std::to_string(facts.height) + " pixels.",
                name + " > events", "The file is damaged: copy it again.");
    return openHdf5Columns(file, *columns, std::move(facts), options);
}

} // namespace

/// Prophesee's GEN1 and 1 Mpx recordings as RVT converts them (formats.md 5.7): events/{t, x, y, p, height, width}.
const EventFormat& rvtFormat()
{
    static const EventFormat format{"rvt", "RVT (GEN1, 1 Mpx) events HDF5", {".h5", ".hdf5"}, recogniseRvt, openRvt};
    return format;
}

} // namespace spw
