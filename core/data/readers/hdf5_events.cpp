// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/column_guess.h"
#include "core/data/readers/hdf5_rows.h"

#include <algorithm>

namespace spw {

const EventFormat& hdf5EventsFormat();

namespace {

/// Where other programs put events: a group with columns, a data set of records or a matrix (MVSEC), or columns at the root
/// (MATLAB 7.3). What lies elsewhere comes behind these.
const char* const kPlaces[] = {"events",      "",                  "cd/events",          "CD",
                               "dvs/events",  "davis/left/events", "davis/right/events", "prophesee/left/events",
                               "prophesee/right/events", "prophesee/left", "prophesee/right"};
constexpr int kDeepestPlace = 5;
constexpr std::size_t kMostObjects = 2000;

/// Groups and data sets below `group`, the shallow ones first. What several links lead to comes again: hence the bounds.
std::vector<std::string> pathsIn(const h5::InputFile& file)
{
    const Hdf5Lock lock;
    std::vector<std::string> paths{""};
    std::vector<int> depths{0};
    for (std::size_t i = 0; i < paths.size() && paths.size() < kMostObjects; ++i) {
        const h5::Handle at = paths[i].empty() ? h5::Handle(H5Gopen2(file.id, "/", H5P_DEFAULT)) : h5::openPath(file, paths[i]);
        if (!at.valid() || H5Iget_type(at) != H5I_GROUP || depths[i] == kDeepestPlace)
            continue;
        for (const std::string& child : h5::childNames(at, file.bytes->name()))
            if (paths.size() < kMostObjects && !child.empty() && child[0] != '#') {   // MATLAB keeps what it refers to in #refs#
                paths.push_back((paths[i].empty() ? "" : paths[i] + "/") + child);
                depths.push_back(depths[i] + 1);
            }
    }
    return paths;
}

bool endsInEvents(const std::string& path)
{
    const std::string name = path.substr(path.rfind('/') + 1);
    return name == "events" || name == "Events" || name == "EVENTS" || name == "cd" || name == "CD" || name == "TD" || name == "td";
}

/// Whether the columns at `path` are events and not, say, the x, y, z of an accelerometer.
std::optional<Hdf5Columns> columnsAt(const h5::InputFile& file, const std::string& path, bool known)
{
    auto columns = findColumns(file, path);
    if (!columns || columns->paths[2].empty() || (!known && columns->paths[3].empty()))
        return {};
    return columns;
}

/// The columns of each place with events, by path. Matrices are looked at only where there are no columns.
std::vector<std::pair<std::string, std::optional<Hdf5Columns>>> placesOf(const std::shared_ptr<const h5::InputFile>& file)
{
    std::vector<std::pair<std::string, std::optional<Hdf5Columns>>> places;
    const auto holds = [&](const std::string& path) {
        return std::any_of(places.begin(), places.end(), [&](const auto& place) { return place.first == path; });
    };
    const std::vector<std::string> all = pathsIn(*file);
    const auto look = [&](const std::string& path, bool known) {
        if (holds(path))
            return;
        if (auto columns = columnsAt(*file, path, known))
            places.emplace_back(path, std::move(columns));
    };
    for (const char* const place : kPlaces)
        look(place, true);
    for (const std::string& path : all)
        look(path, false);
    const auto lookForMatrix = [&](const std::string& path) {
        if (!holds(path) && isMatrixOfEvents(*file, path))
            places.emplace_back(path, std::nullopt);   // which columns is found out when it is chosen
    };
    for (const char* const place : kPlaces)
        lookForMatrix(place);
    for (const std::string& path : all)
        if (endsInEvents(path))
            lookForMatrix(path);
    return places;
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
                name + ", path /", "Known are CD/events, events/{t,x,y,p}, a matrix events, spikes/{times,units}, data and target, and a group or structure with ts, x, y, p.");
}

std::unique_ptr<EventReader> openAnyHdf5(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
{
    const auto file = h5::openInput(std::move(bytes));
    const auto places = placesOf(file);
    std::vector<std::string> paths, notes;
    for (const auto& place : places)
        paths.push_back(place.first);
    if (places.empty())
        refuse(*file);
    const auto& [path, found] = places[chosenPlace(paths, options, file->bytes->name(), notes)];
    const auto columns = found ? found : findMatrix(file, path, options);
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
    return openHdf5Columns(file, *columns, std::move(facts), options, std::move(notes));
}

} // namespace

/// Any other HDF5 file with columns of events, told by their names; MATLAB 7.3 is one.
const EventFormat& hdf5EventsFormat()
{
    static const EventFormat format{"hdf5", "HDF5 with columns of events", {".h5", ".hdf5", ".mat"}, recogniseAnyHdf5, openAnyHdf5,
                                    {{"columns", "what the columns of a matrix are, e.g. t,x,y,p", {}}, timeUnitOption(), placeOption()}};
    return format;
}

} // namespace spw
