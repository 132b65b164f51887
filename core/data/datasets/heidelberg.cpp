// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/datasets/data_folder.h"
#include "core/data/datasets/openers.h"
#include "core/data/readers/shd.h"

#include <algorithm>

namespace spw {

namespace {

namespace fs = std::filesystem;

/// Spiking Heidelberg Digits and Spiking Speech Commands: one HDF5 file for each split.
class Heidelberg final : public Dataset {
public:
    Heidelberg(const fs::path& train, const fs::path& test, std::int64_t classes)
        : m_train(read(train, classes)), m_test(test.empty() ? nullptr : read(test, classes)), m_classes(classes)
    {
    }

    std::int64_t size(Split split) const override { return of(split) ? std::int64_t(of(split)->file.labels().size()) : 0; }
    std::int64_t label(Split split, std::int64_t index) const override { return checked(split, index).labels()[std::size_t(index)]; }

    std::vector<std::string> classNames() const override
    {
        std::vector<std::string> names = m_train->file.classes();
        names.resize(std::min(names.size(), std::size_t(m_classes)));
        while (std::int64_t(names.size()) < m_classes)
            names.push_back(std::to_string(names.size()));
        return names;
    }

    Sample sample(Split split, std::int64_t index) const override
    {
        const ShdFile& file = checked(split, index);
        Sample sample;
        Events events = file.events(std::uint64_t(index));   // takes the lock of HDF5 itself
        for (const std::uint16_t unit : events.x)
            if (unit >= ShdFile::kUnits)
                throw Error("A unit is " + std::to_string(unit) + ", 0 to 699 were expected.", of(split)->path.string(),
                            "The file is damaged: copy it again.");
        sample.values["events"] = std::move(events);
        sample.label = file.labels()[std::size_t(index)];
        sample.name = of(split)->path.filename().string() + " " + std::to_string(index);
        return sample;
    }

private:
    struct Part {
        fs::path path;
        ShdFile file;
        explicit Part(const fs::path& from) : path(from), file(openBytes(from)) {}
    };

    static std::unique_ptr<Part> read(const fs::path& path, std::int64_t classes)
    {
        auto part = std::make_unique<Part>(path);
        if (part->file.labels().size() != part->file.size())
            throw Error("The file has no labels.", path.string(), "Choose a file of the dataset itself: shd_train.h5, ssc_train.h5, ...");
        for (const std::int64_t label : part->file.labels())
            if (label < 0 || label >= classes)
                throw Error("A label is " + std::to_string(label) + ", 0 to " + std::to_string(classes - 1) + " were expected.",
                            path.string() + " > labels", "Choose a file of this dataset: SHD has 20 classes, SSC 35.");
        return part;
    }

    const std::unique_ptr<Part>& of(Split split) const { return split == Split::Train ? m_train : m_test; }
    const ShdFile& checked(Split split, std::int64_t index) const
    {
        if (index < 0 || index >= size(split))
            throw Error("There is no sample " + std::to_string(index) + ".", "the dataset",
                        "Choose one from 0 to " + std::to_string(size(split) - 1) + ".");
        return of(split)->file;
    }

    std::unique_ptr<Part> m_train, m_test;
    std::int64_t m_classes;
};

std::unique_ptr<Dataset> open(const ParamValues& values, const fs::path& base, const std::string& node, const std::string& start,
                              const std::string& testPart, std::int64_t classes)
{
    const fs::path folder = dataFolder(values.text("folder"), base, node);
    const auto part = [&](const std::string& name) { return findInside(folder, {start + "_" + name + ".h5", start + "_" + name + ".hdf5"}, 1); };
    const fs::path train = part("train");
    if (train.empty())
        throw Error("There is no " + start + "_train.h5.", folder.string(),
                    "Download " + start + "_train.h5 and " + start + "_" + testPart
                        + ".h5, and unpack them here: 'spikewright-cli data get " + start + "' does it.");
    return std::make_unique<Heidelberg>(train, part(testPart), classes);
}

} // namespace

std::unique_ptr<Dataset> openShd(const ParamValues& values, const fs::path& base) { return open(values, base, "SHD", "shd", "test", 20); }

std::unique_ptr<Dataset> openSsc(const ParamValues& values, const fs::path& base)
{
    return open(values, base, "SSC", "ssc", values.text("test_on"), 35);
}

} // namespace spw
