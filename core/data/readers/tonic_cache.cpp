// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/hdf5_rows.h"

#include <algorithm>

namespace spw {

const EventFormat& tonicCacheFormat();

namespace {

/// Where the pieces of events lie: data/<i>, or a data set in the group data/<i> where a piece was a dictionary.
std::vector<std::string> pieces(const h5::InputFile& file)
{
    const Hdf5Lock lock;
    std::vector<std::string> found;
    const h5::Handle data = h5::openPath(file, "data");
    if (!data.valid() || H5Iget_type(data) != H5I_GROUP)
        return found;
    std::vector<std::string> names = h5::childNames(data, "data");
    std::stable_sort(names.begin(), names.end(),   // as numbers: 0, 1, 2, ..., 10
                     [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
    for (const std::string& name : names) {
        const std::string path = "data/" + name;
        if (findColumns(file, path)) {
            found.push_back(path);
            continue;
        }
        const h5::Handle group = h5::openGroup(data, name);
        if (!group.valid())
            continue;
        for (const std::string& inner : h5::childNames(group, path))
            if (findColumns(file, path + "/" + inner))
                found.push_back(path + "/" + inner);
    }
    return found;
}

Match recogniseTonic(const FileHead& head)
{
    return hdf5Fits(head, [](const h5::InputFile& file) {
               return h5::hasGroup(file, "data") && h5::hasGroup(file, "target");
           }) ? Match::Sure : Match::No;
}

std::unique_ptr<EventReader> openTonic(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
{
    const std::string name = bytes->name();
    const auto file = h5::openInput(std::move(bytes));
    const std::vector<std::string> all = pieces(*file);
    h5::require(!all.empty(), "The cached sample holds no events (no records with fields t and x); it may hold frames.",
                name + " > data", "Choose a cache that was made before the transform to frames.");
    RecordingFacts facts;
    facts.format = tonicCacheFormat().id;
    facts.recordings = std::int64_t(all.size());
    const std::string& path = all[itemOf(options, all.size(), name)];
    facts.more.emplace_back("path", "\"" + path + "\"");
    if (h5::hasDataset(*file, "target/0")) {
        try {
            facts.more.emplace_back("target", std::to_string(h5::integerAt(file, "target/0")));
        } catch (const Error&) {   // a target that is no number is no reason to refuse the events
        }
    }
    return openHdf5Columns(file, *findColumns(*file, path), std::move(facts), options);
}

} // namespace

/// What Tonic's DiskCachedDataset writes for one sample (formats.md 5.8), LZF by default.
const EventFormat& tonicCacheFormat()
{
    static const EventFormat format{"tonic_cache", "Tonic disk cache", {".hdf5", ".h5"}, recogniseTonic, openTonic,
                                    {{"item", "which piece of events, from 0", {}}, timeUnitOption()}};
    return format;
}

} // namespace spw
