// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/hdf5_rows.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace spw {

const EventFormat& nirDataFormat();

namespace {

constexpr int kDeepestGraph = 16;
constexpr std::size_t kMostObservables = 10'000;
constexpr std::int64_t kMostGridValues = std::int64_t(1) << 28;
const char* const kNirCopyAgain = "The file is damaged: copy it again.";

/// What was recorded of one node: spikes as events, or values at every step.
struct Observable {
    std::string node, name, kind, path;    // "lif", "spikes", "EventData", the group's path
    std::vector<std::int64_t> shape;       // samples, events; or samples, steps, neurons
    std::optional<double> dt, end;         // seconds
    std::optional<std::int64_t> neurons;

    bool gridded() const { return kind == "TimeGriddedData"; }
    std::string title() const { return node + "/" + name; }
};

/// A group whose children come to be looked at, with the lock held.
void collect(const h5::InputFile& file, const std::string& graph, const std::string& prefix, int depth, std::vector<Observable>& found)
{
    h5::require(depth < kDeepestGraph, "Graphs are nested more than " + std::to_string(kDeepestGraph) + " deep.",
                file.bytes->name() + " > " + graph, kNirCopyAgain);
    const h5::Handle nodes = h5::openPath(file, graph + "nodes");
    if (!nodes.valid() || H5Iget_type(nodes) != H5I_GROUP)
        return;
    for (const std::string& name : h5::childNames(nodes, graph + "nodes")) {
        const std::string path = graph + "nodes/" + name + "/";
        const h5::Handle node = h5::openGroup(nodes, name);
        if (!node.valid())
            continue;
        if (h5::anyText(node, "__type__") == "NIRGraphData") {
            collect(file, path, prefix + name + ".", depth + 1, found);
            continue;
        }
        const h5::Handle observables = h5::openGroup(node, "observables");
        if (!observables.valid())
            continue;
        for (const std::string& what : h5::childNames(observables, path + "observables")) {
            const h5::Handle group = h5::openGroup(observables, what);
            const std::string kind = group.valid() ? h5::anyText(group, "__type__").value_or("") : "";
            if (kind != "EventData" && kind != "ValuedEventData" && kind != "TimeGriddedData")
                continue;
            Observable o{prefix + name, what, kind, path + "observables/" + what, {}, {}, {}, {}};
            const h5::Handle values = h5::openDataset(group, o.gridded() ? "data" : "time");
            const std::string where = file.bytes->name() + " > " + o.path;
            h5::require(values.valid(), std::string("There is no data set '") + (o.gridded() ? "data" : "time") + "'.", where, kNirCopyAgain);
            o.shape = h5::shapeOf(values, where, kMostGridValues);
            h5::require(o.shape.size() == (o.gridded() ? 3u : 2u), "It has " + std::to_string(o.shape.size()) + " axes.", where, kNirCopyAgain);
            o.dt = h5::number(group, "dt");
            o.end = h5::number(group, "t_max");
            if (const auto count = h5::number(group, "n_neurons"); count && *count >= 0 && *count <= 65536)
                o.neurons = std::int64_t(*count);
            found.push_back(std::move(o));
            h5::require(found.size() <= kMostObservables, "There are more than " + std::to_string(kMostObservables) + " observables.", where, kNirCopyAgain);
        }
    }
}

/// The values of one sample (first axis), as real numbers.
std::vector<double> sampleOf(const h5::InputFile& file, const Observable& o, const char* dataset, std::uint64_t sample)
{
    const h5::Handle set = h5::openPath(file, o.path + "/" + dataset);
    const std::string where = file.bytes->name() + " > " + o.path + "/" + dataset;
    h5::require(set.valid() && H5Iget_type(set) == H5I_DATASET, "The data set is missing.", where, kNirCopyAgain);
    const std::vector<std::int64_t> shape = h5::shapeOf(set, where, kMostGridValues);
    h5::require(shape == o.shape, "Its shape is not that of the others of this observable.", where, kNirCopyAgain);
    const h5::Handle type(H5Dget_type(set)), space(H5Dget_space(set));
    const H5T_class_t kind = H5Tget_class(type);
    h5::require(kind == H5T_INTEGER || kind == H5T_FLOAT || (kind == H5T_ENUM && H5Tget_size(type) == 1), "It holds no numbers.", where, kNirCopyAgain);
    std::int64_t count = 1;
    std::vector<hsize_t> from(shape.size(), 0), size;
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        size.push_back(axis == 0 ? 1 : hsize_t(shape[axis]));
        count *= axis == 0 ? 1 : shape[axis];
    }
    h5::requireStored(set, count * std::int64_t(H5Tget_size(type)), where);
    from[0] = sample;
    std::vector<double> values(std::size_t(count), 0.0);
    if (count == 0)
        return values;
    const h5::Handle memory(H5Screate_simple(int(size.size()), size.data(), nullptr));
    std::vector<std::uint8_t> flags(kind == H5T_ENUM ? values.size() : 0);   // truth values, as h5py writes them
    h5::require(H5Sselect_hyperslab(space, H5S_SELECT_SET, from.data(), nullptr, size.data(), nullptr) >= 0
                    && (kind == H5T_ENUM ? H5Dread(set, type, memory, space, H5P_DEFAULT, flags.data())
                                         : H5Dread(set, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, values.data())) >= 0,
                "The values cannot be read.", where, kNirCopyAgain);
    std::copy(flags.begin(), flags.end(), kind == H5T_ENUM ? values.begin() : values.end());
    return values;
}

Events eventsOf(const h5::InputFile& file, const Observable& o, std::uint64_t sample)
{
    Events events;
    const std::string where = file.bytes->name() + " > " + o.path;
    std::int64_t last = -1;
    const auto add = [&](double seconds, double neuron, bool on) {
        h5::require(neuron >= 0 && neuron <= 65535 && neuron == std::floor(neuron),
                    "A neuron is " + std::to_string(neuron) + ", 0 to 65535 were expected.", where, kNirCopyAgain);
        events.t.push_back(roundedToInteger(seconds * 1e6));
        events.x.push_back(std::uint16_t(neuron));
        events.p.push_back(on ? 1 : 0);
        last = std::max(last, std::int64_t(neuron));
    };
    if (o.gridded()) {
        const double dt = o.dt.value_or(0);
        h5::require(std::isfinite(dt) && dt > 0, "The length of a step, dt, is " + std::to_string(dt) + ".", where, kNirCopyAgain);
        const std::vector<double> grid = sampleOf(file, o, "data", sample);
        const std::size_t neurons = std::size_t(o.shape[2]);
        for (std::size_t i = 0; i < grid.size(); ++i) {
            h5::require(grid[i] == 0 || grid[i] == 1, "It holds a value of " + std::to_string(grid[i]) + " at every step, not spikes.", where,
                        "Choose an observable of spikes with the option 'observable'.");
            if (grid[i] == 1)
                add(double(i / neurons) * dt, double(i % neurons), true);
        }
        last = std::max(last, o.shape[2] - 1);
    } else {
        const std::vector<double> seconds = sampleOf(file, o, "time", sample), neuron = sampleOf(file, o, "idx", sample);
        const std::vector<double> values = o.kind == "ValuedEventData" ? sampleOf(file, o, "value", sample) : std::vector<double>();
        for (std::size_t i = 0; i < seconds.size(); ++i)
            if (neuron[i] != -1 && std::isfinite(seconds[i]))   // the shorter samples are filled up with -1 and infinity
                add(seconds[i], neuron[i], values.empty() || values[i] > 0);
    }
    events.y.assign(events.t.size(), 0);
    events.width = std::max(o.neurons.value_or(0), last + 1);
    events.height = 1;
    return events;
}

Match recogniseNirData(const FileHead& head)
{
    return hdf5Fits(head, [](const h5::InputFile& file) {
               const Hdf5Lock lock;
               return h5::anyText(file.id, "__type__") == "NIRGraphData";
           }) ? Match::Sure : Match::No;
}

std::unique_ptr<EventReader> openNirData(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
{
    const std::string name = bytes->name();
    const auto file = h5::openInput(std::move(bytes));
    const Hdf5Lock lock;
    std::vector<Observable> all;
    collect(*file, "", "", 0, all);
    h5::require(!all.empty(), "The NIR data holds no observables.", name + " > nodes", "Record spikes before nir.write_data.");
    const auto wanted = options.find("observable");
    const auto chosen = std::find_if(all.begin(), all.end(), [&](const Observable& o) {
        return wanted != options.end() && !wanted->second.empty() ? o.title() == wanted->second : !o.gridded();
    });
    std::string titles;
    for (const Observable& o : all)
        if (titles.size() < 300)
            titles += (titles.empty() ? "" : ", ") + o.title();
    h5::require(chosen != all.end() || wanted == options.end() || wanted->second.empty(), "There is no such observable.",
                name + " > nodes", "Choose one of " + titles + ".");
    const Observable& o = chosen == all.end() ? all.front() : *chosen;

    RecordingFacts facts;
    facts.format = nirDataFormat().id;
    facts.recordings = o.shape[0];
    const std::uint64_t item = itemOf(options, std::uint64_t(o.shape[0]), name + " > " + o.path);
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Observable& each : all) {
        nlohmann::ordered_json entry{{"node", each.node}, {"observable", each.name}, {"type", each.kind}, {"shape", each.shape}};
        if (each.dt)
            entry["dt"] = *each.dt;
        if (each.end)
            entry["t_max"] = *each.end;
        if (each.neurons)
            entry["n_neurons"] = *each.neurons;
        list.push_back(std::move(entry));
    }
    const auto text = [](const nlohmann::ordered_json& json) { return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace); };
    facts.more.emplace_back("observable", text(o.title()));
    facts.more.emplace_back("item", std::to_string(item));
    facts.more.emplace_back("observables", text(list));
    std::vector<std::string> warnings;
    if (o.kind == "ValuedEventData")
        warnings.push_back("The events carry values; polarity tells only whether they are above 0.");
    return readerOf(eventsOf(*file, o, item), std::move(facts), 0, std::move(warnings));
}

} // namespace

/// What nir.write_data writes beside a NIR graph (formats.md 4): spikes of nodes, in lists or on a grid of steps.
const EventFormat& nirDataFormat()
{
    static const EventFormat format{"nir_data", "NIR graph data (spikes of nodes)", {".h5", ".hdf5", ".nir"}, recogniseNirData, openNirData,
                                    {{"item", "which sample, from 0", {}}, {"observable", "which one, NODE/OBSERVABLE; empty: the first of events", {}}}};
    return format;
}

} // namespace spw
