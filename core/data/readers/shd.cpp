// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/shd.h"

#include "core/data/containers/hdf5_lists.h"
#include "core/data/readers/hdf5_rows.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace spw {

namespace {

constexpr std::uint64_t kMostListed = 1000;   // a whole data set has ten times as many; reading them all takes seconds

} // namespace

struct ShdFile::Impl {
    std::shared_ptr<const h5::InputFile> file;
    mutable h5::Lists times, units;

    explicit Impl(std::shared_ptr<const ByteSource> bytes)
        : file(h5::openInput(std::move(bytes))), times(file, "spikes/times"), units(file, "spikes/units")
    {
    }
};

ShdFile::ShdFile(std::shared_ptr<const ByteSource> bytes)
    : m(std::make_unique<Impl>(std::move(bytes)))
{
    h5::require(m->times.size() == m->units.size(),
                "There are " + std::to_string(m->times.size()) + " lists of times and " + std::to_string(m->units.size()) + " of units.",
                m->file->bytes->name() + " > spikes", "The file is damaged: copy it again.");
    if (h5::hasDataset(*m->file, "labels")) {
        h5::Table table(m->file, "labels");
        h5::require(table.rows() == size() && table.fields().size() == 1 && table.fields()[0].type.isNumber(),
                    "There are " + std::to_string(table.rows()) + " labels for " + std::to_string(size()) + " recordings.",
                    table.where(), "The file is damaged: copy it again.");
        std::string rows;
        table.read(0, std::size_t(table.rows()), rows);
        m_labels = integersOf(h5::Table::column(rows, table.fields()[0], table.rowBytes()));
    }
    if (h5::hasDataset(*m->file, "extra/keys")) {
        h5::Table table(m->file, "extra/keys");
        if (table.fields().size() == 1 && table.fields()[0].type.kind == ScalarKind::Bytes && table.rows() <= 10000) {
            std::string rows;
            table.read(0, std::size_t(table.rows()), rows);
            for (std::size_t at = 0; at + table.rowBytes() <= rows.size(); at += table.rowBytes())
                m_classes.push_back(rows.substr(at, std::min(table.rowBytes(), rows.find('\0', at) - at)));
        }
    }
}

ShdFile::~ShdFile() = default;

std::uint64_t ShdFile::size() const { return m->times.size(); }

ShdFile::Spikes ShdFile::read(std::uint64_t index) const
{
    Spikes spikes{m->times.read(index), m->units.read(index)};
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

Match recogniseShd(const FileHead& head)
{
    return hdf5Fits(head, [](const h5::InputFile& file) {
               return h5::hasDataset(file, "spikes/times") && h5::hasDataset(file, "spikes/units");
           }) ? Match::Sure : Match::No;
}

std::unique_ptr<EventReader> openShd(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
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
    static const EventFormat format{"shd", "SHD and SSC spoken digits and words", {".h5", ".hdf5"}, recogniseShd, openShd,
                                    {{"item", "which recording, from 0", {}}}};
    return format;
}

} // namespace spw
