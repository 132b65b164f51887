// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/column_guess.h"
#include "core/data/readers/hdf5_rows.h"

namespace spw {

const EventFormat& hdf5EventsFormat();

namespace {

/// Where other programs put events: a group with columns, a data set of records or a matrix (MVSEC), or columns at the root
/// (MATLAB 7.3).
const char* const kPlaces[] = {"events", "", "cd/events", "CD", "dvs/events", "davis/left/events", "davis/right/events", "prophesee/left"};

std::optional<Hdf5Columns> find(const std::shared_ptr<const h5::InputFile>& file, const ReadOptions& options)
{
    for (const char* const place : kPlaces)
        if (auto columns = findColumns(*file, place); columns && !columns->paths[2].empty())
            return columns;
    for (const char* const place : kPlaces)
        if (auto columns = findMatrix(file, place, options))
            return columns;
    return {};
}

Match recogniseAnyHdf5(const FileHead& head)
{
    if (!h5::isHdf5(head.bytes, head.source))
        return Match::No;
    return Match::Likely;   // what it is instead is said when it is opened
}

/// What an HDF5 file without events is, for the error.
[[noreturn]] void refuse(const h5::InputFile& file)
{
    const std::string& name = file.bytes->name();
    if (h5::hasGroup(file, "layer"))
        throw Error("This is a network for Lava, not a recording.", name + " > layer", "Import it: File > Import.");
    if (h5::hasGroup(file, "node") && h5::hasDataset(file, "version"))
        throw Error("This is a NIR graph, not a recording.", name + " > node", "Import it: File > Import.");
    const Hdf5Lock lock;
    const h5::Handle root(H5Gopen2(file.id, "/", H5P_DEFAULT));
    std::string names;
    if (root.valid())
        for (const std::string& child : h5::childNames(root, name))
            if (names.size() < 200)
                names += (names.empty() ? "" : ", ") + child;
    throw Error("The HDF5 file holds no events that are known here; at its root are: " + (names.empty() ? "nothing" : names) + ".",
                name + ", path /", "Known are CD/events, events/{t,x,y,p}, a matrix events, spikes/{times,units}, data and target, and ts, x, y, pol.");
}

std::unique_ptr<EventReader> openAnyHdf5(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
{
    const auto file = h5::openInput(std::move(bytes));
    const auto columns = find(file, options);
    if (!columns)
        refuse(*file);
    RecordingFacts facts;
    facts.format = hdf5EventsFormat().id;
    facts.more.emplace_back("path", "\"" + columns->paths[0] + "\"");
    if (columns->matrix) {
        ColumnOrder order;
        for (std::size_t i = 0; i < 4; ++i)
            order.of[i] = columns->fields[i].empty() ? -1 : std::stoi(columns->fields[i]);
        facts.more.emplace_back("columns", "\"" + order.text() + "\"");
    }
    return openHdf5Columns(file, *columns, std::move(facts), options);
}

} // namespace

/// Any other HDF5 file with columns of events, told by their names; MATLAB 7.3 is one.
const EventFormat& hdf5EventsFormat()
{
    static const EventFormat format{"hdf5", "HDF5 with columns of events", {".h5", ".hdf5", ".mat"}, recogniseAnyHdf5, openAnyHdf5,
                                    {{"columns", "what the columns of a matrix are, e.g. t,x,y,p", {}}, timeUnitOption()}};
    return format;
}

} // namespace spw
