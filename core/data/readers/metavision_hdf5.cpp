// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/hdf5_rows.h"

#include <charconv>

namespace spw {

const EventFormat& metavisionHdf5Format();

namespace {

Match recogniseMetavision(const FileHead& head)
{
    return hdf5Fits(head, [](const h5::InputFile& file) { return h5::hasDataset(file, "CD/events"); }) ? Match::Sure : Match::No;
}

std::string quoted(const std::string& text)
{
    std::string result = "\"";
    for (const char c : text)
        if (c == '"' || c == '\\')
            result += {'\\', c};
        else
            result += std::uint8_t(c) < 0x20 ? ' ' : c;
    return result + "\"";
}

std::unique_ptr<EventReader> openMetavision(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
{
    const std::string name = bytes->name();
    const auto file = h5::openInput(std::move(bytes));
    const auto columns = findColumns(*file, "CD/events");
    h5::require(columns.has_value() && !columns->paths[2].empty(), "The records have no fields t, x and y.",
                name + " > CD/events", "The file is damaged: copy it again.");
    RecordingFacts facts;
    facts.format = metavisionHdf5Format().id;
    const Hdf5Lock lock;
    const h5::Handle root(H5Gopen2(file->id, "/", H5P_DEFAULT));
    for (const char* const key : {"format", "geometry", "version", "sensor_name", "serial_number", "date"})
        if (const auto text = h5::anyText(root, key))
            facts.more.emplace_back(key, quoted(*text));
    if (const auto geometry = h5::anyText(root, "geometry")) {   // "1280x720"
        std::int64_t width = 0, height = 0;
        const char* const end = geometry->data() + geometry->size();
        const auto [cross, first] = std::from_chars(geometry->data(), end, width);
        if (first == std::errc() && cross != end && *cross == 'x'
            && std::from_chars(cross + 1, end, height).ec == std::errc() && width > 0 && height > 0)
            facts.width = width, facts.height = height;
    }
    if (h5::hasDataset(*file, "EXT_TRIGGER/events"))
        facts.more.emplace_back("trigger_count", std::to_string(h5::Table(file, "EXT_TRIGGER/events").rows()));
    return openHdf5Columns(file, *columns, std::move(facts), options);
}

} // namespace

/// Prophesee Metavision HDF5 (formats.md 5.6): records in CD/events, packed by ECF (filter 36559) or not at all.
const EventFormat& metavisionHdf5Format()
{
    static const EventFormat format{"metavision_hdf5", "Prophesee Metavision HDF5", {".hdf5", ".h5"}, recogniseMetavision, openMetavision};
    return format;
}

} // namespace spw
